"""Attachments as a page lists them: short beside the metadata, long at the foot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratsarchiv.demo.markup import attr, esc, groesse
from ratsarchiv.demo.pdf import pdf

if TYPE_CHECKING:
    from ratsarchiv.demo.rahmen import Ansicht
    from ratsarchiv.demo.world import Anlage

FENSTER = "\n(Öffnet Dokument in neuem Fenster)\n"


def dateiname(name: str) -> str:
    """The name that the system makes of a title for its temporary folder."""
    return re.sub(r"[^A-Za-z0-9_.-]", "", name)[:48] + ".pdf"


def kurz(ansicht: Ansicht, anlagen: list[Anlage], teil: int) -> str:
    """The table in the column of documents; without attachments nothing."""
    if not anlagen:
        return ""
    zeilen = "".join(_kurze_zeile(each, ansicht.ablage(each, teil)) for each in anlagen)
    return (
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        '\t<tr><td colspan="2"><img src="images/einpix.gif" alt="" width="1" height="1" /></td></tr>\n'
        f'\t<tr valign="top">\n\t\t<td class="kb1" colspan="1">Anlagen:</td>\n\t</tr>\n{zeilen}</table>\n'
    )


def lang(ansicht: Ansicht, anlagen: list[Anlage], teil: int) -> str:
    """The table at the foot of the page, with sizes; without attachments only the comment with number 0."""
    if not anlagen:
        return "<!-- ### AN0.rtf -->\n"
    zeilen = "".join(_lange_zeile(each, ansicht.ablage(each, teil)) for each in anlagen)
    pixel = '<img src="images/einpix.gif" alt="" width="100" height="1" />'
    return (
        f'<!-- ### AN{teil}.rtf -->\n<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        '\t<tr><td colspan="6"><img src="images/einpix.gif" alt="" width="1" height="1" /></td></tr>\n'
        '\t<tr valign="top">\n\t\t<td class="kb1" colspan="5">Anlagen:</td>\n\t\t<td>&nbsp;</td>\n\t</tr>\n'
        '\t<tr valign="top">\n\t\t<td>&nbsp;</td>\n\t\t<td class="text1">Nr.</td>\n\t\t<td class="text1">Name</td>\n'
        f'\t\t<td class="text1">{pixel}</td>\n\t\t<td class="text1">&nbsp;</td>\n\t\t<td class="text1">&nbsp;</td>\n'
        f"\t</tr>\n{zeilen}</table>\n"
    )


def _kurze_zeile(anlage: Anlage, pfad: str) -> str:
    titel = f"Anlage {anlage.nummer} ({anlage.stand:%d.%m.%Y %H:%M:%S}) &ouml;ffnen{FENSTER}"
    link = _link(pfad, titel, esc(anlage.name))
    return f'\t<tr valign="top">\n\t\t<td class="text3">{link}</td>\n\t\t<td class="text3">&nbsp;</td>\n\t</tr>\n'


def _lange_zeile(anlage: Anlage, pfad: str) -> str:
    genau, rund = groesse(anlage.groesse or len(pdf(anlage.zeilen)))
    link = _link(pfad, f"Größe: {genau}{FENSTER}", esc(f"{anlage.name} ({rund})"))
    tipp = "Herunterladen durch Rechtsklick auf den Link und 'Ziel speichern unter...'"
    leer = '\t\t<td class="text3">&nbsp;</td>\n' * 3
    return (
        f'\t<tr valign="top">\n\t\t<td><img width="11" height="16" src="images/clip.gif" alt="Anlage {anlage.nummer}" '
        f'title="{tipp}"></td>\n\t\t<td class="text3">{anlage.nummer}</td>\n\t\t<td class="text3">{link}'
        f"</td>\n{leer}\t</tr>\n"
    )


def _link(pfad: str, titel: str, text: str) -> str:
    status = f"status='{attr(text)}'; return true;"
    return (
        f'<a href="{pfad}" target="_blank"  title="{titel}" onmouseover="{status}" '
        f"onmouseout=\"status=''; return true;\">{text}</a>"
    )

"""Text parts as Word saves them for the web: unquoted attributes, hard line breaks, empty paragraphs."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from ratsarchiv.demo.sessionnet.markup import esc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratsarchiv.demo.world import Absatz, Teil

BREITE = 76
BLOCK = "text-align:justify"
SPANNE = "<span style='mso-bidi-font-weight:\nbold'>"
LEER = "<p class=MsoNormal></p>"


def bloecke(teile: Iterable[Teil]) -> str:
    """The parts one after the other, with rules between them; no heading but those within the texts."""
    return "<hr />".join(_block(each) for each in teile)


def _block(teil: Teil) -> str:
    absaetze = "\n".join(_absatz(each) for each in teil.absaetze)
    return (
        f'<!--smcdocmsword--><div class="smcdocmsword" id="smcdocid{teil.nummer:08}">\n<div class=WordSection1>\n'
        f"{absaetze}\n{LEER}\n</div>\n</div>\n"
    )


def _absatz(absatz: Absatz) -> str:
    match absatz.art:
        case "leer":
            return LEER
        case "h":
            return f"<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>{_text(absatz.zeilen[0][0])}<o:p></o:p></b></p>"
        case "p":
            return f"<p class=MsoNormal style='{BLOCK}'>{SPANNE}{_text(absatz.zeilen[0][0])}<o:p></o:p></span></p>"
        case "table":
            zeilen = "\n".join(_zeile(each) for each in absatz.zeilen)
            return f"<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0>\n{zeilen}\n</table>"
        case liste:
            art = "disc" if liste == "ul" else "1"
            punkte = "\n".join(f" <li class=MsoNormal style='{BLOCK}'>{_text(each[0])}</li>" for each in absatz.zeilen)
            return f"<{liste} style='margin-top:0cm' type={art}>\n{punkte}\n</{liste}>"


def _zeile(zellen: tuple[str, ...]) -> str:
    inhalt = "\n".join(
        f"  <td width=150 valign=top style='width:110.0pt'>\n  <p class=MsoNormal>{_text(each)}<o:p></o:p></p>\n  </td>"
        for each in zellen
    )
    return f" <tr style='mso-yfti-irow:0'>\n{inhalt}\n </tr>"


def _text(text: str) -> str:
    """The text in lines of a width that Word chose, wherever its sentences end."""
    return fill(esc(text), BREITE, break_long_words=False, break_on_hyphens=False)

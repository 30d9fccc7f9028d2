"""`to020`: the Auszug of one Tagesordnungspunkt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo import anlagen, wort
from ratsarchiv.demo.beratungsgang import OFFEN
from ratsarchiv.demo.markup import esc, knopf, zeilenweise
from ratsarchiv.demo.rahmen import Ansicht, Seite
from ratsarchiv.demo.seite_sitzung import gremium_link, termin_zeilen
from ratsarchiv.demo.seite_vorlage import SKRIPT, SPALTEN, angaben_zur_vorlage, vorlage_link

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Auszug, Sitzung, Top, Vorlage

TEILE = {"WP": "Protokoll", "BS": "Beschluss", "AE": "Abstimmungsergebnis", "RE": "Antwort"}
SUBMIT = "\t\tif (id == 111) {\n\t\t\tsubmitOk(true);\n\t\t}\n"


def auszug(ansicht: Ansicht, nummer: int) -> Seite:
    """The page of an Auszug."""
    treffen, top = ansicht.world.top[nummer]
    assert top.auszug
    teil = 950000 + top.id
    fuss = anlagen.lang(ansicht, top.auszug.anlagen, teil) if top.auszug.anlagen else ""
    inhalt = (
        '<table class="tk1" cellspacing="0" cellpadding="0" border="0">\n\t<tr>\n\t\t<td class="ko1" valign="top">'
        f"{_angaben(ansicht, treffen, top)}</td>\n"
        f'\t\t<td class="ko2">&nbsp;</td>\n\t\t<td class="me1">\n{_anker(top.auszug)}\t\t</td>\n\t</tr>\n</table>\n'
        f"<hr  />\n{wort.teile(top.auszug.teile)}{fuss}"
    )
    return Seite(
        programm="to020",
        adresse=f"to020.asp?TOLFDNR={top.id}",
        titel="Auszug",
        h1=f"Auszug - {top.betreff}",
        objekt=top.id,
        felder=(("TOLFDNR", top.id),),
        inhalt=inhalt,
    )


def _anker(minutes: Auszug) -> str:
    vorhanden = [each.code for each in minutes.teile if each.nummer and each.code in TEILE]
    return "".join(f'\t\t\t\t\t<br /><a href="#allris{code}">{TEILE[code]}</a>' for code in vorhanden)


def _angaben(ansicht: Ansicht, treffen: Sitzung, top: Top) -> str:
    form = knopf(f"to010.asp?topSelected={top.id}", {"SILFDNR": treffen.id}, "il1_to", "TO", "Tagesordnung")
    papier = ansicht.world.vorlage.get(top.vorlage or 0)
    block = _vorlage(papier, top) if papier and papier.zugang == "oeffentlich" else ""
    return (
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n\t<tr valign="top">\n'
        f'<td>{form}</td>\n\t\t<td class="text1" colspan="3"><a href="to010.asp?SILFDNR={treffen.id}">'
        f"{esc(treffen.name)}</a></td>\n\t</tr>\n"
        '\t<tr valign="top">\n\t\t<td class="kb1">TOP:</td>\n'
        f'\t\t<td class="text1" colspan="3">{esc(top.nummer).replace(" ", "&nbsp;")}</td>\n\n\t</tr>\n'
        f"{_gremium(ansicht, treffen, top)}{termin_zeilen(treffen)}{block}"
        f"\n{SPALTEN}</tr>\n</table>\n"
    )


def _gremium(ansicht: Ansicht, treffen: Sitzung, top: Top) -> str:
    gremien = [ansicht.world.gremium[each] for each in treffen.gremien]
    name, wert = "Gremium:", gremium_link(gremien[0], treffen)
    if len(gremien) > 1:
        name, wert = "Gremien:", ", ".join(esc(each.name) for each in gremien)
    return (
        f'\t<tr valign="top">\n\t\t<td class="kb1">{name}</td>\n\t\t<td class="text1">{wert}</td>\n'
        f'\t\t<td class="kb1">Beschlussart:</td>\n\t\t<td class="text3">{esc(top.beschluss or OFFEN)}</td>\n\t</tr>\n'
    )


def _vorlage(papier: Vorlage, top: Top) -> str:
    """The block on the Vorlage; the second cell holds a `td` directly within a `td`, as the vendor writes it."""
    link = vorlage_link(papier, f"{esc(papier.nummer)} {zeilenweise(papier.betreff)}")
    form = knopf("vo020.asp", {"VOLFDNR": papier.id}, "il1_vo", "VO", "Vorlage")
    ziel = f"vo021.asp?topSelected={top.id}"
    bes = knopf(ziel, {"VOLFDNR": papier.id}, "il1_bes", "BES", "Beschlüsse").replace("ü", "&uuml;")
    return (
        f'\t<tr>\n<td>{form}</td>\n\t\t<td class="text1">{link}</td>\n\t\t<td class="kb1"><table><tr><td>\n{bes}\n'
        '</td><td>&nbsp;</td><td>\n<td>&nbsp;</td>\n</td></tr></table></td>\n\t\t<td class="text1" colspan="2">\n'
        f"{SKRIPT.format(zeilen=SUBMIT)}&nbsp;</td>\n\t</tr>\n{angaben_zur_vorlage(papier)}"
    )

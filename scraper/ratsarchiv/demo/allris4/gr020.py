"""`gr020`: one Gremium with its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.allris4 import bausteine
from ratsarchiv.demo.allris4.bausteine import Feld, streifen, zeile
from ratsarchiv.demo.allris4.rahmen import Ansicht, attr, seite
from ratsarchiv.demo.nummern import gremium_nummer

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Mitgliedschaft

SPALTEN = {"kpname": "Name", "amname": "Art der Mitarbeit", "mgfnkt": "Fraktion", "mgvon": "Mitglied seit"}


def gremium(ansicht: Ansicht, schluessel: str) -> str:
    """The page of a Gremium."""
    wer = ansicht.world.gremium[schluessel]
    zeilen = "".join(_mitglied(ansicht, n, each) for n, each in enumerate(ansicht.world.mitglieder(schluessel)))
    name = zeile(ansicht, Feld("Gremium:", "grname", attr(wer.name), "text1"))
    uebersicht = f'<a href="./si018?GRLFDNR={gremium_nummer(schluessel)}" class="sitelink">Sitzungsübersicht</a>\n'
    tabelle = bausteine.tabelle(ansicht, "Mitglieder", "hoverRow", SPALTEN, zeilen)
    inhalt = (
        f'{bausteine.kopf(ansicht, name, uebersicht)}<div id="mainContent">\n'
        f"{bausteine.panel(ansicht, 'Mitglieder', tabelle)}</div>\n"
    )
    return seite(ansicht, "Gremium", wer.name, inhalt)


def _mitglied(ansicht: Ansicht, n: int, sitz: Mitgliedschaft) -> str:
    name = ""
    if sitz.name_genannt:
        person = attr(ansicht.world.person[sitz.person].name)
        name = f'\n<a href="./kp020?KPLFDNR={sitz.person}" id="kp_{sitz.person}">{person}</a>\n'
    werte = (name, attr(sitz.rolle), attr(sitz.zusatz), ansicht.datum(sitz.von))
    zellen = "".join(
        f'<td class="{klasse}">\n<div>{wert}</div>\n</td>' for klasse, wert in zip(SPALTEN, werte, strict=True)
    )
    return f'<tr id="{ansicht.id()}" class="{streifen(n)}">\n{zellen}\n</tr>'

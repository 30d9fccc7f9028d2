"""`vo040`: the list of Vorlagen, fifty to a page; which page comes next is state of the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv.demo.markup import esc, knopf, streifen, verborgen
from ratsarchiv.demo.rahmen import Ansicht, Seite
from ratsarchiv.demo.seite_vorlage import vorlage_knopf, vorlage_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratsarchiv.demo.world import Vorlage

JE_SEITE = 50
SCHLUESSEL: dict[str, tuple[Callable[[Vorlage], str], bool]] = {
    "1voname": (lambda each: each.nummer, False),
    "1vocdat": (lambda each: each.angelegt.isoformat(), False),
    "2vocdat": (lambda each: each.angelegt.isoformat(), True),
    "1vaname": (lambda each: each.art, False),
}
"""What the list can be sorted by, and whether backwards; without a wish it shows the newest first."""


@dataclass(slots=True)
class Blaettern:
    """Where a visitor stands in the list, and how it is sorted."""

    sortierung: str = "2vocdat"
    freigabe: bool = False
    ab: int = 0

    def wunsch(self, felder: dict[str, str], anzahl: int) -> None:
        """Move on with `shownext`, back with `showprev`; everything else begins anew."""
        if felder.get("shownext") == "true":
            self.ab = self.ab + JE_SEITE if self.ab + JE_SEITE < anzahl else self.ab
        elif felder.get("showprev") == "true":
            self.ab = max(0, self.ab - JE_SEITE)
        else:
            self.ab = 0
            self.freigabe = felder.get("VO040COL4", "vofdat" if self.freigabe else "vocdat") == "vofdat"
            if felder.get("SORT") in SCHLUESSEL:
                self.sortierung = felder["SORT"]


def liste(ansicht: Ansicht, stand: Blaettern) -> Seite:
    """The page that `stand` names."""
    schluessel, rueckwaerts = SCHLUESSEL[stand.sortierung]
    alle = sorted(ansicht.world.oeffentliche_vorlagen, key=lambda each: each.id, reverse=rueckwaerts)
    alle.sort(key=schluessel, reverse=rueckwaerts)
    zeilen = "".join(_zeile(n, each, stand) for n, each in enumerate(alle[stand.ab : stand.ab + JE_SEITE]))
    bis = min(stand.ab + JE_SEITE, len(alle))
    zaehlung = f"Ergebnisse {stand.ab + 1}-{bis} von ungefähr {len(alle)}"
    inhalt = (
        f'<table class="tl1" cellspacing="0" cellpadding="2" border="0">\n{_kopf(stand)}<tbody>\n\t<tr class="zl11">\n'
        f'\t\t<td class="kb1" colspan="5">\n{zaehlung}\n\t\t</td>\n\t</tr>\n\t{zeilen}\n\t<tr>\n'
        "\t\t"
        f'<td class="text4" colspan="5">\n{zaehlung}&nbsp;&nbsp;&nbsp;{_blaettern(stand, bis, len(alle))}\n\t\t</td>\n'
        "\t</tr>\n</tbody>\n</table>"
    )
    return Seite(
        programm="vo040", adresse="vo040.asp", titel="Vorlagen", h1="Vorlagen - Übersicht", inhalt=inhalt, deko=None
    )


def _zeile(n: int, papier: Vorlage, stand: Blaettern) -> str:
    beschluss = "&nbsp;"
    if any(each.beschluss for each in papier.beratungen):
        beschluss = knopf("vo021.asp", {"VOLFDNR": papier.id}, "il1_bes", "BES", "Beschlüsse").replace("ü", "&uuml;")
    datum = papier.freigegeben if stand.freigabe else papier.angelegt
    link = vorlage_link(papier, f"{esc(papier.nummer)}&nbsp;{esc(papier.betreff)}")
    return (
        f'<tr class="{streifen(n)}">{vorlage_knopf(papier)}<td>{link}</td><td>{beschluss}</td>'
        f'\t\t<td class="text2">{datum:%d.%m.%Y}</td>\t\t<td class="text2">{esc(papier.art)}</td>\t</tr>\t'
    )


def _blaettern(stand: Blaettern, bis: int, anzahl: int) -> str:
    zurueck = '<a href="vo040.asp?showprev=true" title="">&lt; vorherige</a>' if stand.ab else "&lt; vorherige"
    weiter = '<a href="vo040.asp?shownext=true" title="">nächste &gt;</a>' if bis < anzahl else "nächste &gt;"
    return f"{zurueck} | {weiter}"


def _kopf(stand: Blaettern) -> str:
    bild = '<img class="iso1" src="images/sort1.gif" alt="aufsteigend sortieren"  />'
    name, andere, spalte = ("Freig.", "vocdat", "Angel.") if stand.freigabe else ("Angel.", "vofdat", "Freig.")
    tipp = "Nach Vorlage-Nummer filtern"
    suche = (
        f'<span title="{tipp}">Nr.: <input type="text" size="12" name="VO040FIL1" value="" placeholder="(alle)"  />'
        f"{verborgen('filtvoname', 'filter')}</span>"
    )
    return (
        '\t<thead>\n\t<tr>\n\t\t<td colspan="5">'
        f'<form method="post" action="vo040.asp" style="margin:0">{suche}</form></td>\n'
        '\t</tr>\n\t<tr>\n\t\t<td colspan="5"><hr  /></td>\n\t</tr>\n\t<tr class="zk1">\n'
        f'\t\t<th colspan="3" nowrap="nowrap">Vorlage&nbsp;<a href="/bi/vo040.asp?SORT=1voname">{bild}</a>&nbsp;</th>\n'
        f'\t\t<th nowrap="nowrap">{name}&nbsp;<a href="/bi/vo040.asp?SORT=1vocdat">{bild}</a>&nbsp;</th>\n'
        f'\t\t<th nowrap="nowrap">V.-Art&nbsp;<a href="/bi/vo040.asp?SORT=1vaname">{bild}</a>&nbsp;</th>\n\t</tr>\n'
        '\t<tr>\n\t\t<td colspan="3"><hr  /></td>\n'
        f'\t\t<td nowrap="nowrap"><a href="/bi/vo040.asp?VO040COL4={andere}">({spalte})</a></td>\n'
        "\t\t<td><hr  /></td>\n\t</tr>\n</thead>\n"
    )

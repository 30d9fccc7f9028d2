"""The agendas: items in their order, numbered, with what every meeting has; documents of a Sitzung."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ratsarchiv.demo.vorlagen import KENNTNISNAHMEN
from ratsarchiv.demo.world import Anlage, Dokument, Sitzung, Top, Vorlage

if TYPE_CHECKING:
    from collections.abc import Iterator


def tagesordnungen(sitzungen: list[Sitzung], vorlagen: dict[int, Vorlage], nummern: Iterator[int]) -> None:
    """Complete, sort and number the agenda of every Sitzung that has one, and give it its documents."""
    vorige: dict[str, Sitzung] = {}
    zaehler = iter(range(50000, 500000, 3))
    for sitzung in sitzungen:
        if sitzung.oeffentlich:
            sitzung.dokumente = _dokumente(sitzung, nummern)
            sitzung.tops = _geordnet(sitzung, vorlagen, vorige.get(sitzung.gremien[0]))
            sitzung.anlagen = _anlagen(sitzung)
        else:
            _nummerieren(sitzung.tops)
        for top in sitzung.tops:
            top.id = next(zaehler)
        if sitzung.protokoll:
            vorige[sitzung.gremien[0]] = sitzung


def _geordnet(sitzung: Sitzung, vorlagen: dict[int, Vorlage], vorige: Sitzung | None) -> list[Top]:
    oeffentlich = [each for each in sitzung.tops if each.oeffentlich]
    berichte = [each for each in oeffentlich if vorlagen[each.vorlage or 0].art in KENNTNISNAHMEN]
    beschluesse = [each for each in oeffentlich if each not in berichte]
    intern = [each for each in sitzung.tops if not each.oeffentlich]
    vorn = [Top(betreff="Eröffnung der Sitzung und Feststellung der Beschlussfähigkeit")]
    if vorige:
        vorn.append(_genehmigung(vorige))
    if "pa1" in sitzung.gremien:
        vorn.append(Top(betreff="Einwohnerfragestunde", zusatz="(höchstens 30 Minuten)"))
    hinten = [Top(betreff="Verschiedenes – Anfragen und Mitteilungen")]
    if not intern and sitzung.id % 3 == 0:
        intern = [Top(betreff=("(nichtöffentlich)", "Personalangelegenheiten")[sitzung.id % 2], oeffentlich=False)]
    if intern and "pa1" in sitzung.gremien:
        intern.append(Top(betreff="Bekanntgabe der im nichtöffentlichen Teil gefassten Beschlüsse"))
    bloecke = [[each] for each in vorn] + _block("Anträge und Vorlagen", beschluesse)
    bloecke += _block("Berichte der Verwaltung", berichte) + [[each] for each in hinten + intern]
    return _nummerieren_in_bloecken(bloecke, vorlagen)


def _block(titel: str, tops: list[Top]) -> list[list[Top]]:
    return [[Top(betreff=titel), *tops]] if tops else []


def _genehmigung(vorige: Sitzung) -> Top:
    niederschrift = next((each for each in vorige.dokumente if each.titel.startswith("Niederschrift")), None)
    betreff = f"Genehmigung der Niederschrift der Sitzung vom {vorige.datum:%d.%m.%Y}"
    return Top(betreff=betreff, bezug_sitzung=vorige.id, niederschrift=niederschrift)


def _nummerieren_in_bloecken(bloecke: list[list[Top]], vorlagen: dict[int, Vorlage]) -> list[Top]:
    """`Ö 5`, `Ö 5.1`, and `Ö 5.1.1` for what completes the paper before it."""
    for n, block in enumerate(bloecke, 1):
        zweite = dritte = 0
        for top in block:
            kuerzel = "Ö" if top.oeffentlich else "N"
            if top is block[0]:
                top.nummer = f"{kuerzel} {n}"
            elif top.vorlage and vorlagen[top.vorlage].bezug and zweite:
                dritte += 1
                top.nummer = f"{kuerzel} {n}.{zweite}.{dritte}"
            else:
                zweite, dritte = zweite + 1, 0
                top.nummer = f"{kuerzel} {n}.{zweite}"
    return [top for block in bloecke for top in block]


def _nummerieren(tops: list[Top]) -> None:
    for n, top in enumerate(tops, 1):
        top.nummer = f"{'Ö' if top.oeffentlich else 'N'} {n}"


def _dokumente(sitzung: Sitzung, nummern: Iterator[int]) -> list[Dokument]:
    titel = ["Öffentliche Bekanntmachung", "Einladung"]
    if any(each.nachtrag for each in sitzung.tops):
        titel.append("Bekanntmachung Nachtrag")
    if sitzung.id % 4 == 0:
        titel.append("Alle Dokumente zur Sitzung im Paket")
    if sitzung.protokoll:
        titel.append("Niederschrift öffent. Teil")
    betreffe = tuple(each.betreff.replace("\n", " ") for each in sitzung.tops if each.oeffentlich)
    return [
        Dokument(
            nummer=next(nummern), titel=each, zeilen=(each, f"{sitzung.name}, {sitzung.datum:%d.%m.%Y}", *betreffe)
        )
        for each in titel
    ]


def _anlagen(sitzung: Sitzung) -> list[Anlage]:
    if sitzung.id % 7:
        return []
    stand = datetime.combine(sitzung.datum - timedelta(days=8), datetime.min.time()).replace(hour=11, minute=5)
    return [Anlage(nummer=1, name="Präsentation der Verwaltung", stand=stand, zeilen=("Präsentation", sitzung.name))]

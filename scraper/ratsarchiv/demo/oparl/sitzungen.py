"""Meetings and their agendas; those without a page have no more than the calendar prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.oparl import dateien
from ratsarchiv.demo.oparl.koerperschaft import gremium_adresse
from ratsarchiv.demo.oparl.objekt import Objekt, Pfad, eigen, objekt, seite, zeitpunkt
from ratsarchiv.demo.oparl.papiere import beratung_adresse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.demo.world import Dokument, Sitzung, Top, World


def meetings(world: World) -> Iterator[Objekt]:
    """Every meeting in the calendar."""
    for sitzung in world.sitzungen:
        if sitzung.zugang != "geloescht":
            yield _meeting(world, sitzung)


def _meeting(world: World, sitzung: Sitzung) -> Objekt:
    gremien = [each for each in sitzung.gremien if not world.gremium[each].verborgen]
    return objekt(
        "Meeting",
        eigen("meetings", id=sitzung.id),
        name=sitzung.name if gremien else sitzung.kalendername,
        meetingState=_stand(world, sitzung),
        cancelled=sitzung.abgesagt,
        start=zeitpunkt(sitzung.datum, sitzung.beginn),
        end=zeitpunkt(sitzung.datum, sitzung.ende) if sitzung.ende else None,
        location=_ort(sitzung),
        organization=[gremium_adresse(each) for each in gremien],
        **(_oeffentlich(world, sitzung) if sitzung.oeffentlich else {}),
    )


def _stand(world: World, sitzung: Sitzung) -> str:
    if sitzung.abgesagt:
        return "terminiert"
    if sitzung.datum < world.stichtag:
        return "durchgeführt"
    return "eingeladen" if sitzung.oeffentlich and sitzung.tops else "terminiert"


def _ort(sitzung: Sitzung) -> Objekt | None:
    if not (sitzung.raum or sitzung.ort):
        return None
    return objekt("Location", eigen("locations", id=sitzung.id), description=sitzung.ort, room=sitzung.raum)


def _oeffentlich(world: World, sitzung: Sitzung) -> Objekt:
    einladung = _erste(sitzung.dokumente, "Einladung")
    niederschrift = _erste(sitzung.dokumente, "Niederschrift")
    weitere = [each for each in sitzung.dokumente if each is not einladung and each is not niederschrift]
    andere = [dateien.dokument(each) for each in weitere]
    return {
        "invitation": dateien.dokument(einladung) if einladung else None,
        "resultsProtocol": dateien.dokument(niederschrift) if niederschrift else None,
        "auxiliaryFile": andere + dateien.anlagen(dateien.SITZUNG, sitzung.id, sitzung.anlagen),
        "agendaItem": [_agenda_item(world, top, n) for n, top in enumerate(sitzung.tops)],
        "web": seite("to010", "SILFDNR", sitzung.id),
    }


def _erste(dokumente: list[Dokument], anfang: str) -> Dokument | None:
    return next((each for each in dokumente if each.titel.startswith(anfang)), None)


def _agenda_item(world: World, top: Top, n: int) -> Objekt:
    """An N item has a number and the printed title; some tell all the same what became of it."""
    offen = top.oeffentlich or top.verraten
    return objekt(
        "AgendaItem",
        eigen("agendaItems", id=top.id),
        number=top.nummer,
        order=n,
        name=top.betreff,
        public=top.oeffentlich,
        consultation=_beratung(world, top) if top.oeffentlich else None,
        result=top.beschluss if offen else None,
        auxiliaryFile=_dateien(top) if offen else None,
        web=seite("to020", "TOLFDNR", top.id) if top.auszug and offen else None,
    )


def _beratung(world: World, top: Top) -> Pfad | None:
    papier = world.vorlage.get(top.vorlage or 0)
    if papier is None or papier.zugang != "oeffentlich":
        return None
    stellen = [n for n, each in enumerate(papier.beratungen) if each.top == top.id]
    return beratung_adresse(papier, stellen[0]) if stellen else None


def _dateien(top: Top) -> list[Objekt]:
    found = [dateien.dokument(top.niederschrift)] if top.niederschrift else []
    if top.auszug and top.oeffentlich:
        found += dateien.anlagen(dateien.TOP, top.id, top.auszug.anlagen)
    return found

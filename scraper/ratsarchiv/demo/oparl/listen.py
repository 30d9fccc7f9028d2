"""External lists: which objects a query asks for, which page of them, and the links to the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ratsarchiv.demo.oparl.objekt import BASIS, BERLIN, Objekt, Pfad

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from ratsarchiv.demo.oparl.journal import Eintrag

FILTER = ("created_since", "created_until", "modified_since", "modified_until")
LISTEN = {"organizations": "Organization", "persons": "Person", "meetings": "Meeting", "papers": "Paper"}
"""The lists that a Body names."""
INTERN = {
    "AgendaItem": ("auxiliaryFile",),
    "Meeting": ("auxiliaryFile", "agendaItem"),
    "Paper": ("auxiliaryFile", "location"),
    "Person": ("membership",),
    "Body": ("legislativeTerm",),
}
"""What `omit_internal=true` leaves out."""


class Fehler(Exception):
    """A request that cannot be answered, with the status and what it says."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(slots=True)
class Wunsch:
    """What a query asks of a list."""

    programm: str
    felder: dict[str, str]
    laenge: int
    """The entries of a page."""
    nummer: int = 1

    @property
    def gefiltert(self) -> bool:
        """Whether there is a filter by time."""
        return any(name in self.felder for name in FILTER)

    def link(self, nummer: int, *, ohne: str = "") -> Pfad:
        """The address of a page, filters and all."""
        felder = {name: wert for name, wert in self.felder.items() if name not in {"page", ohne}}
        return Pfad(f"{BASIS}{self.programm}?{urlencode({**felder, 'page': nummer})}")


def wunsch(programm: str, felder: dict[str, str], seite: int) -> Wunsch:
    """The query as we understand it; Fehler where a figure or a time is none."""
    laenge = min(_zahl(felder.get("limit", str(seite))), seite)
    return Wunsch(programm, felder, laenge, _zahl(felder.get("page", "1")))


def _zahl(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise Fehler(400, "Ungültiger Parameter")
    return int(text)


def passend(eintraege: Iterable[tuple[str, Eintrag]], felder: dict[str, str]) -> list[tuple[str, Eintrag]]:
    """The entries that the filters let through; what is gone is told only to those who ask what changed."""
    grenzen = {name: _zeit(felder[name]) for name in FILTER if name in felder}
    mit_geloeschten = "modified_since" in grenzen
    return [
        (adresse, each)
        for adresse, each in eintraege
        if (mit_geloeschten or not each.deleted) and all(_in(each, name, zeit) for name, zeit in grenzen.items())
    ]


def _in(eintrag: Eintrag, name: str, grenze: datetime) -> bool:
    zeit = eintrag.created if name.startswith("created") else eintrag.modified
    return zeit >= grenze if name.endswith("since") else zeit <= grenze


def _zeit(text: str) -> datetime:
    try:
        zeit = datetime.fromisoformat(text.replace(" ", "+"))  # a bare + in a query means a blank
    except ValueError:
        raise Fehler(400, "Ungültiges Datum") from None
    return zeit if zeit.tzinfo else zeit.replace(tzinfo=BERLIN)


def seitenzahl(was: Wunsch, anzahl: int) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, -(-anzahl // was.laenge))


def geblaettert(was: Wunsch, anzahl: int, grillen: AbstractSet[str]) -> dict[str, Any]:
    """The keys `pagination` and `links` of the page that is asked for; an endless list doesn't say how long it is."""
    seiten = seitenzahl(was, anzahl)
    links = {"first": was.link(1)}
    if was.nummer > 1:
        links["prev"] = was.link(min(was.nummer - 1, seiten))
    links["self"] = was.link(was.nummer)
    if was.nummer < seiten or "endlos" in grillen:
        links["next"] = was.link(was.nummer + 1, ohne="modified_since" if "verliert_modified_since" in grillen else "")
    if "endlos" in grillen:
        return {"links": links}
    zahlen = {
        "totalElements": anzahl,
        "elementsPerPage": was.laenge,
        "currentPage": was.nummer,
        "totalPages": seiten,
    }
    return {"pagination": zahlen, "links": {**links, "last": was.link(seiten)}}


def ohne_internes(typ: str, found: Objekt) -> Objekt:
    """The object without the lists inside it."""
    return {name: wert for name, wert in found.items() if name not in INTERN.get(typ, ())}

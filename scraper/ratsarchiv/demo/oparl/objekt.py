"""Objects of OParl and their addresses, before a server's name and times are put to them."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

BASIS = "/public/oparl/"
SCHEMA = "https://schema.oparl.org/1.1/"
BERLIN = ZoneInfo("Europe/Berlin")

Objekt = dict[str, Any]
"""A JSON object; addresses of this server in it are of type `Pfad`."""

ZURUECK = {
    ("Body", "LegislativeTerm"): "body",
    ("Person", "Membership"): "person",
    ("Person", "Location"): "persons",
    ("Meeting", "AgendaItem"): "meeting",
    ("Meeting", "Location"): "meetings",
    ("Meeting", "File"): "meeting",
    ("AgendaItem", "File"): "agendaItem",
    ("Paper", "File"): "paper",
    ("Paper", "Consultation"): "paper",
}
"""The field by which an object names the one that embeds it; embedded it goes without."""
MEHRERE = frozenset({"File", "Location"})
"""What several objects may embed: that field is a list."""


class Pfad(str):
    """An address on this server; the server's name comes before it when it is sent."""

    __slots__ = ()


def eigen(programm: str, **felder: object) -> Pfad:
    """The address of an object: `/public/oparl/organizations?typ=gr&id=103`."""
    frage = "&".join([f"{name}={wert}" for name, wert in felder.items()])
    return Pfad(f"{BASIS}{programm}?{frage}" if felder else f"{BASIS}{programm}")


def seite(programm: str, feld: str, nummer: int) -> Pfad:
    """The page of ALLRIS 4 that shows the same: `/public/vo020?VOLFDNR=10000`."""
    return Pfad(f"/public/{programm}?{feld}={nummer}")


def objekt(typ: str, adresse: Pfad, **felder: Any) -> Objekt:
    """An object with those fields that have a value."""
    gefuellt = {name: wert for name, wert in felder.items() if wert is not None and wert not in ("", [])}
    return {"id": adresse, "type": SCHEMA + typ, **gefuellt}


def typ(found: Objekt) -> str:
    """`Paper`."""
    return str(found["type"]).removeprefix(SCHEMA)


def programm(adresse: str) -> str:
    """`papers` of `/public/oparl/papers?id=5`."""
    return adresse.removeprefix(BASIS).partition("?")[0]


def zeitpunkt(tag: date, uhr: str | None) -> str:
    """A day and `17:30` with the offset of that day; without a time it is midnight."""
    stunde, minute = (uhr or "0:00").split(":")
    return datetime.combine(tag, time(int(stunde), int(minute)), BERLIN).isoformat(timespec="seconds")


def darin(found: Objekt) -> Iterator[Objekt]:
    """The objects that an object embeds itself."""
    for wert in found.values():
        yield from [each for each in (wert if isinstance(wert, list) else [wert]) if isinstance(each, dict)]


def einzeln(objekte: Iterator[Objekt]) -> dict[str, Objekt]:
    """All objects by address, also the embedded ones, these with the way back to what embeds them."""
    found: dict[str, Objekt] = {}
    offen = list(objekte)[::-1]
    while offen:
        eltern = offen.pop()
        found.setdefault(eltern["id"], dict(eltern))
        for kind in darin(eltern):
            offen.append(kind)
            _zurueck(found.setdefault(kind["id"], dict(kind)), eltern)
    return found


def _zurueck(kind: Objekt, eltern: Objekt) -> None:
    feld = ZURUECK[typ(eltern), typ(kind)]
    if typ(kind) in MEHRERE:
        kind[feld] = [*kind.get(feld, []), eltern["id"]]
    else:
        kind[feld] = eltern["id"]

"""A place and how it is told from others: a kind, a name, a point; many ways of one street are one place."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ratsarchiv.text.orte.schreibung import schluessel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MASCHE = 0.01
"""Degrees: ways of one name that lie in the same or in touching squares of this size belong together."""
Punkt = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Angabe:
    """What one line or element of a file says of a place."""

    name: str
    art: str
    lat: float
    lon: float
    herkunft: str


class Ort(NamedTuple):
    """A street, square, district, building or other place that papers of the council may name."""

    id: str
    """`<kommune>-ort-<ten hexadecimal digits>`: given once, and kept while the place stays where it is."""
    name: str
    art: str
    """A key of `tags.ARTEN`."""
    lat: float
    lon: float
    herkunft: str
    """Who says so, under which licence."""


@dataclass(frozen=True, slots=True)
class Aufnahme:
    """A gazetteer after more was taken in."""

    orte: tuple[Ort, ...]
    neu: int
    geaendert: int


def aufnehmen(vorhanden: Iterable[Ort], angaben: Iterable[Angabe], kommune: str) -> Aufnahme:
    """The gazetteer with what a file says; a place that was known keeps its id and name."""
    orte = {each.id: each for each in vorhanden}
    gruppen: dict[tuple[str, str], list[Ort]] = defaultdict(list)
    for ort in orte.values():
        gruppen[ort.art, schluessel(ort.name)].append(ort)
    neu = geaendert = 0
    for angabe in zusammengefasst(angaben):
        bekannt = _naechster(angabe, gruppen[angabe.art, schluessel(angabe.name)])
        ort = _benannt(angabe, kommune, bekannt)
        if bekannt is None:
            gruppen[ort.art, schluessel(ort.name)].append(ort)
            neu += ort.id not in orte
        elif ort != bekannt:
            geaendert += 1
        orte[ort.id] = ort
    return Aufnahme(tuple(sorted(orte.values(), key=lambda each: (each.name, each.art, each.id))), neu, geaendert)


def zusammengefasst(angaben: Iterable[Angabe]) -> list[Angabe]:
    """One entry for each place: the point of theirs that is nearest to the middle of all."""
    gruppen: dict[tuple[str, str], list[Angabe]] = defaultdict(list)
    for angabe in angaben:
        gruppen[angabe.art, schluessel(angabe.name)].append(angabe)
    return [_mitte(haufen) for gruppe in gruppen.values() for haufen in _haufen(gruppe)]


def _haufen(gruppe: Sequence[Angabe]) -> list[list[Angabe]]:
    """Those that touch each other by way of their squares."""
    felder: dict[tuple[int, int], list[Angabe]] = defaultdict(list)
    for angabe in gruppe:
        felder[math.floor(angabe.lat / MASCHE), math.floor(angabe.lon / MASCHE)].append(angabe)
    found = []
    while felder:
        feld, haufen = felder.popitem()
        rand, zusammen = [feld], list(haufen)
        while rand:
            zeile, spalte = rand.pop()
            for nachbar in [(zeile + up, spalte + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]:
                if nachbar in felder:
                    zusammen += felder.pop(nachbar)
                    rand.append(nachbar)
        found.append(zusammen)
    return found


def _mitte(haufen: Sequence[Angabe]) -> Angabe:
    lat = sum(each.lat for each in haufen) / len(haufen)
    lon = sum(each.lon for each in haufen) / len(haufen)
    return min(haufen, key=lambda each: (abstand((each.lat, each.lon), (lat, lon)), each.lat, each.lon, each.name))


def _naechster(angabe: Angabe, bekannte: Sequence[Ort]) -> Ort | None:
    """The known place of that name which lies so near that it is the same."""
    here = (angabe.lat, angabe.lon)
    near = [each for each in bekannte if max(abs(each.lat - here[0]), abs(each.lon - here[1])) <= 2 * MASCHE]
    return min(near, key=lambda each: (abstand((each.lat, each.lon), here), each.id), default=None)


def _benannt(angabe: Angabe, kommune: str, bekannt: Ort | None) -> Ort:
    lat, lon = round(angabe.lat, 5), round(angabe.lon, 5)
    if bekannt is not None:
        return bekannt._replace(lat=lat, lon=lon, herkunft=angabe.herkunft)
    digest = sha256(f"{angabe.art}|{schluessel(angabe.name)}|{lat:.3f}|{lon:.3f}".encode()).hexdigest()
    return Ort(f"{kommune}-ort-{digest[:10]}", angabe.name, angabe.art, lat, lon, angabe.herkunft)


def abstand(one: Punkt, other: Punkt) -> float:
    """The square of the distance, in degrees of latitude: enough to tell near from far within a town."""
    return (one[0] - other[0]) ** 2 + ((one[1] - other[1]) * math.cos(math.radians(one[0]))) ** 2

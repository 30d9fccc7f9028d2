"""GeoJSON as overpass turbo, osmium, QGIS or a town's geoportal save it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratsarchiv.errors import WrongUse
from ratsarchiv.text.orte.ort import Angabe
from ratsarchiv.text.orte.overpass import HERKUNFT
from ratsarchiv.text.orte.punkt import point
from ratsarchiv.text.orte.tabelle import art_named
from ratsarchiv.text.orte.tags import art_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_POINTS = 20_000
"""Of one thing; its middle does not move with more."""


def angaben(collection: dict[str, Any], woher: str) -> Iterator[Angabe]:
    """The named places of a FeatureCollection, by their own `art` or by tags of OpenStreetMap."""
    features = collection.get("features")
    if not isinstance(features, list):
        raise WrongUse(f"{woher}: no GeoJSON of places: `features` is no list")
    for number, feature in enumerate(features, 1):
        said = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(said, dict) or not isinstance(said.get("name"), str):
            continue
        tags = said["tags"] if isinstance(said.get("tags"), dict) else said
        where = f"{woher}: feature {number} ({said['name'][:40]})"
        art = art_named(said["art"], where) if isinstance(said.get("art"), str) else art_of(tags)
        if art is not None:
            lat, lon = point(*_middle(feature.get("geometry"), where), where)
            herkunft = said.get("herkunft") or (woher if "art" in said else HERKUNFT)
            yield Angabe(said["name"], art, lat, lon, str(herkunft))


def _middle(geometry: Any, where: str) -> tuple[Any, Any]:
    """The point of the geometry that is nearest to the middle of all."""
    points = _points(geometry.get("coordinates")) if isinstance(geometry, dict) else []
    if not points:
        raise WrongUse(f"{where} has no geometry with coordinates")
    lon, lat = (sum(each[n] for each in points) / len(points) for n in (0, 1))
    near = min(points, key=lambda each: ((each[0] - lon) ** 2 + (each[1] - lat) ** 2, each))
    return near[1], near[0]


def _points(coordinates: Any) -> list[tuple[float, float]]:
    """Every point of nested lists, without going deeper than the lists of a call may nest."""
    waiting, points = [coordinates], list[tuple[float, float]]()
    while waiting and len(points) < MOST_POINTS:
        each = waiting.pop()
        if not isinstance(each, list) or not each:
            continue
        if len(each) > 1 and all(isinstance(value, int | float) for value in each[:2]):
            points.append((float(each[0]), float(each[1])))
        else:
            waiting += reversed(each)
    return points

"""OpenStreetMap through Overpass: the question for a council's places, and what the answer says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ratsarchiv.errors import WrongUse
from ratsarchiv.text.orte.ort import Angabe
from ratsarchiv.text.orte.punkt import middle, point
from ratsarchiv.text.orte.tags import art_of, filters

if TYPE_CHECKING:
    from collections.abc import Iterator

HERKUNFT = "© OpenStreetMap contributors, ODbL 1.0"
SERVER = "https://overpass-api.de/api/interpreter"
SECONDS, BYTES = 180, 512 << 20
"""What the server may spend on the question."""


def frage(ags: str) -> str:
    """The question for everything of public kinds with a name in the council of that AGS."""
    parts = "".join(f'  nwr["{key}"~"^({values})$"]["name"](area.gebiet);\n' for key, values in filters())
    return (
        f"[out:json][timeout:{SECONDS}][maxsize:{BYTES}];\n"
        f'rel["boundary"="administrative"]["de:amtlicher_gemeindeschluessel"="{ags}"];\n'
        f"map_to_area->.gebiet;\n(\n{parts});\nout tags center qt;\n"
    )


def adresse(ags: str, server: str = SERVER) -> str:
    """The address that asks it."""
    return f"{server}?{urlencode({'data': frage(ags)})}"


def angaben(answer: dict[str, Any], woher: str) -> Iterator[Angabe]:
    """The named places of an answer; WrongUse where the server broke off."""
    remark, elements = answer.get("remark"), answer.get("elements")
    if remark and "error" in str(remark):
        raise WrongUse(f"{woher}: the Overpass server broke off: {str(remark)[:200]}")
    if not isinstance(elements, list):
        raise WrongUse(f"{woher}: no Overpass answer: `elements` is no list")
    for number, element in enumerate(elements, 1):
        tags = element.get("tags") if isinstance(element, dict) else None
        if not isinstance(tags, dict) or not isinstance(tags.get("name"), str):
            continue
        art = art_of(tags)
        if art is not None:
            where = f"{woher}: element {number}"
            lat, lon = point(*_place(element, where), where)
            yield Angabe(tags["name"], art, lat, lon, HERKUNFT)


def _place(element: dict[str, Any], where: str) -> tuple[Any, Any]:
    """A node's own point, a way's middle."""
    center, bounds, line = element.get("center"), element.get("bounds"), element.get("geometry")
    if isinstance(center, dict):
        return center.get("lat"), center.get("lon")
    if isinstance(bounds, dict):
        return middle([bounds.get("minlat"), bounds.get("maxlat")]), middle(
            [bounds.get("minlon"), bounds.get("maxlon")]
        )
    if isinstance(line, list) and line and isinstance(line[len(line) // 2], dict):
        return line[len(line) // 2].get("lat"), line[len(line) // 2].get("lon")
    if "lat" in element:
        return element.get("lat"), element.get("lon")
    raise WrongUse(f"{where} has no point: ask Overpass with `out center`, not with `out ids` or `out tags`")

"""A file with places, whatever it is: Overpass JSON, GeoJSON or a table."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from ratsarchiv.errors import WrongUse
from ratsarchiv.text.orte import geojson, overpass, tabelle
from ratsarchiv.text.orte.tabelle import ist_name

if TYPE_CHECKING:
    from ratsarchiv.text.orte.ort import Angabe

LARGEST = 200 << 20
"""Bytes: Berlin's streets and public buildings are a tenth of it."""
MOST = 100_000


def lesen(content: bytes, woher: str) -> list[Angabe]:
    """The places that a file names; WrongUse says which line or element can't be read, or that there are none."""
    if len(content) > LARGEST:
        raise WrongUse(f"{woher}: larger than {LARGEST >> 20} MB; take an extract of the council alone")
    text = _decoded(content, woher)
    found = list(_json(text, woher) if text.lstrip()[:1] in {"{", "["} else tabelle.angaben(text, woher))
    named = [replace(each, name=" ".join(each.name.split())) for each in found if ist_name(each.name)]
    if not named:
        raise WrongUse(f"{woher}: no place of a known kind with a name is in it")
    if len(named) > MOST:
        raise WrongUse(f"{woher}: {len(named):,} places; at most {MOST:,} are taken, those of one council")
    return named


def _json(text: str, woher: str) -> list[Angabe]:
    try:
        data = json.loads(text, parse_int=float)  # an int may have thousands of digits
    except json.JSONDecodeError as error:
        raise WrongUse(f"{woher}, line {error.lineno}: no JSON: {error.msg}") from error
    except RecursionError as error:
        raise WrongUse(f"{woher}: no JSON of places: it nests too deeply") from error
    if isinstance(data, dict) and "elements" in data:
        return list(overpass.angaben(data, woher))
    if isinstance(data, dict) and data.get("type") == "FeatureCollection":
        return list(geojson.angaben(data, woher))
    raise WrongUse(f"{woher}: neither an Overpass answer (`elements`) nor GeoJSON (a `FeatureCollection`)")


def _decoded(content: bytes, woher: str) -> str:
    """UTF-8, or Windows-1252 as spreadsheets save tables."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise WrongUse(f"{woher}: no text: Overpass JSON, GeoJSON or CSV is needed")

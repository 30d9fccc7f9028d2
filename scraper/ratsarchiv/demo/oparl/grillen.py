"""What is wrong with real interfaces, each by its name; all of it was seen in answers of German councils."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

GRILLEN = frozenset(
    {
        "steuerzeichen",
        "objekt_statt_liste",
        "404_statt_leer",
        "verliert_modified_since",
        "http_ids",
        "n_a",
        "zeit_doppelpunkt",
        "cp850",
        "endlos",
        "nacktes_array",
        "zeitstempel_2000",
        "html_fehler",
    }
)
"""`404_statt_leer`, `verliert_modified_since`, `endlos`, `nacktes_array` and `html_fehler` concern whole answers."""

STEUERZEICHEN = "\ue00b"
"""Stands for a control character until the text is JSON, which would escape it."""
CP850 = str.maketrans(
    {"ä": "\u201e", "ö": "\u201d", "ü": "\x81", "Ä": "\u017d", "Ö": "\u2122", "Ü": "\u0161", "ß": "\u00e1"}
)
"""Umlauts of DOS read as windows-1252."""
ZEITEN = frozenset({"created", "modified", "start", "end"})
TAGE = frozenset({"startDate", "endDate"})
NICHTS = {"Organization": {"shortName": " "}, "Person": {"formOfAddress": "N/A"}, "System": {"website": "N/A"}}
KEINE_RESSOURCE = {
    "error": "Die angeforderte Ressource wurde nicht gefunden.",
    "code": 802,
    "type": "SD.NET RIM Webservice",
}
FEHLERSEITE = (
    '<!DOCTYPE html>\n<html lang="de"><head><title>Fehler</title></head><body><h1>Fehler {status}</h1>\n'
    "<p>Bei der Verarbeitung Ihrer Anfrage ist ein Fehler aufgetreten.</p></body></html>\n"
)


def kodiert(inhalt: Any, grillen: AbstractSet[str]) -> bytes:
    """The JSON text as it is sent."""
    text = json.dumps(_verzerrt(inhalt, grillen) if grillen else inhalt, ensure_ascii=False)
    return text.replace(STEUERZEICHEN, "\r\n\x01\x1f").encode()


def _verzerrt(wert: Any, grillen: AbstractSet[str]) -> Any:
    if isinstance(wert, list):
        return [_verzerrt(each, grillen) for each in wert]
    if not isinstance(wert, dict):
        return wert
    found = {name: _verzerrt(each, grillen) for name, each in wert.items()}
    return _objekt(found, grillen) if "id" in found else found


def _objekt(found: dict[str, Any], grillen: AbstractSet[str]) -> dict[str, Any]:
    typ = str(found.get("type", "")).rpartition("/")[2]
    if "http_ids" in grillen:
        found["id"] = _anderes_schema(found["id"])
    if "n_a" in grillen and not found.get("deleted"):
        found |= {**NICHTS.get(typ, {}), "web": "N/A"}
    if "objekt_statt_liste" in grillen and len(found.get("auxiliaryFile", [])) == 1:
        found["auxiliaryFile"] = found["auxiliaryFile"][0]
    if "name" in found:
        found["name"] = _name(found["name"], grillen)
    if "zeit_doppelpunkt" in grillen:
        found = {name: _zeit(name, wert) for name, wert in found.items()}
    return found


def _anderes_schema(adresse: str) -> str:
    schema, _, rest = adresse.partition("://")
    return f"{'http' if schema == 'https' else 'https'}://{rest}"


def _name(name: str, grillen: AbstractSet[str]) -> str:
    if "cp850" in grillen:
        name = name.translate(CP850)
    return name + STEUERZEICHEN if "steuerzeichen" in grillen else name


def _zeit(name: str, wert: Any) -> Any:
    if name in TAGE:
        return f"{wert}T00:00:00+01::00"
    return re.sub(r"(?<=[+-]\d\d):(?=\d\d$)", "::", wert) if name in ZEITEN else wert

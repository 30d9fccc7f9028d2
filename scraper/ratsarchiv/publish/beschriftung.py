"""What Datasette's own pages call columns, tables and filters in German."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import metadata
from ratsarchiv.publish.auswertung import BESCHLUSSARTEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NAMES = {
    "abruf": "Archivierter Abruf",
    "ags": "Gemeindeschlüssel",
    "bezug_sitzung": "Sitzung, auf die sich der Punkt bezieht",
    "gremium_name": "Gremium, wie gedruckt",
    "http_status": "HTTP-Status",
    "id": "Kennung",
    "lat": "Breite",
    "lon": "Länge",
    "mime": "Dateityp",
    "offset": "Beginn im Archiv",
    "quelle_tabelle": "Tabelle der Quelle",
    "sha256": "Prüfsumme",
    "url": "Amtliche Adresse",
    "vorlage_nummer": "Nummer der Vorlage",
    "vorlage_seite": "Lesen",
    "warc": "Archivdatei",
}
"""Columns that are not called by their own words."""

_UMLAUTS = {
    "beschluesse": "Beschlüsse", "federfuehrend": "federführend", "geaendert": "geändert", "groesse": "Größe",
    "hoechstens": "höchstens", "laenge": "Länge", "naechste": "nächste", "nichtoeffentlich": "nichtöffentlich",
    "oeffentlich": "öffentlich", "ueberschrift": "Überschrift", "unveraendert": "unverändert",
}  # fmt: skip
_NOUNS = {"beratung", "ergebnis", "gegenstimme", "mittel"}
"""Words that come second in a column's name, and keep their capital."""

_VERGLEICHE = {
    "exact": "ist gleich", "not": "ist nicht", "contains": "enthält", "endswith": "endet auf", "startswith": "beginnt mit",
    "gt": "größer als", "gte": "größer oder gleich", "lt": "kleiner als", "lte": "kleiner oder gleich",
    "like": "passt auf das Muster (like)", "notlike": "passt nicht auf das Muster (like)",
    "glob": "passt auf das Muster (glob)", "in": "ist eines von (mit Komma getrennt)",
    "notin": "ist keines von (mit Komma getrennt)", "arraycontains": "Liste enthält",
    "arraynotcontains": "Liste enthält nicht", "date": "ist am Tag (JJJJ-MM-TT)", "isnull": "fehlt",
    "notnull": "fehlt nicht", "isblank": "ist leer", "notblank": "ist nicht leer",
}  # fmt: skip
_WITHOUT_VALUE = {"isnull", "notnull", "isblank", "notblank"}


def spalte(name: str) -> str:
    """A column's name as one reads it: `Letzte Beratung`; whatever a visitor called it else."""
    if name in _NAMES:
        return _NAMES[name]
    if not re.fullmatch(r"[a-z][a-z_]*", name):
        return name
    words = [_UMLAUTS.get(word, word) for word in name.split("_")]
    first, *rest = [word.capitalize() if word in _NOUNS else word for word in words]
    return " ".join([first[:1].upper() + first[1:], *rest])


def tafel(name: str) -> str:
    """A table's title, else its name."""
    title: str = metadata.load()["databases"][metadata.DATABASE]["tables"].get(name, {}).get("title", name)
    return title


def vergleich(key: str, display: str = "") -> str:
    """A filter's comparison in words; `display` for one that has none."""
    return _VERGLEICHE.get(key, display or key)


def bedingungen(filters: Any) -> Iterator[str]:
    """The filters that a table is seen through, each as `Art ist gleich „Antrag“`."""
    for column, lookup, value in filters.selections():
        said = f"{spalte(column)} {vergleich(lookup)}"
        yield said if lookup in _WITHOUT_VALUE else f"{said} „{value}“"


_JA_NEIN = {"abgesagt", "nachtrag", "oeffentlich"}
_BESCHLUSSART = {"beschlussart", "ergebnis"}


def wert(value: Any, column: str) -> str:
    """A column's value as one reads it where many are counted."""
    if value is None or value == "":
        return "ohne Angabe"
    if column in _JA_NEIN:
        return {"1": "ja", "0": "nein"}.get(str(value), str(value))
    return BESCHLUSSARTEN.get(str(value), str(value)) if column in _BESCHLUSSART else str(value)


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (spalte, tafel, vergleich, bedingungen, wert)
}

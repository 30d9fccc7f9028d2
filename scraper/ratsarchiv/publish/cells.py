"""Cells of Datasette's tables that lead to our pages."""

from __future__ import annotations

import re
from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup

from ratsarchiv.publish import dokument

_LINK = Markup('<a href="{}">{}</a>')
_VORLAGE_SEITE = re.compile(r"/vorlagen/[\w-]+", re.ASCII)
_TEXT = {"verweise": ("quelle_tabelle", "quelle", "von"), "ortsnennungen": ("tabelle", "objekt", "vorlage")}
"""Tables with passages: which columns say in which row a passage stands, and to which Vorlage that belongs."""


def link(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """A link to our page of what a row is about, or from a query's column `vorlage_seite`; None for all other cells."""
    if column == "vorlage_seite" and isinstance(value, str) and _VORLAGE_SEITE.fullmatch(value):
        return _LINK.format(value, "Seite der Vorlage")
    if value is None or not str(value).strip():
        return None
    address = _address(row, table, column)
    return _LINK.format(address, value) if address else None


def _address(row: Any, table: str | None, column: str) -> str | None:
    match table, column:
        case "vorlagen" | "vorgaenge", "betreff" | "titel":
            id_ = _id(row, "id")
            return f"/{table}/{tilde_encode(id_)}" if id_ else None
        case "dokumente", "titel":
            id_ = _id(row, "id")
            return dokument.adresse(id_) if id_ and _id(row, "datei") and not _id(row, "verschwunden_seit") else None
        case "seiten", "seite":
            id_ = _id(row, "id")
            return f"/seiten/{tilde_encode(id_)}" if id_ else None
        case "verweise" | "ortsnennungen", "textstelle":
            return _of_passage(row, *_TEXT[table])
    return None


def _of_passage(row: Any, tabelle: str, objekt: str, vorlage: str) -> str | None:
    """The page of a Dokument where the passage stands there, else the Vorlage."""
    if _id(row, tabelle) == "seiten" and (page := _id(row, objekt)):
        return f"/seiten/{tilde_encode(page)}"
    of = _id(row, vorlage)
    return f"/vorlagen/{tilde_encode(of)}" if of else None


def _id(row: Any, column: str) -> str | None:
    """What a row has in a column that may be missing; Datasette puts a label beside the key of another row."""
    if column not in row.keys():  # noqa: SIM118 - a sqlite3.Row holds values
        return None
    value = row[column]
    value = value.get("value") if isinstance(value, dict) else value
    return value if isinstance(value, str) and value else None

"""Where the rows and cells of Datasette's tables lead: to our pages, and to the official ones."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from datasette.utils import tilde_encode
from markupsafe import Markup

from ratsarchiv.publish import german

_LINK = Markup('<a href="{}">{}</a>')
_VORLAGE_SEITE = re.compile(r"/vorlagen/[\w-]+", re.ASCII)
_TEXT = {"verweise": ("quelle_tabelle", "quelle", "von"), "ortsnennungen": ("tabelle", "objekt", "vorlage")}
"""Tables with passages: which columns say in which row a passage stands, and to which Vorlage that belongs."""

_WITH_PAGE = ("vorlagen", "sitzungen", "gremien", "personen", "vorgaenge", "seiten", "abrufe")
"""Tables whose rows have pages of ours under the same name."""

_PART_OF = {
    "abschnitte": (("vorlagen", "vorlage"), ("sitzungen", "sitzung")),
    "beratungen": (("vorlagen", "vorlage"),),
    "mitgliedschaften": (("gremien", "gremium"),),
    "probleme": (("abrufe", "abruf"),),
    "vorgang_vorlagen": (("vorgaenge", "vorgang"),),
}
"""Tables whose rows are shown on the page of another: which table's page, and the column with its id."""

_ABOUT = ("aenderungen", "adressen", "hinweise", "quellen")
"""Tables whose rows name in `tabelle` and `objekt` what they are about."""

_TITLES = {
    "vorlagen": "betreff", "vorgaenge": "titel", "sitzungen": "name", "gremien": "name", "personen": "name",
    "dokumente": "titel", "seiten": "seite", "tagesordnungspunkte": "betreff", "verweise": "textstelle",
    "ortsnennungen": "textstelle",
}  # fmt: skip
"""The column that leads to our page of the row."""


def link(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """A link to our page of what a row is about, or from a query's column `vorlage_seite`; None for all other cells."""
    if column == "vorlage_seite" and isinstance(value, str) and _VORLAGE_SEITE.fullmatch(value):
        return _LINK.format(value, "Seite der Vorlage")
    if value is None or not str(value).strip() or _TITLES.get(table or "") != column:
        return None
    address = seite(row, table or "")
    return _LINK.format(address, value) if address else None


def seite(row: Any, table: str) -> str | None:
    """The path of our page that shows this row of a table."""
    if table in _WITH_PAGE:
        return _page(table, _id(row, "id"))
    if table == "dokumente":
        shown = _id(row, "datei") and _id(row, "titel") and not _id(row, "verschwunden_seit")
        return _page(table, _id(row, "id")) if shown else None
    if table == "tagesordnungspunkte":
        sitzung, id_ = _page("sitzungen", _id(row, "sitzung")), _id(row, "id")
        return f"{sitzung}#top-{quote(id_)}" if sitzung and id_ else None
    if table in _TEXT:
        return _of_passage(row, *_TEXT[table])
    if table in _ABOUT:
        of = _id(row, "tabelle")
        return _page(of, _id(row, "objekt")) if of in _WITH_PAGE else None
    found = (_page(of, _id(row, column)) for of, column in _PART_OF.get(table, ()))
    return next(filter(None, found), None)


def amtlich(row: Any) -> str | None:
    """The official page that a row names, if a browser may follow the address."""
    return german.web_address(_id(row, "url") or _id(row, "adresse"))


def _of_passage(row: Any, tabelle: str, objekt: str, vorlage: str) -> str | None:
    """The page of a Dokument where the passage stands there, else the Vorlage."""
    if _id(row, tabelle) == "seiten" and (page := _id(row, objekt)):
        return _page("seiten", page)
    return _page("vorlagen", _id(row, vorlage))


def _page(table: str | None, id_: str | None) -> str | None:
    return f"/{table}/{tilde_encode(id_)}" if id_ else None


def _id(row: Any, column: str) -> str | None:
    """What a row has in a column that may be missing; Datasette puts a label beside the key of another row."""
    if column not in row.keys():  # noqa: SIM118 - a sqlite3.Row holds values
        return None
    value = row[column]
    value = value.get("value") if isinstance(value, dict) else value
    if isinstance(value, int):
        return str(value)
    return value if isinstance(value, str) and value else None


FILTERS = {"seite": seite, "amtlich": amtlich}

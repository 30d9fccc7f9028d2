"""Cells of Datasette's tables that lead to our pages."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

_LINK = Markup('<a href="{}">{}</a>')
_VORLAGE_SEITE = re.compile(r"/vorlagen/[\w-]+", re.ASCII)


def link(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """A link to a Vorlage's page, from its Betreff or a query's column `vorlage_seite`; None for all other cells."""
    if not isinstance(value, str) or not value.strip():
        return None
    if column == "vorlage_seite" and _VORLAGE_SEITE.fullmatch(value):
        return _LINK.format(value, "Seite der Vorlage")
    if table == "vorlagen" and column == "betreff" and "id" in row.keys():  # noqa: SIM118 - a sqlite3.Row holds values
        return _LINK.format(f"/vorlagen/{row['id']}", value)
    return None

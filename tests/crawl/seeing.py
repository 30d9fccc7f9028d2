"""Looking at what a visit left behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ratsarchiv.store.bestand import Bestand

if TYPE_CHECKING:
    from pathlib import Path


def rows(data: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as connection:
        return connection.execute(sql, values).fetchall()


def numbers(data: Path, sql: str, *values: object) -> set[int]:
    """The last figure of each id."""
    return {int(row[0].rsplit("-", 1)[1]) for row in rows(data, sql, *values)}


def bestand(data: Path) -> dict[str, int]:
    """How many objects of each kind there are."""
    return Bestand(data / "ratsarchiv.db").counts("musterstadt")


OBJECTS = (
    "vorlagen", "abschnitte", "beratungen", "sitzungen", "tagesordnungspunkte", "auszuege", "gremien", "personen",
    "mitgliedschaften", "dokumente", "verweise", "dateien", "hinweise",
)  # fmt: skip
NOT_CONTENT = {"abruf", "zuerst_gesehen", "zuletzt_gesehen", "letzte_beratung", "naechste_beratung", "ergebnis"}
"""What differs between two visits that saw the same, on two sides of a midnight too."""


def content(data: Path, url: str) -> dict[str, list[tuple[Any, ...]]]:
    """What is said of every object, the council's address left out."""
    found = {}
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as connection:
        for table in OBJECTS:
            names = [row[1] for row in connection.execute(f"pragma table_info({table})") if row[1] not in NOT_CONTENT]
            if table == "hinweise":
                names = [name for name in names if name not in {"id", "datum"}]
            columns = ", ".join(f"replace({name}, ?, '')" if name == "url" else name for name in names)
            values = (url,) if "url" in names else ()
            found[table] = sorted(connection.execute(f"select {columns} from {table}", values).fetchall(), key=repr)
    return found

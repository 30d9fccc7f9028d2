"""What SQL on the public database may not do. That it cannot write is the opening mode's work (`site.py`)."""

from __future__ import annotations

import sqlite3
from typing import Any

LONGEST_VALUE = 20_000_000
"""Bytes. SQLite's own limit is a gigabyte, which one `zeroblob()` fills without ever meeting the time limit."""


def limit(connection: Any) -> None:
    """No giant values, and no look at the file's path."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, *_: str | None) -> int:
    """Ignore `PRAGMA database_list`. Datasette asks it too, for attached databases, and takes none for an answer."""
    if action == sqlite3.SQLITE_PRAGMA and first is not None and first.lower() == "database_list":
        return sqlite3.SQLITE_IGNORE
    return sqlite3.SQLITE_OK

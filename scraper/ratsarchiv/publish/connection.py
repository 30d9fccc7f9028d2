"""What SQL on the public database may not do. That it cannot write is the opening mode's work (`site.py`)."""

from __future__ import annotations

import sqlite3
import sys
from typing import Any
from weakref import WeakKeyDictionary

from ratsarchiv.publish.errors import TooLarge

LONGEST_VALUE = 2_000_000
"""Bytes. SQLite's own limit is a gigabyte, which one `zeroblob()` fills without ever meeting the time limit."""

MOST_COLUMNS = 64
"""A row is only counted when it is there, with all its values."""

LARGEST_RESULT = 32_000_000
"""Bytes in memory."""


def limit(connection: Any) -> None:
    """No giant values, rows and results, and no look at the file's path or the store's own tables."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, MOST_COLUMNS)
    connection.set_authorizer(_authorize)
    connection.row_factory = _Weighed()


class _Weighed:
    """Makes rows, until those of one cursor weigh more than a result may."""

    def __init__(self) -> None:
        self._bytes: WeakKeyDictionary[sqlite3.Cursor, int] = WeakKeyDictionary()

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        self._bytes[cursor] = self._bytes.get(cursor, 0) + sum(map(sys.getsizeof, values))
        if self._bytes[cursor] > LARGEST_RESULT:
            raise TooLarge
        return sqlite3.Row(cursor, values)


_ENDLESS = {"printf", "format"}
"""Functions that count to the width they are told, and meet no time limit meanwhile."""


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Ignore `PRAGMA database_list`. Datasette asks it too, for attached databases, and takes none for an answer."""
    name = (first or "").lower()
    if action == sqlite3.SQLITE_PRAGMA and name == "database_list":
        return sqlite3.SQLITE_IGNORE
    if action == sqlite3.SQLITE_READ and name.startswith(("_", "sqlite_dbpage")):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _ENDLESS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK

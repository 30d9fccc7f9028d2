"""All rows of a database in an order of their own, so that two databases can be compared."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOT_CONTENT = "_sqlite_migrations"
"""When the tables were made: no two databases agree about that."""


def dump(path: Path) -> Iterator[tuple[Any, ...]]:
    """(table, *columns) of every row, by table and then by the rows' values; the store's own tables are among them.

    Of the search index that which it finds: its numbers tell only when a text was put in. Without the
    numbers that are counted from the rest.
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        for (name,) in connection.execute(TABLES, (NOT_CONTENT,)).fetchall():
            width = len(connection.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchall())
            order = ", ".join(str(column) for column in range(1, width + 1))
            for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):  # noqa: S608
                yield (name, *row)
        for name, sql in FOUND.items():
            for row in connection.execute(sql):
                yield (name, *row)


TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name != ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND name NOT LIKE 'such%' AND name != 'kennzahlen' ORDER BY name"
)
FOUND = {
    "suche": (
        "SELECT s.tabelle, s.objekt, z.tabelle, z.objekt, z.datum, f.kommune, f.art, f.jahr, f.federfuehrend, f.gremien"
        " FROM suche s JOIN suchziele z ON z.id = s.ziel JOIN suchfacetten f ON f.id = z.facette ORDER BY 1, 2"
    ),
    "suchworte": "SELECT term, doc, cnt FROM suchworte ORDER BY 1",
    "suchbegriffe": "SELECT wort FROM suchbegriffe ORDER BY 1",
}

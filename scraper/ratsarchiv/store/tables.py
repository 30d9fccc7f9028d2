"""Reading and writing the objects' rows: one statement per table and page, its text made once."""

from __future__ import annotations

import json
from datetime import date
from graphlib import TopologicalSorter
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from ratsarchiv.model import RECORD_TYPES, Record, columns
from ratsarchiv.store.merge import Reading, Row, Value

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

COMMON = ("id", "kommune", "zuerst_gesehen", "zuletzt_gesehen", "verschwunden_seit", "abruf")
DERIVED = {("beratungen", "gremium"), ("personen", "fraktion"), ("tagesordnungspunkte", "nachtrag")}
"""What pages may say but `derive` knows better: its changes are no news."""
REQUIRED = frozenset({"text", "html"})
"""Columns that say nothing by an empty text."""
DELIVERED = {"dokumente": ("datei",)}
"""What no page says, but the answer behind a link."""


class Table:
    """One table of objects."""

    def __init__(self, record: type[Record], references: dict[str, str]) -> None:
        said = [(name, anderswo) for name, anderswo in columns(record) if name not in COMMON]
        delivered = DELIVERED.get(record.tabelle, ())
        self.name = record.tabelle
        self.said = tuple(name for name, _ in said)
        self.felder = (*self.said, *delivered)
        self.anderswo = frozenset(name for name, anderswo in said if anderswo) | frozenset(delivered)
        self.references = {column: other for column, other in references.items() if column in self.said}
        self.silent = frozenset(column for table, column in DERIVED if table == self.name)
        self.required = frozenset(self.said) & REQUIRED
        self._said_by = attrgetter(*self.said)
        self._statements()

    def _statements(self) -> None:
        # every name in these texts is a column of ours; values are bound
        names = [f'"{name}"' for name in (*COMMON, *self.felder)]
        self._read = (
            f"SELECT {', '.join(f't.{name}' for name in names)}, a.zeitpunkt, n.felder, a.system FROM {self.name} t"  # noqa: S608
            f" LEFT JOIN abrufe a ON a.id = t.abruf"
            f" LEFT JOIN _nennungen n ON n.tabelle = '{self.name}' AND n.objekt = t.id"
            f" WHERE t.id IN (SELECT value FROM json_each(?))"
        )
        self.upsert = (
            f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
            f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names[2:])}"
        )
        self._see = (
            f"UPDATE {self.name} SET zuerst_gesehen = min(zuerst_gesehen, ?1),"  # noqa: S608
            f" zuletzt_gesehen = max(zuletzt_gesehen, ?1), abruf = ifnull(?2, abruf)"
            f" WHERE id IN (SELECT value FROM json_each(?3))"
        )
        ended = " AND t.bis IS NULL" if "bis" in self.felder else ""
        self._vanished = {
            column: f"SELECT t.id, t.verschwunden_seit FROM {self.name} t JOIN abrufe a ON a.id = t.abruf"  # noqa: S608
            f" WHERE t.{column} = ?1 AND a.zeitpunkt < ?2"
            f" AND (t.verschwunden_seit IS NULL OR t.verschwunden_seit > ?2){ended}"
            for column in self.references
        }
        self._see_again = (
            f"UPDATE {self.name} SET abruf = ?1, zuletzt_gesehen = max(zuletzt_gesehen, ?2)"  # noqa: S608
            f" WHERE abruf = ?3 AND verschwunden_seit IS NULL"
        )
        self._vanish = f"UPDATE {self.name} SET verschwunden_seit = ? WHERE id = ?"  # noqa: S608

    def values(self, record: Record) -> dict[str, Value]:
        """What the record says, as the columns keep it."""
        said = (value if type(value) in AS_IS else _plain(value) for value in self._said_by(record))
        return dict(zip(self.said, said, strict=True))

    def read(self, connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, Row]:
        """The stored rows among `ids`."""
        return {stored[0]: self._row(stored) for stored in connection.execute(self._read, (json.dumps(list(ids)),))}

    def _row(self, stored: tuple[Any, ...]) -> Row:
        id_, kommune, zuerst, zuletzt, verschwunden, abruf, *felder, eigen, nennungen, system = stored
        said = dict(zip(self.felder, felder, strict=True))
        times = json.loads(nennungen) if nennungen else {}
        return Row(id_, kommune, zuerst, zuletzt, verschwunden, abruf, eigen, said, times, stored, system)

    def new(self, id_: str, kommune: str, seen: str) -> Row:
        """A row about which nothing is said yet."""
        return Row(id_, kommune, seen, seen, None, None, None, dict.fromkeys(self.felder), {})

    def write(self, connection: sqlite3.Connection, rows: Iterable[Row], reading: Reading) -> None:
        """Write the rows that are new or changed; of all others only that they were seen."""
        written, read, named, times = [], [], [], []
        for row in rows:
            now = (row.id, row.kommune, row.zuerst, row.zuletzt, row.verschwunden, row.abruf, *row.felder.values())
            old = row.stored
            if old is None or now[6:] != old[6:-3] or row.verschwunden != old[4]:
                written.append(now)
            elif row.abruf != old[5]:
                read.append(row.id)
            elif now[2:4] != old[2:4]:
                named.append(row.id)
            nennungen = json.dumps(row.nennungen, sort_keys=True) if row.nennungen else "{}"
            if nennungen != ((old and old[-2]) or "{}"):
                times.append((self.name, row.id, nennungen))
        for statement, values in ((self.upsert, written), (NENNUNGEN, times)):
            if values:
                connection.executemany(statement, values)
        for ids, abruf in ((read, reading.abruf), (named, None)):
            if ids:
                connection.execute(self._see, (reading.zeitpunkt, abruf, json.dumps(ids)))

    def vanished(self, connection: sqlite3.Connection, column: str, owner: str, seen: str) -> list[tuple[str, str]]:
        """The ids of `owner`'s rows that a complete list at `seen` lacks and that aren't marked so, with their mark."""
        return connection.execute(self._vanished[column], (owner, seen)).fetchall()

    def vanish(self, connection: sqlite3.Connection, id_: str, since: str | None) -> None:
        """Mark a row as not shown any more since then, or as shown again."""
        connection.execute(self._vanish, (since, id_))

    def see_again(self, connection: sqlite3.Connection, reading: Reading, before: int) -> int:
        """Count the rows that were read from the capture `before`, and are still shown, as read from this one."""
        return connection.execute(self._see_again, (reading.abruf, reading.zeitpunkt, before)).rowcount


NENNUNGEN = (
    "INSERT INTO _nennungen (tabelle, objekt, felder) VALUES (?, ?, ?)"
    " ON CONFLICT (tabelle, objekt) DO UPDATE SET felder = excluded.felder"
)
AS_IS = frozenset({str, int, type(None)})


def _plain(value: Any) -> Value:
    """Dates and times as ISO 8601 text, truth as 0 and 1."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def tables(connection: sqlite3.Connection) -> dict[str, Table]:
    """All tables of objects, what is referred to before what refers to it."""
    references = {
        record.tabelle: {
            column: other
            for _, _, other, column, *_ in connection.execute(f"PRAGMA foreign_key_list({record.tabelle})")
        }
        for record in RECORD_TYPES
    }
    order = TopologicalSorter({name: set(others.values()) for name, others in references.items()}).static_order()
    made = {record.tabelle: Table(record, references[record.tabelle]) for record in RECORD_TYPES}
    return {name: made[name] for name in order if name in made}

"""Which source said what of an object that several sources describe: OParl beside pages, an old system beside the new one.

Of such an object a source counts with what it says *anew*: a field that it says as it did before leaves alone what
another source has said since. So two that contradict each other don't change a row in turn with each visit; the later
news is right, and the row in `quellen` says who says otherwise. What is compared are digests: a value that is hidden one
day is kept here by nobody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from ratsarchiv.store.merge import Reading, Row, Said, Value
    from ratsarchiv.store.tables import Table


@dataclass(slots=True)
class Quellen:
    """The sources of one council, while one page of one of them is taken in."""

    connection: sqlite3.Connection
    reading: Reading
    kommune: str
    system: str | None
    """The product that the page was read as."""
    teilweise: bool = False
    """Whether None means that the page doesn't say."""
    _several: bool = False
    _told: dict[tuple[str, str], dict[str, dict[str, str]]] = field(default_factory=dict)
    """By object: by source, the digests of the fields that it says."""

    def __post_init__(self) -> None:
        if self.system:
            other = self.connection.execute(OTHER, (self.kommune, self.system)).fetchone()
            self._several = other is not None

    def counts(self, table: Table, row: Row, said: Said) -> Said:
        """What of it counts."""
        known = self._known(table, row) if self._several else {}
        if not known:
            return {name: value for name, value in said.items() if value is not None} if self.teilweise else said
        before = known.get(self.system or "", {})
        known[self.system or ""] = _digests(said)
        here = not self.teilweise  # a page is worth more than an interface's name for the same thing
        return {
            name: value
            for name, value in said.items()
            if (here if name in PLACE else self._is_new(name, value, before))
        }

    def is_news(self, table: Table, row: Row, feld: str) -> bool:
        """Whether a change is the council's, not only another source's way to put it."""
        return feld not in PLACE or (table.name, row.id) not in self._told

    def _known(self, table: Table, row: Row) -> dict[str, dict[str, str]]:
        """What each source has said; nothing of an object that only this one describes."""
        found = self.connection.execute(TOLD, (table.name, row.id)).fetchall()
        known = {system: json.loads(felder) for system, felder in found}
        if not known and row.eigen and row.system and row.system != self.system:
            known = {row.system: _digests(row.felder)}
            self._keep(table.name, row.id, row.system, known[row.system], row.abruf)
        if known:
            self._told[table.name, row.id] = known
        return known

    def _is_new(self, name: str, value: Value, before: Mapping[str, str]) -> bool:
        if value is None:
            return name in before and not self.teilweise
        return before.get(name) != _digest(value)

    def settle(self, table: Table, row: Row) -> None:
        """Keeps what was said, and in which fields a source says something else than the row does now."""
        known = self._told.pop((table.name, row.id), None)
        if known is None or self.system is None:
            return
        self._keep(table.name, row.id, self.system, known[self.system], self.reading.abruf)
        now = _digests(row.felder)
        for system, felder in known.items():
            other = sorted(name for name, digest in felder.items() if now.get(name) != digest)
            self.connection.execute(DIFFERS, (", ".join(other) or None, table.name, row.id, system))

    def with_changed_parts(self, teile: Mapping[tuple[str, str], str]) -> set[tuple[str, str]]:
        """The objects of whose parts this source says something else than before, by what it says now; kept."""
        changed = set()
        for (tabelle, objekt), digest in teile.items():
            where = (tabelle, objekt, self.system)
            was = self.connection.execute(PARTS, where).fetchone()
            if was is None or was[0] != digest:
                changed.add((tabelle, objekt))
                self.connection.execute(KEEP_PARTS, (*where, digest))
        return changed

    def at_home(self, tabelle: str, own: Mapping[str, Said]) -> None:
        """Keeps the official addresses of objects."""
        rows = [(self.kommune, said["url"], tabelle, id_, self.system) for id_, said in own.items() if said["url"]]
        self.connection.executemany(HOME, rows)

    def _keep(self, tabelle: str, objekt: str, system: str, felder: Mapping[str, str], abruf: int | None) -> None:
        self.connection.execute(KEEP, (tabelle, objekt, system, json.dumps(felder, sort_keys=True)))
        names = ", ".join(sorted(felder))
        self.connection.execute(SHOW, (self.kommune, tabelle, objekt, system, abruf, names))


def _digests(said: Said) -> dict[str, str]:
    return {name: _digest(value) for name, value in said.items() if value is not None and name not in PLACE}


def _digest(value: Value) -> str:
    return sha256(repr(value).encode()).hexdigest()[:12]


PLACE = frozenset({"url", "html"})
"""Where a page is and how it is written: of several sources each has its own."""
OTHER = "SELECT 1 FROM abrufe WHERE kommune = ?1 AND (system < ?2 OR system > ?2) LIMIT 1"
TOLD = "SELECT system, felder FROM _gesagt WHERE tabelle = ? AND objekt = ? AND felder <> '{}'"
KEEP = (
    "INSERT INTO _gesagt (tabelle, objekt, system, felder) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (tabelle, objekt, system) DO UPDATE SET felder = excluded.felder"
)
SHOW = (
    "INSERT INTO quellen (kommune, tabelle, objekt, system, abruf, felder) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (tabelle, objekt, system) DO UPDATE SET abruf = excluded.abruf, felder = excluded.felder"
)
DIFFERS = "UPDATE quellen SET abweichend = ? WHERE tabelle = ? AND objekt = ? AND system = ?"
HOME = "INSERT INTO adressen (kommune, url, tabelle, objekt, system) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
PARTS = "SELECT teile FROM _gesagt WHERE tabelle = ? AND objekt = ? AND system = ?"
KEEP_PARTS = (
    "INSERT INTO _gesagt (tabelle, objekt, system, felder, teile) VALUES (?, ?, ?, '{}', ?)"
    " ON CONFLICT (tabelle, objekt, system) DO UPDATE SET teile = excluded.teile"
)

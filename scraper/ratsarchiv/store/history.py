"""What changed, and when it was first seen so (`aenderungen`): also where a capture comes in late.

An own page that comes in between two others splits what changed between them. It is found out field by field:

- What is believed of the time before it is what the first change after it replaced, else what the row says today.
- If its page was read before it, showing the row, what it says otherwise changed with it.
- What the next own page says otherwise changed with that one.

So any order of the captures of a page ends in the same history of what its own objects say (fields that other pages
print have none of the past), but for objects that are missing from a capture between two that show them: when they
were missing is known only as far as the list had its chance to say so, and what changed meanwhile may then be dated at
a capture that lacks them. The same goes for objects that are own on several pages; no state between is ever made up.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from ratsarchiv.store.merge import Change, Value
from ratsarchiv.store.strikes import OWN_PAGE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence, Set

    from ratsarchiv.store.merge import Reading, Row, Said
    from ratsarchiv.store.tables import Table
    from ratsarchiv.store.veil import Curtain


class Sight(NamedTuple):
    """One time at which a row's own page was read."""

    zeitpunkt: str
    abruf: int


class Late(NamedTuple):
    """What an own page says of a row that a newer one has shown already."""

    row: Row
    said: Said
    """Without what is hidden."""
    zuerst: str
    """When the row was first seen, but for this capture."""


class Entry(NamedTuple):
    """A row of history."""

    id: int
    objekt: str
    feld: str
    alt: str | None
    neu: str | None
    zeitpunkt: str
    abruf: int


class History:
    """Writes the history that one capture brings about, as far as it may be shown."""

    def __init__(self, connection: sqlite3.Connection, reading: Reading, curtain: Curtain) -> None:
        self._connection = connection
        self._reading = reading
        self._curtain = curtain
        self._now = Sight(reading.zeitpunkt, reading.abruf)

    def log(self, table: Table, id_: str, news: Iterable[Change]) -> bool:
        """Whether there is anything new, which then is in the history."""
        found = [self._entry(table, id_, each, self._now) for each in news if each.feld not in table.silent]
        self._connection.executemany(INSERT, found)
        return bool(found)

    def join(self, table: Table, late: Sequence[Late]) -> None:
        """Bring in what late rows said, between what was said before and what was said next."""
        captures = [Sight(*found) for found in self._connection.execute(NEXT, (self._now.abruf, self._now.zeitpunkt))]
        after = self._after(table, {row.id for row, *_ in late})
        for each in late:
            entries = after.get(each.row.id, [])
            sight = self._next(table, each, captures, entries)
            for feld, value in each.said.items():
                if feld not in table.anderswo | table.silent:
                    self._split(table, each, Change(feld, each.row.felder[feld], value), sight, entries)

    def _after(self, table: Table, ids: Set[str]) -> dict[str, list[Entry]]:
        """The later changes of these rows, the earliest first."""
        found: dict[str, list[Entry]] = {}
        where = (table.name, json.dumps(sorted(ids)), self._now.zeitpunkt)
        for each in map(Entry._make, self._connection.execute(AFTER, where)):
            found.setdefault(each.objekt, []).append(each)
        return found

    def _next(self, table: Table, late: Late, captures: Sequence[Sight], entries: Sequence[Entry]) -> Sight:
        """The next time that the row was shown."""
        newest = Sight(late.row.eigen or "", late.row.abruf or 0)
        since = "" if table.name in OWN_PAGE else late.zuerst
        sight = min(newest, next((each for each in captures if each.zeitpunkt >= since), newest))
        for each in entries:
            back = each.feld == GONE and each.neu is None and each.alt is not None
            if back and str(each.alt) <= sight.zeitpunkt < each.zeitpunkt:
                return Sight(each.zeitpunkt, each.abruf)
        return sight

    def _split(self, table: Table, late: Late, read: Change, sight: Sight, entries: Sequence[Entry]) -> None:
        """Say of one field what changed with this capture and what with the next. `read`: as it is, as it was read."""
        later = next((each for each in entries if each.feld == read.feld), None)
        if later and later.alt is later.neu is None:
            return
        then = later if later and later.zeitpunkt <= sight.zeitpunkt else None
        said, today = _text(read.neu), _text(read.alt)
        next_said = then.neu if then else later.alt if later else today
        before = then.alt if then else next_said
        if then:
            self._connection.execute(DELETE, (then.id,))
            sight = Sight(then.zeitpunkt, then.abruf)
        elif not self._shown_before(table, late):
            before = said
        steps = ((Change(read.feld, before, said), self._now), (Change(read.feld, said, next_said), sight))
        found = [self._entry(table, late.row.id, change, when) for change, when in steps if change.alt != change.neu]
        self._connection.executemany(INSERT, found)

    def _shown_before(self, table: Table, late: Late) -> bool:
        davor = self._reading.davor
        return davor is not None and (table.name in OWN_PAGE or late.zuerst <= davor)

    def _entry(self, table: Table, id_: str, change: Change, when: Sight) -> tuple[Value, ...]:
        feld, alt, neu = change
        return self._curtain.shown((table.name, id_, feld, _text(alt), _text(neu), *when))


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


GONE = "verschwunden_seit"
INSERT = "INSERT INTO aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf) VALUES (?, ?, ?, ?, ?, ?, ?)"
DELETE = "DELETE FROM aenderungen WHERE id = ?"
AFTER = (
    "SELECT id, objekt, feld, alt, neu, zeitpunkt, abruf FROM aenderungen"
    " WHERE objekt IN (SELECT value FROM json_each(?2)) AND +tabelle = ?1 AND +zeitpunkt > ?3 ORDER BY zeitpunkt, id"
)
NEXT = (
    "SELECT n.zeitpunkt, n.id FROM abrufe x JOIN abrufe n ON n.url = x.url"
    " WHERE x.id = ? AND n.zeitpunkt > ? AND n.ergebnis = 'geparst' ORDER BY n.zeitpunkt"
)

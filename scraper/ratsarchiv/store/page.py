"""One page's way into the tables, inside its caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv.store.merge import Change, Reading, Row, Said, Value, in_passing, own_page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Set

    from ratsarchiv.model import Liste, Parsed, Record
    from ratsarchiv.store.tables import Table


@dataclass(slots=True)
class Counts:
    """What became of a page's records."""

    neu: int = 0
    """Read for the first time."""
    geaendert: int = 0
    """With a field that now says something else; vanished ones are among them."""
    unveraendert: int = 0


class Statements:
    """What one page says: of its own objects, and in passing of others."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self.own: dict[str, dict[str, Said]] = {name: {} for name in tables}
        self.named: dict[str, dict[str, dict[str, Value]]] = {name: {} for name in tables}
        self.listen: tuple[Liste, ...] = ()

    def add_page(self, parsed: Parsed) -> None:
        """All that the page says."""
        for record in parsed.records:
            self.own[record.tabelle][record.id] = self._values(record)
        for link in parsed.links:
            if link.platzhalter:
                self.name(link.platzhalter.tabelle, link.platzhalter.id, self._values(link.platzhalter))
        self.listen = parsed.vollstaendig

    def name(self, tabelle: str, id_: str, said: Said) -> None:
        """One object that is named in passing; where a page says a field twice, the first is right."""
        known = self.named[tabelle].setdefault(id_, {})
        known.update({name: value for name, value in said.items() if value is not None and name not in known})

    def _values(self, record: Record) -> Said:
        """What the record says; whatever it refers to is thereby named."""
        table = self._tables[record.tabelle]
        values = table.values(record)
        for column, other in table.references.items():
            if values[column] is not None:
                self.named[other].setdefault(str(values[column]), {})
        return values


class PageSaver:
    """Brings one page's statements into the tables, and what changed by them into the history."""

    def __init__(self, connection: sqlite3.Connection, tables: Mapping[str, Table], kommune: str, reading: Reading):
        self._connection = connection
        self._tables = tables
        self._kommune = kommune
        self._reading = reading
        self.counts = Counts()

    def save(self, statements: Statements) -> Counts:
        """Write what is new; what became of the page's own records."""
        for name, table in self._tables.items():
            own, named = statements.own[name], statements.named[name]
            if own or named:
                listed = {(liste.spalte, liste.id) for liste in statements.listen if liste.tabelle == name}
                self._save_rows(table, own, named, listed)
        for liste in statements.listen:
            self._save_vanished(liste)
        return self.counts

    def _save_rows(
        self, table: Table, own: Mapping[str, Said], named: Mapping[str, Said], listed: Set[tuple[str, Value]]
    ) -> None:
        ids = dict.fromkeys((*own, *named))
        stored = table.read(self._connection, ids)
        rows = {id_: stored.get(id_) or table.new(id_, self._kommune, self._reading.zeitpunkt) for id_ in ids}
        first = {id_ for id_ in own if rows[id_].eigen is None}
        news = {id_: self._own_page(table, rows[id_], said, listed) for id_, said in own.items()}
        for id_, said in named.items():
            news.setdefault(id_, []).extend(in_passing(rows[id_], said, table.anderswo, self._reading))
        table.write(self._connection, rows.values(), self._reading)
        changed = {id_ for id_, each in news.items() if each and self._log(table, id_, each)}
        self.counts.neu += len(first)
        self.counts.geaendert += len(changed)
        self.counts.unveraendert += len(own.keys() - first - changed)

    def _own_page(self, table: Table, row: Row, said: Said, listed: Set[tuple[str, Value]]) -> list[Change]:
        """The news about a row on its own page; that it has vanished or is back is among them."""
        first = row.eigen is None
        news = own_page(row, said, table.anderswo, self._reading)
        if row.abruf != self._reading.abruf:
            return news
        gone = self._reading.danach
        if gone and (row.felder.get("bis") is not None or listed.isdisjoint(said.items())):
            gone = None
        if gone != row.verschwunden and not first:
            news.append(Change("verschwunden_seit", row.verschwunden, gone))
        row.verschwunden = gone
        return news

    def _save_vanished(self, liste: Liste) -> None:
        """Rows of the list that only older captures show. Whoever's time is over is missing for another reason."""
        table, seen = self._tables[liste.tabelle], self._reading.zeitpunkt
        for id_, since in table.vanished(self._connection, liste.spalte, liste.id, seen):
            self._log(table, id_, [Change("verschwunden_seit", since, seen)])
            self.counts.geaendert += 1

    def _log(self, table: Table, id_: str, news: Iterable[Change]) -> bool:
        """Whether there is anything new, which then is in the history."""
        found = [
            (table.name, id_, feld, _text(alt), _text(neu), self._reading.zeitpunkt, self._reading.abruf)
            for feld, alt, neu in news
            if feld not in table.silent
        ]
        self._connection.executemany(HISTORY, found)
        return bool(found)


HISTORY = "INSERT INTO aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf) VALUES (?, ?, ?, ?, ?, ?, ?)"


def _text(value: Value) -> str | None:
    return None if value is None else str(value)

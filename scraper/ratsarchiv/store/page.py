"""One page's way into the tables, inside its caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ratsarchiv.store import strikes, veil
from ratsarchiv.store.history import GONE, History, Late
from ratsarchiv.store.merge import Change, Reading, Row, Said, Value, in_passing, own_page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Set

    from ratsarchiv.model import Absage, Liste
    from ratsarchiv.store.quellen import Quellen
    from ratsarchiv.store.statements import Statements
    from ratsarchiv.store.tables import Table


@dataclass(slots=True)
class Counts:
    """What became of a page's records."""

    neu: int = 0
    """Read for the first time."""
    geaendert: int = 0
    """With a field that now says something else; vanished ones are among them."""
    unveraendert: int = 0
    objekte: set[tuple[str, str]] = field(default_factory=set, compare=False)
    """(table, id) of the new and the changed ones."""


class PageSaver:
    """Brings one page's statements into the tables, and what changed by them into the history."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        tables: Mapping[str, Table],
        reading: Reading,
        curtain: veil.Curtain,
        quellen: Quellen,
    ) -> None:
        self._connection = connection
        self._tables = tables
        self._reading = reading
        self._curtain = curtain
        self._quellen = quellen
        self._veil = veil.Veil()
        self._strikes: Mapping[str, list[str]] = {}
        self._history = History(connection, reading, curtain)
        self._late: list[Late] = []
        self._gone: set[str] = set()
        """Tagesordnungspunkte that this page doesn't list any more."""
        self.counts = Counts()

    def save(self, statements: Statements) -> Counts:
        """Write what is new; what became of the page's own records."""
        self._veil = veil.drop(self._connection, self._curtain, statements, self._reading.zeitpunkt)
        known = veil.known_items(self._connection, statements.own["tagesordnungspunkte"])
        for name, table in self._tables.items():
            own, named = statements.own[name], statements.named[name]
            if own or named:
                listed = {(liste.spalte, liste.id) for liste in statements.listen if liste.tabelle == name}
                self._strikes = self._still_refused(name, own)
                self._save_rows(table, own, named, listed)
        for dokument in statements.geliefert:
            self._save_delivered(dokument)
        for liste in statements.listen if not self._reading.gleich else ():
            self._save_vanished(liste)
        items = statements.own["tagesordnungspunkte"]
        self._save_agendas(items)
        self._close_renumbered(items, known)
        return self.counts

    def refuse(self, absage: Absage, status: int) -> Counts:
        """Keep that the source doesn't show an object; it is gone when that was said twice."""
        # what a Tagesordnungspunkt's own page shows is its Auszug
        name = "auszuege" if absage.tabelle == "tagesordnungspunkte" else absage.tabelle
        if name in strikes.REFUSABLE:
            table = self._tables[name]
            refusal = strikes.take(self._connection, absage, table, self._reading, self._curtain, status)
            row = refusal.row
            if row and refusal.gone and (row.verschwunden is None or refusal.gone < row.verschwunden):
                self._set_gone(table, row.id, row.verschwunden, refusal.gone)
        return self.counts

    def _still_refused(self, name: str, own: Mapping[str, Said]) -> Mapping[str, list[str]]:
        """When the page's own objects were refused; a page clears what lies before it."""
        if not own or name not in strikes.REFUSABLE:
            return {}
        found = strikes.since(self._connection, name, own)
        if not found or name not in strikes.OWN_PAGE:
            return found
        now = self._reading.zeitpunkt
        strikes.clear(self._connection, name, found, now)
        return {id_: [time for time in times if time > now] for id_, times in found.items()}

    def _save_rows(
        self, table: Table, own: Mapping[str, Said], named: Mapping[str, Said], listed: Set[tuple[str, Value]]
    ) -> None:
        ids = dict.fromkeys((*own, *named))
        stored = table.read(self._connection, ids)
        rows = {id_: stored.get(id_) or table.new(id_, self._curtain.kommune, self._reading.zeitpunkt) for id_ in ids}
        first = {id_ for id_ in own if rows[id_].eigen is None}
        news = {id_: self._own_page(table, rows[id_], said, listed) for id_, said in own.items()}
        for id_, said in named.items():
            news.setdefault(id_, []).extend(self._in_passing(table, rows[id_], said))
        table.write(self._connection, rows.values(), self._reading)
        for id_ in own:
            self._quellen.settle(table, rows[id_])
        if table.name in strikes.OWN_PAGE:
            self._quellen.at_home(table.name, own)
        if self._late:
            self._history.join(table, self._late)
            self._late = []
        changed = {id_ for id_, each in news.items() if each and self._history.log(table, id_, each)}
        self.counts.neu += len(first)
        self.counts.geaendert += len(changed)
        self.counts.unveraendert += len(own.keys() - first - changed)
        self.counts.objekte |= {(table.name, id_) for id_ in first | changed}

    def _own_page(self, table: Table, row: Row, said: Said, listed: Set[tuple[str, Value]]) -> list[Change]:
        """The news about a row on its own page; that it has vanished or is back is among them."""
        first, zuerst = row.eigen is None, row.zuerst
        back: set[str] = set()
        if self._veil:
            back = self._veil.shows(table.name, row, said)
            said = self._covered(table, row, said)
        said = self._quellen.counts(table, row, said)
        news = [
            each
            for each in own_page(row, said, table.anderswo, self._reading)
            if self._quellen.is_news(table, row, each.feld)
        ]
        if row.abruf != self._reading.abruf:
            hidden = self._veil.hides(table.name, row.id, said)
            self._late.append(Late(row, {feld: said[feld] for feld in said if feld not in hidden}, zuerst))
            return news
        gone = self._reading.danach
        if gone and (row.felder.get("bis") is not None or listed.isdisjoint(said.items())):
            gone = None
        gone = gone or strikes.gone(self._strikes.get(row.id, ()))
        # what comes back with this page was hidden, it didn't change
        news = [each for each in news if each.alt or each.feld not in back] if back else news
        if gone != row.verschwunden and not first:
            news.append(Change(GONE, row.verschwunden, gone))
        row.verschwunden = gone
        return news

    def _covered(self, table: Table, row: Row, said: Said) -> Said:
        """What may be shown of it; the rest is handed over, and the page has to be read again when it may be."""
        hidden = self._veil.hides(table.name, row.id, said)
        if not hidden:
            return said
        if row.eigen is None or row.eigen <= self._reading.zeitpunkt:
            for feld, grund in hidden.items():
                self._curtain.remember(table.name, row.id, feld, said.get(feld), grund)
        self._connection.execute(veil.READ_AGAIN, (self._reading.abruf,))
        return {**said, **{feld: "" if feld in table.required else None for feld in hidden if feld in said}}

    def _in_passing(self, table: Table, row: Row, said: Said) -> list[Change]:
        """The news about a row that the page only names."""
        if self._veil and said:
            hidden = self._veil.hides(table.name, row.id, {**row.felder, **said})
            said = {feld: value for feld, value in said.items() if feld not in hidden}
        return in_passing(row, said, table.anderswo, self._reading, fills=self._quellen.teilweise)

    def _save_delivered(self, dokument: str) -> None:
        """A Dokument whose file was delivered is back, if it was its file that was missing."""
        before = strikes.since(self._connection, "dokumente", [dokument]).get(dokument, [])
        if not before:
            return
        now = self._reading.zeitpunkt
        strikes.clear(self._connection, "dokumente", [dokument], now)
        table = self._tables["dokumente"]
        row = table.read(self._connection, [dokument])[dokument]
        was, still = strikes.gone(before), strikes.gone([time for time in before if time > now])
        if was and row.verschwunden == was != still:
            self._set_gone(table, dokument, was, still)

    def _save_vanished(self, liste: Liste) -> None:
        """Rows of the list that only older captures show. Whoever's time is over is missing for another reason."""
        table, seen = self._tables[liste.tabelle], self._reading.zeitpunkt
        for id_, since in table.vanished(self._connection, liste.spalte, liste.id, seen):
            self._set_gone(table, id_, since, seen)
            if liste.tabelle == "tagesordnungspunkte":
                self._gone.add(id_)

    def _close_renumbered(self, items: Mapping[str, Said], known: Set[str]) -> None:
        """Where items have no ids but their numbers, and one is non-public now: it may be any that has gone or changed."""
        if not any(
            said["oeffentlich"] == 0 and _is_numbered(id_, said) for id_, said in items.items() if id_ not in known
        ):
            return
        changed = {id_ for tabelle, id_ in self.counts.objekte if tabelle == "tagesordnungspunkte"} & known
        for id_ in sorted(self._gone):
            self._curtain.close(
                ("tagesordnungspunkte", id_), "nichtoeffentlich", veil.NON_PUBLIC_ITEM, self._reading.zeitpunkt
            )
        for id_ in sorted(changed - self._gone):
            self._curtain.forget_history("tagesordnungspunkte", id_)

    def _set_gone(self, table: Table, id_: str, before: str | None, since: str | None) -> None:
        table.vanish(self._connection, id_, since)
        self._history.log(table, id_, [Change(GONE, before, since)])
        self.counts.geaendert += 1
        self.counts.objekte.add((table.name, id_))

    def _save_agendas(self, items: Mapping[str, Said]) -> None:
        """When an agenda was there: whatever joins it later is a Nachtrag, unless the page says that itself."""
        if items:
            meetings = {said["sitzung"] for said in items.values()} - {None}
            now = self._reading.zeitpunkt
            self._connection.executemany(AGENDA, [(sitzung, now) for sitzung in meetings])
            printed = [(id_, self._reading.abruf) for id_, said in items.items() if said["nachtrag"]]
            self._connection.executemany(PRINTED, printed)


def _is_numbered(id_: str, said: Said) -> bool:
    """Whether an item's id is made of its Sitzung's id and its number: the system shows no other."""
    return id_.startswith(f"{said['sitzung']}-")


AGENDA = (
    "INSERT INTO _tagesordnungen (sitzung, zuerst) VALUES (?, ?)"
    " ON CONFLICT (sitzung) DO UPDATE SET zuerst = min(zuerst, excluded.zuerst)"
)
PRINTED = (
    "DELETE FROM _nachtraege WHERE tagesordnungspunkt = (SELECT id FROM tagesordnungspunkte WHERE id = ? AND abruf = ?)"
)

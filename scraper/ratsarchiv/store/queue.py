"""What is still to be asked of a council, and when each known address is due again: kept in `intern.db`.

Every change that one answer brings is one transaction, together with the position in the archive up to which answers
have been taken in: a visit that is killed at any moment goes on where it was.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from ratsarchiv.model import Capture
from ratsarchiv.store.database import transaction
from ratsarchiv.store.intern import connect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from ratsarchiv.model import Notiz

AT_ONCE, DOCUMENT, LIST, PAGE = range(4)
"""What comes first: what only the present session can have, documents, a list's next page, all other pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that a page has named."""

    schluessel: str
    """What tells it from others: the Dokument's id, or the page's address in the form that we compare."""
    url: str
    seitenart: str | None = None
    dokument: str | None = None
    traeger: str | None = None
    """The key of the page without whose present session the address is worth nothing."""
    tag: str | None = None
    """The day of the Sitzung or Vorlage, the month of a calendar, as far as it is known: ISO 8601."""
    vorrang: int = PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Address):
    """An address whose turn it is."""

    versuche: int
    spruenge: int
    """How many redirects have led from the address to `url`."""
    gezeigt: bool = False
    """Whether the source showed it when it was asked the last time."""


class State(NamedTuple):
    """What is known of an address."""

    gefragt: datetime | None
    """When it was answered last."""
    faellig: datetime | None
    offen: bool
    """Whether it is in the queue."""
    tag: str | None


class Document(NamedTuple):
    """A file that pages offer, as the queue knows it."""

    url: str
    weiter: str | None
    """Where its address has sent us, if the file is still to be had there."""
    dokument: str
    traeger: str | None
    offen: int
    """Whether it is in the queue."""


@dataclass(frozen=True, slots=True)
class Besuch:
    """A visit, begun now or earlier and not ended."""

    befehl: str
    beginn: datetime
    neu: bool
    """False where it goes on with an earlier one."""


class Queue:
    """The addresses of one council; only one process at a time works on them, which the archive's lock sees to."""

    def __init__(self, path: Path, kommune: str) -> None:
        self._db = connect(path)
        self.kommune = kommune
        self.offen = self._number("SELECT count(*) FROM adressen WHERE kommune = ? AND offen", kommune)
        self._reihe = self._number("SELECT max(reihe) FROM adressen WHERE kommune = ?", kommune)
        self._db.execute("INSERT INTO staende (kommune) VALUES (?) ON CONFLICT DO NOTHING", (kommune,))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def step(self, event: Capture | Notiz) -> Iterator[None]:
        """All that one event of the archive brings, in one transaction: done inside, it is never done again."""
        with transaction(self._db):
            yield
            is_answer = isinstance(event, Capture)
            self._db.execute(POSITION, (event.warc, event.offset, is_answer, self.kommune))

    @property
    def vergeben(self) -> int:
        """How many places in the queue were ever given away: no fewer than there are addresses."""
        return self._reihe

    @property
    def position(self) -> tuple[str, int] | None:
        """File and offset of the last event that was taken in."""
        warc, offset = self._db.execute(
            "SELECT warc, offset FROM staende WHERE kommune = ?", (self.kommune,)
        ).fetchone()
        return (warc, offset) if warc else None

    @property
    def cookies(self) -> str | None:
        """The session that the site knows us by, as the fetcher wrote it down."""
        return str(found) if (found := self._state("cookies")) else None

    @cookies.setter
    def cookies(self, cookies: str) -> None:
        self._db.execute("UPDATE staende SET cookies = ? WHERE kommune = ?", (cookies, self.kommune))

    @property
    def unterwegs(self) -> str | None:
        """The key of an address that moves the site's place in a list, if it was asked and not answered."""
        return str(found) if (found := self._state("unterwegs")) else None

    @unterwegs.setter
    def unterwegs(self, schluessel: str | None) -> None:
        self._db.execute("UPDATE staende SET unterwegs = ? WHERE kommune = ?", (schluessel, self.kommune))

    def visit(self, befehl: str, now: datetime) -> Besuch:
        """The visit that was not ended, whatever command began it; else a new one."""
        sql = "SELECT befehl, beginn FROM besuche WHERE kommune = ? AND ende IS NULL ORDER BY id DESC LIMIT 1"
        if found := self._db.execute(sql, (self.kommune,)).fetchone():
            return Besuch(found[0], datetime.fromisoformat(found[1]), neu=False)
        with transaction(self._db):
            sql = "INSERT INTO besuche (kommune, befehl, beginn) VALUES (?, ?, ?)"
            self._db.execute(sql, (self.kommune, befehl, _utc(now)))
            if befehl == "crawl":
                self._open("traeger IS NULL AND (gefragt IS NOT NULL OR faellig IS NOT NULL)", None)
            else:
                self._open("traeger IS NULL AND faellig <= ?2", _utc(now))
                self._open(CARRIERS, _utc(now))
        return Besuch(befehl, now.astimezone(UTC), neu=True)

    def end_visit(self, now: datetime) -> None:
        """Nothing is left to ask in this visit."""
        self._db.execute("UPDATE besuche SET ende = ? WHERE kommune = ? AND ende IS NULL", (_utc(now), self.kommune))

    def next(self, now: datetime) -> Task | None:
        """The address whose turn it is; None where there is none, or all that are left have to wait."""
        row = self._db.execute(NEXT, (self.kommune, _utc(now))).fetchone()
        return _task(row) if row else None

    def find(self, url: str) -> Task | None:
        """The open address that an answer from `url` belongs to."""
        row = self._db.execute(FIND, (self.kommune, url)).fetchone()
        return _task(row) if row else None

    def answered(self, task: Task, when: datetime, faellig: datetime | None, tag: str | None = None) -> None:
        """Takes an address off the queue; `faellig` is when it is due again, `tag` the day that its page tells."""
        what = "gefragt = ?3, faellig = ?4, tag = coalesce(?5, tag), versuche = 0, abgesagt = 0"
        self._done(task, what, _utc(when), _utc(faellig) if faellig else None, tag)

    def refused(self, task: Task, when: datetime, faellig: datetime) -> None:
        """Takes an address off the queue whose object the source does not show."""
        self._done(task, "gefragt = ?3, faellig = ?4, versuche = 0, abgesagt = 1", _utc(when), _utc(faellig))

    def given_up(self, task: Task, faellig: datetime | None) -> None:
        """Takes an address off the queue that gave no answer."""
        self._done(task, "faellig = ?3, versuche = 0", _utc(faellig) if faellig else None)

    def lost(self, task: Task, when: datetime, *, again: bool) -> None:
        """Takes an attachment off the queue whose session is over; `again`: its page is asked for a new address."""
        self._done(task, "faellig = ?3, versuche = versuche + 1", _utc(when))
        if again and task.traeger:
            self.reopen(task.traeger)

    def known(self, address: Address, when: datetime, faellig: datetime | None) -> None:
        """Notes an answer that no address in the queue had asked for."""
        self.put(address, offen=False)
        sql = "UPDATE adressen SET gefragt = ?3, faellig = ?4 WHERE kommune = ?1 AND schluessel = ?2 AND NOT offen"
        values = (self.kommune, address.schluessel, _utc(when), _utc(faellig) if faellig else None)
        self._db.execute(sql, values)

    def postponed(self, task: Task, until: datetime) -> None:
        """Leaves an address in the queue, to be asked again later, from its beginning."""
        sql = (
            "UPDATE adressen SET weiter = NULL, spruenge = 0, versuche = versuche + 1, warten = ?3, reihe = ?4"
            " WHERE kommune = ?1 AND schluessel = ?2"
        )
        self._db.execute(sql, (self.kommune, task.schluessel, _utc(until), self._place()))

    def redirected(self, task: Task, url: str) -> None:
        """The next answer of the same address is to be had elsewhere, now."""
        sql = (
            "UPDATE adressen SET weiter = ?3, spruenge = spruenge + 1, vorrang = 0"
            " WHERE kommune = ?1 AND schluessel = ?2"
        )
        self._db.execute(sql, (self.kommune, task.schluessel, url))

    def detour(self, task: Task, url: str) -> None:
        """This time the address is asked in another form; unlike a redirect it was not answered yet."""
        sql = "UPDATE adressen SET weiter = ?3 WHERE kommune = ?1 AND schluessel = ?2"
        self._db.execute(sql, (self.kommune, task.schluessel, url))

    def last_visit(self) -> datetime | None:
        """When the newest visit began that asked for all that it was to ask for."""
        sql = "SELECT max(beginn) FROM besuche WHERE kommune = ? AND ende IS NOT NULL"
        return _time(self._db.execute(sql, (self.kommune,)).fetchone()[0])

    def put(self, address: Address, *, offen: bool, known: State | None = None) -> None:
        """Makes an address known, and puts it into the queue if it is `offen`; `known` is its state, if that was asked."""
        nothing_new = known and address.tag in {None, known.tag} and (known.offen or not offen)
        if nothing_new and (address.traeger is None or not offen):
            return
        row = (
            self.kommune, address.schluessel, address.url, address.seitenart, address.dokument, address.traeger,
            address.tag, address.vorrang, self._place(), int(offen),
        )  # fmt: skip
        was = known or self.state(address.schluessel)
        self._db.execute(PUT, row)
        self.offen += int(offen and not (was and was.offen))

    def state(self, schluessel: str) -> State | None:
        """What is known of an address; None of one that no page has named."""
        row = self._db.execute(STATE, (self.kommune, schluessel)).fetchone()
        return State(_time(row[0]), _time(row[1]), bool(row[2]), row[3]) if row else None

    def reopen(self, schluessel: str) -> None:
        """Puts a known address back into the queue."""
        self._open("schluessel = ?2", schluessel)

    def reopen_first(self, schluessel: str) -> None:
        """Puts a known address at the head of the queue."""
        self.reopen(schluessel)
        sql = "UPDATE adressen SET vorrang = ?, warten = NULL WHERE kommune = ? AND schluessel = ?"
        self._db.execute(sql, (AT_ONCE, self.kommune, schluessel))

    def shown(self, seitenarten: Collection[str], other_than: str) -> str | None:
        """The key of the page of these kinds that was shown last, and not refused since; not of this address."""
        sql = (
            f"SELECT schluessel FROM adressen WHERE kommune = ? AND {OF_KIND} AND gefragt IS NOT NULL AND NOT abgesagt"  # noqa: S608
            " AND traeger IS NULL AND url <> ? ORDER BY gefragt DESC LIMIT 1"
        )
        found = self._db.execute(sql, (self.kommune, json.dumps(sorted(seitenarten)), other_than)).fetchone()
        return str(found[0]) if found else None

    def has_attachments(self, traeger: str) -> bool:
        """Whether the page is known to offer what only its present session can have."""
        sql = "SELECT 1 FROM adressen WHERE kommune = ? AND traeger = ? LIMIT 1"
        return self._db.execute(sql, (self.kommune, traeger)).fetchone() is not None

    def begin_list_again(self, schluessel: str, besuch: Besuch) -> None:
        """Where it is unknown at which page of a list the site is: the list is walked from its first page."""
        sql = "SELECT traeger FROM adressen WHERE kommune = ? AND schluessel = ? AND traeger IS NOT NULL"
        found = self._db.execute(sql, (self.kommune, schluessel)).fetchone()
        if found is None:
            return
        with transaction(self._db):
            close = "UPDATE adressen SET offen = 0 WHERE kommune = ? AND schluessel = ? AND offen"
            self.offen -= self._db.execute(close, (self.kommune, schluessel)).rowcount
            forget = "UPDATE adressen SET gelistet = NULL WHERE kommune = ? AND gelistet = ?"
            self._db.execute(forget, (self.kommune, _utc(besuch.beginn)))
            self.reopen(found[0])

    def listed(self, keys: Iterable[str], besuch: Besuch) -> int:
        """Notes that a list named these addresses in this visit; how many of them it had not named before."""
        sql = (
            "UPDATE adressen SET gelistet = ?3"
            " WHERE kommune = ?1 AND schluessel = ?2 AND (gelistet IS NULL OR gelistet < ?3)"
        )
        time = _utc(besuch.beginn)
        return sum(self._db.execute(sql, (self.kommune, key, time)).rowcount for key in keys)

    def stale_list(self, before: datetime) -> str | None:
        """The key of a list's next page that is in the queue, if its last page was shown before then."""
        sql = (
            "SELECT n.schluessel FROM adressen n JOIN adressen l ON l.kommune = n.kommune AND l.schluessel = n.traeger"
            " WHERE n.kommune = ?1 AND n.offen AND n.vorrang = ?2 AND max(coalesce(n.gefragt, ''), coalesce(l.gefragt, '')) < ?3"
        )
        found = self._db.execute(sql, (self.kommune, LIST, _utc(before))).fetchone()
        return str(found[0]) if found else None

    def never_listed(self, keys: Iterable[str]) -> int:
        """How many of these addresses no list has named, as far as is known."""
        sql = "SELECT count(*) FROM adressen WHERE kommune = ? AND schluessel = ? AND gelistet IS NULL"
        return sum(self._number(sql, self.kommune, key) for key in keys)

    def has_lists(self, seitenarten: Collection[str]) -> bool:
        """Whether any page of these kinds is known."""
        sql = f"SELECT 1 FROM adressen WHERE kommune = ? AND {OF_KIND} LIMIT 1"  # noqa: S608
        return self._db.execute(sql, (self.kommune, json.dumps(sorted(seitenarten)))).fetchone() is not None

    def days(self, seitenarten: Collection[str]) -> Iterator[str]:
        """The different days or months that addresses of these kinds of page are known by."""
        sql = f"SELECT DISTINCT tag FROM adressen WHERE kommune = ? AND {OF_KIND} AND tag IS NOT NULL"  # noqa: S608
        yield from (row[0] for row in self._db.execute(sql, (self.kommune, json.dumps(sorted(seitenarten)))).fetchall())

    def unasked(self, seitenarten: Collection[str]) -> list[tuple[str, str]]:
        """Key and day of the addresses of these kinds that are known, never asked, and not in the queue."""
        sql = (
            f"SELECT schluessel, tag FROM adressen WHERE kommune = ? AND {OF_KIND} AND tag IS NOT NULL"  # noqa: S608
            " AND gefragt IS NULL AND NOT offen"
        )
        return self._db.execute(sql, (self.kommune, json.dumps(sorted(seitenarten)))).fetchall()

    def documents(self) -> Iterator[Document]:
        """All documents that are known: what a visit that was begun anew must know of them."""
        sql = "SELECT url, weiter, dokument, traeger, offen FROM adressen WHERE kommune = ? AND dokument IS NOT NULL"
        yield from map(Document._make, self._db.execute(sql, (self.kommune,)))

    def url(self, schluessel: str) -> str | None:
        """The address that a key stands for."""
        sql = "SELECT url FROM adressen WHERE kommune = ? AND schluessel = ?"
        row = self._db.execute(sql, (self.kommune, schluessel)).fetchone()
        return row[0] if row else None

    def counts(self) -> dict[str, tuple[int, int]]:
        """By kind of page: how many addresses are known, and how many of them were answered."""
        sql = "SELECT coalesce(seitenart, '-'), count(*), count(gefragt) FROM adressen WHERE kommune = ? GROUP BY 1"
        return {art: (known, asked) for art, known, asked in self._db.execute(sql, (self.kommune,))}

    def waiting(self) -> datetime | None:
        """When the first address that has to wait may be asked again."""
        sql = "SELECT min(warten) FROM adressen WHERE kommune = ? AND offen"
        return _time(self._db.execute(sql, (self.kommune,)).fetchone()[0])

    def _done(self, task: Task, assignments: str, *values: str | None) -> None:
        sql = (
            f"UPDATE adressen SET {assignments}, offen = 0, warten = NULL, weiter = NULL, spruenge = 0,"  # noqa: S608
            f" vorrang = CASE WHEN traeger IS NOT NULL THEN {AT_ONCE} WHEN dokument IS NOT NULL THEN {DOCUMENT}"
            f" ELSE {PAGE} END WHERE kommune = ?1 AND schluessel = ?2 AND offen"
        )
        done = self._db.execute(sql, (self.kommune, task.schluessel, *values))
        self.offen -= done.rowcount

    def _open(self, which: str, value: str | None) -> None:
        sql = f"UPDATE adressen SET offen = 1, warten = NULL, versuche = 0 WHERE kommune = ?1 AND NOT offen AND {which}"  # noqa: S608
        values = (self.kommune,) if value is None else (self.kommune, value)
        self.offen += self._db.execute(sql, values).rowcount

    def _place(self) -> int:
        self._reihe += 1
        return self._reihe

    def _state(self, column: str) -> str | None:
        sql = f"SELECT {column} FROM staende WHERE kommune = ?"  # noqa: S608
        found: str | None = self._db.execute(sql, (self.kommune,)).fetchone()[0]
        return found

    def _number(self, sql: str, *values: str) -> int:
        return int(self._db.execute(sql, values).fetchone()[0] or 0)


OF_KIND = "seitenart IN (SELECT value FROM json_each(?))"
FIELDS = (
    "schluessel, coalesce(weiter, url), seitenart, dokument, traeger, tag, vorrang, versuche, spruenge,"
    " gefragt IS NOT NULL AND NOT abgesagt"
)
NEXT = (
    f"SELECT {FIELDS} FROM adressen WHERE kommune = ? AND offen AND (warten IS NULL OR warten <= ?)"  # noqa: S608
    " ORDER BY vorrang, reihe LIMIT 1"
)
FIND = (
    f"SELECT {FIELDS} FROM adressen WHERE kommune = ? AND offen AND coalesce(weiter, url) = ?"  # noqa: S608
    " ORDER BY vorrang, reihe LIMIT 1"
)
PUT = """
INSERT INTO adressen (kommune, schluessel, url, seitenart, dokument, traeger, tag, vorrang, reihe, offen)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (kommune, schluessel) DO UPDATE SET
    url = excluded.url, traeger = excluded.traeger, tag = coalesce(excluded.tag, tag),
    vorrang = CASE WHEN offen THEN vorrang ELSE excluded.vorrang END,
    reihe = CASE WHEN offen OR NOT excluded.offen THEN reihe ELSE excluded.reihe END,
    versuche = CASE WHEN offen OR excluded.traeger IS NOT NULL THEN versuche ELSE 0 END,
    warten = CASE WHEN excluded.offen THEN NULL ELSE warten END,
    offen = max(offen, excluded.offen)
"""
STATE = "SELECT gefragt, faellig, offen, tag FROM adressen WHERE kommune = ? AND schluessel = ?"
CARRIERS = "schluessel IN (SELECT traeger FROM adressen WHERE kommune = ?1 AND dokument IS NOT NULL AND faellig <= ?2)"
"""The pages by which alone an attachment that is due can be had."""
POSITION = "UPDATE staende SET warc = ?, offset = ?, unterwegs = iif(?, NULL, unterwegs) WHERE kommune = ?"


def _task(row: tuple[Any, ...]) -> Task:
    schluessel, url, seitenart, dokument, traeger, tag, vorrang, versuche, spruenge, gezeigt = row
    return Task(
        schluessel=schluessel,
        url=url,
        seitenart=seitenart,
        dokument=dokument,
        traeger=traeger,
        tag=tag,
        vorrang=vorrang,
        versuche=versuche,
        spruenge=spruenge,
        gezeigt=bool(gezeigt),
    )


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat()


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

"""The one way into the public database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self

from ratsarchiv.store.database import close, connect, transaction
from ratsarchiv.store.derive import STATEMENTS
from ratsarchiv.store.merge import Reading
from ratsarchiv.store.page import Counts, PageSaver, Statements
from ratsarchiv.store.tables import tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from ratsarchiv.model import Capture, Parsed, Problem

KOMMUNE = frozenset({"name", "ags", "art", "system", "adresse", "lizenz", "impressum"})


class Store:
    """The database at `path`, made where missing. Every call is one transaction: all of it is kept or nothing."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        self._tables = tables(self._connection)
        self._open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave one file behind that anybody can open. A second call does nothing."""
        if self._open:
            self._open = False
            close(self._connection)

    def kommune(self, *, id: str, **fields: str | None) -> None:  # noqa: A002
        """Keep what is known of a Kommune; fields that are not given stay as they are."""
        if unknown := fields.keys() - KOMMUNE:
            raise TypeError(f"kommunen has no {', '.join(sorted(unknown))}")
        with transaction(self._connection):
            self._know(id)
            for name, value in fields.items():
                self._connection.execute(f"UPDATE kommunen SET {name} = ? WHERE id = ?", (value, id))  # noqa: S608

    def begin_run(self, kommune: str, befehl: str, beginn: datetime) -> int:
        """The number of a new run."""
        sql = (
            "INSERT INTO laeufe (kommune, befehl, beginn, seiten, neu, geaendert, unveraendert)"
            " VALUES (?, ?, ?, 0, 0, 0, 0) RETURNING id"
        )
        with transaction(self._connection):
            self._know(kommune)
            return int(self._connection.execute(sql, (kommune, befehl, _utc(beginn))).fetchone()[0])

    def end_run(self, lauf: int, ende: datetime, *, anfragen: int, ergebnis: str) -> None:
        """Say how a run ended; its pages and rows are already counted."""
        sql = "UPDATE laeufe SET ende = ?, anfragen = ?, ergebnis = ? WHERE id = ?"
        with transaction(self._connection):
            self._connection.execute(sql, (_utc(ende), anfragen, ergebnis, lauf))

    def save_page(
        self,
        capture: Capture,
        parsed: Parsed | None,
        *,
        lauf: int,
        problems: Sequence[Problem] = (),
        ergebnis: str,
        seitenart: str | None,
    ) -> Counts:
        """Keep one capture and what its page says; without `parsed`, the capture alone. A known one changes nothing."""
        with transaction(self._connection):
            reading = self._reading(capture, seitenart=seitenart, ergebnis=ergebnis)
            if reading is None:
                return Counts(unveraendert=len(parsed.records) if parsed else 0)
            counts = Counts()
            if parsed:
                statements = Statements(self._tables)
                statements.add_page(parsed)
                counts = PageSaver(self._connection, self._tables, capture.kommune, reading).save(statements)
            for problem in problems:
                self._problem(lauf, capture.kommune, problem, reading.abruf)
            self._count(lauf, counts)
        return counts

    def save_document(self, capture: Capture, dokument: str, *, lauf: int) -> None:
        """Keep one capture of a Dokument's file; the newest is the file that the Dokument names."""
        file = "INSERT INTO dateien (sha256, mime, groesse) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        with transaction(self._connection):
            reading = self._reading(capture, seitenart=None, ergebnis="dokument")
            if reading is None:
                return
            self._connection.execute(file, (capture.sha256, capture.mime, len(capture.body)))
            statements = Statements(self._tables)
            statements.name("dokumente", dokument, {"datei": capture.sha256})
            counts = PageSaver(self._connection, self._tables, capture.kommune, reading).save(statements)
            self._count(lauf, counts, seiten=0)

    def problem(self, lauf: int, kommune: str, problem: Problem) -> None:
        """Keep a problem that no capture shows."""
        with transaction(self._connection):
            self._know(kommune)
            self._problem(lauf, kommune, problem, None)

    def derive(self, today: date) -> None:
        """Fill the columns that follow from other rows, as they are on the day `today`."""
        with transaction(self._connection):
            for statement in STATEMENTS:
                self._connection.execute(statement, {"today": today.isoformat()})

    def _reading(self, capture: Capture, *, seitenart: str | None, ergebnis: str) -> Reading | None:
        """The new row in `abrufe`; None for a capture that is there already."""
        seen = _utc(capture.zeitpunkt)
        self._know(capture.kommune)
        row = (
            capture.kommune, capture.url, seen, capture.http_status, capture.mime, capture.sha256, len(capture.body),
            capture.warc, capture.offset, capture.laenge, seitenart, ergebnis,
        )  # fmt: skip
        if (found := self._connection.execute(ABRUF, row).fetchone()) is None:
            return None
        davor, danach = self._connection.execute(NEIGHBOURS, (capture.url, seen)).fetchone()
        return Reading(found[0], seen, davor, danach)

    def _know(self, kommune: str) -> None:
        """A Kommune of which nothing is known yet is called as its id."""
        sql = "INSERT INTO kommunen (id, name) VALUES (?1, ?1) ON CONFLICT DO NOTHING"
        self._connection.execute(sql, (kommune,))

    def _problem(self, lauf: int, kommune: str, problem: Problem, abruf: int | None) -> None:
        sql = "INSERT INTO probleme (lauf, kommune, url, art, meldung, abruf) VALUES (?, ?, ?, ?, ?, ?)"
        self._connection.execute(sql, (lauf, kommune, problem.url, problem.art, problem.meldung, abruf))

    def _count(self, lauf: int, counts: Counts, *, seiten: int = 1) -> None:
        sql = (
            "UPDATE laeufe SET seiten = seiten + ?, neu = neu + ?, geaendert = geaendert + ?,"
            " unveraendert = unveraendert + ? WHERE id = ?"
        )
        self._connection.execute(sql, (seiten, counts.neu, counts.geaendert, counts.unveraendert, lauf))


ABRUF = (
    "INSERT INTO abrufe (kommune, url, zeitpunkt, http_status, mime, sha256, groesse, warc, offset, laenge, seitenart,"
    " ergebnis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (url, zeitpunkt, sha256) DO NOTHING RETURNING id"
)
NEIGHBOURS = """
SELECT
    (SELECT max(zeitpunkt) FROM abrufe WHERE url = ?1 AND zeitpunkt < ?2 AND ergebnis = 'geparst'),
    (SELECT min(zeitpunkt) FROM abrufe WHERE url = ?1 AND zeitpunkt > ?2 AND ergebnis = 'geparst')
"""


def _utc(time: datetime) -> str:
    if time.tzinfo is None:
        raise ValueError(f"{time}: a time without its zone")
    return time.astimezone(UTC).isoformat()

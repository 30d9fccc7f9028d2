"""The one way into the public database."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from ratsarchiv.store import captures, runs
from ratsarchiv.store.database import close, connect, transaction
from ratsarchiv.store.derive import STATEMENTS
from ratsarchiv.store.gleich import Gleiche
from ratsarchiv.store.page import Counts, PageSaver
from ratsarchiv.store.quellen import Quellen
from ratsarchiv.store.statements import Statements
from ratsarchiv.store.tables import tables
from ratsarchiv.store.veil import Curtain, restore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType

    from ratsarchiv.model import Absage, Capture, Parsed, Problem
    from ratsarchiv.store.merge import Reading, Value
    from ratsarchiv.store.runs import Verdict
    from ratsarchiv.store.veil import Schutz

KOMMUNE = frozenset({"name", "ags", "art", "system", "adresse", "lizenz", "impressum"})


class Store:
    """The database at `path`, made where missing. Every call is one transaction: all of it is kept or nothing.

    Of what pages say only that is written which `schutz` lets through; without it, everything. Every call may be
    repeated: what is known already changes nothing.
    """

    def __init__(self, path: Path, schutz: Schutz | None = None) -> None:
        self._connection = connect(path)
        self._tables = tables(self._connection)
        self._schutz = schutz
        self._kommunen: set[str] = set()
        """Those that have a row, as far as we have seen."""
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
        with self._changing(id):
            for name, value in fields.items():
                self._connection.execute(f"UPDATE kommunen SET {name} = ? WHERE id = ?", (value, id))  # noqa: S608

    def begin_run(self, kommune: str, befehl: str, beginn: datetime) -> int:
        """The number of a run; whatever of that council was left open before counts as broken off."""
        with self._changing(kommune):
            return runs.begin(self._connection, kommune, befehl, beginn)

    def end_run(self, lauf: int, ende: datetime, *, anfragen: int, ergebnis: str) -> None:
        """Say how a run ended; its pages and rows are already counted."""
        with transaction(self._connection):
            runs.end(self._connection, lauf, ende, anfragen=anfragen, ergebnis=ergebnis)

    def save_page(
        self,
        capture: Capture,
        parsed: Parsed | None,
        *,
        lauf: int,
        problems: Sequence[Problem] = (),
        ergebnis: str,
        seitenart: str | None,
        inhalt: str | None = None,
        absagen: Sequence[Absage] = (),
    ) -> Counts:
        """Keep one capture and what its page says; without `parsed`, the capture alone. A known one changes nothing.

        `inhalt` is the page's fingerprint, by which the next capture counts as unchanged; `absagen` the objects that the
        answer refuses to show.
        """
        with self._changing(capture.kommune):
            system = parsed.system if parsed else None
            kept = captures.keep(
                self._connection, capture, seitenart=seitenart, ergebnis=ergebnis, inhalt=inhalt, system=system
            )
            if not kept.neu:
                return Counts(unveraendert=len(parsed.records) if parsed else 0)
            gleiche = Gleiche(self._connection, capture.kommune, system)
            quellen = self._quellen(capture, kept.reading, parsed)
            saver = self._saver(capture, kept.reading, quellen)
            if parsed:
                parsed = gleiche.kept(parsed)
                statements = Statements(self._tables, kept.reading.zeitpunkt, self._schutz)
                statements.add_page(parsed)
                saver.save(statements)
                saver.counts.objekte |= quellen.with_changed_parts(parsed.teile)
            for absage in gleiche.refused(absagen):
                saver.refuse(absage, capture.http_status)
            for problem in problems:
                self._problem(lauf, capture.kommune, problem, kept.reading.abruf)
            runs.count(self._connection, lauf, saver.counts, seiten=1)
        return saver.counts

    def save_unchanged(
        self, capture: Capture, inhalt: str, *, lauf: int, seitenart: str | None, system: str | None = None
    ) -> Counts | None:
        """Keep a capture that says what the newest one of its page said; None if it doesn't, then it is to be parsed.

        The rows that were read from that one are thereby seen again. Nothing else changes (see `merge`).
        """
        if captures.unchanged_since(self._connection, capture, inhalt) is None:
            return None
        with self._changing(capture.kommune):
            capture = self._named(capture)
            before = captures.unchanged_since(self._connection, capture, inhalt)
            if before is None:
                return None
            kept = captures.keep(
                self._connection, capture, seitenart=seitenart, ergebnis="geparst", inhalt=inhalt, system=system
            )
            counts = Counts()
            if kept.neu:
                for table in self._tables.values():
                    counts.unveraendert += table.see_again(self._connection, kept.reading, before)
                runs.count(self._connection, lauf, counts, seiten=1)
        return counts

    def save_document(self, capture: Capture, dokument: str, *, lauf: int) -> Counts:
        """Keep one capture of a Dokument's file; the newest is the file that the Dokument names.

        A capture may be the file of several Dokumente: one call for each.
        """
        with self._changing(capture.kommune):
            capture = self._named(capture)
            kept = captures.keep(self._connection, capture, seitenart=None, ergebnis="dokument")
            shown = self._public("dateien", capture.sha256, "sha256", capture.sha256)
            shown = shown and self._public("dokumente", dokument, "datei", shown)
            if shown:
                self._connection.execute(FILE, (shown, capture.mime, capture.groesse))
            statements = Statements(self._tables, kept.reading.zeitpunkt, self._schutz)
            statements.add_file(dokument, shown)
            counts = self._saver(capture, kept.reading).save(statements)
            runs.count(self._connection, lauf, counts, seiten=0)
        return counts

    def share_document(self, capture: Capture, dokument: str, others: Sequence[str], *, lauf: int) -> None:
        """Give a Dokument the file that was delivered for one of the others: the page in `capture` offers it here too."""
        which = (dokument, json.dumps(list(others)))
        if self._connection.execute(SHARED, which).fetchone() is None:
            return
        with self._changing(capture.kommune):
            file = self._connection.execute(SHARED, which).fetchone()
            if file and (shown := self._public("dokumente", dokument, "datei", file[0])):
                kept = captures.keep(self._connection, self._named(capture), seitenart=None, ergebnis="geparst")
                statements = Statements(self._tables, kept.reading.zeitpunkt, self._schutz)
                statements.add_file(dokument, shown)
                runs.count(self._connection, lauf, self._saver(capture, kept.reading).save(statements), seiten=0)

    def objekt_at(self, kommune: str, url: str) -> tuple[str, str] | None:
        """Table and id of the object whose own page has been seen at an address."""
        found: tuple[str, str] | None = self._connection.execute(AT, (kommune, url)).fetchone()
        return found

    def twin(self, kommune: str, *, inhalt: str | None, sha256: str) -> tuple[str, int] | None:
        """(file, offset) of the earliest answer with the same bytes, or else of the same page; None where there is none."""
        return captures.twin(self._connection, kommune, inhalt=inhalt, sha256=sha256)

    def problem(self, lauf: int, kommune: str, problem: Problem) -> None:
        """Keep a problem that no capture shows."""
        with self._changing(kommune):
            self._problem(lauf, kommune, problem, None)

    def save_robots(
        self,
        kommune: str,
        host: str,
        zeitpunkt: datetime,
        *,
        http_status: int | None,
        verdict: Verdict,
        regel: str | None = None,
    ) -> None:
        """Keep what a host's robots.txt said at that time."""
        with self._changing(kommune):
            runs.robots(
                self._connection, kommune, host, zeitpunkt, http_status=http_status, verdict=verdict, regel=regel
            )

    def refused_in_a_row(self, capture: Capture, most: int) -> int:
        """Of the council's newest answers, this refusal included, how many refuse a page that was shown before; up to `most`."""
        return captures.refused_in_a_row(self._connection, capture, most)

    def sitzungen_im_monat(self, kommune: str, jahr: int, monat: int) -> int:
        """How many Sitzungen are known of a month, but for those that were called off or have vanished."""
        found = self._connection.execute(MONTH, (kommune, f"{jahr:04}-{monat:02}-%"))
        return int(found.fetchone()[0])

    def restore(self, tabelle: str, objekt: str, felder: Mapping[str, Value], *, bis: datetime | None = None) -> None:
        """Show again what was hidden of a row; with `bis` the object's hinweise end then. No history."""
        with transaction(self._connection):
            restore(self._connection, self._tables, tabelle, objekt, felder)
            if bis:
                Curtain(self._connection, None, "").lift((tabelle, objekt), captures.utc(bis))

    def derive(self, today: date) -> None:
        """Fill the columns that follow from other rows, as they are on the day `today`."""
        with transaction(self._connection):
            for statement in STATEMENTS:
                self._connection.execute(statement, {"today": today.isoformat()})

    @contextmanager
    def _changing(self, kommune: str) -> Iterator[None]:
        """One transaction about a Kommune; originals of what it hides are kept before it counts."""
        try:
            with transaction(self._connection):
                if kommune not in self._kommunen:
                    self._connection.execute(KNOWN_AS, (kommune,))
                yield
                if self._schutz:
                    self._schutz.keep()
            self._kommunen.add(kommune)
        except BaseException:
            if self._schutz:
                self._schutz.forget()
            raise

    def _saver(self, capture: Capture, reading: Reading, quellen: Quellen | None = None) -> PageSaver:
        curtain = Curtain(self._connection, self._schutz, capture.kommune)
        quellen = quellen or self._quellen(capture, reading, None)
        return PageSaver(self._connection, self._tables, reading, curtain, quellen)

    def _quellen(self, capture: Capture, reading: Reading, parsed: Parsed | None) -> Quellen:
        system, teilweise = (parsed.system, parsed.teilweise) if parsed else (None, False)
        return Quellen(self._connection, reading, capture.kommune, system, teilweise)

    def _named(self, capture: Capture) -> Capture:
        """The capture under the address by which it may be named."""
        url = self._public("abrufe", "", "url", capture.url)
        return capture if url == capture.url else replace(capture, url=url or "")

    def _public(self, tabelle: str, id_: str, feld: str, value: str) -> str | None:
        """The value, as far as it may be shown."""
        shown = self._schutz.public(tabelle, id_, {feld: value})[feld] if self._schutz else value
        return None if shown is None else str(shown)

    def _problem(self, lauf: int, kommune: str, problem: Problem, abruf: int | None) -> None:
        meldung = self._public("probleme", problem.url, "meldung", problem.meldung) or ""
        runs.problem(self._connection, lauf, kommune, replace(problem, meldung=meldung), abruf)


AT = "SELECT tabelle, objekt FROM adressen WHERE kommune = ? AND url = ? ORDER BY id LIMIT 1"
KNOWN_AS = "INSERT INTO kommunen (id, name) VALUES (?1, ?1) ON CONFLICT DO NOTHING"
"""A Kommune of which nothing is known yet is called as its id."""
FILE = "INSERT INTO dateien (sha256, mime, groesse) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
MONTH = (
    "SELECT count(*) FROM sitzungen WHERE kommune = ? AND datum LIKE ? AND verschwunden_seit IS NULL"
    " AND abgesagt IS NOT 1"
)
SHARED = (
    "SELECT o.datei FROM dokumente d JOIN dokumente o ON o.id IN (SELECT value FROM json_each(?2)) AND o.datei IS NOT NULL"
    " WHERE d.id = ?1 AND d.datei IS NULL ORDER BY o.id LIMIT 1"
)
"""The file of another Dokument, for one that has none yet."""

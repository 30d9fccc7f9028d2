"""One capture after the other into the tables: from the net or from a file, it makes no difference."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ratsarchiv import parse
from ratsarchiv.errors import ParseError, SiteStopped, UnknownPage
from ratsarchiv.fetch import address, redirect
from ratsarchiv.model import Page, Parsed, Problem
from ratsarchiv.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.crawl.report import Report
    from ratsarchiv.fetch import Clock
    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Capture

_DOCUMENT = re.compile(
    rb"\s{0,16}(%PDF|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf|\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*)"
)
"""PDF, zip (docx, odt, …), the old Office, RTF, PNG, JPEG, GIF, TIFF."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one answer."""

    ergebnis: str
    """What `abrufe.ergebnis` says."""
    parsed: Parsed | None = None
    problem: Problem | None = None


class Intake:
    """Takes the captures of one run in."""

    def __init__(self, store: Store, lauf: int, kommune: Kommune, report: Report) -> None:
        self._store, self._lauf, self._kommune, self._report = store, lauf, kommune, report
        self._dokumente: dict[str, str] = {}
        self._seen: set[str] = set()

    def take(self, capture: Capture) -> Parsed | None:
        """What the page says, once it is stored; None for a document, and for what is no page that we can read."""
        dokument = self._dokumente.get(address(capture.url))
        if dokument and capture.http_status == 200 and _DOCUMENT.match(capture.body):
            self._store.save_document(capture, dokument, lauf=self._lauf)
            self._report.dokumente += 1
            return None
        reading = self._read(capture)
        stop = reading.problem if reading.problem and reading.problem.art == "gestoppt" else None
        if dokument and not stop and reading.ergebnis != "nicht_oeffentlich":
            reading = self._no_document(capture, dokument)
        self._save(capture, reading)
        if stop:
            raise SiteStopped(f"{capture.url}: {stop.meldung}")
        if reading.parsed:
            self._dokumente.update({address(link.url): link.dokument for link in reading.parsed.links if link.dokument})
        return reading.parsed

    def problem(self, art: str, meldung: str, url: str) -> None:
        """Records what went wrong without an answer to blame."""
        self._report.probleme[art] += 1
        self._store.problem(self._lauf, self._kommune.id, Problem(art=art, meldung=meldung, url=url))

    def _read(self, capture: Capture) -> Reading:
        if self._kommune.quellen and not self._kommune.owns(capture.url):
            return Reading("nicht_gelesen")
        page = Page(capture.url, capture.body, capture.kommune, capture.http_status, capture.header)
        try:
            parsed = parse.parse(page)
        except UnknownPage:
            return Reading("nicht_gelesen")
        except SiteStopped as error:
            return _failed(capture, "gestoppt", str(error))
        except ParseError as error:
            return _not_understood(capture, str(error))
        if parsed.ergebnis == "geparst" and capture.http_status >= 300:
            return _not_understood(capture, "")
        return Reading(parsed.ergebnis, parsed)

    def _no_document(self, capture: Capture, dokument: str) -> Reading:
        """A redirect hands the document's name on; anything else is a failed download."""
        target = redirect(capture.url, capture.http_status, capture.header.get("location"))
        if target:
            self._dokumente[target] = dokument
            return Reading("nicht_gelesen")
        got = f"{len(capture.body)} Bytes {capture.mime or 'ohne Typ'}, HTTP {capture.http_status}"
        return _failed(capture, "abruf", f"Dokument {dokument}: die Antwort ist keines ({got})")

    def _save(self, capture: Capture, reading: Reading) -> None:
        parsed = reading.parsed
        problems = (*(parsed.problems if parsed else ()), *((reading.problem,) if reading.problem else ()))
        counts = self._store.save_page(
            capture,
            parsed,
            lauf=self._lauf,
            problems=problems,
            ergebnis=reading.ergebnis,
            seitenart=parsed.seitenart if parsed else parse.seitenart(capture.url),
        )
        report = self._report
        report.seiten += 1
        report.neu += counts.neu
        report.geaendert += counts.geaendert
        report.unveraendert += counts.unveraendert
        report.probleme.update(problem.art for problem in problems)
        records = parsed.records if parsed else ()
        fresh = {record.id: record.tabelle for record in records if record.id not in self._seen}
        self._seen.update(fresh)
        report.ertrag.update(fresh.values())


def _failed(capture: Capture, art: str, meldung: str) -> Reading:
    return Reading("fehler", problem=Problem(art=art, meldung=meldung, url=capture.url))


def _not_understood(capture: Capture, meldung: str) -> Reading:
    """A redirect needs no understanding, it is followed; of an error page its status says enough."""
    if 300 <= capture.http_status < 400:
        return Reading("nicht_gelesen")
    if capture.http_status >= 400:
        return _failed(capture, "abruf", f"HTTP {capture.http_status}")
    return _failed(capture, "nicht_verstanden", meldung)


@contextmanager
def run(data: Path, kommune: Kommune, befehl: str, report: Report, clock: Clock) -> Iterator[Intake]:
    """A run on record from its beginning to its end, however it ends; a stop by the site ends it in order."""
    with Store(data / "ratsarchiv.db") as store:
        store.kommune(id=kommune.id, **_about(kommune))
        lauf = store.begin_run(kommune.id, befehl, now(clock))
        ergebnis = "abgebrochen"
        try:
            try:
                yield Intake(store, lauf, kommune, report)
            except SiteStopped as stop:
                report.gestoppt = str(stop)
            store.derive(now(clock).astimezone().date())
            ergebnis = report.ergebnis
        finally:
            store.end_run(lauf, now(clock), anfragen=report.anfragen, ergebnis=ergebnis)


def _about(kommune: Kommune) -> dict[str, str]:
    """What the table says of the council; nothing that we don't know is overwritten."""
    newest = kommune.quellen[-1] if kommune.quellen else None
    known = {
        "name": kommune.name,
        "ags": kommune.ags,
        "art": kommune.art,
        "system": newest and newest.system,
        "adresse": newest and newest.url,
        "lizenz": kommune.lizenz,
        "impressum": kommune.impressum,
    }
    return {name: value for name, value in known.items() if value}


def now(clock: Clock) -> datetime:
    """The present."""
    return datetime.fromtimestamp(clock.time(), UTC)

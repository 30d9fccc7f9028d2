"""One visit to a council: from its start page to every page and document that its pages lead to."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ratsarchiv.archive import Archive
from ratsarchiv.crawl.frontier import Frontier, Task
from ratsarchiv.crawl.intake import Intake, now, run
from ratsarchiv.crawl.report import Progress, Report, silent
from ratsarchiv.errors import ArchiveError, FetchError, SiteStopped, WrongUse
from ratsarchiv.fetch import DOCUMENT, PAGE, Clock, Fetcher

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Parsed

START = "allris.net.asp"
WITHOUT_MENU = ("si010_e.asp", "vo040.asp", "au010.asp", "fr010.asp", "pa021.asp")
"""Where a visit begins if the start page has no menu."""

FAILURES = 5
"""So many addresses in a row without an answer, and the site counts as down."""


def crawl(
    kommune: Kommune, data: Path, *, since: date | None = None, progress: Progress = silent, clock: Clock = time
) -> Report:
    """Visits a council: every answer goes into the archive, what the pages say into the tables.

    `since` leaves out what is known to be older than that day; where no link told the day, the page itself does.
    """
    if not kommune.quellen:
        raise WrongUse(f"{kommune.id}: its TOML names no source to visit")
    report = Report(kommune=kommune.id)
    with closing(_fetcher(kommune, clock)) as fetcher, Archive(data / "warc") as archive:
        archive.begin(kommune.id, now(clock))
        with run(data, kommune, "crawl", report, clock) as intake:
            visit = Visit(kommune, fetcher, archive, intake, report)
            visit.all(Frontier(kommune, now(clock).astimezone().date(), since, visit.forbidden), progress)
            if since is None:
                visit.check_yield()
    return report


def _fetcher(kommune: Kommune, clock: Clock) -> Fetcher:
    return Fetcher(
        {urlsplit(quelle.url).netloc for quelle in kommune.quellen},
        delay=kommune.delay,
        contact=kommune.kontakt,
        private=kommune.loopback_erlaubt,
        clock=clock,
    )


@dataclass(slots=True)
class Visit:
    """Asks, keeps and reads, one address after the other."""

    kommune: Kommune
    fetcher: Fetcher
    archive: Archive
    intake: Intake
    report: Report
    _failures: int = 0
    _rules: set[str] = field(default_factory=set)

    def all(self, frontier: Frontier, progress: Progress) -> None:
        """Asks until nothing is left to ask; SiteStopped where the site ends it."""
        frontier.begin_at(urljoin(self._base, START))
        menu = False
        while frontier:
            task = frontier.next()
            parsed = self._ask(task)
            if parsed:
                frontier.follow(parsed)
            if not menu and not frontier:
                for program in WITHOUT_MENU:
                    frontier.begin_at(urljoin(self._base, program))
            menu = True
            self.report.offen, self.report.zuletzt = len(frontier), task.url
            progress(self.report)

    def check_yield(self) -> None:
        """Records where a complete visit brought less than the council's TOML expects."""
        for tabelle, least in self.kommune.expect.items():
            if (got := self.report.ertrag[tabelle]) < least:
                self.intake.problem("ertrag", f"{tabelle}: {got} statt mindestens {least}", self._base)

    def forbidden(self, url: str) -> bool:
        """Whether robots.txt forbids the address; each rule that does is recorded once."""
        rule = self.fetcher.refusal(url)
        if rule and rule not in self._rules:
            self._rules.add(rule)
            self.intake.problem("robots", f"robots.txt: {rule}", url)
        return rule is not None

    @property
    def _base(self) -> str:
        return self.kommune.quellen[-1].url

    def _ask(self, task: Task) -> Parsed | None:
        """What the page at the end of the redirects says; from a refused page no redirect is followed."""
        parsed, status = None, 0
        try:
            for answer in self.fetcher.answers(task.url, DOCUMENT if task.dokument else PAGE):
                self.report.anfragen, status = self.fetcher.requests, answer.status
                capture = self.archive.write(
                    self.kommune.id, answer.url, answer.zeitpunkt, request=answer.request, response=answer.response
                )
                parsed = self.intake.take(capture)
                if parsed and parsed.ergebnis == "nicht_oeffentlich":
                    break
        except (FetchError, ArchiveError) as error:
            status = 0
            self.intake.problem("abruf", str(error), task.url)
        self.report.anfragen = self.fetcher.requests
        self._failures = 0 if 0 < status < 500 else self._failures + 1
        if self._failures >= FAILURES:
            raise SiteStopped(f"{task.url}: the last {FAILURES} addresses gave no answer")
        return parsed

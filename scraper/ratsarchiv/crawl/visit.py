"""One visit to a council: from its start page, or from what is due, to every page and document that is wanted."""

from __future__ import annotations

import re
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ratsarchiv import parse
from ratsarchiv.crawl.asker import asker, check
from ratsarchiv.crawl.follow import MOST_ADDRESSES, Follow
from ratsarchiv.crawl.report import Progress, Report, silent
from ratsarchiv.crawl.run import MOST_REDIRECTS, Run, now, run
from ratsarchiv.crawl.sources import is_retired, page_of, starts, without_menu
from ratsarchiv.crawl.texts import follow_texts
from ratsarchiv.errors import (
    ArchiveError,
    Doubt,
    FetchError,
    Forbidden,
    Gate,
    NotWritten,
    SiteStopped,
    Unwanted,
    WrongUse,
)
from ratsarchiv.fetch import PAGE, Clock
from ratsarchiv.store.bestand import Bestand
from ratsarchiv.store.queue import LIST, Address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from ratsarchiv.crawl.asker import Bounds
    from ratsarchiv.crawl.intake import Taken
    from ratsarchiv.fetch import Answer, Fetcher
    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Capture
    from ratsarchiv.store.queue import Besuch, Task

LISTS = parse.seitenarten("kalender", "termine", "sitzungsliste", "vorlagenliste", "liste")
SHOWING = parse.seitenarten("vorlage", "liste")
"""What a site shows if it shows anything."""
FAILURES = 5
"""So many addresses in a row without an answer, and the site counts as down."""
OK = 200
DAY = timedelta(days=1)
SESSION = timedelta(minutes=15)
"""So long a site is trusted to remember how far we were in its list."""
MOST_WALKS = 5
MOST_NUMBERS = 100_000
"""That `--backfill-ids` asks for at a time."""


def crawl(
    kommune: Kommune,
    data: Path,
    *,
    befehl: str = "crawl",
    since: date | None = None,
    bounds: Bounds | None = None,
    numbers: str | None = None,
    progress: Progress = silent,
    clock: Clock = time,
) -> Report:
    """Visits a council: every answer goes into the archive, what the pages say into the tables.

    `crawl` visits all of it, or the rest of a visit that was not finished; `update` asks for what may have changed.
    `since` leaves out what is known to be older than that day; where no link told the day, the page itself does.
    `numbers` ("1-500") are Vorlagen that no page names, asked for with the council's consent alone.
    """
    if not starts(kommune):
        why = f" ({kommune.hinweis})" if kommune.hinweis else ""
        raise WrongUse(f"{kommune.id}: its TOML names no source that can be visited{why}")
    unnamed = backfill(kommune, numbers) if numbers else []
    check(kommune, bounds)
    report = Report(kommune=kommune.id)
    with run(data, kommune, befehl, report, clock) as one, closing(asker(one, bounds)) as fetcher:
        visit = Visit(one, fetcher, progress)
        visit.begin_at(unnamed)
        besuch = visit.all(befehl, since)
        if befehl == "update" and not besuch.neu and (besuch.befehl == "crawl" or now(clock) - besuch.beginn > DAY):
            besuch = visit.all(befehl, since)
        if besuch.befehl == "crawl" and since is None:
            visit.check_yield()
    follow_texts(data, [kommune.id])
    return report


def backfill(kommune: Kommune, numbers: str) -> list[str]:
    """The addresses of Vorlagen by number; WrongUse without the council's consent: nobody guesses numbers here."""
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", numbers)
    if not found or not int(found[1]) <= int(found[2]) < int(found[1]) + MOST_NUMBERS:
        raise WrongUse(f"--backfill-ids {numbers}: give FROM-TO, at most {MOST_NUMBERS:,} numbers")
    numbered = (page_of(kommune, "vorlagen", str(each)) for each in range(int(found[1]), int(found[2]) + 1))
    urls = [url for url in numbered if url]
    if not urls:
        raise WrongUse(f"{kommune.id}: the addresses of its Vorlagen have no numbers to go through")
    if not kommune.zugestimmt(urls[0]):
        raise WrongUse(
            f"{kommune.id}: numbers that no page names are asked for only where the council has agreed:"
            f" an entry in consent.toml whose `pfade` hold {urls[0]}"
        )
    return urls


@dataclass(slots=True)
class Visit:
    """Asks, keeps and reads, one address after the other."""

    run: Run
    fetcher: Fetcher
    progress: Progress
    _failures: int = 0
    _doubts: bool = False
    """Whether a page is asked for again to see that the site shows anything."""
    _walks: int = 0
    """How often a list was begun again."""
    _rules: dict[str, str] = field(default_factory=dict)
    """Lines of robots.txt that forbid something, each with an address that it forbids."""
    _told: set[str] = field(default_factory=set)
    _failed: dict[str, Counter[str]] = field(default_factory=dict)
    """What went wrong with addresses that will be asked again."""

    def all(self, befehl: str, since: date | None) -> Besuch:
        """Asks until nothing is left to ask in this visit; SiteStopped where the site ends it."""
        queue, clock = self.run.queue, self.run.clock
        besuch = queue.visit(befehl, now(clock))
        if lost := queue.unterwegs or queue.stale_list(now(clock) - SESSION):
            queue.begin_list_again(lost, besuch)
        self.begin_at(starts(self.run.kommune))
        scope = self.run.scope(since, self.forbidden)
        follow = Follow(queue, besuch, scope)
        while (task := queue.next(now(clock))) or (
            not queue.has_lists(LISTS) and self.begin_at(without_menu(self.run.kommune))
        ):
            if task:
                sent = self.fetcher.requests
                self._one(task, follow)
                if task.vorrang == LIST and self.fetcher.requests - sent > 1 and self._walks < MOST_WALKS:
                    # the site counts its own answers, those that were lost on the way too
                    self._walks += 1
                    queue.begin_list_again(task.schluessel, besuch)
        if url := follow.too_many:
            self.run.problem(
                "abruf", f"the site names more than {MOST_ADDRESSES:,} addresses: this and more are left out", url
            )
        if month := follow.months.beyond:
            self.run.problem("abruf", f"the calendar goes on for ever: {month} and beyond is left out", self._base)
        queue.end_visit(now(clock))
        self.run.report.wartend = queue.waiting()
        return besuch

    def check_yield(self) -> None:
        """Records where a council gave less than its TOML expects."""
        bestand = Bestand(self.run.data / "ratsarchiv.db").counts(self.run.kommune.id)
        for tabelle, least in self.run.kommune.expect.items():
            if (got := bestand[tabelle]) < least:
                self.run.problem("ertrag", f"{tabelle}: {got} statt mindestens {least}", self._base)

    def forbidden(self, url: str) -> bool:
        """Whether robots.txt forbids the address."""
        rule = self.fetcher.refusal(url)
        if rule:
            self._rules.setdefault(rule, url)
        return rule is not None

    def _tell_rules(self) -> None:
        """Records each rule that forbids an address once."""
        for rule, url in self._rules.items():
            if rule not in self._told:
                self._told.add(rule)
                self.run.problem("robots", f"robots.txt: {rule}", url)

    @property
    def _base(self) -> str:
        return self.run.kommune.besucht[-1].basis

    def begin_at(self, urls: Iterable[str]) -> bool:
        """Puts addresses into the queue; whether any of them was not known."""
        new = [url for url in urls if self.run.queue.state(url) is None]
        for url in new:
            self.run.queue.put(Address(schluessel=url, url=url, seitenart=parse.seitenart(url)), offen=True)
        return bool(new)

    def _one(self, task: Task, follow: Follow) -> None:
        """Asks for one address, and takes in what it answers."""
        queue, report = self.run.queue, self.run.report
        if self._leave_out(task):
            return
        if task.vorrang == LIST:
            queue.unterwegs = task.schluessel
        status = 0
        try:
            status = self._ask(self._since(task, follow), follow)
        except NotWritten:
            raise
        except Forbidden:
            if not self._leave_out(task):
                raise
            status = OK
        except (FetchError, ArchiveError) as error:
            self._remember(task, "abruf")
            self.run.problem("abruf", str(error), task.url)
            self.run.failed(task, now(self.run.clock))
            status = OK if isinstance(error, Unwanted) else 0
        finally:
            report.anfragen = self.fetcher.requests
        self._tell_rules()
        report.offen, report.zuletzt = queue.offen, task.url
        self.progress(report)
        self._failures = 0 if 0 < status < 500 else self._failures + 1
        if self._failures >= FAILURES:
            raise SiteStopped(f"{task.url}: the last {FAILURES} addresses gave no answer")

    def _leave_out(self, task: Task) -> bool:
        """Takes an address off the queue that is not to be asked; if all that a visit may begin with is forbidden, it ends."""
        retired = is_retired(self.run.kommune, task.url)
        forbidden = not retired and self.forbidden(task.url)
        if forbidden and all(self.forbidden(url) for url in starts(self.run.kommune)):
            return False
        if retired or forbidden:
            self.run.queue.given_up(task, None)
            self._tell_rules()
        return retired or forbidden

    def _since(self, task: Task, follow: Follow) -> Task:
        """An interface's list is asked for what was changed since the last visit, but for a little time before it."""
        since = follow.since(task)
        if since is None:
            return task
        self.run.queue.detour(task, since)
        return replace(task, url=since)

    def _ask(self, task: Task, follow: Follow) -> int:
        """The status of the answer; a redirect is followed when its turn comes, which is next."""
        limit = self.run.kommune.groesstes_dokument << 20 if task.dokument else PAGE
        for answer in self.fetcher.answers(task.url, limit, parse.kopf(task.url)):
            with closing(answer):
                capture = self._keep(answer)
            taken = self.run.intake.take(capture)
            is_asked = answer.url == task.url
            self.run.step(capture, taken, task if is_asked else None, follow)
            if taken.stop:
                self._stopped(capture, taken.stop)
            self._doubts &= taken.ergebnis not in {"geparst", "dokument"}
            if is_asked:
                self._settle(task, taken)
                return answer.status
        return 0

    def _keep(self, answer: Answer) -> Capture:
        run = self.run
        capture = run.archive.write(
            run.kommune.id,
            answer.url,
            answer.zeitpunkt,
            request=answer.request,
            response=answer.response,
            twin=run.intake.twin,
        )
        if answer.header("set-cookie"):
            run.queue.cookies = self.fetcher.cookies()
        return capture

    def _stopped(self, capture: Capture, stop: SiteStopped) -> None:
        """Ends the visit; where there is doubt, not before another page of the same kind is refused too."""
        if isinstance(stop, Gate):
            raise self.fetcher.block(capture.url, str(stop))
        kind = parse.seitenart(capture.url)
        other = isinstance(stop, Doubt) and self.run.queue.shown({kind} if kind else SHOWING, capture.url)
        if not other or self._doubts:
            raise stop
        self._doubts = True
        self.run.queue.reopen_first(other)

    def _settle(self, task: Task, taken: Taken) -> None:
        """What went wrong with an address counts no longer once it has answered well."""
        if taken.problem:
            self._remember(task, taken.problem)
        elif taken.weiter and task.spruenge >= MOST_REDIRECTS:
            first = self.run.queue.url(task.schluessel) or task.url
            self._remember(task, "abruf")
            self.run.problem("abruf", f"{first}: more than {MOST_REDIRECTS} redirects", first)
        elif not taken.weiter and (wrong := self._failed.pop(task.schluessel, None)):
            self.run.report.probleme -= wrong

    def _remember(self, task: Task, art: str) -> None:
        self._failed.setdefault(task.schluessel, Counter())[art] += 1

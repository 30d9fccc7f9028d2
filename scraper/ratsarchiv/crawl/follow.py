"""What a visit asks for next: which of a page's links, in which order, and which pages again because something changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv import parse
from ratsarchiv.crawl.months import Months, month
from ratsarchiv.fetch import address
from ratsarchiv.model import Dokument, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.store.queue import AT_ONCE, DOCUMENT, LIST, Address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date, datetime

    from ratsarchiv.crawl.intake import Taken
    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Link, Record
    from ratsarchiv.store.queue import Besuch, Queue, State, Task


MOST_ADDRESSES = 2_000_000
"""That one council's system may name: the largest has a tenth of it, and some sites go on for ever."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a visit is to ask for."""

    kommune: Kommune
    today: date
    since: date | None
    """What is known to be older is left out."""
    forbidden: Callable[[str], bool]
    vorlagen_of: Callable[[Collection[str]], list[str]]
    """The addresses of the Vorlagen that these Tagesordnungspunkte are known to deal with."""


class Follow:
    """Puts into the queue what a page leads to."""

    def __init__(self, queue: Queue, besuch: Besuch, scope: Scope) -> None:
        self._queue, self._besuch, self._scope = queue, besuch, scope
        self.months = Months(scope.today, queue.days("to010"), scope.since)
        self._days: dict[str, date] = {}
        self.too_many: str | None = None
        """An address that is left out because there are too many."""
        self._now = besuch.beginn

    def page(self, task: Task, taken: Taken, when: datetime) -> None:
        """Takes in what a page that was read leads to."""
        self._now = when
        parsed = taken.parsed
        if parsed is None or any(self._too_old(record) for record in parsed.records):
            return
        changed = _changed(taken)
        unlisted = self._unlisted(task, parsed.links)
        for link in parsed.links:
            if not link.folgen or not self._scope.kommune.owns(link.url) or self._too_old(link.platzhalter):
                continue
            if link.seitenart == "dokument":
                self._document(task, link, changed)
            elif link.sofort and (link.seitenart or "").startswith("vo040"):
                self._next_of_list(task, link, unlisted)
            elif parse.seitenart(link.url):
                self._page(link, changed)
        self._closed(taken)
        self._months_come_near(parsed.links)

    def _closed(self, taken: Taken) -> None:
        """What an agenda calls non-public now: the Vorlage may be so too, and is asked for at once."""
        records = taken.parsed.records if taken.parsed else ()
        tops = [each for each in records if isinstance(each, Tagesordnungspunkt) and not each.oeffentlich]
        closed = [each.id for each in tops if (each.tabelle, each.id) in taken.objekte]
        for url in self._scope.vorlagen_of(closed) if closed else ():
            key = address(parse.canonical(url))
            known = self._queue.state(key)
            if known and self._is_due(known, again=True) and not self._scope.forbidden(key):
                self._queue.reopen(key)

    def unchanged(self, task: Task, links: Collection[Link], when: datetime) -> None:
        """Of a page that is as it was, what only its present session can have."""
        self._now = when
        unlisted = self._unlisted(task, links)
        for link in links:
            if not link.sofort or not self._scope.kommune.owns(link.url):
                continue
            if link.seitenart == "dokument":
                self._document(task, link, frozenset())
            elif (link.seitenart or "").startswith("vo040"):
                self._next_of_list(task, link, unlisted)

    def _document(self, task: Task, link: Link, changed: frozenset[str]) -> None:
        key = link.dokument if link.dokument and link.sofort else address(link.url)
        known = self._queue.state(key)
        entry = Address(
            schluessel=key,
            url=address(link.url),
            seitenart="dokument",
            dokument=link.dokument,
            traeger=task.schluessel if link.sofort else None,
            vorrang=AT_ONCE if link.sofort else DOCUMENT,
        )
        # a page that is back after a refusal brings its files back
        self._put(entry, known, wanted=key in changed or self._is_due(known, again=not task.gezeigt))

    def _next_of_list(self, task: Task, link: Link, unlisted: int) -> None:
        """A list goes on as long as its pages name what they did not name before; some go round."""
        if unlisted:
            url = address(parse.canonical(link.url))
            first = task.traeger or task.schluessel
            entry = Address(schluessel=url, url=url, seitenart="vo040", traeger=first, vorrang=LIST)
            self._put(entry, None, wanted=True)

    def _page(self, link: Link, changed: frozenset[str]) -> None:
        url = address(parse.canonical(link.url))
        platzhalter = link.platzhalter
        tag = (
            platzhalter.datum.isoformat() if isinstance(platzhalter, Sitzung | Vorlage) and platzhalter.datum else None
        )
        known = self._queue.state(url)
        if calendar := month(url):
            wanted = self.months.is_near(calendar) and self._is_due(known)
        else:
            again = platzhalter is not None and platzhalter.id in changed
            wanted = self._is_due(known, again=again)
        entry = Address(schluessel=url, url=url, seitenart=parse.seitenart(url), tag=calendar or tag)
        self._put(entry, known, wanted=wanted)

    def _put(self, entry: Address, known: State | None, *, wanted: bool) -> None:
        if known is None and self._queue.vergeben >= MOST_ADDRESSES:
            self.too_many = self.too_many or entry.url
            return
        self._queue.put(entry, offen=wanted and not self._scope.forbidden(entry.url), known=known)

    def _is_due(self, known: State | None, *, again: bool = False) -> bool:
        """Whether an address is to be asked in this visit; `again`: because what it shows has changed."""
        if known is None:
            return True
        if known.gefragt is None:
            return known.faellig is None or known.faellig <= self._now
        if known.gefragt >= self._besuch.beginn:
            return False
        return again or self._besuch.befehl == "crawl" or (known.faellig is not None and known.faellig <= self._now)

    def _unlisted(self, task: Task, links: Iterable[Link]) -> int:
        """How many Vorlagen a page of their list names that it did not name before: ever, or to a crawl in this visit."""
        if not (task.seitenart or "").startswith("vo040"):
            return 0
        keys = {address(parse.canonical(each.url)) for each in links if (each.seitenart or "").startswith("vo020")}
        for link in links:
            if (link.seitenart or "").startswith("vo020"):
                self._page(link, frozenset())
        never = self._queue.never_listed(keys)
        listed = self._queue.listed(keys, self._besuch)
        return never if self._besuch.befehl == "update" else listed

    def _months_come_near(self, links: Iterable[Link]) -> None:
        days = [link.platzhalter.datum for link in links if isinstance(link.platzhalter, Sitzung)]
        if sum(self.months.learn(day) for day in days if day):
            for key in self.months.near(self._queue.unasked("si010")):
                if not self._scope.forbidden(key):
                    self._queue.reopen(key)

    def _too_old(self, record: Record | None) -> bool:
        """Whether a Sitzung, a Vorlage or a Tagesordnungspunkt is older than wanted, as far as the pages have told."""
        if isinstance(record, Sitzung | Vorlage) and record.datum:
            self._days[record.id] = record.datum
        key = record.sitzung if isinstance(record, Tagesordnungspunkt) else record and record.id
        day = self._days.get(key or "")
        since = self._scope.since
        return since is not None and day is not None and day < since


def _changed(taken: Taken) -> frozenset[str]:
    """The objects whose own pages say something else now that this page does, and changed Dokumente."""
    records = taken.parsed.records if taken.parsed else ()
    changed = [record for record in records if (record.tabelle, record.id) in taken.objekte]
    minutes = any(isinstance(record, Dokument) and record.art == "niederschrift" for record in changed)
    found = {record.id for record in changed if isinstance(record, Dokument)}
    for top in records if minutes else changed:  # with the minutes come results that no agenda shows
        if isinstance(top, Tagesordnungspunkt):
            found.update(each for each in (top.id, top.vorlage) if each)
    return frozenset(found)


def when_of(taken: Taken) -> str | None:
    """The day of the Sitzung that a page shows."""
    records = taken.parsed.records if taken.parsed else ()
    days = (record.datum for record in records if isinstance(record, Sitzung))
    return next((day.isoformat() for day in days if day), None)

"""What a visit asks for next: which of a page's links, in which order, and which pages again because something changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ratsarchiv import parse
from ratsarchiv.crawl.months import Months, month
from ratsarchiv.crawl.sources import is_asked
from ratsarchiv.fetch import address
from ratsarchiv.model import Dokument, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.store.queue import AT_ONCE, DOCUMENT, LIST, PAGE, Address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date, datetime

    from ratsarchiv.crawl.intake import Taken
    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Link, Parsed, Record
    from ratsarchiv.store.queue import Besuch, Queue, State, Task


MOST_ADDRESSES = 2_000_000
"""That one council's system may name: the largest has a tenth of it, and some sites go on for ever."""
OVERLAP = timedelta(hours=26)
"""So much earlier than the last visit began an interface is asked for changes: its clock and its zone may be wrong."""
LISTEN = frozenset({"vorlagenliste", "sitzungsliste", "gremienliste", "liste"})
"""What may go on from page to page."""
KALENDER, SITZUNGEN = parse.seitenarten("kalender"), parse.seitenarten("sitzung")


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
        self._last_visit = queue.last_visit()
        self._pages: dict[str, set[frozenset[str]]] = {}
        """By list: what each of its pages has named in this visit."""
        self.months = Months(scope.today, queue.days(SITZUNGEN), scope.since)
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
        going_on = self._going_on(task, parsed)
        for link in parsed.links:
            if self._is_wanted(link) and not self._too_old(link.platzhalter):
                self._link(task, link, changed, going_on=going_on)
        self._closed(taken)
        self._months_come_near(parsed.links)

    def _closed(self, taken: Taken) -> None:
        """What an agenda calls non-public now: the Vorlage may be so too, and is asked for at once."""
        records = taken.parsed.records if taken.parsed and not taken.parsed.teilweise else ()
        tops = [each for each in records if isinstance(each, Tagesordnungspunkt) and not each.oeffentlich]
        closed = [each.id for each in tops if (each.tabelle, each.id) in taken.objekte]
        for url in self._scope.vorlagen_of(closed) if closed else ():
            key = address(parse.canonical(url))
            known = self._queue.state(key)
            if known and self._is_due(known, again=True) and not self._scope.forbidden(key):
                self._queue.reopen(key)

    def unchanged(self, task: Task, parsed: Parsed, when: datetime) -> None:
        """Of a page that is as it was, what only its present session can have, and its list's next page."""
        self._now = when
        going_on = self._going_on(task, parsed)
        for link in parsed.links:
            if self._is_wanted(link) and (link.sofort or _is_next(task, link)):
                self._link(task, link, frozenset(), going_on=going_on)

    def since(self, task: Task) -> str | None:
        """The address at which a list of an interface answers what was changed since the last visit; None: all of it."""
        when = self._last_visit
        if parse.rolle(task.seitenart) != "liste" or task.traeger or task.spruenge or task.versuche or when is None:
            return None
        if self._besuch.befehl != "update" or not task.gezeigt:
            return None
        return parse.since(task.url, (when - OVERLAP).astimezone().replace(microsecond=0).isoformat())

    def _is_wanted(self, link: Link) -> bool:
        return link.folgen and is_asked(self._scope.kommune, link.url)

    def _link(self, task: Task, link: Link, changed: frozenset[str], *, going_on: bool) -> None:
        if link.seitenart == "dokument":
            self._document(task, link, changed)
        elif _is_next(task, link):
            if going_on:
                self._next_of_list(task, link)
        elif parse.seitenart(link.url):
            if not link.sofort:
                self._page(link, changed)
            elif parse.seitenart(link.url) != task.seitenart:
                self._at_once(task, link)

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

    def _next_of_list(self, task: Task, link: Link) -> None:
        """A list's next page: of a list whose place the site keeps in the session, before anything else."""
        url = address(link.url if link.sofort else parse.canonical(link.url))
        entry = Address(
            schluessel=address(parse.canonical(parse.sessionless(link.url))),
            url=url,
            seitenart=link.seitenart,
            traeger=task.traeger or task.schluessel,
            vorrang=LIST if link.sofort else PAGE,
        )
        self._put(entry, None, wanted=True)

    def _at_once(self, task: Task, link: Link) -> None:
        """A page that only the present session can have."""
        key = address(parse.canonical(parse.sessionless(link.url)))
        entry = Address(
            schluessel=f"{key}#",
            url=address(link.url),
            seitenart=parse.seitenart(link.url),
            traeger=task.schluessel,
            vorrang=AT_ONCE,
        )
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
        kind = link.seitenart if parse.rolle(link.seitenart) else parse.seitenart(url)
        entry = Address(schluessel=url, url=url, seitenart=kind, tag=calendar or tag)
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

    def _going_on(self, task: Task, parsed: Parsed) -> bool:
        """Whether a list's page names what the list has not named before: some go round, some repeat their last page."""
        rolle = parse.rolle(task.seitenart)
        if rolle not in LISTEN:
            return False
        if rolle == "vorlagenliste":
            papers = [link for link in parsed.links if parse.rolle(link.seitenart) == "vorlage"]
            unlisted = self._unlisted(papers)
            return bool(unlisted) or (not papers and task.traeger is None)
        named = {record.id for record in parsed.records} | {absage.id for absage in parsed.absagen}
        named |= {each.url for each in parsed.links if not each.sofort and parse.rolle(each.seitenart) != rolle}
        pages = self._pages.setdefault(task.traeger or task.schluessel, set())
        is_news = frozenset(named) not in pages and (bool(named) or task.traeger is None)
        pages.add(frozenset(named))
        return is_news

    def _unlisted(self, papers: Collection[Link]) -> int:
        """How many Vorlagen a page of their list names that it did not name before: ever, or to a crawl in this visit."""
        keys = {address(parse.canonical(each.url)) for each in papers}
        for link in papers:
            self._page(link, frozenset())
        never = self._queue.never_listed(keys)
        listed = self._queue.listed(keys, self._besuch)
        return never if self._besuch.befehl == "update" else listed

    def _months_come_near(self, links: Iterable[Link]) -> None:
        days = [link.platzhalter.datum for link in links if isinstance(link.platzhalter, Sitzung)]
        if sum(self.months.learn(day) for day in days if day):
            for key in self.months.near(self._queue.unasked(KALENDER)):
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


def _is_next(task: Task, link: Link) -> bool:
    """Whether a link leads on in the list that it stands in."""
    rolle = parse.rolle(link.seitenart)
    return rolle in LISTEN and rolle == parse.rolle(task.seitenart) and (link.sofort or rolle == "liste")


def _changed(taken: Taken) -> frozenset[str]:
    """The objects whose own pages say something else now that this page does, and changed Dokumente."""
    records = taken.parsed.records if taken.parsed else ()
    changed = [record for record in records if (record.tabelle, record.id) in taken.objekte]
    minutes = any(isinstance(record, Dokument) and record.art == "niederschrift" for record in changed)
    found = {record.id for record in changed if isinstance(record, Dokument)}
    if taken.parsed and taken.parsed.teilweise:  # the pages say more of what an interface calls changed
        found |= {id_ for tabelle, id_ in taken.objekte if tabelle in {"vorlagen", "sitzungen"}}
    for top in records if minutes else changed:  # with the minutes come results that no agenda shows
        if isinstance(top, Tagesordnungspunkt):
            found.update(each for each in (top.id, top.vorlage) if each)
    return frozenset(found)


def when_of(taken: Taken) -> str | None:
    """The day of the Sitzung that a page shows."""
    records = taken.parsed.records if taken.parsed else ()
    days = (record.datum for record in records if isinstance(record, Sitzung))
    return next((day.isoformat() for day in days if day), None)

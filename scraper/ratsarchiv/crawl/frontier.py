"""What a visit still has to ask for, and in which order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv import parse
from ratsarchiv.crawl.months import Months
from ratsarchiv.model import Sitzung, Tagesordnungspunkt, Vorlage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Link, Parsed, Record


@dataclass(frozen=True, slots=True)
class Task:
    """An address to ask for."""

    url: str
    dokument: bool = False


class Frontier:
    """Breadth first, each address once; what only the present session can have comes right after its page."""

    def __init__(self, kommune: Kommune, today: date, since: date | None, forbidden: Callable[[str], bool]) -> None:
        self._kommune, self._since, self._forbidden = kommune, since, forbidden
        self._months = Months(today, since)
        self._queue: deque[Task] = deque()
        self._known: set[str] = set()
        self._listed: set[str] = set()
        self._days: dict[str, date] = {}

    def __len__(self) -> int:
        return len(self._queue)

    def begin_at(self, url: str) -> None:
        """Puts an address at the end, unless it is known."""
        key = parse.canonical(url)
        if key not in self._known:
            self._known.add(key)
            self._queue.append(Task(key))

    def next(self) -> Task:
        """The address whose turn it is."""
        return self._queue.popleft()

    def follow(self, parsed: Parsed) -> None:
        """Takes in what a page leads to; in front go attachments, then other documents, then a list's next page."""
        if any(self._too_old(record) for record in parsed.records):
            return
        more = self._lists_more(parsed)
        attachments, documents, pages, later = (list[Task]() for _ in range(4))
        for link in self._months.within_reach(parsed.links):
            if not self._wanted(link, more=more):
                continue
            if link.seitenart == "dokument":
                (attachments if link.sofort else documents).append(Task(link.url, dokument=True))
            else:
                (pages if link.sofort else later).append(Task(parse.canonical(link.url)))
        self._queue.extendleft(reversed([*attachments, *documents, *pages]))
        self._queue.extend(later)

    def _wanted(self, link: Link, *, more: bool) -> bool:
        """Whether a link is to be followed; from then on it is known."""
        if not link.folgen or not self._kommune.owns(link.url) or self._too_old(link.platzhalter):
            return False
        if link.seitenart != "dokument" and parse.seitenart(link.url) is None:
            return False
        if link.sofort and (link.seitenart or "").startswith("vo040"):
            return more
        key = link.dokument or parse.canonical(link.url)
        if key in self._known:
            return False
        self._known.add(key)
        return not self._forbidden(link.url)

    def _too_old(self, record: Record | None) -> bool:
        """Whether a Sitzung, a Vorlage or a Tagesordnungspunkt is older than wanted, as far as the pages have told."""
        if isinstance(record, Sitzung | Vorlage) and record.datum:
            self._days[record.id] = record.datum
        key = record.sitzung if isinstance(record, Tagesordnungspunkt) else record and record.id
        day = self._days.get(key or "")
        return self._since is not None and day is not None and day < self._since

    def _lists_more(self, parsed: Parsed) -> bool:
        """Whether a page of a list names a Vorlage that no page of the list named before; else the list goes round."""
        named = {link.url for link in parsed.links if (link.seitenart or "").startswith("vo020")}
        more = not named <= self._listed
        if parsed.seitenart.startswith("vo040"):
            self._listed |= named
        return more

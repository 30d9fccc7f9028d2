"""Which months of a calendar without end are worth asking for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.model import Sitzung
from ratsarchiv.parse.address import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ratsarchiv.model import Link

REACH = 12
"""So many months before and after a known Sitzung are asked for."""


class Months:
    """Holds links to months back until a Sitzung is known near them; a calendar may offer fifty years at once."""

    def __init__(self, today: date, since: date | None = None) -> None:
        self._known = {_index(today.year, today.month)}
        self._floor = _index(since.year, since.month) if since else 0
        self._waiting: dict[int, dict[str, Link]] = {}

    def within_reach(self, links: Iterable[Link]) -> Iterator[Link]:
        """All links that are no months, those to months near a Sitzung, and those held back that have come near."""
        for link in links:
            month = _month(link)
            if month is None:
                self._learn(link)
                yield link
            elif month >= self._floor:
                self._waiting.setdefault(month, {})[link.url] = link
        for month in sorted(filter(self._near, self._waiting), reverse=True):
            yield from self._waiting.pop(month).values()

    def _near(self, month: int) -> bool:
        return not self._known.isdisjoint(range(month - REACH, month + REACH + 1))

    def _learn(self, link: Link) -> None:
        """Takes note of a Sitzung's day."""
        if isinstance(link.platzhalter, Sitzung) and (day := link.platzhalter.datum):
            self._known.add(_index(day.year, day.month))


def _month(link: Link) -> int | None:
    """The month that a link into the calendar leads to; None for any other link."""
    if not (link.seitenart or "").startswith("si010"):
        return None
    year, month = number(link.url, "YY"), number(link.url, "MM")
    return _index(int(year), int(month)) if year and month else None


def _index(year: int, month: int) -> int:
    return year * 12 + month

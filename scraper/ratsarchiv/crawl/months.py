"""Which months of a calendar without end are worth asking for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

REACH = 12
"""So many months before and after a known Sitzung are asked for."""
BACK, AHEAD = 40 * 12, 5 * 12
"""So many months before and after the present one at most: a calendar may have Sitzungen for ever."""


class Months:
    """Holds months back until a Sitzung is known near them; a calendar may offer fifty years at once."""

    def __init__(self, today: date, known: Iterable[str], since: date | None = None) -> None:
        """`known` are days of Sitzungen, in ISO 8601."""
        now = _index(today.isoformat())
        self._known = {now} | {_index(day) for day in known}
        self._floor = _index(since.isoformat()) if since else 0
        self._horizon = range(now - BACK, now + AHEAD + 1)
        self.beyond: str | None = None
        """A month that is left out although Sitzungen are known near it."""

    def learn(self, day: date) -> bool:
        """Takes note of a Sitzung's day; whether its month is news."""
        month = _index(day.isoformat())
        news = month not in self._known
        self._known.add(month)
        return news

    def is_near(self, month: str) -> bool:
        """Whether a month (`2026-11`) lies near a Sitzung, and not before the time that is wanted."""
        index = _index(month)
        near = index >= self._floor and not self._known.isdisjoint(range(index - REACH, index + REACH + 1))
        if near and index not in self._horizon:
            self.beyond = self.beyond or month
        return near and index in self._horizon

    def near(self, waiting: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Of months held back, each with its key, the keys of those that have come near, the newest first."""
        for key, month in sorted(waiting, key=lambda each: each[1], reverse=True):
            if self.is_near(month):
                yield key


def month(url: str) -> str | None:
    """The month (`2026-11`) that a calendar's address asks for; None for any other address."""
    if parse.rolle(parse.seitenart(url)) != "kalender":
        return None
    found = parse.monat(url)
    return f"{found[0]:04}-{found[1]:02}" if found and 1 <= found[1] <= 12 and found[0] <= 9999 else None


def _index(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7])

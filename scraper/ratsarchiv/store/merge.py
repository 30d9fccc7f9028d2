"""What a row says after another page was read: pure rules with the same result in whatever order the pages arrive.

A row has its *own* page, which says all its fields, and is named *in passing* by others. Field by field:

- The newest own page is right, also where it says nothing; what others say in passing then counts for nothing.
- Of a row whose own page was never read, the first that said anything in passing is right.
- A field that other pages print (`ANDERSWO`) is as the newest page has it that says anything, whichever that is.

What an own page says that comes in late changes no row, but what is known of the past (see `history`).

An unchanged page is not read again. The rows that were read from it count as seen by the new capture; whatever else it
says keeps the time at which its present wording was first read. So of two pages that contradict each other about a
field the one that changed last is right, and a row that is only named in passing keeps its `zuletzt_gesehen`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

Value = str | int | None
Said = Mapping[str, Value]


class Change(NamedTuple):
    """A field said one thing and now says another."""

    feld: str
    alt: Value
    neu: Value


class Reading(NamedTuple):
    """One capture of one page. All times are UTC texts that sort as the times do."""

    abruf: int
    zeitpunkt: str
    davor: str | None
    """When the same page was read the last time before."""
    danach: str | None
    """When it was read the next time after: of captures that come in late."""
    gleich: frozenset[str] = frozenset()
    """Of a late capture between two that show the same page: when that page was read before. What it said then it
    says `danach` again, though nobody read it a second time."""


@dataclass(slots=True)
class Row:
    """One object, as stored or about to be."""

    id: str
    kommune: str
    zuerst: str
    zuletzt: str
    verschwunden: str | None
    abruf: int | None
    eigen: str | None
    """When the newest own page was given."""
    felder: dict[str, Value]
    nennungen: dict[str, str]
    """When a field was said, where that was at another time than `gesagt`."""
    stored: tuple[Any, ...] | None = None
    """As it lies in the table; None for a new one."""
    system: str | None = None
    """The product that its newest own page was read as."""

    @property
    def gesagt(self) -> str:
        """When the fields were said, unless `nennungen` knows better."""
        return self.eigen or self.zuerst


def own_page(row: Row, said: Said, anderswo: Set[str], reading: Reading) -> list[Change]:
    """Take what the row's own page says; the news in it."""
    now = reading.zeitpunkt
    if row.eigen and now < row.eigen:
        return in_passing(row, {feld: neu for feld, neu in said.items() if feld in anderswo}, anderswo, reading)
    times = _times(row, anderswo, reading)
    news = []
    for feld, neu in said.items():
        alt = row.felder[feld]
        if feld in anderswo:
            if neu is None or now < times.get(feld, now):
                continue
            times[feld] = now
        if neu != alt:
            row.felder[feld] = neu
            if row.eigen and (feld not in anderswo or _is_news(row, alt, reading)):
                news.append(Change(feld, alt, neu))
    row.eigen, row.abruf = now, reading.abruf
    _settle(row, times, anderswo, now)
    return news


def in_passing(row: Row, said: Said, anderswo: Set[str], reading: Reading, *, fills: bool = False) -> list[Change]:
    """Take what another page says about the row; the news in it.

    `fills`: what the row's own page says nothing about may be filled, since an interface puts it elsewhere.
    """
    now = reading.zeitpunkt
    times = _times(row, anderswo, reading)
    news = []
    for feld, neu in said.items():
        if neu is None or (row.eigen and feld not in anderswo and not (fills and row.felder[feld] is None)):
            continue
        alt = row.felder[feld]
        if alt is not None and not (now > times[feld] if feld in anderswo else now < times[feld]):
            continue
        times[feld] = now
        if neu != alt:
            row.felder[feld] = neu
            if feld in anderswo and _is_news(row, alt, reading):
                news.append(Change(feld, alt, neu))
    _settle(row, times, anderswo, now)
    return news


def _times(row: Row, anderswo: Set[str], reading: Reading) -> dict[str, str]:
    """When each field that says something was said; of a visited row only where that still matters."""
    felder: Iterable[str] = anderswo if row.eigen else row.felder
    times = {feld: row.nennungen.get(feld, row.gesagt) for feld in felder if row.felder[feld] is not None}
    if reading.gleich and reading.danach:
        times |= {feld: reading.danach for feld in anderswo & times.keys() if times[feld] in reading.gleich}
    return times


def _is_news(row: Row, alt: Value, reading: Reading) -> bool:
    """A field that said nothing is news only if this page had its chance to say it earlier."""
    return alt is not None or (reading.davor is not None and reading.davor >= row.zuerst)


def _settle(row: Row, times: Mapping[str, str], anderswo: Set[str], now: str) -> None:
    row.zuerst, row.zuletzt = min(row.zuerst, now), max(row.zuletzt, now)
    row.nennungen = {
        feld: time for feld, time in times.items() if time != row.gesagt and (feld in anderswo or not row.eigen)
    }

"""The small languages of a council's page: dates, times, agenda numbers, votes, counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache, wraps
from typing import TypeVar
from zoneinfo import ZoneInfo

from ratsarchiv.errors import ParseError

BERLIN = ZoneInfo("Europe/Berlin")

Answer = TypeVar("Answer")
_SHORT = 100
_DATE = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_TIME = re.compile(r"\b(\d{1,2})[:.](\d{2})(?::\d{2})?\b")
_CLOCK = re.compile(r"\d{4}\s+(\d{1,2}):(\d{2}):(\d{2})")
_TOP = re.compile(r"([ÖN])\s*(\d+(?:\.\d+)*(?:\.?[a-z])?)\.?")
_TOP_AND_MORE = re.compile(_TOP.pattern + r"\s")
_BARE_NUMBER = re.compile(r"(?:[^\W\d_]{1,8}\.?\s?)?\d[\w.]{0,20}(?!\w)|[IVX]{1,6}\b\.?")
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
_NUMBER_WORDS = {
    "keine": 0, "keiner": 0, "null": 0, "eine": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip


def _remembered(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Pages say the same short things again and again; long ones are not worth the memory."""
    known = lru_cache(maxsize=4096)(function)

    @wraps(function)
    def answer(text: str) -> Answer:
        return known(text) if len(text) <= _SHORT else function(text)

    return answer


def blanks(text: str) -> str:
    """`text` in one line: every run of white space, no-break spaces too, is one blank."""
    return " ".join(text.split())


@_remembered
def first_date(text: str) -> date | None:
    """The first dd.mm.yyyy in `text`, or None; ParseError where it is no day of the calendar."""
    found = _DATE.search(text)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ParseError(f"{found[0]!r} is no day of the calendar") from error


def times(text: str) -> tuple[time | None, time | None]:
    """Beginning and end as in `18:00 - 21:14`, `18:00`, `17:00-18:26 Uhr` or nothing."""
    found = [_clock(hour, minute) for hour, minute in _TIME.findall(text)]
    return (found[0] if found else None, found[1] if len(found) > 1 else None)


def _clock(hour: str, minute: str) -> time:
    try:
        return time(int(hour) % 24 if hour == "24" else int(hour), int(minute))
    except ValueError as error:
        raise ParseError(f"{hour}:{minute} is no time of day") from error


def span(day: date | None, text: str) -> tuple[datetime | None, datetime | None]:
    """Beginning and end of a Sitzung with their offset; an end before the beginning is on the next day."""
    begin, end = times(text)
    if day is None or begin is None:
        return None, None
    beginn = datetime.combine(day, begin, BERLIN)
    if end is None:
        return beginn, None
    try:
        ende = datetime.combine(day if end >= begin else day + timedelta(days=1), end, BERLIN)
    except OverflowError as error:
        raise ParseError(f"no day follows {day}") from error
    return beginn, ende


def moment(text: str) -> datetime | None:
    """The first `07.07.2026 16:09:37` in `text`."""
    day = first_date(text)
    clock = _CLOCK.search(text)
    if day is None or clock is None:
        return None
    try:
        hour, minute, second = map(int, clock.groups())
        return datetime.combine(day, time(hour, minute, second), BERLIN)
    except ValueError as error:
        raise ParseError(f"{clock[0]!r} is no time of day") from error


def month(text: str) -> tuple[int, int] | None:
    """(year, month) of a heading such as `Oktober 2023`."""
    found = re.search(rf"\b({'|'.join(_MONTHS)})\s+(\d{{4}})\b", text)
    return (int(found[2]), _MONTHS.index(found[1]) + 1) if found else None


@dataclass(frozen=True, slots=True)
class TopNumber:
    """An agenda number as people write it, and whether it stands in the public part."""

    text: str
    oeffentlich: bool | None
    """None where the number doesn't say."""


@_remembered
def top_number(text: str) -> TopNumber | None:
    """`Ö 8.2` and `N 10` say which part they belong to; a bare number doesn't; no number is None."""
    plain = blanks(text)
    if not plain:
        return None
    found = _TOP.fullmatch(plain) or _TOP_AND_MORE.match(plain)
    if not found:
        number = _BARE_NUMBER.match(plain)  # what follows may be a title
        return TopNumber(number[0] if number else plain.partition(" ")[0][:20], None)
    return TopNumber(f"{found[1]} {found[2]}", found[1] == "Ö")


@dataclass(frozen=True, slots=True)
class Votes:
    """Figures of one vote; None where the text gives none."""

    ja: int | None = None
    nein: int | None = None
    enthaltung: int | None = None


_COUNT = rf"(\d{{1,6}}|{'|'.join(_NUMBER_WORDS)})"
_KINDS = {
    "ja": r"(?:ja(?:-?stimmen?)?|dafür|zustimmung(?:en)?|stimmen dafür|für-?stimmen?)",
    "nein": r"(?:nein(?:-?stimmen?)?|dagegen|ablehnung(?:en)?|gegenstimmen?|stimmen dagegen)",
    "enthaltung": r"(?:stimm)?enthaltung(?:en)?",
}
_AFTER = {kind: re.compile(rf"(?<![\w-]){word}\s*[:=]\s*{_COUNT}\b", re.IGNORECASE) for kind, word in _KINDS.items()}
_BEFORE = {kind: re.compile(rf"\b{_COUNT}\s+{word}(?![\w-])(?!\s*:)", re.IGNORECASE) for kind, word in _KINDS.items()}
_BARE = {kind: re.compile(rf"(?<![\w-]){word}\s+{_COUNT}\b", re.IGNORECASE) for kind, word in _KINDS.items()}
_UNANIMOUS = re.compile(r"(?<!nicht )\beinstimmig\b", re.IGNORECASE)
_REFUSED = re.compile(r"\b(?:abgelehnt|ablehn\w+)\b", re.IGNORECASE)


def votes(text: str) -> Votes:
    """The figures of `Dafür: 25 Dagegen: 8 Enthaltungen: 0`, `23 Ja-Stimmen, 4 Nein-Stimmen`, `einstimmig mit zwei Enthaltungen`.

    Where a text reports several votes no figure is taken: which of them decided is for people to read.
    """
    plain = blanks(text)
    found = {kind: _counts(_AFTER[kind], plain) or _counts(_BEFORE[kind], plain) for kind in _KINDS}
    # `dafür 12 dagegen 3` also reads as `12 dagegen`: the order in which more figures go together is meant.
    bare = {kind: _counts(_BARE[kind], plain) for kind in _KINDS}
    found = max(found, bare, key=lambda counts: sum(map(len, counts.values())))
    if any(len(counts) > 1 for counts in found.values()):
        return Votes()
    single = {kind: counts[0] if counts else None for kind, counts in found.items()}
    if single["nein"] is None and _UNANIMOUS.search(plain) and not _REFUSED.search(plain):
        single["nein"] = 0
    return Votes(**single)


def _counts(pattern: re.Pattern[str], text: str) -> list[int]:
    return [int(word) if word.isdecimal() else _NUMBER_WORDS[word.lower()] for word in pattern.findall(text)]

"""Dates of birth: a date counts only where the words beside it say what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratsarchiv.privacy.fund import Fund

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = (
    "Januar|Jan\\.|Februar|Feb\\.|März|April|Apr\\.|Mai|Juni|Juli|August|Aug\\.|September|Sept\\.|Oktober|Okt\\.|"
    "November|Nov\\.|Dezember|Dez\\."
)
_DATE = (
    rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.|(?:{_MONTHS}))\s?(?P<year>\d{{4}}|\d{{2}})"
    rf"|(?P<iso>\d{{4}})-\d\d-\d\d)(?![\d.]\d)"
)
_BEFORE = re.compile(
    r"(?:[Gg]eb\.|[Gg]eboren(?:e[rn]?)?|(?:[Gg]eburtsdatum|[Gg]eburtstag|GEBURTSDATUM|Geb\.-?(?:[Dd]atum"
    r"|Dat\.)))(?!\w)"
    r"(?:\s(?:[A-ZÄÖÜ][\w-]{1,30},?\s)?(?:in\s[A-ZÄÖÜ][\w-]{1,30}\s)?(?=am\s))?"
    r"(?:\s(?:wurde|ist|sei)\s\w{2,20}(?=\sam))?"
    r"(?:\s(?:des|der)\s\w{2,30})?(?:\s?\([^()\d]{1,20}\))?[\s:,]{0,4}(?:(?:ist|war|lautet)\s)?(?:(?:am"
    r"|der|den|dem)\s)?(?:(?:der|den)\s)?" + _DATE
)
_STAR = re.compile(r"\*\s?" + _DATE)
_AFTER = re.compile(
    rf"(?<!bis zum )(?<!nach dem )(?<!ab dem )(?<!vor dem )(?<!seit dem )\b{_DATE}\s"
    rf"(?:in\s[A-ZÄÖÜ]\w{{1,30}}\s)?geboren(?:e[rn]?)?\b(?!\s(?:wurden|sind|werden|waren))"
)
_SIGNS = ("eb.", "eboren", "eburts", "GEBURT")
_DEAD = 1900
"""Whoever was born before is history: the namesakes of streets."""


def birthdays(text: str, shape: bytes) -> Iterator[Fund]:  # noqa: ARG001 - one signature for every search
    """Dates of birth of people who may be alive."""
    if any(sign in text for sign in _SIGNS):
        yield from _in(text, _BEFORE)
        if "geboren" in text:
            yield from _in(text, _AFTER)
    if "*" in text:
        yield from _in(text, _STAR)


def _in(text: str, pattern: re.Pattern[str]) -> Iterator[Fund]:
    for match in pattern.finditer(text):
        name = "year" if match["year"] else "iso"
        start = match.start("iso") if name == "iso" else _first_digit(match)
        if len(match[name]) == 2 or int(match[name]) >= _DEAD:
            end = match.end("year") if name == "year" else match.start("iso") + len("2000-01-01")
            yield Fund(start, end, "geburtsdatum")


def _first_digit(match: re.Match[str]) -> int:
    return next(at for at in range(match.start(), match.end()) if match.string[at].isdigit())

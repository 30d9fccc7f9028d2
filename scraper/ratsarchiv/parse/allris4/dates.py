"""Dates in German, and in English, which the system writes for visitors who ask in no language."""

from __future__ import annotations

import re
from datetime import date

from ratsarchiv.errors import ParseError
from ratsarchiv.parse import german

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAME = "|".join(_MONTHS)
_YEAR_FIRST = re.compile(rf"\b(?P<year>\d{{4}}) (?P<month>{_NAME})[a-z]{{0,6}} (?P<day>\d{{1,2}})\b")
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_NAME})[a-z]{{0,6}} (?P<day>\d{{1,2}}), (?P<year>\d{{4}})\b")


def day(text: str) -> date | None:
    """The first day in `text`: `Mi., 21.10.2026`, `2026 Oct 21`, `Jan 29, 2026`; None where there is none."""
    if found := german.first_date(text):
        return found
    plain = german.blanks(text)
    english = _YEAR_FIRST.search(plain) or _MONTH_FIRST.search(plain)
    if english is None:
        return None
    try:
        return date(int(english["year"]), _MONTHS.index(english["month"]) + 1, int(english["day"]))
    except ValueError as error:
        raise ParseError(f"{english[0]!r} is no day of the calendar") from error

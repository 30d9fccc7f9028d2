"""Which days Musterstadt's council keeps free: public and school holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache


def ostersonntag(jahr: int) -> date:
    """Easter Sunday (Gauss's rule in Lichtenberg's form, for 1900 to 2099)."""
    a = jahr % 19
    d = (19 * a + 24) % 30
    e = (2 * (jahr % 4) + 4 * (jahr % 7) + 6 * d + 5) % 7
    tage = 22 + d + e
    if tage == 57 or (tage == 56 and d == 28 and a > 10):
        tage -= 7
    return date(jahr, 3, 1) + timedelta(days=tage - 1)


@cache
def feiertage(jahr: int) -> dict[date, str]:
    """The year's public holidays with their names."""
    ostern = ostersonntag(jahr)
    beweglich = {
        -2: "Karfreitag",
        1: "Ostermontag",
        39: "Christi Himmelfahrt",
        50: "Pfingstmontag",
        60: "Fronleichnam",
    }
    fest = {
        (1, 1): "Neujahr",
        (5, 1): "Tag der Arbeit",
        (10, 3): "Tag der Deutschen Einheit",
        (11, 1): "Allerheiligen",
        (12, 25): "1. Weihnachtsfeiertag",
        (12, 26): "2. Weihnachtsfeiertag",
    }
    tage = {ostern + timedelta(days=n): name for n, name in beweglich.items()}
    return tage | {date(jahr, monat, tag): name for (monat, tag), name in fest.items()}


def feiertag(tag: date) -> str | None:
    """The name of the public holiday, or None."""
    return feiertage(tag.year).get(tag)


def schulferien(tag: date) -> bool:
    """Whether school is out."""
    ostern = ostersonntag(tag.year)
    sommer = _montag(date(tag.year, 7, 6))
    herbst = _montag(date(tag.year, 10, 9))
    return (
        timedelta(days=-13) <= tag - ostern <= timedelta(days=6)
        or timedelta() <= tag - sommer < timedelta(weeks=6)
        or timedelta() <= tag - herbst < timedelta(weeks=2)
        or (tag.month, tag.day) >= (12, 22)
        or (tag.month, tag.day) <= (1, 6)
    )


def sitzungstag(tag: date) -> bool:
    """Whether the council meets on such a day: Monday to Thursday, no holiday."""
    return tag.weekday() < 4 and not feiertag(tag) and not schulferien(tag)


def _montag(ab: date) -> date:
    return ab + timedelta(days=-ab.weekday() % 7)

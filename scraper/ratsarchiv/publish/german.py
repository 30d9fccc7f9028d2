"""Dates, numbers and codes as a German reader expects them: the filters of the templates."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ZONE = ZoneInfo("Europe/Berlin")

_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip

ABSCHNITTE = {
    "beschlussvorschlag": "Beschlussvorschlag",
    "sachverhalt": "Sachverhalt",
    "rechtslage": "Rechtslage",
    "personelle_auswirkungen": "Personelle Auswirkungen",
    "finanzielle_auswirkungen": "Finanzielle Auswirkungen",
    "soziale_auswirkungen": "Soziale Auswirkungen",
    "klima": "Auswirkungen auf das Klima",
    "begruendung": "Begründung",
    "anlagen": "Anlagen",
    "protokoll": "Protokoll",
    "beschluss": "Beschluss",
    "abstimmungsergebnis": "Abstimmungsergebnis",
    "antwort": "Antwort",
}
"""Headings for Abschnitte that print none."""

_TABLE = re.compile(r"</?table\b[^>]*>")
_BOX = '<div class="breite-tabelle" role="group" aria-label="Tabelle" tabindex="0">'

_COLOURS = {
    "ja": ("ungeaendert", "geaendert", "beschlossen", "empfohlen"),
    "nein": ("abgelehnt",),
    "warten": ("vertagt", "ueberwiesen", "zurueckgestellt", "abgesetzt"),
}
_COLOUR = {code: colour for colour, codes in _COLOURS.items() for code in codes}


def today() -> date:
    """The date in Germany."""
    return datetime.now(ZONE).date()


def long_date(moment: str | None) -> str:
    """`Mittwoch, 17. November 2021`, in Germany; text that is no date stays as it is."""
    here = _in_germany(moment)
    return _words(here) if here else moment or ""


def long_time(moment: str | None) -> str:
    """`Mittwoch, 17. November 2021, 14:05 Uhr`, in Germany; text that is no time stays as it is."""
    here = _in_germany(moment)
    return f"{_words(here)}, {here:%H:%M} Uhr" if here else moment or ""


def _in_germany(moment: str | None) -> datetime | None:
    try:
        there = datetime.fromisoformat(moment or "")
    except ValueError:
        return None
    return there.astimezone(ZONE) if there.tzinfo else there


def _words(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, {day.day}. {_MONTHS[day.month - 1]} {day.year}"


def clock(moment: str | None) -> str:
    """`17:30 Uhr`, as the page printed it; empty where no time of day is known."""
    return f"{moment[11:16]} Uhr" if moment and len(moment) >= 16 else ""


def number(value: int | None) -> str:
    """`12.345`"""
    return "viele" if value is None else f"{value:,}".replace(",", ".")


def web_address(url: str | None) -> str | None:
    """The address if a browser may follow it: never `javascript:` or `data:`."""
    return url if url and re.match(r"https?://[^\s/]", url, re.IGNORECASE) else None


def heading(abschnitt: Any) -> str:
    """An Abschnitt's heading as printed, or the word for its art."""
    return abschnitt["ueberschrift"] or ABSCHNITTE.get(abschnitt["art"], "Weiterer Text")


def colour(beschlussart: str | None) -> str:
    """The colour class of a result: `ja`, `nein`, `warten` or `neutral`."""
    return _COLOUR.get(beschlussart or "", "neutral")


def one_line(text: str | None) -> str:
    """Text without its line breaks."""
    return " ".join((text or "").split())


def marked(text: str | None, marks: Iterable[tuple[int, int]]) -> Markup:
    """Text with some of it in `<mark>`; marks that overlap count once."""
    text = text or ""
    pieces, end = [], 0
    for first, last in sorted(marks):
        start = max(first, end)
        if start < min(last, len(text)):
            pieces += [escape(text[end:start]), Markup("<mark>"), escape(text[start:last]), Markup("</mark>")]
            end = min(last, len(text))
    return Markup("").join([*pieces, escape(text[end:])])


def short_date(day: str | None) -> str:
    """`17.11.2021`; text that is no date stays as it is."""
    here = _in_germany(day)
    return f"{here:%d.%m.%Y}" if here else day or ""


def sunken_headings(html: str, rank: int = 3) -> str:
    """Stored HTML whose headings rank below the Abschnitt's own, and whose tables scroll by the keyboard too."""
    return _TABLE.sub(_in_box, re.sub(r"<(/?)h[1-6]>", rf"<\1h{rank}>", html))


def _in_box(table: re.Match[str]) -> str:
    return f"{table[0]}</div>" if table[0].startswith("</") else f"{_BOX}{table[0]}"


def month(day: date) -> str:
    """`März 2026`"""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day(moment: str | None) -> str | None:
    """The day of a moment in Germany: `2026-03-04`."""
    here = _in_germany(moment)
    return f"{here:%Y-%m-%d}" if here else None


def file_size(size: int | str | None) -> str:
    """`460,8 KB` of bytes; a size that is printed already stays as it is."""
    if not isinstance(size, int):
        return size or ""
    if size < 1000:
        return f"{size} Bytes"
    amount, unit = (size / 1e3, "KB") if size < 1e6 else (size / 1e6, "MB")
    return f"{amount:,.1f} {unit}".translate(str.maketrans(",.", ".,"))


def machine_time(moment: str) -> str:
    """A time without the fractions of a second that HTML knows no more than three digits of."""
    return re.sub(r"\.\d+", "", moment)


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        long_date, long_time, short_date, clock, number, web_address, heading, colour, one_line, marked, sunken_headings,
        file_size, machine_time,
    )
}  # fmt: skip

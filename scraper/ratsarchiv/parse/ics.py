"""Calendars (iCalendar, RFC 5545) as council systems write them: what they say of each Sitzung."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icalendar import vDDDTypes, vText
from icalendar.parser import Contentline

from ratsarchiv.errors import ParseError
from ratsarchiv.parse import html
from ratsarchiv.parse.german import BERLIN, blanks

_LONGEST = 8_000_000
_MOST_EVENTS = 10_000
_LONGEST_LINE = 100_000
_READ = frozenset({"UID", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS"})
_NAME = re.compile(r"([A-Za-z-]{1,40})[:;]")
_CANCELLED_TITLE = re.compile(
    r"^\W*(?:entfällt|abgesagt|ausfall|fällt aus)\b|\b(?:entfällt|abgesagt)\W*$", re.IGNORECASE
)
_NOTE = re.compile(r"\bBemerkung:(.{0,1000})", re.DOTALL)
# "TOP 5 entfällt" cancels no Sitzung: the line has to speak of the whole, or of nothing.
_CANCELLED_NOTE = re.compile(
    r"^[^\w\n]{0,20}(?:(?:die|diese|der|dieser)\s)?(?:\w{0,40}sitzung\s|\w{0,40}termin\s)?"
    r"(?:(?:wurde|wird|ist|muss)\s)?(?:leider\s)?(?:entfällt|entfallen|abgesagt|fällt\s(?:leider\s)?aus)\b",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Termin:
    """One event of a calendar."""

    uid: str
    """Empty where the calendar gives none."""
    datum: date | None
    beginn: datetime | None
    """None for an event of a whole day, too."""
    ende: datetime | None
    """None where the calendar doesn't know it: some write the next midnight then."""
    titel: str
    """As printed: `ENTFÄLLT - Sportausschuss`."""
    ort: str | None
    beschreibung: str | None
    url: str | None
    abgesagt: bool


def termine(body: bytes) -> list[Termin]:
    """The events of a calendar, in its order; ParseError where it is none, was cut off, or is beyond all measure."""
    if len(body) > _LONGEST:
        raise ParseError(f"a calendar of {len(body):,} bytes is not read")
    lines = _unfolded(html.decode(body))
    if not lines or lines[0].upper() != "BEGIN:VCALENDAR":
        raise ParseError("this is no calendar: BEGIN:VCALENDAR is missing")
    if lines[-1].upper() != "END:VCALENDAR":
        raise ParseError("the calendar was cut off: END:VCALENDAR is missing")
    return [_termin(block) for block in _events(lines)]


def _unfolded(text: str) -> list[str]:
    """The calendar's lines without the empty ones that some systems write within and between events."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n ", "").replace("\n\t", "")
    return [
        line.rstrip() if line[:4].upper() in {"BEGI", "END:"} else line for line in whole.split("\n") if line.strip()
    ]


def _events(lines: list[str]) -> Iterator[dict[str, str]]:
    """The lines that we read of each event, by their names; what is nested in one (an alarm) is left out."""
    block: dict[str, str] | None = None
    nested = count = 0
    for line in lines[1:-1]:
        mark = line[:20].upper()
        if mark == "BEGIN:VEVENT" and block is None and count < _MOST_EVENTS:
            block, nested, count = {}, 0, count + 1
        elif mark == "END:VEVENT" and block is not None:
            yield block
            block = None
        elif mark in {"BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"}:
            raise ParseError("the calendar's events are not closed one by one, or too many")
        elif mark.startswith(("BEGIN:", "END:")):
            nested += 1 if mark.startswith("BEGIN:") else -1
        elif block is not None and not nested and (name := _name(line)):
            block.setdefault(name, line)
    if block is not None:
        raise ParseError("the calendar's last event is not closed")


def _name(line: str) -> str | None:
    """The name of a property that we read."""
    named = _NAME.match(line)
    name = named[1].upper() if named else ""
    return name if name in _READ and len(line) <= _LONGEST_LINE else None


def _termin(event: dict[str, str]) -> Termin:
    start, stop = _moment(event, "DTSTART"), _moment(event, "DTEND")
    beginn = start if isinstance(start, datetime) else None
    titel, beschreibung = blanks(_text(event, "SUMMARY")), html.tidy(_text(event, "DESCRIPTION"))
    url = _text(event, "URL").strip()
    return Termin(
        uid=blanks(_text(event, "UID")),
        datum=beginn.date() if beginn else start,
        beginn=beginn,
        ende=stop if beginn and isinstance(stop, datetime) and _is_known(beginn, stop) else None,
        titel=titel,
        ort=html.tidy(_text(event, "LOCATION")).rstrip(" ,\n") or None,
        beschreibung=beschreibung or None,
        url=url if url.startswith(("http://", "https://")) else None,
        abgesagt=_text(event, "STATUS").upper() == "CANCELLED" or _is_cancelled(titel, beschreibung),
    )


def _property(event: dict[str, str], name: str) -> tuple[str, str | None]:
    """A property's value as written, and its time zone; ValueError where it is absent or damaged."""
    _, parameters, value = Contentline(event.get(name, "")).parts()  # type: ignore[no-untyped-call]
    zone = parameters.get("TZID")
    return str(value), zone if isinstance(zone, str) else None


def _text(event: dict[str, str], name: str) -> str:
    """A property's text; empty where it is absent or damaged."""
    try:
        return str(vText.from_ical(_property(event, name)[0]))
    except ValueError:
        return ""


def _moment(event: dict[str, str], name: str) -> datetime | date | None:
    """A moment in the council's time, or a day; a moment without a zone is meant there."""
    try:
        value = vDDDTypes.from_ical(*_property(event, name))  # type: ignore[no-untyped-call]
    except (ValueError, OSError):  # a time zone's name is looked up as a file's
        return None
    if not isinstance(value, datetime):
        return value if isinstance(value, date) else None
    try:
        local = value.astimezone(BERLIN) if value.tzinfo else value
    except OverflowError:
        return None
    return local.replace(tzinfo=BERLIN)


def _is_known(beginn: datetime, ende: datetime) -> bool:
    midnight = ende.time() == time() and ende.date() - beginn.date() == timedelta(days=1)
    return ende > beginn and not midnight


def _is_cancelled(titel: str, beschreibung: str) -> bool:
    note = _NOTE.search(beschreibung)
    return bool(_CANCELLED_TITLE.search(titel) or (note and _CANCELLED_NOTE.search(note[1].strip())))

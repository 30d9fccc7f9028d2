"""Calendars: what they say of each Sitzung, and that nothing in one breaks the reader."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratsarchiv.errors import ParseError
from ratsarchiv.parse.german import BERLIN
from ratsarchiv.parse.ics import Termin, termine

if TYPE_CHECKING:
    from pathlib import Path

ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:VTIMEZONE",
)  # fmt: skip
"""As ALLRIS 4 writes it: without the part that a zone must have."""


def calendar(*events: str, end: str = "\n") -> bytes:
    """A calendar of events, each given as its lines."""
    inner = [f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events]
    return (
        "\n".join(["BEGIN:VCALENDAR", "METHOD:PUBLISH", *ZONE, *inner, "END:VCALENDAR", ""]).replace("\n", end).encode()
    )


def one(*lines: str) -> Termin:
    (termin,) = termine(calendar("\n".join(lines)))
    return termin


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BERLIN)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\n\r\n"])
def test_an_event_with_all_that_is_read(end: str) -> None:
    lines = (
        "UID:2026099745", "DTSTART;TZID=Europe/Berlin:20260924T163000", "DTEND;TZID=Europe/Berlin:20260924T171900",
        "SUMMARY;LANGUAGE=de:Ausschuss für Musterfragen", "LOCATION:Aula, An der Halle 7, Musterstadt, ",
        r"DESCRIPTION:Link zur Tagesordnung: https://rim.example/tops/?__=abc\n\nBemerkung:\nÄnderung, des Ortes",
        "URL:https://rim.example/termine/", "X-OUTLOOK-COLOR:#000000",
    )  # fmt: skip
    assert termine(calendar("\n".join(lines), end=end)) == [
        Termin(
            uid="2026099745",
            datum=date(2026, 9, 24),
            beginn=at(2026, 9, 24, 16, 30),
            ende=at(2026, 9, 24, 17, 19),
            titel="Ausschuss für Musterfragen",
            ort="Aula, An der Halle 7, Musterstadt",
            beschreibung="Link zur Tagesordnung: https://rim.example/tops/?__=abc\n\nBemerkung:\nÄnderung, des Ortes",
            url="https://rim.example/termine/",
            abgesagt=False,
        )
    ]


@pytest.mark.parametrize(
    ("start", "beginn"),
    [
        ("DTSTART:20260924T143000Z", at(2026, 9, 24, 16, 30)),
        ("DTSTART:20260924T163000", at(2026, 9, 24, 16, 30)),
        ("DTSTART;TZID=Europe/Berlin:20261224T163000", at(2026, 12, 24, 16, 30)),
        ("DTSTART;TZID=America/New_York:20261224T103000", at(2026, 12, 24, 16, 30)),
        ("DTSTART;TZID=Nirgendwo:20261224T163000", at(2026, 12, 24, 16, 30)),
        ("DTSTART:bald", None),
        ("DTSTART:20260231T163000", None),
        ("DTSTART:00010101T000000Z", at(1, 1, 1, 0, 53, 28)),
        ("DTSTART:99991231T235959Z", None),
        ("X-DTSTART:20260924T163000", None),
    ],
)
def test_every_moment_is_in_the_councils_time(start: str, beginn: datetime | None) -> None:
    assert one(start).beginn == beginn


@pytest.mark.parametrize("end", ["20260925T000000", "20260924T163000", "20260923T200000"])
def test_an_end_at_the_next_midnight_or_not_after_the_beginning_is_unknown(end: str) -> None:
    assert one("DTSTART:20260924T163000", f"DTEND:{end}").ende is None


def test_an_end_after_midnight_is_known() -> None:
    assert one("DTSTART:20260924T163000", "DTEND:20260925T003000").ende == at(2026, 9, 25, 0, 30)


def test_a_whole_day_has_no_beginning() -> None:
    termin = one("DTSTART;VALUE=DATE:20260924", "DTEND;VALUE=DATE:20260925")
    assert (termin.datum, termin.beginn, termin.ende) == (date(2026, 9, 24), None, None)


@pytest.mark.parametrize(
    "line",
    [
        "STATUS:CANCELLED",
        "SUMMARY:ENTFÄLLT - Sportausschuss",
        "SUMMARY:Abgesagt: Rat",
        "SUMMARY:Sportausschuss - entfällt!",
        r"DESCRIPTION:Link zur Tagesordnung: https://rim.example/\n\nBemerkung:\nDie Sitzung entfällt.",
        r"DESCRIPTION:Bemerkung:\nabgesagt",
        r"DESCRIPTION:Bemerkung: Diese Sitzung wurde abgesagt\, ein neuer Termin folgt",
        r"DESCRIPTION:Bemerkung:\nWegen Krankheit:\nSitzung fällt leider aus",
    ],
)
def test_cancelled(line: str) -> None:
    assert one(line).abgesagt


@pytest.mark.parametrize(
    "line",
    [
        "STATUS:CONFIRMED",
        "SUMMARY:Ausschuss für entfallene Dinge",
        r"DESCRIPTION:Bemerkung:\nTOP 5 entfällt",
        r"DESCRIPTION:Bemerkung:\nDie Einwohnerfragestunde wird abgesagt",
        "DESCRIPTION:entfällt",
    ],
)
def test_not_cancelled(line: str) -> None:
    assert not one(line).abgesagt


def test_only_web_addresses_are_kept() -> None:
    assert one("URL:javascript:alert(1)").url is None


def test_folded_lines_and_line_feeds_that_nobody_escaped() -> None:
    assert one("SUMMARY:Ausschuss für", "  Kultur").titel == "Ausschuss für Kultur"
    assert one("DESCRIPTION:erste Zeile", "zweite ohne Doppelpunkt", "SUMMARY:Rat").titel == "Rat"


def test_an_alarm_inside_an_event_says_nothing_of_it() -> None:
    assert one("SUMMARY:Rat", "BEGIN:VALARM", "SUMMARY:Wecker", "END:VALARM").titel == "Rat"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 10_001 + b"END:VCALENDAR",
        b"BEGIN:VCALENDAR\n" + b"x" * 8_000_000,
    ],
    ids=["empty", "page", "cut off", "in an event", "nested", "closed twice", "too many", "too long"],
)
def test_no_calendar(body: bytes) -> None:
    with pytest.raises(ParseError):
        termine(body)


def test_a_calendar_may_be_empty() -> None:
    assert termine(calendar()) == []


NAMES = ("DTSTART", "DTEND", "UID", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS", "BEGIN", "END", "RRULE")
MOMENTS = st.from_regex(r"\A\d{8}(T\d{6}Z?)?\Z") | st.from_regex(r"\AP\d+[DWH]\Z")
LINE = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from([":", ";TZID=Europe/Berlin:", ";VALUE=DATE:", ";", ';X=":']),
    st.text(max_size=20) | MOMENTS,
)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(LINE.map("".join), max_size=8))
def test_whatever_an_event_says_it_is_read_or_refused(lines: list[str]) -> None:
    try:
        found = termine(calendar("\n".join(lines)))
    except ParseError:
        return
    assert all(each.beginn is None or each.beginn.tzinfo is BERLIN for each in found)


@pytest.mark.parametrize("name", ["allris4/iserlohn/sikalabo.ics", "sdnet/wesel/termine.ics"])
def test_a_real_calendar_is_read_whole(name: str, shared: Path) -> None:
    body = (shared / "pages" / name).read_bytes()
    found = termine(body)
    text = body.decode()
    starts = re.findall(r"^DTSTART;TZID=Europe/Berlin:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)", text, re.MULTILINE)
    events = text.split("BEGIN:VEVENT")[1:]
    assert [each.beginn for each in found] == [at(*map(int, start)) for start in starts]
    assert [each.uid for each in found] == re.findall(r"^UID:(\S+)", text, re.MULTILINE)
    assert [each.abgesagt for each in found] == ["ENTFÄLLT" in event for event in events]
    assert [each.ende is None for each in found] == [bool(re.search(r"DTEND\S+T000000", event)) for event in events]
    assert all(each.titel and not (each.ort or "").endswith(",") for each in found)

"""Calendars that programs subscribe to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from ratsarchiv.publish import german, ics, kalender

from . import council, meetings

Get = Callable[[str], Any]
K, S, RAT = council.K, meetings.S, meetings.RAT.id
HOSTILE = "Sitzung;\r\nATTACH:http://evil.example/\x00\x0b\u2028, Teil 2\\n" + "ü" * 100_000


def more() -> list[list[Any]]:
    """Sitzungen at the edges: no time of day, long ago, hostile."""
    return [
        *meetings.meetings(),
        [meetings.meeting(620, date(2026, 5, 6), beginn=None, raum=None, ort=None)],
        [meetings.meeting(621, date(2024, 5, 6))],
        [meetings.meeting(622, date(2026, 5, 7), name=HOSTILE, raum=HOSTILE, ort=HOSTILE, url="javascript:alert(1)")],
    ]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return council.build(tmp_path_factory.mktemp("ics") / "ratsarchiv.db", more())


@pytest.fixture
def get(open_site: Callable[[Path], Get], path: Path) -> Get:
    return open_site(path)


def events(answer: Any) -> dict[str, Any]:
    """What a program reads: the events by their uid, after a look at the form that it needs."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    found = {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert not any(event.errors for event in found.values())
    return found


def uid(number: int) -> str:
    return f"sitzung-{K}-{number}@ratsarchiv"


def test_a_sitzung_as_an_event_in_german_time(get: Get) -> None:
    answer = get(f"/sitzungen/{S}.ics")
    (event,) = events(answer).values()
    assert event["uid"] == uid(610)
    assert event.decoded("dtstart") == datetime(2026, 2, 11, 18, 30, tzinfo=german.ZONE)
    assert event.decoded("dtend") == datetime(2026, 2, 11, 21, 15, tzinfo=german.ZONE)
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert event["summary"] == "Sitzung des Stadtrates"
    assert event["location"] == "Ratssaal, Markt 1 00000 Buchenried"
    assert event["url"] == f"http://localhost/sitzungen/{S}"
    assert event["status"] == "CONFIRMED"
    assert f"Original: {council.BI}to010.asp?SILFDNR=610" in event["description"]
    assert b"BEGIN:VTIMEZONE" in answer.content


def test_it_is_the_same_byte_for_byte_until_something_changes(get: Get) -> None:
    first = get(f"/sitzungen/{S}.ics").content
    assert first == get(f"/sitzungen/{S}.ics").content
    (event,) = Calendar.from_ical(first).walk("VEVENT")
    assert event.decoded("dtstamp") == council.SEEN.replace(microsecond=0)
    assert event["sequence"] == 0


def test_every_change_counts_in_its_sequence(open_site: Callable[[Path], Get], path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ratsarchiv.db"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        row = "insert into aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf) values (?, ?, 'raum', 'a', 'b', ?, 1)"
        connection.execute(row, ["sitzungen", S, "2026-03-05T08:00:00+00:00"])
        connection.execute(row, ["sitzungen", S, "2026-03-06T08:00:00+00:00"])
        connection.execute(row, ["vorlagen", S, "2026-03-07T08:00:00+00:00"])
    (event,) = events(open_site(copy)(f"/sitzungen/{S}.ics")).values()
    assert event["sequence"] == 2
    assert event.decoded("dtstamp") == datetime(2026, 3, 6, 8, tzinfo=UTC)


def test_without_a_time_of_day_it_is_a_whole_day(get: Get) -> None:
    (event,) = events(get(f"/sitzungen/{K}-620.ics")).values()
    assert event.decoded("dtstart") == date(2026, 5, 6)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert "location" not in event


def test_a_cancelled_sitzung_is_cancelled_in_word_and_status(get: Get) -> None:
    (event,) = events(get(f"/sitzungen/{K}-611.ics")).values()
    assert (event["status"], event["summary"]) == ("CANCELLED", "Abgesagt: Sitzung danach")


def test_a_gremium_s_calendar_reaches_a_year_back_and_says_so(get: Get) -> None:
    answer = get(f"/gremien/{RAT}.ics")
    assert set(events(answer)) == {uid(number) for number in (609, 610, 611, 620, 622)}
    calendar = Calendar.from_ical(answer.content)
    assert calendar["name"] == calendar["x-wr-calname"] == "Sitzungen: Stadtrat, Stadt Buchenried"
    assert str(calendar["description"]).startswith("Sitzungen seit Montag, 3. März 2025 und künftige")


def test_the_big_calendar_is_narrowed_by_its_address(get: Get) -> None:
    everything = events(get("/kalender.ics"))
    assert {uid(504), uid(610)} <= set(everything)
    assert uid(621) not in everything
    assert set(events(get(f"/kalender.ics?kommune={K}"))) == set(everything)
    assert set(events(get(f"/kalender.ics?gremium={RAT}"))) == set(events(get(f"/gremien/{RAT}.ics")))
    assert get("/kalender.ics?kommune=nirgendwo").status_code == 404
    assert get("/kalender.ics?gremium=keins").status_code == 404


def test_when_there_are_too_many_the_oldest_are_left_out(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kalender, "MOST_TERMINE", 2)
    assert list(events(get(f"/gremien/{RAT}.ics"))) == [uid(620), uid(622)]


def test_hostile_words_stay_one_line_of_text(get: Get) -> None:
    answer = get(f"/sitzungen/{K}-622.ics")
    (event,) = events(answer).values()
    assert str(event["summary"]).startswith("Sitzung; ATTACH:http://evil.example/ , Teil 2\\n" + "ü" * 99)
    assert len(str(event["summary"])) <= ics.LONGEST_TEXT + 1
    assert "attach" not in event
    assert "javascript" not in event["description"]
    assert not any(sign in answer.content for sign in (b"\x00", b"\x0b"))


def test_what_is_no_sitzung_has_no_calendar(get: Get) -> None:
    assert get("/sitzungen/gibtsnicht.ics").status_code == 404
    assert get("/gremien/gibtsnicht.ics").status_code == 404


def test_an_end_before_the_beginning_is_left_out(open_site: Callable[[Path], Get], tmp_path: Path) -> None:
    wrong = replace(meetings.meeting(630, date(2026, 5, 6)), ende=datetime(2026, 5, 6, 1, tzinfo=UTC))
    get = open_site(council.build(tmp_path / "ratsarchiv.db", [[meetings.RAT], [wrong]]))
    (event,) = events(get(f"/sitzungen/{K}-630.ics")).values()
    assert "dtend" not in event

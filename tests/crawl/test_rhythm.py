"""When an address is due again, and which months are worth asking for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.crawl.months import Months, month
from ratsarchiv.crawl.rhythm import Rhythm
from ratsarchiv.store.queue import Task

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE = "https://ris.musterdorf.example/bi/"


def task(seitenart: str, *, key: str = "k", dokument: str | None = None, traeger: str | None = None) -> Task:
    return Task(
        schluessel=key, url=key, seitenart=seitenart, dokument=dokument, traeger=traeger, versuche=0, spruenge=0
    )


@pytest.mark.parametrize(
    ("seitenart", "tag", "days"),
    [
        ("vo040", None, (0, 0)),
        ("allris.net", None, (7, 7)),
        ("au010", None, (7, 7)),
        ("si010_e", None, (0, 0)),
        ("si010_e", "2026-11", (0, 0)),
        ("si010_e", "2026-08", (0, 0)),
        ("si010_e", "2027-02", (0, 0)),
        ("si010_e", "2027-03", (7, 7)),
        ("si010_e", "2026-07", (45, 90)),
        ("to010", "2026-12-24", (0, 0)),
        ("to010", "2026-08-30", (0, 0)),
        ("to010", "2026-08-29", (45, 90)),
        ("to010", None, (45, 90)),
        ("vo020", None, (45, 90)),
        ("kp020", None, (45, 90)),
    ],
)
def test_what_can_have_changed_is_due_at_once_and_the_rest_within_ninety_days(
    seitenart: str, tag: str | None, days: tuple[int, int]
) -> None:
    due = Rhythm().due(task(seitenart), NOW, tag)
    assert due is not None
    assert timedelta(days=days[0]) <= due - NOW <= timedelta(days=days[1])


def test_a_page_of_a_list_is_never_due_by_itself() -> None:
    assert Rhythm().due(task("vo040", traeger="first"), NOW, None) is None


def test_a_refused_object_that_was_shown_before_is_asked_for_a_day_later() -> None:
    shown = Task(schluessel="k", url="k", seitenart="vo020", versuche=0, spruenge=0, gezeigt=True)
    assert timedelta(days=1) < Rhythm().due_refused(shown, NOW) - NOW < timedelta(days=2)
    assert Rhythm().due_refused(task("vo020"), NOW) - NOW >= timedelta(days=45)


@given(st.text(min_size=1))
def test_addresses_are_spread_over_the_second_half_of_the_time(key: str) -> None:
    due = Rhythm(tage=30).spread(key, NOW)
    assert timedelta(days=15) <= due - NOW <= timedelta(days=30)
    assert due == Rhythm(tage=30).spread(key, NOW)


def test_spread_addresses_are_not_due_together() -> None:
    days = {Rhythm().spread(f"vo020.asp?VOLFDNR={each}", NOW).date() for each in range(1000)}
    assert len(days) > 40


def test_months_far_from_any_sitzung_wait_until_one_is_known_near_them() -> None:
    months = Months(date(2026, 11, 22), known=[])
    assert months.is_near("2026-01")
    assert not months.is_near("2024-06")
    assert months.learn(date(2025, 3, 1))
    assert not months.learn(date(2025, 3, 30))
    assert list(months.near([("a", "2023-06"), ("b", "2024-06"), ("c", "2024-09")])) == ["c", "b"]


def test_no_month_before_the_time_that_is_wanted_is_near() -> None:
    months = Months(date(2026, 11, 22), known=["2026-05-01"], since=date(2026, 6, 1))
    assert months.is_near("2026-06")
    assert not months.is_near("2026-05")


def test_a_calendar_that_has_sitzungen_for_ever_is_left_at_its_horizon() -> None:
    months = Months(date(2026, 11, 22), known=["2031-11-03", "1986-12-01"])
    assert months.is_near("2031-11")
    assert months.is_near("1986-11")
    assert months.beyond is None
    assert not months.is_near("2031-12")
    assert not months.is_near("1986-10")
    assert months.beyond == "2031-12"


def test_the_month_of_an_address() -> None:
    assert month(f"{BASE}si010_e.asp?MM=2&YY=2026") == "2026-02"
    assert month(f"{BASE}si010_e.asp?MM=13&YY=2026") is None
    assert month(f"{BASE}si010_e.asp") is None
    assert month(f"{BASE}vo020.asp?VOLFDNR=1") is None

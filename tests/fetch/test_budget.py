from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.errors import Paused, WrongUse
from ratsarchiv.fetch import Budget, Fetcher, Window

from .asking import read

if TYPE_CHECKING:
    from tests.conftest import Site

    from .asking import Clock

BERLIN = ZoneInfo("Europe/Berlin")


def at(hour: int, minute: int = 0, day: date = date(2026, 11, 22)) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("window", "now", "opens"),
    [
        ("22:00-06:00", at(23), None),
        ("22:00-06:00", at(22), None),
        ("22:00-06:00", at(5, 59), None),
        ("22:00-06:00", at(6), at(22)),
        ("22:00-06:00", at(21, 59), at(22)),
        ("01:00-05:30", at(0, 30), at(1)),
        ("01:00-05:30", at(5, 30), at(1, 0, date(2026, 11, 23))),
        ("01:00-05:30", at(3, 0, date(2026, 7, 1)), None),
        ("22:00-06:00", at(12, 0, date(2026, 7, 1)), at(22, 0, date(2026, 7, 1))),
    ],
)
def test_a_window_of_the_day_in_the_councils_time(window: str, now: datetime, opens: datetime | None) -> None:
    assert Window.read(window).opens(now) == opens


def read_all(fetcher: Fetcher, site: Site) -> None:
    for path in "abcdef":
        read(fetcher, f"{site.url}/{path}")


CLOCKS = st.times(timezones=st.none()).map(lambda clock: clock.replace(second=0, microsecond=0, fold=0))


@given(CLOCKS, CLOCKS, st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: at(0) + timedelta(minutes=minutes)))
def test_what_is_closed_opens_within_a_day(von: time, bis: time, now: datetime) -> None:
    if von == bis:
        return
    window = Window.read(f"{von:%H:%M}-{bis:%H:%M}")
    opens = window.opens(now)
    assert opens is None or now - timedelta(hours=1) <= opens <= now + timedelta(hours=25)


@pytest.mark.parametrize("text", ["", "22-6", "24:00-06:00", "22:00-22:00", "22:60-06:00", "22:00–06:00"])
def test_a_window_that_is_none_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse, match="window"):
        Window.read(text)


def test_requests_are_counted_before_they_are_sent(site: Site, clock: Clock) -> None:
    fetcher = Fetcher([site.url[7:]], delay=0, private=True, clock=clock, budget=Budget(requests=3, clock=clock))
    with pytest.raises(Paused, match="3 requests") as caught:
        read_all(fetcher, site)
    fetcher.close()
    assert site.paths == ["/robots.txt", "/a", "/b"]
    assert caught.value.exit_code == 0


def test_minutes_end_a_run_between_two_requests(site: Site, clock: Clock) -> None:
    fetcher = Fetcher([site.url[7:]], delay=20, private=True, clock=clock, budget=Budget(minutes=1, clock=clock))
    with pytest.raises(Paused, match="1 minutes"):
        read_all(fetcher, site)
    fetcher.close()
    assert site.paths == ["/robots.txt", "/a", "/b"]


def test_retries_are_paid_for_too(site: Site, clock: Clock) -> None:
    site.replies["/a"] = [site.reply(b"", "500 Error")]
    fetcher = Fetcher([site.url[7:]], delay=0, private=True, clock=clock, budget=Budget(requests=3, clock=clock))
    with pytest.raises(Paused):
        read(fetcher, f"{site.url}/a")
    fetcher.close()
    assert site.paths.count("/a") == 2


def test_the_night_ends_while_we_wait(site: Site, clock: Clock) -> None:
    now = datetime.fromtimestamp(clock.time(), UTC).astimezone(BERLIN)
    window = Window((now - timedelta(hours=1)).time(), (now + timedelta(seconds=50)).time())
    fetcher = Fetcher([site.url[7:]], delay=30, private=True, clock=clock, budget=Budget(window=window, clock=clock))
    with pytest.raises(Paused, match="outside") as caught:
        read_all(fetcher, site)
    fetcher.close()
    assert site.paths == ["/robots.txt", "/a"]
    assert caught.value.bis
    assert caught.value.bis > now

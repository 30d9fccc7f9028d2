from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ratsarchiv.errors import SiteStopped
from ratsarchiv.fetch import Fetcher, RobotsSaid, robots_verdict, verdict
from ratsarchiv.fetch.robots import Rules

from .asking import CONTACT, Clock, read

if TYPE_CHECKING:
    from tests.conftest import Site


def answers(site: Site, path: str) -> list[int]:
    fetcher = Fetcher([urlsplit(site.url).netloc], delay=0, private=True)
    try:
        return [answer.status for answer in fetcher.answers(site.url + path)]
    finally:
        fetcher.close()


@pytest.mark.parametrize(
    ("text", "path", "rule"),
    [
        ("User-agent: *\nDisallow: /", "/bi/vo020.asp", "Disallow: /"),
        ("User-agent: *\nDisallow: /bi/*.asp?SORT= # sortiert", "/bi/vo040.asp?SORT=1", "Disallow: /bi/*.asp?SORT="),
        ("User-agent: *\nDisallow: /bi/*.asp?SORT=", "/bi/vo040.asp", None),
        ("User-agent: *\nDisallow: /\nAllow: /bi/", "/bi/vo040.asp", None),
        ("User-agent: ratsarchiv\nDisallow: /bi/\n\nUser-agent: *\nDisallow:", "/bi/vo040.asp", "Disallow: /bi/"),
        ("User-agent: Googlebot\nDisallow: /", "/bi/vo040.asp", None),
        ("", "/bi/vo040.asp", None),
        ("<html>keine robots.txt</html>", "/bi/vo040.asp", None),
    ],
)
def test_the_rule_that_forbids_is_named(text: str, path: str, rule: str | None) -> None:
    refusal = Rules(text).refusal(f"https://ratsinfo.example{path}")
    assert (refusal and refusal.partition("#")[0].strip()) == rule


def test_a_refusal_stops_before_the_page_is_asked_for(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /bi/")]
    with pytest.raises(SiteStopped, match="Disallow: /bi/"):
        answers(site, "/bi/a.asp")
    assert site.paths == ["/robots.txt"]


def test_no_robots_txt_is_consent(site: Site) -> None:
    site.replies["/a"] = [site.reply(b"da")]
    assert answers(site, "/a") == [404, 200]


def test_a_robots_txt_that_fails_is_a_refusal(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"", "503 Down", "Retry-After: 86400")]
    with pytest.raises(SiteStopped):
        answers(site, "/a")
    assert "/a" not in site.paths


def test_it_is_asked_once_for_a_host(site: Site) -> None:
    fetcher = Fetcher([urlsplit(site.url).netloc], delay=0, private=True)
    for path in "abc":
        list(fetcher.answers(f"{site.url}/{path}"))
    fetcher.close()
    assert site.paths.count("/robots.txt") == 1


@pytest.mark.parametrize(("printed", "delay"), [("2.5", 2.5), ("x", 0)])
def test_the_delay_that_it_asks_for(printed: str, delay: float) -> None:
    assert Rules(f"User-agent: *\nCrawl-delay: {printed}").delay == delay


def test_a_packed_robots_txt_is_obeyed(site: Site) -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /")
    site.replies["/robots.txt"] = [site.reply(packed, "200 OK", "Content-Encoding: gzip")]
    with pytest.raises(SiteStopped, match="Disallow: /"):
        answers(site, "/a")


def test_one_that_can_not_be_unpacked_is_a_refusal(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *", "200 OK", "Content-Encoding: br")]
    with pytest.raises(SiteStopped, match="br"):
        answers(site, "/a")


def test_one_behind_a_redirect_is_obeyed(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"", "301 Moved", "Location: /neu/robots.txt")]
    site.replies["/neu/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /")]
    with pytest.raises(SiteStopped, match="Disallow: /"):
        answers(site, "/a")
    assert site.paths == ["/robots.txt", "/neu/robots.txt"]


def test_a_stranger_is_not_asked_for_it_so_nothing_is_allowed(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"", "302 Found", "Location: http://192.0.2.1/robots.txt")]
    with pytest.raises(SiteStopped, match=r"192\.0\.2\.1"):
        answers(site, "/a")
    assert site.paths == ["/robots.txt"]


def test_one_that_runs_in_circles_allows_nothing(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"", "302 Found", "Location: /robots.txt")]
    with pytest.raises(SiteStopped, match="HTTP 302"):
        answers(site, "/a")
    assert site.paths == ["/robots.txt"] * 6


def test_a_byte_order_mark_hides_no_rule(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /")]
    with pytest.raises(SiteStopped, match="Disallow: /"):
        answers(site, "/a")


def test_a_delay_that_nobody_holds_out_is_a_refusal(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nCrawl-delay: 1000000000")]
    with pytest.raises(SiteStopped, match="seconds between"):
        answers(site, "/a")
    assert site.paths == ["/robots.txt"]


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def said(status: int = 200, text: str = "", **more: str) -> RobotsSaid:
    return RobotsSaid(status=status, body=text.encode(), content_encoding=None, zeitpunkt=NOW, **more)


@pytest.mark.parametrize(
    ("text", "path", "rule"),
    [
        ("User-agent: Googlebot\nDisallow: /bi/vo\n\nUser-agent: *\nDisallow: /bi/", "/bi/vo020.asp", "Disallow: /bi/"),
        ("User-agent: *\nDisallow: /bi/vo020.asp\nDisallow: /bi/", "/bi/vo020.asp", "Disallow: /bi/vo020.asp"),
        ("User-agent: *\nDisalow: /bi/", "/bi/vo020.asp", "Disalow: /bi/"),
        ("User-agent: *\nDisallow: /bi/\nDisallow: /bi/", "/bi/vo020.asp", "Disallow: /bi/"),
    ],
    ids=["of another", "longest", "misspelt", "twice"],
)
def test_the_line_that_decides_is_named(text: str, path: str, rule: str) -> None:
    assert robots_verdict(text, f"https://ratsinfo.example{path}") == (False, rule, 0)


def test_a_verdict_tells_the_pause_and_depends_on_the_agent() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: andere\nCrawl-delay: 7\nAllow: /"
    assert robots_verdict(text, "https://ratsinfo.example/bi/", "andere") == (True, None, 7)
    assert robots_verdict(text, "https://ratsinfo.example/bi/") == (False, "Disallow: /", 0)


@pytest.mark.parametrize(
    ("answer", "ergebnis"),
    [
        (said(), "erlaubt"),
        (said(text="User-agent: *\nDisallow: /"), "verboten"),
        (said(404, "User-agent: *\nDisallow: /"), "erlaubt"),
        (said(403), "erlaubt"),
        (said(410), "erlaubt"),
        (said(429), "ausgefallen"),
        (said(500), "ausgefallen"),
        (said(503, "User-agent: *\nAllow: /"), "ausgefallen"),
        (said(301, location="https://fremd.example/robots.txt"), "verboten"),
        (said(304), "verboten"),
        (said(text="User-agent: *\nCrawl-delay: 601"), "ausgefallen"),
    ],
)
def test_what_an_answer_means(answer: RobotsSaid, ergebnis: str) -> None:
    found = verdict(answer, "https://ratsinfo.example/bi/")
    assert found.ergebnis == ergebnis
    assert (found.regel is None) == (ergebnis == "erlaubt")


def test_a_file_made_to_keep_us_busy_is_read_in_time() -> None:
    lines = [f"Disallow: /{'*a' * (number % 50)}" for number in range(20_000)]
    begin = time.monotonic()
    allowed, _, _ = robots_verdict("User-agent: *\n" + "\n".join(lines), "https://ratsinfo.example/" + "a" * 500)
    assert not allowed
    assert time.monotonic() - begin < 20


class Memory:
    """Robots.txt as an archive may know them."""

    def __init__(self, **known: RobotsSaid) -> None:
        self.known = known
        self.asked: list[str] = []

    def __call__(self, url: str) -> RobotsSaid | None:
        self.asked.append(url)
        return self.known.get(url.rpartition("/")[2].partition(".")[0])


def remembered(clock: Clock, age: timedelta, status: int = 200, **more: str) -> RobotsSaid:
    when = datetime.fromtimestamp(clock.time(), UTC) - age
    body = b"User-agent: *\nDisallow: /intern/\nCrawl-delay: 4"
    return RobotsSaid(status=status, body=body, content_encoding=None, zeitpunkt=when, **more)


@pytest.mark.parametrize(
    ("hours", "status", "asked"),
    [(1, 200, False), (23, 404, False), (25, 200, True), (1, 503, True), (-1, 200, True), (1, 302, True)],
)
def test_one_that_was_had_today_is_not_asked_for(
    site: Site, clock: Clock, hours: int, status: int, asked: bool
) -> None:
    memory = Memory(robots=remembered(clock, timedelta(hours=hours), status))
    fetcher = Fetcher([site.url[7:]], delay=0, private=True, clock=clock, known_robots=memory)
    read(fetcher, f"{site.url}/a")
    assert site.paths == (["/robots.txt", "/a"] if asked else ["/a"])
    assert memory.asked == [f"{site.url}/robots.txt"]
    assert fetcher.delay == (4 if not asked and status == 200 else 0)
    fetcher.close()


def test_one_that_was_had_behind_a_redirect_is_obeyed(site: Site, clock: Clock) -> None:
    moved = remembered(clock, timedelta(hours=1), 301, location=f"{site.url}/neu.txt")
    memory = Memory(robots=moved, neu=remembered(clock, timedelta(hours=1)))
    fetcher = Fetcher([site.url[7:]], delay=0, private=True, clock=clock, known_robots=memory)
    with pytest.raises(SiteStopped, match="Disallow: /intern/"):
        read(fetcher, f"{site.url}/intern/a")
    fetcher.close()
    assert site.paths == []


def test_a_long_run_asks_again_after_a_day(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    read(fetcher, f"{site.url}/a")
    clock.now += 25 * 3600
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /")]
    with pytest.raises(SiteStopped, match="Disallow: /"):
        read(fetcher, f"{site.url}/b")
    assert site.paths == ["/robots.txt", "/a", "/robots.txt"]


def test_consent_lifts_a_refusal_for_its_paths_and_nothing_else(site: Site, clock: Clock) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /\nCrawl-delay: 9")]
    fetcher = Fetcher(
        [site.url[7:]], delay=0, private=True, clock=clock, contact=CONTACT, consent=lambda url: "/bi/" in url
    )
    assert read(fetcher, f"{site.url}/bi/a")[-1][0].status == 404
    assert clock.slept == [9]
    assert fetcher.refusal(f"{site.url}/bi/b") is None
    found = fetcher.verdict(f"{site.url}/bi/b")
    assert found
    assert (found.ergebnis, found.regel) == ("verboten", "Disallow: /")
    with pytest.raises(SiteStopped, match="Disallow: /"):
        read(fetcher, f"{site.url}/ri/a")
    fetcher.close()
    assert site.paths == ["/robots.txt", "/bi/a"]


def test_consent_does_not_lift_an_outage(site: Site, clock: Clock) -> None:
    site.replies["/robots.txt"] = [site.reply(b"", "500 Error")]
    fetcher = Fetcher([site.url[7:]], delay=0, private=True, clock=clock, consent=lambda _: True)
    with pytest.raises(SiteStopped, match="HTTP 500"):
        read(fetcher, f"{site.url}/a")
    fetcher.close()
    assert "/a" not in site.paths

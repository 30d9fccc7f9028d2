from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ratsarchiv.errors import SiteStopped
from ratsarchiv.fetch import Fetcher
from ratsarchiv.fetch.robots import Rules

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


def test_redirects_of_it_are_followed_on_the_own_hosts_only_and_not_for_ever(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"", "302 Found", "Location: http://192.0.2.1/robots.txt")]
    assert answers(site, "/a") == [302, 404]
    site.replies["/robots.txt"] = [site.reply(b"", "302 Found", "Location: /robots.txt")]
    assert answers(site, "/a") == [302] * 6 + [404]


def test_a_byte_order_mark_hides_no_rule(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /")]
    with pytest.raises(SiteStopped, match="Disallow: /"):
        answers(site, "/a")


def test_a_delay_that_nobody_holds_out_is_a_refusal(site: Site) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nCrawl-delay: 1000000000")]
    with pytest.raises(SiteStopped, match="seconds between"):
        answers(site, "/a")
    assert site.paths == ["/robots.txt"]

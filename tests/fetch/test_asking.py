from __future__ import annotations

import contextlib
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ratsarchiv import __version__
from ratsarchiv.errors import FetchError, SiteStopped, WrongUse
from ratsarchiv.fetch import Fetcher

from .asking import CONTACT, last, read

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Site

    from .asking import Clock


def test_an_answer_is_handed_over_unread(site: Site, fetcher: Fetcher) -> None:
    packed = gzip.compress(b"<p>Ein Text</p>")
    site.replies["/bi/a.asp"] = [site.reply(packed, "200 Sehr gut", "Content-Encoding: gzip", "X-A: 1", "X-A: 2")]
    (robots, _), (answer, body) = read(fetcher, f"{site.url}/bi/a.asp#oben")
    assert (robots.status, urlsplit(robots.url).path) == (404, "/robots.txt")
    assert body == packed
    assert (answer.status, answer.reason) == (200, "Sehr gut")
    assert [value for name, value in answer.headers if name == "X-A"] == ["1", "2"]
    assert answer.url == f"{site.url}/bi/a.asp"
    assert answer.request[0] == "GET /bi/a.asp HTTP/1.1"


def test_chunks_are_undone_and_nothing_else(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [site.reply(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "200 OK", "Transfer-Encoding: chunked")]
    assert last(fetcher, f"{site.url}/a")[1] == b"abcde"


def test_every_request_says_who_asks(site: Site, fetcher: Fetcher) -> None:
    list(fetcher.answers(f"{site.url}/a"))
    assert len(site.log) == 2
    assert all(f"User-Agent: ratsarchiv/{__version__} (+{CONTACT})\r\n" in request for request in site.log)


def test_without_a_contact_nobody_is_asked() -> None:
    with pytest.raises(WrongUse, match="contact"):
        Fetcher(["ratsinfo.example"], delay=2)


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "Größe", "x) Mozilla (y"])
def test_a_contact_can_not_forge_headers(contact: str) -> None:
    with pytest.raises(WrongUse, match="ASCII"):
        Fetcher(["ratsinfo.example"], delay=2, contact=contact)


def test_a_pause_lies_between_any_two_requests(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    for path in "abc":
        list(fetcher.answers(f"{site.url}/{path}"))
    assert site.paths == ["/robots.txt", "/a", "/b", "/c"]
    assert clock.slept == [2, 2, 2]
    assert fetcher.requests == 4


def test_a_crawl_delay_lengthens_the_pause(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nCrawl-delay: 9")]
    list(fetcher.answers(f"{site.url}/a"))
    list(fetcher.answers(f"{site.url}/b"))
    assert clock.slept[-1] == 9


def test_a_busy_server_is_asked_again_when_it_says_so(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    busy = site.reply(b"", "503 Busy", "Retry-After: 37")
    site.replies["/a"] = [busy, site.reply(b"", "429 Slow down"), site.reply(b"da")]
    assert last(fetcher, f"{site.url}/a")[1] == b"da"
    assert clock.slept == [2, 37, 8]  # twice the pause for each time that it was busy


def test_a_slow_server_is_asked_less_often(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    class Slow(list[str]):
        def append(self, request: str) -> None:
            clock.now += 6
            super().append(request)

    site.log = Slow()
    for path in "abc":
        read(fetcher, f"{site.url}/{path}")
    site.log = list(site.log)
    read(fetcher, f"{site.url}/d")
    read(fetcher, f"{site.url}/e")
    assert clock.slept == [4, 8, 16, 32, 28.8]


def test_pauses_grow_and_an_error_that_stays_is_the_answer(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    site.replies["/a"] = [site.reply(b"kaputt", "500 Error")]
    answer, body = last(fetcher, f"{site.url}/a")
    assert (answer.status, body) == (500, b"kaputt")
    assert site.paths.count("/a") == 5
    assert clock.slept[1:] == sorted(clock.slept[1:])
    assert clock.slept[-1] >= 8


def test_who_asks_us_to_come_back_tomorrow_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [site.reply(b"", "503 Busy", "Retry-After: 86400")]
    with pytest.raises(SiteStopped, match="86400"):
        list(fetcher.answers(f"{site.url}/a"))
    assert site.paths.count("/a") == 1


def test_a_connection_that_breaks_is_tried_again(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [b"", b"", site.reply(b"da")]
    assert last(fetcher, f"{site.url}/a")[1] == b"da"


def test_a_body_shorter_than_promised_is_never_an_answer(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [site.reply(b"halb", "200 OK", "Content-Length: 400"), site.reply(b"ganz")]
    assert last(fetcher, f"{site.url}/a")[1] == b"ganz"
    site.replies["/b"] = [site.reply(b"halb", "200 OK", "Content-Length: 400")]
    with pytest.raises(FetchError, match="/b"):
        list(fetcher.answers(f"{site.url}/b"))


def test_a_server_that_does_not_answer_can_not_say_what_it_allows(site: Site, fetcher: Fetcher) -> None:
    site.replies["/robots.txt"] = [b""]
    with pytest.raises(SiteStopped, match=r"robots\.txt"):
        list(fetcher.answers(f"{site.url}/a"))
    assert "/a" not in site.paths


def test_an_address_without_an_answer_is_a_fetch_error(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [b""]
    with pytest.raises(FetchError, match="/a"):
        list(fetcher.answers(f"{site.url}/a"))
    assert site.paths.count("/a") == 5


def test_the_limit_holds_while_streaming_and_after_unpacking(site: Site, fetcher: Fetcher) -> None:
    site.replies["/lang"] = [site.reply(b"x" * 5000)]
    site.replies["/bombe"] = [site.reply(gzip.compress(b"x" * 5_000_000), "200 OK", "Content-Encoding: gzip")]
    for path in ("/lang", "/bombe"):
        with pytest.raises(FetchError, match="larger"):
            list(fetcher.answers(site.url + path, limit=4999))
    assert list(fetcher.answers(f"{site.url}/lang", limit=5000))[-1].status == 200


def bare_deflate(body: bytes) -> bytes:
    pack = zlib.compressobj(wbits=-15)
    return pack.compress(body) + pack.flush()


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(b"x") + gzip.compress(b"x" * 5_000_000), "gzip"),
        (bare_deflate(b"x" * 5_000_000), "deflate"),
        (zlib.compress(b"x" * 5_000_000), "deflate"),
    ],
    ids=["second member", "bare deflate", "deflate"],
)
def test_every_way_to_pack_is_counted(site: Site, fetcher: Fetcher, packed: bytes, encoding: str) -> None:
    site.replies["/bombe"] = [site.reply(packed, "200 OK", f"Content-Encoding: {encoding}")]
    with pytest.raises(FetchError, match="larger"):
        list(fetcher.answers(f"{site.url}/bombe", limit=100_000))
    assert last(fetcher, f"{site.url}/bombe", 6_000_000)[1] == packed


@pytest.mark.parametrize("location", ["http://[::1", "//[", "http://[x]y/"])
def test_a_redirect_to_no_address_leads_nowhere(site: Site, fetcher: Fetcher, location: str) -> None:
    site.replies["/a"] = [site.reply(b"", "302 Found", f"Location: {location}")]
    answer = list(fetcher.answers(f"{site.url}/a"))[-1]
    assert (answer.status, answer.location) == (302, None)


@pytest.mark.parametrize("date", ["Fri, 31 Dec 99999 23:59:59 GMT", "Fri, 99 Foo 2026 25:00:00 GMT"])
def test_a_date_that_no_calendar_has_is_no_pause(site: Site, fetcher: Fetcher, date: str) -> None:
    site.replies["/a"] = [site.reply(b"", "503 Busy", f"Retry-After: {date}"), site.reply(b"da")]
    assert last(fetcher, f"{site.url}/a")[1] == b"da"


def test_redirects_within_the_council_are_answers_of_their_own(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [site.reply(b"Object moved", "302 Found", "Location: ___tmp/tmp/\xfcber uns.pdf")]
    answers = list(fetcher.answers(f"{site.url}/a"))
    assert [answer.status for answer in answers] == [404, 302, 404]
    assert answers[1].location == answers[2].url
    assert " " not in answers[2].url


def test_a_redirect_to_a_stranger_is_kept_and_not_followed(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [site.reply(b"", "302 Found", "Location: http://169.254.169.254/latest/")]
    answers = fetcher.answers(f"{site.url}/a")
    assert [next(answers).status, next(answers).status] == [404, 302]
    with pytest.raises(FetchError, match=r"169\.254\.169\.254"):
        next(answers)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "//boese.example/"])
def test_a_redirect_can_not_leave_http_or_the_host(site: Site, fetcher: Fetcher, location: str) -> None:
    site.replies["/a"] = [site.reply(b"", "302 Found", f"Location: {location}")]
    with pytest.raises(FetchError, match="not an address of this council"):
        list(fetcher.answers(f"{site.url}/a"))


def test_redirects_in_a_circle_end(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [site.reply(b"", "302 Found", "Location: /a")]
    with pytest.raises(FetchError, match="redirects"):
        list(fetcher.answers(f"{site.url}/a"))
    assert site.paths.count("/a") == 6


def test_the_session_goes_on_from_answer_to_answer(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [site.reply(b"", "200 OK", "Set-Cookie: ASPSESSIONIDX=geheim; path=/")]
    list(fetcher.answers(f"{site.url}/a"))
    list(fetcher.answers(f"{site.url}/b"))
    assert "Cookie" not in site.log[1]
    assert "Cookie: ASPSESSIONIDX=geheim" in site.log[2]


def test_an_address_of_this_machine_is_refused_before_a_word_is_said(site: Site, clock: Clock) -> None:
    host = urlsplit(site.url).netloc.replace("127.0.0.1", "localhost")
    fetcher = Fetcher([host], delay=1, contact=CONTACT, clock=clock)
    with pytest.raises(WrongUse, match="loopback_erlaubt"):
        list(fetcher.answers(f"http://{host}/a"))
    fetcher.close()
    assert site.log == []


def test_the_environment_can_not_redirect_us(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.replies["/a"] = [site.reply(b"da")]
    assert last(fetcher, f"{site.url}/a")[1] == b"da"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, clock: Clock) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_shake_hands_once, args=(listener, context))
        thread.start()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        fetcher = Fetcher([host], delay=0, private=True, clock=clock)
        with pytest.raises(SiteStopped, match="certificate"):
            list(fetcher.answers(f"https://{host}/a"))
        fetcher.close()
        thread.join(timeout=10)
    assert fetcher.requests == 1


def _shake_hands_once(listener: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listener.accept()
    with connection, contextlib.suppress(OSError):
        context.wrap_socket(connection, server_side=True).close()

from __future__ import annotations

import gzip
import resource
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.errors import FetchError, SiteStopped
from ratsarchiv.fetch import Brake, Fetcher, connection
from ratsarchiv.fetch.connection import is_public

from .asking import Clock, last, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Site

MEGABYTE = 1 << 20
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@contextmanager
def endless(head: bytes, piece: bytes, every: float = 0.0) -> Iterator[tuple[Fetcher, str, list[int]]]:
    """A server that sends a head and then pieces for as long as anybody listens; and how many bytes it got rid of."""
    sent: list[int] = []
    stop = threading.Event()

    def serve(listener: socket.socket) -> None:
        while not stop.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    asked = connection.recv(65536)
                    connection.sendall(NO_ROBOTS if b"/robots.txt" in asked else head)
                    sent.append(0)
                    while b"/robots.txt" not in asked and not stop.wait(every):
                        sent[-1] += connection.send(piece)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        fetcher = Fetcher([host], delay=0, private=True, clock=Clock())
        try:
            yield fetcher, f"http://{host}/a", sent
        finally:
            fetcher.close()
            stop.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=10)


def test_ten_gigabytes_that_are_announced_are_not_begun() -> None:
    with endless(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", b"x" * 65536) as (fetcher, url, sent):
        with pytest.raises(FetchError, match="larger than"):
            read(fetcher, url)
        assert fetcher.requests == 2
    assert sent[-1] < 20 * MEGABYTE


def test_what_never_ends_ends_at_the_limit() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536) as (fetcher, url, _):
        with pytest.raises(FetchError, match="larger than"):
            read(fetcher, url, 64 * MEGABYTE)
        assert fetcher.requests == 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024  # kilobytes


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n"])
def test_what_comes_byte_by_byte_ends_in_time(monkeypatch: pytest.MonkeyPatch, head: bytes) -> None:
    monkeypatch.setattr(connection, "LONGEST_ANSWER", 0.3)
    with endless(head, b"x", every=0.01) as (fetcher, url, _):
        with pytest.raises(FetchError, match="took longer than"):
            read(fetcher, url)
        assert fetcher.requests == 2


def test_a_bomb_is_counted_while_it_comes(site: Site, fetcher: Fetcher) -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * (100 * MEGABYTE), 9), 9)
    site.replies["/a"] = [site.reply(gzip.decompress(bomb), "200 OK", "Content-Encoding: gzip")]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FetchError, match="larger"):
        read(fetcher, f"{site.url}/a")
    assert site.paths.count("/a") == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16 * 1024


def test_a_large_document_is_in_a_file(site: Site, fetcher: Fetcher) -> None:
    site.replies["/a"] = [site.reply(b"%PDF-1.7" + b"x" * (3 * MEGABYTE))]
    answers = fetcher.answers(f"{site.url}/a", 4 * MEGABYTE)
    next(answers)
    answer = next(answers)
    assert answer.body.fileno() > 0
    assert len(answer.body.read()) == 3 * MEGABYTE + 8
    answers.close()  # type: ignore[attr-defined]
    assert answer.body.closed


@pytest.mark.parametrize("headers", [["X: y"] * 300, ["X: " + "y" * 100_000]], ids=["many", "long"])
def test_headers_without_end_are_a_fetch_error(site: Site, fetcher: Fetcher, headers: list[str]) -> None:
    site.replies["/a"] = [site.reply(b"da", "200 OK", *headers)]
    with pytest.raises(FetchError):
        read(fetcher, f"{site.url}/a")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("192.0.2.1", False),
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("2a00:1450:4001:80b::200e", True),
        ("::ffff:169.254.169.254", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::1", False),
    ],
)
def test_addresses_that_are_not_everybodys(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("gate", ["/_gate/", "/_GATE/altcha?next=/a", "/bi/_gate"])
def test_a_gate_is_never_entered_and_closes_the_server(site: Site, clock: Clock, tmp_path: Path, gate: str) -> None:
    def fetcher() -> Fetcher:
        return Fetcher([site.url[7:]], delay=0, private=True, clock=clock, brake=Brake(tmp_path, clock))

    site.replies["/a"] = [site.reply(b"", "302 Found", f"Location: {gate}")]
    first = fetcher()
    with pytest.raises(SiteStopped, match="gate") as caught:
        read(first, f"{site.url}/a")
    first.close()
    assert caught.value.bis
    assert caught.value.bis.timestamp() == clock.time() + 6 * 3600
    second = fetcher()
    with pytest.raises(SiteStopped, match="gate"):
        read(second, f"{site.url}/b")
    second.close()
    assert site.paths == ["/robots.txt", "/a"]


def test_who_asks_for_a_day_is_left_alone_for_a_day(site: Site, clock: Clock, tmp_path: Path) -> None:
    site.replies["/a"] = [site.reply(b"", "503 Busy", "Retry-After: 86400")]
    for _ in range(2):
        fetcher = Fetcher([site.url[7:]], delay=0, private=True, clock=clock, brake=Brake(tmp_path, clock))
        with pytest.raises(SiteStopped) as caught:
            read(fetcher, f"{site.url}/a")
        fetcher.close()
        assert caught.value.bis
        assert round(caught.value.bis.timestamp() - clock.time()) == 86400
    assert site.paths.count("/a") == 1


def test_what_the_parser_sees_can_close_the_server_too(site: Site, fetcher: Fetcher) -> None:
    last(fetcher, f"{site.url}/a")
    assert "Zu viele Zugriffe" in str(fetcher.block(f"{site.url}/a", "Zu viele Zugriffe"))
    with pytest.raises(SiteStopped, match="Zu viele Zugriffe"):
        read(fetcher, f"{site.url}/b")
    assert "/b" not in site.paths

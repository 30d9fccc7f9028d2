"""What several tests stand on: a crawled Musterstadt, the real pages, and a server that says what it is told."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from ratsarchiv.crawl import Report, crawl
from ratsarchiv.demo import musterstadt, serve
from ratsarchiv.kommunen import Kommune, Quelle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratsarchiv.demo import World
    from ratsarchiv.demo.server import Eintrag

SHARED = Path(__file__).resolve().parents[2] / "shared"


@dataclass(frozen=True)
class Crawled:
    """Musterstadt as it is, and what one visit over HTTP brought home."""

    world: World
    data: Path
    report: Report
    log: list[Eintrag]
    """The requests of that visit."""
    url: str
    """Where it still answers."""


class QuickClock:
    """A clock that never waits: it is later at once."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def time(self) -> float:
        return time.time() + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead

    def sleep(self, seconds: float) -> None:
        self._ahead += seconds


class MakeKommune(Protocol):
    """Musterstadt's entry for a server at that address."""

    def __call__(self, url: str, *, expect: Mapping[str, int] | None = None) -> Kommune: ...


@pytest.fixture
def quick() -> QuickClock:
    return QuickClock()


@pytest.fixture(scope="session")
def make_kommune() -> MakeKommune:
    def make(url: str, *, expect: Mapping[str, int] | None = None) -> Kommune:
        quellen = (Quelle(system="allris3", url=url),)
        return Kommune(
            id="musterstadt", name="Musterstadt", quellen=quellen, delay=0, loopback_erlaubt=True, expect=expect or {}
        )

    return make


def bounded(report: Report) -> None:
    """Ends a visit that goes round in circles."""
    assert report.seiten < 5000


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory, make_kommune: MakeKommune) -> Iterator[Crawled]:
    data = tmp_path_factory.mktemp("musterstadt")
    world = musterstadt(stichtag=datetime.now().astimezone().date(), vorlagen=80, sitzungen=40)
    with serve(world) as server:
        report = crawl(make_kommune(server.url), data, progress=bounded)
        yield Crawled(world, data, report, server.log, server.url)


@pytest.fixture
def small() -> World:
    """The smallest Musterstadt, new for each test."""
    return musterstadt(stichtag=datetime.now().astimezone().date(), vorlagen=60, sitzungen=40, personen=12)


@pytest.fixture(scope="session")
def demo_data(crawled: Crawled) -> Path:
    return crawled.data


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real pages is not here")
    return SHARED


@dataclass
class Site:
    """A server on loopback that answers each path with the bytes that it was given, and with the last ones for ever."""

    url: str
    replies: dict[str, list[bytes]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    """Requests as they came, head and all."""

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.log]

    def answer(self, request: str) -> bytes:
        self.log.append(request)
        waiting = self.replies.get(request.split(" ")[1], [self.reply(b"", "404 Not Found")])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    @staticmethod
    def reply(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
        """The bytes of a plain answer, with a Content-Length where the headers bring no framing of their own."""
        framed = any(header.lower().startswith(("content-length", "transfer-encoding")) for header in headers)
        framing = [] if framed else [f"Content-Length: {len(body)}"]
        lines = [f"HTTP/1.1 {status}", *headers, "Connection: close", *framing]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@pytest.fixture
def site() -> Iterator[Site]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = Site(f"http://127.0.0.1:{listener.getsockname()[1]}")
        thread = threading.Thread(target=_answer_all, args=(listener, site))
        thread.start()
        yield site
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


def _answer_all(listener: socket.socket, site: Site) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            request = b""
            while b"\r\n\r\n" not in request and (piece := connection.recv(4096)):
                request += piece
            if request:
                connection.sendall(site.answer(request.decode("latin-1")))

"""A site that means harm: each trap is left behind, within bounds, with one problem on record."""

from __future__ import annotations

import socket
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.conftest import QuickClock
from tests.crawl.seeing import rows
from tests.harvest.ground import sound

from ratsarchiv.crawl import Bounds, crawl, rebuild
from ratsarchiv.crawl.months import AHEAD, BACK
from ratsarchiv.demo import serve_hostile
from ratsarchiv.fetch import connection

if TYPE_CHECKING:
    from tests.conftest import MakeKommune

    from ratsarchiv.demo import HostileServer

ENOUGH = 400
"""Requests that all traps together may cost; without bounds each of them would cost more."""
SENT = 300 << 20
"""Bytes that the site gets rid of, of the thirty gigabytes that it has to offer."""
PROBLEMS = {
    "kreis": "more than 5 redirects",
    "umleitung_ohne_ende": "more than 5 redirects",
    "zehn_gigabyte": "larger than",
    "zehn_gigabyte_chunked": "larger than",
    "gzip_bombe": "larger than",
    "dreissig_megabyte": "larger than",
    "metadaten": "http://169.254.169.254/latest/meta-data/: not an address of this council",
    "datei": "file:///etc/passwd: not an address of this council",
    "fremder_server": "http://hinterhausen.example/bi/vo020.asp?VOLFDNR=1: not an address of this council",
    "kopfflut": "more than 100 headers",
    "tropfen": "the answer took longer than 2 seconds",
}
ELSEWHERE = {
    "metadaten": "http://169.254.169.254/latest/meta-data/",
    "datei": "file:///etc/passwd",
    "fremder_server": "http://hinterhausen.example/bi/vo020.asp?VOLFDNR=1",
}
HARMLESS = {"neue_parameter", "hunderttausend_links", "boeser_name", "html_als_pdf"}
"""Pages that are read as any other; where they lead is not followed, or is the same place again."""


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> set[object]:
    """Whom we connect to, and whose names are looked up."""
    met: set[object] = set()
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connected(self: socket.socket, address: object) -> None:
        met.add(address)
        connect(self, address)  # type: ignore[arg-type]

    def looked_up(host: str, *more: object, **other: object) -> object:
        met.add(host)
        return look_up(host, *more, **other)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connected)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return met


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where we stand, and where temporary files go."""
    folder = tmp_path / "here" / "tmp"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder.parent)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder.parent


def told(data: Path, server: HostileServer) -> dict[str, list[str]]:
    """The problems of each trap."""
    places = server.fallen | ELSEWHERE
    said = rows(data, "select url, meldung from probleme where art = 'abruf'")
    return {name: [meldung for url, meldung in said if url == places[name]] for name in server.fallen}


def test_every_trap_is_left_behind_with_one_problem_on_record(
    tmp_path: Path,
    make_kommune: MakeKommune,
    quick: QuickClock,
    peers: set[object],
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "LONGEST_ANSWER", 2.0)
    data = tmp_path / "data"
    with serve_hostile() as server:
        kommune = make_kommune(server.url)
        report = crawl(kommune, data, bounds=Bounds(requests=ENOUGH), clock=quick)
        log, problems = server.log, told(data, server)
        port = int(server.url.split(":")[2].split("/")[0])
    print(f"\n{len(log)} requests, {sum(each.gesendet for each in log) >> 20} MB")
    assert (report.angehalten, report.gestoppt, report.exit_code) == (None, None, 1)
    assert problems.keys() == PROBLEMS.keys() | HARMLESS
    assert {name for name, said in problems.items() if not said} == HARMLESS
    for name, what in PROBLEMS.items():
        [said] = problems[name]
        assert what in said, name
    assert sum(each.gesendet for each in log) < SENT
    assert max(Counter(each.pfad for each in log).values()) <= 12

    assert peers == {("127.0.0.1", port), "127.0.0.1"}
    assert [path for path in elsewhere.rglob("*") if path != elsewhere / "tmp"] == []
    assert {path.name for path in data.iterdir()} <= {
        *("ratsarchiv.db", "ratsarchiv.db-wal", "ratsarchiv.db-shm", "intern.db", "intern.db-wal", "intern.db-shm"),
        *("warc", "bremse"),
    }
    assert not Path("/etc/cron.d/boese").exists()
    sound(data)
    before = rows(data, "select url, ergebnis from abrufe order by id")
    rebuild([kommune], data, processes=1)
    assert rows(data, "select url, ergebnis from abrufe order by id") == before


@pytest.mark.parametrize(("kalender", "most"), [("ohne", 2), ("mit", 2 * (BACK + AHEAD + 1))])
def test_an_endless_calendar_ends(tmp_path: Path, make_kommune: MakeKommune, kalender: str, most: int) -> None:
    with serve_hostile([], kalender=kalender) as server:  # type: ignore[arg-type]
        report = crawl(make_kommune(server.url), tmp_path, bounds=Bounds(requests=2000), clock=QuickClock())
        pages = Counter(each.pfad.removeprefix("/bi/").split("?")[0] for each in server.log)
    print(f"\n{dict(pages)}")
    assert report.angehalten is None
    assert pages["si010_e.asp"] + pages["to010.asp"] <= most + 1
    said = [meldung for (meldung,) in rows(tmp_path, "select meldung from probleme")]
    assert [each for each in said if "goes on for ever" in each] == said
    assert len(said) == (kalender == "mit")

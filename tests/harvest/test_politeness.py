"""What the council's administrator sees in the log: one connection, the pause kept, nothing asked for that is forbidden."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.crawl.seeing import rows
from tests.harvest.ground import PATIENCE, TOML, small_world, start

from ratsarchiv import __version__
from ratsarchiv.crawl import Bounds, crawl
from ratsarchiv.demo import serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeKommune

    from ratsarchiv.demo import DemoServer

DELAY, TOLERANCE = 0.05, 0.005
CONTACT = "https://archiv.example; post@archiv.example"
AGENT = f"ratsarchiv/{__version__} (+{CONTACT})"
REFUSALS = re.compile(r"noauth|logon|login", re.IGNORECASE)


def gaps(server: DemoServer) -> list[float]:
    """Seconds from the end of each answer to the next request, whoever asked."""
    log = sorted(server.log, key=lambda each: each.zeit)
    assert all(each.fertig for each in log)
    return [after.zeit - (before.fertig or 0.0) for before, after in pairwise(log)]


def polite(server: DemoServer, delay: float) -> None:
    """Asserts what was promised; says what was seen."""
    shortest = min(gaps(server))
    print(f"\n{len(server.log)} requests, {server.oeffnungen} connections, shortest pause {1000 * shortest:.1f} ms")
    assert server.gleichzeitig == 1
    assert max(each.offen for each in server.log) == 1
    assert shortest >= delay - TOLERANCE
    assert [each.pfad for each in server.log if REFUSALS.search(each.pfad)] == []


def test_one_connection_and_the_pause_between_any_two_requests(tmp_path: Path, make_kommune: MakeKommune) -> None:
    with serve(small_world()) as server:
        kommune = replace(make_kommune(server.url), delay=DELAY, kontakt=CONTACT)
        report = crawl(kommune, tmp_path, bounds=Bounds(requests=150))
        polite(server, DELAY)
        assert len(server.log) == report.anfragen == 150
        assert {each.agent for each in server.log} == {AGENT}
        assert server.oeffnungen == 1


def test_robots_txt_is_obeyed_and_its_pause_kept(tmp_path: Path, make_kommune: MakeKommune) -> None:
    forbidden = "/bi/si010_e.asp", "/bi/pa021.asp", "/bi/do027.asp"
    with serve(small_world()) as server:
        server.robots = "User-agent: *\nCrawl-delay: 0.1\n" + "".join(f"Disallow: {path}\n" for path in forbidden)
        kommune = replace(make_kommune(server.url), delay=DELAY, kontakt=CONTACT)
        crawl(kommune, tmp_path, bounds=Bounds(requests=60))
        polite(server, 0.1)
        assert server.log[0].pfad == "/robots.txt"
        assert [each.pfad for each in server.log if each.pfad.startswith(forbidden)] == []
    told = {meldung for (meldung,) in rows(tmp_path, "select meldung from probleme where art = 'robots'")}
    assert told == {f"robots.txt: Disallow: {path}" for path in forbidden}


def test_two_processes_and_two_councils_on_one_server_share_its_brake(tmp_path: Path) -> None:
    names, requests = ["ahausen", "bhausen"], 45
    with serve(small_world()) as server:
        (tmp_path / "kommunen").mkdir()
        for name in names:
            text = TOML.format(url=server.url).replace("delay = 0", f'delay = {DELAY}\nkontakt = "{CONTACT}; {name}"')
            (tmp_path / "kommunen" / f"{name}.toml").write_text(text, encoding="utf-8")
        both = [start("crawl", name, "-q", "--max-requests", str(requests), data=tmp_path) for name in names]
        try:
            assert [each.wait(PATIENCE) for each in both] == [0, 0]
        finally:
            for each in both:
                each.kill()
                each.communicate()
        polite(server, DELAY)
        assert sorted(each.agent[-8:-1] for each in server.log) == sorted(names * requests)

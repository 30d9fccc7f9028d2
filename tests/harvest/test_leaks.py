"""What is not public, or is so no longer, is nowhere to be found: three hundred words that occur nowhere else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from tests.conftest import QuickClock, bounded
from tests.crawl.seeing import rows
from tests.harvest.seeking import by_search, in_bytes, on_site

from ratsarchiv.crawl import crawl, rebuild
from ratsarchiv.demo import alle_verschliessen, musterstadt, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import MakeKommune

    from ratsarchiv.demo import DemoServer, World
    from ratsarchiv.demo.server import Eintrag
    from ratsarchiv.kommunen import Kommune

CASES = 300
DAY = 86_400.0
EVERYTHING = 4
"""Days within which everything is asked for again."""


@dataclass(frozen=True)
class Council:
    """A council with much to hide, from a visit on until all that was to be closed is closed and seen again."""

    world: World
    data: Path
    server: DemoServer
    kommune: Kommune
    before: tuple[set[str], set[str]]
    """What the database and its site said too much after the first visit."""
    visits: list[list[Eintrag]]
    """The requests of each visit."""

    @property
    def secrets(self) -> list[str]:
        return [each.marker for each in self.world.geheim]


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory, make_kommune: MakeKommune) -> Iterator[Council]:
    data, clock = tmp_path_factory.mktemp("geheim"), QuickClock()
    today = datetime.now().astimezone().date()
    world = musterstadt(stichtag=today, vorlagen=60, sitzungen=40, personen=12, geheim=True)
    at_once = [each.marker for each in world.geheim if each.ab == "sofort"]
    later = [each.marker for each in world.geheim if each.ab == "spaeter"]
    with serve(world) as server:
        kommune = replace(make_kommune(server.url), alles_tage=EVERYTHING)
        assert crawl(kommune, data, clock=clock, progress=bounded).exit_code == 0
        assert len(in_bytes(data, later)) > 20
        before = in_bytes(data, at_once), on_site(data, at_once)
        visits = [server.log]
        alle_verschliessen(world)
        for _ in range(EVERYTHING + 2):
            clock.sleep(DAY)
            seen = len(server.log)
            assert crawl(kommune, data, befehl="update", clock=clock, progress=bounded).exit_code == 0
            visits.append(server.log[seen:])
        yield Council(world, data, server, kommune, before, visits)


def test_three_hundred_non_public_things_are_in_no_byte_and_on_no_page(council: Council) -> None:
    assert len(council.secrets) >= CASES
    assert council.before == (set(), set())
    assert in_bytes(council.data, council.secrets) == set()
    assert on_site(council.data, council.secrets) == set()
    assert by_search(council.data, council.secrets[:20]) == set()


def test_nor_are_they_after_a_rebuild(council: Council) -> None:
    rebuild([council.kommune], council.data, processes=2)
    assert in_bytes(council.data, council.secrets) == set()
    assert on_site(council.data, council.secrets) == set()


def test_what_was_closed_is_known_to_be_closed(council: Council) -> None:
    closed = {each.wo for each in council.world.geheim if each.ab == "spaeter"}
    assert len(closed) >= 20
    sql = "select v.url from hinweise h join vorlagen v on v.id = h.objekt where h.art = 'nichtoeffentlich' and h.bis is null"
    told = {url.removeprefix(council.server.url) for (url,) in rows(council.data, sql)}
    assert closed <= told


def test_a_refusal_is_taken_as_one_and_its_page_is_never_asked_for(council: Council) -> None:
    refused = 0
    doubted = {url for (url,) in rows(council.data, "select url from probleme where art = 'verdacht'")}
    base = council.server.url.removesuffix("/bi/")
    for visit in council.visits:
        assert not [each.pfad for each in visit if "noauth" in each.pfad or "logon" in each.pfad]
        asked = Counter(each.pfad for each in visit)
        turned_away = {each.pfad for each in visit if each.status == 302 and "vo020" in each.pfad}
        again = {path: asked[path] for path in turned_away if asked[path] > 1}
        assert again == {path: 2 for path in again if base + path in doubted}  # after five in a row one is not believed
        refused += len(turned_away)
    assert refused > 20

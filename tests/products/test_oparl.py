"""OParl as the only source: its lists, its updates, and servers with faults of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.crawl import crawl, rebuild
from ratsarchiv.demo import Faults, serve
from ratsarchiv.demo.oparl import GRILLEN

from .conftest import DAY, Calendar, council, source, visit
from .facts import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ratsarchiv.demo import World
    from ratsarchiv.demo.server import DemoServer

    from .facts import Facts

LISTS = ("organizations", "persons", "papers", "meetings")


@pytest.fixture
def server(world: World, clock: Calendar) -> Iterator[DemoServer]:
    with serve(world, produkte=["oparl", "allris4"]) as server:
        oparl = vars(server.haus.andere["oparl"])
        oparl["uhr"], oparl["seite"] = clock.now, 20
        yield server


def lists(server: DemoServer, since: int = 0) -> list[str]:
    """The list pages that were asked for."""
    paths = [each.pfad.removeprefix("/public/oparl/") for each in server.log[since:] if "/oparl/" in each.pfad]
    return [path for path in paths if re.match(rf"(?:{'|'.join(LISTS)})\?body=", path)]


def test_an_update_asks_each_list_for_what_is_new_alone(tmp_path: Path, server: DemoServer, clock: Calendar) -> None:
    kommune = council(source(server, "oparl", files=False))
    visit(kommune, tmp_path, clock)
    clock.sleep(2 * DAY)
    before = len(server.log)
    visit(kommune, tmp_path, clock, "update")
    asked = lists(server, before)
    assert len(asked) == len(LISTS)
    assert all("modified_since=2026-11-19T" in path for path in asked), "the last visit, and an overlap of a day"


def test_a_change_of_many_is_read_page_by_page_with_the_filter_kept(
    tmp_path: Path, server: DemoServer, world: World, clock: Calendar
) -> None:
    kommune = council(source(server, "oparl", files=False))
    visit(kommune, tmp_path, clock)
    vars(server.haus.andere["oparl"])["grillen"] = {"verliert_modified_since"}
    for paper in world.oeffentliche_vorlagen:
        paper.betreff += " (neu)"
    world.geaendert()
    clock.sleep(2 * DAY)
    before = len(server.log)
    visit(kommune, tmp_path, clock, "update")
    papers = [path for path in lists(server, before) if path.startswith("papers")]
    assert len(papers) == 3
    assert all("modified_since=" in path for path in papers)
    assert all(str(row["betreff"]).endswith(" (neu)") for row in facts(tmp_path)["vorlagen"].values())


@pytest.mark.parametrize("quirk", sorted(GRILLEN - {"cp850", "n_a"}))
def test_a_server_with_this_fault_tells_the_same(
    quirk: str, tmp_path: Path, server: DemoServer, world: World, clock: Calendar, told: Callable[[str], Facts]
) -> None:
    oparl = vars(server.haus.andere["oparl"])
    oparl["grillen"], oparl["seite"] = {quirk}, 30
    kommune = council(source(server, "oparl", files=False))
    visit(kommune, tmp_path, clock)
    expected = told("oparl")
    got = facts(tmp_path)
    for table in ("vorlagen", "sitzungen", "beratungen", "gremien", "personen"):
        assert got[table] == expected[table], table
    clock.sleep(2 * DAY)
    before = len(server.log)
    visit(kommune, tmp_path, clock, "update")
    assert len(server.log) - before < 60


def test_a_rebuild_from_the_archived_json_says_the_same(tmp_path: Path, server: DemoServer, clock: Calendar) -> None:
    kommune = council(source(server, "oparl", files=False))
    visit(kommune, tmp_path, clock)
    before = facts(tmp_path)
    rebuild([kommune], tmp_path, processes=1, clock=clock)
    assert facts(tmp_path) == before


def test_json_that_is_cut_off_is_asked_for_again(tmp_path: Path, server: DemoServer, clock: Calendar) -> None:
    server.faults = Faults(truncated=0.3)
    kommune = council(source(server, "oparl", files=False))
    for _ in range(4):
        report = crawl(kommune, tmp_path, clock=clock)
        clock.sleep(DAY)
    assert report.offen == 0
    assert len(facts(tmp_path)["vorlagen"]) == len(server.world.oeffentliche_vorlagen)

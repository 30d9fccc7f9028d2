"""A council with several sources: OParl says what is new, its pages say what that is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv.demo import serve

from .conftest import DAY, Calendar, council, source, visit
from .facts import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ratsarchiv.demo import World
    from ratsarchiv.demo.server import DemoServer
    from ratsarchiv.kommunen import Kommune

    from .facts import Facts


def query(data: Path, sql: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as db:
        return db.execute(sql, values).fetchall()


@pytest.fixture
def server(world: World, clock: Calendar) -> Iterator[DemoServer]:
    with serve(world, produkte=["allris4", "oparl"]) as server:
        vars(server.haus.andere["oparl"])["uhr"] = clock.now
        yield server


@pytest.fixture
def both(server: DemoServer) -> Kommune:
    return council(source(server, "allris4"), source(server, "oparl", files=False))


def asked(server: DemoServer, since: int, beginning: str = "/public/") -> list[str]:
    paths = [each.pfad for each in server.log[since:]]
    return [path for path in paths if path.startswith(beginning)]


def test_what_pages_say_is_all_there_and_oparl_takes_nothing_away(
    tmp_path: Path, both: Kommune, clock: Calendar, told: Callable[[str], Facts]
) -> None:
    visit(both, tmp_path, clock)
    pages, hybrid = told("allris4"), facts(tmp_path)
    for table in ("vorlagen", "tagesordnungspunkte", "beratungen", "auszuege", "abschnitte"):
        assert hybrid[table] == pages[table], table
    visit(both, tmp_path, clock)
    assert facts(tmp_path) == hybrid


def test_each_source_is_named_with_its_fields_and_its_capture(tmp_path: Path, both: Kommune, clock: Calendar) -> None:
    visit(both, tmp_path, clock)
    sql = (
        "SELECT q.system, a.system, q.felder FROM quellen q JOIN abrufe a ON a.id = q.abruf"
        " WHERE q.tabelle = 'vorlagen' ORDER BY q.objekt, q.system LIMIT 2"
    )
    (first, first_read, pages), (second, second_read, oparl) = query(tmp_path, sql)
    assert (first, first_read) == ("allris4", "allris4")
    assert (second, second_read) == ("oparl", "oparl")
    assert "federfuehrend" in pages
    assert "federfuehrend" not in oparl
    assert "betreff" in pages
    assert "betreff" in oparl


def test_what_oparl_calls_changed_is_read_on_its_page_at_once(
    tmp_path: Path, both: Kommune, server: DemoServer, world: World, clock: Calendar
) -> None:
    visit(both, tmp_path, clock)
    paper = world.oeffentliche_vorlagen[3]
    paper.betreff, paper.federfuehrend = "Ein ganz neuer Betreff", "A 99 - Neues Amt"
    world.geaendert()
    clock.sleep(2 * DAY)
    before = len(server.log)
    visit(both, tmp_path, clock, "update")
    assert asked(server, before, f"/public/vo020?VOLFDNR={paper.id}")
    assert not [path for path in asked(server, before, "/public/vo020") if str(paper.id) not in path]
    assert all("modified_since=" in path for path in asked(server, before, "/public/oparl/papers"))
    changed = query(tmp_path, "SELECT feld, neu FROM aenderungen WHERE objekt = ?", f"musterstadt-{paper.id}")
    assert sorted(changed) == [("betreff", "Ein ganz neuer Betreff"), ("federfuehrend", "A 99 - Neues Amt")]


def test_a_change_in_a_part_that_oparl_shows_leads_to_the_page_too(
    tmp_path: Path, both: Kommune, server: DemoServer, world: World, clock: Calendar
) -> None:
    visit(both, tmp_path, clock)
    paper = next(each for each in world.oeffentliche_vorlagen if each.beratungen)
    paper.beratungen[0].rolle = "Anhörung"
    world.geaendert()
    clock.sleep(2 * DAY)
    before = len(server.log)
    visit(both, tmp_path, clock, "update")
    assert asked(server, before, f"/public/vo020?VOLFDNR={paper.id}")
    sql = "SELECT rolle FROM beratungen WHERE vorlage = ? ORDER BY position LIMIT 1"
    assert query(tmp_path, sql, f"musterstadt-{paper.id}") == [("Anhörung",)]


def test_two_that_contradict_each_other_do_not_take_turns(
    tmp_path: Path, both: Kommune, server: DemoServer, world: World, clock: Calendar
) -> None:
    """OParl shows another Betreff than the page: the one that was read later stays, who says otherwise is on record."""
    oparl = server.haus.andere["oparl"]
    vars(oparl)["grillen"] = {"n_a"}
    visit(both, tmp_path, clock)
    other = tuple(world.oeffentliche_vorlagen)[5]
    was = other.betreff
    paper_id = f"musterstadt-{other.id}"
    other.betreff = "So steht es nur in der Schnittstelle"
    world.geaendert()
    server.haus.offen = {"oparl"}  # the pages are away for a day
    only = council(source(server, "oparl", files=False))
    clock.sleep(2 * DAY)
    visit(only, tmp_path, clock, "update")
    assert query(tmp_path, "SELECT betreff FROM vorlagen WHERE id = ?", paper_id) == [(other.betreff,)]
    told = dict(
        query(tmp_path, "SELECT system, abweichend FROM quellen WHERE objekt = ? AND tabelle = 'vorlagen'", paper_id)
    )
    assert "betreff" in told["allris4"]
    assert not told["oparl"]
    other.betreff = was
    world.geaendert()
    vars(oparl)["uhr"] = lambda: clock.now().replace(year=2020)  # it doesn't say that this changed again
    server.haus.offen = {"oparl", "allris4"}
    for _ in range(2):
        clock.sleep(50 * DAY)
        visit(both, tmp_path, clock, "update")
    changes = query(tmp_path, "SELECT neu FROM aenderungen WHERE objekt = ? AND feld = 'betreff' ORDER BY id", paper_id)
    assert changes[0] == ("So steht es nur in der Schnittstelle",)
    assert len(changes) <= 2


def test_what_oparl_calls_deleted_is_gone_and_a_page_that_shows_it_is_right(
    tmp_path: Path, server: DemoServer, world: World, clock: Calendar
) -> None:
    only = council(source(server, "oparl", files=False))
    visit(only, tmp_path, clock)
    paper = world.oeffentliche_vorlagen[3]
    id_ = f"musterstadt-{paper.id}"
    paper.zugang = "geloescht"
    world.geaendert()
    clock.sleep(DAY)
    visit(only, tmp_path, clock, "update")
    assert query(tmp_path, "SELECT verschwunden_seit IS NOT NULL FROM vorlagen WHERE id = ?", id_) == [(1,)]
    assert query(tmp_path, "SELECT art FROM hinweise WHERE objekt = ? AND bis IS NULL", id_) == [("zurueckgezogen",)]
    paper.zugang = "oeffentlich"
    world.geaendert()
    clock.sleep(DAY)
    visit(only, tmp_path, clock, "update")
    assert query(tmp_path, "SELECT verschwunden_seit FROM vorlagen WHERE id = ?", id_) == [(None,)]
    assert query(tmp_path, "SELECT art FROM hinweise WHERE objekt = ? AND bis IS NULL", id_) == []

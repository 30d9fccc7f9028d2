"""A council moves from ALLRIS 3 to ALLRIS 4: its numbers go with it, and so do our ids and their history."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv.crawl import crawl, rebuild
from ratsarchiv.crawl.intake import REFUSED
from ratsarchiv.demo import serve
from ratsarchiv.errors import Doubt

from .conftest import DAY, STICHTAG, Calendar, council, small, source, visit

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.demo import World

TABLES = (
    "vorlagen", "sitzungen", "tagesordnungspunkte", "beratungen", "auszuege", "dokumente", "gremien", "personen",
    "mitgliedschaften",
)  # fmt: skip


def ids(data: Path) -> dict[str, set[str]]:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as db:
        return {table: {id_ for (id_,) in db.execute(f"SELECT id FROM {table}")} for table in TABLES}


def query(data: Path, sql: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as db:
        return db.execute(sql, values).fetchall()


@dataclass(frozen=True)
class Moved:
    """An archive of a council that has moved, and what it said before and after it was made anew."""

    data: Path
    before_rebuild: dict[str, list[Any]]
    after_rebuild: dict[str, list[Any]]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Moved:
    """Crawled as ALLRIS 3; then that is switched off, a Vorlage gets another Betreff, and updates follow."""
    data, clock, world = tmp_path_factory.mktemp("umzug"), Calendar(), small()
    with serve(world, produkte=["allris3"]) as server:
        visit(council(source(server, "allris3")), data, clock)
        before = ids(data)
        server.haus.offen = {"allris4"}
        kommune = council(source(server, "allris3", bis=STICHTAG), source(server, "allris4"))
        asked = len(server.log)
        clock.sleep(40 * DAY)
        visit(kommune, data, clock, "update")
        paper = world.oeffentliche_vorlagen[3]
        paper.betreff = "Neue Fassung des Betreffs"
        world.geaendert()
        clock.sleep(100 * DAY)
        visit(kommune, data, clock, "update")
        assert not [each for each in server.log[asked:] if each.pfad.startswith("/bi/")]
        assert ids(data) == before
    said = everything(data)
    rebuild([kommune], data, processes=1, clock=clock)
    return Moved(data, said, everything(data))


def everything(data: Path) -> dict[str, list[Any]]:
    return {table: query(data, f"SELECT * FROM {table} ORDER BY 1") for table in (*TABLES, "quellen", "adressen")}


def test_nothing_is_doubled_or_gone_and_history_goes_on(moved: Moved, world: World) -> None:
    for table in TABLES:
        assert query(moved.data, f"SELECT id FROM {table} WHERE verschwunden_seit IS NOT NULL") == []
    paper = world.oeffentliche_vorlagen[3]
    changes = query(moved.data, "SELECT feld, neu FROM aenderungen WHERE objekt = ?", f"musterstadt-{paper.id}")
    assert changes == [("betreff", "Neue Fassung des Betreffs")]


def test_both_addresses_of_a_vorlage_lead_to_it_and_both_captures_are_its_own(moved: Moved, world: World) -> None:
    number = world.oeffentliche_vorlagen[0].id
    found = query(moved.data, "SELECT url, system FROM adressen WHERE objekt = ? ORDER BY id", f"musterstadt-{number}")
    assert [(str(url).rpartition("/")[2], system) for url, system in found] == [
        (f"vo020.asp?VOLFDNR={number}", "allris3"),
        (f"vo020?VOLFDNR={number}", "allris4"),
    ]
    for url, _ in found:
        assert query(moved.data, "SELECT 1 FROM abrufe WHERE url = ? AND ergebnis = 'geparst'", url)


def test_the_sources_of_each_object_are_told(moved: Moved, world: World) -> None:
    sql = "SELECT system, felder FROM quellen WHERE objekt = ? AND tabelle = 'vorlagen' ORDER BY system"
    told = dict(query(moved.data, sql, f"musterstadt-{world.oeffentliche_vorlagen[3].id}"))
    assert told.keys() == {"allris3", "allris4"}
    assert "betreff" in str(told["allris3"])
    sql = "SELECT abweichend FROM quellen WHERE objekt = ? AND system = 'allris3' AND tabelle = 'vorlagen'"
    assert "betreff" in str(query(moved.data, sql, f"musterstadt-{world.oeffentliche_vorlagen[3].id}")[0][0])


def test_what_only_another_products_wording_changed_is_no_flood(moved: Moved) -> None:
    """The first visit of the new system may say some things in other words, but no address and no markup is news."""
    changed = dict(query(moved.data, "SELECT feld, count(*) FROM aenderungen GROUP BY feld"))
    assert changed.keys() <= {"betreff", "ueberschrift", "groesse", "status", "beschluss", "beschlussart"}


def test_before_the_toml_is_told_of_a_move_next_to_nothing_is_believed(
    tmp_path: Path, world: World, clock: Calendar
) -> None:
    """Everything that is asked for is refused: the few that are asked before that is noticed may be marked."""
    with serve(world, produkte=["allris3"]) as server:
        kommune = council(source(server, "allris3"))
        visit(kommune, tmp_path, clock)
        server.haus.offen = {"allris4"}
        for _ in range(3):
            clock.sleep(40 * DAY)
            report = crawl(kommune, tmp_path, befehl="update", clock=clock)
        assert isinstance(report.gestoppt, Doubt)
    gone = [
        id_ for table in TABLES for id_ in query(tmp_path, f"SELECT id FROM {table} WHERE verschwunden_seit NOT NULL")
    ]
    assert len(gone) < REFUSED
    assert query(tmp_path, "SELECT id FROM vorlagen WHERE verschwunden_seit NOT NULL") == []


def test_a_rebuild_says_the_same(moved: Moved) -> None:
    assert moved.after_rebuild == moved.before_rebuild

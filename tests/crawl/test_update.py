"""What an update asks for after a day, and what it finds."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.crawl.seeing import content, rows

from ratsarchiv.crawl import crawl
from ratsarchiv.demo import musterstadt, serve
from ratsarchiv.demo.alltag import a_day
from ratsarchiv.demo.ereignisse import nichtoeffentlich

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeKommune, QuickClock

DAY = 86_400.0
REQUESTS_PER_OBJECT, FIXED = 2.5, 20


def base(path: str) -> str:
    """`vo020.asp?VOLFDNR=1` of `/bi/vo020.asp?VOLFDNR=1`."""
    return path.removeprefix("/bi/")


def test_a_day_of_a_council_costs_few_requests_and_nothing_of_it_is_missed(
    tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    world = musterstadt(stichtag=datetime.now(UTC).date(), vorlagen=1000, sitzungen=120)
    with serve(world) as server:
        whole = crawl(make_kommune(server.url), tmp_path, clock=quick)
        quick.sleep(DAY)
        was = a_day(world)
        before = len(server.log)
        found = crawl(make_kommune(server.url), tmp_path, befehl="update", clock=quick)
        asked = {base(entry.pfad) for entry in server.log[before:]}
    sys.stdout.write(
        f"\n{was.objekte} objects are new or changed: {found.anfragen} requests;"
        f" {(found.anfragen - FIXED) / was.objekte:.2f} each and {FIXED}; a whole crawl: {whole.anfragen}\n"
    )
    assert was.seiten - asked == set()
    assert found.anfragen <= REQUESTS_PER_OBJECT * was.objekte + FIXED
    assert found.exit_code == 0


@pytest.mark.parametrize("seed", [1])
def test_after_an_update_the_tables_are_as_if_all_had_been_visited(
    seed: int, tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    world = musterstadt(seed, stichtag=datetime.now(UTC).date(), vorlagen=100, sitzungen=120, personen=12)
    with serve(world) as server:
        crawl(make_kommune(server.url), tmp_path / "a", clock=quick)
        quick.sleep(DAY)
        a_day(world, seed)
        crawl(make_kommune(server.url), tmp_path / "a", befehl="update", clock=quick)
        crawl(make_kommune(server.url), tmp_path / "b", clock=quick)
        url = server.url
    updated, anew = content(tmp_path / "a", url), content(tmp_path / "b", url)
    for table, expected in anew.items():
        assert table == "hinweise" or not set(expected) - set(updated[table]), table


def test_a_vorlage_whose_item_turns_non_public_is_asked_for_at_once(
    tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    world = musterstadt(stichtag=datetime.now(UTC).date(), vorlagen=100, sitzungen=120, personen=12)
    recent = world.stichtag - timedelta(weeks=10)
    public = {each.id for each in world.oeffentliche_vorlagen}
    items = [
        top for each in world.oeffentliche_sitzungen if each.datum >= recent for top in each.tops if top.oeffentlich
    ]
    number = next(top.vorlage for top in items if top.vorlage in public)
    with serve(world) as server:
        crawl(make_kommune(server.url), tmp_path, clock=quick)
        nichtoeffentlich(world, number)
        quick.sleep(DAY)
        crawl(make_kommune(server.url), tmp_path, befehl="update", clock=quick)
    sql = "select betreff, (select count(*) from abschnitte where vorlage = v.id and text <> '') from vorlagen v where id = ?"
    assert rows(tmp_path, sql, f"musterstadt-{number}") == [(None, 0)]


def test_everything_is_seen_again_within_ninety_days(
    tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    world = musterstadt(stichtag=datetime.now(UTC).date(), vorlagen=60, sitzungen=40, personen=12)
    with serve(world) as server:
        crawl(make_kommune(server.url), tmp_path, clock=quick)
        first = datetime.fromtimestamp(quick.time(), UTC)
        for _ in range(9):
            quick.sleep(10 * DAY)
            crawl(make_kommune(server.url), tmp_path, befehl="update", clock=quick)
    sql = (
        "select url from abrufe where ergebnis in ('geparst', 'dokument') and http_status = 200"
        " and url not like '%/___tmp/%' and url not like '%shownext%'"
    )
    shown = f"{sql} group by url having max(zeitpunkt) <= ?"
    assert rows(tmp_path, shown, (first + timedelta(minutes=5)).isoformat()) == []
    assert rows(tmp_path, "select count(*) from aenderungen where feld = 'verschwunden_seit'") == [(0,)]

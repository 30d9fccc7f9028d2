"""The archive alone gives the database of the live runs, whatever has happened in between."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.conftest import QuickClock, bounded
from tests.crawl.seeing import rows
from tests.harvest.ground import finished, same, small_world, start, write_toml

from ratsarchiv.crawl import crawl, import_files, rebuild
from ratsarchiv.demo import Faults, World, a_day, ereignisse, serve
from ratsarchiv.store.dump import dump
from ratsarchiv.store.sperren import Sperren

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeKommune
    from tests.harvest.conftest import Ground, Undisturbed

    from ratsarchiv.crawl import Report
    from ratsarchiv.kommunen import Kommune

DAY = 86_400.0


def warcs(data: Path) -> list[Path]:
    return sorted((data / "warc").rglob("*.warc.gz"))


def something_happens(world: World) -> None:
    """Events of every kind."""
    a_day(world, tagesordnungen=1, niederschriften=0)
    public = [each.id for each in world.oeffentliche_vorlagen]
    ereignisse.nichtoeffentlich(world, public[3])
    ereignisse.zurueckgezogen(world, public[8])
    ereignisse.entfaellt(world, world.oeffentliche_sitzungen[-1].id)
    ereignisse.ausgetauscht(world, world.vorlage[public[12]].dokumente[0].nummer)
    attached = next(each for each in world.oeffentliche_vorlagen if each.anlagen)
    ereignisse.neue_fassung(world, attached.id, attached.anlagen[0].nummer)
    ereignisse.scheidet_aus(world, next(each.nummer for each in world.personen if not each.gesperrt))


def assert_rebuilt_as_it_is(data: Path, kommune: Kommune, clock: QuickClock) -> None:
    live = data / "live.db"
    shutil.copy(data / "ratsarchiv.db", live)
    rebuild([kommune], data, processes=2, clock=clock)
    same(live, data / "ratsarchiv.db")


def test_a_rebuild_after_a_long_history_is_the_live_database(
    tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    older, data = tmp_path / "older", tmp_path / "data"
    world = small_world()
    with serve(world) as server:
        kommune = make_kommune(server.url)
        crawl(kommune, older, clock=quick, progress=bounded)
        quick.sleep(DAY)
        a_day(world, tagesordnungen=1, niederschriften=0)
        server.faults = Faults(error=0.03, reset=0.03)
        crawl(kommune, data, clock=quick, progress=bounded)
        server.faults = Faults()
        something_happens(world)
        for command in ("update", "crawl"):
            quick.sleep(1.1 * DAY)
            crawl(kommune, data, befehl=command, clock=quick, progress=bounded)
        import_files(warcs(older), kommune, data, clock=quick, progress=bounded)
        quick.sleep(2 * DAY)
        crawl(kommune, data, befehl="update", clock=quick, progress=bounded)
        crawl(kommune, data, clock=quick, progress=bounded)
    kinds = {row[0] for row in rows(data, "select distinct befehl from laeufe")}
    assert kinds == {"crawl", "update", "import"}
    [(changes,)] = rows(data, "select count(*) from aenderungen")
    print(f"\n{changes} changes in {len(rows(data, 'select 1 from laeufe'))} runs")
    assert changes > 10
    assert rows(data, "select count(*) > 0 from aenderungen where feld = 'verschwunden_seit'") == [(1,)]
    assert {row[0] for row in rows(data, "select distinct art from hinweise")} >= {"nichtoeffentlich", "zurueckgezogen"}
    assert_rebuilt_as_it_is(data, kommune, quick)


def test_a_takedown_is_in_force_after_a_rebuild(ground: Ground) -> None:
    sql = "select vorlage, text from abschnitte where length(text) > 100 order by length(text) desc limit 1"
    [(vorlage, text)] = rows(ground.data, sql)
    with Sperren(ground.data) as sperren:
        sperren.add("objekt", f"vorlagen/{vorlage}", "personenbezug", datetime.now(UTC))
    for _ in range(2):
        rebuild([ground.kommune], ground.data, processes=2, clock=ground.clock)
        assert text not in repr(list(dump(ground.data / "ratsarchiv.db")))
    assert_rebuilt_as_it_is(ground.data, ground.kommune, ground.clock)


def killed_after(lines: int, *words: str, data: Path) -> None:
    """A command, killed when it has said so many lines on standard error."""
    with start(*words, data=data) as process:
        assert process.stderr
        for _ in range(lines):
            assert process.stderr.readline()
        process.kill()


def broken_off(paths: list[Path], kommune: Kommune, data: Path) -> None:
    """An import that somebody interrupts."""

    def interrupt(report: Report) -> None:
        if report.seiten > 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files(paths, kommune, data, progress=interrupt)


@pytest.mark.parametrize("how", ["killed", "interrupted"])
def test_an_import_that_did_not_end_is_taken_in_by_the_next_run(
    undisturbed: Undisturbed, tmp_path: Path, how: str
) -> None:
    write_toml(tmp_path, undisturbed.url)
    files = warcs(undisturbed.data)
    if how == "killed":
        killed_after(100, "import", *map(str, files), "--kommune", "musterstadt", "-v", data=tmp_path)
    else:
        broken_off(files, undisturbed.kommune, tmp_path)
    taken, wanted = (len(rows(data, "select 1 from abrufe")) for data in (tmp_path, undisturbed.data))
    assert 100 <= taken < wanted
    assert finished("update", "musterstadt", "-q", "--max-requests", "1", data=tmp_path)[0] == 0
    [(taken,)] = rows(tmp_path, "select count(*) from abrufe where herkunft is not null")
    assert taken == wanted
    assert_rebuilt_as_it_is(tmp_path, undisturbed.kommune, QuickClock())

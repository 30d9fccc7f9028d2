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

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeKommune, QuickClock

DAY = 86_400.0
REQUESTS_PER_OBJECT, FIXED = 2.5, 20


def base(path: str) -> str:
    """`vo020.asp?VOLFDNR=1` of `/bi/vo020.asp?VOLFDNR=1`."""
    return path.removeprefix("/bi/")


@pytest.mark.parametrize("vorlagen", [1000])
def test_a_day_of_the_council_costs_few_requests_and_nothing_of_it_is_missed(
    vorlagen: int, tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    world = musterstadt(stichtag=datetime.now(UTC).date(), vorlagen=vorlagen, sitzungen=120)
    with serve(world) as server:
        whole = crawl(make_kommune(server.url), tmp_path / "a", clock=quick)
        quick.sleep(DAY)
        was = a_day(world)
        before = len(server.log)
        found = crawl(make_kommune(server.url), tmp_path / "a", befehl="update", clock=quick)
        asked = {base(entry.pfad) for entry in server.log[before:]}
        sys.stdout.write(
            f"\n{was.objekte} objects are new or changed: {found.anfragen} requests;"
            f" {(found.anfragen - FIXED) / was.objekte:.2f} each and {FIXED}; a whole crawl: {whole.anfragen}\n"
        )
        assert was.seiten - asked == set()
        assert found.anfragen <= REQUESTS_PER_OBJECT * was.objekte + FIXED
        assert found.exit_code == 0
        crawl(make_kommune(server.url), tmp_path / "b", clock=quick)
        url = server.url
    updated, anew = content(tmp_path / "a", url), content(tmp_path / "b", url)
    for table, expected in anew.items():
        gone = table == "hinweise"  # a note on what was called off is news to the older archive only
        assert gone or not set(expected) - set(updated[table]), table


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

"""An outage is not a deletion: what is gone is what the site says is gone, twice, a day apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.crawl.seeing import rows

from ratsarchiv.demo import Faults

if TYPE_CHECKING:
    from tests.harvest.conftest import Ground

HOUR = 3600.0
DAY = 24 * HOUR
ALWAYS: dict[str, Any] = {"times": None}
OUTAGES = {
    "server errors": Faults(error=1.0, **ALWAYS),
    "unavailable": Faults(unavailable=1.0, retry_after=30, **ALWAYS),
    "resets": Faults(reset=1.0, **ALWAYS),
    "half answers": Faults(truncated=1.0, **ALWAYS),
    "empty calendars": Faults(empty_calendar=1.0, **ALWAYS),
    "login pages": Faults(login=1.0, **ALWAYS),
    "redirects to the login": Faults(login_redirect=1.0, **ALWAYS),
    "a gate": Faults(gate=1.0, **ALWAYS),
    "a redirect to a gate": Faults(gate_redirect=1.0, **ALWAYS),
    "no robots.txt to be had": Faults(robots_error=1.0, **ALWAYS),
}
REFUSALS = {
    "everything refused": Faults(refused=1.0, **ALWAYS),
    "everything missing": Faults(gone=1.0, **ALWAYS),
    "all Vorlagen refused": Faults(refused=["vo020.asp*"], **ALWAYS),
}
GONE = "select 'vorlagen', id from vorlagen where verschwunden_seit is not null union all " + " union all ".join(
    f"select '{table}', id from {table} where verschwunden_seit is not null"
    for table in ("sitzungen", "dokumente", "personen", "gremien", "tagesordnungspunkte", "auszuege", "beratungen")
)
BELIEVED = (
    "select count(distinct url) from abrufe a where ergebnis in ('nicht_oeffentlich', 'fehlt') and exists"
    " (select 1 from abrufe b where b.url = a.url and b.zeitpunkt < a.zeitpunkt and b.ergebnis != a.ergebnis)"
)
"""Addresses that were shown and then refused; one may stand for several Dokumente."""
TEXTS = "select count(text) from abschnitte union all select count(protokoll) from auszuege"


def suffer(ground: Ground, faults: Faults) -> list[int]:
    """Five updates within more than a day of it; their exit codes."""
    ground.server.faults = faults
    codes = []
    for _ in range(5):
        ground.clock.sleep(7 * HOUR)
        codes.append(ground.visit().exit_code)
    return codes


@pytest.mark.parametrize("name", OUTAGES)
def test_a_day_of_an_outage_marks_nothing_as_gone_and_hides_nothing(ground: Ground, name: str) -> None:
    before, begin = ground.content(), len(ground.server.log)
    ground.clock.sleep(DAY)  # what robots.txt said is believed for so long
    codes = suffer(ground, OUTAGES[name])
    assert set(codes) == {3}
    print(f"\n{name}: {len(ground.server.log) - begin} requests in {len(codes)} runs")
    assert ground.content() == before
    assert rows(ground.data, "select count(*) from _vermisst where zeitpunkt > (select min(ende) from laeufe)") == [
        (0,)
    ]
    ground.server.faults = Faults()
    ground.clock.sleep(2 * DAY)
    assert ground.visit().exit_code in {0, 1}
    assert ground.content() == before


@pytest.mark.parametrize("name", REFUSALS)
def test_a_site_that_refuses_everything_is_not_believed(ground: Ground, name: str) -> None:
    before, texts, begin = ground.content(), rows(ground.data, TEXTS), len(ground.server.log)
    ground.clock.sleep(60 * DAY)  # many addresses are due
    codes = suffer(ground, REFUSALS[name])
    assert set(codes) == {3}
    assert rows(ground.data, GONE) == []
    [(hidden,)] = rows(ground.data, BELIEVED)
    asked = len(ground.server.log) - begin
    print(f"\n{name}: {asked} requests in {len(codes)} runs, {hidden} refusals believed")
    assert hidden <= 4
    ground.server.faults = Faults()
    for _ in range(2):
        ground.clock.sleep(2 * DAY)
        assert ground.visit().exit_code == 0
    assert rows(ground.data, GONE) == []
    assert rows(ground.data, TEXTS) == texts
    now = ground.content()
    assert [table for table in before if table not in {"hinweise", "dokumente"} and now[table] != before[table]] == []
    assert {row[0] for row in now["dokumente"]} == {row[0] for row in before["dokumente"]}


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_missing_twice_a_day_apart_is_gone_and_comes_back_with_its_page(ground: Ground, status: int) -> None:
    sql = "select id, url from sitzungen where abruf is not null and datum < date('now') order by datum desc limit 1"
    [(sitzung, url)] = rows(ground.data, sql)
    ground.server.faults = Faults(gone=[url.removeprefix(ground.server.url)], gone_status=status, **ALWAYS)
    for hours in (1, 2, 3):
        ground.clock.sleep(hours * HOUR)
        ground.visit()
    assert rows(ground.data, GONE) == []
    [(first,)] = rows(ground.data, "select min(zeitpunkt) from abrufe where url = ? and http_status = ?", url, status)
    ground.clock.sleep(26 * HOUR)
    ground.visit()
    assert rows(ground.data, GONE) == [("sitzungen", sitzung)]
    assert rows(ground.data, "select verschwunden_seit from sitzungen where id = ?", sitzung) == [(first,)]

    ground.server.faults = Faults()
    ground.clock.sleep(91 * DAY)
    ground.visit()
    assert rows(ground.data, GONE) == []
    sql = "select alt is null, neu is null from aenderungen where objekt = ? and feld = 'verschwunden_seit' order by id"
    assert rows(ground.data, sql, sitzung) == [(1, 0), (0, 1)]

"""A bad line, a slow server, and a site that wants to be left alone: the harvest is the same in the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.conftest import bounded
from tests.crawl.seeing import content, rows
from tests.harvest.ground import payloads, sound

from ratsarchiv.crawl import crawl, read_texts
from ratsarchiv.demo import Faults

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import QuickClock
    from tests.harvest.conftest import Ground, Undisturbed

HOUR = 3600.0
SHAKY = Faults(reset=0.1, error=0.1, truncated=0.05, slow=0.05, seconds=0.05)
PHASE = 40
"""Requests that are answered with "Zu viele Zugriffe", whoever asks."""


def test_a_shaky_site_that_sends_us_away_for_hours_is_harvested_as_a_good_one(
    ground: Ground, undisturbed: Undisturbed, tmp_path: Path, quick: QuickClock
) -> None:
    server, data = ground.server, tmp_path / "shaky"
    begin = len(server.log)
    phase = range(begin + 300, begin + 300 + PHASE)
    server.faults = replace(SHAKY, too_many=phase)
    first = crawl(ground.kommune, data, clock=quick, progress=bounded)
    assert (first.exit_code, len(server.log)) == (3, phase.start)
    assert "asks us to stop" in str(first.gestoppt)

    for hours in (0.0, 1.0, 4.0):
        quick.sleep(hours * HOUR)
        assert crawl(ground.kommune, data, clock=quick).exit_code == 3
    assert len(server.log) == phase.start

    server.faults = replace(SHAKY, seed=1)
    quick.sleep(2 * HOUR)
    second = crawl(ground.kommune, data, clock=quick, progress=bounded)
    assert second.exit_code == 0
    log = server.log[begin:]
    print(f"\n{len(log)} requests instead of {len(undisturbed.log)}; {second.probleme}")
    assert {each.fault for each in log} == {None, "reset", "error", "truncated", "slow", "too_many"}
    read_texts(data)
    assert content(data, server.url) == ground.content()
    assert payloads(data) == payloads(ground.data)
    found = rows(data, "select ergebnis, anfragen > 0 from laeufe order by id")
    assert found == [("gestoppt", 1), *[("gestoppt", 0)] * 3, ("fertig", 1)]
    sound(data)

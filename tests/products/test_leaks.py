"""What is not public is in no byte of the public database, whichever product printed it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.harvest.seeking import in_bytes

from ratsarchiv.crawl import rebuild
from ratsarchiv.demo import alle_verschliessen, musterstadt, serve

from .conftest import DAY, STICHTAG, Calendar, council, source, visit

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.demo import World
    from ratsarchiv.demo.geheim import Geheim

EVERYTHING = 1
"""Days within which everything is asked for again."""


def _is_only_gone(secret: Geheim, world: World, product: str) -> bool:
    """Of a Vorlage that was on no public agenda these two say no more than that it is gone: then it keeps its title."""
    number = secret.wo.partition("VOLFDNR=")[2]
    if secret.ab != "spaeter" or product not in {"sdnet", "oparl"} or not number:
        return False
    tops = [world.top[each.top] for each in world.vorlage[int(number)].beratungen if each.top]
    return not any(sitzung.oeffentlich for sitzung, _ in tops)


@pytest.mark.parametrize("product", ["allris4", "sessionnet", "sdnet", "oparl"])
def test_nothing_non_public_is_kept(product: str, tmp_path: Path, clock: Calendar) -> None:
    world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12, geheim=True)
    at_once = [each.marker for each in world.geheim if each.ab == "sofort"]
    everything = [each.marker for each in world.geheim if not _is_only_gone(each, world, product)]
    assert len(everything) > 300
    served = (product, "allris4") if product == "oparl" else (product,)
    with serve(world, produkte=served) as server:
        kommune = replace(council(source(server, product)), alles_tage=EVERYTHING)
        if oparl := server.haus.andere.get("oparl"):
            vars(oparl)["uhr"] = clock.now
        visit(kommune, tmp_path, clock)
        assert in_bytes(tmp_path, at_once) == set()
        alle_verschliessen(world)
        for _ in range(EVERYTHING + 2):
            clock.sleep(DAY)
            visit(kommune, tmp_path, clock, "update")
    assert in_bytes(tmp_path, everything) == set()
    rebuild([kommune], tmp_path, processes=1, clock=clock)
    assert in_bytes(tmp_path, everything) == set()

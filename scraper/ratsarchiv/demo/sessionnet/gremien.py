"""How a Gremium is found by its number, and how a Sitzung is called after its Gremien."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.nummern import gremium_nummer

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Gremium, Sitzung, World

UNVERLINKT = "<!--SMCINFO:si.bi.1.0.2.1.16.1.1 -->"
"""Stands behind what would be a link if the Sitzung were released."""


def mit_nummer(world: World, nummer: int) -> Gremium | None:
    """The Gremium whose number this is."""
    return next((each for each in world.gremien if gremium_nummer(each.schluessel) == nummer), None)


def name(world: World, treffen: Sitzung) -> str:
    """The names of the Gremien that meet; what the calendar says where one is hidden or the Sitzung is cancelled."""
    gremien = [world.gremium[each] for each in treffen.gremien]
    if treffen.abgesagt or any(each.verborgen for each in gremien):
        return treffen.kalendername
    return ", ".join(each.name for each in gremien)


def tipp(world: World, treffen: Sitzung) -> str:
    """The title of every link to a Sitzung: its Gremium and its day."""
    return f"Details anzeigen: {name(world, treffen)} {treffen.datum:%d.%m.%Y}"

"""When each object was made and changed: what the world does not know, and OParl must say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from ratsarchiv.demo.oparl import koerperschaft, papiere, sitzungen
from ratsarchiv.demo.oparl.objekt import Objekt, einzeln, programm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ratsarchiv.demo.world import World

VORHER = timedelta(days=30)
"""What is there from the beginning is so much older than the stichtag."""


@dataclass(slots=True)
class Eintrag:
    """An object with its times; once it is gone, only these are left of it."""

    inhalt: Objekt
    created: datetime
    modified: datetime
    deleted: bool = False


@dataclass(slots=True)
class Journal:
    """Every object that was ever public, in the order of their first appearance."""

    eintraege: dict[str, Eintrag] = field(default_factory=dict)

    def abgleichen(self, world: World, jetzt: datetime) -> None:
        """Take down what is new, changed or gone since the last time."""
        objekte = einzeln(_objekte(world))
        for adresse, inhalt in objekte.items():
            self._zeigen(adresse, inhalt, jetzt)
        for adresse, eintrag in self.eintraege.items():
            if adresse not in objekte and not eintrag.deleted:
                eintrag.deleted, eintrag.modified = True, jetzt

    def _zeigen(self, adresse: str, inhalt: Objekt, jetzt: datetime) -> None:
        eintrag = self.eintraege.get(adresse)
        if eintrag is None:
            self.eintraege[adresse] = Eintrag(inhalt, jetzt, jetzt)
        elif eintrag.deleted or eintrag.inhalt != inhalt:
            eintrag.inhalt, eintrag.modified, eintrag.deleted = inhalt, jetzt, False

    def von(self, name: str) -> Iterator[tuple[str, Eintrag]]:
        """The entries of `papers`, `meetings` …"""
        return ((adresse, each) for adresse, each in self.eintraege.items() if programm(adresse) == name)


def _objekte(world: World) -> Iterator[Objekt]:
    yield koerperschaft.system(world)
    yield koerperschaft.body(world)
    yield from koerperschaft.organizations(world)
    yield from koerperschaft.persons(world)
    yield from sitzungen.meetings(world)
    yield from papiere.papers(world)

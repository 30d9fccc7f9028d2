"""When an address is due again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from ratsarchiv import parse

if TYPE_CHECKING:
    from ratsarchiv.store.queue import Task

STRIKE = timedelta(hours=25)
"""After the source has refused an object that it showed before it is asked once more: a day later at the earliest."""
WEEK = timedelta(days=7)
BACK, AHEAD = 3, 3
"""Calendar months that every update asks for, before and after the present one."""
PAUSES = (timedelta(0), timedelta(minutes=10), timedelta(hours=2), timedelta(hours=12))
"""How long an address waits after each failure; after the last it is left for another visit."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a council's pages are asked for again."""

    wochen: int = 12
    """Sitzungen as recent as this, and all that are to come, are asked for by every update."""
    tage: int = 90
    """Everything else is seen again within so many days."""

    def due(self, task: Task, when: datetime, tag: str | None) -> datetime | None:
        """When an address that was answered is due again; at once means: by the next update."""
        rolle = parse.rolle(task.seitenart)
        if task.dokument:
            return self.spread(task.schluessel, when)
        if task.traeger:  # what only the answer before it leads to
            return None
        if rolle in {"vorlagenliste", "liste", "sitzungsliste", "termine"}:
            return when
        if rolle == "kalender":
            return self._month(tag, task.schluessel, when)
        if rolle == "sitzung" and tag and tag >= (when.date() - timedelta(weeks=self.wochen)).isoformat():
            return when
        return when + WEEK if rolle in {"start", "gremienliste"} else self.spread(task.schluessel, when)

    def due_refused(self, task: Task, when: datetime) -> datetime:
        """When an object that the source does not show is asked for again: a day later if it was shown before."""
        return when + STRIKE if task.gezeigt else self.spread(task.schluessel, when)

    def spread(self, schluessel: str, when: datetime) -> datetime:
        """Some day in the second half of the time, so that not all addresses are due together."""
        share = int.from_bytes(sha256(schluessel.encode()).digest()[:4], "big") / 2**32
        return when + timedelta(days=self.tage) * (0.5 + share / 2)

    def _month(self, tag: str | None, schluessel: str, when: datetime) -> datetime:
        distance = _months(tag, when.date()) if tag else 0
        if -BACK <= distance <= AHEAD:
            return when
        return when + WEEK if distance > 0 else self.spread(schluessel, when)


def _months(tag: str, today: date) -> int:
    """How many months a month (`2026-11`) lies ahead."""
    year, month = int(tag[:4]), int(tag[5:7])
    return (year - today.year) * 12 + month - today.month

"""How much one run may ask for: a window of the night, a number of requests, a number of minutes."""

from __future__ import annotations

import re
import time as times
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ratsarchiv.errors import Paused, WrongUse

if TYPE_CHECKING:
    from ratsarchiv.fetch.clock import Clock

ZONE = ZoneInfo("Europe/Berlin")
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Window:
    """A part of every day, in the councils' own time; it may go over midnight."""

    von: time
    bis: time

    @classmethod
    def read(cls, text: str) -> Window:
        """`22:00-06:00`; WrongUse for anything else."""
        found = _WINDOW.fullmatch(text.strip())
        if not found:
            raise WrongUse(f"the window {text!r} must look like 22:00-06:00")
        hour, minute, last_hour, last_minute = (int(each) for each in found.groups())
        window = cls(time(hour, minute), time(last_hour, last_minute))
        if window.von == window.bis:
            raise WrongUse(f"the window {text!r} is empty")
        return window

    def __str__(self) -> str:
        return f"{self.von:%H:%M}-{self.bis:%H:%M}"

    def opens(self, now: datetime) -> datetime | None:
        """When it opens next; None while it is open."""
        local = now.astimezone(ZONE)
        clock = local.time()
        over_midnight = self.von > self.bis
        if (clock >= self.von or clock < self.bis) if over_midnight else (self.von <= clock < self.bis):
            return None
        day = local.date() + timedelta(days=clock >= self.von)
        return datetime.combine(day, self.von, ZONE)


class Budget:
    """Counts what a run asks for."""

    def __init__(
        self,
        *,
        window: Window | None = None,
        requests: int | None = None,
        minutes: float | None = None,
        clock: Clock = times,
    ) -> None:
        """None: without limit. The minutes begin now."""
        self._window, self._requests, self._minutes, self._clock = window, requests, minutes, clock
        self._begin = clock.monotonic()
        self._spent = 0

    def spend(self) -> None:
        """Counts a request that is about to be sent; Paused where it must not be."""
        if self._requests is not None and self._spent >= self._requests:
            raise Paused(f"{self._requests:,} requests are asked for, as many as this run may")
        if self._minutes is not None and self._clock.monotonic() - self._begin >= 60 * self._minutes:
            raise Paused(f"{self._minutes:g} minutes are over, as many as this run may take")
        now = datetime.fromtimestamp(self._clock.time(), UTC)
        if self._window and (opens := self._window.opens(now)):
            raise Paused(f"outside {self._window}: nothing is asked before {opens:%d.%m. %H:%M}", opens)
        self._spent += 1

"""The time, as an argument."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """What we need of the module `time`."""

    def time(self) -> float:
        """Seconds since 1970."""

    def monotonic(self) -> float:
        """Seconds since whenever."""

    def sleep(self, seconds: float, /) -> None:
        """Waits."""

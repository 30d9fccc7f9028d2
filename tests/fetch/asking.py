"""How these tests ask: with a clock that only sleeping moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ratsarchiv.fetch import PAGE, Answer, Fetcher

if TYPE_CHECKING:
    from collections.abc import Callable

CONTACT = "https://archiv.example; post@archiv.example"


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None
    """What others do while we sleep."""

    def time(self) -> float:
        return 1_800_000_000 + self.now

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 4))
        self.now += seconds
        self.meanwhile()


def read(fetcher: Fetcher, url: str, limit: int = PAGE) -> list[tuple[Answer, bytes]]:
    """All answers with their bodies."""
    return [(answer, answer.body.read()) for answer in fetcher.answers(url, limit)]


def last(fetcher: Fetcher, url: str, limit: int = PAGE) -> tuple[Answer, bytes]:
    """The last answer with its body."""
    return read(fetcher, url, limit)[-1]

"""What can go wrong on purpose: how often or where, and what then happens to the answer."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection
from dataclasses import dataclass
from random import Random
from typing import Literal

Fault = Literal[
    "reset", "error", "slow", "truncated", "too_many", "tableless", "utf8_declared", "utf8_encoded"
]  # fmt: skip
Wann = float | Collection[int | str]
"""A rate from 0.0 to 1.0, or request numbers (from 1) and addresses relative to `/bi/` (`vo020.asp*` for all)."""
ARTEN: tuple[Fault, ...] = (
    "too_many", "reset", "error", "truncated", "tableless", "utf8_declared", "utf8_encoded", "slow",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Which faults the server plays. Rates and addresses hit one address `times` times at most: asking again helps."""

    reset: Wann = 0.0
    """The connection is reset without an answer."""
    error: Wann = 0.0
    """Status 500."""
    slow: Wann = 0.0
    """The answer comes `seconds` late."""
    truncated: Wann = 0.0
    """The connection ends after half of the promised bytes."""
    too_many: Wann = 0.0
    """"Zu viele Zugriffe" with status 200; `range(30, 40)` is a phase."""
    tableless: Wann = 0.0
    """A page without the table of its data."""
    utf8_declared: Wann = 0.0
    """The header says UTF-8, the bytes are windows-1252."""
    utf8_encoded: Wann = 0.0
    """The bytes are UTF-8, the page says ISO-8859-1."""
    seconds: float = 1.0
    times: int | None = 1
    """None: without limit."""
    seed: int = 0

    def __post_init__(self) -> None:
        for art in ARTEN:
            wann = getattr(self, art)
            if isinstance(wann, (str, bytes)) or (isinstance(wann, (int, float)) and not 0 <= wann <= 1):
                raise ValueError(
                    f"{art}: a rate from 0.0 to 1.0 or a collection of numbers and addresses, not {wann!r}"
                )


class Verteiler:
    """Decides for each request which fault it meets; what it decides depends on number and address alone."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self._lock = threading.Lock()
        self._treffer: dict[str, int] = {}

    def fault(self, nummer: int, adresse: str, *, html: bool) -> Fault | None:
        """The fault for this request, or None. Pages alone lose their table or their charset."""
        for art in ARTEN:
            if art in {"tableless", "utf8_declared", "utf8_encoded"} and not html:
                continue
            wann = getattr(self.faults, art)
            if not isinstance(wann, (int, float)) and nummer in wann:
                return art
            if self._trifft(art, wann, nummer, adresse) and self._noch_erlaubt(adresse):
                return art
        return None

    def _trifft(self, art: Fault, wann: Wann, nummer: int, adresse: str) -> bool:
        if isinstance(wann, (int, float)):
            gewuerfelt = Random(f"{self.faults.seed} {art} {nummer}").random()  # noqa: S311 - a test's dice
            return adresse.startswith("/bi/") and gewuerfelt < wann
        kurz = adresse.removeprefix("/").removeprefix("bi/")
        return any(isinstance(each, str) and _passt(each, kurz) for each in wann)

    def _noch_erlaubt(self, adresse: str) -> bool:
        with self._lock:
            bisher = self._treffer.get(adresse, 0)
            self._treffer[adresse] = bisher + 1
        return self.faults.times is None or bisher < self.faults.times


def _passt(muster: str, adresse: str) -> bool:
    return adresse.startswith(muster[:-1]) if muster.endswith("*") else adresse == muster


def ohne_tabelle(seite: bytes) -> bytes:
    """The page without the table of metadata, or, where it has none, without its list."""
    if b'<td bgcolor="white">' in seite:
        return re.sub(
            rb'(<td bgcolor="white">).*?(?=<hr  />\r\n<|</td>\r\n<td style=)', rb"\1", seite, count=1, flags=re.DOTALL
        )
    return re.sub(rb'<table class="tl1".*</table>', b"", seite, count=1, flags=re.DOTALL)


def in_utf8(seite: bytes) -> bytes:
    """The page in another encoding than it says."""
    return seite.decode("cp1252").encode()

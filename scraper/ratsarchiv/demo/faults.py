"""What can go wrong on purpose: how often or where. `stoerungen` says what then happens to the answer."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Literal

Fault = Literal[
    "robots_error", "too_many", "gate", "gate_redirect", "login", "login_redirect", "refused", "unavailable", "reset", "error",
    "gone", "truncated", "empty_calendar", "tableless", "utf8_declared", "utf8_encoded", "slow",
]  # fmt: skip
Wann = float | Collection[int | str]
"""A rate from 0.0 to 1.0, or request numbers (from 1) and addresses relative to `/bi/` (`vo020.asp*` for all)."""
ARTEN: tuple[Fault, ...] = (
    "robots_error", "too_many", "gate", "gate_redirect", "login", "login_redirect", "refused", "unavailable", "reset", "error",
    "gone", "truncated", "empty_calendar", "tableless", "utf8_declared", "utf8_encoded", "slow",
)  # fmt: skip
NUR_SEITEN = frozenset({"tableless", "utf8_declared", "utf8_encoded", "empty_calendar"})
"""These need a page that was to be answered with status 200."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Which faults the server plays. Rates and addresses hit one address `times` times at most: asking again helps.

    Numbers (`range(30, 40)` is a phase) hit as often as they say. An outage of all pages is a rate of 1.0 with `times=None`.
    """

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
    unavailable: Wann = 0.0
    """Status 503, with `retry_after` as its header."""
    login: Wann = 0.0
    """The login page with status 200, in place of whatever was asked for."""
    login_redirect: Wann = 0.0
    """Status 302 to `logon.asp`, which is itself answered as ever."""
    refused: Wann = 0.0
    """Status 302 to `noauth.asp`, in place of whatever was asked for."""
    empty_calendar: Wann = 0.0
    """A calendar without a single Sitzung."""
    gone: Wann = 0.0
    """Status `gone_status`."""
    gate: Wann = 0.0
    """An altcha page with status 200."""
    gate_redirect: Wann = 0.0
    """Status 302 to `/_gate/`."""
    robots_error: Wann = 0.0
    """Status 503 for robots.txt and for nothing else."""
    seconds: float = 1.0
    retry_after: int | timedelta | None = None
    """Seconds, or a timedelta for the form of a date so much later; None: no such header."""
    gone_status: int = 404
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
            if not _betrifft(art, adresse, html=html):
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
            return (adresse.startswith("/bi/") or art == "robots_error") and gewuerfelt < wann
        kurz = adresse.removeprefix("/").removeprefix("bi/")
        return any(isinstance(each, str) and _passt(each, kurz) for each in wann)

    def _noch_erlaubt(self, adresse: str) -> bool:
        with self._lock:
            bisher = self._treffer.get(adresse, 0)
            self._treffer[adresse] = bisher + 1
        return self.faults.times is None or bisher < self.faults.times


def _betrifft(art: Fault, adresse: str, *, html: bool) -> bool:
    """Whether the fault can happen to this address at all."""
    match art:
        case "robots_error":
            return adresse == "/robots.txt"
        case "gate_redirect":
            return not adresse.startswith("/_gate/")
        case "login_redirect":
            return not adresse.startswith("/bi/logon.asp")
        case "empty_calendar":
            return html and adresse.startswith("/bi/si010")
        case _:
            return html or art not in NUR_SEITEN


def _passt(muster: str, adresse: str) -> bool:
    return adresse.startswith(muster[:-1]) if muster.endswith("*") else adresse == muster

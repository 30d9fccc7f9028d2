"""What a host's robots.txt lets us ask for."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from protego import Protego

from ratsarchiv.errors import SiteStopped

if TYPE_CHECKING:
    from datetime import datetime

AGENT = "ratsarchiv"
LARGEST = 500 << 10
"""Bytes that are read: as many as RFC 9309 asks of everybody."""
LONGEST_DELAY = 600.0
MOST_LINES, MOST_CANDIDATES = 2000, 20
"""Lines that are looked at to name the one that forbids, of a file made to keep us busy."""

Ergebnis = Literal["erlaubt", "verboten", "ausgefallen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsSaid:
    """An answer to the question for a robots.txt, as it was given or as the archive kept it."""

    status: int
    body: bytes
    """As it was sent; its first 500 KiB are enough."""
    content_encoding: str | None
    zeitpunkt: datetime
    location: str | None = None
    """Where a redirect leads, as a complete address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a robots.txt says of one address."""

    ergebnis: Ergebnis
    """`ausgefallen`: nobody can tell, so the host is not asked, and no consent changes that."""
    regel: str | None
    """The line that forbids, or why nobody can tell."""
    delay: float
    """The pause that it asks for, in seconds."""


def verdict(said: RobotsSaid, url: str, agent: str = AGENT) -> Verdict:
    """What an answer to the question for a robots.txt means for an address of its host."""
    if reason := unreadable(said):
        return Verdict(ergebnis="ausgefallen", regel=reason, delay=0)
    if 300 <= said.status < 400:
        return Verdict(ergebnis="verboten", regel=f"robots.txt: HTTP {said.status}, {said.location or '-'}", delay=0)
    rules = _read(said, agent)
    rule = rules.refusal(url)
    return Verdict(ergebnis="verboten" if rule else "erlaubt", regel=rule, delay=rules.delay)


def unreadable(said: RobotsSaid) -> str | None:
    """Why the host can't be asked at all; None where what it said can be read."""
    if said.status >= 500 or said.status == 429 or said.status < 200:
        return f"robots.txt: HTTP {said.status}; a host that can't say is not asked"
    try:
        delay = _read(said, AGENT).delay
    except SiteStopped as error:
        return str(error)
    return f"robots.txt asks for {delay:g} seconds between two requests" if delay > LONGEST_DELAY else None


def robots_verdict(text: str, url: str, agent: str = AGENT) -> tuple[bool, str | None, float]:
    """Whether a robots.txt allows the address, the line that forbids it, and the pause that it asks for."""
    rules = Rules(text, agent)
    rule = rules.refusal(url)
    return rule is None, rule, rules.delay


def robots_text(body: bytes, encoding: str | None) -> str:
    """The text of a robots.txt as it was sent; SiteStopped where it is packed in a way that we can't undo."""
    if (encoding or "identity").strip().lower() not in {"identity", ""}:
        try:
            body = zlib.decompressobj(wbits=47).decompress(body, LARGEST)
        except zlib.error as error:
            raise SiteStopped(f"robots.txt is packed as {encoding!r}, and can't be read: {error}") from error
    return body[:LARGEST].decode("utf-8-sig", "replace")


class Rules:
    """A host's robots.txt, read."""

    def __init__(self, text: str, agent: str = AGENT) -> None:
        self._lines, self._agent = text.splitlines(), agent
        self._robots = Protego.parse(text)

    @property
    def delay(self) -> float:
        """The pause that it asks for, in seconds."""
        return float(self._robots.crawl_delay(self._agent) or 0)

    def refusal(self, url: str) -> str | None:
        """The line that forbids the address, or None."""
        if self._robots.can_fetch(url, self._agent):
            return None
        lines = [line for line, alone in self._forbidding if not alone.can_fetch(url, self._agent)]
        lines = sorted(set(lines), key=len, reverse=True)[:MOST_CANDIDATES]
        return next((line for line in lines if self._decides(line, url)), lines[0] if lines else "Disallow").strip()

    @cached_property
    def _forbidding(self) -> list[tuple[str, Protego]]:
        """Lines that forbid something, each as a robots.txt of its own; Protego does not say which of its rules decided."""
        lines = [line for line in self._lines if line.lstrip().lower().startswith("d")][:MOST_LINES]  # also misspelt
        return [(line, Protego.parse(f"User-agent: *\n{line}")) for line in lines]

    def _decides(self, line: str, url: str) -> bool:
        """Whether the address would be allowed if the line, wherever it stands, allowed instead."""
        allow = f"Allow:{line.partition(':')[2]}"
        turned = "\n".join(allow if each == line else each for each in self._lines)
        return bool(Protego.parse(turned).can_fetch(url, self._agent))


@lru_cache(maxsize=16)
def _read(said: RobotsSaid, agent: str) -> Rules:
    """The rules that count: none where there is no robots.txt, which is everybody's consent."""
    return Rules(robots_text(said.body, said.content_encoding) if said.status < 300 else "", agent)

"""What a host's robots.txt lets us ask for."""

from __future__ import annotations

from protego import Protego

AGENT = "ratsarchiv"


class Rules:
    """A host's robots.txt, read."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._robots = Protego.parse(text)

    @property
    def delay(self) -> float:
        """The pause that it asks for, in seconds."""
        return float(self._robots.crawl_delay(AGENT) or 0)

    def refusal(self, url: str) -> str | None:
        """The line that forbids the address, or None."""
        if self._robots.can_fetch(url, AGENT):
            return None
        return max((line for line in self._lines if _forbids(line, url)), key=len, default="").strip()


def _forbids(line: str, url: str) -> bool:
    """Whether the line forbids the address by itself; Protego does not say which of its rules decided."""
    return not Protego.parse(f"User-agent: *\n{line}").can_fetch(url, AGENT)

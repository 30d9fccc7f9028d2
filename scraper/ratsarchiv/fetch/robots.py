"""What a host's robots.txt lets us ask for."""

from __future__ import annotations

import zlib

from protego import Protego

from ratsarchiv.errors import SiteStopped

AGENT = "ratsarchiv"
LARGEST = 500 << 10
"""Bytes that are read: as many as RFC 9309 asks of everybody."""


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

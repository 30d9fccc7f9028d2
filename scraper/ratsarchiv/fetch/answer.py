"""One answer, as it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from ratsarchiv.fetch.address import redirect

if TYPE_CHECKING:
    from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said to one request, unread; open until the next one is asked for."""

    url: str
    zeitpunkt: datetime
    """When we asked."""
    protocol: str
    status: int
    reason: str
    headers: Headers
    body: IO[bytes]
    """As it was sent, without chunks, its content encoding not undone; at its beginning, and on disk where it is large."""
    request: tuple[str, Headers, bytes]
    """First line, headers and body."""

    @property
    def response(self) -> tuple[str, Headers, IO[bytes]]:
        """First line, headers and body."""
        return f"{self.protocol} {self.status} {self.reason}".strip(), self.headers, self.body

    @property
    def location(self) -> str | None:
        """Where it sends us, as a complete address."""
        return redirect(self.url, self.status, self.header("location"))

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def close(self) -> None:
        """The body let go."""
        self.body.close()

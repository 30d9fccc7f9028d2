"""What goes back to a visitor: status, headers, bytes at hand or made while they are sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(slots=True)
class Antwort:
    """One answer."""

    status: int
    body: bytes
    mime: str = "text/html"
    kopf: dict[str, str] = field(default_factory=dict)
    """Further headers."""
    strom: Callable[[], Iterator[bytes]] | None = None
    """In place of `body`: pieces that are made while they are sent, none of them empty."""
    laenge: int | None = None
    """The bytes that `strom` gives; None sends it in chunks without saying how many."""

    def nur(self, status: int, body: bytes) -> None:
        """Say this in place of what was to be said."""
        self.status, self.mime, self.body = status, "text/html", body
        self.strom = self.laenge = None
        self.kopf.pop("Location", None)

    def stuecke(self) -> Iterator[bytes]:
        """The body in pieces."""
        if self.strom:
            yield from self.strom()
        else:
            yield self.body

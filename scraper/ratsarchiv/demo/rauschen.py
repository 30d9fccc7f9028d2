"""What differs between two views of one page though nothing has happened: tokens, a clock, the time that it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from string import ascii_letters, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ratsarchiv.demo.besuch import Besuche

MITTAG = time(12, 0, 7)


@dataclass(frozen=True, slots=True)
class Rauschen:
    """The noise of one answer."""

    sid: str
    """In addresses of feeds: `sid=990d532dd9cb33282e2e8f1a5af8dd1f`."""
    feld: str
    """The name of a hidden field: `NAVM_besycNcDiqGWLUyh`."""
    wert: str
    """That field's value: `izsxeDIjaxkdKWq8`."""
    uhr: datetime
    sekunden: float
    """How long the server says that it took."""

    def stempel(self) -> str:
        """The clock in the page's foot: `Stand: 22.11.2026 12:00:14 Uhr`."""
        return f"Stand: {self.uhr:%d.%m.%Y %H:%M:%S} Uhr"

    def dauer(self) -> str:
        """The comment that ends the page."""
        return f"<!-- {self.sekunden:.4f} sec -->".replace(".", ",")


def rauschen(besuche: Besuche, stichtag: date) -> Rauschen:
    """New noise; the clock moves on by seven seconds with each answer."""
    nummer = besuche.seite()
    return Rauschen(
        sid=besuche.zufall(32, "0123456789abcdef"),
        feld=f"NAVM_{besuche.zufall(16)}",
        wert=besuche.zufall(16, ascii_letters + digits),
        uhr=datetime.combine(stichtag, MITTAG) + timedelta(seconds=7 * nummer),
        sekunden=int(besuche.zufall(4, "123456789")) / 10000,
    )

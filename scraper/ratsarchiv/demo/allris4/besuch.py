"""What a Wicket session remembers: its pages by number, the files that they offer, and how many ids it has given out."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Anlage

COOKIE = "JSESSIONID"
MEISTENS = 200
"""So many sessions are remembered; who asks without cookie begins a new one each time."""
SEITEN = 40
"""So many pages of one session are remembered."""
_HEX = "0123456789ABCDEF"


@dataclass(slots=True)
class Stand:
    """One page of a session, as the server keeps it to answer what is asked of it later."""

    nummer: int
    programm: str
    adresse: str
    """The page's plain address, relative to the base folder: `si010?MM=10&YY=2026`."""
    felder: dict[str, str]
    dateien: dict[str, Anlage] = field(default_factory=dict)
    """Attachments by the path of their link in the page."""
    ziel: str = ""
    """The id of the element that an Ajax answer will fill."""
    ab: int = 0
    """The first row of a list that is shown."""
    bild: int = 1
    """How often the page has been rendered."""


@dataclass(slots=True)
class Besuch:
    """One session."""

    kennung: str
    dokumente: set[int] = field(default_factory=set)
    """The documents that its pages have named."""
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    _nummern: Iterator[int] = field(default_factory=count)
    _staende: OrderedDict[int, Stand] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def neu(self, programm: str, adresse: str, felder: dict[str, str]) -> Stand:
        """A new page with the session's next number."""
        with self._lock:
            stand = Stand(next(self._nummern), programm, adresse, felder)
            self._staende[stand.nummer] = stand
            if len(self._staende) > SEITEN:
                self._staende.popitem(last=False)
            return stand

    def alt(self, nummer: int) -> Stand | None:
        """The page with this number; None where it has expired or never was."""
        with self._lock:
            return self._staende.get(nummer)


class Besuche:
    """All sessions; their names come from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(f"{seed} allris4")  # noqa: S311 - not a secret, and to be repeatable
        self._lock = threading.Lock()
        self._alle: OrderedDict[str, Besuch] = OrderedDict()

    def zufall(self) -> str:
        """A random name of 32 hexadecimal digits."""
        with self._lock:
            return "".join(self._rng.choices(_HEX, k=32))

    def holen(self, kennung: str | None) -> tuple[Besuch, bool]:
        """The session with this cookie, or a new one, and whether it is new."""
        neue = self.zufall()
        with self._lock:
            if kennung is not None and kennung in self._alle:
                self._alle.move_to_end(kennung)
                return self._alle[kennung], False
            besuch = self._alle[neue] = Besuch(neue)
            if len(self._alle) > MEISTENS:
                self._alle.popitem(last=False)
            return besuch, True

"""Who holds a session cookie, and a number for each request."""

from __future__ import annotations

import threading
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from itertools import count
from random import Random

COOKIE = "PHPSESSID"
MEISTENS = 200
"""So many sessions are remembered; the oldest is forgotten first."""
SPRUNG, BEREICH = 611_953_123, 899_999_963
"""Numbers without common divisor: in jumps of the first, the second is filled without meeting a number twice."""


class Besuche:
    """All sessions; their names come from one seeded generator."""

    def __init__(self) -> None:
        self._rng = Random(0)  # noqa: S311 - not a secret, and to be repeatable
        self._lock = threading.Lock()
        self._alle: OrderedDict[str, None] = OrderedDict()
        self._anfragen = count(1)

    def __len__(self) -> int:
        return len(self._alle)

    def laufend(self) -> int:
        """Nine digits that differ at each request."""
        with self._lock:
            return 100_000_000 + next(self._anfragen) * SPRUNG % BEREICH

    def bekannt(self, cookies: str) -> bool:
        """Whether the header names a session that is remembered."""
        kennung = _kennung(cookies)
        with self._lock:
            return kennung in self._alle

    def neu(self) -> str:
        """Begin a session: its name."""
        with self._lock:
            kennung = "".join(self._rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=26))
            self._alle[kennung] = None
            if len(self._alle) > MEISTENS:
                self._alle.popitem(last=False)
            return kennung


def _kennung(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""

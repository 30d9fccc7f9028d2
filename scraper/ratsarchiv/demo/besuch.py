"""What the system remembers of a visitor by the ASPSESSIONID cookie: the place in the list, and temporary files."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import count
from random import Random
from string import ascii_letters, ascii_uppercase
from typing import TYPE_CHECKING

from ratsarchiv.demo.anlagen import dateiname
from ratsarchiv.demo.seite_liste import Blaettern

if TYPE_CHECKING:
    from ratsarchiv.demo.rahmen import Version
    from ratsarchiv.demo.world import Anlage, Dokument

COOKIE = "ASPSESSIONIDQSCRADBT"
MEISTENS = 1000
"""So many visitors are remembered; who asks without cookie is a new one each time."""


@dataclass(slots=True)
class Besuch:
    """One visitor."""

    nummer: int
    kennung: str
    blaettern: Blaettern = field(default_factory=Blaettern)
    dateien: dict[str, Anlage | Dokument] = field(default_factory=dict)
    """What lies at the temporary addresses of the last page, and of documents asked for since."""


class Besuche:
    """All visitors; names and paths come from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)  # noqa: S311 - not a secret, and to be repeatable
        self._lock = threading.Lock()
        self._alle: OrderedDict[str, Besuch] = OrderedDict()
        self._besuche, self._seiten = count(1), count(1)

    def zufall(self, laenge: int, zeichen: str = ascii_letters) -> str:
        """A random name."""
        with self._lock:
            return "".join(self._rng.choices(zeichen, k=laenge))

    def seite(self) -> int:
        """The number of the page that is written now, from 1."""
        with self._lock:
            return next(self._seiten)

    def holen(self, kennung: str | None) -> tuple[Besuch, bool]:
        """The visitor with this cookie, or a new one, and whether it is new."""
        neue = self.zufall(24, ascii_uppercase)
        with self._lock:
            if kennung is not None and kennung in self._alle:
                return self._alle[kennung], False
            besuch = self._alle[neue] = Besuch(next(self._besuche), neue)
            if len(self._alle) > MEISTENS:
                self._alle.popitem(last=False)
            return besuch, True

    def ordner(self, version: Version = "3.9.5") -> str:
        """A temporary folder that nobody can guess; version 3.9.0 makes it of a number instead of letters."""
        if version == "3.9.0":
            nummer = self.zufall(9, "123456789")
            return f"___tmp/tmp/45-181-136{nummer}/{nummer}"
        return f"___tmp/tmp/45-181-136/{self.zufall(40)}/{self.zufall(9)}"


class Tisch:
    """The attachments of one page while it is written; `fertig` replaces those of the page before."""

    def __init__(self, besuche: Besuche, besuch: Besuch, version: Version = "3.9.5") -> None:
        self._besuche = besuche
        self._besuch = besuch
        self._version: Version = version
        self._ordner = ""
        self._dateien: dict[str, Anlage | Dokument] = {}

    def __call__(self, anlage: Anlage, teil: int) -> str:
        """Put the attachment in place; the same address for each mention on this page."""
        self._ordner = self._ordner or self._besuche.ordner(self._version)
        mappe = f"{teil:08}/04" if self._version == "3.9.0" else f"{teil % 89 + 10}"
        pfad = f"{self._ordner}/{mappe}-Anlagen/{anlage.nummer:02}/{dateiname(anlage.name)}"
        self._dateien[pfad] = anlage
        return pfad

    def fertig(self) -> None:
        """Drop the files of the visitor's last page, and offer these."""
        self._besuch.dateien = self._dateien


def bereitstellen(besuche: Besuche, besuch: Besuch, dokument: Dokument) -> str:
    """Put a do027 document in place beside the files of the last page."""
    pfad = f"{besuche.ordner()}/{dokument.nummer:08}.pdf"
    besuch.dateien[pfad] = dokument
    return pfad

"""What the system remembers of a visitor by the ASPSESSIONID cookie: the place in the list, and temporary files."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from random import Random
from string import ascii_letters, ascii_uppercase
from typing import TYPE_CHECKING

from ratsarchiv.demo.anlagen import dateiname
from ratsarchiv.demo.pdf import pdf
from ratsarchiv.demo.seite_liste import Blaettern

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Anlage, Dokument

COOKIE = "ASPSESSIONIDQSCRADBT"
MEISTENS = 1000
"""So many visitors are remembered; who asks without cookie is a new one each time."""


@dataclass(slots=True)
class Besuch:
    """One visitor."""

    kennung: str
    blaettern: Blaettern = field(default_factory=Blaettern)
    dateien: dict[str, bytes] = field(default_factory=dict)
    """What lies at the temporary addresses of the last page, and of documents asked for since."""


class Besuche:
    """All visitors; names and paths come from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)  # noqa: S311 - not a secret, and to be repeatable
        self._lock = threading.Lock()
        self._alle: OrderedDict[str, Besuch] = OrderedDict()

    def zufall(self, laenge: int, zeichen: str = ascii_letters) -> str:
        """A random name."""
        with self._lock:
            return "".join(self._rng.choices(zeichen, k=laenge))

    def holen(self, kennung: str | None) -> tuple[Besuch, bool]:
        """The visitor with this cookie, or a new one, and whether it is new."""
        neue = self.zufall(24, ascii_uppercase)
        with self._lock:
            if kennung is not None and kennung in self._alle:
                return self._alle[kennung], False
            besuch = self._alle[neue] = Besuch(neue)
            if len(self._alle) > MEISTENS:
                self._alle.popitem(last=False)
            return besuch, True

    def ordner(self) -> str:
        """A temporary folder that nobody can guess."""
        return f"___tmp/tmp/45-181-136/{self.zufall(40)}/{self.zufall(9)}"


class Tisch:
    """The attachments of one page while it is written; `fertig` replaces those of the page before."""

    def __init__(self, besuche: Besuche, besuch: Besuch) -> None:
        self._besuche = besuche
        self._besuch = besuch
        self._ordner = ""
        self._dateien: dict[str, bytes] = {}

    def __call__(self, anlage: Anlage, teil: int) -> str:
        """Put the attachment in place; the same address for each mention on this page."""
        self._ordner = self._ordner or self._besuche.ordner()
        pfad = f"{self._ordner}/{teil % 89 + 10}-Anlagen/{anlage.nummer:02}/{dateiname(anlage.name)}"
        self._dateien[pfad] = pdf(anlage.zeilen)
        return pfad

    def fertig(self) -> None:
        """Drop the files of the visitor's last page, and offer these."""
        self._besuch.dateien = self._dateien


def bereitstellen(besuche: Besuche, besuch: Besuch, dokument: Dokument) -> str:
    """Put a do027 document in place beside the files of the last page."""
    pfad = f"{besuche.ordner()}/{dokument.nummer:08}.pdf"
    besuch.dateien[pfad] = pdf(dokument.zeilen)
    return pfad

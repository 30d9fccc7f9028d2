"""What came out of a document: its kind, its pages, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Quelle = Literal["text", "ocr", "keine", "fehler"]
"""`keine`: a page without text, like a scan; `fehler`: this page could not be read."""

FEHLER = (
    "verschluesselt",
    "abgeschnitten",
    "ohne_seiten",
    "falscher_typ",
    "beschaedigt",
    "unbekannt",
    "zu_viele_seiten",
    "zeit",
    "speicher",
    "abgestuerzt",
)
"""Why a document could not be read."""


@dataclass(frozen=True, slots=True)
class Seite:
    """One page, and where its text comes from."""

    text: str
    quelle: Quelle


@dataclass(frozen=True, slots=True)
class Gelesen:
    """A document as it was read; with `fehler` it may still have the pages that could be."""

    mime: str | None
    """By content, never by name."""
    seiten: tuple[Seite, ...] = ()
    fehler: str | None = None
    """One of FEHLER; None: read."""
    meldung: str | None = None
    """One sentence that a person can act on."""


class Unreadable(Exception):
    """Why reading ends here; the pages before it count."""

    def __init__(self, fehler: str, meldung: str) -> None:
        super().__init__(meldung)
        self.fehler = fehler

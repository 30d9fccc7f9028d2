"""What stands before a number in a text: whether it is called a Vorlage, pointed to, or something else altogether."""

from __future__ import annotations

import re
from enum import IntEnum

WINDOW = 64
"""Characters before a number that are looked at."""


class Vorwort(IntEnum):
    """What the words right before a number make of it."""

    ANDERES = 0
    """A development plan, a paragraph of a law, a telephone number, a year of the budget."""
    KEINES = 1
    HINWEIS = 2
    """`siehe`, `vgl.`, `Antrag`: it is pointed to."""
    NUMMER = 3
    """`Vorlage`, `Drs.-Nr.`, `Antrag Nr.`: it is called the number of a Vorlage."""


_OPENING = '([„“»"'
_CALLED = re.compile(r"(.*?)[./-]{0,2}(?:nr|nrn|nummern?)")
_NAME = re.compile(r"[\w/-]*(?:vorlagen?|drucksachen?)|vorl|drucks|drs|ds|vo")
_PAPER = re.compile(r"[\w-]*(?:antr[aä]ge?[sn]?|anfragen?|mitteilung(?:en)?)")
_POINTER = re.compile(r"vgl|vergl|vergleiche|siehe|s|bezug|bezüglich|gemäß|laut")
_OTHER = re.compile(
    r"§+|art|artikel|abs|absatz|ziffer|az|aktenzeichen|geschäftszeichen|ruf"
    r"|\w*bebauungspl[aä]n\w*|b-pl[aä]n\w*|flächennutzungspl[aä]n\w*|flurstücke?s?|flur|gemarkung|\w*haushalt\w*"
    r"|wirtschaftspl[aä]n\w*|\w*jahre?[sn]?|saison|spielzeit|wintersemester|din|iso|en|\w*richtlinien?|\w*verordnung"
    r"|eu|eg|ewg|eu-vo|bgbl|amtsblatt|rechnung|konto|kassenzeichen|heft|ausgabe"
)
_TELEPHONE = re.compile(r"tel|\w*telefon|fax|telefax|mobil|ruf")
_AND = re.compile(r"\s{0,2}(?:[,;/&]|und|sowie|oder|bzw\.?|bis)\s{0,2}(?:und\s)?(?:nr\.?\s)?", re.IGNORECASE)


def vorwort(text: str, anfang: int) -> Vorwort:
    """What the words before `anfang` make of the number that begins there."""
    before = text[max(0, anfang - WINDOW) : anfang].lower().split()
    words = [word for each in before[-6:] if (word := each.lstrip(_OPENING).rstrip(_OPENING + ".:)"))]
    named = [word for word in words if any(map(str.isalpha, word))]
    if not words:
        return Vorwort.KEINES
    if named and _TELEPHONE.fullmatch(named[-1]):
        return Vorwort.ANDERES
    called = _CALLED.fullmatch(words[-1])
    if called is None:
        return _kind(words[-1], called=False)
    base = [called[1]] if called[1] else words[-2:-1]
    kind = _kind(base[0], called=True) if base else Vorwort.KEINES
    return Vorwort.NUMMER if kind is Vorwort.KEINES and any(map(_NAME.fullmatch, words[-5:-1])) else kind


def _kind(word: str, *, called: bool) -> Vorwort:
    if _NAME.fullmatch(word) or (called and _PAPER.fullmatch(word)):
        return Vorwort.NUMMER
    if _OTHER.fullmatch(word):
        return Vorwort.ANDERES
    return Vorwort.HINWEIS if _POINTER.fullmatch(word) or _PAPER.fullmatch(word) else Vorwort.KEINES


def aufgezaehlt(text: str, anfang: int, ende: int) -> bool:
    """Whether between these places stands what joins two numbers of one list."""
    return ende - anfang <= 12 and _AND.fullmatch(text, anfang, ende) is not None

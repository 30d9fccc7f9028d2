"""The words around a place of a text: what a reference and a place are shown with."""

from __future__ import annotations

LAENGSTE = 240
"""Characters of a passage."""
BEIDSEITS = 100
"""Characters on each side, of which words that are not whole are left out."""


def textstelle(text: str, anfang: int, ende: int) -> str:
    """The words around a place on one line, at most LAENGSTE characters; `…` where more stands in the text."""
    before, after = text[max(0, anfang - BEIDSEITS) : anfang], text[ende : ende + BEIDSEITS]
    if anfang > BEIDSEITS:
        before = "… " + _ab_wort(before)
    if ende + BEIDSEITS < len(text):
        after = _ab_wort(after[::-1])[::-1] + " …"
    whole = " ".join(f"{before}{text[anfang:ende]}{after}".split())
    return whole if len(whole) <= LAENGSTE else whole[: LAENGSTE - 1] + "…"


def _ab_wort(text: str) -> str:
    """From the first word that is whole; nothing where there is none."""
    cut = next((n for n, character in enumerate(text) if character.isspace()), len(text))
    return text[cut:]

"""The number of a Gremium in products that count the Rat, its Ausschüsse and its Fraktionen in one row."""

from __future__ import annotations

_AB = {"pa": 0, "au": 100, "fr": 1000}


def gremium_nummer(schluessel: str) -> int:
    """The number that stands in addresses: `pa1` → 1, `au3` → 103, `fr2` → 1002."""
    return _AB[schluessel[:2]] + int(schluessel[2:])

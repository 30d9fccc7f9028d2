"""The Länder, by the first two digits of the AGS."""

from __future__ import annotations

LAENDER = {
    "01": ("Schleswig-Holstein", "SH"),
    "02": ("Hamburg", "HH"),
    "03": ("Niedersachsen", "NI"),
    "04": ("Bremen", "HB"),
    "05": ("Nordrhein-Westfalen", "NW", "NRW"),
    "06": ("Hessen", "HE"),
    "07": ("Rheinland-Pfalz", "RP", "RLP"),
    "08": ("Baden-Württemberg", "BW"),
    "09": ("Bayern", "BY"),
    "10": ("Saarland", "SL"),
    "11": ("Berlin", "BE"),
    "12": ("Brandenburg", "BB"),
    "13": ("Mecklenburg-Vorpommern", "MV"),
    "14": ("Sachsen", "SN"),
    "15": ("Sachsen-Anhalt", "ST"),
    "16": ("Thüringen", "TH"),
}
"""Each with its name first, then its abbreviations."""


def vorwahl(text: str) -> str | None:
    """How an AGS begins there: of a Land's name or abbreviation, or digits as they are; None for anything else."""
    plain = text.strip().casefold()
    if plain.isascii() and plain.isdigit() and len(plain) <= 8:
        return plain
    return next((key for key, names in LAENDER.items() if plain in {name.casefold() for name in names}), None)

"""Which object's own page stands at an address."""

from __future__ import annotations

from ratsarchiv.parse import address

_OWN = {
    "vo020": ("vorlagen", "VOLFDNR", ""),
    "to010": ("sitzungen", "SILFDNR", ""),
    "to020": ("tagesordnungspunkte", "TOLFDNR", ""),
    "kp020": ("personen", "KPLFDNR", ""),
    "au020": ("gremien", "AULFDNR", "au"),
    "fr020": ("gremien", "FRLFDNR", "fr"),
    "pa020": ("gremien", "PALFDNR", "pa"),
    "pa021": ("gremien", "PALFDNR", "pa"),
}
"""Table, parameter, and what stands before the number in an id."""


def objekt(url: str, kommune: str) -> tuple[str, str] | None:
    """Table and id of the object whose own page the address names; None for lists, calendars and anything else."""
    known = _OWN.get((address.program(url) or "")[:5])
    if known is None:
        return None
    tabelle, parameter, kind = known
    number = address.number(url, parameter)
    return (tabelle, f"{kommune}-{kind}{number}") if number else None


def monat(url: str) -> tuple[int, int] | None:
    """Year and month that a calendar's address asks for."""
    year, month = address.number(url, "YY"), address.number(url, "MM")
    return (int(year), int(month)) if year and month else None

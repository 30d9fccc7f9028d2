"""The addresses of SessionNet: the program, its number, and the form in which they are compared."""

from __future__ import annotations

import re

from ratsarchiv.parse import address

_PROGRAM = re.compile(r"(?:^|/)([a-z]{2}\d{4}|info|getfile|rssfeed|ylogon|error2?)\.(?:php|asp)$", re.IGNORECASE)

_MEANING = (
    "__ksinr", "__kvonr", "__kgrnr", "__kpenr", "__ktonr", "__cjahr", "__cmonat", "__cwpnr", "__cwpall", "__cpanr",
)  # fmt: skip
"""Parameters that choose what a page shows; all others (sort order, selection, where one came from) choose only how."""
_FILE = ("id", "type")
_TERM = ("__cwpnr", "__cwpall")

SITZUNG = ("si0057", "to0040", "si0056", "si0050")
"""The programs that show a Sitzung; a town links one of them from its calendar. The first that is released says most."""
PERSON = ("pe0051", "kp0051", "kp0050")

_OWN = {
    **dict.fromkeys(SITZUNG, ("sitzungen", "__ksinr", "")),
    "vo0050": ("vorlagen", "__kvonr", ""),
    "to0050": ("tagesordnungspunkte", "__ktonr", ""),
    "kp0040": ("gremien", "__kgrnr", "gr"),
    **dict.fromkeys(PERSON, ("personen", "__kpenr", "")),
}
"""Program → table, parameter, and what stands before the number in an id."""
OWN_NUMBER = {"vo0053": "__kvonr"} | {program: parameter for program, (_, parameter, _) in _OWN.items()}
"""The parameter that names what a page shows."""


def program(url: str) -> str | None:
    """`vo0050`, `getfile`, `info` of a SessionNet address, in small letters."""
    found = _PROGRAM.search(url.partition("?")[0].partition("#")[0][-60:])
    return found[1].lower() if found else None


def ending(url: str) -> str:
    """`php` or `asp`, as the address is written."""
    return url.partition("?")[0].rpartition(".")[2]


def is_past(url: str) -> bool:
    """Whether the members of a Gremium in another Wahlperiode are asked for: they are no present ones."""
    return program(url) == "kp0040" and any(address.parameter(url, name) for name in _TERM)


def canonical(url: str) -> str:
    """The address in the form that we compare and ask for: only parameters with a meaning, in a fixed order, no fragment."""
    name = program(url)
    if name is None:
        return address.plain(url)
    place, mark, query = address.chosen(url, _FILE if name == "getfile" else _MEANING).partition("?")
    above, slash, file = place.rpartition("/")
    return f"{above}{slash}{file.lower()}{mark}{query}"


def objekt(url: str) -> tuple[str, str] | None:
    """Table and number of the object whose own page the address names; None for lists, calendars and anything else."""
    known = _OWN.get(program(url) or "")
    if known is None or is_past(url):
        return None
    tabelle, parameter, kind = known
    number = address.number(url, parameter)
    return (tabelle, kind + number) if number else None


def monat(url: str) -> tuple[int, int] | None:
    """Year and month that a calendar's address asks for."""
    year, month = address.number(url, "__cjahr"), address.number(url, "__cmonat")
    return (int(year), int(month)) if program(url) == "si0040" and year and month else None

"""The addresses of ALLRIS classic: the program, its number, and the form in which they are compared."""

from __future__ import annotations

import re

from ratsarchiv.parse import address

_PROGRAM = re.compile(r"(?:^|/)([a-z]{2}\d{3}(?:_[a-z])?|noauth|logon|allris\.net)\.asp$", re.IGNORECASE)

# Parameters that choose what a page shows; all others (sort order, history, selection, menus) choose only how.
_MEANING: dict[str, tuple[str, ...]] = {
    "vo": ("VOLFDNR",), "to": ("SILFDNR",), "si": ("MM", "YY", "PALFDNR", "PA"), "kp": ("KPLFDNR",),
    "au": ("AULFDNR", "T1", "AU", "SORTVON", "SORTBIS", "PALFDNR"), "fr": ("FRLFDNR", "PALFDNR"), "pa": ("PALFDNR", "REDIRTO"),
    "do": ("DOLFDNR", "options", "typ", "annots"), "at": (),
}  # fmt: skip
_MEANING_OF_PROGRAM = {"to020": ("TOLFDNR",), "vo040": ("shownext", "PALFDNRM", "VO040COL4")}


def program(url: str) -> str | None:
    """`vo020`, `to010_r`, `allris.net` of an ALLRIS classic address, in small letters."""
    found = _PROGRAM.search(url.partition("?")[0].partition("#")[0][-60:])
    return found[1].lower() if found else None


def canonical(url: str) -> str:
    """The address in the form that we compare and ask for: only parameters with a meaning, in a fixed order, no fragment."""
    name = program(url)
    if name is None:
        return address.plain(url)
    return address.chosen(url, _MEANING_OF_PROGRAM.get(name[:5], _MEANING.get(name[:2], ())))


def variant(url: str) -> str:
    """`_r` for a page for small screens; nothing for the rest."""
    return "_r" if (program(url) or "").endswith("_r") else ""


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


def objekt(url: str) -> tuple[str, str] | None:
    """Table and number of the object whose own page the address names; None for lists, calendars and anything else."""
    known = _OWN.get((program(url) or "")[:5])
    if known is None:
        return None
    tabelle, parameter, kind = known
    number = address.number(url, parameter)
    return (tabelle, kind + number) if number else None


def of(base: str, tabelle: str, number: str) -> str | None:
    """The address of an object's own page."""
    for program, (table, parameter, kind) in _OWN.items():
        plain = number.removeprefix(kind)
        if table == tabelle and number == kind + plain and plain.isdigit():
            return f"{base}{program}.asp?{parameter}={plain}"
    return None


def monat(url: str) -> tuple[int, int] | None:
    """Year and month that a calendar's address asks for."""
    year, month = address.number(url, "YY"), address.number(url, "MM")
    return (int(year), int(month)) if year and month else None


_TEMPORARY = re.compile(r"(___tmp/)(?:[^/\"'<>\s?#]+/)*?(?=\d+-Anlagen/|[^/\"'<>\s?#]*(?:[\"'<>\s?#]|$))")
"""`___tmp/tmp/45-181-136/<40 letters>/<9 letters>/13-Anlagen/01/name.pdf`: a folder made for one view of one page."""
_NAME = re.compile(r"(___tmp/(?:[^/\"'<>\s?#]+/)*)(?:[^/\"'<>\s?#:]|:(?!\s|$))++(?!/)")
"""The last part of such an address; a message may go on behind it with a colon."""


def nameless(text: str) -> str:
    """A text with addresses of temporary files, without the files' names: they repeat titles that may be hidden one day."""
    return _NAME.sub(r"\1", text) if "___tmp/" in text else text


def sessionless(url: str) -> str:
    """The address of a temporary file without the folder that was made for one view: equal for each view of its page."""
    return _TEMPORARY.sub(r"\1", url, count=1) if "___tmp/" in url else url

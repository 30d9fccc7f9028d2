"""The addresses of ALLRIS 4: the program, its number, and the view that Wicket counts up in each session."""

from __future__ import annotations

import re

from ratsarchiv.parse import address

_PROGRAM = re.compile(r"(?:^|/)([a-z]{2}\d{3}|noauth|logon)$", re.IGNORECASE)
_VIEW = re.compile(r"\d{0,9}-\d{0,9}(?:\.(?P<ajax>\d{0,4}))?-(?P<part>[\w.:~-]{0,200})")
"""`2-1.0-form-calNav`: page and view, counted up; the number of what is asked for by script; a part of the page."""
_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_CALENDAR_FILE = "/ics/sikalabo.ics"
_FILE = "/wicket/resource/"

# Parameters that choose what a page shows; all others (refresh, TOLFDNR beside another, selfaction) choose only how.
_MEANING: dict[str, tuple[str, ...]] = {
    "vo020": ("VOLFDNR",), "to010": ("SILFDNR",), "to020": ("TOLFDNR",), "gr020": ("GRLFDNR",), "kp020": ("KPLFDNR",),
    "si010": ("MM", "YY"), "si018": ("GRLFDNR",), "gr010": ("menu",), "vo040": (), "doc": ("DOLFDNR", "DOCTYP", "OTYP"),
}  # fmt: skip
_BY_SCRIPT = {"si010", "si018", "gr010", "vo040"}
"""Programs whose tables are loaded by a second request."""
_OWN = {
    "vo020": ("vorlagen", "VOLFDNR", ""),
    "to010": ("sitzungen", "SILFDNR", ""),
    "to020": ("tagesordnungspunkte", "TOLFDNR", ""),
    "gr020": ("gremien", "GRLFDNR", "gr"),
    "kp020": ("personen", "KPLFDNR", ""),
}
"""Table, parameter, and what stands before the number in an id."""


def program(url: str) -> str | None:
    """`vo020`, `si010`, `doc`, `noauth` of an ALLRIS 4 address, in small letters."""
    path = _SESSION.sub("", url.partition("?")[0].partition("#")[0])
    if path.endswith("/doc") and address.number(url, "DOLFDNR"):
        return "doc"
    found = _PROGRAM.search(path[-60:])
    return found[1].lower() if found else None


def _view(url: str) -> re.Match[str] | None:
    """What the query says of one view of a page; None for an address that is valid in every session."""
    first = url.partition("#")[0].partition("?")[2].partition("&")[0]
    return _VIEW.fullmatch(first)


def seitenart(url: str) -> str | None:
    """`vo020`, `si010`, `si010_x` (the answer to a page's script), `ics`, or None."""
    if url.partition("?")[0].partition("#")[0][-30:].lower().endswith(_CALENDAR_FILE):
        return "ics"
    name = program(url)
    if name not in _MEANING or name == "doc":
        return None
    if _view(url) is None:
        return name
    return f"{name}_x" if name in _BY_SCRIPT else None


def knows(url: str) -> bool:
    """Whether the address is ALLRIS 4's: a page, a refusal, or a file."""
    return program(url) is not None or seitenart(url) is not None or _FILE in url.partition("?")[0]


def canonical(url: str) -> str:
    """The address with the parameters that choose what is shown. Of a view only the part of the page is left."""
    name = program(url)
    url = _SESSION.sub("", url)
    if name is None:
        return address.plain(url)
    if name not in _MEANING:
        return address.chosen(url, ())
    place, _, query = address.chosen(url, _MEANING[name]).partition("?")
    place = place[: -len(name)] + name
    if view := _view(url):
        number = "" if view["ajax"] is None else f"0.{view['ajax']}"
        query = f"0-{number}-{view['part']}" + (f"&{query}" if query else "")
    return f"{place}?{query}" if query else place


def lasting(url: str) -> str:
    """The address without the visitor's session and the count of views."""
    return canonical(url) if _view(url) else _SESSION.sub("", url)


def headers(url: str) -> dict[str, str]:
    """What Wicket's script sends with its requests; nothing for other addresses."""
    view, name = _view(url), program(url)
    if not view or not view["ajax"] or name is None:
        return {}
    query = url.partition("#")[0].partition("?")[2].partition("&")[2]
    return {
        "Wicket-Ajax": "true",
        "Wicket-Ajax-BaseURL": f"{name}?{query}" if query else name,
        "X-Requested-With": "XMLHttpRequest",
    }


def objekt(url: str) -> tuple[str, str] | None:
    """Table and number of the object whose own page the address names; None for lists, calendars and anything else."""
    name = seitenart(url) or ""
    if name not in _OWN:
        return None
    tabelle, parameter, kind = _OWN[name]
    number = address.number(url, parameter)
    return (tabelle, kind + number) if number else None


def own_number(url: str) -> str | None:
    """The number of the object whose own page the address names."""
    known = _OWN.get(program(url) or "")
    return address.number(url, known[1]) if known else None


def of(base: str, tabelle: str, number: str) -> str | None:
    """The address of an object's own page."""
    for name, (table, parameter, kind) in _OWN.items():
        plain = number.removeprefix(kind)
        if table == tabelle and number == kind + plain and plain.isdigit():
            return f"{base}{name}?{parameter}={plain}"
    return None


def monat(url: str) -> tuple[int, int] | None:
    """Year and month that a calendar's address asks for."""
    year, month = address.number(url, "YY"), address.number(url, "MM")
    return (int(year), int(month)) if year and month else None

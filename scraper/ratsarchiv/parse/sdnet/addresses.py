"""The addresses of SD.NET RIM: a folder for each program, and an opaque token for each object.

**What an object is known by.** No page prints a number of a Vorlage, a Sitzung or a Gremium that its other pages print too:
`data-vorgang-id` names on a Tagesordnung the paper (`505_9256`) or the item (`200_16903`), but in the Beratungsfolge of the
same Vorgang the item of each Sitzung (`200_16983`); the number in a calendar's UID stands in no page, and its first six
digits change with the date. The token in an address is the same in the calendar, on the Tagesordnung, in the
Beratungsfolge and on the page itself, for Sitzungen, Vorgänge, Gremien and documents alike: it is a number in cipher, with a
beginning that all tokens of all councils share. So an id is a digest of the token. A council whose system gets a new
key gets new ids: nothing on its pages would tell us which are the same.
"""

from __future__ import annotations

import hashlib
import re

from ratsarchiv.parse import address

_PLACE = re.compile(r"/(tops|vorgang|gremien|termine|vorlagen|termine/ics/SD\.NET_RIM\.ics)/?$")
_FILE = re.compile(r"/sdnetrim/([\w=-]{1,400})/[^/]+$")
_NAME = re.compile(r"(/sdnetrim/[\w=-]{1,400}/)[^/\s\"'<>]+")
_TOKEN = re.compile(r"[\w=-]{1,200}", re.ASCII)
_OBJECTS = {"tops": "tops", "vorgang": "vorgang", "gremien": "gremium"}
_LISTS = {
    "termine": "termine",
    "vorlagen": "vorlagen",
    "gremien": "gremien",
    "termine/ics/SD.NET_RIM.ics": "termine.ics",
}
_OWN = {"tops": ("sitzungen", ""), "vorgang": ("vorlagen", ""), "gremium": ("gremien", "gr")}
"""Table, and what stands before the number in an id."""


def _place(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def token(url: str) -> str | None:
    """What stands for the object of an address: the value of `__`."""
    found = address.parameter(url, "__")
    return found if found and _TOKEN.fullmatch(found) else None


def file_token(url: str) -> str | None:
    """What stands for the document at an address below `sdnetrim/`."""
    found = _FILE.search(_place(url)[-1000:])
    return found[1] if found else None


def seitenart(url: str) -> str | None:
    """`tops`, `vorgang`, `gremium` for an address with a token; `termine`, `termine.ics`, `vorlagen`, `gremien`; or None."""
    place = _place(url)
    found = _PLACE.search(place[-60:])
    if not found or "oparl" in place.lower():
        return None
    return (_OBJECTS if token(url) else _LISTS).get(found[1])


def kennt(url: str) -> bool:
    """Whether an address is a document, or a calendar of one Sitzung."""
    return file_token(url) is not None or _place(url).endswith("/tops/ics/")


def canonical(url: str) -> str:
    """The address with its token alone: what a search adds behind `#` is gone."""
    place, mark, query = address.chosen(url, ("__",)).partition("?")
    is_folder = _PLACE.search(place[-60:]) is not None and not place.endswith((".ics", "/"))
    return f"{place}{'/' if is_folder else ''}{mark}{query}"


def digest(name: str) -> str:
    """What ids have in the place of a number: sixteen hex digits for a token."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def objekt(url: str) -> tuple[str, str] | None:
    """Table and number of the object whose own page the address names; None for lists, calendars and anything else."""
    known, named = _OWN.get(seitenart(url) or ""), token(url)
    return (known[0], known[1] + digest(named)) if known and named else None


def nameless(text: str) -> str:
    """A text with addresses of documents, without the files' names: they repeat titles that may be hidden one day."""
    return _NAME.sub(r"\1", text) if "/sdnetrim/" in text else text

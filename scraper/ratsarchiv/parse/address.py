"""What an address of a council's system stands for: the program, its id, and the form in which we compare addresses."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urljoin, urlsplit

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


@cache
def _number(name: str) -> re.Pattern[str]:
    return re.compile(rf"[?&]{name}=([0-9]{{1,18}})(?=[&#]|$)", re.IGNORECASE)


@cache
def _value(name: str) -> re.Pattern[str]:
    return re.compile(rf"[?&]{name}=([^&#]+)", re.IGNORECASE)


def parameter(url: str, name: str) -> str | None:
    """The value of a parameter, whatever its case; None where it is absent or empty. Left as percent-encoded as it stands."""
    found = _value(name).search(url) if name.lower() in url.lower() else None
    return found[1] if found else None


def number(url: str, name: str) -> str | None:
    """A parameter that is a number: `11231` of `vo020.asp?VOLFDNR=11231`."""
    # Most addresses are written alike: read without a pattern, which is four times as slow.
    start = url.find(name + "=")
    value = url[start + len(name) + 1 :].partition("&")[0] if start > 0 and url[start - 1] in "?&" else ""
    if value.isascii() and value.isdigit() and len(value) <= 18:
        return value
    found = _number(name).search(url) if name.lower() in url.lower() else None
    return found[1] if found else None


def canonical(url: str) -> str:
    """The address in the form that we compare and ask for: only parameters with a meaning, in a fixed order, no fragment."""
    place, _, query = url.partition("#")[0].partition("?")
    scheme, _, rest = place.partition("://")
    host, slash, path = rest.partition("/")
    place = f"{scheme.lower()}://{host.lower()}{slash}{path}"
    name = program(place)
    if name:
        meaning = _MEANING_OF_PROGRAM.get(name[:5], _MEANING.get(name[:2], ()))
        query = "&".join([f"{key}={value}" for key in meaning if (value := parameter(url, key)) is not None])
    return f"{place}?{query}" if query else place


def absolute(url: str, href: str) -> str | None:
    """An address on a page, made absolute; None where it is no web address."""
    try:
        joined = urljoin(url, href.strip())
        split = urlsplit(joined)
    except ValueError:
        return None
    return joined if split.scheme in {"http", "https"} and split.netloc else None


def folder(url: str) -> str:
    """The folder that an address lies in, with a slash at its end."""
    return url.partition("?")[0].rpartition("/")[0] + "/"


def variant(url: str) -> str:
    """`_r` for a page for small screens; nothing for the rest."""
    return "_r" if (program(url) or "").endswith("_r") else ""

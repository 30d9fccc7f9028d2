"""Addresses of OParl: which are ours, what an object's own address says of it, and how lists are asked for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from urllib.parse import urlsplit

from ratsarchiv.parse import address

_FILE = re.compile(r"/download|\.(?!(?:aspx?|php|json|html?)$)[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_TYPES = {
    "system": "System", "body": "Body", "bodies": "Body", "organization": "Organization", "person": "Person",
    "meeting": "Meeting", "paper": "Paper", "agendaitem": "AgendaItem", "consultation": "Consultation", "file": "File",
    "membership": "Membership", "location": "Location", "legislativeterm": "LegislativeTerm",
}  # fmt: skip
"""What stands in an address, in small letters and without the `s` of the plural."""
TABLES = {
    "Paper": "vorlagen", "Meeting": "sitzungen", "AgendaItem": "tagesordnungspunkte", "Organization": "gremien",
    "Person": "personen",
}  # fmt: skip
_MAIN_KINDS = {"", "vo", "si", "to", "kp", "do"}
"""Somacos and ALLRIS put the kind before the number (`papers/vo/34241`, `papers/ag/1`): each kind counts for itself."""
FILTERS = ("created_since", "created_until", "modified_since", "modified_until", "omit_internal", "limit")
# A plus sign is a blank to some servers and has to be literal for Somacos, which answers 404 to percent-encoded times.
# West of Greenwich there is none.
_WEST = timezone(timedelta(hours=-1))


def seitenart(url: str) -> str | None:
    """`oparl`; None for the files that an interface delivers, and for addresses that are none."""
    return "oparl" if belongs(url) and not _is_file(url) else None


def belongs(url: str) -> bool:
    """Whether host or path name OParl."""
    return "oparl" in url.partition("#")[0].partition("?")[0].lower()


def _is_file(url: str) -> bool:
    path = url.partition("#")[0].partition("?")[0].partition("://")[2].partition("/")[2]
    return _FILE.search(f"/{path}") is not None or address.parameter(url, "dl") is not None


def canonical(url: str) -> str:
    """The address without fragment and repeated parameters, scheme and host in small letters."""
    place, mark, query = address.plain(url).partition("?")
    return f"{place}{mark}{'&'.join(dict.fromkeys(query.split('&')))}"


def objekt(url: str) -> tuple[str, str] | None:
    """Table and number of the object that an address names, as far as it does so itself."""
    type_ = type_of(url)
    found = _number(url)
    return (TABLES[type_], name(type_, url)) if type_ in TABLES and found else None


def type_of(url: str) -> str | None:
    """`Paper` of `/papers/vo/34241`, `/papers.asp?body=1` and `/body/1/paper`: the last word that names a type."""
    for segment in reversed(_segments(url)):
        word = segment.partition(".")[0].lower()
        if found := _TYPES.get(word) or _TYPES.get(word.removesuffix("s")):
            return found
    return None


def name(type_: str, url: str) -> str:
    """What stands for an object in ids: its number, with its kind where that counts for itself, or a digest."""
    kind, number = _number(url) or ("", sha256(url.partition("://")[2].encode()).hexdigest()[:12])
    if type_ == "Organization":
        return (kind or "gr") + number
    return number if kind in _MAIN_KINDS else kind + number


def _number(url: str) -> tuple[str, str] | None:
    """The kind, if any, and the number: of the parameters `typ` and `id`, or of the end of the path."""
    if address.parameter(url, "id") is not None:
        number = address.number(url, "id")
        return ((address.parameter(url, "typ") or "").lower()[:10], number) if number else None
    segments = _segments(url)
    if len(segments) < 2 or not (segments[-1].isascii() and segments[-1].isdigit() and len(segments[-1]) <= 18):
        return None
    kind = segments[-2].lower()
    return (kind if len(kind) == 2 and kind.isalpha() else ""), segments[-1]


def _segments(url: str) -> list[str]:
    path = url.partition("#")[0].partition("?")[0].partition("://")[2].partition("/")[2]
    return [each for each in path.split("/") if each]


def host(url: str) -> str:
    """The server of an address, in small letters."""
    return urlsplit(url).netloc.lower()


def since(url: str, time: str) -> str | None:
    """The list's address with `modified_since`: no fractions of seconds, nothing that has to be encoded."""
    moment = datetime.fromisoformat(time)
    western = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_WEST)
    return _with(canonical(url), "modified_since", western.isoformat(timespec="seconds"))


def is_filtered(url: str) -> bool:
    """Whether only those objects are asked for that are new or changed."""
    return any(address.parameter(url, each) for each in FILTERS[:4])


def like(url: str, asked: str) -> str:
    """The address of a list's next page, with the filters of the one before."""
    url = canonical(url)
    for each in FILTERS:
        if (value := address.parameter(asked, each)) is not None:
            url = _with(url, each, value)
    return url


def same(one: str, other: str) -> bool:
    """Whether two addresses differ in nothing but http and https."""
    return canonical(one).partition("://")[2] == canonical(other).partition("://")[2]


def _with(url: str, parameter: str, value: str) -> str:
    """The address with that value, in the place of another one or at the end."""
    place, _, query = url.partition("?")
    said = f"{parameter}={value}"
    pairs = [each for each in query.split("&") if each]
    if not any(each.partition("=")[0].lower() == parameter for each in pairs):
        return f"{place}?{'&'.join([*pairs, said])}"
    changed = [said if each.partition("=")[0].lower() == parameter else each for each in pairs]
    return f"{place}?{'&'.join(dict.fromkeys(changed))}"

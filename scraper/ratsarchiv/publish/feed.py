"""Atom feeds: what is new, for programs that ask again and again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from datasette.utils.asgi import Response

from ratsarchiv.publish import answer
from ratsarchiv.publish.german import ZONE

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 50
"""Entries of a feed; more are left out at the end."""

_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may contain, not even escaped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of news."""

    id: str
    """A path on this site that stays the same: readers show each id once."""
    title: str
    address: str
    """The path of its page."""
    updated: str
    """A day, or a moment in ISO 8601; without a time zone it is Germany's."""
    summary: str
    """Text, not HTML."""


def feed(
    datasette: Any, request: Any, *, id: str, title: str, address: str, self_address: str, updated: str,  # noqa: A002
    entries: Sequence[Entry],
) -> Any:  # fmt: skip
    """The feed, or 304 where the reader has exactly this one. All addresses are paths: `/suche?q=radweg`."""
    base, name = answer.base(datasette, request), answer.database(datasette).website.name
    root = Element("feed", {"xmlns": _NAMESPACE, _LANGUAGE: "de"})
    _add(root, "id", base + id)
    _add(root, "title", f"{title} – {name}")
    _add(root, "updated", _moment(updated))
    _add(SubElement(root, "author"), "name", name)
    _add(root, "link", rel="self", type="application/atom+xml", href=base + self_address)
    _add(root, "link", rel="alternate", type="text/html", href=base + address)
    for entry in entries[:MOST]:
        _add_entry(root, entry, base)
    return _answer(request, tostring(root, "utf-8", xml_declaration=True))


def _add_entry(root: Element, entry: Entry, base: str) -> None:
    element = SubElement(root, "entry")
    _add(element, "id", base + entry.id)
    _add(element, "title", " ".join(entry.title.split()))
    _add(element, "updated", _moment(entry.updated))
    _add(element, "link", rel="alternate", type="text/html", href=base + entry.address)
    _add(element, "summary", entry.summary, type="text")


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> None:
    element = SubElement(parent, tag, {name: _NO_XML.sub("", value) for name, value in attributes.items()})
    element.text = None if text is None else _NO_XML.sub("", text)


def _moment(text: str) -> str:
    """A day or moment as Atom wants it: `2026-03-04T00:00:00+01:00`."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).isoformat(timespec="seconds")


def _answer(request: Any, body: bytes) -> Any:
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response("", status=304, headers={"etag": etag}, content_type=_TYPE)
    return Response(body, headers={"etag": etag}, content_type=_TYPE)

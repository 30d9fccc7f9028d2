"""An archived page as it may be shown: its words and tables. No script, form, picture, contact, nor non-public item.

What is not known to be harmless goes. Texts that look private are the store's work: it masks them in the result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nh3
from lxml import etree

from ratsarchiv.parse import address, html
from ratsarchiv.parse.ansicht_kontakt import blank_contacts
from ratsarchiv.parse.ansicht_punkte import blank_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratsarchiv.model import Page
    from ratsarchiv.parse.html import Element

LARGEST = 5_000_000
"""Bytes of a page that is shown."""

_GONE = (
    "head", "script", "style", "noscript", "template", "iframe", "frame", "frameset", "object", "applet",
    "input", "select", "option", "optgroup", "textarea", "button", "datalist", "output", "meter", "progress",
    "svg", "math", "canvas", "audio", "video", "picture", "map", "area", "link", "meta", "base", "title",
    "dialog",
)  # fmt: skip
"""Elements that go with all that is in them."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CLEANER = nh3.Cleaner(
    tags={
        "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody",
        "tfoot", "tr", "td", "th", "caption", "blockquote", "pre", "div", "a", "b", "strong", "i", "em", "u", "s", "sub", "sup",
        "small", "span",
    },
    clean_content_tags={"script", "style"},
    attributes={"*": set(), "a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    url_schemes={"http", "https"},
    url_relative="pass_through",
    attribute_filter=lambda _tag, name, value: value if name == "href" or re.fullmatch(r"\d{1,3}", value) else None,
    link_rel="nofollow noopener noreferrer",
    strip_comments=True,
)  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows, and what no text needs."""


@dataclass(frozen=True, slots=True)
class Ansicht:
    """What may be shown of a page."""

    titel: str
    html: str
    """Sanitised: a few tags, no attributes but links' and cells'."""
    verborgen: int
    """So many agenda items were found that are not public; only their numbers are left."""


def ansicht(page: Page, link: Callable[[str], str | None]) -> Ansicht:
    """The page; `link` says where its link to an address leads, None where it leads nowhere.

    ParseError where there is nothing that makes sense.
    """
    root = html.tree(html.of(page))
    base = _base(root, page.url)
    titel = next((html.text(each) for each in root.iter("title")), "")
    _drop(root)
    verborgen = blank_items(root)
    blank_contacts(root)
    _pictures(root)
    _links(root, base, link)
    body = etree.tostring(root, method="html", encoding="unicode")
    return Ansicht(_CONTROLS.sub("", titel), _CLEANER.clean(_CONTROLS.sub("", body)), verborgen)


def _base(root: Element, url: str) -> str:
    """What relative addresses are relative to: as the page says, where that is on its own host."""
    said = next((each.get("href") or "" for each in root.iter("base")), "")
    base = address.absolute(url, said) or url
    return base if urlsplit(base).netloc.lower() == urlsplit(url).netloc.lower() else url


def _drop(root: Element) -> None:
    """What is no text, and what the page itself doesn't show."""
    hidden = [
        each
        for each in root.iter(etree.Element)
        if each is not root and ("hidden" in each.attrib or _HIDDEN.search(each.get("style") or ""))
    ]
    for each in [*hidden, *root.iter(*_GONE)]:
        remove(each)


def _pictures(root: Element) -> None:
    """A picture is not archived: its words stand for it."""
    for each in list(root.iter("img")):
        says = " ".join((each.get("alt") or "").split())[:200]
        each.tag = "span"
        each.attrib.clear()
        each.text = says or None


def _links(root: Element, base: str, link: Callable[[str], str | None]) -> None:
    """Links lead where `link` says; what would write or call somebody goes with its words."""
    for each in list(root.iter("a")):
        href = (each.get("href") or "").strip()
        scheme = re.match(r"[\s\x00-\x20]*([a-z][a-z0-9+.\s-]*):", href, re.IGNORECASE)
        target = address.absolute(base, href) if href else None
        each.attrib.clear()
        if scheme and scheme[1].lower() not in {"http", "https", "javascript"}:
            remove(each)
        elif target and (shown := link(target)):
            each.set("href", shown)


def remove(element: Element) -> None:
    """Takes an element out of its tree, but not the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)

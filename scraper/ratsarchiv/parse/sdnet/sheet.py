"""A page of SD.NET RIM, laid open: its content, its table of labels, and what it says in passing about other objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Gremium, Link, Page, Record, Sitzung
from ratsarchiv.parse import address, german, html
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sdnet import addresses

_TAIL = 2_000
Noted = TypeVar("Noted", bound=Record)


@dataclass(kw_only=True)
class Sheet(Findings):
    """One page, ready for its parser."""

    main: Element

    @property
    def own_number(self) -> str:
        """What stands for the page's object in ids."""
        named = addresses.objekt(self.page.url)
        if named is None:
            raise ParseError("the address names no object")
        return named[1]

    def href(self, anchor: Element) -> str:
        """Where a link within the site leads, in the form that rows keep; empty for any other."""
        url = address.absolute(self.page.url, anchor.get("href") or "")
        is_own = url is not None and urlsplit(url).netloc.lower() == urlsplit(self.page.url).netloc.lower()
        return addresses.canonical(url) if url and is_own else ""

    def anchors(self, scope: Element, kind: str) -> list[tuple[Element, str]]:
        """The links of `scope` to pages of a kind, each with its address."""
        found = [(anchor, self.href(anchor)) for anchor in scope.iter("a")]
        return [(anchor, url) for anchor, url in found if addresses.seitenart(url) == kind]

    def labels(self) -> dict[str, Element]:
        """The page's own facts: label as printed without its colon, and the cell beside it."""
        found: dict[str, Element] = {}
        for row in html.every(self.main, './/table[@class="table-details"]//tr'):
            head, cells = row.find("th"), html.cells(row)
            label = html.text(head).rstrip(": ") if head is not None else ""
            if label and len(cells) == 1 and label not in found:
                found[label] = cells[0]
            else:
                self.problem("unbekannte_beschriftung", "Zeile ohne Beschriftung, oder mit einer zum zweiten Mal")
        return found

    def rows(self, name: str) -> Iterator[tuple[Element, dict[str, Element]]]:
        """The rows of the table of that class, each with its cells by the word behind `column-`."""
        for row in html.every(self.main, f'.//table[contains(concat(" ", @class, " "), " {name} ")]/tbody/tr'):
            yield row, {(cell.get("class") or "").removeprefix("column-"): cell for cell in html.cells(row)}

    def gremien(self, scope: Element) -> tuple[str | None, str | None]:
        """The Gremium's id, where there is one, and the names of all; their links noted."""
        found = [self.gremium(url, html.text(anchor)) for anchor, url in self.anchors(scope, "gremium")]
        names = "; ".join(each.name for each in found if each.name)
        return (found[0].id if len(found) == 1 else None), names or None

    def gremium(self, url: str, name: str) -> Gremium:
        """The Gremium behind an address, its link noted."""
        return self._noted(Gremium(**self._common(url), name=name or None), "gremium")

    def sitzung(self, url: str, **says: Any) -> Sitzung:
        """The Sitzung behind an address, its link noted."""
        return self._noted(Sitzung(**self._common(url), **says), "tops")

    def _common(self, url: str) -> dict[str, Any]:
        named = addresses.objekt(url)
        if named is None:
            raise ParseError(f"{url} names no object")
        return {"id": self.id(named[1]), "kommune": self.kommune, "url": url}

    def _noted(self, record: Noted, kind: str) -> Noted:
        self.links.append(Link(url=record.url, seitenart=kind, platzhalter=record))
        return record


def moment(text: str) -> tuple[date | None, datetime | None]:
    """Day and beginning of `Di, 29.09.2026 16:30 Uhr`."""
    day = german.first_date(text)
    return day, german.span(day, text.partition(f"{day.year}")[2])[0] if day else None


_LINE_END = re.compile(r"<br ?/?>\r?\n", re.IGNORECASE)
"""A line feed that was typed into a text stands beside the break that was made of it."""


def lay_open(page: Page, kind: str, text: str) -> Sheet:
    """The page, decoded as `text`, ready for its parser; ParseError where it isn't a page of the system."""
    root = html.tree(_LINE_END.sub("<br>", text))
    if "</html>" not in text[-_TAIL:].lower():
        raise ParseError("the page was cut off: its end is missing")
    main = html.maybe(root, '//div[@id="div-content"]')
    if main is None:
        raise ParseError("the page has no SD.NET content: it is not a page of this system")
    if kind in {"tops", "vorgang"} and main.get("class") != kind:
        raise ParseError(f"the address asks for {kind}, but the page is {main.get('class')!r}")
    return Sheet(page=page, seitenart=kind, url=addresses.canonical(page.url), main=main)

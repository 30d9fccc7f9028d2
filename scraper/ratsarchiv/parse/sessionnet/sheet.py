"""One page laid open for reading: its content, its tabs, and what reading it has found so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Gremium, Link, Page, Parsed, Person, Record, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import address, html
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet import addresses

Kind = TypeVar("Kind", bound=Record)

_TAIL = 400
"""Characters at a page's end in which its last tag stands, with what a town's CMS appends."""
_ROWS = re.compile(r"(\d{1,9})\s+S[aä]tze?\b")
_REFERENCES: dict[type[Record], tuple[str, str, tuple[str, ...]]] = {
    Vorlage: ("__kvonr", "", ("vo0050",)),
    Sitzung: ("__ksinr", "", addresses.SITZUNG),
    Tagesordnungspunkt: ("__ktonr", "", ("to0050",)),
    Gremium: ("__kgrnr", "gr", ("kp0040",)),
    Person: ("__kpenr", "", addresses.PERSON),
}
"""What links name: the parameter with the number, the kind in our ids, and the programs that show it."""


def marked(scope: Element, name: str, tag: str = "*") -> list[Element]:
    """All elements of a class below `scope`, in order."""
    return html.every(scope, f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def first(scope: Element, name: str, tag: str = "*") -> Element | None:
    """The first element of a class: what a wide window shows comes before its double for a narrow one."""
    return next(iter(marked(scope, name, tag)), None)


def line(scope: Element, name: str, tag: str = "*") -> str | None:
    """The text of the first element of a class, in one line; None where there is none."""
    found = first(scope, name, tag)
    return html.text(found) or None if found is not None else None


@dataclass(kw_only=True)
class Sheet(Findings):
    """A page with its tree, and the records, links and problems that a parser collects from it."""

    root: Element
    """The system's frame: menu, title, content and foot."""
    main: Element
    """The content alone."""
    folder: str
    """The folder of the system's pages, with a slash at its end."""

    @cached_property
    def own_number(self) -> str:
        """The number of the shown object, from the address; ParseError where it has none, or the page another one."""
        name = addresses.OWN_NUMBER[self.seitenart]
        number = address.number(self.page.url, name)
        if number is None:
            raise ParseError(f"the address has no {name}")
        for tab in self._tabs():
            says = address.number(tab.get("href") or "", name)
            if says and says != number:
                raise ParseError(f"the address asks for {name} {number}, but the page shows {says}")
        return number

    def _tabs(self) -> list[Element]:
        return html.every(self.root, ".//ul[@id='smcregister']//a")

    def tab(self, *programs: str) -> str | None:
        """The address that a tab leads to, for the first of the programs that has one."""
        ways = [way for anchor in self._tabs() if (way := self.way(anchor))]
        return next((url for wanted in programs for program, url in ways if program == wanted), None)

    @property
    def own_id(self) -> str:
        """The id of the object that the page shows, where its kind needs no prefix."""
        return self.id(self.own_number)

    @property
    def heading(self) -> str:
        """The page's first heading; nothing where it has none."""
        found = next(self.root.iter("h1"), None)
        return html.lines(found) if found is not None else ""

    def table(self, number: int) -> Element | None:
        """The table that the page's program shows as its n-th."""
        found = (each for each in self.root.iter("table", "div") if (each.get("id") or "").startswith("smc_page_"))
        return next((each for each in found if (each.get("id") or "").endswith(f"_contenttable{number}")), None)

    def address_of(self, program: str, **parameters: str) -> str:
        """The address of another of the system's programs."""
        query = "&".join([f"{name}={value}" for name, value in parameters.items()])
        return f"{self.folder}{program}.{addresses.ending(self.url)}?{query}"

    def way(self, anchor: Element) -> tuple[str, str] | None:
        """Program and address of one of the system's own pages that a link leads to."""
        url = address.absolute(self.page.url, anchor.get("href") or "")
        program = addresses.program(url) if url else None
        if url is None or program is None or address.folder(address.plain(url)) != self.folder:
            return None
        return program, addresses.canonical(url)

    def refer(self, anchor: Element, kind: type[Kind], *, folgen: bool = True, **says: Any) -> Kind | None:
        """The object that a link leads to, the link noted with what the page says of it; None for any other link."""
        parameter, prefix, programs = _REFERENCES[kind]
        way = self.way(anchor)
        number = address.number(way[1], parameter) if way and way[0] in programs else None
        if way is None or number is None:
            return None
        found = kind(id=self.id(number, prefix), kommune=self.kommune, url=way[1], **says)
        self.links.append(Link(url=way[1], seitenart=way[0], platzhalter=found, folgen=folgen))
        return found

    def anchor_to(self, scope: Element, kind: type[Record]) -> Element | None:
        """The first link below `scope` that leads to such an object."""
        parameter, _, programs = _REFERENCES[kind]
        for anchor in scope.iter("a"):
            way = self.way(anchor)
            if way and way[0] in programs and address.number(way[1], parameter):
                return anchor
        return None

    def counts(self, read: int) -> bool:
        """Whether the foot of the page counts as many rows as were read, if it does; notes where not."""
        for sign in marked(self.root, "fa-database", "i"):
            parent = sign.getparent()
            says = _ROWS.search(html.text(parent)) if parent is not None else None
            if says and int(says[1]) != read:
                self.problem("zaehlung", f"Die Seite zählt {says[1]} Sätze, gelesen wurden {read}")
                return False
        return True

    def all(self) -> Parsed:
        """All that was found."""
        return self.parsed()


def lay_open(page: Page, seitenart: str, text: str) -> Sheet:
    """The page, decoded as `text`, ready for its parser; ParseError where it isn't a page of the system."""
    root = html.tree(text)
    frame = first(root, "smclayout", "div")
    if frame is None:
        raise ParseError("the page has no SessionNet frame: it is not a page of this system")
    if "</html>" not in text[-_TAIL:].lower():
        raise ParseError("the page was cut off: its end is missing")
    content = next((each for each in frame.iter("div") if each.get("id") == "page-content"), frame)
    url = addresses.canonical(page.url)
    return Sheet(page=page, seitenart=seitenart, url=url, root=frame, main=content, folder=address.folder(url))

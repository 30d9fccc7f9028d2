"""One page laid open for reading: its frame, its texts, and what reading it has found so far."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Abschnitt, Link, Page, Parsed, Record
from ratsarchiv.parse import address, html, parts, wortlaut
from ratsarchiv.parse.allris3 import addresses
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.html import Element

_WITH_TEXTS = {"vo020", "to010", "to020"}
_TAIL = 400
"""Characters at a page's end in which its last tag stands, with what a town's CMS appends."""
_MARKED = {"kb1", "me1", "ko1"}
_CONTAINER_IDS = {"allriscontainer", "allris", "bomain"}


@dataclass(kw_only=True)
class Sheet(Findings):
    """A page with its tree, and the records, links and problems that a parser collects from it."""

    main: Element
    """The system's own part of the page; what a town's CMS puts around it is outside."""
    parts: list[parts.Part]
    folder: str
    """The folder of the system's pages, with a slash at its end."""
    variant: str
    """`_r` for a page for small screens, whose links lead to others of the kind; nothing for the rest."""
    is_whole: bool
    """False where the page's end can't be told from its last text's: it may have been cut off right there."""

    @cached_property
    def own_number(self) -> str:
        """The number of the shown object, from the address; ParseError where it has none, or the page another one."""
        name = _OWN_PARAMETER[self.seitenart[:5]]
        number = address.number(self.page.url, name)
        if number is None:
            raise ParseError(f"the address has no {name}")
        printed = next(
            (meta.get("content", "") for meta in self._metas() if meta.get("name") == "objectID"), ""
        ).strip()
        if printed and printed != number:
            raise ParseError(f"the address asks for {name} {number}, but the page shows objectID {printed}")
        return number

    def _metas(self) -> Iterator[Element]:
        return self.main.getroottree().getroot().iter("meta")

    def address_of(self, program: str, **parameters: str) -> str:
        """The address of another of the system's programs. Values are numbers or plain words."""
        query = "&".join([f"{key}={value}" for key, value in parameters.items()])
        variant = self.variant if program != "do027" else ""
        return f"{self.folder}{program}{variant}.asp{'?' if query else ''}{query}"

    @property
    def own_id(self) -> str:
        """The id of the object that the page shows, where its kind needs no prefix."""
        return self.id(self.own_number)

    def absolute(self, href: str) -> str | None:
        """An address on the page, made absolute; None for `javascript:`, `mailto:` and what is no address at all."""
        if href.startswith("___tmp/"):
            return self.folder + href
        return address.absolute(self.page.url, href)

    def link(self, program: str, platzhalter: Record | None = None, *, folgen: bool = True, **parameters: str) -> None:
        """Notes that the page points to another of the system's pages, and what it says about the object there."""
        url = platzhalter.url if platzhalter else self.address_of(program, **parameters)
        self.links.append(Link(url=url, seitenart=program + self.variant, platzhalter=platzhalter, folgen=folgen))

    def abschnitte(self, owner: str, owner_id: str, context: wortlaut.Context) -> list[Abschnitt]:
        """The page's texts as Abschnitte of one owner (`vorlage`, `sitzung`, `tagesordnungspunkt`)."""
        found: list[Abschnitt] = []
        numbers: Counter[str] = Counter()
        labels = self._part_labels() if self.parts else {}
        for part in self.parts:
            for passage in parts.passages(part, context, labels.get(part.code)):
                numbers[part.code] += 1
                found.append(
                    Abschnitt(
                        id=f"{owner_id}-{OWNER_KIND[owner]}-{part.code.lower()}{numbers[part.code]}",
                        kommune=self.kommune,
                        url=f"{self.url}#allris{part.code}",
                        position=len(found) + 1,
                        code=passage.code,
                        art=passage.art,
                        ueberschrift=passage.ueberschrift,
                        text=passage.text,
                        html=passage.html,
                        **{owner: owner_id},
                    )
                )
        return found

    def _part_labels(self) -> dict[str, str]:
        anchors = [(anchor.get("href") or "", anchor) for cell in self.cells("me1")[:1] for anchor in cell.iter("a")]
        return {href[7:]: html.text(anchor) for href, anchor in anchors if href.startswith("#allris")}

    def cells(self, name: str) -> list[Element]:
        """The table cells of a class, in order: `kb1` labels, `me1` documents, `ko1` the head."""
        return [cell for cell in self._marked if cell.get("class") == name]

    @cached_property
    def _marked(self) -> list[Element]:
        return [cell for cell in self.main.iter("td") if cell.get("class") in _MARKED]

    def tables(self, name: str) -> list[Element]:
        """The tables of a class, in order; those inside one of them belong to it."""
        found = (table for table in self.main.iter("table") if table.get("class") == name)
        return [each for each in found if all(outer.get("class") != name for outer in each.iterancestors("table"))]

    @cached_property
    def title(self) -> Element:
        """The page's first heading; ParseError where it has none."""
        found = next(self.main.iter("h1"), None)
        if found is None:
            raise ParseError("the page has no title")
        return found

    def all(self) -> Parsed:
        """All that was found."""
        return self.parsed(whole=self.is_whole)


_OWN_PARAMETER = {
    "vo020": "VOLFDNR",
    "to010": "SILFDNR",
    "to020": "TOLFDNR",
    "au020": "AULFDNR",
    "fr020": "FRLFDNR",
    "kp020": "KPLFDNR",
}


OWNER_KIND = {"vorlage": "vo", "sitzung": "si", "tagesordnungspunkt": "to"}
"""What stands in the id of a part, since a Vorlage and a Sitzung may have the same number."""


def lay_open(page: Page, seitenart: str, text: str) -> Sheet:
    """The page, decoded as `text`, ready for its parser; ParseError where it isn't a page of the system."""
    frame, documents = parts.split(text) if seitenart[:5] in _WITH_TEXTS else (text, [])
    root = html.tree(frame if seitenart == "allris.net" else _without_menu(frame))
    if not _ends(text):
        raise ParseError("the page was cut off: its end is missing")
    main = _container(root)
    visible = html.raw(main)
    if '="' in visible and _TORN_TAG.search(visible):
        # Now and then a tag comes without its `<`; asked again, the same page is whole.
        raise ParseError("a tag lacks its beginning; the page was damaged on its way")
    url, variant = addresses.canonical(page.url), addresses.variant(page.url)
    # A text on a page for small screens has no end of its own but the page's.
    is_whole = bool(variant) or _ends(frame)
    return Sheet(
        page=page, seitenart=seitenart, url=url, main=main, parts=documents, folder=address.folder(url),
        variant=variant, is_whole=is_whole,
    )  # fmt: skip


def _ends(text: str) -> bool:
    return "</html>" in text[-_TAIL:].lower()


_TORN_TAG = re.compile(
    r'(?:t[dhr]|table|form|input|span|div|a) (?:class|href|action|type|colspan|valign|nowrap|name)="'
)


def _without_menu(frame: str) -> str:
    """The frame without the menu and the tools before the title: a third of many pages, and nothing about the object."""
    start = frame.find('<div id="risleft">')
    end = frame.find('<div id="risname', start) if start >= 0 else -1
    return frame[:start] + frame[end:] if end >= 0 else frame


def _container(root: Element) -> Element:
    for division in root.iter("div"):
        if division.get("id") in _CONTAINER_IDS or "allriscontent" in (division.get("class") or ""):
            return division
    raise ParseError("the page has no ALLRIS container: it is not a page of this system, or was cut off")

"""Non-public items of an agenda, blanked on the page that prints them: their numbers stay, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from ratsarchiv.parse import german, html, wortlaut

if TYPE_CHECKING:
    from ratsarchiv.parse.html import Element

CLOSED_PART = "Nichtöffentlicher Teil"
_WHAT = r"(?:teil|sitzung|tagesordnung|beratung|punkte?|tops?|tagesordnungspunkte?)\b"
_BEFORE = r"^\W*(?:[ivx\d]{1,4}[.)]?|[a-z][.)])?\W*"
_CLOSED = re.compile(rf"{_BEFORE}(?:nicht\W{{0,3}}öffentliche\w{{0,2}}|geschlossene\w{{0,2}})\s+{_WHAT}", re.IGNORECASE)
_OPEN = re.compile(rf"{_BEFORE}öffentliche\w{{0,2}}\s+{_WHAT}", re.IGNORECASE)
_LONGEST_HEADING = 100
_BARE = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}\.?[a-z]?\)?", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary"})
_LONGEST_ROW = 20_000
_LONGEST_NAME = 400


def blank_items(root: Element) -> int:
    """Blanks what is not public; how many numbered items that were."""
    agenda = _Agenda()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if isinstance(element.tag, str):
            agenda.start(element) if event == "start" else agenda.end(element)
    for each in list(root.iter("a", "li", "tr")):
        if _names_non_public(each):
            _blank(each)
    return agenda.items


@dataclass(slots=True)
class _Agenda:
    """What a walk through the page in its order knows: in which part it is, and in which item."""

    items: int = 0
    in_closed_part: bool = False
    _item_is_closed: bool = False
    _table: Element | None = None
    """The table of the last row with a number: what follows in it without one belongs to that."""
    _kept: set[Element] = field(default_factory=set)
    """Elements whose own text is a number, or the heading."""

    def start(self, element: Element) -> None:
        """Reads headings and rows; in the closed part nothing is left."""
        if element.tag in _HEADINGS or element.tag in {"tr", "th", "td", "div", "p", "strong", "b", "span", "dt"}:
            self._heading(element)
        if element.tag == "tr":
            self._row(element)
        elif element.tag == "li" or (element.tag == "div" and _is_card(element)):
            self._entry(element)
        if self.in_closed_part and element not in self._kept:
            element.text = None
            element.attrib.clear()

    def end(self, element: Element) -> None:
        """Behind an element of the closed part there is nothing either."""
        if self.in_closed_part:
            element.tail = None
        if element is self._table:
            self._item_is_closed = False

    def _heading(self, element: Element) -> None:
        says = _short(element)
        if not says:
            return
        if _CLOSED.match(says):
            if not self.in_closed_part:
                _blank(element)
                cell = next(element.iterchildren("td", "th"), element)  # text between rows would stand before the table
                cell.text = CLOSED_PART
                self._kept.add(cell)
            self.in_closed_part, self._item_is_closed = True, False
        elif self.in_closed_part and _OPEN.match(says) and _stands_alone(element):
            self.in_closed_part = self._item_is_closed = False

    def _row(self, row: Element) -> None:
        cells = [cell for cell in row.iterchildren("td", "th") if html.text(cell)]
        if not cells or row in self._kept:
            return
        first = html.text(cells[0])[:60]
        number = german.top_number(first)
        letter = number.oeffentlich if number else None
        if number and (letter is not None or _BARE.fullmatch(first)):
            self._item_is_closed = letter is False or self.in_closed_part
            self._table = next(row.iterancestors("table"), None)
            if self._item_is_closed:
                self._close(row, cells[0], number.text)
        elif self._item_is_closed and len(html.text(row)) < _LONGEST_ROW:
            _blank(row)

    def _entry(self, element: Element) -> None:
        """An item that is no row of a table: its number stands at its beginning."""
        says = html.text(element)[:60]
        number = german.top_number(says) if says and next(element.iterancestors("tr"), None) is None else None
        if number and (number.oeffentlich is False or (self.in_closed_part and _BARE.match(says))):
            self._close(element, element, number.text)

    def _close(self, item: Element, cell: Element, number: str) -> None:
        _blank(item)
        cell.text = number
        self._kept.add(cell)
        self.items += 1


def _blank(element: Element) -> None:
    """No text and no attribute in an element; what stands behind it stays."""
    for each in element.iter(etree.Element):
        each.text = None
        each.attrib.clear()
        if each is not element:
            each.tail = None


def _short(element: Element) -> str:
    """An element's words, if they are few enough for a heading."""
    length = 0
    for piece in element.itertext():
        length += len(piece.strip())
        if length > _LONGEST_HEADING:
            return ""
    return html.text(element)


def _stands_alone(element: Element) -> bool:
    """Whether nothing else stands in the same row."""
    if element.tag in _HEADINGS:
        return True
    row = element if element.tag == "tr" else next(element.iterancestors("tr"), None)
    return row is not None and html.text(row) == html.text(element)


def _is_card(element: Element) -> bool:
    return not {"card", "panel"}.isdisjoint((element.get("class") or "").split())


def _names_non_public(element: Element) -> bool:
    """Whether it is a document, say, whose own title says that it isn't public."""
    says = html.text(element)
    if len(says) > _LONGEST_NAME or says == CLOSED_PART:
        return False
    titles = [says, *(each.get("title") or "" for each in element.iter("a"))]
    return any(wortlaut.names_non_public(each[:_LONGEST_NAME]) for each in titles if each)

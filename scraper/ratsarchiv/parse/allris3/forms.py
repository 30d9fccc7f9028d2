"""Buttons and links inside a piece of a page: the numbers of the objects that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ratsarchiv.parse import address
from ratsarchiv.parse.html import Element

_LONGEST_NAME = 60
"""A program's name stands at the end of its path."""
_NAME = re.compile(r"(?:^|/)([a-z]{2}\d{3})(?:_r)?\.asp(?:#|$)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _program(path: str) -> str | None:
    found = _NAME.search(path)
    return found[1].lower() if found else None


@dataclass(frozen=True, slots=True)
class Button:
    """A form with one submit button, which is how these pages write a link."""

    program: str
    action: str
    hidden: dict[str, str]
    """Its hidden inputs; names in capitals."""
    value: str
    title: str

    def number(self, name: str) -> str | None:
        """A hidden input that is a number."""
        value = self.hidden.get(name, "")
        return value if value.isascii() and value.isdigit() and len(value) <= 18 else None


class Ways:
    """All links and buttons inside an element, in order; `_r` pages count as the pages that they vary."""

    def __init__(self, scope: Element) -> None:
        self.anchors: list[tuple[str, Element]] = []
        self._forms: list[tuple[str, Element]] = []
        for element in scope.iter("a", "form"):
            is_link = element.tag == "a"
            program = _program(element.get("href" if is_link else "action", "").partition("?")[0][-_LONGEST_NAME:])
            if program:
                (self.anchors if is_link else self._forms).append((program, element))

    @property
    def buttons(self) -> list[Button]:
        """All buttons."""
        return [_button(program, form) for program, form in self._forms]

    def leads_to(self, program: str) -> bool:
        """Whether a link or a button leads to `program`."""
        return any(name == program for name, _ in self.anchors) or any(name == program for name, _ in self._forms)

    def links(self, program: str) -> list[Element]:
        """The links to `program`."""
        return [anchor for name, anchor in self.anchors if name == program]

    def link(self, program: str) -> Element | None:
        """The first link to `program`."""
        for name, anchor in self.anchors:
            if name == program:
                return anchor
        return None

    def button(self, program: str) -> Button | None:
        """The first button that leads to `program`."""
        for name, form in self._forms:
            if name == program:
                return _button(name, form)
        return None

    def title(self, program: str) -> str | None:
        """What the first button that leads to `program` says when pointed at."""
        for name, form in self._forms:
            if name == program:
                titles = (each.get("title") for each in form.iter("input") if each.get("type") == "submit")
                return (next(titles, None) or "").strip() or None
        return None

    def number(self, program: str, name: str) -> str | None:
        """The number that a link, or else a button, gives to `program`."""
        anchor = self.link(program)
        found = number_in(anchor, name) if anchor is not None else None
        button = self.button(program) if found is None else None
        return button.number(name) if button else found


class Row(Ways):
    """A table's row: its cells, and the links and buttons in them."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.cells: list[Element] = []
        self.anchors = []
        self._forms = []

    def add(self, tag: str, element: Element) -> None:
        """Takes a cell, a link or a form that the row holds."""
        if tag == "td":
            self.cells.append(element)
        elif tag == "a":
            if program := _program(element.get("href", "").partition("?")[0][-_LONGEST_NAME:]):
                self.anchors.append((program, element))
        elif program := _program(element.get("action", "").partition("?")[0][-_LONGEST_NAME:]):
            self._forms.append((program, element))


def rows(tables: Iterable[Element]) -> list[Row]:
    """All rows of the tables, read in one walk; a row inside a row counts for itself."""
    found: list[Row] = []
    row: Row | None = None
    for table in tables:
        for element in table.iter("tr", "td", "a", "form"):
            tag = element.tag
            if tag == "tr":
                row = Row(element)
                found.append(row)
            elif row is not None:
                row.add(tag, element)
    return found


def number_in(anchor: Element, name: str) -> str | None:
    """The number that a link's address gives for a parameter."""
    return address.number(anchor.get("href", ""), name)


def _button(program: str, form: Element) -> Button:
    hidden: dict[str, str] = {}
    value = title = ""
    for each in form.iter("input"):
        kind = each.get("type")
        if kind == "hidden":
            hidden[(each.get("name") or "").upper()] = each.get("value") or ""
        elif kind in {"submit", "image"} and not (value or title):
            value, title = (each.get("value") or "").strip(), (each.get("title") or "").strip()
    return Button(program, form.get("action") or "", hidden, value, title)

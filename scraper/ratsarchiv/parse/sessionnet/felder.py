"""The metadata at the head of a page: a label beside its value, each pair with a class of its own.

Layouts 5 and 6 write `div.sidat_title` "Datum" and `div.sidat` "01.07.2026"; layout 4 writes two cells of
`table#smctablevorgang`, without classes.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from ratsarchiv.parse import html, wortlaut
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet.sheet import Sheet, marked

_TITLE = "_title"
_PUBLICITY = ("status", "öffentlichkeitsstatus", "öffentlichkeit", "vovaname", "art")
"""Labels, and classes of values, that may say of an object that it isn't public."""


@dataclass(frozen=True, slots=True, eq=False)
class Feld:
    """A label as printed, without its colon, its class, and its value."""

    printed: str
    name: str
    """`sidat`; empty where the page has no classes."""
    value: Element


class Felder:
    """The labels of a page; each is taken once, and what nobody took is a problem."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._all = [*_of_divisions(sheet.main), *_of_table(sheet.main)]
        self._taken: set[Feld] = set()
        self._named: dict[str, deque[Feld]] = {}
        for feld in self._all:
            for name in {feld.name, feld.printed.lower()}:
                self._named.setdefault(name, deque()).append(feld)

    def take(self, *names: str) -> Element | None:
        """The first value left whose class or label (small letters) is one of these."""
        for name in names:
            waiting = self._named.get(name)
            while waiting:
                feld = waiting.popleft()
                if feld not in self._taken:
                    self._taken.add(feld)
                    return feld.value
        return None

    def text(self, *names: str) -> str | None:
        """A value with its line breaks, or None where the label is missing or its value empty."""
        value = self.take(*names)
        return html.lines(value) or None if value is not None else None

    def line(self, *names: str) -> str | None:
        """A value in one line; several lines are joined by `; `."""
        value = self.text(*names)
        return "; ".join(each for each in value.split("\n") if each) if value else None

    def names_non_public(self) -> bool:
        """Whether one of the labels about it says that the object isn't for the public."""
        about = (feld for name in _PUBLICITY for feld in self._named.get(name, ()))
        return any(wortlaut.names_non_public(html.text(feld.value)) for feld in about)

    def complain(self) -> None:
        """Notes every label with a value that nobody took."""
        for feld in self._all:
            if feld not in self._taken and html.text(feld.value):
                self._sheet.problem("unbekannte_beschriftung", f"Beschriftung {feld.printed!r}")


def _of_divisions(main: Element) -> list[Feld]:
    found = []
    for head in marked(main, "smc-cell-head"):
        names = [name for name in (head.get("class") or "").split() if name.endswith(_TITLE)]
        value = head.getnext()
        if value is not None:
            found.append(Feld(_label(head), names[0].removesuffix(_TITLE) if names else "", value))
    return found


def _of_table(main: Element) -> list[Feld]:
    found = []
    for row in html.every(main, ".//table[@id='smctablevorgang']//tr"):
        cells = html.cells(row)
        # Two pairs may stand side by side.
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            if printed := _label(label):
                found.append(Feld(printed, "", value))
    return found


def _label(cell: Element) -> str:
    return html.text(cell).rstrip(": ")

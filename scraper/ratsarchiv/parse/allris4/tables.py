"""Tables whose columns are known by their headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ratsarchiv.parse import html
from ratsarchiv.parse.html import Element

Columns = Mapping[str, tuple[str, ...]]
"""Our name of a column, and how its heading may begin, in small letters."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and which of its cells holds what."""

    element: Element
    cells: list[Element]
    columns: Mapping[str, int]

    def cell(self, name: str) -> Element | None:
        """The cell of a column; None where the table or the row has none."""
        at = self.columns.get(name)
        return self.cells[at] if at is not None and at < len(self.cells) else None

    def text(self, name: str) -> str | None:
        """What the cell of a column says, in one line; None where it is empty or absent."""
        cell = self.cell(name)
        return html.text(cell) or None if cell is not None else None

    def lines(self, name: str) -> str | None:
        """What the cell of a column says, with its line breaks; None where it is empty or absent."""
        cell = self.cell(name)
        return html.lines(cell) or None if cell is not None else None


def rows(table: Element, wanted: Columns) -> list[Row]:
    """The rows of a table below its headings."""
    columns: Mapping[str, int] = {}
    found = []
    for row in table.iter("tr"):
        headings, cells = row.findall("th"), html.cells(row)
        if headings and not cells:
            columns = _columns(headings, wanted)
        elif cells:
            found.append(Row(row, cells, columns))
    return found


def _columns(headings: list[Element], wanted: Columns) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        printed = html.text(heading).lower()
        for name, words in wanted.items():
            if name not in found and printed.startswith(words):
                found[name] = position
                break
    return found

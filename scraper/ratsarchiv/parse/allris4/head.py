"""The labels at the head of a page: `Status:` beside a value that has an id."""

from __future__ import annotations

from dataclasses import dataclass

from ratsarchiv.parse import html
from ratsarchiv.parse.allris4.sheet import Sheet
from ratsarchiv.parse.html import Element


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, without its colon, and what stands beside it."""

    printed: str
    name: str
    """The id of the value: `vofamt`; empty where it has none."""
    value: Element
    cell: Element
    """The place of this value and of others beside it."""


def labels(sheet: Sheet) -> list[Label]:
    """All labels of a page, one for each value with an id; a cell without such a value counts as one."""
    found = []
    for cell in sheet.main.iter("dd"):
        before = cell.getprevious()
        printed = html.text(before).rstrip(": ") if before is not None and before.tag == "dt" else ""
        values = [each for each in cell.iter("span") if each.get("id")]
        found += [Label(printed, each.get("id", ""), each, cell) for each in values]
        if not values:
            found.append(Label(printed, "", cell, cell))
    return found


def complain(sheet: Sheet, known: set[str]) -> None:
    """Notes every label with a value whose id nobody knows; the value is not repeated."""
    for label in labels(sheet):
        if label.name not in known and html.text(label.value):
            sheet.problem("unbekannte_beschriftung", f"Beschriftung {label.printed[:80]!r} ({label.name[:40] or '–'})")

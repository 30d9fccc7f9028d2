"""The tables of labels at the head of a page: `Betreff:` beside its value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ratsarchiv.parse import html
from ratsarchiv.parse.allris3.sheet import Sheet
from ratsarchiv.parse.html import Element


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, without its colon, and the cells that belong to it."""

    printed: str
    cell: Element
    value: Element | None
    """The next cell of the row; None where the row ends with the label."""

    def table(self) -> Element:
        """The table that the label stands in."""
        return next(self.cell.iterancestors("table"), self.cell)


_BELOW = ("Anlagen", "Stammbaum")


class Labels:
    """The labels of a page; each is taken once, and what nobody took is a problem."""

    def __init__(self, sheet: Sheet) -> None:
        self._left: dict[str, list[Label]] = {}
        self.below: list[Label] = []
        """Headings of whole tables further down."""
        for cell in sheet.cells("kb1"):
            label = _label(cell)
            if label and label.printed.startswith(_BELOW):
                self.below.append(label)
            elif label:
                self._left.setdefault(label.printed.lower(), []).append(label)

    def take(self, *names: str) -> Label | None:
        """The first label left with one of these names (small letters), or None."""
        for name in names:
            if labels := self._left.get(name):
                return labels.pop(0)
        return None

    def tables_below(self, heading: str) -> list[Element]:
        """The tables further down that begin with a heading, each once."""
        return list(dict.fromkeys(label.table() for label in self.below if label.printed == heading))

    def text(self, *names: str) -> str | None:
        """A value with its line breaks, or None where the label is missing or its value empty."""
        label = self.take(*names)
        return html.lines(label.value) or None if label and label.value is not None else None

    def line(self, *names: str) -> str | None:
        """A value in one line; several lines are joined by `; `."""
        value = self.text(*names)
        return "; ".join(line for line in value.split("\n") if line) if value else None

    def ignore(self, *names: str) -> None:
        """Takes labels whose values are read elsewhere, or not at all."""
        while self.take(*names):
            pass

    def complain(self, sheet: Sheet) -> None:
        """Notes every label with a value that nobody took."""
        for label in (label for labels in self._left.values() for label in labels):
            if label.value is not None and html.text(label.value):
                sheet.problem("unbekannte_beschriftung", f"Beschriftung {label.printed!r}")


def _label(cell: Element) -> Label | None:
    printed = html.text(cell)
    # The vo021 cell of a to020 page has the class of a label, but holds a form.
    if not printed or (len(cell) and next(cell.iter("form"), None) is not None):
        return None
    following = cell.getnext()
    return Label(printed.rstrip(": "), cell, following if following is not None and following.tag == "td" else None)


def art_names(
    nouns: Iterable[str] = ("drucksache", "vorlage", "drucksachen", "vorlagen", "antrags", "dokument"),
) -> tuple[str, ...]:
    """The names of the label of a Vorlage's kind: `Drucksache-Art`, `Vorlageart`."""
    return tuple(name for noun in nouns for name in (f"{noun}-art", f"{noun}art"))

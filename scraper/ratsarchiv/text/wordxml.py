"""XML of a word processor → its lines, as the parser goes: no tree is built, so that memory holds text alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv.text.document import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = "\f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a format's elements mean, by their names without namespace."""

    text: frozenset[str]
    """Their characters are text; white space between elements is not."""
    paragraph: frozenset[str]
    cell: str
    row: str
    marks: Mapping[str, str]
    """Elements that stand for characters."""
    aside: frozenset[str]
    """Notes and text boxes: to be read after the paragraph in which they stand."""
    skipped: frozenset[str]
    hidden: str = ""
    """An element that hides the run in which it stands."""
    run: str = ""


class Lines:
    """A target for `XMLParser`: lines in order, cells divided by tabs, page breaks as form feeds."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._of = vocabulary
        self._buffers: list[list[str]] = [[]]
        self._asides: list[str] = []
        self._depth = {"text": 0, "cell": 0, "skipped": 0}
        self._is_hidden = False
        self.lines: list[str] = []
        """To be taken away as they come."""

    def doctype(self, *_: object) -> None:
        """Office files have no DTD; with one they would have entities too."""
        raise Unreadable("beschaedigt", "the file's XML has a document type definition, as no office program writes it")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name, of = tag.rpartition("}")[2], self._of
        if name in of.skipped:
            self._depth["skipped"] += 1
        elif self._depth["skipped"]:
            return
        elif name in of.marks:
            self._write(PAGE if "page" in attributes.values() else of.marks[name])
        elif name in of.aside:
            self._buffers.append([])
        elif name == of.cell:
            self._depth["cell"] += 1
        elif name == of.hidden:
            self._is_hidden = attributes.get(tag.replace(name, "val")) not in {"0", "false", "off"}
        if name in of.text:
            self._depth["text"] += 1

    def data(self, data: str) -> None:
        """Characters."""
        if self._depth["text"] and not self._depth["skipped"]:
            self._write(data.replace("\n", " "))

    def end(self, tag: str) -> None:
        """An element ends."""
        name, of = tag.rpartition("}")[2], self._of
        if name in of.skipped:
            self._depth["skipped"] -= 1
        elif self._depth["skipped"]:
            return
        elif name in of.aside:
            self._asides.append("".join(self._buffers.pop()))
        elif name == of.cell:
            self._depth["cell"] -= 1
            self._end_cell()
        elif name == of.run:
            self._is_hidden = False
        elif name in of.paragraph:
            self._end_line(" " if self._depth["cell"] else "\n")
        elif name == of.row:
            self._end_line("\n")
        if name in of.text:
            self._depth["text"] -= 1

    def close(self) -> None:
        """The file ends: what is left becomes a line."""
        self._end_line("\n")

    def _write(self, text: str) -> None:
        if not self._is_hidden:
            self._buffers[-1].append(text)

    def _end_cell(self) -> None:
        if self._buffers[-1][-1:] == [" "]:
            self._buffers[-1].pop()
        self._buffers[-1].append("\t")

    def _end_line(self, mark: str) -> None:
        if mark == " " or len(self._buffers) > 1:
            self._buffers[-1].append(mark)
            return
        self.lines.append("".join(self._buffers[0]))
        self.lines += self._asides
        self._buffers[0], self._asides = [], []

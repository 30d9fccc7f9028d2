"""DOCX and ODT files → pages, read as a stream from their ZIP.

python-docx unpacks every picture and builds a tree of every part (measured: 1.5 GB for a file of 1 MB with one big
picture), and knows no text boxes, content controls or tracked insertions; odfdo takes twice the time and memory.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import XMLParser

from ratsarchiv.text.document import Unreadable
from ratsarchiv.text.paging import paged
from ratsarchiv.text.wordxml import PAGE, Lines, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_UNPACKED = 1 << 28
"""Bytes of one part's XML."""
_CHUNK = 1 << 16

_WORD = Vocabulary(
    text=frozenset({"t"}),
    paragraph=frozenset({"p"}),
    cell="tc",
    row="tr",
    marks={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "lastRenderedPageBreak": PAGE},
    aside=frozenset({"txbxContent"}),
    skipped=frozenset({"pPr", "Fallback", "del", "moveFrom"}),
    hidden="vanish",
    run="r",
)
_OPENDOCUMENT = Vocabulary(
    text=frozenset({"p", "h"}),
    paragraph=frozenset({"p", "h"}),
    cell="table-cell",
    row="table-row",
    marks={"s": " ", "tab": "\t", "line-break": "\n", "soft-page-break": PAGE},
    aside=frozenset({"note-body", "text-box"}),
    skipped=frozenset({"tracked-changes", "annotation", "note-citation", "forms", "ruby-text", "title", "desc"}),
)


def docx(path: Path) -> Iterator[str]:
    """Pages of a Word file: its headers, its text with tables and text boxes, notes, footers; nothing deleted or hidden."""
    with zipfile.ZipFile(path) as archive:
        heads, feet = _once(archive, _WORD, "word/header"), _once(archive, _WORD, "word/footer")
        body = _lines(archive, _WORD, r"word/document\d*\.xml")
        notes = _lines(archive, _WORD, r"word/(?:foot|end)notes\.xml")
        yield from paged(line for part in (heads, body, notes, feet) for line in part)


def odt(path: Path) -> Iterator[str]:
    """Pages of an OpenDocument text: its text with tables, notes and text boxes, then headers and footers."""
    with zipfile.ZipFile(path) as archive:
        body = _lines(archive, _OPENDOCUMENT, r"content\.xml")
        yield from paged(line for part in (body, _once(archive, _OPENDOCUMENT, "styles.xml")) for line in part)


def _once(archive: zipfile.ZipFile, vocabulary: Vocabulary, start: str) -> Iterable[str]:
    """Each line of those parts once: the letterhead of first, even and odd pages is the same."""
    return dict.fromkeys(line.replace(PAGE, "") for line in _lines(archive, vocabulary, re.escape(start) + r".*"))


def _lines(archive: zipfile.ZipFile, vocabulary: Vocabulary, names: str) -> Iterator[str]:
    """The lines of the parts with such a name."""
    for part in archive.infolist():
        if re.fullmatch(names, part.filename):
            with archive.open(part) as file:
                yield from _parsed(file, Lines(vocabulary), part.filename)


def _parsed(file: IO[bytes], target: Lines, name: str) -> Iterator[str]:
    parser = XMLParser(target=target)  # noqa: S314 - expat fetches nothing, and its target refuses what could define entities
    unpacked = 0
    while chunk := file.read(_CHUNK):
        unpacked += len(chunk)
        if unpacked > MOST_UNPACKED:
            raise Unreadable("speicher", f"{name} unpacks to more than {MOST_UNPACKED >> 20} MiB")
        parser.feed(chunk)
        yield from target.lines
        target.lines.clear()
    parser.close()
    yield from target.lines

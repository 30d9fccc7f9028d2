"""Web pages, RTF and plain text → pages."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from striprtf.striprtf import rtf_to_text

from ratsarchiv.errors import ParseError
from ratsarchiv.text.document import Unreadable
from ratsarchiv.text.paging import paged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 1 << 26
_PICTURE = re.compile(rb"[0-9a-f\r\n]{500,}+", re.IGNORECASE)
"""In hexadecimal digits: striprtf would look at each."""
_PAGE_BREAK = re.compile(r"\\page(?![a-z\d]) ?")
_LINE_END = re.compile("\r\n|\r|\n")


def text(path: Path) -> Iterator[str]:
    """Pages of a text file in UTF-8, UTF-16 with its mark, or windows-1252."""
    return paged(_LINE_END.split(_decoded(_bytes(path))))


def html(path: Path) -> Iterator[str]:
    """Pages of what a web page shows, without its title, scripts and forms' values."""
    from ratsarchiv.parse import html, parts  # noqa: PLC0415 - all products' parsers come with it, and few files need them

    try:
        clean = parts.sanitised(html.decode(_bytes(path)))
    except ParseError as error:
        raise Unreadable("beschaedigt", str(error)) from error
    return paged(html.reading_text(clean).split("\n"))


def rtf(path: Path) -> Iterator[str]:
    """Pages of an RTF file; its headers, footers and footnotes are left out."""
    raw = _PICTURE.sub(b"", _bytes(path)).decode("cp1252", "replace")
    said: str = rtf_to_text(_PAGE_BREAK.sub("\\\\par\f", raw), errors="replace")  # type: ignore[no-untyped-call]
    whole = said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paged(whole.split("\n"))


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Unreadable("speicher", f"a text of more than {MOST_BYTES >> 20} MiB is not read")
    return raw


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")

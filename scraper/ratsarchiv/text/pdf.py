"""PDF files → pages, by PDFium; where it can't open one, by pypdf, which mends more."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from ratsarchiv.text import ocr as tesseract
from ratsarchiv.text.document import Seite, Unreadable
from ratsarchiv.text.kind import PDF, ends_early

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PIL.Image import Image

MOST_CHARACTERS = 250_000
"""Of one page; asking for more would cost memory for what is cut anyway."""
DOTS_PER_INCH = 200
MOST_DOTS = 25_000_000
_ENOUGH = re.compile(r"\s*+(?:\S\s*+){20}")
"""A page with less text may be a scan with a stamp on it."""

logging.getLogger("pypdf").addHandler(logging.NullHandler())


def pages(path: Path, *, most: int, announce: Callable[[int], None], ocr: bool) -> Iterator[Seite]:
    """Its pages in order, one that can't be read as `fehler`; Unreadable at the end if there was such a page."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise Unreadable("verschluesselt", "the file is locked with a password") from error
        yield from _mended(path, most, announce)
        return
    with document:
        _count(len(document), most, announce)
        bad = []
        for n in range(len(document)):
            seite = _page(document, n, ocr=ocr and tesseract.available())
            if seite.quelle == "fehler":
                bad.append(n + 1)
            yield seite
    if bad:
        raise _damaged(path, bad)


def _count(number: int, most: int, announce: Callable[[int], None]) -> None:
    if number < 1:
        raise Unreadable("ohne_seiten", "the file has no pages")
    if number > most:
        raise Unreadable("zu_viele_seiten", f"the file has {number:,} pages: with more than {most:,} it is not read")
    announce(number)


def _damaged(path: Path, bad: list[int]) -> Unreadable:
    named = ", ".join(map(str, bad[:10])) + (", …" if len(bad) > 10 else "")
    if ends_early(path, PDF):
        return Unreadable("abgeschnitten", f"the end of the file is missing with the pages {named}: fetch it again")
    return Unreadable("beschaedigt", f"{len(bad)} pages are damaged: {named}")


def _page(document: pypdfium2.PdfDocument, n: int, *, ocr: bool) -> Seite:
    try:
        page = document[n]
    except pypdfium2.PdfiumError:
        return Seite("", "fehler")
    try:
        return _read(page, ocr=ocr)
    except (pypdfium2.PdfiumError, RecursionError):
        return Seite("", "fehler")
    finally:
        page.close()


def _read(page: pypdfium2.PdfPage, *, ocr: bool) -> Seite:
    text = _text(page)
    if _ENOUGH.match(text):
        return Seite(text, "text")
    is_picture = _is_picture(page, text)
    found = tesseract.text(_picture(page)) if ocr and is_picture else ""
    if len(found.split()) > len(text.split()):
        return Seite(found, "ocr")
    return Seite(text, "keine" if is_picture or not text.strip() else "text")


def _text(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range(0, min(textpage.count_chars(), MOST_CHARACTERS)))
    finally:
        textpage.close()


def _is_picture(page: pypdfium2.PdfPage, text: str) -> bool:
    """Whether something is drawn on a page without text; beside a few words it must be a picture."""
    is_empty = not text or text.isspace()
    drawn = page.get_objects(max_depth=1) if is_empty else page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return next(drawn, None) is not None


def _picture(page: pypdfium2.PdfPage) -> Image:
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / 72, (MOST_DOTS / max(width * height, 1)) ** 0.5)
    image: Image = page.render(scale=scale, grayscale=True).to_pil()
    return image


def _mended(path: Path, most: int, announce: Callable[[int], None]) -> Iterator[Seite]:
    from pypdf import PdfReader  # noqa: PLC0415 - it takes longer to import than most files to read, and few need it

    reader = PdfReader(path)
    _count(len(reader.pages), most, announce)
    for page in reader.pages:
        text = page.extract_text()
        yield Seite(text, "text" if text.strip() else "keine")

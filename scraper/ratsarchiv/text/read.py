"""A document's file → its pages, in this process. Hostile files belong into another one: `text.processes`.

Only PDF files and spreadsheets have pages of their own (a sheet is one). Other kinds have them where they mark page
breaks; what is longer than about 6,000 characters without one is divided between paragraphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.text import kind, office, pdf, plain, table
from ratsarchiv.text.clean import clean
from ratsarchiv.text.document import Gelesen, Seite, Unreadable
from ratsarchiv.text.limits import MOST_PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST_PAGE = 200_000
"""Characters; more of a page is left out."""
LONGEST = 20_000_000
"""Characters of a document; with more, reading ends."""

SHEETS = {kind.XLSX, kind.XLSB, kind.XLS, kind.ODS, kind.ODS + "-template"}
NAMES = {
    kind.DOC: "a Word 97 document (.doc)",
    kind.PPT: "a PowerPoint 97 presentation (.ppt)",
    kind.PPTX: "a PowerPoint presentation (.pptx)",
    kind.OPENDOCUMENT + "presentation": "a presentation (.odp)",
    kind.OPENDOCUMENT + "graphics": "a drawing (.odg)",
    kind.ZIP: "a ZIP archive",
    kind.XML: "an XML file",
    kind.MAIL: "a mail",
    "application/gzip": "a gzip archive",
    "application/warc": "a WARC file",
    "application/postscript": "a PostScript file",
}


def read(
    path: Path, *, erwartet: str | None = None, ocr: bool = False, announce: Callable[[int], None] = lambda _: None
) -> Gelesen:
    """What the file says, by what it is, not by how it is called; raises nothing but MemoryError.

    `erwartet` is the media type that it came with: a web page in a document's place is an error page, and not read.
    `announce` hears of the number of pages as soon as it is known; `ocr` reads pages that are only pictures.
    """
    mime: str | None = None
    seiten: list[Seite] = []
    try:
        mime = kind.kind_of(path)
        _check(path, mime, erwartet)
        said = _collect(_pages(path, mime, announce, ocr=ocr), seiten, divided=mime == kind.PDF)
    except Unreadable as error:
        return Gelesen(mime, tuple(seiten), error.fehler, str(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - what libraries raise over a file made to break them has no name in common
        return Gelesen(mime, tuple(seiten), *_broken(path, mime, error))
    return Gelesen(mime, tuple(seiten), meldung=said)


def _check(path: Path, mime: str | None, erwartet: str | None) -> None:
    """Unreadable where the file need not be opened."""
    if not path.stat().st_size:
        raise Unreadable("abgeschnitten", "the file is empty: fetch it again")
    expected = (erwartet or "").partition(";")[0].strip().lower()
    if mime in {kind.HTML, kind.TEXT} and expected in kind.DOCUMENTS:
        raise Unreadable("falscher_typ", f"it should be {expected}, and is {mime}: look at what the server says there")
    if kind.is_locked(path, mime):
        raise Unreadable("verschluesselt", "the file is locked with a password")


def _pages(path: Path, mime: str | None, announce: Callable[[int], None], *, ocr: bool) -> Iterator[Seite]:
    """The reader of this kind at work; Unreadable where there is none."""
    if mime == kind.PDF:
        return pdf.pages(path, most=MOST_PAGES, announce=announce, ocr=ocr)
    if mime in SHEETS:
        return _of_text(table.pages(path, LONGEST_PAGE, announce))
    if mime == kind.DOCX:
        return _of_text(office.docx(path))
    if mime in {kind.ODT, kind.ODT + "-template"}:
        return _of_text(office.odt(path))
    if mime in {kind.HTML, kind.RTF, kind.TEXT}:
        return _of_text({kind.HTML: plain.html, kind.RTF: plain.rtf, kind.TEXT: plain.text}[mime](path))
    name = NAMES.get(mime or "", mime) or "of no known kind"
    raise Unreadable("unbekannt", f"the file is {name}: its text can't be read")


def _of_text(pages: Iterator[str]) -> Iterator[Seite]:
    return (Seite(text, "text") for text in pages)


def _collect(pages: Iterator[Seite], seiten: list[Seite], *, divided: bool) -> str | None:
    """Cleans pages into `seiten`; says what was left out."""
    said, length = None, 0
    for seite in pages:
        text = clean(seite.text[:LONGEST_PAGE], divided=divided)
        if len(seite.text) > LONGEST_PAGE:
            said = said or f"page {len(seiten) + 1} is longer than {LONGEST_PAGE:,} characters: the rest was left out"
        if length + len(text) > LONGEST:
            return f"the document is longer than {LONGEST:,} characters: from page {len(seiten) + 1} on it was left out"
        if len(seiten) == MOST_PAGES:
            raise Unreadable("zu_viele_seiten", f"only the first {MOST_PAGES:,} pages were read")
        length += len(text)
        seiten.append(Seite(text, seite.quelle))
    if not seiten:
        raise Unreadable("ohne_seiten", "there is nothing in the file that could be read")
    return said


def _broken(path: Path, mime: str | None, error: Exception) -> tuple[str, str]:
    if kind.ends_early(path, mime):
        return "abgeschnitten", "the end of the file is missing: fetch it again"
    return "beschaedigt", f"the file is damaged ({type(error).__name__}: {str(error)[:200]})"

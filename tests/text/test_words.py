"""Every word of a document is found: documents that other libraries make, beside what went into them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from tests.text import offices, pdfs

from ratsarchiv.demo.pdf import pdf
from ratsarchiv.text import kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.text.conftest import ReadBytes

    from ratsarchiv.text.document import Gelesen

LEAST = 0.99
WORDS = pdfs.worte(1200)
ROWS = [pdfs.worte(4, seed) for seed in range(30)]
PARAGRAPHS = [" ".join(WORDS[n : n + 60]) for n in range(0, len(WORDS), 60)]
CELLS = [word for row in ROWS for word in row]


def counted(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w€§][\w,./-]*", text))


def recall(gelesen: Gelesen, words: Iterable[str]) -> float:
    """The share of the words that were read, each as often as it was written."""
    wanted = counted(" ".join(words))
    found = counted("\n".join(seite.text for seite in gelesen.seiten))
    return (wanted & found).total() / wanted.total()


def precision(gelesen: Gelesen, words: Iterable[str]) -> float:
    """The share of what was read that had been written."""
    wanted = counted(" ".join(words))
    found = counted("\n".join(seite.text for seite in gelesen.seiten))
    return (wanted & found).total() / found.total()


def web_page(paragraphs: list[str]) -> bytes:
    return f"<!DOCTYPE html><html><body><p>{'</p><p>'.join(paragraphs)}</p></body></html>".encode()


MADE: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: pdfs.flowing(WORDS),
    "pdf, embedded font": lambda: pdfs.flowing(WORDS, pdfs.EMBEDDED),
    "pdf, two columns": lambda: pdfs.columns(WORDS),
    "pdf, hyphens": lambda: pdfs.hyphenated(WORDS),
    "pdf, hyphens, embedded font": lambda: pdfs.hyphenated(WORDS, pdfs.EMBEDDED),
    "pdf, turned": lambda: pdfs.turned([WORDS[n : n + 240] for n in range(0, 1200, 240)]),
    "pdf, locked for changes": lambda: pdfs.locked(WORDS, ""),
    "docx": lambda: offices.docx(PARAGRAPHS),
    "odt": lambda: offices.odt(PARAGRAPHS),
    "rtf": lambda: offices.rtf("\n".join(PARAGRAPHS)),
    "html": lambda: web_page(PARAGRAPHS),
    "text": lambda: "\r\n".join(PARAGRAPHS).encode("cp1252"),
    "text, utf-8": lambda: "\n".join(PARAGRAPHS).encode("utf-8-sig"),
    "text, utf-16": lambda: "\n".join(PARAGRAPHS).encode("utf-16"),
}


@pytest.mark.parametrize("name", MADE)
def test_every_word_of_running_text_is_found(name: str, read_bytes: ReadBytes) -> None:
    gelesen = read_bytes(MADE[name]())
    assert (gelesen.fehler, gelesen.meldung) == (None, None)
    assert recall(gelesen, WORDS) >= LEAST
    assert precision(gelesen, WORDS) >= LEAST


TABLES: dict[str, tuple[Callable[[], bytes], str]] = {
    "pdf": (lambda: pdfs.table(ROWS), kind.PDF),
    "docx": (lambda: offices.docx([], ROWS), kind.DOCX),
    "odt": (lambda: offices.odt([], ROWS), kind.ODT),
    "xlsx": (lambda: offices.xlsx({"A": ROWS}), kind.XLSX),
    "ods": (lambda: offices.ods({"A": ROWS}), kind.ODS),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_is_found(name: str, read_bytes: ReadBytes) -> None:
    make, mime = TABLES[name]
    gelesen = read_bytes(make())
    assert (gelesen.mime, gelesen.fehler) == (mime, None)
    assert recall(gelesen, CELLS) >= LEAST


def test_rows_are_lines_and_cells_are_divided_by_tabs(read_bytes: ReadBytes) -> None:
    rows = [["Straße", "Kosten"], ["Lütticher Straße", "12 €"]]
    for make in (offices.docx([], rows), offices.odt([], rows)):
        assert read_bytes(make).seiten[0].text == "Straße\tKosten\nLütticher Straße\t12 €"


def test_a_page_is_a_row_of_its_own(read_bytes: ReadBytes) -> None:
    gelesen = read_bytes(pdfs.flowing(pdfs.worte(80 * 400)))
    assert len(gelesen.seiten) > 60
    assert {seite.quelle for seite in gelesen.seiten} == {"text"}


def test_the_demos_files_are_read_to_the_letter(read_bytes: ReadBytes) -> None:
    lines = tuple(f"Zeile {n}: Übergröße – 50 € für Straße „{n}“ (§ 3)" for n in range(100))
    gelesen = read_bytes(pdf(lines))
    assert [seite.text for seite in gelesen.seiten] == ["\n".join(lines[n : n + 48]) for n in range(0, 100, 48)]


def test_sheets_are_pages_under_their_names_and_cells_are_printed_in_german(read_bytes: ReadBytes) -> None:
    rows: list[list[offices.Value]] = [
        ["Fläche", 12.5, 3.0, 7],
        [None, date(2026, 11, 22), datetime(2026, 11, 22, 18, 30), True],  # noqa: DTZ001 - Excel has no zones
    ]
    gelesen = read_bytes(offices.xlsx({"Haushalt": rows, "Geheim": [["x"]], "Zwei\nte": [["Ende"]]}, hidden="Geheim"))
    assert [seite.text for seite in gelesen.seiten] == [
        "Haushalt\nFläche\t12,5\t3\t7\n\t22.11.2026\t22.11.2026 18:30\tWAHR",
        "Zwei\nte\nEnde",
    ]


def test_headers_footers_notes_and_text_boxes_are_read(read_bytes: ReadBytes) -> None:
    body = (
        "<w:p><w:r><w:t>Vor</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Kasten</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Kasten</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>satz</w:t><w:tab/><w:t>Ende</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Steuerelement</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert read_bytes(offices.docx_of(body)).seiten[0].text == "Vorsatz\tEnde\nKasten\n\nSteuerelement"
    framed = offices.docx(["Mitte"], header="Briefkopf", footer="Fußzeile")
    note = "<w:footnote><w:p><w:r><w:t>Fußnote</w:t></w:r></w:p></w:footnote>"
    notes = f'<w:footnotes xmlns:w="{offices.WORD}">{note}</w:footnotes>'
    text = read_bytes(offices.replaced(framed, {"word/footnotes.xml": notes.encode()})).seiten[0].text
    assert text.split() == ["Briefkopf", "Mitte", "Fußnote", "Fußzeile"]
    text = read_bytes(offices.odt(["Anfang"], note="Fußnote")).seiten[0].text
    assert text.split("\n") == ["Anfang", "vor der Anmerkung danach", "Fußnote"]


def test_what_is_deleted_or_hidden_is_not_read(read_bytes: ReadBytes) -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>neu </w:t></w:r></w:ins><w:del><w:r><w:delText>alt</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r><w:moveFrom><w:r><w:t>fort</w:t></w:r></w:moveFrom>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>offen</w:t></w:r></w:p>'
    )
    assert read_bytes(offices.docx_of(body)).seiten[0].text == "neu offen"
    whole = offices.odt(["bleibt"])
    names = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    changes = f"<text:tracked-changes {names}><text:p>weg</text:p></text:tracked-changes>".encode()
    content = offices.part(whole, "content.xml").replace(b"<office:text>", b"<office:text>" + changes)
    assert changes in content
    assert read_bytes(offices.replaced(whole, {"content.xml": content})).seiten[0].text == "bleibt"


def test_page_breaks_make_pages_and_long_texts_are_divided_between_paragraphs(read_bytes: ReadBytes) -> None:
    assert [seite.text for seite in read_bytes(offices.docx_with_breaks(["eins", "zwei"])).seiten] == ["eins", "zwei"]
    assert [seite.text for seite in read_bytes(b"eins\n\f\nzwei\fdrei").seiten] == ["eins", "zwei", "drei"]
    assert [seite.text for seite in read_bytes(rb"{\rtf1 eins\page zwei}").seiten] == ["eins", "zwei"]
    long = [f"{n} " + "Wort " * 300 for n in range(20)]
    seiten = read_bytes(offices.docx(long)).seiten
    assert all(4_000 < len(seite.text) < 6_001 for seite in seiten[:-1])
    assert "\n".join(seite.text for seite in seiten).split("\n") == [line.strip() for line in long]


def test_letters_that_rtf_should_have_escaped_are_read_as_windows_wrote_them(read_bytes: ReadBytes) -> None:
    assert read_bytes("{\\rtf1\\ansi Straße für 5 €}".encode("cp1252")).seiten[0].text == "Straße für 5 €"

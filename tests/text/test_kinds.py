"""What a file is, is told by its content; why one can't be read is told apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from tests.text import offices, pdfs
from tests.text.conftest import ReadBytes

from ratsarchiv.demo.pdf import pdf
from ratsarchiv.text import kind
from ratsarchiv.text import read as reading
from ratsarchiv.text.document import FEHLER

WORDS = ["Ein", "Satz", "aus", "Musterstadt"]
PAGE = b"<!DOCTYPE html><html><head><title>Fehler</title></head><body><p>Sitzung abgelaufen</p></body></html>"
Maker = Callable[[], bytes]
KINDS: dict[str, Maker] = {
    kind.PDF: lambda: pdf(("Musterstadt",)),
    kind.DOCX: lambda: offices.docx(["Musterstadt"]),
    kind.ODT: lambda: offices.odt(["Musterstadt"]),
    kind.XLSX: lambda: offices.xlsx({"A": [["Musterstadt"]]}),
    kind.ODS: lambda: offices.ods({"A": [["Musterstadt"]]}),
    kind.RTF: lambda: offices.rtf("Musterstadt"),
    kind.HTML: lambda: b"\n<html><body>Musterstadt</body></html>",
    kind.TEXT: lambda: "Müller aus Musterstadt".encode("cp1252"),
}


def mail() -> bytes:
    return b"From: a@b.example\r\nMIME-Version: 1.0\r\n\r\nMusterstadt"


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "Musterstadt")
    return file.getvalue()


UNKNOWN: dict[str | None, tuple[Maker, str]] = {
    kind.DOC: (lambda: offices.ole("WordDocument", "1Table"), "Word 97"),
    kind.PPT: (lambda: offices.ole("Current User", "PowerPoint Document"), "PowerPoint 97"),
    kind.PPTX: (lambda: zipped("ppt/presentation.xml"), "PowerPoint"),
    kind.ZIP: (lambda: zipped("Musterstadt.txt"), "ZIP"),
    kind.MAIL: (mail, "mail"),
    kind.XML: (lambda: b'<?xml version="1.0"?><a>Musterstadt</a>', "XML"),
    "image/png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png"),
    "image/jpeg": (lambda: b"\xff\xd8\xff\xe0" + bytes(100), "image/jpeg"),
    "image/tiff": (lambda: b"II*\x00" + bytes(100), "image/tiff"),
    "application/warc": (lambda: b"WARC/1.0\r\n", "WARC"),
    "application/gzip": (lambda: b"\x1f\x8b\x08" + bytes(100), "gzip"),
    None: (lambda: bytes(range(256)), "no known kind"),
}


@pytest.mark.parametrize("mime", KINDS)
def test_a_kind_is_told_by_content(mime: str, read_bytes: ReadBytes) -> None:
    gelesen = read_bytes(KINDS[mime]())
    assert (gelesen.mime, gelesen.fehler) == (mime, None)
    assert "Musterstadt" in gelesen.seiten[-1].text


@pytest.mark.parametrize("mime", UNKNOWN)
def test_what_cant_be_read_is_named_and_gives_no_text(mime: str | None, read_bytes: ReadBytes) -> None:
    make, name = UNKNOWN[mime]
    gelesen = read_bytes(make())
    assert (gelesen.mime, gelesen.fehler, gelesen.seiten) == (mime, "unbekannt", ())
    assert name in (gelesen.meldung or "")


def test_bytes_before_a_pdf_dont_hide_it(read_bytes: ReadBytes) -> None:
    assert read_bytes(b"\r\n\r\n" + pdf(("Musterstadt",))).seiten[0].text == "Musterstadt"


@pytest.mark.parametrize("raw", [PAGE, b"<html><body>%PDF-1.4</body></html>", b"404 Not Found"])
def test_an_error_page_is_no_document(raw: bytes, read_bytes: ReadBytes) -> None:
    for erwartet in (kind.PDF, "application/PDF; charset=utf-8", kind.DOCX):
        gelesen = read_bytes(raw, erwartet=erwartet)
        assert (gelesen.fehler, gelesen.seiten) == ("falscher_typ", ())
    assert read_bytes(raw, erwartet="text/html").fehler is None
    assert read_bytes(raw).fehler is None


def test_a_document_under_another_documents_name_is_read(read_bytes: ReadBytes) -> None:
    gelesen = read_bytes(offices.docx(["Musterstadt"]), erwartet=kind.PDF)
    assert (gelesen.mime, gelesen.fehler, gelesen.seiten[0].text) == (kind.DOCX, None, "Musterstadt")


def locked_odt() -> bytes:
    whole = offices.odt(["Musterstadt"])
    manifest = offices.part(whole, "META-INF/manifest.xml")
    marked = manifest.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>")
    return offices.replaced(whole, {"META-INF/manifest.xml": marked, "content.xml": bytes(range(256))})


def no_pages() -> bytes:
    file = io.BytesIO()
    PdfWriter().write(file)
    return file.getvalue()


def one_page_lost() -> bytes:
    whole = pdf(tuple(f"Zeile {n}" for n in range(100)))
    lost = whole.replace(b"/Kids [5 0 R 7 0 R", b"/Kids [5 0 R 77 0 R")
    assert lost != whole
    return lost


FAILURES: dict[str, tuple[Maker, str]] = {
    "pdf locked": (lambda: pdfs.locked(WORDS, "geheim"), "verschluesselt"),
    "office locked": (lambda: offices.ole("EncryptionInfo", "EncryptedPackage"), "verschluesselt"),
    "odt locked": (locked_odt, "verschluesselt"),
    "empty": (lambda: b"", "abgeschnitten"),
    "pdf cut": (lambda: pdfs.flowing(pdfs.worte(4000))[:9000], "abgeschnitten"),
    "docx cut": (lambda: offices.docx(["Musterstadt"] * 99)[:9000], "abgeschnitten"),
    "odt cut": (lambda: offices.odt(["Musterstadt"] * 99)[:3000], "abgeschnitten"),
    "xlsx cut": (lambda: offices.xlsx({"A": [["Musterstadt"]]})[:3000], "abgeschnitten"),
    "pdf without pages": (no_pages, "ohne_seiten"),
    "docx without text": (lambda: offices.docx([]), "ohne_seiten"),
    "text of blanks": (lambda: b" \n \n", "ohne_seiten"),
    "pdf damaged": (lambda: b"%PDF-1.7\n" + b"Unfug " * 99 + b"\n%%EOF\n", "beschaedigt"),
    "docx damaged": (lambda: offices.docx_of("<w:p>"), "beschaedigt"),
    "docx with entities": (
        lambda: offices.replaced(offices.docx([]), {"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
        "beschaedigt",
    ),
    "rtf damaged": (lambda: rb"{\rtf1 \u99999999 }", "beschaedigt"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_is_told_apart(name: str, read_bytes: ReadBytes) -> None:
    make, fehler = FAILURES[name]
    gelesen = read_bytes(make())
    assert (gelesen.fehler, gelesen.seiten) == (fehler, ())
    assert gelesen.fehler in FEHLER
    assert gelesen.meldung


def test_a_page_that_is_lost_doesnt_cost_the_others(read_bytes: ReadBytes) -> None:
    gelesen = read_bytes(one_page_lost())
    assert [seite.quelle for seite in gelesen.seiten] == ["text", "fehler", "text"]
    assert (gelesen.fehler, gelesen.meldung) == ("beschaedigt", "1 pages are damaged: 2")


def test_a_pdf_without_its_catalogue_is_mended(read_bytes: ReadBytes) -> None:
    lines = tuple(f"Straße {n}" for n in range(100))
    for raw in (pdf(lines).replace(b"/Root 1 0 R", b""), b"x" * 1000 + pdf(lines)[5:]):
        gelesen = read_bytes(b"%PDF-1.4\n" + raw)
        assert (gelesen.fehler, len(gelesen.seiten)) == (None, 3)
        assert gelesen.seiten[2].text.split("\n") == list(lines[96:])


def test_a_cut_pdf_keeps_the_pages_that_came(read_bytes: ReadBytes) -> None:
    gelesen = read_bytes(one_page_lost().replace(b"%%EOF", b""))
    assert gelesen.fehler == "abgeschnitten"
    assert len(gelesen.seiten) == 3


def test_more_than_the_most_is_cut_and_told(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PAGES", 2)
    gelesen = read_bytes(pdf(tuple(f"Zeile {n}" for n in range(100))))
    assert (gelesen.fehler, gelesen.seiten) == ("zu_viele_seiten", ())
    gelesen = read_bytes(b"a\fb\fc")
    assert (gelesen.fehler, len(gelesen.seiten)) == ("zu_viele_seiten", 2)
    monkeypatch.setattr(reading, "LONGEST_PAGE", 5)
    gelesen = read_bytes(pdf(("Musterstadt",)))
    assert (gelesen.fehler, gelesen.seiten[0].text) == (None, "Muste")
    assert "page 1 is longer" in (gelesen.meldung or "")
    monkeypatch.setattr(reading, "LONGEST", 8)
    gelesen = read_bytes(b"abcde\fabcde")
    assert (gelesen.fehler, len(gelesen.seiten)) == (None, 1)
    assert "from page 2 on" in (gelesen.meldung or "")


def test_the_number_of_pages_is_announced_before_they_are_read(tmp_path: Path, read_bytes: ReadBytes) -> None:
    path = tmp_path / "datei"
    path.write_bytes(pdf(tuple(f"Zeile {n}" for n in range(100))))
    heard: list[int] = []
    reading.read(path, announce=heard.append)
    assert heard == [3]


def test_a_file_that_is_not_there_is_the_callers_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        reading.read(tmp_path / "fehlt")

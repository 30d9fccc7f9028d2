"""Pages that are pictures: marked without OCR, read with it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.text import pdfs

from ratsarchiv.demo.pdf import pdf
from ratsarchiv.text import ocr

if TYPE_CHECKING:
    from tests.text.conftest import ReadBytes

LINES = (
    "Der Rat der Stadt beschließt die Änderung",
    "des Flächennutzungsplanes für den Bereich",
    "Lütticher Straße. Der Ausschuss für Umwelt",
    "und Verkehr empfiehlt größere Grünflächen.",
)
needs_tesseract = pytest.mark.skipif(not ocr.available(), reason="Tesseract with its German data is not installed")


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(pdfs.FONT_FILE, 36)
    for n, line in enumerate(LINES):
        draw.text((120, 200 + 70 * n), line, font=font, fill=0)
    return image


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def test_a_page_without_text_is_marked(read_bytes: ReadBytes, scan: Image.Image) -> None:
    (seite,) = read_bytes(pdf(())).seiten
    assert (seite.text, seite.quelle) == ("", "keine")
    (seite,) = read_bytes(pdfs.picture(scan)).seiten
    assert (seite.text, seite.quelle) == ("", "keine")


def test_a_stamp_makes_no_text_of_a_scan(read_bytes: ReadBytes, scan: Image.Image) -> None:
    (seite,) = read_bytes(pdfs.picture(scan, "Anlage 3")).seiten
    assert (seite.text, seite.quelle) == ("Anlage 3", "keine")


def test_a_short_page_is_no_scan(read_bytes: ReadBytes) -> None:
    (seite,) = read_bytes(pdf(("Anlage 3",))).seiten
    assert (seite.text, seite.quelle) == ("Anlage 3", "text")


def test_without_the_program_pages_are_marked_as_before(
    read_bytes: ReadBytes, scan: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    assert [seite.quelle for seite in read_bytes(pdfs.picture(scan), ocr=True).seiten] == ["keine"]


@needs_tesseract
def test_a_scan_is_read(read_bytes: ReadBytes, scan: Image.Image) -> None:
    (seite,) = read_bytes(pdfs.picture(scan, "Anlage 3"), ocr=True).seiten
    assert seite.quelle == "ocr"
    assert words(" ".join(LINES)) <= words(seite.text)


@needs_tesseract
def test_a_drawing_stays_without_text(read_bytes: ReadBytes) -> None:
    (seite,) = read_bytes(pdf(()), ocr=True).seiten
    assert (seite.text, seite.quelle) == ("", "keine")


@needs_tesseract
def test_a_page_as_big_as_a_wall_is_rendered_small(read_bytes: ReadBytes, scan: Image.Image) -> None:
    file = io.BytesIO(pdfs.picture(scan))
    wall = file.getvalue().replace(b"/MediaBox [ 0 0 595.2756 841.8898 ]", b"/MediaBox [ 0 0 14400 14400 ]")
    assert wall != file.getvalue()
    assert read_bytes(wall, ocr=True).fehler is None

"""OCR in a reading process: Tesseract is a process of that process, and goes with it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.text import pdfs

from ratsarchiv.text import ocr
from ratsarchiv.text.limits import Limits
from ratsarchiv.text.processes import Readers

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not ocr.available(), reason="Tesseract with its German data is not installed")


def scan(path: Path, line: str, lines: int, size: int) -> Path:
    """A page that is a picture of so many lines."""
    image = Image.new("L", (1654, 2339), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(pdfs.FONT_FILE, size)
    for number in range(lines):
        draw.text((60, 60 + 2 * size * number), line, font=font, fill=0)
    path.write_bytes(pdfs.picture(image))
    return path


def working_in(folder: Path) -> list[str]:
    """Commands of processes that have their temporary files there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment, command = (process / "environ").read_bytes(), (process / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if str(folder).encode() in environment:
            found.append(command.decode().replace("\0", " "))
    return found


def test_a_scan_is_read(tmp_path: Path) -> None:
    path = scan(tmp_path / "scan.pdf", "Der Rat beschließt die Änderung", 3, 36)
    with Readers(1, ocr=True) as readers:
        [(_, gelesen)] = readers.read([("scan", path, None)])
    assert [seite.quelle for seite in gelesen.seiten] == ["ocr"]
    assert "beschließt die Änderung" in gelesen.seiten[0].text


def test_a_scan_that_takes_too_long_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scan(tmp_path / "scan.pdf", "Satzung der Stadt " * 10, 75, 15)
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    at_work: list[str] = []

    def files() -> Iterator[tuple[str, Path, None]]:
        yield "scan", path, None
        at_work.extend(working_in(place))

    with Readers(1, ocr=True, limits=Limits(seconds=2, per_page=0, per_scan=0)) as readers:
        [(_, gelesen)] = readers.read(files())
    assert gelesen.fehler == "zeit"
    assert at_work
    assert working_in(place) == []
    assert list(place.iterdir()) == []

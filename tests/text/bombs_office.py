"""Office files, pages and texts that cost a lot to read, or that ask for what is not theirs."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from tests.text.bombs import deflated
from tests.text.offices import replaced

if TYPE_CHECKING:
    from pathlib import Path

BULK = 3 << 30
WORD = b'<?xml version="1.0"?>%s<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
SHEET = (
    b'<?xml version="1.0"?>%s<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
STRINGS = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
ODF = (
    b'<?xml version="1.0"?>%s<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    b' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>'
)
LAUGHS = b"<!DOCTYPE x [<!ENTITY l0 'ha'>%s]>" % b"".join(
    b"<!ENTITY l%d '%s'>" % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 12)
)


def swollen(whole: bytes, name: str, before: bytes, piece: bytes) -> bytes:
    """That office file, with three GiB of a piece in one part."""
    content = deflated(piece, BULK, before)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        _others(whole, name, bomb)
        bomb.writestr(name, content, zipfile.ZIP_STORED)
        info = bomb.getinfo(name)
        info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, BULK
    return file.getvalue()


def modest(bomb: bytes) -> bytes:
    """The same, and its table of contents says that it is small."""
    size = BULK.to_bytes(4, "little")
    return bomb.replace(size, (1000).to_bytes(4, "little"))


def laughing_docx(whole: bytes) -> bytes:
    """Ten to the eleventh times `ha`."""
    content = WORD % LAUGHS + b"<w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>"
    return replaced(whole, {"word/document.xml": content})


def laughing_odt(whole: bytes) -> bytes:
    """The same in an ODT."""
    content = ODF % LAUGHS + b"<text:p>&l11;</text:p></office:text></office:body></office:document-content>"
    return replaced(whole, {"content.xml": content})


def curious_docx(whole: bytes, secret: Path) -> bytes:
    """It wants another file of this machine to stand in its text."""
    wish = b"<!DOCTYPE x [<!ENTITY s SYSTEM '%s'>]>" % secret.as_uri().encode()
    content = WORD % wish + b"<w:p><w:r><w:t>Anfang &s; Ende</w:t></w:r></w:p></w:body></w:document>"
    return replaced(whole, {"word/document.xml": content})


def curious_odt(whole: bytes, secret: Path) -> bytes:
    """The same in an ODT."""
    wish = b"<!DOCTYPE x [<!ENTITY s SYSTEM '%s'>]>" % secret.as_uri().encode()
    content = ODF % wish + b"<text:p>Anfang &s; Ende</text:p></office:text></office:body></office:document-content>"
    return replaced(whole, {"content.xml": content})


def sparse_xlsx(whole: bytes) -> bytes:
    """Two cells, as far from each other as a sheet allows."""
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return replaced(whole, {"xl/worksheets/sheet1.xml": SHEET % b"" + cells + b"</sheetData></worksheet>"})


def repeated_odt(whole: bytes) -> bytes:
    """A table whose one cell stands for a million million."""
    cell = b'<table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell>'
    row = b'<table:table-row table:number-rows-repeated="1000000">' + cell + b"</table:table-row>"
    table = b'<table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">' + row + b"</table:table>"
    spaces = b'<text:p>a<text:s text:c="2000000000"/>b</text:p>'
    content = ODF % b"" + spaces + table + b"</office:text></office:body></office:document-content>"
    return replaced(whole, {"content.xml": content})


def deep_docx(whole: bytes) -> bytes:
    """An element in an element in an element …"""
    return replaced(whole, {"word/document.xml": WORD % b"" + b"<w:p>" * 1_000_000})


def nested_zip(depth: int) -> bytes:
    """A ZIP of ten ZIPs of ten ZIPs …"""
    content = bytes(1 << 20)
    for _ in range(depth):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as shell:
            for number in range(10):
                shell.writestr(f"{number}.zip", content)
        content = file.getvalue()
    return content


def crowded_zip(whole: bytes) -> bytes:
    """That office file with sixty thousand parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as crowd:
        for number in range(60_000):
            crowd.writestr(f"word/{number}.xml", b"")
        _others(whole, "", crowd)
    return file.getvalue()


def _others(whole: bytes, name: str, other: zipfile.ZipFile) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as original:
        for part in original.namelist():
            if part != name:
                other.writestr(part, original.read(part))

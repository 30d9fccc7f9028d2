"""German office files, made by other libraries than those that read them, and what these can't make, by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import docx as python_docx
import odfdo
import openpyxl
from docx.enum.text import WD_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Value = str | float | date | datetime | None
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = (), header: str = "", footer: str = "") -> bytes:
    """A Word file."""
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(0, len(rows[0]) if rows else 1)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(document.save)


def docx_with_breaks(pages: Sequence[str]) -> bytes:
    """A Word file that says where its pages end."""
    document = python_docx.Document()
    for text in pages:
        document.add_paragraph(text).add_run().add_break(WD_BREAK.PAGE)
    return _saved(document.save)


def docx_of(body: str) -> bytes:
    """A Word file with that markup as its body."""
    whole = f'<w:document xmlns:w="{WORD}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>'
    return replaced(docx([]), {"word/document.xml": whole.encode()})


def odt(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = (), note: str = "") -> bytes:
    """An OpenDocument text."""
    document = odfdo.Document("text")
    document.body.clear()
    for text in paragraphs:
        document.body.append(odfdo.Paragraph(text))
    if note:
        document.body.append(odfdo.Paragraph("vor der Anmerkung danach"))
        document.body.get_paragraphs()[-1].insert_note(after="Anmerkung", note_id="n1", citation="1", body=note)
    if rows:
        document.body.append(_odf_table("Tabelle", rows))
    return _saved(document.save)


def ods(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """An OpenDocument spreadsheet."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    for name, rows in sheets.items():
        document.body.append(_odf_table(name, rows))
    return _saved(document.save)


def _odf_table(name: str, rows: Sequence[Sequence[str]]) -> odfdo.Table:
    table = odfdo.Table(name)
    for row in rows:
        table.append(odfdo.Row())
        table.set_row_values(-1, list(row))
    return table


def xlsx(sheets: Mapping[str, Sequence[Sequence[Value]]], hidden: str = "") -> bytes:
    """An Excel file."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for row in rows:
            sheet.append(row)
    return _saved(workbook.save)


def rtf(text: str) -> bytes:
    """An RTF file, its letters as Word writes them."""
    said = "".join(
        "\\par\n" if c == "\n" else c if c.isascii() else f"\\'{c.encode('cp1252').hex()}" if n % 2 else f"\\u{ord(c)}?"
        for n, c in enumerate(text)
    )
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}{\info{\author Muster}}\f0 "
    return f"{head}{said}}}".encode("ascii")


def replaced(whole: bytes, parts: Mapping[str, bytes]) -> bytes:
    """That ZIP file with other parts, or more of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in dict.fromkeys([*before.namelist(), *parts]):
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            after.writestr(name, parts[name] if name in parts else before.read(name), stored)
    return file.getvalue()


def part(whole: bytes, name: str) -> bytes:
    """One part of that ZIP file."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return archive.read(name)


def ole(*streams: str) -> bytes:
    """A file in the manner of Office 97, with streams of those names and nothing in them."""
    names = ("Root Entry", *streams)
    entries = [name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) for name in names]
    directory = b"".join(entry.ljust(128, b"\0") for entry in entries).ljust(1024, b"\0")
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<HHH", head, 26, 3, 0xFFFE, 9)
    struct.pack_into("<I", head, 48, 1)
    return bytes(head) + b"\xff" * 512 + directory


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()

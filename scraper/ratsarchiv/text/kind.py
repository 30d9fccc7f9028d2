"""Which kind of file the bytes are, told by content; whether it is locked, and whether its end is missing."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from pathlib import Path

PDF = "application/pdf"
RTF = "application/rtf"
HTML = "text/html"
TEXT = "text/plain"
_OPENXML = "application/vnd.openxmlformats-officedocument."
DOCX = _OPENXML + "wordprocessingml.document"
XLSX = _OPENXML + "spreadsheetml.sheet"
PPTX = _OPENXML + "presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
OPENDOCUMENT = "application/vnd.oasis.opendocument."
ODT = OPENDOCUMENT + "text"
ODS = OPENDOCUMENT + "spreadsheet"
ZIP = "application/zip"
XML = "application/xml"
MAIL = "message/rfc822"
LOCKED = "application/vnd.ms-office"
"""An Office file with a password: which of them is not to be seen."""

DOCUMENTS = {PDF, RTF, DOCX, XLSX, PPTX, XLSB, XLS, DOC, PPT, ODT, ODS}

_HEAD, _TAIL = 1 << 16, 1 << 16
_FIRST_BYTES = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%!PS", "application/postscript"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"WARC/", "application/warc"),
)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_STREAMS = {"EncryptedPackage": LOCKED, "WordDocument": DOC, "Workbook": XLS, "Book": XLS, "PowerPoint Document": PPT}
_FOLDERS = {"word/": DOCX, "xl/": XLSX, "ppt/": PPTX}
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|h1)[\s>]", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r"})


def kind_of(path: Path) -> str | None:
    """The media type of what the file holds; None for bytes that say nothing."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ZIP):
        return _zip_kind(path, head)
    if head.startswith(_OLE):
        return _ole_kind(path)
    for first, mime in _FIRST_BYTES:
        if head.startswith(first):
            return mime
    return _markup_kind(head) or (_text_kind(head) if b"%PDF-" not in head[:1024] else PDF)


def _markup_kind(head: bytes) -> str | None:
    start = head[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"<"):
        return None
    if _MARKUP.search(start):
        return HTML
    return XML if start.startswith(b"<?xml") else None


def _text_kind(head: bytes) -> str | None:
    """Plain text, or a mail; None where too many bytes are no letters in any encoding."""
    if head.startswith(_BOMS):
        return TEXT
    strange = len(head) - len(head.translate(None, _CONTROLS))
    if not head or b"\x00" in head or strange * 1000 > len(head):
        return None
    is_mail = re.match(rb"(?:Return-Path|Received|From|Delivered-To|MIME-Version|X-[\w-]+):", head)
    return MAIL if is_mail and b"MIME-Version:" in head else TEXT


def _zip_kind(path: Path, head: bytes) -> str:
    """What the names in a ZIP file say; where its directory is lost, those at its beginning."""
    declared = re.search(rb"^.{30}mimetype(application/[\w.+-]+?)(?=PK)", head[:300], re.DOTALL)
    if declared:
        return declared[1].decode()
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        names = [
            name.decode("latin-1") for name in re.findall(rb"PK\x03\x04.{26}([\w\[\]./-]{1,100})", head, re.DOTALL)
        ]
    if "xl/workbook.bin" in names:
        return XLSB
    if "mimetype" in names:
        return _declared(path) or ZIP
    return next((mime for name in names for folder, mime in _FOLDERS.items() if name.startswith(folder)), ZIP)


def _declared(path: Path) -> str | None:
    """What an OpenDocument file calls itself, where its packer compressed even that."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as file:
            said = file.read(100).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, RuntimeError):
        return None
    return said if said.startswith(OPENDOCUMENT) else None


def _ole_kind(path: Path) -> str | None:
    """What the first names in an OLE file's directory say."""
    with path.open("rb") as file:
        head = file.read(512)
        if len(head) < 512:
            return None
        (shift,), (sector,) = struct.unpack_from("<H", head, 30), struct.unpack_from("<I", head, 48)
        file.seek(min(sector + 1, 1 << 24) << min(shift, 12))
        names = file.read(1 << 14)
    found = {names.find(name.encode("utf-16-le")): mime for name, mime in _STREAMS.items()}
    found.pop(-1, None)
    return found[min(found)] if found else None


def is_locked(path: Path, mime: str | None) -> bool:
    """Whether an office file's content is encrypted; a PDF says so itself when it is opened."""
    if mime is None or not mime.startswith(OPENDOCUMENT):
        return mime == LOCKED
    try:
        with zipfile.ZipFile(path) as archive, archive.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(1 << 22)
    except (zipfile.BadZipFile, KeyError):
        return False


def ends_early(path: Path, mime: str | None) -> bool:
    """Whether the mark is missing with which a whole file of this kind ends."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
        file.seek(0)
        is_zip = file.read(4) == _ZIP
    if mime == PDF:
        return b"%%EOF" not in tail[-2048:]
    if mime == RTF:
        return not tail.rstrip(b"\x00 \r\n").endswith(b"}")
    return is_zip and b"PK\x05\x06" not in tail

from __future__ import annotations

import pytest

from ratsarchiv.fetch import is_document

PAGE = b'<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\r\n<html>'
XHTML = b'<?xml version="1.0" encoding="iso-8859-1"?>\r\n<!DOCTYPE html>'


@pytest.mark.parametrize(
    "anfang",
    [
        b"%PDF-1.4\n%\xe2\xe3",
        b"\r\n  %PDF-1.7",
        b"\xef\xbb\xbf%PDF-1.5",
        b"PK\x03\x04\x14\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00",
        b"{\\rtf1\\ansi",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"II*\x00",
        b"MM\x00*",
        b"RIFF\n\x00\x00\x00WEBPVP8 ",
        b"BEGIN:VCALENDAR\r\n",
    ],
)
@pytest.mark.parametrize("mime", ["application/pdf", "text/html", None])
def test_files_are_known_by_their_first_bytes_whatever_the_server_calls_them(anfang: bytes, mime: str | None) -> None:
    assert is_document(anfang, mime)


@pytest.mark.parametrize(
    ("anfang", "mime"),
    [
        (PAGE, "application/pdf"),
        (PAGE, "text/html"),
        (PAGE, "text/plain"),
        (b"\xef\xbb\xbf\r\n" + PAGE, "text/plain"),
        (XHTML, "application/xml"),
        (XHTML, "text/xml"),
        (b"", "application/pdf"),
        (b"", "text/plain"),
        (b" \r\n", "text/plain"),
        (b"Zugriff verweigert", "text/html"),
        (b"Zugriff verweigert", "application/pdf"),
        (b"Ein Text", None),
        (b"MZ\x90\x00", "text/plain"),
        (b"PK", "application/zip"),
    ],
)
def test_a_page_in_the_place_of_a_file_is_none(anfang: bytes, mime: str | None) -> None:
    assert not is_document(anfang, mime)


@pytest.mark.parametrize("mime", ["text/plain", "TEXT/PLAIN; charset=utf-8", "text/csv"])
def test_plain_text_is_one_where_the_server_says_so(mime: str) -> None:
    assert is_document("Straße;Betrag\r\nMarkt;12,50".encode("cp1252"), mime)

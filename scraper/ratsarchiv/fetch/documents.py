"""Whether what came is a document: councils' systems put pages in their places, with status 200."""

from __future__ import annotations

import re

_MAGIC = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,16}"
    rb"(%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf|\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*"
    rb"|RIFF....WEBP|BEGIN:VCALENDAR)",
    re.DOTALL,
)
"""PDF, zip (docx, odt, …), the old Office, RTF, PNG, JPEG, GIF, TIFF, WebP, iCalendar."""
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_TEXTS = frozenset({"text/plain", "text/csv", "text/tab-separated-values"})


def is_document(anfang: bytes, mime: str | None) -> bool:
    """Whether a body that begins so is a document: by its first bytes; plain text by its type, if it is no page.

    XML is none: no council publishes a Vorlage so, while error pages and XHTML begin like it.
    """
    if _MAGIC.match(anfang):
        return True
    plain = (mime or "").partition(";")[0].strip().lower() in _TEXTS
    return plain and bool(anfang.strip()) and b"\0" not in anfang and not _MARKUP.match(anfang)

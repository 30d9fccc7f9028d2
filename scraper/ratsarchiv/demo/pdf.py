"""Small valid PDF files with text, the same bytes each time."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ZEILEN_JE_SEITE = 48
STUECK = 1 << 18
KLEINSTES_STROEMENDES = 1 << 16
"""A file that is made while it is sent has at least so many bytes."""


@lru_cache(maxsize=4096)
def pdf(zeilen: tuple[str, ...]) -> bytes:
    """The lines on as many A4 pages as they need; without lines a page that holds only a drawing, like a scan."""
    if not zeilen:
        return _datei([b"0.5 w 80 120 400 560 re S 80 120 m 480 680 l S 480 120 m 80 680 l S"])
    umbrochen = [teil for zeile in zeilen for teil in wrap(zeile, 92) or [""]]
    seiten = [umbrochen[n : n + ZEILEN_JE_SEITE] for n in range(0, len(umbrochen), ZEILEN_JE_SEITE)]
    return _datei([_inhalt(each) for each in seiten])


def _inhalt(zeilen: Sequence[str]) -> bytes:
    text = b"".join(b"(" + _escape(zeile) + b") Tj T*\n" for zeile in zeilen)
    return b"BT /F1 11 Tf 15 TL 60 780 Td\n" + text + b"ET"


def _escape(zeile: str) -> bytes:
    raw = zeile.encode("cp1252", errors="replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def strom(zeilen: tuple[str, ...], groesse: int) -> Iterator[bytes]:
    """A PDF of exactly `groesse` bytes with these lines, in pieces: what it lacks is a picture that no page shows."""
    if groesse < KLEINSTES_STROEMENDES:
        raise ValueError(f"a PDF in pieces has at least {KLEINSTES_STROEMENDES} bytes, not {groesse}")
    klein, fuellung = b"", 0
    while len(klein) + fuellung != groesse:  # how long the file is depends on the digits of its own length
        fuellung = groesse - len(klein)
        objekte = [*_objekte([_inhalt(zeilen[:ZEILEN_JE_SEITE])]), b"<< /Length %d >>\nstream\n\nendstream" % fuellung]
        klein = _zusammen(objekte, fuellung)
    kopf, _, ende = klein.rpartition(b"stream\n\nendstream")
    yield kopf + b"stream\n"
    block = (Random(groesse).randbytes(4096) * (STUECK // 4096))[:STUECK]  # noqa: S311 - only to be bytes
    for stelle in range(0, fuellung, STUECK):
        yield block[: min(STUECK, fuellung - stelle)]
    yield b"\nendstream" + ende


def _datei(inhalte: Sequence[bytes]) -> bytes:
    return _zusammen(_objekte(inhalte))


def _objekte(inhalte: Sequence[bytes]) -> list[bytes]:
    seiten = [5 + 2 * n for n in range(len(inhalte))]
    kinder = b" ".join(b"%d 0 R" % n for n in seiten)
    objekte = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kinder + b"] /Count %d >>" % len(seiten),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, inhalt in zip(seiten, inhalte, strict=True):
        objekte.append(b"<< /Length %d >>\nstream\n" % len(inhalt) + inhalt + b"\nendstream")
        objekte.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % (n - 1)
            + b"/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    return objekte


def _zusammen(objekte: Sequence[bytes], fehlend: int = 0) -> bytes:
    """The file; `fehlend` bytes are to be put into its last object."""
    datei = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    stellen = []
    for n, objekt in enumerate(objekte, 1):
        stellen.append(len(datei))
        datei += b"%d 0 obj\n" % n + objekt + b"\nendobj\n"
    xref = len(datei) + fehlend
    datei += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objekte) + 1)
    datei += b"".join(b"%010d 00000 n \n" % stelle for stelle in stellen)
    datei += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objekte) + 1, xref)
    return bytes(datei)

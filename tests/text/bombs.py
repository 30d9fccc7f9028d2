"""Small files that cost a lot to read: each is made by hand, byte for byte."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

GIB = 1 << 30
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def pdf(*objects: bytes, trailer: bytes = b"", prev: Callable[[int], int] | None = None) -> bytes:
    """A PDF of these objects, numbered from 1; `prev` says from the place of its xref where an older one is to be found."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    xref = len(out)
    older = b"/Prev %d" % prev(xref) if prev else b""
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, older, trailer, xref)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A PDF's stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def deflated(piece: bytes, size: int, before: bytes = b"") -> bytes:
    """Raw deflate of a piece again and again, about so many bytes in all, without ever having them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    pieces = piece * ((1 << 20) // len(piece))
    mebibyte = packer.compress(pieces) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + mebibyte * (size >> 20) + packer.flush()


def flate(size: int, piece: bytes = b" ") -> bytes:
    """The same with zlib's head, for a PDF."""
    return b"\x78\xda" + deflated(piece, size) + bytes(4)


def one_page(content: bytes, entries: bytes = b"", form: bytes = b"null") -> bytes:
    """A PDF with one page of this content."""
    return pdf(CATALOG, ONE_PAGE, PAGE, stream(content, entries), FONT, form)


def slow_pdf(operators: int = 50_000_000) -> bytes:
    """It keeps a reader busy for seconds, and takes little memory."""
    return one_page(flate(4 * operators, b"q Q "), b"/Filter/FlateDecode")


def flate_pdf(filters: int) -> bytes:
    """A page whose content is 2 GiB, packed once or twice."""
    content = flate(2 * GIB)
    for _ in range(filters - 1):
        content = zlib.compress(content, 9)
    return one_page(content, b"/Filter[%s]" % (b"/FlateDecode" * filters))


def operators_pdf() -> bytes:
    """A page of four million words."""
    words = b"BT /F 9 Tf " + b"1 0 0 1 9 9 Tm (a) Tj " * 4_000_000 + b"ET"
    return one_page(zlib.compress(words), b"/Filter/FlateDecode")


def pages_pdf(count: int) -> bytes:
    """A PDF whose every page is the same."""
    return pdf(
        CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count), PAGE, stream(b""), FONT, b"null"
    )


def tree_pdf(depth: int) -> bytes:
    """2^depth pages: each branch is the next one twice."""
    size = [1 << (depth - level) for level in range(depth)]
    branches = [
        b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count %d>>" % (level + 3, level + 3, size[level]) for level in range(depth)
    ]
    return pdf(CATALOG, *branches, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def lying_pdf() -> bytes:
    """It promises two thousand million pages and has none."""
    return pdf(CATALOG, b"<</Type/Pages/Kids[]/Count 2000000000>>")


def cyclic_tree_pdf() -> bytes:
    """A branch that hangs on itself."""
    return pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 3000>>")


def own_prev_pdf() -> bytes:
    """Its xref is the one before itself."""
    return pdf(CATALOG, ONE_PAGE, PAGE, stream(b""), FONT, b"null", prev=lambda xref: xref)


def chained_xref_pdf() -> bytes:
    """200,000 xrefs, each naming the one before; the first names the last."""
    out = bytearray(b"%PDF-1.7\n")
    size = len(_xref(0))
    count = 200_000
    for number in range(count):
        before = len(b"%PDF-1.7\n") + size * ((number - 1) % count)
        out += _xref(before)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % (len(out) - size)


def laughing_pdf() -> bytes:
    """A form that shows a form twenty times that shows a form twenty times …"""
    forms = [
        stream(
            b"/X Do " * 20,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (number + 1),
        )
        for number in range(6, 16)
    ]
    last = stream(b"q Q", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return pdf(CATALOG, ONE_PAGE, PAGE, stream(b"/X Do"), FONT, *forms, last)


def picture_pdf() -> bytes:
    """A scan of 100,000 by 100,000 points on a page as large as a field."""
    picture = b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
    page = PAGE.replace(b"595 842", b"10000000 10000000")
    return pdf(CATALOG, ONE_PAGE, page, stream(b"9 0 0 9 0 0 cm /X Do"), FONT, stream(flate(GIB), picture))


def nested_pdf() -> bytes:
    """An array in an array in an array …"""
    return pdf(CATALOG, ONE_PAGE, PAGE, b"[" * 1_000_000, FONT, b"<</A" * 500_000)


def _xref(before: int) -> bytes:
    return b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev %010d>>\n" % before

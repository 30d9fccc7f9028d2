"""A body on its way into a file: counted, and ended where it is too much."""

from __future__ import annotations

import zlib
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from ratsarchiv.errors import Unwanted

if TYPE_CHECKING:
    import requests

PAGE = 20 << 20
DOCUMENT = 500 << 20
IN_MEMORY = 1 << 20
PIECE = 1 << 16
ZLIB_OR_GZIP, BARE_DEFLATE = 47, -15
"""How zlib is told what it unpacks; what calls itself `deflate` may be either."""


def received(response: requests.Response, limit: int) -> IO[bytes]:
    """The body as it was sent, in a file at its beginning; Unwanted where it, or what it unpacks to, is too large."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - it outlives this function
    try:
        limits = _Limits(response, limit)
        for piece in response.raw.stream(PIECE, decode_content=False):
            limits.check(piece)
            file.write(piece)
        file.seek(0)
    except BaseException:
        file.close()
        response.close()  # only here: it would end a connection that can still be used
        raise
    return file


class _Limits:
    """Counts a body's bytes, and those that it unpacks to: a small answer must not fill the memory later."""

    def __init__(self, response: requests.Response, limit: int) -> None:
        packed = response.headers.get("Content-Encoding", "").strip().lower() in {"gzip", "x-gzip", "deflate"}
        self._forms = [ZLIB_OR_GZIP, BARE_DEFLATE] if packed else []
        self._unpack = zlib.decompressobj(wbits=ZLIB_OR_GZIP) if packed else None
        self._url, self._limit = response.url, limit
        self._size = self._unpacked = 0
        announced = response.headers.get("Content-Length", "").strip()
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise self._too_large()

    def check(self, piece: bytes) -> None:
        """Takes note of some more bytes; Unwanted where they are too many."""
        self._size += len(piece)
        while self._unpack and piece and self._unpacked <= self._limit:
            piece = self._rest(self._unpack, piece)
        if max(self._size, self._unpacked) > self._limit:
            raise self._too_large()

    def _too_large(self) -> Unwanted:
        return Unwanted(f"{self._url}: larger than {self._limit:,} bytes")

    def _rest(self, unpack: zlib._Decompress, piece: bytes) -> bytes:
        """Counts what a piece unpacks to; what is left of it belongs to the next member, or is to be read otherwise."""
        try:
            self._unpacked += len(unpack.decompress(piece, PIECE))
        except zlib.error:
            self._forms = [] if self._unpacked else self._forms[1:]
            self._unpack = zlib.decompressobj(wbits=self._forms[0]) if self._forms else None
            return piece
        if not unpack.eof:
            return unpack.unconsumed_tail
        self._unpack = zlib.decompressobj(wbits=self._forms[0])
        return unpack.unused_data

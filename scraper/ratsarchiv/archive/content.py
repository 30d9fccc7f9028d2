"""What is in an answer: its body without chunks, and without its content encoding."""

from __future__ import annotations

import re
import zlib
from io import BufferedReader, RawIOBase
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from warcio.bufferedreaders import BufferedReader as Unpacking

from ratsarchiv.archive.records import DOCUMENT, PAGE, PIECE, Bad

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.archive.records import Part, Stored

SPOOL = 1 << 20
"""Bytes of a body that stay in memory."""
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,15})\s*(;[^\r\n]*)?\r?\n")


def sent(stored: Stored) -> Iterator[bytes]:
    """The body as it was sent, without chunks, its content encoding not undone."""
    chunked = (stored.http.get_header("Transfer-Encoding") or "").lower() == "chunked"
    body = _Unchunked(stored.body()) if chunked else stored.body()
    while piece := body.read(PIECE):
        yield piece


def coding(http: Any) -> str:
    """The content encoding that an answer names."""
    return (http.get_header("Content-Encoding") or "").strip().lower()


def decoded(stored: Stored, path: Path) -> Iterator[bytes]:
    """The body with its content encoding undone, in pieces; an encoding that we can't undo is left as it is.

    Bad: it is larger than a visit allows, or not encoded as it says.
    """
    html = "html" in (stored.http.get_header("Content-Type") or "").lower()
    largest, size = PAGE if html else DOCUMENT, 0
    if stored.size > largest:
        raise bad(stored, path, f"an answer of more than {largest:,} bytes")
    encoding = coding(stored.http)
    try:
        for piece in _unpacked(stored, encoding):
            if (size := size + len(piece)) > largest:
                raise bad(stored, path, f"it unpacks to more than {largest:,} bytes")
            yield piece
    except zlib.error as error:
        raise bad(stored, path, f"not {encoding} as it says: {error}") from error


def bad(stored: Stored, path: Path, why: str) -> Bad:
    """What is wrong with a record, and where it lies."""
    return Bad(stored.url, f"{path.name}: byte {stored.offset}: {why}")


def spooled(pieces: Iterator[bytes]) -> IO[bytes]:
    """All pieces in one file, from its beginning: in memory while it is small."""
    file = SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - the caller closes it
    try:
        for piece in pieces:
            file.write(piece)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _unpacked(stored: Stored, encoding: str) -> Iterator[bytes]:
    if encoding not in Unpacking.get_supported_decompressors():
        yield from sent(stored)
        return
    reader = Unpacking(_Pieces(sent(stored)), decomp_type=encoding, read_all_members=True)
    while piece := reader.read(PIECE):
        yield piece


class _Pieces:
    """Pieces as warcio reads them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, _: int) -> bytes:
        """The next piece, whatever was asked for."""
        return next(self._pieces, b"")


class _Unchunked(RawIOBase):
    """A body without its chunks; from where they make no sense on, what is there as it stands."""

    def __init__(self, body: Part) -> None:
        self._file = BufferedReader(body)
        self._left = 0
        self._plain = False
        self._kept = b""

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer as far as the chunk goes."""
        if not (self._left or self._plain):
            self._begin()
        piece, self._kept = self._kept[: len(buffer)], self._kept[len(buffer) :]
        if not piece:
            piece = self._file.read(len(buffer) if self._plain else min(len(buffer), self._left))
            self._left -= min(self._left, len(piece))
        buffer[: len(piece)] = piece
        return len(piece)

    def _begin(self) -> None:
        """Reads how long the next chunk is."""
        line, before = self._file.readline(PIECE), b""
        if line == b"\r\n":  # the end of the chunk before
            line, before = self._file.readline(PIECE), line
        if found := _CHUNK.fullmatch(line):
            self._left = int(found[1], 16)
        else:
            self._kept, self._plain = before + line if line else b"", True

"""The records of a WARC file, gzipped per record, gzipped as a whole, or plain; each within bounds."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from ratsarchiv.errors import ArchiveError, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

# Of addresses with spaces warcio warns on standard error, as they stand.
logging.getLogger("warcio").addHandler(logging.NullHandler())

PIECE = 1 << 16
GZIP = b"\x1f\x8b"
HEAD = 1 << 20
"""Bytes before a record's block."""
PAGE, DOCUMENT = 20 << 20, 200 << 20
"""Bytes of one answer, packed or unpacked, as a visit allows them; a larger one is passed over."""
IN_MEMORY, UNPACKED, FREE, RATIO = 64 << 20, 4 << 30, 256 << 20, 200
"""A gzip member may unpack to FREE bytes and RATIO times its own, to UNPACKED at most; IN_MEMORY stay off the disk."""
HTTP = ("HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3.0", "HTTP/3")

Report = Callable[[str, str], None]
"""Told the address of a record that is passed over, and why; where nobody is told, a bad record is an error."""


class Torn(ArchiveError):
    """The file ends within a record."""


class Bad(ArchiveError):
    """One record makes no sense; the next one may."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(why)
        self.url = url


@dataclass(frozen=True, slots=True)
class Stored:
    """One record of a WARC file, its block in memory."""

    offset: int
    laenge: int
    place: int
    """Its number within the gzip member that begins at `offset`."""
    kind: str
    warc: Any
    """warcio's StatusAndHeaders of the record."""
    http: Any
    """The same of the HTTP message; None where the record holds none."""
    payload: bytes
    """The HTTP body as it was sent, content encoding and all, or the whole block of another record."""

    @property
    def url(self) -> str:
        """The record's address."""
        return str(self.warc.get_header("WARC-Target-URI") or "")


def at(path: Path, offset: int, place: int = 0) -> Stored:
    """The record that begins at a byte of the file."""
    for stored in records(path, offset, report=lambda *_: None):
        if (stored.offset, stored.place) == (offset, place):
            return stored
    raise ArchiveError(f"{path}: no record at byte {offset}")


def records(path: Path, start: int = 0, *, report: Report | None = None) -> Iterator[Stored]:
    """Every record of a file, from one that begins at byte `start`."""
    with path.open("rb") as file:
        file.seek(start)
        magic = file.read(2)
        if not magic:
            raise WrongUse(f"{path}: no WARC file (it is empty)")
        file.seek(start)
        try:
            if magic != GZIP:
                yield from _walk(file, path, report)
                return
            for offset, length, content in _members(file, path):
                for stored in _walk(content, path, report, offset):
                    yield replace(stored, offset=offset, laenge=length)
        except ArchiveLoadFailed as error:
            raise WrongUse(f"{path}: no WARC file ({str(error).strip()[:100]})") from error


def tell(bad: Bad, report: Report | None) -> None:
    """Passes a bad record over, where somebody is told."""
    if report is None:
        raise bad
    report(bad.url, str(bad))


def _members(file: IO[bytes], path: Path) -> Iterator[tuple[int, int, IO[bytes]]]:
    """Each gzip member: where it begins, how long it is, what is in it."""
    offset, rest = file.tell(), b""
    while rest := rest or file.read(PIECE):
        unpack, length = zlib.decompressobj(wbits=31), 0
        with SpooledTemporaryFile(max_size=IN_MEMORY) as content:
            try:
                while not unpack.eof and (rest := rest or file.read(PIECE)):
                    content.write(unpack.decompress(rest, PIECE << 4))
                    length += len(rest)
                    rest = unpack.unconsumed_tail or unpack.unused_data
                    length -= len(rest)
                    if (size := content.tell()) > min(UNPACKED, FREE + RATIO * length):
                        raise ArchiveError(f"{path}: byte {offset} unpacks to more than we take ({size:,} bytes)")
            except zlib.error as error:
                raise ArchiveError(f"{path}: damaged at byte {offset}: {error}") from error
            if not unpack.eof:
                raise _torn(path, offset)
            content.seek(0)
            yield offset, length, content
        offset += length


def _walk(stream: IO[bytes], path: Path, report: Report | None, base: int | None = None) -> Iterator[Stored]:
    """The records of an unpacked stream, one after the other."""
    place = 0
    while True:
        offset = stream.tell()
        head = _head(stream)
        if not head:
            return
        if not head.strip():
            continue
        try:
            yield _stored(_parsed(head), offset, stream, place, path)
        except ArchiveLoadFailed as error:
            if not (base or offset):
                raise
            bad = Bad("", f"{path.name}: damaged at byte {base or offset}: what begins there is no record")
            if base and not place:  # the next gzip member begins anew
                tell(bad, report)
                return
            raise bad from error
        except Bad as bad:
            tell(bad, report)
        place += 1


def _head(stream: IO[bytes]) -> bytes:
    """The lines up to the empty one that ends a record's head; the empty line alone between two records."""
    lines, size = [stream.readline(HEAD)], 0
    while lines[-1].strip() and (size := size + len(lines[-1])) < HEAD:
        lines.append(stream.readline(HEAD))
    return b"".join(lines)


def _parsed(head: bytes) -> Any:
    stream = BytesIO(head)
    record = ArcWarcRecordLoader().parse_record_stream(
        stream, stream.readline(), known_format="warc", no_record_parse=True
    )
    if len(head) >= HEAD or record.length is None:
        raise ArchiveLoadFailed("a record without a usable length")
    return record


def _stored(record: Any, offset: int, stream: IO[bytes], place: int, path: Path) -> Stored:
    kind, url = record.rec_type or "", record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.length > DOCUMENT + HEAD:
        _pass_over(stream, record.length, offset, path)
        raise Bad(url, f"{path.name}: byte {offset}: a record of {record.length:,} bytes")
    block = stream.read(record.length)
    if len(block) < record.length:
        raise _torn(path, offset)
    content, http = BytesIO(block), None
    if kind in {"response", "revisit"}:
        loader = ArcWarcRecordLoader()
        loader.http_parser = StatusAndHeadersParser(HTTP)
        try:
            http = loader.load_http_headers(kind, url, content, len(block))
        except StatusAndHeadersParserException as error:
            raise Bad(url, f"{path.name}: byte {offset}: no HTTP answer: {str(error)[:100]}") from error
    payload = _unchunked(http, content.read()) if http is not None else block
    return Stored(offset, stream.tell() - offset, place, kind, record.rec_headers, http, payload)


def _pass_over(stream: IO[bytes], length: int, offset: int, path: Path) -> None:
    while length:
        piece = stream.read(min(length, PIECE))
        if not piece:
            raise _torn(path, offset)
        length -= len(piece)


def _torn(path: Path, offset: int) -> Torn:
    return Torn(f"{path}: torn at byte {offset}; everything before is readable")


def _unchunked(http: Any, body: bytes) -> bytes:
    if (http.get_header("Transfer-Encoding") or "").lower() != "chunked":
        return body
    return bytes(ChunkedDataReader(BytesIO(body)).read())

"""The records of a WARC file, gzipped per record, gzipped as a whole, or plain; each within bounds, none in memory."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from io import BytesIO, RawIOBase
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

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
MEMBER = b"\x1f\x8b\x08"
HEAD = 1 << 20
"""Bytes before a record's block, and of the HTTP head within it."""
PAGE, DOCUMENT = 20 << 20, 500 << 20
"""Bytes of one answer, packed or unpacked, as a visit allows them; a larger one is passed over."""
IN_MEMORY, UNPACKED, FREE, RATIO = 8 << 20, 4 << 30, 640 << 20, 200
"""A gzip member may unpack to FREE bytes and RATIO times its own, to UNPACKED at most; IN_MEMORY stay off the disk."""
HTTP = ("HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3.0", "HTTP/3")

Report = Callable[[str, str], None]
"""Told the address of a record that is passed over, and why; where nobody is told, a bad record is an error."""


class Torn(ArchiveError):
    """The file ends within a record."""

    def __init__(self, path: Path, offset: int) -> None:
        super().__init__(f"{path}: torn at byte {offset}; everything before is readable")
        self.offset = offset


class Damaged(ArchiveError):
    """What begins at `offset` can't be read; what follows may be whole."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Bad(ArchiveError):
    """One record makes no sense; the next one may."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(why)
        self.url = url


class Part(RawIOBase):
    """A stretch of a file, read as if it were all of it; others may read the same file meanwhile."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file, self._at, self._end = file, start, start + size

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer as far as the stretch goes."""
        self._file.seek(self._at)
        piece = self._file.read(min(len(buffer), self._end - self._at))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


@dataclass(frozen=True, slots=True)
class Stored:
    """One record; what is in it can be read until the next record is asked for."""

    offset: int
    laenge: int
    place: int
    """Its number within the gzip member that begins at `offset`."""
    kind: str
    warc: Any
    """warcio's StatusAndHeaders of the record."""
    http: Any
    """The same of the HTTP message; None where the record holds none."""
    file: IO[bytes]
    start: int
    """Where in `file` the block begins."""
    head: int
    """Bytes of the HTTP message's head."""
    size: int
    """Bytes of the HTTP body as it was sent, or of the whole block of another record."""

    @property
    def url(self) -> str:
        """The record's address."""
        return str(self.warc.get_header("WARC-Target-URI") or "")

    def block(self) -> Part:
        """All that the record holds."""
        return Part(self.file, self.start, self.head + self.size)

    def body(self) -> Part:
        """The HTTP body as it was sent, content encoding, chunks and all."""
        return Part(self.file, self.start + self.head, self.size)


@contextmanager
def at(path: Path, offset: int, place: int = 0) -> Iterator[Stored]:
    """The record that begins at a byte of the file."""
    with closing(records(path, offset, report=lambda *_: None)) as found:
        for stored in found:
            if (stored.offset, stored.place) == (offset, place):
                yield stored
                return
            if stored.offset > offset:
                break
    raise ArchiveError(f"{path}: no record at byte {offset}")


def records(path: Path, start: int = 0, *, report: Report | None = None) -> Generator[Stored]:
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


def readable(path: Path, start: int = 0, *, report: Report) -> Iterator[Stored]:
    """Every record that can be read, behind damage too; what can't is told with its place. Torn: so ends the file."""
    begin: int | None = start
    while begin is not None:
        try:
            yield from records(path, begin, report=report)
        except (Damaged, Torn) as error:
            begin = following(path, error.offset + 1)
            if begin is None and isinstance(error, Torn):
                raise
            report("", str(error))
        else:
            return


def tell(bad: Bad, report: Report | None) -> None:
    """Passes a bad record over, where somebody is told."""
    if report is None:
        raise bad
    report(bad.url, str(bad))


def following(path: Path, start: int) -> int | None:
    """Where the next gzip member with a record begins."""
    with path.open("rb") as file:
        file.seek(start)
        kept = b""
        while piece := file.read(PIECE):
            window, base = kept + piece, file.tell() - len(kept) - len(piece)
            found = window.find(MEMBER)
            while found >= 0:
                if _begins_record(path, base + found):
                    return base + found
                found = window.find(MEMBER, found + 1)
            kept = window[-2:]
    return None


def _begins_record(path: Path, offset: int) -> bool:
    with path.open("rb") as file, suppress(zlib.error):
        file.seek(offset)
        return zlib.decompressobj(wbits=31).decompress(file.read(PIECE), 5) == b"WARC/"
    return False


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
                        raise Damaged(f"{path}: byte {offset} unpacks to more than we take ({size:,} bytes)", offset)
            except zlib.error as error:
                raise Damaged(f"{path}: damaged at byte {offset}: {error}", offset) from error
            if not unpack.eof:
                raise Torn(path, offset)
            content.seek(0)
            yield offset, length, content
        offset += length


def _walk(stream: IO[bytes], path: Path, report: Report | None, base: int | None = None) -> Iterator[Stored]:
    """The records of an unpacked stream, one after the other."""
    place = 0
    end = _end(stream)
    while True:
        offset = stream.tell()
        head = _head(stream)
        if not head:
            return
        if not head.strip():
            continue
        try:
            stored = _stored(_parsed(head), offset, stream, place, end, path)
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
        else:
            after = stream.tell()
            yield stored
            stream.seek(after)
        place += 1


def _end(stream: IO[bytes]) -> int:
    here = stream.tell()
    stream.seek(0, 2)
    end = stream.tell()
    stream.seek(here)
    return end


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


def _stored(record: Any, offset: int, stream: IO[bytes], place: int, end: int, path: Path) -> Stored:
    """The record whose block begins where the stream is; then the stream is behind that block."""
    kind, url = record.rec_type or "", record.rec_headers.get_header("WARC-Target-URI") or ""
    start = stream.tell()
    if start + record.length > end:
        raise Torn(path, offset)
    try:
        if record.length > DOCUMENT + HEAD:
            raise Bad(url, f"{path.name}: byte {offset}: a record of {record.length:,} bytes")
        http, head = _http(kind, url, Part(stream, start, record.length), record.length, f"{path.name}: byte {offset}")
    finally:
        stream.seek(start + record.length)
    laenge = start + record.length - offset
    return Stored(offset, laenge, place, kind, record.rec_headers, http, stream, start, head, record.length - head)


def _http(kind: str, url: str, block: Part, length: int, where: str) -> tuple[Any, int]:
    """The head of the HTTP message that an answer's block begins with, and its bytes."""
    if kind not in {"response", "revisit"}:
        return None, 0
    first, loader = BytesIO(block.read(min(length, HEAD))), ArcWarcRecordLoader()
    loader.http_parser = StatusAndHeadersParser(HTTP)
    try:
        http = loader.load_http_headers(kind, url, first, length)
    except StatusAndHeadersParserException as error:
        raise Bad(url, f"{where}: no HTTP answer: {str(error)[:100]}") from error
    return http, first.tell() if http is not None else 0

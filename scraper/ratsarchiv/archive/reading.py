"""WARC in: the records of any WARC file, gzipped per record, gzipped as a whole, or plain."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.timeutils import iso_date_to_datetime

from ratsarchiv.errors import ArchiveError, WrongUse
from ratsarchiv.model import Capture

if TYPE_CHECKING:
    from pathlib import Path

PIECE = 1 << 16
GZIP = b"\x1f\x8b"
LARGEST = 1 << 30
"""Bytes of one record, packed or unpacked; a larger one is an attack or a mistake."""

PRIVATE = frozenset({"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"})
"""HTTP headers that no capture and no file of ours carries."""

Report = Callable[[str, str], None]
"""Told the address of a record that can't be read back, and why."""


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


def read(path: Path, kommune: str = "", *, warc: str | None = None, report: Report | None = None) -> Iterator[Capture]:
    """Every HTTP answer of a WARC file, in its order; a revisit has the body of the answer that it repeats.

    WrongUse: the file is no WARC. ArchiveError: it is torn or damaged; everything before has been given by then.
    """
    for stored in answers(path, report):
        yield capture(stored, kommune, warc or path.name, path)


def answers(path: Path, report: Report | None = None) -> Iterator[Stored]:
    """The `response` records of a file, and its `revisit` records with the payload that they point to."""
    known: dict[tuple[str, str], tuple[int, int]] = {}
    for stored in records(path):
        if stored.kind == "response" and stored.http:
            for name in _names(stored):
                known.setdefault(name, (stored.offset, stored.place))
            yield stored
        elif stored.kind == "revisit":
            place = next((known[name] for name in _originals(stored) if name in known), None)
            if place is not None:
                yield _revisited(stored, at(path, *place))
            elif report is not None:
                report(stored.url, f"{path.name}: byte {stored.offset} repeats an answer that is not in this file")


def at(path: Path, offset: int, place: int = 0) -> Stored:
    """The record that begins at a byte of the file."""
    for stored in records(path, offset):
        if (stored.offset, stored.place) == (offset, place):
            return stored
    raise ArchiveError(f"{path}: no record at byte {offset}")


def records(path: Path, start: int = 0) -> Iterator[Stored]:
    """Every record of a file, from one that begins at byte `start`."""
    with path.open("rb") as file:
        file.seek(start)
        magic = file.read(2)
        if not magic:
            raise WrongUse(f"{path}: no WARC file (it is empty)")
        file.seek(start)
        try:
            if magic != GZIP:
                yield from _walk(file, path)
                return
            for offset, length, content in _members(file, path):
                for stored in _walk(content, path, offset):
                    yield replace(stored, offset=offset, laenge=length)
        except ArchiveLoadFailed as error:
            raise WrongUse(f"{path}: no WARC file ({str(error).strip()[:100]})") from error


def capture(stored: Stored, kommune: str, warc: str, path: Path) -> Capture:
    """The answer in a record, as the later stages see it: without cookies, its content encoding undone."""
    body = decoded(stored, path)
    header = plain_header(stored.http.headers)
    mime = header.get("content-type", "").split(";")[0].strip().lower()
    return Capture(
        kommune=kommune,
        url=stored.url,
        zeitpunkt=_date(stored, path),
        http_status=_status(stored, path),
        mime=mime or None,
        header=header,
        body=body,
        sha256=sha256(body).hexdigest(),
        warc=warc,
        offset=stored.offset,
        laenge=stored.laenge,
    )


def plain_header(headers: list[tuple[str, str]]) -> dict[str, str]:
    """HTTP headers by small name, repeated ones joined, those left out that tell of a session."""
    plain: dict[str, str] = {}
    for name, value in headers:
        if (key := name.lower()) not in PRIVATE:
            plain[key] = f"{plain[key]}, {value}" if key in plain else value
    return plain


def decoded(stored: Stored, path: Path) -> bytes:
    """The payload with its content encoding undone; an encoding that we can't undo is left as it is."""
    encoding = (stored.http.get_header("Content-Encoding") or "").strip().lower()
    if encoding not in BufferedReader.get_supported_decompressors():
        return stored.payload
    reader = BufferedReader(BytesIO(stored.payload), decomp_type=encoding, read_all_members=True)
    try:
        return _all_of(reader, f"{path}: byte {stored.offset}: {stored.url}")
    except zlib.error as error:
        raise ArchiveError(
            f"{path}: byte {stored.offset}: {stored.url} is not {encoding} as it says: {error}"
        ) from error


def _members(file: IO[bytes], path: Path) -> Iterator[tuple[int, int, IO[bytes]]]:
    """Each gzip member: where it begins, how long it is, what is in it."""
    offset, rest = file.tell(), b""
    while rest := rest or file.read(PIECE):
        unpack, length = zlib.decompressobj(wbits=31), 0
        with SpooledTemporaryFile(max_size=LARGEST >> 4) as content:
            try:
                while rest and not unpack.eof:
                    content.write(unpack.decompress(rest))
                    length += len(rest)
                    rest = unpack.unused_data or (b"" if unpack.eof else file.read(PIECE))
            except zlib.error as error:
                raise ArchiveError(f"{path}: damaged at byte {offset}: {error}") from error
            if not unpack.eof:
                raise ArchiveError(f"{path}: torn at byte {offset}; everything before is readable")
            length -= len(unpack.unused_data)
            content.seek(0)
            yield offset, length, content
        offset += length


def _walk(stream: IO[bytes], path: Path, base: int | None = None) -> Iterator[Stored]:
    """The records of an unpacked stream, one after the other."""
    loader, place = ArcWarcRecordLoader(), 0
    while True:
        offset = stream.tell()
        line = stream.readline()
        if line.strip():
            try:
                record = loader.parse_record_stream(stream, line, known_format="warc", no_record_parse=True)
            except ArchiveLoadFailed as error:
                if base or offset:
                    raise ArchiveError(f"{path}: damaged at byte {base or offset}: {str(error)[:100]}") from error
                raise
            yield _stored(record, offset, stream, place, path)
            place += 1
        elif not line:
            return


def _stored(record: Any, offset: int, stream: IO[bytes], place: int, path: Path) -> Stored:
    if record.length is None or not 0 <= record.length <= LARGEST:
        raise ArchiveError(f"{path}: byte {offset}: a record without a usable length")
    block = record.raw_stream.read()
    if len(block) < record.length:
        raise ArchiveError(f"{path}: torn at byte {offset}; everything before is readable")
    kind, url = record.rec_type or "", record.rec_headers.get_header("WARC-Target-URI") or ""
    content = BytesIO(block)
    http = ArcWarcRecordLoader().load_http_headers(kind, url, content, len(block))
    payload = _unchunked(http, content.read()) if http else block
    return Stored(offset, stream.tell() - offset, place, kind, record.rec_headers, http, payload)


def _unchunked(http: Any, body: bytes) -> bytes:
    if (http.get_header("Transfer-Encoding") or "").lower() != "chunked":
        return body
    return bytes(ChunkedDataReader(BytesIO(body)).read())


def _revisited(stored: Stored, original: Stored) -> Stored:
    """A revisit with its original's body, and the headers of its own where it has any."""
    http = stored.http or original.http
    if encoding := original.http.get_header("Content-Encoding"):
        http.replace_header("Content-Encoding", encoding)
    return replace(stored, http=http, payload=original.payload)


def _names(stored: Stored) -> Iterator[tuple[str, str]]:
    """What a later revisit may call this answer."""
    header = stored.warc.get_header
    yield "id", header("WARC-Record-ID") or ""
    yield stored.url, header("WARC-Date") or ""
    if digest := header("WARC-Payload-Digest"):
        yield "digest", digest


def _originals(stored: Stored) -> Iterator[tuple[str, str]]:
    """What this revisit calls its original."""
    header = stored.warc.get_header
    yield "id", header("WARC-Refers-To") or "-"
    yield header("WARC-Refers-To-Target-URI") or "-", header("WARC-Refers-To-Date") or "-"
    yield "digest", header("WARC-Payload-Digest") or "-"


def _date(stored: Stored, path: Path) -> datetime:
    printed = stored.warc.get_header("WARC-Date") or ""
    try:
        return iso_date_to_datetime(printed).replace(tzinfo=UTC)  # type: ignore[no-any-return]
    except (ValueError, TypeError) as error:
        raise ArchiveError(f"{path}: byte {stored.offset}: {printed!r} is no WARC-Date") from error


def _status(stored: Stored, path: Path) -> int:
    code = stored.http.get_statuscode()
    if not (len(code) == 3 and code.isascii() and code.isdigit()):
        raise ArchiveError(f"{path}: byte {stored.offset}: {stored.http.statusline!r} is no HTTP status")
    return int(code)


def _all_of(reader: Any, where: str) -> bytes:
    pieces, size = [], 0
    while piece := reader.read(PIECE):
        pieces.append(piece)
        if (size := size + len(piece)) > LARGEST:
            raise ArchiveError(f"{where}: unpacks to more than {LARGEST:,} bytes")
    return b"".join(pieces)

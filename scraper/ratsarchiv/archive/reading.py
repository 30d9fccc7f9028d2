"""WARC in: the HTTP answers of any WARC file, with the bodies that revisits repeat."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from warcio.bufferedreaders import BufferedReader
from warcio.timeutils import iso_date_to_datetime

from ratsarchiv.archive.records import DOCUMENT, IN_MEMORY, PAGE, PIECE, Bad, Report, Stored, at, records, tell
from ratsarchiv.model import Capture

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = frozenset({"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"})
"""HTTP headers that no capture and no file of ours carries."""


def read(path: Path, kommune: str = "", *, warc: str | None = None, report: Report | None = None) -> Iterator[Capture]:
    """Every HTTP answer of a WARC file, in its order; a revisit has the body of the answer that it repeats.

    WrongUse: the file is no WARC. ArchiveError: it is torn or damaged; everything before has been given by then.
    """
    for _, answer in both(path, kommune, warc=warc, report=report):
        yield answer


def both(
    path: Path, kommune: str = "", *, warc: str | None = None, report: Report | None = None
) -> Iterator[tuple[Stored, Capture]]:
    """Every HTTP answer as it lies in the file, and as the later stages see it."""
    for stored in answers(path, report):
        try:
            answer = capture(stored, kommune, warc or path.name, path)
        except Bad as bad:
            tell(bad, report)
        else:
            yield stored, answer


def answers(path: Path, report: Report | None = None) -> Iterator[Stored]:
    """The `response` records of a file, and its `revisit` records with the payload that they point to."""
    known: dict[tuple[str, str], tuple[int, int]] = {}
    originals = _Originals(path)
    for stored in records(path, report=report):
        if stored.kind == "response" and stored.http is not None:
            for name in _names(stored):
                known.setdefault(name, (stored.offset, stored.place))
            yield stored
        elif stored.kind == "revisit":
            place = next((known[name] for name in _originals(stored) if name in known), None)
            if place is not None:
                yield _revisited(stored, originals.at(*place))
            elif report is not None:
                report(stored.url, f"{path.name}: byte {stored.offset} repeats an answer that is not in this file")


class _Originals:
    """The answers that revisits repeat; the last ones stay in memory, for a walk to one may be long."""

    def __init__(self, path: Path) -> None:
        self._path, self._size = path, 0
        self._last: OrderedDict[tuple[int, int], Stored] = OrderedDict()

    def at(self, offset: int, place: int) -> Stored:
        """The answer that lies there."""
        key = (offset, place)
        if key not in self._last:
            self._last[key] = at(self._path, offset, place)
            self._size += len(self._last[key].payload)
        self._last.move_to_end(key)
        while self._size > IN_MEMORY and len(self._last) > 1:
            self._size -= len(self._last.popitem(last=False)[1].payload)
        return self._last[key]


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
    html = "html" in (stored.http.get_header("Content-Type") or "").lower()
    largest = PAGE if html else DOCUMENT
    if len(stored.payload) > largest:
        raise _bad(stored, path, f"an answer of more than {largest:,} bytes")
    encoding = (stored.http.get_header("Content-Encoding") or "").strip().lower()
    if encoding not in BufferedReader.get_supported_decompressors():
        return stored.payload
    reader = BufferedReader(BytesIO(stored.payload), decomp_type=encoding, read_all_members=True)
    pieces, size = [], 0
    try:
        while piece := reader.read(PIECE):
            pieces.append(piece)
            if (size := size + len(piece)) > largest:
                raise _bad(stored, path, f"it unpacks to more than {largest:,} bytes")
    except zlib.error as error:
        raise _bad(stored, path, f"not {encoding} as it says: {error}") from error
    return b"".join(pieces)


def _bad(stored: Stored, path: Path, why: str) -> Bad:
    return Bad(stored.url, f"{path.name}: byte {stored.offset}: {why}")


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
    except (ValueError, TypeError, OverflowError) as error:
        raise _bad(stored, path, f"{printed!r} is no WARC-Date") from error


def _status(stored: Stored, path: Path) -> int:
    code = stored.http.get_statuscode()
    if not (len(code) == 3 and code.isascii() and code.isdigit()):
        raise _bad(stored, path, f"{stored.http.statusline!r} is no HTTP status")
    return int(code)

"""WARC out: one file per council and run, gzip per record, nothing lost before a crash."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence, Set
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, Self
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from ratsarchiv import __version__
from ratsarchiv.archive import reading
from ratsarchiv.archive.reading import PRIVATE
from ratsarchiv.archive.records import Stored, Torn, at, records
from ratsarchiv.errors import ArchiveError, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.model import Capture

Headers = Sequence[tuple[str, str]]
Message = tuple[str, Headers, bytes]
"""First line, headers and body of a request or an answer; the body as it was sent, without chunks."""

_DROPPED = PRIVATE | {"transfer-encoding"}
_READABLE = frozenset({"HTTP/1.0", "HTTP/1.1"})
"""Other programs that read WARC files refuse `HTTP/2 200`."""
_PRINTABLE = "\t" + "".join(map(chr, range(0x20, 0x7F)))
_CARRIED = frozenset({"WARC-Date", "WARC-Record-ID", "WARC-IP-Address", "WARC-Concurrent-To", "WARC-Truncated"})
"""What a copied record keeps of the record that it was copied from."""


class Archive:
    """The WARC files below one folder; a council's file is opened with the first answer that it gives."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open: dict[str, _File] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Every file closed; the next answer begins a new one."""
        for file in self._open.values():
            file.close()
        self._open.clear()

    def begin(self, kommune: str, zeitpunkt: datetime) -> None:
        """Opens the council's file for a run; WrongUse where another run is writing for that council."""
        if kommune not in self._open:
            folder = self.root / kommune
            folder.mkdir(parents=True, exist_ok=True)
            newest = max(folder.glob(f"{kommune}-[0-9]*.warc.gz"), default=None)
            if newest is not None:
                _repair(newest, kommune)
            name = f"{kommune}-{zeitpunkt.astimezone(UTC):%Y%m%dT%H%M%SZ}.warc.gz"
            self._open[kommune] = _File(folder / name, {"isPartOf": kommune})

    def write(self, kommune: str, url: str, zeitpunkt: datetime, *, request: Message, response: Message) -> Capture:
        """Keeps one answer and its request; both are on disk when this returns."""
        self.begin(kommune, zeitpunkt)
        file = self._open[kommune]
        protocol, _, status = response[0].partition(" ")
        http = _http(status, response[1], protocol)
        carried = {"WARC-Date": _iso(zeitpunkt)}
        answer = file.record("response", url, http, response[2], carried)
        carried["WARC-Concurrent-To"] = answer.rec_headers.get_header("WARC-Record-ID")
        asked = file.record("request", url, _request(request[0], request[1]), request[2], carried)
        offset, laenge = file.append(answer, asked)
        file.sync()
        stored = Stored(offset, laenge, 0, "response", answer.rec_headers, http, response[2])
        return reading.capture(stored, kommune, self._name(file.path), file.path)

    def copy(self, kommune: str, source: Path, leave: Set[int] = frozenset()) -> Iterator[Capture]:
        """Takes another's WARC into the archive, each answer byte for byte and with its own date.

        `leave` are the numbers of the answers that are not ours to keep, as `read` gives them. The copy is named after
        the source's content and what of it was left, so that the same is taken in once.
        """
        folder = self.root / kommune
        with source.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        name = sha256(f"{digest} {sorted(leave)}".encode()).hexdigest() if leave else digest
        target = folder / f"{kommune}-import-{name[:16]}.warc.gz"
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            info = {"isPartOf": kommune, "source": source.name, "sourceDigest": f"sha256:{digest}"}
            _copy(source, target, info, leave)
        yield from reading.read(target, kommune, warc=self._name(target))

    def get(self, warc: str, offset: int) -> Capture:
        """The answer that an earlier Capture came from."""
        path = self.root / warc
        if not path.is_file():
            raise ArchiveError(f"{path}: this file of the archive is missing")
        stored = at(path, offset)
        if stored.kind != "response" or stored.http is None:
            raise ArchiveError(f"{path}: byte {offset} begins no answer")
        return reading.capture(stored, warc.split("/", maxsplit=1)[0], warc, path)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


class _File:
    """One WARC file being written, locked while it is open."""

    def __init__(self, path: Path, info: dict[str, str]) -> None:
        self.path = path
        self._file = path.open("ab")
        _lock(self._file, path)
        self._block = BytesIO()
        self._writer = WARCWriter(self._block, gzip=True, warc_version="1.1")
        self._only_info = path.stat().st_size == 0
        if self._only_info:
            program = {"software": f"ratsarchiv/{__version__}", "format": "WARC File Format 1.1"}
            self.append(self._writer.create_warcinfo_record(path.name, program | info))

    def record(self, kind: str, url: str, http: Any, body: bytes, carried: dict[str, str]) -> Any:
        """A record of an HTTP message, not yet written."""
        return self._writer.create_warc_record(
            url, kind, payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=carried
        )

    def append(self, *records: Any) -> tuple[int, int]:
        """Where the first record lies, and how long it is."""
        offset, first = self._file.tell(), 0
        self._block.seek(0)
        self._block.truncate()
        for record in records:
            self._writer.write_record(record)
            first = first or self._block.tell()
        self._file.write(self._block.getbuffer())
        self._only_info = self._only_info and not offset
        return offset, first

    def sync(self) -> None:
        """Returns when everything is on disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Lets go of the file; one without an answer is not kept."""
        if self._only_info:
            self.path.unlink(missing_ok=True)
        self._file.close()


def _copy(source: Path, target: Path, info: dict[str, str], leave: Set[int]) -> None:
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    file = _File(part, info)
    try:
        for number, (stored, _) in enumerate(reading.both(source, report=lambda *_: None)):
            if number in leave:
                continue
            http = _http(stored.http.statusline, stored.http.headers, stored.http.protocol)
            carried = {name: value for name, value in stored.warc.headers if name in _CARRIED}
            file.append(file.record("response", stored.url, http, stored.payload, carried))
        file.sync()
        part.rename(target)
    finally:
        file.close()
        part.unlink(missing_ok=True)


def _http(statusline: str, headers: Headers, protocol: str) -> Any:
    if protocol not in _READABLE:
        protocol = "HTTP/1.1"
    kept = [(name, _ascii(value)) for name, value in headers if name.lower() not in _DROPPED]
    return StatusAndHeaders(_ascii(statusline), kept, protocol=protocol)


def _ascii(value: str) -> str:
    """A header with its bytes beyond ASCII escaped; warcio would escape the colons of an address as well."""
    try:
        return quote(value.encode("latin-1"), safe=_PRINTABLE)
    except UnicodeEncodeError:
        return quote(value, safe=_PRINTABLE)


def _request(line: str, headers: Headers) -> Any:
    kept = [(name, value) for name, value in headers if name.lower() not in PRIVATE]
    return StatusAndHeaders(line, kept, is_http_request=True)


def _iso(zeitpunkt: datetime) -> str:
    return str(datetime_to_iso_date(zeitpunkt.astimezone(UTC).replace(tzinfo=None), use_micros=True))


def _repair(path: Path, kommune: str) -> None:
    """Cuts the torn record off that a crash left at the end of a file."""
    with path.open("r+b") as file:
        _lock(file, path, kommune)
        good = 0
        try:
            for stored in records(path):
                good = stored.offset + stored.laenge
        except (Torn, WrongUse):
            file.truncate(good)
        except ArchiveError:
            return  # damage in the middle is no tear: what follows may be whole


def _lock(file: IO[bytes], path: Path, kommune: str | None = None) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise WrongUse(f"{kommune or path.name}: another process is writing {path}") from error

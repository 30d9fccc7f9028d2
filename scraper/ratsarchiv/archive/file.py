"""One WARC file being written: gzip per record, whole records or none."""

from __future__ import annotations

import json
import os
import zlib
from base64 import b32encode
from contextlib import suppress
from datetime import UTC
from hashlib import sha1
from io import BytesIO
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from ratsarchiv import __version__
from ratsarchiv.archive import message
from ratsarchiv.archive.notes import NOTE
from ratsarchiv.archive.records import PIECE, Stored
from ratsarchiv.errors import NotWritten

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path
    from typing import IO

LEVEL = 6
"""Of gzip: 9 takes longer and saves less than a hundredth of a page."""
BURST = 0.2
"""Seconds: what follows faster than this, faster than any council is asked, reaches the disk together."""
SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
SAME_PAGE = "urn:ratsarchiv:revisit:same-page"
"""The profile of a revisit whose page differs in session paths, tokens and clocks alone."""


class WarcFile:
    """One WARC file; what can't be written whole is taken back."""

    def __init__(self, path: Path, info: Mapping[str, str]) -> None:
        self.path = path
        self._file = path.open("ab", buffering=0)
        self._writer = WARCWriter(None, gzip=False, warc_version="1.1")
        self.size, self._synced = 0, -BURST
        program = {"software": f"ratsarchiv/{__version__}", "format": "WARC File Format 1.1"}
        try:
            self._info = self.append(self._writer.create_warcinfo_record(path.name, {**program, **info}))[1]
        except NotWritten:
            self._file.close()
            path.unlink(missing_ok=True)
            raise

    @property
    def empty(self) -> bool:
        """Whether nothing but the file's own description is in it."""
        return self.size <= self._info

    def answer(self, stored: Stored, payload: str, carried: Mapping[str, str] = MappingProxyType({})) -> Any:
        """A `response` record, not yet written; `payload` is the digest of its body."""
        headers = {"WARC-Date": stored.warc.get_header("WARC-Date"), **carried}
        headers |= {"WARC-Payload-Digest": payload, "WARC-Block-Digest": block_digest(stored)}
        return self._record("response", stored.url, stored.http, stored.body(), stored.size, headers)

    def revisit(
        self, stored: Stored, pointing: Mapping[str, str], carried: Mapping[str, str] = MappingProxyType({})
    ) -> Any:
        """A `revisit` record with the answer's own head, not yet written."""
        return self._record("revisit", stored.url, stored.http, BytesIO(), 0, {**carried, **pointing})

    def request(self, url: str, asked: message.Message, carried: Mapping[str, str]) -> Any:
        """A `request` record, not yet written."""
        http = message.request(asked[0], asked[1])
        return self._record("request", url, http, BytesIO(asked[2]), len(asked[2]), carried)

    def note(self, art: str, zeitpunkt: datetime, inhalt: Mapping[str, Any]) -> Any:
        """A `metadata` record of plain JSON values, not yet written."""
        text = json.dumps(inhalt, ensure_ascii=False, sort_keys=True).encode()
        return self._writer.create_warc_record(
            NOTE + art, "metadata", payload=BytesIO(text), length=len(text), warc_content_type="application/json",
            warc_headers_dict={"WARC-Date": iso(zeitpunkt)},
        )  # fmt: skip

    def append(self, *records: Any, sync: bool = False) -> tuple[int, int]:
        """Where the first record lies, and how long it is. ArchiveError: the disk does not take them; none is kept."""
        offset, first = self.size, 0
        try:
            for record in records:
                member = _Member(self._file)
                self._writer.out = member
                self._writer.write_record(record)
                self.size += member.close()
                first = first or self.size - offset
            if sync and monotonic() - self._synced >= BURST:
                self.sync()
        except OSError as error:
            self.size = offset
            with suppress(OSError):
                self._file.truncate(offset)
                self._file.seek(offset)
            raise NotWritten(f"{self.path} can't be written: {error.strerror or error}") from error
        return offset, first

    def sync(self) -> None:
        """Returns when everything is on disk."""
        os.fsync(self._file.fileno())
        self._synced = monotonic()

    def close(self) -> None:
        """Lets go of the file; one without an answer or a note is not kept."""
        if self.empty:
            self.path.unlink(missing_ok=True)
        else:
            with suppress(OSError):
                self.sync()
        self._file.close()

    def _record(self, kind: str, url: str, http: Any, body: Any, size: int, carried: Mapping[str, str]) -> Any:
        return self._writer.create_warc_record(
            url, kind, payload=body, length=size, http_headers=http, warc_headers_dict=dict(carried)
        )


class _Member:
    """One gzip member, written as it grows: what is small goes out in one piece."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._size = file, 0
        self._packer, self._waiting = zlib.compressobj(LEVEL, wbits=31), bytearray()

    def write(self, piece: bytes) -> None:
        """Takes some more in."""
        self._waiting += self._packer.compress(piece)
        if len(self._waiting) > PIECE:
            self._out()

    def flush(self) -> None:
        """Nothing: a member ends when it is closed."""

    def close(self) -> int:
        """Its size in bytes, once it is written."""
        self._waiting += self._packer.flush()
        self._out()
        return self._size

    def _out(self) -> None:
        packed, self._waiting = bytes(self._waiting), bytearray()
        self._size += len(packed)
        while packed:
            packed = packed[self._file.write(packed) :]


def draft(url: str, zeitpunkt: datetime, http: Any, body: IO[bytes], size: int, **carried: str) -> Stored:
    """An answer as it will lie in a record."""
    headers = [("WARC-Target-URI", message.address(url)), ("WARC-Date", iso(zeitpunkt)), *carried.items()]
    return Stored(0, 0, 0, "response", StatusAndHeaders("", headers, "WARC/1.1"), http, body, 0, 0, size)


def payload_digest(stored: Stored) -> str:
    """The digest of a body as it was sent."""
    digest, body = sha1(usedforsecurity=False), stored.body()
    while piece := body.read(PIECE):
        digest.update(piece)
    return _printed(digest.digest())


def block_digest(stored: Stored) -> str:
    """The digest of an answer, head and body, that is not yet written."""
    stored.http.compute_headers_buffer()
    digest, body = sha1(stored.http.headers_buff, usedforsecurity=False), stored.body()
    while piece := body.read(PIECE):
        digest.update(piece)
    return _printed(digest.digest())


def iso(zeitpunkt: datetime) -> str:
    """A point in time as WARC 1.1 has it."""
    return str(datetime_to_iso_date(zeitpunkt.astimezone(UTC).replace(tzinfo=None), use_micros=True))


def _printed(digest: bytes) -> str:
    return f"sha1:{b32encode(digest).decode()}"

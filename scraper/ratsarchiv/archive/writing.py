"""The archive's files below one folder: everything that happens in a run goes in, nothing is lost before a crash."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import SEEK_END, BytesIO
from typing import IO, TYPE_CHECKING, Any, Literal, Self

from ratsarchiv.archive import message, names, reading, revisits
from ratsarchiv.archive.copying import copy
from ratsarchiv.archive.file import draft, payload_digest
from ratsarchiv.archive.run import Run, lock
from ratsarchiv.archive.shelf import Shelf
from ratsarchiv.archive.sources import Source
from ratsarchiv.errors import ArchiveError, WrongUse
from ratsarchiv.model import Capture, Notiz

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set
    from datetime import datetime
    from pathlib import Path

    from ratsarchiv.archive.file import WarcFile
    from ratsarchiv.archive.message import Answer, Message
    from ratsarchiv.archive.records import Stored

Twin = Callable[[Capture], tuple[str, int] | None]
"""Told what was received (its `warc` is empty yet); names an earlier answer that says the same, by file and byte."""


class Archive(Shelf):
    """The WARC files below one folder; a council's run begins with its first answer or note."""

    def __init__(self, root: Path, *, rotate: int = names.ROTATE) -> None:
        super().__init__(root)
        self._rotate = rotate
        self._runs: dict[str, Run] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Every file closed; the next answer begins a new run."""
        while self._runs:
            self._runs.popitem()[1].close()

    def begin(self, kommune: str, zeitpunkt: datetime) -> None:
        """Opens the council's file for a run; WrongUse where another run is writing for that council."""
        if kommune not in self._runs:
            self._runs[kommune] = Run(self.root / kommune, kommune, zeitpunkt, self._rotate)

    def write(
        self,
        kommune: str,
        url: str,
        zeitpunkt: datetime,
        *,
        request: Message,
        response: Answer,
        twin: Twin | None = None,
    ) -> Capture:
        """Keeps one answer and its request; both are handed to the system when this returns, and on disk (see `BURST`).

        Where `twin` knows an earlier answer that says the same, the record points to it; the capture has the body that
        was received all the same. ArchiveError: the answer is larger than a visit allows, or the disk does not take it.
        """
        file = self._file(kommune, zeitpunkt)
        body, size = _stream(response[2])
        got = draft(url, zeitpunkt, message.answer(response[0], response[1]), body, size)
        seen = reading.capture(got, kommune, "", file.path)
        record = self._record(file, got, seen, twin(seen) if twin else None)
        carried = {
            "WARC-Date": got.warc.get_header("WARC-Date"),
            "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID"),
        }
        offset, laenge = file.append(record, file.request(got.url, request, carried), sync=True)
        return replace(seen, warc=self._name(file.path), offset=offset, laenge=laenge)

    def note(
        self,
        kommune: str,
        zeitpunkt: datetime,
        art: Literal["beginn", "ende", "problem"],
        inhalt: Mapping[str, Any],
    ) -> Notiz:
        """Keeps a note beside the answers; it is on disk when this returns. `inhalt` holds plain JSON values."""
        file = self._file(kommune, zeitpunkt)
        offset, laenge = file.append(file.note(art, zeitpunkt, inhalt), sync=True)
        warc, said = self._name(file.path), json.loads(json.dumps(inhalt))
        return Notiz(
            kommune=kommune, art=art, zeitpunkt=zeitpunkt, inhalt=said, warc=warc, offset=offset, laenge=laenge
        )

    def take_in(self, kommune: str, source: Path | Source, leave: Set[int] = frozenset()) -> str:
        """Takes another's file into the archive, each answer with its own date and body; the name of the file it makes.

        `leave` are the numbers of the answers that are not ours to keep, as `read` gives them. The copy is named after
        the source's content and what of it was left, so that the same is taken in once.
        """
        source = source if isinstance(source, Source) else Source(source)
        digest = source.digest()
        name = sha256(f"{digest} {sorted(leave)}".encode()).hexdigest() if leave else digest
        target = self.root / kommune / f"{kommune}-import-{name[:16]}.warc.gz"
        if not target.exists():
            held = None if kommune in self._runs else lock(target.parent, kommune)
            info = {"isPartOf": kommune, "source": source.path.name, "sourceDigest": f"sha256:{digest}"}
            try:
                copy(source, target, info, leave)
            finally:
                if held is not None:
                    os.close(held)
        return self._name(target)

    def copy(self, kommune: str, source: Path | Source, leave: Set[int] = frozenset()) -> Iterator[Capture]:
        """Takes another's file in, and gives what is in it."""
        yield from self.imported(self.take_in(kommune, source, leave))

    def _file(self, kommune: str, zeitpunkt: datetime) -> WarcFile:
        self.begin(kommune, zeitpunkt)
        return self._runs[kommune].file()

    def _record(self, file: WarcFile, got: Stored, seen: Capture, twin: tuple[str, int] | None) -> Any:
        """The record to be written; the whole answer also where the earlier one can't be read."""
        payload = payload_digest(got)
        if twin is not None and seen.groesse:
            try:
                original = revisits.original(self._path(twin[0]), twin[1])
            except (ArchiveError, WrongUse):
                pass
            else:
                return file.revisit(*revisits.pointing(got, seen, payload, original))
        return file.answer(got, payload)


def _stream(body: bytes | IO[bytes]) -> tuple[IO[bytes], int]:
    """A body that can be read more than once, and its size."""
    if isinstance(body, bytes):
        return BytesIO(body), len(body)
    body.seek(0, SEEK_END)
    return body, body.tell()

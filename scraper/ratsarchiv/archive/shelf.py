"""What the archive's files give back: single answers, and everything in the order in which it happened."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from ratsarchiv.archive import names, reading
from ratsarchiv.archive.content import decoded, spooled
from ratsarchiv.archive.notes import NOTE, notiz
from ratsarchiv.archive.records import Bad, Report, Stored, Torn, readable, records, tell
from ratsarchiv.errors import ArchiveError
from ratsarchiv.model import Capture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.model import Notiz


class Shelf:
    """The WARC files below one folder, for reading."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def events(
        self, kommune: str, after: tuple[str, int] | None = None, *, report: Report | None = None
    ) -> Iterator[Capture | Notiz]:
        """All that the council's runs have kept, in the order in which it was written; `after` leaves out up to there.

        What can't be read is told, and passed over; where nobody is told it is an ArchiveError. A record that a crash
        has torn, or that is being written, ends the newest file.
        """
        paths = names.runs(self.root / kommune, kommune)
        last, offset = (names.order(after[0]), after[1]) if after else (("", 0), -1)
        for path in paths:
            order = names.order(path.name)
            if order < last or not path.stat().st_size:
                continue
            try:
                yield from self._events(path, report, offset if order == last else -1)
            except Torn:
                if path != paths[-1]:
                    raise

    def imports(self, kommune: str) -> list[str]:
        """The files that were imported, by name."""
        return [self._name(path) for path in names.imports(self.root / kommune, kommune)]

    def imported(self, warc: str, *, report: Report | None = None) -> Iterator[Capture]:
        """The answers of one imported file, in its order; `herkunft` says what each was imported from."""
        for event in self._events(self._path(warc), report):
            if isinstance(event, Capture):
                yield event

    def get(self, warc: str, offset: int) -> Capture:
        """The answer that an earlier Capture came from; of a revisit with the body of its original."""
        path = self._path(warc)
        with reading.whole(path, offset) as stored:
            return reading.capture(stored, path.parent.name, warc, path, ours=True)

    def open(self, capture: Capture) -> IO[bytes]:
        """The body of an answer, its content encoding undone, however large; the caller closes it."""
        return self.body(capture.warc, capture.offset)

    def body(self, warc: str, offset: int) -> IO[bytes]:
        """The body of the answer that lies there, as `open` gives it."""
        path = self._path(warc)
        with reading.whole(path, offset) as stored:
            return spooled(decoded(stored, path))

    def _events(self, path: Path, report: Report | None, known: int = -1) -> Iterator[Capture | Notiz]:
        """What a file holds behind the record at byte `known`."""
        start = max(known, 0)
        for stored in readable(path, start, report=report) if report else records(path, start):
            if stored.offset == known:
                continue
            try:
                event = self._event(path, stored)
            except Bad as bad:
                tell(bad, report)
            else:
                if event is not None:
                    yield event

    def _event(self, path: Path, stored: Stored) -> Capture | Notiz | None:
        if stored.kind in {"response", "revisit"}:
            with reading.completed(path, stored) as answer:
                return reading.capture(answer, path.parent.name, self._name(path), path, ours=True)
        if stored.kind == "metadata" and stored.url.startswith(NOTE):
            return notiz(stored, path.parent.name, self._name(path), path)
        return None

    def _path(self, warc: str) -> Path:
        path = self.root / warc
        if not path.is_file():
            raise ArchiveError(f"{path}: this file of the archive is missing")
        return path

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

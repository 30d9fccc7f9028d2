"""What can be imported: WARC, WACZ, HAR, saved pages, dumps of OParl. Each is known by its content, not by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING

from ratsarchiv.archive import reading
from ratsarchiv.archive.sources import folder, har, oparl, wacz
from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from ratsarchiv.archive.records import Report, Stored
    from ratsarchiv.model import Capture

FIRST = 1 << 12
ZIP = b"PK\x03\x04"
_HAR = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:')
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")


class Source:
    """A file or folder from elsewhere, and the answers in it."""

    def __init__(self, path: Path, zeitpunkt: datetime | None = None) -> None:
        """`zeitpunkt` is when that was saved which says nothing of it; else the file's own time counts."""
        self.path, self._zeitpunkt = path, zeitpunkt

    def digest(self) -> str:
        """By what it is known again: sha256 of its content, and of the time that was given for it."""
        if self.path.is_dir():
            found = folder.digest(self.path)
        else:
            with self.path.open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
        given = self._zeitpunkt and self._zeitpunkt.isoformat()
        return sha256(f"{found} {given}".encode()).hexdigest() if given else found

    def both(self, kommune: str = "", *, report: Report | None = None) -> Iterator[tuple[Stored, Capture]]:
        """Each answer as it lies there, and as the later stages see it.

        WrongUse: it is nothing that we can read. ArchiveError: it is torn or damaged; what was before has been given.
        """
        for stored, capture in reading.captures(self._answers(report), kommune, report):
            yield stored, replace(capture, herkunft=capture.herkunft or f"{self._format()} {self.path.name}")

    def _format(self) -> str:
        return "WACZ" if self._first().startswith(ZIP) else "WARC"

    def _first(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(FIRST)

    def _answers(self, report: Report | None) -> Iterator[tuple[Path, Stored]]:
        path = self.path
        if path.is_dir():
            return folder.answers(path, self._zeitpunkt, report)
        if not path.is_file():
            raise WrongUse(f"{path}: no such file or folder")
        first = self._first()
        if first.startswith(ZIP):
            return wacz.answers(path, report)
        if _HAR.match(first):
            return har.answers(path, report)
        if _JSON.match(first):
            return oparl.answers(path, self._zeitpunkt, report)
        if folder.saved_from(first):
            return folder.page(path, self._zeitpunkt, report)
        return reading.answers([path], report)

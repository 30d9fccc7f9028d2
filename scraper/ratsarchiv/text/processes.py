"""Documents read by other processes, each within its limits: what a hostile file breaks is a process, never ours.

A process reads many documents, because starting one takes as long as reading a hundred pages. What breaks a process
that has read others before may be their fault: then the document is read once more, first of all in a new process,
and what comes of it there is its own. A document that took too long is not read again.
"""

from __future__ import annotations

import os
import selectors
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ratsarchiv.text.limits import Limits
from ratsarchiv.text.reader import Job, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ratsarchiv.text.document import Gelesen

K = TypeVar("K")

AHEAD = 2
"""Documents given to one process, so that it goes on while the caller stores the last one."""


class Readers:
    """Processes that read documents side by side; none of them outlives the `with`."""

    def __init__(self, processes: int | None = None, *, ocr: bool = False, limits: Limits | None = None) -> None:
        self._processes = processes or os.cpu_count() or 1
        self._ocr = ocr
        self._limits = limits or Limits()
        self._readers: list[Reader[Any]] = []
        self._selector = selectors.DefaultSelector()
        self._listened = time.monotonic()
        self.peak = 0
        """Bytes of memory that the greediest of the ended processes had."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in list(self._readers):
            self._dismiss(reader)
        self._selector.close()

    def read(self, files: Iterable[tuple[K, Path, str | None]]) -> Iterator[tuple[K, Gelesen]]:
        """Key, file and expected type → key and what was read, in order of completion.

        Files are taken as they are needed, two for each process; each may go when its result comes.
        """
        jobs = (Job(*file) for file in files)
        self._listened = time.monotonic()
        try:
            while self._busy(jobs):
                yield from self._round()
        finally:
            for reader in [reader for reader in self._readers if reader.jobs]:
                self._dismiss(reader)

    def _busy(self, jobs: Iterator[Job[K]]) -> bool:
        """Whether anything is being read, after those with room were given more."""
        while (len(self._readers) < self._processes or any(map(self._room, self._readers))) and (
            job := next(jobs, None)
        ):
            self._freest().give(job)
        return any(reader.jobs for reader in self._readers)

    def _room(self, reader: Reader[Any]) -> bool:
        return len(reader.jobs) < AHEAD and reader.given < self._limits.documents

    def _freest(self) -> Reader[Any]:
        """The one with the least to do; a new one before any has to wait."""
        reader = min(filter(self._room, self._readers), key=lambda reader: len(reader.jobs), default=None)
        if reader is None or (reader.jobs and len(self._readers) < self._processes):
            return self._start()
        return reader

    def _start(self) -> Reader[Any]:
        reader: Reader[Any] = Reader(self._limits, ocr=self._ocr)
        self._readers.append(reader)
        self._selector.register(reader, selectors.EVENT_READ, reader)
        return reader

    def _dismiss(self, reader: Reader[Any]) -> None:
        reader.close()
        self.peak = max(self.peak, reader.peak)
        self._selector.unregister(reader)
        self._readers.remove(reader)

    def _round(self) -> list[tuple[K, Gelesen]]:
        """What was said until now, or is said next. The time that the caller took is not the documents' time."""
        away = time.monotonic() - self._listened
        for reader in self._readers:
            reader.excuse(away)
        patience = max(0.0, min(reader.time_left() for reader in self._readers))
        results: list[tuple[K, Gelesen]] = []
        for key, _ in self._selector.select(patience):
            results += self._results(key.data, key.data.hear())
        for reader in list(self._readers):
            results += self._results(reader, reader.overdue())
        self._listened = time.monotonic()
        return results

    def _results(self, reader: Reader[Any], heard: Iterable[tuple[Job[K], Gelesen]]) -> Iterator[tuple[K, Gelesen]]:
        for job, gelesen in heard:
            if reader.ended and reader.answered > 1 and gelesen.fehler != "zeit":
                reader.jobs.appendleft(job)
            else:
                yield job.key, gelesen
        worn = reader.given >= self._limits.documents and not reader.jobs
        if reader.ended or worn:
            self._dismiss(reader)
        if reader.ended and reader.jobs:
            fresh = self._start()
            for job in reader.jobs:
                fresh.give(job)

"""The public database again, from the archive alone: several processes read, one writes."""

from __future__ import annotations

import os
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from ratsarchiv.archive import Archive
from ratsarchiv.crawl.intake import Intake
from ratsarchiv.crawl.reading import Reading, read
from ratsarchiv.crawl.report import Progress, Report, silent
from ratsarchiv.crawl.run import about, imported_files, now
from ratsarchiv.crawl.texts import follow_texts
from ratsarchiv.model import Capture, Notiz
from ratsarchiv.parse import seitenart
from ratsarchiv.store import Store
from ratsarchiv.store.schutz import Schutz
from ratsarchiv.store.schutz_vollzug import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from ratsarchiv.fetch import Clock
    from ratsarchiv.kommunen import Kommune

CHUNK = 64
"""Answers that a process reads at a time."""
AHEAD = 4
"""Chunks that each process has before it."""


def rebuild(
    kommunen: Iterable[Kommune],
    data: Path,
    *,
    processes: int | None = None,
    progress: Progress = silent,
    clock: Clock = time,
) -> Report:
    """Makes `ratsarchiv.db` anew beside the old one, and puts it in its place when it is whole.

    What the operator took down stays down. Events are taken in council by council, each council's in their order.
    """
    report = Report(kommune="rebuild")
    fresh = data / "ratsarchiv.db.neu"
    _drop(fresh)
    with Archive(data / "warc") as archive:
        _take_in(list(kommunen), archive, fresh, data, processes, report, progress, clock)
        _replace(fresh, data / "ratsarchiv.db")
    with Schutz(data / "intern.db") as schutz:  # a rule may have come while the new one was made
        settle(data / "ratsarchiv.db", schutz)
    return report


def index(
    kommunen: Iterable[Kommune],
    data: Path,
    *,
    processes: int | None = None,
    progress: Progress = silent,
    clock: Clock = time,
) -> Report:
    """Takes in what the archive's files hold and `ratsarchiv.db` does not."""
    report = Report(kommune="index")
    with Archive(data / "warc") as archive:
        _take_in(list(kommunen), archive, data / "ratsarchiv.db", data, processes, report, progress, clock)
    return report


def _take_in(
    kommunen: list[Kommune], archive: Archive, database: Path, data: Path, processes: int | None, report: Report,
    progress: Progress, clock: Clock,
) -> None:  # fmt: skip
    """Every event of these councils into a database."""
    for kommune in kommunen:  # locked against other runs
        archive.begin(kommune.id, now(clock))
    with Schutz(data / "intern.db") as schutz:
        settle(database, schutz)
        with Store(database, schutz) as store, _pool(processes) as pool:
            _all(kommunen, archive, store, pool, report, progress)
            store.derive(now(clock).astimezone().date())
        settle(database, schutz)
    follow_texts(data, public=database)


def _all(
    kommunen: list[Kommune],
    archive: Archive,
    store: Store,
    pool: ProcessPoolExecutor,
    report: Report,
    progress: Progress,
) -> None:
    for kommune in kommunen:
        store.kommune(id=kommune.id, **about(kommune))
        intake = Intake(store, kommune, report)
        for event, reading in _read_ahead(pool, _events(archive, kommune), kommune):
            _take(intake, event, reading)
            report.zuletzt = event.url if isinstance(event, Capture) else report.zuletzt
            progress(report)


def _take(intake: Intake, event: Capture | Notiz, reading: Reading | None) -> None:
    if isinstance(event, Notiz):
        intake.note(event)
    else:
        intake.take(event, reading)


def _events(archive: Archive, kommune: Kommune) -> Iterator[Capture | Notiz]:
    """All of a council's events; what a run imported comes where it began."""
    imported: set[str] = set()
    for event in archive.events(kommune.id):
        yield event
        for name in imported_files(event) if isinstance(event, Notiz) else ():
            imported.add(name)
            yield from archive.imported(name)
    for name in archive.imports(kommune.id):
        if name not in imported:
            yield from archive.imported(name)


def _pool(processes: int | None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes or os.cpu_count() or 1, mp_context=get_context("spawn"))


def _read_ahead(
    pool: ProcessPoolExecutor, events: Iterator[Capture | Notiz], kommune: Kommune
) -> Iterator[tuple[Capture | Notiz, Reading | None]]:
    """The events in their order, each answer with what it says; many are being read while one is stored."""
    waiting: deque[tuple[list[Capture | Notiz], Future[list[Reading | None]]]] = deque()
    most = AHEAD * (os.cpu_count() or 1)
    while True:
        while len(waiting) < most and (chunk := list(islice(events, CHUNK))):
            waiting.append((chunk, pool.submit(_read_chunk, [_page(event) for event in chunk], kommune)))
        if not waiting:
            return
        chunk, future = waiting.popleft()
        yield from zip(chunk, future.result(), strict=True)


def _page(event: Capture | Notiz) -> Capture | None:
    """What is worth being sent to another process."""
    return event if isinstance(event, Capture) and seitenart(event.url) else None


def _read_chunk(chunk: list[Capture | None], kommune: Kommune) -> list[Reading | None]:
    return [read(event, kommune) if event else None for event in chunk]


def _drop(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _replace(fresh: Path, path: Path) -> None:
    """Puts the new database in the old one's place; the log of the old one must not be read into it."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    fresh.replace(path)

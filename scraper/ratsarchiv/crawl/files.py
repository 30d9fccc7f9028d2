"""Files from anywhere into our own archive, and what they say into the tables."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ratsarchiv.archive import Source
from ratsarchiv.crawl.choice import Choice, choose
from ratsarchiv.crawl.report import Progress, Report, silent
from ratsarchiv.crawl.run import run
from ratsarchiv.crawl.texts import follow_texts
from ratsarchiv.errors import ArchiveError, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from ratsarchiv.archive import Archive
    from ratsarchiv.fetch import Clock
    from ratsarchiv.kommunen import Kommune


def import_files(
    paths: Sequence[Path],
    kommune: Kommune,
    data: Path,
    *,
    zeitpunkt: datetime | None = None,
    progress: Progress = silent,
    clock: Clock = time,
) -> Report:
    """Takes files in; all are checked before anything is written, and WrongUse says what is wrong with which.

    Answers that are not the council's are neither kept nor recorded, only counted. `zeitpunkt` is when that was saved
    which doesn't say it: OParl dumps, and saved pages without a time in their list.
    """
    report = Report(kommune=kommune.id)
    choices = [_checked(Source(path, zeitpunkt), kommune) for path in paths]
    report.offen = sum(choice.taken for choice in choices)
    report.fremd = sum(choice.foreign for choice in choices)
    names: list[str] = []

    def take_in(archive: Archive) -> dict[str, list[str]]:
        names.extend(archive.take_in(kommune.id, choice.source, choice.leave) for choice in choices if choice.taken)
        return {"dateien": names}

    with run(data, kommune, "import", report, clock, take_in) as one:
        for capture in (each for name in names for each in one.archive.imported(name)):
            one.intake.take(capture)
            report.offen -= 1
            report.zuletzt = capture.url
            progress(report)
        one.importing = False
        for url, why in (each for choice in choices for each in choice.bad):
            one.problem("abruf", why, url)
    follow_texts(data, [kommune.id])
    return report


def _checked(source: Source, kommune: Kommune) -> Choice:
    """What of the file is the council's."""
    try:
        choice = choose(source, kommune)
    except ArchiveError as error:
        raise WrongUse(str(error)) from error
    if not (choice.taken or choice.leave or choice.bad):
        raise WrongUse(f"{source.path}: holds no HTTP answer")
    if not choice.taken and not choice.bad:
        where = ", ".join(quelle.url for quelle in kommune.quellen) or "known by name alone"
        raise WrongUse(f"{source.path}: holds no page of {kommune.id} ({where})")
    return choice

"""Archive files from anywhere into our own archive, and what they say into the tables."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from ratsarchiv import archive
from ratsarchiv.crawl.choice import Choice, choose
from ratsarchiv.crawl.intake import run
from ratsarchiv.crawl.report import Progress, Report, silent
from ratsarchiv.errors import ArchiveError, SiteStopped, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ratsarchiv.fetch import Clock
    from ratsarchiv.kommunen import Kommune


def import_files(
    paths: Sequence[Path], kommune: Kommune, data: Path, *, progress: Progress = silent, clock: Clock = time
) -> Report:
    """Takes WARC files in; all are checked before anything is written, and WrongUse says what is wrong with which.

    Answers that are not the council's are neither kept nor recorded, only counted.
    """
    report = Report(kommune=kommune.id)
    choices = [_checked(path, kommune) for path in paths]
    report.offen = sum(choice.taken for choice in choices)
    report.fremd = sum(choice.foreign for choice in choices)
    with run(data, kommune, "import", report, clock) as intake, archive.Archive(data / "warc") as kept:
        for path, choice in zip(paths, choices, strict=True):
            for url, why in choice.bad:
                intake.problem("abruf", why, url)
            for capture in kept.copy(kommune.id, path, choice.leave) if choice.taken else ():
                with suppress(SiteStopped):  # such an answer ended the visit that saved it, not this import
                    intake.take(capture)
                report.offen -= 1
                report.zuletzt = capture.url
                progress(report)
    return report


def _checked(path: Path, kommune: Kommune) -> Choice:
    """What of the file is the council's."""
    try:
        choice = choose(path, kommune)
    except ArchiveError as error:
        raise WrongUse(str(error)) from error
    if not (choice.taken or choice.leave or choice.bad):
        raise WrongUse(f"{path}: holds no HTTP answer")
    if not choice.taken and not choice.bad:
        where = ", ".join(quelle.url for quelle in kommune.quellen) or "known by name alone"
        raise WrongUse(f"{path}: holds no page of {kommune.id} ({where})")
    return choice

"""Archive files from anywhere into our own archive, and what they say into the tables."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from ratsarchiv import archive
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
    """Takes WARC files in; all are checked before anything is written, and WrongUse says what is wrong with which."""
    report = Report(kommune=kommune.id)
    for path in paths:
        report.offen += _answers(path, kommune)
    with run(data, kommune, "import", report, clock) as intake, archive.Archive(data / "warc") as kept:
        for path in paths:
            for capture in kept.copy(kommune.id, path, lambda url, why: intake.problem("abruf", why, url)):
                with suppress(SiteStopped):  # such an answer ended the visit that saved it, not this import
                    intake.take(capture)
                report.offen -= 1
                report.zuletzt = capture.url
                progress(report)
    return report


def _answers(path: Path, kommune: Kommune) -> int:
    """How many answers the file holds."""
    number = own = 0
    try:
        for capture in archive.read(path):
            number += 1
            own += kommune.owns(capture.url)
    except ArchiveError as error:
        raise WrongUse(str(error)) from error
    if not number:
        raise WrongUse(f"{path}: holds no HTTP answer")
    if kommune.quellen and not own:
        addresses = ", ".join(quelle.url for quelle in kommune.quellen)
        raise WrongUse(f"{path}: holds no page of {kommune.id} ({addresses})")
    return number

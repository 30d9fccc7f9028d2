"""What we keep: every answer in a WARC file, byte for byte, and what others have kept read back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratsarchiv.archive.check import Finding, check
from ratsarchiv.archive.sources import Source
from ratsarchiv.archive.sources.oparl import OPARL
from ratsarchiv.archive.writing import Archive, Twin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.archive.records import Report
    from ratsarchiv.model import Capture

__all__ = ["OPARL", "Archive", "Finding", "Source", "Twin", "check", "read"]


def read(
    source: Path | Source, kommune: str = "", *, warc: str | None = None, report: Report | None = None
) -> Iterator[Capture]:
    """Every HTTP answer of a file or folder from elsewhere, in its order; a revisit has the body that it repeats.

    WrongUse: it is nothing that we can read. ArchiveError: it is torn or damaged; everything before has been given by
    then. `report` is told what is passed over; where nobody is told, that is an ArchiveError.
    """
    opened = source if isinstance(source, Source) else Source(source)
    for _, capture in opened.both(kommune, report=report):
        yield replace(capture, warc=warc, herkunft=None) if warc else capture

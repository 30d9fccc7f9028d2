"""How the archive's files are called: by name they stand in the order in which they were written."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

ROTATE = 1 << 30
"""Bytes after which a run goes on in a new file."""
_RUN = re.compile(r"-(\d{8}T\d{6}Z)(?:-(\d{5,9}))?\.warc\.gz$")
"""Files of the first version have no number."""


def order(name: str) -> tuple[str, int]:
    """Where a run's file stands among its council's; those of an import have no place, which is before all."""
    found = _RUN.search(name)
    return (found[1], int(found[2] or 0)) if found else ("", 0)


def runs(folder: Path, kommune: str) -> list[Path]:
    """The files that a council's runs have written, oldest first."""
    found = [path for path in folder.glob(f"{kommune}-[0-9]*.warc.gz") if _RUN.fullmatch(path.name, len(kommune))]
    return sorted(found, key=lambda path: order(path.name))


def imports(folder: Path, kommune: str) -> list[Path]:
    """The files that were imported."""
    return sorted(folder.glob(f"{kommune}-import-*.warc.gz"))


def following(kommune: str, zeitpunkt: datetime, newest: str | None) -> str:
    """The name of the next file, behind the newest even where the clock went back."""
    stamp, number = f"{zeitpunkt.astimezone(UTC):%Y%m%dT%H%M%SZ}", 0
    if newest is not None and order(newest)[0] >= stamp:
        stamp, number = order(newest)
    return f"{kommune}-{stamp}-{number + 1:05}.warc.gz"

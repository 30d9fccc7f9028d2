"""Notes beside the answers: how a run began and ended, and what went wrong without an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ratsarchiv.archive.content import bad
from ratsarchiv.archive.reading import date
from ratsarchiv.archive.records import PAGE
from ratsarchiv.model import Notiz

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.archive.records import Stored

NOTE = "urn:ratsarchiv:"
"""What the address of a note begins with; its kind follows."""


def notiz(stored: Stored, kommune: str, warc: str, path: Path) -> Notiz:
    """The note in a `metadata` record; Bad: it is none."""
    try:
        inhalt = json.loads(stored.block().read(PAGE)) if stored.size <= PAGE else None
    except (ValueError, RecursionError) as error:
        raise bad(stored, path, f"no note: {error}") from error
    art = stored.url.removeprefix(NOTE)
    if not isinstance(inhalt, dict) or art not in {"beginn", "ende", "problem"}:
        raise bad(stored, path, "no note of ours")
    return Notiz(
        kommune=kommune,
        art=art,  # type: ignore[arg-type]
        zeitpunkt=date(stored, path),
        inhalt=inhalt,
        warc=warc,
        offset=stored.offset,
        laenge=stored.laenge,
    )

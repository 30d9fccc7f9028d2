"""Dumps of OParl: JSON or JSONL, objects under their own addresses; byte for byte as the dump has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratsarchiv.archive.records import Bad, tell
from ratsarchiv.archive.sources import found
from ratsarchiv.archive.sources.json_text import Span, children, opened, values
from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from ratsarchiv.archive.records import Report, Stored

OPARL = "OParl"
"""What `Capture.herkunft` of such an answer begins with."""
_JSON = (("Content-Type", "application/json; charset=utf-8"),)


def answers(path: Path, zeitpunkt: datetime | None, report: Report | None) -> Iterator[tuple[Path, Stored]]:
    """Each object under its id, a list under its own address where it names one, else object by object.

    The time is the given one, or that of the file's last change.
    """
    when = zeitpunkt or found.changed(path)
    herkunft = f"{OPARL} {path.name}" + ("" if zeitpunkt else " (Zeitpunkt: Änderung der Datei)")
    any_object = False
    with opened(path) as data:
        for top in values(data):
            for url, span in _parts(path, top, report):
                any_object = True
                try:
                    yield path, found.answer(url, when, span.text(), herkunft, headers=_JSON, offset=span.start)
                except ValueError as error:
                    tell(found.bad(url, path, f"byte {span.start}", error), report)
    if not any_object:
        raise WrongUse(f"{path}: no dump of OParl (no object in it has an address as its id)")


def _parts(path: Path, top: Span, report: Report | None) -> Iterator[tuple[str, Span]]:
    """What stands under an address of its own."""
    if top.kind == b"[":
        for each in children(top):
            yield from _object(path, each, report)
        return
    members = {each.key: each for each in children(top)} if top.kind == b"{" else {}
    if "data" not in members or members["data"].kind != b"[":
        yield from _object(path, top, report)
    elif (own := _own(members.get("links"))) is not None:
        yield own, top
    else:
        yield from _parts(path, members["data"], report)


def _object(path: Path, span: Span, report: Report | None) -> Iterator[tuple[str, Span]]:
    try:
        yield found.address(_id(span.value())), span
    except (ValueError, RecursionError) as error:
        bad: Bad = found.bad("", path, f"byte {span.start}", error)
        tell(bad, report)


def _id(said: Any) -> str:
    id_ = said.get("id") if isinstance(said, dict) else None
    if not isinstance(id_, str):
        raise ValueError("no object with an id")  # noqa: TRY004 - of a file, not of a call
    return id_


def _own(links: Span | None) -> str | None:
    """The address that a list names as its own."""
    try:
        said: Any = links.value() if links else None
        return found.address(said["self"]) if isinstance(said, dict) and isinstance(said.get("self"), str) else None
    except (ValueError, RecursionError):
        return None

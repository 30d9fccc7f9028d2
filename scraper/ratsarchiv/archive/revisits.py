"""Answers that say what an earlier one said: records that point to it instead of its body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ratsarchiv.archive import message
from ratsarchiv.archive.content import coding
from ratsarchiv.archive.file import SAME_BYTES, SAME_PAGE
from ratsarchiv.archive.reading import FOLLOWED, OWN_BODY, refers_to
from ratsarchiv.archive.records import Stored, at
from ratsarchiv.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.model import Capture

OWN_PAYLOAD = "Ratsarchiv-Payload-Digest"
"""The header of a revisit of the same page: the digest of the body that was received, as it was sent."""


@dataclass(frozen=True, slots=True)
class Original:
    """The answer whose body lies in the archive: what a revisit says of it."""

    file: str
    offset: int
    id: str
    url: str
    date: str
    payload: str
    coding: str


def original(path: Path, offset: int) -> Original:
    """The answer at that byte of a file, or where that is a revisit the one that it repeats; ArchiveError: none is."""
    for _ in range(FOLLOWED):
        with at(path, offset) as stored:
            if stored.kind == "response" and stored.http is not None:
                return described(path.name, offset, stored.warc, stored.http)
            place = refers_to(stored) if stored.kind == "revisit" else None
        if place is None or not (path.parent / place[0]).is_file():
            break
        path, offset = path.parent / place[0], place[1]
    raise ArchiveError(f"{path}: byte {offset} leads to no answer")


def pointing(got: Stored, seen: Capture, payload: str, to: Original) -> tuple[Stored, dict[str, str]]:
    """The answer and the headers of the record that points to its original.

    Of the same page with other bytes, the head is told as the original's body needs it, the own digests beside it.
    """
    headers = {
        "WARC-Date": str(got.warc.get_header("WARC-Date")),
        "WARC-Profile": SAME_BYTES,
        "WARC-Refers-To": to.id,
        "WARC-Refers-To-Target-URI": to.url,
        "WARC-Refers-To-Date": to.date,
        "WARC-Refers-To-Filename": to.file,
        "WARC-Refers-To-File-Offset": str(to.offset),
        "WARC-Payload-Digest": to.payload,
    }
    if payload == to.payload:
        return got, headers
    own = {"WARC-Profile": SAME_PAGE, OWN_PAYLOAD: payload, OWN_BODY: f"sha256:{seen.sha256} {seen.groesse}"}
    kept = [(name, value) for name, value in got.http.headers if name.lower() != "content-length"]
    http = message.answer(f"{got.http.protocol} {got.http.statusline}", kept, coding=to.coding)
    return replace(got, http=http), headers | own


def described(file: str, offset: int, warc: Any, http: Any) -> Original:
    """What a revisit says of the record with these heads."""
    return Original(
        file=file,
        offset=offset,
        id=warc.get_header("WARC-Record-ID") or "",
        url=warc.get_header("WARC-Target-URI") or "",
        date=warc.get_header("WARC-Date") or "",
        payload=warc.get_header("WARC-Payload-Digest") or "",
        coding=coding(http),
    )

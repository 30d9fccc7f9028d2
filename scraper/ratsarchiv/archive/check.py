"""Whether the archive's files are whole: every member, every digest, every reference to an earlier answer."""

from __future__ import annotations

from base64 import b16decode, b32decode
from binascii import Error
from collections import Counter
from dataclasses import dataclass
from hashlib import new
from typing import TYPE_CHECKING

from ratsarchiv.archive import revisits
from ratsarchiv.archive.records import PIECE, Torn, readable
from ratsarchiv.errors import ArchiveError, WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.archive.records import Part, Stored

_ALGORITHMS = frozenset({"sha1", "sha256", "sha512", "md5"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a file that is not as it was written."""

    warc: str
    """The file's path below the folder of the archive."""
    meldung: str
    """What, and at which byte."""


def check(root: Path, kommune: str | None = None, *, counts: Counter[str] | None = None) -> Iterator[Finding]:
    """What is wrong with the files of one council, or of all; nothing is changed.

    `counts` learns what was looked at: `dateien`, `bytes`, `records`, and the records by their kind.
    """
    counted = Counter[str]() if counts is None else counts
    for path in sorted(root.glob(f"{kommune or '*'}/*.warc.gz")):
        counted["dateien"] += 1
        counted["bytes"] += path.stat().st_size
        for meldung in _file(path, counted):
            yield Finding(path.relative_to(root).as_posix(), meldung)


def _file(path: Path, counts: Counter[str]) -> Iterator[str]:
    told: list[str] = []
    try:
        for stored in readable(path, report=lambda _, why: told.append(why)):
            yield from told
            told.clear()
            counts.update({"records": 1, stored.kind: 1})
            yield from (f"byte {stored.offset}: {fault}" for fault in _record(path, stored))
    except (Torn, WrongUse) as error:
        told.append(str(error))
    yield from told


def _record(path: Path, stored: Stored) -> Iterator[str]:
    """What is wrong with a record that can be read; a request's body is within its block."""
    header = stored.warc.get_header
    block, payload = header("WARC-Block-Digest"), header("WARC-Payload-Digest")
    if block is None:
        yield "no digest of its block"
    elif not _agrees(stored.block(), block):
        yield f"the block is not what its digest says ({block})"
    if stored.kind == "revisit":
        yield from _revisit(path, stored)
    elif payload is not None and stored.kind != "request" and not _agrees(stored.body(), payload):
        yield f"the body is not what its digest says ({payload})"


def _revisit(path: Path, stored: Stored) -> Iterator[str]:
    """Whether the answer that it points to is there, and is the one that it means."""
    try:
        found = revisits.original(path, stored.offset)
    except (ArchiveError, WrongUse) as error:
        yield f"repeats an answer that can't be read: {error}"
        return
    said = stored.warc.get_header("WARC-Payload-Digest")
    if found.payload != said:
        yield f"repeats an answer with another digest ({found.payload}, not {said})"


def _agrees(part: Part, said: str) -> bool:
    """Whether these bytes have the digest that is said of them."""
    algorithm, _, printed = said.partition(":")
    if algorithm not in _ALGORITHMS:
        return False
    digest = new(algorithm, usedforsecurity=False)
    while piece := part.read(PIECE):
        digest.update(piece)
    return digest.digest() == _plain(printed, digest.digest_size)


def _plain(printed: str, size: int) -> bytes:
    """A digest that is printed in hexadecimal or base32."""
    try:
        return b16decode(printed, casefold=True) if len(printed) == 2 * size else b32decode(printed, casefold=True)
    except Error:
        return b""

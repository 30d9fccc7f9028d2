"""Records as captures: what the later stages see of an answer, with the body that a revisit repeats."""

from __future__ import annotations

import re
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from warcio.timeutils import iso_date_to_datetime

from ratsarchiv.archive import message
from ratsarchiv.archive.content import bad, decoded, spooled
from ratsarchiv.archive.records import IN_MEMORY, PAGE, PIECE, Bad, Report, Stored, at, records, tell
from ratsarchiv.model import Capture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ORIGIN = "Ratsarchiv-Herkunft"
"""The header of a record that was imported: from what."""
OWN_BODY = "Ratsarchiv-Body"
"""The header of a revisit whose page differs in session paths alone: sha256 and size of the body that was received."""
OLD_IMPORT = "WARC"
"""The origin of what the first version imported."""
FIRST = 64
"""Bytes of `Capture.anfang`."""
_OWN_BODY = re.compile(r"sha256:([0-9a-f]{64}) (\d{1,15})")
_FRAMING = ("Content-Encoding", "Transfer-Encoding")
FOLLOWED = 8
"""So many revisits of revisits are followed."""


def capture(stored: Stored, kommune: str, warc: str, path: Path, *, ours: bool = False) -> Capture:
    """The answer in a record: without cookies, its content encoding undone; headers of our own count in our files."""
    digest, size, first, kept = sha256(), 0, b"", list[bytes]()
    for piece in decoded(stored, path):
        digest.update(piece)
        size += len(piece)
        first += piece[: FIRST - len(first)]
        if size <= PAGE:
            kept.append(piece)
        else:
            kept.clear()
    sha, groesse = (_own_body(stored) if ours else None) or (digest.hexdigest(), size)
    header = message.plain(stored.http.headers)
    return Capture(
        kommune=kommune,
        url=stored.url,
        zeitpunkt=date(stored, path),
        http_status=_status(stored, path),
        mime=header.get("content-type", "").split(";")[0].strip().lower() or None,
        header=header,
        body=b"".join(kept) if size <= PAGE else None,
        anfang=first,
        groesse=groesse,
        sha256=sha,
        warc=warc,
        offset=stored.offset,
        laenge=stored.laenge,
        herkunft=stored.warc.get_header(ORIGIN) or (OLD_IMPORT if ours and "-import-" in path.name else None),
    )


def answers(paths: Iterable[Path], report: Report | None = None) -> Iterator[tuple[Path, Stored]]:
    """The answers of foreign files, each revisit with the body of an earlier answer of any of them."""
    known: dict[tuple[str, str], tuple[Path, int, int]] = {}
    originals = _Originals()
    try:
        for path in paths:
            for stored in records(path, report=report):
                if stored.kind == "response" and stored.http is not None:
                    for name in _names(stored):
                        known.setdefault(name, (path, stored.offset, stored.place))
                    yield path, stored
                elif stored.kind == "revisit":
                    place = next((known[name] for name in _originals(stored) if name in known), None)
                    if place is not None:
                        yield path, revisited(stored, originals.at(*place))
                    elif report is not None:
                        report(
                            stored.url, f"{path.name}: byte {stored.offset} repeats an answer that is not in this file"
                        )
    finally:
        originals.close()


def captures(
    found: Iterable[tuple[Path, Stored]], kommune: str, report: Report | None
) -> Iterator[tuple[Stored, Capture]]:
    """Each answer as it lies in its file, and as the later stages see it; one that makes no sense is told."""
    for path, stored in found:
        try:
            answer = capture(stored, kommune, path.name, path)
        except Bad as error:
            tell(error, report)
        else:
            yield stored, answer


@contextmanager
def whole(path: Path, offset: int, followed: int = 0) -> Iterator[Stored]:
    """The answer at that byte of a file of ours; a revisit has the body of its original, in whichever file that lies."""
    with at(path, offset) as stored, completed(path, stored, followed) as answer:
        yield answer


@contextmanager
def completed(path: Path, stored: Stored, followed: int = 0) -> Iterator[Stored]:
    """An answer of a file of ours with its body. ArchiveError: it is none, or repeats one that is not there."""
    where = f"{path}: byte {stored.offset}"
    if stored.kind == "response" and stored.http is not None:
        yield stored
    elif stored.kind != "revisit":
        raise Bad(stored.url, f"{where} begins no answer")
    else:
        place = refers_to(stored)
        if place is None or followed >= FOLLOWED or not (path.parent / place[0]).is_file():
            raise Bad(stored.url, f"{where} repeats an answer that is not in the archive")
        with whole(path.parent / place[0], place[1], followed + 1) as original:
            yield revisited(stored, original)


def refers_to(stored: Stored) -> tuple[str, int] | None:
    """The name of the file beside this one, and the byte in it, where the original of a revisit of ours lies."""
    name = stored.warc.get_header("WARC-Refers-To-Filename") or ""
    offset = stored.warc.get_header("WARC-Refers-To-File-Offset") or ""
    plain = PurePosixPath(name).name == name and offset.isascii() and offset.isdigit() and len(offset) < 16
    return (name, int(offset)) if plain else None


def revisited(stored: Stored, original: Stored) -> Stored:
    """A revisit with its original's body, and the headers of its own where it has any."""
    http = stored.http or original.http
    for name in _FRAMING if stored.http else ():
        http.remove_header(name)
        if value := original.http.get_header(name):
            http.add_header(name, value)
    return replace(stored, http=http, file=original.file, start=original.start, head=original.head, size=original.size)


class _Originals:
    """The answers that revisits repeat; the last ones are held, for a walk to one may be long."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[Path, int, int], Stored] = OrderedDict()

    def at(self, path: Path, offset: int, place: int) -> Stored:
        """The answer that lies there."""
        key = (path, offset, place)
        if key not in self._held:
            with at(path, offset, place) as stored:
                body = stored.body()
                file = spooled(iter(lambda: body.read(PIECE), b""))
                self._held[key] = replace(stored, file=file, start=0, head=0)
        self._held.move_to_end(key)
        while len(self._held) > 1 and sum(each.size for each in self._held.values()) > IN_MEMORY:
            self._held.popitem(last=False)[1].file.close()
        return self._held[key]

    def close(self) -> None:
        """Lets go of what is held."""
        for stored in self._held.values():
            stored.file.close()


def _own_body(stored: Stored) -> tuple[str, int] | None:
    """What a revisit of ours says of the body that was received."""
    found = _OWN_BODY.fullmatch(stored.warc.get_header(OWN_BODY) or "")
    return (found[1], int(found[2])) if found else None


def _names(stored: Stored) -> Iterator[tuple[str, str]]:
    """What a later revisit may call this answer."""
    header = stored.warc.get_header
    yield "id", header("WARC-Record-ID") or ""
    yield stored.url, header("WARC-Date") or ""
    if digest := header("WARC-Payload-Digest"):
        yield "digest", digest


def _originals(stored: Stored) -> Iterator[tuple[str, str]]:
    """What this revisit calls its original."""
    header = stored.warc.get_header
    yield "id", header("WARC-Refers-To") or "-"
    yield header("WARC-Refers-To-Target-URI") or "-", header("WARC-Refers-To-Date") or "-"
    yield "digest", header("WARC-Payload-Digest") or "-"


def date(stored: Stored, path: Path) -> datetime:
    """When the record says that it happened; Bad: at no time."""
    printed = stored.warc.get_header("WARC-Date") or ""
    try:
        return iso_date_to_datetime(printed).replace(tzinfo=UTC)  # type: ignore[no-any-return]
    except (ValueError, TypeError, OverflowError) as error:
        raise bad(stored, path, f"{printed!r} is no WARC-Date") from error


def _status(stored: Stored, path: Path) -> int:
    code = stored.http.get_statuscode()
    if not (len(code) == 3 and code.isascii() and code.isdigit()):
        raise bad(stored, path, f"{stored.http.statusline!r} is no HTTP status")
    return int(code)

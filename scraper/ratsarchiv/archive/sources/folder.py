"""A folder of saved pages: by a list of their addresses, or by the comment that browsers write into them."""

from __future__ import annotations

import csv
import mimetypes
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import file_digest, sha256
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ratsarchiv.archive.records import DOCUMENT, Bad, tell
from ratsarchiv.archive.sources import found, oparl
from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from ratsarchiv.archive.records import Report, Stored

LISTS = ("adressen.tsv", "adressen.csv")
FILES, LIST, FIRST = 200_000, 64 << 20, 4096
"""Files in a folder, bytes of its list, bytes in which a browser's comment stands."""
_NAMES = {"datei": "datei", "file": "datei", "url": "url", "adresse": "url", "zeitpunkt": "zeitpunkt", "mime": "mime"}
_SAVED = re.compile(rb"<!--\s{0,9}saved from url=\(\d{1,6}\)(\S{1,8192}?)\s{0,9}-->")
_BERLIN = ZoneInfo("Europe/Berlin")


def saved_from(first: bytes) -> str | None:
    """The address that a browser's comment names in the first bytes of a saved page."""
    match = _SAVED.search(first[:FIRST])
    return match[1].decode("utf-8", "replace").replace("%2D%2D", "--") if match else None


def digest(folder: Path) -> str:
    """By what the folder is known again: the names and the content of its files."""
    known = sha256()
    for path in _files(folder):
        with path.open("rb") as file:
            known.update(f"{path.relative_to(folder).as_posix()}\0{file_digest(file, 'sha256').hexdigest()}\n".encode())
    return known.hexdigest()


def answers(folder: Path, zeitpunkt: datetime | None, report: Report | None) -> Iterator[tuple[Path, Stored]]:
    """The pages that its list names, the other pages that name their address, and the OParl objects of JSON files."""
    listed: set[Path] = set()
    given = 0
    for path, answer in _listed(folder, zeitpunkt, report):
        listed.add(path)
        given += answer is not None
        if answer is not None:
            with answer.file:
                yield path, answer
    for path in _files(folder):
        if path in listed or path.name in LISTS:
            continue
        for answer in _unlisted(path, zeitpunkt, report):
            given += 1
            with answer.file:
                yield path, answer
    if not given and not listed:
        raise WrongUse(f"{folder}: no saved page names its address, and there is no list {LISTS[0]}")


def page(path: Path, zeitpunkt: datetime | None, report: Report | None) -> Iterator[tuple[Path, Stored]]:
    """One saved page that names its address."""
    for answer in _unlisted(path, zeitpunkt, report):
        with answer.file:
            yield path, answer


def _files(folder: Path) -> list[Path]:
    """All plain files below a folder, by name; no link is followed."""
    files: list[Path] = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        files.extend(path for name in names if _plain(path := Path(where, name)))
        if len(files) > FILES:
            raise WrongUse(f"{folder}: more than {FILES:,} files")
    return sorted(files)


def _plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _listed(folder: Path, zeitpunkt: datetime | None, report: Report | None) -> Iterator[tuple[Path, Stored | None]]:
    """Each file that the list names, with its answer where it is one."""
    for place, row in _rows(folder):
        path = folder / row.get("datei", "")
        try:
            _within(folder, path)
            when = _when(row["zeitpunkt"]) if row.get("zeitpunkt") else zeitpunkt
            answer = _answer(path, row.get("url", ""), when, row.get("mime") or None)
        except (ValueError, OverflowError, OSError) as error:
            tell(found.bad(row.get("url", ""), folder, place, error), report)
            yield path, None
        else:
            yield path, answer


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The lines of the list, each with its place; the first one names the columns."""
    path = next((folder / name for name in LISTS if _plain(folder / name)), None)
    if path is None:
        return
    if path.stat().st_size > LIST:
        raise WrongUse(f"{path}: longer than we take")
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\0", "")
    first = text.partition("\n")[0]
    mark = max("\t;,", key=first.count)
    try:
        for number, row in enumerate(csv.DictReader(StringIO(text, newline=""), delimiter=mark), 2):
            known = {_NAMES.get((name or "").strip().lower()): value for name, value in row.items()}
            if not {"datei", "url"} <= known.keys():
                raise WrongUse(f"{path}: its first line must name the columns datei and url (and may: zeitpunkt, mime)")
            yield f"{path.name} line {number}", {name: (value or "").strip() for name, value in known.items() if name}
    except csv.Error as error:
        raise WrongUse(f"{path}: no table: {error}") from error


def _within(folder: Path, path: Path) -> None:
    """ValueError: it is no plain file below the folder, reached without a link."""
    below = path.relative_to(folder).parts
    linked = any(folder.joinpath(*below[:depth]).is_symlink() for depth in range(1, len(below)))
    if ".." in below or linked or not _plain(path):
        raise ValueError(f"{path.name!r} is no file in this folder")


def _when(text: str) -> datetime:
    """A day or time as a list names it; without an offset it is that of German clocks."""
    named = datetime.fromisoformat(text)
    return found.point((named if named.tzinfo else named.replace(tzinfo=_BERLIN)).isoformat())


def _unlisted(path: Path, zeitpunkt: datetime | None, report: Report | None) -> Iterator[Stored]:
    """What a file says of itself."""
    with path.open("rb") as file:
        first = file.read(FIRST)
    url = saved_from(first)
    try:
        if url is not None:
            yield _answer(path, url, zeitpunkt, "text/html")
        elif first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
            yield from _dump(path, zeitpunkt, report)
    except (ValueError, OSError) as error:
        tell(found.bad(url or "", path, "saved page", error), report)


def _dump(path: Path, zeitpunkt: datetime | None, report: Report | None) -> Iterator[Stored]:
    """The OParl objects of a file; a file without any is no dump, and of no interest."""
    told: list[Bad] = []
    with suppress(WrongUse):
        for _, answer in oparl.answers(path, zeitpunkt, lambda url, why: told.append(Bad(url, why))):
            yield answer
        for bad in told:
            tell(bad, report)


def _answer(path: Path, url: str, zeitpunkt: datetime | None, mime: str | None) -> Stored:
    """The answer that was saved in this file; ValueError: something of it makes no sense."""
    if path.stat().st_size > DOCUMENT:
        raise ValueError(f"{path.name}: a file of more than {DOCUMENT:,} bytes")
    mime = mime or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    herkunft = f"Gespeicherte Seite {path.name}" + ("" if zeitpunkt else " (Zeitpunkt: Änderung der Datei)")
    file = path.open("rb")
    try:
        return found.answer(url, zeitpunkt or found.changed(path), file, herkunft, headers=(("Content-Type", mime),))
    except ValueError:
        file.close()
        raise

"""WACZ: WARC files in a zip, as browser extensions save them."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ratsarchiv.archive import reading
from ratsarchiv.archive.records import FREE, PIECE, RATIO
from ratsarchiv.errors import ArchiveError, WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.archive.records import Report, Stored

MEMBERS = 10_000
"""Files that a zip may name."""
LARGEST = 64 << 30
"""Bytes that its WARC files may have together."""
PACKAGE = 16 << 20
"""Bytes that `datapackage.json` may have."""
_WARC = re.compile(r"(?:.*/)?archive/[^/]+\.warc(?:\.gz)?", re.DOTALL)
_PLAIN = re.compile(r"[^A-Za-z0-9._-]")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What zipfile raises on a damaged, encrypted or odd file."""


def answers(path: Path, report: Report | None) -> Iterator[tuple[Path, Stored]]:
    """The answers of all WARC files in it. WrongUse: it is damaged. ArchiveError: it is not what its own list says."""
    with TemporaryDirectory() as scratch:
        yield from reading.answers(_unpacked(path, Path(scratch)), report)


def _unpacked(path: Path, scratch: Path) -> list[Path]:
    """Its WARC files, unpacked under names of our own."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [each for each in packed.infolist() if _WARC.fullmatch(each.filename)]
            if len(packed.infolist()) > MEMBERS or sum(each.file_size for each in members) > LARGEST:
                raise WrongUse(f"{path}: larger than we take")
            if not members:
                raise WrongUse(f"{path}: no WACZ file (no WARC file lies in its folder archive/)")
            said = _digests(packed)
            return [
                _unpack(packed, each, scratch, path, said) for each in sorted(members, key=lambda one: one.filename)
            ]
    except _BROKEN as error:
        raise WrongUse(f"{path}: no WACZ file, or a damaged one: {' '.join(str(error).split())[:200]}") from error


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, scratch: Path, path: Path, said: dict[str, str]) -> Path:
    """One WARC file, within bounds, and as the list of digests has it."""
    folder = scratch / str(len(list(scratch.iterdir())))
    folder.mkdir()
    target = folder / (_PLAIN.sub("_", PurePosixPath(member.filename).name)[-100:])
    digest, size = sha256(), 0
    with packed.open(member) as content, target.open("wb") as file:
        while piece := content.read(PIECE):
            digest.update(piece)
            file.write(piece)
            if (size := size + len(piece)) > FREE + RATIO * member.compress_size:
                raise ArchiveError(f"{path}: {member.filename!r} unpacks to more than we take")
    if said.get(member.filename, digest.hexdigest()) != digest.hexdigest():
        raise ArchiveError(f"{path}: {member.filename!r} is not what its datapackage.json says")
    return target


def _digests(packed: zipfile.ZipFile) -> dict[str, str]:
    """The sha256 of each file that the zip's own list names; none where it has no list that can be read."""
    if "datapackage.json" not in packed.namelist() or packed.getinfo("datapackage.json").file_size > PACKAGE:
        return {}
    with packed.open("datapackage.json") as file:
        try:
            listed: Any = json.loads(file.read(PACKAGE))
        except (ValueError, RecursionError):
            return {}
    resources = listed.get("resources") if isinstance(listed, dict) else None
    found = [each for each in resources if isinstance(each, dict)] if isinstance(resources, list) else []
    return {
        str(each.get("path")): str(each["hash"]).removeprefix("sha256:").lower()
        for each in found
        if str(each.get("hash")).startswith("sha256:")
    }

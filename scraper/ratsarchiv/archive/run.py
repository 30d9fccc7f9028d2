"""A run's files: one after the other, the council's folder locked, what a crash has torn cut off before."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from ratsarchiv.archive import names
from ratsarchiv.archive.file import WarcFile
from ratsarchiv.archive.records import GZIP, Torn, following, records
from ratsarchiv.errors import ArchiveError, NotWritten, WrongUse

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

STUMP = 18
"""Bytes of the smallest gzip member: a file that is shorter holds nothing."""


class Run:
    """Writes for one council; WrongUse where another process does."""

    def __init__(self, folder: Path, kommune: str, zeitpunkt: datetime, rotate: int) -> None:
        self._folder, self._kommune, self._beginn, self._rotate = folder, kommune, zeitpunkt, rotate
        self._lock = lock(folder, kommune)
        try:
            self._newest = _mended(folder, kommune)
            self._current = self._next()
        except BaseException:
            os.close(self._lock)
            raise

    def file(self) -> WarcFile:
        """Where the next record belongs; a full file is followed by another one."""
        if self._current.size >= self._rotate and not self._current.empty:
            self._current.close()
            self._current = self._next()
        return self._current

    def close(self) -> None:
        """Lets go of the council."""
        self._current.close()
        os.close(self._lock)

    def _next(self) -> WarcFile:
        name = names.following(self._kommune, self._beginn, self._newest)
        try:
            file = WarcFile(self._folder / name, {"isPartOf": self._kommune})
            os.fsync(self._lock)
        except OSError as error:
            raise NotWritten(f"{self._folder / name} can't be written: {error.strerror or error}") from error
        self._newest = name
        return file


def lock(folder: Path, kommune: str) -> int:
    """The folder, made where it is missing, and open for this process alone until it is closed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise NotWritten(f"{folder} can't be written: {error.strerror or error}") from error
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(opened)
        raise WrongUse(f"{kommune}: another process is writing into {folder}") from error
    return opened


def _mended(folder: Path, kommune: str) -> str | None:
    """The name of the newest file, once the record that a crash has torn is cut off its end."""
    files = names.runs(folder, kommune)
    while files and files[-1].stat().st_size < STUMP:
        files.pop().unlink()
    if not files:
        return None
    good = 0
    try:
        for stored in records(files[-1]):
            good = stored.offset + stored.laenge
    except Torn as torn:
        if following(files[-1], torn.offset + 1) is None:
            _cut(files[-1], good)
    except (ArchiveError, WrongUse):
        pass  # damage in the middle is no tear: what follows may be whole
    return files[-1].name


def _cut(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        if file.read(2) == GZIP:
            file.truncate(size)
            os.fsync(file.fileno())

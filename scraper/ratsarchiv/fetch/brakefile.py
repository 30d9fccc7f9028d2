"""A brake's file: what all processes know of one server, and the lock of the one that is asking it."""

from __future__ import annotations

import fcntl
import json
import math
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv.errors import SiteStopped, WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ratsarchiv.fetch.clock import Clock

HOUR = 3600.0
LONGEST_PAUSE = 600.0
LONGEST_ADAPTIVE = 60.0
LONGEST_BLOCK = 7 * 24 * HOUR
SIZE = 1024
"""Bytes of a file: one block, written at once, so that no disk can be too full for the second time."""
REASON = 100
POLL = 0.05
LONGEST_WAIT = 6 * HOUR
OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


@dataclass(slots=True, kw_only=True)
class State:
    """What is known of a server; times in seconds since 1970."""

    zuletzt: float = 0.0
    """When it was asked last, or had answered."""
    naechste: float = 0.0
    """When it may be asked again."""
    pause: float = 0.0
    """The pause that it needs because it is slow or busy; 0 while it is neither."""
    gesperrt_bis: float = 0.0
    stunden: float = 0.0
    """How long the last block is, if it was ours; the next one soon after it is twice as long."""
    grund: str = ""

    @classmethod
    def read(cls, raw: bytes, now: float) -> State:
        """What a file says, within what can be true; one that can't be read counts as asked just now."""
        if not raw.strip(b"\0 \n"):
            return cls()
        try:
            table = json.loads(raw)
            grund = str(table.pop("grund"))
            state = cls(**{name: float(value) for name, value in table.items()}, grund=grund)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            return cls(zuletzt=now, naechste=now)
        for name, most in _most(now).items():
            value = getattr(state, name)
            setattr(state, name, min(max(value, 0.0), most) if math.isfinite(value) else most)
        return state

    def written(self) -> bytes:
        """The file's bytes."""
        table = {name: getattr(self, name) for name in NUMBERS}
        table["grund"] = _short(self.grund) if self.grund else ""
        return _as_json(table).encode().ljust(SIZE - 1) + b"\n"


NUMBERS = ("zuletzt", "naechste", "pause", "gesperrt_bis", "stunden")
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def merged(states: Iterable[State]) -> State:
    """The most careful reading of what several files say."""
    states = list(states)
    blocked = max(states, key=lambda state: state.gesperrt_bis)
    numbers = {name: max(getattr(state, name) for state in states) for name in NUMBERS}
    return State(**numbers, grund=blocked.grund)


class BrakeFile:
    """One file of the brake's folder, locked from here to `close`.

    Who wants it stands in a queue, itself a lock: so who lets go can see that somebody waits, and comes after them.
    """

    def __init__(self, folder: Path, key: str, clock: Clock) -> None:
        self._path = folder / f"{key}.json"
        self._clock = clock
        with _told(self._path):
            folder.mkdir(parents=True, exist_ok=True)
            self._queue = os.open(folder / f"{key}.warten", OPEN, 0o600)
            try:
                self._file = os.open(self._path, OPEN, 0o600)
            except OSError:
                os.close(self._queue)
                raise
        try:
            self._wait(self._queue)
            self._wait(self._file)
        except BaseException:
            self.close()
            raise
        fcntl.flock(self._queue, fcntl.LOCK_UN)

    def awaited(self) -> bool:
        """Whether somebody else wants it."""
        if not _locked(self._queue):
            return True
        fcntl.flock(self._queue, fcntl.LOCK_UN)
        return False

    def read(self, now: float) -> State:
        """What it says."""
        with _told(self._path):
            return State.read(os.pread(self._file, SIZE, 0), now)

    def write(self, raw: bytes) -> None:
        """Says it to everybody who comes after us, killed or not."""
        with _told(self._path):
            os.pwrite(self._file, raw, 0)

    def close(self) -> None:
        """Lets go."""
        os.close(self._file)
        os.close(self._queue)

    def _wait(self, lock: int) -> None:
        for _ in range(int(LONGEST_WAIT / POLL)):
            if _locked(lock):
                return
            self._clock.sleep(POLL)
        raise SiteStopped(f"{self._path}: other runs have been asking this server for {LONGEST_WAIT / HOUR:g} hours")


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Nothing is asked where nobody else could know of it."""
    try:
        yield
    except OSError as error:
        raise WrongUse(f"{path}: the brake can't be kept, so nothing is asked: {error.strerror or error}") from error


def _most(now: float) -> dict[str, float]:
    """What can be true now; a clock that was put back must not stop us for a year."""
    return {
        "zuletzt": now,
        "naechste": now + LONGEST_PAUSE,
        "pause": LONGEST_ADAPTIVE,
        "gesperrt_bis": now + LONGEST_BLOCK,
        "stunden": LONGEST_BLOCK / HOUR,
    }


def _short(text: str) -> str:
    return "".join(each if each.isprintable() and each not in '"\\' else " " for each in text[:REASON])

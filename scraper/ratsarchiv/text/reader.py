"""One reading process as its parent sees it: what it was given, what it says, how long it may take, how it ended."""

from __future__ import annotations

import contextlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from ratsarchiv.errors import RatsarchivError
from ratsarchiv.text.document import Gelesen
from ratsarchiv.text.frames import Bereit, Ende, Frames, TooMuch, Umfang, Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.text.limits import Limits

K = TypeVar("K")

CHUNK = 1 << 16
MALLOC = {
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_TOP_PAD_": str(16 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(256 << 20),
}
"""glibc keeps the memory of one document for the next: to give it back and ask again was a seventh of the time, measured."""
STARTING = 60.0
"""Seconds in which a process must be up."""
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Job(Generic[K]):
    """One document to be read."""

    key: K
    path: Path
    erwartet: str | None


class Reader(Generic[K]):
    """One process, in a group of its own: a terminal's Ctrl-C is its parent's business."""

    def __init__(self, limits: Limits, *, ocr: bool) -> None:
        command = [sys.executable, "-P", "-m", "ratsarchiv.text.child", str(limits.memory), *(["ocr"] if ocr else [])]
        self._scratch = tempfile.TemporaryDirectory(prefix="ratsarchiv-")
        self._born_with = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT
        """The kernel counts what its parent had as its own, until it has more."""
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            env={**os.environ, **MALLOC, "TMPDIR": self._scratch.name},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asks, self._answers = self._process.stdin, self._process.stdout
        self._limits, self._ocr = limits, ocr
        self._frames = Frames(limits)
        self._up = False
        self._since, self._allowed = time.monotonic(), STARTING
        self.jobs: deque[Job[K]] = deque()
        """Given to it and not answered: it is at the first."""
        self.given = 0
        self.answered = 0
        self.ended = False
        """It answers nothing more: the last document of which it told ended it."""
        self.peak = 0
        """Bytes of memory that it had at most; known when it has ended."""

    def fileno(self) -> int:
        """What a selector watches."""
        return self._answers.fileno()

    def give(self, job: Job[K]) -> None:
        """One more to read."""
        self.jobs.append(job)
        self.given += 1
        if self._up and len(self.jobs) == 1:
            self._begin()
        line = json.dumps({"path": os.fspath(job.path), "erwartet": job.erwartet}) + "\n"
        with contextlib.suppress(BrokenPipeError):  # that it is dead is heard at the other pipe
            self._asks.write(line.encode())

    def hear(self) -> Iterator[tuple[Job[K], Gelesen]]:
        """Documents that are read by now, or on which it ended."""
        try:
            data = os.read(self.fileno(), CHUNK)
            for said in self._frames.take(data):
                yield from self._understand(said)
            if not data:
                yield from self._end(self._death())
        except TooMuch as error:
            yield from self._end(Gelesen(None, fehler="speicher", meldung=str(error)))
        except Unfit as error:
            meldung = f"the process that read it was out of its mind: {error}"
            yield from self._end(Gelesen(None, fehler="abgestuerzt", meldung=meldung))

    def time_left(self) -> float:
        """Seconds until it is overdue; endless while it has nothing to do."""
        busy = self.jobs or not self._up
        return self._since + self._allowed - time.monotonic() if busy else math.inf

    def excuse(self, seconds: float) -> None:
        """For so long nobody listened to it."""
        self._since += seconds

    def overdue(self) -> Iterator[tuple[Job[K], Gelesen]]:
        """The document that took too long, if one did."""
        if self.time_left() <= 0:
            meldung = f"it takes longer than {self._allowed:g} seconds"
            yield from self._end(Gelesen(None, fehler="zeit", meldung=meldung))

    def close(self) -> int:
        """Ends it and all that it started; its exit code."""
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            _, status, usage = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            self.peak = usage.ru_maxrss * RSS_UNIT
            self._asks.close()
            self._answers.close()
            self._scratch.cleanup()
        return self._process.returncode

    def _begin(self) -> None:
        self._since, self._allowed = time.monotonic(), self._limits.allowance(0, ocr=self._ocr)

    def _understand(self, said: Bereit | Umfang | Ende) -> Iterator[tuple[Job[K], Gelesen]]:
        match said:
            case Bereit():
                if not self._up:
                    self._up = True
                    self._begin()
            case Umfang(seiten):
                self._allowed = self._limits.allowance(seiten, ocr=self._ocr)
            case Ende(gelesen, letztes):
                if letztes:
                    yield from self._end(gelesen)
                else:
                    yield from self._answer(gelesen)

    def _answer(self, gelesen: Gelesen) -> Iterator[tuple[Job[K], Gelesen]]:
        if self.jobs:
            self.answered += 1
            self._begin()
            yield self.jobs.popleft(), gelesen

    def _end(self, gelesen: Gelesen) -> Iterator[tuple[Job[K], Gelesen]]:
        """Its last document; a process that never came up is no document's fault."""
        self.ended = True
        code = self.close()
        if not self._up:
            raise RatsarchivError(f"the process that reads documents does not start (exit code {code})")
        yield from self._answer(gelesen)

    def _death(self) -> Gelesen:
        """What a process died of that just stopped talking. Where memory is used up, libraries abort like in a crash."""
        code = self.close()
        if code == -signal.SIGKILL or self.peak > max(self._limits.memory // 2, self._born_with):
            meldung = f"it needs more memory than a document may ({_cause(code)} at {self.peak >> 20} MiB)"
            return Gelesen(None, fehler="speicher", meldung=meldung)
        return Gelesen(None, fehler="abgestuerzt", meldung=f"the process that read it ended: {_cause(code)}")


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"

"""SIGKILL for a visitor at a chosen moment."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

from tests.harvest.ground import PATIENCE, lasting, start

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from ratsarchiv.demo import DemoServer
    from ratsarchiv.demo.server import Eintrag


class Killer:
    """Kills one process after the other that asks this server."""

    def __init__(self, server: DemoServer) -> None:
        self.in_flight: Counter[str] = Counter()
        """The addresses that were asked for last, by those who were killed."""
        self._server = server
        self._prey: tuple[subprocess.Popen[str], Callable[[Eintrag], bool], float] | None = None
        self._timers: list[threading.Timer] = []
        server.zeuge = self._see

    def at(self, *words: str, data: Path, when: Callable[[Eintrag], bool], later: float = 0.0) -> int:
        """A command, killed before it gets the answer to such a request, or seconds later; its exit code."""
        with start(*words, data=data) as process:
            self._prey = process, when, later
            return self._buried(process, PATIENCE)

    def after(self, seconds: float, *words: str, data: Path) -> int:
        """A command, killed so long after it was started; its exit code."""
        with start(*words, data=data) as process:
            timer = threading.Timer(seconds, process.kill)
            timer.start()
            self._timers.append(timer)
            return self._buried(process, PATIENCE)

    def _buried(self, process: subprocess.Popen[str], patience: float) -> int:
        try:
            code = process.wait(patience)
        finally:
            self._prey = None
            process.kill()
        for timer in self._timers:
            timer.join()
        self._timers.clear()
        if code < 0 and (log := self._server.log):
            self.in_flight[lasting(log[-1].pfad)] += 1
        return code

    def _see(self, eintrag: Eintrag) -> None:
        if self._prey is None or not self._prey[1](eintrag):
            return
        (process, _, later), self._prey = self._prey, None
        if not later:
            process.kill()
            return
        timer = threading.Timer(later, process.kill)
        self._timers.append(timer)
        timer.start()

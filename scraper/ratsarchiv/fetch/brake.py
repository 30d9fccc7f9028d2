"""One connection and one pause for a server, whoever of this machine asks it, and for whichever council."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ratsarchiv.errors import SiteStopped
from ratsarchiv.fetch.brakefile import HOUR, LONGEST_ADAPTIVE, LONGEST_BLOCK, LONGEST_PAUSE, BrakeFile, State, merged
from ratsarchiv.fetch.servers import addresses, hostname, server_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ratsarchiv.fetch.clock import Clock

INSTANT = 1e-4
LONG = 5.0
"""A pause in which no connection is kept open."""
SLICE = 60.0
"""So long a server is ours while somebody else waits for it."""
RESOLVED = HOUR
LEAST_STRAINED = 1.0
CALMER = 0.9
"""What one calm answer leaves of a lengthened pause."""
FIRST_BLOCK, MOST_BLOCK, SOON = 6.0, 48.0, 48.0
"""Hours: a block, the longest one, and how soon after one the next is twice as long."""


class Brake:
    """What one asker needs to be polite; askers of all processes meet in the folder."""

    def __init__(
        self,
        folder: Path | None = None,
        clock: Clock = time,
        resolve: Callable[[str], frozenset[str]] = addresses,
    ) -> None:
        """Without a folder nobody else is known, and nothing is remembered."""
        self.hang_up: Callable[[], object] = lambda: None
        """Closes the connection, before others may open theirs; its asker says how."""
        self._folder, self._clock, self._resolve = folder, clock, resolve
        self._state = State()
        self._files: list[BrakeFile] = []
        self._keys: tuple[str, ...] = ()
        self._since = 0.0
        self._known: dict[str, tuple[tuple[str, ...], float]] = {}

    def turn(self, host: str, delay: float) -> None:
        """Waits until the host may be asked, and takes note that it is; SiteStopped where it may not for hours."""
        waited: float | None = None
        while True:
            self._hold(host)
            self._refuse(host)
            due = max(self._state.naechste, self._state.zuletzt + max(delay, self._state.pause))
            pause = due - self._clock.time()
            if pause < INSTANT or due == waited:
                break
            if pause > LONG:
                self.let_go()
            self._clock.sleep(pause)
            waited = due
        self._asked(delay)

    def answered(self, delay: float, *, strained: bool | None = False, wait: float = 0.0) -> None:
        """Takes note of an answer's end, how hard it was for the server (None: can't tell), and what it asked for."""
        state = self._state
        if strained:
            state.pause = min(LONGEST_ADAPTIVE, max(2 * max(state.pause, delay), LEAST_STRAINED))
        elif strained is not None and state.pause:
            calmer = state.pause * CALMER
            state.pause = calmer if calmer > max(delay, LEAST_STRAINED / 10) else 0.0
        self._asked(delay, min(wait, LONGEST_PAUSE))

    def block(self, host: str, reason: str, seconds: float | None = None) -> datetime:
        """Leaves the server alone: for that long, or for hours, twice as long if it had to be left alone lately."""
        self._hold(host)
        state, now = self._state, self._clock.time()
        if seconds is not None:
            state.gesperrt_bis = max(state.gesperrt_bis, now + min(seconds, LONGEST_BLOCK))
        elif state.gesperrt_bis <= now:
            lately = state.stunden and now - state.gesperrt_bis < SOON * HOUR
            state.stunden = min(2 * state.stunden, MOST_BLOCK) if lately else FIRST_BLOCK
            state.gesperrt_bis = now + state.stunden * HOUR
        state.grund = reason
        self._write()
        self.let_go()
        return datetime.fromtimestamp(state.gesperrt_bis, UTC)

    def let_go(self) -> None:
        """The connection closed and the server given to whoever waits; the next turn takes it again."""
        if self._keys:
            self.hang_up()
        self._keys = ()
        while self._files:
            self._files.pop().close()

    def _hold(self, host: str) -> None:
        keys = self._keys_of(host)
        late = self._clock.monotonic() - self._since > SLICE
        if keys == self._keys and not (late and any(file.awaited() for file in self._files)):
            return
        self.let_go()
        if self._folder is not None:
            for key in keys:  # sorted, so that no two askers wait for each other
                self._files.append(BrakeFile(self._folder, key, self._clock))
            now = self._clock.time()
            self._state = merged(file.read(now) for file in self._files)
            self._write()  # what can't be true is corrected once, not again at each reading
        self._keys, self._since = keys, self._clock.monotonic()

    def _keys_of(self, host: str) -> tuple[str, ...]:
        now = self._clock.monotonic()
        keys, until = self._known.get(host, ((), 0.0))
        if not keys or now > until:
            keys = server_keys(host, self._resolve(hostname(host)))
            self._known[host] = keys, now + RESOLVED
        return keys

    def _refuse(self, host: str) -> None:
        if self._state.gesperrt_bis <= self._clock.time():
            return
        bis = datetime.fromtimestamp(self._state.gesperrt_bis, UTC)
        self.let_go()
        raise SiteStopped(f"{host}: not asked before {bis:%Y-%m-%d %H:%M} UTC: {self._state.grund}", bis)

    def _asked(self, delay: float, wait: float = 0.0) -> None:
        now = self._clock.time()
        self._state.zuletzt = now
        self._state.naechste = max(now + wait, now + max(delay, self._state.pause))
        self._write()

    def _write(self) -> None:
        raw = self._state.written() if self._files else b""
        for file in self._files:
            file.write(raw)

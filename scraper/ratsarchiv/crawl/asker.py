"""How a run asks: with the council's delay and window, the brake that all runs share, and what is known already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ratsarchiv.crawl.reading import robots_said
from ratsarchiv.crawl.run import Run, now
from ratsarchiv.errors import ArchiveError
from ratsarchiv.fetch import Brake, Budget, Fetcher, RobotsSaid, Window
from ratsarchiv.store.bestand import Bestand

if TYPE_CHECKING:
    from ratsarchiv.kommunen import Kommune

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a run may ask for at most; None: without limit."""

    requests: int | None = None
    minutes: float | None = None
    fenster: str | None = None
    """The part of the day, `22:00-06:00`, in place of what the council's TOML says."""


def check(kommune: Kommune, bounds: Bounds | None) -> None:
    """WrongUse where the council can't be asked so, before anything is written."""
    if fenster := (bounds and bounds.fenster) or kommune.fenster:
        Window.read(fenster)
    Fetcher((), delay=kommune.delay, contact=kommune.kontakt, private=kommune.loopback_erlaubt).close()


def asker(run: Run, bounds: Bounds | None) -> Fetcher:
    """A Fetcher for the council of the run, which goes on with the session that the site knows us by."""
    kommune, clock = run.kommune, run.clock
    bounds = bounds or Bounds()
    fenster = bounds.fenster or kommune.fenster
    fetcher = Fetcher(
        {host for quelle in kommune.besucht for host in quelle.hosts},
        delay=kommune.delay,
        contact=kommune.kontakt,
        private=kommune.loopback_erlaubt,
        clock=clock,
        brake=Brake(run.data / "bremse", clock=clock),
        budget=Budget(
            window=Window.read(fenster) if fenster else None,
            requests=bounds.requests,
            minutes=bounds.minutes,
            clock=clock,
        ),
        known_robots=lambda url: _known_robots(run, url),
        consent=kommune.zugestimmt,
    )
    if cookies := run.queue.cookies:
        fetcher.set_cookies(cookies)
    return fetcher


def _known_robots(run: Run, url: str) -> RobotsSaid | None:
    """What the robots.txt at an address said within the last day: the archive has it."""
    newest = Bestand(run.data / "ratsarchiv.db").newest(run.kommune.id, url)
    if newest is None or now(run.clock) - newest[2] > DAY:
        return None
    try:
        capture = run.archive.get(newest[0], newest[1])
    except ArchiveError:
        return None
    return robots_said(capture)

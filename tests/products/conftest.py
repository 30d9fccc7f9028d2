"""Musterstadt on a fixed day, visited in any product."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.crawl import Report, crawl
from ratsarchiv.demo import musterstadt, serve
from ratsarchiv.kommunen import Kommune
from ratsarchiv.kommunen.quelle import Quelle

from .facts import Facts, facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ratsarchiv.demo import World
    from ratsarchiv.demo.server import DemoServer

STICHTAG = date(2026, 11, 20)
DAY = 86_400.0


class Calendar:
    """A clock that begins on the stichtag, never waits, and is put on by hand."""

    def __init__(self) -> None:
        self._ahead = datetime(STICHTAG.year, STICHTAG.month, STICHTAG.day, 10, tzinfo=UTC).timestamp() - time.time()

    def time(self) -> float:
        return time.time() + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead

    def sleep(self, seconds: float) -> None:
        self._ahead += seconds

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC).astimezone()


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
def world() -> World:
    return without_files()


def small() -> World:
    """The smallest Musterstadt; each is the same as the others."""
    return musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12)


def without_files() -> World:
    """The same, but for its documents: half the requests of a visit."""
    world = small()
    for files in [each.dokumente for each in world.vorlagen] + [each.dokumente for each in world.sitzungen]:
        files.clear()
    for more in [each.anlagen for each in world.vorlagen] + [each.anlagen for each in world.sitzungen]:
        more.clear()
    for _, top in world.top.values():
        top.niederschrift = None
        if top.auszug:
            top.auszug.anlagen.clear()
    world.geaendert()
    return world


def council(*quellen: Quelle) -> Kommune:
    """Musterstadt with these sources."""
    return Kommune(id="musterstadt", name="Musterstadt", quellen=quellen, delay=0, loopback_erlaubt=True, expect={})


def source(server: DemoServer, product: str, *, bis: date | None = None, files: bool = True) -> Quelle:
    """One product of the server as a council's TOML names it; an interface's files lie beside it."""
    auch = (f"{server.ursprung}/public/doc",) if product == "oparl" and files else ()
    return Quelle(system=product, url=server.url_of(product), bis=bis, auch=auch)


def visit(kommune: Kommune, data: Path, clock: Calendar, befehl: str = "crawl") -> Report:
    """One visit, which has to end by itself and well."""

    def bounded(report: Report) -> None:
        assert report.anfragen < 3000

    report = crawl(kommune, data, befehl=befehl, progress=bounded, clock=clock)
    assert report.gestoppt is None
    assert report.offen == 0
    return report


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Facts]:
    """What an archive holds that was made from one product alone."""
    known: dict[str, Facts] = {}

    def tell(product: str) -> Facts:
        if product not in known:
            data = tmp_path_factory.mktemp(product)
            served = (product, "allris4") if product == "oparl" else (product,)
            with serve(small(), produkte=served) as server:
                visit(council(source(server, product)), data, Calendar())
            known[product] = facts(data)
        return known[product]

    return tell

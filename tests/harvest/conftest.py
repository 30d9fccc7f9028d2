"""A Musterstadt that one undisturbed visit has brought home, to be visited again under worse conditions."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from tests.conftest import QuickClock, bounded
from tests.crawl.seeing import content
from tests.harvest.ground import small_world

from ratsarchiv.crawl import crawl, read_texts
from ratsarchiv.demo import DemoServer, Faults, serve
from ratsarchiv.demo.programme import ROBOTS
from ratsarchiv.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import MakeKommune

    from ratsarchiv.crawl import Report
    from ratsarchiv.demo.server import Eintrag
    from ratsarchiv.kommunen import Kommune


@dataclass(frozen=True)
class Undisturbed:
    """What a visit without any trouble left behind."""

    data: Path
    server: DemoServer
    kommune: Kommune
    report: Report
    log: tuple[Eintrag, ...]

    @property
    def url(self) -> str:
        return self.server.url


@dataclass(frozen=True)
class Ground:
    """The same once more, to be worked with: the data is this test's own, the server is as new."""

    data: Path
    server: DemoServer
    kommune: Kommune
    clock: QuickClock

    def visit(self, befehl: str = "update") -> Report:
        """One more run, at the clock's time."""
        return crawl(self.kommune, self.data, befehl=befehl, clock=self.clock, progress=bounded)

    def content(self) -> dict[str, list[tuple[object, ...]]]:
        """What the tables say, as seen from the council's present day."""
        with Store(self.data / "ratsarchiv.db") as store:
            store.derive(self.server.world.stichtag)
        return content(self.data, self.server.url)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, make_kommune: MakeKommune) -> Iterator[Undisturbed]:
    data = tmp_path_factory.mktemp("undisturbed")
    with serve(small_world()) as server:
        kommune = make_kommune(server.url)
        report = crawl(kommune, data, progress=bounded)
        assert report.exit_code == 0
        read_texts(data)
        yield Undisturbed(data, server, kommune, report, tuple(server.log))


@pytest.fixture
def ground(undisturbed: Undisturbed, tmp_path: Path, quick: QuickClock) -> Iterator[Ground]:
    shutil.copytree(undisturbed.data, tmp_path / "data")
    server = undisturbed.server
    yield Ground(tmp_path / "data", server, undisturbed.kommune, quick)
    server.faults, server.robots = Faults(), ROBOTS

"""One desk per test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratsarchiv.store.schutz import Schutz

from .desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "ratsarchiv.db")
    yield made
    assert made.query("PRAGMA foreign_key_check") == []
    made.store.close()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Schutz]:
    with Schutz(tmp_path / "intern.db") as schutz:
        yield schutz


@pytest.fixture
def office(tmp_path: Path, vault: Schutz) -> Iterator[Desk]:
    desk = Desk(tmp_path / "ratsarchiv.db", vault)
    yield desk
    assert desk.query("PRAGMA foreign_key_check") == []
    desk.store.close()

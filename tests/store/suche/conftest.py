"""One archive for all tests of the search."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from .musterarchiv import Musterarchiv, opened, welt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.demo import World


@pytest.fixture(scope="session")
def musterstadt_welt() -> World:
    return welt()


@pytest.fixture(scope="session")
def archiv(tmp_path_factory: pytest.TempPathFactory, musterstadt_welt: World) -> Path:
    """Musterstadt's database, never to be written."""
    path = tmp_path_factory.mktemp("suche") / "ratsarchiv.db"
    Musterarchiv(path, musterstadt_welt).write()
    return path


@pytest.fixture
def connection(archiv: Path) -> Iterator[sqlite3.Connection]:
    with closing(opened(archiv)) as found:
        yield found

"""One desk per test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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

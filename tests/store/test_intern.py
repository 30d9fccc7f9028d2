"""Two databases in one folder, opened by several programs at once."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.errors import WrongUse
from ratsarchiv.store.intern import connect

if TYPE_CHECKING:
    from pathlib import Path

OPEN = """
import sys
from pathlib import Path
from ratsarchiv.store import Store
from ratsarchiv.store.queue import Queue
from ratsarchiv.store.schutz import Schutz
data = Path(sys.argv[1])
with Schutz(data / "intern.db") as schutz, Store(data / "ratsarchiv.db", schutz), Queue(data / "intern.db", sys.argv[2]):
    pass
"""


def test_programs_that_begin_together_do_not_stumble_over_each_other(tmp_path: Path) -> None:
    for attempt in range(3):
        data = str(tmp_path / str(attempt))
        begun = [subprocess.Popen([sys.executable, "-c", OPEN, data, str(n)], stderr=subprocess.PIPE) for n in range(4)]
        assert [each.communicate(timeout=60)[1] for each in begun] == [b""] * 4
        assert [each.returncode for each in begun] == [0] * 4


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "intern.db").write_bytes(b"no database at all, but a good many bytes" * 100)
    with pytest.raises(WrongUse, match="is no SQLite database"):
        connect(tmp_path / "intern.db")

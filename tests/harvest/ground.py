"""The command line in a process of its own, and what the archive holds after it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

from tests.crawl.seeing import rows

from ratsarchiv.demo import musterstadt
from ratsarchiv.parse import sessionless
from ratsarchiv.store.dump import dump

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from ratsarchiv.demo import World

PATIENCE = 120
"""Seconds after which a process counts as stuck."""
TOML = """\
name = "Musterstadt"

[[quellen]]
system = "allris3"
url = "{url}"

[fetch]
delay = 0
loopback_erlaubt = true
"""


def small_world() -> World:
    """The smallest Musterstadt; each is the same as the others."""
    return musterstadt(stichtag=datetime.now().astimezone().date(), vorlagen=60, sitzungen=40, personen=12)


def write_toml(data: Path, url: str) -> None:
    """Tells the command line where Musterstadt answers."""
    path = data / "kommunen" / "musterstadt.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TOML.format(url=url), encoding="utf-8")


def command(*words: str, data: Path) -> list[str]:
    """`ratsarchiv …` as a process is started with it."""
    return [sys.executable, "-m", "ratsarchiv", *words, "--data", str(data)]


def start(*words: str, data: Path, **options: Any) -> subprocess.Popen[str]:
    """A command at work."""
    return subprocess.Popen(
        command(*words, data=data),
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_plain(),
        **options,
    )


def finished(*words: str, data: Path, **options: Any) -> tuple[int, str]:
    """Exit code of a command, and what it said on standard error."""
    with start(*words, data=data, **options) as process:
        try:
            said = process.communicate(timeout=PATIENCE)[1]
        finally:
            process.kill()
    return process.returncode, said


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("RATSARCHIV")}


def same(left: Path, right: Path) -> None:
    """Asserts that two public databases hold the same rows."""
    mine, other = Counter(map(repr, dump(left))), Counter(map(repr, dump(right)))
    assert (sorted(mine - other)[:5], sorted(other - mine)[:5]) == ([], [])


def sound(data: Path) -> None:
    """Asserts that neither database nor any file of the archive is damaged."""
    for name in ("ratsarchiv.db", "intern.db"):
        with closing(sqlite3.connect(data / name)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    code, said = finished("archive", "check", data=data)
    assert code == 0, said


def payloads(data: Path) -> set[str]:
    """What the archive holds: of documents their sha256, of pages their fingerprint, or the address where it is withheld."""
    sql = (
        "select distinct coalesce(inhalt, case ergebnis when 'dokument' then sha256 else url end)"
        " from abrufe where ergebnis in ('geparst', 'dokument')"
    )
    return {row[0] for row in rows(data, sql)}


def answers(data: Path, url: str) -> Counter[tuple[str, str, int]]:
    """How often each address was archived, as (address without what is temporary, ergebnis, status)."""
    sql = "select replace(url, ?, ''), ergebnis, http_status from abrufe"
    return Counter((lasting(each), ergebnis, status) for each, ergebnis, status in rows(data, sql, url))


def lasting(path: str) -> str:
    """An address without the folder that was made for one view."""
    return re.sub(r"^/?(bi/)?", "", sessionless(path))

"""The benchmark of the website's pages has an archive with everything that they show, and asks every page of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from bench.erzeugen import schreiben
from bench.rat import besetzen
from bench.seiten import ARTEN, measure, report
from bench.wortschatz import Wortschatz

if TYPE_CHECKING:
    from pathlib import Path

FILLED = (
    "personen", "mitgliedschaften", "sitzungen", "tagesordnungspunkte", "aenderungen", "abrufe", "adressen", "ortsnennungen",
    "verweise", "vorgang_vorlagen", "laeufe", "kennzahlen", "suche",
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench") / "ratsarchiv.db"
    schreiben(made, 120, 150, Wortschatz(6000))
    besetzen(made)
    return made


def test_nothing_is_missing(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        empty = [name for name in FILLED if not connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()]
        assert empty == []
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM beratungen WHERE tagesordnungspunkt IS NULL").fetchone() == (0,)


def test_it_is_done_once(path: Path) -> None:
    before = path.read_bytes()
    besetzen(path)
    assert path.read_bytes() == before


def test_every_page_answers(path: Path) -> None:
    results = list(measure(path, 1))
    assert [result.art for result in results] == list(ARTEN)
    assert {result.art.name: result.status for result in results if not result.status <= {200, 302}} == {}
    lines = list(report(results))
    assert len(lines) == 1 + len(ARTEN)
    assert [line for line in lines if "status" in line or "promised ≤ 3" in line] == [lines[1]]

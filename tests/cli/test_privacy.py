"""The operator's doors: take down, lift, release, and what looks private."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Crawled


@pytest.fixture
def data(crawled: Crawled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("RATSARCHIV_DATA", raising=False)
    for name in ("ratsarchiv.db", "intern.db"):
        shutil.copy(crawled.data / name, tmp_path / name)
    return tmp_path


def ask(data: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as connection:
        return connection.execute(sql, values).fetchall()


def say(data: Path, *words: str) -> int:
    return main([*words, "--data", str(data)])


def test_take_down_list_lift_and_finish(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [(id_, betreff)] = ask(data, "select id, betreff from vorlagen where abruf is not null limit 1")
    add = ["takedown", "add", "--id", f"vorlagen/{id_}", "--reason", "personenbezug"]
    assert say(data, *add, "--dry-run") == 0
    assert "would change: " in capsys.readouterr().out
    assert ask(data, "select betreff from vorlagen where id = ?", id_) == [(betreff,)]
    assert say(data, *add) == 0
    said = capsys.readouterr().out
    assert said.startswith("takedown 1: changed: ")
    assert "vorlagen 1" in said
    assert ask(data, "select betreff from vorlagen where id = ?", id_) == [(None,)]

    assert say(data, "takedown", "list") == 0
    assert f"vorlagen/{id_}" in capsys.readouterr().out
    assert say(data, "takedown", "list", "--json") == 0
    [rule] = json.loads(capsys.readouterr().out)
    assert (rule["nummer"], rule["grund"], rule["aufgehoben"]) == (1, "personenbezug", None)
    assert say(data, "takedown", "finish") == 0
    assert capsys.readouterr().out == "changed: nothing\n"
    assert say(data, "takedown", "lift", "1") == 0
    assert ask(data, "select betreff from vorlagen where id = ?", id_) == [(betreff,)]


def test_a_wording_comes_by_standard_input_and_a_file_by_its_sha256(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [(betreff,)] = ask(data, "select betreff from vorlagen where length(betreff) between 12 and 40 limit 1")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(str(betreff).encode()), "utf-8"))
    assert say(data, "takedown", "add", "--text", "-", "--reason", "gericht") == 0
    assert ask(data, "select count(*) from vorlagen where betreff = ?", betreff) == [(0,)]
    [(sha,)] = ask(data, "select sha256 from dateien limit 1")
    assert say(data, "takedown", "add", "--document", str(sha), "--reason", "urheberrecht") == 0
    assert ask(data, "select count(*) from dokumente where datei = ?", sha) == [(0,)]
    assert say(data, "takedown", "list") == 0
    assert str(betreff) not in capsys.readouterr().out


def test_what_is_masked_is_listed_and_may_be_shown(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(data, "privacy", "--json") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert say(data, "privacy", "--kommune", "musterstadt") == 0
    assert len(capsys.readouterr().out.splitlines()) == len(found)
    assert say(data, "privacy", "--kommune", "leipzig") == 0
    assert capsys.readouterr().out == ""
    assert say(data, "release", "--text", "0241 5198-0") == 0
    assert capsys.readouterr().out.startswith("changed: ") or found == []


@pytest.mark.parametrize(
    "words",
    [
        ["takedown", "add", "--reason", "gericht"],
        ["takedown", "add", "--id", "a", "--text", "b", "--reason", "gericht"],
        ["takedown", "add", "--id", "musterstadt-999999", "--reason", "gericht"],
        ["takedown", "add", "--id", "abrufe/1", "--reason", "gericht"],
        ["takedown", "add", "--document", "0" * 64, "--reason", "gericht"],
        ["takedown", "add", "--text", "Kurz", "--reason", "gericht"],
        ["takedown", "lift", "7"],
        ["release"],
        ["release", "vorlagen/musterstadt-1", "--text", "b"],
        ["release", "vorlagen/musterstadt-999999"],
        ["release", "--text", "x"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line_exit_code_2_and_nothing_changed(
    data: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = ask(data, "select count(*), sum(length(betreff)) from vorlagen")
    assert say(data, *words) == 2
    said = capsys.readouterr()
    assert said.err.startswith("ratsarchiv: ")
    assert (said.err.count("\n"), said.out) == (1, "")
    assert ask(data, "select count(*), sum(length(betreff)) from vorlagen") == before
    assert say(data, "takedown", "list") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("words", [["takedown", "list"], ["release", "a"], ["privacy"], ["takedown", "lift", "1"]])
def test_without_an_archive_nothing_is_made(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert say(tmp_path / "nichts", *words) == 2
    assert "no archive here" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

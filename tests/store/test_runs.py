"""Runs, problems, robots.txt and the index of captures; that a second time changes nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv.model import Problem
from ratsarchiv.store import Counts, Store, dump

from .desk import K, at, beratung, capture, dokument, passing, seen, sitzung, vorlage

if TYPE_CHECKING:
    from pathlib import Path

    from .desk import Desk


def test_a_run_that_goes_on_is_the_same_run(desk: Desk) -> None:
    first = desk.store.begin_run(K, "crawl", at(5))
    assert desk.store.begin_run(K, "crawl", at(5)) == first
    assert desk.store.begin_run(K, "import", at(5)) != first
    assert desk.store.begin_run("neudorf", "crawl", at(5)) != first


def test_a_run_that_never_ended_was_broken_off_when_the_next_begins(desk: Desk) -> None:
    other = desk.store.begin_run("neudorf", "crawl", at(1))
    done = desk.store.begin_run(K, "crawl", at(2))
    desk.store.end_run(done, at(3), anfragen=1, ergebnis="fertig")
    last = desk.store.begin_run(K, "crawl", at(5))
    results = {row["id"]: row["ergebnis"] for row in desk.rows("laeufe")}
    assert results == {desk.lauf: "abgebrochen", other: None, done: "fertig", last: None}


def test_a_problem_is_kept_once_per_run_and_page(desk: Desk) -> None:
    problem = Problem(art="abruf", meldung="keine Antwort", url="vo9")
    for each in (problem, problem, replace(problem, url="vo8"), replace(problem, art="robots")):
        desk.store.problem(desk.lauf, K, each)
    desk.store.problem(desk.store.begin_run(K, "crawl", at(9)), K, problem)
    assert len(desk.rows("probleme")) == 4


def test_robots_txt_is_kept_with_its_date_once(desk: Desk) -> None:
    said: dict[str, Any] = {"http_status": 200, "verdict": "verboten", "regel": "Disallow: /bi/"}
    for minute in (1, 1, 2):
        desk.store.save_robots(K, "rat.example", at(minute), **said)
    desk.store.save_robots(K, "rat.example", at(3), http_status=None, verdict="ausgefallen")
    rows = desk.rows("robots")
    assert [(row["zeitpunkt"], row["ergebnis"], row["regel"]) for row in rows] == [
        (seen(1), "verboten", "Disallow: /bi/"),
        (seen(2), "verboten", "Disallow: /bi/"),
        (seen(3), "ausgefallen", None),
    ]
    assert {(row["kommune"], row["host"]) for row in rows} == {(K, "rat.example")}


def test_the_index_names_where_a_capture_came_from(desk: Desk) -> None:
    desk.save(capture(1, "vo1", herkunft="alt.warc.gz"), None)
    desk.save(capture(2, "vo1"), None)
    assert [row["herkunft"] for row in desk.rows("abrufe")] == ["alt.warc.gz", None]


def test_a_twin_has_the_same_bytes_or_shows_the_same_page(desk: Desk) -> None:
    store = desk.store
    desk.look(1, "vo1", "a", vorlage())
    desk.look(2, "vo2", "b", vorlage(2))
    store.save_document(capture(3, "do1", b"%PDF"), dokument(1).id, lauf=desk.lauf)
    page = capture(9, "vo1", b"other token")
    assert store.twin(K, inhalt="a", sha256=page.sha256) == (f"{K}/a.warc.gz", 1)
    assert store.twin(K, inhalt=None, sha256=page.sha256) is None
    assert store.twin(K, inhalt=None, sha256=capture(9, "do1", b"%PDF").sha256) == (f"{K}/a.warc.gz", 3)
    assert store.twin(K, inhalt="b", sha256=capture(9, "vo1", b"page").sha256) == (f"{K}/a.warc.gz", 1)
    assert store.twin("neudorf", inhalt="a", sha256=capture(9, "vo1").sha256) is None


def test_one_answer_may_be_the_file_of_two_documents(desk: Desk) -> None:
    files = (dokument(1), dokument(2))
    desk.read(1, "vo1", vorlage(), *files)
    answer = capture(2, "do1", b"%PDF")
    for file in (*files, *files):
        desk.store.save_document(answer, file.id, lauf=desk.lauf)
    assert {desk.row(file)["datei"] for file in files} == {answer.sha256}
    assert (len(desk.rows("dateien")), len(desk.rows("abrufe")), desk.news()) == (1, 2, [])


def test_a_file_too_large_for_memory_is_known_by_its_size(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), dokument(1))
    large = capture(2, "do1", b"%PDF", groesse=300_000_000)
    desk.store.save_document(replace(large, body=None), dokument(1).id, lauf=desk.lauf)
    assert desk.rows("dateien")[0]["groesse"] == desk.rows("abrufe")[1]["groesse"] == 300_000_000


def test_the_sitzungen_of_a_month_are_those_that_take_place(desk: Desk) -> None:
    days = (date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1), date(2025, 4, 9))
    desk.read(1, "si010", links=passing(*(sitzung(70 + n, datum=day) for n, day in enumerate(days))))
    desk.read(2, "si010_a", links=passing(sitzung(80, datum=days[0], abgesagt=True), sitzung(81)))
    desk.read(3, "to82", sitzung(82, datum=days[0]))
    assert desk.store.sitzungen_im_monat(K, 2026, 4) == 3
    desk.refuse(4, sitzung(82))
    desk.refuse(5 + 24 * 60, sitzung(82))
    assert [desk.store.sitzungen_im_monat(K, 2026, month) for month in (4, 5, 6)] == [2, 1, 0]
    assert desk.store.sitzungen_im_monat("neudorf", 2026, 4) == 0


def test_counts_name_what_is_new_and_what_has_changed(desk: Desk) -> None:
    counts = desk.read(1, "vo1", vorlage(betreff="A"), beratung(1))
    assert counts.objekte == {("vorlagen", f"{K}-1"), ("beratungen", f"{K}-1-b1")}
    assert desk.read(2, "vo1", vorlage(betreff="B"), beratung(1)).objekte == {("vorlagen", f"{K}-1")}
    assert desk.read(3, "vo1", vorlage(betreff="B"), beratung(1)).objekte == set()


def test_equal_databases_have_equal_dumps(desk: Desk, tmp_path: Path) -> None:
    desk.read(1, "vo1", vorlage(betreff="A"), beratung(1))
    desk.store.derive(date(2026, 3, 15))
    with Store(tmp_path / "again.db") as other:
        lauf = other.begin_run(K, "import", at(0))
        assert lauf == desk.lauf
        desk.store, store = other, desk.store
        desk.read(1, "vo1", vorlage(betreff="A"), beratung(1))
        other.derive(date(2026, 3, 15))
        desk.store = store
        rows = list(dump(desk.path))
        assert list(dump(tmp_path / "again.db")) == rows
        other.problem(lauf, K, Problem(art="abruf", meldung="?", url="vo9"))
        assert list(dump(tmp_path / "again.db")) != rows
    assert {"vorlagen", "abrufe", "laeufe", "kommunen"} <= {row[0] for row in rows}
    assert "_sqlite_migrations" not in {row[0] for row in rows}
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_a_dump_only_reads(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        list(dump(tmp_path / "missing.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_known_capture_adds_nothing_to_the_run(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage())
    before = desk.rows("laeufe")
    assert desk.read(1, "vo1", vorlage()) == Counts(unveraendert=1)
    assert desk.rows("laeufe") == before

"""The ready-made questions, asked of the demo council as it is today, and of a small one whose answers are known."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.model import Record
from ratsarchiv.publish import metadata
from ratsarchiv.store import kennzahlen, statistik

from . import council

K = council.K
TOO_RARE = {"dauer_je_gremium"}
"""The demo that tests use is too small a council for medians."""


@pytest.mark.parametrize("name", metadata.queries())
def test_each_has_an_answer_for_the_demo(name: str, demo_data: Path, open_site: Callable[[Path], Any]) -> None:
    answer = open_site(demo_data / "ratsarchiv.db")(f"/ratsarchiv/{name}.json?_shape=objects").json()
    assert answer["ok"] is True
    assert answer["rows"] != [] or name in TOO_RARE


def test_a_crawl_leaves_the_statistics_as_counting_anew_gives_them(demo_data: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(demo_data / "ratsarchiv.db", tmp_path))
    with closing(sqlite3.connect(copy)) as connection:
        stored = connection.execute("select * from kennzahlen").fetchall()
        assert {row[1] for row in stored} >= {frage.name for frage in statistik.FRAGEN} - TOO_RARE
        connection.execute("delete from kennzahlen")
        kennzahlen.aktualisieren(connection)
        assert connection.execute("select * from kennzahlen").fetchall() == stored


def decided() -> list[Record]:
    """Old papers: one waits, one was only recommended, one put off and then decided, one withdrawn in Vorberatung."""
    today = datetime.now().astimezone().date()  # as SQLite's 'localtime'
    old, later = today - timedelta(days=500), today - timedelta(days=400)
    ausschuss: dict[str, Any] = {"rolle": "Vorberatung"}
    rat: dict[str, Any] = {"rolle": "Entscheidung"}
    return [
        council.vorlage(1, nummer="1", betreff="wartet"),
        council.beratung(f"{K}-1", 1, "Rat", old, **rat, beschluss="vertagt", beschlussart="vertagt"),
        council.vorlage(2, nummer="2", betreff="nur empfohlen"),
        council.beratung(
            f"{K}-2", 1, "Ausschuss", old, **ausschuss, beschluss="ungeändert", beschlussart="ungeaendert"
        ),
        council.vorlage(3, nummer="3", betreff="beschlossen", datum=old - timedelta(days=10)),
        council.beratung(f"{K}-3", 1, "Rat", old, **rat, beschluss="vertagt", beschlussart="vertagt"),
        council.beratung(f"{K}-3", 2, "Rat", later, **rat, beschluss="geändert", beschlussart="geaendert"),
        council.vorlage(4, nummer="4", betreff="zurückgezogen"),
        council.beratung(f"{K}-4", 1, "Ausschuss", old, **ausschuss, beschluss="weg", beschlussart="zurueckgezogen"),
        council.vorlage(5, nummer="5", betreff="noch jung"),
        council.beratung(
            f"{K}-5", 1, "Rat", today - timedelta(days=5), **rat, beschluss="ja", beschlussart="beschlossen"
        ),
    ]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = council.build(tmp_path_factory.mktemp("decided") / "ratsarchiv.db", [decided()])
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        # the bridge and its neighbours have dates of their own
        connection.execute("delete from beratungen where vorlage in ('buchenried-100', 'buchenried-200')")
        yield connection


def ask(connection: sqlite3.Connection, name: str, **values: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(metadata.queries()[name]["sql"], values)]


def test_what_waits_for_more_than_a_year(connection: sqlite3.Connection) -> None:
    rows = ask(connection, "ohne_beschluss")
    assert {row["nummer"]: row["tage"] for row in rows} == {"1": 500, "2": 500}
    assert rows[0]["vorlage_seite"].startswith(f"/vorlagen/{K}-")


def test_how_long_it_took(connection: sqlite3.Connection) -> None:
    assert ask(connection, "dauer_bis_beschluss") == [
        {"gremium": "Rat", "beschluesse": 2, "tage_im_mittel": 55, "tage_mindestens": 0, "tage_hoechstens": 110}
    ]


def test_what_was_put_off(connection: sqlite3.Connection) -> None:
    assert {row["nummer"] for row in ask(connection, "vertagt")} == {"1", "3"}
    assert {row["nummer"]: row["vertagungen"] for row in ask(connection, "am_haeufigsten_vertagt")} == {"1": 1, "3": 1}


def test_what_was_decided_last_month(connection: sqlite3.Connection) -> None:
    assert [row["nummer"] for row in ask(connection, "beschluesse_letzter_monat")] == ["5"]


def test_before_a_recess_the_last_month_is_the_one_before_it(tmp_path: Path) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        assert [row["datum"] for row in ask(connection, "beschluesse_letzter_monat")] == ["2026-02-25"]


def test_words_are_searched_as_they_are(connection: sqlite3.Connection) -> None:
    assert [row["nummer"] for row in ask(connection, "wortlaut", suche="EMPFOHLEN")] == ["2"]
    assert ask(connection, "wortlaut", suche="%") == []
    assert len(ask(connection, "wortlaut", suche="")) == 9


@pytest.mark.parametrize("name", metadata.queries())
def test_paths_are_those_of_our_pages(connection: sqlite3.Connection, name: str) -> None:
    rows = ask(connection, name, suche="", kommune="")
    paths = [row["vorlage_seite"] for row in rows if row.get("vorlage_seite")]
    known = {f"/vorlagen/{id_}" for (id_,) in connection.execute("select id from vorlagen")}
    assert set(paths) <= known


@pytest.mark.parametrize(
    ("today", "meetings"),
    [
        ("2026-02-25", ["2026-02-25", "2026-02-25"]),  # today's counts, with its two items
        ("2026-03-01", []),  # a Sunday: next week ends on the 8th
        ("2026-03-02", ["2026-03-11"]),  # a Monday: it ends on the 15th; the Sitzung of the 18th is called off anyway
        ("2026-03-11", ["2026-03-11"]),
    ],
)
def test_next_week_ends_on_its_sunday(connection: sqlite3.Connection, today: str, meetings: list[str]) -> None:
    sql = metadata.queries()["naechste_woche"]["sql"].replace("'now', 'localtime'", f"'{today}'")
    assert [row["datum"] for row in connection.execute(sql)] == meetings

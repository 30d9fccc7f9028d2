"""The file: its shape, its migrations, and what is no database of ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.errors import WrongUse
from ratsarchiv.model import RECORD_TYPES, Record, columns
from ratsarchiv.store import Store

from .desk import OBJECTS, Desk, capture, vorlage

if TYPE_CHECKING:
    from pathlib import Path

COMMON = {"kommune": "kommunen", "abruf": "abrufe"}
OWNERS = {"vorlage": "vorlagen", "sitzung": "sitzungen", "tagesordnungspunkt": "tagesordnungspunkte"}
REFERENCES = {
    "vorlagen": COMMON,
    "abschnitte": COMMON | OWNERS,
    "beratungen": COMMON | OWNERS | {"gremium": "gremien"},
    "sitzungen": COMMON | {"gremium": "gremien"},
    "tagesordnungspunkte": COMMON | {"sitzung": "sitzungen", "vorlage": "vorlagen", "bezug_sitzung": "sitzungen"},
    "auszuege": COMMON | {"tagesordnungspunkt": "tagesordnungspunkte"},
    "gremien": COMMON,
    "personen": COMMON,
    "mitgliedschaften": COMMON | {"person": "personen", "gremium": "gremien"},
    "dokumente": COMMON | OWNERS | {"datei": "dateien"},
    "verweise": COMMON | {"von": "vorlagen", "nach": "vorlagen"},
    "abrufe": {"kommune": "kommunen"},
    "aenderungen": {"abruf": "abrufe"},
    "laeufe": {"kommune": "kommunen"},
    "probleme": {"kommune": "kommunen", "lauf": "laeufe", "abruf": "abrufe"},
    "robots": {"kommune": "kommunen"},
    "hinweise": {"kommune": "kommunen"},
    "quellen": {"kommune": "kommunen", "abruf": "abrufe"},
    "adressen": {"kommune": "kommunen"},
    "kommunen": {},
    "dateien": {},
    "seiten": {"datei": "dateien"},
    "orte": {"kommune": "kommunen"},
    "ortsnennungen": {"kommune": "kommunen", "vorlage": "vorlagen", "ort": "orte"},
    "vorgaenge": {"kommune": "kommunen"},
    "vorgang_vorlagen": {"vorgang": "vorgaenge", "vorlage": "vorlagen"},
    "kennzahlen": {"kommune": "kommunen"},
}
FACETS_AND_SORTS = {
    "vorlagen": "art status federfuehrend datum letzte_beratung naechste_beratung ergebnis nummer",
    "beratungen": "datum beschlussart rolle",
    "sitzungen": "datum",
    "tagesordnungspunkte": "beschlussart",
    "abschnitte": "art",
    "dokumente": "art",
    "gremien": "art name",
    "personen": "name fraktion",
    "abrufe": "url sha256 zeitpunkt",
    "aenderungen": "objekt zeitpunkt",
    "probleme": "art",
    "robots": "zeitpunkt ergebnis",
    "hinweise": "objekt art datum",
    "quellen": "objekt system",
    "adressen": "objekt system",
    "seiten": "quelle",
    "orte": "name art",
    "ortsnennungen": "objekt grad",
    "vorgaenge": "von bis",
    "kennzahlen": "frage",
}


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.tabelle)
def test_every_field_of_a_record_has_its_column(desk: Desk, record: type[Record]) -> None:
    made = {row["name"] for row in desk.query("SELECT name FROM pragma_table_info(?)", record.tabelle)}
    common = {"id", "kommune", "url", "abruf", "zuerst_gesehen", "zuletzt_gesehen", "verschwunden_seit"}
    assert {name for name, _ in columns(record)} | common <= made


def test_the_public_tables_are_these(desk: Desk) -> None:
    named = {row["name"] for row in desk.query("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in named if not name.startswith(("_", "sqlite_", "such"))} == set(REFERENCES)


@pytest.mark.parametrize("table", REFERENCES)
def test_every_reference_is_a_foreign_key_with_an_index(desk: Desk, table: str) -> None:
    keys = desk.query('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', table)
    assert {row["from"]: row["table"] for row in keys} == REFERENCES[table]
    assert {row["from"] for row in keys} <= _indexed(desk, table)


@pytest.mark.parametrize("table", FACETS_AND_SORTS)
def test_every_facet_and_sort_has_an_index(desk: Desk, table: str) -> None:
    assert set(FACETS_AND_SORTS[table].split()) <= _indexed(desk, table)


def _indexed(desk: Desk, table: str) -> set[str]:
    sql = (
        "SELECT info.name FROM pragma_index_list(?) AS list, pragma_index_info(list.name) AS info WHERE info.seqno = 0"
    )
    return {row["name"] for row in desk.query(sql, table)}


def test_opening_again_changes_nothing(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(betreff="Spielplatz"))
    shape = desk.query("SELECT sql FROM sqlite_master")
    with Store(desk.path):
        pass
    assert desk.query("SELECT sql FROM sqlite_master") == shape
    assert desk.row(vorlage())["betreff"] == "Spielplatz"
    assert len(desk.rows("_sqlite_migrations")) == len({row["name"] for row in desk.rows("_sqlite_migrations")})


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    with Store(tmp_path / "data" / "new" / "ratsarchiv.db"):
        pass
    assert (tmp_path / "data" / "new" / "ratsarchiv.db").is_file()


def test_a_closed_store_leaves_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "ratsarchiv.db"
    with Store(path) as store, closing(sqlite3.connect(path)) as website:
        lauf = store.begin_run("musterdorf", "crawl", capture(0, "x").zeitpunkt)
        store.save_page(capture(1, "vo1"), None, lauf=lauf, ergebnis="nicht_gelesen", seitenart=None)
        assert website.execute("SELECT count(*) FROM abrufe").fetchall() == [(1,)]
        store.close()
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as reader:
            assert reader.execute("SELECT url FROM abrufe").fetchall() == [("vo1",)]


def test_a_reader_may_look_on_while_the_store_is_open(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(betreff="Spielplatz"))
    assert desk.query("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert desk.row(vorlage())["betreff"] == "Spielplatz"


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "ratsarchiv.db"
    path.write_bytes(b"%PDF-1.4 this is not a database" * 50)
    _refused(path, "no SQLite database")


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE haushalt (id INTEGER)")
    _refused(path, "another program's database")


def test_a_newer_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "ratsarchiv.db"
    Store(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('ratsarchiv', '9999_orte', '')"
        )
        newer.commit()
        newer.execute("PRAGMA journal_mode = DELETE")
    _refused(path, "newer Ratsarchiv \\(9999_orte\\)")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be opened"):
        Store(tmp_path)


def _refused(path: Path, why: str) -> None:
    before = path.read_bytes()
    with pytest.raises(WrongUse, match=why) as error:
        Store(path)
    assert "\n" not in str(error.value)
    assert str(path) in str(error.value)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_every_object_table_is_tested_here() -> None:
    assert set(OBJECTS) == {record.tabelle for record in RECORD_TYPES}

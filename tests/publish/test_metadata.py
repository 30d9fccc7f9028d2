"""`metadata.yml` describes the database that there is, all of it and nothing else."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ratsarchiv.publish import dictionary, metadata
from ratsarchiv.store import Store

Schema = dict[str, list[str]]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("empty") / "ratsarchiv.db"
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.fixture(scope="module")
def schema(connection: sqlite3.Connection) -> Schema:
    names = [name for (name,) in connection.execute("select name from sqlite_master where type in ('table', 'view')")]
    return {name: [row[1] for row in connection.execute(f"pragma table_info({name})")] for name in names}


OF_THE_INDEX = re.compile(r"(?:suchindex|suchteile)_(?:data|idx|docsize|config|content)")
"""What SQLite makes beside a full-text table."""


def test_every_table_and_column_is_described_and_nothing_that_is_gone(schema: Schema) -> None:
    described = {name: set(table["columns"]) for name, table in metadata.tables().items()}
    shown = {name: set(columns) for name, columns in schema.items() if not name.startswith(("_", "such"))}
    assert described == shown


def test_the_stores_own_tables_are_hidden_and_denied(schema: Schema) -> None:
    tables = metadata.load()["databases"]["ratsarchiv"]["tables"]
    own = {name for name in schema if name.startswith("_")}
    assert own == {name for name, table in tables.items() if table.get("allow") is False}
    assert own <= metadata.hidden()


def test_the_searchs_own_tables_are_hidden(schema: Schema) -> None:
    own = {name for name in schema if name.startswith("such") and not OF_THE_INDEX.fullmatch(name)}
    assert own == {name for name in metadata.hidden() if not name.startswith("_")}


def test_descriptions_are_sentences() -> None:
    for name, table in metadata.tables().items():
        texts = [table["description"], *table["columns"].values()]
        assert table["title"], name
        assert [text for text in texts if len(text) < 10 or not text.endswith((".", ")"))] == [], name


def test_what_is_configured_names_columns_that_exist_and_are_indexed(
    connection: sqlite3.Connection, schema: Schema
) -> None:
    for name, table in metadata.tables().items():
        assert "label_column" not in table or table["label_column"] in schema[name]
        indexed = {row[2] for row in connection.execute(
            "select i.name, x.seqno, x.name from pragma_index_list(?) i, pragma_index_info(i.name) x where x.seqno = 0",
            (name,),
        )} | {"id"}  # fmt: skip
        used = {*table.get("facets", []), *filter(None, (table.get("sort"), table.get("sort_desc")))}
        assert used <= indexed, name


def test_queries_have_words_for_what_they_answer() -> None:
    assert len(metadata.queries()) >= 12
    for name, query in metadata.queries().items():
        assert name not in metadata.tables()
        assert len(query["title"]) > 10, name
        assert query["description"].endswith("."), name


def test_units_are_left_to_the_descriptions() -> None:
    assert not any("units" in table for table in metadata.tables().values())


def test_the_data_dictionary_is_up_to_date() -> None:
    assert dictionary.TARGET.read_text("utf-8") == dictionary.markdown(), "run python -m ratsarchiv.publish.dictionary"


def test_the_data_dictionary_names_every_column_and_query() -> None:
    text = dictionary.markdown()
    for name, table in metadata.tables().items():
        section = text.split(f"## `{name}` – ")[1].split("\n## ")[0]
        assert [column for column in table["columns"] if f"`{column}`" not in section] == []
    assert [name for name in metadata.queries() if f"`/ratsarchiv/{name}`" not in text] == []


def test_the_file_is_found_in_a_wheel_and_in_the_source_tree(tmp_path: Path) -> None:
    package = tmp_path / "scraper" / "ratsarchiv" / "publish"
    package.mkdir(parents=True)
    assert metadata.path(package) == tmp_path / "metadata.yml"
    (package / "metadata.yml").touch()
    assert metadata.path(package) == package / "metadata.yml"
    assert metadata.path().is_file()

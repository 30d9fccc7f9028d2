"""Real pages in, rows out: what is printed on the pages of five councils equals what stands in the tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ratsarchiv import kommunen
from ratsarchiv.archive import read
from ratsarchiv.crawl import import_files
from ratsarchiv.parse import seitenart
from ratsarchiv.parse.address import number

from . import counting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.model import Capture

NAMES = ("hamburg-altona", "hamburg-bergedorf", "hamburg-eimsbuettel", "hamburg-nord", "leipzig")
GREMIUM = {"au020": ("AULFDNR", "au"), "fr020": ("FRLFDNR", "fr")}
OWNER = {"vo020": ("VOLFDNR", "vorlage"), "to010": ("SILFDNR", "sitzung"), "to020": ("TOLFDNR", "tagesordnungspunkt")}

Count = tuple[str, str, int]
"""A query with one `?`, what stands for it, and how many rows there must be."""


@pytest.fixture(scope="module")
def database(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    data = tmp_path_factory.mktemp("wirklich")
    for name in NAMES:
        import_files([shared / "warc" / f"{name}.warc.gz"], kommunen.load(name), data)
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as connection:
        yield connection


def printed(page: Capture) -> Iterator[Count]:
    """What a page prints, counted without our parser, and where it must be found."""
    kind = seitenart(page.url) or ""
    if kind in GREMIUM:
        parameter, prefix = GREMIUM[kind]
        gremium = f"{page.kommune}-{prefix}{number(page.url, parameter)}"
        yield "mitgliedschaften where gremium = ?", gremium, counting.printed_members(page.body or b"") or 0
    if kind in OWNER:
        parameter, column = OWNER[kind]
        owner = f"{page.kommune}-{number(page.url, parameter)}"
        yield f"dokumente where {column} = ?", owner, counting.documents(page.body or b"")
        if kind == "vo020":
            yield "beratungen where vorlage = ?", owner, counting.beratungen(page.body or b"")
        if kind == "to010":
            yield "tagesordnungspunkte where position and sitzung = ?", owner, len(counting.agenda(page.body or b""))
            non_public = sum(each.startswith("N") for each in counting.agenda(page.body or b""))
            yield "tagesordnungspunkte where oeffentlich = 0 and betreff is null and sitzung = ?", owner, non_public
    if kind.startswith("si010"):
        said = len(counting.sitzungen(page.body or b""))
        yield "sitzungen where kommune = ? and abgesagt is not null", page.kommune, said
    if kind == "vo040":
        yield "vorlagen where kommune = ? and datum is not null", page.kommune, 50


@pytest.mark.parametrize("name", NAMES)
def test_numbers_on_the_pages_equal_rows_in_the_tables(shared: Path, database: sqlite3.Connection, name: str) -> None:
    counts = [count for page in read(shared / "warc" / f"{name}.warc.gz", name) for count in printed(page)]
    assert counts
    found = [
        (query, key, database.execute(f"select count(*) from {query}", (key,)).fetchone()[0])
        for query, key, _ in counts
    ]
    assert found == counts


def test_nothing_on_them_was_not_understood(database: sqlite3.Connection) -> None:
    assert database.execute("select * from probleme").fetchall() == []
    assert database.execute("pragma foreign_key_check").fetchall() == []

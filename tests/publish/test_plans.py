"""No page reads a large table from its beginning to its end: what SQLite says of every query that it asks.

`SCAN` is SQLite's word for that; an `AUTOMATIC` index is one that it makes for one query alone. Either is no harm where
the table is small, or what is scanned is what a query of ours found, or what the full-text index found by words or parts of
words; and where an index is walked in its own order until a `LIMIT` is reached: these walks are named below. Without
statistics (`ANALYZE` is never run) plans don't depend on how much is stored.
So is a `SEARCH` by nothing but a column of few words: it reads every row that has the word.
Datasette's own pages count and sort what a visitor asks for, within their time limit.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

from ratsarchiv.publish import connection as guard
from ratsarchiv.publish.site import site
from ratsarchiv.store.suche import worte

from .seitenarten import DATEN, OWN, Seitenart, beispiele

SMALL = {"kommunen", "gremien", "laeufe", "robots", "suchfacetten", "sqlite_master"}
"""Tables that don't grow with the Vorlagen."""

WALKS = {
    "idx_vorlagen_zuerst_gesehen": "the start page's newest Vorlagen are cut off before any other condition",
    "idx_abrufe_kommune": "a Kommune's newest capture: the index has each one's in their order",
}
"""By index: what ends the walk."""

TABLE = re.compile(r"(?:from|join|,)\s*[\[\"]?(\w+)[\]\"]?(?:\s+(?:as\s+)?(\w+))?", re.IGNORECASE)
FEW = {
    "kommune", "art", "status", "ergebnis", "system", "tabelle", "feld", "quelle", "grad", "seitenart", "beschlussart", "rolle",
    "oeffentlich", "abgesagt", "mime", "federfuehrend", "quelle_tabelle", "verschwunden_seit",
}  # fmt: skip
"""Columns of few words, or with the same one in nearly all rows."""
ALONE = re.compile(r"SEARCH (\S+) USING (?:COVERING )?INDEX (\S+) \((\w+)=\?\)")
RESULT = re.compile(r"(?:CO-ROUTINE|MATERIALIZE) (\S+)")
"""What a query of ours finds may have an alias that a table in it has, too."""
SCAN = re.compile(r"(?:SCAN|SEARCH(?=.* AUTOMATIC )) (\S+)(?: USING (?:COVERING )?INDEX (\S+))?")


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def datasette(musterstadt: Path, asked: list[str]) -> Iterator[Datasette]:
    """The site, and every statement that its connections run, in `asked`."""
    with pytest.MonkeyPatch.context() as patch:
        limit = guard.limit

        def watched(connection: sqlite3.Connection) -> None:
            limit(connection)
            if connection.execute("select 1 from sqlite_master where name = 'vorlagen'").fetchone():
                connection.set_trace_callback(asked.append)

        patch.setattr(guard, "limit", watched)
        yield site(musterstadt)


@pytest.fixture
def scans(musterstadt: Path) -> Iterator[Callable[[str], list[str]]]:
    """What is wrong with a statement's plan."""
    with closing(sqlite3.connect(musterstadt)) as connection:
        worte.register(connection)
        tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}

        def found(sql: str) -> list[str]:
            names, plan = _names(sql, tables), _plan(connection, sql)
            own = {f"SCAN {result[1]}" for detail in plan if (result := RESULT.match(detail))}
            scans = [each for each in plan if (scan := SCAN.match(each)) and each not in own and _large(scan, names)]
            alone = [each for each in plan if (scan := ALONE.match(each)) and scan[3] in FEW and _large(scan, names)]
            return scans + alone

        yield found


def _names(sql: str, tables: set[str]) -> dict[str, set[str]]:
    """By name and alias: the tables that a statement calls so."""
    found: dict[str, set[str]] = {}
    for table, alias in TABLE.findall(sql):
        if table in tables:
            for name in (table, alias):
                found.setdefault(name, set()).add(table)
    return found


def _plan(connection: sqlite3.Connection, sql: str) -> list[str]:
    return [row[3] for row in connection.execute(f"explain query plan {sql}")]


def _large(scan: re.Match[str], names: dict[str, set[str]]) -> bool:
    by_words = re.search(r"VIRTUAL TABLE INDEX \d+:.*[ML]\d", scan.string)
    return bool(names.get(scan[1], set()) - SMALL) and not by_words and scan[2] not in WALKS


@pytest.mark.parametrize(
    "sql",
    [
        "select * from vorlagen v where v.betreff like '%a%'",
        "select count(*) from beratungen",
        "select * from kommunen k left join abrufe a on a.groesse = k.ags",
        "select wort from suchteile where length(wort) > 3",
        "select id from abrufe where ergebnis = 'geparst' and url in ('a', 'b') order by zeitpunkt",
    ],
)
def test_a_scan_is_seen(sql: str, scans: Callable[[str], list[str]]) -> None:
    assert scans(sql) != []


@pytest.mark.parametrize("art", OWN + DATEN, ids=lambda art: str(art.name))
def test_no_page_scans_a_large_table(
    art: Seitenart, datasette: Datasette, asked: list[str], scans: Callable[[str], list[str]], musterstadt: Path
) -> None:
    address = beispiele(musterstadt, (art,))[art.name]
    asked.clear()
    assert asyncio.run(datasette.client.get(address)).status_code == art.status
    statements = [sql for sql in asked if re.match(r"\s*(select|with)\b", sql, re.IGNORECASE)]
    assert {sql: found for sql in statements if (found := scans(sql))} == {}

"""Pages of a sorted table: each row on exactly one of them, whatever it is sorted by."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.publish.site import site

from . import council


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written in another order than that of the ids; two days, and a third of the papers on none."""
    numbers = [1000 + (number * 7) % 60 for number in range(60)]
    papers = [council.vorlage(number, art="Antrag", betreff=f"Punkt {number}") for number in numbers]
    days = [
        council.beratung(paper.id, 1, "Rat", date(2024, 1, 1) + timedelta(days=place % 2))
        for place, paper in enumerate(papers)
        if place % 3
    ]
    return council.build(tmp_path_factory.mktemp("many") / "ratsarchiv.db", [[*papers, *days]])


def ids(get: Callable[[str], Any], path: str) -> Iterator[str]:
    while path:
        answer = get(path).json()
        assert "rows" in answer, answer
        yield from (row["id"] for row in answer["rows"])
        path = (answer["next_url"] or "").removeprefix("http://localhost")


@pytest.mark.parametrize(
    "sort", ["", "&_sort_desc=letzte_beratung", "&_sort=letzte_beratung", "&_sort=art", "&_sort=id"]
)
@pytest.mark.parametrize("table", ["vorlagen", "vorlagen.json?art=Antrag"])
def test_no_row_is_lost_or_doubled(path: Path, open_site: Callable[[Path], Any], table: str, sort: str) -> None:
    start = table if "?" in table else f"{table}.json?"
    found = list(ids(open_site(path), f"/ratsarchiv/{start}&_shape=objects&_size=7{sort}"))
    assert len(found) == len(set(found)) == (62 if "?" in table else 64)


def test_queries_of_visitors_are_left_alone(path: Path, open_site: Callable[[Path], Any]) -> None:
    query = "select betreff from vorlagen where id > 'x' or nummer > '2025' order by betreff desc limit 1"
    answer = open_site(path)(f"/ratsarchiv.json?sql={query.replace(' ', '+')}").json()
    assert answer["rows"] == [["Umbenennung der Talstraße"]]
    unknown = open_site(path)("/ratsarchiv.json?sql=select+a+from+erfunden+order+by+a+limit+1")
    assert unknown.json()["error"] == "no such table: erfunden"


def test_long_sql_is_looked_at_once(path: Path) -> None:
    sql = "select x" + " from a where" * 3000 + " order by b" * 1500 + " order by [" * 1500
    database = site(path).get_database("ratsarchiv")
    start = time.process_time()
    assert asyncio.run(database._ordered(sql)) == sql
    assert time.process_time() - start < 0.3


def test_rows_are_counted_of_the_tables_for_readers_alone(open_site: Callable[[Path], Any], with_texts: Path) -> None:
    counts = {table["name"]: table["count"] for table in open_site(with_texts)("/ratsarchiv.json").json()["tables"]}
    assert counts["vorlagen"] > 3
    assert counts["suchindex_data"] is None

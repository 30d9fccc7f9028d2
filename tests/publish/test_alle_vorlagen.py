"""Every Vorlage that there is has a page: of the demo council, and of the real ones in ../shared/warc."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv import kommunen
from ratsarchiv.crawl import import_files

from .reading import text, tree

REAL = ("hamburg-altona", "hamburg-bergedorf", "hamburg-eimsbuettel", "hamburg-nord", "leipzig")


def broken(database: Path, get: Callable[[str], Any]) -> tuple[int, dict[str, str]]:
    """How many Vorlagen there are, and those whose page is none, or another one's."""
    with closing(sqlite3.connect(database)) as connection:
        papers = connection.execute("select id, coalesce(betreff, nummer), verschwunden_seit from vorlagen").fetchall()
    found = {}
    for id_, titel, gone in papers:
        answer = get(f"/vorlagen/{id_}")
        headings = [text(h1) for h1 in tree(answer.text).xpath("//h1")]
        if (
            answer.status_code != 200
            or len(headings) != 1
            or (not gone and headings != [" ".join((titel or "").split())])
        ):
            found[id_] = f"{answer.status_code}: {headings} for {titel!r}"
    return len(papers), found


def test_of_the_demo(demo_data: Path, open_site: Callable[[Path], Any]) -> None:
    database = demo_data / "ratsarchiv.db"
    number, found = broken(database, open_site(database))
    assert number > 50
    assert found == {}


@pytest.mark.parametrize("name", REAL)
def test_of_a_real_council(name: str, shared: Path, tmp_path: Path, open_site: Callable[[Path], Any]) -> None:
    import_files([shared / "warc" / f"{name}.warc.gz"], kommunen.load(name), tmp_path)
    number, found = broken(tmp_path / "ratsarchiv.db", open_site(tmp_path / "ratsarchiv.db"))
    assert number > 0
    assert found == {}

"""How well the search finds what Germans look for, beside plain FTS5 and Datasette's own search on the same texts."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from datasette.utils import escape_fts

from ratsarchiv.store.suche import Anfrage, suche

from .urteile import Urteil, urteile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ratsarchiv.demo import World

    Engine = Callable[[str], list[str]]

PLAIN = """
SELECT s.ziel, z.tabelle, z.objekt, min(rank) FROM plain p JOIN suche s ON s.id = p.rowid JOIN suchziele z ON z.id = s.ziel
WHERE plain MATCH ? GROUP BY s.ziel ORDER BY 4 LIMIT 20
"""
DATASETTE = """
SELECT id FROM vorlagen WHERE rowid IN (SELECT rowid FROM vorlagen_fts WHERE vorlagen_fts MATCH ?) ORDER BY id LIMIT 20
"""


@pytest.fixture(scope="module")
def gefragt(musterstadt_welt: World) -> list[Urteil]:
    return urteile(musterstadt_welt)


@pytest.fixture(scope="module")
def engines(archiv: Path) -> Iterator[dict[str, Engine]]:
    """Our search; FTS5 with `unicode61`, all words, by bm25; and what Datasette does with `?_search=`."""
    with closing(sqlite3.connect(":memory:")) as other, closing(sqlite3.connect(archiv)) as source:
        source.backup(other)
        other.execute("CREATE VIRTUAL TABLE plain USING fts5(nummer, betreff, beschluss, text, dokument)")
        other.execute(
            "INSERT INTO plain (rowid, nummer, betreff, beschluss, text, dokument) SELECT s.id, t.nummer, t.betreff,"
            " t.beschluss, t.text, t.dokument FROM suche s JOIN suchtexte t ON t.tabelle = s.tabelle AND t.objekt = s.objekt"
        )
        other.execute(
            "CREATE TEMP TABLE alles AS SELECT z.objekt, coalesce(t.beschluss, '') || ' ' || coalesce(t.text, '') || ' '"
            " || coalesce(t.dokument, '') AS woerter FROM suche s JOIN suchziele z ON z.id = s.ziel"
            " JOIN suchtexte t ON t.tabelle = s.tabelle AND t.objekt = s.objekt WHERE z.tabelle = 'vorlagen'"
        )
        other.execute("CREATE INDEX temp.alles_objekt ON alles (objekt)")
        other.execute("CREATE VIRTUAL TABLE vorlagen_fts USING fts5(nummer, betreff, texte)")
        other.execute(
            "INSERT INTO vorlagen_fts (rowid, nummer, betreff, texte) SELECT v.rowid, v.nummer, v.betreff,"
            " (SELECT group_concat(woerter, ' ') FROM alles WHERE objekt = v.id) FROM vorlagen v"
        )

        def ours(text: str) -> list[str]:
            return [each.objekt for each in suche(other, Anfrage(text=text)).treffer]

        def plain(text: str) -> list[str]:
            words = " ".join(f'"{word}"' for word in re.findall(r"\w+", text))
            return [row[2] for row in other.execute(PLAIN, (words,))]

        def datasette(text: str) -> list[str]:
            return [row[0] for row in other.execute(DATASETTE, (escape_fts(text),))]

        yield {"Ratsarchiv": ours, "unicode61": plain, "Datasette": datasette}


def measured(gefragt: list[Urteil], engine: Engine) -> dict[str, tuple[int, float, float]]:
    """Queries, recall@20 and MRR of each category and of `alle`."""
    values: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for urteil in gefragt:
        found = engine(urteil.frage)
        for group in (urteil.kategorie, "alle"):
            values[group].append((urteil.recall(found), urteil.rang(found)))
    return {
        group: (len(each), sum(recall for recall, _ in each) / len(each), sum(rang for _, rang in each) / len(each))
        for group, each in values.items()
    }


def test_every_query_was_judged(gefragt: list[Urteil]) -> None:
    assert len(gefragt) >= 150
    assert [each.frage for each in gefragt if not each.richtig] == []
    assert len({each.frage for each in gefragt}) == len(gefragt)


def test_right_ones_are_among_the_first(gefragt: list[Urteil], engines: dict[str, Engine]) -> None:
    table = {name: measured(gefragt, engine) for name, engine in engines.items()}
    for group, (number, *_) in table["Ratsarchiv"].items():
        cells = "   ".join(f"{name} {table[name][group][1]:.3f} {table[name][group][2]:.3f}" for name in table)
        print(f"{group:18} {number:4}   {cells}")
    _, recall, rang = table["Ratsarchiv"]["alle"]
    assert recall >= 0.95
    assert rang >= 0.8
    for group, (_, recall, rang) in table["Ratsarchiv"].items():
        assert recall >= 0.9, group
        assert rang >= 0.8, group
    for name in ("unicode61", "Datasette"):
        assert 0 < table[name]["alle"][1] < table["Ratsarchiv"]["alle"][1]


def test_excluded_words_stand_nowhere(gefragt: list[Urteil], engines: dict[str, Engine]) -> None:
    excluding = [each for each in gefragt if each.verboten]
    assert excluding
    for urteil in excluding:
        assert urteil.verboten.isdisjoint(engines["Ratsarchiv"](urteil.frage)), urteil.frage

"""The generated archive is always the same, as large as asked for, and can be searched."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bench.erzeugen import schreiben
from bench.suche import changes, queries
from bench.wortschatz import Wortschatz

from ratsarchiv.store.database import close, connect, transaction
from ratsarchiv.store.suche import Anfrage, suche
from ratsarchiv.store.suche.aufbau import aktualisieren
from ratsarchiv.store.suche.worte import FUELLWOERTER, WORT

if TYPE_CHECKING:
    from pathlib import Path

WORTE = 6000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench") / "ratsarchiv.db"
    schreiben(made, 60, 120, Wortschatz(WORTE))
    return made


def texts(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = [text for (text,) in connection.execute("SELECT text FROM seiten ORDER BY id")]
    connection.close()
    return found


def test_the_same_each_time(path: Path, tmp_path: Path) -> None:
    schreiben(tmp_path / "a" / "ratsarchiv.db", 60, 120, Wortschatz(WORTE))
    assert texts(tmp_path / "a" / "ratsarchiv.db") == texts(path)
    assert len(texts(path)) == 120


def test_words_come_as_often_as_in_german(path: Path) -> None:
    words = [word.lower() for text in texts(path) for word in WORT.findall(text)]
    often = Counter(words).most_common()
    assert 0.3 < sum(word in FUELLWOERTER for word in words) / len(words) < 0.45
    assert 5.5 < sum(map(len, words)) / len(words) < 7.5
    assert often[0][1] > 20 * often[len(often) // 4][1]


def test_it_is_searched_and_left_as_it_was(path: Path) -> None:
    connection = connect(path)
    with transaction(connection):
        assert aktualisieren(connection) == 60 + 120 + 5
    for query in queries(connection)["two words"][:20]:
        assert suche(connection, Anfrage(text=query.text)).anzahl > 0
        assert connection.execute("SELECT 1 FROM suchindex WHERE suchindex MATCH ?", (query.bare,)).fetchone()
    assert [name for name, _ in changes(connection)] == ["nothing", "a new document", "a changed Betreff"]
    assert connection.execute("SELECT count(*) FROM suche").fetchone() == (60 + 120 + 5,)
    assert connection.execute("SELECT 1 FROM vorlagen WHERE betreff LIKE '% Neufassung'").fetchone() is None
    close(connection)

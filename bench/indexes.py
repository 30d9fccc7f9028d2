"""Other ways to index the same German texts: their sizes, what building them costs, and how fast they answer.

`python -m bench.indexes [vorlagen] [seiten]`: a generated archive, seconds of the processor; each way with the same words.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, NamedTuple

from bench.erzeugen import archiv
from bench.suche import _seconds, p, passages
from ratsarchiv.store.database import connect
from ratsarchiv.store.suche.schema import SPALTEN
from ratsarchiv.store.suche.worte import WORT, _stem, stamm, worte

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

COLUMNS = ", ".join(SPALTEN)
UNICODE = "tokenize='unicode61 remove_diacritics 2'"
MIDDLING, COMMON = (50, 3_000), (6_000, 1_000_000)
EACH = 60
QUERY = "SELECT rowid FROM suche WHERE suche MATCH ? ORDER BY rank LIMIT 20"


def raw(text: str | None) -> str | None:
    """The text as it is."""
    return text


def every_stem(text: str | None) -> str:
    """Stems of all words, fill words too."""
    return " ".join(_stem(word.lower()) for word in WORT.findall(text or ""))


class Way(NamedTuple):
    """An index: what stands in it, its options, and how a word is asked for."""

    name: str
    words: Callable[[str | None], str | None]
    options: str
    ask: Callable[[sqlite3.Connection, str], str]


def as_typed(_: sqlite3.Connection, word: str) -> str:
    """The word."""
    return f'"{word}"'


def stemmed(_: sqlite3.Connection, word: str) -> str:
    """Its stem."""
    return f'"{stamm(word)}"'


def all_forms(connection: sqlite3.Connection, word: str) -> str:
    """All words of the vocabulary with its stem."""
    rows = connection.execute("SELECT wort FROM formen WHERE stamm = ?", (stamm(word),))
    return " OR ".join(f'"{form}"' for (form,) in rows)


EXTERNAL = f"content='texte', {UNICODE}"
WAYS = (
    Way("unicode61", raw, EXTERNAL, as_typed),
    Way("the same, prefix='2 3 4'", raw, f"{EXTERNAL}, prefix='2 3 4'", as_typed),
    Way("the same, detail=column", raw, f"{EXTERNAL}, detail=column", as_typed),
    Way("the same, all forms of a stem asked for", raw, EXTERNAL, all_forms),
    Way("trigram", raw, "content='texte', tokenize='trigram'", as_typed),
    Way("stems, fill words kept", every_stem, f"content='', {UNICODE}", stemmed),
    Way("stems, contentless (ours)", worte, f"content='', {UNICODE}", stemmed),
)


def measure(texts: Path, way: Way, asked: Sequence[Sequence[str]]) -> str:
    """One line of the table."""
    with TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "index.db", isolation_level=None)
        connection.create_function("words", 1, way.words, deterministic=True)
        connection.execute("PRAGMA cache_size = -64000")
        connection.execute("ATTACH ? AS archiv", (str(texts),))
        connection.execute(f"CREATE TABLE texte AS SELECT {COLUMNS} FROM archiv.texte")
        (size,) = connection.execute(f"SELECT sum(length(CAST({'||'.join(_given())} AS BLOB))) FROM texte").fetchone()
        connection.execute(f"CREATE VIRTUAL TABLE suche USING fts5({COLUMNS}, {way.options})")
        values = ", ".join(f"words({column})" for column in SPALTEN)
        connection.execute("BEGIN")
        spent = _seconds(
            lambda: connection.execute(
                f"INSERT INTO suche (rowid, {COLUMNS}) SELECT rowid, {values} FROM texte ORDER BY rowid"
            )
        )
        connection.execute("COMMIT")
        if way.ask is all_forms:
            spent += _seconds(lambda: _forms(connection))
        connection.execute("INSERT INTO suche (suche) VALUES ('optimize')")
        taken = connection.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND (name LIKE 'suche%' OR name LIKE '%formen%')"
        ).fetchone()[0]
        times = [sorted(_asked(connection, way, words)) for words in asked]
        figures = " ".join(f"{p(one, part) * 1000:8.1f}" for one in times for part in (0.5, 0.95))
        connection.close()
    return f"{way.name:40} {taken / size:6.2f} {spent:8.1f} {figures}"


def _given() -> list[str]:
    return [f"coalesce({column}, '')" for column in SPALTEN]


def _asked(connection: sqlite3.Connection, way: Way, words: Sequence[str]) -> Iterator[float]:
    def once(word: str) -> float:
        return _seconds(lambda: connection.execute(QUERY, (way.ask(connection, word),)).fetchall())

    for word in words:
        yield min(once(word) for _ in range(3))


def _forms(connection: sqlite3.Connection) -> None:
    """The vocabulary with its stems."""
    connection.create_function("stamm", 1, stamm, deterministic=True)
    connection.execute("CREATE VIRTUAL TABLE worte USING fts5vocab(suche, row)")
    connection.execute("CREATE TABLE formen AS SELECT stamm(term) AS stamm, term AS wort FROM worte")
    connection.execute("CREATE INDEX formen_stamm ON formen (stamm)")


def words(path: Path) -> list[list[str]]:
    """Middling and common words."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, suche, row)")
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for passage in passages(connection, "texte", "dokument"):
        for word in passage:
            row = connection.execute("SELECT doc FROM temp.v WHERE term = ?", (worte(word),)).fetchone()
            for low, high in (MIDDLING, COMMON):
                if row and stamm(word) and word.isalpha() and low <= row[0] <= high and word not in found[low, high]:
                    found[low, high].append(word)
    connection.close()
    return [found[MIDDLING][:EACH], found[COMMON][:EACH]]


def texts(path: Path) -> Path:
    """The archive's texts in a file of their own, with an index of their stems by which words are chosen."""
    plain = path.with_name("texte.db")
    plain.unlink(missing_ok=True)
    connection = connect(path)
    connection.execute("ATTACH ? AS plain", (str(plain),))
    connection.execute(f"CREATE TABLE plain.texte AS SELECT {COLUMNS} FROM suchtexte")
    connection.execute(f"CREATE VIRTUAL TABLE plain.suche USING fts5({COLUMNS}, content='', detail='none', {UNICODE})")
    values = ", ".join(f"worte({column})" for column in SPALTEN)
    connection.execute(f"INSERT INTO plain.suche (rowid, {COLUMNS}) SELECT rowid, {values} FROM plain.texte")
    connection.close()
    return plain


def main(vorlagen: int = 10_000, seiten: int = 20_000) -> None:
    """Measure and print."""
    plain = texts(archiv(Path(gettempdir()) / "ratsarchiv-bench", vorlagen, seiten))
    asked = words(plain)
    print(f"{vorlagen:,} Vorlagen, {seiten:,} pages; {len(asked[0])} middling and {len(asked[1])} common words")
    print(f"{'way':40} {'size':>6} {'built s':>8} {'p50 ms':>8} {'p95':>8} {'common':>8} {'p95':>8}")
    for way in WAYS:
        print(measure(plain, way, asked), flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

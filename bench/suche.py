"""What the search costs on a generated archive, beside bare FTS5: building, size, answers, small changes.

`python -m bench.suche [--voll] [--vorlagen N] [--seiten N] [--repeats N] [--data FOLDER]`: 20,000 Vorlagen and 40,000 pages
of documents; with `--voll` 200,000 and 400,000, 1 GB of text, which is made once, in some minutes. Both ways in turns;
seconds are the processor's, which other programs on the machine change least.
"""

from __future__ import annotations

import argparse
import itertools
import sqlite3
from collections import defaultdict
from pathlib import Path
from random import Random
from statistics import median
from tempfile import gettempdir
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

from bench.erzeugen import archiv
from ratsarchiv.store.database import close, connect, transaction
from ratsarchiv.store.suche import Anfrage, suche
from ratsarchiv.store.suche.aufbau import EMPTY, aktualisieren
from ratsarchiv.store.suche.schema import SPALTEN
from ratsarchiv.store.suche.worte import _KNOWN, WORT, stamm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SIZE, BUILDING, RARER, COMMON = 0.6, 2.5, 5.0, 0.5
"""Promised: of the texts' bytes; of a bare rebuild's time; of a bare query's p95."""
MIDDLING, MANY = 100, 20_000
"""A rare word has no more hits than this, a common one more than that."""
EACH = 60
"""Queries of one kind."""
COLUMNS = ", ".join(SPALTEN)
BARE = "SELECT rowid FROM suchindex WHERE suchindex MATCH ? ORDER BY rank LIMIT 20"


class Query(NamedTuple):
    """What is typed, and the same for a bare `MATCH`."""

    text: str
    bare: str


class Answers(NamedTuple):
    """Seconds of each query, ours and the barest one."""

    kind: str
    ours: list[float]
    bare: list[float]


def building(path: Path, repeats: int) -> tuple[list[float], list[float]]:
    """Processor's seconds to index all texts: ours, and FTS5's own `rebuild` of a plain index over the same texts."""
    connection, plain = connect(path), _plain(path)
    ours, bare = [], []
    for _ in range(repeats):
        bare.append(_seconds(lambda: plain.execute("INSERT INTO suche (suche) VALUES ('rebuild')")))
        with transaction(connection):
            for statement in EMPTY:
                connection.execute(statement)
        _KNOWN.clear()
        ours.append(_seconds(lambda: _updated(connection)))
    plain.close()
    close(connection)
    return ours, bare


def _updated(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        aktualisieren(connection)


def _plain(path: Path) -> sqlite3.Connection:
    """The texts in a file of their own with the ordinary index: external content, `unicode61`."""
    plain = path.with_name("texte.db")
    plain.unlink(missing_ok=True)
    connection = sqlite3.connect(plain, isolation_level=None)
    for pragma in ("synchronous = NORMAL", "cache_size = -64000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("ATTACH ? AS archiv", (str(path),))
    connection.execute(f"CREATE TABLE texte AS SELECT {COLUMNS} FROM archiv.suchtexte")
    connection.execute("DETACH archiv")
    connection.execute(
        f"CREATE VIRTUAL TABLE suche USING fts5({COLUMNS}, content='texte', tokenize='unicode61 remove_diacritics 2')"
    )
    return connection


def _seconds(what: Callable[[], object]) -> float:
    begun = process_time()
    what()
    return process_time() - begun


def sizes(connection: sqlite3.Connection) -> tuple[int, dict[str, int]]:
    """Bytes of the texts, and of each table of the search with its indexes."""
    length = " + ".join(f"coalesce(length(CAST({column} AS BLOB)), 0)" for column in SPALTEN)
    texts = connection.execute(f"SELECT sum({length}) FROM suchtexte").fetchone()[0]
    rows = connection.execute(
        "SELECT tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_master m ON m.name = d.name"
        " WHERE aggregate = TRUE AND tbl_name LIKE 'such%' GROUP BY 1"
    )
    found: dict[str, int] = defaultdict(int)
    for name, size in rows:
        found[name.split("_")[0]] += size
    return texts, dict(found)


def queries(connection: sqlite3.Connection) -> dict[str, list[Query]]:
    """Words, pairs and phrases that the archive's texts have, by how often they have them; and mistyped words."""
    found: dict[str, list[Query]] = {kind: [] for kind in ("rare", "middling", "common", "two words", "phrase", "slip")}
    seen: set[str] = set()
    for typed in passages(connection):
        for first, second in itertools.pairwise(typed):
            stems = [stamm(first), stamm(second)]
            if all(stems) and len(first) > 3 and not {first, second} & seen:
                seen |= {first, second}
                both = " AND ".join(f'"{stem}"' for stem in stems)
                found[_kind(connection, stems[0])].append(Query(first, f'"{stems[0]}"'))
                found["two words"].append(Query(f"{first} {second}", both))
                found["phrase"].append(Query(f'"{first} {second}"', f'"{" ".join(stems)}"'))
                if len(first) > 7 and first.isalpha():
                    found["slip"].append(Query(first[:4] + first[5] + first[4] + first[6:], f'"{stems[0]}"'))
        if all(len(kind) >= EACH for kind in found.values()):
            break
    return {kind: found[kind][:EACH] for kind in found if found[kind]}


def passages(connection: sqlite3.Connection, table: str = "seiten", column: str = "text") -> Iterator[list[str]]:
    """Words of random texts, some of each."""
    zufall = Random(3)
    (last,) = connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()
    for _ in range(3000):
        row = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (zufall.randint(1, last),)).fetchone()
        if typed := WORT.findall(row[0] or ""):
            begin = zufall.randrange(len(typed))
            yield typed[begin : begin + 12]


def _kind(connection: sqlite3.Connection, stem: str) -> str:
    row = connection.execute("SELECT doc FROM suchworte WHERE term = ?", (stem,)).fetchone()
    hits = row[0] if row else 0
    return "rare" if hits <= MIDDLING else "middling" if hits <= MANY else "common"


def answers(connection: sqlite3.Connection, kind: str, asked: Sequence[Query], repeats: int) -> Answers:
    """Each query both ways in turns: medians over the repeats."""
    found = Answers(kind, [], [])
    for query in asked:
        pairs = [
            (
                _seconds(lambda: suche(connection, Anfrage(text=query.text))),  # noqa: B023
                _seconds(lambda: connection.execute(BARE, (query.bare,)).fetchall()),  # noqa: B023
            )
            for _ in range(repeats)
        ]
        found.ours.append(median(ours for ours, _ in pairs))
        found.bare.append(median(bare for _, bare in pairs))
    return found


CHANGES = {
    "nothing": "SELECT 1",
    "a new document": "INSERT INTO dokumente (id, kommune, vorlage, titel, datei, zuerst_gesehen, zuletzt_gesehen)"
    " SELECT 'neu', kommune, id, 'Gutachten', 'neu', '', '' FROM vorlagen LIMIT 1",
    "a changed Betreff": "UPDATE vorlagen SET betreff = betreff || ' Neufassung' WHERE rowid = 77",
}
NEW_FILE = (
    "INSERT OR IGNORE INTO dateien (sha256, groesse) VALUES ('neu', 1)",
    "INSERT INTO seiten (id, datei, seite, text, quelle) SELECT 'neu-1', 'neu', 1, text, 'text' FROM seiten LIMIT 1",
)


def changes(connection: sqlite3.Connection) -> Iterator[tuple[str, float]]:
    """Seconds until the index has a small change; it is taken back."""
    for name, statement in CHANGES.items():
        connection.execute("BEGIN")
        for each in (*NEW_FILE, statement) if name == "a new document" else (statement,):
            connection.execute(each)
        yield name, _seconds(lambda: aktualisieren(connection))
        connection.execute("ROLLBACK")


def p(values: Iterable[float], part: float) -> float:
    """The value that this part of all does not exceed."""
    order = sorted(values)
    return order[min(len(order) - 1, int(part * len(order)))]


def report_building(ours: Sequence[float], bare: Sequence[float]) -> Iterator[str]:
    """Both ways, and the promise."""
    ratio = median(one / other for one, other in zip(ours, bare, strict=True))
    yield f"building {median(ours):8.1f} s, bare rebuild {median(bare):8.1f} s: {ratio:5.2f}   promised ≤ {BUILDING}"


def report_sizes(texts: int, tables: dict[str, int]) -> Iterator[str]:
    """Each table's share of the texts' bytes."""
    for name, size in sorted(tables.items(), key=lambda item: -item[1]):
        yield f"{name:14} {size / 1e6:9.1f} MB {size / texts:7.3f}"
    yield f"{'all':14} {sum(tables.values()) / 1e6:9.1f} MB {sum(tables.values()) / texts:7.3f}   promised ≤ {SIZE}"


def report_answers(found: Sequence[Answers]) -> Iterator[str]:
    """One line for each kind in milliseconds, and the promises."""
    yield f"{'query':14} {'number':>6} {'p50':>8} {'p95':>8} {'bare p50':>9} {'bare p95':>9} {'p95 ratio':>10}"
    rarer = [each for each in found if each.kind in ("rare", "middling")]
    both = Answers("both of them", [s for each in rarer for s in each.ours], [s for each in rarer for s in each.bare])
    promised = {"both of them": f"   promised ≤ {RARER:g}", "common": f"   promised ≤ {COMMON}"}
    for each in (*rarer, both, *(each for each in found if each not in rarer)):
        times = [part * 1000 for part in (p(each.ours, 0.5), p(each.ours, 0.95), p(each.bare, 0.5), p(each.bare, 0.95))]
        ratio = times[1] / times[3]
        yield (
            f"{each.kind:14} {len(each.ours):6} {times[0]:8.1f} {times[1]:8.1f} {times[2]:9.1f} {times[3]:9.1f} {ratio:10.2f}"
            f"{promised.get(each.kind, '')}"
        )


def main(vorlagen: int = 20_000, seiten: int = 40_000, repeats: int = 3, data: Path | None = None) -> None:
    """Measure and print."""
    path = archiv(data or Path(gettempdir()) / "ratsarchiv-bench", vorlagen, seiten)
    full = "" if vorlagen >= 200_000 else "; the promises are made for 200,000 (--voll)"
    print(f"{vorlagen:,} Vorlagen, {seiten:,} pages, generated{full}")
    for line in report_building(*building(path, min(repeats, 3))):
        print(line, flush=True)
    connection = connect(path)
    for line in report_sizes(*sizes(connection)):
        print(line, flush=True)
    asked = queries(connection)
    for line in report_answers([answers(connection, kind, each, repeats) for kind, each in asked.items()]):
        print(line, flush=True)
    for name, seconds in changes(connection):
        print(f"{name:18} {seconds:8.2f} s until it is found")
    close(connection)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voll", action="store_true")
    parser.add_argument("--vorlagen", type=int, default=20_000)
    parser.add_argument("--seiten", type=int, default=40_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--data", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    vorlagen, seiten = (200_000, 400_000) if given.voll else (given.vorlagen, given.seiten)
    main(vorlagen, seiten, given.repeats, given.data)

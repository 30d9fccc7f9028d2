"""How long the server takes over each type of page, beside Datasette's own page of one row: processor's seconds.

`python -m bench.seiten [--voll] [--vorlagen N] [--seiten N] [--requests N] [--database FILE]`: a generated archive of
20,000 Vorlagen; with `--voll` 200,000, which is made once, in some minutes; or one that is there already. Requests go
through ASGI in this process, each type in turn with the row page of the same Vorlage, so that both have the same minute.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import gettempdir
from time import process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from datasette.utils import tilde_encode

from bench.erzeugen import archiv
from bench.rat import besetzen
from ratsarchiv.publish.site import site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REQUESTS, WARM = 30, 3
"""Of each type; and before anything is measured."""
MOST = "select {0} from {1} where {0} is not null group by {0} order by count(*) desc, {0} limit {{0}}"
SPREAD = "select {0} from {1} where rowid % (select max(1, max(rowid) / {{0}}) from {1}) = 0 limit {{0}}"
"""Ids of the most frequent, and of some from everywhere in a table; the number stays open."""


class Art(NamedTuple):
    """A type of page, SQL for the ids in its address, and how many times a row page it may cost."""

    name: str
    adresse: str
    ids: str = ""
    promised: float | None = None


ROW = Art("Datasette: row", "/ratsarchiv/vorlagen/{}", SPREAD.format("id", "vorlagen"))
ARTEN = (
    Art("Vorlage", "/vorlagen/{}", SPREAD.format("id", "vorlagen"), 3),
    Art("start", "/", promised=5),
    Art("Gremium", "/gremien/{}", MOST.format("gremium", "beratungen"), 5),
    Art("Sitzung", "/sitzungen/{}", MOST.format("sitzung", "tagesordnungspunkte")),
    Art("Gremien", "/gremien"),
    Art("Person", "/personen/{}", SPREAD.format("id", "personen")),
    Art("Vorgang", "/vorgaenge/{}", SPREAD.format("id", "vorgaenge")),
    Art("Dokument", "/dokumente/{}", SPREAD.format("id", "dokumente")),
    Art("Kalender", "/kalender?monat={}", "select distinct substr(datum, 1, 7) from sitzungen limit {0}"),
    Art("Änderungen", "/aenderungen"),
    Art("Karte", "/karte"),
    Art("Karte: a place", "/karte?ort={}", SPREAD.format("id", "orte")),
    Art("Karte: data", "/karte.json"),
    Art("Statistik", "/statistik"),
    Art("Status", "/status"),
    Art("Suche", "/suche?q={}", "select substr(betreff, 1, instr(betreff, ' ') - 1) from vorlagen limit {0}"),
    Art("Abruf", "/abrufe/{}", SPREAD.format("abruf", "vorlagen")),
    Art("original", "/original?url={}", SPREAD.format("url", "adressen")),
    Art("sitemap", "/sitemap.xml"),
    Art("Sitemap: a part", "/sitemaps/1.xml"),
    Art("Datasette: start", "/ratsarchiv"),
    Art("Datasette: table", "/ratsarchiv/vorlagen"),
)  # fmt: skip


class Result(NamedTuple):
    """Seconds of each request to a page, and of the row pages in between."""

    art: Art
    page: list[float]
    row: list[float]
    status: set[int]
    size: int
    """Bytes of the largest answer."""


def addresses(connection: sqlite3.Connection, art: Art, number: int) -> list[str]:
    """Examples, as many as there are."""
    if not art.ids:
        return [art.adresse]
    rows = connection.execute(art.ids.format(number)).fetchall()
    return [art.adresse.format(tilde_encode(str(value)) if "?" not in art.adresse else value) for (value,) in rows]


def measure(database: Path, requests: int) -> Iterator[Result]:
    """Each type of page in turn with the row page."""
    datasette = site(database)
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        rows = addresses(connection, ROW, requests)
        for art in ARTEN:
            if pages := addresses(connection, art, requests):
                yield _measured(datasette, art, pages, rows, requests)


def _measured(datasette: Any, art: Art, pages: list[str], rows: list[str], requests: int) -> Result:
    found = Result(art, [], [], set(), 0)
    for number in range(-WARM, requests):
        seconds, answer = _asked(datasette, pages[number % len(pages)])
        row_seconds, _ = _asked(datasette, rows[number % len(rows)])
        if number >= 0:
            found.page.append(seconds)
            found.row.append(row_seconds)
            found.status.add(answer.status_code)
            found = found._replace(size=max(found.size, len(answer.content)))
    return found


def _asked(datasette: Any, path: str) -> tuple[float, Any]:
    begun = process_time()
    answer = asyncio.run(datasette.client.get(path))
    return process_time() - begun, answer


def report(results: Iterable[Result]) -> Iterator[str]:
    """One line for each type of page: medians in milliseconds, the slowest, and the ratio to the row page's."""
    yield f"{'page':18} {'median':>8} {'slowest':>8} {'row page':>9} {'ratio':>6} {'kB':>7}"
    for art, page, row, status, size in results:
        ratio = median(page) / median(row)
        promise = f"   promised ≤ {art.promised:g}" if art.promised else ""
        wrong = "" if status <= {200, 302} else f"   status {sorted(status)}"
        times = f"{median(page) * 1000:8.1f} {max(page) * 1000:8.1f} {median(row) * 1000:9.1f}"
        yield f"{art.name:18} {times} {ratio:6.2f} {size / 1000:7.1f}{promise}{wrong}"


def main(vorlagen: int = 20_000, seiten: int = 40_000, requests: int = REQUESTS, database: Path | None = None) -> None:
    """Measure and print."""
    if database is None:
        database = archiv(Path(gettempdir()) / "ratsarchiv-bench-seiten", vorlagen, seiten)
        besetzen(database)
    print(f"{database}: milliseconds of the processor, {requests} requests of each type", flush=True)
    for line in report(measure(database, requests)):
        print(line, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voll", action="store_true")
    parser.add_argument("--vorlagen", type=int, default=20_000)
    parser.add_argument("--seiten", type=int, default=40_000)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--database", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    vorlagen, seiten = (200_000, 400_000) if given.voll else (given.vorlagen, given.seiten)
    main(vorlagen, seiten, given.requests, given.database)

"""How fast pages get into the database, beside bare `executemany` upserts of the very same rows.

`unchanged` pages are read again and found to say the same; `unread` ones look the same and aren't read at all (beside
the upserts of the `unchanged`). Both ways overwrite what they delete (`secure_delete`).

`python bench/saving.py [pages] [repeats]`: both ways take one transaction a page, in files of the same shape, in turns.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ratsarchiv.model import (
    Abschnitt,
    Beratung,
    Capture,
    Dokument,
    Gremium,
    Link,
    Liste,
    Parsed,
    Record,
    Sitzung,
    Tagesordnungspunkt,
    Vorlage,
)
from ratsarchiv.store import Store
from ratsarchiv.store.database import close, connect, transaction
from ratsarchiv.store.tables import Table, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

K = "musterdorf"
START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
TEXT = "Die Verwaltung prüft, ob der Weg am Bach im nächsten Jahr erneuert werden kann. " * 12

Page = tuple[Capture, Parsed]
Batch = list[tuple[str, list[tuple[Any, ...]]]]


class Result(NamedTuple):
    """Seconds for all pages, once per repeat."""

    name: str
    store: list[float]
    bare: list[float]


def pages(count: int) -> list[Page]:
    """Vorlagen with five Abschnitte, three Beratungen, three Dokumente and ten links."""
    return [(_capture(number), _parsed(number)) for number in range(1, count + 1)]


def _capture(number: int) -> Capture:
    url = f"https://rat.example/bi/vo020.asp?VOLFDNR={number}"
    digest = sha256(url.encode()).hexdigest()
    return Capture(
        kommune=K,
        url=url,
        zeitpunkt=START + timedelta(seconds=number),
        http_status=200,
        mime="text/html",
        header={},
        body=b"",
        anfang=b"",
        groesse=0,
        sha256=digest,
        warc="a.warc.gz",
        offset=number,
        laenge=4000,
    )


def _parsed(number: int) -> Parsed:
    links = [Link(url=record.url, platzhalter=record) for record in _named(number)]
    lists = [
        Liste(tabelle=name, spalte="vorlage", id=_id(number)) for name in ("abschnitte", "beratungen", "dokumente")
    ]
    return Parsed(
        url=_capture(number).url,
        seitenart="vo020",
        records=tuple(_records(number)),
        links=tuple(links),
        vollstaendig=tuple(lists),
    )


def _id(number: int, kind: str = "") -> str:
    return f"{K}-{kind}{number}"


def _records(number: int) -> Iterable[Record]:
    own: dict[str, Any] = {"kommune": K, "url": f"https://rat.example/bi/vo020.asp?VOLFDNR={number}"}
    vorlage = _id(number)
    yield Vorlage(id=vorlage, nummer=f"{number}/2026", betreff=f"Erneuerung des Weges {number}", art="Antrag", **own)
    for position in range(1, 6):
        text: dict[str, Any] = {"code": "SV", "art": "sachverhalt", "ueberschrift": "Sachverhalt", "text": TEXT}
        yield Abschnitt(id=f"{vorlage}-vo-{position}", vorlage=vorlage, position=position, html=TEXT, **text, **own)
    for position in range(1, 4):
        yield Beratung(
            id=f"{vorlage}-b{position}",
            vorlage=vorlage,
            position=position,
            gremium_name="Bauausschuss",
            rolle="Vorberatung",
            datum=date(2026, position, 9),
            sitzung=_id(_sitzung(number, position), "si"),
            tagesordnungspunkt=_id(number * 3 + position, "to"),
            **own,
        )
        titel = f"Anlage {position}"
        yield Dokument(
            id=f"{vorlage}-do{position}", vorlage=vorlage, position=position, art="anlage", titel=titel, **own
        )


def _named(number: int) -> Iterable[Record]:
    for position in range(1, 4):
        sitzung, gremium, item = _sitzung(number, position), 1 + (number + position) % 12, number * 3 + position
        yield Gremium(id=_id(gremium, "au"), kommune=K, url=f"au020.asp?AULFDNR={gremium}", name=f"Ausschuss {gremium}")
        meeting: dict[str, Any] = {
            "name": f"Sitzung {sitzung}",
            "datum": date(2026, position, 9),
            "gremium": _id(gremium, "au"),
        }
        yield Sitzung(id=_id(sitzung, "si"), kommune=K, url=f"to010.asp?SILFDNR={sitzung}", **meeting)
        place: dict[str, Any] = {"sitzung": _id(sitzung, "si"), "vorlage": _id(number)}
        yield Tagesordnungspunkt(id=_id(item, "to"), kommune=K, url=f"to020.asp?TOLFDNR={item}", **place)
    yield Vorlage(id=_id(number + 1), kommune=K, url=f"vo020.asp?VOLFDNR={number + 1}", nummer=f"{number + 1}/2026")


def _sitzung(number: int, position: int) -> int:
    return 1 + (number // 15 + position * 40) % 120


def bare_rows(made: Sequence[Page], known: dict[str, Table], first: int) -> list[Batch]:
    """Per page the statements and rows of a plain upsert; prepared before the clock starts."""
    return [_batch(number, capture, parsed, known) for number, (capture, parsed) in enumerate(made, first)]


def _batch(number: int, capture: Capture, parsed: Parsed, known: dict[str, Table]) -> Batch:
    seen = capture.zeitpunkt.isoformat()
    records = [link.platzhalter for link in parsed.links if link.platzhalter] + list(parsed.records)
    answer = (
        number,
        K,
        capture.url,
        seen,
        200,
        "text/html",
        capture.sha256,
        0,
        capture.warc,
        number,
        4000,
        "vo020",
        "geparst",
        None,
        None,
    )
    batch: Batch = [(f"INSERT INTO abrufe VALUES ({', '.join('?' * len(answer))})", [answer])]
    for name, table in known.items():
        rows = [
            (
                each.id,
                K,
                seen,
                seen,
                None,
                number,
                *table.values(each).values(),
                *[None] * (len(table.felder) - len(table.said)),
            )
            for each in records
            if each.tabelle == name
        ]
        if rows:
            batch.append((table.upsert, rows))
    return batch


def with_store(path: Path, made: Sequence[Page]) -> float:
    """Seconds for all pages through the Store."""
    with Store(path) as store:
        lauf = store.begin_run(K, "import", START)
        begun = perf_counter()
        for capture, parsed in made:
            store.save_page(capture, parsed, lauf=lauf, ergebnis="geparst", seitenart="vo020")
        return perf_counter() - begun


def without_reading(path: Path, made: Sequence[Page]) -> float:
    """Seconds for pages that look as they did a day before."""
    with Store(path) as store:
        lauf = store.begin_run(K, "import", START)
        for capture, parsed in made:
            store.save_page(capture, parsed, lauf=lauf, ergebnis="geparst", seitenart="vo020", inhalt=parsed.url)
        later = [(_later(capture), parsed.url) for capture, parsed in made]
        begun = perf_counter()
        for capture, inhalt in later:
            store.save_unchanged(capture, inhalt, lauf=lauf, seitenart="vo020")
        return perf_counter() - begun


def with_upserts(path: Path, made: Sequence[Page]) -> float:
    """Seconds for the same rows without comparing anything."""
    connection = connect(path)
    connection.execute("INSERT OR IGNORE INTO kommunen (id, name) VALUES (?, ?)", (K, K))
    (captures,) = connection.execute("SELECT count(*) FROM abrufe").fetchone()
    batches = bare_rows(made, tables(connection), captures + 1)
    begun = perf_counter()
    for batch in batches:
        with transaction(connection):
            for statement, rows in batch:
                connection.executemany(statement, rows)
    seconds = perf_counter() - begun
    close(connection)
    return seconds


def measure(count: int, repeats: int) -> list[Result]:
    """First sight of all pages, and the same pages a day later, unchanged: read again, and not read."""
    made = pages(count)
    again = [(_later(capture), parsed) for capture, parsed in made]
    first, second, third = Result("new", [], []), Result("unchanged", [], []), Result("unread", [], [])
    ways: tuple[tuple[str, Callable[[Path, Sequence[Page]], float]], ...] = (
        ("store", with_store),
        ("bare", with_upserts),
    )
    for _ in range(repeats):
        for name, way in ways:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "ratsarchiv.db"
                getattr(first, name).append(way(path, made))
                getattr(second, name).append(way(path, again))
        with TemporaryDirectory() as folder:
            third.store.append(without_reading(Path(folder) / "ratsarchiv.db", made))
            third.bare.append(second.bare[-1])
    return [first, second, third]


def _later(capture: Capture) -> Capture:
    times: dict[str, Any] = {"zeitpunkt": capture.zeitpunkt + timedelta(days=1), "sha256": capture.sha256[::-1]}
    return replace(capture, **times)


def report(results: Iterable[Result], count: int) -> Iterable[str]:
    """One line per case: pages a second both ways, and the store's time as a multiple."""
    yield f"{'pages':10} {'store/s':>9} {'bare/s':>9} {'time ratio':>11}"
    for each in results:
        store, bare = median(each.store), median(each.bare)
        yield f"{each.name:10} {count / store:9.0f} {count / bare:9.0f} {store / bare:11.2f}"


def main(count: int = 2000, repeats: int = 5) -> None:
    """Measure and print."""
    for line in report(measure(count, repeats), count):
        print(line)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

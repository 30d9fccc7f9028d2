"""Looking for words where nobody may find them: in the bytes of the public database, in its values, on its website."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.crawl.seeing import rows

from ratsarchiv.publish.site import site
from ratsarchiv.store.dump import dump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

ENDINGS = ("", "-wal", "-shm", "-journal", ".neu", ".neu-wal")


PAGES = {
    "vorlagen": ("", ".json"),
    "sitzungen": ("",),
    "gremien": ("", ".atom"),
    "personen": ("",),
    "vorgaenge": ("",),
}
OTHERS = [
    "/aenderungen", "/aenderungen.atom", "/gremien", "/kalender.ics", "/karte", "/karte.json", "/statistik", "/status",
    "/status.json", "/suche?sortierung=neueste", "/suche.csv?sortierung=neueste", "/suche.atom?sortierung=neueste",
    "/sitemap.xml",
]  # fmt: skip
CAPTURES = "select id from abrufe where id % 61 = 0"
"""Some of them: what each may show is tested with the archive's pages."""


def in_bytes(data: Path, words: Iterable[str]) -> set[str]:
    """The words that stand in the public database, on free pages too, or that a value of it holds across two pages."""
    files = [data / f"ratsarchiv.db{ending}" for ending in ENDINGS]
    raw = b"".join(file.read_bytes() for file in files if file.exists()).lower()
    values = "\n".join(str(value) for row in dump(data / "ratsarchiv.db") for value in row).casefold()
    assert len(raw) > len(values) > 100_000
    return {word for word in words if word.lower().encode() in raw or word.casefold() in values}


def on_site(data: Path, words: Iterable[str]) -> set[str]:
    """The words that any page of the website prints, whatever is asked of it."""
    words = set(words)
    get = _opened(data)
    start = get("/ratsarchiv.json").json()
    tables = [table["name"] for table in start["tables"]]
    paths = ["/", "/ratsarchiv", "/ratsarchiv.json"]
    for table in tables:
        paths += [f"/ratsarchiv/{table}", f"/ratsarchiv/{table}.json?_size=max", f"/ratsarchiv/{table}.csv?_stream=on"]
    for table, kinds in PAGES.items():
        ids = [id_ for (id_,) in rows(data, f"select id from {table}")]
        paths += [f"/{table}/{id_}{kind}" for id_ in ids for kind in kinds]
    paths += [
        f"/kalender?monat={month}" for (month,) in rows(data, "select distinct substr(datum, 1, 7) from sitzungen")
    ]
    paths += OTHERS
    paths += [f"/abrufe/{id_}{kind}" for (id_,) in rows(data, CAPTURES) for kind in ("", "/seite", "/datei")]
    paths += [f"/ratsarchiv/{query['name']}.json?suche=e" for query in start["queries"]]
    shown = "\n".join(_text(get, path) for path in paths).casefold()
    assert len(paths) > 100
    return {word for word in words if word.casefold() in shown}


def by_search(data: Path, words: Iterable[str]) -> set[str]:
    """The words that the website's own search finds anything for."""
    get = _opened(data)
    asked = {word: get(f"/ratsarchiv/wortlaut.json?_shape=objects&suche={quote(word)}").json() for word in words}
    return {word for word, answer in asked.items() if answer["rows"]}


def _opened(data: Path) -> Callable[[str], Any]:
    datasette = site(data / "ratsarchiv.db")
    return lambda path: asyncio.run(datasette.client.get(path))


def _text(get: Callable[[str], Any], path: str) -> str:
    answer = get(path)
    assert answer.status_code == 200 or path.startswith("/abrufe/"), path
    return str(answer.text)

"""A council that stays as it is, seen twice: nothing is news, and nothing is kept twice."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.crawl.seeing import rows
from tests.harvest.ground import payloads
from warcio.archiveiterator import ArchiveIterator

from ratsarchiv import parse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harvest.conftest import Ground

    from ratsarchiv.model import Page, Parsed

LAST = "(select max(beginn) from laeufe)"
PAGES = f"select distinct url from abrufe where ergebnis = 'geparst' and zeitpunkt >= {LAST}"
WITH_HIDDEN = f"{PAGES} and id in (select abruf from _neu_lesen)"
"""What shows something that is not to be shown is read again each time, in case it may be shown by now."""
CARRIERS = "select distinct traeger from adressen where dokument is not null and traeger is not null"
"""Pages that alone know the present addresses of their attachments."""


def records(data: Path) -> Counter[str]:
    """How many records of each kind the archive holds; a `response` has a body of its own."""
    found: Counter[str] = Counter()
    for path in (data / "warc").rglob("*.warc.gz"):
        with path.open("rb") as file:
            found.update(record.rec_type for record in ArchiveIterator(file))
    return found


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of all pages that are read from now on."""
    read: list[str] = []
    real = parse.parse

    def one_more(page: Page) -> Parsed:
        read.append(page.url)
        return real(page)

    monkeypatch.setattr(parse, "parse", one_more)
    return read


def test_a_second_visit_writes_no_history_and_no_payload_and_reads_no_unchanged_page(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, held, kept = ground.content(), records(ground.data), payloads(ground.data)
    history = rows(ground.data, "select * from aenderungen")
    read = counted(monkeypatch)
    again = ground.visit("crawl")
    assert (again.exit_code, again.neu, again.geaendert) == (0, 0, 0)
    assert rows(ground.data, "select * from aenderungen") == history
    assert ground.content() == before

    hidden = {url for (url,) in rows(ground.data, WITH_HIDDEN)}
    now = records(ground.data)
    print(f"\n{again.anfragen} requests: {now - held}, {len(read)} readings, {len(hidden)} pages with hidden parts")
    assert now["response"] == held["response"]
    assert now["revisit"] - held["revisit"] >= again.anfragen
    assert 0 < len(hidden) <= 20
    assert payloads(ground.data) == kept

    with closing(sqlite3.connect(ground.data / "intern.db")) as connection:
        carriers = {url for (url,) in connection.execute(CARRIERS)}
    shown = {url for (url,) in rows(ground.data, PAGES)}
    unread = {url for url in shown if "vo040" not in url} - carriers - hidden
    assert len(unread) > 200
    assert unread.isdisjoint(read)

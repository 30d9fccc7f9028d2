"""What nobody should ask: whatever stands in an address, the site answers in German, and never fails."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette

from ratsarchiv.publish.site import site
from ratsarchiv.store import database, kennzahlen

from . import council

Get = Callable[..., Any]

V = f"{council.K}-100"
ODD = (
    "", "0", "-1", "9" * 20, "x", "'", '"><script>', "%00", "%zz", "\x00", "ä", "\u202e", "2026-13", "2026-02-30", "9999-12",
    "0000-00", "1e9", "NaN", "javascript:alert(1)", "//evil.example", "http://[", "http://a@b/", "../..", "~7E", "a" * 3000,
)  # fmt: skip
PARAMETERS = {
    "/": ("kommune",),
    "/suche": ("q", "art", "von", "bis", "seite", "sortierung", "kommune", "jahr", "gremium"),
    "/suche.csv": ("q", "excel", "von"),
    "/suche.atom": ("q",),
    "/suche.json": ("q", "seite"),
    "/vorschlaege.json": ("q", "kommune"),
    "/kalender": ("monat", "kommune", "gremium"),
    "/kalender.ics": ("kommune", "gremium"),
    "/aenderungen": ("tag", "kommune"),
    "/aenderungen.atom": ("kommune",),
    "/karte": ("ort", "von", "bis", "gremium", "kommune", "seite"),
    "/karte.json": ("von", "gremium"),
    "/statistik": ("kommune",),
    "/statistik/vorlagen_je_monat": ("jahr", "kommune"),
    "/status": ("kommune",),
    "/original": ("url",),
    "/gremien": ("kommune",),
    "/teilen/mastodon": ("vorlage", "instanz"),
    f"/vorlagen/{V}/anlagen": ("q",),
    f"/dokumente/{V}-do1": ("q", "teil"),
}
PLACES = (
    "/vorlagen/{}", "/vorlagen/{}.json", "/vorlagen/{}.bib", f"/vorlagen/{V}/fassungen/{{}}", "/vorgaenge/{}", "/dokumente/{}",
    "/seiten/{}", "/sitzungen/{}", "/sitzungen/{}.ics", "/gremien/{}", "/gremien/{}.ics", "/gremien/{}.atom", "/personen/{}",
    "/abrufe/{}", "/abrufe/{}/seite", "/abrufe/{}/datei", "/sitemaps/{}.xml", "/statistik/{}", "/statistik/{}.csv",
    "/leaflet/1/{}", "/{}",
)  # fmt: skip


@pytest.fixture(scope="module")
def counted(with_texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """The council's site with all numbers counted."""
    path = tmp_path_factory.mktemp("gezaehlt") / "ratsarchiv.db"
    shutil.copy(with_texts, path)
    with closing(database.connect(path)) as connection, database.transaction(connection):
        kennzahlen.aktualisieren(connection)
    return site(path)


@pytest.fixture
def get(counted: Datasette) -> Get:
    return lambda path: asyncio.run(counted.client.get(path))


def right(answer: Any) -> bool:
    """No failure, nothing echoed as markup, and no way to another host."""
    to = answer.headers.get("location", "/")
    is_page = "text/html" in answer.headers.get("content-type", "")
    return answer.status_code < 500 and to[:1] == "/" != to[1:2] and not (is_page and '"><script>' in answer.text)


@pytest.mark.parametrize("path", PARAMETERS)
def test_no_parameter_breaks_a_page(get: Get, path: str) -> None:
    asked = [f"{path}?{urlencode({name: odd})}" for name, odd in product(PARAMETERS[path], ODD)]
    assert [address for address in asked if not right(get(address))] == []


@pytest.mark.parametrize("place", PLACES)
def test_no_name_breaks_a_page(get: Get, place: str) -> None:
    asked = [place.format(quote(odd, safe="")) for odd in ODD]
    assert [address for address in asked if not right(get(address))] == []

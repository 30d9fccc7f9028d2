"""Whatever stands in any text of any table: no page runs it, breaks by it or takes long over it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import process_time
from typing import Any
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from icalendar import Calendar

from ratsarchiv.publish.site import site
from ratsarchiv.store import kennzahlen
from ratsarchiv.store.suche import worte
from ratsarchiv.store.suche.aufbau import EMPTY, aktualisieren

from . import browser
from .reading import tree
from .seitenarten import DATEN, OWN, SEITENARTEN, Seitenart, beispiele
from .test_browser import WIDTH, served

SCRIPT = (
    "Stadt\"'></title></script></dd><script>window.boese=1;alert(1)</script><img src=x onerror=window.boese=1>{{ 7*7 }}"
)
ATTRIBUTE = 'Stadt" onmouseover="window.boese=1" autofocus onfocus="window.boese=1" x="'
BIDI = "Stadt\u202e\u2066\u200f\u0085\u2028\ufeff\x01\x0b\x1b\x7f\ufffe רחוב "
LONG = "Stadt" + "x" * 200_000
ADDRESS = "javascript:window.boese=1//https://rat.example/"
KINDS = {"markup": SCRIPT + ATTRIBUTE, "bidi": BIDI, "long": LONG}

TEXTS = {
    "kommunen": "name art lizenz impressum",
    "gremien": "name art",
    "personen": "name fraktion",
    "mitgliedschaften": "rolle zusatz",
    "vorlagen": "nummer betreff art status federfuehrend verfasser antragsteller aktenzeichen",
    "sitzungen": "gremium_name name raum ort zusatz status anlass",
    "tagesordnungspunkte": "nummer betreff zusatz beschluss beschlussart vorlage_nummer",
    "auszuege": "protokoll beschlusstext abstimmung",
    "beratungen": "gremium_name rolle status sitzungsname beschluss beschlussart",
    "abschnitte": "code art ueberschrift text",
    "dokumente": "art titel nummer groesse",
    "seiten": "text",
    "aenderungen": "alt neu",
    "verweise": "nummer textstelle",
    "orte": "name art herkunft",
    "ortsnennungen": "textstelle grad",
    "vorgaenge": "titel",
    "hinweise": "grund",
    "probleme": "art meldung",
    "laeufe": "befehl ergebnis",
    "robots": "host ergebnis regel",
}
"""What councils, and whoever writes for them, put into words."""
FIRST = "rowid in (select rowid from {} order by rowid limit 3)"
"""Rows of a table that have the long word."""
TOPS = 3_000
SECONDS = 10
"""Of the processor; what is usual is a tenth of one."""


def spoiled(source: Path, folder: Path, kind: str) -> Path:
    """A copy of the council's database with hostile texts, beside what belongs to it."""
    shutil.copytree(source.parent, folder, dirs_exist_ok=True)
    database = folder / source.name
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        worte.register(connection)
        for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            connection.execute(f"drop trigger {name}")  # they would take out what was read from the texts
        connection.execute("begin")
        _spoil(connection, KINDS[kind], FIRST if kind == "long" else "true")
        _long_agenda(connection)
        for statement in EMPTY:
            connection.execute(statement)
        aktualisieren(connection)
        kennzahlen.aktualisieren(connection)
        connection.execute("commit")
    return database


def _spoil(connection: sqlite3.Connection, text: str, where: str) -> None:
    for table, columns in TEXTS.items():
        values = ", ".join(f"{column} = :text" for column in columns.split())
        connection.execute(f"update {table} set {values} where {where.format(table)}", {"text": text})
    for table, column in connection.execute(
        "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name = 'url'"
    ).fetchall():
        if table not in ("abrufe", "adressen", "probleme"):
            connection.execute(f"update {table} set {column} = ?", (ADDRESS,))


def _long_agenda(connection: sqlite3.Connection) -> None:
    """As many more items for the Sitzung that has most."""
    connection.execute(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < ?), s as ("
        " select * from tagesordnungspunkte group by sitzung order by count(*) desc, sitzung limit 1)"
        " insert into tagesordnungspunkte (id, kommune, sitzung, position, nummer, betreff, oeffentlich, zuerst_gesehen,"
        " zuletzt_gesehen) select s.id || '-' || i, s.kommune, s.sitzung, 1000 + i, i, s.betreff, 1, s.zuerst_gesehen,"
        " s.zuletzt_gesehen from n, s",
        (TOPS,),
    )


@pytest.fixture(scope="module", params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def database(kind: str, musterstadt: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return spoiled(musterstadt, tmp_path_factory.mktemp(kind), kind)


@pytest.fixture(scope="module")
def datasette(database: Path) -> Datasette:
    return site(database)


@pytest.fixture
def get(datasette: Datasette, database: Path) -> Callable[[Seitenart], Any]:
    """A type of page of that database, within the time that is allowed."""

    def got(art: Seitenart) -> Any:
        begun = process_time()
        answer = asyncio.run(datasette.client.get(beispiele(database, (art,))[art.name]))
        assert process_time() - begun < SECONDS
        return answer

    return got


@pytest.mark.parametrize("art", SEITENARTEN, ids=lambda art: str(art.name))
def test_a_page_shows_it_as_text(art: Seitenart, get: Callable[[Seitenart], Any]) -> None:
    answer = get(art)
    assert answer.status_code == art.status, answer.text[:500]
    page = tree(answer.text)
    assert page.xpath("//h1") != []
    assert page.xpath("//img | //*[@onerror or @onmouseover or @onfocus or @autofocus]") == []
    scripts = page.xpath("//script[not(@src)]")
    for script in scripts if not art.datasettes else []:
        assert script.get("type") in {"application/ld+json", "application/json"}
        json.loads(script.text)
    assert [
        script.text for script in scripts if "window.boese=1;alert(1)" in (script.text or "") and not script.get("type")
    ] == []
    addresses = page.xpath("//@href | //@src | //@action | //@data-adresse")
    assert [address for address in addresses if address.strip().lower().startswith(("javascript:", "data:text"))] == []


SILENT = {"Suche, leer", "Suche ohne Treffer", "Originaladresse, unbekannt", "Fehler"}
"""Pages that tell of nothing."""


@pytest.mark.parametrize("art", [art for art in OWN if art.name not in SILENT], ids=lambda art: str(art.name))
def test_it_is_there_to_read(art: Seitenart, get: Callable[[Seitenart], Any], kind: str) -> None:
    assert kind != "markup" or "&lt;script&gt;window.boese=1" in get(art).text


@pytest.mark.parametrize("art", DATEN, ids=lambda art: str(art.name))
def test_programs_can_read_it(art: Seitenart, get: Callable[[Seitenart], Any]) -> None:
    answer = get(art)
    assert answer.status_code == 200, answer.text[:500]
    kind = answer.headers["content-type"].partition(";")[0]
    if kind.endswith("json"):
        assert answer.json() is not None
    elif kind.endswith("xml"):
        found = ElementTree.fromstring(answer.content)
        assert [link for link in found.iter() if link.get("href", "").startswith("javascript")] == []
    elif kind == "text/calendar":
        assert Calendar.from_ical(answer.content).walk("VEVENT") != []
    else:
        assert kind in {"text/csv", "application/x-bibtex"}


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        opened.screen(360, 740)
        yield opened


@pytest.mark.skipif(
    not browser.PROGRAM.exists() and "CI" not in os.environ, reason=f"no {browser.PROGRAM}; `make test` installs it"
)
def test_nothing_runs_and_everything_fits(tab: browser.Browser, database: Path) -> None:
    tab.dialogs.clear()
    tab.complaints.clear()
    with served(database) as url:
        for name, path in beispiele(database, OWN).items():
            tab.open(url + path)
            assert tab.value("'boese' in window") is False, name
            assert tab.value(WIDTH) is True, name
    assert tab.dialogs == []
    assert [said for said in tab.complaints if "Content Security Policy" in said] == []

"""Visits of a citizen to the site, from a question to an answer: by mouse, without JavaScript, by the keyboard alone."""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from . import browser, stadt
from .besucher import Besucher
from .test_browser import served

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM.exists() and "CI" not in os.environ, reason=f"no {browser.PROGRAM}; `make test` installs it"
)

SEARCH = "input[type=search]"
FOUND = "[...document.querySelectorAll('.treffer h3 a')].map(link => link.getAttribute('href'))"
MARKED = "[...document.querySelectorAll('mark')].map(mark => mark.innerText)"
PATH = "location.pathname"
H1 = "document.querySelector('h1').innerText"
IN_SIGHT = "(box => box.top >= 0 && box.top < innerHeight)(document.querySelector(':target').getBoundingClientRect())"


@pytest.fixture(scope="module")
def address(musterstadt: Path) -> Iterator[str]:
    with served(musterstadt) as url:
        yield url


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        opened.screen(1280, 900)
        yield opened


@pytest.fixture(params=["mouse", "without JavaScript", "keyboard"])
def citizen(request: pytest.FixtureRequest, tab: browser.Browser) -> Iterator[Besucher]:
    """Nobody's visit may make the browser complain, but of map tiles: that server is made up."""
    tab.complaints.clear()
    tab.requests.clear()
    yield Besucher(tab, scripts=request.param != "without JavaScript", keyboard=request.param == "keyboard")
    tab.scripts(allowed=True)
    assert [said for said in tab.complaints if "ERR_NAME_NOT_RESOLVED" not in said] == []


@pytest.fixture(scope="module")
def vorlage(musterstadt: Path) -> str:
    """The one with the report, which was on several agendas."""
    with closing(sqlite3.connect(musterstadt)) as connection:
        (found,) = connection.execute("select vorlage from dokumente where titel = ?", (stadt.TITEL,)).fetchone()
    return str(found)


def others(citizen: Besucher, address: str) -> list[str]:
    """What was asked of any other server."""
    return [url for url in citizen.tab.requests if not url.startswith(f"{address}/")]


def test_a_word_from_an_attachment_leads_to_the_vorlage(citizen: Besucher, address: str, vorlage: str) -> None:
    citizen.open(f"{address}/")
    citizen.write(f"main {SEARCH}", stadt.WORT)
    citizen.send()
    assert citizen.sees(FOUND) == [f"/vorlagen/{vorlage}"]
    assert citizen.sees(MARKED)[0] == stadt.WORT
    assert stadt.STELLE in citizen.sees("document.querySelector('.treffer .stelle').innerText")
    citizen.follow(".treffer .stelle footer a")
    assert stadt.TITEL in citizen.sees(H1)
    assert citizen.sees(MARKED) == [stadt.WORT]
    assert citizen.sees("document.querySelector(':target').contains(document.querySelector('mark'))") is True
    citizen.follow(f"main a[href='/vorlagen/{vorlage}']")
    assert stadt.TITEL in citizen.sees("document.querySelector('.dokumente').innerText")
    assert others(citizen, address) == []


def test_from_the_beratungsfolge_to_the_agenda_and_back(citizen: Besucher, address: str, vorlage: str) -> None:
    citizen.open(f"{address}/vorlagen/{vorlage}")
    betreff = citizen.sees(H1)
    citizen.follow(".folge a[href*='#top-']")
    assert citizen.sees(PATH).startswith("/sitzungen/")
    assert betreff.splitlines()[0] in citizen.sees("document.querySelector(':target').innerText")
    assert citizen.sees(IN_SIGHT) is True
    citizen.follow(f":target a[href='/vorlagen/{vorlage}']")
    assert citizen.sees(PATH) == f"/vorlagen/{vorlage}"
    assert citizen.sees(H1) == betreff


def test_the_map_comes_only_when_it_is_asked_for(citizen: Besucher, address: str, vorlage: str) -> None:
    citizen.open(f"{address}/vorlagen/{vorlage}")
    assert citizen.sees("document.querySelectorAll('.orte li').length") > 0
    assert [url for url in citizen.tab.requests if not url.startswith(f"{address}/") or "leaflet" in url] == []
    if not citizen.with_scripts:
        assert citizen.sees("document.querySelector('.karte').checkVisibility()") is False
        return
    assert "IP-Adresse" in citizen.sees("document.querySelector('.karte').innerText")
    citizen.use(".karte button")
    citizen.tab.until("document.querySelector('.leaflet-tile, .karte img')")
    citizen.tab.until("document.querySelectorAll('.leaflet-marker-icon').length")
    assert {urlsplit(url).netloc for url in others(citizen, address)} == {urlsplit(stadt.KACHELN).netloc}


def test_a_page_is_passed_on(citizen: Besucher, address: str, vorlage: str) -> None:
    page = f"{address}/vorlagen/{vorlage}"
    citizen.open(page)
    titel = " ".join(citizen.sees(H1).split())
    links = citizen.sees("[...document.querySelectorAll('.teilen-leiste a')].map(link => link.href)")
    mail = next(urlsplit(link) for link in links if link.startswith("mailto:"))
    assert parse_qs(mail.query) == {"subject": [titel], "body": [f"{titel}\n{page}"]}
    assert f"https://wa.me/?text={quote(f'{titel} {page}', safe='')}" in links
    citizen.follow(".teilen-leiste a[href^='/teilen/mastodon']")
    citizen.write("#instanz", "@ada@mastodon.example")
    citizen.send()
    ziel = urlsplit(citizen.sees("document.querySelector('.weiter a').href"))
    assert (ziel.netloc, ziel.path) == ("mastodon.example", "/share")
    assert parse_qs(ziel.query) == {"text": [f"{titel} {page}"]}
    assert others(citizen, address) == []


def test_the_address_is_copied(citizen: Besucher, address: str, vorlage: str) -> None:
    page = f"{address}/vorlagen/{vorlage}"
    citizen.open(page)
    assert page in citizen.sees("document.querySelector('.teilen .adresse').innerText")
    if citizen.with_scripts:
        citizen.tab.permit_clipboard(address)
        citizen.use(".teilen-leiste button")
        citizen.tab.until("document.querySelector('.teilen-leiste [role=status]').innerText")
        assert citizen.sees("navigator.clipboard.readText()") == page
    else:
        assert citizen.sees("document.querySelector('.teilen-leiste button')") is None


def test_a_date_is_filtered_by(citizen: Besucher, address: str) -> None:
    citizen.open(f"{address}/suche?q=Stadt")
    citizen.write("#von", "01012026")
    citizen.follow(".zeitraum button")
    assert citizen.sees("new URLSearchParams(location.search).get('von')") == "2026-01-01"
    days = citizen.sees("[...document.querySelectorAll('.treffer time')].map(time => time.dateTime)")
    assert days
    assert min(days) >= "2026-01-01"
    assert "2026" in citizen.sees("document.querySelector('.gewaehlt').innerText")
    citizen.follow(".gewaehlt a")
    assert citizen.sees("new URLSearchParams(location.search).get('von')") is None
    assert citizen.sees("new URLSearchParams(location.search).get('q')") == "Stadt"


def test_the_csv_of_a_filtered_search_has_the_rows_of_its_pages(
    citizen: Besucher, address: str, tmp_path: Path
) -> None:
    citizen.open(f"{address}/suche?q=Stadt")
    citizen.follow("#eingrenzen .facette a")
    assert len(citizen.sees("document.querySelectorAll('.gewaehlt a')")) == 1
    here, rows = citizen.sees("location.href"), citizen.sees(FOUND)
    while citizen.sees("document.querySelector('.blaettern [rel~=next]') !== null"):
        citizen.follow(".blaettern [rel~=next]")
        rows += citizen.sees(FOUND)
    citizen.open(here)
    citizen.tab.downloads_into(tmp_path)
    citizen.use(".daten a[href^='/suche.csv']:not([href*=excel])")
    citizen.tab.downloaded()
    (file,) = tmp_path.iterdir()
    table = list(csv.DictReader(StringIO(file.read_text(encoding="utf-8-sig"))))
    assert len(rows) > 20
    assert [row["adresse"].removeprefix(address) for row in table] == rows

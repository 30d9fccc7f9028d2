"""The maps in a real browser: nothing leaves this host before the click, and only tiles are asked for after it."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ratsarchiv.publish.leaflet import ORDNER
from ratsarchiv.store import kennzahlen

from . import browser, texts
from .test_browser import CONTRAST, WIDTH, served

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM.exists() and "CI" not in os.environ, reason=f"no {browser.PROGRAM}; `make test` installs it"
)

PAGES = ["/karte", "/karte?ort=o2", f"/vorlagen/{texts.K}-400"]
MAP = "document.querySelector('.kartenbild')"
SIGNS = "document.querySelectorAll('.kartenpunkt')"
TILE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGM4AQAAygDJmcpdfgAAAABJRU5ErkJggg==")
"""A grey point."""


class Tiles(ThreadingHTTPServer):
    """A server of map tiles that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Tile)
        self.asked: list[str] = []
        self.referers: set[str | None] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Tile(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Tiles)
        self.server.asked.append(self.path)
        self.server.referers.add(self.headers["referer"])
        self.send_response(200)
        self.send_header("content-type", "image/png")
        self.send_header("content-length", str(len(TILE)))
        self.end_headers()
        self.wfile.write(TILE)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def tiles() -> Iterator[Tiles]:
    with Tiles() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, tiles: Tiles) -> Iterator[str]:
    """A site with places whose names are hostile, and with a tile server."""
    database = texts.build(tmp_path_factory.mktemp("karte") / "ratsarchiv.db")
    with texts.changing(database) as connection:
        connection.execute("update orte set name = ?, lat = 51.01 where id = 'o2'", (HOSTILE,))
        kennzahlen.aktualisieren(connection)
    database.with_name("website.toml").write_text(
        f'[karte]\nkacheln = "{tiles.address}/{{z}}/{{x}}/{{y}}.png"\nquelle = "<b>Kartenwerk</b> & Co"\n'
        'quelle_adresse = "https://karten.example/"\nanbieter = "Kachelhof"\n'
        'datenschutz = "https://karten.example/datenschutz"\n',
        "utf-8",
    )
    with served(database) as url:
        yield url


HOSTILE = '</script><script>document.title="x"</script><img src=x onerror="document.title=1">'


@pytest.fixture(scope="module")
def one_tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def tab(one_tab: browser.Browser, tiles: Tiles) -> Iterator[browser.Browser]:
    """No test may make the browser complain. Nothing that the last page asked for counts."""
    one_tab.open("about:blank")
    tiles.asked.clear()
    tiles.referers.clear()
    one_tab.screen(1200, 900)
    one_tab.scripts(allowed=True)
    one_tab.complaints.clear()
    one_tab.requests.clear()
    yield one_tab
    assert one_tab.complaints == []


def show(tab: browser.Browser) -> None:
    """As somebody does who has no mouse."""
    tab.value("document.querySelector('.karte button').focus()")
    tab.press("Enter")
    tab.until(f"{MAP} && document.querySelector('.leaflet-tile-loaded')")


@pytest.mark.parametrize("path", PAGES)
def test_only_the_click_asks_the_tile_server(tab: browser.Browser, address: str, tiles: Tiles, path: str) -> None:
    tab.open(address + path)
    assert "erfährt dieser Anbieter Ihre IP-Adresse" in tab.value("document.querySelector('.karte').innerText")
    assert all(url.startswith(f"{address}/") for url in tab.requests)
    assert [url for url in tab.requests if ORDNER in url or "karte.json" in url] == []
    assert tiles.asked == []
    tab.requests.clear()
    show(tab)
    assert tiles.asked
    assert {url.rpartition("/")[0] for url in tab.requests if ORDNER in url} == {address + ORDNER}
    assert all(url.startswith((f"{address}/", f"{tiles.address}/")) for url in tab.requests)
    assert tiles.referers == {None}


@pytest.mark.parametrize("path", PAGES)
def test_names_and_sources_are_only_text(tab: browser.Browser, address: str, tiles: Tiles, path: str) -> None:
    tab.open(address + path)
    title = tab.value("document.title")
    show(tab)
    tab.until(f"{SIGNS}.length > 0")
    for _ in range(8):  # clusters open until places show
        if tab.value("!!document.querySelector('.leaflet-popup')"):
            break
        tab.value(f"([...{SIGNS}].find(each => each.title.includes('script')) || {SIGNS}[0]).focus()")
        tab.press("Enter")
    assert HOSTILE in tab.value("document.querySelector('.leaflet-popup-content').innerText")
    assert tab.value("document.querySelector('.leaflet-control-attribution').innerText") == "<b>Kartenwerk</b> & Co"
    assert tab.value("document.querySelectorAll('.karte img:not(.leaflet-tile)').length") == 0
    assert tab.value("document.title") == title


def test_the_map_works_by_the_keyboard(tab: browser.Browser, address: str, tiles: Tiles) -> None:
    tab.open(f"{address}/vorlagen/{texts.K}-400")
    show(tab)
    assert tab.value(f"document.activeElement === {MAP}") is True
    assert tab.value(f"{MAP}.getAttribute('aria-label')") == "Karte der genannten Orte"
    tab.press("Tab")
    assert tab.value("document.activeElement.title") == HOSTILE
    tab.press("Enter")
    tab.until("document.querySelector('.leaflet-popup')")
    assert tab.value("document.activeElement.getAttribute('href')") == "/karte?ort=o2"
    tab.press("Escape")
    tab.until("!document.querySelector('.leaflet-popup')")
    assert tab.value("document.activeElement.title") == HOSTILE


def test_many_places_are_one_sign_that_says_how_many(tab: browser.Browser, address: str, tiles: Tiles) -> None:
    tab.open(f"{address}/karte")
    show(tab)
    tab.until(f"{SIGNS}.length > 0")
    signs = json.loads(tab.value(f"JSON.stringify([...{SIGNS}].map(each => [each.title, each.innerText]))"))
    assert ["2 Orte: näher heranholen", "2"] in signs
    assert len(signs) == 2


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", PAGES)
def test_maps_fit_and_are_readable(
    tab: browser.Browser, address: str, tiles: Tiles, width: int, dark: bool, path: str
) -> None:
    tab.screen(width, 900, dark=dark)
    tab.open(address + path)
    assert tab.value(CONTRAST) >= 4.5
    show(tab)
    assert tab.value(CONTRAST) >= 4.5
    assert tab.value(WIDTH) is True
    assert tab.value(f"{MAP}.getBoundingClientRect().width") > 250


@pytest.mark.parametrize("path", PAGES)
def test_without_scripts_the_list_is_all(tab: browser.Browser, address: str, tiles: Tiles, path: str) -> None:
    tab.scripts(allowed=False)
    tab.open(address + path)
    assert tiles.asked == []
    tab.scripts(allowed=True)
    assert tab.value("document.querySelector('.karte').offsetHeight") == 0
    assert tab.value("document.querySelectorAll('main a[href*=vorlagen], main .orte li').length") > 0


def test_a_map_that_does_not_come_leaves_the_places(tab: browser.Browser, address: str, tiles: Tiles) -> None:
    tab.open(f"{address}/karte")
    tab.value("document.querySelector('.karte').dataset.leaflet = '/leaflet/gibt-es-nicht'")
    tab.value("document.querySelector('.karte button').click()")
    tab.until("document.querySelector('.karte [role=status]').innerText.includes('ließ sich nicht laden')")
    assert tab.value("document.querySelector('.karte button').disabled") is False
    tab.complaints.clear()

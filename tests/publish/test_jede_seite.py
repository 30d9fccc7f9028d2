"""Every type of page in a real browser: accessible by axe-core's rules, no wider than its window, and nobody else is asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from . import browser, webtools
from .seitenarten import OWN, SEITENARTEN, Seitenart, beispiele
from .test_browser import WIDTH, served

pytestmark = pytest.mark.skipif(
    (not browser.PROGRAM.exists() and "CI" not in os.environ) or webtools.missing(webtools.AXE),
    reason="no chromium or no axe-core; `make chromium webtools` installs them",
)

HEIGHT = 900
NARROW, WIDE = 360, 1280
WEIGHT = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
BYTES = f"{WEIGHT}.reduce((sum, entry) => sum + entry.transferSize, 0)"
COUNCILS_TEXT = "new Blob([...document.querySelectorAll('.text')].map(text => text.innerHTML)).size"


@dataclass
class Gesehen:
    """What the browser saw of a page."""

    verstoesse: dict[str, list[webtools.Verstoss]] = field(default_factory=dict)
    """By window and colours."""
    passt: dict[int, bool] = field(default_factory=dict)
    """By width of the window: whether the page fits into it."""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    gewicht: int = 0
    """Bytes that came over the wire, without the council's own text."""


@pytest.fixture(scope="module")
def address(musterstadt: Path) -> Iterator[str]:
    with served(musterstadt) as url:
        yield url


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def seiten(musterstadt: Path) -> dict[str, str]:
    return beispiele(musterstadt)


@pytest.fixture(scope="module")
def gesehen(tab: browser.Browser, address: str, seiten: dict[str, str]) -> dict[str, Gesehen]:
    """Each page once; the window changes while it is open."""
    return {name: _look(tab, address + path) for name, path in seiten.items()}


def _look(tab: browser.Browser, url: str) -> Gesehen:
    tab.requests.clear()
    tab.complaints.clear()
    seen = Gesehen()
    tab.screen(NARROW, HEIGHT)
    tab.open(url)
    seen.gewicht = tab.value(BYTES) - tab.value(COUNCILS_TEXT)
    for width, dark in ((NARROW, False), (WIDE, False), (WIDE, True), (NARROW, True)):
        tab.screen(width, HEIGHT, dark=dark)
        seen.passt[width] = tab.value(WIDTH)
        # by night nothing but colours changes
        window = f"{width}, {'dark' if dark else 'light'}"
        seen.verstoesse[window] = webtools.verstoesse(tab, colours_alone=dark)
    seen.requests, seen.complaints = list(tab.requests), list(tab.complaints)
    return seen


@pytest.mark.parametrize("name", [art.name for art in SEITENARTEN])
def test_axe_finds_nothing(gesehen: dict[str, Gesehen], name: str) -> None:
    assert {window: found for window, found in gesehen[name].verstoesse.items() if found} == {}


@pytest.mark.parametrize("name", [art.name for art in SEITENARTEN])
def test_it_fits_into_the_window(gesehen: dict[str, Gesehen], name: str) -> None:
    assert gesehen[name].passt == {NARROW: True, WIDE: True}


@pytest.mark.parametrize("name", [art.name for art in SEITENARTEN])
def test_nobody_else_is_asked(gesehen: dict[str, Gesehen], address: str, name: str) -> None:
    assert gesehen[name].requests != []
    assert [url for url in gesehen[name].requests if not url.startswith(f"{address}/")] == []


@pytest.mark.parametrize("art", SEITENARTEN, ids=lambda art: str(art.name))
def test_the_browser_has_nothing_to_complain_of(gesehen: dict[str, Gesehen], art: Seitenart) -> None:
    """No file is missing, no script fails, nothing is blocked; that a page is not there is said by its status, too."""
    of_the_page = [said for said in gesehen[art.name].complaints if art.status == 200 or str(art.status) not in said]
    assert of_the_page == []


@pytest.mark.parametrize("name", [art.name for art in OWN if "Karte" not in art.name])
def test_no_map_is_loaded_before_anybody_asks_for_it(gesehen: dict[str, Gesehen], name: str) -> None:
    assert [url for url in gesehen[name].requests if "leaflet" in url.lower()] == []


@pytest.mark.parametrize("name", [art.name for art in OWN if art.name.startswith("Vorlage")])
def test_a_vorlage_is_light(gesehen: dict[str, Gesehen], name: str) -> None:
    assert 5_000 < gesehen[name].gewicht <= 60_000
    assert len(gesehen[name].requests) <= 8


def test_what_is_wrong_is_seen(tab: browser.Browser) -> None:
    tab.screen(NARROW, HEIGHT)
    tab.open(
        "data:text/html,<html lang=de><title>A</title><main><h1 style='color:%23ccc'>Kaum zu lesen</h1><img src=x></main>"
    )
    assert {found.regel for found in webtools.verstoesse(tab)} >= {"color-contrast", "image-alt"}
    assert [found.regel for found in webtools.verstoesse(tab, colours_alone=True)] == ["color-contrast"]

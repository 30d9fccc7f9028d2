"""What a Vorlage's page does in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import browser, texts
from .test_browser import CONTRAST, WIDTH, served

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM.exists() and "CI" not in os.environ, reason=f"no {browser.PROGRAM}; `make test` installs it"
)

V = "buchenried-100"
BUTTON = "document.querySelector('[data-adresse] button')"


@pytest.fixture(scope="module")
def address(with_texts: Path) -> Iterator[str]:
    with served(with_texts) as url:
        yield url


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def quiet(tab: browser.Browser) -> Iterator[None]:
    tab.complaints.clear()
    yield
    assert tab.complaints == []


def test_a_page_takes_few_requests_and_all_from_here(tab: browser.Browser, address: str) -> None:
    tab.screen(1280, 900)
    tab.open(f"{address}/vorlagen/{V}")
    loaded = tab.value("performance.getEntriesByType('resource').map(each => each.name)")
    assert 3 <= len(loaded) <= 7
    assert [url for url in loaded if not url.startswith((address, "data:"))] == []


def test_the_link_is_copied_by_a_button(tab: browser.Browser, address: str) -> None:
    tab.screen(360, 740)
    tab.open(f"{address}/vorlagen/{V}")
    assert tab.value(f"{BUTTON}.innerText") == "Link kopieren"
    assert tab.value(f"{BUTTON}.getBoundingClientRect().height") >= 24
    tab.value(f"{BUTTON}.focus()")
    tab.press("Enter")
    tab.until(f"{BUTTON}.parentElement.querySelector('[role=status]').innerText !== ''")
    assert tab.value(f"{BUTTON}.parentElement.querySelector('[role=status]').innerText") == "Kopiert."


def test_mastodon_is_two_steps_and_nothing_is_blocked(tab: browser.Browser, address: str) -> None:
    tab.screen(360, 740)
    tab.open(f"{address}/teilen/mastodon?vorlage={V}")
    tab.value("document.querySelector('#instanz').focus()")
    tab.write("@ada@mastodon.example")
    tab.press("Enter", leads_on=True)
    assert tab.value("document.querySelector('.weiter a').href").startswith(
        "https://mastodon.example/share?text=Neubau"
    )
    assert tab.value("document.querySelector('.weiter a').innerText") == "Weiter zu mastodon.example"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "path",
    [f"/vorlagen/{V}", f"/vorlagen/{V}/fassungen/20260303T233000Z", f"/vorlagen/{V}/anlagen?q=Furt",
     f"/teilen/mastodon?vorlage={V}", f"/dokumente/{texts.LANG}?q=Messung"],
)  # fmt: skip
def test_its_pages_are_readable(tab: browser.Browser, address: str, path: str, width: int, dark: bool) -> None:
    tab.screen(width, 900, dark=dark)
    tab.open(address + path)
    assert tab.value("document.querySelectorAll('h1').length") == 1
    assert tab.value(WIDTH) is True
    assert tab.value(CONTRAST) >= 4.5

"""What a reader sees: a served site, opened in a real browser on a telephone and on a desk."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from . import browser, council, texts

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM.exists() and "CI" not in os.environ, reason=f"no {browser.PROGRAM}; `make test` installs it"
)

SERVER = """
import sys
from pathlib import Path
from ratsarchiv.publish.site import serve
serve(Path(sys.argv[1]), "127.0.0.1", 0, listening=lambda url: print(url, flush=True))
"""

HEADINGS = "[...document.querySelectorAll('main h1, main h2')].map(heading => heading.innerText)"
WIDTH = "document.documentElement.scrollWidth <= window.innerWidth"
CONTRAST = """
(() => {
  const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(x => x / 255)
      .map(x => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = element => { for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (!colour.endsWith(', 0)')) return colour; } };
  return Math.min(...[...document.querySelectorAll('body *')].filter(e => e.innerText).map(e => {
      const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
      return (a + .05) / (b + .05); }));
})()
"""
"""The weakest contrast of any text with what is behind it, as WCAG counts it."""


@contextmanager
def served(database: Path) -> Iterator[str]:
    """The address of a site in a process of its own."""
    command = [sys.executable, "-c", SERVER, str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with served(database) as url:
        yield url


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def quiet(tab: browser.Browser) -> Iterator[None]:
    """No test may make the browser complain, unless it takes the complaints away."""
    tab.complaints.clear()
    yield
    assert tab.complaints == []


@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (1200, 900)])
@pytest.mark.parametrize("dark", [False, True])
def test_a_vorlage_is_readable(tab: browser.Browser, address: str, width: int, height: int, dark: bool) -> None:
    tab.screen(width, height, dark=dark)
    tab.open(f"{address}/vorlagen/buchenried-100")
    assert tab.value(HEADINGS) == [
        council.BETREFF,
        "Beschlussvorschlag",
        "Sachlage",
        "Finanzielle Auswirkungen",
        "Anlagen und Dokumente",
        "Beratungsfolge",
        "Andere Vorlagen",
        "Was sich geändert hat",
        "Teilen und zitieren",
    ]
    assert tab.value("document.title") == "Neubau der Radbrücke über die Lohme; Baubeschluss – Ratsarchiv"
    assert tab.value(WIDTH) is True
    assert tab.value("getComputedStyle(document.querySelector('.ergebnis')).fontWeight") == "600"
    assert tab.value(CONTRAST) >= 4.5


@pytest.mark.parametrize(
    "path", ["/", "/vorlagen/buchenried-300", "/ratsarchiv/vorlagen", "/ratsarchiv/wortlaut?suche=a"]
)
def test_no_page_is_wider_than_a_telephone(tab: browser.Browser, address: str, path: str) -> None:
    tab.screen(360, 740)
    tab.open(address + path)
    assert tab.value("document.querySelectorAll('a').length") > 3
    assert tab.value(WIDTH) is True


def test_every_vorlage_of_the_demo_fits_on_a_telephone(tab: browser.Browser, demo_data: Path) -> None:
    with closing(sqlite3.connect(demo_data / "ratsarchiv.db")) as connection:
        papers = connection.execute("select id, betreff from vorlagen where abruf is not null").fetchall()
    assert len(papers) > 50
    tab.screen(360, 740)
    with served(demo_data / "ratsarchiv.db") as url:
        for id_, betreff in papers:
            tab.open(f"{url}/vorlagen/{id_}")
            assert tab.value("document.querySelector('h1').innerText") == betreff
            assert tab.value(WIDTH) is True, id_
            assert tab.value(CONTRAST) >= 4.5


def test_the_keyboard_reaches_the_content_first(tab: browser.Browser, address: str) -> None:
    tab.screen(1200, 900)
    tab.open(f"{address}/vorlagen/buchenried-100")
    tab.press("Tab")
    assert tab.value("document.activeElement.innerText") == "Zum Inhalt"
    assert tab.value("document.activeElement.getBoundingClientRect().left") >= 0
    tab.press("Enter")
    assert tab.value("document.activeElement.id") == "inhalt"


LIST = "document.querySelector('.vorschlaege')"
ACTIVE = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText"


@pytest.fixture(scope="module")
def address_of_texts(with_texts: Path) -> Iterator[str]:
    with served(with_texts) as url:
        yield url


@pytest.mark.parametrize("path", ["/", "/vorlagen/buchenried-200", "/suche"])
def test_suggestions_work_by_the_keyboard(tab: browser.Browser, address_of_texts: str, path: str) -> None:
    tab.screen(360, 740)
    tab.open(address_of_texts + path)
    tab.value("document.querySelector('input[type=search]').focus()")
    assert tab.value("document.activeElement.getAttribute('role')") == "combobox"
    assert tab.value(f"getComputedStyle({LIST}).display") == "none"
    tab.write("Radbr")
    tab.until(f"!{LIST}.hidden")
    assert tab.value("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert tab.value(WIDTH) is True
    assert tab.value(CONTRAST) >= 4.5
    tab.press("ArrowDown")
    assert tab.value(ACTIVE).startswith("Neubau der Radbrücke")
    tab.press("Escape")
    assert tab.value(f"{LIST}.hidden") is True
    assert tab.value("document.activeElement.value") == "Radbr"
    tab.press("ArrowDown")
    tab.press("Enter", leads_on=True)
    assert tab.value("location.pathname") == "/vorlagen/buchenried-100"


def test_the_search_box_works_without_a_choice(tab: browser.Browser, address_of_texts: str) -> None:
    tab.screen(1200, 900)
    tab.open(f"{address_of_texts}/vorlagen/buchenried-200")
    tab.value("document.querySelector('#kopfsuche').focus()")
    tab.write("Furt")
    tab.press("Enter", leads_on=True)
    assert tab.value("location.search") == "?q=Furt"
    assert tab.value("document.querySelectorAll('.treffer mark').length") > 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "path", ["/suche?q=Furt&art=Antrag", "/suche?q=nichts", "/suche", f"/vorgaenge/{texts.VORGANG}",
             f"/dokumente/{texts.LANG}", "/vorlagen/buchenried-100"],
)  # fmt: skip
def test_pages_of_texts_are_readable(
    tab: browser.Browser, address_of_texts: str, path: str, width: int, dark: bool
) -> None:
    tab.screen(width, 900, dark=dark)
    tab.open(address_of_texts + path)
    assert tab.value(WIDTH) is True
    assert tab.value(CONTRAST) >= 4.5


def test_a_script_that_slipped_into_the_database_does_not_run(tab: browser.Browser, tmp_path: Path) -> None:
    html = (
        '<script>document.title = "x"</script><img src="x" onerror="document.title=1"><p style="color:red">nachher</p>'
    )
    papers = [
        council.vorlage(900, betreff="Unschuldig"),
        council.abschnitt("buchenried-900", 1, "sachverhalt", None, html),
    ]
    with served(council.build(tmp_path / "ratsarchiv.db", [papers])) as url:
        tab.open(f"{url}/vorlagen/buchenried-900")
        assert tab.value("document.title") == "Unschuldig – Ratsarchiv"
        assert "nachher" in tab.value("document.body.innerText")
    assert any("Content Security Policy" in complaint for complaint in tab.complaints)
    tab.complaints.clear()

"""Error pages: in German, with a way on; JSON where that was asked for; official addresses lead to their pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.publish import german
from ratsarchiv.publish.errors import TooSlow
from ratsarchiv.publish.paging import PagedDatabase
from ratsarchiv.publish.site import site

from . import council
from .reading import links, text, texts, tree
from .texts import changing

Get = Callable[..., Any]
K = council.K

WAYS = ["/", "/kalender", "/ratsarchiv/vorlagen"]


def shown(answer: Any) -> Any:
    """An error page, after what all of them have."""
    page = tree(answer.text)
    assert page.get("lang") == "de"
    assert "Traceback" not in answer.text
    assert [path for path in links(page.xpath("//main")[0]).values() if path in WAYS] == WAYS
    return page


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/ratsarchiv/vorlagen?_size=viele", 400, "Diese Anfrage ist nicht verständlich"),
        (f"/ratsarchiv?sql=select+1{'+' * 8192}", 400, "Diese Anfrage ist nicht verständlich"),
        ("/ratsarchiv/_nennungen", 403, "Dieser Zugriff ist nicht erlaubt"),
        ("/ratsarchiv.db", 403, "Dieser Zugriff ist nicht erlaubt"),
        ("/nichts", 404, "Diese Seite gibt es nicht"),
        ("/-/settings", 404, "Diese Seite gibt es nicht"),
        (f"/ratsarchiv/vorlagen/{K}-9", 404, "Diese Seite gibt es nicht"),
    ],
)
def test_each_says_what_happened_and_what_to_do(get: Get, path: str, status: int, title: str) -> None:
    answer = get(path)
    assert answer.status_code == status
    page = shown(answer)
    assert text(page.xpath("//h1")[0]) == title
    assert len([words for words in texts(page, "//main/p") if words.endswith(".")]) >= 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_is_not_reading_gets_a_page_too(get: Get, method: str) -> None:
    answer = get("/vorlagen/x", method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert text(shown(answer).xpath("//h1")[0]) == "Hier lässt sich nur lesen"
    assert get("/suche.json", method).json() == {
        "ok": False, "status": 405, "title": "Hier lässt sich nur lesen", "error": "Hier lässt sich nur lesen",
    }  # fmt: skip


def test_a_fault_of_ours_shows_nothing_of_itself(
    get: Get, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, database: Path
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError(f"geheim {database}")

    monkeypatch.setattr(PagedDatabase, "read", broken)
    answer = get("/sitemap.xml")
    assert answer.status_code == 500
    assert "Das liegt an uns, nicht an Ihnen." in text(shown(answer))
    assert "geheim" not in answer.text
    assert str(database.parent) not in answer.text
    assert "geheim" in caplog.text


def test_what_takes_too_long_can_be_asked_again(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: Any) -> None:
        raise TooSlow

    monkeypatch.setattr(PagedDatabase, "read", slow)
    answer = get("/sitemap.xml")
    assert answer.status_code == 503
    assert "Versuchen Sie es gleich noch einmal" in text(shown(answer))


@pytest.mark.parametrize(
    ("path", "guess"),
    [
        ("/vorlage/Radbrücke.html", "Radbrücke"),
        ("/archiv/2025%2F0417", "2025/0417"),
        ("/alt/neubau-der-radbr%C3%BCcke/", "neubau-der-radbrücke"),
        ("/x/%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "script"),
        ("/" + "a" * 300, "a" * 100),
    ],
)
def test_an_unknown_address_becomes_a_search(get: Get, path: str, guess: str) -> None:
    answer = get(path)
    while answer.status_code == 302:  # Datasette's own: to the same path without its % and its slash
        answer = get(answer.headers["location"])
    assert answer.status_code == 404
    page = shown(answer)
    assert page.xpath("//main//form[@action='/suche']//input[@name='q']/@value") == [guess]
    assert page.xpath("//script[not(@src)]") == []


@pytest.fixture
def ask(database: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Any]:
    """Asks for a path with an Accept header."""
    monkeypatch.setattr(german, "today", lambda: council.TODAY)
    client = site(database).client
    return lambda path, accept: asyncio.run(client.get(path, headers={"accept": accept}))


def test_programs_get_json(ask: Callable[[str, str], Any]) -> None:
    for path, accept in (("/nichts", "application/json"), ("/ratsarchiv/nichts.json", "*/*")):
        answer = ask(path, accept)
        assert answer.status_code == 404
        assert answer.json()["title"] == "Diese Seite gibt es nicht"
    assert "text/html" in ask("/nichts", "text/html,application/json;q=0.9").headers["content-type"]


@pytest.fixture(scope="module")
def of_allris(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The council's database, which says what system it was read from."""
    path = council.build(tmp_path_factory.mktemp("allris") / "ratsarchiv.db")
    with changing(path) as connection:
        connection.execute("update kommunen set system = 'allris3'")
    return path


@pytest.mark.parametrize("path", ["/bi/vo020.asp?VOLFDNR=100", "/andere/bi/vo020.asp?selfaction=ws&VOLFDNR=100"])
def test_an_official_address_leads_to_its_page(open_site: Callable[[Path], Get], of_allris: Path, path: str) -> None:
    answer = open_site(of_allris)(path)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/vorlagen/{K}-100"


@pytest.mark.parametrize(
    "path", ["/bi/vo020.asp?VOLFDNR=99999", "/bi/vo020.asp", "/bi/unbekannt.asp?X=1", "/a.php?x=1"]
)
def test_an_official_address_that_nobody_knows_is_a_404(
    open_site: Callable[[Path], Get], of_allris: Path, path: str
) -> None:
    answer = open_site(of_allris)(path)
    assert answer.status_code == 404
    shown(answer)

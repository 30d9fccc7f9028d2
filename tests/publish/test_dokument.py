"""The page of a Dokument: its text as it was read, and nothing that is not to be shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from . import council, texts
from .reading import facts, links, text, tree
from .reading import texts as all_texts

Page = Callable[[str], Any]
Get = Callable[..., Any]


def test_it_shows_the_text_page_by_page(page_texts: Page) -> None:
    page = page_texts(f"/dokumente/{texts.ANLAGE}")
    assert all_texts(page, "//h1") == ["Anlage 1: Lageplan"]
    assert page.xpath("//section/@id") == ["seite-1", "seite-2", "seite-3"]
    assert page.xpath("//*[@id='seite-1']//div")[0].text == "Lageplan der Radbrücke\nMaßstab 1:500"
    assert "fand sich kein Text" in text(page.xpath("//*[@id='seite-2']")[0])
    assert all_texts(page, "//*[@id='seite-3']//h2") == ["Seite 3 mit Texterkennung gelesen"]
    assert "Eine Seite ist als Bild gespeichert" in text(page)


def test_it_leads_to_the_official_file_and_the_vorlage(page_texts: Page) -> None:
    page = page_texts(f"/dokumente/{texts.ANLAGE}")
    assert f"{council.BI}do027.asp?DOLFDNR=1" in links(page).values()
    assert f"/vorlagen/{council.K}-100" in links(page).values()
    assert "Es gilt das Original" in text(page)


def test_papers_of_a_sitzung_say_of_which(page_texts: Page) -> None:
    found = facts(page_texts(f"/dokumente/{texts.PROTOKOLL}"))
    assert found["Gehört zu"] == "Sitzung: Stadtrat, Mittwoch, 25. Februar 2026"


def test_it_stays_out_of_search_engines(get_texts: Get) -> None:
    answer = get_texts(f"/dokumente/{texts.ANLAGE}")
    assert answer.headers["x-robots-tag"] == "noindex"
    assert tree(answer.text).xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert get_texts("/ratsarchiv/seiten").headers["x-robots-tag"] == "noindex"
    assert "Disallow: /dokumente/\n" in get_texts("/robots.txt").text


def test_long_ones_come_in_parts(page_texts: Page, get_texts: Get) -> None:
    first = page_texts(f"/dokumente/{texts.LANG}")
    assert first.xpath("//section/@id")[-1] == "seite-40"
    parts = links(first.xpath("//nav[@aria-label='Seiten des Dokuments']")[0])
    assert parts["81–90"] == f"/dokumente/{texts.LANG}?teil=3#seite-81"
    last = page_texts(parts["81–90"].partition("#")[0])
    assert last.xpath("//section/@id") == [f"seite-{number}" for number in range(81, 91)]
    for wrong in ("4", "0", "-1", "x", "²", "99999"):
        assert get_texts(f"/dokumente/{texts.LANG}?teil={wrong}").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        "update dokumente set verschwunden_seit = '2026-03-01' where id = ?",
        "update dokumente set datei = null where id = ?",
        "update dokumente set titel = null where id = ?",
    ],
)
def test_what_is_gone_or_hidden_is_not_shown(change: str, tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    get = open_site(path)
    assert f"/dokumente/{texts.ANLAGE}" in get(f"/vorlagen/{council.K}-100").text
    with texts.changing(path) as connection:
        connection.execute(change, (texts.ANLAGE,))
    assert get(f"/dokumente/{texts.ANLAGE}").status_code == 404
    assert f"/dokumente/{texts.ANLAGE}" not in get(f"/vorlagen/{council.K}-100").text
    assert texts.WORTLAUT not in get(f"/vorlagen/{council.K}-100").text
    assert texts.WORTLAUT not in get(f"/vorgaenge/{texts.VORGANG}").text


def test_a_huge_page_is_cut_and_still_found(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    with texts.changing(path) as connection:
        text_ = "Riesenwuchs " + "wort " * 600_000
        connection.execute("update seiten set text = ? where id = ?", (text_, f"{texts.LAGEPLAN}-3"))
    get = open_site(path)
    page = get(f"/dokumente/{texts.ANLAGE}")
    assert "er steht nur im Original" in page.text
    assert len(page.text) < 200_000
    assert f"/dokumente/{texts.ANLAGE}?q=Riesenwuchs#seite-3" in get("/suche?q=Riesenwuchs").text
    assert get("/ratsarchiv.json?sql=select+zeroblob(2000001)").status_code == 400


def test_why_a_file_was_not_read_is_said(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    with texts.changing(path) as connection:
        connection.execute("delete from seiten where datei = ?", (texts.LAGEPLAN,))
        connection.execute("update dateien set fehler = 'verschluesselt' where sha256 = ?", (texts.LAGEPLAN,))
    page = text(tree(open_site(path)(f"/dokumente/{texts.ANLAGE}").text))
    assert "ließ sich nicht lesen: sie ist mit einem Kennwort geschützt" in page
    assert "Nur der Text" not in page


def test_an_unknown_one_is_a_german_404(get_texts: Get) -> None:
    answer = get_texts("/dokumente/buchenried-nichts")
    assert answer.status_code == 404
    assert "zeigt dieses Archiv nicht" in answer.text

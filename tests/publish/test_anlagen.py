"""The documents of a Vorlage: what is known of each, and finding words inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from . import council, texts
from .reading import links, text, tree
from .reading import texts as all_texts

Page = Callable[[str], Any]
Get = Callable[..., Any]

V = f"{council.K}-100"


def test_the_size_pages_and_archived_copy_are_named(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    with texts.changing(path) as connection:
        connection.execute("update dateien set seiten = 3, groesse = 1234567 where sha256 = ?", (texts.LAGEPLAN,))
        connection.execute(
            "insert into abrufe (id, kommune, url, zeitpunkt, http_status, sha256, groesse, warc, offset, laenge, ergebnis)"
            f" values (900, '{council.K}', 'x', '2026-03-02T12:00:00+00:00', 200, ?, 1, 'w', 0, 1, 'dokument')",
            (texts.LAGEPLAN,),
        )
        connection.execute("update dokumente set groesse = null where id = ?", (texts.ANLAGE,))
    first = tree(open_site(path)(f"/vorlagen/{V}").text).xpath("//ul[@class='dokumente']/li")[0]
    said = text(first)
    assert "1,2 MB · 3 Seiten · Stand Montag" in said
    assert "archivierte Datei: Anlage 1: Lageplan vom 02.03.2026" in said
    assert set(first.xpath(".//a/@href")) == {
        f"{council.BI}do027.asp?DOLFDNR=1", "/abrufe/900", f"/dokumente/{texts.ANLAGE}",
    }  # fmt: skip


def test_words_are_found_in_all_documents_with_their_passage(page_texts: Page) -> None:
    form = page_texts(f"/vorlagen/{V}").xpath("//form[@aria-label='Suche in den Anlagen']")[0]
    assert (form.get("action"), form.xpath(".//input/@name")) == (f"/vorlagen/{V}/anlagen", ["q"])
    found = page_texts(f"/vorlagen/{V}/anlagen?q=Brücken")
    assert all_texts(found, "//main//h2") == ["Auf 2 Seiten gefunden"]
    assert all_texts(found, "//blockquote//mark") == ["Radbrücke", "Brücke"]
    assert links(found)["Seite 3 in Anlage 1: Lageplan"] == f"/dokumente/{texts.ANLAGE}?q=Br%C3%BCcken#seite-3"


def test_a_word_that_is_nowhere_is_said_so_with_a_way_on(page_texts: Page) -> None:
    found = page_texts(f"/vorlagen/{V}/anlagen?q=Zeppelin")
    assert all_texts(found, "//main//h2") == ["Nichts gefunden"]
    assert links(found)["Suche im ganzen Archiv"] == "/suche?q=Zeppelin"


def test_words_are_marked_in_a_document_and_its_pages_named(page_texts: Page) -> None:
    page = page_texts(f"/dokumente/{texts.LANG}?q=Messungen")
    assert len(page.xpath("//div[contains(@class, 'wortlaut')]/mark")) == 40
    named = links(page.xpath("//p[@role='status']")[0])
    assert named["81"] == f"/dokumente/{texts.LANG}?q=Messungen&teil=3#seite-81"
    parts = links(page.xpath("//nav[@aria-label='Seiten des Dokuments']")[0])
    assert parts["41–80"] == f"/dokumente/{texts.LANG}?q=Messungen&teil=2#seite-41"
    assert "steht nicht in diesem Text" in text(page_texts(f"/dokumente/{texts.LANG}?q=Zeppelin"))


@pytest.mark.parametrize(
    "q", ["<script>alert(1)</script>", '"onmouseover=x', "* OR NEAR(", "\u202e", "x" * 5000, "und", "-"]
)
def test_whatever_is_asked_is_no_error(q: str, get_texts: Get) -> None:
    for path in (f"/dokumente/{texts.LANG}", f"/vorlagen/{V}/anlagen"):
        answer = get_texts(f"{path}?q={quote(q)}")
        assert answer.status_code == 200
        assert tree(answer.text).xpath("//script[not(@src)] | //@onmouseover") == []


def test_it_stays_out_of_search_engines_and_a_withdrawn_one_is_not_searched(
    tmp_path: Path, open_site: Callable[[Path], Get]
) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    get = open_site(path)
    assert get(f"/vorlagen/{V}/anlagen?q=Furt").headers["x-robots-tag"] == "noindex"
    with texts.changing(path) as connection:
        connection.execute("update dokumente set verschwunden_seit = '2026-03-01' where id = ?", (texts.ANLAGE,))
    assert texts.WORTLAUT[:20] not in get(f"/vorlagen/{V}/anlagen?q=Furt").text
    with texts.changing(path) as connection:
        connection.execute("update vorlagen set verschwunden_seit = '2026-03-12T23:30:00+00:00'")
    assert get(f"/vorlagen/{V}/anlagen?q=Furt").status_code == 404

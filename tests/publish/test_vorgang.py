"""Vorlagen that belong together: their page, and what a Vorlage's page says of references and places."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from . import council, texts
from .reading import facts, links, text, tree
from .reading import texts as all_texts

Page = Callable[[str], Any]
Get = Callable[..., Any]
K = council.K


def test_a_vorgang_shows_its_vorlagen_from_the_first_to_the_last(page_texts: Page) -> None:
    page = page_texts(f"/vorgaenge/{texts.VORGANG}")
    assert all_texts(page, "//h1") == ["Antrag: Furt sperren"]
    assert "2 Vorlagen, die aufeinander verweisen, vom 12.06.2024 bis zum 25.02.2026." in text(page)
    first, second = page.xpath("//ol[contains(@class, 'folge')]/li")
    assert all_texts(first, ".//h3") == ["Mittwoch, 12. Juni 2024"]
    assert links(first) == {"Antrag: Furt sperren": f"/vorlagen/{K}-200"}
    assert all_texts(first, ".//span[contains(@class, 'ergebnis')]") == ["abgelehnt"]
    assert "2025/0417 · Beschlussvorlage" in text(second)
    assert all_texts(second, ".//span[contains(@class, 'ergebnis')]") == ["ungeändert beschlossen"]


def test_it_says_what_ties_them_with_the_passage(page_texts: Page) -> None:
    second = page_texts(f"/vorgaenge/{texts.VORGANG}").xpath("//ol[contains(@class, 'folge')]/li")[1]
    (tie,) = second.xpath(".//ul/li")
    assert text(tie).startswith("bezieht sich auf und nennt 2024/0090 „Die Brücke ersetzt")
    assert links(tie) == {
        "2024/0090": f"#{K}-200",
        "Anlage 1: Lageplan, Seite 3": f"/dokumente/{texts.ANLAGE}#seite-3",
    }


def test_relatives_are_tied_once_under_the_later_one(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    with texts.changing(path) as connection:
        connection.execute("delete from verweise")
        for von, nach in ((100, 200), (200, 100)):
            connection.execute(
                "insert into verweise (id, kommune, von, nach, art, zuerst_gesehen, zuletzt_gesehen)"
                " values (?, ?, ?, ?, 'stammbaum', '2026', '2026')",
                (f"s{von}", K, f"{K}-{von}", f"{K}-{nach}"),
            )
    first, second = tree(open_site(path)(f"/vorgaenge/{texts.VORGANG}").text).xpath(
        "//ol[contains(@class, 'folge')]/li"
    )
    assert first.xpath(".//ul") == []
    assert all_texts(second, ".//ul/li") == ["ist verwandt mit 2024/0090"]


def test_an_unknown_vorgang_is_a_german_404(get_texts: Get) -> None:
    assert get_texts("/vorgaenge/nichts").status_code == 404
    assert "Einen Vorgang mit dieser Kennung gibt es" in get_texts("/vorgaenge/nichts").text


def test_a_vorlage_leads_to_its_vorgang_and_to_its_texts(page_texts: Page) -> None:
    page = page_texts(f"/vorlagen/{K}-100")
    assert facts(page)["Vorgang"] == "Antrag: Furt sperren 2 Vorlagen, die zusammengehören"
    assert links(page)["Antrag: Furt sperren"] == f"/vorgaenge/{texts.VORGANG}"
    first, second = page.xpath("//ul[@class='dokumente']/li")
    assert first.xpath(".//a/@href")[1] == f"/dokumente/{texts.ANLAGE}"
    assert "Text ansehen" not in text(second)
    assert "Vorgang" not in facts(page_texts(f"/vorlagen/{K}-400"))


def test_references_in_texts_go_both_ways_with_their_passages(page_texts: Page) -> None:
    section = page_texts(f"/vorlagen/{K}-100").xpath("//section[h2='Andere Vorlagen']")[0]
    assert all_texts(section, "h3") == ["Bezieht sich auf", "Im Text genannt", "Genannt in"]
    named, naming = section.xpath("ul")[1:]
    assert all_texts(named, ".//blockquote") == [f"„{texts.WORTLAUT}“ Anlage 1: Lageplan, Seite 3".replace("“ A", "“A")]
    assert all_texts(naming, ".//blockquote") == [
        "„Zum Neubau siehe 2025/0417.“Betreff",
        "„… die Vorlage 2025/0417 …“Niederschrift, Seite 1",
    ]
    assert links(naming)["Niederschrift, Seite 1"] == f"/dokumente/{texts.PROTOKOLL}#seite-1"
    assert "Sitzung: Stadtrat, Mittwoch, 25. Februar 2026" in text(naming)
    back = page_texts(f"/vorlagen/{K}-200").xpath("//section[h2='Andere Vorlagen']")[0]
    assert "Genannt in" in all_texts(back, "h3")
    assert texts.WORTLAUT in text(back)


def test_places_are_named_once_with_grade_and_passage(page_texts: Page) -> None:
    section = page_texts(f"/vorlagen/{K}-100").xpath("//section[h2='Genannte Orte']")[0]
    assert [" ".join(each.split()[:3]) for each in all_texts(section, "ul/li")] == [
        "Lohmeufer im Betreff",
        "Furt im Text",
    ]
    assert "„Die Furt ist oft gesperrt.“Sachlage" in text(section)
    assert "und an einer weiteren Stelle" in text(section)
    assert "© OpenStreetMap-Mitwirkende (ODbL)" in text(section)


def test_a_withdrawn_vorlage_keeps_its_own_words_to_itself(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    with texts.changing(path) as connection:
        connection.execute(
            "update vorlagen set verschwunden_seit = '2026-03-12T23:30:00+00:00' where id = ?", (f"{K}-100",)
        )
    get = open_site(path)
    own = get(f"/vorlagen/{K}-100").text
    assert "Genannte Orte" not in own
    assert texts.WORTLAUT not in own
    assert "Zum Neubau siehe" in own
    assert texts.WORTLAUT not in get(f"/vorlagen/{K}-200").text
    assert texts.WORTLAUT not in get(f"/vorgaenge/{texts.VORGANG}").text
    assert get(f"/dokumente/{texts.ANLAGE}").status_code == 404


@pytest.mark.parametrize("path", [f"/vorgaenge/{texts.VORGANG}", f"/dokumente/{texts.ANLAGE}", f"/vorlagen/{K}-100"])
def test_headings_follow_each_other_and_sections_have_names(page_texts: Page, path: str) -> None:
    page = page_texts(path)
    levels = [int(each.tag[1]) for each in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


@pytest.mark.parametrize(
    ("table", "address"),
    [
        ("vorgaenge", f"/vorgaenge/{texts.VORGANG}"),
        ("dokumente", f"/dokumente/{texts.ANLAGE}"),
        ("seiten", f"/seiten/{texts.LAGEPLAN}-3"),
        ("verweise", f"/seiten/{texts.LAGEPLAN}-3"),
        ("verweise", f"/vorlagen/{K}-400"),
        ("ortsnennungen", f"/seiten/{texts.LAGEPLAN}-3"),
        ("ortsnennungen", f"/vorlagen/{K}-400"),
    ],
)
def test_tables_lead_to_these_pages(get_texts: Get, table: str, address: str) -> None:
    assert address in tree(get_texts(f"/ratsarchiv/{table}?_size=max").text).xpath("//td//a/@href")


def test_a_page_is_found_by_its_id_alone(get_texts: Get) -> None:
    assert get_texts(f"/seiten/{texts.GUTACHTEN}-90").headers["location"] == f"/dokumente/{texts.LANG}?teil=3#seite-90"
    assert get_texts("/seiten/nichts").status_code == 404

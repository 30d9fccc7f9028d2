"""The page of a Vorlage."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.publish import german

from . import council
from .reading import facts, links, text, texts, tree
from .texts import changing

Page = Callable[[str], Any]


@pytest.fixture
def bridge(page: Page) -> Any:
    return page(f"/vorlagen/{council.K}-100")


def test_it_reads_in_the_order_of_the_page_that_people_know(bridge: Any) -> None:
    assert texts(bridge, "//main//h1 | //main//h2") == [
        "Neubau der Radbrücke über die Lohme; Baubeschluss",
        "Beschlussvorschlag",
        "Sachlage",
        "Finanzielle Auswirkungen",
        "Anlagen und Dokumente",
        "Beratungsfolge",
        "Andere Vorlagen",
        "Was sich geändert hat",
        "Teilen und zitieren",
    ]
    assert bridge.xpath("//h1")[0].text == council.BETREFF
    assert list(facts(bridge))[:3] == ["Letzte Beratung", "Nächste Beratung", "Federführend"]
    reading = text(bridge.xpath("//main")[0])
    assert reading.index("im Original ansehen") < reading.index("haftet nicht") < reading.rindex("Beratungsfolge")


def test_its_facts_are_words_and_german_dates(bridge: Any) -> None:
    assert facts(bridge) == {
        "Letzte Beratung": "Mittwoch, 25. Februar 2026 (öffentlich)",
        "Nächste Beratung": "Mittwoch, 22. April 2026",
        "Federführend": "FB 6 - Tiefbau",
        "Verfasst von": "Ada Muster Bo Muster",
        "Nummer": "2025/0417",
        "Art": "Beschlussvorlage",
        "Status": "öffentlich",
        "Originaldokument": f"{council.page_url('buchenried-100')} archivierte Seite vom Mittwoch, 4. März 2026, 00:30 Uhr",
    }
    assert links(bridge)[council.page_url("buchenried-100")] == council.page_url("buchenried-100")


def test_what_comes_next_follows_the_calendar_and_not_the_last_run(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(german, "today", lambda: council.TODAY.replace(month=5))
    later = facts(page(f"/vorlagen/{council.K}-100"))
    assert later["Letzte Beratung"] == "Mittwoch, 22. April 2026"
    assert "Nächste Beratung" not in later


def test_texts_keep_their_markup_and_rank_below_their_heading(bridge: Any) -> None:
    sachlage = bridge.xpath("//section[h2='Sachlage']")[0]
    assert texts(sachlage, ".//h3") == ["Ausgangslage"]
    assert texts(sachlage, ".//li") == ["Breite: 4 m"]
    assert len(bridge.xpath("//h1")) == 1


def test_documents_lead_to_the_original(bridge: Any) -> None:
    first, second = bridge.xpath("//ul[@class='dokumente']/li")
    assert text(first).startswith(
        "Anlage 1: Lageplan 460,8 KB · Stand Montag, 20. Oktober 2025, 11:05 Uhr · im Original"
    )
    assert first.xpath(".//a/@href") == [f"{council.BI}do027.asp?DOLFDNR=1"]
    assert second.xpath(".//a/@href") == [council.page_url("buchenried-100")]


def steps(page: Any) -> list[tuple[str, dict[str, str]]]:
    return [(texts(step, "h3")[0], facts(step)) for step in page.xpath("//section[h2='Beratungsfolge']/ol/li")]


def test_the_beratungsfolge_runs_from_what_is_planned_to_what_is_past(bridge: Any) -> None:
    assert [heading for heading, _ in steps(bridge)] == [
        "Noch ohne Termin geplant",
        "Mittwoch, 22. April 2026 geplant",
        "Mittwoch, 25. Februar 2026",
        "Mittwoch, 14. Januar 2026",
        "Mittwoch, 5. November 2025",
    ]
    assert steps(bridge)[2][1] == {
        "Art": "Entscheidung",
        "Gremium": "Stadtrat",
        "Beschluss": "ungeändert beschlossen",
        "Abstimmung": "21 Ja, 4 Nein, 1 Enthaltung",
        "Details": "Tagesordnung der Sitzung am Mittwoch, 25. Februar 2026, Punkt Ö 7"
        " (amtliche Seite der Sitzung am Mittwoch, 25. Februar 2026)"
        " Auszug aus der Niederschrift vom Mittwoch, 25. Februar 2026",
    }
    step = bridge.xpath("//section[h2='Beratungsfolge']/ol/li")[2]
    assert step.xpath(".//a/@href") == [
        "/sitzungen/buchenried-503",
        "/sitzungen/buchenried-503#top-buchenried-9001",
        f"{council.BI}to010.asp?SILFDNR=503",
        "/sitzungen/buchenried-503#top-buchenried-9001",
    ]
    assert "/gremien/buchenried-au1" in links(bridge).values()


def test_results_have_a_colour_and_a_word(bridge: Any) -> None:
    results = bridge.xpath("//span[contains(@class, 'ergebnis')]")
    assert [(each.get("class"), each.text) for each in results] == [
        ("ergebnis ja", "ungeändert beschlossen"),
        ("ergebnis ja", "geändert beschlossen"),
        ("ergebnis warten", "vertagt"),
    ]


def test_references_go_both_ways(bridge: Any, page: Page) -> None:
    section = bridge.xpath("//section[h2='Andere Vorlagen']")[0]
    assert texts(section, "h3") == ["Bezieht sich auf", "Im Text genannt"]
    assert links(section) == {"2024/0090": "/vorlagen/buchenried-200"}
    assert "2019/0001 noch nicht im Archiv" in text(section)
    back = page("/vorlagen/buchenried-200").xpath("//section[h2='Andere Vorlagen']")[0]
    assert texts(back, "h3") == ["Darauf bezieht sich"]
    assert links(back) == {"2025/0417": "/vorlagen/buchenried-100"}


def test_an_abschnitt_without_heading_is_called_by_its_kind(page: Page) -> None:
    assert "Sachverhalt" in texts(page("/vorlagen/buchenried-200"), "//h2")


def test_a_vorlage_that_was_only_mentioned_says_so_and_shows_what_is_known(page: Page) -> None:
    placeholder = page("/vorlagen/buchenried-300")
    assert texts(placeholder, "//h1") == ["Erweiterung der Stadtbücherei"]
    assert "noch nicht gelesen oder ist nicht öffentlich" in text(placeholder)
    assert steps(placeholder) == [
        (
            "Mittwoch, 25. Februar 2026",
            {
                "Gremium": "Stadtrat",
                "Details": "Tagesordnung der Sitzung am Mittwoch, 25. Februar 2026, Punkt Ö 8"
                " (amtliche Seite der Sitzung am Mittwoch, 25. Februar 2026)",
            },
        )
    ]


def test_a_part_that_the_council_took_away_is_not_shown(page: Page) -> None:
    shortened = text(page("/vorlagen/buchenried-400"))
    assert "Umbenennung der Talstraße" in shortened
    assert "Ein später entfernter Satz." not in shortened
    assert "Nicht mehr öffentlich" not in shortened


def test_a_withdrawn_vorlage_shows_a_notice_and_neither_texts_nor_documents(
    tmp_path: Path, open_site: Callable[[Path], Any]
) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update vorlagen set verschwunden_seit = '2026-03-12T23:30:00+00:00'")
    withdrawn = tree(open_site(path)("/vorlagen/buchenried-100").text)
    assert "zeigt diese Vorlage seit Freitag, 13. März 2026 nicht mehr" in text(withdrawn)
    assert "2025/0417" in text(withdrawn)
    assert texts(withdrawn, "//main//h2") == ["Beratungsfolge", "Andere Vorlagen", "Teilen und zitieren"]
    assert [link for link in links(withdrawn).values() if "/abrufe/" in link or "/fassungen/" in link] == []


@pytest.mark.parametrize(
    ("art", "said"),
    [
        ("nichtoeffentlich", "zeigt diese Vorlage seit Freitag, 13. März 2026 nicht öffentlich"),
        ("sperre", "ist seit Freitag, 13. März 2026 gesperrt"),
        ("maskiert", "sind unkenntlich gemacht"),
    ],
)
def test_why_something_is_not_shown_is_said(
    art: str, said: str, tmp_path: Path, open_site: Callable[[Path], Any]
) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    hinweis = ("buchenried", "vorlagen", "buchenried-100", art, "2026-03-13")
    with closing(sqlite3.connect(path)) as connection, connection:
        sql = "insert into hinweise (kommune, tabelle, objekt, art, datum) values (?, ?, ?, ?, ?)"
        connection.execute(sql, hinweis)
    open_ = text(tree(open_site(path)("/vorlagen/buchenried-100").text))
    assert said in open_
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update hinweise set bis = '2026-03-20'")
    assert said not in text(tree(open_site(path)("/vorlagen/buchenried-100").text))


def test_a_withdrawn_vorlage_that_was_released_is_shown(tmp_path: Path, open_site: Callable[[Path], Any]) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update vorlagen set verschwunden_seit = '2026-03-12T23:30:00+00:00'")
        connection.execute(
            "insert into hinweise (kommune, tabelle, objekt, art, datum, bis)"
            " values ('buchenried', 'vorlagen', 'buchenried-100', 'zurueckgezogen', '2026-03-13', '2026-04-01')"
        )
    shown = tree(open_site(path)("/vorlagen/buchenried-100").text)
    assert "Dieses Archiv zeigt sie weiter" in text(shown)
    assert "Anlagen und Dokumente" in texts(shown, "//main//h2")


def test_a_public_meeting_is_known_from_its_item_and_else_from_the_meeting(
    tmp_path: Path, open_site: Callable[[Path], Any]
) -> None:
    step = council.beratung("buchenried-500", 1, "Bauausschuss", council.TODAY, sitzung="buchenried-601")
    closed = council.sitzung(601, "Bauausschuss", council.TODAY, status="nichtöffentlich")
    path = council.build(tmp_path / "ratsarchiv.db", [[council.vorlage(500, betreff="Vergabe"), step], [closed]])
    answer = open_site(path)("/vorlagen/buchenried-500")
    assert "Mittwoch, 4. März 2026 (nichtöffentlich)" in answer.text


def test_an_unknown_vorlage_is_a_german_404_with_a_way_on(get: Callable[..., Any]) -> None:
    answer = get("/vorlagen/buchenried-999")
    missing = tree(answer.text)
    assert answer.status_code == 404
    assert texts(missing, "//h1") == ["Diese Seite gibt es nicht"]
    assert links(missing)["Liste aller Vorlagen"] == "/ratsarchiv/vorlagen"


def test_texts_have_addresses_and_a_table_of_contents_from_three_on(bridge: Any, page: Page) -> None:
    contents = bridge.xpath("//nav[@aria-labelledby='inhalt-titel']")[0]
    assert list(links(contents).items())[:4] == [
        ("Beschlussvorschlag", "#abschnitt-beschlussvorschlag"),
        ("Sachlage", "#abschnitt-sachlage"),
        ("Finanzielle Auswirkungen", "#abschnitt-finanzielle-auswirkungen"),
        ("Anlagen und Dokumente", "#dokumente"),
    ]
    ids = bridge.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {each.removeprefix("#") for each in links(contents).values()} <= set(ids)
    assert page("/vorlagen/buchenried-200").xpath("//nav[@aria-labelledby='inhalt-titel']") == []


def test_headings_of_one_name_keep_addresses_of_their_own(tmp_path: Path, open_site: Callable[[Path], Any]) -> None:
    names = ["Große Überraschung!", "Große Überraschung!", "\u202e", "x" * 500]
    papers = [council.abschnitt("buchenried-810", n, "sonstiges", name, "<p>x</p>") for n, name in enumerate(names)]
    path = council.build(tmp_path / "ratsarchiv.db", [[council.vorlage(810, betreff="Viel Text"), *papers]])
    found = tree(open_site(path)("/vorlagen/buchenried-810").text).xpath("//section[@class='abschnitt']/h2/@id")
    assert found == [
        "abschnitt-grosse-ueberraschung",
        "abschnitt-grosse-ueberraschung-2",
        "abschnitt",
        f"abschnitt-{'x' * 60}",
    ]


def test_votes_that_were_not_counted_are_told_as_printed(tmp_path: Path, open_site: Callable[[Path], Any]) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "update auszuege set ja = null, nein = 0, enthaltung = 2, abstimmung = 'Einstimmig bei zwei\nEnthaltungen'"
        )
    assert (
        steps(tree(open_site(path)("/vorlagen/buchenried-100").text))[2][1]["Abstimmung"]
        == "Einstimmig bei zwei Enthaltungen"
    )


@pytest.mark.parametrize("oeffentlich", [0, 1])
def test_a_public_decision_is_folded_under_its_station(
    oeffentlich: int, tmp_path: Path, open_site: Callable[[Path], Any]
) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    with changing(path) as connection:
        connection.execute("update auszuege set beschlusstext = 'Der Rat beschließt.' || char(10) || '<b>Sofort.</b>'")
        connection.execute("update tagesordnungspunkte set oeffentlich = ?", (oeffentlich,))
    page = tree(open_site(path)("/vorlagen/buchenried-100").text)
    folds = page.xpath("//section[h2='Beratungsfolge']//details")
    assert [text(fold.xpath("p")[0]) for fold in folds] == ["Der Rat beschließt. <b>Sofort.</b>"] * oeffentlich
    assert ("Sofort" in text(page)) is bool(oeffentlich)


def test_three_thousand_stations_and_endless_words_do_no_harm(tmp_path: Path, open_site: Callable[[Path], Any]) -> None:
    days = (council.TODAY.replace(year=2000 + number // 300, month=number % 12 + 1) for number in range(3000))
    steps_ = [council.beratung("buchenried-820", number, "y" * 300, day) for number, day in enumerate(days)]
    word = council.abschnitt("buchenried-820", 1, "sachverhalt", None, f"<p>{'x' * 200_000}</p>")
    paper = council.vorlage(820, betreff="z" * 200_000, nummer="1")
    path = council.build(tmp_path / "ratsarchiv.db", [[paper, word, *steps_]])
    answer = open_site(path)("/vorlagen/buchenried-820")
    assert "Gezeigt werden die neuesten 400" in answer.text
    assert "Alle Beratungen als Tabelle" in answer.text
    assert len(answer.text) < 1_500_000
    assert facts(tree(answer.text))["Letzte Beratung"].startswith("Freitag, 4. Dezember 2009")


def test_the_page_weighs_little_beside_the_councils_own_text(get: Callable[..., Any]) -> None:
    assert len(get("/vorlagen/buchenried-100").content) < 30_000

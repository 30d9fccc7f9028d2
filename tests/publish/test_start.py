"""The start page: what is new, what comes and what was decided, of all councils or of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.publish import german, start
from ratsarchiv.store import Store, kennzahlen

from . import council, texts
from .reading import links, text, tree
from .reading import texts as all_texts
from .test_aenderungen import DAY, visit

K = council.K
Get = Callable[..., Any]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Buchenried and a second council with one Vorlage, one Sitzung and one Beschluss."""
    path = council.build(tmp_path_factory.mktemp("zwei") / "ratsarchiv.db")
    visit(path, DAY, [council.vorlage(700, nummer="2026/0044", betreff="Trinkbrunnen", datum=date(2026, 3, 5))])
    other = "ahausen"
    with Store(path) as store:
        store.kommune(id=other, name="Ahausen", adresse="https://rat.ahausen.example/")
        lauf = store.begin_run(other, "crawl", DAY)
        records = [
            replace(council.vorlage(1, betreff="Ahauser Marktplatz"), id="ahausen-1", kommune=other),
            replace(
                council.sitzung(2, "Rat", date(2026, 3, 20)), id="ahausen-2", kommune=other, name="Sitzung: Ahausen"
            ),
            replace(
                council.beratung(
                    "ahausen-1", 1, "Rat", date(2026, 3, 1), beschluss="abgelehnt", beschlussart="abgelehnt"
                ),
                kommune=other,
            ),
        ]
        council.save(store, lauf, records, DAY)
        store.end_run(lauf, DAY, anfragen=1, ergebnis="fertig")
        store.derive(council.TODAY)
    with texts.changing(path) as connection:
        for table in ("vorlagen", "sitzungen", "beratungen"):
            connection.execute(f"update {table} set kommune = 'ahausen' where id like 'ahausen-%'")
        kennzahlen.aktualisieren(connection)
    return path


@pytest.fixture
def get(two: Path, open_site: Callable[[Path], Get], monkeypatch: pytest.MonkeyPatch) -> Get:
    opened = open_site(two)
    monkeypatch.setattr(german, "today", DAY.date)
    return opened


def section(page: Any, heading: str) -> Any:
    return page.xpath(f"//section[h2[starts-with(normalize-space(), '{heading}')]]")[0]


def test_the_newest_vorlagen_come_first(get: Get) -> None:
    found = all_texts(section(tree(get("/").text), "Neueste Vorlagen"), ".//li/a")
    assert found[:2] == ["Trinkbrunnen", "Ahauser Marktplatz"]


def test_beschluesse_have_a_word_a_colour_and_their_gremium(get: Get) -> None:
    first, second, *_ = section(tree(get("/").text), "Letzte Beschlüsse").xpath(".//li")
    assert text(first.xpath(".//span[@class='ergebnis nein']")[0]) == "abgelehnt"
    assert links(second)["Neubau der Radbrücke über die Lohme; Baubeschluss"] == f"/vorlagen/{K}-100"
    assert "Mittwoch, 25. Februar 2026, Stadtrat" in text(second)
    assert second.xpath(".//span[@class='ergebnis ja']") != []


def test_the_last_changes_say_when(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(german, "today", lambda: date(2026, 3, 5))
    assert "Heute geändert" in all_texts(tree(get("/").text), "//h2")
    monkeypatch.setattr(german, "today", lambda: date(2026, 3, 20))
    assert "Zuletzt geändert am" in text(tree(get("/").text))


def test_a_kommune_limits_everything_and_is_kept_in_the_address_alone(get: Get) -> None:
    everything = tree(get("/").text)
    assert all_texts(everything, "//select[@id='kommune']/option") == ["Alle 2", "Ahausen", "Stadt Buchenried"]
    answer = get("/?kommune=ahausen")
    page = tree(answer.text)
    assert "set-cookie" not in answer.headers
    assert page.xpath("//select/option[@selected]/@value") == ["ahausen"]
    assert all_texts(section(page, "Neueste Vorlagen"), ".//li/a") == ["Ahauser Marktplatz"]
    assert all_texts(section(page, "Nächste Sitzungen"), ".//li/a") == ["Sitzung: Ahausen"]
    assert len(section(page, "Letzte Beschlüsse").xpath(".//li")) == 1
    assert "Radbrücke" not in text(page)
    assert page.xpath("//form[@class='suche']//input[@name='kommune']/@value") == ["ahausen"]
    counts = dict(zip(all_texts(page, "//dl[@class='tabellen']//dt/a"), all_texts(page, "//dl//dt"), strict=True))
    assert counts["Vorlagen"] == "Vorlagen 1"
    assert get("/?kommune=nirgendwo").status_code == 400


def test_after_a_first_visit_the_newest_are_so_by_date(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "FEW", 2)
    assert all_texts(section(tree(get("/").text), "Neueste Vorlagen"), ".//li/a") == ["Trinkbrunnen"]


def test_without_changes_there_is_no_such_heading(open_site: Callable[[Path], Get], database: Path) -> None:
    page = tree(open_site(database)("/").text)
    assert page.xpath("//h2[@id='geaendert']") == []

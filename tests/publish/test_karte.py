"""`/karte`: places that Vorlagen name, as a list that works without a map, and as points."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.publish import german, karte, ort, ortsauswahl
from ratsarchiv.publish.leaflet import ORDNER
from ratsarchiv.publish.ortsauswahl import Auswahl
from ratsarchiv.store import kennzahlen

from . import council, texts
from .reading import links, text, tree
from .reading import texts as all_texts

Get = Callable[..., Any]
K = council.K
TILES = """
[karte]
kacheln = "https://kacheln.example/{z}/{x}/{y}.png"
quelle = "© Kartenwerk"
quelle_adresse = "https://kacheln.example/lizenz"
anbieter = "Kachelhof <GmbH>"
datenschutz = "https://kacheln.example/datenschutz"
"""


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, with_texts: Path) -> Path:
    """The council's database after a run's end, with a tile server in the settings."""
    path = Path(shutil.copy(with_texts, tmp_path_factory.mktemp("karte") / "ratsarchiv.db"))
    with texts.changing(path) as connection:
        kennzahlen.aktualisieren(connection)
    path.with_name("website.toml").write_text(TILES, "utf-8")
    return path


@pytest.fixture
def ask(counted: Path, open_site: Callable[[Path], Get]) -> Get:
    return open_site(counted)


def names(answer: Any) -> list[str]:
    return all_texts(tree(answer.text), "//a[@class='ortsname']")


def test_each_place_has_its_number_and_its_latest_vorlagen(ask: Get) -> None:
    page = tree(ask("/karte").text)
    assert all_texts(page, "//h2")[1] == "3 Orte, die meistgenannten zuerst"
    furt = page.xpath("//ol/li[a='Furt']")[0]
    assert text(furt).startswith("Furt 1 Vorlage ")
    assert links(furt) == {
        "Furt": "/karte?ort=o3",
        german.one_line(council.BETREFF): f"/vorlagen/{K}-100",
    }


def test_the_most_named_comes_first(recounted: Callable[..., Get]) -> None:
    ask = recounted(
        "insert into ortsnennungen (id, kommune, vorlage, ort, tabelle, objekt, anfang, ende, textstelle, grad)"
        f" values ('n9', '{K}', '{K}-200', 'o2', 'vorlagen', '{K}-200', 0, 4, 'Talstraße', 'betreff')"
    )
    assert names(ask("/karte"))[0] == "Talstraße"
    said = {each["properties"]["name"]: each["properties"]["anzahl"] for each in ask("/karte.json").json()["features"]}
    assert said == {"Talstraße": 2, "Lohmeufer": 1, "Furt": 1}


def test_a_place_that_lies_nowhere_is_only_in_the_list(recounted: Callable[..., Get]) -> None:
    ask = recounted("update orte set lat = null where id = 'o3'")
    assert "Furt" in names(ask("/karte"))
    assert "Furt" not in [each["properties"]["name"] for each in ask("/karte.json").json()["features"]]


def test_the_points_are_geojson(ask: Get) -> None:
    found = ask("/karte.json").json()
    assert (found["type"], found["orte"], found["gekuerzt"]) == ("FeatureCollection", 3, False)
    point = next(each for each in found["features"] if each["properties"]["name"] == "Furt")
    assert point["geometry"] == {"type": "Point", "coordinates": [9.0, 51.0]}
    assert point["properties"] == {"name": "Furt", "anzahl": 1, "adresse": "/karte?ort=o3"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", {"Furt", "Lohmeufer", "Talstraße"}),
        (f"kommune={K}", {"Furt", "Lohmeufer", "Talstraße"}),
        ("kommune=anderswo", set()),
        ("von=2026-01-01", {"Furt", "Lohmeufer"}),
        ("von=1.2.2026&bis=28.2.2026", {"Furt", "Lohmeufer"}),
        ("von=2026-05-01", set()),
        ("bis=2025-01-01", set()),
        (f"gremium={K}-au1", {"Furt", "Lohmeufer"}),
        (f"gremium={K}-au1&von=2026-02-01", set()),
        ("gremium=gibt-es-nicht", set()),
        ("von=gestern", {"Furt", "Lohmeufer", "Talstraße"}),
    ],
)
def test_filters_narrow_list_and_points_alike(ask: Get, question: str, expected: set[str]) -> None:
    page = ask(f"/karte?{question}")
    assert set(names(page)) == expected
    points = tree(page.text).xpath("//p[@class='daten']/a")[0].get("href")
    assert {each["properties"]["name"] for each in ask(points).json()["features"]} == expected


def test_a_word_that_is_no_date_is_named(ask: Get) -> None:
    assert "„gestern“ ist kein Datum" in text(tree(ask("/karte?von=gestern").text))
    assert ask("/karte.json?von=gestern").status_code == 400


def test_what_was_chosen_stays_chosen(ask: Get) -> None:
    page = tree(ask(f"/karte?gremium={K}-au1&von=2025-11-01&bis=2.3.2026").text)
    assert page.xpath("//select[@name='gremium']/option[@selected]/@value") == [f"{K}-au1"]
    assert page.xpath("//input[@type='date']/@value") == ["2025-11-01", "2026-03-02"]


def test_pages_fit_together(ask: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(karte, "GROESSE", 2)
    for question in ("", f"?gremium={K}-au1"):
        everything = names(ask(f"/karte{question}"))
        page = tree(ask(f"/karte{question}").text)
        while onward := page.xpath("//a[@rel='next']/@href"):
            page = tree(ask(onward[0]).text)
            everything += all_texts(page, "//a[@class='ortsname']")
        assert len(everything) == len(set(everything)) == (2 if question else 3)


def test_what_is_left_out_is_said(ask: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(karte, "MOST_PUNKTE", 2)
    found = ask("/karte.json").json()
    assert (len(found["features"]), found["orte"], found["gekuerzt"]) == (2, 3, True)
    monkeypatch.setattr(ortsauswahl, "MOST_BERATUNGEN", 1)
    assert ask("/karte.json?bis=2030-01-01").json()["nur_neueste"] is True
    assert "neuesten Beratungen" in ask("/karte?bis=2030-01-01").text


def test_a_withdrawn_vorlage_names_no_place(recounted: Callable[..., Get]) -> None:
    ask = recounted(f"update vorlagen set verschwunden_seit = '2026-03-01' where id = '{K}-100'")
    assert names(ask("/karte")) == ["Talstraße"]
    assert names(ask("/karte?von=2000-01-01")) == []
    assert f"/vorlagen/{K}-100" not in ask("/karte?ort=o3").text


def test_a_withdrawn_document_names_no_place(recounted: Callable[..., Get]) -> None:
    elsewhere = f"delete from ortsnennungen where ort = 'o3' and objekt <> '{texts.LAGEPLAN}-3'"
    gone = f"update dokumente set verschwunden_seit = '2026-03-01' where id = '{texts.ANLAGE}'"
    assert "Furt" in names(recounted(elsewhere)("/karte?von=2000-01-01"))
    ask = recounted(elsewhere, gone)
    assert "Furt" not in names(ask("/karte"))
    assert "Furt" not in names(ask("/karte?von=2000-01-01"))
    assert "keine Vorlage, die diesen Ort nennt" in ask("/karte?ort=o3").text


def test_a_place_shows_every_vorlage_with_its_passages(ask: Get) -> None:
    page = tree(ask("/karte?ort=o3").text)
    assert all_texts(page, "//h1") == ["Furt"]
    assert links(page.xpath("//ul[@class='bezuege']/li")[0])[german.one_line(council.BETREFF)] == f"/vorlagen/{K}-100"
    assert "„Die Furt ist oft gesperrt.“" in text(page)
    assert "und an einer weiteren Stelle" in text(page)


@pytest.mark.parametrize("path", ["/karte?ort=gibt-es-nicht", "/karte?ort=o3&seite=2", "/karte?ort=o3&seite=x"])
def test_a_place_that_is_not_there_is_not_found(ask: Get, path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 404
    assert "Einen Ort mit dieser Kennung" in answer.text


@pytest.mark.parametrize("path", ["/karte", "/karte?ort=o3", f"/vorlagen/{K}-100"])
def test_the_map_says_who_learns_what_before_the_click(ask: Get, path: str) -> None:
    page = tree(ask(path).text)
    field = page.xpath("//div[@data-leaflet]")[0]
    assert field.get("hidden") is not None  # without scripts there is no button
    assert all_texts(field, ".//button") == ["Karteninhalte anzeigen"]
    assert "Kachelhof <GmbH>: Dabei erfährt dieser Anbieter Ihre IP-Adresse" in text(field)
    assert "https://kacheln.example/datenschutz" in links(field).values()
    assert [each for each in page.xpath("//script/@src | //link/@href") if "leaflet" in each] == []
    assert "https://kacheln.example" in ask(path).headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/karte", "/karte?ort=o3", f"/vorlagen/{K}-100"])
def test_without_a_tile_server_there_is_the_list_alone(get_texts: Get, path: str) -> None:
    page = tree(get_texts(path).text)
    assert page.xpath("//div[@data-leaflet]") == []
    assert page.xpath("//script[contains(@src, 'karte.js')]") == []
    if path == "/karte":
        assert "kein Kartendienst eingerichtet" in text(page)


def test_a_hostile_name_stays_text(recounted: Callable[..., Get]) -> None:
    name = "</script><script>alert(1)</script>\u202e\"onmouseover='x'"
    ask = recounted(f"update orte set name = '{name.replace(chr(39), chr(39) * 2)}' where id = 'o3'")
    for path in ("/karte", "/karte?ort=o3"):
        answer = ask(path)
        assert "<script>alert" not in answer.text
        assert text(tree(answer.text)).count("alert(1)") > 0


@pytest.mark.parametrize("name", ["leaflet.js", "leaflet.css", "leaflet.markercluster.js", "MarkerCluster.css"])
def test_the_programs_come_from_here_and_stay_in_the_browser(ask: Get, name: str) -> None:
    answer = ask(f"{ORDNER}/{name}")
    assert answer.status_code == 200
    assert len(answer.text) > 500
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript" if name.endswith("js") else "text/css")


@pytest.mark.parametrize("path", [f"{ORDNER}/leaflet-src.js", f"{ORDNER}/images/layers.png", "/leaflet/1.0/leaflet.js"])
def test_no_other_file_is_served(ask: Get, path: str) -> None:
    assert ask(path).status_code == 404


@pytest.mark.parametrize(
    "auswahl",
    [Auswahl(), Auswahl(kommune=K), Auswahl(gremium="x", von=council.TODAY), Auswahl(kommune=K, bis=council.TODAY),
     Auswahl(von=council.TODAY)],
)  # fmt: skip
def test_no_query_reads_a_whole_table(counted: Path, auswahl: Auswahl) -> None:
    asked: list[str] = []
    with closing(sqlite3.connect(counted)) as connection:
        connection.row_factory = sqlite3.Row
        connection.set_trace_callback(asked.append)
        karte.read(connection, auswahl, 1)
        karte.punkte(connection, auswahl)
        ort.read(connection, "o3", 1)
        connection.set_trace_callback(None)
        assert len(asked) > 7
        for sql in asked:
            plan = [row[3] for row in connection.execute(f"explain query plan {sql}")]
            scans = [line for line in plan if line.startswith("SCAN")]
            assert [line for line in scans if line.split()[1] not in SMALL] == [], sql


SMALL = {"j", "genannt", "kommunen"}
"""Lists of ids, the Vorlagen that name one place, and the councils."""

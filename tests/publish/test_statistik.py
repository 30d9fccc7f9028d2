"""The statistics: what the page says is what its SQL and its CSV say."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.publish import statistik as seiten
from ratsarchiv.store import Store, database, kennzahlen, statistik

from . import council
from .reading import links, texts, tree

K = council.K
TODAY = datetime.now().astimezone().date()  # as SQLite's 'localtime'
EVIL = '"><script>alert(1)</script>'
ARTEN = (
    "Antrag",
    "Antrag",
    "Antrag",
    "Anfrage",
    "Anfrage",
    "Bericht",
    "Bericht",
    "Brief",
    "Brief",
    EVIL,
    "Rüge",
    "Wunsch",
)
OLD = f"{TODAY.year - 3}-06-01"
NAMES = [frage.name for frage in statistik.FRAGEN]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def papers() -> list[Any]:
    """Twelve Vorlagen of seven Arten, from two offices, each with two Beratungen; an agenda half of which is public."""
    found: list[Any] = []
    for number, art in enumerate(ARTEN, 1000):
        id_ = f"{K}-{number}"
        stelle = "FB 1" if number % 3 else "FB 2"
        found += [
            council.vorlage(number, art=art, datum=ago(40), federfuehrend=stelle),
            council.beratung(id_, 1, "Ausschuss", ago(39), beschluss="vertagt", beschlussart="vertagt"),
            council.beratung(id_, 2, "Kreistag", ago(20), beschluss="abgelehnt", beschlussart="abgelehnt"),
        ]
    punkte = [council.punkt(9500 + place, f"{K}-700", place, oeffentlich=place < 3) for place in range(1, 5)]
    return [*found, council.sitzung(700, "Kreistag", ago(20)), *punkte]


def neighbour(connection: sqlite3.Connection) -> None:
    """Another Kommune with 1.234 Vorlagen in a month of last year, and six that are older."""
    connection.execute("insert into kommunen (id, name) values ('nachbarn', 'Nachbarn & Söhne')")
    connection.executemany(
        "insert into vorlagen (id, kommune, art, datum, federfuehrend, zuerst_gesehen, zuletzt_gesehen)"
        " values (?, 'nachbarn', 'Antrag', ?, 'Amt für alles', '', '')",
        [(f"nachbarn-{number}", f"{TODAY.year - 1}-12-31" if number < 1234 else OLD) for number in range(1240)],
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statistik") / "ratsarchiv.db"
    with Store(path) as store:
        store.kommune(id=K, name="Stadt Buchenried", adresse=council.BI)
        lauf = store.begin_run(K, "crawl", council.SEEN)
        council.save(store, lauf, papers(), council.SEEN)
        store.end_run(lauf, council.SEEN + timedelta(days=1), anfragen=1, ergebnis="fertig")
        store.derive(TODAY)
    with closing(database.connect(path)) as connection, database.transaction(connection):
        neighbour(connection)
        kennzahlen.aktualisieren(connection)
    return path


@pytest.fixture
def get(open_site: Callable[[Path], Any], path: Path) -> Any:
    return open_site(path)


def section(page: Any, name: str) -> Any:
    (found,) = page.xpath(f"//section[@aria-labelledby='{name}']")
    return found


def cells(scope: Any) -> list[list[str]]:
    return [texts(row, "./th|./td") for row in scope.xpath(".//tbody/tr")]


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("name", NAMES)
def test_page_sql_and_csv_are_one_answer(get: Any, name: str) -> None:
    page = section(tree(get("/statistik").text), name)
    frage = statistik.BY_NAME[name]
    assert texts(page, ".//h2") == [frage.titel]
    assert page.xpath(".//pre")[0].text_content() == frage.sql
    ways = links(page)
    asked = get(ways["Diese Abfrage ausführen und ändern"] + ".json?_shape=arrays").json()
    answer = [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in asked["rows"]]
    head, *rows = lines(get(ways[f"Als CSV laden: {frage.titel}"]).text)
    assert head == asked["columns"]
    assert sorted(rows) == sorted(answer) != []


def test_the_numbers_stand_in_the_table_and_the_chart(get: Any) -> None:
    page = section(tree(get(f"/statistik?kommune={K}").text), "vorlagen_je_monat")
    head = texts(page, ".//thead//th")
    assert head[:3] == ["Monat", "Antrag", "Anfrage"]
    assert head[-2:] == ["Andere", "zusammen"]
    month = next(row for row in cells(page) if row[-1] == "12")
    assert month[1:] == ["3", "2", "2", "2", "1", "2", "12"]
    bars = [float(bar.get("height")) for bar in page.xpath(".//svg[@role='img']//rect[contains(., ': Antrag 3')]")]
    less = [float(bar.get("height")) for bar in page.xpath(".//svg[@role='img']//rect[contains(., ': Anfrage 2')]")]
    assert bars[0] / less[0] == pytest.approx(1.5, abs=0.01)
    assert len(cells(page)) == 24
    assert "im Mittel" in texts(page, ".//p[@class='antwort']")[0]


def test_how_long_and_how_it_ends(get: Any) -> None:
    page = tree(get(f"/statistik?kommune={K}").text)
    assert cells(section(page, "dauer_je_gremium")) == [["Kreistag", "19", "12"]]
    ends = cells(section(page, "beschlussarten_je_jahr"))
    assert ends == [["abgelehnt", "12", "50,0 %"], ["vertagt", "12", "50,0 %"]]
    assert cells(section(page, "federfuehrend_im_jahr")) == [["FB 1", "8", "66,7 %"], ["FB 2", "4", "33,3 %"]]
    assert cells(section(page, "oeffentlichkeit_je_jahr")) == [[str(ago(20).year), "2", "2", "50,0 %"]]


def test_bars_are_as_long_as_their_numbers(get: Any) -> None:
    page = section(tree(get(f"/statistik?kommune={K}").text), "federfuehrend_im_jahr")
    widths = [bar.get("width") for bar in page.xpath(".//svg[@class='balken']/rect")]
    assert widths[:2] == ["100%", "50%"]


def test_one_kommune_or_all(get: Any) -> None:
    both = section(tree(get("/statistik").text), "federfuehrend_im_jahr")
    assert cells(both)[0][:2] == ["Amt für alles (Nachbarn & Söhne)", "1.234"]
    one = tree(get("/statistik?kommune=nachbarn").text)
    assert cells(section(one, "federfuehrend_im_jahr")) == [["Amt für alles", "1.234", "100,0 %"]]
    assert texts(one, "//option[@selected]") == ["Nachbarn & Söhne"]
    assert texts(section(one, "dauer_je_gremium"), ".//p[@class='antwort']") == ["Dazu gibt es noch keine Zahlen."]
    ways = links(section(one, "vorlagen_je_monat"))
    assert {way.partition("?")[2] for way in ways.values()} == {"kommune=nachbarn"}
    assert lines(get(ways["Als CSV laden: Wie viele Vorlagen kommen im Monat, und welche?"]).text)[1:] == [
        ["nachbarn", OLD[:7], "Antrag", "6"],
        ["nachbarn", f"{TODAY.year - 1}-12", "Antrag", "1234"],
    ]


def test_one_question_over_all_years_and_in_one(get: Any) -> None:
    every = tree(get("/statistik/vorlagen_je_monat").text)
    assert [row[0] for row in cells(every)] == [str(year) for year in range(ago(40).year, TODAY.year - 4, -1)]
    assert links(every.xpath("//nav[@class='jahre']")[0])["alle Jahre"] == "/statistik/vorlagen_je_monat"
    one = tree(get(f"/statistik/vorlagen_je_monat?jahr={TODAY.year - 1}&kommune=nachbarn").text)
    assert [row[0] for row in cells(one)][0::11] == [f"12/{TODAY.year - 1}", f"01/{TODAY.year - 1}"]
    assert cells(one)[0][-1] == "1.234"
    assert texts(one, "//a[@aria-current='page']") == [str(TODAY.year - 1)]


@pytest.mark.parametrize(
    "address",
    [
        "/statistik/raetsel",
        "/statistik/raetsel.csv",
        "/statistik?kommune=nirgends",
        "/statistik/sitzungen_je_monat?jahr=1950",
        "/statistik/vorlagen_je_monat?jahr=-1",
        "/statistik/vorlagen_je_monat?jahr=2026-13",
        "/statistik/vorlagen_je_monat?jahr=99999999999999999999",
    ],
)
def test_what_nobody_knows_is_not_found(get: Any, address: str) -> None:
    assert get(address).status_code == 404


def test_it_says_when_it_was_counted(get: Any) -> None:
    stand = texts(tree(get("/statistik").text), "//p[@class='stand']")[0]
    assert "Donnerstag, 5. März 2026, 00:30 Uhr" in stand


def test_an_empty_archive_has_no_numbers_yet(open_site: Callable[[Path], Any], tmp_path: Path) -> None:
    Store(tmp_path / "ratsarchiv.db").close()
    get = open_site(tmp_path / "ratsarchiv.db")
    page = tree(get("/statistik").text)
    assert texts(page, "//p[@class='antwort']") == ["Dazu gibt es noch keine Zahlen."] * len(NAMES)
    assert lines(get("/statistik/dauer_je_gremium.csv").text) == [["kommune", "gremium", "vorlagen", "tage"]]


@pytest.mark.parametrize("address", ["/statistik", f"/statistik?kommune={K}", "/statistik/vorlagen_je_monat"])
def test_what_councils_print_stays_text_and_no_style_is_inline(get: Any, address: str) -> None:
    page = tree(get(address).text)
    assert page.xpath("//script[not(@src)]|//*[@style]|//style") == []


def test_the_charts_are_told_to_everybody(get: Any) -> None:
    page = tree(get("/statistik").text)
    for svg in page.xpath("//main//svg"):
        assert svg.get("aria-hidden") == "true" or svg.get("role") == "img"
    assert all(table.xpath("./caption") for table in page.xpath("//main//table"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["_ZUSAMMEN", "_JE_KOMMUNE", "_EINER_KOMMUNE", "_STAND_EINER"])
def test_a_page_costs_no_scan(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        values = {"frage": "x", "kommune": "y", "most": 1}
        plan = connection.execute(f"explain query plan {getattr(seiten, name)}", values).fetchall()
    assert [step[3] for step in plan if step[3].startswith("SCAN")] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_visitor_may_ask_otherwise(get: Any, name: str) -> None:
    page = tree(get(f"/ratsarchiv/{name}?kommune={K}").text)
    assert statistik.BY_NAME[name].titel in texts(page, "//h1")[0]
    assert page.xpath("//input[@name='kommune']/@value") == [K]


def test_numbers_are_of_the_last_run(open_site: Callable[[Path], Any], path: Path, tmp_path: Path) -> None:
    later = tmp_path / "ratsarchiv.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(later)) as copy:
        source.backup(copy)
        copy.execute(
            "update vorlagen set verschwunden_seit = ? where kommune = 'nachbarn'", (datetime.now(UTC).isoformat(),)
        )
        copy.commit()
    counted = open_site(later)("/statistik/federfuehrend_im_jahr.csv?kommune=nachbarn").text
    assert lines(counted)[1:] == [["nachbarn", "Amt für alles", "1234"]]
    with closing(database.connect(later)) as connection, database.transaction(connection):
        kennzahlen.aktualisieren(connection)
    assert lines(open_site(later)("/statistik/federfuehrend_im_jahr.csv?kommune=nachbarn").text)[1:] == []

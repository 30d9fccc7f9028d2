"""Datasette's own pages: German, in our frame, without scripts in the page, and with all that Datasette can do."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from datasette.filters import Filters

from ratsarchiv.model import Gremium, Mitgliedschaft, Person
from ratsarchiv.publish import beschriftung, cells, metadata

from . import browser, council, texts
from .reading import links, text, tree
from .reading import texts as all_texts
from .test_browser import CONTRAST, WIDTH, served

Get = Callable[..., Any]
K = council.K
TABLE = "/ratsarchiv/vorlagen"
PAGES = (
    "/ratsarchiv", TABLE, f"{TABLE}?art=Antrag&_facet=kommune&betreff__notblank=1", f"{TABLE}/{K}-100", "/ratsarchiv/vertagt",
    "/ratsarchiv/wortlaut?suche=Furt&_show_sql=1", "/ratsarchiv?sql=select+nummer+from+vorlagen+where+art+=+:art",
    "/ratsarchiv?sql=select+erfunden", "/ratsarchiv/beratungen?beschlussart=nichts", "/ratsarchiv?_show_hidden=1",
)  # fmt: skip

Page = Callable[[str], Any]


@pytest.fixture
def opened(get_texts: Get) -> Page:
    return lambda path: tree(get_texts(path).text)


def form(page: Any, action: str, **values: str) -> str:
    """The address that a page's form leads to, filled in; fields that are left as they are included."""
    found = next(
        each for each in page.xpath("//form") if each.get("action") == action and values.keys() <= set(each.fields)
    )
    for name, value in values.items():
        found.fields[name] = value
    return f"{action}?{urlencode(found.form_values())}"


def follow(get: Get, address: str) -> Any:
    answer = get(address)
    return follow(get, answer.headers["location"]) if answer.status_code == 302 else answer


@pytest.mark.parametrize("path", PAGES)
def test_they_stand_in_our_frame(opened: Page, path: str) -> None:
    page = opened(path)
    assert page.get("lang") == "de"
    assert links(page)["Daten"] == "/ratsarchiv"
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
    assert page.xpath("//style | //*[@style] | //script[not(@src)] | //@*[starts-with(name(), 'on')]") == []
    assert "kein amtliches Angebot" in text(page.xpath("//footer")[0])


@pytest.mark.parametrize("path", PAGES)
def test_headings_and_labels_are_in_order(opened: Page, path: str) -> None:
    page = opened(path)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    named = set(page.xpath("//label/@for"))
    fields = page.xpath("//main//*[self::select or self::textarea or self::input[not(@type='hidden')]]")
    assert [
        field.get("name") for field in fields
        if not (field.get("aria-label") or field.get("id") in named or field.xpath("ancestor::label"))
    ] == []  # fmt: skip
    for table in page.xpath("//table"):
        assert table.xpath("caption")
        assert set(table.xpath(".//thead//th/@scope")) == {"col"}
        assert table.xpath(".//th[not(@scope)]") == []
        assert table.xpath("ancestor::*[@role='region' and @tabindex='0' and @aria-labelledby='zeilen']")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


ENGLISH = (
    "row", "rows", "sort", "apply", "facet", "export", "view", "edit", "next", "page", "remove", "filter by", "custom",
    "query", "advanced", "links from", "data license", "powered", "error", "contains", "is null",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_they_speak_german(opened: Page, path: str) -> None:
    page = opened(path)
    for code in page.xpath("//code | //pre | //textarea"):
        code.clear()
    words = f" {text(page.body)} {text(page.xpath('//title')[0])} ".lower()
    assert [word for word in ENGLISH if f" {word} " in words] == []


def test_a_table_says_what_it_shows(opened: Page) -> None:
    page = opened(f"{TABLE}?art=Antrag&betreff__contains=Furt&_sort=datum")
    assert text(page.xpath("//h1")[0]) == "Vorlagen"
    assert text(page.xpath("//h2[@id='zeilen']")[0]) == "1 Zeile"
    assert "Art ist gleich „Antrag“; Betreff enthält „Furt“. Sortiert nach: Datum." in text(page)
    assert text(page.xpath("//title")[0]) == "Vorlagen: Art ist gleich „Antrag“, Betreff enthält „Furt“ – Ratsarchiv"
    assert page.xpath("//th[@aria-sort]/@aria-sort") == ["ascending"]
    meanings = dict(zip(all_texts(page, "//details[1]//dt"), all_texts(page, "//details[1]//dd"), strict=True))
    assert meanings["Federführend federfuehrend"].startswith("Federführendes Amt")


def test_filters_sorting_and_size_work_by_the_form_alone(get_texts: Get, opened: Page) -> None:
    address = form(
        opened(TABLE), TABLE, _filter_column="betreff", _filter_op="contains", _filter_value="Furt", _size="20"
    )
    found = follow(get_texts, address)
    rows = tree(found.text).xpath("//tbody/tr")
    assert ["Antrag: Furt sperren" in text(row) for row in rows] == [True]
    again = tree(found.text)
    assert again.xpath("//select[@name='_filter_op_1']/option[@selected]/@value") == ["contains"]
    assert again.xpath("//input[@name='_filter_value_1']/@value") == ["Furt"]
    removed = follow(get_texts, form(again, TABLE, _filter_column_1=""))
    assert len(tree(removed.text).xpath("//tbody/tr")) > 1
    chosen = form(opened(TABLE), TABLE, _sort="nummer", _sort_by_desc="on")
    numbers = all_texts(tree(follow(get_texts, chosen).text), "//tbody/tr/td[4]")
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) > 2


def test_every_comparison_has_german_words() -> None:
    lookups = [(key, display) for key, display, _ in Filters([]).lookups()]
    assert [key for key, display in lookups if beschriftung.vergleich(key, display) in (key, display)] == []
    assert beschriftung.vergleich("neuer", "newer") == "newer"


def test_columns_have_german_words() -> None:
    names = {column for table in metadata.tables().values() for column in table["columns"]}
    words = {name: beschriftung.spalte(name) for name in names}
    assert {"groesse", "laenge", "naechste_beratung"} < names
    assert words["naechste_beratung"] == "Nächste Beratung"
    assert [word for word in words.values() if "_" in word or word[0].islower()] == []
    spelt_out = {name for name in names if any(pair in name for pair in ("ae", "oe", "ue"))} - {"quelle", "neue"}
    assert [name for name in spelt_out if beschriftung.spalte(name).lower().replace(" ", "_") == name
            and name not in {"textquelle", "zuerst_gesehen"}] == []  # fmt: skip


def test_counted_values_are_words(opened: Page) -> None:
    assert "ungeändert beschlossen" in all_texts(opened("/ratsarchiv/beratungen"), "//ul[@class='facette']//a/span[1]")
    assert all_texts(opened("/ratsarchiv/sitzungen"), "//div[h3='Abgesagt']//a/span[1]") == ["ja"]


def test_facets_lead_in_and_out(get_texts: Get, opened: Page) -> None:
    page = opened(TABLE)
    facet = page.xpath("//div[h3[normalize-space()='Art']]")[0]
    link = next(each for each in facet.xpath(".//a") if text(each).startswith("Antrag"))
    inside = tree(get_texts(link.get("href").removeprefix("http://localhost")).text)
    assert text(inside.xpath("//h2[@id='zeilen']")[0]) == "2 Zeilen"
    back = inside.xpath("//a[@aria-current='true']")[0]
    assert parse_qs(back.get("href").partition("?")[2]) == {}
    more = follow(get_texts, form(page, TABLE, _facet="nummer"))
    assert "2025/0417" in all_texts(tree(more.text), "//div[h3[starts-with(., 'Nummer')]]//a/span[1]")
    days = follow(get_texts, form(page, TABLE, _facet_date="letzte_beratung"))
    assert "2026-02-25" in all_texts(tree(days.text), "//section[h2[@id='facetten']]//a/span[1]")


def test_columns_can_be_chosen(get_texts: Get, opened: Page) -> None:
    page = opened(f"{TABLE}?art=Antrag")
    chosen = next(each for each in page.xpath("//form") if each.xpath(".//input[@name='_col']"))
    assert ("art", "Antrag") in chosen.form_values()
    answer = tree(get_texts(f"{TABLE}?art=Antrag&_col=nummer&_col=betreff").text)
    assert all_texts(answer, "//thead//th") == ["Kennung", "Ansehen", "Nummer", "Betreff"]


def test_exports_are_there_with_their_options(get_texts: Get, opened: Page) -> None:
    page = opened(f"{TABLE}?art=Antrag")
    found = links(page)
    rows = list(csv.reader(io.StringIO(get_texts(found["CSV"]).text)))
    assert len(rows) == 3
    assert get_texts(found["JSON"]).json()["filtered_table_rows_count"] == 2
    assert len(get_texts(found["nur die Zeilen"]).json()) == 2
    assert get_texts(found["eine Zeile je Objekt"]).text.count("\n") == 1
    assert set(get_texts(found["nach Kennung"]).json()) == {f"{K}-200", f"{K}-400"}
    saved = get_texts(form(page, f"{TABLE}.csv", _dl="on"))
    assert saved.headers["content-disposition"] == 'attachment; filename="vorlagen.csv"'
    assert saved.text.count("\n") == len(saved.text.splitlines()) >= 3
    sql = tree(get_texts(found["Als SQL ansehen und ändern"]).text)
    assert "from vorlagen where" in sql.xpath("//textarea")[0].text
    assert len(sql.xpath("//tbody/tr")) == 2


def test_pages_follow_each_other(get_texts: Get, opened: Page) -> None:
    first = opened(f"{TABLE}?_size=2&_sort=id")
    second = tree(get_texts(links(first)["Nächste Seite"].removeprefix("http://localhost")).text)
    assert set(all_texts(first, "//tbody//th")).isdisjoint(all_texts(second, "//tbody//th"))
    assert "_next" not in parse_qs(links(second)["Zum Anfang"].partition("?")[2])


def test_rows_lead_to_our_page_and_to_the_official_one(opened: Page) -> None:
    row = opened(f"{TABLE}?id={K}-100").xpath("//tbody/tr")[0]
    assert links(row)["Lesen"] == f"/vorlagen/{K}-100"
    assert links(row)["Amtlich"] == council.page_url(f"{K}-100")
    page = opened(f"/ratsarchiv/beratungen/{K}-100-b3")
    assert links(page)["Seite für Leserinnen und Leser"] == f"/vorlagen/{K}-100"
    assert links(page)["Amtliche Seite"] == council.page_url(f"{K}-100")
    facts = dict(zip(all_texts(page, "//dl[1]//dt"), page.xpath("//dl[1]//dd"), strict=True))
    assert text(facts["Vorlage"]) == f"Neubau der Radbrücke über die Lohme; Baubeschluss {K}-100"
    assert links(facts["Sitzung"]) == {"Sitzung: Stadtrat": f"/ratsarchiv/sitzungen/{K}-503"}
    assert links(opened(f"/ratsarchiv/vorlagen/{K}-100"))["Beratungen"] == f"/ratsarchiv/beratungen?vorlage={K}-100"


@pytest.mark.parametrize(
    ("table", "row", "path"),
    [
        ("sitzungen", {"id": "k-1"}, "/sitzungen/k-1"),
        ("gremien", {"id": "k-au1"}, "/gremien/k-au1"),
        ("personen", {"id": "k/1"}, "/personen/k~2F1"),
        ("vorgaenge", {"id": "k-1-vg"}, "/vorgaenge/k-1-vg"),
        ("abrufe", {"id": 12}, "/abrufe/12"),
        ("dokumente", {"id": "k-1", "titel": "Plan", "datei": "ab"}, "/dokumente/k-1"),
        ("dokumente", {"id": "k-1", "titel": "Plan", "datei": None}, None),
        ("dokumente", {"id": "k-1", "titel": "Plan", "datei": "ab", "verschwunden_seit": "2026-01-01"}, None),
        ("tagesordnungspunkte", {"id": "k-7", "sitzung": {"value": "k-1", "label": "Rat"}}, "/sitzungen/k-1#top-k-7"),
        ("tagesordnungspunkte", {"id": "k-7", "sitzung": None}, None),
        ("beratungen", {"id": "x", "vorlage": "k-3"}, "/vorlagen/k-3"),
        ("abschnitte", {"id": "x", "vorlage": None, "sitzung": "k-1"}, "/sitzungen/k-1"),
        ("mitgliedschaften", {"id": "x", "gremium": "k-au1", "person": "k-9"}, "/gremien/k-au1"),
        ("aenderungen", {"id": 1, "tabelle": "vorlagen", "objekt": "k-3"}, "/vorlagen/k-3"),
        ("aenderungen", {"id": 1, "tabelle": "beratungen", "objekt": "k-3"}, None),
        ("hinweise", {"id": 1, "tabelle": "../x", "objekt": "k-3"}, None),
        ("verweise", {"quelle_tabelle": "seiten", "quelle": "ab-1", "von": "k-3"}, "/seiten/ab-1"),
        ("probleme", {"abruf": 3}, "/abrufe/3"),
        ("dateien", {"sha256": "ab"}, None),
    ],
)  # fmt: skip
def test_where_rows_lead(table: str, row: dict[str, Any], path: str | None) -> None:
    assert cells.seite(row, table) == path


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", None])
def test_no_official_page_runs_a_script(address: str | None) -> None:
    assert cells.amtlich({"url": address}) is None


def test_what_rows_refer_to_has_a_label(with_texts: Path) -> None:
    with closing(sqlite3.connect(with_texts)) as connection:
        targets = {
            row[2] for name in metadata.tables() for row in connection.execute(f"pragma foreign_key_list([{name}])")
        }  # fmt: skip
    assert len(targets) > 8
    assert {name for name in targets if not metadata.tables()[name].get("label_column")} == set()


def test_a_member_is_named_in_the_list_of_members(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    url = f"{council.BI}au020.asp?AULFDNR=9"
    records = [
        Gremium(id=f"{K}-au9", kommune=K, url=url, name="Kulturausschuss", art="Ausschuss"),
        Person(id=f"{K}-p1", kommune=K, url=url, name="Ada Muster"),
        Mitgliedschaft(id=f"{K}-m1", kommune=K, url=url, person=f"{K}-p1", gremium=f"{K}-au9", rolle="Mitglied"),
    ]
    get = open_site(council.build(tmp_path / "ratsarchiv.db", [records]))
    row = tree(get("/ratsarchiv/mitgliedschaften").text).xpath("//tbody/tr")[0]
    assert {"Ada Muster", "Kulturausschuss"} <= links(row).keys()
    assert links(row)["Lesen"] == f"/gremien/{K}-au9"


def test_queries_ask_and_answer_in_german(get_texts: Get, opened: Page) -> None:
    page = opened("/ratsarchiv/wortlaut")
    assert all_texts(page, "//main//label") == ["Nummer oder Wort im Betreff"]
    answer = tree(get_texts(form(page, "/ratsarchiv/wortlaut", suche="radbrücke")).text)
    assert text(answer.xpath("//h2[@id='zeilen']")[0]) == "1 Zeile"
    assert all_texts(answer, "//thead//th")[-1] == "Lesen"
    assert "instr(" not in text(answer)
    assert "instr(" in get_texts(links(answer)["SQL zeigen"]).text
    mistake = get_texts("/ratsarchiv?sql=select+erfunden")
    assert mistake.status_code == 400
    assert "Sie meldet: no such column: erfunden" in text(tree(mistake.text))
    assert tree(mistake.text).xpath("//textarea")[0].text == "select erfunden"


def test_the_examples_run(get_texts: Get, opened: Page) -> None:
    page = opened("/ratsarchiv")
    examples = page.xpath("//h3[.='Beispiele']/following-sibling::ul[1]//a/@href")
    assert len(examples) >= 3
    assert {get_texts(path).status_code for path in examples} == {200}
    assert get_texts(form(page, "/ratsarchiv", sql="select 'a' as b")).status_code == 200


def test_every_table_and_query_is_listed_with_its_meaning(opened: Page) -> None:
    page = opened("/ratsarchiv")
    for path, described in (
        ("//section[h2='Tabellen']", metadata.tables()),
        ("//section[h2='Fertige Abfragen']", metadata.queries()),
    ):
        listed = page.xpath(path)[0]
        assert {f"/ratsarchiv/{name}" for name in described} <= set(links(listed).values())
        assert {each["description"] for each in described.values()} <= set(all_texts(listed, ".//dd"))


def test_numbers_of_large_tables_come_from_the_last_count(
    tmp_path: Path, open_site: Callable[[Path], Get], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    with texts.changing(path) as connection:
        connection.execute("delete from kennzahlen where frage = 'bestand'")
        connection.execute("insert into kennzahlen values (?, 'bestand', 'vorlagen', '', 212345)", (K,))

    async def none(_database: Any, _limit: int = 10) -> dict[str, None]:
        return dict.fromkeys(["vorlagen", "abschnitte"])

    monkeypatch.setattr("ratsarchiv.publish.paging.PagedDatabase.table_counts", none)
    listed = text(tree(open_site(path)("/ratsarchiv").text).xpath("//section[h2='Tabellen']")[0])
    assert "Vorlagen vorlagen rund 212.345 Zeilen" in listed
    assert "Abschnitte abschnitte viele Zeilen" in listed


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.mark.skipif(not browser.PROGRAM.exists(), reason=f"no {browser.PROGRAM}; `make test` installs it")
def test_they_fit_a_telephone_and_can_be_read_in_the_dark(tab: browser.Browser, with_texts: Path) -> None:
    with served(with_texts) as address:
        for path in ("/ratsarchiv", f"{TABLE}?art=Antrag", f"{TABLE}/{K}-100", "/ratsarchiv?sql=select+1+as+eins"):
            for width, dark in ((360, True), (1280, False)):
                tab.screen(width, 800, dark=dark)
                tab.open(address + path)
                assert tab.value(WIDTH), (path, width)
                assert tab.value(CONTRAST) >= 4.5, (path, dark)
        tab.value("document.querySelector('#sql-text').value = 'select a,b from c'")
        tab.value("document.querySelector('#sql-ordnen').click()")
        assert "\n" in tab.value("document.querySelector('#sql-text').value")
    assert tab.complaints == []

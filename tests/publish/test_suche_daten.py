"""A search's results as a table and as a feed: exactly what its pages show."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.model import Record
from ratsarchiv.publish import suche_daten, suchseiten

from . import council, texts
from .reading import links, text, tree
from .test_feed import ATOM, checked
from .test_suche import found

Get = Callable[..., Any]
K = council.K


def lines(answer: Any, delimiter: str = ",") -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    reader = csv.DictReader(io.StringIO(answer.content.decode("utf-8"), newline=""), delimiter=delimiter, strict=True)
    rows = list(reader)
    assert reader.fieldnames == list(suche_daten.COLUMNS)
    return rows


def pages(get: Get, question: str) -> list[Any]:
    """The results of all pages, as one follows the other."""
    seen: list[Any] = []
    address = f"/suche?{question}"
    while address:
        page = tree(get(address).text)
        seen += page.xpath("//ol[@class='treffer']/li")
        address = links(page).get("Weiter", "")
    return seen


def same(get: Get, question: str) -> int:
    """Whether the table has what the pages show, in their order; how many that is."""
    shown, rows = pages(get, question), lines(get(f"/suche.csv?{question}"))
    assert [row["adresse"].removeprefix("http://localhost") for row in rows] == [
        item.xpath("h3/a/@href")[0] for item in shown
    ]
    for item, row in zip(shown, rows, strict=True):
        assert text(item.xpath("h3")[0]) in {" ".join(row["betreff"].split()), row["nummer"], "Ohne Betreff"}
        assert row["kommune"] in text(item.xpath("p")[0])
        assert row["art"] in text(item.xpath("p")[0])
    return len(rows)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("q=Furt", 2),
        ("q=Furt&sortierung=aelteste", 2),
        ("q=Furt&art=Antrag", 1),
        ("q=Furt&von=2025-01-01", 1),
        ("q=Radbrüke", 1),
        ("q=Eichenallee", 1),
        ("art=Antrag", 2),
        ("sortierung=neueste", 5),
        ("q=Quantenchromodynamik", 0),
    ],
)
def test_the_table_has_the_rows_of_the_pages(get_texts: Get, question: str, number: int) -> None:
    assert same(get_texts, question) == number


WORDS = st.sampled_from(
    ["Furt", "Brücke", "Vorlage", "Stadtrat", "-Furt", '"die Furt"', "Messung", "2025/0417", "*", "xx"]
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    words=st.lists(WORDS, max_size=3),
    art=st.lists(st.sampled_from(["Antrag", "Beschlussvorlage", "Sitzung"]), max_size=2, unique=True),
    order=st.sampled_from(["relevanz", "neueste", "aelteste"]),
    von=st.sampled_from(["", "2025-01-01", "1.1.2026"]),
)
def test_they_are_the_same_whatever_is_asked(
    get_texts: Get, words: list[str], art: list[str], order: str, von: str
) -> None:
    question = urlencode(
        [("q", " ".join(words)), ("sortierung", order), ("von", von), *(("art", each) for each in art)]
    )
    if get_texts(f"/suche.csv?{question}").status_code == 200:
        same(get_texts, question)
    else:
        assert (words, art, von, order) == ([], [], "", "relevanz")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    papers: list[Record] = [council.vorlage(5000 + n, betreff=f"Spielplatz {n}", nummer=f"S/{n}") for n in range(70)]
    formula = council.vorlage(6000, betreff='=HYPERLINK("http://evil.example";"Spielplatz")', nummer="-1+2")
    return texts.build(tmp_path_factory.mktemp("viele") / "ratsarchiv.db", [papers, [formula]])


def test_many_pages_are_one_table(many: Path, open_site: Callable[[Path], Get]) -> None:
    get = open_site(many)
    assert same(get, "q=Spielplatz") == 71
    assert same(get, "von=1900-01-01&q=Spielplatz&sortierung=neueste") == 0


def test_a_table_has_an_end_and_the_page_says_so(
    many: Path, open_site: Callable[[Path], Get], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suchseiten, "MOST_LINES", 30)
    get = open_site(many)
    assert len(lines(get("/suche.csv?q=Spielplatz"))) == 30
    assert "Die CSV enthält die ersten 30 Ergebnisse" in text(tree(get("/suche?q=Spielplatz").text))
    assert "Die CSV enthält" not in text(tree(get("/suche?q=Radbrücke").text))


def test_excel_gets_semicolons_and_no_formula(many: Path, open_site: Callable[[Path], Get]) -> None:
    get = open_site(many)
    answer = get("/suche.csv?q=Spielplatz&excel=1")
    assert answer.content.startswith(b"\xef\xbb\xbf" + b";".join(map(str.encode, suche_daten.COLUMNS)) + b"\r\n")
    cells = [cell for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'-1+2" in cells
    plain = {row["nummer"]: row["betreff"] for row in lines(get("/suche.csv?q=Spielplatz"))}
    assert plain["-1+2"].startswith("=HYPERLINK(")


def test_the_table_is_for_saving(get_texts: Get) -> None:
    headers = get_texts("/suche.csv?q=Furt").headers
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["content-disposition"] == 'attachment; filename="suche.csv"'
    assert headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("kind", ["csv", "atom"])
def test_without_a_question_there_is_neither(get_texts: Get, kind: str) -> None:
    assert get_texts(f"/suche.{kind}").status_code == 400
    assert get_texts(f"/suche.{kind}?q=Furt&von=31.2.2025").status_code == 400


def test_the_page_leads_to_all_of_them(get_texts: Get) -> None:
    page = tree(get_texts("/suche?q=Furt&art=Antrag&sortierung=neueste").text)
    offered = links(page.xpath("//div[@class='daten']")[0])
    assert offered == {
        "als Feed abonnieren": "/suche.atom?q=Furt&art=Antrag",
        "als CSV": "/suche.csv?q=Furt&art=Antrag&sortierung=neueste",
        "für Excel": "/suche.csv?q=Furt&art=Antrag&sortierung=neueste&excel=1",
        "als JSON": "/suche.json?q=Furt&art=Antrag&sortierung=neueste",
    }
    assert {get_texts(address).status_code for address in offered.values()} == {200}


def test_the_feed_has_this_question_newest_first(get_texts: Get) -> None:
    root = checked(get_texts("/suche.atom?q=Furt").content)
    assert root.findtext(f"{ATOM}title") == "Suche: Furt – Ratsarchiv"
    entries = root.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}updated")[:10] for each in entries] == ["2025-11-05", "2024-06-12"]
    assert entries[1].find(f"{ATOM}link").get("href") == f"http://localhost/vorlagen/{K}-200"
    assert "12.06.2024 · 2024/0090 · Antrag · Stadt Buchenried" in entries[1].findtext(f"{ATOM}summary")
    narrowed = checked(get_texts("/suche.atom?q=Furt&art=Antrag").content)
    assert len(narrowed.findall(f"{ATOM}entry")) == 1
    assert checked(get_texts("/suche.atom?q=Quantenchromodynamik").content).findall(f"{ATOM}entry") == []


def test_filters_without_a_word_list_the_newest_first(get_texts: Get) -> None:
    page = tree(get_texts("/suche?von=2024-01-01&bis=2025-12-31").text)
    assert found(page) == [f"/vorlagen/{K}-100", f"/vorlagen/{K}-200", *found(page)[2:]]
    assert "Passendste zuerst" not in text(page)
    assert [text(each) for each in page.xpath("//p[@class='sortierung']/strong")] == ["Neueste zuerst"]
    oldest = tree(get_texts("/suche?von=2024-01-01&bis=2025-12-31&sortierung=aelteste").text)
    assert found(oldest)[0] == f"/vorlagen/{K}-200"
    assert "Antrag (gewählt) 2" in [
        text(each) for each in tree(get_texts("/suche?art=Antrag").text).xpath("//section[h3='Art']//a")
    ]


def test_what_was_withdrawn_is_in_no_list(with_texts: Path, tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = shutil.copytree(with_texts.parent, tmp_path / "data") / with_texts.name
    with texts.changing(path) as connection:
        connection.execute("update vorlagen set verschwunden_seit = '2026-03-01' where id = 'buchenried-200'")
    get = open_site(path)
    for address in ("/suche?art=Antrag", "/suche.csv?art=Antrag", "/suche.atom?art=Antrag", "/"):
        answer = get(address).text
        assert "Furt sperren" not in answer, address
        assert "buchenried-200" not in answer, address


def test_an_official_address_leads_to_our_page(get_texts: Get) -> None:
    answer = get_texts(f"/suche?q={quote(council.page_url(f'{K}-100'), safe='')}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/vorlagen/{K}-100")
    unknown = get_texts(f"/suche?q={quote('https://rat.buchenried.example/bi/vo020.asp?VOLFDNR=999', safe='')}")
    assert unknown.headers["location"].startswith("/original?url=https%3A%2F%2F")
    assert get_texts("/suche?q=2025/0417").status_code == 200

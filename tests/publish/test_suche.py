"""The search's pages: what is found, the ways to narrow it, and that nothing a visitor types does harm."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.errors import WrongUse
from ratsarchiv.model import Dokument, Record
from ratsarchiv.publish import suche as suche_page
from ratsarchiv.publish.headers import STRICT
from ratsarchiv.publish.site import site
from ratsarchiv.store import suche as index
from ratsarchiv.store.suche import Anfrage

from . import council, texts
from .reading import links, text, tree
from .reading import texts as all_texts

Page = Callable[[str], Any]
Get = Callable[..., Any]
K = council.K
SCRIPT = "\"'></title><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"

RUNNING = "//script[not(@src) and not(@type='application/ld+json')]"
LOADED = "//@src | //link[not(@rel='canonical' or @rel='alternate')]/@href"


def found(page: Any) -> list[str]:
    addresses: list[str] = page.xpath("//ol[@class='treffer']/li/h3/a/@href")
    return addresses


def test_a_word_finds_vorlagen_with_their_facts_and_marks_it(page_texts: Page) -> None:
    page = page_texts("/suche?q=Radbrücke")
    first = page.xpath("//ol[@class='treffer']/li")[0]
    assert found(page)[0] == f"/vorlagen/{K}-100"
    assert all_texts(first, "h3//mark") == ["Radbrücke"]
    assert "2025/0417 · Beschlussvorlage · Stadt Buchenried" in text(first)
    assert page.xpath("//input[@id='suche']/@value") == ["Radbrücke"]


def test_words_in_documents_lead_to_the_page_in_the_document(page_texts: Page) -> None:
    page = page_texts("/suche?q=Wasserstand+Messung")
    assert found(page) == [f"/vorlagen/{K}-200"]
    passage = page.xpath("//blockquote")[0]
    assert all_texts(passage, ".//mark") != []
    ((said, address),) = links(passage).items()
    number = said.removeprefix("Gutachten zur Furt, Seite ")
    assert address.endswith(f"#seite-{number}")
    assert address.startswith(f"/dokumente/{texts.LANG}")


def test_minutes_of_no_vorlage_lead_to_their_sitzung(page_texts: Page) -> None:
    page = page_texts("/suche?q=Eichenallee")
    assert found(page) == [f"/sitzungen/{K}-503"]
    assert links(page)["Niederschrift, Seite 1"] == f"/dokumente/{texts.PROTOKOLL}?q=Eichenallee#seite-1"
    assert page_texts(found(page)[0]) is not None


def test_facets_keep_everything_that_was_chosen(page_texts: Page) -> None:
    page = page_texts("/suche?q=Furt&von=2020-01-01&sortierung=neueste")
    arten = page.xpath("//section[h3='Art']//a")
    assert {text(each) for each in arten} == {"Antrag 1", "Beschlussvorlage 1"}
    antrag = next(each for each in arten if "Antrag" in text(each))
    asked = parse_qs(urlsplit(antrag.get("href")).query)
    assert asked == {"q": ["Furt"], "von": ["2020-01-01"], "sortierung": ["neueste"], "art": ["Antrag"]}
    assert antrag.get("rel") == "nofollow"
    narrowed = page_texts(antrag.get("href"))
    assert found(narrowed) == [f"/vorlagen/{K}-200"]
    chosen = links(narrowed.xpath("//ul[@class='gewaehlt']")[0])
    assert list(chosen) == ["Filter entfernen: Art: Antrag ×", "Filter entfernen: Von: 01.01.2020 ×"]
    assert found(page_texts(chosen["Filter entfernen: Art: Antrag ×"])) == found(page)
    hidden = narrowed.xpath("//main//form[@role='search']//input[@type='hidden']")
    assert {(each.get("name"), each.get("value")) for each in hidden} >= {("art", "Antrag"), ("von", "2020-01-01")}


def test_days_are_read_as_germans_write_them_and_what_is_none_is_said(page_texts: Page) -> None:
    for day in ("2025-01-01", "1.1.2025", "01.01.2025"):
        assert f"/vorlagen/{K}-200" not in found(page_texts(f"/suche?q=Furt&von={day}"))
    wrong = page_texts("/suche?q=Furt&bis=31.2.2025")
    assert "„31.2.2025“ ist kein Datum" in text(wrong)
    assert found(wrong) != []


def test_what_was_looked_for_besides_is_said(page_texts: Page) -> None:
    besides = page_texts("/suche?q=Drucksache+Furt")
    assert "Auch gesucht: " in text(besides)
    assert "Vorlage" in all_texts(besides, "//section[@class='ergebnisse']/p[@class='zusatz']")[0]


def test_slips_are_corrected_and_it_is_said(page_texts: Page) -> None:
    page = page_texts("/suche?q=Radbrüke&sortierung=neueste")
    assert found(page) == [f"/vorlagen/{K}-100"]
    assert links(page.xpath("//p[@class='statt']")[0]) == {"Radbrücke": "/suche?q=Radbr%C3%BCcke&sortierung=neueste"}
    assert "„Radbrüke“ steht so nicht im Archiv" in text(page)


def test_results_come_in_pages(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    papers: list[Record] = [council.vorlage(5000 + n, betreff=f"Spielplatz {n}") for n in range(45)]
    get = open_site(texts.build(tmp_path / "ratsarchiv.db", [papers]))
    seen: list[str] = []
    address, sizes = "/suche?q=Spielplatz", []
    while address:
        page = tree(get(address).text)
        sizes.append(len(found(page)))
        seen += found(page)
        address = links(page).get("Weiter", "")
    assert sizes == [20, 20, 5]
    assert len(set(seen)) == 45
    assert "45 Ergebnisse" in all_texts(page, "//h2")
    assert links(page)["Zurück"] == "/suche?q=Spielplatz&seite=2"
    beyond = tree(get("/suche?q=Spielplatz&seite=9").text)
    assert links(beyond)["Zur ersten Seite"] == "/suche?q=Spielplatz"


def test_without_a_word_it_helps(page_texts: Page) -> None:
    for address in ("/suche", "/suche?q=", "/suche?q=+++", "/suche?sortierung=relevanz"):
        page = page_texts(address)
        assert all_texts(page, "//h1") == ["Suche"]
        assert "findet auch „Spielplätze“" in text(page)


def test_where_nothing_is_found_it_helps(page_texts: Page) -> None:
    page = page_texts("/suche?q=Quantenchromodynamik&art=Antrag")
    assert "Nichts gefunden" in all_texts(page, "//h2")
    assert links(page)["Ohne Filter suchen"] == "/suche?q=Quantenchromodynamik"


def test_very_common_words_say_how_many_were_ranked(get_texts: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    real = index.suche

    def common(*args: Any) -> Any:
        return replace(real(*args), nur_neueste=20_000, mindestens=True)

    monkeypatch.setattr(index, "suche", common)
    page = text(tree(get_texts("/suche?q=Furt").text))
    assert "Ein sehr häufiges Wort: Gezeigt werden die passendsten der 20.000 neuesten Texte." in page
    assert "Mindestens" in page


def test_the_same_as_json(get_texts: Get) -> None:
    answer = get_texts("/suche.json?q=Radbrücke").json()
    assert list(answer) == [
        "anzahl", "mindestens", "nur_neueste", "gesucht", "statt", "treffer", "facetten", "kommunen", "weiter",
    ]  # fmt: skip
    first = answer["treffer"][0]
    assert first["adresse"] == f"/vorlagen/{K}-100"
    assert (first["nummer"], first["betreff"], first["kommune"]) == ("2025/0417", council.BETREFF, K)
    ((start, end),) = first["betreff_marken"]
    assert first["betreff"][start:end] == "Radbrücke"
    pages = [each for each in first["stellen"] if each["dokument"]]
    assert [(each["dokument"], each["seite"], each["adresse"]) for each in pages] == [
        (texts.ANLAGE, 1, f"/dokumente/{texts.ANLAGE}?q=Radbr%C3%BCcke#seite-1")
    ]
    assert list(answer["facetten"]) == ["kommune", "gremium", "art", "jahr", "federfuehrend"]
    assert answer["kommunen"] == {K: "Stadt Buchenried"}


def test_json_without_a_question_is_an_error_that_says_so(get_texts: Get) -> None:
    assert get_texts("/suche.json").json() | {"title": ""} == {
        "ok": False, "status": 400, "title": "", "error": "Der Suchbegriff q oder ein Filter fehlt.",
    }  # fmt: skip
    assert "31.2." in get_texts("/suche.json?q=a&von=31.2.2025").json()["error"]


def test_suggestions_lead_somewhere(get_texts: Get) -> None:
    for typed, art, address in (
        ("2025/04", "nummer", f"/vorlagen/{K}-100"),
        ("Radbr", "betreff", f"/vorlagen/{K}-100"),
        ("Bau", "gremium", f"/gremien/{K}-au1"),
        ("Talst", "ort", "/suche?q=%22Talstra%C3%9Fe%22"),
    ):
        answer = get_texts(f"/vorschlaege.json?q={typed}")
        found = [each for each in answer.json()["vorschlaege"] if each["art"] == art]
        assert [each["adresse"] for each in found] == [address], typed
        assert get_texts(address).status_code == 200
    assert get_texts("/vorschlaege.json").json() == {"vorschlaege": []}


@pytest.mark.parametrize("word", ["Brücke", "Lageplan"])
@pytest.mark.parametrize("change", ["verschwunden_seit = '2026-03-01'", "datei = null"])
def test_what_is_gone_or_hidden_is_not_found(
    word: str, change: str, tmp_path: Path, open_site: Callable[[Path], Get]
) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    get = open_site(path)
    assert texts.ANLAGE in get(f"/suche?q={word}").text
    with texts.changing(path) as connection:
        connection.execute(f"update dokumente set {change} where id = ?", (texts.ANLAGE,))
    assert texts.ANLAGE not in get(f"/suche?q={word}").text
    assert texts.ANLAGE not in get(f"/suche.json?q={word}").text


def hostile() -> list[Record]:
    """A Vorlage whose texts are markup."""
    v = f"{K}-666"
    words = dict.fromkeys(("nummer", "betreff", "art", "federfuehrend"), f"Giftspritze {SCRIPT}")
    return [
        council.vorlage(666, **words),
        replace(council.abschnitt(v, 1, "sachverhalt", SCRIPT, "<p>harmlos</p>"), text=f"Eine Giftspritze {SCRIPT}"),
        council.beratung(v, 1, SCRIPT, date(2026, 1, 1)),
        Dokument(id=f"{v}-d", kommune=K, url="javascript:alert(1)", vorlage=v, position=1, art="anlage", titel=SCRIPT),
    ]


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = texts.build(tmp_path_factory.mktemp("gift") / "ratsarchiv.db", [hostile()])
    with texts.changing(path) as connection:
        connection.execute("insert into dateien (sha256, groesse) values (?, 1)", ("d" * 64,))
        connection.execute("update dokumente set datei = ? where id = ?", ("d" * 64, f"{K}-666-d"))
        seite = ("s1", "d" * 64, 1, f"Noch eine Giftspritze {SCRIPT}", "text")
        connection.execute("insert into seiten (id, datei, seite, text, quelle) values (?, ?, ?, ?, ?)", seite)
        stelle = ("v1", K, f"{K}-666", f"{K}-100", SCRIPT, SCRIPT, "text", "seiten", "s1", 1, "2026", "2026")
        connection.execute(
            "insert into verweise (id, kommune, von, nach, nummer, textstelle, art, quelle_tabelle, quelle, seite,"
            f" zuerst_gesehen, zuletzt_gesehen) values ({', '.join('?' * 12)})",
            stelle,
        )
        connection.execute(
            "insert into orte (id, kommune, name, art, lat, lon, herkunft) values ('x', ?, ?, ?, 1, 1, ?)",
            (K, f"Giftweg {SCRIPT}", SCRIPT, SCRIPT),
        )
        connection.execute(
            "insert into ortsnennungen (id, kommune, vorlage, ort, tabelle, objekt, anfang, ende, textstelle, grad)"
            " values ('x', ?, ?, 'x', 'seiten', 's1', 0, 1, ?, ?)",
            (K, f"{K}-666", SCRIPT, SCRIPT),
        )
        connection.execute("update vorgaenge set titel = ?", (SCRIPT,))
        connection.execute("insert into vorgang_vorlagen values (?, ?)", (texts.VORGANG, f"{K}-666"))
    return path


@pytest.mark.parametrize(
    "where",
    [
        "/suche?q=Giftspritze",
        f"/suche?q={quote(SCRIPT)}",
        f"/suche?q=Furt&art={quote(SCRIPT)}&kommune={quote(SCRIPT)}&von={quote(SCRIPT)}&sortierung={quote(SCRIPT)}",
        f"/dokumente/{K}-666-d",
        f"/vorlagen/{K}-666",
        f"/vorlagen/{K}-100",
        f"/vorgaenge/{texts.VORGANG}",
    ],
)
def test_markup_in_the_question_and_in_texts_is_only_shown(
    poisoned: Path, open_site: Callable[[Path], Get], where: str
) -> None:
    answer = open_site(poisoned)(where)
    page = tree(answer.text)
    assert answer.status_code == 200
    assert page.xpath(f"{RUNNING} | //img | //@onerror | //*[@style]") == []
    assert [url for url in page.xpath("//@href | //@src | //@action") if "javascript" in url] == []
    assert "49" not in text(page.xpath("//h1")[0])
    assert "&lt;script&gt;alert(1)" in answer.text


def test_suggestions_of_hostile_texts_are_data(poisoned: Path, open_site: Callable[[Path], Get]) -> None:
    answer = open_site(poisoned)("/vorschlaege.json?q=Gift")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [each["adresse"][0] for each in answer.json()["vorschlaege"]] == ["/"] * len(answer.json()["vorschlaege"])
    assert any("<script>" in each["text"] for each in answer.json()["vorschlaege"])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    typed=st.text(max_size=60), name=st.sampled_from(["q", "kommune", "gremium", "jahr", "von", "seite", "sortierung"])
)
def test_whatever_is_typed_is_answered(get_texts: Get, typed: str, name: str) -> None:
    value = quote(typed, safe="", errors="surrogatepass")
    question = f"q={value}" if name == "q" else f"q=Furt&{name}={value}"
    for path in ("/suche", "/vorschlaege.json"):
        assert get_texts(f"{path}?{question}").status_code == 200
    assert get_texts(f"/suche.json?{question}").status_code in {200, 400}


def test_a_search_that_takes_too_long_is_a_german_page(get_texts: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    monkeypatch.setattr(suche_page, "LONGEST_MS", 50)
    monkeypatch.setattr(index, "suche", lambda connection, *_: connection.execute(endless).fetchall())
    start = time.monotonic()
    answer = get_texts("/suche?q=Furt")
    assert time.monotonic() - start < 5
    assert answer.status_code == 503
    assert "Diese Suche dauert zu lange" in answer.text
    assert get_texts("/suche.json?q=Furt").json()["status"] == 503


def test_a_search_sees_one_moment_and_leaves_none_behind(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    get = open_site(path)
    assert found(tree(get("/suche?q=Talstraße").text)) == [f"/vorlagen/{K}-400"]
    with texts.changing(path) as connection:
        connection.execute("update vorlagen set betreff = 'Umbenennung der Talstraße' where id = ?", (f"{K}-200",))
    assert set(found(tree(get("/suche?q=Talstraße").text))) == {f"/vorlagen/{K}-200", f"/vorlagen/{K}-400"}


def test_searches_stay_out_of_search_engines_and_load_nothing_from_elsewhere(get_texts: Get) -> None:
    for path in ("/suche?q=Furt", "/suche.json?q=Furt", "/vorschlaege.json?q=Fu"):
        answer = get_texts(path)
        assert answer.headers["x-robots-tag"] == "noindex"
        assert answer.headers["content-security-policy"] == STRICT
    page = tree(get_texts("/suche?q=Furt").text)
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert [url for url in page.xpath(LOADED) if not url.startswith(("/-/static-plugins/", "data:,"))] == []
    assert "Disallow: /suche\n" in get_texts("/robots.txt").text


def test_every_field_has_a_label_and_headings_follow_each_other(page_texts: Page) -> None:
    for path in ("/suche?q=Furt", "/suche", "/", f"/vorlagen/{K}-100"):
        page = page_texts(path)
        labelled = set(page.xpath("//label/@for"))
        assert {each.get("id") for each in page.xpath("//input[not(@type='hidden')]")} <= labelled
        assert len(page.xpath("//h1")) == 1
        assert len(page.xpath("//*[@role='search'][not(@aria-label or @aria-labelledby)]")) == 1
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))


@settings(max_examples=50, deadline=None)
@given(
    words=st.text(max_size=30),
    values=st.lists(st.text(min_size=1, max_size=8), max_size=3, unique=True),
    page=st.integers(1, suche_page.LAST_PAGE),
    order=st.sampled_from(list(suche_page.SORTIERUNGEN)),
    day=st.dates(),
)
def test_an_address_asks_the_question_that_made_it(
    words: str, values: list[str], page: int, order: Any, day: date
) -> None:
    class Args(dict[str, list[str]]):
        def get(self, name: str, default: Any = None) -> Any:
            return dict.get(self, name, [default])[0]

        def getlist(self, name: str) -> list[str]:
            return dict.get(self, name, [])

    chosen = {"art": tuple(values)} if values else {}
    question = Anfrage(text=" ".join(words.split()), filter=chosen, von=day, bis=day, sortierung=order, seite=page)
    query = urlsplit(suche_page.adresse(question)).query
    assert suche_page.gefragt(Args(parse_qs(query, keep_blank_values=True))) == (question, ())


def test_an_operators_own_synonyms_count(with_texts: Path, tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    own = shutil.copytree(with_texts.parent, tmp_path / "data") / with_texts.name
    assert not found(tree(open_site(own)("/suche?q=Drahtesel").text))
    own.with_name("synonyme.toml").write_text('gleich = [["Drahtesel", "Radbrücke"]]', encoding="utf-8")
    assert found(tree(open_site(own)("/suche?q=Drahtesel").text))[0] == f"/vorlagen/{K}-100"


def test_a_broken_list_of_synonyms_is_told_at_the_start(with_texts: Path, tmp_path: Path) -> None:
    own = shutil.copytree(with_texts.parent, tmp_path / "data") / with_texts.name
    own.with_name("synonyme.toml").write_text("gleich = [", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"synonyme\.toml"):
        site(own)


def test_a_database_of_an_older_program_is_told_at_the_start(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "alt.db")) as connection:
        connection.execute("create table vorlagen (id)")
    with pytest.raises(WrongUse, match="ratsarchiv text"):
        site(tmp_path / "alt.db")

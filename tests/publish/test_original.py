"""Old official addresses lead to our pages, and to nobody else's."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from ratsarchiv.publish import original
from ratsarchiv.publish.site import site
from ratsarchiv.store import Store

from . import council, texts
from .reading import links, text, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BI = council.BI
K = council.K
HOST = BI.partition("://")[2]

TOML = """\
name = "Stadt Buchenried"

[[quellen]]
system = "allris3"
url = "http://alt.buchenried.example/bi/"
bis = 2024-01-01

[[quellen]]
system = "allris3"
url = "https://rat.buchenried.example/bi/"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two councils with the same system; of one the address before the move is known."""
    data = tmp_path_factory.mktemp("adressen")
    council.build(data / "ratsarchiv.db")
    with Store(data / "ratsarchiv.db") as store:
        store.kommune(id="nebenan", name="Gemeinde Nebenan", system="allris3", adresse="https://nebenan.example/bi/")
        lauf = store.begin_run("nebenan", "crawl", council.SEEN)
        store.end_run(lauf, council.SEEN, anfragen=0, ergebnis="fertig")
    (data / "kommunen").mkdir()
    (data / "kommunen" / f"{K}.toml").write_text(TOML, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def ask(folder: Path) -> Callable[[str], Any]:
    datasette = site(folder / "ratsarchiv.db")
    return lambda address: asyncio.run(datasette.client.get(f"/original?url={address}", follow_redirects=False))


@pytest.mark.parametrize(
    "address",
    [
        f"{BI}vo020.asp?VOLFDNR=100",
        f"{BI}vo020.asp?VOLFDNR=100&options=4",
        f"{BI}vo020.asp?options=4&VOLFDNR=100#allrisSV",
        f"http://{HOST}vo020.asp?VOLFDNR=100",
        f"HTTPS://{HOST.upper()}VO020.ASP?volfdnr=100",
        f"{BI}vo020.asp?sid=0123456789abcdef&VOLFDNR=100",
        f"{HOST}vo020.asp?VOLFDNR=100",
        "http://alt.buchenried.example/bi/vo020.asp?VOLFDNR=100",
        "/bi/vo020.asp?VOLFDNR=100",
        "vo020.asp?VOLFDNR=100",
        "  vo020.asp?VOLFDNR=100 ",
    ],
)
def test_every_spelling_of_a_vorlage_leads_to_it(ask: Callable[[str], Any], address: str) -> None:
    for written in (quote(address, safe=""), address.replace("#", "%23").replace(" ", "%20")):
        answer = ask(written)
        assert (answer.status_code, answer.headers.get("location")) == (302, f"/vorlagen/{K}-100")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("to010.asp?SILFDNR=503", f"/sitzungen/{K}-503"),
        ("to020.asp?TOLFDNR=9001", f"/sitzungen/{K}-503#top-{K}-9001"),
        ("to020.asp?TOLFDNR=9002", f"/sitzungen/{K}-503#top-{K}-9002"),
        ("au020.asp?AULFDNR=1", f"/gremien/{K}-au1"),
        ("do027.asp?DOLFDNR=1", f"/vorlagen/{K}-100"),
        ("si010_e.asp?MM=3&YY=2026", f"/kalender?monat=2026-03&kommune={K}"),
    ],
)
def test_other_pages_lead_to_what_they_are_about(ask: Callable[[str], Any], address: str, place: str) -> None:
    assert ask(quote(BI + address, safe="")).headers.get("location") == place


@pytest.mark.parametrize(
    "address",
    [
        f"{BI}vo020.asp?VOLFDNR=99999",
        "https://boese.example/bi/vo020.asp?VOLFDNR=100",
        "https://rat.buchenried.example.boese.example/bi/vo020.asp?VOLFDNR=100",
        "https://boese.example/?https://rat.buchenried.example/bi/vo020.asp?VOLFDNR=100",
        "//boese.example/",
        "https://rat.buchenried.example@boese.example/bi/vo020.asp?VOLFDNR=100",
        "javascript:alert(1)?VOLFDNR=100",
        "http://[::1",
        "https://rat.buchenried.example/bi/vo020.asp?VOLFDNR=100%00",
        "\\\\boese.example\\",
        "<script>alert(1)</script>?x=1",
        f"{BI}vo0050.php?__kvonr=100",
        "a" * 5000 + "?b",
    ],
)
def test_what_is_not_known_leads_nowhere_and_is_no_link_to_strangers(ask: Callable[[str], Any], address: str) -> None:
    answer = ask(quote(address, safe=""))
    assert answer.status_code == 404
    page = tree(answer.text)
    assert text(page.xpath("//h1")[0]) == "Diese Adresse kennt das Archiv nicht"
    foreign = [each for each in page.xpath("//main//a/@href") if each.startswith(("http", "//", "javascript"))]
    assert all(each.startswith(BI) for each in foreign)
    assert "<script>alert" not in answer.text


def test_an_address_without_a_page_of_ours_shows_its_captures(ask: Callable[[str], Any], folder: Path) -> None:
    with Store(folder / "ratsarchiv.db") as store:
        lauf = store.begin_run(K, "crawl", council.SEEN)
        council.save(store, lauf, [council.vorlage(777, url=f"{BI}legende.asp")], council.SEEN)
        store.end_run(lauf, council.SEEN, anfragen=1, ergebnis="fertig")
    with texts.changing(folder / "ratsarchiv.db") as connection:
        connection.execute("delete from adressen where url like '%legende%'")
    answer = ask(quote(f"{BI}legende.asp", safe=""))
    assert answer.status_code == 404
    found = links(tree(answer.text))
    assert found["Beim Ratsinformationssystem selbst ansehen"] == f"{BI}legende.asp"
    assert [each for each in found.values() if each.startswith("/abrufe/")]


def test_where_several_councils_have_it_the_reader_chooses(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "ratsarchiv.db"
    council.build(path)
    with Store(path) as store:
        store.kommune(id="nebenan", name="Gemeinde Nebenan", system="allris3", adresse="https://nebenan.example/bi/")
        store.kommune(id=K, name="Stadt Buchenried", system="allris3", adresse=BI)
    with texts.changing(path) as connection:
        row = "'nebenan-100', 'nebenan', 'Feldweg', '2026', '2026'"
        connection.execute(
            f"insert into vorlagen (id, kommune, betreff, zuerst_gesehen, zuletzt_gesehen) values ({row})"
        )
    datasette = site(path)
    answer = asyncio.run(datasette.client.get("/original?url=/bi/vo020.asp?VOLFDNR=100"))
    assert answer.status_code == 200
    found = links(tree(answer.text))
    assert (found["Stadt Buchenried"], found["Gemeinde Nebenan"]) == (f"/vorlagen/{K}-100", "/vorlagen/nebenan-100")


def test_without_an_address_there_is_a_form(ask: Callable[[str], Any]) -> None:
    answer = ask("")
    assert answer.status_code == 200
    assert tree(answer.text).xpath("//form[@action='/original']//input[@name='url']")
    assert answer.headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("vo020.asp?VOLFDNR=100", f"/vorlagen/{K}-100"),
        (f"{HOST}to010.asp?SILFDNR=503", f"/sitzungen/{K}-503"),
        ("https://boese.example/", "/original?url=https%3A%2F%2Fboese.example%2F"),
        ("Radbrücke", None),
        ("2025/0417", None),
        ("Was kostet die Brücke?", None),
        ("Haus/Hof", None),
        ("", None),
    ],
)
def test_the_search_box_knows_an_address_when_it_sees_one(folder: Path, said: str, place: str | None) -> None:
    datasette = site(folder / "ratsarchiv.db")

    async def asked() -> str | None:
        await datasette.invoke_startup()
        return await original.ziel(datasette.get_database("ratsarchiv"), said)

    assert asyncio.run(asked()) == place


def test_no_look_up_reads_a_whole_table(folder: Path) -> None:
    asked: list[str] = []
    with closing(sqlite3.connect(folder / "ratsarchiv.db")) as connection:
        connection.row_factory = sqlite3.Row
        connection.set_trace_callback(asked.append)
        original.finden(connection, folder, f"{BI}vo020.asp?VOLFDNR=4711")
        connection.set_trace_callback(None)
        plans = [row["detail"] for sql in asked for row in connection.execute(f"explain query plan {sql}")]
    assert len(plans) > 6
    scans = {plan for plan in plans if plan.startswith("SCAN") and "json_each" not in plan}
    assert scans <= {"SCAN kommunen"}

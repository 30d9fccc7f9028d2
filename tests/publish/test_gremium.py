"""The pages of Gremien and of the people in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ratsarchiv.model import Gremium, Mitgliedschaft, Person, Record

from . import council, meetings
from .reading import links, text, texts, tree

K, BI, RAT = council.K, council.BI, meetings.RAT.id
BRIDGE = " ".join(council.BETREFF.split())
SCRIPT = "\"'><script>alert(1)</script>"


def person(number: int, name: str, **fields: Any) -> Person:
    return Person(id=f"{K}-{number}", kommune=K, url=f"{BI}kp020.asp?KPLFDNR={number}", name=name, **fields)


def seat(number: int, of: str | None, gremium: str, **fields: Any) -> Mitgliedschaft:
    url = f"{BI}pa020.asp?PALFDNR=1"
    return Mitgliedschaft(id=f"{gremium}-{number}", kommune=K, url=url, person=of, gremium=gremium, **fields)


def council_of(gremium: str) -> list[list[Record]]:
    """A council with members present and past, and Vorlagen before and behind it."""

    def step(vorlage: int, day: date | None, **fields: Any) -> Record:
        return replace(council.beratung(f"{K}-{vorlage}", 1, "Stadtrat", day, **fields), gremium=gremium)

    agenda = {"sitzung": meetings.S, "tagesordnungspunkt": f"{K}-9101"}
    return [
        *meetings.meetings(),
        [meetings.meeting(650, date(2026, 3, 25), name="Sitzung im März")],
        [person(70, "Ada Ürün", fraktion="Fraktion A"), person(71, SCRIPT), person(72, "Cem Weg")],
        [
            meetings.RAT,
            seat(70, f"{K}-70", gremium, rolle="Vorsitz", von=date(2021, 11, 1)),
            seat(71, f"{K}-71", gremium, rolle=SCRIPT, zusatz=SCRIPT),
            seat(72, f"{K}-72", gremium, rolle="Ratsmitglied", von=date(2014, 6, 1), bis=date(2020, 10, 31)),
            seat(73, None, gremium, rolle="beratend"),
        ],
        [council.vorlage(701, nummer="2026/0701", betreff="Kommt noch"), step(701, date(2026, 3, 25), status="Geplant")],
        [council.vorlage(702, nummer="2026/0702", betreff="Ohne Tag"), step(702, None, status="Bereit", rolle="Anhörung")],
        [council.vorlage(703, nummer="2026/0703", betreff="Beraten"), step(703, date(2026, 2, 11), status="Bereit")],
        [council.vorlage(704, nummer="2025/0704", betreff="Beschlossen"),
         step(704, date(2026, 2, 11), status="Erledigt", beschluss="vertagt", beschlussart="vertagt", **agenda)],
        [council.vorlage(705, betreff="Längst vergessen"), step(705, date(2019, 2, 11), status="Bereit")],
        [council.vorlage(706, betreff="Zurückgezogen"), step(706, date(2026, 3, 25), status="Geplant")],
        [Gremium(id=f"{K}-au9", kommune=K, url="javascript:alert(1)", name=SCRIPT, art=SCRIPT),
         Gremium(id=f"{K}-au8", kommune=K, url=f"{BI}au020.asp?AULFDNR=8", name="Alter Ausschuss", art="Ausschuss",
                 bis=date(2020, 10, 31))],
    ]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = council.build(tmp_path_factory.mktemp("gremium") / "ratsarchiv.db", council_of(RAT))
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("update vorlagen set verschwunden_seit = '2026-03-01' where id = ?", [f"{K}-706"])
    return database


@pytest.fixture
def get(open_site: Callable[[Path], Any], path: Path) -> Any:
    return open_site(path)


@pytest.fixture
def page(get: Any) -> Any:
    return tree(get(f"/gremien/{RAT}").text)


def section(page: Any, heading: str) -> Any:
    (found,) = page.xpath(f"//section[h2='{heading}']")
    return found


def test_it_begins_with_what_comes(page: Any) -> None:
    assert texts(page, "//h1 | //section/h2") == [
        "Stadtrat", "Nächste Sitzungen", "Was noch aussteht", "Zuletzt entschieden", "Letzte Sitzungen", "Mitglieder",
    ]  # fmt: skip
    assert texts(section(page, "Nächste Sitzungen"), ".//li") == ["Mittwoch, 25. März 2026, 17:30 Uhr Sitzung im März"]
    assert texts(section(page, "Letzte Sitzungen"), ".//li/a") == [
        "Sitzung danach", "Sitzung des Stadtrates", "Sitzung im Januar",
    ]  # fmt: skip


def test_what_is_pending_is_sorted_by_what_is_known_of_when(page: Any) -> None:
    pending = section(page, "Was noch aussteht")
    assert texts(pending, ".//h3 | .//li/a[1]") == [
        "Kommt noch", BRIDGE, "Noch ohne Termin", "Ohne Tag", "Beraten, Ergebnis nicht bekannt", "Beraten",
    ]  # fmt: skip
    assert links(pending)["Kommt noch"] == f"/vorlagen/{K}-701"
    assert "Zurückgezogen" not in text(page)
    assert "Längst vergessen" not in text(page)


def test_what_was_decided_leads_to_the_vorlage_and_the_agenda(page: Any) -> None:
    assert texts(section(page, "Zuletzt entschieden"), ".//li/a") == [BRIDGE, "Beschlossen", "Antrag: Furt sperren"]
    decided = section(page, "Zuletzt entschieden").xpath(".//li")[1]
    assert texts(decided, ".//span[@class='ergebnis warten']") == ["vertagt"]
    assert decided.xpath(".//a/@href") == [f"/vorlagen/{K}-704", f"/sitzungen/{meetings.S}#top-{K}-9101"]


def test_members_stand_in_a_table_and_former_ones_are_folded(page: Any) -> None:
    now, before = section(page, "Mitglieder").xpath(".//table")
    assert texts(now, "caption | thead//th") == ["Mitglieder", "Name", "Funktion", "Fraktion", "Zeitraum"]
    assert [len(each.xpath("tbody/tr")) for each in (now, before)] == [3, 1]
    assert texts(now, "tbody/tr[1]/*") == ["Ada Ürün", "Vorsitz", "Fraktion A", "seit 01.11.2021"]
    assert texts(now, "tbody/tr[3]/*") == ["ohne Namen", "beratend", "", ""]
    assert links(now)["Ada Ürün"] == f"/personen/{K}-70"
    assert texts(before, "tbody/tr/*") == ["Cem Weg", "Ratsmitglied", "", "01.06.2014 – 31.10.2020"]
    assert [each.tag for each in before.iterancestors() if each.tag == "details"] == ["details"]


def test_it_can_be_subscribed_to(get: Any, page: Any) -> None:
    ways = links(page)
    assert ways["Sitzungen als Kalender (.ics)"] == f"/gremien/{RAT}.ics"
    answer = get(ways["Sitzungen und Beratungen als Feed (Atom)"])
    assert answer.headers["content-type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(answer.text)
    titles = [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
    assert "Sitzung im März am Mittwoch, 25. März 2026" in titles
    assert "Abgesagt: Sitzung danach am Mittwoch, 18. Februar 2026" in titles
    assert "2025/0704 – Beschlossen" in titles
    assert not any("Zurückgezogen" in title for title in titles if title)
    ids = [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")]
    assert len(set(ids)) == len(ids)
    assert get("/gremien/gibtsnicht.atom").status_code == 404


def test_a_gremium_that_vanished_no_longer_names_its_members(
    open_site: Callable[[Path], Any], path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "ratsarchiv.db"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("update gremien set verschwunden_seit = '2026-03-01' where id = ?", [RAT])
    get = open_site(copy)
    gone = tree(get(f"/gremien/{RAT}").text)
    assert "Nicht mehr öffentlich." in text(gone)
    assert "Ada Ürün" not in text(gone)
    assert "Stadtrat" not in text(tree(get("/gremien").text).xpath("//main")[0])
    assert tree(get(f"/sitzungen/{meetings.S}").text).xpath("//h1")


def test_the_list_is_grouped_by_art_and_folds_what_has_ended(get: Any) -> None:
    page = tree(get("/gremien").text)
    assert texts(page, "//main//h2") == ["Rat", "Ausschüsse", SCRIPT]
    assert links(page)["Stadtrat"] == f"/gremien/{RAT}"
    assert texts(page, "//section[h2='Ausschüsse']//li") == ["Bau- und Verkehrsausschuss"]
    (folded,) = page.xpath("//main//details")
    assert text(folded) == "Gremien, die es nicht mehr gibt (1) Alter Ausschuss bis Samstag, 31. Oktober 2020"
    assert get("/gremien?kommune=nirgendwo").status_code == 404


def test_a_person_s_page_has_mandates_and_no_more(get: Any) -> None:
    answer = get(f"/personen/{K}-70")
    assert answer.headers["x-robots-tag"] == "noindex"
    page = tree(answer.text)
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert texts(page, "//h1") == ["Ada Ürün"]
    assert texts(page, "//table//tbody/tr/*") == ["Stadtrat", "Vorsitz", "seit 01.11.2021"]
    assert links(page)["Stadtrat"] == f"/gremien/{RAT}"
    assert [url for url in page.xpath("//main//@href") if not url.startswith(("/gremien/", BI))] == []
    assert "Warum hier so wenig steht" in text(page)
    former = tree(get(f"/personen/{K}-72").text)
    assert "Zurzeit ist kein Mandat bekannt." in text(former)
    assert texts(former, "//details//tbody//td") == ["Ratsmitglied", "01.06.2014 – 31.10.2020"]


def test_a_person_whom_the_council_no_longer_shows_is_not_named(
    open_site: Callable[[Path], Any], path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "ratsarchiv.db"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("update personen set verschwunden_seit = '2026-03-01' where id = ?", [f"{K}-70"])
    get = open_site(copy)
    assert "Ada" not in get(f"/personen/{K}-70").text
    assert "Ada" not in get(f"/gremien/{RAT}").text
    assert get("/personen/niemand").status_code == 404


@pytest.mark.parametrize("where", [f"/gremien/{RAT}", f"/gremien/{K}-au9", "/gremien", f"/personen/{K}-71"])
def test_hostile_names_stay_text_and_addresses_that_run_are_refused(get: Any, where: str) -> None:
    answer = get(where)
    page = tree(answer.text)
    assert "&lt;script&gt;alert(1)" in answer.text
    assert page.xpath("//script[not(@src)]") == []
    assert [url for url in page.xpath("//@href") if "javascript" in url] == []

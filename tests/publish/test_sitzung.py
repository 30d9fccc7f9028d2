"""The page of a Sitzung."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.model import Dokument, Record
from ratsarchiv.publish import tagesordnung

from . import council, meetings
from .reading import facts, links, text, texts, tree

K, BI, S = council.K, council.BI, meetings.S


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    around: list[Record] = [meetings.meeting(607, date(2026, 1, 7)), meetings.meeting(613, date(2026, 2, 26))]
    pages = [*meetings.meetings(), *([each] for each in around)]
    return council.build(tmp_path_factory.mktemp("sitzung") / "ratsarchiv.db", pages)


@pytest.fixture
def page(open_site: Callable[[Path], Any], path: Path) -> Any:
    return tree(open_site(path)(f"/sitzungen/{S}").text)


def top(page: Any, number: int) -> Any:
    return page.xpath(f"//li[@id='top-{K}-{number}']")[0]


def test_it_says_when_and_where_and_of_whom(page: Any) -> None:
    assert texts(page, "//h1") == ["Sitzung des Stadtrates"]
    assert page.findtext(".//title").startswith("Sitzung des Stadtrates am Mittwoch, 11. Februar 2026")
    said = facts(page)
    assert said["Termin"] == "Mittwoch, 11. Februar 2026, 17:30 bis 20:15 Uhr"
    assert said["Raum"] == "Ratssaal"
    assert links(page)["Stadtrat"] == f"/gremien/{meetings.RAT.id}"
    assert links(page)["Termin übernehmen (.ics)"] == f"/sitzungen/{S}.ics"
    assert links(page)["Archivkopie"].startswith("/abrufe/")
    assert page.xpath("//dd/a[@class='adresse']/@href") == [f"{BI}to010.asp?SILFDNR=610"]


def test_the_agenda_has_a_public_part_and_one_of_which_only_numbers_show(page: Any) -> None:
    public, secret = page.xpath("//section[@class='teil']")
    assert texts(public, "h3") == ["Öffentlicher Teil"]
    assert len(public.xpath("ol/li")) == 4
    assert texts(secret, "h3 | ol/li") == ["Nichtöffentlicher Teil", "N 1 nichtöffentlich"]
    assert "Lohme 7" not in text(page)
    assert "verkauft" not in text(page)


def test_where_nothing_says_what_is_public_neither_do_we(open_site: Callable[[Path], Any], tmp_path: Path) -> None:
    unsaid = council.punkt(9200, f"{K}-660", 1, betreff="Haushalt", oeffentlich=None)
    get = open_site(council.build(tmp_path / "r.db", [[meetings.meeting(660, council.TODAY), unsaid]]))
    (part,) = tree(get(f"/sitzungen/{K}-660").text).xpath("//section[@class='teil']")
    assert texts(part, "h3 | .//strong") == ["Tagesordnungspunkte", "Haushalt"]


def test_a_point_leads_to_its_vorlage_and_tells_what_came_of_it(page: Any) -> None:
    bridge = top(page, 9101)
    assert links(bridge)["2025/0417: Radbrücke"] == f"/vorlagen/{K}-100"
    assert texts(bridge, ".//span[@class='ergebnis nein']") == ["abgelehnt"]
    assert "abgelehnt · 7 Ja, 12 Nein, 1 Enthaltung" in text(bridge)
    assert texts(bridge, ".//span[@class='marke-geplant']") == ["Nachtrag"]


def test_the_files_of_a_point_s_vorlage_are_at_hand(page: Any) -> None:
    papers = top(page, 9101).xpath("details[1]")[0]
    assert texts(papers, "summary | ul/li") == [
        "2 Dokumente der Vorlage 2025/0417", "Anlage 1: Lageplan 460,8 KB", "Vorlage",
    ]  # fmt: skip
    assert links(papers)["Anlage 1: Lageplan"] == f"{BI}do027.asp?DOLFDNR=1"


def test_an_auszug_is_folded_and_keeps_its_markup(page: Any) -> None:
    (_, details) = top(page, 9101).xpath("details")
    assert details.get("open") is None
    assert texts(details, ".//h4 | .//h5 | .//p")[:3] == ["Protokoll", "Aussprache", "Zwei Wortmeldungen."]
    assert "wird nicht gebraucht" not in text(page)
    assert texts(top(page, 9102), ".//h4") == ["Protokoll", "Abstimmung"]


def test_votes_that_are_not_all_counted_are_quoted(page: Any) -> None:
    assert "einstimmig bei zwei Enthaltungen" in text(top(page, 9102))
    assert "Ja," not in text(top(page, 9102))


def test_a_vorlage_known_by_number_alone_is_found_or_named(page: Any) -> None:
    assert links(top(page, 9102))["2024/0090: Furt"] == f"/vorlagen/{K}-200"
    assert "Vorlage 1999/0001 noch nicht im Archiv" in text(top(page, 9103))


def test_minutes_are_found_from_both_sitzungen(page: Any, open_site: Callable[[Path], Any], path: Path) -> None:
    assert links(top(page, 9100))["Sitzung am Mittwoch, 28. Januar 2026"] == f"/sitzungen/{K}-609"
    january = tree(open_site(path)(f"/sitzungen/{K}-609").text)
    assert facts(january)["Niederschrift"] == "genehmigt in der Sitzung am Mittwoch, 11. Februar 2026, Punkt Ö 1"
    assert links(january)["Sitzung am Mittwoch, 11. Februar 2026"] == f"/sitzungen/{S}#top-{K}-9100"
    assert texts(january, "//ul[contains(@class, 'unterlagen')]//span[@class='titel']") == ["Niederschrift Januar"]


def test_its_papers_stand_with_size_and_original(page: Any) -> None:
    (paper,) = page.xpath("//section[h2='Unterlagen']//li")
    assert text(paper).startswith("Einladung 12,5 KB Original")
    assert paper.xpath(".//a/@href") == [f"{BI}do027.asp?DOLFDNR=1"]


def test_the_sitzungen_before_and_after_are_a_step_away(page: Any) -> None:
    after, before = texts(page, "//nav[@aria-labelledby='nachbarn']//li")
    assert after == "Danach: Mittwoch, 18. Februar 2026 Sitzung danach abgesagt"
    assert before == "Davor: Mittwoch, 28. Januar 2026 Sitzung im Januar"


def test_headings_never_skip_a_rank(page: Any) -> None:
    ranks = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert ranks[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(ranks))


def test_the_way_from_the_vorlage_to_the_agenda_and_back(open_site: Callable[[Path], Any], path: Path) -> None:
    get = open_site(path)
    steps = [url for url in tree(get(f"/vorlagen/{K}-100").text).xpath("//@href") if url.startswith("/sitzungen/")]
    assert f"/sitzungen/{S}#top-{K}-9101" in steps


def test_a_cancelled_sitzung_says_so(open_site: Callable[[Path], Any], path: Path) -> None:
    cancelled = tree(open_site(path)(f"/sitzungen/{K}-611").text)
    assert texts(cancelled, "//p[@role='note']/strong") == ["Abgesagt."]
    assert "Eine Tagesordnung ist bisher nicht bekannt." in text(cancelled)


def test_a_vanished_sitzung_keeps_its_day_and_nothing_else(
    open_site: Callable[[Path], Any], path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "ratsarchiv.db"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("update sitzungen set verschwunden_seit = '2026-03-01' where id = ?", [S])
    get = open_site(copy)
    gone = tree(get(f"/sitzungen/{S}").text)
    assert "Die Kommune zeigt diese Sitzung seit Sonntag, 1. März 2026 nicht mehr." in text(gone)
    assert facts(gone)["Termin"].startswith("Mittwoch, 11. Februar 2026")
    assert gone.xpath("//ol | //details") == []
    assert get(f"/sitzungen/{S}.ics").status_code == 404
    assert S not in get("/kalender?monat=2026-02").text


def test_an_unknown_sitzung_is_a_german_404(open_site: Callable[[Path], Any], path: Path) -> None:
    answer = open_site(path)("/sitzungen/gibtsnicht")
    assert answer.status_code == 404
    assert "Eine Sitzung mit dieser Kennung ist im Archiv nicht bekannt." in answer.text


def test_a_sitzung_known_only_from_elsewhere_says_so(
    open_site: Callable[[Path], Any], path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "ratsarchiv.db"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("update sitzungen set abruf = null, gremium = null where id = ?", [f"{K}-611"])
    page = tree(open_site(copy)(f"/sitzungen/{K}-611").text)
    assert "Noch nicht gelesen." in texts(page, "//p[@role='note']/strong")
    assert page.xpath("//nav[@aria-labelledby='nachbarn']") == []


SCRIPT = "\"'></title><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\u202e"


def endless() -> list[list[Record]]:
    """A Sitzung of 3,000 items whose texts are hostile, and whose first is a word without end."""
    s = f"{K}-690"
    words = {
        "betreff": SCRIPT,
        "nummer": "Ö 1\"onmouseover='x'",
        "vorlage_nummer": SCRIPT,
        "beschluss": SCRIPT,
        "zusatz": SCRIPT,
    }
    items = [council.punkt(20_000 + i, s, i, **words) for i in range(2, 3_001)]
    sitzung = council.sitzung(690, SCRIPT, council.TODAY, name=SCRIPT, raum=SCRIPT, ort=SCRIPT, url="javascript:alert(1)",
                              zusatz=SCRIPT, anlass=SCRIPT, status=SCRIPT)  # fmt: skip
    paper = Dokument(id=f"{K}-dox", kommune=K, url="javascript:alert(1)", sitzung=s, position=1, titel=SCRIPT, art="x")
    extract = meetings.auszug(20_001, protokoll=SCRIPT, beschlusstext=SCRIPT, abstimmung=SCRIPT)
    return [[sitzung, council.punkt(20_001, s, 1, betreff="ä" * 200_000), extract, paper, *items]]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return council.build(tmp_path_factory.mktemp("endlos") / "ratsarchiv.db", endless())


def test_three_thousand_hostile_items_do_no_harm(open_site: Callable[[Path], Any], hostile: Path) -> None:
    get = open_site(hostile)
    page = tree(get(f"/sitzungen/{K}-690").text)
    assert len(page.xpath("//li[starts-with(@id, 'top-')]")) == 3_000
    assert page.xpath("//script[not(@src)] | //img | //@onerror | //@onmouseover") == []
    assert [url for url in page.xpath("//@href") if "javascript" in url] == []
    assert texts(page, "//h1")[0].startswith("\"'></title><script>")


def test_an_agenda_asks_the_same_few_queries_however_long_it_is(
    path: Path, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(database: Path, sitzung: str) -> int:
        with closing(sqlite3.connect(database)) as connection:
            connection.row_factory = sqlite3.Row
            queries: list[str] = []
            connection.set_trace_callback(queries.append)
            tagesordnung.lesen(connection, sitzung)
            return len(queries)

    assert asked(path, S) == asked(hostile, f"{K}-690") == 4


def test_an_agenda_that_is_too_long_ends_and_says_so(
    open_site: Callable[[Path], Any], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagesordnung, "MOST", 2)
    page = tree(open_site(path)(f"/sitzungen/{S}").text)
    assert len(page.xpath("//li[starts-with(@id, 'top-')]")) == 2
    assert "Diese Tagesordnung ist zu lang für eine Seite." in text(page)
    monkeypatch.setattr(tagesordnung, "MOST", 99)
    monkeypatch.setattr(tagesordnung, "LONGEST", 10)
    page = tree(open_site(path)(f"/sitzungen/{S}").text)
    assert "Zwei Wortmeldungen." not in text(page)
    assert "Diese Tagesordnung ist zu lang für eine Seite." in text(page)

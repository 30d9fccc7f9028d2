"""Musterstadt as ALLRIS 4: the pages say what is true, and sessions, page versions and refusals behave as Wicket's do."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag

from ratsarchiv.demo import World, musterstadt
from ratsarchiv.demo.allris4 import System
from ratsarchiv.demo.allris4.besuch import MEISTENS
from ratsarchiv.demo.antwort import Antwort
from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.world import Zugang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.demo.world import Beratung, Sitzung, Top, Vorlage

STICHTAG = date(2026, 11, 22)
AJAX = {"wicket-ajax": "true"}


class Visitor:
    """Somebody with a cookie jar."""

    def __init__(self, system: System, language: str = "de-DE,de;q=0.9") -> None:
        self.system = system
        self.headers = {"accept-language": language} if language else {}

    def get(self, address: str, **headers: str) -> Antwort:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.system.antwort(f"/public/{address.removeprefix('./')}", self.headers | more)
        if "Set-Cookie" in answer.kopf:
            self.headers["cookie"] = answer.kopf["Set-Cookie"].split(";")[0]
        return answer

    def page(self, address: str) -> BeautifulSoup:
        answer = self.get(address)
        assert answer.status == 200
        return BeautifulSoup(answer.body, "lxml")

    def ajax(self, address: str) -> BeautifulSoup:
        """What fills the shell at this address, or the answer of a listener."""
        answer = self.get(address, wicket_ajax="true")
        assert (answer.status, answer.mime) == (200, "text/xml;charset=UTF-8")
        return BeautifulSoup(answer.body.decode().split("<![CDATA[")[1].split("]]></component>")[0], "lxml")

    def filled(self, address: str) -> BeautifulSoup:
        return self.ajax(timer(self.get(address)))


def timer(answer: Antwort) -> str:
    """The address that a shell's script asks for."""
    found = re.search(r'Wicket\.Timer.{1,80}"u":"\./([^"]+)"', answer.body.decode())
    assert found
    return unescape(found[1])


def one(scope: Tag, selector: str) -> Tag:
    found = scope.select(selector)
    assert len(found) == 1, selector
    return found[0]


def text(scope: Tag, selector: str) -> str:
    return " ".join(one(scope, selector).get_text().split())


def value(scope: Tag, selector: str) -> str | None:
    return text(scope, selector) if scope.select(selector) else None


def target(scope: Tag | None) -> str | None:
    return str(scope["href"]) if scope and scope.get("href") else None


@pytest.fixture(scope="module")
def world() -> World:
    return musterstadt(stichtag=STICHTAG)


@pytest.fixture(scope="module")
def system(world: World) -> System:
    return System(world, "https://rat.example")


@pytest.fixture
def visitor(system: System) -> Visitor:
    return Visitor(system)


@pytest.fixture
def small() -> World:
    """A council that a test may change."""
    return musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12)


def meetings_of(world: World, vorlage: Vorlage) -> list[Beratung]:
    """The lines of a Beratungsfolge that have a date: of a non-public Gremium only the head is shown."""
    return [each for each in vorlage.beratungen if each.sitzung and not world.gremium[each.gremium].nichtoeffentlich]


class TestVorlage:
    def test_metadata(self, world: World, visitor: Visitor) -> None:
        for vorlage in world.oeffentliche_vorlagen[::5]:
            root = visitor.page(f"vo020?VOLFDNR={vorlage.id}&refresh=false")
            assert text(root, "h1.title") == f"{vorlage.art} - {vorlage.nummer}"
            assert one(root, "#vobetreff p").get_text("\n") == vorlage.betreff
            assert text(root, "#vostatus") == "öffentlich"
            assert text(root, "#voart") == vorlage.art
            assert text(root, "#vofamt") == vorlage.federfuehrend
            assert value(root, "#vobamt") == vorlage.beteiligt
            assert value(root, "#vosb") == vorlage.bearbeiter
            assert value(root, "#voverfasser1") == vorlage.verfasser
            assert value(root, "#voverfasser2") == vorlage.berichterstatter

    def test_the_frame_is_a_whole_document_of_the_vendor(self, world: World, visitor: Visitor) -> None:
        body = visitor.get(f"vo020?VOLFDNR={world.oeffentliche_vorlagen[0].id}").body.decode()
        assert '<meta name="description" content="ALLRIS net Version 4.1.7 (4170041) - 08.07.2026" />' in body
        assert "<title>ALLRIS - Vorlage</title>" in body
        assert 'hidden="" data-wicket-placeholder=""' in body
        assert body.startswith("<!DOCTYPE html>")
        assert body.endswith("</html>\n")
        assert body.count("</html>") == 1

    def test_beratungsfolge(self, world: World, visitor: Visitor) -> None:
        for vorlage in world.oeffentliche_vorlagen[::4]:
            rows = visitor.page(f"vo020?VOLFDNR={vorlage.id}").select("#bfTable tbody tr")
            heads = [row for row in rows if row.select_one(".wfcolorDesc")]
            meetings = [row for row in rows if row.select_one("td.date")]
            assert len(heads) == len({each.schritt for each in vorlage.beratungen})
            assert len(rows) == len(heads) + len(meetings)
            expected = meetings_of(world, vorlage)
            assert [text(row, "td.date") for row in meetings] == [
                f"{world.sitzung[each.sitzung or 0].datum:%d.%m.%Y}" for each in expected
            ]
            assert [" ".join(row.select("td")[3].get_text().split()) for row in meetings] == [
                each.beschluss or "" for each in expected
            ]

    def test_an_auszug_is_linked_only_where_there_is_one(self, world: World, visitor: Visitor) -> None:
        linked = 0
        for vorlage in world.oeffentliche_vorlagen[::9]:
            rows = visitor.page(f"vo020?VOLFDNR={vorlage.id}").select("#bfTable tr:has(td.date)")
            for row, beratung in zip(rows, meetings_of(world, vorlage), strict=True):
                top = world.top[beratung.top or 0][1]
                assert bool(row.select("td.toLink a.objAnchor")) is (top.auszug is not None)
                assert (target(row.select("td")[3].a) is not None) is (top.auszug is not None)
                linked += top.auszug is not None
        assert linked

    def test_a_non_public_gremium_has_a_head_alone(self, small: World) -> None:
        vorlage = next(each for each in small.oeffentliche_vorlagen if each.beratungen and each.beratungen[0].sitzung)
        gremium = small.gremium[vorlage.beratungen[0].gremium]
        gremium.nichtoeffentlich = True
        root = Visitor(System(small)).page(f"vo020?VOLFDNR={vorlage.id}")
        heads = [row for row in root.select("#bfTable tbody tr") if "(nicht-öffentlich)" in row.get_text()]
        assert {row.select("td")[2].get_text(strip=True) for row in heads} == {f"{gremium.name} (nicht-öffentlich)"}
        assert len(root.select("#bfTable td.date")) == len(meetings_of(small, vorlage))

    def test_texts_are_real_html_without_headings(self, world: World, visitor: Visitor) -> None:
        for vorlage in world.oeffentliche_vorlagen[::12]:
            answer = visitor.get(f"vo020?VOLFDNR={vorlage.id}")
            root = BeautifulSoup(answer.body, "lxml")
            parts = root.select("div.docPart")
            expected = [each for each in vorlage.teile if each.nummer]
            assert [part["id"] for part in parts] == [f"htm{each.nummer}" for each in expected]
            for part, teil in zip(parts, expected, strict=True):
                zeilen = [cell for absatz in teil.absaetze for zeile in absatz.zeilen for cell in zeile]
                assert [" ".join(each.split()) for each in part.stripped_strings] == [
                    " ".join(z.split()) for z in zeilen
                ]
                assert not part.select("h1, h2, h3, h4")
                heading = part.find_previous_sibling("h2")
                assert heading is not None
                assert (heading.get_text() == "") is (teil.absaetze[0].art == "h")
            assert b'readOnly">\r\n\t\t<div>\r\n\t\t\t<' in answer.body

    def test_dates_follow_the_language(self, world: World, system: System) -> None:
        vorlage = next(each for each in world.oeffentliche_vorlagen if each.beratungen and each.beratungen[0].sitzung)
        tag = world.sitzung[vorlage.beratungen[0].sitzung or 0].datum
        english = Visitor(system, "").page(f"vo020?VOLFDNR={vorlage.id}").select("td.date")[0].get_text(strip=True)
        german = Visitor(system).page(f"vo020?VOLFDNR={vorlage.id}").select("td.date")[0].get_text(strip=True)
        assert english == f"{tag.year} {tag.strftime('%b')} {tag.day}"
        assert german == f"{tag:%d.%m.%Y}"


Agenda = tuple["Sitzung", BeautifulSoup]


@pytest.fixture(scope="module")
def agendas(world: World, system: System) -> list[Agenda]:
    """Every second Sitzung beside its page, for tests that only look."""
    visitor = Visitor(system)
    return [
        (each, visitor.page(f"to010?SILFDNR={each.id}&refresh=false")) for each in world.oeffentliche_sitzungen[::2]
    ]


def items(agendas: list[Agenda]) -> Iterator[tuple[Tag, Top]]:
    """Every row of an item beside what is true."""
    for sitzung, root in agendas:
        yield from zip(root.select("#toTreeTable tbody tr[data-tt-id]"), sitzung.tops, strict=True)


class TestSitzung:
    def test_head(self, world: World, agendas: list[Agenda]) -> None:
        for sitzung, root in agendas:
            namen = ", ".join(world.gremium[each].name for each in sitzung.gremien)
            assert text(root, "h1.title") == f"{namen} - {sitzung.datum:%d.%m.%Y}"
            assert text(root, "#sibetreff") == sitzung.name
            assert text(root, "#sigremium") == namen
            wochentag = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")[sitzung.datum.weekday()]
            assert text(root, "#sidatum") == f"{wochentag}., {sitzung.datum:%d.%m.%Y}"
            zeit = " - ".join(filter(None, (sitzung.beginn, sitzung.ende)))
            assert (value(root, "#sizeit") or "") == zeit
            assert value(root, "#siraum") == sitzung.raum
            assert value(root, "#siort") == sitzung.ort
            pdfs = root.select("#dokumenteHeaderPanel a.doclink.pdf")
            assert [each.get_text() for each in pdfs] == [each.titel for each in sitzung.dokumente]

    def test_items(self, world: World, agendas: list[Agenda]) -> None:
        for row, top in items(agendas):
            sitzung = world.top[top.id][0]
            assert text(row, "td.tonr a") == top.nummer
            assert one(row, "td.tonr a")["id"] == f"link_{top.id}"
            assert text(row, "span.zusatzinfo") == (top.zusatz or "")
            assert text(row, "td.tobetreff a") == " ".join(f"{top.betreff}{top.zusatz or ''}".split())
            linked = target(row.select_one("td.tobetreff a"))
            assert linked == (f"./to020?TOLFDNR={top.id}&SILFDNR={sitzung.id}" if top.auszug else None)
            assert text(row, "td.tobanr") == (top.beschluss or "" if top.oeffentlich else "")

    def test_papers_minutes_and_other_meetings(self, world: World, agendas: list[Agenda]) -> None:
        for row, top in items(agendas):
            cell = one(row, "td.tovonr")
            if not top.oeffentlich:
                assert not cell.select("a")
            elif top.vorlage:
                assert one(cell, f"a#vo_{top.id}").get_text() == world.vorlage[top.vorlage].nummer
                assert target(cell.a) == f"./vo020?VOLFDNR={top.vorlage}&refresh=false&TOLFDNR={top.id}"
            elif top.bezug_sitzung:
                assert one(cell, f"a#to_{top.id}").get_text() == world.sitzung[top.bezug_sitzung].kennung
            else:
                assert target(cell.a) is None
            files = [re.search(r"doc(\d+)\.pdf", str(each["href"])) for each in row.select("td.toDoc a")]
            numbers = [int(each[1]) for each in files if each]
            assert numbers == ([top.niederschrift.nummer] if top.niederschrift else [])

    def test_non_public_items_stand_in_a_part_of_their_own(self, agendas: list[Agenda]) -> None:
        secret = 0
        for _, root in agendas:
            part = ""
            for row in root.select("#toTreeTable tbody tr"):
                if "beratung" in row["class"]:
                    part = row.get_text(strip=True)
                    continue
                is_secret = text(row, "td.tonr").startswith("N")
                assert part == ("Nichtöffentlicher Teil" if is_secret else "Öffentlicher Teil")
                secret += is_secret
        assert secret

    def test_the_tree_has_parents_and_no_doubles(self, agendas: list[Agenda]) -> None:
        for _, root in agendas:
            rows = root.select("#toTreeTable tr[data-tt-id]")
            ids = [row["data-tt-id"] for row in rows]
            assert len(ids) == len(set(ids))
            assert {row["data-tt-parent-id"] for row in rows if "data-tt-parent-id" in row.attrs} <= set(ids)
        first = agendas[0][1].select("#toTreeTable tbody tr")
        assert {("odd" if n % 2 else "even") in row["class"] for n, row in enumerate(first)} == {True}
        parents = {str(row["data-tt-id"]): row["class"][1:] for row, _ in items(agendas)}
        for row, _ in items(agendas):
            above = parents.get(str(row.get("data-tt-parent-id")), [])
            assert row["class"][1 : len(above) + 1] == above
            assert len(row["class"]) == len(above) + 2
        levels = {(top.nummer.count("."), "data-tt-parent-id" in row.attrs) for row, top in items(agendas)}
        assert levels == {(0, False), (1, True), (2, True)}


class TestAuszug:
    def test_head_and_result(self, world: World, visitor: Visitor) -> None:
        for top in world.auszuege[::8]:
            sitzung = world.top[top.id][0]
            root = visitor.page(f"to020?TOLFDNR={top.id}")
            assert text(root, "#toname") == top.nummer
            assert text(root, "#sibetreff") == sitzung.name
            assert value(root, "div.toBa #toBeschlussart") == top.beschluss
            vorlage = world.vorlage.get(top.vorlage or 0)
            assert bool(root.select("#vobetreff")) is (vorlage is not None and vorlage.zugang == "oeffentlich")

    def test_only_tooltips_say_what_a_text_is(self, world: World, visitor: Visitor) -> None:
        names = {"WP": "Wortprotokoll", "BS": "Beschluss", "AE": "Abstimmungsergebnis", "RE": "Antwort"}
        for top in world.auszuege[::20]:
            assert top.auszug
            root = visitor.page(f"to020?TOLFDNR={top.id}")
            expected = [names[each.code] for each in top.auszug.teile if each.nummer]
            panels = [part.find_parent("div", class_="compFull") for part in root.select("div.docPart")]
            assert [
                panel.select("a[data-simpletooltip-text]")[0]["data-simpletooltip-text"] for panel in panels if panel
            ] == [f"{each} ausblenden" for each in expected]
            assert {text(panel, "h2.expandedTitle") for panel in panels if panel} == {""}
            anchors = root.select("#dokumenteHeaderPanel a.doclink.anchor")
            assert [each.get_text() for each in anchors] == expected
            assert all(root.select(str(each["href"])) for each in anchors)

    def test_votes_stand_in_a_table_of_word(self, world: World, visitor: Visitor) -> None:
        tops = [top for top in world.auszuege if top.auszug and top.auszug.teile[3].absaetze]
        tops = [top for top in tops if top.auszug and top.auszug.teile[3].absaetze[-1].art == "table"]
        assert tops
        for top in tops[::8]:
            assert top.auszug
            assert top.auszug.stimmen
            tables = visitor.page(f"to020?TOLFDNR={top.id}").select("div.docPart table")
            cells = [cell.get_text(strip=True) for cell in tables[-1].select("td")]
            assert [int(each) for each in cells if each.isdigit()] == list(top.auszug.stimmen)

    def test_a_long_heading_is_cut(self, world: World, visitor: Visitor) -> None:
        headings = [text(visitor.page(f"to020?TOLFDNR={top.id}"), "h1.title") for top in world.auszuege[:20]]
        assert {each.endswith("...") for each in headings} == {True, False}
        assert max(len(each) for each in headings) == 63


class TestKalender:
    def test_the_shell_has_no_meetings(self, visitor: Visitor) -> None:
        root = visitor.page("si010?MM=10&YY=2026")
        assert not root.select("table, a[id^=si_]")

    def test_the_answer_needs_session_version_and_header(self, system: System, visitor: Visitor) -> None:
        address = timer(visitor.get("si010?MM=10&YY=2026"))
        assert re.fullmatch(r"si010\?0-1\.0-&MM=10&YY=2026", address)
        expired = [
            visitor.get(address),
            Visitor(system).get(address, wicket_ajax="true"),
            visitor.get(address.replace("0-1.0", "7-1.0"), wicket_ajax="true"),
            visitor.get(address.replace("0-1.0", "0-2.0"), wicket_ajax="true"),
            visitor.get(address.replace("si010", "si018"), wicket_ajax="true"),
        ]
        assert {each.status for each in expired} == {302}
        assert {each.kopf["Location"] for each in expired[:4]} == {"/public/si010?MM=10&YY=2026"}
        assert visitor.get(address, wicket_ajax="true").status == 200

    def test_the_answer_replaces_the_waiting_place(self, visitor: Visitor) -> None:
        shell = visitor.get("si010?MM=10&YY=2026")
        body = visitor.get(timer(shell), wicket_ajax="true").body.decode()
        found = re.match(
            r'<\?xml version="1.0" encoding="UTF-8"\?><ajax-response><component id="(id[0-9a-f]+)" ><!\[CDATA\[', body
        )
        assert found
        assert f'<div id="{found[1]}"><div><img alt="Loading..."' in shell.body.decode()
        assert body.endswith("</evaluate></ajax-response>")

    def test_every_meeting_of_every_month(self, world: World, visitor: Visitor) -> None:
        for jahr, monat in sorted({(each.datum.year, each.datum.month) for each in world.sitzungen}):
            rows = visitor.filled(f"si010?MM={monat}&YY={jahr}").select("table.calenderView tbody tr")
            seen: list[tuple[str, str, str, str | None]] = []
            tag = ""
            for row in rows:
                tag = text(row, "span.dom") if row.select("span.dom") else tag
                assert ("sameday" in row["class"]) is not bool(row.select("span.dom"))
                seen += [(tag, text(row, "td.time"), str(link["id"]), target(link)) for link in row.select("a")]
            expected = [
                (
                    f"{s.datum:%d}",
                    s.beginn or "",
                    f"si_{s.id}",
                    f"./to010?SILFDNR={s.id}&refresh=false" if s.oeffentlich else None,
                )
                for s in world.sitzungen
                if (s.datum.year, s.datum.month) == (jahr, monat)
            ]
            assert sorted(seen, key=str) == sorted(expected, key=str)
            assert [text(row, "span.dom") for row in rows if row.select("span.dom")] == [
                f"{n:02}"
                for n in range(1, (date(jahr + monat // 12, monat % 12 + 1, 1) - date(jahr, monat, 1)).days + 1)
            ]

    def test_weekdays_follow_the_language(self, system: System) -> None:
        found = [Visitor(system, each).filled("si010?MM=10&YY=2026").select("span.dow")[0] for each in ("", "en", "de")]
        assert [each.get_text() for each in found] == ["Thu", "Thu", "Do"]

    def test_nonsense_shows_the_present_month(self, visitor: Visitor) -> None:
        first = visitor.filled("si010?MM=13&YY=x").select("span.dow")[0]
        assert first.get_text() == "So"  # 1 November 2026

    def test_calendar_file(self, world: World, visitor: Visitor) -> None:
        answer = visitor.get("ics/SiKalAbo.ics")
        assert answer.mime == "text/calendar;charset=UTF-8"
        events = answer.body.decode().split("BEGIN:VEVENT\r\n")[1:]
        assert all(each.split("END:VEVENT")[0].endswith("\r\n\r\n") for each in events)
        by_id = {int(m[1]): each for each in events if (m := re.match(r"UID:ALLRIS-Sitzung-(\d+)\r\n", each))}
        assert by_id.keys() == world.sitzung.keys()
        for nummer, event in by_id.items():
            sitzung = world.sitzung[nummer]
            assert ("URL:https://rat.example/public/to010?SILFDNR=" in event) is sitzung.oeffentlich
            uhr = (sitzung.beginn or "00:00").replace(":", "").rjust(4, "0")
            assert f"DTSTART;TZID=Europe/Berlin:{sitzung.datum:%Y%m%d}T{uhr}00\r\n" in event
            if not sitzung.ende:
                assert f"DTEND;TZID=Europe/Berlin:{sitzung.datum + timedelta(days=1):%Y%m%d}T000000\r\n" in event
            assert ("ENTFÄLLT - " in event) is sitzung.abgesagt


class TestListen:
    def test_meetings_come_in_pages_until_one_repeats(self, world: World, visitor: Visitor) -> None:
        shell = visitor.get("si018")
        assert re.search(r"\./si018\?0-1\.0-form-searchPanel-search", shell.body.decode())
        pages = [ids(visitor.ajax(timer(shell)), "silink_")]
        while len(pages) < 2 or pages[-1] != pages[-2]:
            pages.append(ids(visitor.ajax("si018?0-1.1-navigator-next"), "silink_"))
        listed = [each for page in pages[:-1] for each in page]
        assert {len(page) for page in pages[:-2]} == {25}
        assert len(listed) == len(set(listed))
        assert {world.sitzung[each].datum.year for each in listed} == {2025, 2026, 2027}
        newest = [world.sitzung[each].datum for each in listed]
        assert newest == sorted(newest, reverse=True)

    def test_meetings_of_one_gremium(self, world: World, visitor: Visitor) -> None:
        listed = ids(visitor.filled("si018?GRLFDNR=103"), "silink_")
        assert listed
        assert {"au3" in world.sitzung[each].gremien for each in listed} == {True}

    def test_gremien_by_menu(self, small: World) -> None:
        small.gremium["au2"].verborgen = True
        visitor = Visitor(System(small))
        doubly = quote(quote("Ausschüsse"))
        found = {each: ids(visitor.filled(f"gr010?menu={each}"), "gr_") for each in ("Rat", doubly, "Fraktionen")}
        assert found["Rat"] == [1]
        assert 103 in found[doubly]
        assert 102 not in found[doubly]
        assert {each > 1000 for each in found["Fraktionen"]} == {True}
        assert sorted(ids(visitor.filled("gr010"), "gr_")) == sorted(
            number for each in found.values() for number in each
        )
        assert ids(visitor.filled("gr010?menu=Rat"), "grLast_") == [1]

    def test_vorlagen_fifty_at_a_time(self, world: World, visitor: Visitor) -> None:
        root = visitor.page("vo040")
        pages = [ids(root, "vo_")]
        while following := target(root.select_one("a[href*=navigator-next]")):
            root = visitor.page(following)
            pages.append(ids(root, "vo_"))
        assert [len(each) for each in pages] == [50, 50, 50, 50, 50, 23]
        listed = [each for page in pages for each in page]
        assert sorted(listed) == [each.id for each in world.oeffentliche_vorlagen]
        assert visitor.get("vo040?0-1.-navigator-next").status == 302  # the page has moved on

    def test_members(self, world: World, visitor: Visitor) -> None:
        root = visitor.page("gr020?GRLFDNR=101")
        rows = root.select("table.dataTable tbody tr")
        sitze = world.mitglieder("au1")
        assert text(root, "h1.title") == world.gremium["au1"].name
        assert [[cell.get_text(strip=True) for cell in row.select("td")][:3] for row in rows] == [
            [world.person[each.person].name if each.name_genannt else "", each.rolle, each.zusatz] for each in sitze
        ]
        assert len(root.select("a[href^='./kp020?KPLFDNR=']")) == sum(each.name_genannt for each in sitze)

    def test_person(self, world: World, visitor: Visitor) -> None:
        person = world.personen[3]
        root = visitor.page(f"kp020?KPLFDNR={person.nummer}")
        assert text(root, "h1.title") == person.rufname
        gremien = {
            each.gremium
            for each in world.mitgliedschaften
            if each.person == person.nummer and each in world.mitglieder(each.gremium) and each.name_genannt
        }
        links = root.select("table a[href^='./gr020']")
        assert {target(each) for each in links} == {f"./gr020?GRLFDNR={gremium_nummer(each)}" for each in gremien}


def ids(root: Tag, prefix: str) -> list[int]:
    return [int(str(each["id"]).removeprefix(prefix)) for each in root.select(f"a[id^={prefix}]")]


class TestDokumente:
    def test_a_pdf_needs_a_session_that_saw_it(self, world: World, system: System, visitor: Visitor) -> None:
        vorlage = world.oeffentliche_vorlagen[-1]
        link = target(visitor.page(f"vo020?VOLFDNR={vorlage.id}").select_one("a.doclink.pdf"))
        assert link == f"./wicket/resource/org.apache.wicket.Application/doc{vorlage.dokumente[0].nummer}.pdf"
        assert Visitor(system).get(link).status == 404
        answer = visitor.get(link)
        assert (answer.status, answer.mime, answer.body[:5]) == (200, "application/pdf", b"%PDF-")

    def test_the_lasting_address_needs_none(self, world: World, system: System) -> None:
        nummer = world.oeffentliche_vorlagen[-1].dokumente[0].nummer
        assert Visitor(system).get(f"doc?DOLFDNR={nummer}&DOCTYP=103&OTYP=41").mime == "application/pdf"
        assert Visitor(system).get("doc?DOLFDNR=1").kopf["Location"] == "/public/noauth"

    def test_a_locked_document_leads_away(self, small: World) -> None:
        dokument = small.oeffentliche_vorlagen[-1].dokumente[0]
        dokument.verschlossen = True
        visitor = Visitor(System(small))
        page = visitor.page(f"vo020?VOLFDNR={small.oeffentliche_vorlagen[-1].id}")
        for link in (target(page.select_one("a.doclink.pdf")), f"doc?DOLFDNR={dokument.nummer}"):
            assert link
            assert visitor.get(link).kopf["Location"] == "/public/noauth"

    def test_attachments_are_bound_to_page_and_session(self, world: World, system: System, visitor: Visitor) -> None:
        vorlage = next(each for each in world.oeffentliche_vorlagen if len(each.anlagen) == 3)
        page = visitor.page(f"vo020?VOLFDNR={vorlage.id}")
        panel, table = page.select("#anlagenHeaderPanel a.attlink"), page.select("table.attachmentTable a.attlink")
        namen = [each.name for each in vorlage.anlagen]
        assert [each.get_text() for each in panel] == [each.get_text() for each in table] == namen
        assert target(panel[2]) == (
            f"./vo020?0--anlagenHeaderPanel-attachmentsList-2-attachment-link&VOLFDNR={vorlage.id}"
        )
        for link in [*panel, *table]:
            address = target(link)
            assert address
            assert visitor.get(address).mime == "application/pdf"
            for refused in (Visitor(system).get(address), visitor.get(address.replace("?0--", "?99--"))):
                assert refused.status == 302
                assert refused.kopf["Location"] == f"/public/vo020?VOLFDNR={vorlage.id}"

    def test_a_large_document_is_sent_in_pieces(self) -> None:
        world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12, grosses_dokument=3_000_000)
        nummer = world.oeffentliche_vorlagen[-1].dokumente[-1].nummer
        answer = Visitor(System(world)).get(f"doc?DOLFDNR={nummer}")
        assert answer.laenge == sum(len(piece) for piece in answer.stuecke()) == 3_000_000


class TestAbsagen:
    @pytest.mark.parametrize(("zugang", "status"), [("noauth", 302), ("keine_information", 200), ("geloescht", 404)])
    def test_objects_without_page(self, small: World, zugang: Zugang, status: int) -> None:
        vorlage, sitzung = small.oeffentliche_vorlagen[0], small.oeffentliche_sitzungen[0]
        vorlage.zugang = sitzung.zugang = zugang
        visitor = Visitor(System(small))
        for address in (f"vo020?VOLFDNR={vorlage.id}", f"to010?SILFDNR={sitzung.id}"):
            answer = visitor.get(address)
            assert answer.status == status
            assert ('<h1 class="title">Keine Information verfügbar</h1>'.encode() in answer.body) is (status == 200)
            assert answer.kopf.get("Location") == ("/public/noauth" if status == 302 else None)
            assert vorlage.betreff.split("\n")[0].encode() not in answer.body

    def test_unknown_numbers(self, visitor: Visitor) -> None:
        programs = ("vo020?VOLFDNR=", "to010?SILFDNR=", "to020?TOLFDNR=", "gr020?GRLFDNR=", "kp020?KPLFDNR=")
        found = [visitor.get(f"{each}{n}").status for each in programs for n in ("7", "", "x", "9" * 30)]
        assert set(found) == {500}
        assert visitor.get("gr020").status == 500

    def test_an_item_without_auszug(self, world: World, visitor: Visitor) -> None:
        secret = next(t for s in world.oeffentliche_sitzungen for t in s.tops if not t.oeffentlich)
        answer = visitor.get(f"to020?TOLFDNR={secret.id}")
        assert (answer.status, answer.kopf["Location"], answer.body) == (302, "/public/noauth", b"")
        assert text(visitor.page("noauth"), ".message_text") == "Sie sind nicht berechtigt, die Information zu sehen."

    def test_hidden_gremien_and_persons(self, small: World) -> None:
        small.gremium["au3"].verborgen = small.personen[2].gesperrt = True
        visitor = Visitor(System(small))
        for address in ("gr020?GRLFDNR=103", f"kp020?KPLFDNR={small.personen[2].nummer}"):
            assert visitor.get(address).kopf["Location"] == "/public/noauth"

    def test_programs_that_forget_to_stop(self, small: World) -> None:
        vorlage = next(each for each in small.vorlagen if each.zugang == "noauth")
        visitor = Visitor(System(small))
        assert visitor.get(f"vo020?VOLFDNR={vorlage.id}").body == b""
        small.schwatzhaft = True
        answer = visitor.get(f"vo020?VOLFDNR={vorlage.id}")
        assert answer.status == 302
        assert vorlage.nummer.encode() in answer.body

    def test_the_start_and_what_is_not_there(self, system: System, visitor: Visitor) -> None:
        assert visitor.get("").kopf["Location"] == "/public/si010"
        assert visitor.get("vo020.asp?VOLFDNR=1").status == 404
        assert system.antwort("/bi/vo020.asp", {}).status == 404

    def test_no_list_names_what_is_hidden(self) -> None:
        world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12, geheim=True)
        visitor = Visitor(System(world))
        heute = world.stichtag
        bodies = [visitor.get("ics/SiKalAbo.ics").body, visitor.get("vo040").body]
        shells = ("gr010", "si018", f"si010?MM={heute.month}&YY={heute.year}")
        bodies += [visitor.get(timer(visitor.get(each)), wicket_ajax="true").body for each in shells]
        offen = [each.schluessel for each in world.gremien if not each.verborgen]
        bodies += [visitor.get(f"gr020?GRLFDNR={gremium_nummer(each)}").body for each in offen]
        shown = b"".join(bodies).decode()
        secret = [each.marker for each in world.geheim if each.art in {"gremium", "person", "sitzung", "vorlage"}]
        assert secret
        assert [each for each in secret if each in shown] == []

    def test_non_public_items_are_printed_as_the_council_prints_them(self) -> None:
        world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12, geheim=True)
        visitor = Visitor(System(world))
        for sitzung in world.oeffentliche_sitzungen:
            rows = visitor.page(f"to010?SILFDNR={sitzung.id}").select("tr[data-tt-id]")
            for row, top in zip(rows, sitzung.tops, strict=True):
                assert " ".join(top.betreff.split()) in " ".join(row.get_text().split())
                if not top.oeffentlich:
                    assert bool(row.select("a[href*=vo020], a[href*=to020], a.doclink")) is top.verraten


class TestBesuche:
    def test_the_cookie_is_set_once(self, system: System) -> None:
        visitor = Visitor(system)
        first = visitor.get("noauth").kopf["Set-Cookie"]
        assert re.fullmatch(r"JSESSIONID=[0-9A-F]{32}; Path=/public; HttpOnly", first)
        assert "Set-Cookie" not in visitor.get("noauth").kopf
        assert "Set-Cookie" in visitor.get("noauth", cookie="JSESSIONID=unknown").kopf
        assert "Set-Cookie" in visitor.get("noauth", cookie="\x01;;=").kopf

    def test_two_views_differ_in_noise_alone(self, world: World, visitor: Visitor) -> None:
        address = f"vo020?VOLFDNR={next(each.id for each in world.oeffentliche_vorlagen if each.anlagen)}"
        first, second = (visitor.get(address).body.decode() for _ in range(2))
        assert first != second
        noise = r'\bid[0-9a-f]{1,6}(?=["-])|(?<=showHideLink_)id[0-9a-f]{1,6}|name="sectoken" value="\w{32}"|\?\d+-(?=1\.|-)'
        assert re.sub(noise, "", first) == re.sub(noise, "", second)
        assert not set(re.findall(r' id="(id[0-9a-f]+)"', first)) & set(re.findall(r' id="(id[0-9a-f]+)"', second))

    def test_no_id_twice_on_a_page(self, world: World, visitor: Visitor) -> None:
        for top in world.auszuege[:30]:
            found = re.findall(r' id="(id[0-9a-f]+)"', visitor.get(f"to020?TOLFDNR={top.id}").body.decode())
            assert len(found) == len(set(found))

    def test_sessions_are_forgotten(self, world: World) -> None:
        system = System(world)
        first = Visitor(system)
        first.get("noauth")
        for _ in range(MEISTENS - 1):
            Visitor(system).get("noauth")
        assert "Set-Cookie" not in first.get("noauth").kopf
        for _ in range(MEISTENS):
            Visitor(system).get("noauth")
        assert "Set-Cookie" in first.get("noauth").kopf

    def test_the_same_requests_give_the_same_bytes(self, world: World) -> None:
        addresses = ["si010", f"vo020?VOLFDNR={world.oeffentliche_vorlagen[0].id}", "gr010", "noauth"]
        first, second = (
            [Visitor(system).get(each).body for each in addresses] for system in (System(world), System(world))
        )
        assert first == second

    def test_many_at_once(self, visitor: Visitor) -> None:
        visitor.get("noauth")
        with ThreadPoolExecutor(8) as pool:
            bodies = [each.body.decode() for each in pool.map(lambda _: visitor.get("si018"), range(80))]
        numbers = [found[1] for body in bodies if (found := re.search(r"si018\?(\d+)-1\.0-form", body))]
        assert sorted(map(int, numbers)) == list(range(1, 81))

    def test_changes_show_at_once(self, small: World) -> None:
        system = System(small)
        vorlage = small.oeffentliche_vorlagen[0]
        vorlage.betreff = "Ein <neuer> Betreff & mehr"
        system.ursprung = "https://anders.example"
        visitor = Visitor(system)
        assert text(visitor.page(f"vo020?VOLFDNR={vorlage.id}"), "#vobetreff") == vorlage.betreff
        assert b"URL:https://anders.example/public/to010" in visitor.get("ics/SiKalAbo.ics").body


def test_numbers_of_gremien() -> None:
    assert [gremium_nummer(each) for each in ("pa1", "au3", "au14", "fr2")] == [1, 103, 114, 1002]


def test_every_vorlage_and_meeting_answers(world: World, visitor: Visitor) -> None:
    papers: list[Vorlage] = world.vorlagen
    found = {each.zugang: visitor.get(f"vo020?VOLFDNR={each.id}").status for each in papers}
    assert found == {"oeffentlich": 200, "noauth": 302, "keine_information": 200}

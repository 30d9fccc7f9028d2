"""Each page says what is true in Musterstadt, in the markup of ALLRIS classic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import requests
from tests.demo.reading import page, rows

from ratsarchiv.demo import DemoServer, World, serve
from ratsarchiv.demo.beratungsgang import OFFEN

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung


class TestVorlage:
    def test_metadata(self, world: World, server: DemoServer, visitor: requests.Session) -> None:
        for vorlage in world.oeffentliche_vorlagen[:20]:
            root = page(visitor, server, f"vo020.asp?VOLFDNR={vorlage.id}")
            assert root.xpath("string(//meta[@name='objectID']/@content)") == str(vorlage.id)
            assert root.xpath("string(//h1)") == f"Vorlage - {vorlage.nummer}\xa0\xa0"
            labels = [each.text for each in root.cssselect("td.ko1 td.kb1") if each.text != "\xa0"]
            assert labels[0] == "Betreff:"
            assert "Federführend:" in labels
            assert ("Bezüglich:" in labels) is (vorlage.bezug is not None)
            assert ("Bearbeiter/-in:" in labels) is (vorlage.bearbeiter is not None)

    def test_one_head_for_each_step_and_a_row_for_each_meeting(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        for vorlage in world.oeffentliche_vorlagen[::3]:
            root = page(visitor, server, f"vo020.asp?VOLFDNR={vorlage.id}")
            zeilen = root.xpath("//td[@class='ko1']//tr[@class='zl12']")
            heads = [each for each in zeilen if each[1].get("class") == "text1"]
            meetings = [each for each in zeilen if each[1].get("class") == "text2"]
            assert len(heads) == len({each.schritt for each in vorlage.beratungen})
            assert [each[4].text for each in meetings] == [
                f"{each.beschluss or ''}\xa0" for each in vorlage.beratungen if each.sitzung
            ]
            assert {len(each) for each in heads} == {3}
            assert {len(each) for each in meetings} <= {7}

    def test_parts_are_whole_nested_documents(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        vorlage = next(each for each in world.oeffentliche_vorlagen if len(each.teile) == 4)
        body = visitor.get(f"{server.url}vo020.asp?VOLFDNR={vorlage.id}").content
        parts = [teil for teil in vorlage.teile if teil.nummer]
        assert body.count(b"</html>") == len(parts) + 1
        for teil in parts:
            assert f'<!-- ### {teil.code}{teil.nummer}.rtf -->\r\n<a name="allris{teil.code}"></a>'.encode() in body
        assert b"</span><span" in body
        assert b"&#xa0;" in body

    def test_without_attachments_the_last_comment_has_number_0(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        vorlage = next(each for each in world.oeffentliche_vorlagen if not each.anlagen)
        assert b"<!-- ### AN0.rtf -->" in visitor.get(f"{server.url}vo020.asp?VOLFDNR={vorlage.id}").content

    def test_the_family_is_shown_and_refused_members_are_not(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        kind = next(
            each
            for each in world.oeffentliche_vorlagen
            if each.bezug and world.vorlage[each.bezug].zugang == "oeffentlich"
        )
        root = page(visitor, server, f"vo020.asp?VOLFDNR={kind.id}")
        stammbaum = root.xpath("//td[@class='kb1'][@colspan='7']/ancestor::table[1]//tr[@class]")
        oeffentlich = [each for each in world.stammbaum(kind) if each.zugang == "oeffentlich"]
        assert [row[0].text_content() for row in stammbaum] == [each.nummer for each in oeffentlich]
        assert [row.get("class") for row in stammbaum if not row.xpath(".//a")] == ["zl11"]


class TestSitzung:
    @pytest.mark.parametrize(("version", "cells"), [("3.9.5", 8), ("3.9.0", 7)])
    def test_agenda_rows(self, world: World, visitor: requests.Session, version: str, cells: int) -> None:
        with serve(world, version=version) as server:  # type: ignore[arg-type]
            for sitzung in world.oeffentliche_sitzungen[:30]:
                root = page(visitor, server, f"to010.asp?SILFDNR={sitzung.id}")
                items = [row for row in rows(root) if row.cssselect("td.text4 a")]
                assert [len(row) for row in items] == [
                    cells + top.oeffentlich if top.oeffentlich else 7 for top in sitzung.tops
                ]
                assert [row[0].text_content() for row in items] == [
                    top.nummer.replace(" ", "\xa0") for top in sitzung.tops
                ]
                assert root.cssselect("table.tl1 tr")[-1].get("class") is None
            assert f"Version {version}" in root.xpath("string(//meta[@name='description']/@content)")

    def test_the_button_of_an_item_says_its_beschlussart(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        seen = set()
        for sitzung in world.oeffentliche_sitzungen:
            root = page(visitor, server, f"to010.asp?SILFDNR={sitzung.id}")
            titles = root.xpath("//input[@class='il1_naz']/@title")
            assert titles == [top.beschluss or OFFEN for top in sitzung.tops if top.auszug]
            seen |= set(titles)
        assert len(seen) == 13

    def test_minutes_to_approve_stand_in_a_row_without_number(
        self, mit_protokoll: Sitzung, server: DemoServer, visitor: requests.Session
    ) -> None:
        root = page(visitor, server, f"to010.asp?SILFDNR={mit_protokoll.id}")
        top = next(each for each in mit_protokoll.tops if each.niederschrift)
        row = next(each for each in rows(root) if each[0].text_content() == "\xa0")
        assert top.niederschrift
        assert row.xpath(".//input[@name='DOLFDNR']/@value") == [str(top.niederschrift.nummer)]
        assert root.xpath(f"//a[@href='to010.asp?SILFDNR={top.bezug_sitzung}']")[0].text.startswith("SI/20")

    def test_joint_meetings_print_gremien(self, world: World, server: DemoServer, visitor: requests.Session) -> None:
        sitzung = next(each for each in world.oeffentliche_sitzungen if len(each.gremien) == 2)
        root = page(visitor, server, f"to010.asp?SILFDNR={sitzung.id}")
        assert "Gremien:" in [each.text for each in root.cssselect("td.kb1")]
        assert all(world.gremium[each].name in root.text_content() for each in sitzung.gremien)

    def test_the_form_of_the_calendar_gives_an_ics_file(
        self, mit_protokoll: Sitzung, server: DemoServer, visitor: requests.Session
    ) -> None:
        answer = visitor.post(f"{server.url}to010.asp", data={"SILFDNR": mit_protokoll.id, "template": "ics"})
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert f"UID:ALLRIS-Sitzung-{mit_protokoll.id}" in answer.text


class TestAuszug:
    def test_the_parts_are_those_of_the_minutes(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        for top in world.auszuege[::9]:
            assert top.auszug
            body = visitor.get(f"{server.url}to020.asp?TOLFDNR={top.id}").content.decode("cp1252")
            found = re.findall(r"<!-- ### ([A-Z]{2})(\d+)\.rtf -->", body)
            assert [(teil.code, str(teil.nummer)) for teil in top.auszug.teile] == found[: len(top.auszug.teile)]
            assert f'<td class="text3">{top.beschluss or OFFEN}</td>' in body

    def test_replies_exist(self, world: World) -> None:
        assert any(teil.code == "RE" for top in world.auszuege if top.auszug for teil in top.auszug.teile)


class TestKalender:
    def test_a_month(self, world: World, server: DemoServer, visitor: requests.Session) -> None:
        for jahr, monat in ((2026, 11), (2025, 10), (2024, 5), (2026, 12)):
            root = page(visitor, server, f"si010_e.asp?MM={monat}&YY={jahr}")
            sitzungen = [each for each in world.sitzungen if (each.datum.year, each.datum.month) == (jahr, monat)]
            numbers = [
                int(each) for each in root.xpath("//form[input[@name='template']]/input[@name='SILFDNR']/@value")
            ]
            linked = {
                int(each.rpartition("=")[2]) for each in root.xpath("//td/a[starts-with(@href,'to010.asp')]/@href")
            }
            assert sorted(numbers) == [each.id for each in sitzungen]
            assert linked == {each.id for each in sitzungen if each.oeffentlich}
            assert root.xpath("string(//h2)").endswith(f"\xa0{jahr}")

    def test_holidays_and_cancelled_meetings_stand_there_as_plain_text(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        text = page(visitor, server, "si010_e.asp?MM=10&YY=2025").text_content()
        assert "Tag der Deutschen Einheit" in text
        assert "Schulferien" in text
        abgesagt = next(each for each in world.sitzungen if each.kalendername.startswith("ENTFÄLLT!"))
        root = page(visitor, server, f"si010_e.asp?MM={abgesagt.datum.month}&YY={abgesagt.datum.year}")
        assert abgesagt.kalendername in root.text_content()
        assert not root.xpath(f"//a[contains(@href,'SILFDNR={abgesagt.id}')]")

    def test_a_second_meeting_of_a_day_has_no_day_of_its_own(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        tage = [each.datum for each in world.sitzungen]
        tag = next(each for each in tage if tage.count(each) > 1)
        zeilen = page(visitor, server, f"si010_e.asp?MM={tag.month}&YY={tag.year}").cssselect("table.tl1 tr")
        assert any(row[0].text_content() == "\xa0" and row.xpath(".//input[@name='SILFDNR']") for row in zeilen)

    def test_without_month_it_shows_that_of_the_stichtag(self, server: DemoServer, visitor: requests.Session) -> None:
        assert page(visitor, server, "si010_e.asp").xpath("string(//h2)") == "November\xa02026"


class TestListe:
    def walk(self, visitor: requests.Session, server: DemoServer, first: str) -> list[int]:
        found: list[int] = []
        address = first
        while True:
            root = page(visitor, server, address)
            found += [
                int(each) for each in root.xpath("//tr/td[1]/form[@action='vo020.asp']/input[@name='VOLFDNR']/@value")
            ]
            if not root.xpath("//a[@href='vo040.asp?shownext=true']"):
                return found
            address = "vo040.asp?shownext=true"

    def test_fifty_at_a_time_until_all_public_papers_were_shown(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        found = self.walk(visitor, server, "vo040.asp")
        assert sorted(found) == [each.id for each in world.oeffentliche_vorlagen]
        assert len(rows(page(visitor, server, "vo040.asp"))) == 51

    def test_sorted_by_date_and_by_number(self, world: World, server: DemoServer, visitor: requests.Session) -> None:
        tage = [world.vorlage[each].angelegt for each in self.walk(visitor, server, "vo040.asp?SORT=1vocdat")]
        assert tage == sorted(tage)
        nummern = [world.vorlage[each].nummer for each in self.walk(visitor, server, "vo040.asp?SORT=1voname")]
        assert nummern == sorted(nummern)

    def test_the_place_in_the_list_belongs_to_the_visitor(
        self, server: DemoServer, visitor: requests.Session, other_visitor: requests.Session
    ) -> None:
        first = visitor.get(f"{server.url}vo040.asp").text
        second = visitor.get(f"{server.url}vo040.asp?shownext=true").text
        assert "Ergebnisse 1-50 " in first
        assert "Ergebnisse 51-100 " in second
        assert "Ergebnisse 1-50 " in other_visitor.get(f"{server.url}vo040.asp").text
        assert "Ergebnisse 101-150 " in visitor.get(f"{server.url}vo040.asp?shownext=true").text

    def test_the_date_column_can_be_switched(self, server: DemoServer, visitor: requests.Session) -> None:
        assert "Angel.&nbsp;" in visitor.get(f"{server.url}vo040.asp").text
        assert "Freig.&nbsp;" in visitor.get(f"{server.url}vo040.asp?VO040COL4=vofdat").text


class TestGremien:
    def test_members_are_as_many_as_printed(self, world: World, server: DemoServer, visitor: requests.Session) -> None:
        addresses = {"Rat": "pa020.asp?PALFDNR=", "Ausschuss": "au020.asp?AULFDNR=", "Fraktion": "fr020.asp?FRLFDNR="}
        for gremium in world.gremien:
            root = page(visitor, server, f"{addresses[gremium.art]}{gremium.nummer}")
            anzahl = len(world.mitglieder(gremium.schluessel))
            assert root.xpath("string(//tr[@class='zk1']/th[starts-with(text(),'Anzahl')])") == f"Anzahl: {anzahl}"
            assert len(rows(root)) == anzahl

    def test_a_withheld_name_is_a_row_without_link(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        sitz = next(each for each in world.mitgliedschaften if not each.name_genannt)
        root = page(visitor, server, f"au020.asp?AULFDNR={sitz.gremium[2:]}")
        assert [bool(row.xpath(".//a")) for row in rows(root)].count(False) == 1

    def test_lists_show_the_dissolved_last(self, server: DemoServer, visitor: requests.Session) -> None:
        for program, dissolved in (("au010.asp", "Neubau des Rathauses"), ("fr010.asp", "Gruppe Liste Nord")):
            last = rows(page(visitor, server, program))[-1].text_content()
            assert dissolved in last
            assert "(bis\xa0" in last

    def test_a_person_with_history(self, world: World, server: DemoServer, visitor: requests.Session) -> None:
        ehemals = next(each for each in world.mitgliedschaften if each.bis and each.gremium == "fr7")
        now = page(visitor, server, f"kp020.asp?KPLFDNR={ehemals.person}").text_content()
        ever = page(visitor, server, f"kp020.asp?KPLFDNR={ehemals.person}&history=true").text_content()
        zeit = f"{ehemals.von:%d.%m.%Y} - {ehemals.bis:%d.%m.%Y}"
        assert zeit not in now
        assert zeit in ever

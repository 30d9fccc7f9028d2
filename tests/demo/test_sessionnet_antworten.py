"""The files of SessionNet, and how it refuses."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from tests.demo.conftest import STICHTAG
from tests.demo.reading_sessionnet import ask, files, page, said

from ratsarchiv.demo import World, musterstadt
from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.sessionnet import System
from ratsarchiv.demo.world import Dokument, Gremium

if TYPE_CHECKING:
    pass

FEHLER = "/sessionnet/bi/error.php"


@pytest.fixture(scope="module")
def system(world: World) -> System:
    return System(world)


@pytest.fixture(scope="module")
def geheim() -> World:
    return musterstadt(stichtag=STICHTAG, geheim=True)


class TestDateien:
    def test_every_link_leads_to_a_pdf(self, world: World, system: System) -> None:
        pages = [f"vo0050.php?__kvonr={each.id}" for each in world.oeffentliche_vorlagen if each.anlagen][:20]
        pages += [f"si0057.php?__ksinr={each.id}" for each in world.oeffentliche_sitzungen][:20]
        addresses = {address for each in pages for address, _ in files(page(system, each))}
        assert len(addresses) > 100
        for address in addresses:
            answer = ask(system, address)
            assert (answer.status, answer.mime) == (200, "application/pdf")
            assert b"".join(answer.stuecke()).startswith(b"%PDF")

    def test_attachments_have_numbers_that_nothing_else_has(self, world: World, system: System) -> None:
        bodies = [ask(system, f"vo0050.php?__kvonr={each.id}").body for each in world.oeffentliche_vorlagen]
        bodies += [ask(system, f"si0050.php?__ksinr={each.id}").body for each in world.oeffentliche_sitzungen]
        numbers = [int(each) for body in bodies for each in set(re.findall(rb"getfile\.php\?id=(\d+)", body))]
        known = {each.nummer for each in world.dokument.values()}
        made_up = [each for each in numbers if each not in known]
        assert len(made_up) == len(set(made_up))
        lists = [each.anlagen for each in world.oeffentliche_vorlagen]
        lists += [each.anlagen for each in world.oeffentliche_sitzungen]
        assert len(made_up) == sum(map(len, lists))
        assert min(made_up) > 100 * max(known)

    def test_a_file_made_while_it_is_sent(self, world: World) -> None:
        own = deepcopy(world)
        own.geaendert()
        vorlage = own.oeffentliche_vorlagen[0]
        vorlage.dokumente.append(Dokument(nummer=999_999, titel="Plan", zeilen=("Plan",), groesse=200_000))
        answer = ask(System(own), "getfile.php?id=999999&type=do")
        assert answer.laenge == len(b"".join(answer.stuecke())) == 200_000

    def test_files_of_what_is_not_public_are_refused(self, world: World) -> None:
        own = deepcopy(world)
        own.geaendert()
        system = System(own)
        vorlage = next(each for each in own.oeffentliche_vorlagen if each.anlagen)
        links = [address for address, _ in files(page(system, f"vo0050.php?__kvonr={vorlage.id}"))]
        vorlage.zugang = "noauth"
        own.geaendert()
        for address in [*links, "getfile.php?id=1&type=do", "getfile.php?id=9999999999&type=do", "getfile.php"]:
            answer = ask(system, address)
            assert (answer.status, answer.kopf["Location"]) == (302, FEHLER)


class TestRefusals:
    @pytest.mark.parametrize(
        "address",
        ["vo0050.php?__kvonr=1", "vo0053.php?__kvonr=1", "si0057.php?__ksinr=1", "si0050.php", "kp0040.php?__kgrnr=77",
         "pe0051.php?__kpenr=1", "kp0050.php?__kpenr=%C2%B2", "si0046.php?__ksigrnr=77", "vo0050.php?__kvonr=" + "9" * 5000],
    )  # fmt: skip
    def test_unknown_objects(self, system: System, address: str) -> None:
        answer = ask(system, address)
        assert (answer.status, answer.kopf["Location"], answer.body) == (302, FEHLER, b"")

    def test_vorlagen_in_each_way(self, world: World) -> None:
        own = deepcopy(world)
        own.vorlagen[0].zugang, own.vorlagen[1].zugang, own.vorlagen[2].zugang = (
            "noauth",
            "keine_information",
            "geloescht",
        )
        own.geaendert()
        for program in ("vo0050", "vo0053"):
            first, second, third = (ask(System(own), f"{program}.php?__kvonr={each.id}") for each in own.vorlagen[:3])
            assert (first.status, first.kopf["Location"]) == (302, FEHLER)
            root = BeautifulSoup(second.body, "lxml")
            assert second.status == 200
            assert root.select("#wrapper.smc_page_error_layout")
            assert "Fehlercode: 1104" in said(root)
            assert third.status == 404

    def test_sitzungen(self, world: World, system: System) -> None:
        for sitzung in (each for each in world.sitzungen if not each.oeffentlich):
            for program in ("si0050", "si0057"):
                answer = ask(system, f"{program}.php?__ksinr={sitzung.id}")
                assert (answer.status, answer.kopf["Location"], answer.body) == (302, FEHLER, b"")

    def test_a_program_that_forgets_to_stop(self, geheim: World) -> None:
        vorlage = next(each for each in geheim.vorlagen if each.zugang == "noauth")
        answer = ask(System(geheim), f"vo0050.php?__kvonr={vorlage.id}")
        assert answer.status == 302
        assert vorlage.nummer.encode() in answer.body

    def test_hidden_gremien_and_persons(self, geheim: World) -> None:
        system = System(geheim)
        gremium = next(each for each in geheim.gremien if each.verborgen)
        person = next(each for each in geheim.personen if each.gesperrt)
        number = gremium_nummer(gremium.schluessel)
        for address in (
            f"kp0040.php?__kgrnr={number}",
            f"pe0051.php?__kpenr={person.nummer}",
            f"si0046.php?__ksigrnr={number}",
        ):
            assert ask(system, address).status == 302
        lists = "".join(
            ask(system, each).body.decode()
            for each in ("gr0040.php?__cwpall=1", "kp0041.php?__cwpall=1", "kp0040.php?__kgrnr=101")
        )
        assert gremium.name not in lists
        assert person.rufname not in lists

    def test_no_public_page_but_agendas_says_what_is_secret(self, geheim: World) -> None:
        system = System(geheim)
        addresses = [f"vo0050.php?__kvonr={each.id}" for each in geheim.oeffentliche_vorlagen]
        addresses += [f"vo0053.php?__kvonr={each.id}" for each in geheim.oeffentliche_vorlagen]
        addresses += [f"pe0051.php?__kpenr={each.nummer}&__cwpall=1" for each in geheim.personen if not each.gesperrt]
        addresses += [
            f"kp0040.php?__cwpall=1&__kgrnr={gremium_nummer(each.schluessel)}"
            for each in geheim.gremien
            if not each.verborgen
        ]
        addresses += ["gr0040.php?__cwpall=1", "kp0041.php?__cwpall=1", "vo0042.php?__cwpall=1"]
        addresses += [
            f"si0040.php?__cjahr={year}&__cmonat={month}" for year in range(2023, 2028) for month in range(1, 13)
        ]
        text = "".join(ask(system, each).body.decode() for each in addresses)
        sofort = {each.marker for each in geheim.geheim if each.ab == "sofort"}
        assert len(sofort) > 100
        assert {each for each in sofort if each in text} == set()

    def test_a_gremium_under_another_name(self, world: World) -> None:
        own = deepcopy(world)
        own.gremien.append(
            Gremium(art="Ausschuss", nummer=77, name="Verdeckter Rat", sitzungsname="", von=STICHTAG, verborgen=True)
        )
        sitzung = next(each for each in own.sitzungen if not each.oeffentlich and each.datum.year == 2026)
        sitzung.gremien, sitzung.kalendername = ["au77"], "Interne Beratung"
        own.geaendert()
        text = said(page(System(own), f"si0040.php?__cjahr=2026&__cmonat={sitzung.datum.month}"))
        assert "Interne Beratung" in text
        assert "Verdeckter Rat" not in text

    @pytest.mark.parametrize(
        ("address", "status", "location"),
        [
            ("", 302, "info.php"),
            ("si0056.php?__ksinr=2000", 302, "ylogon.php?smcpn=si0056.php&smclom=1"),
            ("vo0050.asp?__kvonr=10000", 404, None),
            ("vo0050", 404, None),
            ("nichts.php", 404, None),
            ("[", 404, None),
        ],
    )
    def test_programs(self, system: System, address: str, status: int, location: str | None) -> None:
        answer = ask(system, address)
        target = f"{system.basis}{location}" if location else None
        assert (answer.status, answer.kopf.get("Location")) == (status, target)

    def test_error_pages(self, system: System) -> None:
        assert "Fehlercode: 1104" in said(page(system, "error.php"))
        assert said(page(system, "error2.php").h1) == "SessionNet Fehlermeldung"
        assert page(system, "ylogon.php").select("#wrapper.smc_page_ylogon_layout form input[type=password]")

    def test_the_world_is_read_at_each_request(self, world: World) -> None:
        own = deepcopy(world)
        system = System(own)
        vorlage = own.oeffentliche_vorlagen[0]
        address = f"vo0050.php?__kvonr={vorlage.id}"
        before = page(system, address).h1
        vorlage.betreff = 'Bau & Betrieb <b>"neu"</b>\nzweite Zeile'
        root = page(system, address)
        assert (
            said(root.h1)
            == said(root.select_one("div.vobetr"))
            == 'Bau & Betrieb <b>"neu"</b> zweite Zeile'
            != said(before)
        )
        own.vorlagen.remove(vorlage)
        own.geaendert()
        assert ask(system, address).status == 302
        system.world = world
        assert ask(system, address).status == 200

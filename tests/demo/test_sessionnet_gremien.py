"""The Gremien and Personen of Musterstadt as SessionNet shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.demo.conftest import STICHTAG
from tests.demo.reading_sessionnet import ask, counter, page, rows, said

from ratsarchiv.demo import World, musterstadt
from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.sessionnet import System

if TYPE_CHECKING:
    pass


@pytest.fixture(scope="module")
def system(world: World) -> System:
    return System(world)


@pytest.fixture(scope="module")
def geheim() -> World:
    return musterstadt(stichtag=STICHTAG, geheim=True)


class TestGremien:
    def test_the_list_names_all_with_numbers_of_one_row(self, world: World, system: System) -> None:
        for address, gremien in {
            "gr0040.php?__cwpall=1": [each for each in world.gremien if not each.verborgen],
            "gr0040.php": [each for each in world.gremien if not each.bis],
        }.items():
            root = page(system, address)
            found = {str(each["href"]): said(each) for each in root.select("td.grname a")}
            assert found == {f"kp0040.php?__kgrnr={gremium_nummer(each.schluessel)}&": each.name for each in gremien}
            assert counter(root) == len(gremien) == len(found)

    def test_last_and_next_sitzung(self, world: World, system: System) -> None:
        for row in rows(page(system, "gr0040.php?__cwpall=1"), "#smc_page_gr0040_contenttable1"):
            gremium = next(each for each in world.gremien if each.name == said(row.select_one("td.grname")))
            if gremium.art == "Fraktion":
                assert not row.select("td.smc-link-si2 a")
                continue
            eigene = [each for each in world.sitzungen if gremium.schluessel in each.gremien and not each.abgesagt]
            vorbei = max((each.datum for each in eigene if each.datum < STICHTAG), default=None)
            assert said(row.select_one("td.silast")) == (f"{vorbei:%d.%m.%Y}" if vorbei else "")
            kommend = min((each.datum for each in eigene if each.datum >= STICHTAG), default=None)
            assert said(row.select_one("td.sinext")) == (f"{kommend:%d.%m.%Y}" if kommend else "")
            assert len(row.select("td.silast")) == (2 if vorbei else 1)

    def test_members(self, world: World, system: System) -> None:
        for gremium in world.gremien:
            root = page(system, f"kp0040.php?__kgrnr={gremium_nummer(gremium.schluessel)}")
            assert said(root.h1) == gremium.name
            found = [
                (
                    said(row.select_one("td.pename")),
                    said(row.select_one("td.pepartei")),
                    said(row.select_one("td.amname")),
                )
                for row in rows(root, "#smc_page_kp0040_contenttable1")
            ]
            assert found == [
                (world.person[each.person].rufname, each.zusatz, each.rolle)
                for each in world.mitglieder(gremium.schluessel)
                if each.name_genannt
            ]
            assert counter(root) == len(found)
            assert not root.select("#smc_page_kp0040_contenttable2")

    def test_who_has_left_stands_below_on_demand(self, world: World, system: System) -> None:
        key = next(
            each.gremium for each in world.mitgliedschaften if each.bis and each.bis < STICHTAG and each.name_genannt
        )
        root = page(system, f"kp0040.php?__cwpall=1&__kgrnr={gremium_nummer(key)}")
        found = [
            tuple(said(row.select_one(f"td.{name}")) for name in ("pename", "mgadat", "mgedat"))
            for row in rows(root, "#smc_page_kp0040_contenttable2")
        ]
        assert sorted(found) == sorted(
            (world.person[each.person].rufname, f"{each.von:%d.%m.%Y}", f"{each.bis:%d.%m.%Y}")
            for each in world.mitgliedschaften
            if each.gremium == key and each.bis and each.bis < STICHTAG
        )


class TestPersonen:
    def test_the_list_links_everybody_with_a_page(self, world: World, system: System) -> None:
        root = page(system, "kp0041.php?__cwpall=1")
        found = {str(each["href"]): said(each) for each in root.select("td.pename a")}
        sitzende = {each.person for each in world.mitgliedschaften}
        assert found == {
            f"pe0051.php?__kpenr={each.nummer}": each.rufname for each in world.personen if each.nummer in sitzende
        }
        assert counter(root) == len(found)

    @pytest.mark.parametrize("program", ["kp0050", "pe0051"])
    def test_the_seats_of_a_person(self, world: World, system: System, program: str) -> None:
        for person in world.personen[::4]:
            root = page(system, f"{program}.php?__kpenr={person.nummer}&__cwpall=1")
            assert said(root.h1) == person.rufname
            found = [
                tuple(said(row.select_one(f"td.{name}")) for name in ("grname", "amname", "mgadat", "mgedat"))
                for row in rows(root, f"#smc_page_{program}_contenttable1")
                if row.select("td.grname")
            ]
            assert sorted(found) == sorted(
                (
                    world.gremium[each.gremium].name,
                    each.rolle,
                    f"{each.von:%d.%m.%Y}",
                    f"{each.bis:%d.%m.%Y}" if each.bis else "",
                )
                for each in world.mitgliedschaften
                if each.person == person.nummer
            )

    def test_nothing_private_is_shown(self, geheim: World) -> None:
        system = System(geheim)
        for person in geheim.personen[:10]:
            body = ask(system, f"pe0051.php?__kpenr={person.nummer}").body.decode()
            assert person.privat is not None
            for secret in (person.privat.strasse, person.privat.telefon, person.privat.mail, person.privat.beruf):
                assert secret not in body

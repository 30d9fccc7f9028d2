"""The Sitzungen of Musterstadt and their calendar as SessionNet shows them."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from bs4 import Tag
from tests.demo.conftest import STICHTAG
from tests.demo.reading_sessionnet import ask, counter, files, joined, page, rows, said

from ratsarchiv.demo import World, musterstadt
from ratsarchiv.demo.sessionnet import System
from ratsarchiv.demo.world import Top

if TYPE_CHECKING:
    pass


@pytest.fixture(scope="module")
def system(world: World) -> System:
    return System(world)


@pytest.fixture(scope="module")
def geheim() -> World:
    return musterstadt(stichtag=STICHTAG, geheim=True)


class TestSitzung:
    def test_metadata_on_both_pages(self, world: World, system: System) -> None:
        for sitzung in world.oeffentliche_sitzungen[::5]:
            gremium = ", ".join(world.gremium[each].name for each in sitzung.gremien)
            zeit = "-".join(each for each in (sitzung.beginn, sitzung.ende) if each)
            uhr = [f"{zeit} Uhr"] if zeit else []
            for program in ("si0050", "si0057"):
                root = page(system, f"{program}.php?__ksinr={sitzung.id}")
                assert said(root.select_one("div.siname")) == sitzung.kennung
                assert said(root.select_one("div.sigrname")) == gremium
                assert said(root.select_one("div.sidat")) == f"{sitzung.datum:%d.%m.%Y}"
                assert [said(each) for each in root.select("div.yytime")] == uhr
                assert said(root.h1) == " - ".join((gremium, f"{sitzung.datum:%d.%m.%Y}", *uhr))
                for part in (sitzung.raum, *(sitzung.ort or "").split(", ")):
                    assert part is not None
                    assert part in said(root.select_one("div.siort"))

    def test_documents_are_counted_in_a_closed_box(self, world: World, system: System) -> None:
        sitzung = next(each for each in world.oeffentliche_sitzungen if each.anlagen and each.protokoll)
        names = [each.titel for each in sitzung.dokumente] + [each.name for each in sitzung.anlagen]
        root = page(system, f"si0057.php?__ksinr={sitzung.id}")
        box = root.select_one("#smcacchead2")
        assert box is not None
        assert [name for _, name in files(box)] == names
        assert said(root.select_one("#smcpanel2 button")) == f"{len(names)} Dokumente"
        assert files(page(system, f"si0050.php?__ksinr={sitzung.id}")) == files(box)

    def test_agenda(self, world: World, system: System) -> None:
        results: Counter[str] = Counter()
        for sitzung in world.oeffentliche_sitzungen:
            items = [
                each
                for each in page(system, f"si0057.php?__ksinr={sitzung.id}").select(
                    "table#smc_page_si0057_contenttable2 tr"
                )
                if each.select("td.tofnum")
            ]
            assert [said(each.select_one("span.badge")) for each in items] == [each.nummer for each in sitzung.tops]
            for row, top in zip(items, sitzung.tops, strict=True):
                assert said(row.select_one("div.smc-card-header-title-simple")) == joined(top.betreff)
                results.update(_check_top(world, row, top))
        assert min(results.values()) > 2
        assert len(results) == 5

    def test_votes_leave_out_who_did_not_occur(self, world: World, system: System) -> None:
        stimmen = {
            top.auszug.stimmen: sitzung
            for sitzung in world.oeffentliche_sitzungen
            for top in sitzung.tops
            if top.auszug and top.auszug.stimmen
        }
        ohne = next(each for each in stimmen if each[2] == 0)
        body = ask(system, f"si0057.php?__ksinr={stimmen[ohne].id}").body.decode()
        assert f"<strong>Abstimmung:</strong>  Ja:&nbsp;{ohne[0]}, Nein:&nbsp;{ohne[1]}</p>" in body

    def test_the_text_of_an_auszug_is_not_shown(self, world: World, system: System) -> None:
        sitzung, top = next(world.top[each.id] for each in world.auszuege if each.auszug and each.auszug.teile)
        assert top.auszug is not None
        content = said(page(system, f"si0057.php?__ksinr={sitzung.id}").select_one("#page-content"))
        texts = [
            joined(cell) for part in top.auszug.teile for each in part.absaetze for line in each.zeilen for cell in line
        ]
        long = [each for each in texts if len(each) > 60]
        assert long
        assert not [each for each in long if each in content]

    def test_parts_have_headings(self, world: World, system: System) -> None:
        sitzung = next(
            each for each in world.oeffentliche_sitzungen if {top.oeffentlich for top in each.tops} == {True, False}
        )
        root = page(system, f"si0057.php?__ksinr={sitzung.id}")
        assert [said(each) for each in root.select("td.totrenn h2")] == [
            "Öffentlicher Teil:",
            "Nicht öffentlicher Teil:",
        ]

    def test_parts_that_are_mixed_have_as_many_headings_as_there_are_changes(self, geheim: World) -> None:
        system = System(geheim)
        sitzung = next(
            each
            for each in geheim.oeffentliche_sitzungen
            if len(each.tops) > 4 and not each.tops[0].oeffentlich and each.tops[1].oeffentlich
        )
        root = page(system, f"si0057.php?__ksinr={sitzung.id}")
        heads = [said(each) for each in root.select("td.totrenn h2")]
        assert heads[:2] == ["Nicht öffentlicher Teil:", "Öffentlicher Teil:"]
        badges = root.select("table#smc_page_si0057_contenttable2 span.badge")
        assert [said(each) for each in badges] == [each.nummer for each in sitzung.tops]

    def test_an_item_that_betrays_itself(self, geheim: World) -> None:
        system = System(geheim)
        sitzung = next(each for each in geheim.oeffentliche_sitzungen if any(top.verraten for top in each.tops))
        place, top = next((n, each) for n, each in enumerate(sitzung.tops) if each.verraten)
        row = page(system, f"si0057.php?__ksinr={sitzung.id}").select("tr:has(td.tofnum)")[place]
        assert row.select("td.tovo a")[0]["href"] == f"vo0050.php?__kvonr={top.vorlage}"
        assert top.niederschrift is not None
        assert (f"getfile.php?id={top.niederschrift.nummer}&type=do", top.niederschrift.titel) in files(row)
        assert said(row.select_one("p.smc_field_smcdv0_box2_beschluss")) == f"Beschluss: {top.beschluss}"
        assert ask(system, f"getfile.php?id={top.niederschrift.nummer}&type=do").status == 302


def _check_top(world: World, row: Tag, top: Top) -> list[str]:
    """Asserts what a row says, and which kinds of facts it had."""
    papier = world.vorlage[top.vorlage] if top.vorlage and top.oeffentlich else None
    links = row.select("td.tovo a")
    assert [(each["href"], said(each)) for each in links] == (
        [(f"vo0050.php?__kvonr={papier.id}", papier.nummer)] if papier else []
    )
    assert len(row.select("td.toxx")) == (0 if papier else 1)
    beschluss = [said(each) for each in row.select("p.smc_field_smcdv0_box2_beschluss")]
    assert beschluss == ([f"Beschluss: {top.beschluss}"] if top.beschluss and top.oeffentlich else [])
    stimmen = (top.auszug.stimmen if top.auszug else None) or ()
    zahlen = [f"{name}: {n}" for name, n in zip(("Ja", "Nein", "Enthaltung"), stimmen, strict=False) if n]
    abstimmung = [said(each) for each in row.select("p.smc_field_smcdv0_box2_abstimmung")]
    assert abstimmung == ([f"Abstimmung: {', '.join(zahlen)}"] if zahlen else [])
    titles = [each.titel for each in papier.dokumente] if papier and papier.zugang == "oeffentlich" else []
    titles += [each.name for each in papier.anlagen] if papier and papier.zugang == "oeffentlich" else []
    titles += [top.niederschrift.titel] if top.niederschrift else []
    titles += [each.name for each in top.auszug.anlagen] if top.auszug else []
    assert [name for _, name in files(row)] == titles
    facts = {"Vorlage": papier, "Beschluss": beschluss, "Stimmen": zahlen, "Dateien": titles, "N": not top.oeffentlich}
    return [name for name, fact in facts.items() if fact]


class TestKalender:
    def test_every_day_has_a_row_and_every_sitzung_one(self, world: World, system: System) -> None:
        for jahr, monat in ((2023, 12), (2025, 7), (2026, 11)):
            root = page(system, f"si0040.php?__cjahr={jahr}&__cmonat={monat}&__canz=1&__cselect=0")
            found: list[tuple[date, str, str | None]] = []
            days, day = [], date.min
            for row in rows(root, "#smc_page_si0040_contenttable1"):
                number = said(row.select_one("td.smc_fct_day"))
                if number:
                    day = date(jahr, monat, int(number))
                    days.append(day)
                link = row.select_one("td.silink a")
                if row.select("td.silink div"):
                    time, *_ = [said(each) for each in row.select("li")]
                    found.append((day, time, str(link["href"]) if link else None))
            assert len(days) == monthrange(jahr, monat)[1]
            assert sorted(found, key=str) == sorted(
                (
                    (
                        each.datum,
                        "-".join(filter(None, (each.beginn, each.ende))) + " Uhr",
                        f"si0057.php?__ksinr={each.id}" if each.oeffentlich else None,
                    )
                    for each in world.sitzungen
                    if (each.datum.year, each.datum.month) == (jahr, monat)
                ),
                key=str,
            )

    def test_a_second_sitzung_has_a_row_without_day(self, world: World, system: System) -> None:
        tag, _ = Counter(each.datum for each in world.sitzungen).most_common(1)[0]
        treffen = [each for each in world.sitzungen if each.datum == tag]
        assert len(treffen) > 1
        root = page(system, f"si0040.php?__cjahr={tag.year}&__cmonat={tag.month}")
        without = [each for each in rows(root, "#smc_page_si0040_contenttable1") if not said(each.select_one("td"))]
        assert len(without) >= len(treffen) - 1
        assert all(len(each.select("td")) == 7 for each in without)

    def test_a_link_names_gremium_and_day(self, world: World, system: System) -> None:
        sitzung = next(each for each in world.oeffentliche_sitzungen if len(each.gremien) == 1)
        root = page(system, f"si0040.php?__cjahr={sitzung.datum.year}&__cmonat={sitzung.datum.month}")
        link = root.select_one(f"a[href='si0057.php?__ksinr={sitzung.id}']")
        name = world.gremium[sitzung.gremien[0]].name
        assert link is not None
        assert link["title"] == f"Details anzeigen: {name} {sitzung.datum:%d.%m.%Y}"
        assert said(link) == name

    def test_a_sitzung_without_page_is_plain_text(self, world: World, system: System) -> None:
        for sitzung in (each for each in world.sitzungen if not each.oeffentlich):
            body = ask(system, f"si0040.php?__cjahr={sitzung.datum.year}&__cmonat={sitzung.datum.month}").body.decode()
            name = sitzung.kalendername if sitzung.abgesagt else world.gremium[sitzung.gremien[0]].name
            assert f'<div class="smc-el-h ">{name}<!--SMCINFO:si.bi.' in body
            assert f"__ksinr={sitzung.id}" not in body

    def test_without_a_month_it_is_todays(self, system: System) -> None:
        for address in ("si0040.php", "si0040.php?__cjahr=2026&__cmonat=13", "si0040.php?__cjahr=x&__cmonat=1"):
            root = page(system, address)
            assert said(root.h1) == "Kalender 2026 November"
            assert {said(each) for each in root.select("td.smcrowt")} == {"22", "So"}

    def test_the_filter_offers_every_year_with_data(self, world: World, system: System) -> None:
        root = page(system, "si0040.php")
        years = {int(said(each)) for each in root.select("a.smcfiltermenuyear")}
        assert years >= {each.datum.year for each in world.sitzungen}
        assert [said(each) for each in root.select("a.smcfiltermenuselected")] == ["November", "2026"]

    def test_the_list_of_a_gremium(self, world: World, system: System) -> None:
        for name in ("__ksigrnr", "__kgsgrnr"):
            root = page(system, f"si0046.php?smccont=85&{name}=101")
            eigene = [each for each in world.sitzungen if "au1" in each.gremien]
            assert counter(root) == len(eigene) > 3
            assert {said(each) for each in root.select("td.sidat")} == {f"{each.datum:%d.%m.%Y}" for each in eigene}

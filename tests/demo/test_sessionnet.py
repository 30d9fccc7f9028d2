"""The frame of every page of SessionNet, its session, and its Vorlagen."""

from __future__ import annotations

import re
import threading
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag
from tests.demo.reading_sessionnet import ask, counter, files, joined, page, rows, said

from ratsarchiv.demo import World
from ratsarchiv.demo.sessionnet import System
from ratsarchiv.demo.sessionnet.besuche import MEISTENS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ratsarchiv.demo.world import Sitzung, Vorlage

GESEHEN = {"si0040", "si0050", "si0057", "gr0040", "kp0040", "vo0050"}
"""Programs whose real pages lie beside the project."""
NUR_BESCHRIEBEN = {"mgadat", "mgedat", "smc_field_danr_5", "abstimmung", "list-inline-item"}


@pytest.fixture(scope="module")
def system(world: World) -> System:
    return System(world)


class TestFrame:
    def test_says_what_it_is_on_every_page(self, world: World, system: System) -> None:
        vorlage, sitzung = world.oeffentliche_vorlagen[0], world.oeffentliche_sitzungen[0]
        for address in (
            "info.php", "si0040.php", "si0046.php", f"si0050.php?__ksinr={sitzung.id}",
            f"si0057.php?__ksinr={sitzung.id}", f"vo0050.php?__kvonr={vorlage.id}", f"vo0053.php?__kvonr={vorlage.id}",
            "vo0042.php?__cwpall=1", "gr0040.php", "kp0040.php?__kgrnr=1", "kp0041.php?__cwpall=1",
            "kp0050.php?__kpenr=103", "pe0051.php?__kpenr=103", "error.php", "ylogon.php",
        ):  # fmt: skip
            root = page(system, address)
            assert "SessionNet Version 5.5.5" in str(root.select_one("meta[name=author]"))
            assert root.select_one("meta[name=sessionnet][content='V:050505']")
            assert root.body is not None
            assert root.body["id"] == "smc_body"
            assert root.select(f"#wrapper.smclayout.smc_page_{address.partition('.')[0]}_layout")
            assert len(root.select("h1.smc_h1")) == 1
            assert "22.11.2026 10:36:44" in said(root.footer)

    def test_only_one_number_differs_between_two_views(self, world: World, system: System) -> None:
        address = f"si0057.php?__ksinr={world.oeffentliche_sitzungen[5].id}"
        first, second = (ask(system, address).body for _ in range(2))
        assert first != second
        pattern = rb"smcGlobalGKI2\(\)\{return '\d{9}';\}"
        assert re.sub(pattern, b"", first) == re.sub(pattern, b"", second)

    def test_that_number_never_comes_twice(self, system: System) -> None:
        numbers = [system.besuche.laufend() for _ in range(5000)]
        assert len(set(numbers)) == 5000
        assert {len(str(each)) for each in numbers} == {9}

    def test_names_the_folder_where_it_stands(self, world: World) -> None:
        system = System(world, "http://127.0.0.1:40123")
        assert "smcGlobal_HB(){return 'http://127.0.0.1:40123/sessionnet/bi';}" in page(system, "info.php").decode()
        assert ask(system, "").kopf["Location"] == "http://127.0.0.1:40123/sessionnet/bi/info.php"
        system.ursprung = "http://127.0.0.1:1"
        assert ask(system, "").kopf["Location"] == "http://127.0.0.1:1/sessionnet/bi/info.php"

    def test_headings_have_named_entities_and_the_rest_is_utf8(self, world: World, system: System) -> None:
        vorlage = next(each for each in world.oeffentliche_vorlagen if "ß" in each.betreff.split("\n")[0])
        body = ask(system, f"vo0050.php?__kvonr={vorlage.id}").body.decode()
        h1 = re.findall(r'<h1 class="smc_h1">(.*?)</h1>', body)
        assert "&szlig;" in h1[0]
        assert "ß" not in h1[0]
        assert f'vobetr">{vorlage.betreff.splitlines()[0]}' in body

    def test_no_class_that_the_real_pages_do_not_have(self, world: World, system: System, shared: Path) -> None:
        vorlage = next(each for each in world.oeffentliche_vorlagen if each.anlagen)
        addresses = [f"vo0050.php?__kvonr={vorlage.id}", "si0040.php?__cjahr=2026&__cmonat=10", "gr0040.php"]
        addresses += ["kp0040.php?__kgrnr=1", f"si0050.php?__ksinr={_mit_ergebnis(world).id}"]
        addresses += [f"si0057.php?__ksinr={_mit_ergebnis(world).id}"]
        real = {
            name
            for path in (shared / "pages" / "sessionnet").rglob("*.html")
            for name in _classes(BeautifulSoup(path.read_bytes(), "lxml"))
        }
        assert {each.partition(".")[0] for each in addresses} == GESEHEN
        for address in addresses:
            content = page(system, address).select_one("#page-content")
            assert content is not None
            assert set(_classes(content)) - real - NUR_BESCHRIEBEN == set()


def _classes(scope: Tag) -> Iterable[str]:
    return (name for each in scope.find_all(True) for name in each.get_attribute_list("class") if name)


def _mit_ergebnis(world: World) -> Sitzung:
    return next(
        each for each in world.oeffentliche_sitzungen if any(top.auszug and top.auszug.stimmen for top in each.tops)
    )


class TestSession:
    def test_the_start_page_sets_the_cookie_once(self, world: World) -> None:
        system = System(world)
        cookie = ask(system, "info.php").kopf["Set-Cookie"]
        assert re.fullmatch(r"PHPSESSID=\w{26}; path=/", cookie)
        assert "Set-Cookie" not in ask(system, "info.php", cookie=f"a=b; {cookie.partition(';')[0]}").kopf
        assert "Set-Cookie" in ask(system, "info.php", cookie="PHPSESSID=fremd").kopf
        assert "Set-Cookie" not in ask(system, "si0040.php").kopf

    def test_where_sessions_are_a_duty_agendas_are_refused_without(self, world: World) -> None:
        system = System(world)
        address = f"si0057.php?__ksinr={world.oeffentliche_sitzungen[0].id}"
        assert ask(system, address).status == 200
        system.sitzungspflicht = True
        refused = ask(system, address)
        assert (refused.status, refused.kopf["Location"]) == (302, "/sessionnet/bi/error2.php")
        cookie = ask(system, "info.php").kopf["Set-Cookie"].partition(";")[0]
        assert ask(system, address, cookie=cookie).status == 200
        assert ask(system, address, cookie="PHPSESSID=fremd").status == 302
        assert ask(system, address.replace("57", "50")).status == 200

    def test_only_so_many_are_remembered(self, world: World) -> None:
        system = System(world)
        cookies = [ask(system, "info.php").kopf["Set-Cookie"].partition(";")[0] for _ in range(MEISTENS + 1)]
        assert len(system.besuche) == MEISTENS == 200
        assert not system.besuche.bekannt(cookies[0])
        assert system.besuche.bekannt(cookies[1])
        assert system.besuche.bekannt(cookies[-1])

    def test_the_same_names_each_time(self, world: World) -> None:
        assert ask(System(world), "info.php").kopf == ask(System(world), "info.php").kopf

    def test_many_at_once(self, world: World) -> None:
        system = System(world)
        bodies: list[bytes] = []
        threads = [threading.Thread(target=lambda: bodies.append(ask(system, "info.php").body)) for _ in range(32)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(set(bodies)) == 32
        assert len(system.besuche) == 32


class TestVorlage:
    def test_three_fields_and_no_more(self, world: World, system: System) -> None:
        for vorlage in world.oeffentliche_vorlagen[::7]:
            root = page(system, f"vo0050.php?__kvonr={vorlage.id}")
            heads = [each["class"][-1] for each in root.select("div.smc-cell-head")]
            assert heads == ["vobetr_title", "voname_title", "vovaname_title"]
            assert said(root.select_one("div.vobetr")) == said(root.h1) == joined(vorlage.betreff)
            betreff = root.select_one("div.vobetr")
            assert betreff is not None
            assert len(betreff.select("br")) == vorlage.betreff.count("\n")
            assert said(root.select_one("div.voname")) == vorlage.nummer
            assert said(root.select_one("div.vovaname")) == vorlage.art
            content = said(root.select_one("#page-content"))
            assert vorlage.federfuehrend not in content.replace(" ".join(_texts(vorlage)), "")

    def test_texts_are_blocks_without_titles(self, world: World, system: System) -> None:
        for vorlage in world.oeffentliche_vorlagen[::7]:
            root = page(system, f"vo0050.php?__kvonr={vorlage.id}")
            parts = [each for each in vorlage.teile if each.nummer]
            blocks = root.select("div.smcdocmsword")
            assert [each["id"] for each in blocks] == [f"smcdocid{each.nummer:08}" for each in parts]
            assert len(root.select("hr")) == max(0, len(parts) - 1)
            for block, part in zip(blocks, parts, strict=True):
                words = " ".join(cell for each in part.absaetze for line in each.zeilen for cell in line)
                assert said(block).replace(" ", "") == words.replace(" ", "").replace("\n", "")

    def test_word_breaks_lines_within_sentences_and_quotes_nothing(self, world: World, system: System) -> None:
        bodies = [
            ask(system, f"vo0050.php?__kvonr={each.id}").body.decode() for each in world.oeffentliche_vorlagen[:30]
        ]
        assert all("<div class=WordSection1>" in each and "<p class=MsoNormal></p>" in each for each in bodies)
        assert any(re.search(r"[a-zäöü]\n[a-zäöü]", each.partition("<!--smcdocmsword-->")[2]) for each in bodies)
        assert any("mso-bidi-font-weight:\nbold" in each for each in bodies)
        assert any("<table class=MsoNormalTable" in each for each in bodies)

    def test_documents_and_attachments_have_lasting_addresses(self, world: World, system: System) -> None:
        vorlage = next(each for each in world.oeffentliche_vorlagen if len(each.anlagen) == 3)
        found = files(page(system, f"vo0050.php?__kvonr={vorlage.id}"))
        assert [name for _, name in found] == [
            *(each.titel for each in vorlage.dokumente),
            *(each.name for each in vorlage.anlagen),
        ]
        documents = [f"getfile.php?id={each.nummer}&type=do" for each in vorlage.dokumente]
        assert [address for address, _ in found][: len(documents)] == documents
        assert len(set(found)) == len(found)
        assert found == files(page(System(world), f"vo0050.php?__kvonr={vorlage.id}"))

    def test_the_kind_of_a_document_is_a_class(self, world: World, system: System) -> None:
        vorlage = next(each for each in world.oeffentliche_vorlagen if each.anlagen)
        boxes = page(system, f"vo0050.php?__kvonr={vorlage.id}").select("div.smc-d-el")
        assert said(boxes[0].select_one("i.smc_field_danr_2")) == "VO"
        assert ["smc-d-ex" in each["class"] for each in boxes] == [False] + [True] * (len(boxes) - 1)


def _texts(vorlage: Vorlage) -> list[str]:
    return [joined(cell) for part in vorlage.teile for each in part.absaetze for line in each.zeilen for cell in line]


class TestBeratungen:
    def test_a_panel_for_each_with_its_role_and_result(self, world: World, system: System) -> None:
        kinds: Counter[str] = Counter()
        for vorlage in world.oeffentliche_vorlagen:
            root = page(system, f"vo0053.php?__kvonr={vorlage.id}")
            panels = root.select("div[id^=smcpanel]")
            assert len(panels) == len(vorlage.beratungen)
            for panel, beratung in zip(panels, vorlage.beratungen, strict=True):
                for badge in panel.select("span.smc-badges"):
                    badge.extract()
                sitzung, top = world.top.get(beratung.top or 0, (None, None))
                oeffentlich = top.oeffentlich if top else not world.gremium[beratung.gremium].nichtoeffentlich
                expected = (
                    (f"{sitzung.datum:%d.%m.%Y} " if sitzung else "")
                    + world.gremium[beratung.gremium].name
                    + (f" TOP {top.nummer.split()[1]}" if top else "")
                    + (" öffentlich" if oeffentlich else " nichtöffentlich")
                )
                ende = beratung.beschluss or beratung.rolle
                assert said(panel.select_one("button")) == expected + (f" - {ende}" if ende else "")
                assert [said(each) for each in panel.select("div.txname")] == [beratung.rolle] * bool(beratung.rolle)
                links = [each["href"] for each in panel.select("a[href*=si0057]")]
                public = sitzung is not None and sitzung.oeffentlich and oeffentlich
                assert links == ([f"si0057.php?__ksinr={sitzung.id}"] if sitzung and public else [])
                kinds["verlinkt" if public else "ohne"] += 1
                kinds["mit" if beratung.beschluss else "offen"] += 1
        assert min(kinds[each] for each in ("verlinkt", "ohne", "mit", "offen")) > 10


class TestListe:
    def test_all_vorlagen_stand_on_one_page(self, world: World, system: System) -> None:
        root = page(system, "vo0042.php?__cwpall=1")
        found = {
            str(row.select("td.voname a")[0]["href"]): [
                said(row.select_one(f"td.{name}")) for name in ("voname", "vobetr", "vovaname", "vodat")
            ]
            for row in rows(root, "#smc_page_vo0042_contenttable1")
        }
        assert found == {
            f"vo0050.php?__kvonr={each.id}": [each.nummer, joined(each.betreff), each.art, f"{each.angelegt:%d.%m.%Y}"]
            for each in world.oeffentliche_vorlagen
        }
        assert counter(root) == len(found)

    def test_the_newest_comes_first(self, system: System) -> None:
        root = page(system, "vo0042.php")
        days = [said(row.select_one("td.vodat")) for row in rows(root, "#smc_page_vo0042_contenttable1")]
        assert days == sorted(days, key=lambda each: each.split(".")[::-1], reverse=True)

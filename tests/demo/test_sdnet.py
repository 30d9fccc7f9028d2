"""Musterstadt as SD.NET RIM: its pages show what the world says, read by another way than the parser's."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from ratsarchiv.demo import musterstadt
from ratsarchiv.demo.sdnet import System
from ratsarchiv.demo.sdnet.kennung import objekt, token

if TYPE_CHECKING:
    from ratsarchiv.demo import World
    from ratsarchiv.demo.antwort import Antwort
    from ratsarchiv.demo.world import Sitzung, Vorlage

HOST = "http://127.0.0.1:40123"


@pytest.fixture(scope="module")
def world() -> World:
    return musterstadt(stichtag=date(2026, 11, 22), vorlagen=80, sitzungen=40)


@pytest.fixture(scope="module")
def system(world: World) -> System:
    return System(world, HOST)


def ask(system: System, address: str) -> Antwort:
    return system.antwort(address.removeprefix(HOST), {})


def soup(system: System, address: str) -> BeautifulSoup:
    answer = ask(system, address)
    assert (answer.status, answer.mime) == (200, "text/html; charset=utf-8")
    return BeautifulSoup(answer.body, "html.parser")


def tops(sitzung: Sitzung) -> str:
    return f"/rim/tops/?__={token('tops', sitzung.id)}"


def vorgang(vorlage: Vorlage) -> str:
    return f"/rim/vorgang/?__={token('vorgang', vorlage.id)}"


@pytest.mark.parametrize("numbers", [(), (1,), (11231,), (11231, 2)])
def test_a_token_says_what_it_stands_for_and_begins_as_all_do(numbers: tuple[int, ...]) -> None:
    made = token("vorgang", *numbers)
    assert made.startswith("UGhVM0hpd2NXNFdFcExjZ")
    assert re.fullmatch(r"[\w-]+", made)
    assert objekt(made) == ("vorgang", numbers)


@pytest.mark.parametrize(
    "other", ["", "x", "ä", "UGhVM0hpd2NXNFdFcExjZ", "====", "UGhVM0hpd2NXNFdFcExjZXxxxxxxxxxxxxxxxxxxxxx"]
)
def test_what_is_no_token_stands_for_nothing(system: System, other: str) -> None:
    assert ask(system, f"/rim/tops/?__={other}").status == 404


def test_every_object_has_a_token_of_its_own(world: World) -> None:
    numbers = [("tops", each.id) for each in world.sitzungen] + [("vorgang", each.id) for each in world.vorlagen]
    assert len({token(*each) for each in numbers}) == len(numbers)


def test_the_agenda_prints_every_item_and_documents_of_public_ones_alone(system: System, world: World) -> None:
    for sitzung in world.oeffentliche_sitzungen:
        rows = soup(system, tops(sitzung)).select("tr.top-oeff-data, tr.top-noeff-data")
        printed = [row.select(".column-topnrtext")[0].text.rstrip(".") for row in rows]
        assert printed == [top.nummer[2:] for top in sitzung.tops]
        assert ["top-oeff-data" in row["class"] for row in rows] == [top.oeffentlich for top in sitzung.tops]
        for row, top in zip(rows, sitzung.tops, strict=True):
            assert row.select(".column-bezeichnung")[0].get_text("").replace("\n\n", "\n") == top.betreff
            assert top.oeffentlich or not row.select("a[href*=sdnetrim]")


def test_the_head_of_a_sitzung(system: System, world: World) -> None:
    for sitzung in world.oeffentliche_sitzungen:
        rows = {row.th.text: row.td for row in soup(system, tops(sitzung)).select(".table-details tr")}  # type: ignore[union-attr]
        names = [world.gremium[each].name for each in sitzung.gremien]
        assert rows["Sitzung:"].text.startswith(", ".join(names))  # type: ignore[union-attr]
        assert f"{sitzung.datum:%d.%m.%Y}" in rows["Termin:"].text  # type: ignore[union-attr]
        assert (sitzung.beginn or "") in rows["Termin:"].text  # type: ignore[union-attr]
        files = [doc for name in ("Einladung:", "Niederschrift:") if name in rows for doc in rows[name].select("a")]  # type: ignore[union-attr]
        titles = [each.titel for each in sitzung.dokumente] + [each.name for each in sitzung.anlagen]
        assert sorted(doc.text.partition(" (exportiert")[0] for doc in files) == sorted(titles)


def test_a_vorgang_shows_head_documents_and_steps(system: System, world: World) -> None:
    for vorlage in world.oeffentliche_vorlagen:
        page = soup(system, vorgang(vorlage))
        rows = {row.th.text: row.td for row in page.select(".table-details tr")}  # type: ignore[union-attr]
        assert rows[f"{vorlage.art}:"].text.strip() == vorlage.nummer  # type: ignore[union-attr]
        assert rows["Federführung:"].text == vorlage.federfuehrend  # type: ignore[union-attr]
        steps = [row.select("td")[1].text for row in page.select(".table-vorgang tbody tr")]
        assert steps == [world.gremium[each.gremium].name for each in vorlage.beratungen]
        titles = [each.titel for each in vorlage.dokumente] + [each.name for each in vorlage.anlagen]
        assert [a.text.partition(" (exportiert")[0] for a in page.select("a[href*=sdnetrim]")] == titles
        assert not any(
            teil.absaetze and teil.absaetze[0].zeilen[0][0] in page.text for teil in vorlage.teile if teil.nummer
        )


def test_every_public_sitzung_and_vorlage_is_reached(system: System, world: World) -> None:
    calendar = ask(system, "/rim/termine/ics/SD.NET_RIM.ics").body.decode()
    addresses = re.findall(rf"Tagesordnung: {HOST}(/rim/tops/\?__=[\w-]+)", calendar)
    assert addresses == [tops(each) for each in world.oeffentliche_sitzungen]
    listed = {str(a["href"]) for a in soup(system, "/rim/vorlagen/").select("#div-content a")}
    assert listed == {HOST + vorgang(each) for each in world.oeffentliche_vorlagen}


def test_the_calendar_says_when_and_what_is_cancelled(system: System, world: World) -> None:
    events = ask(system, "/rim/termine/ics/SD.NET_RIM.ics").body.decode().split("BEGIN:VEVENT")[1:]
    for event, sitzung in zip(events, world.oeffentliche_sitzungen, strict=True):
        clock = (sitzung.beginn or "").replace(":", "").zfill(4)
        assert f":{sitzung.datum:%Y%m%d}" + (f"T{clock}00" if sitzung.beginn else "\n") in event
        assert ("entfällt" in event) == sitzung.abgesagt
        assert "STATUS" not in event


def test_the_stamp_of_the_calendar_is_never_the_same(system: System) -> None:
    stamps = [re.findall(rb"DTSTAMP:(\w+)", ask(system, "/rim/termine/ics/SD.NET_RIM.ics").body)[0] for _ in range(2)]
    assert stamps[0] != stamps[1]


def test_what_is_not_public_is_not_there(system: System, world: World) -> None:
    refused = [tops(each) for each in world.sitzungen if not each.oeffentlich]
    refused += [vorgang(each) for each in world.vorlagen if each.zugang != "oeffentlich"]
    hidden = [top for _, top in world.top.values() if not top.oeffentlich]
    refused += [f"/rim/vorgang/?__={token('top', each.id)}" for each in hidden]
    assert hidden
    assert len(refused) > len(hidden)
    assert {ask(system, each).status for each in refused} == {404}


def test_every_document_that_a_page_offers_is_delivered(system: System, world: World) -> None:
    closed = {each.nummer for each in world.dokument.values() if each.verschlossen}
    for vorlage in world.oeffentliche_vorlagen[:20]:
        for anchor in soup(system, vorgang(vorlage)).select("a[href*=sdnetrim]"):
            answer = ask(system, str(anchor["href"]))
            numbers = objekt(urlsplit(str(anchor["href"])).path.split("/")[3])[1]
            assert answer.status == (404 if set(numbers[:1]) & closed else 200)
            assert answer.status == 404 or b"".join(answer.stuecke()).startswith(b"%PDF")


def test_a_change_of_the_world_is_seen_at_once() -> None:
    own = musterstadt(stichtag=date(2026, 11, 22), vorlagen=60, sitzungen=40)
    system, vorlage = System(own, HOST), own.oeffentliche_vorlagen[0]
    assert ask(system, vorgang(vorlage)).status == 200
    vorlage.betreff = "Ein anderer Betreff"
    own.geaendert()
    assert "Ein anderer Betreff" in soup(system, vorgang(vorlage)).text
    vorlage.zugang = "noauth"
    assert ask(system, vorgang(vorlage)).status == 404


def test_addresses_carry_the_place_where_it_is_served() -> None:
    system = System(musterstadt(stichtag=date(2026, 11, 22), vorlagen=60, sitzungen=40))
    system.ursprung = "http://127.0.0.1:5"
    links = [str(a["href"]) for a in soup(system, "/rim/gremien/").select("a[href*=gremien]")]
    assert links
    assert all(link.startswith("http://127.0.0.1:5/rim/") for link in links)

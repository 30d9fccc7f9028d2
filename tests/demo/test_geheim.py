"""The non-public corpus: large, of every kind, told in full, and said by no page but where the list says so."""

from __future__ import annotations

from collections import Counter
from html import unescape

import pytest
import requests
from tests.demo.conftest import STICHTAG
from tests.demo.reading import ask

from ratsarchiv.demo import World, alle_verschliessen, musterstadt, serve
from ratsarchiv.demo.besuch import Besuche
from ratsarchiv.demo.geschehen import gr, kp, si, to, vo
from ratsarchiv.demo.programme import System
from ratsarchiv.model import Page
from ratsarchiv.parse import parse


@pytest.fixture
def geheim() -> World:
    return musterstadt(stichtag=STICHTAG, geheim=True, vorlagen=120)


def answers(world: World) -> dict[str, tuple[int, str]]:
    system = System(world, "3.9.5", Besuche(0), "http://musterstadt.example/bi/")
    addresses = [vo(each.id) for each in world.vorlagen] + [si(each.id) for each in world.sitzungen]
    addresses += [to(each) for each in world.top] + [kp(each.nummer) for each in world.personen]
    addresses += [gr(each.schluessel) for each in world.gremien] + ["au010.asp", "pa021.asp", "fr010.asp"]
    addresses += [f"si010_e.asp?MM={month}&YY={year}" for year in range(2023, 2028) for month in range(1, 13)]
    found = {each: system.antwort(f"/bi/{each}", b"", None)[0] for each in addresses}
    return {name: (each.status, unescape(each.body.decode("cp1252"))) for name, each in found.items()}


def test_more_than_three_hundred_cases_of_every_kind() -> None:
    geheim = musterstadt(stichtag=STICHTAG, geheim=True)
    markers = [each.marker for each in geheim.geheim]
    assert len(markers) == len(set(markers)) >= 300
    assert not [one for one in markers if any(one in another for another in markers if one is not another)]
    kinds = Counter(each.art for each in geheim.geheim)
    assert set(kinds) == {
        "n_top", "n_nummer", "n_dokument", "n_auszug", "vorlage", "spaeter", "gremium", "sitzung", "person", "kontakt",
    }  # fmt: skip
    assert min(kinds.values()) >= 3


def test_the_smallest_council_has_three_hundred_too() -> None:
    small = musterstadt(stichtag=STICHTAG, geheim=True, vorlagen=60, sitzungen=40, personen=12)
    assert len(small.geheim) >= 300


def test_every_word_is_where_it_is_said_to_be_and_nowhere_else_in_public(geheim: World) -> None:
    found = answers(geheim)
    silent = {"n_dokument", "vorlage", "spaeter", "kontakt"}
    for each in geheim.geheim:
        public = {name for name, (status, text) in found.items() if each.marker in text and status == 200}
        if each.art in {"n_top", "n_nummer", "kontakt"}:
            assert public <= {each.wo} | {name for name in public if name.startswith("to010")}
        elif each.ab == "sofort" and each.art != "n_dokument":
            assert not public, each
        assert each.art in silent or any(each.marker in text for _, text in found.values()), each


def test_after_all_is_closed_no_page_says_what_turned_non_public(geheim: World) -> None:
    before = answers(geheim)
    alle_verschliessen(geheim)
    after = answers(geheim)
    spaeter = [each.marker for each in geheim.geheim if each.ab == "spaeter"]
    assert (
        len([each for each in spaeter if any(each in text for status, text in before.values() if status == 200)]) > 20
    )
    assert not [each for each in spaeter if any(each in text for status, text in after.values() if status == 200)]
    assert not [each for each in spaeter for datei in geheim.dokument.values() if each in " ".join(datei.zeilen)]


def test_agendas_have_their_non_public_part_first_last_and_between(geheim: World) -> None:
    orders = ["".join(top.nummer[0] for top in each.tops) for each in geheim.oeffentliche_sitzungen]
    assert any(each.startswith("NN") and each.endswith("Ö") for each in orders)
    assert any(each.endswith("NN") for each in orders)
    assert any("ÖNÖ" in each or "NÖN" in each for each in orders)


def test_documents_and_minutes_behind_n_items_refuse(geheim: World) -> None:
    top = next(each for _, each in geheim.top.values() if each.verraten)
    assert top.niederschrift
    with serve(geheim) as server:
        for address in (f"do027.asp?DOLFDNR={top.niederschrift.nummer}", to(top.id), kp(9001), gr("au90")):
            answer = ask(server, address)
            assert (answer.status_code, answer.headers["Location"]) == (302, "noauth.asp")


def test_the_parser_keeps_none_of_it(visitor: requests.Session) -> None:
    """The archive's own parser on the pages that leak most: agendas with talkative N items, and members' pages."""
    geheim = musterstadt(stichtag=STICHTAG, geheim=True)
    words = [each.marker for each in geheim.geheim if each.ab == "sofort"]
    with serve(geheim) as server:
        addresses = [si(each.id) for each in geheim.oeffentliche_sitzungen]
        addresses += [kp(each.nummer) for each in geheim.personen]
        for address in addresses:
            body = visitor.get(server.url + address).content
            parsed = parse(Page(url=server.url + address, body=body, kommune="musterstadt"))
            said = repr(parsed.records) + repr(parsed.links) + repr(parsed.problems)
            assert not [each for each in words if each in said], address

"""SD.NET RIM in words: addresses, identity, what is left out, and what a page may break."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.errors import Gate, ParseError, RatsarchivError
from ratsarchiv.model import Beratung, Dokument, Page, Parsed, Record, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse.sdnet import PRODUCT

from . import golden

BASE = "https://ratsinfo.musterstadt.example/rim/"
FOLDER = golden.ROOT / "sdnet"
PAGES = [golden.page(path) for path in sorted(FOLDER.rglob("*.html"))]
CALENDAR = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTAMP:20261009T201404Z\nDTSTART;TZID=Europe/Berlin:20260929T163000\n"
    "DTEND;TZID=Europe/Berlin:20260929T191500\nSUMMARY:Rat\nDESCRIPTION:Link zur Tagesordnung: "
    rf"{BASE}tops/?__=UGhVM0hpd2NXNFdFcExjZsitzung1\n\nBemerkung:\nDie Sitzung entfällt."
    "\nUID:2026099588\nLOCATION:Rathaus, Ratssaal, \nEND:VEVENT\n\n"
    "BEGIN:VEVENT\nSUMMARY:Ohne Adresse\nEND:VEVENT\nEND:VCALENDAR\n"
)


def parsed(name: str) -> Parsed:
    return PRODUCT.parse(golden.page(FOLDER / f"{name}.html"))


def of(name: str, kind: type[Record]) -> list[Record]:
    return [record for record in parsed(name).records if type(record) is kind]


def calendar(text: str = CALENDAR) -> Parsed:
    return PRODUCT.parse(Page(url=f"{BASE}termine/ics/SD.NET_RIM.ics", body=text.encode(), kommune="musterstadt"))


@pytest.mark.parametrize(
    ("address", "kind", "objekt"),
    [
        ("tops/?__=abc-_1", "tops", "sitzungen"),
        ("vorgang/?__=abc", "vorgang", "vorlagen"),
        ("gremien/?__=abc", "gremium", "gremien"),
        ("gremien/", "gremien", None),
        ("termine/", "termine", None),
        ("vorlagen/", "vorlagen", None),
        ("termine/ics/SD.NET_RIM.ics", "termine.ics", None),
        ("tops/", None, None),
        ("tops/ics/?__=abc", None, None),
        ("vorgang/?__=a%3Cb", None, None),
        ("personen/?__=abc", None, None),
        ("recherche/", None, None),
        ("sdnetrim/abc/Vorlage.pdf", None, None),
        ("webservice/oparl/v1.1/gremien/", None, None),
    ],
)
def test_what_an_address_means(address: str, kind: str | None, objekt: str | None) -> None:
    assert PRODUCT.seitenart(BASE + address) == kind
    named = PRODUCT.objekt(BASE + address)
    assert (named[0] if named else None) == objekt


def test_every_kind_of_page_has_a_role_and_every_start_is_one() -> None:
    assert all(PRODUCT.seitenart(BASE + start) in PRODUCT.rollen for start in PRODUCT.start)
    assert all(PRODUCT.rollen[kind] for kind in ("tops", "vorgang", "gremium", "termine.ics"))


def test_documents_are_the_products_own() -> None:
    assert PRODUCT.kennt(f"{BASE}sdnetrim/abc/Vorlage.pdf")
    assert PRODUCT.kennt(f"{BASE}tops/ics/?__=abc")
    assert not PRODUCT.kennt(f"{BASE}impressum/")


def test_canonical_keeps_the_token_and_nothing_else() -> None:
    assert PRODUCT.canonical("HTTPS://RIS.example/tops/?x=1&__=aBc#search=Rat") == "https://ris.example/tops/?__=aBc"
    assert PRODUCT.canonical(f"{BASE}sdnetrim/aBc/A.pdf#search=Rat") == f"{BASE}sdnetrim/aBc/A.pdf"


def test_an_object_has_one_id_on_every_page() -> None:
    (sitzung,) = of("tops/geplant", Sitzung)
    step = of("vorgang/geplant", Beratung)[0]
    assert isinstance(step, Beratung)
    link = calendar().links[0]
    assert link.platzhalter is not None
    assert {sitzung.id, step.sitzung, link.platzhalter.id} == {sitzung.id}
    (papier,) = of("vorgang/geplant", Vorlage)
    items = of("tops/geplant", Tagesordnungspunkt)
    assert papier.id in {item.vorlage for item in items if isinstance(item, Tagesordnungspunkt)}
    assert PRODUCT.objekt(papier.url) == ("vorlagen", papier.id.removeprefix("musterstadt-"))


def test_tokens_that_differ_in_a_letters_case_are_two_objects() -> None:
    assert PRODUCT.objekt(f"{BASE}tops/?__=abc") != PRODUCT.objekt(f"{BASE}tops/?__=abC")


def test_of_a_non_public_item_only_the_number_is_kept() -> None:
    text = json.dumps(golden.of(parsed("tops/geplant")), ensure_ascii=False)
    assert "N 1" in text
    assert not [word for word in ("Flurstück", "26/091", "geheim") if word in text]
    assert "geheim" not in json.dumps(golden.of(parsed("tops/gemeinsam-beschlossen")))


def test_a_row_that_does_not_say_whether_it_is_public_is_kept_as_a_number() -> None:
    text = json.dumps(golden.of(parsed("tops/unbekannt")), ensure_ascii=False)
    assert "Flurstück" not in text
    assert "sagt nicht, ob sie öffentlich ist" in text


def test_a_number_that_stands_twice_loses_no_item() -> None:
    items = of("tops/unbekannt", Tagesordnungspunkt)
    assert [item.betreff for item in items if isinstance(item, Tagesordnungspunkt)] == [
        None,
        "Wege",
        "Plätze",
        "Gärten",
    ]
    assert len({item.id for item in items}) == 4


def test_an_item_without_a_paper_leads_to_no_vorgang() -> None:
    found = parsed("tops/geplant")
    assert not [link for link in found.links if link.url.endswith("top1")]


def test_the_papers_documents_stand_on_its_own_page_and_the_items_on_the_agenda() -> None:
    owners = {
        doc.titel: doc.tagesordnungspunkt
        for doc in of("tops/gemeinsam-beschlossen", Dokument)
        if isinstance(doc, Dokument)
    }
    assert "Vorlage 12/26" not in owners
    assert str(owners["Niederschrift vom 01.12.2025"]).endswith("-oe1")
    assert str(owners["Beschlusstext 12/26 (öffentlich) Rat 05.01.2026"]).endswith("-oe2")


def test_a_beratungsfolge_that_is_not_understood_makes_nothing_vanish() -> None:
    assert "beratungen" not in {liste.tabelle for liste in parsed("vorgang/unbekannt").vollstaendig}
    assert "beratungen" in {liste.tabelle for liste in parsed("vorgang/geplant").vollstaendig}


def test_an_empty_beratungsfolge_makes_nothing_vanish() -> None:
    page = golden.page(FOLDER / "vorgang" / "abgeschlossen.html")
    empty = PRODUCT.parse(replace(page, body=re.sub(rb"(?s)<tbody>.*</tbody>", b"<tbody></tbody>", page.body)))
    assert [liste.tabelle for liste in empty.vollstaendig] == ["dokumente"]


def test_what_is_not_known_is_said_and_not_guessed() -> None:
    said = [problem.meldung for problem in parsed("tops/unbekannt").problems]
    assert "Beschriftung 'Wetter'" in said
    assert "Zeile ohne Beschriftung, oder mit einer zum zweiten Mal" in said
    assert [problem.art for problem in parsed("vorgang/unbekannt").problems].count("unbekannte_beschriftung") == 4


def test_the_calendar_knows_end_and_cancellation() -> None:
    found = calendar()
    sitzung = found.links[0].platzhalter
    assert isinstance(sitzung, Sitzung)
    assert sitzung.ende is not None
    assert (sitzung.ende.isoformat(), sitzung.abgesagt, sitzung.gremium_name, sitzung.ort) == (
        "2026-09-29T19:15:00+02:00", True, "Rat", "Rathaus, Ratssaal",
    )  # fmt: skip
    assert [problem.meldung for problem in found.problems] == ["1 Termine nennen keine Tagesordnung"]


def test_what_is_made_anew_in_each_answer_is_known() -> None:
    for mark, pattern in PRODUCT.anew.items():
        sample = b'DTSTAMP:20261009T201404Z\n<input name="csrftoken" value="3f8e">'
        assert mark in sample
        assert pattern.sub(b"", sample) != sample


@pytest.mark.parametrize("status", [403, 503])
@pytest.mark.parametrize("address", ["tops/?__=abc", "termine/ics/SD.NET_RIM.ics", "vorlagen/"])
def test_a_firewall_is_left_alone(status: int, address: str) -> None:
    body = (FOLDER / "answers" / "firewall-503.html").read_bytes()
    with pytest.raises(Gate, match="firewall"):
        PRODUCT.parse(Page(url=BASE + address, body=body, kommune="musterstadt", status=status))


def test_an_outage_is_no_firewall() -> None:
    with pytest.raises(ParseError, match="503"):
        parsed("answers/503")


def test_a_page_at_another_pages_address_is_refused() -> None:
    page = golden.page(FOLDER / "vorgang" / "geplant.html")
    with pytest.raises(ParseError, match="asks for tops"):
        PRODUCT.parse(replace(page, url=f"{BASE}tops/?__=abc"))


def survives(page: Page) -> None:
    try:
        found = PRODUCT.parse(page)
    except RatsarchivError as error:
        str(error).encode()
        return
    json.dumps(golden.of(found)).encode()


bounded = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
FRAGMENTS = (
    b"<table>", b"</table>", b"<tr>", b"</td>", b"<td>", b"</div>", b'<a href="http://[">', b"<script>", b"<!--", b"&#0;",
    b"31.02.2026", b"99:99", b'<div id="div-content">', b"<h1>", b"<th>", b"\xff", b"<template>", b'<td class="column-">',
)  # fmt: skip


@bounded
@given(st.sampled_from(PAGES), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(FRAGMENTS)), min_size=1, max_size=8))
def test_fragments_anywhere(page: Page, fragments: list[tuple[float, bytes]]) -> None:
    body = page.body
    for at, fragment in fragments:
        start = int(at * len(body))
        body = body[:start] + fragment + body[start:]
    survives(replace(page, body=body))


@bounded
@given(st.sampled_from(PAGES), st.floats(0, 1))
def test_a_page_that_was_cut_off_is_refused(page: Page, at: float) -> None:
    body = page.body[: int(at * (len(page.body) - 20))]
    with pytest.raises(RatsarchivError):
        PRODUCT.parse(replace(page, body=body))


@bounded
@given(st.sampled_from(PAGES), st.floats(0, 1))
def test_without_any_tag(page: Page, at: float) -> None:
    tags = list(re.finditer(rb"<[^<>]*>", page.body))
    gone = tags[int(at * (len(tags) - 1))]
    survives(replace(page, body=page.body[: gone.start()] + page.body[gone.end() :]))

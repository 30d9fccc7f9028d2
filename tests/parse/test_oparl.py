"""OParl as a source: which addresses are its, what answers say beside their reviewed goldens, and real answers."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Beratung, Dokument, Mitgliedschaft, Page, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse.german import BERLIN
from ratsarchiv.parse.oparl import PRODUCT

from . import golden

if TYPE_CHECKING:
    from pathlib import Path

ROOT = golden.ROOT / "oparl"
PAGES = sorted(ROOT.glob("*.json"))
BASE = "https://ratsinfo.musterstadt.example/public/oparl/"
URLS = {
    "system": f"{BASE}system",
    "body": f"{BASE}bodies",
    "papers": f"{BASE}papers?body=1&modified_since=2026-09-01T00:00:00-01:00",
    "meetings": f"{BASE}meetings?body=1",
    "organizations": f"{BASE}organizations?body=1",
    "persons": f"{BASE}persons?body=1",
    "somacos-meeting": "https://oparl.musterstadt.example/oparl/bodies/0001/meetings/9318",
    "sdnet-paper": "http://sdnetrim.example/rim9999/webservice/oparl/v1.0/body/1/paper/123",
}
PRIVATE = (
    "0999 - 123 456", "privat@musterstadt.example", "Beispielweg 3", "01.01.1970", "Gärtnerin", "female", "Rathausplatz 1",
    "Verkauf des Flurstücks", "Kaufvertrag", "11273", "Dem Verkauf", "150012", "TOLFDNR=65870", "script",
)  # fmt: skip


def read(name: str) -> Parsed:
    """What one of the pages says."""
    return PRODUCT.parse(Page(url=URLS[name], body=(ROOT / f"{name}.json").read_bytes(), kommune="musterstadt"))


def answer(path: Path) -> dict[str, Any]:
    """What a golden holds."""
    parsed = read(path.stem)
    return {**golden.of(parsed), "absagen": [asdict(each) for each in parsed.absagen], "teilweise": parsed.teilweise}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_says_what_its_golden_says(path: Path) -> None:
    assert answer(path) == json.loads((ROOT / "golden" / path.name).read_text("utf-8"))


def test_every_golden_has_its_page() -> None:
    assert {path.name for path in (ROOT / "golden").iterdir()} == {path.name for path in PAGES}
    assert {path.stem for path in PAGES} == URLS.keys()


@pytest.mark.parametrize("words", PRIVATE)
def test_what_is_private_or_not_public_stands_on_a_page_and_in_no_golden(words: str) -> None:
    assert any(words in path.read_text("utf-8") for path in PAGES)
    assert not [path.name for path in (ROOT / "golden").iterdir() if words in path.read_text("utf-8")]


@pytest.mark.parametrize(
    "url",
    [
        "https://ratsinfo.example/webservice/oparl/v1.1/body/1/paper", "https://r.example/public/oparl/papers?id=1",
        "https://oparl.dresden.de/system", "https://r.example/Oparl/system", "https://oparl.example.org/",
        "https://web1.karlsruhe.de/oparl/bodies/0001/papers/vo/34241", "http://r.example/bi/oparl/1.0/papers.asp?body=1",
        "http://r.example/oparl/v1.1", "https://r.example/public/oparl/files?id=2026137&dtyp=108",
    ],
)  # fmt: skip
def test_an_address_is_oparl_by_its_host_or_path(url: str) -> None:
    assert PRODUCT.seitenart(url) == "oparl"


@pytest.mark.parametrize(
    "url",
    [
        "https://web1.karlsruhe.de/oparl/bodies/0001/downloadfiles/00606831.pdf", "http://r.example/oparl/v1.0/files//rim/A.pdf",
        "https://r.example/public/oparl/files?id=1&dl=0",
    ],
)  # fmt: skip
def test_a_file_that_the_interface_delivers_is_known_but_no_page(url: str) -> None:
    assert PRODUCT.seitenart(url) is None
    assert PRODUCT.kennt(url)


def test_other_addresses_are_not_oparl() -> None:
    for url in (
        "https://r.example/public/vo020?VOLFDNR=1",
        "https://r.example/suche?q=oparl",
        "https://r.example/#oparl",
    ):
        assert PRODUCT.seitenart(url) is None
        assert not PRODUCT.kennt(url)


@pytest.mark.parametrize(
    ("url", "objekt"),
    [
        ("https://r.example/public/oparl/papers?id=1664", ("vorlagen", "1664")),
        ("https://r.example/bi/oparl/1.0/meetings.asp?id=7", ("sitzungen", "7")),
        ("https://r.example/public/oparl/organizations?typ=gr&id=334", ("gremien", "gr334")),
        ("https://r.example/public/oparl/organizations?typ=at&id=67", ("gremien", "at67")),
        ("https://k.example/oparl/bodies/0001/papers/vo/34241", ("vorlagen", "34241")),
        ("https://k.example/oparl/bodies/0001/papers/ag/1", ("vorlagen", "ag1")),
        ("https://k.example/oparl/bodies/0001/meetings/9318", ("sitzungen", "9318")),
        ("https://k.example/oparl/bodies/0001/organizations/gr/33695", ("gremien", "gr33695")),
        ("https://k.example/oparl/bodies/0001/agendaitems/78667", ("tagesordnungspunkte", "78667")),
        ("https://s.example/webservice/oparl/v1.1/body/1/paper/123", ("vorlagen", "123")),
        ("https://s.example/webservice/oparl/v1.1/body/1/organization/12", ("gremien", "gr12")),
        ("https://s.example/webservice/oparl/v1.1/body/1/person/5/", ("personen", "5")),
        ("https://s.example/webservice/oparl/v1.1/body/1/paper", None),
        ("https://s.example/webservice/oparl/v1.1/body/1", None),
        ("https://r.example/public/oparl/papers?body=1", None),
        ("https://r.example/public/oparl/files?id=1", None),
        ("https://r.example/public/oparl/legislativeTerms?id=1_1", None),
    ],
)
def test_an_address_names_its_object_where_it_can(url: str, objekt: tuple[str, str] | None) -> None:
    assert PRODUCT.objekt(url) == objekt


def test_an_address_without_a_number_gets_a_digest_that_knows_no_scheme() -> None:
    ids = set()
    for scheme in ("http", "https"):
        body = json.dumps(
            {"id": f"{scheme}://o.example/oparl/papers/abc-def", "type": "https://schema.oparl.org/1.1/Paper"}
        )
        parsed = PRODUCT.parse(Page(url="http://o.example/oparl/papers/abc-def", body=body.encode(), kommune="m"))
        ids.add(parsed.records[0].id)
    assert len(ids) == 1
    assert len(ids.pop()) == len("m-") + 12


def test_addresses_are_compared_without_fragment_and_repeated_parameters() -> None:
    url = "HTTPS://R.example/Oparl/papers.asp?body=1&limit=100&body=1#top"
    assert PRODUCT.canonical(url) == "https://r.example/Oparl/papers.asp?body=1&limit=100"


@pytest.mark.parametrize(
    "time", ["2026-11-22T10:30:05.123456+00:00", "2026-11-22T10:30:05Z", "2026-11-22T11:30:05+01:00"]
)
def test_changes_since_a_time_are_asked_for_without_anything_that_has_to_be_encoded(time: str) -> None:
    asked = PRODUCT.since(f"{BASE}papers?body=1&modified_since=2020-01-01T00:00:00Z&x=%20", time)
    assert asked == f"{BASE}papers?body=1&modified_since=2026-11-22T09:30:05-01:00&x=%20"
    assert PRODUCT.since(f"{BASE}papers", time) == f"{BASE}papers?modified_since=2026-11-22T09:30:05-01:00"


def test_the_way_goes_from_the_system_to_four_lists() -> None:
    system, body = read("system"), read("body")
    assert (system.seitenart, PRODUCT.rollen[system.seitenart]) == ("oparl_system", "start")
    assert [(link.url, link.seitenart) for link in system.links] == [(f"{BASE}bodies", "oparl_body")]
    assert (body.seitenart, PRODUCT.rollen[body.seitenart]) == ("oparl_body", "gremienliste")
    lists = ["organizations", "persons", "papers", "meetings"]
    assert [link.url for link in body.links] == [f"{BASE}{each}?body=1" for each in lists]
    assert {link.seitenart for link in body.links} == {"oparl_liste"}
    assert PRODUCT.rollen["oparl_liste"] == "liste"


def test_a_list_goes_on() -> None:
    papers = read("papers")
    following = [link.url for link in papers.links if link.seitenart == "oparl_liste"]
    assert following == [f"{BASE}papers?body=1&page=2&modified_since=2026-09-01T00:00:00-01:00"]
    assert papers.seitenart == "oparl_liste"
    assert papers.teilweise


def test_a_paper_in_words() -> None:
    parsed = read("papers")
    vorlage = next(each for each in parsed.records if isinstance(each, Vorlage))
    assert vorlage.nummer == "26/101"
    assert vorlage.betreff == "Neubau der Brücke am Mühlbach\nhier: Planungsbeschluss & Finanzierung"
    steps = [each for each in parsed.records if isinstance(each, Beratung)]
    assert [(each.id, each.gremium, each.rolle, each.sitzung, each.tagesordnungspunkt) for each in steps] == [
        ("musterstadt-11231-b1", "musterstadt-gr103", "Vorberatung", "musterstadt-7254", "musterstadt-65866"),
        ("musterstadt-11231-b2", "musterstadt-gr1", "Entscheidung", None, None),
    ]
    files = [(each.id, each.art, each.titel, each.groesse) for each in parsed.records if isinstance(each, Dokument)]
    assert files == [
        ("musterstadt-vo11231-do150001", "sammeldokument", "Sammeldokument öffentlich", "460,8 KB"),
        ("musterstadt-vo11231-do150002", "anlage", "Lageplan Brücke", None),
    ]
    assert [(each.tabelle, each.id, each.art) for each in parsed.absagen] == [("vorlagen", "musterstadt-11190", "weg")]


def test_a_meeting_in_words() -> None:
    parsed = read("meetings")
    sitzung, cancelled = (each for each in parsed.records if isinstance(each, Sitzung))
    assert sitzung.beginn == datetime(2026, 9, 1, 17, 0, tzinfo=BERLIN)
    assert sitzung.ende == datetime(2026, 9, 1, 19, 45, tzinfo=BERLIN)
    assert (sitzung.gremium, sitzung.raum, sitzung.abgesagt) == ("musterstadt-gr103", "Großer Saal", False)
    assert (cancelled.gremium, cancelled.beginn, cancelled.ende, cancelled.abgesagt) == (None, None, None, True)
    tops = [each for each in parsed.records if isinstance(each, Tagesordnungspunkt)]
    assert [(each.position, each.nummer, each.betreff, each.beschlussart) for each in tops] == [
        (1, None, "Öffentlicher Teil", None),
        (2, "Ö 3.1", "Neubau der Brücke am Mühlbach", "ungeaendert"),
        (3, "N 2", None, None),
    ]


def test_the_vorlage_of_an_item_is_told_by_the_paper() -> None:
    links = [link for link in read("papers").links if isinstance(link.platzhalter, Tagesordnungspunkt)]
    assert [(link.folgen, link.platzhalter and link.platzhalter.id) for link in links] == [(False, "musterstadt-65866")]
    top = links[0].platzhalter
    assert isinstance(top, Tagesordnungspunkt)
    assert (top.vorlage, top.vorlage_nummer, top.sitzung) == ("musterstadt-11231", "26/101", "musterstadt-7254")


def test_seats_in_words() -> None:
    seats = [each for each in read("persons").records if isinstance(each, Mitgliedschaft)]
    assert [(each.id, each.rolle, each.zusatz) for each in seats] == [
        ("musterstadt-gr103-31", "Vorsitzende", None),
        ("musterstadt-gr1-31-2020-10-31", "Mitglied", "Grüne Mitte"),
        ("musterstadt-gr1-32", "Mitglied", None),
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_answers_are_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["papers", "meetings", "persons", "somacos-meeting"]))
    body = bytearray((ROOT / f"{name}.json").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    page = Page(url=URLS[name], body=bytes(body), kommune="musterstadt")
    try:
        first = PRODUCT.parse(page)
    except ParseError:
        return
    assert PRODUCT.parse(page) == first


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_properties_may_hold_anything(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["papers", "meetings", "persons", "organizations", "body"]))
    answer = json.loads((ROOT / f"{name}.json").read_bytes())
    place = answer["data"][0]
    for key in data.draw(st.sets(st.sampled_from(sorted(place)), max_size=4)):
        place[key] = data.draw(_ANYTHING)
    page = Page(url=URLS[name], body=json.dumps(answer).encode(), kommune="musterstadt")
    assert PRODUCT.parse(page).seitenart in PRODUCT.rollen


def _real(shared: Path, pattern: str) -> list[tuple[Any, Parsed]]:
    paths = sorted((shared / "oparl").glob(pattern))
    assert paths, pattern
    said = [json.loads(path.read_bytes()) for path in paths]
    return [(each, _parsed(each)) for each in said]


def _parsed(said: Any) -> Parsed:
    url = said["id"] if isinstance(said, dict) else said[0]["id"].rpartition("/")[0]
    return PRODUCT.parse(Page(url=url, body=json.dumps(said).encode(), kommune="k"))


def test_real_systems_lead_to_their_bodies(shared: Path) -> None:
    found = _real(shared, "real/systems/*.json")
    assert len(found) == 20
    assert [[link.url.partition("://")[2] for link in parsed.links] for _, parsed in found] == [
        [said["body"].partition("://")[2]] for said, _ in found
    ]


def test_real_bodies_lead_to_their_lists(shared: Path) -> None:
    for said, parsed in [*_real(shared, "real/bodies/*.json"), *_real(shared, "real/quirks/cc-egov*.json")]:
        assert parsed.seitenart == "oparl_body"
        assert [link.url for link in parsed.links] == [
            said[each] for each in ("organization", "person", "paper", "meeting")
        ]
        assert not parsed.problems


def test_real_meetings_of_karlsruhe(shared: Path) -> None:
    found = _real(shared, "real/karlsruhe/meetings/*.json")
    assert len(found) == 30
    for said, parsed in found:
        sitzung = parsed.records[0]
        assert isinstance(sitzung, Sitzung)
        assert sitzung.id == f"k-{said['id'].rpartition('/')[2]}"
        assert str(sitzung.datum) == said["start"][:10]
        tops = [each for each in parsed.records if isinstance(each, Tagesordnungspunkt)]
        items = sorted(said.get("agendaItem", []), key=lambda each: each["order"])
        assert [each.nummer for each in tops] == [f"Ö {each['number']}" if each["number"] else None for each in items]
        assert [each.beschluss for each in tops] == [each.get("result") for each in items]
        assert {problem.art for problem in parsed.problems} <= {"unbekannter_wortlaut"}


def test_real_papers_of_karlsruhe(shared: Path) -> None:
    found = _real(shared, "real/karlsruhe/papers/*.json")
    assert len({parsed.records[0].id for _, parsed in found}) == 30
    for said, parsed in found:
        vorlage = parsed.records[0]
        assert isinstance(vorlage, Vorlage)
        assert (vorlage.nummer, str(vorlage.datum), vorlage.art) == (said["reference"], said["date"], said["paperType"])
        files = [each for each in parsed.records if isinstance(each, Dokument)]
        assert [each.url for each in files] == [each["accessUrl"] for each in said["auxiliaryFile"]]
        steps = [each for each in parsed.records if isinstance(each, Beratung)]
        assert [each.rolle for each in steps] == [each.get("role") for each in said.get("consultation", [])]
        assert not parsed.problems


def test_real_agendas_of_magdeburg(shared: Path) -> None:
    ((said, parsed),) = _real(shared, "real/quirks/magdeburg_meetings.json")
    tops = [each for each in parsed.records if isinstance(each, Tagesordnungspunkt)]
    assert len(tops) == sum(len(each["agendaItem"]) for each in said) == 16
    assert [each.beschluss for each in tops if each.nummer == "Ö 7.23"] == ["vertagt", "in die Ausschüsse verwiesen"]
    assert [each.betreff for each in tops if each.nummer is None] == ["Öffentliche Sitzung"] * 2


def test_real_papers_of_braunschweig(shared: Path) -> None:
    ((_, parsed),) = _real(shared, "real/quirks/braunschweig_papers.json")
    assert [each.art for each in parsed.records if isinstance(each, Dokument)] == ["sammeldokument"] * 4
    assert {each.gremium for each in parsed.records if isinstance(each, Beratung)} >= {"k-gr1123", "k-gr3", "k-gr1"}
    assert not parsed.problems


def test_the_examples_of_the_specification(shared: Path) -> None:
    found = {said["type"].rpartition("/")[2]: parsed for said, parsed in _real(shared, "examples/*.json")}
    assert [type(each).__name__ for each in found["Person"].records] == ["Person", "Mitgliedschaft", "Mitgliedschaft"]
    assert [link.url for link in found["System"].links] == ["https://oparl.example.org/bodies"]
    assert not found["Location"].records
    assert not found["File"].records
    assert not [problem for parsed in found.values() for problem in parsed.problems]

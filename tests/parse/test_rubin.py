"""more!rubin: which addresses are its, what answers say beside their reviewed goldens, and what is not read."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.errors import Gate, ParseError
from ratsarchiv.model import Auszug, Beratung, Dokument, Page, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse.german import BERLIN
from ratsarchiv.parse.rubin import PRODUCT

from . import golden

if TYPE_CHECKING:
    from pathlib import Path

ROOT = golden.ROOT / "rubin"
PAGES = sorted(ROOT.glob("*.json"))
BASE = "https://musterstadt.gremien.info/"
URLS = {
    "kalender": f"{BASE}api.php?id=calendar",
    "sitzung": f"{BASE}api.php?id=meeting",
    "koerperschaften": f"{BASE}api.php?id=bodies",
}
FILE = (
    f"{BASE}api.php?document_type_id=4&document_relation_id=202600000000101&submission_id=202600000000101&id=69&json=1"
)
HIDDEN = (
    "0999 - 123 456", "Verkauf des Flurst", "Dem Verkauf", "202600000000900", "26/900", "Personalangelegenheiten",
    "Grundstücksangelegenheiten", "Kaufvertrag", "vertagt", "65999", "verschlossenen", "nö_Teil", "javascript:",
)  # fmt: skip


def answer(value: Any, url: str = URLS["sitzung"], status: int = 200) -> Parsed:
    """What is said of an answer with that JSON."""
    return PRODUCT.parse(Page(url=url, body=json.dumps(value).encode(), kommune="musterstadt", status=status))


def said(name: str) -> Any:
    """The JSON of one of the answers."""
    return json.loads((ROOT / f"{name}.json").read_text("utf-8"))


def read(name: str) -> Parsed:
    """What one of the answers says."""
    return PRODUCT.parse(Page(url=URLS[name], body=(ROOT / f"{name}.json").read_bytes(), kommune="musterstadt"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_an_answer_says_what_its_golden_says(path: Path) -> None:
    parsed = read(path.stem)
    expected = json.loads((ROOT / "golden" / path.name).read_text("utf-8"))
    assert {**golden.of(parsed), "teilweise": parsed.teilweise} == expected


def test_every_golden_has_its_answer() -> None:
    assert {path.name for path in (ROOT / "golden").iterdir()} == {path.name for path in PAGES}
    assert {path.stem for path in PAGES} == URLS.keys()


@pytest.mark.parametrize("words", HIDDEN)
def test_what_is_private_or_not_public_stands_in_an_answer_and_in_no_golden(words: str) -> None:
    assert any(words in json.dumps(said(path.stem), ensure_ascii=False) for path in PAGES)
    assert not [path.name for path in (ROOT / "golden").iterdir() if words in path.read_text("utf-8")]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"{BASE}api.php?id=calendar", "rubin_kalender"),
        (f"{BASE}api.php?id=calendar&action=webcalendar", "rubin_kalender"),
        (f"{BASE}api.php?id=69&json=1", "api"),
        ("https://ris.musterstadt.example/rubin/api.php?x=1", "api"),
        (f"{BASE}api.php", None),
        (f"{BASE}meeting?id=2026-BAU-12", None),
        (f"{BASE}#/api.php?id=calendar", None),
        (FILE, None),
    ],
)
def test_an_address_is_rubins_by_its_program(url: str, kind: str | None) -> None:
    assert PRODUCT.seitenart(url) == kind


def test_a_document_is_known_but_no_page() -> None:
    assert PRODUCT.kennt(FILE)
    assert PRODUCT.canonical(f"{FILE}#page=2") == FILE
    assert PRODUCT.objekt(FILE) is None
    assert not PRODUCT.kennt(URLS["kalender"])
    assert not PRODUCT.kennt("https://x.example/index.php?document_type_id=4")


@pytest.mark.parametrize("name", URLS)
def test_the_shape_says_what_an_answer_is_whatever_its_address(name: str) -> None:
    kinds = {answer(said(name), url).seitenart for url in URLS.values()}
    assert len(kinds) == 1
    assert kinds <= PRODUCT.rollen.keys()


def test_the_calendar_in_words() -> None:
    first, cancelled, late, _ = (each for each in read("kalender").records if isinstance(each, Sitzung))
    assert (first.id, first.gremium, first.raum) == ("musterstadt-7254", "musterstadt-grBAU", "Großer Saal")
    assert first.beginn == datetime(2026, 9, 1, 17, 0, tzinfo=BERLIN)
    assert (cancelled.abgesagt, cancelled.gremium, cancelled.beginn, cancelled.ende) == (True, None, None, None)
    assert cancelled.url == f"{BASE}api.php?id=calendar#sitzung-7260"
    assert late.ende == datetime(2026, 9, 23, 0, 15, tzinfo=BERLIN)


def test_a_sitzung_keeps_its_id_and_those_of_its_parts_once_there_are_minutes() -> None:
    after = json.dumps(said("sitzung"))
    before = answer(json.loads(after.replace("ni_2026-BAU-12", "2026-BAU-12")))
    assert [each.id for each in before.records] == [each.id for each in read("sitzung").records]


def test_a_document_whose_address_keeps_the_old_number_keeps_its_id() -> None:
    value = said("sitzung")
    files = value["agenda_items"][0]["documents"]
    for each in files:
        each["documentUrl"] = each["documentUrl"].replace("=ni_2026-BAU-12", "=2026-BAU-12")
    assert files != said("sitzung")["agenda_items"][0]["documents"]
    assert [each.id for each in answer(value).records] == [each.id for each in read("sitzung").records]


def test_the_number_of_a_kind_of_document_is_enough() -> None:
    value = said("sitzung")
    files = value["agenda_items"][0]["documents"]
    for each in files:
        del each["documentType"]["name"]
    found = {each.titel: each.art for each in answer(value).records if isinstance(each, Dokument)}
    assert (found["Lageplan"], found["Tischvorlage"], found["Beschluss"]) == ("anlage", "anlage", "sonstiges")


def test_a_page_without_a_host_is_no_page_of_the_server_that_was_asked() -> None:
    cancelled = answer(said("kalender"), "http://musterstadt.gremien.info/api.php?id=calendar").records[1]
    assert cancelled.url == "http://musterstadt.gremien.info/api.php?id=calendar#sitzung-7260"


def test_an_agenda_in_words() -> None:
    parsed = read("sitzung")
    tops = [each for each in parsed.records if isinstance(each, Tagesordnungspunkt)]
    assert [(each.nummer, each.oeffentlich, each.vorlage_nummer) for each in tops] == [
        ("Ö 1", True, None),
        ("Ö 3.1", True, "26/101"),
        ("Ö 3.2", True, None),
        ("N 1", False, None),
        ("2", None, None),
        ("N 3", False, None),
    ]
    votes = [each for each in parsed.records if isinstance(each, Auszug)]
    assert [(each.ja, each.nein, each.enthaltung) for each in votes] == [(None, 0, None), (9, 2, 1)]


def test_a_vorlage_in_words() -> None:
    parsed = read("sitzung")
    papier = next(each for each in parsed.records if isinstance(each, Vorlage))
    assert papier.betreff == "Neubau der Brücke am Mühlbach;\na) Planung\nb) Finanzierung"
    steps = [each for each in parsed.records if isinstance(each, Beratung)]
    assert [(each.rolle, each.sitzung, each.tagesordnungspunkt, each.beschlussart) for each in steps] == [
        ("vorberatend", "musterstadt-7254", "musterstadt-65866", "beschlossen"),
        ("beschließend", "musterstadt-7260", None, None),
    ]
    files = [each.id for each in parsed.records if isinstance(each, Dokument) and each.vorlage]
    assert files == [f"{papier.id.replace('-', '-vo')}-do4", f"{papier.id.replace('-', '-vo')}-do13-881"]


def test_only_addresses_that_the_answer_names_are_followed() -> None:
    named = json.dumps(said("sitzung"), ensure_ascii=False)
    links = [link for link in read("sitzung").links if link.folgen]
    assert {link.seitenart for link in links} == {"dokument"}
    assert all(f'"{link.url}"' in named for link in links)


@pytest.mark.parametrize(
    "change", [{"is_draft": True}, {"Status": 2}, {"Status": None}, {"type": {"name": "Nichtöffentliche Vorlage"}}]
)
def test_a_vorlage_that_is_not_released_or_not_public_is_not_read(change: dict[str, Any]) -> None:
    value = said("sitzung")
    value["agenda_items"][0]["submission"].update(change)
    records = answer(value).records
    assert not [each for each in records if isinstance(each, Vorlage | Beratung) or getattr(each, "vorlage", None)]


def test_a_draft_is_not_public() -> None:
    parsed = answer({**said("sitzung"), "is_draft": True})
    assert (parsed.ergebnis, parsed.records, parsed.links) == ("nicht_oeffentlich", (), ())


def test_unknown_kinds_of_items_are_problems() -> None:
    value = said("sitzung")
    value["agenda_items"][1]["topart"] = "xx"
    messages = {each.meldung for each in answer(value).problems} - {each.meldung for each in read("sitzung").problems}
    assert messages == {"TOP 65860: unbekannte topart, oder eine mit 0 Vorlagen"}


def test_an_item_that_stands_twice_is_kept_once() -> None:
    value = said("sitzung")
    value["agenda_items"].append(value["agenda_items"][1])
    parsed = answer(value)
    assert [each.id for each in parsed.records if isinstance(each, Tagesordnungspunkt)].count("musterstadt-65860") == 1
    assert "zaehlung" in {each.art for each in parsed.problems}


def test_an_item_without_a_number_of_its_own_is_known_by_the_agendas() -> None:
    value = said("sitzung")
    for item in value["agenda_items"]:
        del item["ai_id"]
    tops = [each.id for each in answer(value).records if isinstance(each, Tagesordnungspunkt)]
    assert tops[:4] == [
        "musterstadt-7254-oe1",
        "musterstadt-7254-oe3.1",
        "musterstadt-7254-oe3.2",
        "musterstadt-7254-n1",
    ]


def test_an_agenda_that_is_not_there_makes_nothing_vanish() -> None:
    value = {key: each for key, each in said("sitzung").items() if key != "agenda_items"}
    assert answer(value).vollstaendig == ()


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", "[1]", "null", '{"error": "no"}', "BEGIN:VCALENDAR", "<html></html>", "[" * 100_000]
)
def test_other_answers_are_refused(body: str) -> None:
    with pytest.raises(ParseError):
        PRODUCT.parse(Page(url=URLS["kalender"], body=body.encode(), kommune="musterstadt"))


def test_an_error_is_no_answer_and_a_gate_stops_us() -> None:
    with pytest.raises(ParseError, match="500"):
        answer(said("kalender"), status=500)
    page = Page(url=URLS["kalender"], body=b"Zu viele Zugriffe aus Ihrem Netzwerk", kommune="m", status=403)
    with pytest.raises(Gate):
        PRODUCT.parse(page)


def test_half_a_character_is_no_reason_to_fail() -> None:
    value = said("kalender")
    value["meetings"][0].update(titel="Sitzung \ud83d", gremium_1="\udc00", full_url=None)
    first = answer(value, URLS["kalender"]).records[0]
    assert isinstance(first, Sitzung)
    assert first.name == "Sitzung ?"
    assert first.id.encode()


bounded = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3),
    max_leaves=6,
)


@bounded
@given(data=st.data())
def test_damaged_answers_are_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(URLS)))
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
    json.dumps(golden.of(first), ensure_ascii=False).encode()


@bounded
@given(data=st.data())
def test_properties_may_hold_anything(data: st.DataObject) -> None:
    value = said("sitzung")
    item = value["agenda_items"][0]
    submission = item["submission"]
    place = data.draw(st.sampled_from([value, item, submission, submission["consultations"][1], item["documents"][0]]))
    for key in data.draw(st.sets(st.sampled_from(sorted(place)), min_size=1, max_size=4)):
        place[key] = data.draw(_ANYTHING)
    try:
        assert answer(value).seitenart in PRODUCT.rollen
    except ParseError:
        assert place is value


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("name", URLS)
def test_an_answer_that_was_cut_off_is_refused(name: str, share: float) -> None:
    body = (ROOT / f"{name}.json").read_bytes()
    with pytest.raises(ParseError):
        PRODUCT.parse(Page(url=URLS[name], body=body[: int(share * len(body))], kommune="musterstadt"))

"""What is wrong with real OParl interfaces, one test for each quirk."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, TypeVar

import pytest

from ratsarchiv.errors import Gate, ParseError
from ratsarchiv.model import (
    Beratung,
    Dokument,
    Gremium,
    Mitgliedschaft,
    Page,
    Parsed,
    Person,
    Record,
    Sitzung,
    Tagesordnungspunkt,
    Vorlage,
)  # fmt: skip
from ratsarchiv.parse.german import BERLIN
from ratsarchiv.parse.oparl import PRODUCT

BASE = "https://ris.example/oparl/"
FILTERED = f"{BASE}papers?body=1&modified_since=2026-11-22T09:30:05-01:00"
NO_RESOURCE = {
    "error": "Die angeforderte Ressource wurde nicht gefunden.", "code": 802, "type": "SD.NET RIM Webservice",
}  # fmt: skip

Kind = TypeVar("Kind", bound=Record)


def parsed(value: Any, url: str = f"{BASE}papers?body=1", *, status: int = 200) -> Parsed:
    """What an answer says."""
    body = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    return PRODUCT.parse(Page(url=url, body=body, kommune="m", status=status))


def page_of(*objects: Any, **more: Any) -> dict[str, Any]:
    """A page of a list."""
    return {"data": list(objects), "pagination": {}, "links": {}, **more}


def paper(number: int = 1, **says: Any) -> dict[str, Any]:
    return {"id": f"{BASE}papers?id={number}", "type": "https://schema.oparl.org/1.1/Paper", **says}


def meeting(**says: Any) -> dict[str, Any]:
    return {"id": f"{BASE}meetings?id=7", "type": "https://schema.oparl.org/1.1/Meeting", **says}


def item(number: str = "1", n: int = 70, **says: Any) -> dict[str, Any]:
    return {"id": f"{BASE}agendaItems?id={n}", "number": number, **says}


def every(kind: type[Kind], said: Parsed) -> list[Kind]:
    return [each for each in said.records if isinstance(each, kind)]


def the(kind: type[Kind], said: Parsed) -> Kind:
    (found,) = every(kind, said)
    return found


def following(said: Parsed) -> list[str]:
    return [link.url for link in said.links if link.seitenart == "oparl_liste"]


# bytes and JSON


def test_control_characters_in_the_json() -> None:
    body = (
        json.dumps(page_of(paper(name="ABC")))
        .encode()
        .replace(b"ABC", b"A\x04\x01\r\n\tB\x00C")
        .replace(b"{", b"\x02{")
    )
    assert the(Vorlage, parsed(body)).betreff == "A\nBC"


def test_escaped_control_characters() -> None:
    assert the(Vorlage, parsed(page_of(paper(name="A\u0004\u0085\u001fB")))).betreff == "AB"


def test_a_byte_order_mark() -> None:
    assert the(Vorlage, parsed(b"\xef\xbb\xbf" + json.dumps(paper(name="A")).encode())).betreff == "A"


def test_bytes_that_are_not_utf8_are_windows_letters() -> None:
    body = json.dumps(paper(name="Straße XX"), ensure_ascii=False).encode().replace(b"XX", b"\xfcber \x96 gro\xdf")
    assert the(Vorlage, parsed(body)).betreff == "Straße über – groß"


def test_letters_of_dos() -> None:
    assert the(Vorlage, parsed(paper(name="beschr„nkter Haftung"))).betreff == "beschränkter Haftung"
    assert the(Vorlage, parsed(paper(name="Niederschrift ”ffentl. Teil"))).betreff == "Niederschrift öffentl. Teil"
    assert the(Vorlage, parsed(paper(name="gr”áere Fl„chen, ™ffnung f\x81r Fuág„nger"))).betreff == (
        "größere Flächen, Öffnung für Fußgänger"
    )


@pytest.mark.parametrize(
    "name",
    [
        "Programm„soziale Stadt“",
        "im Rahmen„neuer Wege”",
        "”neue Wege” gehen",
        "„Am Salgenholz“",
        "Straße König Ottokar™",
        "Herr Dvořák, Škoda",
    ],
)
def test_quotation_marks_are_no_letters_of_dos(name: str) -> None:
    assert the(Vorlage, parsed(paper(name=name))).betreff == name


def test_remains_of_html_entities() -> None:
    assert the(Vorlage, parsed(paper(name="M&uuml;ll &amp;amp;quot;neu&amp;amp;quot;<br />R&D; A&B"))).betreff == (
        'Müll "neu"\nR&D; A&B'
    )


def test_deep_nesting_is_an_error_of_the_page() -> None:
    for depth in (3_000, 400_000):
        with pytest.raises(ParseError, match="nested too deep"):
            parsed(b"[" * depth + b"]" * depth)
        with pytest.raises(ParseError, match="nested too deep"):
            parsed(b'{"id":' * depth + b"1" + b"}" * depth)


@pytest.mark.parametrize(
    "body", [b"", b"<html>Fehler 500</html>", b'{"data":[{"id":', b'"text"', b"17", b"null", b"9" * 9_000]
)
def test_what_is_no_object_is_an_error_of_the_page(body: bytes) -> None:
    with pytest.raises(ParseError):
        parsed(body)


def test_a_gate_in_the_place_of_json() -> None:
    with pytest.raises(Gate):
        parsed(b"<html><body>Zu viele Zugriffe aus Ihrem Netzwerk</body></html>")


def test_infinite_numbers_say_nothing() -> None:
    assert (
        the(Vorlage, parsed(b'{"id":"https://ris.example/oparl/papers?id=1","name":NaN,"reference":1e999}')).betreff
        is None
    )


# answers and lists


@pytest.mark.parametrize("body", [json.dumps(NO_RESOURCE).encode(), b"", b"<html>404</html>"])
def test_404_for_a_filtered_list_is_an_empty_list(body: bytes) -> None:
    said = parsed(body, FILTERED, status=404)
    assert (said.seitenart, said.ergebnis, said.records, said.links) == ("oparl_liste", "geparst", (), ())
    with pytest.raises(ParseError, match="404"):
        parsed(body, f"{BASE}papers?body=1", status=404)
    with pytest.raises(ParseError, match="500"):
        parsed(body, FILTERED, status=500)


def test_the_error_of_an_empty_list_with_status_200() -> None:
    assert parsed(NO_RESOURCE, FILTERED).records == ()
    with pytest.raises(ParseError, match="nicht gefunden"):
        parsed(NO_RESOURCE)


def test_an_error_object_with_status_200() -> None:
    with pytest.raises(ParseError, match="Datenbank"):
        parsed({"type": "https://schema.oparl.org/1.1/Error", "message": "Datenbank nicht erreichbar", "debug": "x"})


def test_an_empty_array_in_the_place_of_a_page() -> None:
    assert parsed([]).seitenart == "oparl_liste"


def test_a_bare_array_in_the_place_of_a_page() -> None:
    said = parsed([paper(1), paper(2)])
    assert (said.seitenart, [each.id for each in said.records]) == ("oparl_liste", ["m-1", "m-2"])


def test_an_object_in_the_place_of_the_data() -> None:
    assert the(Vorlage, parsed({"data": paper(1), "links": {}})).id == "m-1"


def test_body_answers_one_object() -> None:
    body = {"id": f"{BASE}body/1", "type": "https://schema.oparl.org/1.0/Body", "paper": f"{BASE}body/1/paper"}
    said = parsed(body, f"{BASE}body")
    assert (said.seitenart, following(said)) == ("oparl_body", [f"{BASE}body/1/paper"])


def test_an_empty_list_of_bodies_is_no_list_of_changes() -> None:
    assert parsed([], f"{BASE}bodies").seitenart == "oparl_body"


def test_ags_without_its_zero_does_no_harm() -> None:
    body = {"id": f"{BASE}body/1", "ags": 5358024, "meeting": f"{BASE}body/1/meeting"}
    assert following(parsed(body, f"{BASE}body/1")) == [f"{BASE}body/1/meeting"]


@pytest.mark.parametrize(
    "following_page",
    [
        "?body=1&page=2",
        "?body=1&page=2&modified_since=",
        "?body=1&page=2&modified_since=2026-11-22T09%3A30%3A05%2B00%3A00",
    ],
)
def test_modified_since_that_is_lost_on_page_2(following_page: str) -> None:
    said = parsed(page_of(paper(), links={"next": f"{BASE}papers{following_page}"}), FILTERED)
    assert following(said) == [f"{BASE}papers?body=1&page=2&modified_since=2026-11-22T09:30:05-01:00"]


def test_other_filters_that_are_lost_on_page_2() -> None:
    asked = f"{BASE}papers?body=1&created_until=2026-01-01&omit_internal=true&limit=50"
    said = parsed(page_of(paper(), links={"next": f"{BASE}papers?page=2"}), asked)
    assert following(said) == [f"{BASE}papers?page=2&created_until=2026-01-01&omit_internal=true&limit=50"]


@pytest.mark.parametrize(
    "links",
    [
        {"next": f"{BASE}papers?body=1&page=3"},
        {"next": "http://ris.example/oparl/papers?body=1&page=3"},
        {"next": f"{BASE}papers?body=1", "first": f"{BASE}papers?body=1"},
        {"next": f"{BASE}papers?body=1&page=2", "prev": f"{BASE}papers?body=1&page=2"},
        {"next": f"{BASE}papers?body=1&page=1"},
        {"next": f"{BASE}p?x=1", "self": f"{BASE}p?x=1"},
        {"next": ""}, {"next": "N/A"}, {"next": None}, {"next": ["x"]}, {"next": "javascript:1"}, {}, [], None,
    ],
)  # fmt: skip
def test_next_that_leads_nowhere_or_back(links: Any) -> None:
    assert following(parsed(page_of(paper(), links=links), f"{BASE}papers?body=1&page=3")) == []


def test_an_endless_next_ends_with_the_first_page_without_data() -> None:
    links = {"next": f"{BASE}papers?page=9001"}
    assert following(parsed(page_of(links=links), f"{BASE}papers?page=9000")) == []
    assert following(parsed(page_of(paper(), links=links), f"{BASE}papers?page=9000"))


def test_an_endless_next_ends_with_the_last_page_that_is_counted() -> None:
    more: dict[str, Any] = {
        "links": {"next": f"{BASE}papers?page=4"}, "pagination": {"currentPage": 3, "totalPages": 3},
    }  # fmt: skip
    assert following(parsed(page_of(paper(), **more), f"{BASE}papers?page=3")) == []
    more["pagination"]["totalPages"] = 0
    assert following(parsed(page_of(paper(), **more), f"{BASE}papers?page=3")) == [f"{BASE}papers?page=4"]


def test_relative_next() -> None:
    assert following(parsed(page_of(paper(), links={"next": "?page=2"}), f"{BASE}papers")) == [f"{BASE}papers?page=2"]


def test_duplicated_parameters() -> None:
    said = parsed(page_of(paper(), links={"next": f"{BASE}papers?body=1&limit=100&body=1&limit=100&page=2"}))
    assert following(said) == [f"{BASE}papers?body=1&limit=100&page=2"]


def test_ids_with_http_where_https_was_asked() -> None:
    body = {"id": "http://ris.example/oparl/body/1", "paper": "http://ris.example/oparl/body/1/paper"}
    assert following(parsed(body, "https://ris.example/oparl/body/1")) == ["https://ris.example/oparl/body/1/paper"]
    said = parsed(paper() | {"id": "http://ris.example/oparl/papers?id=1"})
    assert the(Vorlage, said) == the(Vorlage, parsed(paper()))


def test_ids_with_https_where_http_was_asked() -> None:
    body = {"id": "https://ris.example/oparl/body/1", "paper": "https://ris.example/oparl/body/1/paper"}
    assert following(parsed(body, "http://ris.example/oparl/body/1")) == ["http://ris.example/oparl/body/1/paper"]


def test_addresses_in_the_place_of_objects_are_asked_for() -> None:
    said = parsed([f"{BASE}papers?id=1", f"{BASE}papers?id=2"])
    assert [(link.url, link.seitenart, link.folgen) for link in said.links] == [
        (f"{BASE}papers?id={n}", "oparl_objekt", True) for n in (1, 2)
    ]


def test_one_bad_object_does_not_hide_the_others() -> None:
    said = parsed(page_of(paper(1), {"name": "ohne id"}, 17, "N/A", {"id": f"{BASE}x"}, paper(2)), f"{BASE}liste")
    assert [each.id for each in said.records] == ["m-1", "m-2"]
    assert [problem.art for problem in said.problems] == ["nicht_verstanden"] * 4


def test_huge_lists_are_read_in_one_go() -> None:
    said = parsed(
        page_of(*(paper(n, name="A" * 500, consultation=[{"role": "Anhörung"}] * 3) for n in range(1, 3_001)))
    )
    assert len(every(Vorlage, said)) == 3_000
    assert len(every(Beratung, said)) == 9_000


# types and tombstones


@pytest.mark.parametrize("url", [f"{BASE}papers/9", f"{BASE}x/y"])
def test_a_missing_type_is_told_by_the_address_or_the_properties(url: str) -> None:
    assert the(Vorlage, parsed({"id": url, "reference": "1/26"}, url)).nummer == "1/26"


def test_a_missing_type_is_told_by_the_list() -> None:
    assert the(Gremium, parsed([{"id": f"{BASE}x/9", "name": "Rat"}], f"{BASE}organizations?body=1")).id == "m-gr9"


def test_deleted_objects_are_gone() -> None:
    gone = [
        paper(1, deleted=True, name="Rest"), meeting(deleted="true"), {"id": f"{BASE}persons/4", "deleted": True},
        {"id": f"{BASE}organizations/gr/5", "deleted": True}, {"id": f"{BASE}files/6", "deleted": True},
    ]  # fmt: skip
    said = parsed(gone, FILTERED)
    assert [(each.tabelle, each.id, each.art) for each in said.absagen] == [
        ("vorlagen", "m-1", "weg"), ("sitzungen", "m-7", "weg"), ("personen", "m-4", "weg"), ("gremien", "m-gr5", "weg"),
    ]  # fmt: skip
    assert said.records == ()


def test_deleted_false_everywhere_deletes_nothing() -> None:
    said = parsed(paper(deleted=False, mainFile={"id": f"{BASE}files?id=3", "name": "A", "deleted": False}))
    assert (len(said.records), said.absagen) == (2, ())


def test_deleted_objects_that_are_embedded_are_left_out() -> None:
    said = parsed(meeting(agendaItem=[item("1", 1), item("2", 2, deleted=True)]))
    assert [each.nummer for each in every(Tagesordnungspunkt, said)] == ["1"]


# values


@pytest.mark.parametrize("nothing", ["N/A", "n/a", " ", "", "\u00a0", None, [], {}, True])
def test_values_that_say_nothing(nothing: Any) -> None:
    vorlage = the(Vorlage, parsed(paper(name=nothing, reference=nothing, paperType=nothing, underDirectionOf=nothing)))
    assert (vorlage.betreff, vorlage.nummer, vorlage.art, vorlage.federfuehrend) == (None, None, None, None)


@pytest.mark.parametrize(
    "web", ["N/A", "", " ", "www.stadt.example", "javascript:alert(1)", "https://ris example/", 5, None]
)
def test_web_that_is_no_address(web: Any) -> None:
    said = parsed(paper(web=web))
    assert the(Vorlage, said).url == f"{BASE}papers?id=1"
    assert said.links == ()


def test_web_is_the_official_page_on_another_host() -> None:
    said = parsed(paper(web="https://egov.example/publickiosk/VO020?VOLFDNR=1"))
    assert the(Vorlage, said).url == "https://egov.example/publickiosk/VO020?VOLFDNR=1"
    assert [link.url for link in said.links] == ["https://egov.example/publickiosk/VO020?VOLFDNR=1"]


@pytest.mark.parametrize(
    "start",
    [
        "2026-01-07T18:00:00+01::00", "2026-01-07T18:00:00.123456+01:00", "2026-01-07T17:00:00Z", "2026-01-07T18:00:00 01:00",
        "2026-01-07 18:00:00", "2026-01-07T18:00+0100", "2026-01-07T12:00:00-05:00",
    ],
)  # fmt: skip
def test_times_as_they_are_written(start: str) -> None:
    said = parsed(meeting(start=start))
    assert the(Sitzung, said).beginn == datetime(2026, 1, 7, 18, 0, tzinfo=BERLIN)
    assert not said.problems


@pytest.mark.parametrize(
    "start", ["2026-13-07T18:00:00+01:00", "morgen", "0000-00-00", "2026-01-07T25:00:00+99:99", "9999-12-31"]
)
def test_what_is_no_time_is_a_problem(start: str) -> None:
    said = parsed(meeting(start=start))
    assert (the(Sitzung, said).datum, the(Sitzung, said).beginn) == (None, None)
    assert [problem.art for problem in said.problems] == ["unbekannter_wortlaut"]


def test_a_date_with_a_time() -> None:
    assert the(Vorlage, parsed(paper(date="1971-05-04T00:00:00+01::00"))).datum == date(1971, 5, 4)
    assert the(Vorlage, parsed(paper(date="2026-05-03T22:00:00Z"))).datum == date(2026, 5, 4)


def test_timestamps_of_the_year_2000_are_no_dates_of_anything() -> None:
    stamps: dict[str, Any] = {"created": "2000-01-01T00:00:00+01:00", "modified": "2000-01-01T00:00:00+01:00"}
    said = parsed(paper(mainFile={"id": f"{BASE}files?id=3", "name": "A", **stamps}, **stamps))
    assert (the(Vorlage, said).datum, the(Dokument, said).stand) == (None, None)


@pytest.mark.parametrize("end", ["2026-01-08T00:00:00+01:00", "2026-01-07T00:00:00+01:00", "2026-01-07T17:00:00+01:00"])
def test_an_end_at_midnight_or_before_the_beginning_is_unknown(end: str) -> None:
    sitzung = the(Sitzung, parsed(meeting(start="2026-01-07T18:00:00+01:00", end=end)))
    assert sitzung.beginn is not None
    assert sitzung.ende is None


def test_an_end_after_midnight() -> None:
    sitzung = the(Sitzung, parsed(meeting(start="2026-01-07T18:00:00+01:00", end="2026-01-08T00:20:00+01:00")))
    assert sitzung.ende == datetime(2026, 1, 8, 0, 20, tzinfo=BERLIN)


def test_location_as_object_with_a_no_break_space() -> None:
    place = {
        "id": f"{BASE}locations/0-1",
        "streetAddress": "Große Straße 17",
        "postalCode": "52428\u00a0",
        "locality": "J",
    }
    assert the(Sitzung, parsed(meeting(location=place))).ort == "Große Straße 17, 52428 J"


def test_location_as_address() -> None:
    said = parsed(meeting(location=f"{BASE}locations/1"))
    assert (the(Sitzung, said).ort, said.links) == (None, ())


# embedded objects


@pytest.mark.parametrize("as_list", [True, False])
def test_auxiliary_file_as_object(*, as_list: bool) -> None:
    file = {"id": f"{BASE}files?id=3", "name": "Plan", "accessUrl": f"{BASE}files?id=3&dl=0"}
    said = parsed(paper(auxiliaryFile=[file] if as_list else file))
    assert (the(Dokument, said).id, the(Dokument, said).art) == ("m-vo1-do3", "anlage")


@pytest.mark.parametrize("as_list", [True, False])
def test_membership_as_array_or_object(*, as_list: bool) -> None:
    seat = {"id": f"{BASE}memberships/1", "organization": f"{BASE}organizations/gr/3", "role": "Mitglied"}
    said = parsed(
        {"id": f"{BASE}persons/4", "name": "A B", "membership": [seat] if as_list else seat}, f"{BASE}persons"
    )
    assert the(Mitgliedschaft, said).id == "m-gr3-4"


def test_an_empty_main_file() -> None:
    empty: list[Any] = [{}, [], "", None]
    for nothing in empty:
        assert every(Dokument, parsed(paper(mainFile=nothing))) == []


def test_a_file_without_download_url_size_and_known_type() -> None:
    file = {"id": f"{BASE}files?id=3", "name": "Plan", "mimeType": "pdf", "size": 0, "downloadUrl": ""}
    said = parsed(paper(mainFile=file | {"accessUrl": "https://egov.example/public/doc?DOLFDNR=3"}))
    dokument = the(Dokument, said)
    assert (dokument.url, dokument.groesse, dokument.art) == (
        "https://egov.example/public/doc?DOLFDNR=3",
        None,
        "vorlage",
    )
    assert [(link.seitenart, link.dokument) for link in said.links] == [("dokument", "m-vo1-do3")]
    said = parsed(paper(mainFile=file | {"accessUrl": "", "downloadUrl": "https://egov.example/d/3.pdf"}))
    assert the(Dokument, said).url == "https://egov.example/d/3.pdf"


def test_order_as_text_with_gaps() -> None:
    items = [item("3", 3, order="113"), item("1", 1, order="2"), item("2", 2, order="10"), item("0", 4, order=0)]
    tops = every(Tagesordnungspunkt, parsed(meeting(agendaItem=items)))
    assert [(each.position, each.nummer) for each in tops] == [(1, "0"), (2, "1"), (3, "2"), (4, "3")]


def test_items_without_order_stay_as_they_are_listed() -> None:
    tops = every(Tagesordnungspunkt, parsed(meeting(agendaItem=[item("3", 3), item("1", 1, order=1)])))
    assert [(each.position, each.nummer) for each in tops] == [(1, "3"), (2, "1")]


def test_headings_are_items_without_number() -> None:
    tops = every(Tagesordnungspunkt, parsed(meeting(agendaItem=[item("", 1, name="Öffentliche Sitzung", public=True)])))
    assert [(each.nummer, each.betreff, each.oeffentlich) for each in tops] == [(None, "Öffentliche Sitzung", True)]


def test_headings_tell_what_is_public_where_the_items_do_not() -> None:
    items = [
        item("", 1, name="Öffentlicher Teil"), item("1", 2, name="A"), item("", 3, name="Nichtöffentlicher Teil"),
        item("1", 4, name="Kauf"), item("2", 5, name="Bekanntgabe", public=True),
    ]  # fmt: skip
    tops = every(Tagesordnungspunkt, parsed(meeting(agendaItem=items)))
    assert [(each.nummer, each.betreff) for each in tops] == [
        (None, "Öffentlicher Teil"), ("Ö 1", "A"), (None, None), ("N 1", None), ("Ö 2", "Bekanntgabe"),
    ]  # fmt: skip


@pytest.mark.parametrize("public", [False, "false", 0, "intern"])
def test_of_a_non_public_item_nothing_but_its_number_is_kept(public: Any) -> None:
    said = parsed(
        meeting(
            agendaItem=[
                item(
                    "2", public=public, name="Kauf", result="abgelehnt", resolutionText="Geheim", web="https://ris.example/to020",
                    consultation={"paper": f"{BASE}papers?id=9"}, auxiliaryFile=[{"id": f"{BASE}files?id=3", "name": "Vertrag"}],
                )
            ]
        )
    )  # fmt: skip
    top = Tagesordnungspunkt(
        id="m-70",
        kommune="m",
        url=f"{BASE}agendaItems?id=70",
        sitzung="m-7",
        position=1,
        nummer="N 2",
        oeffentlich=False,
    )
    assert said.records[1:] == (top,)
    assert said.links == ()


@pytest.mark.parametrize(
    ("number", "public", "shown", "oeffentlich"),
    [
        ("8.2", True, "Ö 8.2", True), ("8.2", None, "8.2", None), ("Ö8.2", None, "Ö 8.2", True), ("N 3", True, "N 3", False),
        ("Ö 3", False, "Ö 3", False), ("3.", True, "Ö 3", True), ("TOP 3", False, "N 3", False),
    ],
)  # fmt: skip
def test_numbers_of_items(number: str, public: bool | None, shown: str, oeffentlich: bool | None) -> None:
    top = the(Tagesordnungspunkt, parsed(meeting(agendaItem=[item(number, public=public)])))
    assert (top.nummer, top.oeffentlich) == (shown, oeffentlich)


def test_items_without_id_and_name() -> None:
    said = parsed(meeting(agendaItem=[{"number": "3.1", "public": True}, {"name": "Pause"}]))
    assert [each.id for each in every(Tagesordnungspunkt, said)] == ["m-7-oe3.1", "m-7-p2"]


def test_the_same_consultation_in_two_meetings() -> None:
    step = f"{BASE}consultations/236585"
    said = parsed(
        [
            meeting(agendaItem=[item("7.23", 1, public=True, consultation=step, result="vertagt")]),
            meeting(agendaItem=[item("7.23", 2, public=True, consultation=step, result="verwiesen")])
            | {"id": f"{BASE}meetings?id=8"},
        ],
        f"{BASE}meetings",
    )
    tops = every(Tagesordnungspunkt, said)
    assert [(each.sitzung, each.beschluss) for each in tops] == [("m-7", "vertagt"), ("m-8", "verwiesen")]


def test_consultations_without_meeting_keep_gremium_and_role() -> None:
    step = {"organization": [f"{BASE}organizations/gr/1123"], "authoritative": True, "role": "Entscheidung"}
    beratung = the(Beratung, parsed(paper(consultation=[step])))
    assert (beratung.gremium, beratung.rolle, beratung.sitzung, beratung.datum) == (
        "m-gr1123",
        "Entscheidung",
        None,
        None,
    )


def test_consultations_as_addresses_are_asked_for_and_tell_the_item_its_vorlage() -> None:
    url = f"{BASE}consultations/5"
    said = parsed(paper(consultation=[url]))
    assert [(link.url, link.folgen) for link in said.links] == [(url, True)]
    assert said.vollstaendig == ()
    step = {
        "id": url,
        "paper": f"{BASE}papers?id=1",
        "agendaItem": f"{BASE}agendaItems/6",
        "meeting": f"{BASE}meetings/7",
    }
    (link,) = parsed(step, url).links
    assert isinstance(link.platzhalter, Tagesordnungspunkt)
    assert (link.platzhalter.id, link.platzhalter.vorlage, link.platzhalter.sitzung) == ("m-6", "m-1", "m-7")


def test_an_item_tells_its_vorlage_where_the_consultation_is_embedded() -> None:
    said = parsed(
        meeting(agendaItem=[item(public=True, consultation={"paper": {"id": f"{BASE}papers/3", "reference": "3/26"}})])
    )
    top = the(Tagesordnungspunkt, said)
    assert (top.vorlage, top.vorlage_nummer) == ("m-3", "3/26")


def test_lists_are_complete_only_where_they_are_given_and_embedded() -> None:
    assert parsed(meeting()).vollstaendig == ()
    assert parsed(meeting(agendaItem=[f"{BASE}agendaItems/1"])).vollstaendig == ()
    assert [each.tabelle for each in parsed(meeting(agendaItem=[item()])).vollstaendig] == ["tagesordnungspunkte"]


def test_of_a_person_nothing_but_the_name_is_read() -> None:
    said = parsed(
        {
            "id": f"{BASE}persons/4", "givenName": "A", "familyName": "B", "phone": ["1"], "email": ["x"], "life": "geb.",
            "gender": "female", "location": f"{BASE}locations/1", "locationObject": {"streetAddress": "Weg 1"}, "title": ["Dr."],
        }
    )  # fmt: skip
    assert said.records == (Person(id="m-4", kommune="m", url=f"{BASE}persons/4", name="A B"),)
    assert said.links == ()

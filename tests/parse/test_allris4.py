"""ALLRIS 4: what its addresses mean, what changes in each answer, and the quirks of its pages in words."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.errors import Gate, ParseError, RatsarchivError, SiteStopped
from ratsarchiv.model import Beratung, Dokument, Page, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import sameness
from ratsarchiv.parse.allris4 import PAGES, PRODUCT, dates
from ratsarchiv.parse.german import BERLIN

from . import golden

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = golden.ROOT / "allris4"
BASE = "https://ratsinfo.musterstadt.example/public/"
FILES = [golden.page(path) for path in golden.PAGES if ROOT in path.parents]


def fixture(name: str) -> Page:
    return golden.page(ROOT / f"{name}.html")


def parsed(name: str) -> Parsed:
    return PRODUCT.parse(fixture(name))


def changed(name: str, *pairs: tuple[str, str]) -> Page:
    """A fixture with other words in it, each of which stood there."""
    page = fixture(name)
    text = page.body.decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return replace(page, body=text.encode())


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("vo020?VOLFDNR=1&refresh=false", "vo020"),
        ("VO020?VOLFDNR=1", "vo020"),
        ("vo020;jsessionid=0A1B?VOLFDNR=1", "vo020"),
        ("si010", "si010"),
        ("si010?MM=10&YY=2026", "si010"),
        ("si010?2-1.0-&MM=10&YY=2026", "si010_x"),
        ("si018?6-1.1-navigator-next", "si018_x"),
        ("gr010?2-1.0-", "gr010_x"),
        ("vo040?5-1.-navigator-next", "vo040_x"),
        ("ics/SiKalAbo.ics", "ics"),
        ("vo020?1--anlagenHeaderPanel-attachmentsList-0-attachment-link&VOLFDNR=1", None),
        ("vo020?0-1.-menu-linkGroup-0-linkGroupLink&VOLFDNR=1", None),
        ("vo020.asp?VOLFDNR=1", None),
        ("vo0050.php?__kvonr=1", None),
        ("kp040", None),
        ("noauth", None),
        ("doc?DOLFDNR=1&DOCTYP=103&OTYP=41", None),
    ],
)
def test_the_kind_of_page_at_an_address(url: str, kind: str | None) -> None:
    assert PRODUCT.seitenart(BASE + url) == kind
    assert (kind in PRODUCT.rollen) == (kind is not None)


def test_every_page_that_is_read_has_its_role() -> None:
    assert PRODUCT.rollen.keys() == {*PAGES, "ics"}
    assert all(PRODUCT.seitenart(BASE + start) for start in PRODUCT.start)


def test_files_refusals_and_unread_programs_are_known_as_the_products_own() -> None:
    own = ("noauth", "kp040", "doc?DOLFDNR=1", "wicket/resource/org.apache.wicket.Application/doc1.pdf")
    assert [PRODUCT.kennt(BASE + url) for url in own] == [True] * 4
    assert not any(PRODUCT.kennt(BASE + url) for url in ("vo020.asp?VOLFDNR=1", "doc?id=1", "index.html", ""))


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("vo020?refresh=false&TOLFDNR=5&VOLFDNR=1#htm7", "vo020?VOLFDNR=1"),
        ("VO020?VOLFDNR=1", "vo020?VOLFDNR=1"),
        ("to010?SILFDNR=2&refresh=false&TOLFDNR=5", "to010?SILFDNR=2"),
        ("to020?TOLFDNR=5&SILFDNR=2", "to020?TOLFDNR=5"),
        ("si010?YY=2026&DD=21&MM=10", "si010?MM=10&YY=2026"),
        ("si010;jsessionid=0A1B?MM=1&YY=2026", "si010?MM=1&YY=2026"),
        ("si010?2-1.0-&MM=10&YY=2026", "si010?0-0.0-&MM=10&YY=2026"),
        ("doc?OTYP=41&DOCTYP=103&DOLFDNR=9", "doc?DOLFDNR=9&DOCTYP=103&OTYP=41"),
        ("si018", "si018"),
    ],
)
def test_addresses_in_one_form(url: str, canonical: str) -> None:
    shouting = BASE.replace("https://ratsinfo", "HTTPS://Ratsinfo")
    assert PRODUCT.canonical(shouting + url) == BASE + canonical
    assert PRODUCT.canonical(BASE + canonical) == BASE + canonical


def test_a_view_is_known_again_in_another_session() -> None:
    first, second = BASE + "si010?2-1.0-&MM=10&YY=2026", BASE + "si010?17-3.0-&MM=10&YY=2026"
    assert PRODUCT.bleibend(first) == PRODUCT.bleibend(second)
    assert PRODUCT.seitenart(PRODUCT.bleibend(first)) == "si010_x"
    assert PRODUCT.bleibend(first) != PRODUCT.bleibend(first.replace("MM=10", "MM=11"))
    attachments = [f"{BASE}vo020?1--anlagenHeaderPanel-attachmentsList-{n}-attachment-link&VOLFDNR=1" for n in (0, 1)]
    assert len({PRODUCT.bleibend(url) for url in attachments}) == 2
    file = f"{BASE}wicket/resource/org.apache.wicket.Application/doc9.pdf"
    assert PRODUCT.bleibend(file + ";jsessionid=0A1B") == file


def test_the_headers_of_a_request_by_script() -> None:
    assert PRODUCT.kopf(BASE + "si010?2-1.0-&MM=10&YY=2026") == {
        "Wicket-Ajax": "true",
        "Wicket-Ajax-BaseURL": "si010?MM=10&YY=2026",
        "X-Requested-With": "XMLHttpRequest",
    }
    assert PRODUCT.kopf(BASE + "gr010?2-1.0-")["Wicket-Ajax-BaseURL"] == "gr010"
    for plain in ("si010?MM=10&YY=2026", "vo040?5-1.-navigator-next", "vo020?1--anlagenHeaderPanel-x&VOLFDNR=1"):
        assert PRODUCT.kopf(BASE + plain) == {}


@pytest.mark.parametrize(
    "name", ["vo020?VOLFDNR=1", "to010?SILFDNR=1", "to020?TOLFDNR=1", "gr020?GRLFDNR=1", "kp020?KPLFDNR=1"]
)
def test_an_objects_address_and_back(name: str) -> None:
    found = PRODUCT.objekt(BASE + name)
    assert found is not None
    assert PRODUCT.adresse(BASE, *found) == BASE + name
    assert PRODUCT.objekt(BASE + name.partition("?")[0]) is None


def test_months() -> None:
    assert PRODUCT.monat(BASE + "si010?2-1.0-&MM=10&YY=2026") == (2026, 10)
    assert PRODUCT.monat(BASE + "si010") is None


@pytest.mark.parametrize(
    "text", ["21.10.2026", "Mi., 21.10.2026", "2026 Oct 21", "Wed, 2026\xa0Oct 21", "Oct 21, 2026"]
)
def test_days_in_german_and_english(text: str) -> None:
    assert dates.day(text) == date(2026, 10, 21)


def test_no_day_is_none_and_an_impossible_one_an_error() -> None:
    assert dates.day("ALLRIS net Version 4.1.7") is None
    with pytest.raises(ParseError, match="no day of the calendar"):
        dates.day("2026 Feb 30")


def print_of(page: Page) -> str:
    return sameness.fingerprint(page, "somewhere", PRODUCT.anew)


def test_what_is_written_anew_into_each_answer_is_no_change() -> None:
    again = changed(
        "vo020/beratungsfolge",
        ("00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100"),
        ('id="idd"', 'id="id1c7"'),
        ("showHideLink_id3", "showHideLink_id2f4"),
        ("vo020?0-", "vo020?31-"),
        (";jsessionid=0A1B2C3D4E5F", ";jsessionid=FFFF"),
        ("ALLRIS net Version 4.1.7 (4170041) - 08.07.2026", "ALLRIS net Version 4.1.8 (4180001) - 01.11.2026"),
        ("-ver-C41D4AFF790B892FD71DE1FBA71538E6", "-ver-00000000000000000000000000000000"),
    )
    assert print_of(again) == print_of(fixture("vo020/beratungsfolge"))


@pytest.mark.parametrize(
    ("old", "new"),
    [("doc130501", "doc130601"), ("vertagt", "abgelehnt"), ("TOLFDNR=88401", "TOLFDNR=88402"), ("htm130498", "htm1")],
)
def test_what_means_something_is_a_change(old: str, new: str) -> None:
    assert print_of(changed("vo020/beratungsfolge", (old, new))) != print_of(fixture("vo020/beratungsfolge"))


def test_a_page_of_another_object_is_not_believed() -> None:
    page = replace(fixture("vo020/beratungsfolge"), url=BASE + "vo020?VOLFDNR=99")
    with pytest.raises(ParseError, match="asks for number 99, but the page shows 11231"):
        PRODUCT.parse(page)


def test_of_items_in_the_non_public_part_only_the_number_is_kept() -> None:
    answer = parsed("to010/ergebnisse")
    items = [each for each in answer.records if isinstance(each, Tagesordnungspunkt)]
    closed = [each for each in items if not each.oeffentlich]
    assert [each.nummer for each in closed] == ["N 1", "N 2.1", "Ö 9"]
    assert all((each.betreff, each.zusatz, each.vorlage, each.beschluss) == (None,) * 4 for each in closed)
    said = repr(answer)
    assert not any(words in said for words in ("Flurstück", "Ährenfeld", "Personal", "Grundstück", "11273", "130779"))


def test_a_bare_number_gets_the_letter_of_its_part() -> None:
    items = {
        each.id: each.nummer for each in parsed("to010/ergebnisse").records if isinstance(each, Tagesordnungspunkt)
    }
    assert items["musterstadt-88733"] == "Ö 3.1"
    assert items["musterstadt-88734"] is None


def test_a_bare_number_outside_of_any_part_is_not_believed_to_be_public() -> None:
    page = changed("to010/ergebnisse", ("öffentlicher Teil (18:08 - 21:40 Uhr)", "Erster Teil"))
    answer = PRODUCT.parse(page)
    item = next(each for each in answer.records if each.id == "musterstadt-88733")
    assert isinstance(item, Tagesordnungspunkt)
    assert (item.oeffentlich, item.betreff, item.nummer) == (None, None, "3.1")
    assert "Stellenplan" not in repr(answer)


def test_a_role_in_the_agenda_is_no_result() -> None:
    item = next(each for each in parsed("to010/ergebnisse").records if each.id == "musterstadt-88732")
    assert isinstance(item, Tagesordnungspunkt)
    assert item.beschluss is None


def test_what_is_remarked_behind_a_gremium_is_not_its_name() -> None:
    names = [each.gremium_name for each in parsed("vo020/beratungsfolge").records if isinstance(each, Beratung)]
    assert names[2] == "Verwaltungsausschuss"


def test_what_the_page_keeps_shut_is_not_missing() -> None:
    shut = ('"Schulwegsicherheit ausblenden"', '"Schulwegsicherheit anzeigen"')
    tables = {each.tabelle for each in PRODUCT.parse(changed("vo020/beratungsfolge", shut)).vollstaendig}
    assert tables == {"verweise", "dokumente", "beratungen"}


def test_a_documents_number_lasts_and_its_address_does_not() -> None:
    answer = parsed("vo020/beratungsfolge")
    documents = {each.nummer: each for each in answer.records if isinstance(each, Dokument)}
    links = {link.dokument: link for link in answer.links if link.dokument}
    assert documents["130501"].url == BASE + "vo020?VOLFDNR=11231"
    assert links[documents["130501"].id].sofort
    assert not links[documents["130503"].id].sofort
    assert documents["130503"].url == links[documents["130503"].id].url


def test_a_file_that_calls_itself_non_public_is_left_out() -> None:
    assert "130504" not in repr(parsed("vo020/beratungsfolge"))
    assert "Kostenschätzung" not in repr(parsed("vo020/beratungsfolge"))
    assert "131003" not in repr(parsed("to010/ergebnisse"))


def test_the_collected_document_of_a_vorlage_is_listed_on_its_own_page_alone() -> None:
    found = [each for each in parsed("to010/ergebnisse").records if isinstance(each, Dokument)]
    assert [each.nummer for each in found if each.tagesordnungspunkt] == ["130777"]


def test_the_attachments_of_a_vorlage_are_not_the_auszugs() -> None:
    assert "Haushaltsplanentwurf" not in repr(parsed("to020/beschluss"))


def test_of_a_person_nothing_private_is_read() -> None:
    said = repr(parsed("kp020/mitglied")) + repr(parsed("gr020/ausschuss"))
    assert not any(
        words in said for words in ("Beispielweg", "0999", "@", "1970", "Gärtnerin", "Rathausplatz", "Straße")
    )


def test_the_calendar_file() -> None:
    body = (ROOT / "ics" / "SiKalAbo.ics").read_bytes()
    answer = PRODUCT.parse(Page(url=BASE + "ics/SiKalAbo.ics", body=body, kommune="musterstadt"))
    open_, cancelled = answer.links
    assert (open_.url, open_.folgen, cancelled.folgen) == (BASE + "to010?SILFDNR=7301", True, False)
    assert isinstance(open_.platzhalter, Sitzung)
    assert isinstance(cancelled.platzhalter, Sitzung)
    assert open_.platzhalter.beginn == datetime(2026, 10, 21, 17, tzinfo=BERLIN)
    assert open_.platzhalter.ende is None, "the next midnight stands for an end that nobody knows"
    assert (open_.platzhalter.raum, open_.platzhalter.abgesagt) == ("Rathaus", False)
    assert cancelled.platzhalter.abgesagt
    assert [each.art for each in answer.problems] == ["unbekannte_beschriftung"]


def test_a_calendar_without_a_month_tells_it_by_its_sitzungen() -> None:
    page = replace(fixture("si010_x/monat"), url=BASE + "si010?2-1.0-")
    answer = PRODUCT.parse(page)
    assert [link.url for link in answer.links if link.seitenart == "si010"] == [
        f"{BASE}si010?MM={month}&YY=2026" for month in (9, 10, 11)
    ]


def test_an_expired_view_is_damage() -> None:
    body = b'<?xml version="1.0" encoding="UTF-8"?><ajax-response><redirect><![CDATA[./si010?3]]></redirect></ajax-response>'
    with pytest.raises(ParseError, match="expired"):
        PRODUCT.parse(replace(fixture("si010_x/monat"), body=body))


def test_an_answer_cut_off_inside_a_component_is_damage_and_behind_it_is_not() -> None:
    page = fixture("si010_x/monat")
    end = page.body.index(b"]]></component>")
    with pytest.raises(ParseError, match="cut off"):
        PRODUCT.parse(replace(page, body=page.body[:end]))
    assert PRODUCT.parse(replace(page, body=page.body[: end + 40])) == PRODUCT.parse(page)


GATE = '<html><head><title>x</title></head><body><altcha-widget challengeurl="/_gate/c"></altcha-widget></body></html>'


def test_the_site_is_left_alone_where_it_asks_for_it() -> None:
    page = fixture("vo020/beratungsfolge")
    with pytest.raises(Gate):
        PRODUCT.parse(replace(page, body=GATE.encode()))
    with pytest.raises(Gate):
        PRODUCT.parse(replace(page, status=302, body=b"", header={"location": "/_gate/?to=vo020"}))
    with pytest.raises(Gate):
        PRODUCT.parse(fixture("answers/zu-viele-zugriffe"))
    with pytest.raises(SiteStopped, match="login"):
        PRODUCT.parse(fixture("answers/anmeldung"))


def test_a_refusal_in_the_frame_of_a_whole_page_is_a_refusal() -> None:
    page = fixture("vo020/keine-information")
    long = page.body.replace(b"<main", b"<ul>" + b"<li>Menu</li>" * 2_000 + b"</ul><main")
    assert PRODUCT.parse(replace(page, body=long)).ergebnis == "nicht_oeffentlich"


def test_scripts_come_through_nowhere() -> None:
    answer = parsed("vo020/feindlich")
    assert [each.nummer for each in answer.records if isinstance(each, Vorlage)] == ["26/095"]
    assert not [link.url for link in answer.links if not link.url.startswith(BASE)]
    kept = [each.html for each in answer.records if hasattr(each, "html")]
    assert kept
    assert not any("script" in each or "onclick" in each or "iframe" in each for each in kept)


@pytest.mark.parametrize(
    "piece",
    [
        '<div class="docPart">x</div>',
        '<table class="attachmentTable"><tr><td>x</td></tr></table>',
        "<script>Wicket.Timer</script>",
        '<dl><dt>Status:</dt><dd><span id="vox">x</span></dd></dl>',
        '<a id="showHideLink_id1" href="#"></a>',
    ],
)
def test_a_page_of_one_piece_thirty_thousand_times_is_read_in_time(piece: str) -> None:
    page = changed(
        "vo020/beratungsfolge", ('<div class="clear"></div>', f'<div class="compFull">{piece * 30_000}</div>')
    )
    begin = time.monotonic()
    PRODUCT.parse(page)
    assert time.monotonic() - begin < 20


bounded = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
FRAGMENTS = (
    b"<table>", b"</table>", b"<tr>", b"<td>", b"</div>", b'<div class="docPart">', b"<dd>", b"</dd>", b"]]></component>",
    b"<component", b"<![CDATA[", b"<p>", b"<a href=", b"<!--", b"</html>", b"<main>", b'<h1 class="title">', b"31.02.2026",
    b"2026 Feb 30", b"99:99", b'<a href="http://[">', b"&#xD800;", b'<span class="dom">77</span>', b"\xff", b"<svg>",
)  # fmt: skip


def survives(page: Page, change: Callable[[bytes], bytes]) -> None:
    """The changed page is parsed, or refused in our words."""
    try:
        answer = PRODUCT.parse(replace(page, body=change(page.body)))
    except RatsarchivError:
        return
    assert isinstance(answer, Parsed)
    golden.of(answer)


@bounded
@given(st.sampled_from(FILES), st.floats(0, 1))
def test_cut_off_at_any_byte(page: Page, at: float) -> None:
    survives(page, lambda body: body[: int(at * len(body))])


@bounded
@given(
    st.sampled_from(FILES),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(FRAGMENTS)), min_size=1, max_size=12),
)
def test_with_fragments_inserted(page: Page, fragments: list[tuple[float, bytes]]) -> None:
    def change(body: bytes) -> bytes:
        for at, fragment in fragments:
            start = int(at * len(body))
            body = body[:start] + fragment + body[start:]
        return body

    survives(page, change)

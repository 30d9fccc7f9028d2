"""SessionNet in words: what must hold whatever a golden says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.errors import Gate, ParseError, RatsarchivError, SiteStopped
from ratsarchiv.model import Auszug, Beratung, Dokument, Page, Parsed, Record, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse.sessionnet import PAGES, PRODUCT

from . import golden

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = TypeVar("Kind", bound=Record)

FOLDER = "https://ratsinfo.musterstadt.example/bi/"
SAVED = [golden.page(path) for path in golden.PAGES if "sessionnet" in path.parts]


def page(address: str, content: str, *, status: int = 200, header: Mapping[str, str] | None = None) -> Page:
    """An answer in layout 6."""
    program = PRODUCT.seitenart(FOLDER + address)
    body = (
        f'<html><body><div id="wrapper" class="smclayout smc_page_{program}_layout"><h1>Rat - 01.07.2026</h1>'
        f'<div id="page-content">{content}</div></div></body></html>'
    )
    return Page(url=FOLDER + address, body=body.encode(), kommune="musterstadt", status=status, header=header or {})


def feld(name: str, label: str, value: str) -> str:
    return f'<div class="smc-cell-head {name}_title">{label}</div><div class="smc-table-cell {name}">{value}</div>'


def agenda(*rows: str) -> Page:
    table = f'<table id="smc_page_si0057_contenttable2">{"".join(rows)}</table>'
    return page("si0057.php?__ksinr=7", feld("sidat", "Datum", "01.07.2026") + table)


def heading(text: str) -> str:
    return f'<tr><td class="totrenn"><h2>{text}</h2></td></tr>'


def top(number: str, title: str = "Ein Weg", *, box: str = "", more: str = "") -> str:
    return (
        f'<tr><td class="tofnum"><span class="badge">{number}</span></td><td class="tolink">'
        f'<div class="smc-card-header-title-simple">{title}</div>{box}</td>{more}</tr>'
    )


def result(label: str, text: str) -> str:
    return f'<p class="smc_field_smcdv0_box2_{label.lower()}"><strong>{label}:</strong> {text}</p>'


def records(parsed: Parsed, kind: type[Kind]) -> list[Kind]:
    return [record for record in parsed.records if isinstance(record, kind)]


def tops(*rows: str) -> list[Tagesordnungspunkt]:
    return records(PRODUCT.parse(agenda(*rows)), Tagesordnungspunkt)


# Addresses


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("vo0050.asp?__kvonr=32100&voselect=21804", "vo0050.asp?__kvonr=32100"),
        ("kp0040.php?__kgrnr=107&", "kp0040.php?__kgrnr=107"),
        ("si0040.php?__cselect=0&__canz=1&__cmonat=7&__cjahr=2026", "si0040.php?__cjahr=2026&__cmonat=7"),
        ("getfile.php?type=do&id=4&x=1#top", "getfile.php?id=4&type=do"),
        ("vo0042.php?__cwpall=1&smccont=85", "vo0042.php?__cwpall=1"),
    ],
)
def test_addresses_are_compared_in_one_form(url: str, form: str) -> None:
    assert PRODUCT.canonical(FOLDER + url) == FOLDER + form
    assert PRODUCT.canonical(FOLDER + form) == FOLDER + form


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("si0057.php?__ksinr=7", ("sitzungen", "7")),
        ("to0040.asp?__ksinr=7", ("sitzungen", "7")),
        ("vo0050.php?__kvonr=7", ("vorlagen", "7")),
        ("kp0040.php?__kgrnr=7&", ("gremien", "gr7")),
        ("pe0051.php?__kpenr=7", ("personen", "7")),
        ("to0050.php?__ktonr=7", ("tagesordnungspunkte", "7")),
        ("vo0053.php?__kvonr=7", None),
        ("si0040.php?__cjahr=2026&__cmonat=7", None),
        ("vo0050.php", None),
    ],
)
def test_an_address_names_the_object_of_its_own_page(url: str, named: tuple[str, str] | None) -> None:
    assert PRODUCT.objekt(FOLDER + url) == named


def test_what_is_read_what_is_known_and_what_is_strange() -> None:
    assert PRODUCT.seitenart(FOLDER + "SI0057.PHP?__ksinr=1") == "si0057"
    assert [PRODUCT.seitenart(FOLDER + url) for url in ("getfile.php?id=1", "to0045.php", "ylogon.php")] == [None] * 3
    assert PRODUCT.kennt(FOLDER + "getfile.php?id=1&type=do")
    for strange in ("vo020.asp?VOLFDNR=1", "vo020?VOLFDNR=1", "tops/?__=UGhV", "oparl/system", "vo0050.html"):
        assert not PRODUCT.kennt(FOLDER + strange)
    assert PRODUCT.rollen.keys() == PAGES.keys()


def test_members_of_another_wahlperiode_are_no_present_ones() -> None:
    assert PRODUCT.seitenart(FOLDER + "kp0040.php?__kgrnr=1") == "kp0040"
    assert PRODUCT.seitenart(FOLDER + "kp0040.php?__cwpnr=5&__kgrnr=1") is None
    assert PRODUCT.seitenart(FOLDER + "kp0040.php?__cwpall=1&__kgrnr=1") is None


def test_the_month_of_a_calendar() -> None:
    assert PRODUCT.monat(FOLDER + "si0040.php?__cjahr=2026&__cmonat=7") == (2026, 7)
    assert PRODUCT.monat(FOLDER + "si0040.php") is None


def test_what_is_written_anew_is_left_out_of_the_comparison() -> None:
    def shown(number: bytes, stamp: bytes, today: bytes, note: bytes) -> bytes:
        body = (
            b"<tr class=\"x%s\"><!--SMCINFO:%s --><li>Letzte &Auml;nderung:&nbsp;%s</li>smcGlobalGKI2(){return '%s';}"
        )
        body %= (today, note, stamp, number)
        for sign, pattern in PRODUCT.anew.items():
            if sign in body:
                body = pattern.sub(b"", body)
        return body

    one = shown(b"899079796", b"20.07.2026 10:36:44", b" smcrowt", b"si.bi.1.0.2")
    assert one == shown(b"17", b"21.07.2026 00:00:01", b"", b"si.bi.1.0.3")
    assert one == b'<tr class="x"><li></li>'


# Answers that are no page


@pytest.mark.parametrize("target", ["error.php", "error2.php", "/bi/error2.asp?x=1"])
def test_a_redirect_to_an_error_page_is_a_refusal(target: str) -> None:
    answer = page("si0057.php?__ksinr=7", "", status=302, header={"location": target})
    assert PRODUCT.parse(answer).ergebnis == "nicht_oeffentlich"


def test_a_redirect_to_the_members_door_stops_the_visit() -> None:
    answer = page("si0057.php?__ksinr=7", "", status=302, header={"location": "ylogon.php?smcpn=si0057&smclom=1"})
    with pytest.raises(SiteStopped, match="login"):
        PRODUCT.parse(answer)


def test_a_gate_stops_the_visit() -> None:
    with pytest.raises(Gate):
        PRODUCT.parse(
            replace(agenda(), body=b"<html><body>Zugriff pr&uuml;fen<altcha-widget></altcha-widget></body></html>")
        )


@pytest.mark.parametrize("words", ["Berechtigungsfehler", "Fehlercode: 1104"])
def test_a_refusal_in_words(words: str) -> None:
    assert PRODUCT.parse(page("vo0050.php?__kvonr=7", f"<h3>{words}</h3>")).ergebnis == "nicht_oeffentlich"


def test_the_words_of_a_refusal_in_a_long_text_are_a_citation() -> None:
    words = "Der Berechtigungsfehler wurde behoben. " * 1000
    text = f'<div class="smcdocmsword">{words}</div>'
    parsed = PRODUCT.parse(page("vo0050.php?__kvonr=7", feld("vobetr", "Betreff", "Ein Weg") + text))
    assert parsed.ergebnis == "geparst"


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_an_error_status_is_no_page(status: int) -> None:
    with pytest.raises(ParseError, match=str(status)):
        PRODUCT.parse(replace(agenda(top("Ö 1")), status=status))


def test_a_page_of_another_kind_in_the_place_is_no_answer() -> None:
    other = page("vo0050.php?__kvonr=7", feld("vobetr", "Betreff", "Ein Weg"))
    with pytest.raises(ParseError, match="asks for si0057, but the page is vo0050"):
        PRODUCT.parse(replace(other, url=FOLDER + "si0057.php?__ksinr=7"))


# Agendas


def test_numbers_are_written_as_allris_writes_them() -> None:
    found = tops(heading("Öffentlicher Teil:"), top("&Ouml; 18.2.1"), top("3.1"), top("4."), top("Ö&nbsp;5"))
    assert [each.nummer for each in found] == ["Ö 18.2.1", "Ö 3.1", "Ö 4", "Ö 5"]
    assert [each.id for each in found] == [f"musterstadt-7-oe{n}" for n in ("18.2.1", "3.1", "4", "5")]


@pytest.mark.parametrize(
    ("headline", "number", "public"),
    [
        ("Öffentlicher Teil: Beginn 17:00 Uhr", "1", True),
        ("Nicht öffentlicher Teil: Beginn 18:17 Uhr", "1", False),
        ("Nichtöffentlicher Teil (bis 19:25 Uhr)", "1", False),
        ("Öffentlicher Teil", "N 1", False),
        ("Nichtöffentlicher Teil", "Ö 1", False),
        ("Öffentlich und nichtöffentlich", "1", False),
        ("Nachträge", "Ö 1", True),
        ("Nachträge", "1", None),
    ],
)
def test_an_item_is_public_only_where_nothing_says_otherwise(headline: str, number: str, public: bool | None) -> None:
    (only,) = tops(heading(headline), top(number, "Ein Weg"))
    assert only.oeffentlich is public
    assert only.betreff == ("Ein Weg" if public else None)


def test_of_a_non_public_item_only_the_number_is_kept() -> None:
    more = (
        '<td class="tovo"><a href="vo0050.php?__kvonr=9">26/9</a></td><td><a href="getfile.php?id=8">Vorlage</a></td>'
    )
    box = result("Beschluss", "vertagt") + result("Abstimmung", "Ja: 1")
    parsed = PRODUCT.parse(agenda(heading("Nichtöffentlicher Teil:"), top("N 1", "Geheim", box=box, more=more)))
    (item,) = records(parsed, Tagesordnungspunkt)
    assert (item.nummer, item.oeffentlich, item.betreff, item.vorlage, item.beschluss) == (
        "N 1",
        False,
        None,
        None,
        None,
    )
    assert parsed.links == ()
    assert [type(record) for record in parsed.records] == [Sitzung, Tagesordnungspunkt]
    assert parsed.problems == ()


def test_the_items_title_is_not_the_title_of_its_link() -> None:
    link = '<td class="tovo"><a href="vo0050.php?__kvonr=9" title="Vorlage anzeigen: Haushalt">26/9</a></td>'
    parsed = PRODUCT.parse(agenda(heading("Öffentlicher Teil"), top("Ö 1", "Haushalt<br />hier: Nachtrag", more=link)))
    (item,) = records(parsed, Tagesordnungspunkt)
    assert item.betreff == "Haushalt\nhier: Nachtrag"
    (named,) = (link.platzhalter for link in parsed.links)
    assert isinstance(named, Vorlage)
    assert (named.betreff, named.nummer) == ("Haushalt", "26/9")


@pytest.mark.parametrize(
    ("printed", "figures"),
    [
        ("Ja:&nbsp;20, Nein:&nbsp;4, Enthaltung:&nbsp;22, Befangen:&nbsp;0", (20, 4, 22, 0)),
        ("Ja: 4, Nein: 0, Enthaltungen: 6, Befangen: 1", (4, 0, 6, 1)),
        ("Ja: 47", (47, None, None, None)),
        ("Ja: 45, Nein: 2", (45, 2, None, None)),
        ("ausgesetzt", (None, None, None, None)),
    ],
)
def test_votes_as_printed(printed: str, figures: tuple[int | None, ...]) -> None:
    parsed = PRODUCT.parse(agenda(heading("Öffentlicher Teil"), top("Ö 1", box=result("Abstimmung", printed))))
    (vote,) = records(parsed, Auszug)
    assert (vote.ja, vote.nein, vote.enthaltung, vote.befangen) == figures
    assert vote.abstimmung == printed.replace("&nbsp;", " ")
    assert vote.id == vote.tagesordnungspunkt == "musterstadt-7-oe1"


def test_an_item_with_an_auszug_of_its_own_has_its_number_and_the_vote_in_passing() -> None:
    more = '<td><a href="to0050.php?__ktonr=4711">Auszug</a></td>'
    row = top("Ö 1", box=result("Abstimmung", "Ja: 3"), more=more)
    parsed = PRODUCT.parse(agenda(heading("Öffentlicher Teil"), row))
    (item,) = records(parsed, Tagesordnungspunkt)
    assert (item.id, item.url) == ("musterstadt-4711", FOLDER + "to0050.php?__ktonr=4711")
    (link,) = parsed.links
    assert isinstance(link.platzhalter, Auszug)
    assert (link.seitenart, link.platzhalter.ja) == ("to0050", 3)
    assert records(parsed, Auszug) == []


def test_a_page_without_its_agenda_leaves_the_items_alone() -> None:
    informationen = page("si0050.php?__ksinr=7", feld("sidat", "Datum", "01.07.2026"))
    assert PRODUCT.parse(informationen).vollstaendig == ()


# Documents


def documents(*elements: str) -> list[Dokument]:
    content = feld("vobetr", "Betreff", "Ein Weg") + f'<div class="smc-documents">{"".join(elements)}</div>'
    return records(PRODUCT.parse(page("vo0050.php?__kvonr=7", content)), Dokument)


def file(number: str, name: str, icon: str = "", more: str = "") -> str:
    return (
        f'<div class="smc-d-el {more}"><i class="smc-doc-symbol {icon}">X</i>'
        f'<a role="button" href="getfile.php?id={number}&type=do"></a>'
        f'<div class="smc-el-h"><a href="getfile.php?id={number}&type=do">{name}</a></div></div>'
    )


def test_each_file_is_listed_once_and_only_files_are() -> None:
    stream = '<div class="smc-d-el"><a href="https://video.example/1">Livestream</a></div>'
    others = (
        '<a href="https://boese.example/bi/getfile.php?id=3&type=do">x</a><a href="javascript:getfile.php?id=4">y</a>'
    )
    found = documents(file("1", "Vorlage"), file("1", "Vorlage"), stream, others, file("2", "Plan"))
    assert [(each.id, each.position) for each in found] == [("musterstadt-vo7-do1", 1), ("musterstadt-vo7-do2", 2)]
    assert found[0].url == FOLDER + "getfile.php?id=1&type=do"


@pytest.mark.parametrize(
    ("name", "icon", "more", "art"),
    [
        ("Papier", "smc_field_danr_2", "", "vorlage"),
        ("Papier", "smc_field_danr_7", "", "tagesordnung"),
        ("Papier", "smc_field_danr_99", "", "sonstiges"),
        ("Papier", "", "smc-d-ex", "anlage"),
        ("Antrag der Fraktion", "", "smc-d-ex", "anlage"),
        ("Auszug aus dem Plan", "", "smc-d-ex", "anlage"),
        ("Sammeldokument", "", "smc-d-ex", "sammeldokument"),
    ],
)
def test_kinds_of_documents(name: str, icon: str, more: str, art: str) -> None:
    (only,) = documents(file("1", name, icon, more))
    assert only.art == art


def test_documents_that_call_themselves_non_public_are_left_out() -> None:
    found = documents(file("1", "Anlage nichtöffentlich"), file("2", "Bekanntgabe nicht öffentlicher Beschlüsse"))
    assert [each.nummer for each in found] == ["2"]


# Beratungen


def step(text: str, body: str = "") -> Page:
    return page("vo0053.php?__kvonr=7", f'<div id="smcpanel1"><button>{text}</button>{body}</div>')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01.07.2026 Rat TOP 8.1 öffentlich - vertagt", ("Rat", "2026-07-01", None, "vertagt")),
        ("01.07.2026 Rat öffentlich - Vorberatung", ("Rat", "2026-07-01", "Vorberatung", None)),
        ("01.07.2026 Rat für öffentliche Orte - S nichtöffentlich", ("Rat für öffentliche Orte - S", "2026-07-01", None, None)),
        ('01.07.2026 Rat öffentlich <span class="smc-badges"><b>1</b> Dok.</span>', ("Rat", "2026-07-01", None, None)),
        ("Rat öffentlich", ("Rat", None, None, None)),
    ],
)  # fmt: skip
def test_a_step_of_the_beratungsfolge(text: str, expected: tuple[str | None, ...]) -> None:
    parsed = PRODUCT.parse(step(text))
    (only,) = records(parsed, Beratung)
    day = only.datum.isoformat() if only.datum else None
    assert (only.gremium_name, day, only.rolle, only.beschluss) == expected
    assert parsed.problems == ()


def test_a_steps_item_is_known_by_number_only_where_the_agenda_knows_it_so() -> None:
    def item(program: str) -> str | None:
        body = f'<a href="{program}.php?__ksinr=9">Sitzung</a>'
        (only,) = records(PRODUCT.parse(step("01.07.2026 Rat TOP 8.1 öffentlich", body)), Beratung)
        assert only.sitzung == "musterstadt-9"
        return only.tagesordnungspunkt

    assert item("si0057") == "musterstadt-9-oe8.1"
    assert item("to0040") is None


# Whatever arrives


FRAGMENTS = (
    b"<table>", b"</table>", b"<tr>", b"</td>", b"<div>", b"</div>", b"<html>", b"</html>", b"<p>", b"<a href=", b"<!--", b"-->",
    b"&#xD800;", b"<h1>", b'<a href="http://[">', b'<td class="tofnum">', b'<td class="totrenn">', b'<div class="smc-cell-head">',
    b'<div class="smcdocmsword">', b"31.12.9999", b"31.02.2026", b"99:99", b"22:00-01:00", b"<plaintext>", b"<select><option>",
    b"<base href='http://['>", b"__ksinr=\xb2", b'class="badge"', b"<button>", b'<div id="smcpanel1">',
)  # fmt: skip
bounded = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
any_page = st.sampled_from(SAVED)
share = st.floats(0, 1)


def survives(page: Page, body: bytes) -> None:
    try:
        parsed = PRODUCT.parse(replace(page, body=body))
    except RatsarchivError as error:
        str(error).encode()
        return
    json.dumps(golden.of(parsed)).encode()
    ids = [(record.tabelle, record.id) for record in parsed.records if not isinstance(record, Auszug)]
    assert len(ids) == len(set(ids))


@bounded
@given(any_page, share, share)
def test_damaged_anywhere(page: Page, start: float, stop: float) -> None:
    body = page.body
    survives(page, body[: int(start * len(body))] + body[int(stop * len(body)) :])


@bounded
@given(any_page, st.lists(st.tuples(share, st.sampled_from(FRAGMENTS)), min_size=1, max_size=12))
def test_with_fragments_inserted(page: Page, fragments: list[tuple[float, bytes]]) -> None:
    body = page.body
    for at, fragment in fragments:
        start = int(at * len(body))
        body = body[:start] + fragment + body[start:]
    survives(page, body)


@bounded
@given(any_page, st.sampled_from([b"9" * 5_000, b"0", b"99999999999999999999", b"\xb2"]))
def test_with_every_number_another(page: Page, other: bytes) -> None:
    survives(page, re.sub(rb"\d+", other, page.body[:20_000]) + b"</div></body></html>")


@bounded
@given(any_page, share)
def test_without_the_tags_of_a_name(page: Page, at: float) -> None:
    names = sorted(set(re.findall(rb"<(\w+)", page.body))) or [b"b"]
    name = names[int(at * (len(names) - 1))]
    survives(page, re.sub(rb"</?" + re.escape(name) + rb"\b[^<>]*>", b"", page.body))


def test_a_page_nested_without_end_is_read_or_refused() -> None:
    deep = "<div class='card'>" * 20_000 + "<div class='smc-card-text-title'>Ein Weg</div>"
    survives(page("si0056.php?__ksinr=7", ""), page("si0056.php?__ksinr=7", deep).body)

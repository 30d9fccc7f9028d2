"""What isn't public stays out of everything that a parser hands on, wherever the page says so."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.model import Absage, Page, Tagesordnungspunkt
from ratsarchiv.parse import allris4, ics, oparl, sdnet, sessionnet
from ratsarchiv.parse.kennung import kennung

if TYPE_CHECKING:
    from ratsarchiv.model import Parsed
    from ratsarchiv.parse.product import Product

HOST = "https://ratsinfo.musterstadt.example/"
SECRET = "Verkauf des Hauses"
TYPE = "https://schema.oparl.org/1.1/"


def read(product: Product, place: str, body: str) -> Parsed:
    return product.parse(Page(url=HOST + place, body=body.encode(), kommune="m"))


def session(place: str, content: str) -> Parsed:
    """A page of SessionNet."""
    frame = f'<div class="smclayout"><h1>Rat - 01.07.2026</h1><div id="page-content">{content}</div></div>'
    return read(sessionnet.PRODUCT, f"bi/{place}", f"<html><body>{frame}</body></html>")


def feld(name: str, label: str, value: str) -> str:
    return f'<div class="smc-cell-head {name}_title">{label}</div><div class="smc-table-cell {name}">{value}</div>'


def file(number: int, title: str, tooltip: str = "") -> str:
    link = f'<a href="getfile.php?id={number}&amp;type=do" title="{tooltip}">{title}</a>'
    return f'<div class="smc-documents"><div class="smc-d-el">{link}</div></div>'


def agenda(*rows: str, table: int = 2, more: str = "") -> str:
    found = f'<table id="smc_page_si0057_contenttable{table}">{"".join(rows)}</table>'
    return feld("sidat", "Datum", "01.07.2026") + found + more


def top(number: str, title: str, more: str = "") -> str:
    return f'<tr><td class="tofnum">{number}</td><td class="tolink"><b>{title}</b>{more}</td></tr>'


PUBLIC = '<tr><td class="totrenn">Öffentlicher Teil</td></tr>' + top("1", "Wegebau")
PAPER = feld("vobetr", "Betreff", SECRET)


@pytest.mark.parametrize(
    "heading",
    [
        '<td class="totrenn">Vertraulicher Teil</td>',
        '<td class="totrenn">Nichtoeffentlicher Teil</td>',
        '<td class="totrenn">NÖ-Teil</td>',
        '<td class="totrenn">Geschlossene Sitzung</td>',
        '<th class="totrenn">Nichtöffentlicher Teil</th>',
        "<td><h3>Nichtöffentlicher Teil</h3></td>",
    ],
)
def test_sessionnet_however_the_second_part_begins(heading: str) -> None:
    said = session("si0057.php?__ksinr=7", agenda(PUBLIC, f"<tr>{heading}</tr>", top("2", SECRET)))
    assert [each.nummer for each in said.records if isinstance(each, Tagesordnungspunkt)] == ["Ö 1", "N 2"]
    assert "Wegebau" in repr(said)
    assert SECRET not in repr(said)


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("si0057.php?__ksinr=7", agenda(PUBLIC, f'<tr><td class="tolink">{SECRET}</td></tr>')),
        ("si0057.php?__ksinr=7", agenda(PUBLIC, more=agenda(top("N 2", "", file(6, SECRET)), table=3))),
        ("si0050.php?__ksinr=7", agenda(top("N 2", "", file(6, SECRET)))),
        ("si0057.php?__ksinr=7", agenda(PUBLIC, more=file(6, SECRET, "Nichtöffentliche Anlage"))),
        ("vo0050.php?__kvonr=7", PAPER + feld("x", "Öffentlichkeitsstatus", "nichtöffentlich")),
        ("vo0050.php?__kvonr=7", PAPER + feld("vovaname", "Art", "Beschlussvorlage (nichtöffentlich)")),
        (
            "vo0050.php?__kvonr=7",
            feld("vobetr", "Betreff", "Wegebau")
            + f'<div id="smcpanel1"><button>01.02.2026 Rat TOP N 3 nicht öffentl.</button>{file(5, SECRET)}</div>',
        ),
        (
            "to0050.php?__ktonr=7",
            feld("tofnum", "TOP", "Ö 3") + feld("x", "Status", "nichtöffentlich") + feld("tobetr", "Betreff", SECRET),
        ),
        (
            "si0056.php?__ksinr=7",
            feld("sidat", "Datum", "01.07.2026")
            + f'<div><b class="badge">N 2</b><i class="smc-card-text-title">{SECRET}</i>{file(5, SECRET)}</div>',
        ),
    ],
)
def test_sessionnet(place: str, content: str) -> None:
    assert SECRET not in repr(session(place, content))


def allris(place: str, content: str) -> Parsed:
    """A page of ALLRIS 4."""
    frame = f'<div id="allris"><h1 class="title">Rat - 01.07.2026</h1>{content}</div>'
    return read(allris4.PRODUCT, f"public/{place}", f"<html><body>{frame}</body></html>")


def labels(**values: str) -> str:
    return (
        "<dl>"
        + "".join(f'<dt>L</dt><dd><span id="{name}">{each}</span></dd>' for name, each in values.items())
        + "</dl>"
    )


_TREE = (
    '<table id="toTreeTable"><tr class="beratung"><td class="tobetreff">Öffentlicher Teil</td></tr>'
    '<tr><td class="tonr">1</td><td class="tobetreff">Wegebau</td></tr>'
    '<tr><td class="tobetreff">Nichtöffentlicher Teil</td></tr>'
    f'<tr><td class="tonr">2</td><td class="tobetreff">{SECRET}</td></tr></table>'
)


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("to010?SILFDNR=7", labels(sidatum="01.07.2026") + _TREE),
        ("vo020?VOLFDNR=7", labels(vobetreff=SECRET, vostat="nichtöffentlich")),
        ("vo020?VOLFDNR=7", labels(vobetreff=SECRET, voart="Vorlage (nichtöffentlich)")),
        (
            "to020?TOLFDNR=7",
            labels(toname="Ö 2", vobetreff=f'<a href="vo020?VOLFDNR=6">26/6 {SECRET}</a>', vostatus="nichtöffentlich"),
        ),
        (
            "vo020?VOLFDNR=7",
            labels(vobetreff="Wegebau")
            + f'<div id="anlagenHeaderPanel"><a class="attlink" title="nichtöffentlich" href="a.pdf">{SECRET}</a></div>',
        ),
    ],
)
def test_allris4(place: str, content: str) -> None:
    assert SECRET not in repr(allris(place, content))


def rim(kind: str, content: str) -> Parsed:
    """A page of SD.NET RIM."""
    frame = f'<div id="div-content" class="{kind}"><h1>Vorgang 1</h1>{content}</div>'
    return read(sdnet.PRODUCT, f"rim/{kind}/?__=abc", f"<html><body>{frame}</body></html>")


def details(**values: str) -> str:
    rows = "".join(f"<tr><th>{name}</th><td>{each}</td></tr>" for name, each in values.items())
    return f'<table class="table-details">{rows}</table>'


def tops(*rows: str) -> str:
    table = f'<table class="table-top"><tbody>{"".join(rows)}</tbody></table>'
    return details(Sitzung="Rat", Termin="Di, 29.09.2026 16:30 Uhr") + table


def item(number: str) -> str:
    cells = {"topnrtext": number, "bezeichnung": SECRET, "nummer": "", "dokumente": ""}
    return (
        '<tr class="top-oeff-data">' + "".join(f'<td class="column-{k}">{v}</td>' for k, v in cells.items()) + "</tr>"
    )


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("tops", tops('<tr class="top-noeff-head"><td>Nichtöffentlich</td></tr>', item("2"))),
        ("tops", tops(item("N 2"))),
        ("vorgang", details(Betreff=SECRET, Status="nichtöffentlich")),
        ("vorgang", details(Betreff=SECRET, **{"Nichtöffentliche Vorlage": "1"})),
        ("vorgang", details(Betreff="Wegebau") + f'<table class="table-details"><tr><td>{SECRET}</td></tr></table>'),
        (
            "vorgang",
            details(
                Betreff="Wegebau",
                Dokumente=f'<a href="/rim/sdnetrim/abc/Nicht%C3%B6ffentliche_Anlage.pdf">{SECRET}</a>',
            ),
        ),
    ],
)
def test_sdnet(kind: str, content: str) -> None:
    assert SECRET not in repr(rim(kind, content))


def test_sdnet_items_keep_their_number() -> None:
    found = [each for each in rim("tops", tops(item("N 2"))).records if isinstance(each, Tagesordnungspunkt)]
    assert [(each.nummer, each.oeffentlich) for each in found] == [("N 2", False)]


def interface(said: dict[str, object]) -> Parsed:
    return read(oparl.PRODUCT, "oparl/objekt", json.dumps(said))


def meeting(*items: dict[str, object]) -> dict[str, object]:
    return {"id": f"{HOST}oparl/meetings/1", "type": f"{TYPE}Meeting", "agendaItem": list(items)}


def entry(**says: object) -> dict[str, object]:
    found = {"id": f"{HOST}oparl/agendaitems/2", "name": SECRET, "result": SECRET, "resolutionText": SECRET}
    return found | {"auxiliaryFile": {"id": f"{HOST}oparl/files/2", "name": SECRET}} | says


def paper(**says: object) -> dict[str, object]:
    return {"id": f"{HOST}oparl/papers/1", "type": f"{TYPE}Paper", "reference": "26/1"} | says


@pytest.mark.parametrize(
    "said",
    [
        meeting(entry(number="NÖ 2")),
        meeting(entry(number="N. 2")),
        meeting(entry(number="N II")),
        meeting(entry(number="N 2", public=True)),
        meeting(entry(number="2", public={})),
        meeting(entry(number="2", name=f"{SECRET} (nichtöffentlich)")),
        meeting({"number": "II", "name": "Nichtöffentlicher Teil"}, entry(number="2")),
        paper(name=SECRET, public=False),
        paper(name=SECRET, paperType="Nichtöffentliche Vorlage"),
        paper(name="Wegebau", consultation=[{"agendaItem": entry(number="N 2")}]),
        paper(name="Wegebau", mainFile={"id": "/oparl/files/1", "name": SECRET, "fileName": "nichtöffentlich.pdf"}),
        paper(name="Wegebau", mainFile={"name": SECRET, "accessUrl": "/oparl/files/Nicht%C3%B6ffentlich_1.pdf"}),
        {"data": [SECRET]},
    ],
)
def test_oparl(said: dict[str, object]) -> None:
    assert SECRET not in repr(interface(said))


def test_oparl_a_paper_that_turns_non_public_is_withdrawn() -> None:
    assert interface(paper(name=SECRET, public=False)).absagen == (
        Absage(tabelle="vorlagen", id="m-1", art="nichtoeffentlich"),
    )


def test_oparl_a_step_does_not_say_what_a_hidden_item_deals_with() -> None:
    said = interface(paper(name="Wegebau", consultation=[{"agendaItem": entry(public=False)}]))
    (hidden,) = (each.platzhalter for each in said.links if isinstance(each.platzhalter, Tagesordnungspunkt))
    assert (hidden.oeffentlich, hidden.vorlage, hidden.vorlage_nummer) == (False, None, None)


def test_sessionnet_many_documents_in_one_entry_cost_no_more_than_each_in_its_own() -> None:
    links = "".join(f'<a href="getfile.php?id={n}">x</a>' for n in range(1, 10_001))
    begin = time.process_time()
    said = session("si0057.php?__ksinr=7", agenda(PUBLIC, more=f'<div class="smc-d-el smc-documents">{links}</div>'))
    assert len(said.records) > 10_000
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("zone", ["Europe", "a" * 300, "../../etc/passwd", "/etc"])
def test_a_time_zone_that_is_no_file_of_zones_is_none(zone: str) -> None:
    event = f"BEGIN:VEVENT\nUID:1\nDTSTART;TZID={zone}:20260101T100000\nSUMMARY:Rat\nEND:VEVENT"
    (found,) = ics.termine(f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR".encode())
    assert found.titel == "Rat"


@pytest.mark.parametrize(
    ("product", "one", "other"),
    [
        (sessionnet.PRODUCT, "bi/VO0050.PHP?__KVONR=7", "bi/vo0050.php?__kvonr=7"),
        (sdnet.PRODUCT, "rim/tops?__=abc", "rim/tops/?__=abc"),
    ],
)
def test_one_object_has_one_address(product: Product, one: str, other: str) -> None:
    assert product.canonical(HOST + one) == product.canonical(HOST + other)


def test_the_members_of_an_earlier_term_are_not_the_page_of_a_gremium() -> None:
    assert sessionnet.PRODUCT.objekt(f"{HOST}bi/kp0040.php?__kgrnr=1&__cwpnr=4") is None


def test_another_councils_numbers_mean_other_objects() -> None:
    elsewhere = '<a href="https://anderswo.example/public/gr020?GRLFDNR=9">Rat</a>'
    said = allris("to010?SILFDNR=7", labels(sidatum="01.07.2026", sigremium=elsewhere))
    assert not said.links
    way = '<a href="https://anderswo.example/rim/gremien/?__=abc">Rat</a>'
    assert not rim("tops", details(Sitzung=way, Termin="Di, 29.09.2026 16:30 Uhr")).links
    page = '<base href="https://anderswo.example/"><meta name="description" content="ALLRIS net Version 4.1.0">'
    found = kennung(Page(url=f"{HOST}public/", body=f"<html><head>{page}</head></html>".encode(), kommune="m"))
    assert found is not None
    assert found.basis.startswith(HOST)

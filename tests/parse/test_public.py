"""What isn't public, or is nobody's business, is not read, whatever a page prints."""

from __future__ import annotations

import pytest

from ratsarchiv.model import Dokument, Mitgliedschaft, Tagesordnungspunkt
from ratsarchiv.parse import parse

from .building import auszug, document, form, frame, labels, page, records, sitzung, top, vorlage

PAPER = f'{form("vo020", VOLFDNR="77")}<a href="vo020.asp?VOLFDNR=77">26/091</a>'


def row(number: str, title: str) -> str:
    return top(number, title).replace("<td>&nbsp;</td></tr>", f"<td>{PAPER}</td></tr>")


@pytest.mark.parametrize("number", ["N&nbsp;1", "N 2.1", "N1", "N&nbsp;3."])
@pytest.mark.parametrize(
    "title",
    [
        "Verkauf eines Hauses",
        '<a href="to020.asp?TOLFDNR=9">Verkauf eines Hauses</a>',
        '<span title="Zusatzinfo">(Verkauf)</span>',
    ],
)
def test_of_a_non_public_item_only_the_number_is_kept(number: str, title: str) -> None:
    parsed = parse(sitzung(row(number, title)))
    (item,) = records(parsed, Tagesordnungspunkt)
    assert item.oeffentlich is False
    assert item.nummer
    said = (item.betreff, item.zusatz, item.vorlage, item.vorlage_nummer, item.beschluss, item.bezug_sitzung)
    assert said == (None,) * 6
    assert "Verkauf" not in str(parsed)
    assert "26/091" not in str(parsed)
    assert not [link for link in parsed.links if link.folgen]


@pytest.mark.parametrize("number", ["5", "TOP 5", "5 (vertraulich)"])
def test_an_item_that_does_not_say_whether_it_is_public_is_not_read_and_is_a_problem(number: str) -> None:
    parsed = parse(sitzung(row(number, "Verkauf eines Hauses")))
    (item,) = records(parsed, Tagesordnungspunkt)
    assert (item.oeffentlich, item.betreff, item.vorlage) == (None, None, None)
    assert [problem.art for problem in parsed.problems] == ["unbekannter_wortlaut"]
    assert "Verkauf" not in str(parsed)


def test_a_public_item_behind_a_non_public_one_is_read() -> None:
    items = records(
        parse(sitzung(row("Ö 1", "Ein Weg"), row("N 1", "Verkauf"), row("Ö 2", "Ein Bach"))), Tagesordnungspunkt
    )
    assert [(item.nummer, item.position, item.betreff) for item in items] == [
        ("Ö 1", 1, "Ein Weg"),
        ("N 1", 2, None),
        ("Ö 2", 3, "Ein Bach"),
    ]


def test_the_minutes_below_a_non_public_item_are_not_taken() -> None:
    button = form("do027", "Pro", "Protokoll", DOLFDNR="5")
    below = f'<tr class="zl12"><td class="text4">&nbsp;</td>{"<td>&nbsp;</td>" * 4}<td>{button}</td></tr>'
    assert records(parse(sitzung(top("N 1"), below)), Dokument) == []
    (minutes,) = records(parse(sitzung(top("Ö 1"), below)), Dokument)
    assert (minutes.tagesordnungspunkt, minutes.sitzung, minutes.art) == (
        "musterstadt-9",
        "musterstadt-7",
        "niederschrift",
    )


def test_in_a_responsive_agenda_too() -> None:
    number = '<td class="tonr"><a href="to010_r.asp?SILFDNR=7&TOLFDNR=9">N 4</a></td>'
    cells = f'{number}<td class="tobetreff">Verkauf eines Hauses</td><td class="tovonr">26/091</td>'
    agenda = f'<span id="sidatum">Mo, 03.11.2025</span><table class="toTable"><tr>{cells}</tr></table>'
    body = f'<html><body><div id="allris"><h1>Rat</h1>{agenda}</div></body></html>'
    parsed = parse(page("to010_r.asp?SILFDNR=7", body))
    (item,) = records(parsed, Tagesordnungspunkt)
    assert (item.nummer, item.oeffentlich, item.betreff) == ("N 4", False, None)
    assert "Verkauf" not in str(parsed)


def test_the_auszug_of_a_non_public_item_is_not_read() -> None:
    parsed = parse(auszug(document("WP", "<p>Verkauf eines Hauses</p>"), number="N&nbsp;3"))
    assert (parsed.ergebnis, parsed.records, parsed.links) == ("nicht_oeffentlich", (), ())


@pytest.mark.parametrize("status", ["nichtöffentlich", "Nichtöffentlich", "nicht öffentlich"])
def test_a_vorlage_that_says_it_is_not_public_is_not_read(status: str) -> None:
    for address, shown in (
        ("vo020.asp?VOLFDNR=1", frame(labels(Betreff="Verkauf eines Hauses", Status=status))),
        (
            "vo020_r.asp?VOLFDNR=1",
            f'<div id="allris"><h1>1</h1><span id="vobetreff">Verkauf</span><span id="vostatus">{status}</span></div></html>',
        ),
    ):
        parsed = parse(page(address, shown))
        assert (parsed.ergebnis, parsed.records, parsed.links) == ("nicht_oeffentlich", (), ())


def _button(value: str, title: str) -> str:
    return f'<table class="tk1"><tr><td class="me1">{form("do027", value, title, DOLFDNR="5")}</td></tr></table>'


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("Niederschrift nichtöffentl. Teil", ""),
        ("Pro", "Protokoll (nichtöffentlich)"),
        ("NIE", "nicht öffentlicher Teil"),
    ],
)
def test_a_document_whose_title_says_that_it_is_not_public_is_left_alone(value: str, title: str) -> None:
    parsed = parse(vorlage(_button(value, title)))
    assert records(parsed, Dokument) == []
    assert [link for link in parsed.links if link.seitenart == "dokument"] == []


@pytest.mark.parametrize(
    ("name", "title"),
    [("Plan", "Anlage 1 (nichtöffentlich; 07.07.2026 16:09:37) öffnen"), ("Plan nichtöffentlich", "Anlage 1 öffnen")],
)
def test_an_attachment_that_says_it_is_not_public_is_left_alone(name: str, title: str) -> None:
    link = f'<a href="___tmp/1.pdf" title="{title}">{name}</a>'
    head = '<tr><td class="kb1">Anlagen:</td></tr>'
    listed = f'<table class="tk1">{head}<tr><td class="text3">{link}</td></tr></table>'
    assert records(parse(vorlage(listed)), Dokument) == []
    (shown,) = records(parse(vorlage(listed.replace("nichtöffentlich", "öffentlich"))), Dokument)
    assert shown.art == "anlage"


def test_an_unknown_label_is_a_problem_and_an_empty_one_is_none() -> None:
    parsed = parse(vorlage(head=labels(Betreff="Ein Weg", Status="öffentlich", Klimarelevanz="gering", Leer="&nbsp;")))
    assert [(problem.art, problem.meldung) for problem in parsed.problems] == [
        ("unbekannte_beschriftung", "Beschriftung 'Klimarelevanz'")
    ]


def test_a_withheld_name_is_a_seat_without_a_person() -> None:
    head = "<tr><th>&nbsp;</th><th>&nbsp;</th><th>Name</th><th>Art der Mitarbeit</th><th>Funktion</th></tr>"
    name, role, extra = "(Name nicht veröffentlicht)", "Mitglied", "Elternvertretung"
    row = f"<tr>{'<td>&nbsp;</td>' * 2}<td>{name}</td><td>{role}</td><td>{extra}</td></tr>"
    parsed = parse(page("au020.asp?AULFDNR=3", frame(f'<table class="tl1">{head}{row}</table>', "Schulausschuss")))
    (seat,) = records(parsed, Mitgliedschaft)
    assert (seat.person, seat.rolle, seat.zusatz) == (None, "Mitglied", "Elternvertretung")
    assert "Name nicht" not in str(parsed)

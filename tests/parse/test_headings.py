"""Headings inside one text part begin an Abschnitt of their own, and words that only look like one don't."""

from __future__ import annotations

import pytest

from ratsarchiv.model import Auszug
from ratsarchiv.parse import parse

from .building import abschnitte, auszug, document, passage, records, vorlage


def split(body: str, code: str = "SV") -> list[tuple[str, str | None, str]]:
    """(art, heading, text) of a part's Abschnitte."""
    return [(each.art, each.ueberschrift, each.text) for each in abschnitte(vorlage(document(code, body)))]


def test_one_part_with_six_headings_is_six_abschnitte() -> None:
    body = (
        "<p>Beschlussvorschlag:</p><p>Der Rat beschließt.</p><p><b>Sachlage</b></p><p>Es ist so.</p>"
        "<p>Rechts<span>lage:</span></p><p>§ 1</p><p>Personelle Auswirkungen:</p><p>keine</p>"
        "<p>Finanzielle/Bilanzielle Auswirkungen:</p><p>5 Euro</p><p>Soziale Auswirkungen</p><p>gute</p>"
    )
    assert split(body) == [
        ("beschlussvorschlag", "Beschlussvorschlag", "Der Rat beschließt."),
        ("sachverhalt", "Sachlage", "Es ist so."),
        ("rechtslage", "Rechtslage", "§ 1"),
        ("personelle_auswirkungen", "Personelle Auswirkungen", "keine"),
        ("finanzielle_auswirkungen", "Finanzielle/Bilanzielle Auswirkungen", "5 Euro"),
        ("soziale_auswirkungen", "Soziale Auswirkungen", "gute"),
    ]


def test_the_abschnitte_of_a_part_keep_its_code_and_count_on() -> None:
    first, second, third = abschnitte(
        vorlage(document("BV", "<p>Eins</p><p>Kosten:</p><p>Zwei</p>"), document("SV", "<p>Drei</p>"))
    )
    assert [each.code for each in (first, second, third)] == ["BV", "BV", "SV"]
    assert [each.position for each in (first, second, third)] == [1, 2, 3]
    assert [each.id for each in (first, second, third)] == [
        f"musterstadt-1-vo-{tail}" for tail in ("bv1", "bv2", "sv1")
    ]


@pytest.mark.parametrize(
    "body", ["<p>Anlage/n: keine</p>", "<p><b>Anlage/n:</b> keine</p>", "<p><u><b>Anlage/n:</b></u>&#xa0;keine</p>"]
)
def test_a_heading_that_runs_into_its_text(body: str) -> None:
    assert split(body) == [("anlagen", "Anlage/n", "keine")]


@pytest.mark.parametrize(
    "body",
    [
        "<p><b>Beschluss:</b><br>Der Rat</p>",
        "<p><b>Beschluss:</b><br />Der Rat</p>",
        '<p><span style="font-weight:bold">Beschluss:</span><br  /><span>Der Rat</span></p>',
    ],
)
def test_a_heading_above_its_text_in_one_paragraph(body: str) -> None:
    assert split(body, "BV") == [("beschlussvorschlag", "Beschluss", "Der Rat")]
    assert passage(body).html == "<p>Der Rat</p>"


@pytest.mark.parametrize(
    "printed",
    [
        "Sachverhalt",
        "SACHVERHALT:",
        "1. Sachverhalt:",
        "Sachverhalt :",
        "<b>Sachverhalt</b>",
        "Sach<span>verhalt:</span>",
    ],
)
def test_a_heading_as_people_write_it(printed: str) -> None:
    ((art, heading, text),) = split(f"<p>{printed}</p><p>Es ist so.</p>", "BV")
    assert (art, text) == ("sachverhalt", "Es ist so.")
    assert heading
    assert heading.upper().endswith("SACHVERHALT")


def test_a_heading_with_a_tag_of_its_own() -> None:
    assert split("<h4>Kosten</h4><p>100 Euro</p>") == [("finanzielle_auswirkungen", "Kosten", "100 Euro")]


def test_a_heading_without_a_text_is_no_abschnitt() -> None:
    assert split("<p>Anlage/n:</p><p>&#xa0;</p>") == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>Zur Rechtslage: siehe unten</p>",
        "<p>Die Kosten</p>",
        "<p>Kosten, die entstehen:</p>",
        "<p>Rechtslage und Sachlage:</p>",
        "<p>Kostenneutral: ja</p>",
    ],
)
def test_words_that_only_resemble_a_heading(body: str) -> None:
    assert [art for art, _, _ in split(body, "SV")] == ["sachverhalt"]


@pytest.mark.parametrize(
    "around",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<ul><li>{}</li></ul>",
        '<ol start="2"><li>{}</li></ol>',
        "<blockquote>{}</blockquote>",
        "<b>{}</b>",
    ],
)
def test_inside_anything_that_is_still_open_nothing_is_split(around: str) -> None:
    body = "<p>davor</p>" + around.format("<p>Kosten:</p><p>keine</p>") + "<p>danach</p>"
    (only,) = abschnitte(vorlage(document("SV", body)))
    assert only.art == "sachverhalt"
    assert "Kosten:" in only.text
    assert only.text.startswith("davor")
    assert only.text.endswith("danach")


def test_behind_a_table_or_a_list_headings_count_again() -> None:
    for before in ("<table><tr><td>a</td></tr></table>", "<ul><li>a</li></ul>", '<ol start="7"><li>a</li></ol>'):
        assert split(f"{before}<p>Kosten:</p><p>keine</p>") == [
            ("sachverhalt", None, "a"),
            ("finanzielle_auswirkungen", "Kosten", "keine"),
        ]


def test_a_part_without_a_heading_is_named_by_the_list_of_parts() -> None:
    menu = '<table class="tk1"><tr><td class="me1"><a href="#allrisSV">Sachverhalt und mehr</a></td></tr></table>'
    (only,) = abschnitte(vorlage(menu, document("SV", "<p>Es ist so.</p>")))
    assert (only.art, only.ueberschrift) == ("sachverhalt", "Sachverhalt und mehr")


def test_a_code_that_nobody_knows_is_something_else() -> None:
    assert [art for art, _, _ in split("<p>Es ist so.</p>", "ZZ")] == ["sonstiges"]


@pytest.mark.parametrize(
    "part",
    [
        '<!-- ### SV0.rtf -->\r\n<a name="allrisSV"></a>',
        "<!-- ### SV0.rtf -->",
        document("SV", " "),
        document("SV", "<p>&#xa0;</p>"),
    ],
)
def test_a_part_that_does_not_exist_or_is_empty(part: str) -> None:
    assert abschnitte(vorlage(part)) == []


def test_the_same_words_mean_something_else_in_an_auszug() -> None:
    parsed = parse(
        auszug(
            document(
                "WP",
                "<p>Beratung:</p><p>Man sprach.</p><p>Beschluss:</p><p>Der Rat beschließt.</p>"
                "<p>Abstimmung:</p><p>Ja: 3 Nein: 1</p>",
            )
        )
    )
    (record,) = records(parsed, Auszug)
    assert (record.protokoll, record.beschlusstext, record.abstimmung) == (
        "Man sprach.",
        "Der Rat beschließt.",
        "Ja: 3 Nein: 1",
    )
    assert (record.ja, record.nein, record.enthaltung) == (3, 1, None)

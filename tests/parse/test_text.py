"""Text as a reader sees it: words whole, lines where the page breaks them, characters as meant."""

from __future__ import annotations

import pytest

from ratsarchiv.model import Page, Vorlage
from ratsarchiv.parse import html, parse

from .building import FOLDER, document, frame, labels, page, passage, records, vorlage


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p><span>Mobilitä</span><span>tsausschuss</span></p>", "Mobilitätsausschuss"),
        ('<p><span style="font-family:Calibri">Gebü</span><b>hr</b>en</p>', "Gebühren"),
        ("<p>Eins</p><p>Zwei</p>", "Eins\nZwei"),
        ("<p>Eins</p>\r\n\t<p>Zwei</p>", "Eins\nZwei"),
        ("<p>Eins<br />Zwei<br  />Drei</p>", "Eins\nZwei\nDrei"),
        ("<p>ein\r\n langer\t Satz</p>", "ein langer Satz"),
        ("<p>Eins</p><p>&#xa0;</p><p>Zwei</p>", "Eins\nZwei"),
        ("<h2>Titel</h2><p>Text</p>", "Titel\nText"),
        ("<p>Ziele:</p><ul><li>sauber</li><li>sicher</li></ul><p>Ende</p>", "Ziele:\n\nsauber\nsicher\n\nEnde"),
    ],
)
def test_words_and_lines(body: str, text: str) -> None:
    assert passage(body).text == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><td>Jahr</td><td>Betrag</td></tr><tr><td>2026</td><td>5 Euro</td></tr>", "Jahr\tBetrag\n2026\t5 Euro"),
        (
            "<tr><th>Jahr</th><th>Betrag</th></tr><tr><td><p>2026</p></td><td><p>5</p><p>Euro</p></td></tr>",
            "Jahr\tBetrag\n2026\t5 Euro",
        ),
        ("<tr><td>a<br>b</td><td>c</td></tr>", "a b\tc"),
        ("<tr><td></td><td>rechts</td></tr><tr><td>links</td><td></td></tr>", "\trechts\nlinks"),
    ],
)
def test_a_table_is_lines_with_tabs_between_its_cells(rows: str, text: str) -> None:
    assert passage(f"<p>Tabelle</p><table>{rows}</table>").text.partition("\n\n")[2] == text


@pytest.mark.parametrize(
    ("entities", "text"),
    [
        ("10&#xa0;%&nbsp;mehr", "10 % mehr"),
        ("Gr&uuml;n &amp; Wei&szlig;", "Grün & Weiß"),
        ("&lt;b&gt; bleibt Text", "<b> bleibt Text"),
        ("An&#305;l Beispielo&#287;lu", "Anıl Beispieloğlu"),
        ("&#x2013; &#8364; &#x1F333;", "– € 🌳"),
        ("&#132;Zitat&#147; &#150; &#128;", "„Zitat“ – €"),
    ],
)
def test_entities(entities: str, text: str) -> None:
    assert passage(f"<p>{entities}</p>").text == text
    (record,) = records(parse(vorlage(head=labels(Betreff=entities, Status="öffentlich"))), Vorlage)
    assert record.betreff == text


def _betreff(body: bytes, **header: str) -> str | None:
    (record,) = records(parse(Page(f"{FOLDER}vo020.asp?VOLFDNR=1", body, "musterstadt", header=header)), Vorlage)
    return record.betreff


def _body(betreff: str, encoding: str, declared: str) -> bytes:
    text = f'<?xml version="1.0" encoding="{declared}"?>\r\n{frame(labels(Betreff=betreff, Status="öffentlich"))}'
    return text.encode(encoding)


def test_a_page_that_says_iso_8859_1_is_windows_1252() -> None:
    betreff = "„Stadt am Fluss“ – 5 € für Jana’s Kiosk … äöüß"
    body = _body(betreff, "cp1252", "iso-8859-1")
    assert {0x80, 0x84, 0x85, 0x92, 0x93, 0x96} <= set(body)
    assert _betreff(body) == betreff
    assert _betreff(body, **{"content-type": "text/html; charset=iso-8859-1"}) == betreff


@pytest.mark.parametrize("byte", range(0x80, 0xA0))
def test_every_byte_of_windows_1252_has_its_character(byte: int) -> None:
    meant = bytes([byte]).decode("cp1252", "replace")
    assert html.decode(b"a\xe4" + bytes([byte]) + b"z") == f"aä{meant}z"


def test_a_page_in_utf_8_is_utf_8_whatever_it_declares() -> None:
    betreff = "Größe – 5 €"
    for declared in ("utf-8", "iso-8859-1"):
        assert _betreff(_body(betreff, "utf-8", declared)) == betreff
    assert _betreff(b"\xef\xbb\xbf" + _body(betreff, "utf-8", "utf-8")) == betreff


def test_iso_8859_15_has_its_euro_sign_at_another_byte() -> None:
    body = _body("5 € für Žižka", "iso-8859-15", "iso-8859-15")
    assert b"\xa4" in body
    assert _betreff(body) == "5 € für Žižka"
    assert (
        _betreff(body.replace(b"iso-8859-15", b"iso-8859-1"), **{"content-type": "text/html; charset=ISO-8859-15"})
        == "5 € für Žižka"
    )


@pytest.mark.parametrize("declared", ["", "quatsch", "undefined", "idna", "x-user-defined"])
def test_an_encoding_that_nobody_knows_is_read_as_the_usual_one(declared: str) -> None:
    assert html.decode("Größe – 5 €".encode("cp1252"), declared) == "Größe – 5 €"


def test_control_characters_are_dropped() -> None:
    assert html.decode(b"a\x00b\x0bc\x1fd\te\r\nf") == "abcd\te\r\nf"


def test_a_betreff_has_the_lines_that_the_council_typed() -> None:
    head = labels(Betreff="\r\nBauleitplanung; \r\n\tBebauungsplan<br  />hier: Beschluss<br />", Status="öffentlich")
    (record,) = records(parse(vorlage(head=head)), Vorlage)
    assert record.betreff == "Bauleitplanung;\nBebauungsplan\nhier: Beschluss"


def test_several_lines_of_a_plain_field_are_one() -> None:
    head = labels(Betreff="x", Status="öffentlich", Verfasser="Baudezernat<br  />Tannhoff, Amelie<br  />")
    (record,) = records(parse(vorlage(head=head)), Vorlage)
    assert record.verfasser == "Baudezernat; Tannhoff, Amelie"


def test_scripts_and_styles_are_no_text() -> None:
    script = '<script type="text/javascript"><!--\n function f() { return "<td>"; }\n//--></script>'
    head = labels(Betreff=f"{script}Ein Weg", Status="öffentlich")
    (record,) = records(parse(vorlage(head=head)), Vorlage)
    assert record.betreff == "Ein Weg"


def test_what_a_towns_cms_puts_behind_an_unfinished_part_is_not_its_text() -> None:
    part = '<!-- ### BV1.rtf --><a name="allrisBV"></a><html><body><div><p>Der Rat</p></div>'
    content = f'<span id="vobetreff">Ein Weg</span><div id="allrisBV">{part}</div>'
    body = f'<html><body><div id="allris"><h1>1 - Antrag</h1>{content}</div><footer><p>Telefon 0999</p></footer></body></html>'
    parsed = parse(page("vo020_r.asp?VOLFDNR=1", body))
    assert "Der Rat" in str(parsed.records)
    assert "0999" not in str(parsed)


def test_the_id_of_an_abschnitt_says_whose_it_is() -> None:
    (only,) = [
        record for record in parse(vorlage(document("SV", "<p>x</p>"))).records if record.tabelle == "abschnitte"
    ]
    assert (only.id, only.url) == ("musterstadt-1-vo-sv1", f"{FOLDER}vo020.asp?VOLFDNR=1#allrisSV")

"""Finding places: where exactly, which of several, of what grade, and in bounded time."""

from __future__ import annotations

import time
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.text.orte.saetze import ort, ortsliste, saetze, verzeichnis

from ratsarchiv.text.orte import Ort, Ortsverzeichnis
from ratsarchiv.text.orte.schreibung import WORT

if TYPE_CHECKING:
    from collections.abc import Callable


def found(text: str, art: str = "text") -> list[tuple[str, str]]:
    """The wordings, as they stand in the text, with the names that they stand for."""
    names = {each.id: each.name for each in ortsliste()}
    return [(text[each.anfang : each.ende], names[each.ort_id]) for each in verzeichnis().find(text, art)]


def street(name: str, number: int = 0, art: str = "strasse") -> Ort:
    return Ort(f"m-ort-{name}-{number}", name, art, 51.0 + number / 10, 9.0, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Schützen\u00adstraße und der Markt\u00adplatz.", ["Schützen\u00adstraße", "Markt\u00adplatz"]),
        ("An der Linden-\nstraße, dann Goethe-\r\n  straße", ["Linden-\nstraße", "Goethe-\r\n  straße"]),
        ("Haupt-\nund Bahnhofstraße", ["Haupt", "Bahnhofstraße"]),
        ("vor der Rosa-\nLuxemburg-Platz", ["Rosa-\nLuxemburg-Platz"]),
        ("Im Süd\u00adwesten: Kölner\n Straße 5", ["Kölner\n Straße"]),
    ],
)
def test_positions_are_those_of_the_text_as_it_is_stored(text: str, expected: list[str]) -> None:
    assert [wording for wording, _ in found(text)] == expected


def test_letters_with_separate_dots_are_read() -> None:
    text = unicodedata.normalize("NFD", "Über die Lütticher Straße zum Grünen Weg")
    assert [name for _, name in found(text)] == ["Lütticher Straße", "Grüner Weg"]
    assert text[verzeichnis().find(text)[0].anfang :].startswith("Lu\u0308tticher")


def test_the_longest_name_wins() -> None:
    assert found("Gesamtschule am Nordwall") == [("Gesamtschule am Nordwall", "Gesamtschule am Nordwall")]
    assert found("Kirchplatz Sankt Anna") == [("Kirchplatz Sankt Anna", "Kirchplatz Sankt Anna")]


def test_a_shared_head_stands_for_each() -> None:
    assert [name for _, name in found("Garten-, Kirch- und Schulstraße")] == [
        "Gartenstraße",
        "Kirchstraße",
        "Schulstraße",
    ]
    assert [name for _, name in found("Kölner/Trierer Str. 14")] == ["Kölner Straße", "Trierer Straße"]
    assert [name for _, name in found("Haupt- und Unbekanntstraße")] == ["Hauptstraße"]
    assert found("Haupt- und Finanzausschuss der Stadt an der Straße") == []


def test_small_letters_are_no_street() -> None:
    assert found("die lindenstraße, www.lindenstraße.example, im hof") == []


def test_a_small_preposition_is_a_street_unless_what_follows_is_a_place() -> None:
    assert found("Bänke am Stadtgraben") == [("am Stadtgraben", "Am Stadtgraben")]
    assert found("Bänke am Mühlenteich") == [("Mühlenteich", "Mühlenteich")]
    assert found("Gehweg Am Mühlenteich") == [("Am Mühlenteich", "Am Mühlenteich")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ausbau der Dorfstraße in Erlenbach", 1),
        ("Ausbau der Dorfstraße in Hagenrath", 2),
        ("Erlenbach: Vereinsheim. Hagenrath: Sanierung der Dorfstraße. Danach Pause bis zum Ende des Jahres.", 2),
        ("Erlenbach: Dorfstraße. Erst sehr viel später ist auch von Hagenrath die Rede.", 1),
    ],
)
def test_of_one_name_the_place_in_the_district_that_is_named_is_meant(text: str, number: int) -> None:
    ids = [each.ort_id for each in verzeichnis().find(text)]
    assert ort("Dorfstraße", number).id in ids
    assert ort("Dorfstraße", 3 - number).id not in ids


def test_without_a_district_it_is_the_first_by_id() -> None:
    (fund,) = verzeichnis().find("Ausbau der Dorfstraße")
    assert fund.ort_id == min(ort("Dorfstraße", 1).id, ort("Dorfstraße", 2).id)


def test_the_town_itself_is_no_other_town() -> None:
    at_home = Ortsverzeichnis([street("Lindenstraße")], "Köln")
    assert len(at_home.find("Die Lindenstraße in Köln")) == 1
    assert verzeichnis().find("Die Lindenstraße in Köln") == []


@pytest.mark.parametrize("art", ["betreff", "beschlussvorschlag"])
def test_what_the_text_is_grades_it(art: str) -> None:
    assert [each.grad for each in verzeichnis().find("Lindenstraße, Gerberstraße, Pontstraße, Nordwall", art)] == [
        art
    ] * 4


def test_four_in_a_row_are_an_enumeration_and_three_are_not() -> None:
    four = "Reinigungsklasse 2: Lindenstraße, Gerberstraße 3-7,\nPontstraße und Nordwall. Später auch die Goethestraße."
    assert [each.grad for each in verzeichnis().find(four)] == ["aufzaehlung"] * 4 + ["erwaehnt"]
    three = "Lindenstraße, Gerberstraße und Pontstraße werden saniert, der Nordwall nicht."
    assert {each.grad for each in verzeichnis().find(three, "dokument")} == {"erwaehnt"}


@pytest.mark.parametrize("spelt", ["Lindenstraße", "Lindenstrasse", "Lindenstr.", "LINDENSTRASSE"])
def test_the_gazetteer_may_be_spelt_otherwise_too(spelt: str) -> None:
    gazetteer = Ortsverzeichnis([street(spelt)])
    for text in ("Lindenstraße", "Lindenstr. 5", "LINDENSTRASSE", "Linden- und Unbekanntstraße"):
        assert len(gazetteer.find(text)) == 1


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Ortsverzeichnis(()).find("Lindenstraße") == []


PIECES = st.sampled_from(
    [
        "Lindenstraße", "Haupt-", "am ", "Am ", "Alten ", "Mühlengasse", "Markt", ", ", " und ", "/", "-", "-\n", "\u00ad",
        "\n", " 12", "Herr ", "GmbH", " in Köln", "Rosa", "Luxemburg", "Platz", "Straße", "St.", "des ", "17. ", "Juni",
        "e\u0308", "İ", "ß", ".", " ", "Kölner ", "Erlenbach", "Dorfstraße", "(CDU)", "Telefon", "„", "\x00", "\r\n",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("\u0308Lindenstraße\u0308")
@example("Markt, Markt, Lindenstraße, Markt")
def test_whatever_the_text_places_lie_in_it_one_after_the_other(text: str) -> None:
    end, known = 0, {each.id for each in ortsliste()}
    for fund in verzeichnis().find(text):
        assert end <= fund.anfang < fund.ende <= len(text)
        assert fund.ort_id in known
        end = fund.ende


HOSTILE = [
    "Am ", "Haupt-, ", "Haupt-/", "Markt, ", "Markt" + " " * 38 + "x ", "am der am der ", "Kölner und ", "Linden-\n", "a\u0308",
    "Lindenstraße ", "Lindenstraße in Köln ", "Erlenbach Dorfstraße ", "Herr ", "Straße des 17. ", "Hof 7 ", "-‐-‐", "In Berlin ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_alone(piece: str) -> None:
    def seconds(characters: int) -> float:
        text, begin = piece * (characters // len(piece)), time.process_time()
        verzeichnis().find(text)
        return time.process_time() - begin

    seconds(2_000)
    assert seconds(16_000) < 4 * seconds(8_000) + 0.1


def test_every_sentence_in_one_text_says_the_same() -> None:
    """What stands around a place decides, not what stands far away."""
    chosen = [each for each in saetze() if each.thema in {"einfach", "beugung", "falle-firma", "hausnummer"}]
    whole = "\n\n".join(each.text for each in chosen)
    alone = [fund.ort_id for each in chosen for fund in verzeichnis().find(each.text)]
    assert [fund.ort_id for fund in verzeichnis().find(whole)] == alone


def test_a_large_gazetteer_costs_little_more_than_reading_the_words() -> None:
    """Against a bare scan of the same words, so that a busy machine is no fault."""
    syllables = (
        "bar",
        "ben",
        "dor",
        "el",
        "gar",
        "hal",
        "kel",
        "lin",
        "mar",
        "neu",
        "ober",
        "pel",
        "rod",
        "tan",
        "wil",
    )
    made = (f"{one}{two}{three}".capitalize() for one in syllables for two in syllables for three in syllables)
    names = [f"{stem}{('straße', 'weg', 'er Straße', 'platz')[n % 4]}" for n, stem in enumerate(made)][:3000]
    large = Ortsverzeichnis(street(name, n % 9) for n, name in enumerate(names))
    sentence = (
        "Die Verwaltung wird beauftragt, in der {} die Planung für den Ausbau der Gehwege dem Ausschuss vorzulegen. "
    )
    text = "".join(sentence.format(names[n % 3000] if n % 3 == 0 else "Sitzung im Mai") for n in range(4000))

    def seconds(work: Callable[[str], object]) -> float:
        begin = time.process_time()
        work(text)
        return time.process_time() - begin

    assert len(large.find(text)) == 1334
    assert min(seconds(large.find) for _ in range(3)) < 12 * min(seconds(WORT.findall) for _ in range(3))

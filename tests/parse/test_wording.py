"""Printed wording → our codes: results, documents, cancelled Sitzungen."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from ratsarchiv.model import Beratung, Sitzung, Tagesordnungspunkt
from ratsarchiv.parse import parse, wortlaut
from ratsarchiv.parse.wortlaut import is_cancelled

from .building import records, sitzung, top

RESULTS: dict[str, list[str]] = tomllib.loads((files("ratsarchiv.parse") / "beschlussarten.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("ungeändert beschlossen", "ungeaendert"),
        ("geändert beschlossen", "geaendert"),
        ("beschlossen", "beschlossen"),
        ("Beschlussempfehlung", "empfohlen"),
        ("abgelehnt", "abgelehnt"),
        ("vertagt", "vertagt"),
        ("überwiesen", "ueberwiesen"),
        ("zur Kenntnis genommen", "zur_kenntnis"),
        ("zurückgezogen", "zurueckgezogen"),
        ("zurückgestellt", "zurueckgestellt"),
        ("von der Tagesordnung abgesetzt", "abgesetzt"),
        ("erledigt", "erledigt"),
        ("ohne Beschluss", "ohne_beschluss"),
        ("(offen)", "offen"),
    ],
)
def test_the_code_of_a_printed_result(printed: str, code: str) -> None:
    assert wortlaut.beschlussart(printed) == code
    assert wortlaut.beschlussart(f" {printed.upper()}\xa0. ") == code


def test_every_code_of_the_table_is_reached_and_no_wording_stands_twice() -> None:
    wordings = [(wording, code) for code, wordings in RESULTS.items() for wording in wordings]
    assert len({wording for wording, _ in wordings}) == len(wordings)
    assert {wortlaut.beschlussart(wording) for wording, _ in wordings} == set(RESULTS)
    assert all(wortlaut.beschlussart(wording) == code for wording, code in wordings)


@pytest.mark.parametrize(
    "printed",
    ["in zweiter Lesung gehört", "nicht ungeändert beschlossen", "beschlossen?", "-", "un geändert beschlossen"],
)
def test_unknown_wording_has_no_code(printed: str) -> None:
    assert wortlaut.beschlussart(printed) is None


def test_an_unknown_result_stays_as_printed_and_is_a_problem() -> None:
    parsed = parse(sitzung(top("Ö&nbsp;1", result="in zweiter Lesung gehört")))
    (item,) = records(parsed, Tagesordnungspunkt)
    assert (item.beschluss, item.beschlussart) == ("in zweiter Lesung gehört", None)
    assert [(problem.art, "in zweiter Lesung gehört" in problem.meldung) for problem in parsed.problems] == [
        ("unbekannter_wortlaut", True)
    ]


def test_without_a_result_there_is_neither_wording_nor_problem() -> None:
    parsed = parse(sitzung(top("Ö&nbsp;1")))
    (item,) = records(parsed, Tagesordnungspunkt)
    assert (item.beschluss, item.beschlussart, parsed.problems) == (None, None, ())
    assert records(parsed, Beratung) == []


@pytest.mark.parametrize(
    ("says", "art"),
    [
        ("Vorlage", "vorlage"),
        ("Drucksache", "vorlage"),
        ("Vorlage-Sammeldokument", "sammeldokument"),
        ("Vorlage mit Anlagen", "sammeldokument"),
        ("Alle Dokumente zur Sitzung im Paket", "sammeldokument"),
        ("Bekanntmachung Nachtrag", "bekanntmachung"),
        ("Öffentliche Bekanntmachung", "bekanntmachung"),
        ("Einladung", "einladung"),
        ("Aktuelle TO", "tagesordnung"),
        ("Niederschrift öffent. Teil", "niederschrift"),
        ("Protokoll ö", "niederschrift"),
        ("NIE öffentl.", "niederschrift"),
        ("Anlagen", "anlage"),
        ("Lageplan", "sonstiges"),
    ],
)
def test_the_kind_of_a_document(says: str, art: str) -> None:
    assert wortlaut.dokumentart(says) == art


@pytest.mark.parametrize(
    "title",
    [
        "Niederschrift nichtöffentlicher Teil",
        "Niederschrift (nicht öffentlich)",
        "NIE nichtöff.",
        "Protokoll NÖ Teil",
        "Niederschrift nö",
        "NIE n.ö.",
        "Protokoll (nö)",
    ],
)
def test_a_title_that_says_it_is_not_for_the_public(title: str) -> None:
    assert wortlaut.names_non_public(title)


@pytest.mark.parametrize(
    "title",
    [
        "Niederschrift öffentlicher Teil",
        "Protokoll ö",
        "Öffentliche Bekanntmachung",
        "Vorlage",
        "Einladung öffentlich/nichtöffentlich",
        "Bekanntgabe der in nichtöffentlicher Sitzung gefassten Beschlüsse",
    ],
)
def test_a_title_for_everybody(title: str) -> None:
    assert not wortlaut.names_non_public(title)


@pytest.mark.parametrize(
    "name",
    [
        "ENTFÄLLT! Sitzung des Rates",
        "AUSFALL - Ortsrat Oberdorf (vertagt auf den 09.11.2015)",
        "Abgesagt: Sitzung des Rates",
        "Sitzung des Rates fällt aus!",
    ],
)
def test_a_name_that_cancels_its_sitzung(name: str) -> None:
    assert is_cancelled(name)
    (record,) = records(parse(sitzung(Bezeichnung=name)), Sitzung)
    assert record.abgesagt is True


@pytest.mark.parametrize(
    "name", ["Sitzung des Rates", "Ausschuss für Ausfallstraßen", "Sitzung des Ausschusses, der nie entfällt, im Saal"]
)
def test_a_name_that_cancels_nothing_leaves_it_open(name: str) -> None:
    assert not is_cancelled(name)
    (record,) = records(parse(sitzung(Bezeichnung=name)), Sitzung)
    assert record.abgesagt is None

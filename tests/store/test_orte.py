"""Places and where texts name them: rows that follow from the gazetteer and the texts, whatever happened before."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.store import orte
from ratsarchiv.store.database import connect, transaction
from ratsarchiv.store.textstelle import LAENGSTE, textstelle

from .desk import K, Row, abschnitt, auszug, item, sitzung, vorlage

if TYPE_CHECKING:
    from .desk import Desk

LINDE, MARKT = f"{K}-ort-1", f"{K}-ort-2"
ORTE = [
    (LINDE, "Lindenstraße", "strasse", 51.0, 9.0, "ODbL"),
    (MARKT, "Markt", "platz", 51.1, 9.1, "ODbL"),
]


def find(text: str, art: str) -> list[tuple[str, int, int, str]]:
    """Finds places by their bare names."""
    return [(id_, each.start(), each.end(), art) for id_, name, *_ in ORTE for each in re.finditer(name, text)]


def load(desk: Desk, places: list[tuple[str, str, str, float, float, str]], regeln: str = "") -> bool:
    with closing(connect(desk.path)) as connection, transaction(connection):
        return orte.load(connection, K, places, regeln)


def derive(desk: Desk) -> int:
    with closing(connect(desk.path)) as connection, transaction(connection):
        return orte.derive(connection, K, find)


def named(desk: Desk) -> list[Row]:
    return desk.rows("ortsnennungen")


def filled(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(1, betreff="Ausbau Lindenstraße"), abschnitt("Vom Markt zum Markt."))
    desk.read(2, "to70", sitzung(), item(5, betreff="Lindenstraße", vorlage=f"{K}-1"))
    desk.read(3, "top5", auszug(5, beschlusstext="Der Markt bleibt.", protokoll="Die Lindenstraße auch."))
    load(desk, ORTE)


def test_the_table_says_what_the_gazetteer_says(desk: Desk) -> None:
    filled(desk)
    assert [tuple(row.values()) for row in desk.rows("orte")] == [(id_, K, *said) for id_, *said in ORTE]
    assert load(desk, ORTE) is False
    assert load(desk, ORTE[:1]) is True
    assert [row["name"] for row in desk.rows("orte")] == ["Lindenstraße"]
    assert load(desk, []) is True
    assert (desk.rows("orte"), load(desk, [])) == ([], False)


def test_an_unchanged_gazetteer_costs_no_write(desk: Desk) -> None:
    filled(desk)
    desk.forbid("INSERT ON orte")
    desk.forbid("UPDATE ON orte")
    desk.forbid("DELETE ON _gelesen")
    assert load(desk, list(reversed(ORTE))) is False


def test_each_text_of_a_vorlage_names_its_places(desk: Desk) -> None:
    filled(desk)
    assert derive(desk) == 6
    found = sorted((row["tabelle"], row["ort"], row["anfang"], row["grad"]) for row in named(desk))
    assert found == [
        ("abschnitte", MARKT, 4, "text"),
        ("abschnitte", MARKT, 14, "text"),
        ("auszuege", LINDE, 22, "text"),
        ("auszuege", MARKT, 4, "text"),
        ("tagesordnungspunkte", LINDE, 0, "betreff"),
        ("vorlagen", LINDE, 7, "betreff"),
    ]
    assert {row["vorlage"] for row in named(desk)} == {f"{K}-1"}


def test_what_was_read_is_not_read_again(desk: Desk) -> None:
    filled(desk)
    derive(desk)
    before = named(desk)
    desk.forbid("INSERT ON ortsnennungen")
    assert derive(desk) == 0
    assert named(desk) == before


def test_a_changed_text_is_read_anew_and_nothing_else(desk: Desk) -> None:
    filled(desk)
    derive(desk)
    desk.read(9, "vo1", vorlage(1, betreff="Ausbau Markt"), abschnitt("Vom Markt zum Markt."))
    assert derive(desk) == 1
    assert [row["ort"] for row in named(desk) if row["tabelle"] == "vorlagen"] == [MARKT]
    assert len(named(desk)) == 6


@pytest.mark.parametrize("change", ["gazetteer", "rules"])
def test_other_places_or_rules_let_all_be_read_anew(change: str, desk: Desk) -> None:
    filled(desk)
    derive(desk)
    if change == "rules":
        assert load(desk, ORTE, "2") is True
    else:
        assert load(desk, [(MARKT, "Markt", "platz", 51.1, 9.2, "ODbL"), ORTE[0]]) is True
    assert named(desk) == []
    assert derive(desk) == 6


def test_step_by_step_is_the_same_as_all_at_once(desk: Desk) -> None:
    desk.read(0, "vo1", vorlage(1, betreff="Ausbau Markt"))
    load(desk, ORTE[:1])
    with closing(connect(desk.path)) as connection, transaction(connection):
        orte.derive(connection, K, lambda text, art: [each for each in find(text, art) if each[0] == LINDE])
    filled(desk)
    derive(desk)
    desk.read(9, "vo2", vorlage(2, betreff="Lindenstraße, Markt"), abschnitt("Markt", 2))
    derive(desk)
    step_by_step = named(desk)
    load(desk, [])
    load(desk, ORTE)
    derive(desk)
    assert named(desk) == step_by_step
    assert len(step_by_step) == 9


def test_another_councils_places_stay(desk: Desk) -> None:
    filled(desk)
    derive(desk)
    desk.query("INSERT INTO kommunen (id, name) VALUES ('anderswo', 'Anderswo')")
    with closing(connect(desk.path)) as connection, transaction(connection):
        orte.load(connection, "anderswo", [("anderswo-ort-1", "Markt", "platz", 50.0, 8.0, "x")])
        orte.load(connection, "anderswo", [])
    assert len(desk.rows("orte")) == 2
    assert len(named(desk)) == 6


def test_a_passage_is_whole_words_on_one_line() -> None:
    text = "Am Anfang steht viel. " * 9 + "Der Ausbau\n der Lindenstraße\tbeginnt " + "und dauert an. " * 9
    begin = text.index("Lindenstraße")
    passage = textstelle(text, begin, begin + len("Lindenstraße"))
    assert "Der Ausbau der Lindenstraße beginnt und" in passage
    assert (passage[:2], passage[-2:]) == ("… ", " …")
    assert set(passage.strip("… ").split()) <= set(text.split())
    assert textstelle("Nur Markt.", 4, 9) == "Nur Markt."


@given(st.text(max_size=400), st.integers(0, 400), st.integers(1, 130))
def test_a_passage_never_grows_too_long(text: str, anfang: int, length: int) -> None:
    anfang = min(anfang, len(text))
    passage = textstelle(text, anfang, min(len(text), anfang + length))
    assert len(passage) <= LAENGSTE
    assert " ".join(text[anfang : min(len(text), anfang + length)].split())[:100] in passage
    assert passage == " ".join(passage.split())

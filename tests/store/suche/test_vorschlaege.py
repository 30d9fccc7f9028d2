"""Suggestions while somebody is typing."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.store.suche import vorschlaege

from .musterarchiv import opened

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def test_numbers_begin_as_typed(connection: sqlite3.Connection) -> None:
    found = vorschlaege(connection, "2026/00", anzahl=50)
    assert found
    assert all(each.text.startswith("2026/00") for each in found if each.art == "nummer")
    assert [each.text for each in vorschlaege(connection, "2026/0090")][:2] == ["2026/0090.1", "2026/0090"]


def test_all_kinds_are_there(connection: sqlite3.Connection) -> None:
    found = vorschlaege(connection, "linden")
    assert [each.text for each in found if each.art == "ort"] == ["Lindenstraße", "Lindenweg"]
    assert all("Linden" in each.text for each in found)
    assert {each.art for each in found} == {"ort", "betreff"}
    assert len(found) == 8
    gremien = [each for each in vorschlaege(connection, "finanz") if each.art == "gremium"]
    assert [each.text for each in gremien] == ["Haupt- und Finanzausschuss"]


def test_words_of_the_betreff_may_be_begun(connection: sqlite3.Connection) -> None:
    for typed in ("Neubau Gerä", "neubau geraeteha", "Gerätehauses Neub"):
        found = vorschlaege(connection, typed)
        assert found, typed
        assert all(each.text.startswith("Neubau des Gerätehauses") for each in found), typed


def test_other_councils_are_left_out(connection: sqlite3.Connection) -> None:
    assert vorschlaege(connection, "Spielp", kommune="musterstadt")
    assert vorschlaege(connection, "Spielp", kommune="anderswo") == []


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40), anzahl=st.integers(-3, 200))
def test_nothing_that_people_type_is_an_error(archiv: Path, text: str, anzahl: int) -> None:
    with closing(opened(archiv)) as connection:
        assert len(vorschlaege(connection, text, anzahl=anzahl)) <= max(0, anzahl)
        assert len(vorschlaege(connection, f"Spiel {text}", kommune=text)) <= 8

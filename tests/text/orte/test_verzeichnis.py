"""The gazetteer: many ways are one place, what was known keeps its id, the file says it all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.text.orte.saetze import ortsliste

from ratsarchiv.errors import WrongUse
from ratsarchiv.text import orte
from ratsarchiv.text.orte import Angabe

if TYPE_CHECKING:
    from pathlib import Path


def way(name: str = "Lindenstraße", lat: float = 51.06, lon: float = 9.12, art: str = "strasse") -> Angabe:
    return Angabe(name, art, lat, lon, "ODbL")


def test_many_ways_of_a_street_are_one_place_on_the_street() -> None:
    ways = [way(lat=51.0 + n / 300) for n in range(9)] + [way("LINDENSTRASSE", 51.02), way("Lindenstr.", 51.01)]
    (place,) = orte.aufnehmen((), ways, "k").orte
    assert place.lat in {round(each.lat, 5) for each in ways}
    assert 51.01 <= place.lat <= 51.017


def test_the_same_name_far_away_or_of_another_kind_is_another_place() -> None:
    made = orte.aufnehmen((), [way(), way(lat=51.2), way(art="ortsteil")], "k").orte
    assert len({each.id for each in made}) == 3


def test_a_place_keeps_its_id_and_name_when_it_is_read_again() -> None:
    first = orte.aufnehmen((), [way(), way("Markt")], "k")
    assert (first.neu, first.geaendert) == (2, 0)
    again = orte.aufnehmen(first.orte, [way(), way("Markt")], "k")
    assert again == orte.Aufnahme(first.orte, 0, 0)
    moved = orte.aufnehmen(first.orte, [replace(way("LINDENSTRASSE"), lat=51.0651)], "k")
    assert (moved.neu, moved.geaendert) == (0, 1)
    assert [(each.id, each.name) for each in moved.orte] == [(each.id, each.name) for each in first.orte]


def test_of_two_known_places_the_nearer_one_is_meant() -> None:
    known = orte.aufnehmen((), [way(lat=51.001), way(lat=51.021)], "k").orte
    again = orte.aufnehmen(known, [way(lat=51.019)], "k")
    assert (again.neu, again.geaendert) == (0, 1)
    assert {each.lat for each in again.orte} == {51.001, 51.019}


@given(
    st.permutations(
        [way(), way(lat=51.061), way(lat=51.2), way("Markt"), way("Markt", art="platz"), way("Am Hof", lon=9.2)]
    )
)
def test_the_order_of_a_file_says_nothing(ways: list[Angabe]) -> None:
    assert orte.aufnehmen((), ways, "k") == orte.aufnehmen((), sorted(ways, key=repr), "k")


def test_a_hundred_thousand_ways_of_one_name_are_no_trouble() -> None:
    ways = [way(lat=50 + n / 1e5, lon=9 + n % 7 / 1e3) for n in range(100_000)]
    assert len(orte.aufnehmen((), ways, "k").orte) == 1


def test_ids_name_the_council_and_no_two_are_the_same() -> None:
    ids = [each.id for each in ortsliste()]
    assert len(set(ids)) == len(ids) >= 120
    assert all(each.startswith("musterstadt-ort-") for each in ids)


def test_the_file_says_what_was_written(tmp_path: Path) -> None:
    path = orte.pfad(tmp_path, "musterstadt")
    assert orte.lesen(path) == ()
    orte.schreiben(path, ortsliste())
    assert orte.lesen(path) == ortsliste()
    assert path.read_text(encoding="utf-8").splitlines()[0] == "id,name,art,lat,lon,herkunft"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("k-ort-1,A,strasse,51,9", "line 3: 6 columns are needed"),
        (",A,strasse,51,9,x", "line 3: 6 columns are needed"),
        ("k-ort-0,A,strasse,51,9,x", "an id that no other line has"),
        ("k-ort-1,A,kneipe,51,9,x", "line 3: unknown kind 'kneipe'"),
        ("k-ort-1,A,strasse,nan,9,x", "line 3: nan, 9.0 is no point"),
        ('k-ort-1,"A"b,strasse,51,9,x', "no table of ours"),
        ("k-ort-1,\x9c\udcff,strasse,51,9,x", "no table of ours"),
    ],
)
def test_a_broken_gazetteer_is_told_with_the_line(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    text = f"id,name,art,lat,lon,herkunft\nk-ort-0,B,strasse,51,9,x\n{line}\n"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(WrongUse) as caught:
        orte.lesen(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)

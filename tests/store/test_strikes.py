"""An object is gone when its source has refused it twice, a day or more apart, and not shown it since."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.store import Counts

from .desk import Desk, K, auszug, capture, dokument, gremium, item, passing, person, seen, sitzung, vorlage

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.model import Record

DAY = 24 * 60
OBJECTS = (
    vorlage(betreff="Spielplatz"), sitzung(name="Rat"), gremium(name="Rat"), person(name="Ada Beispiel"), auszug(7),
)  # fmt: skip


def gone(desk: Desk, record: Record) -> str | None:
    found: str | None = desk.row(record)["verschwunden_seit"]
    return found


@pytest.mark.parametrize("record", OBJECTS, ids=lambda record: record.tabelle)
def test_the_second_refusal_a_day_later_says_since_the_first(desk: Desk, record: Record) -> None:
    desk.read(0, record.url, record)
    assert desk.refuse(10, record) == Counts()
    assert gone(desk, record) is None
    desk.refuse(9 + DAY, record)
    assert gone(desk, record) is None
    counts = desk.refuse(10 + DAY, record)
    assert (counts.geaendert, counts.objekte) == (1, {(record.tabelle, record.id)})
    assert gone(desk, record) == seen(10)
    assert [(feld, alt, neu) for _, feld, alt, neu in desk.news()] == [("verschwunden_seit", None, seen(10))]
    assert desk.refuse(20 + 2 * DAY, record) == Counts()
    assert len(desk.news()) == 1


def test_a_refusal_of_either_kind_counts(desk: Desk) -> None:
    desk.read(0, "vo1", vorlage())
    desk.refuse(10, vorlage(), "nichtoeffentlich")
    desk.refuse(10 + DAY, vorlage(), "weg")
    assert gone(desk, vorlage()) == seen(10)


def test_the_objects_own_page_in_between_clears_the_first(desk: Desk) -> None:
    desk.read(0, "vo1", vorlage())
    desk.refuse(10, vorlage())
    desk.read(20, "vo1", vorlage())
    desk.refuse(30 + DAY, vorlage())
    assert gone(desk, vorlage()) is None
    desk.refuse(30 + 2 * DAY, vorlage())
    assert gone(desk, vorlage()) == seen(30 + DAY)


def test_another_page_that_names_it_clears_nothing(desk: Desk) -> None:
    desk.read(0, "vo1", vorlage())
    desk.refuse(10, vorlage())
    desk.read(20, "vo040", links=passing(vorlage(datum=date(2026, 1, 2))))
    desk.refuse(30 + DAY, vorlage())
    assert gone(desk, vorlage()) == seen(10)


def test_it_is_back_with_its_own_page(desk: Desk) -> None:
    desk.read(0, "vo1", vorlage(betreff="Spielplatz"))
    desk.refuse(10, vorlage())
    desk.refuse(10 + DAY, vorlage())
    desk.read(30 + DAY, "vo1", vorlage(betreff="Spielplatz"))
    assert gone(desk, vorlage()) is None
    assert desk.news() == [
        ("1", "verschwunden_seit", None, seen(10)),
        ("1", "verschwunden_seit", seen(10), None),
    ]
    assert desk.rows("_vermisst") == []


def test_a_refusal_older_than_the_newest_own_page_counts_for_nothing(desk: Desk) -> None:
    desk.read(3 * DAY, "vo1", vorlage(betreff="Spielplatz"))
    for minute in (DAY, 2 * DAY + 1):
        desk.refuse(minute, vorlage(), "nichtoeffentlich")
    row = desk.row(vorlage())
    assert (row["verschwunden_seit"], row["betreff"]) == (None, "Spielplatz")
    assert desk.rows("hinweise") == desk.rows("_vermisst") == []


def test_whatever_the_order_it_is_gone_since_the_first_refusal_after_its_newest_page(tmp_path: Path) -> None:
    own, *refusals = (2 * DAY, DAY, 3 * DAY, 5 * DAY)
    for number, order in enumerate(permutations((own, *refusals))):
        desk = Desk(tmp_path / f"{number}.db")
        for minute in order:
            desk.read(own, "vo1", vorlage()) if minute == own else desk.refuse(minute, vorlage())
        assert gone(desk, vorlage()) == seen(3 * DAY), order
        desk.store.close()


def test_an_object_that_no_page_has_shown_is_not_gone(desk: Desk) -> None:
    desk.read(0, "au1", gremium(), links=passing(person(name="Ada Beispiel")))
    for minute in (10, 20 + DAY):
        desk.refuse(minute, person(), "nichtoeffentlich")
    row = desk.row(person())
    assert (row["verschwunden_seit"], row["name"]) == (None, "Ada Beispiel")


def test_an_object_that_nobody_has_named_may_be_refused(desk: Desk) -> None:
    for minute in (10, 20 + DAY):
        assert desk.refuse(minute, vorlage()) == Counts()
    assert desk.rows("vorlagen") == []


def test_what_a_calendar_no_longer_shows_is_not_gone(desk: Desk) -> None:
    desk.read(0, "to70", sitzung(name="Rat"))
    desk.read(1, "si010", links=passing(sitzung(datum=date(2026, 4, 9), abgesagt=True)))
    for minute in (DAY, 2 * DAY + 1, 3 * DAY + 2):
        desk.read(minute, "si010", links=())
    row = desk.row(sitzung())
    assert (row["verschwunden_seit"], row["abgesagt"]) == (None, 1)


def test_an_item_whose_own_page_is_refused_keeps_its_place_on_the_agenda(desk: Desk) -> None:
    desk.read(0, "to70", sitzung(), item(7, betreff="Spielplatz", oeffentlich=True))
    desk.read(1, "top7", auszug(7, protokoll="Es wurde beraten."))
    for minute in (10, 10 + DAY):
        desk.refuse(minute, item(7))
    assert gone(desk, item(7)) is None
    assert gone(desk, auszug(7)) == seen(10)


def test_a_file_that_is_refused_twice_is_gone_until_it_is_delivered(desk: Desk) -> None:
    file = dokument(1)
    desk.read(0, "vo1", vorlage(), file)
    desk.store.save_document(capture(1, "do1", b"%PDF"), file.id, lauf=desk.lauf)
    desk.refuse(10, file)
    desk.refuse(10 + DAY, file)
    assert (gone(desk, file), desk.row(file)["datei"]) == (seen(10), None)
    desk.read(20 + DAY, "vo1", vorlage(), file)
    assert gone(desk, file) == seen(10)
    desk.store.save_document(capture(30 + DAY, "do1", b"%PDF"), file.id, lauf=desk.lauf)
    assert gone(desk, file) is None
    assert desk.row(file)["datei"] == capture(0, "do1", b"%PDF").sha256
    assert {feld for _, feld, _, _ in desk.news()} == {"verschwunden_seit"}
    assert desk.rows("hinweise")[0]["bis"] == seen(30 + DAY)
    assert f"{K}-vo1-do1" == desk.rows("hinweise")[0]["objekt"]


def test_a_file_that_was_delivered_in_between_was_refused_once(desk: Desk) -> None:
    file = dokument(1)
    desk.read(0, "vo1", vorlage(), file)
    desk.refuse(10, file)
    desk.store.save_document(capture(20, "do1", b"%PDF"), file.id, lauf=desk.lauf)
    desk.refuse(30 + DAY, file)
    assert gone(desk, file) is None

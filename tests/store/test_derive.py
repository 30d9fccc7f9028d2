"""Columns that follow from other rows, as of a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from .desk import (
    TODAY,
    K,
    beratung,
    beratungen_of,
    gremium,
    item,
    mitgliedschaft,
    passing,
    person,
    sitzung,
    vorlage,
)  # fmt: skip

if TYPE_CHECKING:
    from .desk import Desk

YESTERDAY, TOMORROW, LATER = date(2026, 3, 14), date(2026, 3, 16), date(2026, 4, 20)
DERIVED = ("letzte_beratung", "naechste_beratung", "ergebnis")


def derived(desk: Desk, day: date = TODAY) -> tuple[Any, ...]:
    desk.store.derive(day)
    row = desk.row(vorlage())
    return tuple(row[name] for name in DERIVED)


def test_a_vorlage_without_beratungen_has_none(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage())
    assert derived(desk) == (None, None, None)


def test_last_and_next_beratung_are_seen_from_today(desk: Desk) -> None:
    days = (date(2026, 1, 9), YESTERDAY, TOMORROW, LATER)
    desk.read(1, "vo1", vorlage(), *(beratung(position, datum=day) for position, day in enumerate(days, 1)))
    assert derived(desk) == ("2026-03-14", "2026-03-16", None)
    assert derived(desk, LATER) == ("2026-04-20", None, None)


def test_a_beratung_today_is_the_last_one(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), beratung(1, datum=TODAY, beschlussart="vertagt"))
    assert derived(desk) == ("2026-03-15", None, "vertagt")


def test_the_result_is_the_latest_decision_and_not_the_latest_beratung(desk: Desk) -> None:
    desk.read(
        1,
        "vo1",
        vorlage(),
        beratung(1, datum=date(2026, 1, 9), beschlussart="vertagt"),
        beratung(2, datum=date(2026, 2, 9), beschlussart="geaendert"),
        beratung(3, datum=YESTERDAY),
        beratung(4, datum=TOMORROW, beschlussart="abgelehnt"),
    )
    assert derived(desk) == ("2026-03-14", "2026-03-16", "geaendert")


def test_of_two_decisions_on_one_day_the_later_line_counts(desk: Desk) -> None:
    lines = (beratung(position, datum=YESTERDAY, beschlussart=art) for position, art in ((1, "a"), (2, "b")))
    desk.read(1, "vo1", vorlage(), *lines)
    assert derived(desk) == ("2026-03-14", None, "b")


def test_a_beratung_without_date_counts_for_nothing(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), beratung(1, beschlussart="geaendert"))
    assert derived(desk) == (None, None, None)


def test_what_has_vanished_or_was_called_off_counts_for_nothing(desk: Desk) -> None:
    gone, off = beratung(1, datum=YESTERDAY, beschlussart="a"), beratung(2, datum=TOMORROW, sitzung=f"{K}-70")
    desk.read(1, "vo1", vorlage(), gone, off, lists=[beratungen_of()])
    assert derived(desk) == ("2026-03-14", "2026-03-16", "a")
    desk.read(2, "vo1", vorlage(), off, lists=[beratungen_of()])
    desk.read(3, "si010", links=passing(sitzung(abgesagt=True)))
    assert derived(desk) == (None, None, None)


def test_a_beratungs_gremium_is_its_sitzungs(desk: Desk) -> None:
    desk.read(1, "to70", sitzung(gremium=f"{K}-au1", gremium_name="Rat der Gemeinde"))
    desk.read(2, "vo1", vorlage(), beratung(1, sitzung=f"{K}-70", gremium_name="Rat"))
    desk.store.derive(TODAY)
    assert desk.row(beratung(1))["gremium"] == f"{K}-au1"


def test_where_several_met_together_the_name_decides(desk: Desk) -> None:
    desk.read(1, "au1", gremium(1, name="Bauausschuss"))
    desk.read(2, "au2", gremium(2, name="Umweltausschuss"))
    desk.read(3, "to70", sitzung(gremium=f"{K}-au1", gremium_name="Bauausschuss; Umweltausschuss"))
    desk.read(4, "vo1", vorlage(), beratung(1, sitzung=f"{K}-70", gremium_name="Umweltausschuss"))
    desk.store.derive(TODAY)
    assert desk.row(beratung(1))["gremium"] == f"{K}-au2"


def test_a_name_that_two_gremien_share_decides_nothing(desk: Desk) -> None:
    for number in (1, 2):
        desk.read(number, f"au{number}", gremium(number, name="Bauausschuss"))
    desk.read(3, "vo1", vorlage(), beratung(1, gremium_name="Bauausschuss"))
    desk.store.derive(TODAY)
    assert desk.row(beratung(1))["gremium"] is None


def test_a_beratung_keeps_the_gremium_through_the_next_reading(desk: Desk) -> None:
    desk.read(1, "au1", gremium(name="Rat"))
    for minute in (2, 3):
        desk.read(minute, "vo1", vorlage(), beratung(1, gremium_name="Rat"))
        desk.store.derive(TODAY)
    assert desk.row(beratung(1))["gremium"] == f"{K}-au1"
    assert desk.news() == []


@pytest.mark.parametrize(
    ("seat", "fraktion"),
    [
        ({}, "Die Mitte"),
        ({"von": date(2020, 11, 1)}, "Die Mitte"),
        ({"von": TODAY, "bis": TODAY}, "Die Mitte"),
        ({"bis": YESTERDAY}, None),
        ({"von": TOMORROW}, None),
    ],
)
def test_a_person_is_of_the_fraktion_that_they_sit_in_today(
    desk: Desk, seat: dict[str, Any], fraktion: str | None
) -> None:
    desk.read(1, "au1", gremium(name="Die Mitte", art="Fraktion"), mitgliedschaft(**seat))
    desk.read(2, "au2", gremium(2, name="Rat", art="Rat"), mitgliedschaft(2))
    desk.store.derive(TODAY)
    assert desk.row(person())["fraktion"] == fraktion


def test_without_a_seat_in_any_fraktion_what_the_pages_say_stands(desk: Desk) -> None:
    desk.read(1, "kp5", person(name="Ada Beispiel", fraktion="Die Mitte"))
    desk.store.derive(TODAY)
    assert desk.row(person())["fraktion"] == "Die Mitte"


def test_deriving_twice_writes_once_and_is_no_history(desk: Desk) -> None:
    desk.read(1, "au1", gremium(name="Die Mitte", art="Fraktion"), mitgliedschaft())
    desk.read(2, "vo1", vorlage(), beratung(1, datum=YESTERDAY, gremium_name="Die Mitte", beschlussart="vertagt"))
    first = derived(desk)
    for table in ("vorlagen", "beratungen", "personen"):
        desk.forbid(f"UPDATE ON {table}")
    assert derived(desk) == first == ("2026-03-14", None, "vertagt")
    assert desk.news() == []


BEGIN: dict[str, Any] = {
    "datum": date(2026, 3, 1),
    "beginn": datetime(2026, 3, 1, 17, 0, tzinfo=timezone(timedelta(hours=1))),
}


def nachtraege(desk: Desk) -> list[str]:
    desk.store.derive(TODAY)
    return [row["id"].removeprefix(f"{K}-") for row in desk.rows("tagesordnungspunkte") if row["nachtrag"]]


def agenda(desk: Desk, minute: int, *numbers: int, **said: Any) -> None:
    desk.read(minute, "to70", sitzung(**BEGIN), *(item(number, nachtrag=False, **said) for number in numbers))


def test_what_joins_an_agenda_before_the_sitzung_is_a_nachtrag(desk: Desk) -> None:
    desk.read(1, "to70", sitzung(**BEGIN))
    agenda(desk, 2, 1, 2)
    assert nachtraege(desk) == []
    agenda(desk, 3, 1, 2, 3)
    assert nachtraege(desk) == ["3"]
    agenda(desk, 4, 1, 2, 3)
    assert nachtraege(desk) == ["3"]
    assert desk.news() == []


def test_what_is_first_seen_after_the_beginning_is_none(desk: Desk) -> None:
    agenda(desk, 1, 1)
    agenda(desk, 10 * 60 - 1, 1, 2)
    agenda(desk, 10 * 60, 1, 2, 3)
    assert nachtraege(desk) == ["2"]


def test_an_item_that_was_named_before_there_was_an_agenda_is_none(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), links=passing(item(2)))
    agenda(desk, 2, 1)
    agenda(desk, 3, 1, 2)
    assert nachtraege(desk) == []


def test_an_older_agenda_that_comes_in_late_may_show_that_it_was_there(desk: Desk) -> None:
    agenda(desk, 3, 1)
    agenda(desk, 5, 1, 2)
    assert nachtraege(desk) == ["2"]
    agenda(desk, 1, 1, 2)
    assert nachtraege(desk) == []
    assert desk.row(item(2))["nachtrag"] == 0


def test_what_the_page_calls_a_nachtrag_is_one_for_as_long_as_it_says_so(desk: Desk) -> None:
    desk.read(1, "to70", sitzung(**BEGIN), item(1, nachtrag=True), item(2, nachtrag=None))
    assert nachtraege(desk) == ["1"]
    agenda(desk, 2, 1, 2)
    assert nachtraege(desk) == []
    assert desk.news() == []


def test_a_derived_nachtrag_that_the_page_confirms_stays(desk: Desk) -> None:
    agenda(desk, 3, 1)
    agenda(desk, 5, 1, 2)
    assert nachtraege(desk) == ["2"]
    desk.read(6, "to70", sitzung(**BEGIN), item(1, nachtrag=False), item(2, nachtrag=True))
    agenda(desk, 1, 1, 2)
    assert nachtraege(desk) == ["2"]


def test_what_an_older_page_called_it_does_not_matter(desk: Desk) -> None:
    agenda(desk, 3, 1)
    agenda(desk, 5, 1, 2)
    assert nachtraege(desk) == ["2"]
    desk.read(4, "to70_r", sitzung(**BEGIN), item(2, nachtrag=True))
    agenda(desk, 1, 1, 2)
    assert nachtraege(desk) == []

"""Agendas whose items or whole Sitzungen turn non-public, and are public again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .desk import K, abschnitt, auszug, item, notices, passing, public, seen, sitzung

if TYPE_CHECKING:
    from .desk import Desk

SECRET = "Geheimnis"
NONPUBLIC = "nichtoeffentlich"
AGENDA = (sitzung(name="Rat"), item(7, betreff=SECRET, nummer="Ö 1", oeffentlich=True, position=1))
MINUTES = (auszug(7, protokoll=SECRET, ja=3), abschnitt(SECRET, 7, tagesordnungspunkt=f"{K}-7"))
CLOSED_ITEM = item(7, nummer="N 1", oeffentlich=False, position=1)


def meet(desk: Desk, minute: int) -> None:
    desk.look(minute, "to70", "agenda", *AGENDA)
    desk.look(minute + 1, "top7", "minutes", *MINUTES)


def test_an_item_that_turns_non_public_keeps_its_number_alone(office: Desk) -> None:
    meet(office, 1)
    office.look(
        3, "to70", "changed", sitzung(name="Rat"), item(7, betreff=f"{SECRET}se", nummer="Ö 1", oeffentlich=True)
    )
    office.read(10, "to70", sitzung(name="Rat"), CLOSED_ITEM)
    assert SECRET not in public(office)
    row = office.row(item(7))
    assert (row["nummer"], row["oeffentlich"], row["betreff"]) == ("N 1", 0, None)
    assert (office.row(auszug(7))["protokoll"], office.row(auszug(7))["ja"]) == (None, None)
    assert notices(office) == [("tagesordnungspunkte", f"{K}-7", NONPUBLIC, seen(10), None)]
    assert ("7", "oeffentlich", "1", "0") in office.news()
    assert ("7", "betreff", SECRET, None) not in office.news()


@pytest.mark.parametrize("known", [True, False], ids=["turned", "never public"])
def test_minutes_of_a_closed_item_that_come_in_late_are_not_shown(office: Desk, *, known: bool) -> None:
    if known:
        meet(office, 1)
    office.read(10, "to70", sitzung(name="Rat"), CLOSED_ITEM)
    office.look(5, "top7", "late", *MINUTES, links=passing(item(7, betreff=SECRET)))
    assert SECRET not in public(office)


def test_an_older_agenda_that_comes_in_late_opens_nothing(office: Desk) -> None:
    meet(office, 1)
    office.read(10, "to70", sitzung(name="Rat"), CLOSED_ITEM)
    office.look(5, "to70", "late", *AGENDA)
    assert SECRET not in public(office)
    assert notices(office)[0][-1] is None


def test_an_item_that_is_public_again_has_its_texts_back_without_news(office: Desk) -> None:
    meet(office, 1)
    office.read(10, "to70", sitzung(name="Rat"), CLOSED_ITEM)
    meet(office, 20)
    assert (office.row(item(7))["betreff"], office.row(auszug(7))["protokoll"]) == (SECRET, SECRET)
    assert {(feld, alt) for _, feld, alt, _ in office.news()} == {
        ("oeffentlich", "1"), ("oeffentlich", "0"), ("nummer", "Ö 1"), ("nummer", "N 1"),
    }  # fmt: skip
    assert notices(office)[0][-1] == seen(20)


def test_a_page_with_hidden_parts_is_read_each_time_but_known_by_what_it_says(office: Desk) -> None:
    office.look(1, "to70", "agenda", sitzung(name="Rat"), item(7, betreff=SECRET, oeffentlich=False, position=1))
    assert office.unchanged(2, "to70", "agenda") is None
    assert office.store.twin(K, inhalt="agenda", sha256="other bytes") == (f"{K}/a.warc.gz", 1)


def test_with_a_meeting_its_agenda_and_minutes_are_hidden_and_come_back(office: Desk) -> None:
    meet(office, 1)
    office.read(3, "to70", sitzung(name="Rat", zusatz=SECRET), AGENDA[1])
    office.refuse(10, sitzung(), "nichtoeffentlich")
    assert SECRET not in public(office)
    assert (office.row(sitzung())["name"], office.row(sitzung())["zusatz"]) == ("Rat", None)
    office.look(5, "top7", "late", *MINUTES, links=passing(item(7, betreff=SECRET)))
    assert SECRET not in public(office)
    meet(office, 20)
    assert (office.row(item(7))["betreff"], office.row(auszug(7))["protokoll"]) == (SECRET, SECRET)
    assert office.row(MINUTES[1])["text"] == SECRET
    assert office.news() == [("70", "zusatz", None, None)]


def test_items_of_a_closed_meeting_that_come_in_late_are_not_shown(office: Desk) -> None:
    office.read(1, "to70", sitzung(name="Rat"))
    office.refuse(10, sitzung(), "nichtoeffentlich")
    office.look(5, "to70", "late", *AGENDA)
    office.look(6, "top7", "late", *MINUTES)
    assert SECRET not in public(office)

"""What pages may say in passing about objects that have a page of their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ratsarchiv.store import Counts

from .desk import K, beratung, gremium, mitgliedschaft, passing, person, seen, sitzung, vorlage

if TYPE_CHECKING:
    from .desk import Desk


def test_an_object_that_is_only_referred_to_gets_a_bare_row(desk: Desk) -> None:
    assert desk.read(1, "vo1", vorlage(), beratung(1, sitzung=f"{K}-70")) == Counts(neu=2)
    row = desk.row(sitzung())
    assert (row["kommune"], row["zuerst_gesehen"], row["zuletzt_gesehen"]) == (K, seen(1), seen(1))
    assert {row[name] for name in ("url", "name", "abruf", "verschwunden_seit")} == {None}


def test_a_placeholder_says_what_the_link_said(desk: Desk) -> None:
    links = passing(sitzung(name="9. Sitzung", gremium=f"{K}-au1"), gremium(name="Rat"))
    assert desk.read(1, "vo1", vorlage(), links=links) == Counts(neu=1)
    row = desk.row(sitzung())
    assert (row["name"], row["gremium"], row["url"], row["abruf"]) == ("9. Sitzung", f"{K}-au1", "to70", None)
    assert desk.row(gremium())["name"] == "Rat"


def test_of_several_placeholders_the_first_word_stands_and_later_ones_fill_gaps(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), links=passing(sitzung(name="Sitzung des Rates")))
    desk.read(2, "vo2", vorlage(2), links=passing(sitzung(name="Rat", ort="Rathaus")))
    row = desk.row(sitzung())
    assert (row["name"], row["ort"], row["zuletzt_gesehen"]) == ("Sitzung des Rates", "Rathaus", seen(2))
    assert desk.news() == []


def test_the_own_page_overwrites_a_placeholder_even_with_nothing(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), links=passing(sitzung(name="Rat", ort="Rathaus")))
    assert desk.read(2, "to70", sitzung(name="9. Sitzung des Rates")) == Counts(neu=1)
    row = desk.row(sitzung())
    assert (row["name"], row["ort"], row["zuerst_gesehen"]) == ("9. Sitzung des Rates", None, seen(1))
    assert desk.news() == []


def test_a_placeholder_never_touches_what_the_own_page_said(desk: Desk) -> None:
    desk.read(1, "to70", sitzung(name="9. Sitzung des Rates"))
    desk.forbid("INSERT ON sitzungen")
    assert desk.read(2, "vo1", vorlage(), links=passing(sitzung(name="Rat", ort="Rathaus"))) == Counts(neu=1)
    row = desk.row(sitzung())
    assert (row["name"], row["ort"], row["zuletzt_gesehen"]) == ("9. Sitzung des Rates", None, seen(2))


def test_what_only_other_pages_print_is_theirs_to_change(desk: Desk) -> None:
    desk.read(1, "si010", links=passing(sitzung(abgesagt=False)))
    desk.read(2, "to70", sitzung(name="Rat"))
    assert desk.row(sitzung())["abgesagt"] == 0
    assert desk.read(3, "si010", links=passing(sitzung(abgesagt=True))) == Counts(geaendert=1)
    desk.read(4, "to70", sitzung(name="Rat"))
    assert desk.row(sitzung())["abgesagt"] == 1
    assert desk.news() == [("70", "abgesagt", "0", "1")]


def test_what_a_page_says_the_first_time_it_is_read_is_no_news(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage())
    desk.read(2, "vo040", links=passing(vorlage(datum=date(2026, 2, 1))))
    assert desk.row(vorlage())["datum"] == "2026-02-01"
    assert desk.news() == []


def test_what_a_page_did_not_say_before_is_news(desk: Desk) -> None:
    desk.read(1, "to70", sitzung(name="Rat"))
    desk.read(2, "si010", links=passing(sitzung()))
    desk.read(3, "si010", links=passing(sitzung(abgesagt=True)))
    assert desk.news() == [("70", "abgesagt", None, "1")]


def test_two_pages_fill_one_seat(desk: Desk) -> None:
    on_committee_page = (gremium(name="Rat"), mitgliedschaft(rolle="Mitglied"))
    desk.read(1, "au1", *on_committee_page)
    desk.read(2, "kp5", person(name="Ada Beispiel"), mitgliedschaft(rolle="Mitglied", von=date(2020, 11, 1)))
    desk.read(3, "au1", *on_committee_page)
    row = desk.row(mitgliedschaft())
    assert (row["rolle"], row["von"], row["abruf"]) == ("Mitglied", "2020-11-01", 3)
    assert desk.news() == []


def test_a_page_may_name_its_own_object_in_passing(desk: Desk) -> None:
    own, link = sitzung(name="Rat"), sitzung(name="9. Sitzung", abgesagt=True)
    assert desk.read(1, "to70", own, links=passing(link)) == Counts(neu=1)
    row = desk.row(sitzung())
    assert (row["name"], row["abgesagt"]) == ("Rat", 1)


def test_a_vanished_row_stays_so_when_somebody_else_names_it(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), beratung(1))
    desk.query("UPDATE beratungen SET verschwunden_seit = ?", seen(2))
    desk.read(3, "to70", sitzung(), links=passing(beratung(1)))
    assert desk.row(beratung(1))["verschwunden_seit"] == seen(2)

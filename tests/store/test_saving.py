"""What saving a page does to the rows of its own objects, and to their history."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv.model import Parsed, Problem
from ratsarchiv.store import Counts

from .desk import K, at, beratung, beratungen_of, capture, dokument, mitgliedschaft, passing, seen, sitzung, vorlage

if TYPE_CHECKING:
    from .desk import Desk

STORED_NOTHING = ("abrufe", "vorlagen", "beratungen", "sitzungen", "probleme", "aenderungen")


def test_first_sight_is_a_row_with_its_capture_and_no_history(desk: Desk) -> None:
    counts = desk.read(1, "vo1", vorlage(nummer="12/2026", betreff="Neuer Spielplatz"))
    assert counts == Counts(neu=1)
    row = desk.row(vorlage())
    (abruf,) = desk.rows("abrufe")
    assert (row["nummer"], row["betreff"], row["url"]) == ("12/2026", "Neuer Spielplatz", "vo1")
    assert (row["abruf"], abruf["zeitpunkt"], abruf["ergebnis"]) == (abruf["id"], seen(1), "geparst")
    assert (row["zuerst_gesehen"], row["zuletzt_gesehen"], row["verschwunden_seit"]) == (seen(1), seen(1), None)
    assert desk.news() == []


def test_values_are_text_dates_and_truth_as_0_and_1(desk: Desk) -> None:
    cest = timezone(timedelta(hours=2))
    desk.read(
        1,
        "to70",
        sitzung(datum=date(2026, 4, 9), beginn=datetime(2026, 4, 9, 17, 30, tzinfo=cest), abgesagt=False),
    )
    row = desk.row(sitzung())
    assert (row["datum"], row["beginn"], row["abgesagt"]) == ("2026-04-09", "2026-04-09T17:30:00+02:00", 0)


def test_capture_times_are_kept_in_utc(desk: Desk) -> None:
    local = at(1).astimezone(timezone(timedelta(hours=1)))
    desk.save(capture(1, "vo1", zeitpunkt=local), None)
    assert desk.rows("abrufe")[0]["zeitpunkt"] == seen(1)


def test_a_time_without_zone_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="without its zone"):
        desk.save(capture(1, "vo1", zeitpunkt=at(1).replace(tzinfo=None)), None)


def test_each_changed_field_is_one_row_of_history(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(betreff="Spielplatz", status="in Arbeit", verfasser="Amt 61"))
    counts = desk.read(2, "vo1", vorlage(betreff="Spielplatz", status="öffentlich", art="Antrag"))
    assert counts == Counts(geaendert=1)
    assert sorted(desk.news()) == [
        ("1", "art", None, "Antrag"),
        ("1", "status", "in Arbeit", "öffentlich"),
        ("1", "verfasser", "Amt 61", None),
    ]
    abruf = desk.rows("abrufe")[1]
    assert {(row["zeitpunkt"], row["abruf"]) for row in desk.rows("aenderungen")} == {(seen(2), abruf["id"])}
    assert (desk.row(vorlage())["art"], desk.row(vorlage())["abruf"]) == ("Antrag", abruf["id"])


def test_an_unchanged_row_is_only_seen(desk: Desk) -> None:
    records = (vorlage(betreff="Spielplatz"), beratung(1, rolle="Vorberatung"))
    desk.read(1, "vo1", *records)
    desk.forbid("INSERT ON vorlagen")
    desk.forbid("INSERT ON beratungen")
    desk.forbid("UPDATE OF betreff, url, verschwunden_seit ON vorlagen")
    desk.forbid("UPDATE OF rolle, datum ON beratungen")
    assert desk.read(2, "vo1", *records) == Counts(unveraendert=2)
    assert {desk.row(record)["zuletzt_gesehen"] for record in records} == {seen(2)}
    assert {desk.row(record)["zuerst_gesehen"] for record in records} == {seen(1)}
    assert desk.news() == []


def test_the_row_names_the_newest_capture_that_shows_it(desk: Desk) -> None:
    for minute in (1, 2):
        desk.read(minute, "vo1", vorlage(betreff="Spielplatz"))
    assert desk.row(vorlage())["abruf"] == desk.rows("abrufe")[1]["id"]


def test_the_same_capture_again_changes_nothing(desk: Desk) -> None:
    parsed = Parsed(url="vo1", seitenart="vo020", records=(vorlage(betreff="Spielplatz"),))
    problem = Problem(art="nicht_verstanden", meldung="?", url="vo1")
    desk.save(capture(1, "vo1"), parsed, problem)
    before = {table: desk.rows(table) for table in (*STORED_NOTHING, "laeufe")}
    again = replace(parsed, records=(vorlage(betreff="Anders gelesen"),))
    assert desk.save(capture(1, "vo1"), again, problem) == Counts(unveraendert=1)
    assert {table: desk.rows(table) for table in before} == before


def test_a_part_that_a_complete_list_lacks_has_vanished_until_it_returns(desk: Desk) -> None:
    both = (vorlage(), beratung(1), beratung(2))
    desk.read(1, "vo1", *both, lists=[beratungen_of()])
    assert desk.read(2, "vo1", *both[:2], lists=[beratungen_of()]) == Counts(geaendert=1, unveraendert=2)
    assert desk.row(beratung(2))["verschwunden_seit"] == seen(2)
    assert desk.row(beratung(2))["zuletzt_gesehen"] == seen(1)
    assert desk.row(beratung(1))["verschwunden_seit"] is None
    desk.read(3, "vo1", *both[:2], lists=[beratungen_of()])
    assert desk.row(beratung(2))["verschwunden_seit"] == seen(2)
    assert desk.read(4, "vo1", *both, lists=[beratungen_of()]) == Counts(geaendert=1, unveraendert=2)
    assert desk.row(beratung(2))["verschwunden_seit"] is None
    assert desk.news() == [
        ("1-b2", "verschwunden_seit", None, seen(2)),
        ("1-b2", "verschwunden_seit", seen(2), None),
    ]


def test_only_a_complete_list_makes_rows_vanish_and_only_its_owners(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), beratung(1))
    desk.read(2, "vo2", vorlage(2), beratung(1, number=2), lists=[beratungen_of(2)])
    desk.read(3, "vo1", vorlage())
    assert {row["verschwunden_seit"] for row in desk.rows("beratungen")} == {None}


def test_a_seat_that_has_ended_does_not_vanish(desk: Desk) -> None:
    seats = (mitgliedschaft(member=5, bis=date(2025, 10, 31)), mitgliedschaft(member=6))
    desk.read(1, "au1", *seats, lists=[])
    members = replace(beratungen_of(), tabelle="mitgliedschaften", spalte="gremium", id=f"{K}-au1")
    desk.read(2, "au1", lists=[members])
    assert [desk.row(seat)["verschwunden_seit"] for seat in seats] == [None, seen(2)]


def test_a_failure_in_the_middle_leaves_nothing(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(betreff="Spielplatz"))
    before = {table: desk.rows(table) for table in (*STORED_NOTHING, "kommunen", "laeufe")}
    broken: Any = None
    with pytest.raises(sqlite3.IntegrityError):
        desk.read(2, "vo1", vorlage(betreff="Spielplatz und Bolzplatz"), replace(beratung(1), position=broken))
    assert {table: desk.rows(table) for table in before} == before
    assert desk.read(3, "vo1", vorlage(betreff="Bolzplatz")) == Counts(geaendert=1)


def test_a_capture_without_reading_is_kept_with_its_problems(desk: Desk) -> None:
    problem = Problem(art="nicht_verstanden", meldung="keine Tabelle", url="vo1")
    assert desk.save(capture(1, "vo1", http_status=500), None, problem, ergebnis="fehler") == Counts()
    (abruf,), (kept,) = desk.rows("abrufe"), desk.rows("probleme")
    assert (abruf["http_status"], abruf["ergebnis"], abruf["groesse"]) == (500, "fehler", 4)
    assert (kept["abruf"], kept["meldung"], kept["lauf"]) == (abruf["id"], "keine Tabelle", desk.lauf)
    assert desk.rows("vorlagen") == []


def test_a_run_sums_what_its_pages_brought(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(betreff="A"), beratung(1))
    desk.read(2, "vo1", vorlage(betreff="B"), beratung(1))
    desk.store.problem(desk.lauf, K, Problem(art="abruf", meldung="keine Antwort", url="vo9"))
    desk.store.end_run(desk.lauf, at(3), anfragen=4, ergebnis="fertig")
    (run,) = desk.rows("laeufe")
    assert (run["seiten"], run["neu"], run["geaendert"], run["unveraendert"]) == (2, 2, 1, 1)
    assert (run["anfragen"], run["ende"], run["ergebnis"]) == (4, seen(3), "fertig")
    assert desk.rows("probleme")[0]["abruf"] is None


def test_a_file_belongs_to_its_document_and_a_replaced_one_is_news(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(), dokument(1))
    first, second = (capture(minute, f"tmp{minute}", b"%PDF" * minute, mime="application/pdf") for minute in (2, 5))
    desk.store.save_document(first, dokument(1).id, lauf=desk.lauf)
    assert (desk.row(dokument(1))["datei"], desk.news()) == (first.sha256, [])
    desk.store.save_document(second, dokument(1).id, lauf=desk.lauf)
    late = capture(3, "tmp3", b"%PDF old")
    desk.store.save_document(late, dokument(1).id, lauf=desk.lauf)
    desk.read(6, "vo1", vorlage(), dokument(1))
    assert desk.row(dokument(1))["datei"] == second.sha256
    assert desk.news() == [("vo1-do1", "datei", first.sha256, second.sha256)]
    assert {row["sha256"]: row["groesse"] for row in desk.rows("dateien")} == {
        first.sha256: 8,
        second.sha256: 20,
        late.sha256: 8,
    }
    assert [row["ergebnis"] for row in desk.rows("abrufe")].count("dokument") == 3


def test_a_file_may_come_before_its_document(desk: Desk) -> None:
    file = capture(1, "tmp1", b"%PDF")
    desk.store.save_document(file, dokument(1).id, lauf=desk.lauf)
    assert desk.read(2, "vo1", vorlage(), dokument(1)) == Counts(neu=2)
    assert (desk.row(dokument(1))["datei"], desk.row(dokument(1))["titel"]) == (file.sha256, "Anlage 1")


def test_a_kommune_is_known_by_its_id_until_more_is_told(desk: Desk) -> None:
    assert desk.rows("kommunen")[0]["name"] == K
    desk.store.kommune(id=K, name="Musterdorf", ags="05999099")
    desk.store.kommune(id=K, lizenz="dl-de/zero-2-0")
    (row,) = desk.rows("kommunen")
    assert (row["name"], row["ags"], row["lizenz"]) == ("Musterdorf", "05999099", "dl-de/zero-2-0")
    with pytest.raises(TypeError, match="farbe"):
        desk.store.kommune(id=K, farbe="blau")


def test_a_page_may_be_the_first_that_is_heard_of_its_kommune(desk: Desk) -> None:
    desk.save(capture(1, "x1", kommune="neudorf"), None)
    assert [row["id"] for row in desk.rows("kommunen")] == [K, "neudorf"]


def test_a_problem_belongs_to_a_run(desk: Desk) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        desk.store.problem(999, K, Problem(art="abruf", meldung="keine Antwort", url="vo9"))
    assert desk.rows("probleme") == []


def test_two_mentions_of_a_new_row_on_its_own_page_are_no_news(desk: Desk) -> None:
    desk.read(1, "vo2", vorlage(2), links=passing(vorlage(betreff="Spielplatz", datum=date(2026, 1, 2))))
    desk.read(2, "vo1", vorlage(betreff="Bolzplatz", datum=date(2026, 1, 3)))
    assert desk.row(vorlage())["datum"] == "2026-01-03"
    assert desk.news() == []

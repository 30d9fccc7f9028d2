"""A page that looks as it did is not read again: what that does to the tables, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.model import Liste
from ratsarchiv.store import Counts

from .desk import (
    OBJECTS,
    TODAY,
    Desk,
    K,
    beratung,
    beratungen_of,
    came_back,
    capture,
    dokument,
    gremium,
    mitgliedschaft,
    own_history,
    passing,
    person,
    seen,
    sitzung,
    vorlage,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

RECORDS = (vorlage(betreff="Spielplatz"), beratung(1, rolle="Vorberatung"))


def test_the_rows_of_an_unchanged_page_are_seen_again(desk: Desk) -> None:
    desk.look(1, "vo1", "a", *RECORDS)
    assert desk.unchanged(2, "vo1", "a") == Counts(unveraendert=2)
    for record in RECORDS:
        row = desk.row(record)
        assert (row["abruf"], row["zuerst_gesehen"], row["zuletzt_gesehen"]) == (2, seen(1), seen(2))
    last = desk.rows("abrufe")[1]
    assert (last["ergebnis"], last["seitenart"], last["inhalt"]) == ("geparst", "vo020", "a")
    assert (desk.rows("laeufe")[0]["seiten"], desk.rows("laeufe")[0]["unveraendert"]) == (2, 2)
    assert desk.news() == []


def test_many_unchanged_captures_follow_one_another(desk: Desk) -> None:
    desk.look(1, "vo1", "a", *RECORDS)
    assert [desk.unchanged(minute, "vo1", "a") for minute in (2, 3, 4)] == [Counts(unveraendert=2)] * 3
    assert desk.row(vorlage())["abruf"] == 4


def test_the_same_capture_again_is_unchanged_and_counts_for_nothing(desk: Desk) -> None:
    desk.look(1, "vo1", "a", *RECORDS)
    desk.unchanged(2, "vo1", "a")
    before = {table: desk.rows(table) for table in ("abrufe", "vorlagen", "beratungen", "laeufe")}
    assert desk.unchanged(2, "vo1", "a") == Counts()
    assert {table: desk.rows(table) for table in before} == before


def test_what_had_to_be_read_has_to_be_read_when_it_comes_again(desk: Desk) -> None:
    desk.look(1, "vo1", "a", *RECORDS)
    desk.look(2, "vo1", "b", vorlage(betreff="Bolzplatz"))
    assert desk.unchanged(2, "vo1", "b") is None


@pytest.mark.parametrize(
    ("minute", "url", "inhalt"), [(2, "vo1", "b"), (2, "vo2", "a"), (0, "vo1", "a")], ids=["other", "elsewhere", "late"]
)
def test_whatever_is_not_the_same_page_later_is_to_be_read(desk: Desk, minute: int, url: str, inhalt: str) -> None:
    desk.look(1, "vo1", "a", *RECORDS)
    assert desk.unchanged(minute, url, inhalt) is None
    assert len(desk.rows("abrufe")) == 1


def test_a_capture_that_comes_in_late_is_to_be_read(desk: Desk) -> None:
    desk.look(1, "vo1", "a", *RECORDS, lists=[beratungen_of()])
    desk.look(5, "vo1", "b", vorlage(betreff="Spielplatz"), lists=[beratungen_of()])
    assert desk.unchanged(3, "vo1", "a") is None
    desk.look(3, "vo1", "a", *RECORDS, lists=[beratungen_of()])
    assert desk.row(beratung(1))["zuletzt_gesehen"] == seen(3)


def test_a_page_without_fingerprint_is_never_unchanged(desk: Desk) -> None:
    desk.read(1, "vo1", *RECORDS)
    assert desk.unchanged(2, "vo1", "a") is None


def test_another_council_is_not_meant(desk: Desk) -> None:
    desk.look(1, "vo1", "a", *RECORDS)
    other = capture(2, "vo1", kommune="neudorf")
    assert desk.store.save_unchanged(other, "a", lauf=desk.lauf, seitenart="vo020") is None


@pytest.mark.parametrize(("status", "read"), [(500, False), (503, False), (404, True), (200, True)])
def test_after_any_answer_but_a_failure_of_the_server_it_is_read(desk: Desk, status: int, read: bool) -> None:
    desk.look(1, "vo1", "a", *RECORDS)
    desk.save(capture(2, "vo1", b"?", http_status=status), None, ergebnis="fehler")
    assert (desk.unchanged(3, "vo1", "a") is None) is read


def test_a_row_that_vanished_by_another_page_stays_so(desk: Desk) -> None:
    desk.look(1, "vo1", "a", *RECORDS)
    desk.look(2, "vo1_r", "r", vorlage(betreff="Spielplatz"), lists=[beratungen_of()])
    history = desk.news()
    desk.unchanged(3, "vo1", "a")
    assert (desk.row(beratung(1))["verschwunden_seit"], desk.row(beratung(1))["abruf"]) == (seen(2), 1)
    assert desk.news() == history


def test_a_row_that_another_page_also_shows_stays_with_the_newer_reading(desk: Desk) -> None:
    seat = mitgliedschaft(rolle="Mitglied")
    desk.look(1, "au1", "a", gremium(name="Rat"), seat)
    desk.look(2, "kp5", "k", person(name="Ada Beispiel"), seat)
    assert desk.unchanged(3, "au1", "a") == Counts(unveraendert=1)
    assert (desk.row(seat)["abruf"], desk.row(seat)["zuletzt_gesehen"]) == (2, seen(2))
    assert desk.row(gremium())["zuletzt_gesehen"] == seen(3)


def test_what_another_page_said_since_still_stands(desk: Desk) -> None:
    desk.look(1, "si010", "a", links=passing(sitzung(abgesagt=False)))
    desk.look(2, "si010_j", "j", links=passing(sitzung(abgesagt=True)))
    desk.unchanged(3, "si010", "a")
    assert desk.row(sitzung())["abgesagt"] == 1


def test_a_late_capture_between_two_equal_ones_does_not_take_back_what_they_say(desk: Desk) -> None:
    desk.look(1, "si010", "a", links=passing(sitzung(abgesagt=True)))
    desk.look(5, "si010", "a", links=passing(sitzung(abgesagt=True)))
    desk.look(3, "si010", "b", links=passing(sitzung(abgesagt=False, ort="Rathaus")))
    assert (desk.row(sitzung())["abgesagt"], desk.row(sitzung())["ort"]) == (1, "Rathaus")


def test_a_late_list_between_two_equal_ones_makes_nothing_vanish(desk: Desk) -> None:
    desk.look(1, "vo1", "a", *RECORDS, lists=[beratungen_of()])
    desk.look(2, "vo1_r", "r", *RECORDS)
    desk.look(5, "vo1", "a", *RECORDS, lists=[beratungen_of()])
    desk.look(3, "vo1", "b", vorlage(betreff="Spielplatz"), lists=[beratungen_of()])
    assert desk.row(beratung(1))["verschwunden_seit"] is None


# Sequences: each page speaks of fields of its own, so that no two contradict each other.
WORDS = st.sampled_from([None, "rot", "grün"])
DATES = st.sampled_from([None, date(2026, 1, 5), date(2026, 4, 5)])
Version = tuple[Any, ...]
URLS = ("vo1", "to70", "si010", "vo040", "au1", "kp5")


def _page(url: str, said: Version) -> dict[str, Any]:
    """What the page of this address says in this version."""
    word, other, day, flag = said
    if url == "vo1":
        parts = [beratung(1, rolle=word, datum=day)] if flag else [beratung(2, rolle=other)]
        files = [dokument(1)] if word else []
        lists = (beratungen_of(), Liste(tabelle="dokumente", spalte="vorlage", id=f"{K}-1"))
        return {"records": (vorlage(betreff=word, art=other), *parts, *files), "lists": lists}
    if url == "to70":
        return {"records": (sitzung(name=word, ort=other),)}
    if url == "si010":
        return {"records": (), "links": passing(*([sitzung(abgesagt=flag)] if word else []))}
    if url == "vo040":
        return {"records": (), "links": passing(vorlage(datum=day))}
    if url == "au1":
        seats = [mitgliedschaft(rolle="Mitglied", zusatz=None)] if flag else []
        members = Liste(tabelle="mitgliedschaften", spalte="gremium", id=f"{K}-au1")
        return {"records": (gremium(name=word, bis=day), *seats), "lists": (members,)}
    return {"records": (person(name=word),), "links": passing(gremium(von=day))}


VISITS = st.lists(
    st.tuples(st.sampled_from(URLS), st.tuples(WORDS, WORDS, DATES, st.booleans())), min_size=1, max_size=9
)
STEADY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
LAGS = {"zuletzt_gesehen"}
"""What a page names in passing is seen when it is read; so this column may be behind."""


def _tables(
    visits: Sequence[tuple[int, str, Version]], *, read_all: bool
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "ratsarchiv.db")
        for minute, url, said in visits:
            page = _page(url, said)
            inhalt = f"{minute}" if read_all else repr(said)
            desk.look(minute, url, inhalt, *page["records"], links=page.get("links", ()), lists=page.get("lists", ()))
        desk.store.derive(TODAY)
        times = {row["id"]: row["zeitpunkt"] for row in desk.rows("abrufe")}
        found: dict[str, Any] = {
            f"{name} {row['id']}": {key: value for key, value in row.items() if key not in LAGS}
            | {"abruf": times.get(row["abruf"])}
            for name in OBJECTS
            for row in desk.rows(name)
        }
        own = [row for name in OBJECTS for row in desk.rows(name) if row["abruf"]]
        assert all(row["zuletzt_gesehen"] >= times[row["abruf"]] for row in own)
        assert desk.query("PRAGMA foreign_key_check") == []
        said_when = ("tabelle", "objekt", "feld", "alt", "neu", "zeitpunkt")
        history = [
            {name: row[name] for name in said_when} | {"abruf": times[row["abruf"]]} for row in desk.rows("aenderungen")
        ]
        desk.store.close()
    return found, history


@STEADY
@given(visits=VISITS)
def test_not_reading_ends_in_the_same_tables_and_history_as_reading(visits: list[tuple[str, Version]]) -> None:
    in_time = [(minute, url, said) for minute, (url, said) in enumerate(visits, 1)]
    assert _tables(in_time, read_all=False) == _tables(in_time, read_all=True)


@STEADY
@given(visits=VISITS, data=st.data())
def test_late_imports_join_rightly(visits: list[tuple[str, Version]], data: st.DataObject) -> None:
    in_time = [(minute, url, said) for minute, (url, said) in enumerate(visits, 1)]
    shuffled = data.draw(st.permutations(in_time))
    tables, history = _tables(shuffled, read_all=False)
    in_order, told = _tables(in_time, read_all=True)
    assert tables == in_order
    back = came_back([(url, _page(url, said)["records"]) for url, said in visits])
    assert own_history(history, back) == own_history(told, back)

"""Imports bring old captures late: the tables say what the newest said, whatever came in first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.model import Link, Liste, Record
from ratsarchiv.store import Counts
from ratsarchiv.store.history import History

from .desk import (
    OBJECTS,
    OTHERS,
    TODAY,
    Desk,
    K,
    beratung,
    beratungen_of,
    came_back,
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
    from collections.abc import Iterable, Sequence


def test_an_older_capture_only_moves_the_first_sight_back(desk: Desk) -> None:
    desk.read(5, "vo1", vorlage(betreff="Neu", status="öffentlich"))
    assert desk.read(2, "vo1", vorlage(betreff="Alt", verfasser="Amt 61")) == Counts(unveraendert=1)
    row = desk.row(vorlage())
    assert (row["betreff"], row["status"], row["verfasser"]) == ("Neu", "öffentlich", None)
    assert (row["zuerst_gesehen"], row["zuletzt_gesehen"], row["abruf"]) == (seen(2), seen(5), 1)
    assert desk.told() == [
        ("betreff", "Alt", "Neu", 5),
        ("status", None, "öffentlich", 5),
        ("verfasser", "Amt 61", None, 5),
    ]


def test_a_late_capture_splits_what_changed_between_its_neighbours(desk: Desk) -> None:
    for minute, betreff in ((1, "Rot"), (9, "Blau"), (11, "Blau"), (5, "Grün")):
        desk.read(minute, "vo1", vorlage(betreff=betreff))
    assert desk.told() == [("betreff", "Grün", "Blau", 9), ("betreff", "Rot", "Grün", 5)]
    desk.read(7, "vo1", vorlage(betreff="Rot"))
    assert desk.told() == [("betreff", "Grün", "Rot", 7), ("betreff", "Rot", "Blau", 9), ("betreff", "Rot", "Grün", 5)]
    assert desk.row(vorlage())["betreff"] == "Blau"


def test_a_late_capture_dates_a_change_back(desk: Desk) -> None:
    for minute, betreff in ((1, "Rot"), (9, "Blau"), (5, "Blau")):
        desk.read(minute, "vo1", vorlage(betreff=betreff))
    assert desk.told() == [("betreff", "Rot", "Blau", 5)]


def test_a_late_capture_between_two_equal_ones_shows_there_and_back(desk: Desk) -> None:
    for minute, betreff in ((1, "Rot"), (9, "Rot"), (5, "Grün")):
        desk.look(minute, "vo1", betreff, vorlage(betreff=betreff))
    assert desk.told() == [("betreff", "Grün", "Rot", 9), ("betreff", "Rot", "Grün", 5)]


def test_a_late_capture_that_is_known_writes_nothing(desk: Desk) -> None:
    for minute, betreff in ((1, "Rot"), (9, "Blau"), (5, "Grün")):
        desk.read(minute, "vo1", vorlage(betreff=betreff))
    before = desk.rows("aenderungen")
    desk.forbid("INSERT ON aenderungen")
    desk.forbid("DELETE ON aenderungen")
    desk.read(5, "vo1", vorlage(betreff="Grün"))
    assert desk.rows("aenderungen") == before


def test_what_is_hidden_stays_out_of_the_history_of_a_late_capture(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(betreff="Rot"))
    desk.read(9, "vo1", vorlage(betreff="Blau"))
    desk.refuse(11, vorlage(), "nichtoeffentlich")
    desk.read(5, "vo1", vorlage(betreff="Geheim", art="Antrag"))
    assert "Geheim" not in repr(desk.rows("aenderungen"))
    assert desk.told() == [("art", "Antrag", None, 9), ("art", None, "Antrag", 5), ("betreff", None, None, 9)]


def test_a_part_that_was_gone_when_the_page_came_next_changed_when_it_was_back(desk: Desk) -> None:
    lists = [beratungen_of()]
    desk.read(1, "vo1", vorlage(), beratung(1, rolle="rot"), lists=lists)
    desk.read(5, "vo1", vorlage(), lists=lists)
    desk.read(9, "vo1", vorlage(), beratung(1, rolle="blau"), lists=lists)
    desk.read(3, "vo1", vorlage(), beratung(1, rolle="grün"), lists=lists)
    told = [each for each in desk.told() if each[0] == "rolle"]
    assert told == [("rolle", "grün", "blau", 9), ("rolle", "rot", "grün", 3)]


def test_a_part_that_was_seen_first_by_a_later_capture_changed_with_that(desk: Desk) -> None:
    desk.read(9, "vo1", vorlage(), beratung(1, rolle="blau"))
    desk.read(5, "vo1", vorlage())
    desk.read(2, "vo1", vorlage(), beratung(1, rolle="grün"))
    assert desk.told() == [("rolle", "grün", "blau", 9)]


def test_the_newest_capture_asks_nothing_of_the_history(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(History, "join")
    desk.read(1, "vo1", vorlage(betreff="Rot"), beratung(1))
    desk.read(3, "vo1", vorlage(betreff="Blau"), beratung(1))
    assert desk.told() == [("betreff", "Rot", "Blau", 3)]
    with pytest.raises(AttributeError):
        desk.read(2, "vo1", vorlage(betreff="Blau"))


def test_an_unchanged_page_is_newer_than_a_late_one_between(desk: Desk) -> None:
    for minute in (1, 5):
        desk.read(minute, "vo1", vorlage(betreff="Neu"))
    desk.read(3, "vo1", vorlage(betreff="Verirrt"))
    assert desk.row(vorlage())["betreff"] == "Neu"


def test_a_late_capture_shows_a_part_that_has_vanished_since(desk: Desk) -> None:
    desk.read(5, "vo1", vorlage(), beratung(1), lists=[beratungen_of()])
    desk.read(7, "vo1", vorlage(), beratung(1), lists=[beratungen_of()])
    desk.read(2, "vo1", vorlage(), beratung(1), beratung(2), lists=[beratungen_of()])
    gone = desk.row(beratung(2))
    assert (gone["verschwunden_seit"], gone["zuerst_gesehen"], gone["zuletzt_gesehen"]) == (seen(5), seen(2), seen(2))
    assert desk.news() == []
    desk.read(4, "vo1", vorlage(), beratung(1), lists=[beratungen_of()])
    assert desk.row(beratung(2))["verschwunden_seit"] == seen(4)


def test_a_late_page_does_not_take_back_a_cancellation(desk: Desk) -> None:
    desk.read(5, "si010", links=passing(sitzung(abgesagt=True)))
    desk.read(2, "si010", links=passing(sitzung(abgesagt=False)))
    assert desk.row(sitzung())["abgesagt"] == 1


State = dict[tuple[str, str], dict[str, Any]]


class Reading(NamedTuple):
    """One page as it was at one time."""

    url: str
    records: tuple[Record, ...]
    links: tuple[Link, ...] = ()
    lists: tuple[Liste, ...] = ()


WORDS = st.sampled_from([None, "rot", "grün", "blau"])
DATES = st.sampled_from([None, date(2026, 1, 5), date(2026, 2, 5), date(2026, 4, 5)])
SITZUNG = st.builds(lambda name, ort, off: sitzung(name=name, ort=ort, abgesagt=off), WORDS, WORDS, st.booleans())
LISTED = st.builds(lambda betreff, day: vorlage(betreff=betreff, datum=day), WORDS, DATES)
SEAT = st.builds(lambda role, day: mitgliedschaft(rolle=role, von=day), WORDS, DATES)


@st.composite
def vorlage_pages(draw: st.DrawFn) -> Reading:
    positions = draw(st.sets(st.integers(1, 3)))
    parts = [
        beratung(position, rolle=draw(WORDS), datum=draw(DATES), sitzung=draw(st.sampled_from([None, f"{K}-70"])))
        for position in sorted(positions)
    ]
    files = [dokument(position) for position in sorted(draw(st.sets(st.integers(1, 2))))]
    lists = (beratungen_of(), replace(beratungen_of(), tabelle="dokumente"))
    links = passing(*draw(st.lists(SITZUNG, max_size=2)))
    return Reading("vo1", (vorlage(betreff=draw(WORDS), art=draw(WORDS)), *parts, *files), links, lists)


@st.composite
def gremium_pages(draw: st.DrawFn) -> Reading:
    seats = draw(st.lists(SEAT, max_size=1))
    members = Liste(tabelle="mitgliedschaften", spalte="gremium", id=f"{K}-au1")
    links = passing(person(name=draw(WORDS), fraktion=draw(WORDS)))
    return Reading("au1", (gremium(name=draw(WORDS), bis=draw(DATES)), *seats), links, (members,))


PAGES = st.one_of(
    vorlage_pages(),
    gremium_pages(),
    st.builds(lambda record: Reading("to70", (replace(record, abgesagt=None),)), SITZUNG),
    st.builds(lambda name: Reading("kp5", (person(name=name),)), WORDS),
    st.builds(lambda records: Reading("si010", (), passing(*records)), st.lists(SITZUNG, max_size=2)),
    st.builds(lambda record: Reading("vo040", (), passing(record)), LISTED),
)
SEQUENCES = st.lists(PAGES, min_size=1, max_size=8)
STEADY = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


VISITS = st.one_of([st.lists(pages, min_size=2, max_size=5) for pages in (vorlage_pages(), gremium_pages())])
"""Captures of one page."""


@STEADY
@given(pages=st.one_of(SEQUENCES, VISITS), data=st.data())
def test_any_order_ends_in_the_same_tables_and_history(pages: list[Reading], data: st.DataObject) -> None:
    by_time = list(enumerate(pages, 1))
    tables, history = _stored(data.draw(st.permutations(by_time)))
    in_order, told = _stored(by_time)
    assert tables == in_order
    back = came_back([(page.url, page.records) for page in pages])
    assert own_history(history, back) == own_history(told, back)


@STEADY
@given(pages=SEQUENCES)
def test_the_history_undone_gives_every_earlier_state(pages: list[Reading]) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "ratsarchiv.db")
        states = []
        for minute, page in enumerate(pages, 1):
            _read(desk, minute, page)
            states.append(_state(desk))
        history = desk.query("SELECT * FROM aenderungen ORDER BY id DESC")
        desk.store.close()
    for minute, earlier in enumerate(states, 1):
        undone = _undo(states[-1], [row for row in history if row["zeitpunkt"] > seen(minute)])
        for key, fields in earlier.items():
            if fields.pop("abruf") is not None:
                # a field that nobody had spoken of yet may be filled without being news
                said = {
                    name: value for name, value in fields.items() if value is not None or name not in OTHERS[key[0]]
                }
                assert {name: undone[key][name] for name in said} == said


def _read(desk: Desk, minute: int, page: Reading) -> None:
    desk.read(minute, page.url, *page.records, links=page.links, lists=page.lists)


def _stored(pages: Sequence[tuple[int, Reading]]) -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
    """All objects and their history in the end, with the time of a capture for its number."""
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "ratsarchiv.db")
        for minute, page in pages:
            _read(desk, minute, page)
        desk.store.derive(TODAY)
        times = {row["id"]: row["zeitpunkt"] for row in desk.rows("abrufe")}
        tables = {name: [row | {"abruf": times.get(row["abruf"])} for row in desk.rows(name)] for name in OBJECTS}
        history = [row | {"abruf": times[row["abruf"]]} for row in desk.rows("aenderungen")]
        assert desk.query("PRAGMA foreign_key_check") == []
        desk.store.close()
    return tables, history


def _state(desk: Desk) -> State:
    """What all objects say, but for what is no history: when they were seen, and what `derive` makes."""
    silent = {"zuerst_gesehen", "zuletzt_gesehen", "fraktion"}
    return {
        (name, row["id"]): {column: value for column, value in row.items() if column not in silent}
        for name in OBJECTS
        for row in desk.rows(name)
    }


def _undo(state: State, history: Iterable[dict[str, Any]]) -> State:
    undone = {key: dict(fields) for key, fields in state.items()}
    for row in history:
        fields = undone[row["tabelle"], row["objekt"]]
        kind = int if isinstance(fields[row["feld"]], int) else str
        fields[row["feld"]] = row["alt"] if row["alt"] is None else kind(row["alt"])
    return undone

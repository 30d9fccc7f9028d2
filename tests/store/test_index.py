"""The search index: what leaves a text leaves the index at once, and bringing it up to date is as good as building it."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratsarchiv.model import Liste
from ratsarchiv.store import database, texte
from ratsarchiv.store.dump import FOUND
from ratsarchiv.store.schutz import Schutz
from ratsarchiv.store.suche import aufbau
from ratsarchiv.store.suche.worte import worte

from .desk import Desk, K, abschnitt, auszug, beratung, capture, dokument, item, sitzung, vorlage

if TYPE_CHECKING:
    import sqlite3

DAY = 24 * 60
WORDS = ("Radweg", "Spielplätze", "Straße", "Ausschüsse", "Bebauungsplan", "Turnhalle")


def found(connection: sqlite3.Connection, word: str) -> set[str]:
    sql = "SELECT s.objekt FROM suchindex i JOIN suche s ON s.id = i.rowid WHERE suchindex MATCH ?"
    return {objekt for (objekt,) in connection.execute(sql, (f'"{worte(word)}"',))}


def update(connection: sqlite3.Connection) -> int:
    with database.transaction(connection):
        return aufbau.aktualisieren(connection)


def content(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    connection.execute("INSERT INTO suchindex (suchindex) VALUES ('integrity-check')")
    connection.execute("INSERT INTO suchteile (suchteile) VALUES ('integrity-check')")
    return {name: connection.execute(sql).fetchall() for name, sql in FOUND.items()}


def built_anew(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    connection.execute("UPDATE suchstand SET fassung = 'another'")
    update(connection)
    return content(connection)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Straßen der Müllers", "strass mull"),
        ("STRASSE, strasse; Straße", "strass strass strass"),
        ("Lindenstr. 5, Lindenstraße", "lindenstrass 5 lindenstrass"),
        ("FB 36/0191/WP16", "fb 36 0191 wp16"),
        ("Geh- und Radwegebrücke", "geh radwegebruck"),
        ("Mueller Müller", "mull mull"),
        ("zu der und ohne", ""),
        ("", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert worte(text) == words
    assert worte(None) == ""


@given(st.text())
def test_words_of_anything_are_words(text: str) -> None:
    made = worte(text)
    assert made == " ".join(made.split())
    assert all(len(word) <= 128 for word in made.split())


def test_a_vorlage_is_found_by_all_its_parts(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(nummer="12/2026", betreff="Der Radweg"), abschnitt("Auf der Brücke"))
    with closing(database.connect(desk.path)) as connection:
        assert update(connection) == 1
        assert found(connection, "Radwege") == found(connection, "Brücken") == found(connection, "2026") == {f"{K}-1"}
        assert update(connection) == 0


def test_what_a_text_loses_the_index_loses_at_once(desk: Desk) -> None:
    desk.read(1, "vo1", vorlage(betreff="Der Radweg"), abschnitt("Die Brücke"))
    with closing(database.connect(desk.path)) as connection:
        update(connection)
        desk.read(DAY, "vo1", vorlage(betreff="Der Tunnel"), abschnitt("Die Brücke"))
        assert found(connection, "Radweg") == found(connection, "Brücke") == set()
        assert update(connection) == 1
        assert (found(connection, "Tunnel"), found(connection, "Radweg")) == ({f"{K}-1"}, set())
        words = {wort for (wort,) in connection.execute("SELECT wort FROM suchbegriffe")}
        assert words == {"tunnel", "bruck", "sachverhalt"}


def test_minutes_are_found_under_the_vorlage_that_they_deal_with(desk: Desk) -> None:
    desk.read(1, "si70", sitzung(), item(1, betreff="Der Radweg", vorlage=f"{K}-1"), item(2, betreff="Mitteilungen"))
    desk.read(2, "to1", auszug(1, protokoll="Lange Aussprache"), auszug(2, protokoll="Kurze Aussprache"))
    desk.read(3, "vo1", vorlage(betreff="Der Radweg"))
    with closing(database.connect(desk.path)) as connection:
        update(connection)
        sql = (
            "SELECT z.tabelle, z.objekt FROM suchindex i JOIN suche s ON s.id = i.rowid JOIN suchziele z ON z.id = s.ziel"
            " WHERE suchindex MATCH ? ORDER BY 1, 2"
        )
        targets = connection.execute(sql, (worte("Aussprache"),)).fetchall()
        assert targets == [("tagesordnungspunkte", auszug(2).tagesordnungspunkt), ("vorlagen", f"{K}-1")]


def test_newer_texts_have_higher_numbers(desk: Desk) -> None:
    for number, year in ((1, 2024), (2, 2019), (3, 2026)):
        desk.read(number, f"vo{number}", vorlage(number, betreff="Radweg"), beratung(1, number, datum=date(year, 5, 4)))
    with closing(database.connect(desk.path)) as connection:
        update(connection)
        order = [objekt for (objekt,) in connection.execute("SELECT objekt FROM suche ORDER BY id")]
        assert order == [f"{K}-2", f"{K}-1", f"{K}-3"]


Step = tuple[str, int, str]
STEPS = st.tuples(
    st.sampled_from(["vorlage", "abschnitt", "sitzung", "auszug", "datei", "weg", "nichtoeffentlich", "index"]),
    st.integers(1, 3),
    st.sampled_from(WORDS),
)


def play(desk: Desk, schutz: Schutz, connection: sqlite3.Connection, minute: int, step: Step) -> None:
    """One thing that happens to a council."""
    what, number, word = step
    lists = tuple(Liste(tabelle=name, spalte="vorlage", id=f"{K}-{number}") for name in ("abschnitte", "dokumente"))
    if what == "vorlage":
        desk.look(minute, f"vo{number}", str(minute), vorlage(number, betreff=word), dokument(1, number), lists=lists)
    elif what == "abschnitt":
        desk.look(
            minute, f"vo{number}", str(minute), vorlage(number, betreff="Plan"), abschnitt(word, number), lists=lists
        )
    elif what == "sitzung":
        desk.read(minute, "si70", sitzung(), item(number, betreff=word, vorlage=f"{K}-{number}"))
    elif what == "auszug":
        desk.read(minute, f"to{number}", auszug(number, protokoll=word))
    elif what == "datei":
        file = capture(minute, f"tmp{number}", word.encode())
        desk.store.save_document(file, dokument(1, number).id, lauf=desk.lauf)
        texte.keep(
            schutz.intern, file.sha256, texte.Text(mime="text/plain", seiten=[(word, "text"), ("Seite", "text")])
        )
        texte.show(connection, schutz)
    elif what in {"weg", "nichtoeffentlich"}:
        desk.refuse(minute, vorlage(number), what)  # type: ignore[arg-type]
    else:
        update(connection)


@settings(max_examples=25, deadline=None)
@given(st.lists(STEPS, max_size=10))
def test_bringing_up_to_date_is_as_good_as_building_anew(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        schutz = Schutz(Path(folder) / "intern.db")
        desk = Desk(Path(folder) / "ratsarchiv.db", schutz)
        with closing(schutz), closing(desk.store), closing(database.connect(desk.path)) as connection:
            for minute, step in enumerate(steps, 1):
                play(desk, schutz, connection, minute * 2 * DAY, step)
            update(connection)
            assert content(connection) == built_anew(connection)

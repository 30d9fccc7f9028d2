"""Numbers about the archive: always what counting by hand gives, after whatever has happened."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv.crawl import follow_texts
from ratsarchiv.model import Liste, Parsed, Sitzung
from ratsarchiv.store import Store, database, kennzahlen, statistik
from ratsarchiv.store.sperren import Sperren

from .desk import Desk, K, beratung, beratungen_of, capture, gremium, item, sitzung, vorlage

if TYPE_CHECKING:
    from ratsarchiv.model import Record

TODAY = datetime.now().astimezone().date()  # as SQLite's 'localtime'
Zahlen = dict[tuple[str, str, str], float]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def count(desk: Desk, kommune: str = K) -> Zahlen:
    """What the statistics say after counting anew: by question and groups, of one council."""
    desk.store.derive(TODAY)
    with closing(database.connect(desk.path)) as connection, database.transaction(connection):
        kennzahlen.aktualisieren(connection)
    rows = desk.query("SELECT frage, a, b, wert FROM kennzahlen WHERE kommune = ?", kommune)
    return {(row["frage"], row["a"], row["b"]): row["wert"] for row in rows if row["frage"] in statistik.BY_NAME}


def of(zahlen: Zahlen, frage: str) -> dict[tuple[str, str], float]:
    return {(a, b): wert for (name, a, b), wert in zahlen.items() if name == frage}


def by_hand(desk: Desk) -> Zahlen:
    """The same from all rows, without SQL."""
    today = TODAY.isoformat()
    rows = {
        table: [row for row in desk.rows(table) if row["verschwunden_seit"] is None]
        for table in ("vorlagen", "beratungen", "sitzungen", "tagesordnungspunkte")
    }
    meetings = {row["id"]: row for row in rows["sitzungen"] if row["datum"] and row["datum"] <= today}
    ways: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows["beratungen"]:
        ways[row["vorlage"]].append(row)
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in rows["vorlagen"]:
        day = row["datum"] or min((way["datum"] for way in ways[row["id"]] if way["datum"]), default=None)
        if day and day[:7] <= today[:7]:
            counts["vorlagen_je_monat", day[:7], row["art"] or "ohne Angabe"] += 1
        if day and day <= today and row["federfuehrend"] and date.fromisoformat(day) > _a_year_before(TODAY):
            counts["federfuehrend_im_jahr", row["federfuehrend"], "vorlagen"] += 1
    for row in rows["beratungen"]:
        if row["beschlussart"] and row["datum"] and row["datum"] <= today:
            counts["beschlussarten_je_jahr", row["datum"][:4], row["beschlussart"]] += 1
    for row in meetings.values():
        if not row["abgesagt"]:
            counts["sitzungen_je_monat", row["datum"][:7], "sitzungen"] += 1
    for row in rows["tagesordnungspunkte"]:
        if row["oeffentlich"] is not None and row["sitzung"] in meetings:
            year = meetings[row["sitzung"]]["datum"][:4]
            counts["oeffentlichkeit_je_jahr", year, "oeffentlich"] += row["oeffentlich"]
            counts["oeffentlichkeit_je_jahr", year, "nichtoeffentlich"] += 1 - row["oeffentlich"]
    return {key: float(number) for key, number in counts.items()} | _durations(rows["vorlagen"], ways)


def _durations(vorlagen: list[dict[str, Any]], ways: dict[str, list[dict[str, Any]]]) -> Zahlen:
    days: dict[str, list[int]] = defaultdict(list)
    for row in vorlagen:
        last = row["letzte_beratung"]
        if not last or row["naechste_beratung"] or not ago(365 * 3).isoformat() <= last <= TODAY.isoformat():
            continue
        first = min(way["datum"] for way in ways[row["id"]] if way["datum"])
        final = max((way for way in ways[row["id"]] if way["datum"] == last), key=lambda way: way["position"])
        if last > first and final["gremium_name"]:
            days[final["gremium_name"]].append((date.fromisoformat(last) - date.fromisoformat(first)).days)
    enough = {name: each for name, each in days.items() if len(each) >= statistik.MINDESTENS}
    return {("dauer_je_gremium", name, "tage"): float(median(each)) for name, each in enough.items()} | {
        ("dauer_je_gremium", name, "vorlagen"): float(len(each)) for name, each in enough.items()
    }


def _a_year_before(day: date) -> date:
    with closing(sqlite3.connect(":memory:")) as connection:
        (found,) = connection.execute("select date(?, '-1 year')", (day.isoformat(),)).fetchone()
    return date.fromisoformat(found)


@pytest.fixture
def rich(desk: Desk) -> Desk:
    """Three Vorlagen with a way of several steps, one with one step, one without any."""
    for number, days in ((1, 30), (2, 10), (3, 80)):
        desk.read(
            number, f"vo{number}",
            vorlage(number, art="Antrag", federfuehrend="Amt 1", datum=ago(200)),
            beratung(1, number, gremium_name="Ausschuss", datum=ago(150), beschlussart="vertagt", beschluss="v"),
            beratung(2, number, gremium_name="Rat", datum=ago(150 - days), beschlussart="abgelehnt", beschluss="a"),
        )  # fmt: skip
    desk.read(4, "vo4", vorlage(4), beratung(1, 4, gremium_name="Rat", datum=ago(60)))
    desk.read(5, "vo5", vorlage(5, art="Anfrage"))
    desk.read(6, "si70", sitzung(70, datum=ago(60)), item(900, oeffentlich=True), item(901, oeffentlich=False))
    return desk


def month(days: int) -> str:
    return ago(days).isoformat()[:7]


def test_each_number_is_counted(rich: Desk) -> None:
    zahlen = count(rich)
    assert of(zahlen, "vorlagen_je_monat") == {(month(200), "Antrag"): 3, (month(60), "ohne Angabe"): 1}
    assert of(zahlen, "dauer_je_gremium") == {("Rat", "tage"): 30, ("Rat", "vorlagen"): 3}
    assert sum(of(zahlen, "beschlussarten_je_jahr").values()) == 6
    assert of(zahlen, "federfuehrend_im_jahr") == {("Amt 1", "vorlagen"): 3}
    assert of(zahlen, "sitzungen_je_monat") == {(month(60), "sitzungen"): 1}
    year = month(60)[:4]
    assert of(zahlen, "oeffentlichkeit_je_jahr") == {(year, "oeffentlich"): 1, (year, "nichtoeffentlich"): 1}


def test_the_median_of_an_even_number_lies_between(rich: Desk) -> None:
    rich.read(
        7, "vo7", vorlage(7), beratung(1, 7, gremium_name="Ausschuss", datum=ago(150)),
        beratung(2, 7, gremium_name="Rat", datum=ago(109)),
    )  # fmt: skip
    assert of(count(rich), "dauer_je_gremium") == {("Rat", "tage"): 35.5, ("Rat", "vorlagen"): 4}


def test_of_two_gremien_on_the_last_day_the_later_step_counts(rich: Desk) -> None:
    for number in (1, 2, 3):
        rich.read(
            6 + number, f"vo{number}", vorlage(number), beratung(1, number, gremium_name="Ausschuss", datum=ago(90)),
            beratung(3, number, gremium_name="Rat", datum=ago(80)), beratung(2, number, gremium_name="HFA", datum=ago(80)),
        )  # fmt: skip
    assert of(count(rich), "dauer_je_gremium") == {("Rat", "tage"): 10, ("Rat", "vorlagen"): 3}


def test_what_lies_ahead_or_was_called_off_is_left_out(rich: Desk) -> None:
    before = count(rich)
    rich.read(7, "si71", sitzung(71, datum=ago(-40)), item(910, 71, oeffentlich=True))
    rich.read(8, "si72", sitzung(72, datum=ago(3), abgesagt=True))
    rich.read(9, "vo9", vorlage(9, datum=ago(-40), federfuehrend="Amt 2", art="Antrag"))
    rich.read(10, "vo8", vorlage(8), beratung(1, 8, gremium_name="Rat", datum=ago(-40), beschlussart="offen"))
    assert count(rich) == before


def test_a_vorlage_that_goes_on_has_no_duration_yet(rich: Desk) -> None:
    rich.read(
        7, "vo1", vorlage(1), beratung(1, 1, gremium_name="Ausschuss", datum=ago(150)),
        beratung(2, 1, gremium_name="Rat", datum=ago(120)), beratung(3, 1, gremium_name="Rat", datum=ago(-9)),
    )  # fmt: skip
    assert of(count(rich), "dauer_je_gremium") == {}


def test_what_the_council_withdrew_is_counted_no_longer(rich: Desk) -> None:
    count(rich)
    rich.refuse(10, vorlage(1), "nichtoeffentlich")
    rich.refuse(10 + 2 * 24 * 60, vorlage(1), "nichtoeffentlich")
    assert rich.row(vorlage(1))["verschwunden_seit"] is not None
    zahlen = count(rich)
    assert of(zahlen, "vorlagen_je_monat")[month(200), "Antrag"] == 2
    assert of(zahlen, "federfuehrend_im_jahr") == {("Amt 1", "vorlagen"): 2}
    assert of(zahlen, "dauer_je_gremium") == {}


def test_a_step_that_the_page_no_longer_lists_is_counted_no_longer(rich: Desk) -> None:
    for number in (1, 4):
        rich.read(7, f"vo{number}", vorlage(number), lists=[beratungen_of(number)])
    zahlen = count(rich)
    assert of(zahlen, "vorlagen_je_monat") == {(month(200), "Antrag"): 2, (month(200), "ohne Angabe"): 1}
    assert sum(of(zahlen, "beschlussarten_je_jahr").values()) == 4


def test_an_item_or_a_sitzung_that_is_gone_is_counted_no_longer(rich: Desk) -> None:
    agenda = Liste(tabelle="tagesordnungspunkte", spalte="sitzung", id=f"{K}-70")
    rich.read(7, "si70", sitzung(70, datum=ago(60)), item(900, oeffentlich=True), lists=[agenda])
    assert of(count(rich), "oeffentlichkeit_je_jahr")[month(60)[:4], "nichtoeffentlich"] == 0
    rich.refuse(10, sitzung(70))
    rich.refuse(10 + 2 * 24 * 60, sitzung(70))
    zahlen = count(rich)
    assert of(zahlen, "sitzungen_je_monat") == of(zahlen, "oeffentlichkeit_je_jahr") == {}


def test_a_number_that_falls_to_nothing_goes(rich: Desk) -> None:
    count(rich)
    rich.read(7, "si70", sitzung(70, datum=ago(60), abgesagt=True))
    assert of(count(rich), "sitzungen_je_monat") == {}


def test_an_unchanged_archive_is_counted_without_writing(rich: Desk) -> None:
    count(rich)
    with closing(database.connect(rich.path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        kennzahlen.aktualisieren(connection)
        assert connection.total_changes == 0
        connection.execute("COMMIT")


def test_questions_that_nobody_asks_any_more_are_forgotten(rich: Desk) -> None:
    rich.query("INSERT INTO kennzahlen (kommune, frage, a, b, wert) VALUES (?, 'frueher', '', '', 1)", K)
    count(rich)
    assert rich.query("SELECT * FROM kennzahlen WHERE frage = 'frueher'") == []


def test_councils_are_counted_apart(rich: Desk) -> None:
    before = count(rich)
    lauf = rich.store.begin_run("nachbarn", "crawl", datetime(2026, 3, 1, tzinfo=UTC))
    page = capture(20, "si1", kommune="nachbarn")
    other = Sitzung(id="nachbarn-1", kommune="nachbarn", url="si1", datum=ago(60))
    parsed = Parsed(url="si1", seitenart="to010", records=(other,))
    rich.store.save_page(page, parsed, lauf=lauf, ergebnis="geparst", seitenart="to010")
    assert count(rich) == before
    assert count(rich, "nachbarn") == {("sitzungen_je_monat", month(60), "sitzungen"): 1}


@pytest.mark.parametrize("frage", statistik.FRAGEN, ids=lambda frage: frage.name)
def test_a_question_to_one_council_says_what_the_numbers_say(rich: Desk, frage: statistik.Frage) -> None:
    rich.store.derive(TODAY)
    with closing(sqlite3.connect(rich.path)) as connection:
        everything = connection.execute(frage.sql, {"kommune": ""}).fetchall()
        assert everything != []
        assert connection.execute(frage.sql, {"kommune": K}).fetchall() == everything
        assert connection.execute(frage.sql, {"kommune": "anderswo"}).fetchall() == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_numbers_are_those_that_counting_by_hand_gives(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    for minute in range(1, 60):
        number = chance.randint(1, 12)
        if chance.random() < 0.15:
            desk.refuse(minute * 2000, vorlage(number), chance.choice(["weg", "nichtoeffentlich"]))
        elif chance.random() < 0.3:
            desk.read(minute * 2000, f"si{number}", *_agenda(chance, number))
        else:
            desk.read(minute * 2000, f"vo{number}", *_paper(chance, number), lists=[beratungen_of(number)])
        if minute % 15 == 0:
            assert count(desk) == by_hand(desk)


def _paper(chance: random.Random, number: int) -> list[Record]:
    steps = [
        beratung(
            position, number, gremium_name=chance.choice(["Rat", "Ausschuss", None]),
            datum=chance.choice([None, ago(chance.randint(-30, 1500))]),
            beschlussart=chance.choice([None, "vertagt", "ungeaendert"]),
        )
        for position in range(1, chance.randint(1, 4))
    ]  # fmt: skip
    day = chance.choice([None, ago(chance.randint(-400, 900))])
    art, stelle = chance.choice([None, "Antrag", "Anfrage"]), chance.choice([None, "Amt 1", "Amt 2"])
    return [vorlage(number, art=art, federfuehrend=stelle, datum=day), *steps]


def _agenda(chance: random.Random, number: int) -> list[Record]:
    items = [
        item(1000 + 10 * number + place, 100 + number, oeffentlich=chance.choice([None, True, False]))
        for place in range(chance.randint(0, 3))
    ]
    day = chance.choice([None, ago(chance.randint(-30, 900))])
    return [sitzung(100 + number, datum=day, abgesagt=chance.choice([None, False, True])), *items]


def test_a_run_leaves_the_numbers_right(office: Desk) -> None:
    office.read(1, "si70", sitzung(70, datum=ago(60)))
    office.store.close()
    follow_texts(office.path.parent)
    assert [row["wert"] for row in office.query("SELECT wert FROM kennzahlen WHERE frage = 'sitzungen_je_monat'")] == [
        1
    ]
    office.store = Store(office.path)


def test_a_takedown_leaves_no_word_in_the_numbers(office: Desk) -> None:
    office.read(1, "vo1", vorlage(1, federfuehrend="Amt Krummbiegel", datum=ago(10)))
    office.read(2, "au1", gremium(1, name="Rat"))
    assert ("federfuehrend_im_jahr", "Amt Krummbiegel", "vorlagen") in count(office)
    with Sperren(office.path.parent) as sperren:
        sperren.add("wortlaut", "Krummbiegel", "personenbezug", datetime.now(UTC))
    stellen = [row["a"] for row in office.query("SELECT a FROM kennzahlen WHERE frage = 'federfuehrend_im_jahr'")]
    assert len(stellen) == 1
    assert "Krummbiegel" not in stellen[0]

"""References in texts, and the groups that they make: functions of the tables, brought up to date step by step."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv.store import verweise, vorgaenge
from ratsarchiv.store.database import connect
from ratsarchiv.store.quelltexte import vergessen
from ratsarchiv.store.textstelle import textstelle
from ratsarchiv.text.nummern import Nummern
from ratsarchiv.text.vorgang import groups

from .desk import Desk, K, abschnitt, auszug, capture, dokument, item, passing, seen, sitzung, verweis, vorlage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.model import Record, Vorlage

DERIVED = ("verweise", "vorgaenge", "vorgang_vorlagen")


class Council:
    """A desk at which references are derived."""

    def __init__(self, path: Path) -> None:
        self.desk = Desk(path)
        self.connection: sqlite3.Connection = connect(path)
        self._minute = 0

    def close(self) -> None:
        assert self.desk.query("PRAGMA foreign_key_check") == []
        self.connection.close()
        self.desk.store.close()

    def read(self, *records: Record, **other: Any) -> None:
        """The page of the first record, captured after all before."""
        self._minute += 1
        self.desk.read(self._minute, records[0].url, *records, **other)

    def papers(self, *numbers: int) -> None:
        """Vorlagen with these numbers, without texts of their own."""
        for number in numbers:
            self.read(paper(number))

    def attach(self, sha: str, *pages: str) -> None:
        """A file with pages that the first attachment of Vorlage 1 delivers."""
        self.read(vorlage(1, nummer="2026/0001", betreff="Weg"), dokument(1))
        self._minute += 1
        file = capture(self._minute, "do1", sha.encode())
        self.desk.store.save_document(file, dokument(1).id, lauf=self.desk.lauf)
        self.pages(file.sha256, *pages)

    def pages(self, sha256: str, *pages: str) -> None:
        self.connection.execute("DELETE FROM seiten WHERE datei = ?", (sha256,))
        rows = [(f"{sha256}-{place}", sha256, place, text) for place, text in enumerate(pages, 1)]
        self.connection.executemany("INSERT INTO seiten VALUES (?, ?, ?, ?, 'text')", rows)

    def derive(self) -> int:
        nummern = Nummern.learn(verweise.numbers(self.connection, K))
        written = verweise.derive(self.connection, K, nummern)
        return written + vorgaenge.derive(self.connection, K, groups)

    def references(self) -> list[tuple[str | None, str, str | None]]:
        """Who names which number, and which Vorlage that is, by their numbers."""
        rows = self.desk.query("SELECT von, nummer, nach FROM verweise WHERE art = 'text' ORDER BY von, nummer")
        return [(short(row["von"]), row["nummer"], short(row["nach"])) for row in rows]

    def groups(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self.desk.rows("vorgang_vorlagen"):
            found.setdefault(row["vorgang"], set()).add(short(row["vorlage"]) or "")
        return found

    def shown(self) -> dict[str, list[dict[str, Any]]]:
        return {table: self.desk.query(f"SELECT * FROM {table} ORDER BY 1, 2") for table in DERIVED}

    def shown_anew(self) -> dict[str, list[dict[str, Any]]]:
        """What deriving everything from the beginning gives."""
        with closing(self.connection.cursor()) as cursor:
            vergessen(self.connection, "verweise", K)
            for table in ("vorgang_vorlagen", "vorgaenge", "_muster", "_funde"):
                cursor.execute(f"DELETE FROM {table}")
        self.derive()
        return self.shown()


def short(id_: str | None) -> str | None:
    return id_ and id_.removeprefix(f"{K}-")


def paper(number: int, **said: Any) -> Vorlage:
    given = {"nummer": f"2026/{number:04d}", "betreff": f"Weg {number}", **said}
    return vorlage(number, **given)


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    made = Council(tmp_path / "ratsarchiv.db")
    yield made
    made.close()


def test_a_text_names_a_vorlage(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), abschnitt("Der Rat hat dies\nmit Vorlage-Nr. 2026/0002 beschlossen.", 3))
    council.derive()
    (row,) = council.desk.rows("verweise")
    expected = {
        "von": f"{K}-3", "nach": f"{K}-2", "nummer": "2026/0002", "art": "text", "url": "vo3", "quelle_tabelle": "abschnitte",
        "quelle": f"{K}-3--1", "seite": None, "abruf": None, "verschwunden_seit": None,
        "textstelle": "Der Rat hat dies mit Vorlage-Nr. 2026/0002 beschlossen.",
        "zuerst_gesehen": seen(3), "zuletzt_gesehen": seen(3),
    }  # fmt: skip
    assert row.items() >= expected.items()


def test_a_passage_goes_from_word_to_word_on_one_line(council: Council) -> None:
    council.papers(1, 2)
    council.read(
        paper(3), abschnitt("Vorne steht Langes. " * 20 + "\n\nVgl. 2026/0002:\t" + "hinten auch viel " * 20, 3)
    )
    council.derive()
    (row,) = council.desk.rows("verweise")
    before, _, after = row["textstelle"].partition(" Vgl. 2026/0002: ")
    assert before == "… Langes." + 4 * " Vorne steht Langes."
    assert after == 5 * "hinten auch viel " + "hinten auch …"


def test_a_passage_of_a_text_without_spaces_is_bounded() -> None:
    text = "ä" * 1000 + "2026/0002" + "ö" * 1000
    assert len(textstelle(text, 1000, 1009)) < 240


def test_a_page_is_named_with_its_number_and_belongs_to_the_vorlage(council: Council) -> None:
    council.papers(1, 2)
    council.attach("a", "Nichts.", "Zur Vorlage 2026/0002")
    council.derive()
    (row,) = council.desk.rows("verweise")
    assert (row["von"], row["nach"], row["seite"], row["quelle_tabelle"]) == (f"{K}-1", f"{K}-2", 2, "seiten")


def test_what_belongs_to_no_vorlage_has_its_own_times(council: Council) -> None:
    council.papers(1, 2)
    council.read(sitzung(), item(5, betreff="Bericht zu 2026/0002"))
    council.read(sitzung(), item(5, betreff="Bericht zu 2026/0002"))
    council.derive()
    (row,) = council.desk.rows("verweise")
    said = (row["von"], row["nach"], row["url"], row["zuerst_gesehen"], row["zuletzt_gesehen"])
    assert said == (None, f"{K}-2", "top5", seen(3), seen(4))


def test_its_own_number_is_no_reference(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), abschnitt("Vorlage 2026/0003 ergänzt Vorlage 2026/0002.", 3))
    council.derive()
    assert council.references() == [("3", "2026/0002", "2")]


def test_a_number_is_shown_once_for_a_text_where_a_word_calls_it_so(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), abschnitt("2026/0002 ist alt. Siehe Vorlage 2026 / 0002. Vgl. 2026/0002.", 3))
    council.derive()
    assert council.references() == [("3", "2026 / 0002", "2")]


def test_what_is_no_vorlage_yet_stays_open_and_is_found_when_it_comes(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), abschnitt("Vgl. Vorlage 2026/0008. Auch 2026/0009 gehört dazu.", 3))
    council.derive()
    assert council.references() == [("3", "2026/0008", None)]
    council.papers(8, 9)
    council.derive()
    assert council.references() == [("3", "2026/0008", "8"), ("3", "2026/0009", "9")]
    council.read(paper(8, nummer="2026/0088"))
    council.read(paper(9, nummer="2026/0099"))
    council.derive()
    assert council.references() == [("3", "2026/0008", None)]


def test_of_two_with_one_number_it_is_the_newer_that_is_still_there(council: Council) -> None:
    council.papers(1)
    council.read(paper(3), abschnitt("Vgl. Vorlage 2026/0002.", 3))
    for number, day in ((7, 3), (8, 9), (9, 5)):
        council.read(sitzung(), links=passing(paper(number, nummer="2026/0002", datum=date(2026, 2, day))))
    council.derive()
    assert council.references() == [("3", "2026/0002", "8")]
    council.connection.execute("UPDATE vorlagen SET verschwunden_seit = 'x' WHERE id = ?", (f"{K}-8",))
    council.derive()
    assert council.references() == [("3", "2026/0002", "9")]


def test_a_changed_text_loses_at_once_what_it_said(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), abschnitt("Vgl. Vorlage 2026/0002, und 2026/0777.", 3))
    council.derive()
    council.read(paper(3), abschnitt("Vgl. Vorlage 2026/0001.", 3))
    assert council.references() == []
    assert council.desk.rows("_funde") == []
    council.derive()
    assert council.references() == [("3", "2026/0001", "1")]


def test_new_patterns_read_everything_anew(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), abschnitt("Vgl. Vorlage DS/17.", 3))
    council.derive()
    assert council.references() == []
    council.read(paper(4, nummer="DS/17"))
    council.derive()
    assert council.references() == [("3", "DS/17", "4")]


def test_what_is_up_to_date_is_not_written_again(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), abschnitt("Vgl. Vorlage 2026/0002.", 3), verweis(3, 1, None))
    assert council.derive() > 0
    for table in DERIVED:
        for event in ("INSERT", "UPDATE", "DELETE"):
            council.desk.forbid(f"{event} ON {table}")
    assert council.derive() == 0


def test_pages_that_say_themselves_what_they_point_to_keep_their_rows(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), verweis(3, 2, "von der Seite"))
    council.derive()
    council.shown_anew()
    assert [row["textstelle"] for row in council.desk.rows("verweise")] == ["von der Seite"]


def test_vorlagen_that_name_each_other_are_a_vorgang(council: Council) -> None:
    council.read(paper(1))
    council.read(paper(2, betreff="Anfang\nmit zweiter Zeile"))
    council.read(paper(3), abschnitt("Vgl. Vorlage 2026/0002.", 3))
    for number, day in ((1, 1), (2, 3), (3, 8)):
        council.read(sitzung(), links=passing(vorlage(number, datum=date(2026, 2, day))))
    council.derive()
    assert council.groups() == {f"{K}-2-vg": {"2", "3"}}
    (row,) = council.desk.rows("vorgaenge")
    expected = {"titel": "Anfang", "vorlagen": 2, "von": "2026-02-03", "bis": "2026-02-08", "kommune": K}
    assert row.items() >= expected.items()


def test_attachments_and_numbers_without_a_word_tie_nothing_together(council: Council) -> None:
    council.papers(1, 2)
    council.attach("a", "Zur Vorlage 2026/0002")
    council.read(paper(3), abschnitt("Auch 2026/0002 gehört dazu.", 3))
    council.derive()
    assert len(council.references()) == 2
    assert council.groups() == {}


def test_what_was_decided_on_a_vorlage_ties_it_to_what_is_named_there(council: Council) -> None:
    council.papers(1, 2, 3)
    council.read(sitzung(), item(50, vorlage=f"{K}-3"))
    council.read(auszug(50, beschlusstext="Gemäß Vorlage 2026/0001 wird gebaut."))
    council.derive()
    assert council.groups() == {f"{K}-1-vg": {"1", "3"}}


def test_whoever_is_hidden_belongs_to_no_vorgang(council: Council) -> None:
    council.papers(1, 2)
    council.read(paper(3), abschnitt("Vgl. Vorlage 2026/0002.", 3))
    council.derive()
    council.connection.execute("UPDATE vorlagen SET betreff = NULL WHERE id = ?", (f"{K}-2",))
    council.derive()
    assert council.groups() == {}
    assert council.desk.rows("vorgaenge") == []


WORDS = ("Vorlage {}", "vgl. {}", "{}", "siehe Drs. {}", "Haushalt {}", "Antrag Nr. {}")


def random_text(rng: random.Random) -> str:
    named = (rng.choice(WORDS).format(f"2026/{rng.randint(1, 12):04d}") for _ in range(rng.randint(0, 3)))
    return f"Der Rat beschließt. {'; '.join(named)}."


def random_step(council: Council, rng: random.Random) -> None:
    """Something that happens to a council's pages."""
    number = rng.randint(1, 9)
    day = date(2026, 1, 1) + timedelta(days=rng.randint(0, 90))
    match rng.randint(0, 9):
        case 0 | 1:
            council.read(paper(number, betreff=random_text(rng)), abschnitt(random_text(rng), number))
        case 2:
            council.read(
                paper(number, nummer=rng.choice(["2026/0004", f"2026/{rng.randint(1, 12):04d}", "4/26/X", None]))
            )
        case 3:
            council.read(sitzung(), item(number + 50, vorlage=f"{K}-{number}", betreff=random_text(rng)))
        case 4:
            council.read(auszug(number + 50, beschlusstext=random_text(rng), protokoll=random_text(rng)))
        case 5:
            council.read(sitzung(), links=passing(vorlage(number, datum=day)))
        case 6:
            council.attach(rng.choice("abc"), random_text(rng), random_text(rng))
        case 7:
            council.read(paper(number), verweis(number, rng.randint(1, 9), None))
        case 8:
            council.connection.execute("UPDATE vorlagen SET betreff = NULL WHERE id = ?", (f"{K}-{number}",))
        case _:
            gone = rng.choice([None, "2026-03-01T00:00:00+00:00"])
            table = rng.choice(["vorlagen", "abschnitte", "tagesordnungspunkte", "auszuege"])
            council.connection.execute(
                f"UPDATE {table} SET verschwunden_seit = ? WHERE id LIKE ?", (gone, f"%{number}%")
            )


@pytest.mark.parametrize("seed", range(12))
def test_step_by_step_gives_what_deriving_everything_gives(council: Council, seed: int) -> None:
    rng = random.Random(seed)
    council.papers(1, 2, 3)
    for _ in range(6):
        for _ in range(rng.randint(1, 6)):
            random_step(council, rng)
        council.derive()
    step_by_step = council.shown()
    assert step_by_step["verweise"]
    assert council.shown_anew() == step_by_step

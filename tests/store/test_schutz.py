"""What must not be shown: in no byte of the public file, through every later reading, until it is lifted."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv.crawl import follow_texts
from ratsarchiv.errors import WrongUse
from ratsarchiv.model import Abschnitt, Problem, Tagesordnungspunkt
from ratsarchiv.store.dump import dump
from ratsarchiv.store.schutz import Schutz
from ratsarchiv.store.schutz_vollzug import settle
from ratsarchiv.store.sperren import Sperren, Wirkung

from .desk import Desk, K, capture, dokument, vorlage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
SECRET = "Zauberlehrling Krummbiegel"
IBAN = "DE10 0000 0000 0000 0777 77"


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Desk]:
    with Schutz(tmp_path / "intern.db") as schutz:
        made = Desk(tmp_path / "ratsarchiv.db", schutz)
        tell(made)
        yield made
        made.store.close()


def abschnitt(text: str, html: str, number: int = 1) -> Abschnitt:
    return Abschnitt(
        id=f"{K}-{number}-vo-1", kommune=K, url=f"vo{number}", vorlage=f"{K}-{number}", position=1, code="SV",
        art="sachverhalt", ueberschrift="Sachverhalt", text=text, html=html,
    )  # fmt: skip


def top() -> Tagesordnungspunkt:
    return Tagesordnungspunkt(
        id=f"{K}-900", kommune=K, url="to70", sitzung=f"{K}-70", position=1, nummer="Ö 1", oeffentlich=True,
        betreff=f"Antrag {SECRET}", vorlage=f"{K}-1",
    )  # fmt: skip


def tell(desk: Desk, first: int = 1) -> None:
    """Two versions of a page that names somebody, its file, an agenda and a problem."""
    said = abschnitt(f"Herr {SECRET} klagt.", "<p>Herr Zauber<b>lehrling</b></p><p>Krummbiegel klagt.</p>")
    desk.read(first, "vo1", vorlage(betreff=f"Antrag von {SECRET}"), said, dokument(1))
    desk.read(first + 1, "vo1", vorlage(betreff=f"Antrag von  {SECRET.upper()} (neu)"), said, dokument(1))
    desk.read(first + 2, "to70", top())
    desk.read(first + 3, "vo2", vorlage(2, betreff="Spielplatz"), abschnitt("Neue Rutsche", "<p>Neue Rutsche</p>", 2))
    desk.store.save_document(capture(first + 4, "tmp1", b"%PDF"), dokument(1).id, lauf=desk.lauf)
    desk.store.problem(desk.lauf, K, Problem(art="x", meldung=f"? {SECRET} ?", url="vo1"))


def rows(desk: Desk) -> list[tuple[Any, ...]]:
    """Everything but the notices, and the index, which is brought up to date by the first command."""
    return [row for row in dump(desk.path) if row[0] != "hinweise" and not row[0].startswith("such")]


def raw(desk: Desk) -> bytes:
    """Every byte of the public file and of what lies beside it, in one case."""
    files = [desk.path.with_name(desk.path.name + suffix) for suffix in ("", "-wal", "-shm")]
    return b"".join(file.read_bytes() for file in files if file.exists()).lower()


def add(desk: Desk, art: str, wert: str, **more: Any) -> Wirkung:
    with Sperren(desk.path.parent) as sperren:
        return sperren.add(art, wert, "personenbezug", NOW, **more)


def lift(desk: Desk, nummer: int | None) -> Wirkung:
    with Sperren(desk.path.parent) as sperren:
        return sperren.lift(nummer or 0, NOW)


TARGETS = {
    "wortlaut": (SECRET, (b"krummbiegel", b"zauberlehrling")),
    "objekt": (f"vorlagen/{K}-1", (b"krummbiegel", b"zauber")),
    "dokument": (capture(5, "tmp1", b"%PDF").sha256, ()),
}


@pytest.mark.parametrize("art", TARGETS)
def test_no_byte_is_left_and_lifting_brings_everything_back(guarded: Desk, art: str) -> None:
    wert, words = TARGETS[art]
    assert all(word in raw(guarded) for word in words)
    before = rows(guarded)
    effect = add(guarded, art, wert)
    assert rows(guarded) != before
    assert not any(word in raw(guarded) for word in words)
    lift(guarded, effect.nummer)
    assert rows(guarded) == before


def test_a_takedown_by_id_empties_what_hangs_on_it_and_nothing_else(guarded: Desk) -> None:
    add(guarded, "objekt", f"vorlagen/{K}-1")
    assert guarded.row(vorlage())["betreff"] is None
    assert guarded.row(abschnitt("", ""))["html"] == ""
    assert guarded.row(top())["betreff"] is None
    assert (guarded.row(dokument(1))["titel"], guarded.row(dokument(1))["datei"]) == (None, None)
    assert guarded.rows("dateien") == []
    assert guarded.news() == []
    assert guarded.row(vorlage(2))["betreff"] == "Spielplatz"
    struck = {(row["tabelle"], row["objekt"]) for row in guarded.rows("hinweise")}
    assert {("vorlagen", f"{K}-1"), ("tagesordnungspunkte", f"{K}-900"), ("dokumente", dokument(1).id)} <= struck


def test_a_takedown_by_document_leaves_the_document_without_its_file(guarded: Desk) -> None:
    add(guarded, "dokument", TARGETS["dokument"][0])
    assert guarded.row(dokument(1))["titel"] == "Anlage 1"
    assert (guarded.row(dokument(1))["datei"], guarded.rows("dateien")) == (None, [])


@pytest.mark.parametrize("art", TARGETS)
def test_it_survives_the_same_pages_again(guarded: Desk, art: str) -> None:
    wert, words = TARGETS[art]
    add(guarded, art, wert)
    tell(guarded, first=20)
    assert not any(word in raw(guarded) for word in words)
    if art == "dokument":
        assert guarded.rows("dateien") == []


@pytest.mark.parametrize("art", TARGETS)
def test_it_survives_a_new_database_made_with_the_same_rules(guarded: Desk, art: str, tmp_path: Path) -> None:
    wert, words = TARGETS[art]
    add(guarded, art, wert)
    fresh = tmp_path / "neu.db"
    with Schutz(tmp_path / "intern.db") as schutz:
        settle(fresh, schutz)
        desk = Desk(fresh, schutz)
        tell(desk)
        desk.store.close()
        settle(fresh, schutz)
    assert not any(word in raw(desk) for word in words)
    assert public(fresh) == public(guarded.path)


def public(path: Path) -> list[tuple[Any, ...]]:
    """What is for everybody, but for the runs' own counts, and the index, which the next run brings up to date."""
    return [row for row in dump(path) if row[0] != "laeufe" and not row[0].startswith(("_", "such"))]


def test_what_comes_while_it_is_hidden_comes_back_too(guarded: Desk, tmp_path: Path) -> None:
    number = add(guarded, "wortlaut", SECRET).nummer
    tell(guarded, first=20)
    lift(guarded, number)
    undisturbed = Desk(tmp_path / "anders" / "ratsarchiv.db")
    tell(undisturbed)
    tell(undisturbed, first=20)
    undisturbed.store.close()
    for table in ("vorlagen", "abschnitte", "tagesordnungspunkte", "aenderungen"):
        assert guarded.rows(table) == undisturbed.rows(table)


def test_it_is_on_record_without_the_content(guarded: Desk, tmp_path: Path) -> None:
    number = add(guarded, "wortlaut", SECRET).nummer
    with Sperren(tmp_path) as sperren:
        (entry,) = sperren.list()
    assert (entry.nummer, entry.grund, entry.am[:10], entry.objekt) == (number, "personenbezug", "2026-05-01", None)
    assert len(entry.pruefsumme) == 64
    assert entry.betroffen >= 3
    lift(guarded, number)
    with Sperren(tmp_path) as sperren:
        assert sperren.list()[0].aufgehoben == NOW.isoformat()
    assert {row["bis"] for row in guarded.rows("hinweise")} == {"2026-05-01"}


def test_a_preview_changes_nothing(guarded: Desk, tmp_path: Path) -> None:
    before = list(dump(guarded.path))
    effect = add(guarded, "wortlaut", SECRET, dry_run=True)
    assert effect.zeilen == {"vorlagen": 1, "abschnitte": 1, "tagesordnungspunkte": 1, "aenderungen": 1, "probleme": 1}
    assert list(dump(guarded.path)) == before
    with Sperren(tmp_path) as sperren:
        assert sperren.list() == ()
    assert add(guarded, "wortlaut", SECRET).zeilen == effect.zeilen


@pytest.mark.parametrize(
    ("art", "wert"),
    [
        ("objekt", f"{K}-4711"),
        ("objekt", "quatsch/1"),
        ("dokument", "0" * 64),
        ("wortlaut", ""),
        ("wortlaut", "a  b - c"),
        ("x", "y"),
    ],
)
def test_what_would_strike_nothing_or_everything_is_refused(guarded: Desk, art: str, wert: str) -> None:
    with pytest.raises(WrongUse):
        add(guarded, art, wert)


def test_an_id_that_two_tables_have_needs_its_table(guarded: Desk) -> None:
    guarded.read(9, "to1", top(), vorlage(900))
    with pytest.raises(WrongUse, match=f"vorlagen/{K}-900 or tagesordnungspunkte/{K}-900"):
        add(guarded, "objekt", f"{K}-900")


def test_a_reader_blocks_the_scrubbing_and_finish_ends_it(guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ratsarchiv.store.database.PATIENCE", 0.1)
    guarded.store.close()
    with closing(sqlite3.connect(guarded.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM vorlagen").fetchone()
        assert add(guarded, "wortlaut", SECRET).offen
        assert guarded.row(vorlage())["betreff"] == "Antrag von  [entfernt] (neu)"
    with Sperren(guarded.path.parent) as sperren:
        assert not sperren.finish().offen
        assert sperren.finish() == Wirkung()
    assert b"krummbiegel" not in raw(guarded)


def test_what_older_programs_left_on_free_pages_goes_too(guarded: Desk) -> None:
    guarded.store.close()
    with closing(sqlite3.connect(guarded.path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("INSERT INTO kommunen (id, name) VALUES ('alt', ?)", (f"{SECRET} " * 500,))
        connection.execute("DELETE FROM kommunen WHERE id = 'alt'")
    assert raw(guarded).count(b"krummbiegel") > 100
    add(guarded, "wortlaut", SECRET)
    assert b"krummbiegel" not in raw(guarded)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from ratsarchiv.store import schutz_vollzug, sperren
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
module, name = sys.argv[2].split(".")
setattr({"schutz_vollzug": schutz_vollzug, "sperren": sperren}[module], name, die)
with sperren.Sperren(Path(sys.argv[1])) as made:
    made.add("wortlaut", sys.argv[3], "gericht", datetime.now(UTC))
"""


@pytest.mark.parametrize("moment", ["sperren.finish", "schutz_vollzug.write_notices", "schutz_vollzug.scrub"])
def test_killed_between_two_commits_the_next_opening_ends_it(guarded: Desk, moment: str) -> None:
    guarded.store.close()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(guarded.path.parent), moment, SECRET], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    with Schutz(guarded.path.parent / "intern.db") as schutz:
        settle(guarded.path, schutz)
    assert b"krummbiegel" not in raw(guarded)
    assert guarded.row(vorlage())["betreff"] == "Antrag von  [entfernt] (neu)"


def test_a_rule_of_another_program_holds_from_the_next_page_on(guarded: Desk) -> None:
    add(guarded, "wortlaut", "Rutschenturm")
    guarded.read(30, "vo2", vorlage(2, betreff="Ein Rutschenturm"))
    assert guarded.row(vorlage(2))["betreff"] == "Ein [entfernt]"


def test_private_data_is_masked_listed_and_released(guarded: Desk, tmp_path: Path) -> None:
    said = abschnitt(f"Konto {IBAN}, Tel. 0171 39200 12", f"<p>Konto {IBAN}, Tel. 0171 <b>39200</b> 12</p>", 3)
    guarded.read(10, "vo3", vorlage(3), said)
    hidden = guarded.row(said)
    assert hidden["text"] == "Konto [IBAN verborgen], Tel. [Telefonnummer verborgen]"
    assert "39200" not in hidden["html"]
    with Sperren(tmp_path) as sperren:
        finds = list(sperren.privacy_list(K))
        assert [(each.art, each.wortlaut) for each in finds] == [("iban", IBAN), ("telefon", "0171 39200 12")]
        assert {each.url for each in finds} == {"vo3"}
        assert not any(IBAN in each.umgebung for each in finds)
        assert list(sperren.privacy_list("woanders")) == []
        sperren.release_wording("0171/39200-12", NOW)
        assert guarded.row(said)["text"] == "Konto [IBAN verborgen], Tel. 0171 39200 12"
        sperren.release(f"vorlagen/{K}-3", NOW, masken=True)
        assert list(sperren.privacy_list()) == []
    assert (guarded.row(said)["text"], guarded.row(said)["html"]) == (said.text, said.html)
    guarded.read(11, "vo3", vorlage(3), said)
    assert guarded.row(said)["text"] == said.text


def test_originals_of_the_newest_own_page_are_kept(guarded: Desk) -> None:
    number = add(guarded, "objekt", f"vorlagen/{K}-1").nummer
    guarded.read(40, "vo1", vorlage(betreff="Der neueste"))
    guarded.read(15, "vo1", vorlage(betreff="Ein älterer, spät gefunden"))
    lift(guarded, number)
    assert guarded.row(vorlage())["betreff"] == "Der neueste"


def test_crawled_data_without_a_rule_is_left_as_it_is(demo_data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    copy.mkdir()
    shutil.copy(demo_data / "ratsarchiv.db", copy)
    follow_texts(copy)
    before = list(dump(copy / "ratsarchiv.db"))
    with closing(sqlite3.connect(copy / "ratsarchiv.db")) as connection:
        (wording,) = connection.execute("SELECT betreff FROM vorlagen WHERE length(betreff) > 20 LIMIT 1").fetchone()
        (sha,) = connection.execute("SELECT sha256 FROM dateien LIMIT 1").fetchone()
        (objekt,) = connection.execute("SELECT id FROM vorlagen WHERE betreff IS NOT NULL ORDER BY id").fetchone()
    with Sperren(copy) as sperren:
        done = [
            sperren.add(art, wert, "gericht", NOW).nummer or 0
            for art, wert in (("wortlaut", wording), ("dokument", sha), ("objekt", f"vorlagen/{objekt}"))
        ]
        assert wording.encode() not in (copy / "ratsarchiv.db").read_bytes()
        for number in done:
            sperren.lift(number, NOW)
    follow_texts(copy)
    assert [row for row in dump(copy / "ratsarchiv.db") if row[0] != "hinweise"] == [
        row for row in before if row[0] != "hinweise"
    ]

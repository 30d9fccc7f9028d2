"""Documents become text that is found, once and for good: through kills, rebuilds, takedowns and new visits."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from ratsarchiv.cli import cli
from ratsarchiv.crawl import follow_texts, read_texts, rebuild
from ratsarchiv.store import texte
from ratsarchiv.store.dump import dump
from ratsarchiv.store.schutz import Schutz
from ratsarchiv.store.suche.worte import worte
from ratsarchiv.text.orte import pfad

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Crawled, MakeKommune

    from ratsarchiv.crawl import Report

GEZAEHLT = "(SELECT count(*) FROM seiten s WHERE s.datei = d.sha256)"


@pytest.fixture(scope="module")
def read(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Musterstadt with its documents read."""
    data = tmp_path_factory.mktemp("texte") / "data"
    shutil.copytree(crawled.data, data)
    report = read_texts(data, ocr=False)
    assert (report.gelesen > 100, report.offen, report.probleme) == (True, 0, {})
    return data


@pytest.fixture
def copy(read: Path, tmp_path: Path) -> Path:
    return shutil.copytree(read, tmp_path / "data")


def rows(data: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as connection:
        return connection.execute(sql, values).fetchall()


def found(data: Path, word: str) -> set[str]:
    sql = "SELECT s.objekt FROM suchindex i JOIN suche s ON s.id = i.rowid WHERE suchindex MATCH ?"
    return {objekt for (objekt,) in rows(data, sql, f'"{worte(word)}"')}


def content(data: Path) -> list[str]:
    """Everything but the notices, which tell of takedowns that were lifted, too."""
    return sorted(repr(row) for row in dump(data / "ratsarchiv.db") if row[0] != "hinweise")


def test_every_word_of_a_document_is_there(read: Path, crawled: Crawled) -> None:
    sql = (
        "SELECT d.nummer, group_concat(s.text, char(10)) FROM dokumente d JOIN seiten s ON s.datei = d.datei"
        " WHERE d.art = 'vorlage' GROUP BY d.id"
    )
    texts = dict(rows(read, sql))
    documents = [each for vorlage in crawled.world.vorlagen for each in vorlage.dokumente if str(each.nummer) in texts]
    assert len(documents) > 20
    for document in documents:
        words = " ".join(document.zeilen).split()
        there = texts[str(document.nummer)].split()
        assert sum(word in there for word in words) >= 0.99 * len(words)


def test_every_file_says_what_became_of_it(read: Path) -> None:
    assert rows(read, f"SELECT count(*) FROM dateien d WHERE seiten IS NOT {GEZAEHLT} OR textquelle IS NULL") == [(0,)]
    scans = rows(read, "SELECT DISTINCT text, quelle FROM seiten WHERE quelle <> 'text'")
    assert scans == [("", "keine")]


def test_nothing_is_read_twice(copy: Path) -> None:
    before = content(copy)
    assert read_texts(copy, ocr=False).gelesen == 0
    assert content(copy) == before
    assert read_texts(copy, ocr=False, again=True).gelesen == rows(copy, "SELECT count(*) FROM dateien")[0][0]
    assert content(copy) == before


def test_a_rebuild_finds_the_same(copy: Path, crawled: Crawled, make_kommune: MakeKommune) -> None:
    before = content(copy)
    assert found(copy, "Sammeldokument")
    rebuild([make_kommune(crawled.url)], copy)
    assert content(copy) == before


def test_one_that_was_interrupted_goes_on(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "intern.db")) as intern:
        intern.execute("DELETE FROM texte")
        intern.commit()

    class Killed(Exception):
        pass

    def killed(report: Report) -> None:
        if report.gelesen == 20:
            raise Killed

    with pytest.raises(Killed):
        read_texts(copy, ocr=False, progress=killed)
    number = rows(copy, "SELECT count(*) FROM dateien")[0][0]
    assert read_texts(copy, ocr=False).gelesen == number - 20


def test_a_broken_document_is_one_problem_under_the_same_number_for_ever(
    copy: Path, crawled: Crawled, make_kommune: MakeKommune
) -> None:
    sha = rows(copy, "SELECT datei FROM dokumente WHERE datei IS NOT NULL ORDER BY id LIMIT 1")[0][0]
    with Schutz(copy / "intern.db") as schutz:
        texte.keep(schutz.intern, sha, texte.Text(mime=None, seiten=(), fehler="beschaedigt", meldung="is cut off"))
    follow_texts(copy)
    sql = "SELECT id, art, meldung, abruf FROM probleme WHERE art = 'dokument'"
    ((number, art, meldung, abruf),) = rows(copy, sql)
    assert (number, art, meldung) == (-abruf, "dokument", "beschaedigt: is cut off")
    assert rows(copy, "SELECT seiten, textquelle, fehler FROM dateien WHERE sha256 = ?", sha) == [
        (0, "keine", "beschaedigt")
    ]
    before = content(copy)
    rebuild([make_kommune(crawled.url)], copy)
    assert content(copy) == before


def test_a_wording_that_is_taken_down_is_in_no_page_index_or_passage(copy: Path) -> None:
    lines = "\n".join(text for (text,) in rows(copy, "SELECT text FROM seiten ORDER BY id")).split("\n")
    wording = next(line for line in lines if 40 < len(line) < 90 and line.isascii() and line[0].isalpha())
    before = content(copy)
    done = CliRunner().invoke(cli, ["takedown", "add", "--text", wording, "--reason", "gericht", "--data", str(copy)])
    assert done.exit_code == 0, done.output
    assert wording not in "\n".join(content(copy))
    lifted = CliRunner().invoke(cli, ["takedown", "lift", "1", "--data", str(copy)])
    assert lifted.exit_code == 0, lifted.output
    assert content(copy) == before


def test_a_document_that_is_taken_down_loses_its_pages_and_gets_them_back(copy: Path) -> None:
    sql = "SELECT d.datei FROM dokumente d JOIN seiten s ON s.datei = d.datei WHERE s.text <> '' ORDER BY d.id LIMIT 1"
    sha = rows(copy, sql)[0][0]
    before = content(copy)
    CliRunner().invoke(cli, ["takedown", "add", "--document", sha, "--reason", "gericht", "--data", str(copy)])
    assert rows(copy, "SELECT count(*) FROM seiten WHERE datei = ?", sha) == [(0,)]
    assert rows(copy, "SELECT count(*) FROM suche WHERE objekt LIKE ?", f"{sha[:32]}-%") == [(0,)]
    CliRunner().invoke(cli, ["takedown", "lift", "1", "--data", str(copy)])
    assert content(copy) == before


def test_references_in_documents_and_sections_are_tied(read: Path) -> None:
    kinds = {row[0] for row in rows(read, "SELECT DISTINCT quelle_tabelle FROM verweise WHERE art = 'text'")}
    assert {"abschnitte", "seiten"} <= kinds
    sql = "SELECT von, nach, nummer, textstelle, seite, quelle_tabelle FROM verweise WHERE art = 'text'"
    for von, nach, nummer, textstelle, seite, tabelle in rows(read, sql):
        assert nummer in textstelle
        assert von != nach
        assert (seite is not None) == (tabelle == "seiten")
    assert rows(read, "SELECT count(*) FROM vorgaenge")[0][0] > 0


def test_places_are_found_when_a_gazetteer_comes_and_go_with_it(copy: Path) -> None:
    assert rows(copy, "SELECT count(*) FROM ortsnennungen") == [(0,)]
    done = CliRunner().invoke(
        cli, ["orte", "import", str(_gazetteer(copy)), "--kommune", "musterstadt", "--data", str(copy)]
    )
    assert done.exit_code == 0, done.output
    named = rows(copy, "SELECT o.name, n.textstelle, n.grad FROM ortsnennungen n JOIN orte o ON o.id = n.ort")
    assert {name for name, *_ in named} == {"Lindenstraße", "Marktplatz"}
    assert {grad for *_, grad in named} >= {"betreff", "beschlussvorschlag"}
    pfad(copy, "musterstadt").unlink()
    follow_texts(copy)
    assert rows(copy, "SELECT count(*) FROM ortsnennungen") == rows(copy, "SELECT count(*) FROM orte") == [(0,)]


def _gazetteer(data: Path) -> Path:
    path = data / "auszug.csv"
    path.write_text("name;art;lat;lon\nLindenstraße;strasse;50,7;6,1\nMarktplatz;platz;50,71;6,11\n", encoding="utf-8")
    return path

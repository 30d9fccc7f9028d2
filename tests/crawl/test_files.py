"""WARC files from elsewhere, and from our own archive, into the tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv import kommunen
from ratsarchiv.archive import Archive, read
from ratsarchiv.crawl import import_files
from ratsarchiv.errors import WrongUse
from ratsarchiv.model import Page
from ratsarchiv.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Crawled, MakeKommune

    from ratsarchiv.model import Capture, Link

OBJECTS = (
    "vorlagen", "abschnitte", "beratungen", "sitzungen", "tagesordnungspunkte", "auszuege", "gremien", "personen",
    "mitgliedschaften", "dokumente", "verweise",
)  # fmt: skip
REAL = ("hamburg-altona", "hamburg-bergedorf", "hamburg-eimsbuettel", "hamburg-nord", "leipzig")


def table(data: Path, name: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"select * from {name} order by 1")]


@pytest.mark.parametrize("name", REAL)
def test_real_pages_of_five_councils_are_understood(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "warc" / f"{name}.warc.gz"
    report = import_files([path], kommunen.load(name), tmp_path)
    assert report.probleme["nicht_verstanden"] == 0
    assert [row["url"] for row in table(tmp_path, "abrufe")] == [each.url for each in read(path)]
    assert {row["ergebnis"] for row in table(tmp_path, "abrufe")} == {"geparst"}
    assert (report.ergebnis, table(tmp_path, "laeufe")[0]["befehl"]) == ("fertig", "import")


def test_the_same_file_again_changes_nothing(shared: Path, tmp_path: Path) -> None:
    path, kommune = shared / "warc" / "hamburg-nord.warc.gz", kommunen.load("hamburg-nord")
    import_files([path], kommune, tmp_path)
    before = {name: table(tmp_path, name) for name in (*OBJECTS, "abrufe", "aenderungen")}
    files = sorted((tmp_path / "warc").rglob("*"))
    again = import_files([path], kommune, tmp_path)
    assert (again.neu, again.geaendert) == (0, 0)
    assert {name: table(tmp_path, name) for name in before} == before
    assert sorted((tmp_path / "warc").rglob("*")) == files


def test_the_archive_alone_gives_the_tables_of_the_live_visit(
    crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune
) -> None:
    [path] = (crawled.data / "warc").rglob("*.warc.gz")
    report = import_files([path], make_kommune(crawled.url), tmp_path)
    assert (report.seiten, report.dokumente) == (crawled.report.seiten, crawled.report.dokumente)
    assert report.probleme == crawled.report.probleme
    for name in (*OBJECTS, "dateien", "aenderungen"):
        assert table(tmp_path, name) == table(crawled.data, name), name


def test_files_are_checked_before_the_first_is_taken_in(shared: Path, tmp_path: Path) -> None:
    good, bad = shared / "warc" / "leipzig.warc.gz", tmp_path / "kaputt.warc.gz"
    bad.write_bytes(good.read_bytes()[:-100])
    with pytest.raises(WrongUse, match="torn"):
        import_files([good, bad], kommunen.load("leipzig"), tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_pages_of_another_council_are_refused(shared: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no page of leipzig"):
        import_files([shared / "warc" / "hamburg-nord.warc.gz"], kommunen.load("leipzig"), tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_council_may_be_known_by_name_alone(shared: Path, tmp_path: Path) -> None:
    import_files([shared / "warc" / "leipzig.warc.gz"], kommunen.named("musterdorf"), tmp_path)
    assert [(row["id"], row["name"]) for row in table(tmp_path, "kommunen")] == [("musterdorf", "musterdorf")]
    assert {row["kommune"] for row in table(tmp_path, "sitzungen")} == {"musterdorf"}


@pytest.mark.parametrize("moved", [True, False])
def test_an_answer_that_is_no_document_is_never_kept_as_one(
    crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune, moved: bool
) -> None:
    page, link = _page_with_document(crawled)
    target = f"{crawled.url}___tmp/tmp/1/2.pdf"
    html = ("HTTP/1.1 200 OK", (("Content-Type", "text/html"),), b"<html>Die Sitzung ist abgelaufen.</html>")
    redirect = ("HTTP/1.1 302 Object moved", (("Location", "___tmp/tmp/1/2.pdf"),), b"Object moved")
    answers = [(link.url, redirect), (target, html)] if moved else [(link.url, html)]
    with Archive(tmp_path / "fremd") as archive:
        shown = ("HTTP/1.1 200 OK", (("Content-Type", "text/html"),), page.body)
        for url, response in [(page.url, shown), *answers]:
            kept = archive.write("fremd", url, page.zeitpunkt, request=("GET / HTTP/1.1", (), b""), response=response)
    report = import_files([archive.root / kept.warc], make_kommune(crawled.url), tmp_path / "data")
    assert (report.dokumente, report.probleme["abruf"], report.exit_code) == (0, 1, 1)
    [problem] = [row for row in table(tmp_path / "data", "probleme") if row["art"] == "abruf"]
    assert (problem["url"], link.dokument in problem["meldung"]) == (answers[-1][0], True)
    assert table(tmp_path / "data", "dateien") == []


def _page_with_document(crawled: Crawled) -> tuple[Capture, Link]:
    [path] = (crawled.data / "warc").rglob("*.warc.gz")
    for capture in read(path, "musterstadt"):
        if "vo020" in capture.url and capture.http_status == 200:
            links = parse(Page(capture.url, capture.body, "musterstadt")).links
            for link in links:
                if link.dokument and not link.sofort:
                    return capture, link
    raise AssertionError("no Vorlage with a document")

"""WARC files from elsewhere, and from our own archive, into the tables."""

from __future__ import annotations

import gzip
import json
import sqlite3
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv import kommunen
from ratsarchiv.archive import Archive, read
from ratsarchiv.crawl import import_files
from ratsarchiv.errors import WrongUse
from ratsarchiv.model import Page
from ratsarchiv.parse import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    files = sorted((tmp_path / "warc").rglob("*-import-*"))
    again = import_files([path], kommune, tmp_path)
    assert (again.neu, again.geaendert) == (0, 0)
    assert {name: table(tmp_path, name) for name in before} == before
    assert sorted((tmp_path / "warc").rglob("*-import-*")) == files
    assert len(files) == 1


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
        shown = ("HTTP/1.1 200 OK", (("Content-Type", "text/html"),), page.body or b"")
        for url, response in [(page.url, shown), *answers]:
            kept = archive.write("fremd", url, page.zeitpunkt, request=("GET / HTTP/1.1", (), b""), response=response)
    report = import_files([archive.root / kept.warc], make_kommune(crawled.url), tmp_path / "data")
    assert (report.dokumente, report.probleme["abruf"], report.exit_code) == (0, 1, 1)
    [problem] = [row for row in table(tmp_path / "data", "probleme") if row["art"] == "abruf"]
    nameless = answers[-1][0].removesuffix("2.pdf")  # a temporary file's name may say what it is
    assert (problem["url"], link.dokument in problem["meldung"]) == (nameless, True)
    assert table(tmp_path / "data", "dateien") == []


def _page_with_document(crawled: Crawled) -> tuple[Capture, Link]:
    [path] = (crawled.data / "warc").rglob("*.warc.gz")
    for capture in read(path, "musterstadt"):
        if "vo020" in capture.url and capture.http_status == 200:
            links = parse(Page(capture.url, capture.body or b"", "musterstadt")).links
            for link in links:
                if link.dokument and not link.sofort:
                    return capture, link
    raise AssertionError("no Vorlage with a document")


SECRET = "https://webmail.example/inbox?token=geheim"
HTML = (("Content-Type", "text/html"),)


def save(folder: Path, answers: Sequence[tuple[str, str, tuple[tuple[str, str], ...], bytes]]) -> Path:
    """A WARC as a browser saves it, with whatever it saw."""
    with Archive(folder) as archive:
        for url, line, headers, body in answers:
            kept = archive.write(
                "browser", url, datetime(2024, 5, 6, tzinfo=UTC), request=("GET / HTTP/1.1", (), b""),
                response=(f"HTTP/1.1 {line}", headers, body),
            )  # fmt: skip
    return folder / kept.warc


def written(data: Path) -> bytes:
    """All that an import left behind, unpacked."""
    files = [path for path in data.rglob("*") if path.is_file()]
    return b"".join(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in files)


@pytest.mark.parametrize("by_name", [False, True])
def test_what_is_not_the_councils_is_neither_kept_nor_recorded(
    crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune, by_name: bool
) -> None:
    page, _ = _page_with_document(crawled)
    source = save(
        tmp_path / "browser",
        [
            (SECRET, "200 OK", HTML, b"<p>Privater Brief</p>"),
            (page.url, "200 OK", HTML, page.body or b""),
            (SECRET + "2", "302 Found", (("Location", SECRET),), b""),
        ],
    )
    kommune = kommunen.named("musterstadt") if by_name else make_kommune(crawled.url)
    report = import_files([source], kommune, tmp_path / "data")
    assert (report.seiten, report.fremd, report.offen, report.exit_code) == (1, 2, 0, 0)
    assert [row["url"] for row in table(tmp_path / "data", "abrufe")] == [page.url]
    assert b"Privater Brief" not in written(tmp_path / "data")
    assert b"geheim" not in written(tmp_path / "data")


def test_a_council_known_by_name_alone_has_the_documents_that_its_pages_name(crawled: Crawled, tmp_path: Path) -> None:
    page, link = _page_with_document(crawled)
    target = f"{crawled.url}___tmp/tmp/1/2.pdf"
    away = "https://webmail.example/angemeldet?token=geheim"
    source = save(
        tmp_path / "browser",
        [
            (crawled.url, "302 Found", (("Location", page.url),), b""),
            (page.url, "200 OK", HTML, page.body or b""),
            (link.url, "302 Found", (("Location", target),), b""),
            (target, "200 OK", (("Content-Type", "application/pdf"),), b"%PDF-1.7 erfunden"),
            (f"{crawled.url}do999.pdf", "200 OK", (("Content-Type", "application/pdf"),), b"%PDF-1.7 fremd"),
            (away, "302 Found", (("Location", page.url),), b""),
        ],
    )
    report = import_files([source], kommunen.named("musterstadt"), tmp_path / "data")
    assert (report.seiten, report.dokumente, report.fremd) == (3, 1, 2)
    urls = [row["url"] for row in table(tmp_path / "data", "abrufe")]
    assert urls == [crawled.url, page.url, link.url, target.removesuffix("2.pdf")]
    assert b"geheim" not in written(tmp_path / "data")


def test_a_file_without_any_page_of_a_council_known_by_name_is_refused(tmp_path: Path) -> None:
    source = save(tmp_path / "browser", [(SECRET, "200 OK", HTML, b"<p>Privater Brief</p>")])
    with pytest.raises(WrongUse, match="no page of musterdorf"):
        import_files([source], kommunen.named("musterdorf"), tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("by_name", [False, True])
def test_bad_records_are_told_every_time_and_the_rest_is_taken_in(
    crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune, by_name: bool
) -> None:
    page, _ = _page_with_document(crawled)
    bad = f"{crawled.url}vo020.asp?VOLFDNR=987654"
    whole = save(
        tmp_path / "browser",
        [(url, "299 Odd", HTML, page.body or b"") for url in (bad, SECRET)]
        + [(page.url, "200 OK", HTML, page.body or b"")],
    )
    source = tmp_path / "schlecht.warc"
    source.write_bytes(gzip.decompress(whole.read_bytes()).replace(b"HTTP/1.1 299 Odd", b"HTTP/1.1 ZWO Odd"))
    kommune = kommunen.named("musterstadt") if by_name else make_kommune(crawled.url)
    for _ in range(2):
        report = import_files([source], kommune, tmp_path / "data")
        assert (report.seiten, report.probleme["abruf"], report.fremd, report.exit_code) == (1, 1, 1, 1)
    assert {row["url"] for row in table(tmp_path / "data", "probleme") if row["art"] == "abruf"} == {bad}
    assert b"geheim" not in written(tmp_path / "data")


def har(path: Path, answers: Sequence[tuple[str, bytes]], when: str) -> Path:
    """What a browser's developer tools save."""
    entries = [
        {
            "startedDateTime": when,
            "request": {"method": "GET", "url": url},
            "response": {
                "status": 200,
                "headers": [{"name": "Content-Type", "value": "text/html"}],
                "content": {"mimeType": "text/html", "encoding": "base64", "text": b64encode(body).decode()},
            },
        }
        for url, body in answers
    ]
    path.write_text(json.dumps({"log": {"entries": entries}}), "utf-8")
    return path


def test_of_a_har_file_the_councils_pages_alone_are_taken_in_with_their_origin(
    crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune
) -> None:
    page, _ = _page_with_document(crawled)
    answers = [(SECRET, b"<p>Privater Brief</p>"), (page.url, page.body or b"")]
    source = har(tmp_path / "sitzung", answers, "2024-05-06T09:08:09+02:00")
    report = import_files([source], make_kommune(crawled.url), tmp_path / "data")
    assert (report.seiten, report.fremd, report.exit_code) == (1, 1, 0)
    [row] = table(tmp_path / "data", "abrufe")
    assert (row["url"], row["herkunft"], row["ergebnis"]) == (page.url, "HAR sitzung", "geparst")
    assert row["zeitpunkt"].startswith("2024-05-06T07:08:09")
    assert b"geheim" not in written(tmp_path / "data")


def test_what_is_older_joins_history_and_overwrites_nothing(
    crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune
) -> None:
    page, _ = _page_with_document(crawled)
    older = (page.body or b"").replace(b"Betreff", b"Betrifft")
    kommune, data = make_kommune(crawled.url), tmp_path / "data"
    import_files([har(tmp_path / "neu", [(page.url, page.body or b"")], "2026-05-06T09:08:09Z")], kommune, data)
    before = {name: table(data, name) for name in OBJECTS}
    import_files([har(tmp_path / "alt", [(page.url, older)], "2024-05-06T09:08:09Z")], kommune, data)
    after = {name: table(data, name) for name in OBJECTS}
    seen = {"zuerst_gesehen", "abruf", "zuletzt_gesehen"}
    for name in OBJECTS:
        plain = [[{k: v for k, v in row.items() if k not in seen} for row in rows[name]] for rows in (before, after)]
        assert plain[0] == plain[1], name
    assert [row["zeitpunkt"][:4] for row in table(data, "abrufe")] == ["2026", "2024"]


def test_an_oparl_dump_is_archived_whole_and_read_where_it_is_the_councils(
    crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune
) -> None:
    source = tmp_path / "dump.json"
    source.write_text('{"data": [{"id": "https://oparl.example/paper/1"}, {"id": "https://oparl.example/paper/2"}]}')
    for kommune in (make_kommune(crawled.url), kommunen.named("musterdorf")):
        data = tmp_path / kommune.id
        report = import_files([source], kommune, data, zeitpunkt=datetime(2024, 5, 6, tzinfo=UTC))
        assert (report.seiten, report.fremd, report.exit_code) == (2, 0, 0)
        rows = table(data, "abrufe")
        read = "geparst" if not kommune.quellen else "nicht_gelesen"
        assert {(row["ergebnis"], row["herkunft"], row["mime"]) for row in rows} == {
            (read, "OParl dump.json", "application/json")
        }


def test_a_file_full_of_bad_records_is_refused(tmp_path: Path, make_kommune: MakeKommune) -> None:
    source = tmp_path / "unsinn"
    source.write_text('{"log": {"entries": [' + "1," * 1500 + "1]}}")
    with pytest.raises(WrongUse, match=r"more than 1,000 of its records"):
        import_files([source], kommunen.named("musterdorf"), tmp_path / "data")
    assert not (tmp_path / "data").exists()

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from ratsarchiv.archive import Archive, read
from ratsarchiv.errors import ArchiveError, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.model import Capture

NOW = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
URL = "http://127.0.0.1/bi/vo020.asp?VOLFDNR="
HEADERS = (("Content-Type", "text/html; charset=iso-8859-1"), ("Set-Cookie", "ASPSESSIONIDX=geheim; path=/"))
REQUEST = ("GET /bi/vo020.asp HTTP/1.1", (("User-Agent", "ratsarchiv"), ("Cookie", "ASPSESSIONIDX=geheim")), b"")


def keep(archive: Archive, number: int, body: bytes = b"<p>\x96 \xfcber</p>", kommune: str = "musterstadt") -> Capture:
    response = ("HTTP/1.1 200 OK", (*HEADERS, ("X-Nummer", str(number))), body)
    return archive.write(kommune, f"{URL}{number}", NOW + timedelta(seconds=number), request=REQUEST, response=response)


def records(path: Path) -> list[Any]:
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            record.block = record.raw_stream.read()
            found.append(record)
    return found


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "warc")


def test_what_is_written_is_read_back_the_same(archive: Archive) -> None:
    with archive:
        written = [keep(archive, n, bytes(range(256)) * n) for n in range(4)]
        assert [archive.get(each.warc, each.offset) for each in written] == written
    path = archive.root / written[0].warc
    assert list(read(path, "musterstadt", warc=written[0].warc)) == written
    assert written[1].zeitpunkt == NOW + timedelta(seconds=1)
    assert written[1].mime == "text/html"


def test_one_file_per_council_and_run(archive: Archive) -> None:
    with archive:
        here = {keep(archive, n).warc for n in range(3)}
        there = keep(archive, 9, kommune="musterdorf").warc
    assert here == {"musterstadt/musterstadt-20260329T013000Z-00001.warc.gz"}
    assert there == "musterdorf/musterdorf-20260329T013009Z-00001.warc.gz"


def test_the_tools_of_others_find_no_fault(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    with archive:
        path = archive.root / keep(archive, 1).warc
        keep(archive, 2, b"")
    with pytest.raises(SystemExit) as ended:
        warcio(["check", "-v", str(path)])
    assert ended.value.code == 0
    assert capsys.readouterr().out.count("digest pass") == 5


def test_each_answer_stands_beside_its_request(archive: Archive) -> None:
    with archive:
        path = archive.root / keep(archive, 1).warc
    info, answer, request = records(path)
    assert [each.rec_type for each in (info, answer, request)] == ["warcinfo", "response", "request"]
    assert b"software: ratsarchiv/" in info.block
    assert request.rec_headers["WARC-Concurrent-To"] == answer.rec_headers["WARC-Record-ID"]
    assert answer.rec_headers["WARC-Date"] == request.rec_headers["WARC-Date"] == "2026-03-29T01:30:01.123456Z"
    assert answer.rec_headers.protocol == "WARC/1.1"
    assert request.http_headers["User-Agent"] == "ratsarchiv"


def test_nothing_of_a_session_is_kept(archive: Archive) -> None:
    with archive:
        capture = keep(archive, 1)
    assert "set-cookie" not in capture.header
    assert all(
        not re.search("cookie", str(each.http_headers), re.IGNORECASE) for each in records(archive.root / capture.warc)
    )


def test_a_header_beyond_ascii_is_the_same_now_and_later(archive: Archive) -> None:
    response = ("HTTP/1.1 200 OK", (("Content-Disposition", 'inline; filename="Übersicht.pdf"'),), b"%PDF-")
    with archive:
        now = archive.write("musterstadt", URL, NOW, request=REQUEST, response=response)
    assert archive.get(now.warc, now.offset) == now


@pytest.mark.parametrize("cut", [1, 9, 60, 200, 333])
def test_after_a_crash_the_torn_record_alone_is_lost(archive: Archive, cut: int) -> None:
    with archive:
        written = [keep(archive, n, b"x" * 100 + bytes([n])) for n in range(3)]
    path = archive.root / written[0].warc
    path.write_bytes(path.read_bytes()[:-cut])
    before: list[Capture] = []
    with pytest.raises(ArchiveError, match="torn"):
        _read_into(before, path, written[0].warc)
    assert before
    assert before == written[: len(before)]
    with Archive(archive.root) as again:
        later = keep(again, 50)
    assert later.warc != written[0].warc
    assert list(read(path, "musterstadt", warc=written[0].warc)) == before


def _read_into(given: list[Capture], path: Path, warc: str) -> None:
    given.extend(read(path, "musterstadt", warc=warc))


def test_a_second_writer_for_the_same_council_is_refused(archive: Archive) -> None:
    with archive, Archive(archive.root) as other:
        first = keep(archive, 1)
        with pytest.raises(WrongUse, match="another process"):
            keep(other, 2)
        keep(other, 2, kommune="musterdorf")
    assert archive.get(first.warc, first.offset) == first


def test_a_place_without_an_answer_is_an_archive_error(archive: Archive) -> None:
    with archive:
        capture = keep(archive, 1)
    for warc, offset in [(capture.warc, 0), (capture.warc, capture.offset + 1), ("musterstadt/weg.warc.gz", 0)]:
        with pytest.raises((ArchiveError, WrongUse)):
            archive.get(warc, offset)


def test_damage_in_the_middle_costs_nothing_behind_it(archive: Archive) -> None:
    with archive:
        damaged, after = keep(archive, 1), keep(archive, 2)
    path = archive.root / after.warc
    content = bytearray(path.read_bytes())
    content[damaged.offset + damaged.laenge // 2] ^= 0xFF
    path.write_bytes(content)
    with archive:
        keep(archive, 3)
    assert path.read_bytes() == content
    assert archive.get(after.warc, after.offset) == after

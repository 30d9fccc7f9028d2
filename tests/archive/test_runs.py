"""What a run keeps beside plain answers, in which files, and how all of it comes back in its order."""

from __future__ import annotations

import gzip
import os
import resource
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from ratsarchiv.archive import Archive
from ratsarchiv.archive.names import following, order
from ratsarchiv.archive.records import PAGE, at
from ratsarchiv.errors import ArchiveError, WrongUse
from ratsarchiv.model import Capture, Notiz

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.archive import Twin

NOW = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
URL = "http://ratsinfo.example/bi/vo020.asp?VOLFDNR="
HTML = ("Content-Type", "text/html; charset=iso-8859-1")
REQUEST = ("GET /bi/vo020.asp HTTP/1.1", (("User-Agent", "ratsarchiv"),), b"")
K = "musterstadt"


def keep(
    archive: Archive, number: int, body: bytes, *headers: tuple[str, str], twin: Twin | None = None, day: int = 0
) -> Capture:
    response = ("HTTP/1.1 200 OK", (HTML, *headers), body)
    when = NOW + timedelta(days=day, seconds=number)
    return archive.write(K, f"{URL}{number}", when, request=REQUEST, response=response, twin=twin)


def pointing_to(capture: Capture) -> Twin:
    return lambda _: (capture.warc, capture.offset)


def kind(archive: Archive, capture: Capture) -> str:
    with at(archive.root / capture.warc, capture.offset) as stored:
        return stored.kind


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "warc") as opened:
        yield opened


def test_an_answer_that_says_the_same_points_to_the_first(archive: Archive) -> None:
    body = os.urandom(5000)
    asked: list[Capture] = []
    first = keep(archive, 1, body)

    def twin(seen: Capture) -> tuple[str, int]:
        asked.append(seen)
        return first.warc, first.offset

    again = keep(archive, 2, body, ("X-Neu", "1"), twin=twin)
    assert asked == [replace(again, warc="", offset=0, laenge=0)]
    assert (kind(archive, again), again.laenge < 700, again.header["x-neu"]) == ("revisit", True, "1")
    assert archive.get(again.warc, again.offset) == again
    with closing(archive.open(again)) as whole:
        assert whole.read() == body


def test_a_page_with_another_session_path_points_to_the_first_and_keeps_its_own_digest(archive: Archive) -> None:
    shown, later = b"<a href=/(S(abc))/x>Tagesordnung</a>", b"<a href=/(S(defgh))/x>Tagesordnung</a>"
    first = keep(archive, 1, gzip.compress(shown), ("Content-Encoding", "gzip"))
    again = keep(archive, 1, later, ("Content-Length", str(len(later))), twin=pointing_to(first), day=1)
    read = archive.get(again.warc, again.offset)
    assert (kind(archive, again), again.body, read.body) == ("revisit", later, shown)
    assert (read.sha256, read.groesse) == (again.sha256, again.groesse) == (sha256(later).hexdigest(), len(later))
    assert read.zeitpunkt == again.zeitpunkt == NOW + timedelta(days=1, seconds=1)


def test_a_twin_that_is_itself_a_revisit_is_followed_to_its_original_across_files(archive: Archive) -> None:
    body = os.urandom(3000)
    first = keep(archive, 1, body)
    second = keep(archive, 2, body, twin=pointing_to(first))
    archive.close()
    third = keep(archive, 3, body, twin=pointing_to(second), day=1)
    assert third.warc != first.warc
    with at(archive.root / third.warc, third.offset) as stored:
        header = stored.warc.get_header
        place = header("WARC-Refers-To-Filename"), header("WARC-Refers-To-File-Offset")
    assert place == (first.warc.rpartition("/")[2], str(first.offset))
    assert archive.get(third.warc, third.offset) == third


@pytest.mark.parametrize("place", [("musterstadt/weg.warc.gz", 0), ("musterstadt/../../x", 0), None])
def test_a_twin_that_can_not_be_read_costs_no_answer(archive: Archive, place: tuple[str, int] | None) -> None:
    first = keep(archive, 1, b"eins")
    for where in (place, (first.warc, first.offset + 3), (first.warc, 10**9)):
        kept = keep(archive, 2, b"zwei", twin=lambda _, where=where: where)  # type: ignore[misc]
        assert (kind(archive, kept), archive.get(kept.warc, kept.offset).body) == ("response", b"zwei")


def test_notes_and_answers_come_back_in_their_order(archive: Archive) -> None:
    events: list[Capture | Notiz] = [
        archive.note(K, NOW, "beginn", {"befehl": "crawl", "dateien": ["ä"]}),
        keep(archive, 1, b"eins"),
        archive.note(K, NOW, "problem", {"art": "abruf", "meldung": "keine Antwort", "url": URL}),
        keep(archive, 2, b"zwei"),
        archive.note(K, NOW + timedelta(hours=1), "ende", {"ergebnis": "fertig", "anfragen": 3}),
    ]
    assert list(archive.events(K)) == events
    for number, event in enumerate(events):
        assert list(archive.events(K, after=(event.warc, event.offset))) == events[number + 1 :]


def test_what_others_read_of_a_note(archive: Archive) -> None:
    notiz = archive.note(K, NOW, "problem", {"meldung": "Größe"})
    with (archive.root / notiz.warc).open("rb") as file:
        _, record = [(each.rec_headers, each.raw_stream.read()) for each in ArchiveIterator(file)]
    assert record[0]["WARC-Type"] == "metadata"
    assert (record[0]["Content-Type"], record[0]["WARC-Target-URI"]) == ("application/json", "urn:ratsarchiv:problem")
    assert record[1].decode() == '{"meldung": "Größe"}'


def test_a_full_file_is_followed_by_another_and_the_order_stays(tmp_path: Path) -> None:
    with Archive(tmp_path, rotate=4000) as archive:
        written = [keep(archive, n, os.urandom(1500)) for n in range(12)]
        archive.close()
        written += [keep(archive, n, os.urandom(1500)) for n in range(12)]
        names = [path.name for path in sorted((tmp_path / K).iterdir())]
        assert names == [f"{K}-20260329T013000Z-{number:05}.warc.gz" for number in range(1, 13)]
        assert [each.warc.rpartition("/")[2] for each in written] == sorted(names * 2)
        assert list(archive.events(K)) == written


def test_files_of_the_first_version_come_where_they_belong(archive: Archive) -> None:
    first = keep(archive, 1, b"eins")
    archive.close()
    old = f"{K}/{K}-20260329T013001Z.warc.gz"
    (archive.root / first.warc).rename(archive.root / old)
    second = keep(archive, 1, b"zwei")
    assert order(old) < order(second.warc)
    assert list(archive.events(K)) == [replace(first, warc=old), second]


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=20))
@settings(max_examples=200)
def test_a_new_name_stands_behind_all_others_whatever_the_clock_does(steps: list[int]) -> None:
    names: list[str] = []
    when = NOW
    for step in steps:
        when += timedelta(seconds=step)
        names.append(following(K, when, names[-1] if names else None))
    assert names == sorted(set(names))


def test_a_run_that_kept_nothing_leaves_no_file(archive: Archive) -> None:
    archive.begin(K, NOW)
    archive.close()
    assert list((archive.root / K).iterdir()) == []


def test_one_run_at_a_time_also_between_two_files(tmp_path: Path) -> None:
    with Archive(tmp_path, rotate=100) as archive, Archive(tmp_path) as other:
        for number in range(3):
            keep(archive, number, os.urandom(200))
            with pytest.raises(WrongUse, match="another process"):
                other.begin(K, NOW)
        archive.close()
        other.begin(K, NOW)


def test_a_file_that_is_no_warc_is_never_cut(archive: Archive) -> None:
    kept = keep(archive, 1, b"eins")
    archive.close()
    newest = archive.root / K / f"{K}-20990101T000000Z-00001.warc.gz"
    newest.write_bytes(b"kein WARC" * 1000)
    later = keep(archive, 2, b"zwei")
    assert newest.read_bytes() == b"kein WARC" * 1000
    assert order(later.warc) > order(newest.name)
    told: list[str] = []
    assert archive.get(kept.warc, kept.offset) == kept
    with pytest.raises(WrongUse):
        list(archive.events(K, report=lambda _, why: told.append(why)))


def test_damage_that_looks_like_a_tear_is_not_cut_either(archive: Archive) -> None:
    """The damaged member's stream has no end any more, and swallows what follows."""
    damaged, after = keep(archive, 1, os.urandom(4000)), keep(archive, 2, b"zwei")
    archive.close()
    path = archive.root / after.warc
    content = bytearray(path.read_bytes())
    del content[damaged.offset + 2000 : damaged.offset + damaged.laenge]
    path.write_bytes(content)
    keep(archive, 3, b"drei")
    assert path.read_bytes()[: len(content)] == content
    told: list[str] = []
    found = list(archive.events(K, report=lambda _, why: told.append(why)))
    assert [each.url for each in found if isinstance(each, Capture)] == [f"{URL}2", f"{URL}3"]
    assert len(told) == 1


def test_a_reader_beside_a_writer_sees_whole_records_alone(archive: Archive) -> None:
    written = [keep(archive, n, os.urandom(500)) for n in range(3)]
    path = archive.root / written[0].warc
    whole = path.read_bytes()
    for cut in range(written[2].offset + 1, written[2].offset + written[2].laenge, 37):
        path.write_bytes(whole[:cut])
        assert list(Archive(archive.root).events(K)) == written[:2]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_takes_no_more_damages_nothing(archive: Archive) -> None:
    written = [keep(archive, n, os.urandom(5000)) for n in range(3)]
    path = archive.root / written[0].warc
    size = path.stat().st_size
    for room in (size, size + 1, size + 700, size + 4000):
        with files_of_at_most(room), pytest.raises(ArchiveError, match=r"can't be written: File too large"):
            keep(archive, 9, os.urandom(5000))
        assert path.stat().st_size == size
    written.append(keep(archive, 4, b"wieder Platz"))
    assert list(archive.events(K)) == written


def test_a_folder_that_can_not_be_written_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / "warc").write_bytes(b"")
    with Archive(tmp_path / "warc") as archive, pytest.raises(ArchiveError, match="can't be written"):
        keep(archive, 1, b"eins")


def test_a_body_may_be_a_file_and_a_large_one_is_streamed(archive: Archive) -> None:
    body = os.urandom(1000) * (PAGE // 1000 + 1)
    with BytesIO(body) as file:
        file.seek(77)
        response = ("HTTP/1.1 200 OK", (("Content-Type", "application/pdf"),), file)
        kept = archive.write(K, f"{URL}1", NOW, request=REQUEST, response=response)
    assert (kept.body, kept.anfang, kept.groesse) == (None, body[:64], len(body))
    assert kept.sha256 == sha256(body).hexdigest()
    assert archive.get(kept.warc, kept.offset) == kept
    with closing(archive.open(kept)) as whole:
        assert whole.read() == body


def test_an_address_or_header_can_not_write_headers_of_its_own(archive: Archive) -> None:
    url = f"{URL}1\r\nWARC-Type: warcinfo\r\n\r\n"
    headers = (("X-A\r\nB", "1"), ("X-C", "1\r\nSet-Cookie: geheim"), HTML)
    kept = archive.write(K, url, NOW, request=REQUEST, response=("HTTP/1.1 200 OK\r\nX: y", headers, b"eins"))
    assert archive.get(kept.warc, kept.offset) == kept
    assert kept.header.keys() == {"x-c", "content-type"}
    assert kept.url == f"{URL}1%0D%0AWARC-Type:%20warcinfo%0D%0A%0D%0A"

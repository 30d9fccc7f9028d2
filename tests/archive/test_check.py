"""The check of the archive's own files finds whatever is done to them."""

from __future__ import annotations

import gzip
import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.archive import Archive, check
from ratsarchiv.archive.records import records

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.model import Capture

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
REQUEST = ("GET /x HTTP/1.1", (), b"")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "warc"


@pytest.fixture
def kept(root: Path) -> list[Capture]:
    """Three answers, and one more that repeats the second."""
    captures: list[Capture] = []
    with Archive(root) as archive:
        archive.note("musterstadt", NOW, "beginn", {"befehl": "crawl"})
        for number, body in enumerate((b"eins" * 100, b"zwei" * 100, b"drei" * 100, b"zwei" * 100)):
            twin = (captures[1].warc, captures[1].offset) if number == 3 else None
            response = ("HTTP/1.1 200 OK", (("Content-Type", "text/plain"),), body)
            when = NOW + timedelta(seconds=number)
            url = f"http://ratsinfo.example/{number}"
            captures.append(
                archive.write("musterstadt", url, when, request=REQUEST, response=response, twin=lambda _, t=twin: t)  # type: ignore[misc]
            )
    return captures


def test_a_sound_archive_has_no_findings(root: Path, kept: list[Capture]) -> None:
    counts = Counter[str]()
    assert list(check(root, counts=counts)) == []
    size = (root / kept[0].warc).stat().st_size
    kinds = {"warcinfo": 1, "metadata": 1, "response": 3, "revisit": 1, "request": 4}
    assert counts == {"dateien": 1, "bytes": size, "records": 10, **kinds}
    assert list(check(root, "musterdorf")) == []


def test_every_changed_byte_is_found_and_what_is_behind_it_is_still_read(root: Path, kept: list[Capture]) -> None:
    path = root / kept[0].warc
    whole = path.read_bytes()
    begins = [stored.offset for stored in records(path)]
    unseen = {begin + byte for begin in begins for byte in range(3, 10)}
    """Flags, time and system in a gzip head: nobody's content."""
    for place in sorted({*range(0, len(whole), 41)} - unseen):
        content = bytearray(whole)
        content[place] ^= 0xFF
        path.write_bytes(content)
        counts = Counter[str]()
        findings = list(check(root, counts=counts))
        assert findings, place
        assert {each.warc for each in findings} == {kept[0].warc}
        if place > 20:  # else what begins the file is no member of gzip any more
            assert counts["records"] == 9


def test_a_body_that_was_exchanged_is_found_by_its_digests(root: Path, kept: list[Capture]) -> None:
    path = root / kept[2].warc
    whole = path.read_bytes()
    start, end = kept[2].offset, kept[2].offset + kept[2].laenge
    record = gzip.decompress(whole[start:end]).replace(b"drei", b"vier", 1)
    path.write_bytes(whole[:start] + gzip.compress(record) + whole[end:])
    assert [each.meldung.partition(" (")[0] for each in check(root)] == [
        f"byte {start}: the block is not what its digest says",
        f"byte {start}: the body is not what its digest says",
    ]


def test_a_revisit_without_its_original_is_found(root: Path, kept: list[Capture]) -> None:
    path = root / kept[1].warc
    whole = path.read_bytes()
    start, end = kept[1].offset, kept[1].offset + kept[1].laenge
    record = gzip.decompress(whole[start:end]).replace(b"WARC-Type: response", b"WARC-Type: resource")
    packed = gzip.compress(record)
    for room in (packed, b""):
        path.write_bytes(whole[:start] + room + b"" + whole[end:])
        assert any("repeats an answer that can't be read" in each.meldung for each in check(root))


def test_a_revisit_that_means_another_body_is_found(root: Path, kept: list[Capture]) -> None:
    path = root / kept[3].warc
    whole = path.read_bytes()
    start, end = kept[3].offset, kept[3].offset + kept[3].laenge
    record = gzip.decompress(whole[start:end])
    wrong = re.sub(rb"(WARC-Payload-Digest: sha1:)[A-Z2-7]+", rb"\1" + b"A" * 32, record)
    path.write_bytes(whole[:start] + gzip.compress(wrong) + whole[end:])
    [finding] = check(root)
    assert "repeats an answer with another digest" in finding.meldung


@pytest.mark.parametrize("cut", [1, 7, 100])
def test_a_torn_end_is_found(root: Path, kept: list[Capture], cut: int) -> None:
    path = root / kept[0].warc
    os.truncate(path, path.stat().st_size - cut)
    [finding] = check(root)
    assert "torn at byte" in finding.meldung


def test_imported_files_are_checked_too(root: Path, kept: list[Capture], tmp_path: Path) -> None:
    with Archive(tmp_path / "zweites") as other:
        name = other.take_in("musterdorf", root / kept[0].warc)
    counts = Counter[str]()
    assert list(check(tmp_path / "zweites", counts=counts)) == []
    assert (counts["response"], counts["revisit"]) == (3, 1)
    assert [name] == other.imports("musterdorf")

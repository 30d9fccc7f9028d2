from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ratsarchiv import fetch
from ratsarchiv.archive import Archive, read
from ratsarchiv.archive.records import DOCUMENT, HEAD, IN_MEMORY, Stored, at
from ratsarchiv.archive.records import PAGE as PAGE_LIMIT
from ratsarchiv.errors import ArchiveError, WrongUse

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

URL = "http://ratsinfo.example/bi/"
PAGE = "<p>Erfundene Seite – für Tests</p>".encode("cp1252")


class Foreign:
    """A WARC as another program writes it."""

    def __init__(self, *, packed: bool = True) -> None:
        self._out = BytesIO()
        self._writer = WARCWriter(self._out, gzip=packed, warc_version="1.0")
        self._writer.write_record(self._writer.create_warcinfo_record("fremd.warc.gz", {"software": "etwas anderes"}))

    def add(self, name: str, body: bytes, *headers: tuple[str, str], kind: str = "response") -> Any:
        http = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1")
        date = {"WARC-Date": "2015-11-10T12:00:00Z"}
        record = self._writer.create_warc_record(
            URL + name, kind, payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=date
        )
        self._writer.write_record(record)
        return record

    def add_other(self, kind: str, url: str, body: bytes) -> None:
        record = self._writer.create_warc_record(url, kind, payload=BytesIO(body), length=len(body))
        self._writer.write_record(record)

    def add_revisit(self, name: str, digest: str, refers_to: str, *headers: tuple[str, str]) -> None:
        http = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1") if headers else None
        record = self._writer.create_revisit_record(
            URL + name, digest, URL + refers_to, "2015-11-10T12:00:00Z", http_headers=http,
            warc_headers_dict={"WARC-Date": "2016-01-01T00:00:00Z"},
        )  # fmt: skip
        self._writer.write_record(record)

    def bytes(self) -> bytes:
        return self._out.getvalue()

    def save(self, folder: Path, name: str = "fremd.warc.gz") -> Path:
        path = folder / name
        path.write_bytes(self.bytes())
        return path


@pytest.fixture
def foreign() -> Foreign:
    return Foreign()


def payloads(path: Path) -> dict[str, bytes]:
    """What the answers of a file hold, read by warcio."""
    with path.open("rb") as file:
        return {
            each.rec_headers["WARC-Target-URI"]: each.raw_stream.read()
            for each in ArchiveIterator(file)
            if each.rec_type == "response" and each.http_headers
        }


@pytest.mark.parametrize("packed", ["per record", "as a whole", "not at all"])
def test_any_packing_is_read(tmp_path: Path, packed: str) -> None:
    foreign = Foreign(packed=packed == "per record")
    foreign.add("a", PAGE, ("Content-Type", "text/html"))
    foreign.add("b", b"", ("Content-Type", "text/html"))
    path = foreign.save(tmp_path)
    if packed == "as a whole":
        path.write_bytes(gzip.compress(foreign.bytes()))
    captures = list(read(path, "leipzig"))
    assert [(each.url, each.body, each.http_status) for each in captures] == [
        (URL + "a", PAGE, 200),
        (URL + "b", b"", 200),
    ]
    assert captures[0].zeitpunkt == datetime(2015, 11, 10, 12, tzinfo=UTC)
    assert captures[0].kommune == "leipzig"


def test_encodings_are_undone_for_reading(tmp_path: Path, foreign: Foreign) -> None:
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    foreign.add("gepackt", gzip.compress(PAGE), ("Content-Encoding", "gzip"))
    foreign.add("gestueckelt", chunks, ("Transfer-Encoding", "chunked"))
    foreign.add("ohne", PAGE, ("Content-Encoding", "identity"))
    foreign.add("gelogen", PAGE, ("Content-Encoding", "gzip"))
    captures = list(read(foreign.save(tmp_path)))
    assert [each.body for each in captures] == [PAGE] * 4
    assert len({each.sha256 for each in captures}) == 1


def test_a_revisit_has_the_body_that_it_points_to(tmp_path: Path, foreign: Foreign) -> None:
    record = foreign.add("a", gzip.compress(PAGE), ("Content-Encoding", "gzip"), ("Content-Type", "text/html"))
    digest = record.rec_headers["WARC-Payload-Digest"]
    foreign.add_revisit("a", digest, "a", ("X-Neu", "1"))
    foreign.add_revisit("b", "sha1:AAAA", "a")
    foreign.add_revisit("c", "sha1:AAAA", "nirgends", ("X-Neu", "1"))
    lost: list[str] = []
    captures = list(read(foreign.save(tmp_path), report=lambda url, _: lost.append(url)))
    assert [(each.url, each.body) for each in captures] == [(URL + "a", PAGE), (URL + "a", PAGE), (URL + "b", PAGE)]
    assert captures[1].header["x-neu"] == "1"
    assert captures[1].zeitpunkt.year == 2016
    assert lost == [URL + "c"]


def test_what_is_no_http_answer_is_passed_over(tmp_path: Path, foreign: Foreign) -> None:
    foreign.add_other("metadata", URL + "m", b"a: b\r\n")
    foreign.add_other("resource", "urn:screenshot:1", b"\x89PNG")
    foreign.add_other("response", "dns:ratsinfo.example", b"20151110 127.0.0.1")
    foreign.add("a", PAGE)
    assert [each.url for each in read(foreign.save(tmp_path))] == [URL + "a"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>eine Seite</html>",
        b"%PDF-1.7\n",
        gzip.compress(b"eine Tabelle"),
        b"PK\x03\x04",
        b"WARC/9.9\r\n\r\n",
    ],
    ids=["empty", "html", "pdf", "gzip", "zip", "unknown version"],
)
def test_a_file_that_is_no_warc_is_wrong_use(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "seite.warc.gz"
    path.write_bytes(content)
    with pytest.raises(WrongUse, match=r"seite\.warc\.gz") as caught:
        list(read(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_cut_anywhere_gives_what_is_whole_and_says_that_it_is_torn(tmp_path: Path, packed: bool) -> None:
    foreign = Foreign(packed=packed)
    ends = {len(foreign.bytes()): 0}
    for number in range(3):
        foreign.add(str(number), PAGE * (number + 1))
        ends[len(foreign.bytes())] = number + 1
    whole, path = foreign.bytes(), tmp_path / "fremd.warc.gz"
    for cut in range(1, len(whole), 7):
        path.write_bytes(whole[:cut])
        given, torn = _as_far_as_it_goes(path)
        # The two empty lines at the end of an unpacked record may be missing.
        least = max((number for end, number in ends.items() if end <= cut), default=0)
        assert given in ({least} if packed else {least, least + 1})
        assert torn == (cut not in ends) or not packed


def _as_far_as_it_goes(path: Path) -> tuple[int, bool]:
    given = 0
    try:
        for _ in read(path):
            given += 1
    except (ArchiveError, WrongUse):
        return given, True
    return given, False


def test_damage_in_the_middle_is_found(tmp_path: Path, foreign: Foreign) -> None:
    foreign.add("a", PAGE)
    foreign.add("b", PAGE * 50)
    path = foreign.save(tmp_path)
    content = bytearray(path.read_bytes())
    content[-20] ^= 0xFF
    path.write_bytes(content)
    given, torn = _as_far_as_it_goes(path)
    assert (given, torn) == (1, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2015-11-10T12:00:00Z", b"neulich um halb acht"),
        (b"2015-11-10T12:00:00Z", b"99999999999999999999-11-10T12:00:00Z"),
        (b"HTTP/1.1 200 OK", b"HTTP/1.1 ZWO OK"),
        (b"HTTP/1.1 200 OK", b"HTTX/1.1 200 OK"),
        (b"Content-Length: ", b"Content-Laenge: "),
    ],
)
def test_a_record_that_makes_no_sense_is_an_archive_error(tmp_path: Path, old: bytes, new: bytes) -> None:
    foreign = Foreign(packed=False)
    foreign.add("a", PAGE)
    path = foreign.save(tmp_path)
    head, kept = foreign.bytes().split(b"WARC/1.0\r\n", 2)[1:]
    path.write_bytes(b"WARC/1.0\r\n" + head + b"WARC/1.0\r\n" + kept.replace(old, new))
    with pytest.raises(ArchiveError, match="byte"):
        list(read(path))


def read_telling(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of the answers that are given, and of those that are passed over, with the reason."""
    told: list[tuple[str, str]] = []
    given = [
        each.url.removeprefix(URL)
        for each in read(path, report=lambda url, why: told.append((url.removeprefix(URL), why)))
    ]
    return given, told


@pytest.mark.parametrize(("mime", "limit"), [("text/html; charset=utf-8", "PAGE"), ("application/pdf", "DOCUMENT")])
@pytest.mark.parametrize("packed", [True, False])
def test_an_answer_that_is_too_large_is_passed_over_and_told(
    tmp_path: Path, foreign: Foreign, monkeypatch: pytest.MonkeyPatch, mime: str, limit: str, packed: bool
) -> None:
    large = b"x" * 3_000_000
    coding = [("Content-Encoding", "gzip")] if packed else []
    foreign.add("gross", gzip.compress(large) if packed else large, ("Content-Type", mime), *coding)
    foreign.add("klein", PAGE, ("Content-Type", mime))
    path = foreign.save(tmp_path)
    assert read_telling(path) == (["gross", "klein"], [])
    monkeypatch.setattr(f"ratsarchiv.archive.content.{limit}", 2_000_000)
    given, [(url, why)] = read_telling(path)
    assert (given, url, "more than 2,000,000 bytes" in why) == (["klein"], "gross", True)


@pytest.mark.parametrize("packed", ["per record", "as a whole", "not at all"])
def test_a_record_larger_than_any_document_is_never_loaded(tmp_path: Path, packed: str) -> None:
    foreign = Foreign(packed=packed == "per record")
    foreign.add("gross", b"x" * (DOCUMENT + HEAD), ("Content-Type", "application/pdf"))
    foreign.add("klein", PAGE)
    path = foreign.save(tmp_path)
    if packed == "as a whole":
        path.write_bytes(gzip.compress(foreign.bytes(), 1))
    del foreign
    tracemalloc.start()
    given, [(url, _)] = read_telling(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (given, url) == (["klein"], "gross")
    assert peak < DOCUMENT


def test_the_limits_are_those_of_a_visit() -> None:
    assert (PAGE_LIMIT, DOCUMENT) == (fetch.PAGE, fetch.DOCUMENT)


def test_a_gzip_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = Foreign(packed=False)
    foreign.add("a", b"x" * 30_000_000)
    path = tmp_path / "bombe.warc.gz"
    path.write_bytes(gzip.compress(foreign.bytes()))
    assert [each.url for each in read(path)] == [URL + "a"]
    monkeypatch.setattr("ratsarchiv.archive.records.FREE", 1_000_000)
    with pytest.raises(ArchiveError, match=r"bombe\.warc\.gz: byte 0 unpacks to more than we take"):
        list(read(path))


def test_a_head_without_end_is_not_read_to_its_end(tmp_path: Path, foreign: Foreign) -> None:
    foreign.add("a", PAGE)
    path = tmp_path / "kopf.warc.gz"
    path.write_bytes(foreign.bytes() + gzip.compress(b"WARC/1.0\r\n" + b"X-Kopf: ja\r\n" * 5_000_000, 1))
    tracemalloc.start()
    given, [(url, why)] = read_telling(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (given, url, "damaged at byte" in why) == (["a"], "", True)
    assert peak < IN_MEMORY * 3


def test_many_revisits_in_a_file_packed_as_a_whole_are_read_in_one_walk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = Foreign(packed=False)
    for name in ("a", "b"):
        foreign.add(name, name.encode() * 100)
    for _ in range(200):
        foreign.add_revisit("neu", "sha1:AAAA", "a")
        foreign.add_revisit("neu", "sha1:AAAA", "b")
    path = tmp_path / "fremd.warc.gz"
    path.write_bytes(gzip.compress(foreign.bytes()))
    walks: list[int] = []

    def walk(path: Path, offset: int, place: int) -> AbstractContextManager[Stored]:
        walks.append(place)
        return at(path, offset, place)

    monkeypatch.setattr("ratsarchiv.archive.reading.at", walk)
    bodies = [each.body for each in read(path)]
    assert bodies == [b"a" * 100, b"b" * 100] * 201
    assert len(walks) == 2


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2015-11-10T12:00:00Z", b"neulich um halb acht"),
        (b"HTTP/1.1 200 OK", b"HTTP/1.1 ZWO OK"),
        (b"HTTP/1.1 200 OK", b"HTTX/1.1 200 OK"),
        (b"HTTP/1.1 200 OK\r\n", b"\r\nHTTP/1.1 200 OK"),
    ],
    ids=["date", "status", "protocol", "no status line"],
)
def test_one_bad_record_is_passed_over_and_told(tmp_path: Path, packed: bool, old: bytes, new: bytes) -> None:
    parts: list[bytes] = []
    for name in ("a", "schlecht", "b"):
        foreign = Foreign(packed=False)
        start = len(foreign.bytes()) if parts else 0
        foreign.add(name, PAGE, ("Content-Type", "text/html"))
        record = foreign.bytes()[start:]
        record = record.replace(old, new) if name == "schlecht" else record
        parts.append(gzip.compress(record) if packed else record)
    path = tmp_path / "fremd.warc.gz"
    path.write_bytes(b"".join(parts))
    given, [(url, why)] = read_telling(path)
    assert (given, url) == (["a", "b"], "schlecht")
    assert why.startswith("fremd.warc.gz: byte ")


def test_answers_over_http_2_are_read_and_copied_so_that_others_read_them(tmp_path: Path) -> None:
    foreign = Foreign(packed=False)
    foreign.add("a", PAGE, ("Content-Type", "text/html"))
    path = tmp_path / "fremd.warc"
    line = b"HTTP/1.1 200 OK"
    path.write_bytes(foreign.bytes().replace(line, b"HTTP/2 200     "))
    assert [(each.http_status, each.body) for each in read(path)] == [(200, PAGE)]
    with Archive(tmp_path / "warc") as archive:
        [copied] = archive.copy("leipzig", path)
    assert payloads(tmp_path / "warc" / copied.warc) == {URL + "a": PAGE}


def test_a_copy_leaves_out_what_is_not_ours(tmp_path: Path, foreign: Foreign) -> None:
    for name in ("a", "geheim", "b"):
        foreign.add(name, name.encode() * 9)
    source = foreign.save(tmp_path)
    with Archive(tmp_path / "warc") as archive:
        kept = list(archive.copy("leipzig", source, frozenset({1})))
        everything = list(archive.copy("leipzig", source))
    assert [each.url for each in kept] == [URL + "a", URL + "b"]
    assert b"geheim" not in gzip.decompress((tmp_path / "warc" / kept[0].warc).read_bytes())
    assert len(everything) == 3


def test_a_copy_holds_the_same_bytes_and_dates_without_cookies(tmp_path: Path, foreign: Foreign) -> None:
    foreign.add("a", gzip.compress(PAGE), ("Content-Encoding", "gzip"), ("Set-Cookie", "x=1"))
    foreign.add("b", PAGE, ("Content-Type", "text/html"))
    source = foreign.save(tmp_path)
    with Archive(tmp_path / "warc") as archive:
        captures = list(archive.copy("leipzig", source))
    copy = tmp_path / "warc" / captures[0].warc
    assert payloads(copy) == payloads(source)
    assert {each.zeitpunkt.year for each in captures} == {2015}
    assert b"x=1" not in gzip.decompress(copy.read_bytes())
    assert [archive.get(each.warc, each.offset) for each in captures] == captures


def test_the_same_file_is_taken_in_once(tmp_path: Path, foreign: Foreign) -> None:
    foreign.add("a", PAGE)
    source = foreign.save(tmp_path)
    with Archive(tmp_path / "warc") as archive:
        first = list(archive.copy("leipzig", source))
        again = list(archive.copy("leipzig", source.rename(tmp_path / "anders.warc.gz")))
    assert again == first
    assert len(list((tmp_path / "warc" / "leipzig").iterdir())) == 1


def test_a_copy_that_fails_leaves_nothing_behind(tmp_path: Path, foreign: Foreign) -> None:
    foreign.add("a", PAGE)
    source = foreign.save(tmp_path)
    source.write_bytes(source.read_bytes()[:-5])
    with Archive(tmp_path / "warc") as archive, pytest.raises(ArchiveError):
        list(archive.copy("leipzig", source))
    assert list((tmp_path / "warc" / "leipzig").iterdir()) == []


def test_real_pages_are_read(shared: Path) -> None:
    for path in sorted((shared / "warc").glob("*.warc.gz")):
        captures = list(read(path))
        assert {each.url: each.body for each in captures} == payloads(path)
        assert all(b"ALLRIS" in (each.body or b"") for each in captures)

"""WACZ, HAR, saved pages and OParl dumps: what is taken from each, and what of a hostile one is not."""

from __future__ import annotations

import base64
import json
import os
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratsarchiv.archive import OPARL, Archive, Source, read
from ratsarchiv.archive.sources.json_text import VALUE
from ratsarchiv.errors import ArchiveError, RatsarchivError, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.model import Capture

BASE = "https://ratsinfo.example/bi/"
REQUEST = ("GET /x HTTP/1.1", (), b"")
WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
CHANGED = datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC)


def told(source: Path | Source) -> tuple[list[Capture], list[tuple[str, str]]]:
    """What is given, and what is passed over with the reason."""
    bad: list[tuple[str, str]] = []
    return list(read(source, report=lambda url, why: bad.append((url, why)))), bad


def dated(path: Path) -> Path:
    os.utime(path, (CHANGED.timestamp(), CHANGED.timestamp()))
    return path


def warc(folder: Path, *bodies: bytes) -> Path:
    """A WARC file whose answers repeat the first one's body where theirs is the same."""
    with Archive(folder) as archive:
        kept: dict[bytes, Capture] = {}
        for number, body in enumerate(bodies):
            twin = kept.get(body)
            response = ("HTTP/1.1 200 OK", (("Content-Type", "text/html"),), body)
            capture = archive.write(
                "x", f"{BASE}{number}", WHEN, request=REQUEST, response=response,
                twin=lambda _, twin=twin: twin and (twin.warc, twin.offset),  # type: ignore[misc]
            )  # fmt: skip
            kept.setdefault(body, capture)
    return folder / capture.warc


# WACZ


def wacz(
    tmp_path: Path, files: dict[str, bytes], hashes: dict[str, str] | None = None, name: str = "seite.zip"
) -> Path:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for each, content in files.items():
            packed.writestr(each, content)
        if hashes is not None:
            resources = [{"path": each, "hash": f"sha256:{value}"} for each, value in hashes.items()]
            packed.writestr("datapackage.json", json.dumps({"resources": resources}))
    return path


def test_the_warc_files_of_a_wacz_are_read_together(tmp_path: Path) -> None:
    one, two = warc(tmp_path / "1", b"eins", b"zwei"), warc(tmp_path / "2", b"drei", b"drei")
    files = {f"archive/{name}": path.read_bytes() for name, path in (("a.warc.gz", one), ("b.warc.gz", two))}
    path = wacz(tmp_path, files | {"pages/pages.jsonl": b"{}"}, {n: sha256(c).hexdigest() for n, c in files.items()})
    captures, bad = told(path)
    assert ([each.body for each in captures], bad) == ([b"eins", b"zwei", b"drei", b"drei"], [])
    assert {each.herkunft for each in captures} == {"WACZ seite.zip"}
    with Archive(tmp_path / "warc") as archive:
        copied = list(archive.copy("leipzig", path))
        assert [(each.body, each.herkunft) for each in copied] == [(each.body, each.herkunft) for each in captures]
        assert [archive.get(each.warc, each.offset) for each in copied] == copied


def test_a_wacz_that_is_not_what_its_list_says_is_refused(tmp_path: Path) -> None:
    content = warc(tmp_path / "1", b"eins").read_bytes()
    with pytest.raises(ArchiveError, match=r"datapackage\.json"):
        told(wacz(tmp_path, {"archive/a.warc.gz": content}, {"archive/a.warc.gz": "0" * 64}))


def test_names_in_a_zip_reach_nothing_outside(tmp_path: Path) -> None:
    content = warc(tmp_path / "1", b"eins").read_bytes()
    names = ["../../archive/boese.warc.gz", "/archive/boese.warc.gz", "archive/..\\..\\boese.warc.gz"]
    before = sorted(tmp_path.rglob("*"))
    captures, _ = told(wacz(tmp_path / "1", dict.fromkeys(names, content)))
    assert len(captures) == 3
    assert sorted(path for path in tmp_path.rglob("*") if path.name != "seite.zip") == before


@pytest.mark.parametrize("fault", ["bomb", "cut", "no zip", "no warc", "flipped", "encrypted"])
def test_a_bad_zip_is_refused(tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = warc(tmp_path / "1", os.urandom(3000)).read_bytes()
    path = wacz(tmp_path, {"archive/a.warc.gz": content})
    plain = bytearray(path.read_bytes())
    if fault == "bomb":
        monkeypatch.setattr("ratsarchiv.archive.sources.wacz.FREE", 1_000_000)
        path = wacz(tmp_path, {"archive/a.warc": b"WARC/1.0\r\n" + bytes(50_000_000)})
    elif fault == "cut":
        path.write_bytes(plain[: len(plain) // 2])
    elif fault == "no zip":
        path.write_bytes(b"PK\x03\x04" + os.urandom(500))
    elif fault == "no warc":
        path = wacz(tmp_path, {"word/document.xml": b"<x/>"})
    elif fault == "flipped":
        plain[500] ^= 0xFF
        path.write_bytes(plain)
    else:
        plain[6] |= 1
        plain[plain.rindex(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(plain)
    with pytest.raises(RatsarchivError, match=r"seite\.zip") as caught:
        told(path)
    assert "\n" not in str(caught.value)


# HAR


def entry(url: str = f"{BASE}vo020.asp?VOLFDNR=1", **changed: Any) -> dict[str, Any]:
    content = changed.pop("content", {"mimeType": "text/html; charset=iso-8859-1", "text": "Prüfung – „so“"})
    said = {
        "startedDateTime": "2024-05-06T09:08:09.000+02:00",
        "request": {"method": changed.pop("method", "GET"), "url": url, "headers": [{"name": "Cookie", "value": "geheim"}]},
        "response": {
            "status": changed.pop("status", 200), "statusText": "OK", "httpVersion": "h2", "content": content,
            "headers": [{"name": "content-encoding", "value": "br"}, {"name": "Set-Cookie", "value": "geheim"},
                        {"name": "Content-Type", "value": content.get("mimeType", "")}, {"name": ":status", "value": "200"}],
        },
    }  # fmt: skip
    return said | changed


def har(tmp_path: Path, *entries: Any) -> Path:
    path = tmp_path / "seite.json"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": list(entries)}}), "utf-8")
    return path


def test_an_answer_of_a_har_file(tmp_path: Path) -> None:
    [capture], bad = told(har(tmp_path, entry()))
    assert (capture.url, capture.zeitpunkt, bad) == (f"{BASE}vo020.asp?VOLFDNR=1", WHEN, [])
    assert (capture.body, capture.mime) == ("Prüfung – „so“".encode("cp1252"), "text/html")
    assert capture.header == {"content-type": "text/html; charset=iso-8859-1", "content-length": "14"}
    assert (capture.http_status, capture.herkunft) == (200, "HAR seite.json")
    with Archive(tmp_path / "warc") as archive:
        [copied] = archive.copy("leipzig", tmp_path / "seite.json")
        assert (copied.body, copied.zeitpunkt, copied.herkunft) == (capture.body, WHEN, "HAR seite.json")


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"mimeType": "application/pdf", "encoding": "base64", "text": base64.b64encode(b"%PDF\0\xff").decode()}, b"%PDF\0\xff"),
        ({"mimeType": "text/html", "text": '<meta charset="windows-1252">ü'}, b'<meta charset="windows-1252">\xfc'),
        ({"mimeType": "text/html", "text": "ü"}, b"\xc3\xbc"),
        ({"mimeType": "text/html; charset=iso-8859-1", "text": "Ł"}, "Ł".encode()),
        ({"mimeType": "text/html; charset=idna", "text": "ü"}, b"\xc3\xbc"),
        ({"mimeType": "text/html; charset=base64", "text": "ü"}, b"\xc3\xbc"),
        ({"mimeType": "text/html", "text": "\ud800"}, b"?"),
    ],
)  # fmt: skip
def test_texts_are_encoded_as_their_page_says(tmp_path: Path, content: dict[str, Any], body: bytes) -> None:
    [capture], _ = told(har(tmp_path, entry(content=content)))
    assert capture.body == body


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (entry(content={"mimeType": "text/html"}), "not recorded"),
        (entry(content={"mimeType": "text/html", "text": "", "size": 9}), "not recorded"),
        (entry(content={"text": "!!!", "encoding": "base64"}), "base64"),
        (entry(content={"text": "x", "encoding": "rot13"}), "unknown encoding"),
        (entry(status=304), "cache switched off"),
        (entry(status=0), "no status"),
        (entry(status="zwei"), "zwei"),
        (entry(method="POST"), "POST"),
        (entry("ftp://ratsinfo.example/x"), "no address"),
        (entry("https://name:geheim@ratsinfo.example/x"), "no address"),
        (entry("https://[::1/"), "Invalid IPv6"),
        (entry(startedDateTime="gestern"), "gestern"),
        (entry(startedDateTime="2024-05-06T09:08:09"), "no offset"),
        (entry(startedDateTime="0001-01-01T00:00:00+14:00"), "no time"),
        (entry(request=None), "subscriptable"),
        ({}, "missing"),
        ([], "list"),
        ("text", "string"),
        (None, "NoneType"),
    ],
)
def test_an_entry_that_makes_no_sense_is_passed_over_and_told(tmp_path: Path, wrong: Any, why: str) -> None:
    captures, [(_, said)] = told(har(tmp_path, entry(BASE), wrong, entry(BASE)))
    assert (len(captures), why in said, said.startswith("seite.json: entry at byte ")) == (2, True, True), said


@pytest.mark.parametrize(
    "text",
    [
        b'{"log": {}}', b'{"log": {"entries": 7}}', b'{"log": [', b'{"log": "', b'{"log"', b"{}", b"[]", b"[1]",
        b'{"log": {"entries": [' + b"[" * 200_000, b'{"log": {"entries": [' + b'"' * 200_001,
        b'{"log": {"entries": [' + b'"\\"' * 200_000 + b"\\", b"[" * 500_000, b'{"id": ' * 100_000, b'{"\\',
    ],
)  # fmt: skip
def test_json_that_holds_nothing_for_us_is_refused_in_bounded_time(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "etwas.json"
    path.write_bytes(text)
    try:
        captures, _ = told(path)
    except WrongUse as error:
        assert "etwas.json" in str(error)  # noqa: PT017 - some of these are a HAR file without an answer
    else:
        assert captures == []


def test_a_value_larger_than_we_take_is_passed_over_and_never_loaded(tmp_path: Path) -> None:
    path = tmp_path / "gross.json"
    with path.open("wb") as file:
        file.write(b'{"log": {"entries": [')
        file.write(json.dumps(entry(BASE)).encode() + b', {"a": "' + b"x" * VALUE + b'"},')
        file.write(b'{"a": [' + b"[]," * 70_000 + b"1]}," + json.dumps(entry(BASE)).encode() + b"]}}")
    tracemalloc.start()
    captures, bad = told(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(captures), len(bad)) == (2, 2)
    assert peak < 8 << 20


@given(st.binary(max_size=300), st.integers(0, 2000), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_a_damaged_har_file_never_fails_otherwise(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int, length: int
) -> None:
    path = har(tmp_path_factory.mktemp("har"), entry(BASE), entry(BASE))
    whole = path.read_bytes()
    path.write_bytes(whole[:place] + noise + whole[place + length :])
    with suppress(RatsarchivError):
        assert len(told(path)[0]) <= 3


# A folder of saved pages

SAVED = (
    b"<!DOCTYPE html>\r\n<!-- saved from url=(0042)https://ratsinfo.example/bi/to010.asp?SILFDNR=7 -->\r\n<p>\xfc</p>"
)


def test_saved_pages_by_a_list_and_by_their_comment(tmp_path: Path) -> None:
    folder = tmp_path / "seiten"
    (folder / "unter").mkdir(parents=True)
    (folder / "a.html").write_bytes(b"<p>eins</p>")
    dated(folder / "a.html")
    (folder / "unter" / "b.pdf").write_bytes(b"%PDF-1.7")
    dated(folder / "unter" / "b.pdf")
    (folder / "c.htm").write_bytes(SAVED)
    dated(folder / "c.htm")
    (folder / "bild.png").write_bytes(b"\x89PNG")
    (folder / "adressen.tsv").write_text(
        f"\ufeffDatei\tURL\tZeitpunkt\tMime\r\na.html\t{BASE}vo020.asp?VOLFDNR=1#x\t2024-05-06 09:08:09\t\r\n"
        f"unter/b.pdf\t{BASE}do027.asp?DOLFDNR=5\t\t\r\n", "utf-8",
    )  # fmt: skip
    captures, bad = told(folder)
    assert bad == []
    assert [(each.url.removeprefix(BASE), each.zeitpunkt, each.mime, each.body) for each in captures] == [
        ("vo020.asp?VOLFDNR=1", WHEN, "text/html", b"<p>eins</p>"),
        ("do027.asp?DOLFDNR=5", CHANGED, "application/pdf", b"%PDF-1.7"),
        ("to010.asp?SILFDNR=7", CHANGED, "text/html", SAVED),
    ]
    assert [each.herkunft for each in captures] == [
        "Gespeicherte Seite a.html",
        "Gespeicherte Seite b.pdf (Zeitpunkt: Änderung der Datei)",
        "Gespeicherte Seite c.htm (Zeitpunkt: Änderung der Datei)",
    ]
    assert {each.zeitpunkt for each in read(Source(folder, WHEN))} == {WHEN}
    with Archive(tmp_path / "warc") as archive:
        copied = list(archive.copy("leipzig", folder))
        assert [(each.url, each.body, each.herkunft) for each in copied] == [
            (each.url, each.body, each.herkunft) for each in captures
        ]


def test_one_saved_page_may_be_given_alone(tmp_path: Path) -> None:
    path = tmp_path / "seite.dat"
    path.write_bytes(SAVED)
    [capture] = read(path)
    assert (capture.url, capture.mime) == (f"{BASE}to010.asp?SILFDNR=7", "text/html")


def test_a_list_reaches_nothing_outside_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "seiten"
    folder.mkdir()
    (tmp_path / "geheim.html").write_bytes(b"geheim")
    (tmp_path / "aussen").mkdir()
    (tmp_path / "aussen" / "geheim.html").write_bytes(SAVED)
    (folder / "gut.html").write_bytes(b"gut")
    (folder / "verweis.html").symlink_to(tmp_path / "geheim.html")
    (folder / "ordner").symlink_to(tmp_path / "aussen")
    os.mkfifo(folder / "rohr.html")
    names = [
        "../geheim.html", str(tmp_path / "geheim.html"), "verweis.html", "ordner/geheim.html", "rohr.html", "weg.html", "",
        ".", "gut.html/x",
    ]  # fmt: skip
    rows = "".join(f'"{name}";{BASE}{number}\n' for number, name in enumerate(names))
    odd = f"gut.html;{BASE}x;gestern\ngut.html;javascript:x;\ngut.html;{BASE}y;0001-01-01\n"
    (folder / "adressen.csv").write_text(f"datei;url;zeitpunkt\n{rows}{odd}gut.html;{BASE}gut;2024-05-06\n", "utf-8")
    [capture], bad = told(folder)
    assert (capture.body, len(bad)) == (b"gut", len(names) + 3)
    assert capture.zeitpunkt == datetime(2024, 5, 6, tzinfo=ZoneInfo("Europe/Berlin"))
    assert all("geheim.html" not in why or "is no file in this folder" in why or "subpath" in why for _, why in bad)


@pytest.mark.parametrize("content", ["nur eine Spalte\nx\n", "", "datei\turl\n", "datei,adress\n1,2\n"])
def test_a_list_without_its_columns_is_wrong_use(tmp_path: Path, content: str) -> None:
    (tmp_path / "adressen.tsv").write_text(content, "utf-8")
    with pytest.raises(WrongUse, match=tmp_path.name):
        told(tmp_path)


# OParl

PAPER = {"id": "https://oparl.example/papers/1", "type": "https://schema.oparl.org/1.1/Paper", "name": "Prüfung\tä"}


def dump(tmp_path: Path, text: str, name: str = "dump.json") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return dated(path)


@pytest.mark.parametrize("shape", ["object", "array", "list", "lines", "own list"])
def test_each_oparl_object_stands_under_its_id(tmp_path: Path, shape: str) -> None:
    first, second = json.dumps(PAPER), json.dumps(PAPER | {"id": "https://oparl.example/papers/2"}, indent=1)
    page = f'{{"data": [{first}, {second}], "links": {{"self": "https://oparl.example/papers?page=1"}}}}'
    text = {
        "object": first, "array": f"\ufeff[{first},\n{second}\n]", "list": f'{{"links": {{}}, "data": [{first}, {second}]}}',
        "lines": f"{first}\n{second}\n", "own list": page,
    }[shape]  # fmt: skip
    captures, bad = told(dump(tmp_path, text))
    expected = {
        "object": [("papers/1", first)], "own list": [("papers?page=1", page)],
    }.get(shape, [("papers/1", first), ("papers/2", second)])  # fmt: skip
    assert [
        (each.url.removeprefix("https://oparl.example/"), (each.body or b"").decode()) for each in captures
    ] == expected
    assert ({(each.mime, each.zeitpunkt) for each in captures}, bad) == ({("application/json", CHANGED)}, [])
    assert {each.herkunft for each in captures} == {f"{OPARL} dump.json (Zeitpunkt: Änderung der Datei)"}


def test_a_folder_of_oparl_dumps(tmp_path: Path) -> None:
    for number in range(3):
        dump(tmp_path, json.dumps(PAPER | {"id": f"https://oparl.example/papers/{number}"}), f"{number}.json")
    dump(tmp_path, '{"name": "kein OParl"}', "manifest.json")
    captures, bad = told(Source(tmp_path, WHEN))
    assert ([each.url[-1] for each in captures], bad) == (["0", "1", "2"], [])
    assert {(each.zeitpunkt, each.herkunft) for each in captures} == {(WHEN, f"{OPARL} {n}.json") for n in range(3)}


def test_objects_without_an_address_are_told(tmp_path: Path) -> None:
    wrong = ['{"id": 7}', '{"id": "nirgends"}', "7", '"id"', "{kaputt}", '{"id": "https://a:b@oparl.example/"}']
    captures, bad = told(dump(tmp_path, f"[{','.join(wrong)}, {json.dumps(PAPER)}]"))
    assert (len(captures), len(bad)) == (1, len(wrong))


def test_the_same_content_is_taken_in_once_unless_its_time_is_given(tmp_path: Path) -> None:
    path = dump(tmp_path, json.dumps(PAPER))
    with Archive(tmp_path / "warc") as archive:
        first = archive.take_in("leipzig", path)
        os.utime(path)
        assert archive.take_in("leipzig", path.rename(tmp_path / "anders.json")) == first
        other = archive.take_in("leipzig", Source(tmp_path / "anders.json", WHEN))
        assert archive.imports("leipzig") == sorted([first, other])


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no such file"):
        told(tmp_path / "weg")

"""The traps are really set, cost their visitor little unless he walks on, and the server stops at once."""

from __future__ import annotations

import gzip
import re
import socket
import time
from urllib.parse import urlsplit

import pytest
import requests

from ratsarchiv.demo.hostile import FALLEN, GIB, HostileServer, bombe, serve_hostile


def get(server: HostileServer, name: str, **kwargs: object) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(server.fallen[name], allow_redirects=False, stream=True, timeout=10, **kwargs)  # type: ignore[arg-type]


def text(server: HostileServer, address: str) -> str:
    return requests.get(server.url + address, timeout=10).text


def test_the_menu_leads_to_the_list_and_the_list_to_every_trap() -> None:
    with serve_hostile() as server:
        start = text(server, "")
        assert 'href="vo040.asp"' in start
        assert 'href="si010_e.asp"' in start
        listed = re.findall(r'<a href="(vo020\.asp\?VOLFDNR=\d+)">', text(server, "vo040.asp"))
        assert [server.url + each for each in listed] == list(server.fallen.values())
        assert set(server.fallen) == set(FALLEN)


def test_some_traps_alone() -> None:
    with serve_hostile(["kreis"]) as server:
        assert list(server.fallen) == ["kreis"]
    with pytest.raises(ValueError, match="no such traps"):
        serve_hostile(["loch"])


@pytest.mark.parametrize("kalender", ["mit", "ohne"])
def test_the_calendar_never_ends(kalender: str) -> None:
    with serve_hostile(kalender=kalender) as server:  # type: ignore[arg-type]
        address, seen = "si010_e.asp?MM=11&YY=2026", set()
        for _ in range(30):
            page = text(server, address)
            assert ("SILFDNR" in page) is (kalender == "mit")
            seen.add(address)
            address = re.findall(r'href="/bi/(si010_e[^"]+)"', page)[1].replace("&amp;", "&")
    assert len(seen) == 30
    assert address == "si010_e.asp?MM=5&YY=2029"


def test_the_list_and_the_links_are_new_each_time() -> None:
    with serve_hostile() as server:
        for address in ("vo040.asp", server.fallen["neue_parameter"].removeprefix(server.url)):
            links = [set(re.findall(r'href="([^"]*(?:seite|t|x)=\d+)"', text(server, address))) for _ in range(2)]
            assert links[0]
            assert not links[0] & links[1]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("metadaten", "http://169.254.169.254/latest/meta-data/"),
        ("datei", "file:///etc/passwd"),
        ("fremder_server", "http://hinterhausen.example/bi/vo020.asp?VOLFDNR=1"),
    ],
)
def test_redirects_elsewhere(name: str, target: str) -> None:
    with serve_hostile() as server:
        assert get(server, name).headers["Location"] == target


def test_redirects_in_a_circle_and_without_end() -> None:
    with serve_hostile() as server:
        for name in ("kreis", "umleitung_ohne_ende"):
            with pytest.raises(requests.TooManyRedirects):
                requests.get(server.fallen[name], timeout=10)


@pytest.mark.parametrize("name", ["zehn_gigabyte", "zehn_gigabyte_chunked"])
def test_ten_gigabytes_come_piece_by_piece(name: str) -> None:
    with serve_hostile() as server:
        answer = get(server, name)
        promised = answer.headers.get("Content-Length")
        assert promised == (None if name.endswith("chunked") else str(10 * GIB))
        assert len(answer.raw.read(3 << 20)) == 3 << 20
        answer.close()
    assert 3 << 20 <= server.log[-1].gesendet < 100 << 20


def test_the_bomb_is_small_on_the_wire_and_a_gigabyte_unpacked() -> None:
    assert len(bombe()) < 2 << 20
    with serve_hostile() as server, get(server, "gzip_bombe") as answer:
        assert int(answer.headers["Content-Length"]) == len(bombe())
        with gzip.GzipFile(fileobj=answer.raw) as unpacked:
            size = 0
            while piece := unpacked.read(1 << 24):
                size += len(piece)
    assert size == GIB


def test_large_pages_many_links_many_headers() -> None:
    with serve_hostile() as server:
        assert len(get(server, "dreissig_megabyte").content) > 30_000_000
        assert len(re.findall("<a href", get(server, "hunderttausend_links").text)) > 100_000
        with pytest.raises(requests.ConnectionError, match="100 headers"):
            get(server, "kopfflut")


def test_a_slow_drip_does_not_keep_the_server_from_stopping() -> None:
    with serve_hostile() as server:
        answer = get(server, "tropfen")
        assert answer.raw.read(2)
        begin = time.monotonic()
    assert time.monotonic() - begin < 5


def test_a_document_that_is_html_and_one_with_a_hostile_name() -> None:
    with serve_hostile() as server:
        assert 'name="DOLFDNR"' in get(server, "html_als_pdf").text
        fake = requests.get(f"{server.url}do027.asp?DOLFDNR=1", timeout=10)
        assert (fake.headers["Content-Type"], fake.content[:6]) == ("application/pdf", b"<html>")
        assert "../../../../etc/" in fake.headers["Content-Disposition"]
        assert 'href="___tmp/tmp/../../../../etc/passwd.pdf"' in get(server, "boeser_name").text


def test_a_stopped_server_answers_no_more() -> None:
    with serve_hostile() as server:
        port = urlsplit(server.url).port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)

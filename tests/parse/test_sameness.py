"""Whether two answers show the same page."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.demo.reading import ask

from ratsarchiv.demo import musterstadt, serve
from ratsarchiv.model import Page
from ratsarchiv.parse import fingerprint, monat, nameless, objekt, sessionless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.demo import DemoServer

URL = "https://ris.musterdorf.example/bi/vo020.asp?VOLFDNR=1"


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with serve(musterstadt(stichtag=date(2026, 11, 22), vorlagen=60, sitzungen=40, personen=12)) as server:
        yield server


def of(body: str, url: str = URL, status: int = 200) -> str:
    return fingerprint(Page(url, body.encode("cp1252"), "musterdorf", status))


def test_each_view_of_a_page_is_the_same_page(server: DemoServer) -> None:
    world = server.world
    vorlage = next(each for each in world.oeffentliche_vorlagen if each.anlagen)
    addresses = [
        f"vo020.asp?VOLFDNR={vorlage.id}",
        f"to010.asp?SILFDNR={world.oeffentliche_sitzungen[0].id}",
        f"to020.asp?TOLFDNR={world.auszuege[0].id}",
        "si010_e.asp?MM=10&YY=2026",
        "au010.asp",
        "vo040.asp",
        f"kp020.asp?KPLFDNR={world.personen[0].nummer}",
    ]
    for address in addresses:
        first, second = (Page(server.url + address, ask(server, address).content, "musterstadt") for _ in range(2))
        assert first.body != second.body, address
        assert fingerprint(first) == fingerprint(second), address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<td>öffentlich</td>", "<td>nichtöffentlich</td>"),
        ("<td>Stand: 19.06.2026 12:00 Uhr</td>", "<td>Stand: 20.06.2026 12:00 Uhr</td>"),
        ('<a href="___tmp/a/b/1-Anlagen/01/Plan.pdf">', '<a href="___tmp/a/b/1-Anlagen/02/Plan.pdf">'),
        ('<a href="___tmp/a/b/1-Anlagen/01/Plan.pdf">', '<a href="___tmp/a/b/1-Anlagen/01/Plan2.pdf">'),
        ('<input name="SILFDNR" value="1">', '<input name="SILFDNR" value="2">'),
    ],
)
def test_what_means_something_is_seen(one: str, other: str) -> None:
    assert of(one) != of(other)


def test_address_and_status_belong_to_a_page() -> None:
    assert of("x") != of("x", URL + "2")
    assert of("x") != of("x", status=404)
    assert of("x") == of("x", URL + "&SORT=1#top")


def test_a_temporary_file_is_known_without_its_folder() -> None:
    base = "https://ris.musterdorf.example/bi/"
    hamburg = f"{base}___tmp/tmp/45-181-136/{'x' * 40}/{'y' * 9}/13-Anlagen/01/Plan.pdf"
    leipzig = f"{base}___tmp/tmp/45-181-136634119699/634119699/01041904/04-Anlagen/01/Plan.pdf"
    assert sessionless(hamburg) == f"{base}___tmp/13-Anlagen/01/Plan.pdf"
    assert sessionless(leipzig) == f"{base}___tmp/04-Anlagen/01/Plan.pdf"
    assert sessionless(f"{base}___tmp/a/b/00012345.pdf") == f"{base}___tmp/00012345.pdf"
    assert sessionless(f"{base}do027.asp?DOLFDNR=1") == f"{base}do027.asp?DOLFDNR=1"


def test_the_name_of_a_temporary_file_repeats_its_title() -> None:
    folder = "https://ris.musterdorf.example/bi/___tmp/tmp/45-181-136/xY/13-Anlagen/01/"
    assert nameless(f"{folder}Kaufvertrag:Meier.pdf") == folder
    assert nameless(f"{folder}Kaufvertrag.pdf: larger than 5 bytes") == f"{folder}: larger than 5 bytes"
    assert nameless("…/___tmp/Plan.pdf?x=1, vo020.asp?VOLFDNR=1") == "…/___tmp/?x=1, vo020.asp?VOLFDNR=1"
    assert nameless("do027.asp?DOLFDNR=1") == "do027.asp?DOLFDNR=1"


@given(st.binary(max_size=400))
def test_any_bytes_have_a_fingerprint(body: bytes) -> None:
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(Page(URL, body, "musterdorf")))


def test_which_object_stands_at_an_address() -> None:
    base = "https://ris.musterdorf.example/bi/"
    assert objekt(f"{base}vo020.asp?VOLFDNR=7", "musterdorf") == ("vorlagen", "musterdorf-7")
    assert objekt(f"{base}au020.asp?AULFDNR=7", "musterdorf") == ("gremien", "musterdorf-au7")
    assert objekt(f"{base}to010_r.asp?SILFDNR=7", "musterdorf") == ("sitzungen", "musterdorf-7")
    assert objekt(f"{base}vo040.asp", "musterdorf") is None
    assert objekt(f"{base}vo020.asp?VOLFDNR=x", "musterdorf") is None
    assert monat(f"{base}si010_e.asp?MM=2&YY=2026") == (2026, 2)
    assert monat(f"{base}si010_e.asp") is None

"""Addresses: what they stand for, and the one form in which we compare them."""

from __future__ import annotations

import pytest

from ratsarchiv.parse import address, canonical, seitenart
from ratsarchiv.parse.allris3 import PAGES

from .building import FOLDER


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("vo020.asp?VOLFDNR=11231", "vo020.asp?VOLFDNR=11231"),
        ("vo020.asp?VOLFDNR=11231&options=8&toggleMenu=2#allrisSV", "vo020.asp?VOLFDNR=11231"),
        ("vo020.asp?options=8&volfdnr=11231", "vo020.asp?VOLFDNR=11231"),
        ("to010.asp?SILFDNR=3102&TOLFDNR=50121&BES=1#beschluss", "to010.asp?SILFDNR=3102"),
        ("to020.asp?TOLFDNR=50121&SILFDNR=3102", "to020.asp?TOLFDNR=50121"),
        ("to020_r.asp?TOLFDNR=50121", "to020_r.asp?TOLFDNR=50121"),
        ("si010_e.asp?YY=2023&MM=9&DD=4", "si010_e.asp?MM=9&YY=2023"),
        ("si010_e.asp?PA=0&MM=11&YY=2015", "si010_e.asp?MM=11&YY=2015&PA=0"),
        (
            "au020.asp?T1=Ausschuss&history=switch&tsDD=3&AULFDNR=12&altoption=Gremium",
            "au020.asp?AULFDNR=12&T1=Ausschuss",
        ),
        ("au010.asp?AU=Ausschuss&T1=Aussch%FCsse", "au010.asp?T1=Aussch%FCsse&AU=Ausschuss"),
        ("kp020.asp?KPLFDNR=501&history=true", "kp020.asp?KPLFDNR=501"),
        ("vo040.asp?shownext=true&SORT=1voname", "vo040.asp?shownext=true"),
        ("do027.asp?options=64&DOLFDNR=91001", "do027.asp?DOLFDNR=91001&options=64"),
        ("allris.net.asp?toggleMenu=1", "allris.net.asp"),
        ("___tmp/tmp/45/Plan.pdf?x=1#page=2", "___tmp/tmp/45/Plan.pdf?x=1"),
    ],
)
def test_the_canonical_form(url: str, form: str) -> None:
    assert canonical(FOLDER + url) == FOLDER + form
    assert canonical(FOLDER + form) == FOLDER + form


def test_scheme_and_host_are_in_small_letters_and_the_path_is_not_touched() -> None:
    assert (
        canonical("HTTP://RatsInfo.Musterstadt.EXAMPLE/Bi/vo020.asp?VOLFDNR=1")
        == "http://ratsinfo.musterstadt.example/Bi/vo020.asp?VOLFDNR=1"
    )


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_type_is_found_by_its_address(kind: str) -> None:
    assert seitenart(f"{FOLDER}{kind}.asp") == kind
    assert seitenart(f"{FOLDER}{kind.upper()}.ASP?X=1#y") == kind


@pytest.mark.parametrize(
    "name",
    [
        "",
        "do027.asp",
        "noauth.asp",
        "si017.asp",
        "vo020.html",
        "vo020.aspx",
        "xvo020.asp",
        "index.html",
        "getfile.php?x=/vo020.asp",
    ],
)
def test_addresses_that_no_parser_reads(name: str) -> None:
    assert seitenart(FOLDER + name) is None


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("vo020.asp?VOLFDNR=11231", "11231"),
        ("vo020.asp?a=b&VOLFDNR=11231&c=d", "11231"),
        ("vo020.asp?volfdnr=11231", "11231"),
        ("vo020.asp?VOLFDNR=11231#top", "11231"),
        ("vo020.asp?VOLFDNR=", None),
        ("vo020.asp?VOLFDNR=1x", None),
        ("vo020.asp?VOLFDNR=-1", None),
        ("vo020.asp?VOLFDNR=²", None),
        ("vo020.asp?VOLFDNR=" + "9" * 19, None),
        ("vo020.asp?XVOLFDNR=7", None),
        ("VOLFDNR=7", None),
        ("", None),
    ],
)
def test_a_parameter_that_is_a_number(url: str, number: str | None) -> None:
    assert address.number(url, "VOLFDNR") == number


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("vo020.asp?VOLFDNR=1", f"{FOLDER}vo020.asp?VOLFDNR=1"),
        (" /bi/vo020.asp ", f"{FOLDER}vo020.asp"),
        ("//andere.example/x", "http://andere.example/x"),
        ("https://andere.example/x", "https://andere.example/x"),
        ("javascript:history.back()", None),
        ("mailto:a@b.example", None),
        ("data:text/html,x", None),
        ("http://[", None),
    ],
)
def test_an_address_on_a_page_made_absolute(href: str, url: str | None) -> None:
    assert address.absolute(f"{FOLDER}vo020.asp?VOLFDNR=2", href) == url

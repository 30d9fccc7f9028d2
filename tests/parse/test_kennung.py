"""Whose page it is: pages of each product, of none, and the real ones."""

from __future__ import annotations

import csv
import json
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.model import Page
from ratsarchiv.parse.kennung import Kennung, kennung, kopfzeilen, nach_adresse, weiterleitung

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.demo import World
    from ratsarchiv.demo.antwort import Antwort

HOST = "https://rat.example"

ALLRIS3 = """<?xml version="1.0" encoding="iso-8859-1"?><html><head><title>Vorlage</title>
<meta name="description" content="ALLRIS net Version 3.9.4SP1 (210504m)" /></head><body><div id="allriscontainer"><ul id="menu">
<li><a href="/buerger/si010_j.asp?MM=1">Kalender</a></li><li><a href="si018_a.asp">Sitzungen</a></li>
<li><a href="vo040.asp">Vorlagen</a></li><li><a href="pa021.asp">Rat</a></li><li><a href="rss.asp">RSS</a></li></ul>
<meta name="description" content="ALLRIS net Version 4.9"><meta name="generator" content="Aspose.Words"></div></body></html>"""
RESPONSIVE = """<html><head><title>ALLRIS - Tagesordnung</title></head><body><div id="allris" class="to010 normal">
<a href="si010_r.asp?MM=9">Kalender</a></div></body></html>"""
ALLRIS4 = """<html><head><title>ALLRIS - Vorlage</title>
<meta content="ALLRIS net Version 4.1.5 (4150026) - 17.01.2025" name="description"/></head><body>
<span id="logo" title="ALLRIS 4 - Stadt Musterdorf"></span><a href="./si010">Kalender</a><a href="./vo040">Vorlagen</a>
<a href="./gr010?menu=Aussch%25C3%25BCsse">Gremien</a><a href="./si018">Sitzungen</a><a href="./ics/SiKalAbo.ics">Abo</a>
<a href="./oparl/system">OParl</a></body></html>"""
IN_A_CMS = """<html><head><base href="https://rat.example/allris/" /><title>Stadt</title></head><body>
<div hidden="" data-wicket-placeholder=""></div><a href="./to010?SILFDNR=7">Sitzung</a></body></html>"""
AJAX = """<?xml version="1.0" encoding="UTF-8"?><ajax-response><component id="id2a"><![CDATA[<table>
<a href="./to010?SILFDNR=1000686&amp;refresh=false">Sitzung</a></table>]]></component></ajax-response>"""
SESSIONNET = """<html><head><title>SessionNet | Gremien</title><meta name="sessionnet" content="V:050505"/>
<meta name="author" content="Somacos GmbH & Co. KG,https://www.somacos.de, SessionNet Version 5.5.5  V7 bi (Layout 6)"></head>
<body id="smc_body"><a href="si0040.php?__cjahr=2026">Kalender</a><a href="gr0040.php">Gremien</a>
<a href="vo0042.php">Vorlagen</a><a href="si0046.php">Sitzungen</a><a href="rssfeed.php?filter=s">RSS</a></body></html>"""
LAYOUT4 = (
    """<html><head><title>x</title></head><body><div class="smclayout smc_page_to0040_layout"></div></body></html>"""
)
SDNET = """<html><head><meta name="generator" content="SD.NET RIM - Ratsinfomanagement">
<link rel="stylesheet" href="/rim/css/rim.css?26.2.1"><title>Sitzungstermin - SD.NET RIM 4 | Stadt Musterdorf</title></head>
<body><a href="/rim/termine/">Termine</a><a href="/rim/gremien/">Gremien</a><a href="/rim/vorlagen/">Vorlagen</a>
<a href="/rim/termine/ics/SD.NET_RIM.ics">Abo</a><a href="/rim/rss/">RSS</a></body></html>"""
RUBIN = """<html><head><title>Sitzung</title></head><body><script>
window.components["MeetingPage__a1"] = {};</script></body></html>"""
RUBIN_JSON = '{"first_day": "2026-09-01", "last_day": "x", "meetings": [{"gremium_1": 1}]}'
RIM_ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//SD.NET RIM v1.0//DE\r\n"
ALLRIS_ICS = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:ALLRIS-Sitzung-7\nDESCRIPTION:https://rat.example/public/to010?SILFDNR=7\\n\n"
)
FRAMES = '<html><frameset><frame src="kopf.html"><frame src="bi/allris.net.asp"></frameset></html>'
LOGIN = '<html><body><form action="logon.asp" method="post"><input type="password" name="pw"></form></body></html>'


def of(path: str, text: str) -> Kennung | None:
    return kennung(Page(f"{HOST}{path}", text.encode(), "probe"))


@pytest.mark.parametrize(
    ("path", "text", "system", "version", "basis"),
    [
        ("/buerger/vo020.asp?VOLFDNR=1", ALLRIS3, "allris3", "3.9.4SP1 (210504m)", "/buerger/"),
        ("/bi/to010_r.asp?SILFDNR=1", RESPONSIVE, "allris3", None, "/bi/"),
        ("/public/vo020?VOLFDNR=1&refresh=false", ALLRIS4, "allris4", "4.1.5 (4150026)", "/public/"),
        ("/vo020?VOLFDNR=1", ALLRIS4, "allris4", "4.1.5 (4150026)", "/"),
        ("/rathaus/politik/", IN_A_CMS, "allris4", None, "/allris/"),
        ("/public/si010?0-1.0-", AJAX, "allris4", None, "/public/"),
        ("/public/ics/SiKalAbo.ics", ALLRIS_ICS, "allris4", None, "/public/"),
        ("/bi/gr0040.php", SESSIONNET, "sessionnet", "5.5.5 V7 bi (Layout 6)", "/bi/"),
        ("/to0040.asp?__ksinr=1", LAYOUT4, "sessionnet", None, "/"),
        ("/rim/tops/?__=abc", SDNET, "sdnet", "26.2.1", "/rim/"),
        ("/rim/termine/ics/SD.NET_RIM.ics", RIM_ICS, "sdnet", None, "/rim/"),
        ("/meeting.php?id=1", RUBIN, "rubin", None, "/"),
        ("/api.php?id=calendar", RUBIN_JSON, "rubin", None, "/"),
        ("/", FRAMES, "allris3", None, "/bi/"),
        ("/ri/logon.asp", LOGIN, "allris3", None, "/bi/"),
        ("/dorf_ri/logon.asp", LOGIN, "allris3", None, "/dorf_bi/"),
        ("/ri/ylogon.php", SESSIONNET.replace("V7 bi", "V7 ri"), "sessionnet", "5.5.5 V7 ri (Layout 6)", "/bi/"),
    ],
)  # fmt: skip
def test_a_products_page_names_it(path: str, text: str, system: str, version: str | None, basis: str) -> None:
    found = of(path, text)
    assert found is not None
    assert (found.system, found.version, found.basis) == (system, version, HOST + basis)


def test_it_says_where_lists_and_interfaces_are() -> None:
    for path, text, missing in (
        ("/buerger/vo020.asp", ALLRIS3, {"ics", "oparl"}),
        ("/public/vo020?VOLFDNR=1", ALLRIS4, {"rss"}),
        ("/bi/gr0040.php", SESSIONNET, {"ics", "oparl"}),
        ("/rim/tops/?__=abc", SDNET, {"sitzungen", "oparl"}),
    ):
        found = of(path, text)
        assert found is not None
        assert found.wege.keys() == {"kalender", "sitzungen", "vorlagen", "gremien", "ics", "rss", "oparl"} - missing
        assert all(url.startswith(found.basis) and "?" not in url for url in found.wege.values())


def test_the_councils_name_is_read_where_the_product_prints_it() -> None:
    assert [each and each.name for each in (of("/public/", ALLRIS4), of("/rim/", SDNET))] == ["Stadt Musterdorf"] * 2


@pytest.mark.parametrize(("path", "text"), [("/", FRAMES), ("/ri/logon.asp", LOGIN)])
def test_a_door_names_the_page_behind_it(path: str, text: str) -> None:
    found = of(path, text)
    assert found is not None
    assert found.weiter == f"{HOST}/bi/allris.net.asp"


SYSTEM = {
    "oparlVersion": "https://schema.oparl.org/1.1/",
    "type": "https://schema.oparl.org/1.1/System",
    "name": "SD.NET RIM",
}
BODY = {"type": "https://schema.oparl.org/1.0/Body", "name": "Stadt Jülich", "ags": "5358024", "license": "CC0"}
PAPER = {"type": "https://schema.oparl.org/1.1/Paper", "name": "Antrag"}


@pytest.mark.parametrize(
    ("path", "value", "version", "basis", "name", "ags"),
    [
        ("/oparl/system", SYSTEM, "1.1", "/oparl/system", None, None),
        ("/oparl/v1.0/body/1", BODY, "1.0", "/oparl/v1.0/body/1", "Stadt Jülich", "05358024"),
        ("/oparl/bodies", {"data": [BODY], "links": {}}, "1.0", "/oparl/system", "Stadt Jülich", "05358024"),
        ("/oparl/bodies", {"data": [BODY, BODY], "links": {}}, "1.0", "/oparl/system", None, None),
        ("/rim/webservice/oparl/v1.1/body/1/paper", [PAPER], "1.1", "/rim/webservice/oparl/v1.1/system", None, None),
        ("/bi/oparl/1.0/papers.asp?body=1", {"data": [PAPER]}, "1.1", "/bi/oparl/1.0/system.asp", None, None),
    ],
)
def test_an_oparl_answer_leads_to_its_system(
    path: str, value: object, version: str, basis: str, name: str | None, ags: str | None
) -> None:
    found = of(path, json.dumps(value))
    assert found is not None
    assert (found.system, found.version, found.basis) == ("oparl", version, HOST + basis)
    assert (found.name, found.ags) == (name, ags)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "{", "[]", "{}", "null", "[" * 100_000, '{"oparlVersion": 1', '[{"type": 7, "oparl.org/": []}]',
        "<html><body><p>ALLRIS net Version 3.9.5</p></body></html>",
        '<html><head><meta name="description" content="Wir nutzen ALLRIS net Version 3.9.5"></head><body></body></html>',
        '<html><head><meta name="generator" content="WordPress 6.8"></head><body><a href="/bi/vo020.asp">x</a></body></html>',
        '<html><body><a href="https://ratsinfo.example/public/to010?SILFDNR=1">Sitzung</a></body></html>',
        '<html><head><title>Was ist SD.NET RIM? - Blog</title></head><body></body></html>',
        "<html><body><h1>Index of /oparl</h1><a href='system'>system</a></body></html>",
        '<html><body><input type="password"></body></html>',
        "BEGIN:VCALENDAR\nPRODID:-//Nextcloud//DE\nDESCRIPTION:https://rat.example/kalender https://[x\n",
        '{"gremium": "kein oparl.org/ hier"}',
    ],
)  # fmt: skip
def test_anything_else_is_nobodys(text: str) -> None:
    assert of("/oparl/", text) is None


@pytest.mark.parametrize(
    ("path", "system", "basis"),
    [
        ("/bi/vo020.asp?VOLFDNR=1", "allris3", "/bi/"),
        ("/public/vo020?VOLFDNR=1", "allris4", "/public/"),
        ("/bi/si0057.php?__ksinr=1", "sessionnet", "/bi/"),
        ("/rim/tops/?__=abc", "sdnet", "/rim/"),
        ("/public/oparl/system", "oparl", "/public/oparl/system"),
        ("/termine/", None, None),
        ("/index.php?id=1", None, None),
        ("/vo020", None, None),
    ],
)
def test_an_address_alone_says_something(path: str, system: str | None, basis: str | None) -> None:
    found = nach_adresse(HOST + path)
    assert (found and found.system, found and found.basis) == (system, basis and HOST + basis)


def test_a_page_may_send_its_readers_on() -> None:
    page = '<html><head><meta http-equiv="Refresh" content="0; URL=\'/bi/info.php\'"></head></html>'
    assert weiterleitung(Page(f"{HOST}/", page.encode(), "probe")) == f"{HOST}/bi/info.php"
    assert weiterleitung(Page(f"{HOST}/", FRAMES.encode(), "probe")) == f"{HOST}/bi/allris.net.asp"
    assert weiterleitung(Page(f"{HOST}/", b"<html><body>hier</body></html>", "probe")) is None


def test_the_head_of_any_page() -> None:
    page = b"<html><head><title>Dorf</title><meta name=generator content=Joomla></head><body><p>Guten Tag</p></body></html>"
    assert kopfzeilen(Page(HOST, page, "probe")) == ("Dorf", "Joomla", "Guten Tag")


FRAGMENTS = [
    ALLRIS3,
    ALLRIS4,
    IN_A_CMS,
    AJAX,
    SESSIONNET,
    SDNET,
    RUBIN,
    RIM_ICS,
    ALLRIS_ICS,
    FRAMES,
    LOGIN,
    json.dumps([BODY]),
]


@settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(FRAGMENTS),
    st.floats(0, 1),
    st.floats(0, 1),
    st.binary(max_size=40) | st.just(b'<a href="http://[">'),
)
def test_no_damage_is_too_much(text: str, begin: float, end: float, put: bytes) -> None:
    raw = text.encode()
    damaged = raw[: int(begin * len(raw))] + put + raw[int(end * len(raw)) :]
    found = kennung(Page(f"{HOST}/bi/", damaged, "probe"))
    assert found is None or found.basis.startswith("http")


NO_PAGES = {"pages/sdnet/misc/results.html", "pages/sessionnet/answers/php-source-bockhorn.html"}
"""A part of a page, and a program's source."""


def test_every_real_page_is_named(shared: Path) -> None:
    with (shared / "pages" / "INDEX.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    said = {}
    for row in rows:
        url = row["address"] or f"https://x.example/bi/{row['file'].rpartition('/')[2]}"
        found = kennung(Page(url, (shared / row["file"]).read_bytes(), "probe"))
        said[row["file"]] = found.system if found else None
        if found and row["address"]:
            assert found.basis == row["address"][: row["address"].rindex("/") + 1]
    assert said == {row["file"]: None if row["file"] in NO_PAGES else row["product"] for row in rows}
    assert len(said) > 50


def test_every_real_interface_is_named(shared: Path) -> None:
    paths = [
        *(shared / "oparl" / "real" / "systems").glob("*.json"),
        *(shared / "oparl" / "real" / "bodies").glob("*.json"),
    ]
    assert len(paths) > 30
    for path in paths:
        value = json.loads(path.read_text("utf-8"))
        found = kennung(Page(value["id"], path.read_bytes(), "probe"))
        assert found is not None
        assert (found.system, found.basis) == ("oparl", value["id"])
        assert path.parent.name == "systems" or found.name == value["name"]


@pytest.mark.parametrize("product", ["allris4", "sessionnet", "sdnet", "oparl"])
def test_each_musterstadt_is_named(product: str, small: World) -> None:
    system = import_module(f"ratsarchiv.demo.{product}").System(small, HOST)
    start = {"allris4": "si010", "sessionnet": "info.php", "sdnet": "", "oparl": "system"}[product]
    answer: Antwort = system.antwort(f"{system.basis}{start}", {"accept-language": "de"})
    found = kennung(Page(f"{HOST}{system.basis}{start}", b"".join(answer.stuecke()), "probe", answer.status))
    assert found is not None
    assert found.system == product

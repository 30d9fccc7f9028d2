"""Passing a Vorlage on, and citing it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.publish import teilen, zitat

from . import council
from .reading import facts, links, text, texts, tree

Page = Callable[[str], Any]
Get = Callable[..., Any]

V = f"{council.K}-100"
HERE = f"http://localhost/vorlagen/{V}"
TITEL = "Neubau der Radbrücke über die Lohme; Baubeschluss"


@pytest.fixture
def bridge(page: Page) -> Any:
    return page(f"/vorlagen/{V}")


def fassung(bridge: Any) -> str:
    """The permanent address that the page gives for what it shows."""
    (address,) = bridge.xpath("//section[h2='Teilen und zitieren']//a[contains(@href, '/fassungen/')]/@href")
    return str(address)


def test_it_can_be_passed_on_by_plain_links(bridge: Any) -> None:
    found = links(bridge.xpath("//p[@data-adresse]")[0])
    assert list(found) == ["E-Mail", "WhatsApp", "Mastodon", "Zitieren"]
    assert parse_qs(urlsplit(found["E-Mail"]).query) == {"subject": [TITEL], "body": [f"{TITEL}\n{HERE}"]}
    assert found["WhatsApp"].startswith("https://wa.me/?text=")
    assert parse_qs(urlsplit(found["WhatsApp"]).query) == {"text": [f"{TITEL} {HERE}"]}
    assert found["Mastodon"] == f"/teilen/mastodon?vorlage={V}"


def test_its_address_can_be_selected_without_a_script(bridge: Any) -> None:
    section = bridge.xpath("//section[h2='Teilen und zitieren']")[0]
    assert facts(section)["Diese Seite"] == HERE
    assert facts(section)["Genau diese Fassung"] == fassung(bridge)


def test_mastodon_is_asked_for_and_then_linked(get: Get) -> None:
    asked = tree(get(f"/teilen/mastodon?vorlage={V}").text)
    assert asked.xpath("//form[@action='/teilen/mastodon']//input[@name='vorlage']/@value") == [V]
    answer = get(f"/teilen/mastodon?vorlage={V}&instanz=@ada@Mastodon.Example")
    page = tree(answer.text)
    (target,) = page.xpath("//p[@class='weiter']/a/@href")
    assert target.startswith("https://mastodon.example/share?text=")
    assert parse_qs(urlsplit(target).query) == {"text": [f"{TITEL} {HERE}"]}
    assert answer.headers["x-robots-tag"] == "noindex"
    assert get("/teilen/mastodon?vorlage=nichts").status_code == 404


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("mastodon.social", "mastodon.social"),
        (" https://chaos.social/ ", "chaos.social"),
        ("@ada@social.bund.de", "social.bund.de"),
        ("münchen.social", "xn--mnchen-3ya.social"),
        ("a" * 63 + ".example", "a" * 63 + ".example"),
    ],
)
def test_people_write_their_instance_in_many_ways(typed: str, host: str) -> None:
    assert teilen.instanz(typed) == host


@pytest.mark.parametrize(
    "typed",
    [
        "localhost", "127.0.0.1", "[::1]", "evil.example/share", "evil.example?x", "evil.example#", "evil.example:8080",
        "javascript:alert(1)", "http:evil.example", "a b.example", "evil.example\\@good.example/x", "-a.example", "a-.example",
        "a..example", ".example", "a" * 64 + ".example", ("a" * 60 + ".") * 5 + "example", "ex\u202eample.\u2028org",
        "<script>.example", "x." + "ä" * 70, "",
    ],
)  # fmt: skip
def test_what_is_no_host_is_refused(typed: str, get: Get) -> None:
    assert teilen.instanz(typed) is None
    answer = get(f"/teilen/mastodon?{urlencode({'vorlage': V, 'instanz': typed})}")
    assert answer.status_code == (400 if typed else 200)
    assert tree(answer.text).xpath("//p[@class='weiter'] | //main//script") == []


@given(st.text(max_size=40) | st.from_regex(r"[a-z@:/?#.\\-]{0,20}\.[a-z]{2,4}", fullmatch=True))
def test_nothing_typed_leaves_the_host_that_is_named(typed: str) -> None:
    host = teilen.instanz(typed)
    if host is not None:
        assert urlsplit(f"https://{host}/share").hostname == host
        assert urlsplit(f"https://{host}/share").path == "/share"


def test_the_citation_names_exactly_this_version(bridge: Any, get: Get) -> None:
    address = fassung(bridge)
    assert facts(bridge.xpath("//section[h2='Teilen und zitieren']")[0])["Zitat"] == (
        f"Stadt Buchenried: {TITEL}. Beschlussvorlage 2025/0417, 05.11.2025. Ratsarchiv, Stand 04.03.2026, {address}"
    )
    cited = get(address.removeprefix("http://localhost"))
    assert texts(tree(cited.text), "//h1") == [TITEL]


def test_bibtex_is_on_the_page_and_a_file(bridge: Any, get: Get) -> None:
    answer = get(f"/vorlagen/{V}.bib")
    assert answer.headers["content-type"] == "application/x-bibtex; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{V}.bib"'
    assert bridge.xpath("//pre")[0].text == answer.text
    assert answer.text.startswith(f"@techreport{{{V},\n")
    for line in (
        f"title = {{{{{TITEL}}}}}", "number = {2025/0417}", "year = {2025}", f"url = {{{fassung(bridge)}}}",
        "urldate = {2026-03-04}",
    ):  # fmt: skip
        assert line in answer.text
    assert get("/vorlagen/nichts.bib").status_code == 404


def test_programs_read_the_citation_from_the_head(bridge: Any) -> None:
    meta = {each.get("name"): each.get("content") for each in bridge.xpath("//head/meta[@name]")}
    assert meta["citation_title"] == TITEL
    assert meta["citation_technical_report_number"] == "2025/0417"
    assert meta["citation_public_url"] == fassung(bridge)
    assert meta["citation_publication_date"] == "2025/11/05"
    graph = {each.get("property"): each.get("content") for each in bridge.xpath("//head/meta[@property]")}
    assert (graph["og:title"], graph["og:url"], graph["og:site_name"]) == (TITEL, HERE, "Ratsarchiv")


def test_search_engines_read_what_it_is(bridge: Any) -> None:
    said = json.loads(bridge.xpath("//script[@type='application/ld+json']")[0].text)
    assert (said["@type"], said["url"], said["reportNumber"]) == ("Report", HERE, "2025/0417")
    assert said["publisher"] == {"@type": "GovernmentOrganization", "name": "Stadt Buchenried"}


HOSTILE = "</script><script>alert(1)</script>}}%\\\"\u202e\x07 & '{{7*7}}"


def test_hostile_titles_break_out_of_nothing(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    paper = replace(council.vorlage(801, betreff=HOSTILE, nummer=HOSTILE, art=HOSTILE), url='https://x.example/"}%\\{')
    get = open_site(council.build(tmp_path / "ratsarchiv.db", [[paper]]))
    page = tree(get(f"/vorlagen/{council.K}-801").text)
    (script,) = page.xpath("//script[not(@src)]")
    assert json.loads(script.text)["name"] == "</script><script>alert(1)</script>}}%\\\" & '{{7*7}}"
    assert "\u202e" not in script.text
    bib = get(f"/vorlagen/{council.K}-801.bib").text
    assert bib.count("{") - bib.count("\\{") == bib.count("}") - bib.count("\\}")
    assert "\\}\\}\\%\\textbackslash\\{\\}" not in bib
    assert bib.rstrip().endswith("}")
    assert "alert(1)" in text(tree(get(f"/teilen/mastodon?vorlage={council.K}-801").text))


def test_titles_are_not_passed_on_at_any_length() -> None:
    assert len(teilen.text("x" * 200_000)) == teilen.LONGEST
    said = zitat.of(
        {"id": "k-1", "kommune": "k", "kommune_name": None, "betreff": "x" * 200_000, "nummer": None, "art": None,
         "datum": None, "url": "javascript:alert(1)"},
        base="https://rat.example", website="R", fassung=None, stand=None, beraten=None,
    )  # fmt: skip
    assert len(said.bibtex) < 1_000
    assert said.original is None
    assert said.text.endswith("Vorlage, o. D. R, https://rat.example/vorlagen/k-1")

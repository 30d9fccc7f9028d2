"""Whatever a council's page says, ours shows it as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ratsarchiv.model import Dokument, Record, Verweis

from . import council
from .reading import texts, tree

V = f"{council.K}-666"
TODAY = council.TODAY
SCRIPT = "\"'></title></dd><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"
ADDRESS = "javascript:alert(1)//https://rat.example/"


def hostile() -> list[list[Record]]:
    """A Vorlage and its surroundings with markup in every text and a script in every address."""
    people = ("federfuehrend", "beteiligt", "verfasser", "antragsteller", "berichterstatter", "bearbeiter")
    words = dict.fromkeys(("nummer", "betreff", "art", "status", *people), SCRIPT)
    step = {"rolle": SCRIPT, "status": SCRIPT, "sitzungsname": SCRIPT, "beschluss": SCRIPT, "beschlussart": SCRIPT}
    sitzung = council.sitzung(670, SCRIPT, TODAY, name=SCRIPT, status=SCRIPT, url=ADDRESS)
    document = Dokument(
        id=f"{V}-1", kommune=council.K, url=ADDRESS, vorlage=V, position=1, art=SCRIPT, titel=SCRIPT, groesse=SCRIPT
    )
    pointer = Verweis(id=f"{V}-b", kommune=council.K, url=ADDRESS, von=V, nach=None, nummer=SCRIPT, art="bezug")
    return [
        [
            council.vorlage(666, **words, url=ADDRESS),
            replace(council.abschnitt(V, 1, SCRIPT, SCRIPT, "<p>harmlos</p>"), url=ADDRESS),
            council.beratung(V, 1, SCRIPT, TODAY, sitzung=f"{council.K}-670", tagesordnungspunkt=f"{council.K}-671", **step),
            document,
            pointer,
        ],
        [sitzung, council.punkt(671, f"{council.K}-670", 1, nummer=SCRIPT, betreff=SCRIPT, vorlage=V, url=ADDRESS)],
    ]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return council.build(tmp_path_factory.mktemp("hostile") / "ratsarchiv.db", hostile())


@pytest.fixture
def get(open_site: Callable[[Path], Any], path: Path) -> Callable[[str], Any]:
    get: Callable[[str], Any] = open_site(path)
    return get


@pytest.mark.parametrize("where", [f"/vorlagen/{V}", "/", f"/vorlagen/{quote(SCRIPT, safe='').replace('%', '~')}"])
def test_markup_is_shown_and_addresses_that_run_are_refused(get: Callable[[str], Any], where: str) -> None:
    page = tree(get(where).text)
    assert page.xpath("//script[not(@src) and not(@type='application/ld+json')] | //img | //@onerror") == []
    assert [url for url in page.xpath("//@href | //@src | //@action") if "javascript" in url] == []


def test_everything_hostile_is_there_to_read(get: Callable[[str], Any]) -> None:
    page = tree(get(f"/vorlagen/{V}").text)
    assert page.xpath("//h1")[0].text == SCRIPT
    assert texts(page, "//h2")[0] == SCRIPT
    assert get(f"/vorlagen/{V}").text.count("&lt;script&gt;alert(1)") >= 18


@pytest.mark.parametrize(
    "table", ["vorlagen", "abschnitte", "beratungen", "dokumente", "sitzungen", "tagesordnungspunkte"]
)
def test_datasettes_tables_show_it_as_text_too(get: Callable[[str], Any], table: str) -> None:
    page = tree(get(f"/ratsarchiv/{table}").text)
    assert "<script>alert(1)</script>" in " ".join(page.xpath("//td//text()"))
    assert page.xpath("//td//script | //td//img") == []
    assert [url for url in page.xpath("//td//a/@href") if url.startswith("javascript")] == []


def test_a_query_cannot_forge_a_link_to_elsewhere(get: Callable[[str], Any]) -> None:
    answer = get("/ratsarchiv?sql=select+'/vorlagen/a%22onclick=x'+as+vorlage_seite,+'//evil.example'+as+betreff").text
    assert tree(answer).xpath("//td//a") == []

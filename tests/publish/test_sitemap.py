"""What search engines are told: a sitemap of the pages that there are, and which pages they leave alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from protego import Protego

from ratsarchiv.publish import sitemap
from ratsarchiv.store import Store

from . import council, texts

Get = Callable[..., Any]
K = council.K
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
AGENT = "Suchmaschine"


def entries(answer: Any) -> dict[str, str | None]:
    """Addresses without their host, and days."""
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    found = {}
    for entry in ET.fromstring(answer.content):
        address = entry.findtext(f"{NS}loc") or ""
        assert address.startswith("http://localhost/"), address
        found[address.removeprefix("http://localhost")] = entry.findtext(f"{NS}lastmod")
    return found


def everything(get: Get) -> dict[str, str | None]:
    parts = list(entries(get("/sitemap.xml")))
    assert parts == [f"/sitemaps/{number}.xml" for number in range(1, len(parts) + 1)]
    assert get(f"/sitemaps/{len(parts) + 1}.xml").status_code == 404
    found: dict[str, str | None] = {}
    for part in parts:
        rows = entries(get(part))
        assert not found.keys() & rows.keys()
        found |= rows
    return found


def test_every_page_that_may_be_found_is_there_once(get: Get) -> None:
    papers = [path for path in everything(get) if path.startswith("/vorlagen/")]
    assert papers == [f"/vorlagen/{K}-{number}" for number in (100, 200, 400)]  # 300 is only mentioned
    assert f"/sitzungen/{K}-503" in everything(get)
    assert f"/gremien/{K}-au1" in everything(get)
    assert "/" in everything(get)
    assert [path for path in everything(get) if path.startswith(("/personen", "/dokumente", "/abrufe"))] == []


def test_small_parts_hold_the_same(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = everything(get)
    monkeypatch.setattr(sitemap, "PARTS", {"gremien": 1, "sitzungen": 2, "vorlagen": 2})
    assert everything(get) == whole
    assert len(entries(get("/sitemap.xml"))) == 1 + 1 + 3 + 2


def test_the_day_is_that_of_the_last_change_of_what_the_page_shows(
    tmp_path: Path, open_site: Callable[[Path], Get]
) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    get = open_site(path)
    first = everything(get)
    assert first[f"/vorlagen/{K}-200"] == first[f"/vorlagen/{K}-100"] == "2026-03-03"
    with texts.changing(path) as connection:
        step = f"{K}-100-b3"
        connection.execute(
            "insert into aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf)"
            " values ('beratungen', ?, 'beschluss', null, 'vertagt', '2026-05-06T07:00:00+00:00', 1)", (step,),
        )  # fmt: skip
        connection.execute("update vorlagen set zuletzt_gesehen = '2026-09-09T09:09:09+00:00'")
    later = everything(get)
    assert later[f"/vorlagen/{K}-100"] == "2026-05-06"
    assert later == first | {f"/vorlagen/{K}-100": "2026-05-06"}


@pytest.mark.parametrize(
    "change",
    [
        "update vorlagen set verschwunden_seit = '2026-03-12T23:30:00+00:00' where id = :id",
        "update vorlagen set abruf = null where id = :id",
        "insert into hinweise (kommune, tabelle, objekt, art, datum)"
        " values ('buchenried', 'vorlagen', :id, 'sperre', '2026-03-12')",
    ],
)
def test_what_is_withdrawn_or_only_mentioned_is_not(
    tmp_path: Path, open_site: Callable[[Path], Get], change: str
) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    with texts.changing(path) as connection:
        connection.execute(change, {"id": f"{K}-200"})
    get = open_site(path)
    assert f"/vorlagen/{K}-200" not in everything(get)
    assert f"/vorlagen/{K}-100" in everything(get)


def test_an_empty_archive_has_a_sitemap(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    Store(tmp_path / "ratsarchiv.db").close()
    assert list(everything(open_site(tmp_path / "ratsarchiv.db"))) == list(sitemap.PAGES)


def test_its_queries_follow_indexes(tmp_path: Path) -> None:
    with texts.changing(texts.build(tmp_path / "ratsarchiv.db")) as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        for number in range(len(sitemap._parts(connection))):
            sitemap._rows(connection, number)
        connection.set_trace_callback(None)
        plans = [
            (row[3], statement) for statement in dict.fromkeys(statements)
            for row in connection.execute(f"explain query plan {statement}")
        ]  # fmt: skip
    assert len(plans) > 12
    assert [plan for plan, _ in plans if plan.startswith("SCAN") and "CONSTANT" not in plan] == []


@pytest.fixture
def rules(get: Get) -> Protego:
    return Protego.parse(get("/robots.txt").text)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/vorlagen/buchenried-100", "/sitzungen/buchenried-503", "/gremien/buchenried-au1", "/gremien", "/kalender",
        "/aenderungen", "/karte", "/statistik", "/status", "/ratsarchiv", "/sitemap.xml", "/sitemaps/2.xml",
        "/-/static-plugins/ratsarchiv/ratsarchiv.css",
    ],
)  # fmt: skip
def test_crawlers_may_read_what_citizens_read(rules: Protego, path: str) -> None:
    assert rules.can_fetch(path, AGENT)


@pytest.mark.parametrize(
    "path",
    [
        "/suche?q=radweg", "/suche.csv?q=radweg", "/suche.atom", "/vorschlaege.json?q=ra", "/karte.json?jahr=2026",
        "/kalender?monat=2026-03", "/abrufe/1", "/abrufe/1/seite", "/personen/buchenried-1", "/dokumente/buchenried-1",
        "/seiten/abc-1", "/original?url=x", "/vorlagen/buchenried-100/fassungen/7", "/vorlagen/buchenried-100.json",
        "/ratsarchiv?sql=select+1", "/ratsarchiv.json", "/ratsarchiv/vorlagen", "/ratsarchiv/vorlagen?_facet=art",
        "/ratsarchiv/vorlagen.csv?_stream=on", "/ratsarchiv/personen", "/ratsarchiv/vertagt",
    ],
)  # fmt: skip
def test_crawlers_leave_expensive_pages_alone(rules: Protego, path: str) -> None:
    assert not rules.can_fetch(path, AGENT)


def test_robots_names_the_sitemap_where_the_site_has_an_address(
    tmp_path: Path, open_site: Callable[[Path], Get]
) -> None:
    Store(tmp_path / "ratsarchiv.db").close()
    assert list(Protego.parse(open_site(tmp_path / "ratsarchiv.db")("/robots.txt").text).sitemaps) == []
    (tmp_path / "website.toml").write_text('adresse = "https://rat.example/archiv/"\n', "utf-8")
    get = open_site(tmp_path / "ratsarchiv.db")
    assert list(Protego.parse(get("/robots.txt").text).sitemaps) == ["https://rat.example/archiv/sitemap.xml"]
    assert "<loc>https://rat.example/archiv/sitemaps/1.xml</loc>" in get("/sitemap.xml").text


@pytest.mark.parametrize(
    "path",
    [
        f"/vorlagen/{K}-100/fassungen/1", "/ratsarchiv/vorlagen?art=Antrag", "/ratsarchiv/vorlagen?_next=1",
        "/r~61tsarchiv?sql=select+name+from+personen", "/ratsarchiv/beratungen?_facet=rolle",
    ],
)  # fmt: skip
def test_old_and_filtered_pages_are_not_listed(get: Get, path: str) -> None:
    assert get(path).headers["x-robots-tag"] == "noindex"


def test_tables_have_one_address(get: Get) -> None:
    assert '<link rel="canonical" href="http://localhost/ratsarchiv/vorlagen">' in get("/ratsarchiv/vorlagen").text
    assert "canonical" not in get("/ratsarchiv/vorlagen?art=Antrag").text
    assert "x-robots-tag" not in get("/ratsarchiv").headers

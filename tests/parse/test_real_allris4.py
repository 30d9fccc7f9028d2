"""Real pages of ALLRIS 4, where they are present: no problems, and what another method reads in them."""

from __future__ import annotations

import re
from functools import cache

import pytest
from bs4 import BeautifulSoup

from ratsarchiv.model import Abschnitt, Auszug, Beratung, Dokument, Page, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse.allris4 import PRODUCT

from .building import records
from .real import SHARED

ROOT = SHARED / "pages" / "allris4"
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the folder ../shared with real pages is not here")
ADDRESSES = {
    "iserlohn/sikalabo.ics": "https://www.iserlohn.sitzung-online.de/public/ics/SiKalAbo.ics",
    "laatzen/vo020.html": "https://ratsinfo.example/public/vo020?VOLFDNR=1000238&refresh=false",
    "taunusstein/to020.html": "https://www.taunusstein.de/allris/to020?TOLFDNR=1026743",
    "trier/si010-ajax.xml": "https://gremieninfo.trier.de/public/si010?2-1.0-&MM=10&YY=2026",
    "trier/to010.html": "https://gremieninfo.trier.de/public/to010?SILFDNR=1000264&refresh=false",
    "trier/vo020.html": "https://gremieninfo.trier.de/public/vo020?VOLFDNR=1001540&refresh=false",
}
VORLAGEN = ["laatzen/vo020.html", "trier/vo020.html"]
WITH_DOCUMENTS = [*VORLAGEN, "taunusstein/to020.html"]


@cache
def body(name: str) -> bytes:
    return (ROOT / name).read_bytes()


@cache
def parsed(name: str) -> Parsed:
    return PRODUCT.parse(Page(url=ADDRESSES[name], body=body(name), kommune=name.partition("/")[0]))


@cache
def soup(name: str) -> BeautifulSoup:
    return BeautifulSoup(body(name).decode(), "html.parser")


def shown(name: str, selector: str) -> str:
    """The text of an element as another reader sees it, in one line."""
    found = soup(name).select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text().split())


def test_every_sample_has_its_address() -> None:
    assert {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.*")} == ADDRESSES.keys()


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_real_page_is_read_without_problems(name: str) -> None:
    answer = parsed(name)
    assert answer.ergebnis == "geparst"
    assert answer.problems == ()
    assert answer.records or answer.links
    keys = [(each.tabelle, each.id) for each in answer.records]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", VORLAGEN)
def test_the_head_of_a_vorlage(name: str) -> None:
    (vorlage,) = records(parsed(name), Vorlage)
    assert f"{vorlage.art} - {vorlage.nummer}" == shown(name, "h1.title")
    assert " ".join((vorlage.betreff or "").split()) == shown(name, "#vobetreff").replace("es- Antrag", "es - Antrag")
    assert vorlage.status == shown(name, "#vostatus") == "öffentlich"
    assert vorlage.federfuehrend == shown(name, "#vofamt")


@pytest.mark.parametrize("name", VORLAGEN)
def test_the_beratungsfolge_of_a_vorlage(name: str) -> None:
    rows = [row.find_all("td") for row in soup(name).select("#bfTable tbody tr")]
    heads = [index for index, cells in enumerate(rows) if cells[0].select_one(".wfcolorDesc")]
    expected: list[tuple[str | None, ...]] = []
    for at, until in zip(heads, [*heads[1:], len(rows)], strict=True):
        head = [" ".join(cell.get_text().split()) for cell in rows[at]]
        status = head[0].removeprefix("●").strip()
        meetings = [[" ".join(cell.get_text().split()) for cell in cells] for cells in rows[at + 1 : until]]
        own: list[tuple[str | None, ...]] = [(each[2], each[3] or None) for each in meetings]
        gremium = head[2].removesuffix(" (nicht-öffentlich)")
        expected += [(status, gremium, head[3], *each) for each in own or [(None, None)]]
    found = records(parsed(name), Beratung)
    assert [(b.status, b.gremium_name, b.rolle, b.sitzungsname, b.beschluss) for b in found] == expected
    numbers = re.findall(r"to010\?SILFDNR=(\d+)&amp;TOLFDNR=(\d+)", body(name).decode())
    ids = [(b.sitzung, b.tagesordnungspunkt) for b in found if b.sitzung]
    place = name.partition("/")[0]
    assert ids == [(f"{place}-{sitzung}", f"{place}-{top}") for sitzung, top in numbers]


def test_days_in_both_languages() -> None:
    assert [b.datum and b.datum.isoformat() for b in records(parsed("trier/vo020.html"), Beratung)] == ["2026-10-21"]
    printed = re.findall(r'class="date">\s*<div>(\d\d)\.(\d\d)\.(\d{4})', body("laatzen/vo020.html").decode())
    days = [b.datum.isoformat() for b in records(parsed("laatzen/vo020.html"), Beratung) if b.datum]
    assert days == [f"{year}-{month}-{day}" for day, month, year in printed]
    assert len(days) == 5


@pytest.mark.parametrize("name", WITH_DOCUMENTS)
def test_the_documents_and_that_their_numbers_count_with_the_texts(name: str) -> None:
    text = body(name).decode()
    panel = soup(name).select("#dokumenteHeaderPanel a.doclink.pdf")
    files = [re.search(r"/doc(\d+)\.pdf", str(each["href"])) for each in panel]
    expected = [found[1] for found in files if found]
    found = [each for each in records(parsed(name), Dokument) if "-do" in each.id]
    assert [each.nummer for each in found] == expected
    texts = [int(number) for number in re.findall(r'id="htm(\d+)"', text)]
    assert all(min(abs(int(number) - other) for other in texts) < 1_000 for number in expected)
    links = {link.dokument: link for link in parsed(name).links if link.dokument}
    assert all(links[each.id].sofort for each in found)


@pytest.mark.parametrize("name", VORLAGEN)
def test_the_attachments(name: str) -> None:
    names = {" ".join(each.get_text().split()) for each in soup(name).select("a.attlink")}
    assert {each.titel for each in records(parsed(name), Dokument) if each.art == "anlage"} == names


@pytest.mark.parametrize("name", WITH_DOCUMENTS)
def test_the_texts_hold_every_word(name: str) -> None:
    words = " ".join(each.get_text(" ") for each in soup(name).select("div.docPart")).split()
    found = records(parsed(name), Abschnitt)
    kept = " ".join(f"{each.ueberschrift} {each.text}" for each in found).split()
    assert found
    assert not {word for word in words if len(word) > 3} - set(kept) - {"Antrag:", "Beschluss:", "Abstimmungsergebnis:"}


def test_an_agenda() -> None:
    name = "trier/to010.html"
    items = records(parsed(name), Tagesordnungspunkt)
    rows = soup(name).select("#toTreeTable tr[data-tt-id]")
    assert [each.nummer for each in items] == [" ".join(row.select(".tonr a")[0].get_text().split()) for row in rows]
    ids = [str(row.select(".tonr a")[0]["id"]).removeprefix("link_") for row in rows]
    assert [each.id for each in items] == [f"trier-{number}" for number in ids]
    titles = [" ".join(row.select(".tobetreff a")[0].get_text().split()) for row in rows]
    assert [" ".join((each.betreff or "").split()) for each in items] == titles
    papers = [" ".join(row.select(".tovonr")[0].get_text().split()) or None for row in rows]
    assert [each.vorlage_nummer for each in items] == papers
    assert all(each.oeffentlich and each.beschluss is None for each in items)
    (sitzung,) = records(parsed(name), Sitzung)
    assert sitzung.beginn is not None
    assert sitzung.beginn.isoformat() == "2026-10-21T17:00:00+02:00"
    assert (sitzung.gremium, sitzung.gremium_name) == ("trier-gr1", shown(name, "#sigremium"))
    assert (sitzung.raum, sitzung.ort) == (shown(name, "#siraum"), shown(name, "#siort"))


def test_an_auszug_with_two_votes() -> None:
    name = "taunusstein/to020.html"
    (auszug,) = records(parsed(name), Auszug)
    assert (auszug.ja, auszug.nein, auszug.enthaltung) == (25, 8, 0)
    top = next(link.platzhalter for link in parsed(name).links if isinstance(link.platzhalter, Tagesordnungspunkt))
    assert top.nummer == shown(name, "#toname")
    assert (top.beschluss, top.beschlussart) == (shown(name, "#toBeschlussart"), "ungeaendert")
    vorlage = next(link.platzhalter for link in parsed(name).links if isinstance(link.platzhalter, Vorlage))
    assert f"{vorlage.nummer} {vorlage.betreff}" == shown(name, "#vobetreff")


def test_a_month() -> None:
    text = body("trier/si010-ajax.xml").decode()
    table = text[: text.index("</table>")]
    sitzungen = {
        link.platzhalter.id: (link, link.platzhalter)
        for link in parsed("trier/si010-ajax.xml").links
        if isinstance(link.platzhalter, Sitzung)
    }
    assert list(sitzungen) == [f"trier-{number}" for number in re.findall(r'id="si_(\d+)"', table)]
    linked = re.findall(r'href="\./to010\?SILFDNR=(\d+)', table)
    assert [key for key, (link, _) in sitzungen.items() if link.folgen] == [f"trier-{number}" for number in linked]
    day = None
    for row in table.split("<tr")[1:]:
        printed = re.search(r'class="dom">(\d\d)<', row)
        day = int(printed[1]) if printed else day
        if own := re.search(r'id="si_(\d+)"', row):
            _, sitzung = sitzungen[f"trier-{own[1]}"]
            assert sitzung.datum is not None
            assert (sitzung.datum.year, sitzung.datum.month, sitzung.datum.day) == (2026, 10, day)


def test_a_calendar_file() -> None:
    text = body("iserlohn/sikalabo.ics").decode()
    links = parsed("iserlohn/sikalabo.ics").links
    assert len(links) == text.count("BEGIN:VEVENT") == 96
    public = set(re.findall(r"URL:\S+/to010\?SILFDNR=(\d+)", text))
    assert {link.url.rpartition("=")[2] for link in links if link.folgen} == public
    cancelled = [
        link.platzhalter for link in links if isinstance(link.platzhalter, Sitzung) and link.platzhalter.abgesagt
    ]
    assert len(cancelled) == len(re.findall(r"^SUMMARY\S*:ENTFÄLLT", text, re.MULTILINE))

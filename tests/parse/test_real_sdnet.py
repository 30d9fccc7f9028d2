"""The real pages of SD.NET RIM, where they are present, against another way of reading them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from ratsarchiv.model import Beratung, Dokument, Page, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse.sdnet import PRODUCT

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://ris.wesel.de/"


@pytest.fixture
def wesel(shared: Path) -> Path:
    return shared / "pages" / "sdnet" / "wesel"


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


def own_address(path: Path) -> str:
    """The address that a Tagesordnung links to itself."""
    return str(soup(path).select('th:-soup-contains("Termin:") + td a')[0]["href"])


def parsed(path: Path, url: str) -> Parsed:
    found = PRODUCT.parse(Page(url=url, body=path.read_bytes(), kommune="wesel"))
    assert found.problems == ()
    return found


def vorgang(wesel: Path) -> str:
    """The Vorgang's address, from the row of the Tagesordnung with its number."""
    number = soup(wesel / "vorgang.html").h1.text.removeprefix("Vorgang ")  # type: ignore[union-attr]
    row = next(
        row for row in soup(wesel / "tagesordnung.html").select("tr") if number in [td.text for td in row.select("td")]
    )
    return str(row.select("a:has(.vorgang-link)")[0]["href"])


def test_the_agenda_has_the_rows_of_the_page(wesel: Path) -> None:
    path = wesel / "tagesordnung.html"
    items = [each for each in parsed(path, own_address(path)).records if isinstance(each, Tagesordnungspunkt)]
    rows = soup(path).select("tr.top-oeff-data, tr.top-noeff-data")
    printed = [row.select(".column-topnrtext")[0].text.rstrip(".") for row in rows]
    public = ["top-oeff-data" in row["class"] for row in rows]
    assert [(item.nummer or "")[2:] for item in items] == printed
    assert [item.oeffentlich for item in items] == public
    assert [(item.vorlage_nummer or "") for item in items if item.oeffentlich] == [
        row.select(".column-nummer")[0].text.strip() for row in rows if "top-oeff-data" in row["class"]
    ]
    assert [bool(item.vorlage) for item in items] == [bool(item.vorlage_nummer) for item in items]


def test_no_title_of_a_non_public_item_is_kept(wesel: Path) -> None:
    path = wesel / "tagesordnung.html"
    page = soup(path)
    shown = {row.select(".column-bezeichnung")[0].text for row in page.select("tr.top-oeff-data")}
    secret = [row.select(".column-bezeichnung")[0].text for row in page.select("tr.top-noeff-data")]
    said = str(parsed(path, own_address(path)))
    assert secret
    assert not [title for title in secret if title in said and title not in shown]
    tokens = re.findall(r"__=([\w-]+)", " ".join(str(row) for row in page.select("tr.top-noeff-data")))
    assert tokens
    assert not [token for token in tokens if token in said]


def test_head_and_documents_of_the_sitzung(wesel: Path) -> None:
    path = wesel / "tagesordnung.html"
    found = parsed(path, own_address(path))
    sitzung = found.records[0]
    assert isinstance(sitzung, Sitzung)
    assert sitzung.beginn is not None
    assert f"{sitzung.beginn:%d.%m.%Y %H:%M} Uhr" in soup(path).select('th:-soup-contains("Termin:") + td')[0].text
    assert sitzung.gremium_name == soup(path).select('th:-soup-contains("Sitzung:") + td a')[0].text
    files = [str(a["href"]) for a in soup(path).select(".table-details a[href*=sdnetrim]")]
    assert [each.url for each in found.records if isinstance(each, Dokument)] == files


def test_the_vorgang_with_its_steps_and_documents(wesel: Path) -> None:
    path = wesel / "vorgang.html"
    found = parsed(path, vorgang(wesel))
    page = soup(path)
    papier = found.records[0]
    assert isinstance(papier, Vorlage)
    heads = {row.th.text.rstrip(":"): row.td for row in page.select(".table-details tr")}  # type: ignore[union-attr]
    assert heads[papier.art or ""].text.strip() == papier.nummer  # type: ignore[union-attr]
    assert (papier.betreff or "").split("\n") == list(heads["Betreff"].stripped_strings)  # type: ignore[union-attr]
    assert papier.federfuehrend == heads["Federführung"].text  # type: ignore[union-attr]
    steps = [each for each in found.records if isinstance(each, Beratung)]
    assert [step.gremium_name for step in steps] == [td.text for td in page.select("td.column-gremium")]
    files = [str(a["href"]) for a in page.select("a[href*=sdnetrim]")]
    assert [each.url for each in found.records if isinstance(each, Dokument)] == files
    assert all(each.groesse and "exportiert" not in each.titel for each in found.records if isinstance(each, Dokument))


def test_one_id_for_one_sitzung_in_calendar_agenda_and_vorgang(wesel: Path) -> None:
    agenda = parsed(wesel / "tagesordnung.html", own_address(wesel / "tagesordnung.html"))
    steps = [each for each in parsed(wesel / "vorgang.html", vorgang(wesel)).records if isinstance(each, Beratung)]
    calendar = parsed(wesel / "termine.ics", f"{BASE}termine/ics/SD.NET_RIM.ics")
    assert [step.sitzung for step in steps] == [agenda.records[0].id]
    assert agenda.records[0].id in {link.platzhalter.id for link in calendar.links if link.platzhalter}


def test_the_calendar_leads_to_every_sitzung(wesel: Path) -> None:
    text = (wesel / "termine.ics").read_text("utf-8")
    found = parsed(wesel / "termine.ics", f"{BASE}termine/ics/SD.NET_RIM.ics")
    assert [link.url for link in found.links] == re.findall(r"Tagesordnung: (https://[^\s\\]+)", text)


def test_hits_of_a_search_lead_to_what_is_known(shared: Path) -> None:
    body = (shared / "pages" / "sdnet" / "misc" / "results.html").read_bytes()
    page = b'<div id="div-content" class="recherche">' + body + b"</div></html>"
    found = PRODUCT.parse(Page(url="https://ris.teststadt.de/vorlagen/", body=page, kommune="teststadt"))
    hits = re.findall(rb'href="(https://[^"#]+/(?:vorgang|tops)/\?__=[^"#]+)"', body)
    assert {link.url for link in found.links} == {hit.decode() for hit in hits}
    assert found.problems == ()

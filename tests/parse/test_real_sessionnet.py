"""Real pages of SessionNet, where they are present: read a second time by other means, and compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import pytest
from bs4 import BeautifulSoup

from ratsarchiv.errors import ParseError, SiteStopped
from ratsarchiv.model import (
    Abschnitt,
    Auszug,
    Dokument,
    Gremium,
    Link,
    Mitgliedschaft,
    Page,
    Parsed,
    Person,
    Record,
    Sitzung,
    Tagesordnungspunkt,
    Vorlage,
)
from ratsarchiv.parse.sessionnet import PRODUCT

if TYPE_CHECKING:
    from pathlib import Path

Kind = TypeVar("Kind", bound=Record)

QUESTIONS = {
    "eschweiler/gr0040": "gr0040.php",
    "eschweiler/kp0040": "kp0040.php?__kgrnr=107",
    "eschweiler/si0040": "si0040.php",
    "eschweiler/si0050": "si0050.php?__ksinr=4849",
    "eschweiler/si0057": "si0057.php?__ksinr=4849",
    "eschweiler/vo0050": "vo0050.php?__kvonr=12546",
    "halle/si0040": "si0040.asp?__cjahr=2026&__cmonat=9",
    "halle/to0040": "to0040.asp?__ksinr=21804",
    "kaiserslautern/vo0050": "vo0050.asp?__kvonr=19902",
    "koblenz/si0057": "si0057.php?__ksinr=9693",
}
"""The samples came without the numbers in their addresses: these stand in their tabs."""
UNKNOWN_RESULT = "Beschluss 'Die Anfrage soll schriftlich beantwortet werden'"
"""Wording of Koblenz that none of our codes means."""


def page(shared: Path, name: str, address: str | None = None) -> Page:
    body = (shared / "pages" / "sessionnet" / f"{name}.html").read_bytes()
    return Page(url=f"https://ratsinfo.example/bi/{address or QUESTIONS[name]}", body=body, kommune="x")


def soup(shared: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup(page(shared, name).body.decode(), "html.parser")


def records(parsed: Parsed, kind: type[Kind]) -> list[Kind]:
    return [record for record in parsed.records if isinstance(record, kind)]


def named(parsed: Parsed, kind: type[Kind]) -> list[Kind]:
    return [link.platzhalter for link in parsed.links if isinstance(link.platzhalter, kind)]


def pages(parsed: Parsed) -> list[Link]:
    return [link for link in parsed.links if link.seitenart != "dokument"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_sample_is_understood(shared: Path, name: str) -> None:
    parsed = PRODUCT.parse(page(shared, name))
    assert parsed.ergebnis == "geparst"
    assert {problem.meldung for problem in parsed.problems} <= {UNKNOWN_RESULT}
    assert parsed.records or parsed.links


def test_every_sample_is_asked_about(shared: Path) -> None:
    folder = shared / "pages" / "sessionnet"
    found = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html")}
    assert {name for name in found if not name.startswith("answers/")} == QUESTIONS.keys()


@pytest.mark.parametrize("name", ["eschweiler/si0057", "koblenz/si0057"])
def test_the_agenda_by_another_reading(shared: Path, name: str) -> None:
    parsed, seen = PRODUCT.parse(page(shared, name)), soup(shared, name)
    tops = records(parsed, Tagesordnungspunkt)
    titles = seen.select("div.smc-card-header-title-simple")
    assert [top.nummer for top in tops] == [each.text.strip() for each in seen.select("td.tofnum span.badge")]
    assert [" ".join((top.betreff or "").split()) for top in tops] == [
        " ".join(each.get_text(" ").split()) for each in titles
    ]
    papers = [top.vorlage for top in tops if top.vorlage]
    assert papers == [
        f"x-{number}" for number in re.findall(r'tovo"> <a  ?href="vo0050\.php\?__kvonr=(\d+)', str_of(shared, name))
    ]
    assert all(top.oeffentlich for top in tops)
    assert [top.beschluss for top in tops if top.beschluss] == [
        each.text.partition(":")[2].strip() for each in seen.select("p.smc_field_smcdv0_box2_beschluss")
    ]


def str_of(shared: Path, name: str) -> str:
    return page(shared, name).body.decode()


@pytest.mark.parametrize(
    "name", ["eschweiler/si0050", "eschweiler/si0057", "eschweiler/vo0050", "kaiserslautern/vo0050", "koblenz/si0057"]
)
def test_every_file_is_a_document_and_each_once_for_its_owner(shared: Path, name: str) -> None:
    parsed = PRODUCT.parse(page(shared, name))
    found = records(parsed, Dokument)
    printed = [div.select_one("div.smc-el-h a") for div in soup(shared, name).select("div.smc-d-el")]
    titles = sorted(" ".join(anchor.text.split()) for anchor in printed if anchor)
    assert sorted(each.titel for each in found) == titles
    numbers = set(re.findall(r"getfile\.\w+\?id=(\d+)", str_of(shared, name)))
    assert {each.nummer for each in found} == numbers
    assert {link.dokument for link in parsed.links if link.seitenart == "dokument"} == {each.id for each in found}


def test_the_vote_of_koblenz(shared: Path) -> None:
    (vote,) = records(PRODUCT.parse(page(shared, "koblenz/si0057")), Auszug)
    assert (vote.id, vote.ja, vote.nein, vote.enthaltung, vote.befangen) == ("x-9693-oe3", 20, 4, 22, 0)


def test_a_sitzung_is_the_same_on_both_its_pages(shared: Path) -> None:
    (one,) = records(PRODUCT.parse(page(shared, "eschweiler/si0050")), Sitzung)
    (other,) = records(PRODUCT.parse(page(shared, "eschweiler/si0057")), Sitzung)
    assert one == other
    assert (one.id, one.name, str(one.beginn), one.ende) == (
        "x-4849",
        "SUM/003/2026",
        "2026-07-01 17:30:00+02:00",
        None,
    )


def test_si0050_leads_to_the_agenda_and_the_agenda_to_none_of_its_kind(shared: Path) -> None:
    first = PRODUCT.parse(page(shared, "eschweiler/si0050"))
    assert [link.url for link in pages(first)] == ["https://ratsinfo.example/bi/si0057.php?__ksinr=4849"]
    agenda = PRODUCT.parse(page(shared, "eschweiler/si0057"))
    assert {link.seitenart for link in pages(agenda)} == {"vo0050"}


def test_halle_in_layout_4(shared: Path) -> None:
    parsed = PRODUCT.parse(page(shared, "halle/to0040"))
    tops = records(parsed, Tagesordnungspunkt)
    assert [top.id for top in tops] == [
        f"x-{number}" for number in re.findall(r"smc_contol_to_1_(\d+)", str_of(shared, "halle/to0040"))
    ]
    assert [top.nummer for top in tops] == ["Ö 1", "Ö 3.1", "Ö 4.1", "Ö 5.1", "N 10", "N 11"]
    assert [top.nachtrag for top in tops] == [False, True, False, False, False, False]
    assert [top.betreff for top in tops[4:]] == [None, None]
    assert [each.nummer for each in records(parsed, Dokument)] == ["340369", "340371"]
    assert [link.url.partition("bi/")[2] for link in pages(parsed)] == ["vo0050.asp?__kvonr=32100"]
    (vote,) = records(parsed, Auszug)
    assert (vote.ja, vote.nein, vote.enthaltung, vote.befangen) == (4, 0, 6, 0)
    calendar = named(PRODUCT.parse(page(shared, "halle/si0040")), Sitzung)
    assert [str(each.ende or each.beginn) for each in calendar] == [
        "2026-09-01 18:26:00+02:00",
        "2026-09-04 16:00:00+02:00",
    ]


def test_the_calendar_by_another_reading(shared: Path) -> None:
    parsed, seen = PRODUCT.parse(page(shared, "eschweiler/si0040")), soup(shared, "eschweiler/si0040")
    meetings = seen.select("td.silink div.smc-el-h")
    linked = [each for each in meetings if each.find("a")]
    assert (len(meetings), len(linked)) == (6, 5)
    found = named(parsed, Sitzung)
    assert [each.gremium_name for each in found] == [each.text.strip() for each in linked]
    for sitzung, cell in zip(found, linked, strict=True):
        row = cell.find_parent("tr")
        assert row
        assert sitzung.datum
        assert sitzung.beginn
        weekday = row.select_one("td.smc_fct_day")
        times = row.select_one("ul.smc-detail-list li")
        assert weekday
        assert int(weekday.text) == sitzung.datum.day
        assert times
        assert times.text.startswith(sitzung.beginn.strftime("%H:%M"))
    months = {link.url for link in parsed.links if link.seitenart == "si0040"}
    assert len(months) == 35
    assert {url for url in months if "cmonat=6" in url or "cjahr=2005" in url} == {
        "https://ratsinfo.example/bi/si0040.php?__cjahr=2026&__cmonat=6",
        "https://ratsinfo.example/bi/si0040.php?__cjahr=2005&__cmonat=7",
    }


def test_the_gremien_of_eschweiler(shared: Path) -> None:
    parsed = PRODUCT.parse(page(shared, "eschweiler/gr0040"))
    gremien = named(parsed, Gremium)
    cells = [each.text.strip() for each in soup(shared, "eschweiler/gr0040").select("td.grname")]
    assert [each.name for each in gremien] == cells
    assert len({each.id for each in gremien}) == len(cells) == 27
    assert [link.url.rpartition("=")[2] for link in parsed.links if not link.folgen] == ["15"]
    assert parsed.links[-1].url == "https://ratsinfo.example/bi/gr0040.php?__cwpall=1"


def test_the_members_of_a_gremium(shared: Path) -> None:
    parsed, seen = PRODUCT.parse(page(shared, "eschweiler/kp0040")), soup(shared, "eschweiler/kp0040")
    members, people = records(parsed, Mitgliedschaft), named(parsed, Person)
    assert len(members) == len(seen.select("td.pename")) == 11
    assert [each.name for each in people] == [each.text for each in seen.select("td.pename a")]
    assert [each.person for each in members if each.person] == [each.id for each in people]
    assert [each.rolle for each in members] == [each.text for each in seen.select("td.amname")]
    assert {each.fraktion for each in people} == {"SPD", "CDU", "BASIS", "LINKE"}


def test_the_texts_of_eschweiler(shared: Path) -> None:
    parsed, seen = PRODUCT.parse(page(shared, "eschweiler/vo0050")), soup(shared, "eschweiler/vo0050")
    texts = records(parsed, Abschnitt)
    blocks = [" ".join(each.text.split()) for each in seen.select("div.smcdocmsword")]
    assert [" ".join(each.text.split()) for each in texts] == blocks
    assert [each.art for each in texts] == ["sonstiges"] * 4
    assert all("mso" not in each.html and "style" not in each.html for each in texts)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("eschweiler/vo0050", ("039/26", "Einführung und Verpflichtung", None)),
        ("kaiserslautern/vo0050", ("0463/2026", "Beschlussvorlage", "11.1 st")),
    ],
)
def test_a_vorlage(shared: Path, name: str, says: tuple[str | None, ...]) -> None:
    parsed = PRODUCT.parse(page(shared, name))
    (vorlage,) = records(parsed, Vorlage)
    assert (vorlage.nummer, vorlage.art, vorlage.aktenzeichen) == says
    title = soup(shared, name).select_one("h1")
    assert title
    assert vorlage.betreff == title.text
    assert [link.seitenart for link in pages(parsed)] == ["vo0053"]


def test_answers_that_are_no_page(shared: Path) -> None:
    asked = "si0057.php?__ksinr=1"
    with pytest.raises(ParseError, match="error page"):
        PRODUCT.parse(page(shared, "answers/error-page-4.9.6-schiffweiler", asked))
    with pytest.raises(SiteStopped, match="login"):
        PRODUCT.parse(page(shared, "answers/login-page-5.5.1-ludwigsburg", asked))
    with pytest.raises(ParseError):
        PRODUCT.parse(page(shared, "answers/php-source-bockhorn", asked))

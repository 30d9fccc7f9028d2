"""The real answers of more!rubin, where they are present, against another way of reading them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv.model import Beratung, Dokument, Gremium, Page, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse.rubin import PRODUCT

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://rockenhausen.gremien.info/api.php?id=69&json=1"


@pytest.fixture
def rubin(shared: Path) -> Path:
    folder = shared / "pages" / "rubin"
    if not folder.is_dir():
        pytest.skip("the real answers of more!rubin are not here")
    return folder


def read(rubin: Path, pattern: str) -> tuple[Any, Parsed]:
    """One of the answers, and what the parser says of it."""
    (path,) = rubin.glob(pattern)
    parsed = PRODUCT.parse(Page(url=URL, body=path.read_bytes(), kommune="rok"))
    assert parsed.problems == ()
    return json.loads(path.read_bytes()), parsed


def clock(day: str, time: str | None) -> str | None:
    """A moment as ISO 8601 begins it."""
    return None if time in {None, "00:00:00"} else f"{day}T{time}"


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_every_answer_is_read_without_a_problem(rubin: Path) -> None:
    kinds = {read(rubin, path.name)[1].seitenart for path in rubin.glob("*.json")}
    assert kinds == {"rubin_kalender", "rubin_sitzung", "rubin_gremien"}


def test_the_municipalities(rubin: Path) -> None:
    said, parsed = read(rubin, "bodies.json")
    assert len(said) == 38
    found = [each for each in parsed.records if isinstance(each, Gremium)]
    assert [(each.id, each.name) for each in found] == [(f"rok-ko{each['id']}", each["name"]) for each in said]
    assert len(found) == len(parsed.records)


def test_the_calendar(rubin: Path) -> None:
    said, parsed = read(rubin, "calendar-*.json")
    found = [each for each in parsed.records if isinstance(each, Sitzung)]
    assert len(found) == len(parsed.records) == len(said["meetings"]) == 16
    for sitzung, meeting in zip(found, said["meetings"], strict=True):
        assert sitzung.id == f"rok-{meeting['id']}"
        assert (sitzung.url, sitzung.name, str(sitzung.datum)) == (
            meeting["full_url"],
            meeting["titel"],
            meeting["datum"],
        )
        for moment, time in ((sitzung.beginn, meeting["beginn"]), (sitzung.ende, meeting["ende"])):
            expected = clock(meeting["datum"], time)
            assert (moment.isoformat()[:19] if moment else None) == expected
        codes = [code for number in range(1, 6) if (code := meeting[f"gremium_{number}"])]
        assert sitzung.gremium == (f"rok-gr{codes[0]}" if len(codes) == 1 else None)
        place = meeting["room"]
        assert sitzung.raum == place["Bezeichnung"]
        assert sitzung.ort == f"{place['Strasse']}, {place['PLZ']} {place['Ort']}"


def test_the_sitzung_and_its_agenda(rubin: Path) -> None:
    said, parsed = read(rubin, "meeting-*.json")
    sitzung = next(each for each in parsed.records if isinstance(each, Sitzung))
    assert (sitzung.id, sitzung.gremium_name) == (f"rok-{said['id']}", said["committees"][0]["Bezeichnung"])
    tops = [each for each in parsed.records if isinstance(each, Tagesordnungspunkt)]
    items = said["agenda_items"]
    assert [each.id for each in tops] == [f"rok-{each['ai_id']}" for each in items]
    assert [each.nummer for each in tops] == [f"Ö {each['topnummer']}" for each in items]
    assert [one_line(each.betreff or "") for each in tops] == [one_line(each["title"]) for each in items]
    assert [each.vorlage_nummer for each in tops] == [each.get("submission", {}).get("alias") for each in items]


def test_the_vorlagen_and_where_they_are_dealt_with(rubin: Path) -> None:
    said, parsed = read(rubin, "meeting-*.json")
    papers = [each["submission"] for each in said["agenda_items"] if "submission" in each]
    found = [each for each in parsed.records if isinstance(each, Vorlage)]
    assert [(each.id, each.nummer, each.art) for each in found] == [
        (f"rok-{each['id']}", each["alias"], each["type"]["bezeichnung"]) for each in papers
    ]
    assert [str(each.datum) for each in found] == [each["erstellungsdatum"][:10] for each in papers]
    steps = [each for each in parsed.records if isinstance(each, Beratung)]
    assert [(each.gremium, str(each.datum), each.rolle or "", each.sitzung) for each in steps] == [
        (
            f"rok-gr{each['gremium']}",
            each["sitzungsdatum"],
            each["beratungsstatus_lang"],
            f"rok-{each['meeting']['id']}",
        )
        for paper in papers
        for each in paper["consultations"]
    ]


def test_the_documents(rubin: Path) -> None:
    said, parsed = read(rubin, "meeting-*.json")
    named = set(re.findall(r'"documentUrl": "([^"]+)"', json.dumps(said)))
    found = [each for each in parsed.records if isinstance(each, Dokument)]
    assert {each.url for each in found} == {link.url for link in parsed.links if link.folgen} == named
    assert len({each.id for each in found}) == len(found) == 3
    assert {each.art for each in found} == {"bekanntmachung", "vorlage"}
    assert all(PRODUCT.kennt(each.url) and PRODUCT.seitenart(each.url) is None for each in found)

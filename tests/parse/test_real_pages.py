"""Real pages, where they are present: no problems, and the numbers that another method counts."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from ratsarchiv.model import Abschnitt, Beratung, Dokument, Mitgliedschaft, Parsed, Sitzung, Tagesordnungspunkt
from ratsarchiv.parse import parse

from . import counting, golden, real
from .building import records

SAVED = real.saved()
NONE_HERE = [pytest.param(None, marks=pytest.mark.skip("the folder ../shared with real pages is not here"))]


def of(*kinds: str) -> pytest.MarkDecorator:
    """Runs a test on each real page of these kinds; on all where none is named."""
    chosen = [each for each in SAVED if not kinds or each.kind in kinds]
    return pytest.mark.parametrize("saved", chosen or NONE_HERE, ids=lambda saved: saved.name if saved else "none")


@cache
def _parsed(name: str) -> Parsed:
    return parse(next(each.page for each in SAVED if each.name == name))


def parsed(saved: real.Saved) -> Parsed:
    return _parsed(saved.name)


@of()
def test_a_real_page_is_read_without_problems(saved: real.Saved) -> None:
    answer = parsed(saved)
    assert answer.ergebnis == "geparst"
    assert answer.problems == ()
    assert answer.records or answer.links


@of()
def test_no_two_records_of_a_page_are_one(saved: real.Saved) -> None:
    names = Counter((record.tabelle, record.id) for record in parsed(saved).records)
    assert {name: times for name, times in names.items() if times > 1} == {}


@of("au020", "fr020")
def test_as_many_members_as_the_page_says(saved: real.Saved) -> None:
    read = len(records(parsed(saved), Mitgliedschaft))
    assert read == counting.printed_members(saved.page.body)


@of("to010", "to010_r")
def test_as_many_items_as_rows_with_a_number(saved: real.Saved) -> None:
    items = records(parsed(saved), Tagesordnungspunkt)
    rows = counting.agenda(saved.page.body)
    assert rows
    assert [(item.nummer or "").replace(" ", "") for item in items] == rows
    assert [item.oeffentlich for item in items] == [row.startswith("Ö") for row in rows]
    assert all(item.betreff for item in items if item.oeffentlich)


@of("to010", "to010_r")
def test_non_public_items_have_no_betreff(saved: real.Saved) -> None:
    for item in records(parsed(saved), Tagesordnungspunkt):
        if not item.oeffentlich:
            assert (item.betreff, item.zusatz, item.vorlage, item.beschluss) == (None, None, None, None)


@of("vo020", "vo020_r", "to010", "to010_r", "to020")
def test_as_many_documents_as_buttons_and_attachments(saved: real.Saved) -> None:
    read = len(records(parsed(saved), Dokument))
    assert read == counting.documents(saved.page.body)


@of("vo020", "vo020_r")
def test_as_many_beratungen_as_meetings_and_heads_without(saved: real.Saved) -> None:
    read = len(records(parsed(saved), Beratung))
    assert read == counting.beratungen(saved.page.body) > 0


@of("si010", "si010_e", "si010_r")
def test_as_many_sitzungen_as_the_calendar_names(saved: real.Saved) -> None:
    named = [link.platzhalter for link in parsed(saved).links if isinstance(link.platzhalter, Sitzung)]
    assert sorted(each.id.rpartition("-")[2] for each in named) == sorted(counting.sitzungen(saved.page.body))
    assert all(each.datum and each.name for each in named)


@of("fr010")
def test_as_many_fraktionen_as_the_list_names(saved: real.Saved) -> None:
    named = [link.platzhalter.id for link in parsed(saved).links if link.platzhalter]
    assert sorted(name.rpartition("-fr")[2] for name in named) == sorted(counting.numbers(saved.page.body, "FRLFDNR"))


@of("vo040")
def test_a_page_of_the_list_has_fifty_vorlagen(saved: real.Saved) -> None:
    listed = {link.url for link in parsed(saved).links if link.seitenart == "vo020"}
    assert len(listed) == 50 == len(counting.numbers(saved.page.body, "VOLFDNR"))


@of("vo020", "vo020_r", "to020", "to010")
def test_every_letter_of_every_part_is_in_its_abschnitte(saved: real.Saved) -> None:
    for code, said in counting.parts(saved.page.body):
        left = said
        for each in (each for each in records(parsed(saved), Abschnitt) if each.code == code):
            left = left.removeprefix(counting.plain(each.ueberschrift or ""))
            text = counting.plain(each.text)
            assert left.startswith(text), f"{code}: {len(left)} letters left, the next Abschnitt has {len(text)}"
            left = left[len(text) :]
        assert len(left) <= 60, f"{code}: {len(left)} letters are in no Abschnitt"


@of()
def test_no_address_telephone_or_mail_of_a_gremium_is_read(saved: real.Saved) -> None:
    if saved.kind in {"au020", "fr020"}:
        said = str(golden.of(parsed(saved)))
        assert "@" not in said
        assert "Tel" not in said


@of()
def test_a_real_page_says_the_same_twice(saved: real.Saved) -> None:
    assert parse(saved.page) == parsed(saved)

"""Numbers in texts, by what a council's own numbers look like."""

from __future__ import annotations

import random
import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.text.nummernsaetze import ARCHIVE, SENTENCES

from ratsarchiv.text.nummern import Fund, Nummern, schluessel


@cache
def learnt(council: str) -> Nummern:
    return Nummern.learn(ARCHIVE[council])


@cache
def learnt_together() -> Nummern:
    return Nummern.learn(number for numbers in ARCHIVE.values() for number in numbers)


@cache
def keys(council: str) -> frozenset[str]:
    return frozenset(map(schluessel, ARCHIVE[council]))


def kept(council: str, text: str) -> list[str]:
    """The numbers that become references: those that a word names, and those of a Vorlage that is there."""
    found = learnt(council).find(text)
    return [each.nummer for each in found if each.stichwort or each.schluessel in keys(council)]


def only(council: str, text: str) -> Fund:
    (fund,) = learnt(council).find(text)
    return fund


@pytest.mark.parametrize(("council", "text", "expected"), SENTENCES, ids=[text[:40] for _, text, _ in SENTENCES])
def test_a_sentence_names_these_and_no_others(council: str, text: str, expected: list[str]) -> None:
    assert kept(council, text) == expected


def test_in_the_middle_of_other_texts_they_are_found_as_well() -> None:
    before, after = (
        "Zur Beratung stand dies. ",
        " Danach wurde die Sitzung geschlossen; 17.30 Uhr, 3. Mai 2021, 12 Euro.",
    )
    for council, text, expected in SENTENCES:
        assert kept(council, before + text + after) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FB 36/0191/WP16", "fb36 / 0191/wp 16"),
        ("VO/2015/02891", "VO 2015/02891"),
        ("2024/0123-1", "Nr. 2024/0123–1"),
        ("20-26 / V 01234", "20‑26/V\xa001234"),
        ("21-4266.2.", "21−4266.2"),
        ("VI-DS-01234-ÄA-01", "vi-ds-01234-äa-01"),
    ],
)
def test_spellings_of_one_number_have_one_key(one: str, other: str) -> None:
    assert schluessel(one) == schluessel(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024/0123", "2024/0123-1"),
        ("21-4266", "21-4266.2"),
        ("2024/0123", "2024/123"),
        ("DS/1241/I", "DS/1241/II"),
        ("2021 0345", "20210345"),
        ("12/345", "123/45"),
    ],
)
def test_numbers_that_differ_have_different_keys(one: str, other: str) -> None:
    assert schluessel(one) != schluessel(other)


def test_a_find_says_where_it_stands_and_how_it_is_called() -> None:
    text = "Der Rat verweist auf die Vorlage 2021 / 0345."
    fund = only("jahr", text)
    assert (text[fund.anfang : fund.ende], fund.schluessel, fund.stichwort) == ("2021 / 0345", "2021/0345", True)
    assert not only("jahr", "Der Rat hat 2021/0345 beschlossen.").stichwort


def test_a_vorlage_and_its_supplement_are_told_apart() -> None:
    assert [each.schluessel for each in learnt("jahr").find("2021/0001, 2021/0001-1")] == ["2021/0001", "2021/0001-1"]


def test_what_the_office_wrote_by_mistake_is_found_as_it_is_but_is_no_pattern() -> None:
    nummern = Nummern.learn([*ARCHIVE["jahr"], "2021/0345/FB9", "20210/346"])
    found = nummern.find("siehe 2021/0345/FB9, siehe 20210/346, siehe 20210/347, siehe 2021/0346/FB9")
    assert [each.schluessel for each in found] == ["2021/0345/FB9", "20210/346"]


def test_a_number_by_mistake_without_signs_is_nothing() -> None:
    assert Nummern.learn([*ARCHIVE["jahr"], "7"]).find("Vorlage 7 hat 7 Seiten") == []


def test_no_numbers_find_none() -> None:
    for numbers in ([], ["", "ohne", "   "]):
        assert Nummern.learn(numbers).find("Vorlage 2021/0345") == []


def test_one_number_is_enough() -> None:
    assert [each.nummer for each in Nummern.learn(["2021/0345"]).find("Vorlage 2021/0346")] == ["2021/0346"]


def test_order_and_repetition_of_what_is_learnt_make_no_difference() -> None:
    numbers = [number for council in ("amt", "jahr") for number in ARCHIVE[council]]
    shuffled = random.Random(1).sample(numbers, len(numbers)) + numbers[:50]
    assert Nummern.learn(shuffled).pruefsumme == Nummern.learn(numbers).pruefsumme


def test_one_more_of_the_same_kind_changes_no_pattern_and_a_new_kind_does() -> None:
    known = learnt("jahr").pruefsumme
    assert Nummern.learn([*ARCHIVE["jahr"], "2024/0777"]).pruefsumme == known
    assert Nummern.learn([*ARCHIVE["jahr"], "2024/0777/A"]).pruefsumme != known


@given(st.sampled_from(sorted(ARCHIVE)).flatmap(lambda each: st.tuples(st.just(each), st.sampled_from(ARCHIVE[each]))))
def test_every_number_of_the_archive_is_found_where_it_is_called_a_vorlage(said: tuple[str, str]) -> None:
    council, number = said
    assert only(council, f"Auf die Vorlage {number} wird verwiesen.").schluessel == schluessel(number)


@given(st.text(alphabet="0123456789/-. ABVOWPIX–\n§", max_size=200), st.sampled_from(sorted(ARCHIVE)))
def test_whatever_is_found_is_there_whole_and_in_order(text: str, council: str) -> None:
    last = 0
    for fund in learnt(council).find(text):
        assert last <= fund.anfang < fund.ende <= len(text)
        assert schluessel(text[fund.anfang : fund.ende]) == schluessel(fund.nummer) == fund.schluessel
        assert not text[fund.anfang - 1 : fund.anfang].isalnum() or fund.anfang == 0
        assert not text[fund.ende : fund.ende + 1].isalnum()
        last = fund.ende


@given(st.lists(st.text(alphabet="0129/-. ABß²٣(*\\[", max_size=45), max_size=30), st.text(max_size=60))
def test_any_numbers_can_be_learnt(numbers: list[str], text: str) -> None:
    nummern = Nummern.learn(numbers)
    for fund in nummern.find(f"{text} {' '.join(numbers)}"):
        assert fund.ende > fund.anfang


@pytest.mark.parametrize(
    "piece", ["1", "1/", "2021/0345", "2021 ", "1 / ", "2021/0345-", "FB 36/", "A", "Vorlage ", "§", "\n"]
)
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    nummern = learnt_together()
    taken = []
    for size in (30_000, 240_000):
        text = piece * (size // len(piece))
        begun = time.perf_counter()
        nummern.find(text)
        taken.append(time.perf_counter() - begun)
    assert taken[1] < 40 * taken[0] + 0.5

"""How well places are found: precision and recall over the labelled sentences."""

from __future__ import annotations

import pytest
from tests.text.orte.saetze import Satz, ortsliste, saetze, verzeichnis

from ratsarchiv.text.orte import Fund


def is_right(fund: Fund, label: tuple[str, int, int]) -> bool:
    """The same place, named by the same words."""
    id_, anfang, ende = label
    return fund.ort_id == id_ and fund.anfang < ende and anfang < fund.ende


def judged(satz: Satz) -> tuple[int, list[str], list[str]]:
    """How many places were found rightly, which were missed, and which are none."""
    found, names = verzeichnis().find(satz.text), {each.id: each.name for each in ortsliste()}
    missed = [names[label[0]] for label in satz.orte if not any(is_right(fund, label) for fund in found)]
    wrong = [names[fund.ort_id] for fund in found if not any(is_right(fund, label) for label in satz.orte)]
    return len(satz.orte) - len(missed), missed, wrong


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_places_are_found_and_nothing_else(held_out: bool) -> None:
    right = missed = wrong = 0
    for satz in saetze():
        if satz.zurueckgehalten == held_out:
            found, not_found, too_much = judged(satz)
            right, missed, wrong = right + found, missed + len(not_found), wrong + len(too_much)
            if not_found or too_much:
                print(f"{satz.thema}: {satz.text!r}: missed {not_found}, false {too_much}")
    precision, recall = right / (right + wrong), right / (right + missed)
    print(f"precision {precision:.3f} ({right} of {right + wrong}), recall {recall:.3f} ({right} of {right + missed})")
    assert precision >= 0.95
    assert recall >= 0.9


@pytest.mark.parametrize("thema", sorted({each.thema for each in saetze()}))
def test_no_kind_of_sentence_is_given_up(thema: str) -> None:
    """Few misses may hide in the whole, but no trap and no way of writing is left to chance."""
    told = [judged(each)[1:] for each in saetze() if each.thema == thema and not each.zurueckgehalten]
    assert sum(bool(missed or wrong) for missed, wrong in told) <= len(told) // 10


def test_the_sentences_are_a_fair_trial() -> None:
    assert len(saetze()) >= 200
    assert sum(not each.orte for each in saetze()) >= 60
    assert sum(len(each.orte) for each in saetze()) >= 200
    assert len({label[0] for each in saetze() for label in each.orte}) >= 80
    assert all("[" not in each.text and "]" not in each.text for each in saetze())


@pytest.mark.parametrize("satz", [each for each in saetze() if each.orte and not each.zurueckgehalten][:40])
def test_found_passages_are_the_labelled_words(satz: Satz) -> None:
    for fund, (_, anfang, ende) in zip(verzeichnis().find(satz.text), satz.orte, strict=False):
        assert satz.text[fund.anfang : fund.ende].rstrip(".-") in satz.text[max(0, anfang - 4) : ende + 1]

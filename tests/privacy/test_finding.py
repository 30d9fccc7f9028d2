"""The labelled passages: how much is found, and how much is left alone."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratsarchiv.privacy import find, mask

ARTEN = ("iban", "telefon", "email", "geburtsdatum", "wohnanschrift")
MARK = re.compile(r"\{(\w+)\|([^}]*)\}")
Label = tuple[int, int, str]


def passages() -> list[tuple[str, list[Label]]]:
    """Each passage with the spans that are private in it."""
    lines = (Path(__file__).parent / "passagen.txt").read_text("utf-8").split("\n")
    return [unmarked(line) for line in lines if line and not line.startswith("#")]


def unmarked(line: str) -> tuple[str, list[Label]]:
    line = line.replace("\\n", "\n").replace("\\t", "\t")
    text, spans, at = "", [], 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), mark[1]))
        text, at = text + mark[2], mark.end()
    return text + line[at:], spans


def measured(cases: list[tuple[str, list[Label]]], art: str) -> tuple[int, int, int]:
    """Right findings, wrong ones, and labels that no finding covers."""
    right = wrong = missed = 0
    for text, labels in cases:
        wanted = [(start, end) for start, end, each in labels if each == art]
        found = [fund for fund in find(text) if fund.art == art]
        hits = [fund for fund in found if any(fund.start < end and start < fund.end for start, end in wanted)]
        right, wrong = right + len(hits), wrong + len(found) - len(hits)
        missed += sum(not any(fund.start <= start and end <= fund.end for fund in found) for start, end in wanted)
    return right, wrong, missed


def test_the_set_is_two_hundred_passages_half_of_them_harmless() -> None:
    assert len(passages()) == 200
    assert sum(not labels for _, labels in passages()) >= 100
    assert {art for _, labels in passages() for _, _, art in labels} == set(ARTEN)


@pytest.mark.parametrize(
    ("half", "precision", "recall"), [(0, 0.98, 0.98), (1, 0.98, 0.92)], ids=["tuned on", "held back"]
)
def test_precision_and_recall(half: int, precision: float, recall: float) -> None:
    counts = [measured(passages()[half::2], art) for art in ARTEN]
    right, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
    assert right / (right + wrong) >= precision
    assert right / (right + missed) >= recall


@pytest.mark.parametrize("art", ARTEN)
def test_no_kind_falls_behind(art: str) -> None:
    right, wrong, missed = measured(passages(), art)
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.9


def test_what_is_masked_holds_nothing_private_any_more() -> None:
    for text, _ in passages():
        masked, found = mask(text)
        assert find(masked) == []
        assert not any(text[fund.start : fund.end] in masked for fund in found)


@given(st.text(max_size=300) | st.text(alphabet="0123456789 /-+().@AaDEgeb*,\n", max_size=300))
@settings(max_examples=300, deadline=None)
def test_findings_are_in_order_apart_and_inside(text: str) -> None:
    found = find(text)
    edges = [edge for fund in found for edge in (fund.start, fund.end)]
    assert edges == sorted(edges)
    assert all(0 <= fund.start < fund.end <= len(text) for fund in found)


@pytest.mark.parametrize(
    "unit",
    [
        "0",
        "0 ",
        "a@",
        "A",
        "Aa ",
        "Frau ",
        "DE12",
        "geb. am ",
        "*1.",
        "Tel. 1 ",
        "+",
        "00 ",
        "wohnt ",
        "Dr. ",
        "<a '",
        ",Am A",
    ],
)
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    begun = time.process_time()
    find(text)
    assert time.process_time() - begun < 20

"""Charts: right in their proportions, told apart without colour, and nothing in them but numbers and text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import lxml.html
import pytest

from ratsarchiv.publish import diagramm
from ratsarchiv.publish.diagramm import Reihe

from .kontrast import ratio, variables

STYLES = diagramm.__file__.replace("diagramm.py", "static/ratsarchiv.css")


def chart(columns: int, *reihen: Reihe) -> Any:
    names = [f"{index + 1:02}/2026" for index in range(columns)]
    return lxml.html.fragment_fromstring(str(diagramm.saeulen("bild", "Vorlagen", "Im Mittel 3.", names, reihen)))


def heights(svg: Any, number: int) -> list[float]:
    return [float(bar.get("height")) for bar in svg.xpath(f".//rect[@fill='url(#muster-{number})']")]


def test_columns_are_as_high_as_their_numbers_and_stand_on_one_another() -> None:
    svg = chart(3, Reihe("Antrag", [1, 2, 4]), Reihe("Anfrage", [4, 0, 2]))
    one = heights(svg, 1)[0]
    assert heights(svg, 1) == pytest.approx([one, 2 * one, 4 * one], abs=0.02)
    assert heights(svg, 2) == pytest.approx([4 * one, 2 * one], abs=0.02)  # nothing is drawn for nothing
    upper, lower = (svg.xpath(f".//rect[@fill='url(#muster-{number})']")[-1] for number in (2, 1))
    assert float(upper.get("y")) + float(upper.get("height")) == pytest.approx(float(lower.get("y")), abs=0.02)


def test_columns_share_the_width_whatever_it_is() -> None:
    bars = chart(24, Reihe("Antrag", [1] * 24)).xpath(".//rect")
    lefts = [float(bar.get("x").rstrip("%")) for bar in bars]
    widths = {bar.get("width") for bar in bars}
    assert [round(right - left, 1) for left, right in pairwise(lefts)] == [4.2] * 23
    assert len(widths) == 1
    assert all(width.endswith("%") for width in widths)


@pytest.mark.parametrize(
    ("highest", "lines"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (8, ["0", "2", "4", "6", "8"]),
        (11, ["0", "5", "10", "15"]),
        (1700, ["0", "500", "1.000", "1.500", "2.000"]),
    ],
)
def test_the_scale_has_few_round_numbers(highest: int, lines: list[str]) -> None:
    svg = chart(1, Reihe("Antrag", [highest]))
    assert [text.text for text in svg.xpath(".//text[@x='-6']")] == lines


@pytest.mark.parametrize("columns", [1, 2, 4, 6, 7, 12, 22, 24, 30])
def test_names_below_the_columns_fit_on_a_telephone(columns: int) -> None:
    svg = chart(columns, Reihe("Antrag", [1] * columns))
    labels = svg.xpath(".//text[@y='246']")
    assert labels[-1].text == f"{columns:02}/2026"
    taken = [_taken(label) for label in labels]
    assert all(left >= -1 and right <= 101 for left, right in taken)
    assert all(right < left for (_, right), (left, _) in pairwise(taken))


def _taken(label: Any) -> tuple[float, float]:
    """From where to where a name goes, in per cent of a telephone's width, where seven characters take 48 of 240 pixels."""
    x, width = float(label.get("x").rstrip("%")), 20.0
    return (x - width, x) if label.get("class") == "rechts" else (x - width / 2, x + width / 2)


def test_a_bar_is_divided_as_its_shares() -> None:
    svg = lxml.html.fragment_fromstring(str(diagramm.balken([75, 0, 25])))
    assert [(piece.get("fill"), piece.get("x"), piece.get("width")) for piece in svg] == [
        ("url(#muster-1)", "0%", "75%"),
        ("url(#muster-3)", "75%", "25%"),
    ]


def test_a_chart_has_a_name_and_a_description() -> None:
    svg = chart(2, Reihe("Antrag", [1, 2]))
    assert svg.get("role") == "img"
    assert [svg.xpath(f".//*[@id='{id_}']")[0].text for id_ in svg.get("aria-labelledby").split()] == [
        "Vorlagen",
        "Im Mittel 3.",
    ]


def test_what_councils_print_stays_text() -> None:
    evil = '"><script>alert(1)</script>'
    svg = diagramm.saeulen(evil, evil, evil, [evil], [Reihe(evil, [1])])
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_nothing_needs_an_inline_style() -> None:
    drawn = diagramm.MUSTER + diagramm.saeulen("a", "b", "c", ["x"], [Reihe("y", [1])]) + diagramm.probe(1)
    assert not re.search(r"style|\bon\w+=|<script|href", drawn)


def test_every_series_has_a_pattern_of_its_own() -> None:
    patterns = lxml.html.fragment_fromstring(str(diagramm.MUSTER)).xpath(".//pattern")
    drawn = {lxml.html.tostring(each.xpath("./*[last()]")[0]) for each in patterns}
    assert len(drawn) == len(patterns) == diagramm.REIHEN
    assert [each.get("id") for each in patterns] == [f"muster-{number}" for number in range(1, diagramm.REIHEN + 1)]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_series_stands_out_from_the_ground(dark: bool) -> None:
    colours = variables(STYLES, dark=dark)
    for number in range(1, diagramm.REIHEN + 1):
        assert ratio(colours[f"reihe-{number}"], colours["grund"]) >= 3

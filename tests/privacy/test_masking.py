"""Masks in texts, and in HTML whatever tags stand in between."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.privacy import Piece, mask, mask_html, replaced_in_html

HIDDEN = "[Telefonnummer verborgen]"


def test_a_mask_says_what_stood_there() -> None:
    masked, found = mask("Bitte Tel. 0171 39200 12 oder beispiel@web.de.")
    assert masked == f"Bitte Tel. {HIDDEN} oder [E-Mail-Adresse verborgen]."
    assert [fund.art for fund in found] == ["telefon", "email"]


def test_what_is_released_stays() -> None:
    assert mask("Tel. 0171 39200 12", lambda wording: wording == "0171 39200 12")[0] == "Tel. 0171 39200 12"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Tel. 0171 39200 12</p>", f"<p>Tel. {HIDDEN}</p>"),
        ("<p>Tel. 0171 <b>39200</b> 12</p>", f"<p>Tel. {HIDDEN}<b></b></p>"),
        ("<p>Tel. 0171&nbsp;39200&nbsp;12 &amp; mehr</p>", f"<p>Tel. {HIDDEN} &amp; mehr</p>"),
        ("<p>22-2402 &lt; 22-2403</p>", "<p>22-2402 &lt; 22-2403</p>"),
    ],
)
def test_tags_stay_and_no_digit_does(html: str, shown: str | None) -> None:
    masked = mask_html(html)
    assert shown is None or masked == shown
    assert "39200" not in re.sub("<[^>]*>", "", masked)
    assert re.findall("<[^>]*>", masked) == re.findall("<[^>]*>", html)


def test_paragraphs_part_words_and_bold_does_not() -> None:
    html = "<p>Herr Paul Beispiel</p><p>Lindenstra<b>ße</b> 5</p><p>12345 Musterstadt</p>"
    masked = mask_html(html)
    assert masked == "<p>Herr Paul Beispiel</p><p>[Wohnanschrift verborgen]<b></b></p><p></p>"


def test_an_attribute_that_holds_it_goes() -> None:
    assert mask_html('<a href="https://x.example/?m=beispiel@web.de">Post</a>') == "<a>Post</a>"


@given(st.lists(st.sampled_from(["<b>", "</b>", "<p>", "</p>", "&amp;", "&", "<", ">", "geheim", "ge", "heim", " "])))
def test_a_wording_never_survives_in_what_a_reader_sees(parts: list[str]) -> None:
    def search(text: str) -> list[Piece]:
        return [Piece(*match.span(), "[x]") for match in re.finditer("geheim", text)]

    html = "".join(parts)
    shown = replaced_in_html(html, search)
    assert "geheim" not in re.sub("</?[bp]>", lambda tag: "" if "b" in tag[0] else "\n", shown)

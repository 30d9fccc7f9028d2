"""What is left of a page's text: letters that can be seen, words in one piece."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.text.clean import clean
from ratsarchiv.text.paging import paged

ANYTHING = st.text(
    st.sampled_from("aBß1 \t\r\n\f\x00\x02\x1f\x85\xa0\xad\u0308\u200b\u2010\u2011\u2028\ud800\ufb01\ufffe-.und")
)


@pytest.mark.parametrize(
    ("divided", "whole"),
    [
        ("Ver-\r\nwaltung", "Verwaltung"),
        ("Ver-  \r\n  waltung", "Verwaltung"),
        ("Ver\ufffewaltung", "Verwaltung"),
        ("Ver\x02\r\nwaltung", "Verwaltung"),
        ("Ver\xad\nwaltung", "Verwaltung"),
        ("Ver‐\nänderung", "Veränderung"),
        ("Geh-\r\nund Radweg", "Geh- und Radweg"),
        ("Geh\ufffeund Radweg", "Geh- und Radweg"),
        ("Vor-\noder Nachteil", "Vor- oder Nachteil"),
        ("Ver-\nunden", "Verunden"),
        ("CDU-\r\nFraktion", "CDU-Fraktion"),
        ("CDU\ufffeFraktion", "CDU-Fraktion"),
        ("2021-\n2023", "2021-2023"),
        ("Geh- und Radweg", "Geh- und Radweg"),
        ("Nord-Süd", "Nord-Süd"),
        ("Ende -\nund weiter", "Ende -\nund weiter"),
        ("– a\n-\nb", "– a\n-\nb"),
        ("(Tief-)\nbau", "(Tief-)\nbau"),
    ],
)
def test_words_divided_at_a_lines_end(divided: str, whole: str) -> None:
    assert clean(divided, divided=True) == whole


def test_only_where_lines_were_broken_by_a_machine() -> None:
    assert clean("eins-\nzwei") == "eins-\nzwei"


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("ﬁnden ﬂach ﬀ ﬃ ﬄ", "finden flach ff ffi ffl"),
        ("Mu\u0308ller", "Müller"),
        ("12\xa0000\u202f€", "12 000 €"),
        ("a\r\nb\rc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00b\x07c\u200bd\ufeffe\ud800f\uffff", "abcdef"),
        ("Straßen\xadbahn", "Straßenbahn"),
        ("E\u2011Mail", "E-Mail"),
        ("a   b \n   c\n\n\n\nd\n", "a b\nc\n\nd"),
        ("\tZelle\t\tZelle\t\n", "\tZelle\t\tZelle"),
        ("§ 34 „Straße“ – 5 €", "§ 34 „Straße“ – 5 €"),
    ],
)
def test_what_cant_be_seen_is_gone(said: str, seen: str) -> None:
    assert clean(said) == seen


@given(ANYTHING, st.booleans())
def test_clean_text_is_in_nfc_without_controls_and_stays_as_it_is(said: str, divided: bool) -> None:
    text = clean(said, divided=divided)
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in text if letter not in "\n\t")
    assert "  " not in text
    assert clean(text) == text


@pytest.mark.parametrize(
    "piece", ["a-", "a-\n", "a- ", "\n", " ", "-\n \n", "\ufffe", "\xad ", "a\x02", "\u0308", "\n \t"]
)
def test_no_text_takes_long(piece: str) -> None:
    whole = "x" + piece * (200_000 // len(piece))
    begun = time.process_time()
    clean(whole, divided=True)
    assert time.process_time() - begun < 2


@given(st.lists(st.text("ab \f", max_size=50)), st.integers(1, 20))
def test_pages_lose_no_word_and_are_never_longer_than_asked(lines: list[str], longest: int) -> None:
    pages = list(paged(lines, longest))
    assert all(len(page) <= longest + page.count("\n") for page in pages)
    letters = "".join("".join(lines).split())
    assert "".join("".join(pages).split()) == letters

"""What changed between two texts, word by word."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.publish.wortdiff import Aufwand, Stueck, gekuerzt, wortdiff

WORTE = st.lists(st.sampled_from(["a", "b", "Rat", "\n", " ", "  ", "\t", "ä", "\u202e"]), max_size=60).map("".join)
TEXTE = WORTE | st.text(max_size=80)


def side(pieces: list[Stueck], without: str) -> str:
    return "".join(piece.text for piece in pieces if piece.art != without)


@given(TEXTE, TEXTE, st.sampled_from([0, 1, 50, 10**6]))
def test_what_stayed_and_came_is_the_new_text_and_what_stayed_and_went_the_old(alt: str, neu: str, work: int) -> None:
    pieces = wortdiff(alt, neu, Aufwand(work))
    assert side(pieces, "weg") == neu
    assert side(pieces, "neu") == alt
    assert all(piece.text for piece in pieces)
    assert all(a.art != b.art for a, b in pairwise(pieces))


@given(TEXTE)
def test_equal_texts_have_no_difference(text: str) -> None:
    assert wortdiff(text, text) == ([Stueck("gleich", text)] if text else [])


def test_only_the_words_that_differ_are_marked() -> None:
    assert wortdiff("Die Furt ist oft gesperrt.", "Die Furt ist selten gesperrt.") == [
        Stueck("gleich", "Die Furt ist "),
        Stueck("weg", "oft"),
        Stueck("neu", "selten"),
        Stueck("gleich", " gesperrt."),
    ]


def test_a_moved_paragraph_leaves_the_others_alone() -> None:
    pieces = wortdiff("eins\nzwei\ndrei\nvier\n", "eins\ndrei\nvier\n")
    assert [piece for piece in pieces if piece.art != "gleich"] == [Stueck("weg", "zwei\n")]


def test_long_texts_take_no_long_time() -> None:
    alt = " ".join(f"wort{number % 977}" for number in range(60_000))
    neu = " ".join(f"wort{number % 991}" for number in range(60_000, 0, -1))
    started = time.process_time()
    aufwand = Aufwand()
    for _ in range(20):
        assert side(wortdiff(alt, neu, aufwand), "weg") == neu
        wortdiff("x" * 200_000, "y" * 200_000, aufwand)
    assert time.process_time() - started < 5


def test_many_changed_paragraphs_cost_no_more_than_a_page_may() -> None:
    paragraph = " ".join(f"w{number}" for number in range(400))
    backwards = " ".join(reversed(paragraph.split()))
    started = time.process_time()
    wortdiff("\n".join(f"{n} {paragraph}" for n in range(300)), "\n".join(f"{n} {backwards}" for n in range(300)))
    assert time.process_time() - started < 5


def test_only_the_neighbourhood_of_a_change_is_shown() -> None:
    long = " ".join(f"w{number}" for number in range(100))
    shown = gekuerzt(wortdiff(f"{long} alt {long}", f"{long} neu {long}"), 10_000)
    assert [piece.art for piece in shown] == ["gleich", "weg", "neu", "gleich"]
    assert shown[0].text == "… " + " ".join(f"w{number}" for number in range(88, 100)) + " "
    assert shown[-1].text.endswith("w10 … ")


@given(TEXTE, TEXTE, st.integers(0, 60))
def test_never_more_than_so_many_letters_are_shown(alt: str, neu: str, most: int) -> None:
    assert sum(len(piece.text) for piece in gekuerzt(wortdiff(alt, neu), most)) <= most + len(" …")

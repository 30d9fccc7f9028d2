"""What a reading process says is taken apart again, and nothing that it might say instead is believed."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.text.document import FEHLER, Gelesen, Seite
from ratsarchiv.text.frames import Bereit, Ende, Frames, TooMuch, Umfang, Unfit, encode
from ratsarchiv.text.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMITS = Limits(pages=5, text=1000)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SEITEN = st.lists(st.builds(Seite, WORDS, st.sampled_from(["text", "ocr", "keine", "fehler"])), max_size=5).map(tuple)
GELESEN = st.builds(Gelesen, st.none() | WORDS, SEITEN, st.none() | st.sampled_from(FEHLER), st.none() | WORDS)
SAID = st.builds(Bereit) | st.builds(Umfang, st.integers(0, 5)) | st.builds(Ende, GELESEN, st.booleans())


def head(art: bytes, length: int) -> bytes:
    return struct.pack(">cI", art, length)


def frame(art: bytes, payload: bytes) -> bytes:
    return head(art, len(payload)) + payload


@given(said=st.lists(SAID, max_size=5), cuts=st.lists(st.integers(0, 2000), max_size=8))
def test_what_is_said_arrives_in_whatever_pieces_it_comes(
    said: Sequence[Bereit | Umfang | Ende], cuts: list[int]
) -> None:
    whole = b"".join(part for one in said for part in encode(one))
    places = [0, *sorted(cuts), len(whole)]
    frames = Frames(LIMITS)
    heard = [one for start, end in pairwise(places) for one in frames.take(whole[start:end])]
    assert heard == list(said)


@given(
    st.binary(max_size=300)
    | st.lists(st.binary(max_size=20), max_size=9).map(lambda parts: frame(b"e", b"".join(parts)))
)
def test_anything_else_is_refused_or_waited_for(data: bytes) -> None:
    try:
        heard = list(Frames(LIMITS).take(data))
    except (Unfit, TooMuch):
        return
    assert len(heard) <= len(data)


@pytest.mark.parametrize(
    "data",
    [
        frame(b"?", b""),
        frame(b"u", b"-1"),
        frame(b"e", b"[" * 4000),
        frame(b"e", b'["application/pdf", null]'),
        frame(b"e", b'[null, "Unsinn", null]'),
        frame(b"e", b"[null, null, 5]"),
        frame(b"T", b"\xff"),
        frame(b"T", b"") * 6,
        head(b"e", 1 << 31),
    ],
)
def test_what_no_reading_process_says_is_refused(data: bytes) -> None:
    with pytest.raises(Unfit):
        list(Frames(LIMITS).take(data))


def test_more_text_than_a_document_may_have_is_refused_before_it_has_come() -> None:
    assert list(Frames(LIMITS).take(frame(b"T", b"a" * 999) + head(b"T", 1))) == []
    with pytest.raises(TooMuch):
        list(Frames(LIMITS).take(frame(b"T", b"a" * 999) + head(b"T", 2)))


def test_no_number_of_pages_buys_more_time_than_the_most_pages_do() -> None:
    [said] = Frames(LIMITS).take(frame(b"u", b"9" * 4000))
    assert said == Umfang(5)


def test_each_document_has_the_whole_limit() -> None:
    one = b"".join(encode(Ende(Gelesen(None, (Seite("a" * 900, "text"),)))))
    assert len(list(Frames(LIMITS).take(one * 3))) == 3


def test_half_a_letter_does_not_keep_a_document_from_arriving() -> None:
    [said] = Frames(LIMITS).take(b"".join(encode(Ende(Gelesen(None, (Seite("a\ud800", "text"),))))))
    assert said == Ende(Gelesen(None, (Seite("a?", "text"),)))

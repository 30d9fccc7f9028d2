"""One spelling for words that differ in capitals, umlauts and ß only, and patterns that find a stem's words in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from ratsarchiv.store.suche.worte import worte

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratsarchiv.store.suche.anfrage import Marken


Phrase = tuple[str, ...]
"""Stems that follow one another."""
Fundstelle = tuple[int, int, str]

LONGEST_TEXT = 200_000
"""Letters of one text that are looked through for words."""
MOST_WORDS = 5_000
"""Words of one text that are looked at for phrases."""
WIDEST_GAP = 60
"""Letters between two words of a phrase: fill words and signs."""
_UMLAUT = re.compile("ae|oe|(?<!q)ue")
_ANY = {"a": "(?:ae?|ä)", "o": "(?:oe?|ö)", "u": "(?:ue?|ü)"}
_STREET = "strass"


def ohne_akzente(word: str) -> str:
    """The word as FTS5's own tokenizer leaves it."""
    if word.isascii():
        return word
    return "".join(letter for letter in normalize("NFKD", word) if not combining(letter))


def gefaltet(word: str) -> str:
    """`Müller`, `Mueller` and `MÜLLER` are one word here, and `Müll` is another."""
    return ohne_akzente(_UMLAUT.sub(lambda found: found[0][0], word.lower().replace("ß", "ss")))


@lru_cache(maxsize=256)
def _pattern(staemme: frozenset[str]) -> re.Pattern[str]:
    ways = "|".join(_ways(stamm) for stamm in sorted(staemme, key=lambda each: (-len(each), each)))
    return re.compile(rf"(?:{ways})[^\W_]*")


def _ways(stamm: str) -> str:
    """A pattern for the beginnings of all words that may have this stem."""
    street = stamm.endswith(_STREET) and len(stamm) > len(_STREET)
    letters = stamm.removesuffix("ass") if street else stamm
    written = "".join(_ANY.get(letter, re.escape(letter)) for letter in letters).replace("ss", "(?:ss|ß)")
    return written + r"(?:ass|aß)?" if street else written


def fundstellen(text: str, phrasen: frozenset[Phrase]) -> Iterator[Fundstelle]:
    """Beginning, end and stem of each word in the text that was searched; of a phrase only where it stands whole."""
    if not phrasen:
        return
    single, longer = _by_length(phrasen)
    words = _words(text, frozenset(chain(*phrasen)))
    if not longer:
        yield from words
        return
    places, number = list(islice(words, MOST_WORDS)), 0
    while number < len(places):
        length = next((len(each) for each in longer if _stands(text, places[number : number + len(each)], each)), 0)
        if length or places[number][2:] in single:
            yield from places[number : number + max(1, length)]
        number += max(1, length)


def _stands(text: str, places: Sequence[Fundstelle], phrase: Phrase) -> bool:
    """Whether these words are that phrase, with nothing between them that the index keeps."""
    if tuple(stamm for *_, stamm in places) != phrase:
        return False
    gaps = [(end, start) for (_, end, _), (start, *_) in pairwise(places)]
    return all(start - end <= WIDEST_GAP and not worte(text[end:start]) for end, start in gaps)


@lru_cache(maxsize=256)
def _by_length(phrasen: frozenset[Phrase]) -> tuple[frozenset[Phrase], tuple[Phrase, ...]]:
    longer = sorted((phrase for phrase in phrasen if len(phrase) > 1), key=lambda each: (-len(each), each))
    return frozenset(phrase for phrase in phrasen if len(phrase) == 1), tuple(longer)


def _words(text: str, staemme: frozenset[str]) -> Iterator[Fundstelle]:
    small = _klein(text)
    for found in _pattern(staemme).finditer(small, 0, LONGEST_TEXT):
        start, end = found.span()
        # a pattern that begins with letters is found five times faster than one that looks back
        if not _letter(small, start - 1) and (stamm := ohne_akzente(worte(found[0]))) in staemme:
            yield start, end, stamm


def _klein(text: str) -> str:
    """The text in lower case, letter by letter: `İ` would become two."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)


def _letter(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isalnum()


def marken(text: str, phrasen: frozenset[Phrase]) -> Marken:
    """Where the words that were searched stand."""
    return tuple((start, end) for start, end, _ in fundstellen(text, phrasen))


def steht_in(word: str, *texts: str) -> bool:
    """Whether this very word stands in one of the texts, be it with other umlauts and capitals."""
    return any(_stands_alone(way, text[:LONGEST_TEXT].lower()) for text in texts for way in _spellings(word))


@lru_cache(maxsize=256)
def _spellings(word: str) -> tuple[str, ...]:
    small = word.lower()
    apart, together = small, small.replace("ss", "ß")
    for one, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        apart = apart.replace(one, two)
        together = together if one == "ß" else together.replace(two, one)
    return tuple(dict.fromkeys((small, apart, together, together.replace("ß", "ss"))))


def _stands_alone(word: str, text: str) -> bool:
    place = text.find(word)
    while place >= 0:
        if not _letter(text, place - 1) and not _letter(text, place + len(word)):
            return True
        place = text.find(word, place + 1)
    return False

"""What people type, taken apart: words, "phrases", -exclusions, ODER and beginnings*. Nothing that they type is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv.store.suche.schreibung import Phrase, gefaltet, ohne_akzente
from ratsarchiv.store.suche.worte import WORT, stamm, worte

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 2000
"""Letters of a query that are read."""
MOST_WORDS = 16
SHORTEST_BEGINNING = 3

_SIGNS = str.maketrans(dict.fromkeys("„“”‟«»″", '"') | dict.fromkeys("–—−‐‑", "-"))
_PIECE = re.compile(r'(-?)"([^"]*)"|([^\s"]+)')
_BOTH_SEXES = re.compile(r"(?<=\w)[:*_/]-?in(?:nen)?\b")
_BETWEEN_WORDS = re.compile(r"[^\w.&'’*-]+")
_DIGIT = re.compile(r"\d")
ODER = frozenset({"ODER", "OR", "|"})
VOR_NUMMERN = frozenset(
    map(stamm, ("Drucksache", "Drucks", "Drs", "DS", "Vorlage", "Sitzungsvorlage", "Beschlussvorlage", "Nr", "Nummer"))
)
"""What people write before a number, and the number's own column doesn't."""


@dataclass(frozen=True, slots=True)
class Wort:
    """One word of a query, or several that follow one another."""

    text: str
    phrase: Phrase
    woertlich: bool = False
    stern: bool = False

    @property
    def nummer(self) -> bool:
        """It is a number with its parts: `2021/0345`."""
        return len(self.phrase) > 1 and bool(_DIGIT.search(self.text))


@dataclass(frozen=True, slots=True)
class Frage:
    """Of each group one word must be there, and none of `ohne`."""

    gruppen: tuple[tuple[Wort, ...], ...]
    ohne: tuple[Wort, ...]


def frage(text: str) -> Frage:
    """What a typed query asks for; of a long one the beginning."""
    gruppen: list[list[Wort]] = []
    ohne: list[Wort] = []
    left, oder = MOST_WORDS, False
    for minus, wort in _worte(text[:LONGEST].translate(_SIGNS)):
        if wort is None:
            oder = bool(gruppen)
            continue
        left -= max(1, len(wort.phrase))
        if left < 0:
            break
        if minus:
            ohne.append(wort)
        elif oder:
            gruppen[-1].append(wort)
        else:
            gruppen.append([wort])
        oder = False
    return Frage(tuple(map(tuple, _without_labels(gruppen))), tuple(ohne))


def _worte(text: str) -> Iterator[tuple[bool, Wort | None]]:
    """The words with their minus; None for ODER."""
    for piece in _PIECE.finditer(text):
        minus, quoted, plain = piece.groups()
        if plain is None:
            if phrase := staemme(quoted):
                yield bool(minus), Wort(quoted, phrase, woertlich=True)
        elif plain in ODER:
            yield False, None
        else:
            excluded = plain.startswith("-")
            for wort in _plain(plain.lstrip("-")):
                yield excluded, wort


def _plain(piece: str) -> Iterator[Wort]:
    """The words of what stands between two spaces. With a digit in it, it is one number."""
    piece = _BOTH_SEXES.sub("", piece)
    for part in [piece] if _DIGIT.search(piece) else _BETWEEN_WORDS.split(piece):
        beginning = gefaltet(part.rstrip("*"))
        if part.endswith("*") and len(beginning) >= SHORTEST_BEGINNING and WORT.fullmatch(beginning):
            yield Wort(part, (beginning,), stern=True)
        elif (phrase := staemme(part)) or part.isupper():
            yield Wort(part.strip("*.-&'’"), phrase)


def staemme(text: str) -> Phrase:
    """The stems of a text as they stand in the index's vocabulary, no more than a query may have."""
    return tuple(map(ohne_akzente, worte(text).split()[:MOST_WORDS]))


def _without_labels(gruppen: Sequence[list[Wort]]) -> Iterator[list[Wort]]:
    for number, gruppe in enumerate(gruppen):
        after = gruppen[number + 1] if number + 1 < len(gruppen) else []
        label = len(gruppe) == 1 and gruppe[0].phrase in {(each,) for each in VOR_NUMMERN}
        if not (label and after and after[0].nummer):
            yield gruppe

"""What changed between two texts, word by word, with bounded work: paragraphs first, then the words of those that differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Art = Literal["gleich", "weg", "neu"]

MOST_AT_ONCE = 1_000
"""Words and spaces, or paragraphs, on each side that are compared with one another; of more, only beginning and end."""
MOST_WORK = 3_000_000
"""Pairs of words on one page that may be compared."""
AROUND = 12
"""Words before and after a change that are shown with it."""

_PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\S+|\s+")
_WITH_SPACE = re.compile(r"\S+\s*|\s+")


class Stueck(NamedTuple):
    """A run of words that stayed, went or came."""

    art: Art
    text: str


@dataclass(slots=True)
class Aufwand:
    """What comparing may still cost."""

    rest: int = MOST_WORK

    def reicht(self, alt: Sequence[str], neu: Sequence[str]) -> bool:
        """Whether these two may be compared; takes what that costs."""
        if max(len(alt), len(neu)) > MOST_AT_ONCE or len(alt) * len(neu) > self.rest:
            return False
        self.rest -= len(alt) * len(neu)
        return True


def wortdiff(alt: str, neu: str, aufwand: Aufwand | None = None) -> list[Stueck]:
    """The pieces that make `neu` (what stayed and came) and `alt` (what stayed and went), in order."""
    aufwand = aufwand or Aufwand()
    found: list[Stueck] = []
    for art, before, after in _runs(_PARAGRAPH.findall(alt), _PARAGRAPH.findall(neu), aufwand):
        if art == "gleich":
            found.append(Stueck("gleich", before))
        else:
            found += _of_words(before, after, aufwand)
    return list(_joined(found))


def _of_words(alt: str, neu: str, aufwand: Aufwand) -> Iterator[Stueck]:
    for art, before, after in _runs(_WORD.findall(alt), _WORD.findall(neu), aufwand):
        if art == "gleich":
            yield Stueck("gleich", before)
        else:
            yield Stueck("weg", before)
            yield Stueck("neu", after)


def _runs(alt: list[str], neu: list[str], aufwand: Aufwand) -> Iterator[tuple[str, str, str]]:
    """What is equal and what is not, in order: kind, old text, new text."""
    first = next(
        (number for number, (a, b) in enumerate(zip(alt, neu, strict=False)) if a != b), min(len(alt), len(neu))
    )
    last = 0
    while last < min(len(alt), len(neu)) - first and alt[-1 - last] == neu[-1 - last]:
        last += 1
    yield "gleich", "".join(alt[:first]), ""
    old, new = alt[first : len(alt) - last], neu[first : len(neu) - last]
    if aufwand.reicht(old, new):
        for tag, a, b, c, d in SequenceMatcher(str.isspace, old, new).get_opcodes():
            yield ("gleich" if tag == "equal" else "anders"), "".join(old[a:b]), "".join(new[c:d])
    else:
        yield "anders", "".join(old), "".join(new)
    yield "gleich", "".join(alt[len(alt) - last :]), ""


def _joined(pieces: Sequence[Stueck]) -> Iterator[Stueck]:
    """Neighbours of a kind as one, without empty ones; between two texts that stayed, what went stands first."""
    went, came, stayed = "", "", ""
    for art, text in pieces:
        if art != "gleich":
            yield from _filled(("gleich", stayed))
            stayed = ""
            went, came = (went + text, came) if art == "weg" else (went, came + text)
        elif text:
            yield from _filled(("weg", went), ("neu", came))
            went, came, stayed = "", "", stayed + text
    yield from _filled(("weg", went), ("neu", came), ("gleich", stayed))


def _filled(*pieces: tuple[Art, str]) -> Iterator[Stueck]:
    return (Stueck(art, text) for art, text in pieces if text)


def gekuerzt(pieces: Sequence[Stueck], most: int) -> list[Stueck]:
    """The same to be read: of long texts that stayed only what is next to a change; no more than so many letters."""
    found: list[Stueck] = []
    room = most
    for number, (art, text) in enumerate(pieces):
        short = _around(text, number > 0, number < len(pieces) - 1) if art == "gleich" else text
        if len(short) > room:
            return [*found, Stueck(art, short[:room]), Stueck("gleich", " …")]
        found.append(Stueck(art, short))
        room -= len(short)
    return found


def _around(text: str, after: bool, before: bool) -> str:
    words = _WITH_SPACE.findall(text)
    if len(words) <= 2 * AROUND + 4:
        return text
    beginning = "".join(words[:AROUND]) if after else ""
    end = "".join(words[-AROUND:]) if before else ""
    return f"{beginning}… {end}"

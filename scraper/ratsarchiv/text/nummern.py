"""Numbers of Vorlagen in texts, by what a council's own numbers look like: no council needs code of its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Self

from ratsarchiv.text.nummernform import (
    LONGEST,
    MOST_WORDS,
    RUN,
    Form,
    by_shape,
    forms,
    irregular,
    is_ambiguous,
    schluessel,
    shape,
)
from ratsarchiv.text.stichworte import Vorwort, aufgezaehlt, vorwort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Fund", "Nummern", "schluessel"]

FASSUNG = "1"
"""Raised when other rules find other numbers by the same patterns: texts are read anew."""
STRICHE = r"\-‐‑‒–—−"
_STRICH = f"[{STRICHE}]"
_SIGNS = rf"[\s/._{STRICHE}]{{0,3}}"
_SIGN = {"/": r"\s?/\s?", "-": _STRICH, " ": r"\s"}
_END = rf"(?!\w|[/_{STRICHE}]\w|[.,:][0-9])"
_GLUE = frozenset("/_-‐‑‒–—−")
_SPACED = re.compile(rf"\s{_STRICH}\s")


@dataclass(frozen=True, slots=True)
class Fund:
    """A number in a text."""

    nummer: str
    """As printed, on one line."""
    schluessel: str
    anfang: int
    ende: int
    stichwort: bool
    """Whether words call it a Vorlage or point to it. Without them it counts only where there is such a Vorlage."""


class Nummern:
    """What one council's numbers look like: `learn` makes it."""

    def __init__(self, nummern: Sequence[str]) -> None:
        kinds = by_shape(map(schluessel, nummern))
        self._forms = forms(kinds)
        self._exact = irregular(kinds, self._forms)
        self._core = _core(self._forms.values(), self._exact, any(map(_SPACED.search, nummern)))
        heads = _heads(nummern)
        self._head = _head(heads)
        self._widest = max((sum(map(len, head)) + 3 * len(head) + 1 for head in heads), default=0)
        self.pruefsumme = self._digest()
        """Differs where something else may be found in a text."""

    @classmethod
    def learn(cls, numbers: Iterable[str]) -> Self:
        """From all numbers that a council's Vorlagen have, in any order."""
        return cls(sorted({each.strip() for each in numbers if len(each) <= LONGEST}))

    @staticmethod
    def schluessel(nummer: str) -> str:
        """The form in which all spellings of a number are the same."""
        return schluessel(nummer)

    def find(self, text: str) -> list[Fund]:
        """The numbers in a text, in its order. The time that it takes grows with the text's length."""
        found: list[Fund] = []
        word = Vorwort.KEINES
        for match in self._core.finditer(text) if self._core else ():
            for anfang in self._starts(text, match.start()):
                key = self._key(text, anfang, match.end())
                if key is None:
                    continue
                word = _called(text, anfang, found[-1].ende if found else None, word)
                if word >= (Vorwort.NUMMER if is_ambiguous(key) else Vorwort.KEINES):
                    nummer = " ".join(text[anfang : match.end()].split())
                    found.append(Fund(nummer, key, anfang, match.end(), word >= Vorwort.HINWEIS))
                break
        return found

    def _starts(self, text: str, digit: int) -> Iterator[int]:
        """Where a number whose first digit this is may begin: with letters before it, or without."""
        head = self._head.search(text, max(0, digit - self._widest), digit) if self._head else None
        if head:
            yield head.start()
        yield digit

    def _key(self, text: str, anfang: int, ende: int) -> str | None:
        """The key of what stands there; None where it is none of the council's numbers, or part of something longer."""
        if not _stands_alone(text, anfang):
            return None
        key = schluessel(text[anfang:ende])
        return key if self._is_known(key) else None

    def _is_known(self, key: str) -> bool:
        form = self._forms.get(shape(key))
        return key in self._exact or (form is not None and form.allows(key))

    def _digest(self) -> str:
        said = [repr(self._forms[each]) for each in sorted(self._forms)]
        patterns = [each.pattern if each else "" for each in (self._core, self._head)]
        return sha256("\n".join((FASSUNG, *said, *self._exact, *patterns)).encode()).hexdigest()


def _called(text: str, anfang: int, last: int | None, before: Vorwort) -> Vorwort:
    """What the words before a number make of it; in a list they stand before the first only."""
    word = vorwort(text, anfang)
    listed = word is Vorwort.KEINES and last is not None and aufgezaehlt(text, last, anfang)
    return before if listed else word


def _stands_alone(text: str, anfang: int) -> bool:
    """Whether nothing before it makes it a part of a longer number."""
    before, earlier = text[max(0, anfang - 1) : anfang], text[max(0, anfang - 2) : max(0, anfang - 1)]
    if before.isalnum() or (before in _GLUE and earlier.isalnum()):
        return False
    return not (before in {".", ",", ":"} and earlier.isdigit())


def _core(known: Iterable[Form], exact: Mapping[str, str], spaced: bool) -> re.Pattern[str] | None:
    """Such numbers from their first digit on, too generously; the longer ones first."""
    sizes = {form.shape: [(run.least, run.most) for run in form.runs] for form in known}
    for key, which in exact.items():
        lengths = [len(run) for run in RUN.findall(key)]
        before = sizes.get(which) or [(length, length) for length in lengths]
        sizes[which] = [(min(low, n), max(high, n)) for (low, high), n in zip(before, lengths, strict=True)]
    cores = {_core_of(which, lengths, spaced) for which, lengths in sizes.items()}
    # the first digit is a class of its own, so that the search can skip what is no digit
    alternatives = "|".join(sorted(cores, key=lambda core: (-len(core), core)))
    return re.compile(rf"[0-9](?<![0-9][0-9])(?:{alternatives}){_END}") if cores else None


def _core_of(which: str, lengths: Sequence[tuple[int, int]], spaced: bool) -> str:
    first = which.index("9")
    sizes = iter(lengths[which[:first].count("A") :])
    least, most = next(sizes)
    made = [f"[0-9]{{{least - 1},{most - 1}}}(?![0-9])"]
    for last, sign in pairwise(which[first:]):
        if sign == "9":
            least, most = next(sizes)
            made.append((_SIGNS if last == "A" else "") + f"[0-9]{{{least},{most}}}(?![0-9])")
        elif sign == "A":
            least, most = next(sizes)
            made.append((r"\s?" if last == "9" else "") + rf"[^\W\d_]{{{least},{most}}}")
        else:
            made.append(rf"\s?{_STRICH}\s?" if sign == "-" and spaced else _SIGN.get(sign, re.escape(sign)))
    return "".join(made)


def _heads(nummern: Iterable[str]) -> list[tuple[str, ...]]:
    """The words before a number's first digit, the more frequent first."""
    before = (re.match(r"[^0-9]*", each) for each in nummern)
    heads = Counter(tuple(RUN.findall(each[0].upper())) for each in before if each)
    del heads[()]
    return sorted(heads, key=lambda head: (-heads[head], head))[:MOST_WORDS]


def _head(heads: Iterable[tuple[str, ...]]) -> re.Pattern[str] | None:
    words = sorted((_SIGNS.join(map(re.escape, head)) + _SIGNS for head in heads), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})\Z", re.IGNORECASE) if words else None

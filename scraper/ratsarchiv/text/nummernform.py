"""What a council's numbers look like.

A number is a row of runs, of digits or of letters, with signs between them. Its key is the form in which two spellings
of one number are the same; its shape is the key with every run of digits as `9` and of letters as `A`:
`Fb 36 / 0191/WP16` has the key `FB36/0191/WP16` and the shape `A9/9/A9`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST = 40
"""Characters of the longest number."""
MOST_SHAPES, MOST_WORDS, MOST_EXACT = 40, 200, 2000
"""Of a council whose numbers know no order only so many are learnt, the most frequent first."""
FEW, RARE, SMALL = 3, 0.005, 0.1
"""What three numbers and 0.5 % of all have in common is a shape, or 10 %: the others are slips of the office."""

RUN = re.compile(r"[0-9]+|[^\W\d_]+")
_DIGITS = re.compile(r"[0-9]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_TO_HYPHEN = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_PLAIN = re.compile(r"[0-9]+(?:[/.-][0-9]+){0,5}")
_CALLED = re.compile(r"(?:NR|NUMMER)\b[.: ]{0,3}")
_SPACED_SIGN = re.compile(r" ?([^\w ]) ?")
_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")
_LETTER_TO_DIGIT = re.compile(r"(?<=[^\W\d_])[/._-]{1,3}(?=[0-9])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")


def schluessel(nummer: str) -> str:
    """The form in which all spellings of a number are the same. A supplement is a number of its own."""
    if _PLAIN.fullmatch(nummer):
        return nummer
    text = " ".join(unicodedata.normalize("NFKC", nummer).upper().translate(_TO_HYPHEN).split())
    called = _CALLED.match(text)
    text = _SPACED_SIGN.sub(r"\1", text[called.end() :] if called else text)
    return _LETTER_TO_DIGIT.sub("", _SPACE.sub("", text)).strip(".,;:()[]")


def shape(key: str) -> str:
    """The key without what differs from number to number."""
    return _LETTERS.sub("A", _DIGITS.sub("9", key))


def is_ambiguous(key: str) -> bool:
    """Whether it may as well be years, a date, a street or any pair of figures, unless a word calls it a Vorlage."""
    words, figures = _LETTERS.findall(key), _DIGITS.findall(key)
    length = sum(map(len, figures))
    if words:
        return len(words) < 2 and length < (3 if len(figures) > 1 else 4)
    years = [bool(_YEAR.match(each)) for each in figures]
    if len(figures) > 2:
        return length < 6 or all(year or len(each) <= 2 for each, year in zip(figures, years, strict=True))
    return len(figures) < 2 or all(years) or length < (7 if any(years) else 6)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a shape may be: of so many digits, a year where `jahr`; or one of these words."""

    least: int
    most: int
    jahr: bool = False
    words: tuple[str, ...] = ()

    def allows(self, value: str) -> bool:
        """Whether the run may say this."""
        if self.words:
            return value in self.words
        return self.least <= len(value) <= self.most and (not self.jahr or _YEAR.match(value) is not None)


@dataclass(frozen=True, slots=True)
class Form:
    """One shape of a council's numbers, with all that its runs may say."""

    shape: str
    runs: tuple[Run, ...]

    def allows(self, key: str) -> bool:
        """Whether a key of this shape is a number of this form."""
        return all(run.allows(value) for run, value in zip(self.runs, RUN.findall(key), strict=True))


def by_shape(keys: Iterable[str]) -> dict[str, list[str]]:
    """The keys that have digits, by their shape."""
    kinds = defaultdict(list)
    for key in keys:
        which = shape(key)
        if "9" in which:
            kinds[which].append(key)
    return kinds


def forms(kinds: Mapping[str, Sequence[str]]) -> dict[str, Form]:
    """By shape: the forms that a council's numbers have, but for rare ones."""
    of = sum(map(len, kinds.values()))
    common = sorted((-len(keys), which) for which, keys in kinds.items() if _is_common(len(keys), of))
    return {which: Form(which, _runs(kinds[which])) for _, which in common[:MOST_SHAPES]}


def irregular(kinds: Mapping[str, Sequence[str]], known: Mapping[str, Form]) -> dict[str, str]:
    """By key: the shapes of numbers that have none of the forms. They are found as they are, figures alone are not."""
    others = {
        key: which
        for which, keys in kinds.items()
        if which != "9"
        for key in keys
        if which not in known or not known[which].allows(key)
    }
    counts = Counter(others.values())
    most = sorted(counts, key=lambda which: (-counts[which], which))[:MOST_SHAPES]
    return {key: others[key] for key in sorted(others)[:MOST_EXACT] if others[key] in most}


def _is_common(count: int, of: int) -> bool:
    return (count >= FEW and count >= RARE * of) or count >= SMALL * of


def _runs(keys: Sequence[str]) -> tuple[Run, ...]:
    return tuple(_run(Counter(values)) for values in zip(*map(RUN.findall, keys), strict=True))


def _run(values: Counter[str]) -> Run:
    """What these values have in common, but for rare ones."""
    of = values.total()
    lengths: Counter[int] = Counter()
    for value, count in values.items():
        lengths[len(value)] += count
    usual = [length for length, count in lengths.items() if _is_common(count, of)] or list(lengths)
    least, most = min(usual), max(usual)
    if not next(iter(values)).isdigit():
        words = tuple(sorted(values))
        return Run(min(lengths), max(lengths), words=words if len(words) <= MOST_WORDS else ())
    years = sum(count for value, count in values.items() if _YEAR.match(value))
    return Run(least, most, jahr=usual == [4] and not _is_common(of - years, of))

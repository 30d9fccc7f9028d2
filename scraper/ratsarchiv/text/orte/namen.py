"""The names of a gazetteer as a tree of words: where one may begin, how it goes on, what it stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ratsarchiv.text.orte.schreibung import (
    ARTIKEL,
    SPRECHEND,
    ellipsen,
    enden,
    falte,
    folgen,
    geschrieben,
    kann_klein,
    schluessel,
    worte,
)
from ratsarchiv.text.orte.woerter import ALLTAG, VORNAMEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ratsarchiv.text.orte.ort import Ort

_LAGE = re.compile(
    r"(?:am|an|auf|im|in|zum|zur|unter|hinter|vor|bei|beim|aufm)(?:\s+(?:der|dem|den|die|das))?\s+", re.IGNORECASE
)
_WEITER = re.compile(r"[\s.\-‐‑–'’]{1,4}([^\W_]+)")
_REIHE = re.compile(r"[-‐]?[\s,/&–.]{0,4}([^\W_]+)")
_BINDEWORT = frozenset({"und", "oder", "bzw", "sowie", "ecke"})
_FARTHEST = 10
"""Words from what is left of a name to the end that it shares."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name, and the places that bear it."""

    text: str
    orte: tuple[Ort, ...]
    lage: bool
    """It begins as `Am Stadtgraben` does."""
    alltag: bool
    """It is an everyday word, or a first name."""
    sprechend: bool
    """It says by its end that it is a street or the like."""


class Treffer(NamedTuple):
    """A name where it stands in the reading."""

    anfang: int
    ende: int
    name: Name


class Knoten(dict[str, "Knoten"]):
    """The words that may come next, by their folded spelling."""

    __slots__ = ("gekuerzt", "name")

    def __init__(self) -> None:
        super().__init__()
        self.name: Name | None = None
        """What ends here."""
        self.gekuerzt: list[tuple[tuple[str, ...], Name]] = []
        """What ends here if a later word ends so: `Haupt-` of `Haupt- und Bahnhofstraße`."""

    def zweig(self, words: Iterable[str]) -> Knoten:
        """The node that these words lead to, made where there was none."""
        node = self
        for word in words:
            node = node.setdefault(falte(word), Knoten())
        return node


class Namen:
    """All names of a gazetteer."""

    def __init__(self, orte: Iterable[Ort]) -> None:
        gleiche: dict[str, list[Ort]] = defaultdict(list)
        for ort in orte:
            gleiche[schluessel(ort.name)].append(ort)
        root = Knoten()
        self.worte: dict[str, Knoten] = {}
        """Where a name may begin, by its first word with a capital as it may be typed."""
        self.klein: dict[str, Knoten] = {}
        """The same for words that may be small in a sentence: `am`, `alten`."""
        self.innere: set[str] = set()
        """Words of `worte` before which such a small one may stand: `am Stadtgraben`."""
        for gruppe in gleiche.values():
            name = _name(gruppe)
            for row in folgen(name.text):
                node = root.zweig(row)
                node.name = node.name or name
                self._door(row, root)
            for row, kopf in ellipsen(name.text):
                root.zweig(row).gekuerzt.append((enden(kopf), name))
                self._door(row, root)

    def _door(self, row: Sequence[str], root: Knoten) -> None:
        node = root[falte(row[0])]
        self.worte |= dict.fromkeys(_mit_grossem(row[0]), node)
        if kann_klein(row[0]):
            self.klein |= dict.fromkeys(geschrieben(row[0]), node)
            for inner in _mit_grossem(next((word for word in row[1:3] if word not in ARTIKEL), "")):
                self.innere.add(inner)
                self.worte.setdefault(inner, Knoten())

    def __contains__(self, word: object) -> bool:
        return word in self.worte


def _mit_grossem(word: str) -> set[str]:
    typed = geschrieben(word) if word else ()
    return {form for each in typed for form in (each[0].upper() + each[1:], each.upper())}


def laengster(node: Knoten, anfang: int, ende: int, text: str) -> Treffer | None:
    """The longest name that begins with this word, whole or without the head that it shares with the next."""
    best: Treffer | None = None
    found: Knoten | None = node
    while found is not None:
        here = found.name or (_geteilt(found.gekuerzt, anfang, ende, text) if found.gekuerzt else None)
        if here:
            best = Treffer(anfang, ende, here)
        after = _WEITER.match(text, ende) if found else None
        if after is None:
            break
        found, ende = found.get(falte(after[1])), after.end()
    return best


def _geteilt(gekuerzt: list[tuple[tuple[str, ...], Name]], anfang: int, ende: int, text: str) -> Name | None:
    """The name whose head is the end of a later word in the same row: capitals, commas, and words like `und`."""
    row = False
    if not text[anfang].isupper():
        return None
    for _ in range(_FARTHEST):
        between = _REIHE.match(text, ende)
        if between is None:
            return None
        gap, word = text[ende : between.start(1)], between[1]
        joins = word.lower() in _BINDEWORT
        row = row or "/" in gap or "," in gap or joins
        if not row or not (joins or word[0].isupper()) or ("." in gap and text[ende - 3 : ende] != "bzw"):
            return None
        folded = falte(word)
        for ends, name in () if joins else gekuerzt:
            if folded.endswith(ends):
                return name
        ende = between.end()
    return None


def _name(gruppe: list[Ort]) -> Name:
    text = gruppe[0].name
    words = worte(text)
    lage = _LAGE.match(text)
    rest = falte(text[lage.end() :] if lage else text)
    last = falte(words[-1]) if words else ""
    return Name(
        text=text,
        orte=tuple(sorted(gruppe, key=lambda each: each.id)),
        lage=lage is not None,
        alltag=rest in ALLTAG or (len(words) == 1 and text in VORNAMEN),
        sprechend=any(last.endswith(falte(kopf)) and len(falte(text)) > len(kopf) + 2 for kopf in SPRECHEND),
    )

"""What is looked for in the index: the typed words and their synonyms, then compounds of them; as FTS5 understands it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ratsarchiv.store.suche.sprache import Frage, Wort, staemme
from ratsarchiv.store.suche.synonyme import LONGEST_KEY, PLURALS
from ratsarchiv.store.suche.wortschatz import MOST, SHORTEST_SLIP, anfaenge, bekannt, gemeint, lesbar, zusammensetzungen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from ratsarchiv.store.suche.schreibung import Phrase
    from ratsarchiv.store.suche.synonyme import Synonyme

STREET = {"str": "strass", "strass": "str"}
YEAR = re.compile("(?:19|20)[0-9]{2}")

Weg = tuple["Phrase", ...]
"""Phrases that must all be there."""


@dataclass(frozen=True, slots=True)
class Gruppe:
    """Ways to say one thing, one of which must be in a text."""

    worte: tuple[Wort, ...]
    wege: tuple[Weg, ...]
    synonyme: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gesucht:
    """All that a text must have, and must not have."""

    gruppen: tuple[Gruppe, ...]
    ohne: tuple[Phrase, ...]

    @property
    def ausdruck(self) -> str:
        """For `MATCH`; empty where nothing is searched."""
        wanted = " AND ".join(_any(gruppe.wege) for gruppe in self.gruppen)
        return f"({wanted}) NOT {self.ausschluss}" if wanted and self.ohne else wanted

    @property
    def ausschluss(self) -> str:
        """For `MATCH`: the texts that are not wanted."""
        return _any([(phrase,) for phrase in self.ohne]) if self.ohne else ""

    @property
    def phrasen(self) -> frozenset[Phrase]:
        """All words and phrases that are looked for."""
        return frozenset(phrase for gruppe in self.gruppen for weg in gruppe.wege for phrase in weg)


def _any(wege: Iterable[Weg]) -> str:
    ways = [" AND ".join(map(_phrase, weg)) for weg in wege]
    return "(" + " OR ".join(f"({way})" if " AND " in way else way for way in ways) + ")"


def _phrase(phrase: Phrase) -> str:
    """Years are no numbers of Vorlagen, though most begin with one."""
    quoted = f'"{" ".join(phrase)}"'
    return f"- nummer : {quoted}" if len(phrase) == 1 and YEAR.fullmatch(phrase[0]) else quoted


def gesucht(connection: sqlite3.Connection, frage: Frage, synonyme: Synonyme) -> Gesucht:
    """The typed words, joined and unjoined, and their synonyms."""
    gruppen = tuple(gruppe for gruppe in _gruppen(connection, frage, synonyme) if gruppe.wege)
    ohne = tuple(dict.fromkeys(wort.phrase for wort in frage.ohne if wort.phrase))
    return Gesucht(gruppen, ohne)


def _gruppen(connection: sqlite3.Connection, frage: Frage, synonyme: Synonyme) -> Iterator[Gruppe]:
    rest = list(frage.gruppen)
    while rest:
        together = _ausdruck(rest, synonyme)
        if together:
            worte = tuple(gruppe[0] for gruppe in rest[:together])
            others = synonyme.zu(" ".join(wort.text for wort in worte))
            own: Weg = tuple(wort.phrase for wort in worte)
            yield Gruppe(worte, _wege([own], others), others)
        else:
            together = 1
            worte = rest[0]
            others = tuple(each for wort in worte if not wort.woertlich for each in synonyme.zu(wort.text))
            yield Gruppe(worte, _wege([weg for wort in worte for weg in _own(connection, wort)], others), others)
        rest = rest[together:]


def _ausdruck(gruppen: Sequence[tuple[Wort, ...]], synonyme: Synonyme) -> int:
    """How many of the next words are one expression that has synonyms; 0 for none."""
    plain = 0
    while plain < min(len(gruppen), LONGEST_KEY) and len(gruppen[plain]) == 1 and not gruppen[plain][0].woertlich:
        plain += 1
    lengths = (n for n in range(plain, 1, -1) if synonyme.zu(" ".join(gruppe[0].text for gruppe in gruppen[:n])))
    return next(lengths, 0)


def _own(connection: sqlite3.Connection, wort: Wort) -> Iterator[Weg]:
    """`E-Mail` stands for `Email` too."""
    if wort.stern:
        yield from (((word,),) for word in anfaenge(connection, wort.phrase[0]) or wort.phrase)
    elif wort.phrase:
        yield (wort.phrase,)
        yield from ((phrase,) for phrase in _also(wort))
        if len(wort.phrase) > 1 and not wort.woertlich and not wort.nummer:
            joined = staemme("".join(each for each in wort.text if each.isalnum()))
            yield from [(joined,)] if joined else []


def _also(wort: Wort) -> Iterator[Phrase]:
    """Ways to write the same that stems don't know: `Kitas` is `Kita`, and the last word of `Hansen-Str.` is a Straße."""
    *before, last = wort.phrase
    if last.endswith(PLURALS):
        yield (*before, last[:-1])
    if before and last in STREET:
        yield (*before, STREET[last])


def _wege(own: Iterable[Weg], others: Iterable[str]) -> tuple[Weg, ...]:
    phrases = filter(None, map(staemme, others))
    return tuple(dict.fromkeys([*own, *((phrase,) for phrase in phrases)]))


def mit_zusammensetzungen(connection: sqlite3.Connection, schon: Gesucht) -> Gesucht:
    """The same, and compounds of each word, at most `MOST` for one."""
    return replace(schon, gruppen=tuple(_widened(connection, gruppe) for gruppe in schon.gruppen))


def _widened(connection: sqlite3.Connection, gruppe: Gruppe) -> Gruppe:
    if any(wort.woertlich or wort.nummer for wort in gruppe.worte):
        return gruppe
    single = [weg[0][0] for weg in gruppe.wege if len(weg) == 1 and len(weg[0]) == 1]
    compounds = [
        word for stem in single[:4] for word in zusammensetzungen(connection, stem, MOST // min(len(single), 4))
    ]
    return replace(gruppe, wege=tuple(dict.fromkeys([*gruppe.wege, *(((word,),) for word in compounds)])))


def berichtigt(connection: sqlite3.Connection, text: str, schon: Gesucht) -> str | None:
    """The typed text with those words corrected that no text has; None where there is nothing to correct."""
    corrected = text
    for gruppe in schon.gruppen:
        if len(gruppe.worte) > 1 or gruppe.synonyme:
            continue
        for piece in _pieces(gruppe.worte[0]):
            stems = staemme(piece)
            if len(stems) == 1 and not _anywhere(connection, stems[0]) and (meant := gemeint(connection, piece)):
                corrected = corrected.replace(piece, lesbar(connection, meant), 1)
    return corrected if corrected != text else None


def _pieces(wort: Wort) -> list[str]:
    if wort.woertlich or wort.stern or any(letter.isdigit() for letter in wort.text):
        return []
    return [piece for piece in wort.text.split("-") if len(piece) >= SHORTEST_SLIP]


def _anywhere(connection: sqlite3.Connection, word: str) -> bool:
    return bekannt(connection, word) or bool(zusammensetzungen(connection, word, 1))

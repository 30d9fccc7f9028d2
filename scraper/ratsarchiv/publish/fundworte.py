"""The words that somebody looks for in a text of ours, found as the search finds them: in all their forms."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ratsarchiv.store.suche.schreibung import fundstellen
from ratsarchiv.store.suche.sprache import frage
from ratsarchiv.store.suche.stellen import ausschnitt
from ratsarchiv.store.suche.stufen import gesucht, mit_zusammensetzungen

if TYPE_CHECKING:
    import sqlite3

    from ratsarchiv.store.suche import Synonyme
    from ratsarchiv.store.suche.anfrage import Marken
    from ratsarchiv.store.suche.schreibung import Phrase

LONGEST_QUESTION = 300
MOST_MARKS = 500
"""Words of one text that are marked."""


class Stelle(NamedTuple):
    """A passage and the words in it."""

    text: str
    marken: Marken
    anzahl: int
    """How often the words stand in the whole text."""


def gefragt(request: Any) -> str:
    """What the address asks for."""
    return " ".join((request.args.get("q") or "")[:LONGEST_QUESTION].split())


def phrasen(connection: sqlite3.Connection, text: str, synonyme: Synonyme) -> frozenset[Phrase]:
    """All that is looked for with these words: other forms, synonyms, compounds; none for no word."""
    if not text:
        return frozenset()
    direkt = gesucht(connection, frage(text), synonyme)
    return mit_zusammensetzungen(connection, direkt).phrasen if direkt.gruppen else frozenset()


def marken(text: str, wanted: frozenset[Phrase]) -> Marken:
    """Where the words stand in a text, no more than may be marked."""
    return tuple((start, end) for start, end, _ in islice(fundstellen(text, wanted), MOST_MARKS))


def steht_in(text: str, wanted: frozenset[Phrase]) -> bool:
    """Whether any of the words stands in a text."""
    return next(iter(fundstellen(text, wanted)), None) is not None


def stelle(text: str, wanted: frozenset[Phrase]) -> Stelle | None:
    """The first passage of a text that has the words."""
    places = marken(text, wanted)
    if not places:
        return None
    passage = ausschnitt(text, *places[0])
    return Stelle(passage, marken(passage, wanted), len(places))

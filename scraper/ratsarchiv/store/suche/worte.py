"""A German text as the index keeps it: its words in lower case, without endings, umlauts and the words that say nothing.

`Die Straßen der Müllers` and `strassen mueller` are the same words here. Both sides of a search go through this.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import Stemmer

if TYPE_CHECKING:
    import sqlite3

VERSION = "1"
"""Of what this module makes of a text; with another one the index is built anew."""
WORT = re.compile(r"[^\W_]{1,64}")
"""A longer run of letters is no word of anybody's."""
SIGNS = ".,;:!?()[]\"'„“”‚‘’»«…/-–"
"""What words touch most often; none of it belongs to any."""
MOST_KNOWN = 1_000_000
LONGEST_KNOWN = 100

FUELLWOERTER = frozenset(Path(__file__).with_name("fuellwoerter.txt").read_text(encoding="utf-8").split())
"""Words that stand in every text: they would be a third of the index."""

_stem = Stemmer.Stemmer("german", 0).stemWord


def stamm(word: str) -> str:
    """One word as the index keeps it; empty where it keeps none."""
    small = word.lower()
    if small in FUELLWOERTER:
        return ""
    if not small.isalpha():
        return small
    return str(_stem(f"{small}asse" if small.endswith("str") and len(small) > 5 else small))


class _Known(dict[str, str]):
    """What becomes of a run of letters and signs between two spaces; few of them are ever new."""

    def __missing__(self, run: str) -> str:
        if len(self) > MOST_KNOWN:
            self.clear()
        core = run.strip(SIGNS)
        found = self[core] if len(core) < len(run) else " ".join(filter(None, map(stamm, WORT.findall(run))))
        if len(run) <= LONGEST_KNOWN:
            self[run] = found
        return found


_KNOWN = _Known()


def worte(text: str | None) -> str:
    """The words of a text as the index keeps them, in their order, with spaces between."""
    return " ".join(filter(None, map(_KNOWN.__getitem__, text.split()))) if text else ""


def register(connection: sqlite3.Connection) -> None:
    """Give a connection the SQL function `worte(text)`: the triggers that keep the index true call it."""
    connection.create_function("worte", 1, worte, deterministic=True)

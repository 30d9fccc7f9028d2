"""The index's own vocabulary: which words have a stem within them, and which one somebody meant who mistyped."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from ratsarchiv.store.suche.schema import TEXTE
from ratsarchiv.store.suche.schreibung import fundstellen
from ratsarchiv.store.suche.worte import stamm

if TYPE_CHECKING:
    import sqlite3

MOST = 48
"""Words of the vocabulary that one typed word may stand for."""
SHORTEST_PART = 3
SHORTEST_INFIX = 5
SHORTEST_SLIP = 5
LOOKED_AT = 2000
"""Words of the vocabulary among which compounds, beginnings and what a mistyped word means are looked for, at a time."""
LAST = "\U0010ffff"


def bekannt(connection: sqlite3.Connection, word: str) -> bool:
    """Whether any text has a word with this stem."""
    return connection.execute("SELECT 1 FROM suchbegriffe WHERE wort = ?", (word,)).fetchone() is not None


def anfaenge(connection: sqlite3.Connection, beginning: str, most: int = MOST) -> list[str]:
    """Stems that begin like this, the shortest first."""
    return _words(connection, BEGIN, {"a": beginning, "z": beginning + LAST, "n": most})


def zusammensetzungen(connection: sqlite3.Connection, word: str, most: int = MOST) -> list[str]:
    """Stems with this one within them, the shortest first; a short one counts at the beginning and the end only."""
    if len(word) >= SHORTEST_INFIX:
        found = _words(connection, WITHIN, {"teil": f"%{word}%", "n": most + 1})
    elif len(word) >= SHORTEST_PART and word.isalpha():
        found = anfaenge(connection, word, most) + _words(connection, WITHIN, {"teil": f"%{word}", "n": most})
        found = sorted(set(found), key=lambda each: (len(each), each))
    else:
        found = []
    return [each for each in found if each != word][:most]


def gemeint(connection: sqlite3.Connection, word: str) -> str | None:
    """The stem that somebody meant who typed a word that no text has."""
    own = stamm(word)
    if len(own) < SHORTEST_SLIP or not own.isalpha():
        return None
    allowed = 1 if len(own) < 8 else 2
    near = {each: OSA.distance(own, each, score_cutoff=allowed) for each in _similar(connection, own, allowed)}
    shorter = stamm(word[:-1])
    if len(shorter) >= SHORTEST_SLIP and bekannt(connection, shorter):
        near[shorter] = 1
    near = {each: distance for each, distance in near.items() if distance <= allowed}
    if not near:
        return None
    nearest = min(near.values())
    return min(
        (each for each, distance in near.items() if distance == nearest),
        key=lambda each: (each[0] != own[0], -_texts(connection, each), each),
    )


def _similar(connection: sqlite3.Connection, word: str, allowed: int) -> set[str]:
    """Words of about this length that share a third with it: so many slips cannot spoil all three."""
    third = max(2, len(word) // 3)
    parts = {"shortest": len(word) - allowed, "longest": len(word) + allowed, "n": LOOKED_AT}
    begun = _words(connection, BEGIN_NEAR, {"a": word[:third], "z": word[:third] + LAST, **parts})
    shared = (f"%{word[third:-third]}%", f"%{word[-max(3, third) :]}")
    within = (
        _words(connection, WITHIN_NEAR, {"teil": teil, **parts})
        for teil in shared
        if len(teil.strip("%")) >= SHORTEST_PART
    )
    return set(chain(begun, *within))


def lesbar(connection: sqlite3.Connection, word: str) -> str:
    """A stem as people write it: the word that the newest texts use most often."""
    rows = connection.execute(NEWEST, (f'"{word}"',)).fetchall()
    seen: Counter[str] = Counter()
    for tabelle, objekt in rows:
        for text in (
            connection.execute(
                f"SELECT dokument, text, beschluss, betreff FROM ({TEXTE[tabelle]}) WHERE objekt = ?", (objekt,)
            ).fetchone()
            or ()
        ):
            seen.update(text[start:end] for start, end, _ in fundstellen(text or "", frozenset({(word,)})))
    return max(seen, key=lambda each: (seen[each], each[0].isupper(), each), default=word)


def _texts(connection: sqlite3.Connection, word: str) -> int:
    """In how many texts a stem stands."""
    return sum(row[0] for row in connection.execute("SELECT doc FROM suchworte WHERE term = ?", (word,)))


def _words(connection: sqlite3.Connection, statement: str, values: dict[str, str | int]) -> list[str]:
    return [row[0] for row in connection.execute(statement, values)]


BEGIN = f"""
SELECT wort FROM (SELECT wort FROM suchbegriffe WHERE wort >= :a AND wort < :z LIMIT {LOOKED_AT})
ORDER BY length(wort), wort LIMIT :n
"""
WITHIN = f"""
SELECT wort FROM (SELECT wort FROM suchteile WHERE wort LIKE :teil LIMIT {LOOKED_AT}) ORDER BY length(wort), wort LIMIT :n
"""
_NEAR = "AND length(wort) BETWEEN :shortest AND :longest LIMIT :n"
BEGIN_NEAR = f"SELECT wort FROM suchbegriffe WHERE wort >= :a AND wort < :z {_NEAR}"
WITHIN_NEAR = f"SELECT wort FROM suchteile WHERE wort LIKE :teil {_NEAR}"
NEWEST = """
SELECT s.tabelle, s.objekt FROM suchindex i CROSS JOIN suche s ON s.id = i.rowid
WHERE i.suchindex MATCH ? ORDER BY i.rowid DESC LIMIT 5
"""

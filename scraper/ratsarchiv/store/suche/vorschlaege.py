"""What somebody may mean who is still typing: numbers, Betreffs, Gremien and streets that begin like that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ratsarchiv.store.suche.schreibung import gefaltet
from ratsarchiv.store.suche.sprache import Wort, frage
from ratsarchiv.store.suche.wortschatz import LAST, anfaenge

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

SHORTEST = 2
LONGEST = 100
BEGINNINGS = 24
"""Words of the vocabulary for a beginning."""
OF_EACH = 3
"""Suggestions of each kind, where there are others too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vorschlag:
    """Something that begins as typed, and where it leads."""

    art: Literal["nummer", "betreff", "gremium", "ort"]
    text: str
    tabelle: str
    objekt: str
    kommune: str


def vorschlaege(
    connection: sqlite3.Connection, text: str, *, kommune: str | None = None, anzahl: int = 8
) -> list[Vorschlag]:
    """What begins like the text, of each kind some, numbers first."""
    typed = " ".join(text[:LONGEST].replace("\0", "").encode(errors="ignore").decode().split())
    kommune = kommune and kommune.encode(errors="ignore").decode()
    if len(typed) < SHORTEST or anzahl < 1:
        return []
    kinds = [list(kind(connection, typed, kommune, min(anzahl, 50))) for kind in (_nummern, _gremien, _orte, _betreffs)]
    first = [each for kind in kinds for each in kind[:OF_EACH]]
    more = [each for kind in kinds for each in kind[OF_EACH:]]
    chosen = set(map(id, (first + more)[:anzahl]))
    return [each for kind in kinds for each in kind if id(each) in chosen]


def _nummern(connection: sqlite3.Connection, typed: str, kommune: str | None, number: int) -> Iterator[Vorschlag]:
    if any(letter.isdigit() for letter in typed):
        for way in dict.fromkeys((typed, typed.upper())):
            values = {"a": way, "z": way + LAST, "kommune": kommune, "n": number}
            for id_, nummer, where in connection.execute(NUMBERS, values):
                yield Vorschlag(art="nummer", text=nummer, tabelle="vorlagen", objekt=id_, kommune=where)


def _gremien(connection: sqlite3.Connection, typed: str, kommune: str | None, number: int) -> Iterator[Vorschlag]:
    like = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {"a": f"{like}%", "b": f"% {like}%", "c": f"%-{like}%", "kommune": kommune, "n": number}
    for id_, name, where in connection.execute(GREMIEN, values):
        yield Vorschlag(art="gremium", text=name, tabelle="gremien", objekt=id_, kommune=where)


def _orte(connection: sqlite3.Connection, typed: str, kommune: str | None, number: int) -> Iterator[Vorschlag]:
    for way in dict.fromkeys((typed, typed.title(), typed[:1].upper() + typed[1:])):
        values = {"a": way, "z": way + LAST, "kommune": kommune, "n": number}
        rows = connection.execute(ORTE, values).fetchall()
        for id_, name, where in rows:
            yield Vorschlag(art="ort", text=name, tabelle="orte", objekt=id_, kommune=where)
        if rows:
            return


def _betreffs(connection: sqlite3.Connection, typed: str, kommune: str | None, number: int) -> Iterator[Vorschlag]:
    worte = [gruppe[0] for gruppe in frage(typed).gruppen if gruppe[0].phrase]
    if not worte:
        return
    *whole, last = worte
    ways = [f'"{" ".join(wort.phrase)}"' for wort in whole] + [_beginning(connection, last)]
    for id_, betreff, where in connection.execute(
        BETREFFS, {"wanted": f"betreff : ({' AND '.join(ways)})", "kommune": kommune, "n": number}
    ):
        yield Vorschlag(art="betreff", text=" ".join(betreff.split()), tabelle="vorlagen", objekt=id_, kommune=where)


def _beginning(connection: sqlite3.Connection, wort: Wort) -> str:
    """The last word may still be growing."""
    own = f'"{" ".join(wort.phrase)}"'
    begun = gefaltet(wort.text)
    words = anfaenge(connection, begun, BEGINNINGS) if begun.isalnum() else []
    return "(" + " OR ".join([own, *(f'"{word}"' for word in words)]) + ")"


_HERE = "AND (:kommune IS NULL OR kommune = :kommune)"
NUMBERS = f"""
SELECT id, nummer, kommune FROM vorlagen WHERE nummer >= :a AND nummer < :z {_HERE} ORDER BY nummer DESC LIMIT :n
"""
GREMIEN = f"""
SELECT id, name, kommune FROM gremien WHERE (name LIKE :a ESCAPE '\\' OR name LIKE :b ESCAPE '\\' OR name LIKE :c ESCAPE '\\')
{_HERE} AND verschwunden_seit IS NULL ORDER BY name LIKE :a ESCAPE '\\' DESC, length(name), name, id LIMIT :n
"""
ORTE = f"SELECT id, name, kommune FROM orte WHERE name >= :a AND name < :z {_HERE} ORDER BY name, id LIMIT :n"
BETREFFS = """
SELECT v.id, v.betreff, v.kommune FROM suchindex i CROSS JOIN suche s ON s.id = i.rowid CROSS JOIN vorlagen v ON v.id = s.objekt
WHERE i.suchindex MATCH :wanted AND s.tabelle = 'vorlagen' AND (:kommune IS NULL OR v.kommune = :kommune)
ORDER BY i.rowid DESC LIMIT :n
"""

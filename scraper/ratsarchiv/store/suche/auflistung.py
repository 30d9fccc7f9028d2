"""What the filters leave of everything, where nobody asks for a word: by date, with the facets' counts."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from ratsarchiv.store.suche.facetten import FACETTEN, Filter
from ratsarchiv.store.suche.rang import Rang, Ziel

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ratsarchiv.store.suche.anfrage import Anfrage

LISTED = 5_000
"""So many results are counted, the newest or the oldest ones."""


def alle(connection: sqlite3.Connection, anfrage: Anfrage, bedingung: Filter, start: int, end: int) -> Rang:
    """The results from `start` to `end`, and counts of no more than `LISTED`."""
    order = "ASC" if anfrage.sortierung == "aelteste" else "DESC"

    def found(ohne: str = "") -> list[tuple[int, int]]:
        statement = TARGETS.format(where=bedingung.of_targets(ohne=ohne), order=order)
        return connection.execute(statement, {**bedingung.values, "limit": LISTED}).fetchall()

    results = found()
    rang = Rang(anzahl=len(results), mindestens=len(results) == LISTED)
    shown = [id_ for id_, _ in results[start:end]]
    ziele = {row[0]: _ziel(*row) for row in connection.execute(SHOWN, (json.dumps(shown),))}
    rang.ziele = [ziele[id_] for id_ in shown]
    free = [name for name in FACETTEN if name not in bedingung.aktiv]
    for names, rows in ((free, results), *(([name], found(name)) for name in bedingung.aktiv)):
        rang.gezaehlt.update(_counted(connection, names, (facette for _, facette in rows)))
    return rang


def _ziel(id_: int, tabelle: str, objekt: str, text_tabelle: str, text: str) -> Ziel:
    return Ziel(id_, tabelle, objekt, 0, 0.0, [(text_tabelle, text)])


def _counted(connection: sqlite3.Connection, names: list[str], facetten: Iterable[int]) -> dict[str, dict[str, int]]:
    """How many results have each value of these facets."""
    numbers = Counter(facetten)
    counted: dict[str, Counter[str]] = {name: Counter() for name in names}
    for id_, *said in connection.execute(SAID, (json.dumps(list(numbers)),)):
        values = dict(zip(FACETTEN, said, strict=True))
        for name in names:
            several = json.loads(values[name]) if name == "gremium" else [values[name]]
            for value in several:
                if value not in ("", 0):
                    counted[name][str(value)] += numbers[id_]
    return {name: dict(found) for name, found in counted.items()}


TARGETS = """
SELECT t.id, t.facette FROM suchziele t {where} AND t.id NOT IN (
    SELECT z.id FROM vorlagen v CROSS JOIN suchziele z ON z.objekt = v.id AND z.tabelle = 'vorlagen'
    WHERE v.verschwunden_seit > ''
)
ORDER BY t.datum {order}, t.facette {order}, t.id {order} LIMIT :limit
"""
"""All that may be found, without Vorlagen that were withdrawn."""
SHOWN = """
SELECT t.id, t.tabelle, t.objekt, s.tabelle, s.objekt FROM json_each(?) j CROSS JOIN suchziele t ON t.id = j.value
CROSS JOIN suche s ON s.id = (SELECT min(x.id) FROM suche x WHERE x.ziel = t.id)
"""
SAID = """
SELECT f.id, f.kommune, f.gremien, f.art, f.jahr, f.federfuehrend FROM suchfacetten f
WHERE f.id IN (SELECT value FROM json_each(?))
"""

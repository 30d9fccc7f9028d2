"""By what results can be narrowed: conditions in SQL, and how many results each value would leave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ratsarchiv.store.suche.anfrage import Facettenwert
from ratsarchiv.store.suche.aufbau import YEAR

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from ratsarchiv.store.suche.anfrage import Anfrage

MOST = 50
"""Values of one facet that are named, those with the most results."""
MOST_COUNTED = 1000
MOST_CHOSEN = 50
LONGEST_VALUE = 300
FACETTEN = ("kommune", "gremium", "art", "jahr", "federfuehrend")
NAMED = {"kommune": "kommunen", "gremium": "gremien"}
"""Facets whose values are ids of a table's rows."""
CONDITION = {
    "kommune": "f.kommune IN (SELECT value FROM json_each(:kommune))",
    "art": "f.art IN (SELECT value FROM json_each(:art))",
    "jahr": "f.jahr IN (SELECT CAST(value AS INTEGER) FROM json_each(:jahr))",
    "federfuehrend": "f.federfuehrend IN (SELECT value FROM json_each(:federfuehrend))",
    "gremium": "EXISTS (SELECT 1 FROM json_each(:gremium) g WHERE instr(f.gremien, g.value) > 0)",
}


class Filter:
    """The conditions of a query, ready for SQL over texts `s`, targets `t` and what is said of them `f`."""

    def __init__(self, anfrage: Anfrage) -> None:
        self.gewaehlt = {name: _chosen(anfrage.filter.get(name, ())) for name in FACETTEN}
        self.von = anfrage.von.isoformat() if anfrage.von else ""
        self.bis = anfrage.bis.isoformat() if anfrage.bis else ""
        self.aktiv = tuple(name for name in FACETTEN if self.gewaehlt[name])

    @property
    def values(self) -> dict[str, str | int]:
        """For the placeholders of `where`."""
        lists = {name: json.dumps(values) for name, values in self.gewaehlt.items()}
        lists["gremium"] = json.dumps([json.dumps(value, ensure_ascii=False) for value in self.gewaehlt["gremium"]])
        years = [int(value) for value in self.gewaehlt["jahr"] if value.isdecimal() and len(value) <= 4]
        first = max([int(self.von[:4] or 0), *([min(years)] if years else [])])
        last = min([int(self.bis[:4] or 9999), *([max(years)] if years else [])])
        return {**lists, "von": self.von, "bis": self.bis or "9", "unten": first << YEAR, "oben": (last + 1) << YEAR}

    def join(self, *, ohne: str = "") -> str:
        """Joins and conditions after `FROM suchindex i CROSS JOIN suche s …`; without those of the facet `ohne`."""
        conditions, dates = self._conditions(ohne)
        joins = "CROSS JOIN suchziele t ON t.id = s.ziel " if conditions or dates else ""
        joins += "CROSS JOIN suchfacetten f ON f.id = t.facette " if conditions else ""
        return joins + "WHERE " + "".join(f"{each} AND " for each in dates + conditions)

    def of_targets(self, *, ohne: str = "") -> str:
        """Conditions after `FROM suchziele t`; without those of the facet `ohne`."""
        # with + the rows are found by date: by facet most of them would have to be sorted
        conditions, dates = self._conditions(ohne)
        said = (
            f"+t.facette IN (SELECT f.id FROM suchfacetten f WHERE {' AND '.join(conditions)})"
            if conditions
            else "true"
        )
        return "WHERE " + " AND ".join([*dates, said])

    def _conditions(self, ohne: str) -> tuple[list[str], list[str]]:
        conditions = [CONDITION[name] for name in self.aktiv if name != ohne]
        dates = ["t.datum >= :von AND substr(t.datum, 1, 10) <= :bis AND t.datum <> ''"] if self.von or self.bis else []
        return conditions, dates

    @property
    def years(self) -> bool:
        """Whether only texts of some years are asked for: the index can begin and end there."""
        return bool(self.von or self.bis or self.gewaehlt["jahr"])


def _chosen(values: Iterable[str]) -> list[str]:
    clean = (value.encode(errors="ignore").decode().replace("\0", "") for value in values)
    return [value for value in dict.fromkeys(clean) if value and len(value) <= LONGEST_VALUE][:MOST_CHOSEN]


def counting(name: str) -> str:
    """SQL that counts results by the values of a facet, over `f`: one row of `suchfacetten` for each result."""
    if name == "gremium":
        together = "(SELECT gremien, count(*) AS number FROM f GROUP BY gremien) h, json_each(h.gremien) g"
        return COUNTING.format(name, "g.value", "sum(h.number)", together)
    return COUNTING.format(name, f"f.{name}", "count(*)", "f")


def facetten(
    connection: sqlite3.Connection, gezaehlt: Mapping[str, Mapping[str, int]], gewaehlt: Mapping[str, list[str]]
) -> dict[str, tuple[Facettenwert, ...]]:
    """The counted values with their names; chosen ones are there even where they have no results."""
    return {name: _values(connection, name, gezaehlt.get(name, {}), gewaehlt[name]) for name in FACETTEN}


def _values(
    connection: sqlite3.Connection, name: str, counted: Mapping[str, int], chosen: list[str]
) -> tuple[Facettenwert, ...]:
    numbers = {**dict.fromkeys(chosen, 0), **counted}
    most = sorted(numbers, key=lambda each: (each not in chosen, -numbers[each], each))[: MOST + len(chosen)]
    names = _names(connection, NAMED[name], most) if name in NAMED and most else {}
    if name == "jahr":
        order = sorted(most, reverse=True)
    else:
        order = sorted(most, key=lambda each: (-numbers[each], names.get(each) or each, each))
    return tuple(
        Facettenwert(wert=each, name=names.get(each) or each, anzahl=numbers[each], gewaehlt=each in chosen)
        for each in order
    )


def _names(connection: sqlite3.Connection, tabelle: str, ids: Iterable[str]) -> dict[str, str]:
    statement = f"SELECT id, name FROM {tabelle} WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row[1] for row in connection.execute(statement, (json.dumps(list(ids)),))}


COUNTING = f"""
SELECT * FROM (
    SELECT '{{0}}', CAST({{1}} AS TEXT), {{2}}, NULL, NULL, NULL FROM {{3}} WHERE {{1}} NOT IN ('', 0)
    GROUP BY {{1}} ORDER BY 3 DESC, 2 LIMIT {MOST_COUNTED}
)
"""

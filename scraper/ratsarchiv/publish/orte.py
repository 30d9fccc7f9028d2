"""The places that a Vorlage names, each with its best grade and where it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import fundstelle

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

MOST = 1000
"""Mentions that are looked at for one page."""

GRADE = {
    "betreff": "im Betreff",
    "beschlussvorschlag": "im Beschlussvorschlag",
    "erwaehnt": "im Text",
    "aufzaehlung": "in einer Aufzählung",
}
"""From the most telling to the least."""
_ORDER = " ".join(f"when '{grad}' then {number}" for number, grad in enumerate(GRADE))

_ORTE = f"""
select o.id, o.name, o.art, o.lat, o.lon, n.grad, {fundstelle.columns("n", "tabelle")}
from ortsnennungen n
join orte o on o.id = n.ort
{fundstelle.joins("n.tabelle", "n.objekt", "n.vorlage")}
where n.vorlage = :id
order by case n.grad {_ORDER} else {len(GRADE)} end, o.name, n.tabelle <> 'vorlagen', qs.seite, n.anfang, n.id
limit {MOST}
"""  # noqa: S608 - our own words


def read(connection: sqlite3.Connection, vorlage: str) -> list[Row]:
    """Each place once: name, kind, where it lies, grade and its first passage. None that stands only in what is not shown."""
    found: dict[str, Row] = {}
    for row in map(dict, connection.execute(_ORTE, {"id": vorlage})):
        passage = fundstelle.stelle(row)
        if passage is None:
            continue
        new = {name: row[name] for name in ("id", "name", "art", "lat", "lon")} | {"stellen": [], "weitere": 0}
        ort = found.setdefault(row["id"], new | {"grad": GRADE.get(row["grad"], row["grad"])})
        if not ort["stellen"]:
            ort["stellen"].append(passage)
        elif passage not in ort["stellen"]:
            ort["weitere"] += 1
    return list(found.values())

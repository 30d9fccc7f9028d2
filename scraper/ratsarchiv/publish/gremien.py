"""The list of Gremien of one Kommune, or of the Kommunen to choose from."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import answer, errors, german

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

LONGEST_MS = 1_500
MOST = 2_000

KOMMUNEN = "select id, name from kommunen order by name, id limit 2000"

_GREMIEN = """
select id, name, art, bis, coalesce(bis < :today, 0) as beendet from gremien
where kommune = :kommune and verschwunden_seit is null and name is not null
order by name, id
limit :most
"""

_ORDER = ("Rat", "Ausschuss", "Beirat", "Fraktion")
_PLURAL = {"Ausschuss": "Ausschüsse", "Beirat": "Beiräte", "Fraktion": "Fraktionen und Gruppen", "Amt": "Ämter"}


async def page(datasette: Any, request: Any) -> Any:
    """`/gremien?kommune=`: all Gremien of a Kommune."""
    chosen = request.args.get("kommune") or None
    found = await answer.database(datasette).read(lambda connection: _read(connection, chosen), LONGEST_MS)
    return await answer.page(datasette, request, "ratsarchiv_gremien.html", found)


def _read(connection: sqlite3.Connection, chosen: str | None) -> Row:
    """The Kommunen, the chosen or only one of them, and its Gremien by art, those that have ended apart."""
    kommunen = {row["id"]: row["name"] for row in connection.execute(KOMMUNEN)}
    if chosen is not None and chosen not in kommunen:
        raise errors.Unknown("Eine Kommune mit dieser Kennung ist im Archiv nicht bekannt.")
    kommune = chosen or (next(iter(kommunen)) if len(kommunen) == 1 else None)
    values = {"kommune": kommune, "today": german.today().isoformat(), "most": MOST}
    rows = [dict(row) for row in connection.execute(_GREMIEN, values)] if kommune else []
    return {
        "kommunen": kommunen,
        "kommune": kommune,
        "arten": _by_art([row for row in rows if not row["beendet"]]),
        "beendet": [row for row in rows if row["beendet"]],
        "gekuerzt": len(rows) == MOST,
    }


def _by_art(rows: list[Row]) -> dict[str, list[Row]]:
    def place(row: Row) -> tuple[int, str]:
        art = row["art"] or ""
        return (_ORDER.index(art) if art in _ORDER else len(_ORDER) + (not art), art)

    groups = groupby(sorted(rows, key=place), key=lambda row: row["art"])
    return {_PLURAL.get(art, art) if art else "Weitere Gremien": list(group) for art, group in groups}

"""What the start page shows: how far the archive reaches, what is new, and the ways into the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted

from ratsarchiv.publish import answer, german, metadata

if TYPE_CHECKING:
    from datetime import date

Row = dict[str, Any]

_KOMMUNEN = """
select k.id, k.name, k.adresse,
       (select count(*) from vorlagen v where v.kommune = k.id) as vorlagen,
       (select zeitpunkt from abrufe a where a.kommune = k.id order by a.id desc limit 1) as stand
from kommunen k
order by k.name
"""

_BERATEN = """
select id, nummer, betreff, letzte_beratung from vorlagen
where letzte_beratung is not null and verschwunden_seit is null
order by letzte_beratung desc, id desc
limit 8
"""

_SITZUNGEN = """
select name, gremium_name, datum, beginn, url from sitzungen
where datum >= :today and verschwunden_seit is null and coalesce(abgesagt, 0) = 0
order by datum, beginn
limit 8
"""


async def read(database: Any, today: date) -> dict[str, Any]:
    """The start page's content."""

    async def rows(sql: str, **values: str) -> list[Row]:
        return [dict(row) for row in (await database.execute(sql, values)).rows]

    counts = {name: await _count(database, name) for name in metadata.tables() if await database.table_exists(name)}
    return {
        "kommunen": await rows(_KOMMUNEN),
        "beraten": await rows(_BERATEN),
        "sitzungen": await rows(_SITZUNGEN, today=today.isoformat()),
        "fragen": {name: query for name, query in metadata.queries().items() if not query.get("params")},
        "tabellen": [
            {"name": name, "anzahl": counts[name], **table}
            for name, table in metadata.tables().items()
            if name in counts
        ],
    }


async def page(datasette: Any, request: Any) -> Any:
    """`/`: what there is, and the ways in."""
    content = await read(answer.database(datasette), german.today())
    return await answer.page(datasette, request, "ratsarchiv_start.html", content)


async def _count(database: Any, table: str) -> int | None:
    """How many rows a table has; None where counting them takes too long."""
    try:
        counted = await database.execute(f"select count(*) from [{table}]", custom_time_limit=50)  # noqa: S608 - our own words
    except QueryInterrupted:
        return None
    number: int = counted.first()[0]
    return number

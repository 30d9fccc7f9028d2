"""What the page of a Vorgang shows: Vorlagen that belong together, and what ties them."""

from __future__ import annotations

from typing import Any

from ratsarchiv.publish import answer, bezuege, errors

Row = dict[str, Any]

MOST = 500
"""Vorlagen and ties on one page."""

_VORGANG = """
select g.*, k.name as kommune_name from vorgaenge g left join kommunen k on k.id = g.kommune where g.id = :id
"""

_MITGLIEDER = """
select v.id, v.nummer, v.betreff, v.art, v.verschwunden_seit, v.abruf,
       coalesce(v.datum, (
           select min(b.datum) from beratungen b where b.vorlage = v.id and b.verschwunden_seit is null
       )) as datum, (
           select b.beschluss || char(10) || coalesce(b.beschlussart, '') from beratungen b
           where b.vorlage = v.id and b.verschwunden_seit is null and b.beschluss is not null
           order by b.datum desc, b.position desc limit 1
       ) as ergebnis
from vorgang_vorlagen m
join vorlagen v on v.id = m.vorlage
where m.vorgang = :id
order by datum is null, datum, v.nummer, v.id
limit :most
"""


async def page(datasette: Any, request: Any) -> Any:
    """`/vorgaenge/<id>`: Vorlagen that belong together."""
    found = await read(answer.database(datasette), answer.kennung(request))
    if found is None:
        raise errors.Unknown("Einen Vorgang mit dieser Kennung gibt es im Archiv nicht.")
    return await answer.page(datasette, request, "ratsarchiv_vorgang.html", found)


async def read(database: Any, id_: str) -> dict[str, Any] | None:
    """A Vorgang, its Vorlagen from the first to the last, and their ties; None where none is known."""

    async def rows(sql: str, **values: Any) -> list[Row]:
        return [dict(row) for row in (await database.execute(sql, values)).rows]

    found = await rows(_VORGANG, id=id_)
    if not found:
        return None
    members = [_member(row) for row in await rows(_MITGLIEDER, id=id_, most=MOST)]
    order = [member["id"] for member in members]
    ties = await bezuege.im_vorgang(database, id_, order, MOST)
    return {
        "vorgang": found[0],
        "mitglieder": members,
        "nach_id": dict(zip(order, members, strict=True)),
        "bezuege": ties,
    }


def _member(row: Row) -> Row:
    beschluss, _, art = (row["ergebnis"] or "").rpartition("\n")
    return row | {"beschluss": beschluss or None, "beschlussart": art or None}

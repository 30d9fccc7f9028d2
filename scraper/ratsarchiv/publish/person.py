"""What the page of a Person shows: mandates, and nothing else about anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import answer, errors, german

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

LONGEST_MS = 1_000
MOST = 300

_PERSON = """
select p.*, k.name as kommune_name from personen p left join kommunen k on k.id = p.kommune where p.id = :id
"""

_MANDATE = """
select g.id as gremium, g.name, g.art, m.rolle, m.zusatz, m.von, m.bis, coalesce(m.bis < :today, 0) as ehemalig
from mitgliedschaften m
join gremien g on g.id = m.gremium and g.verschwunden_seit is null
where m.person = :id and m.verschwunden_seit is null
order by ehemalig, m.bis desc, g.art = 'Rat' desc, g.name, m.id
limit :most
"""


async def page(datasette: Any, request: Any) -> Any:
    """`/personen/<id>`: a Person's mandates. No search engine is to keep it."""
    id_ = answer.kennung(request)
    found = await answer.database(datasette).read(lambda connection: _read(connection, id_), LONGEST_MS)
    if found is None:
        raise errors.Unknown("Eine Person mit dieser Kennung ist im Archiv nicht bekannt.")
    return await answer.page(datasette, request, "ratsarchiv_person.html", found)


def _read(connection: sqlite3.Connection, id_: str) -> Row | None:
    """A Person with mandates, those that have ended apart; of one that the council no longer shows nothing."""
    person = connection.execute(_PERSON, {"id": id_}).fetchone()
    if person is None:
        return None
    if person["verschwunden_seit"] is not None:
        return {"person": {"verschwunden_seit": person["verschwunden_seit"]}, "mandate": [], "ehemalige": []}
    values = {"id": id_, "today": german.today().isoformat(), "most": MOST}
    rows = [dict(row) for row in connection.execute(_MANDATE, values)]
    return {
        "person": dict(person),
        "mandate": [row for row in rows if not row["ehemalig"]],
        "ehemalige": [row for row in rows if row["ehemalig"]],
    }

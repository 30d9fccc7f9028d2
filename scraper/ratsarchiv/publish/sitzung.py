"""What the page of a Sitzung shows: when and where, its papers, its agenda, and the Sitzungen before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import answer, errors, tagesordnung, unterlagen

if TYPE_CHECKING:
    import sqlite3

    from ratsarchiv.publish.tagesordnung import Teil

Row = dict[str, Any]

LONGEST_MS = 1_500
"""All queries of the page together."""

_SITZUNG = """
select s.*, k.name as kommune_name, a.zeitpunkt as abgerufen, g.name as gremium_jetzt
from sitzungen s
left join kommunen k on k.id = s.kommune
left join abrufe a on a.id = s.abruf
left join gremien g on g.id = s.gremium and g.verschwunden_seit is null
where s.id = :id
"""

_HINWEISE = """
select art, min(datum) as datum from hinweise
where tabelle = 'sitzungen' and objekt = :id and bis is null
group by art
"""

_TEXTE = """
select ueberschrift, art, html from abschnitte
where sitzung = :id and tagesordnungspunkt is null and verschwunden_seit is null and text <> ''
order by position
limit 20
"""

_GENEHMIGT = """
select t.id, t.sitzung, t.nummer, s.datum, s.name, s.gremium_name
from tagesordnungspunkte t
join sitzungen s on s.id = t.sitzung and s.verschwunden_seit is null
where t.bezug_sitzung = :id and t.sitzung <> :id and t.oeffentlich is not 0 and t.verschwunden_seit is null
order by s.datum, t.position
limit 10
"""
"""Where its minutes were approved."""

_NACHBAR = """
select id, datum, name, gremium_name, abgesagt from sitzungen
where gremium = :gremium and datum {sign}= :datum and (datum {sign} :datum or id {sign} :id)
  and verschwunden_seit is null
order by datum {way}, id {way}
limit 1
"""
_DAVOR = _NACHBAR.format(sign="<", way="desc")
_DANACH = _NACHBAR.format(sign=">", way="asc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seite:
    """The page of one Sitzung."""

    sitzung: Row
    hinweise: dict[str, str]
    """Why something is not shown, and since when: by `hinweise.art`."""
    texte: list[Row]
    dokumente: list[Row]
    genehmigt: list[Row]
    teile: list[Teil]
    """The agenda: its public part, and its non-public one."""
    gekuerzt: bool
    """Whether the agenda goes on, or Auszüge are left out because they are too long."""
    davor: Row | None
    danach: Row | None


async def page(datasette: Any, request: Any) -> Any:
    """`/sitzungen/<id>`: one Sitzung with its agenda."""
    id_ = answer.kennung(request)
    found = await answer.database(datasette).read(lambda connection: lesen(connection, id_), LONGEST_MS)
    if found is None:
        raise errors.Unknown("Eine Sitzung mit dieser Kennung ist im Archiv nicht bekannt.")
    return await answer.page(datasette, request, "ratsarchiv_sitzung.html", {"seite": found, "sitzung": found.sitzung})


def lesen(connection: sqlite3.Connection, id_: str) -> Seite | None:
    """The page of a Sitzung, or None where none is known. Of one that is no longer public, only when it was."""

    def rows(sql: str, **values: Any) -> list[Row]:
        return [dict(row) for row in connection.execute(sql, {"id": id_} | values)]

    found = rows(_SITZUNG)
    if not found:
        return None
    (sitzung,) = found
    shown = sitzung["verschwunden_seit"] is None
    agenda = tagesordnung.lesen(connection, id_) if shown else tagesordnung.LEER
    where = {"gremium": sitzung["gremium"], "datum": sitzung["datum"]}
    return Seite(
        sitzung=sitzung,
        hinweise={row["art"]: row["datum"] for row in rows(_HINWEISE)},
        texte=rows(_TEXTE) if shown else [],
        dokumente=unterlagen.der_sitzung(connection, id_) if shown else [],
        genehmigt=rows(_GENEHMIGT),
        teile=agenda.teile,
        gekuerzt=agenda.gekuerzt,
        davor=next(iter(rows(_DAVOR, **where)), None),
        danach=next(iter(rows(_DANACH, **where)), None),
    )

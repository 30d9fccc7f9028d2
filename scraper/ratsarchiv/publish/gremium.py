"""What the page of a Gremium shows: its members, its Sitzungen, what it has before it, and what it decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import answer, errors, german
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

Row = dict[str, Any]

LONGEST_MS = 1_500
MOST_MEMBERS = 600
MOST_SITZUNGEN = 10
MOST_BERATUNGEN = 15
NEWEST = 200
"""Beratungen among which the latest results are looked for."""
OVERDUE = timedelta(days=180)
"""How long a Beratung whose day has passed counts as pending while no result is known."""

_GREMIUM = """
select g.*, k.name as kommune_name, a.zeitpunkt as abgerufen
from gremien g
left join kommunen k on k.id = g.kommune
left join abrufe a on a.id = g.abruf
where g.id = :id
"""

_MITGLIEDER = """
select p.id as person, p.name, p.fraktion, m.rolle, m.zusatz, m.von, m.bis, coalesce(m.bis < :today, 0) as ehemalig
from mitgliedschaften m
left join personen p on p.id = m.person and p.verschwunden_seit is null
where m.gremium = :id and m.verschwunden_seit is null
order by ehemalig, m.rowid
limit :most
"""
"""In the order in which they were read, which is that of the council's own list."""

_SITZUNGEN = """
select id, datum, beginn, name, gremium_name, abgesagt from sitzungen
where gremium = :id and datum {when} :today and verschwunden_seit is null
order by datum {way}, beginn {way}, id {way}
limit :most
"""

_SPALTEN = """
select b.id, b.datum, b.rolle, b.status, coalesce(b.beschluss, t.beschluss) as beschluss,
       iif(b.beschluss is null, t.beschlussart, b.beschlussart) as beschlussart,
       v.id as vorlage, v.nummer, v.betreff, s.id as sitzung, s.abgesagt, t.id as punkt
"""
_SITZUNG = f"""
join vorlagen v on v.id = b.vorlage and {gezeigt("v")}
left join sitzungen s on s.id = b.sitzung and s.verschwunden_seit is null
left join tagesordnungspunkte t on t.id = b.tagesordnungspunkt and t.verschwunden_seit is null
"""

_AUSSTEHEND = f"""
{_SPALTEN}
from beratungen b
{_SITZUNG}
where b.gremium = :id and b.verschwunden_seit is null and b.status is not 'Erledigt'
  and coalesce(b.beschluss, t.beschluss) is null and {{when}}
order by b.datum {{way}}, b.position, b.id
limit :most
"""
_KOMMEND = _AUSSTEHEND.format(when="b.datum >= :today", way="asc")
_OHNE_TERMIN = _AUSSTEHEND.format(when="b.datum is null", way="asc")
_OFFEN = _AUSSTEHEND.format(when="b.datum >= :since and b.datum < :today and b.status is not null", way="desc")

_ENTSCHIEDEN = f"""
{_SPALTEN}
from (
    select * from beratungen
    where gremium = :id and datum <= :today and verschwunden_seit is null
    order by datum desc limit {NEWEST}
) b
{_SITZUNG}
where coalesce(b.beschluss, t.beschluss) is not null
order by b.datum desc, b.position, b.id
limit :most
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Seite:
    """The page of one Gremium."""

    gremium: Row
    mitglieder: list[Row]
    ehemalige: list[Row]
    kommende: list[Row]
    letzte: list[Row]
    ausstehend: dict[str, list[Row]]
    """By what is known of when: to come, without a day, and past without a known result."""
    mehr_ausstehend: bool
    entschieden: list[Row]


async def page(datasette: Any, request: Any) -> Any:
    """`/gremien/<id>`: one Gremium."""
    id_, today = answer.kennung(request), german.today()
    found = await answer.database(datasette).read(lambda connection: lesen(connection, id_, today), LONGEST_MS)
    if found is None:
        raise errors.Unknown("Ein Gremium mit dieser Kennung ist im Archiv nicht bekannt.")
    return await answer.page(datasette, request, "ratsarchiv_gremium.html", {"seite": found, "gremium": found.gremium})


def lesen(connection: sqlite3.Connection, id_: str, today: date) -> Seite | None:
    """The page of a Gremium, or None where none is known."""
    days = {"today": today.isoformat(), "since": (today - OVERDUE).isoformat()}

    def rows(sql: str, most: int = 1) -> list[Row]:
        return [dict(row) for row in connection.execute(sql, {"id": id_, "most": most} | days)]

    found = rows(_GREMIUM)
    if not found:
        return None
    shown = found[0]["verschwunden_seit"] is None
    members = rows(_MITGLIEDER, MOST_MEMBERS) if shown else []
    pending = {
        "": rows(_KOMMEND, MOST_BERATUNGEN + 1),
        "Noch ohne Termin": rows(_OHNE_TERMIN, MOST_BERATUNGEN + 1),
        "Beraten, Ergebnis nicht bekannt": rows(_OFFEN, MOST_BERATUNGEN + 1),
    }
    return Seite(
        gremium=found[0],
        mitglieder=[row for row in members if not row["ehemalig"]],
        ehemalige=[row for row in members if row["ehemalig"]],
        kommende=rows(_SITZUNGEN.format(when=">=", way="asc"), MOST_SITZUNGEN),
        letzte=rows(_SITZUNGEN.format(when="<", way="desc"), MOST_SITZUNGEN),
        ausstehend={word: group[:MOST_BERATUNGEN] for word, group in pending.items() if group},
        mehr_ausstehend=any(len(group) > MOST_BERATUNGEN for group in pending.values()),
        entschieden=rows(_ENTSCHIEDEN, MOST_BERATUNGEN),
    )

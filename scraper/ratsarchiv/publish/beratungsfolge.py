"""The stations of a Vorlage: where it was and will be dealt with, what came of it, and the way to each agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date

Row = dict[str, Any]

MOST = 400
"""Stations on one page."""
LONGEST = 4_000
"""Letters of a Beschluss that are shown; the whole stands with its Sitzung."""

_PUNKT = f"""
t.oeffentlich, t.nummer as punkt, t.beschluss as punkt_beschluss, t.beschlussart as punkt_beschlussart,
s.url as tagesordnung, s.status as sitzung_status, s.abgesagt, a.abstimmung, a.ja, a.nein, a.enthaltung, a.befangen,
a.id as auszug, a.url as auszug_original,
iif(t.oeffentlich is 0, null, substr(a.beschlusstext, 1, {LONGEST})) as beschlusstext,
length(a.beschlusstext) > {LONGEST} as gekuerzt
"""
_AUSZUG = "left join auszuege a on a.tagesordnungspunkt = t.id and a.verschwunden_seit is null"

_BERATUNGEN = f"""
select b.datum, b.rolle, b.status, coalesce(b.gremium, s.gremium) as gremium_id, b.gremium_name as gremium,
       coalesce(b.sitzungsname, s.name) as name, b.beschluss, b.beschlussart,
       b.sitzung as genannte_sitzung, s.id as sitzung, t.id as top, {_PUNKT}
from beratungen b
left join sitzungen s on s.id = b.sitzung and s.verschwunden_seit is null
left join tagesordnungspunkte t on t.id = b.tagesordnungspunkt and t.verschwunden_seit is null
{_AUSZUG}
where b.vorlage = :id and b.verschwunden_seit is null
order by b.datum is null desc, b.datum desc, b.position desc
limit {MOST + 1}
"""  # noqa: S608 - our own words

_PUNKTE = f"""
select s.datum, null as rolle, null as status, s.gremium as gremium_id, s.gremium_name as gremium, s.name,
       null as beschluss, null as beschlussart, s.id as genannte_sitzung, s.id as sitzung, t.id as top, {_PUNKT}
from tagesordnungspunkte t
join sitzungen s on s.id = t.sitzung and s.verschwunden_seit is null
{_AUSZUG}
where t.vorlage = :id and t.verschwunden_seit is null
order by s.datum desc, t.position
limit {MOST + 1}
"""  # noqa: S608 - our own words


def read(connection: sqlite3.Connection, vorlage: str, today: date) -> tuple[list[Row], bool]:
    """The Beratungsfolge, newest first, with agenda items that name the Vorlage without being in it; whether there are more."""
    steps, items = ([dict(row) for row in connection.execute(sql, {"id": vorlage})] for sql in (_BERATUNGEN, _PUNKTE))
    known = {row[key] for row in steps for key in ("top", "genannte_sitzung", "datum")}
    rows = steps + [row for row in items if known.isdisjoint((row["top"], row["sitzung"], row["datum"]))]
    rows.sort(key=lambda row: (row["datum"] is None, row["datum"] or ""), reverse=True)
    return [_station(row, today) for row in rows[:MOST]], len(rows) > MOST


def _station(row: Row, today: date) -> Row:
    """A step of the Beratungsfolge; a result that only the agenda prints counts as well."""
    if row["beschluss"] is None:
        row |= {"beschluss": row["punkt_beschluss"], "beschlussart": row["punkt_beschlussart"]}
    ahead = row["datum"] is None or row["datum"] > today.isoformat()
    planned = ahead and row["status"] != "Erledigt" and row["beschluss"] is None and not row["abgesagt"]
    return row | {"geplant": planned, "gezaehlt": row["ja"] is not None and row["nein"] is not None}


def umgebung(stationen: Iterable[Row], today: date) -> tuple[str | None, str | None]:
    """The last day that has come, and the first that has not."""
    days = [row["datum"] for row in stationen if row["datum"] and not row["abgesagt"]]
    now = today.isoformat()
    return max((day for day in days if day <= now), default=None), min((day for day in days if day > now), default=None)


def oeffentlichkeit(stationen: Iterable[Row]) -> str | None:
    """Whether a Beratung was public: as its agenda item says, else its Sitzung where that is all one."""
    for row in stationen:
        if row["oeffentlich"] is not None:
            return "öffentlich" if row["oeffentlich"] else "nichtöffentlich"
        if row["sitzung_status"] in {"öffentlich", "nichtöffentlich"}:
            return str(row["sitzung_status"])
    return None

"""What the page of a Vorlage shows: nothing that has vanished from the council's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Row = dict[str, Any]

_VORLAGE = """
select v.*, k.name as kommune_name, a.zeitpunkt as abgerufen
from vorlagen v
left join kommunen k on k.id = v.kommune
left join abrufe a on a.id = v.abruf
where v.id = :id
"""

_ABSCHNITTE = """
select ueberschrift, art, html from abschnitte
where vorlage = :id and verschwunden_seit is null and text <> ''
order by position
"""

_DOKUMENTE = """
select d.titel, d.stand, coalesce(d.url, v.url) as url, d.groesse
from dokumente d
join vorlagen v on v.id = d.vorlage
where d.vorlage = :id and d.verschwunden_seit is null and d.titel is not null
order by d.position
"""

_HINWEISE = """
select h.art, min(h.datum) as datum from hinweise h
where h.bis is null and (
    (h.tabelle = 'vorlagen' and h.objekt = :id)
    or (h.tabelle = 'abschnitte' and h.objekt in (select id from abschnitte where vorlage = :id))
    or (h.tabelle = 'dokumente' and h.objekt in (select id from dokumente where vorlage = :id))
)
group by h.art
"""

_FREIGABE = """
select 1 from hinweise
where tabelle = 'vorlagen' and objekt = :id and art = 'zurueckgezogen' and bis is not null and bis >= datum
  and not exists (
    select 1 from hinweise h
    where h.tabelle = 'vorlagen' and h.objekt = :id and h.bis is null and h.art in ('zurueckgezogen', 'nichtoeffentlich')
  )
"""

_STATIONEN = """
select b.datum as datum, b.position as position, b.rolle, b.status, b.gremium_name as gremium, b.sitzungsname as name,
       b.beschluss, b.beschlussart,
       t.oeffentlich, t.nummer as punkt, t.beschluss as punkt_beschluss, t.beschlussart as punkt_beschlussart,
       s.url as tagesordnung, s.status as sitzung_status, s.abgesagt, a.abstimmung, a.ja, a.nein, a.enthaltung,
       b.datum is null as ohne_termin
from beratungen b
left join sitzungen s on s.id = b.sitzung and s.verschwunden_seit is null
left join tagesordnungspunkte t on t.id = b.tagesordnungspunkt and t.verschwunden_seit is null
left join auszuege a on a.tagesordnungspunkt = t.id and a.verschwunden_seit is null
where b.vorlage = :id and b.verschwunden_seit is null
union all
select s.datum, 0, null, null, s.gremium_name, s.name, t.beschluss, t.beschlussart,
       t.oeffentlich, t.nummer, null, null, s.url, s.status, s.abgesagt, a.abstimmung, a.ja, a.nein, a.enthaltung,
       s.datum is null
from tagesordnungspunkte t
join sitzungen s on s.id = t.sitzung and s.verschwunden_seit is null
left join auszuege a on a.tagesordnungspunkt = t.id and a.verschwunden_seit is null
where t.vorlage = :id and t.verschwunden_seit is null
  and not exists (
    select 1 from beratungen b
    where b.vorlage = :id and (b.tagesordnungspunkt = t.id or b.sitzung = t.sitzung or b.datum = s.datum)
  )
order by ohne_termin desc, datum desc, position desc
"""
"""The Beratungsfolge, newest first, and agenda items that name the Vorlage without being in it."""

_BEZUEGE = """
select w.art, 0 as zurueck, z.id, coalesce(z.nummer, w.nummer) as nummer, z.betreff
from verweise w
left join vorlagen z on z.id = w.nach
where w.von = :id and w.verschwunden_seit is null
union
select w.art, 1, z.id, z.nummer, z.betreff
from verweise w
join vorlagen z on z.id = w.von
where w.nach = :id and w.von <> :id and w.verschwunden_seit is null
order by nummer
"""

_BEZUG = {
    ("bezug", 0): "Bezieht sich auf",
    ("bezug", 1): "Darauf bezieht sich",
    ("text", 0): "Im Text genannt",
    ("text", 1): "Genannt in",
    ("stammbaum", 0): "Verwandte Vorlagen",
    ("stammbaum", 1): "Verwandte Vorlagen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seite:
    """The page of one Vorlage, in the order in which it is read."""

    vorlage: Row
    hinweise: dict[str, str]
    """Why something is not shown, and since when: by `hinweise.art`."""
    freigegeben: bool
    """Whether the operator shows a Vorlage that the council withdrew."""
    letzte_beratung: str | None
    naechste_beratung: str | None
    """As of today: the table's columns of these names are as old as the last run."""
    oeffentlichkeit: str | None
    """`öffentlich` or `nichtöffentlich`, where it is known of the last Beratung."""
    abschnitte: list[Row]
    dokumente: list[Row]
    stationen: list[Row]
    bezuege: dict[str, list[Row]]


async def read(database: Any, vorlage: str, today: date) -> Seite | None:
    """The page of a Vorlage, or None where none is known. A withdrawn one shows neither texts nor documents."""

    async def rows(sql: str) -> list[Row]:
        return [dict(row) for row in (await database.execute(sql, {"id": vorlage})).rows]

    found = await rows(_VORLAGE)
    if not found:
        return None
    hinweise = {row["art"]: row["datum"] for row in await rows(_HINWEISE)}
    freigegeben = found[0]["verschwunden_seit"] is not None and bool(await rows(_FREIGABE))
    shown = found[0]["verschwunden_seit"] is None or freigegeben
    stationen = [_station(row, today) for row in await rows(_STATIONEN)]
    letzte, naechste = _around([row["datum"] for row in stationen if not row["abgesagt"]], today)
    return Seite(
        vorlage=found[0],
        hinweise=hinweise,
        freigegeben=freigegeben,
        letzte_beratung=letzte,
        naechste_beratung=naechste,
        oeffentlichkeit=_oeffentlichkeit([row for row in stationen if row["datum"] == letzte]),
        abschnitte=await rows(_ABSCHNITTE) if shown else [],
        dokumente=await rows(_DOKUMENTE) if shown else [],
        stationen=stationen,
        bezuege=_grouped(await rows(_BEZUEGE)),
    )


def _station(row: Row, today: date) -> Row:
    """A step of the Beratungsfolge; a result that only the agenda prints counts as well."""
    if row["beschluss"] is None:
        row |= {"beschluss": row["punkt_beschluss"], "beschlussart": row["punkt_beschlussart"]}
    ahead = row["datum"] is None or row["datum"] > today.isoformat()
    return row | {"geplant": ahead and row["status"] != "Erledigt" and row["beschluss"] is None and not row["abgesagt"]}


def _around(days: list[str | None], today: date) -> tuple[str | None, str | None]:
    """The last day that has come, and the first that has not."""
    now = today.isoformat()
    past, future = (day for day in days if day and day <= now), (day for day in days if day and day > now)
    return max(past, default=None), min(future, default=None)


def _oeffentlichkeit(stationen: Iterable[Row]) -> str | None:
    """Whether a Beratung was public: as its agenda item says, else its Sitzung where that is all one."""
    for row in stationen:
        if row["oeffentlich"] is not None:
            return "öffentlich" if row["oeffentlich"] else "nichtöffentlich"
        if row["sitzung_status"] in {"öffentlich", "nichtöffentlich"}:
            return str(row["sitzung_status"])
    return None


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Related Vorlagen under the heading that says how; each once per heading."""
    groups: dict[str, list[Row]] = {word: [] for word in _BEZUG.values()}
    for row in rows:
        group = groups[_BEZUG[row["art"], row["zurueck"]]]
        if row["id"] is None or row["id"] not in {other["id"] for other in group}:
            group.append(row)
    return {word: group for word, group in groups.items() if group}

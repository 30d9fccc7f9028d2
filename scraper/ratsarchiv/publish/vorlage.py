"""What the page of a Vorlage shows: nothing that has vanished from the council's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import answer, bezuege, errors, german, orte
from ratsarchiv.publish.dokument import SHOWN
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Row = dict[str, Any]

_VORLAGE = f"""
select v.*, k.name as kommune_name, a.zeitpunkt as abgerufen, {gezeigt("v")} as gezeigt
from vorlagen v
left join kommunen k on k.id = v.kommune
left join abrufe a on a.id = v.abruf
where v.id = :id
"""  # noqa: S608 - our own words

_ABSCHNITTE = """
select ueberschrift, art, html from abschnitte
where vorlage = :id and verschwunden_seit is null and text <> ''
order by position
"""

_DOKUMENTE = f"""
select d.id, d.titel, d.stand, coalesce(d.url, v.url) as url, d.groesse,
       {SHOWN.format("d")} and exists (select 1 from seiten s where s.datei = d.datei) as gelesen
from dokumente d
join vorlagen v on v.id = d.vorlage
where d.vorlage = :id and d.verschwunden_seit is null and d.titel is not null
order by d.position
"""  # noqa: S608 - our own words

_HINWEISE = """
select h.art, min(h.datum) as datum from hinweise h
where h.bis is null and (
    (h.tabelle = 'vorlagen' and h.objekt = :id)
    or (h.tabelle = 'abschnitte' and h.objekt in (select id from abschnitte where vorlage = :id))
    or (h.tabelle = 'dokumente' and h.objekt in (select id from dokumente where vorlage = :id))
)
group by h.art
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

_VORGANG = """
select g.id, g.titel, g.vorlagen from vorgang_vorlagen m join vorgaenge g on g.id = m.vorgang
where m.vorlage = :id
"""


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
    mehr_bezuege: bool
    """Whether there are more than are shown."""
    vorgang: Row | None
    """The group of Vorlagen that it belongs to."""
    orte: list[Row]


async def page(datasette: Any, request: Any) -> Any:
    """`/vorlagen/<id>`: one Vorlage to read."""
    found = await read(answer.database(datasette), answer.kennung(request), german.today())
    if found is None:
        raise errors.Unknown("Eine Vorlage mit dieser Kennung ist im Archiv nicht bekannt.")
    return await answer.page(datasette, request, "ratsarchiv_vorlage.html", {"seite": found, "vorlage": found.vorlage})


async def read(database: Any, vorlage: str, today: date) -> Seite | None:
    """The page of a Vorlage, or None where none is known. A withdrawn one shows neither texts nor documents."""

    async def rows(sql: str) -> list[Row]:
        return [dict(row) for row in (await database.execute(sql, {"id": vorlage})).rows]

    found = await rows(_VORLAGE)
    if not found:
        return None
    hinweise = {row["art"]: row["datum"] for row in await rows(_HINWEISE)}
    shown = bool(found[0]["gezeigt"])
    stationen = [_station(row, today) for row in await rows(_STATIONEN)]
    related, more = await bezuege.read(database, vorlage, shown=shown)
    letzte, naechste = _around([row["datum"] for row in stationen if not row["abgesagt"]], today)
    return Seite(
        vorlage=found[0],
        hinweise=hinweise,
        freigegeben=shown and found[0]["verschwunden_seit"] is not None,
        letzte_beratung=letzte,
        naechste_beratung=naechste,
        oeffentlichkeit=_oeffentlichkeit([row for row in stationen if row["datum"] == letzte]),
        abschnitte=await rows(_ABSCHNITTE) if shown else [],
        dokumente=await rows(_DOKUMENTE) if shown else [],
        stationen=stationen,
        bezuege=related,
        mehr_bezuege=more,
        vorgang=next(iter(await rows(_VORGANG)), None),
        orte=await orte.read(database, vorlage) if shown else [],
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

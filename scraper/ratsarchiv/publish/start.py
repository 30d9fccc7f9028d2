"""What the start page shows: what is new, what comes, what was decided, how far the archive reaches, the ways into the data."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from ratsarchiv.publish import aenderungen, answer, german, metadata, neuigkeiten

Row = dict[str, Any]

MOST = 6
"""Lines of each list."""
FEW = 300
"""With fewer new Vorlagen on a day, these are the new ones; after a first visit all are."""
DAYS = 5
"""Among so many days with news the last one with changes is looked for."""
LOOKED_AT = 1_000
"""Rows of which some may not be what is looked for."""

_KOMMUNEN = """
select k.id, k.name, k.adresse,
       (select wert from kennzahlen z where z.kommune = k.id and z.frage = 'bestand' and z.a = 'vorlagen') as vorlagen,
       (select zeitpunkt from abrufe a where a.kommune = k.id order by a.id desc limit 1) as stand
from kommunen k where :kommune is null or k.id = :kommune order by k.name limit 500
"""

_NEU = """
select v.id, v.nummer, v.betreff, v.art, v.datum, v.zuerst_gesehen, k.name as kommune
from (
    select id, kommune, nummer, betreff, art, datum, zuerst_gesehen, verschwunden_seit
    from vorlagen order by zuerst_gesehen desc limit :looked_at
) v join kommunen k on k.id = v.kommune
where (:kommune is null or v.kommune = :kommune) and v.verschwunden_seit is null and v.betreff is not null
limit :few
"""
_NACH_DATUM = """
select v.id, v.nummer, v.betreff, v.art, v.datum, v.zuerst_gesehen, k.name as kommune
from vorlagen v join kommunen k on k.id = v.kommune
where {} v.verschwunden_seit is null and v.betreff is not null and v.datum <= :heute order by v.datum desc limit :most
"""

_SITZUNGEN = """
select s.id, s.name, s.gremium_name, s.datum, s.beginn, k.name as kommune
from sitzungen s join kommunen k on k.id = s.kommune
where {} s.datum >= :heute and s.verschwunden_seit is null and coalesce(s.abgesagt, 0) = 0
order by s.datum limit :few
"""

_BESCHLUESSE = """
select v.id, v.nummer, v.betreff, b.datum, b.beschluss, b.beschlussart, b.gremium_name, b.gremium, k.name as kommune
from (
    select b.vorlage, b.kommune, b.datum, b.beschluss, b.beschlussart, b.gremium_name, b.gremium, b.verschwunden_seit
    from beratungen b where {} b.datum <= :heute order by b.datum desc limit :looked_at
) b
join vorlagen v on v.id = b.vorlage and v.verschwunden_seit is null and v.betreff is not null
join kommunen k on k.id = b.kommune
where b.beschluss is not null and b.verschwunden_seit is null and coalesce(b.beschlussart, '') not in ('offen', '')
limit :most
"""

_BESTAND = """
select a as tabelle, cast(sum(wert) as integer) as anzahl from kennzahlen
where frage = 'bestand' and (:kommune is null or kommune = :kommune) group by a
"""


async def page(datasette: Any, request: Any) -> Any:
    """`/`: what there is, and the ways in; with `?kommune=` of one council only."""
    kommune = request.args.get("kommune") or None
    content = await read(answer.database(datasette), german.today(), kommune)
    return await answer.page(datasette, request, "ratsarchiv_start.html", content)


async def read(database: Any, today: date, kommune: str | None = None) -> dict[str, Any]:
    """The start page's content."""
    kommunen = await aenderungen.known(database, kommune)

    async def rows(sql: str, alias: str = "") -> list[Row]:
        values = {"kommune": kommune, "heute": today.isoformat(), "most": MOST, "few": FEW, "looked_at": LOOKED_AT}
        here = f"{alias}.kommune = :kommune and" if kommune else ""
        return [dict(row) for row in (await database.execute(sql.format(here) if alias else sql, values)).rows]

    sitzungen = sorted(await rows(_SITZUNGEN, "s"), key=lambda row: (row["datum"], row["beginn"] or ""))[:MOST]
    bestand = {row["tabelle"]: row["anzahl"] for row in await rows(_BESTAND)}
    days, _ = await aenderungen.read(database, today, kommune, aenderungen.GRUPPEN, DAYS)
    return {
        "alle_kommunen": kommunen,
        "kommune": kommune,
        "kommunen": await rows(_KOMMUNEN),
        "neu": _newest(await rows(_NEU)) or await rows(_NACH_DATUM, "v"),
        "sitzungen": sitzungen,
        "beschluesse": await rows(_BESCHLUESSE, "b"),
        "tag": _changed(days, today),
        "anhang": f"?{urlencode({'kommune': kommune})}" if kommune else "",
        "fragen": {name: query for name, query in metadata.queries().items() if not query.get("params")},
        "tabellen": [{"name": name, "anzahl": bestand.get(name), **table} for name, table in metadata.tables().items()],
    }


def _newest(found: list[Row]) -> list[Row]:
    """The Vorlagen that came last, those of a day by their date; none where too many came at once to say."""
    last = sorted(found, key=lambda row: (_day(row), row["datum"] or "", row["nummer"] or ""), reverse=True)
    at_once = len(last) == FEW and _day(last[0]) == _day(last[-1])
    return [] if at_once else last[:MOST]


def _day(row: Row) -> date:
    return neuigkeiten.day_of(row["zuerst_gesehen"]) or date.min


def _changed(days: list[neuigkeiten.Tag], today: date) -> Row | None:
    """The last day with changes, and the first of them; what is only new stands elsewhere."""
    for day in days:
        if groups := [*day.vorlagen, *day.sitzungen]:
            return {"heute": day.tag == today, "tag": day.tag.isoformat(), "gruppen": groups[:MOST]}
    return None

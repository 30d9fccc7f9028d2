"""What the page of one place shows: every Vorlage that names it, the latest first, with the passages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ratsarchiv.publish import answer, errors, fundstelle, orte
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

GROESSE = 20
"""Vorlagen on one page."""
LAST_PAGE = 500
MOST = 600
"""Mentions that are looked at for one page."""
LONGEST_MS = 1_500

_ORT = """
select o.id, o.name, o.art, o.lat, o.lon, o.herkunft, o.kommune, k.name as kommune_name
from orte o left join kommunen k on k.id = o.kommune where o.id = ?
"""
_VORLAGEN = f"""
select v.id, v.nummer, v.betreff, v.art, coalesce(v.letzte_beratung, v.datum) as tag
from (select distinct vorlage from ortsnennungen where ort = :ort) genannt
join vorlagen v on v.id = genannt.vorlage
where {gezeigt("v")}
order by tag is null, tag desc, v.id desc
limit :most offset :ab
"""  # noqa: S608 - our own words
_GRAD = " ".join(f"when '{grad}' then {number}" for number, grad in enumerate(orte.GRADE))
_STELLEN = f"""
select n.vorlage, n.grad, {fundstelle.columns("n", "tabelle")}
from json_each(:vorlagen) j
join ortsnennungen n on n.ort = :ort and n.vorlage = j.value
{fundstelle.joins("n.tabelle", "n.objekt", "n.vorlage")}
order by case n.grad {_GRAD} else {len(orte.GRADE)} end, n.tabelle <> 'vorlagen', qs.seite, n.anfang, n.id
limit :most
"""  # noqa: S608 - our own words


def adresse(id_: str, seite: int | None = None) -> str:
    """The address of a place's page, or of a later part of it."""
    return f"/karte?{urlencode({'ort': id_} | ({'seite': seite} if seite and seite > 1 else {}))}"


async def page(datasette: Any, request: Any, id_: str) -> Any:
    """`/karte?ort=<id>`: one place and what names it."""
    said = request.args.get("seite") or "1"
    known = said.isascii() and said.isdigit() and 0 < len(said) < 4 and 0 < int(said) <= LAST_PAGE
    found = (
        await answer.database(datasette).read(lambda each: read(each, id_, int(said)), LONGEST_MS) if known else None
    )
    if found is None:
        raise errors.Unknown("Einen Ort mit dieser Kennung kennt dieses Archiv nicht.")
    return await answer.page(datasette, request, "ratsarchiv_ort.html", found)


def read(connection: sqlite3.Connection, id_: str, seite: int) -> Row | None:
    """A place and one page of the Vorlagen that name it; None where there is nothing to be shown."""
    row = connection.execute(_ORT, (id_,)).fetchone()
    if row is None:
        return None
    which = {"ort": id_, "most": GROESSE + 1, "ab": (seite - 1) * GROESSE}
    vorlagen = [dict(each) for each in connection.execute(_VORLAGEN, which)]
    if not vorlagen and seite > 1:
        return None
    stellen = _stellen(connection, id_, [each["id"] for each in vorlagen[:GROESSE]])
    return {
        "ort": dict(row),
        "vorlagen": [each | stellen[each["id"]] for each in vorlagen[:GROESSE] if each["id"] in stellen],
        "seite": seite,
        "zurueck": adresse(id_, seite - 1) if seite > 1 else None,
        "weiter": adresse(id_, seite + 1) if len(vorlagen) > GROESSE and seite < LAST_PAGE else None,
    }


def _stellen(connection: sqlite3.Connection, ort: str, vorlagen: list[str]) -> dict[str, Row]:
    """By Vorlage: how it names the place, and its first passages. None that stands only in what is not shown."""
    found: dict[str, Row] = {}
    values = {"ort": ort, "vorlagen": json.dumps(vorlagen), "most": MOST}
    for row in map(dict, connection.execute(_STELLEN, values)):
        passage = fundstelle.stelle(row)
        if passage is None:
            continue
        new: Row = {"grad": orte.GRADE.get(row["grad"], row["grad"]), "stellen": [], "weitere": 0}
        vorlage = found.setdefault(row["vorlage"], new)
        if not vorlage["stellen"]:
            vorlage["stellen"].append(passage)
        elif passage not in vorlage["stellen"]:
            vorlage["weitere"] += 1
    return found

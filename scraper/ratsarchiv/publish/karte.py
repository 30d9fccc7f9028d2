"""What `/karte` shows: the places that Vorlagen name, the most named first, as a list and, by choice, on a map."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import answer, errors, ort, ortsauswahl

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ratsarchiv.publish.ortsauswahl import Auswahl, Gezaehlt

Row = dict[str, Any]

GROESSE = 25
"""Places on one page of the list."""
LAST_PAGE = 80
MOST_PUNKTE = 2_000
"""Places on the map."""
MOST_GREMIEN = 300
MOST_KOMMUNEN = 500
LONGEST_MS = 1_500

_KOMMUNEN = "select id, name from kommunen order by name, id limit ?"
_GREMIEN = """
select id, name from gremien where kommune = ? and name > '' and verschwunden_seit is null order by name, id limit ?
"""
_ORTE = """
select o.id, o.name, o.art, o.lat, o.lon, o.herkunft, o.kommune from json_each(?) j join orte o on o.id = j.value
"""
_VORLAGEN = """
select v.id, v.nummer, v.betreff from json_each(?) j cross join vorlagen v on v.id = j.value where v.verschwunden_seit is null
"""


async def page(datasette: Any, request: Any) -> Any:
    """`/karte`: places as a list and on a map, or with `ort` one place and all that names it."""
    if id_ := request.args.get("ort"):
        return await ort.page(datasette, request, id_)
    auswahl, wrong = ortsauswahl.gefragt(request.args)
    seite = _page(request.args.get("seite") or "")
    found = await answer.database(datasette).read(lambda each: read(each, auswahl, seite), LONGEST_MS)
    context = found | {"auswahl": auswahl, "unverstanden": wrong}
    return await answer.page(datasette, request, "ratsarchiv_karte.html", context)


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else 1


def read(connection: sqlite3.Connection, auswahl: Auswahl, seite: int) -> Row:
    """One page of places, what they can be narrowed by, and the addresses around it."""
    kommunen = [dict(row) for row in connection.execute(_KOMMUNEN, (MOST_KOMMUNEN,))]
    eine = auswahl.kommune or (kommunen[0]["id"] if len(kommunen) == 1 else None)
    gremien = [dict(row) for row in connection.execute(_GREMIEN, (eine, MOST_GREMIEN))] if eine else []
    gezaehlt = ortsauswahl.zaehlen(connection, auswahl, (seite - 1) * GROESSE, GROESSE)
    more = gezaehlt.anzahl > seite * GROESSE and seite < LAST_PAGE
    return {
        "kommunen": kommunen,
        "gremien": gremien,
        "orte": list(_orte(connection, gezaehlt)),
        "gezaehlt": gezaehlt,
        "erster": (seite - 1) * GROESSE + 1,
        "zurueck": auswahl.adresse(seite=seite - 1 if seite > 2 else None) if seite > 1 else None,
        "weiter": auswahl.adresse(seite=seite + 1) if more else None,
        "punkte": auswahl.adresse("/karte.json"),
        "most_beratungen": ortsauswahl.MOST_BERATUNGEN,
    }


def _orte(connection: sqlite3.Connection, gezaehlt: Gezaehlt) -> Iterable[Row]:
    """The places each with the latest Vorlage that names it, where that is still shown."""
    named = _by_id(connection, _ORTE, [id_ for id_, _, _ in gezaehlt.orte])
    vorlagen = _by_id(connection, _VORLAGEN, [vorlage for _, _, vorlage in gezaehlt.orte])
    for id_, anzahl, zuletzt in gezaehlt.orte:
        if id_ in named:
            yield named[id_] | {"anzahl": anzahl, "zuletzt": vorlagen.get(zuletzt), "adresse": ort.adresse(id_)}


def _by_id(connection: sqlite3.Connection, sql: str, ids: list[str]) -> dict[str, Row]:
    return {row["id"]: dict(row) for row in connection.execute(sql, (json.dumps(ids),))}


async def data(datasette: Any, request: Any) -> Any:
    """`/karte.json`: the places as points (GeoJSON), as many as a map shows."""
    auswahl, wrong = ortsauswahl.gefragt(request.args)
    if wrong:
        raise errors.Refused(f"Das ist kein Datum: {', '.join(wrong)}")
    found = await answer.database(datasette).read(lambda each: punkte(each, auswahl), LONGEST_MS)
    return Response.json(found)


def punkte(connection: sqlite3.Connection, auswahl: Auswahl) -> Row:
    """The places as a FeatureCollection; `orte` says how many there are in all."""
    gezaehlt = ortsauswahl.zaehlen(connection, auswahl, 0, MOST_PUNKTE)
    named = _by_id(connection, _ORTE, [id_ for id_, _, _ in gezaehlt.orte])
    features = [punkt(named[id_], anzahl) for id_, anzahl, _ in gezaehlt.orte if _placed(named.get(id_))]
    return {
        "type": "FeatureCollection",
        "features": features,
        "orte": gezaehlt.anzahl,
        "gekuerzt": gezaehlt.anzahl > MOST_PUNKTE,
        "nur_neueste": gezaehlt.nur_neueste,
    }


def _placed(row: Row | None) -> bool:
    return row is not None and row["lat"] is not None and row["lon"] is not None


def punkt(row: Row, anzahl: int) -> Row:
    """A place as a GeoJSON Feature."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        "properties": {"name": row["name"], "anzahl": anzahl, "adresse": ort.adresse(row["id"])},
    }

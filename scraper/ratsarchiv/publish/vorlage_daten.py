"""A Vorlage as data: what its page shows, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import anlagen, answer, beratungsfolge, dokument, errors, german, orte, vorlage_teile
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

LONGEST_MS = 2_000
MOST = 1_000
"""References in either direction."""

FELDER = (
    "id", "kommune", "nummer", "betreff", "art", "status", "aktenzeichen", "datum", "federfuehrend", "beteiligt", "verfasser",
    "antragsteller", "berichterstatter", "url", "zuerst_gesehen", "zuletzt_gesehen", "verschwunden_seit",
)  # fmt: skip
_BERATUNG = (
    "datum", "rolle", "status", "gremium", "gremium_id", "name", "sitzung", "top", "punkt", "beschluss", "beschlussart",
    "abstimmung", "ja", "nein", "enthaltung", "befangen", "geplant", "abgesagt",
)  # fmt: skip
_WORTE = {"gremium_id": "gremium_kennung", "name": "sitzungsname", "top": "tagesordnungspunkt", "punkt": "nummer"}
"""Names that say more to strangers."""

_VORLAGE = f"""
select v.*, a.zeitpunkt as abgerufen, {gezeigt("v")} as gezeigt
from vorlagen v left join abrufe a on a.id = v.abruf where v.id = :id
"""  # noqa: S608 - our own words
_ABSCHNITTE = """
select id, art, ueberschrift, text, html from abschnitte
where vorlage = :id and verschwunden_seit is null and text <> '' order by position
"""
_VERWEISE = f"""
select * from (
    select w.von, w.nach, w.nummer, w.art from verweise w
    where w.von = :id and w.verschwunden_seit is null and (w.art <> 'text' or :shown) limit {MOST})
union select * from (
    select w.von, w.nach, w.nummer, w.art from verweise w
    where w.nach = :id and w.verschwunden_seit is null limit {MOST})
"""  # noqa: S608 - our own words
_VORGANG = "select vorgang from vorgang_vorlagen where vorlage = :id"


async def page(datasette: Any, request: Any) -> Any:
    """`/vorlagen/<id>.json`: a Vorlage as data."""
    base, id_ = answer.base(datasette, request), answer.kennung(request)
    found = await answer.database(datasette).read(lambda connection: read(connection, id_, base), LONGEST_MS)
    if found is None:
        raise errors.Unknown("Eine Vorlage mit dieser Kennung ist im Archiv nicht bekannt.")
    return Response.json(found, headers={"x-robots-tag": "noindex"})


def read(connection: sqlite3.Connection, id_: str, base: str) -> Row | None:
    """The Vorlage with all that hangs on it; of one that is not shown only what is known of it."""

    def rows(sql: str, **more: Any) -> list[Row]:
        return [dict(row) for row in connection.execute(sql, {"id": id_, **more})]

    found = rows(_VORLAGE)
    if not found:
        return None
    (row,) = found
    shown = bool(row["gezeigt"])
    stationen, _ = beratungsfolge.read(connection, id_, german.today())
    return {
        **{name: row[name] for name in FELDER},
        "adresse": base + vorlage_teile.adresse(id_),
        "fassung": base + vorlage_teile.adresse(id_, row["abgerufen"]) if shown and row["abgerufen"] else None,
        "gezeigt": shown,
        "hinweise": vorlage_teile.read(connection, id_).notices(),
        "vorgang": next((each["vorgang"] for each in rows(_VORGANG)), None),
        "abschnitte": rows(_ABSCHNITTE) if shown else [],
        "beratungen": [_beratung(each) for each in stationen],
        "dokumente": [_dokument(each, base) for each in rows(anlagen.ANLAGEN)] if shown else [],
        "verweise": rows(_VERWEISE, shown=shown),
        "orte": [_ort(each) for each in orte.read(connection, id_)] if shown else [],
    }


def _beratung(row: Row) -> Row:
    said = {_WORTE.get(name, name): row[name] for name in _BERATUNG}
    return said | {"geplant": bool(row["geplant"]), "abgesagt": bool(row["abgesagt"])}


def _dokument(row: Row, base: str) -> Row:
    said = {name: row[name] for name in ("id", "titel", "stand", "url", "groesse", "seiten")}
    text = base + dokument.adresse(row["id"]) if row["gelesen"] else None
    return said | {"text": text, "kopie": f"{base}/abrufe/{row['kopie']}" if row["kopie"] else None}


def _ort(row: Row) -> Row:
    said = {name: row[name] for name in ("id", "name", "art", "lat", "lon", "grad")}
    return said | {"stellen": [stelle["text"] for stelle in row["stellen"]], "weitere": row["weitere"]}

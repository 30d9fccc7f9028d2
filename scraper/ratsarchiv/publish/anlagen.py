"""The documents of a Vorlage, and the passages in them that have certain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import answer, dokument, errors, fundworte
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ratsarchiv.store.suche import Synonyme

Row = dict[str, Any]

MOST = 400
"""Documents on one page."""
MOST_PAGES = 1_000
"""Pages that are looked through for one question."""
LONGEST_PAGE = 20_000
LONGEST_MS = 2_000
MOST_FOUND = 100

ANLAGEN = f"""
select d.id, d.titel, d.stand, coalesce(d.url, v.url) as url, coalesce(d.groesse, f.groesse) as groesse, f.seiten,
       c.id as kopie, c.zeitpunkt as kopie_vom,
       {dokument.SHOWN.format("d")} and exists (select 1 from seiten s where s.datei = d.datei) as gelesen
from dokumente d
join vorlagen v on v.id = d.vorlage
left join dateien f on f.sha256 = d.datei
left join abrufe c on c.id = (select max(x.id) from abrufe x where x.sha256 = d.datei and +x.kommune = d.kommune)
where d.vorlage = :id and d.verschwunden_seit is null and d.titel is not null
order by d.position
limit {MOST}
"""  # noqa: S608 - our own words

_VORLAGE = f"""
select v.id, v.betreff, v.nummer, k.name as kommune_name from vorlagen v left join kommunen k on k.id = v.kommune
where v.id = :id and {gezeigt("v")}
"""  # noqa: S608 - our own words

_SEITEN = f"""
select d.id, d.titel, s.seite, substr(s.text, 1, {LONGEST_PAGE}) as text
from dokumente d
join seiten s on s.datei = d.datei
where d.vorlage = :id and {dokument.SHOWN.format("d")}
order by d.position, d.id, s.seite
limit {MOST_PAGES + 1}
"""  # noqa: S608 - our own words


async def page(datasette: Any, request: Any) -> Any:
    """`/vorlagen/<id>/anlagen?q=…`: where certain words stand in the documents of a Vorlage."""
    database, text = answer.database(datasette), fundworte.gefragt(request)
    id_ = answer.kennung(request)
    found = await database.read(lambda connection: _read(connection, id_, text, database.synonyme), LONGEST_MS)
    if found is None:
        raise errors.Unknown("Eine Vorlage mit dieser Kennung zeigt dieses Archiv nicht.")
    context = found | {"q": text, "canonical": None}
    return await answer.page(
        datasette, request, "ratsarchiv_anlagen.html", context, headers={"x-robots-tag": "noindex"}
    )


def _read(connection: sqlite3.Connection, id_: str, text: str, synonyme: Synonyme) -> Row | None:
    vorlage = connection.execute(_VORLAGE, {"id": id_}).fetchone()
    if vorlage is None:
        return None
    phrasen = fundworte.phrasen(connection, text, synonyme)
    pages = connection.execute(_SEITEN, {"id": id_}).fetchall() if phrasen else []
    found = [
        {"id": row["id"], "titel": row["titel"], "seite": row["seite"], "stelle": stelle}
        for row in pages[:MOST_PAGES]
        if (stelle := fundworte.stelle(row["text"], phrasen))
    ]
    return {
        "vorlage": dict(vorlage),
        "dokumente": _by_document(found[:MOST_FOUND], text),
        "anzahl": len(found),
        "mehr": len(pages) > MOST_PAGES or len(found) > MOST_FOUND,
    }


def _by_document(found: Iterable[Row], text: str) -> list[Row]:
    documents: dict[str, Row] = {}
    for row in found:
        each = documents.setdefault(row["id"], {"titel": row["titel"], "stellen": []})
        each["stellen"].append(row | {"adresse": dokument.adresse(row["id"], row["seite"], text)})
    return list(documents.values())

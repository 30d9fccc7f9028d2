"""What the page of a Dokument shows: its text as it was read, a part of its pages at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.utils import tilde_encode
from datasette.utils.asgi import Response

from ratsarchiv.publish import answer, errors, fundworte
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ratsarchiv.store.suche import Synonyme

Row = dict[str, Any]

PART = 40
"""Pages on one page of ours: a Dokument may have thousands."""

LONGEST = 100_000
"""Characters of one page that are shown; no page that is meant to be read has more."""
LONGEST_MS = 2_000
MOST_SEARCHED = 2_000
"""Pages of a Dokument that are looked through."""
LONGEST_SEARCHED = 20_000
MOST_FOUND = 100
"""Pages with the words that are named."""

SHOWN = "{0}.verschwunden_seit is null and {0}.titel is not null and {0}.datei is not null"
"""The Dokumente whose text may be shown."""

FEHLER = {
    "verschluesselt": "sie ist mit einem Kennwort geschützt",
    "abgeschnitten": "sie ist unvollständig",
    "ohne_seiten": "sie hat keine Seiten",
    "falscher_typ": "sie ist etwas anderes, als ihr Name sagt",
    "beschaedigt": "sie ist beschädigt",
    "unbekannt": "dieses Format liest das Programm nicht",
    "zu_viele_seiten": "sie hat zu viele Seiten",
    "zeit": "das Lesen hat zu lange gedauert",
    "speicher": "das Lesen hat zu viel Speicher gebraucht",
    "abgestuerzt": "das Lesen ist abgebrochen",
}
"""Why a file was not read or not to its end."""

_DOKUMENT = f"""
select d.id, d.titel, d.art, d.stand, d.groesse, coalesce(d.url, v.url, p.url, s.url) as url, d.datei,
       v.id as vorlage, v.nummer, v.betreff, p.betreff as punkt, s.name as sitzung, s.gremium_name as gremium, s.datum,
       k.name as kommune_name, f.fehler, (select count(*) from seiten x where x.datei = d.datei) as seiten
from dokumente d
left join vorlagen v on v.id = d.vorlage
left join tagesordnungspunkte p on p.id = d.tagesordnungspunkt and p.verschwunden_seit is null
left join sitzungen s on s.id = coalesce(d.sitzung, p.sitzung) and s.verschwunden_seit is null
left join kommunen k on k.id = d.kommune
left join dateien f on f.sha256 = d.datei
where d.id = :id and {SHOWN.format("d")} and {gezeigt("v")}
"""  # noqa: S608 - our own words

_SEITEN = """
select seite, substr(text, 1, :longest) as text, quelle, length(text) > :longest as gekuerzt from seiten
where datei = :datei and seite between :von and :bis order by seite
"""

_ARTEN = "select quelle, count(*) as anzahl from seiten where datei = :datei group by quelle"

_OF_FILES = f"""
select d.datei, d.id, d.titel, d.vorlage, d.tagesordnungspunkt, d.sitzung
from json_each(?) j
join dokumente d on d.datei = j.value
where {SHOWN.format("d")}
order by d.id
"""  # noqa: S608 - our own words


def adresse(id_: str, seite: int | None = None, q: str = "") -> str:
    """The address of a Dokument's text, or of one page in it; with the words that are to be marked there."""
    path = f"/dokumente/{tilde_encode(id_)}"
    part = (seite - 1) // PART + 1 if seite else 1
    query = urlencode({name: value for name, value in (("q", q), ("teil", part if part > 1 else "")) if value})
    return path + (f"?{query}" if query else "") + (f"#seite-{seite}" if seite else "")


def of_files(connection: sqlite3.Connection, files: Iterable[str]) -> dict[str, list[Row]]:
    """The Dokumente that name these files, as far as they may be shown."""
    found: dict[str, list[Row]] = {}
    for row in connection.execute(_OF_FILES, (json.dumps(sorted(files)),)):
        datei, *rest = tuple(row)
        named = dict(zip(("id", "titel", "vorlage", "tagesordnungspunkt", "sitzung"), rest, strict=True))
        found.setdefault(datei, []).append(named)
    return found


_SEITE = f"""
select d.id, s.seite from seiten s join dokumente d on d.datei = s.datei
where s.id = :id and {SHOWN.format("d")} order by d.id limit 1
"""  # noqa: S608 - our own words


async def page(datasette: Any, request: Any) -> Any:
    """`/dokumente/<id>`: the text of a Dokument, page by page."""
    part, q = request.args.get("teil") or "1", fundworte.gefragt(request)
    known = part.isascii() and part.isdigit() and 0 < len(part) < 5 and int(part) > 0
    found = await read(answer.database(datasette), answer.kennung(request), int(part), q) if known else None
    if found is None:
        raise errors.Unknown("Den Text eines Dokuments mit dieser Kennung zeigt dieses Archiv nicht.")
    return await answer.page(datasette, request, "ratsarchiv_dokument.html", found)


async def page_of(datasette: Any, request: Any) -> Any:
    """`/seiten/<id>`: the way to one page of a Dokument, of which only the id in the table is known."""
    address = await of_page(answer.database(datasette), answer.kennung(request))
    if address is None:
        raise errors.Unknown("Eine Seite mit dieser Kennung zeigt dieses Archiv nicht.")
    return Response.redirect(address)


async def of_page(database: Any, seite: str) -> str | None:
    """The address at which a page of a file can be read."""
    found = (await database.execute(_SEITE, {"id": seite})).rows
    return adresse(*found[0]) if found else None


async def read(database: Any, id_: str, part: int, q: str = "") -> dict[str, Any] | None:
    """A Dokument and one part of its pages, with words marked; None where there is nothing to be shown."""

    async def rows(sql: str, **values: Any) -> list[Row]:
        return [dict(row) for row in (await database.execute(sql, values)).rows]

    found = await rows(_DOKUMENT, id=id_)
    if not found:
        return None
    (dokument,) = found
    seiten, fund = await database.read(
        lambda connection: _pages(connection, dokument, part, q, database.synonyme), LONGEST_MS
    )
    if not seiten and part > 1:
        return None
    return {
        "dokument": dokument,
        "fehler": FEHLER.get(dokument["fehler"], dokument["fehler"]),
        "seiten": seiten,
        "arten": {row["quelle"]: row["anzahl"] for row in await rows(_ARTEN, datei=dokument["datei"])},
        "teile": _parts(id_, dokument["seiten"], part, q),
        "q": q,
        "fund": fund,
    }


def _pages(
    connection: sqlite3.Connection, dokument: Row, part: int, q: str, synonyme: Synonyme
) -> tuple[list[Row], Row]:
    """One part of the pages with the places of the words, and all pages that have them, each with its address."""
    first, last = (part - 1) * PART + 1, part * PART
    which = {"datei": dokument["datei"], "von": first, "bis": last, "longest": LONGEST}
    words = fundworte.phrasen(connection, q, synonyme)
    seiten = [dict(row) for row in connection.execute(_SEITEN, which)]
    for seite in seiten:
        seite["marken"] = fundworte.marken(seite["text"], words) if words else ()
    if not words:
        return seiten, {"seiten": [], "mehr": False}
    which |= {"von": 1, "bis": MOST_SEARCHED, "longest": LONGEST_SEARCHED}
    found = [row["seite"] for row in connection.execute(_SEITEN, which) if fundworte.steht_in(row["text"], words)]
    addresses = [{"seite": seite, "adresse": adresse(dokument["id"], seite, q)} for seite in found[:MOST_FOUND]]
    return seiten, {"seiten": addresses, "mehr": len(found) > MOST_FOUND or dokument["seiten"] > MOST_SEARCHED}


def _parts(id_: str, seiten: int, shown: int, q: str) -> list[Row]:
    """The ranges of pages, each with its address; none where one page of ours shows all."""
    if seiten <= PART:
        return []
    return [
        {
            "von": first,
            "bis": min(first + PART - 1, seiten),
            "adresse": adresse(id_, first, q),
            "hier": (first - 1) // PART + 1 == shown,
        }
        for first in range(1, seiten + 1, PART)
    ]

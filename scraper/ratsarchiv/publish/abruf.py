"""What the page of a capture shows: when which address answered what, how to verify it, and what was read from it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from ratsarchiv import parse
from ratsarchiv.publish import answer, archiv, archivdatei, errors, headers, original

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

AROUND = 6
"""Captures of the same address before and after this one."""
MOST = 40
LONGEST_MS = 1_000

SANDBOX = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""Of an archived page. Somebody's click may lead out of the frame; nothing else can."""
_WITH_FRAME = {"content-security-policy": f"{headers.STRICT}; frame-src 'self'"}

_BEFORE = """
select id, zeitpunkt, http_status, ergebnis, sha256 from abrufe where url = ? and zeitpunkt < ? order by zeitpunkt desc limit ?
"""
_AFTER = """
select id, zeitpunkt, http_status, ergebnis, sha256 from abrufe where url = ? and zeitpunkt > ? order by zeitpunkt limit ?
"""
_ZUHAUSE = "select tabelle, objekt from adressen where url = ? limit ?"
_TITEL = {
    "vorlagen": "select coalesce(betreff, nummer) from vorlagen where id = ?",
    "sitzungen": "select coalesce(name, gremium_name) from sitzungen where id = ?",
    "gremien": "select name from gremien where id = ?",
    "tagesordnungspunkte": "select coalesce(betreff, nummer) from tagesordnungspunkte where id = ? and oeffentlich",
    "auszuege": "select coalesce(betreff, nummer) from tagesordnungspunkte where id = ? and oeffentlich",
    "personen": "select name from personen where id = ? and verschwunden_seit is null",
}
_GELESEN = {tabelle: f"select id from {tabelle} where abruf = ? limit ?" for tabelle in _TITEL}  # noqa: S608 - our own words
WOERTER = {
    "vorlagen": "Vorlage", "sitzungen": "Sitzung", "gremien": "Gremium", "auszuege": "Auszug", "personen": "Person",
    "tagesordnungspunkte": "Tagesordnungspunkt", "dokumente": "Dokument",
}  # fmt: skip
_ROLLEN = {
    "vorlage": "Vorlage", "beratungen": "Beratungsfolge", "sitzung": "Sitzung mit Tagesordnung", "auszug": "Auszug",
    "gremium": "Gremium", "person": "Person", "kalender": "Kalender", "vorlagenliste": "Liste von Vorlagen",
    "sitzungsliste": "Liste von Sitzungen", "gremienliste": "Liste von Gremien",
}  # fmt: skip


async def page(datasette: Any, request: Any) -> Any:
    """`/abrufe/<id>`: an archived answer; the page as it was served then, or what is known of a document."""
    database, abruf = answer.database(datasette), await archiv.read(datasette, request)
    context = await database.read(lambda connection: _around(connection, abruf), LONGEST_MS)
    context |= {"abruf": abruf, "art": _ROLLEN.get(parse.rolle(abruf["seitenart"]) or "", "")}
    if abruf["ergebnis"] == "dokument":
        context |= await archivdatei.context(database, abruf)
        return await answer.page(datasette, request, "ratsarchiv_abruf.html", context)
    shown = await asyncio.to_thread(archiv.seite, database, abruf, "")
    context["verwehrt"] = None if isinstance(shown, archiv.Seite) else _words(shown)
    return await answer.page(datasette, request, "ratsarchiv_abruf.html", context, headers=_WITH_FRAME)


async def seite(datasette: Any, request: Any) -> Any:
    """`/abrufe/<id>/seite`: the page itself, without anything that runs, asks or identifies."""
    abruf = await archiv.read(datasette, request)
    prefix = answer.base(datasette, request) + datasette.urls.path("/original") + "?url="
    shown = await asyncio.to_thread(archiv.seite, answer.database(datasette), abruf, prefix)
    if not isinstance(shown, archiv.Seite):
        raise errors.Unknown(_words(shown)["text"])
    context = {"abruf": abruf, "seite": shown}
    html = await datasette.render_template("ratsarchiv_archivseite.html", context, request)
    return Response.html(html, headers={"content-security-policy": SANDBOX, "x-frame-options": "SAMEORIGIN"})


def _words(why: Any) -> dict[str, Any]:
    return {"grund": why.grund, "text": archiv.GRUENDE[why.grund], "seit": why.seit}


def _around(connection: sqlite3.Connection, abruf: Row) -> dict[str, Any]:
    """Captures of the same address, and what was read from this one."""
    where = (abruf["url"], abruf["zeitpunkt"], AROUND)
    before = [dict(row) for row in connection.execute(_BEFORE, where)]
    after = [dict(row) for row in connection.execute(_AFTER, where)]
    return {"frueher": before, "spaeter": after, "objekte": _objects(connection, abruf)}


def _objects(connection: sqlite3.Connection, abruf: Row) -> list[Row]:
    """What has its own page at the address, and what was last read from this capture."""
    keys = [tuple(row) for row in connection.execute(_ZUHAUSE, (abruf["url"], MOST))]
    for tabelle, sql in _GELESEN.items():
        if tabelle != "tagesordnungspunkte" and len(keys) < MOST:
            keys += [(tabelle, row[0]) for row in connection.execute(sql, (abruf["id"], MOST - len(keys)))]
    found = []
    for tabelle, id_ in dict.fromkeys(keys):
        titel = connection.execute(_TITEL[tabelle], (id_,)).fetchone() if tabelle in _TITEL else None
        path = original.pfad(connection, tabelle, id_)
        if titel and path:
            found.append({"wort": WOERTER[tabelle], "titel": titel[0] or id_, "adresse": path})
    return found

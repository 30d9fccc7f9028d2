"""Our pages: a request in, a German answer out."""

from __future__ import annotations

from typing import Any

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response

from ratsarchiv.publish import dokument as dokument_page
from ratsarchiv.publish import errors, german, headers, metadata
from ratsarchiv.publish import start as start_page
from ratsarchiv.publish import suche as suche_page
from ratsarchiv.publish import vorgang as vorgang_page
from ratsarchiv.publish import vorlage as vorlage_page


async def start(datasette: Any, request: Any) -> Any:
    """`/`: what there is, and the ways in."""
    content = await start_page.read(datasette.get_database(metadata.DATABASE), german.today())
    return await _page(datasette, request, "ratsarchiv_start.html", content)


async def vorlage(datasette: Any, request: Any) -> Any:
    """`/vorlagen/<id>`: one Vorlage to read."""
    found = await vorlage_page.read(datasette.get_database(metadata.DATABASE), request.url_vars["id"], german.today())
    if found is None:
        raise errors.Unknown("Eine Vorlage mit dieser Kennung ist im Archiv nicht bekannt.")
    return await _page(datasette, request, "ratsarchiv_vorlage.html", {"seite": found, "vorlage": found.vorlage})


async def vorgang(datasette: Any, request: Any) -> Any:
    """`/vorgaenge/<id>`: Vorlagen that belong together."""
    found = await vorgang_page.read(datasette.get_database(metadata.DATABASE), tilde_decode(request.url_vars["id"]))
    if found is None:
        raise errors.Unknown("Einen Vorgang mit dieser Kennung gibt es im Archiv nicht.")
    return await _page(datasette, request, "ratsarchiv_vorgang.html", found)


async def dokument(datasette: Any, request: Any) -> Any:
    """`/dokumente/<id>`: the text of a Dokument, page by page."""
    part = request.args.get("teil") or "1"
    id_ = tilde_decode(request.url_vars["id"])
    known = part.isascii() and part.isdigit() and 0 < len(part) < 5 and int(part) > 0
    found = await dokument_page.read(datasette.get_database(metadata.DATABASE), id_, int(part)) if known else None
    if found is None:
        raise errors.Unknown("Den Text eines Dokuments mit dieser Kennung zeigt dieses Archiv nicht.")
    return await _page(datasette, request, "ratsarchiv_dokument.html", found)


async def seite(datasette: Any, request: Any) -> Any:
    """`/seiten/<id>`: the way to one page of a Dokument, of which only the id in the table is known."""
    id_ = tilde_decode(request.url_vars["id"])
    address = await dokument_page.of_page(datasette.get_database(metadata.DATABASE), id_)
    if address is None:
        raise errors.Unknown("Eine Seite mit dieser Kennung zeigt dieses Archiv nicht.")
    return Response.redirect(address)


async def suche(datasette: Any, request: Any) -> Any:
    """`/suche`: what is found for a question, and the ways to narrow it."""
    anfrage, wrong = suche_page.gefragt(request.args)
    context: dict[str, Any] = {"anfrage": anfrage, "unverstanden": wrong, "felder": suche_page.felder(anfrage)}
    if not suche_page.leer(anfrage):
        context |= suche_page.inhalt(anfrage, *await _found(datasette, anfrage))
    return await _page(datasette, request, "ratsarchiv_suche.html", context)


async def suche_json(datasette: Any, request: Any) -> Any:
    """`/suche.json`: the same as data."""
    anfrage, wrong = suche_page.gefragt(request.args)
    if wrong or suche_page.leer(anfrage):
        raise errors.Refused(f"Das ist kein Datum: {', '.join(wrong)}" if wrong else "Der Suchbegriff q fehlt.")
    return Response.json(suche_page.als_json(anfrage, *await _found(datasette, anfrage)))


async def _found(datasette: Any, anfrage: Any) -> Any:
    database = datasette.get_database(metadata.DATABASE)
    return await database.read(
        lambda connection: suche_page.finden(connection, anfrage, database.synonyme), suche_page.LONGEST_MS
    )


async def vorschlaege(datasette: Any, request: Any) -> Any:
    """`/vorschlaege.json`: what somebody who has begun to type may mean."""
    text, kommune = request.args.get("q") or "", request.args.get("kommune")
    found = await datasette.get_database(metadata.DATABASE).read(
        lambda connection: suche_page.vorgeschlagen(connection, text, kommune), suche_page.LONGEST_MS
    )
    return Response.json({"vorschlaege": found})


async def robots() -> Any:
    """`/robots.txt`: lists of people are not for search engines."""
    return Response.text(headers.ROBOTS)


async def no_page() -> Any:
    """Datasette's pages about its own insides: not on a public site."""
    raise errors.Unknown


async def _page(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    return Response.html(await datasette.render_template(template, context, request))

"""The search's pages: for people, and as data."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import answer, errors, suche


async def page(datasette: Any, request: Any) -> Any:
    """`/suche`: what is found for a question, and the ways to narrow it."""
    anfrage, wrong = suche.gefragt(request.args)
    context: dict[str, Any] = {"anfrage": anfrage, "unverstanden": wrong, "felder": suche.felder(anfrage)}
    if not suche.leer(anfrage):
        context |= suche.inhalt(anfrage, *await _found(datasette, anfrage))
    return await answer.page(datasette, request, "ratsarchiv_suche.html", context)


async def data(datasette: Any, request: Any) -> Any:
    """`/suche.json`: the same as data."""
    anfrage, wrong = suche.gefragt(request.args)
    if wrong or suche.leer(anfrage):
        raise errors.Refused(f"Das ist kein Datum: {', '.join(wrong)}" if wrong else "Der Suchbegriff q fehlt.")
    return Response.json(suche.als_json(anfrage, *await _found(datasette, anfrage)))


async def _found(datasette: Any, anfrage: Any) -> Any:
    database = answer.database(datasette)
    return await database.read(
        lambda connection: suche.finden(connection, anfrage, database.synonyme), suche.LONGEST_MS
    )


async def vorschlaege(datasette: Any, request: Any) -> Any:
    """`/vorschlaege.json`: what somebody who has begun to type may mean."""
    text, kommune = request.args.get("q") or "", request.args.get("kommune")
    found = await answer.database(datasette).read(
        lambda connection: suche.vorgeschlagen(connection, text, kommune), suche.LONGEST_MS
    )
    return Response.json({"vorschlaege": found})

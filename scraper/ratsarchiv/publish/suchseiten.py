"""The search's pages: for people, as data, and as a feed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import answer, errors, original, suche, suche_daten
from ratsarchiv.publish.feed import MOST, feed

if TYPE_CHECKING:
    from ratsarchiv.publish.suche import Fund
    from ratsarchiv.store.suche import Anfrage

MOST_LINES = 5_000
"""Lines of a CSV: as many as all pages of a search have together."""


async def page(datasette: Any, request: Any) -> Any:
    """`/suche`: what is found for a question, and the ways to narrow it; or the way to the page of an official address."""
    anfrage, wrong = suche.gefragt(request.args)
    target = await original.ziel(answer.database(datasette), request.args.get("q") or "")
    if target:
        return Response.redirect(datasette.urls.path(target))
    context: dict[str, Any] = {"anfrage": anfrage, "unverstanden": wrong, "felder": suche.felder(anfrage)}
    if not suche.leer(anfrage):
        context |= suche.inhalt(await _found(datasette, anfrage)) | {"zeilen": MOST_LINES}
    return await answer.page(datasette, request, "ratsarchiv_suche.html", context)


async def data(datasette: Any, request: Any) -> Any:
    """`/suche.json`: the same as data."""
    return Response.json(suche_daten.als_json(await _found(datasette, _asked(request))))


async def table(datasette: Any, request: Any) -> Any:
    """`/suche.csv`: the results of all pages as a table, for Excel with `?excel=1`."""
    fund = await _found(datasette, replace(_asked(request), seite=1, groesse=MOST_LINES, stellen=False))
    text = suche_daten.als_csv(fund, answer.base(datasette, request), excel=request.args.get("excel") == "1")
    header = {"content-disposition": 'attachment; filename="suche.csv"'}
    return Response(text, headers=header, content_type="text/csv; charset=utf-8")


async def atom(datasette: Any, request: Any) -> Any:
    """`/suche.atom`: the newest results as a feed."""
    anfrage = replace(_asked(request), seite=1)
    fund = await _found(datasette, replace(anfrage, sortierung="neueste", groesse=MOST))
    entries = suche_daten.entries(fund)
    address = suche.adresse(replace(anfrage, sortierung="relevanz"), "/suche.atom")
    return feed(
        datasette, request, id=address, title=f"Suche: {_title(fund)}", address=suche.adresse(anfrage),
        self_address=address, updated=max((each.updated for each in entries), default="1970-01-01"), entries=entries,
    )  # fmt: skip


def _title(fund: Fund) -> str:
    """The question in words."""
    return ", ".join([fund.anfrage.text, *(value for _, value in suche.felder(fund.anfrage))]).strip(", ") or "alles"


def _asked(request: Any) -> Anfrage:
    """The question; programs are told what is wrong with it."""
    anfrage, wrong = suche.gefragt(request.args)
    if wrong or suche.leer(anfrage):
        raise errors.Refused(
            f"Das ist kein Datum: {', '.join(wrong)}" if wrong else "Der Suchbegriff q oder ein Filter fehlt."
        )
    return anfrage


async def _found(datasette: Any, anfrage: Anfrage) -> Fund:
    database = answer.database(datasette)
    fund: Fund = await database.read(
        lambda connection: suche.finden(connection, anfrage, database.synonyme), suche.LONGEST_MS
    )
    return fund


async def vorschlaege(datasette: Any, request: Any) -> Any:
    """`/vorschlaege.json`: what somebody who has begun to type may mean."""
    text, kommune = request.args.get("q") or "", request.args.get("kommune")
    found = await answer.database(datasette).read(
        lambda connection: suche.vorgeschlagen(connection, text, kommune), suche.LONGEST_MS
    )
    return Response.json({"vorschlaege": found})

"""Our pages: a request in, a German answer out."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import errors, german, headers, metadata
from ratsarchiv.publish import start as start_page
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


async def robots() -> Any:
    """`/robots.txt`: lists of people are not for search engines."""
    return Response.text(headers.ROBOTS)


async def no_page() -> Any:
    """Datasette's pages about its own insides: not on a public site."""
    raise errors.Unknown


async def _page(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    return Response.html(await datasette.render_template(template, context, request))

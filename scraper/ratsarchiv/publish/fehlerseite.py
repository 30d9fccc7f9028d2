"""Error pages in German, or JSON where JSON was asked for. An official address that we know leads to its page instead."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response

from ratsarchiv.publish import answer, errors, original

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

log = logging.getLogger("ratsarchiv")

_FAILURE = (
    "Beim Erstellen der Seite ist ein Fehler aufgetreten",
    "Das liegt an uns, nicht an Ihnen. Versuchen Sie es in einigen Minuten noch einmal.",
)
_WORDS = {
    400: (
        "Diese Anfrage ist nicht verständlich",
        "In der Adresse oder im Formular steht etwas, womit diese Seite nichts anfangen kann. "
        "Gehen Sie einen Schritt zurück und ändern Sie die Angabe.",
    ),
    403: ("Dieser Zugriff ist nicht erlaubt", "Was unter dieser Adresse liegt, ist nicht öffentlich."),
    404: (
        "Diese Seite gibt es nicht",
        "Vielleicht ist die Adresse unvollständig, oder die Seite hieß einmal anders. Die Suche hilft weiter.",
    ),
    405: (
        "Hier lässt sich nur lesen",
        "Diese Website nimmt nichts entgegen. Rufen Sie die Adresse auf, ohne etwas abzuschicken.",
    ),
    500: _FAILURE,
    503: ("Diese Suche dauert zu lange", "Versuchen Sie es gleich noch einmal, oder grenzen Sie die Suche ein."),
}
"""By status: what happened, and what to do."""

LONGEST_GUESS = 100
"""Characters of an address that the search box is filled with."""


async def answered(datasette: Any, request: Any, exception: Exception) -> Any:
    """The page for an exception that a view raised."""
    exception = errors.of_the_visitor(exception)
    status = getattr(exception, "status", 500)
    if status >= 500 and not isinstance(exception, errors.Refused):
        log.error("%s: %s", request.path, exception, exc_info=exception)
    if isinstance(exception, NotFound) and (path := await _official(datasette, request)):
        return Response.redirect(datasette.urls.path(path))
    return await response(datasette, request, status, errors.message(exception, status))


async def response(
    datasette: Any, request: Any, status: int, message: str | None = None, headers: Mapping[str, str] | None = None
) -> Any:
    """An error page with its status."""
    title, advice = _WORDS.get(status, _FAILURE)
    if _wants_json(request):
        content = {"ok": False, "status": status, "title": title, "error": message or title}
        return Response.json(content, status=status, headers=dict(headers or {}))
    guess = _last_part(request.path) if status == 404 else ""
    context = {"title": title, "message": message, "advice": advice, "status": status, "guess": guess}
    html = await datasette.render_template("ratsarchiv_error.html", context, request)
    return Response.html(html, status=status, headers=dict(headers or {}))


async def refuse(datasette: Any, scope: MutableMapping[str, Any], status: int, message: str | None) -> Any:
    """The page for a request that is answered before Datasette sees it."""
    await datasette.invoke_startup()
    request = Request({**scope, "csrftoken": str, "query_string": b""}, None)
    allow = {"allow": "GET, HEAD, OPTIONS"} if status == 405 else {}
    return await response(datasette, request, status, message, allow)


async def _official(datasette: Any, request: Any) -> str | None:
    """Where a path leads that is written as the council's system writes it."""
    if "?" not in (asked := f"{request.path}?{request.query_string}".rstrip("?")) and not re.search(
        r"\.\w{2,4}$", request.path
    ):
        return None
    found = await original.ziel(answer.database(datasette), asked)
    return found if found and not found.startswith("/original") else None


def _wants_json(request: Any) -> bool:
    accepted = request.headers.get("accept", "")
    return request.path.endswith(".json") or ("application/json" in accepted and "text/html" not in accepted)


def _last_part(path: str) -> str:
    """Words from the end of an address, to search for."""
    last = tilde_decode(unquote(path).rstrip("/").rpartition("/")[2])
    words = re.sub(r"\.\w{2,5}$", "", last)
    return " ".join(re.sub(r"[^\w/.-]+", " ", words).split())[:LONGEST_GUESS]

"""Error pages in German, or JSON where JSON was asked for."""

from __future__ import annotations

import logging
from typing import Any

from datasette.utils.asgi import NotFound, Response

log = logging.getLogger("ratsarchiv")

_TITLES = {
    400: "Diese Anfrage ist nicht verständlich",
    403: "Dieser Zugriff ist nicht erlaubt",
    404: "Diese Seite gibt es nicht",
}
_FAILURE = "Beim Erstellen der Seite ist ein Fehler aufgetreten"
_TOO_LONG = "Die Abfrage hat länger als eine Sekunde gedauert und wurde abgebrochen."


class Unknown(NotFound):  # type: ignore[misc]
    """A page that we don't have; its text is German and may be shown."""


async def answer(datasette: Any, request: Any, exception: Exception) -> Any:
    """The page for an exception that a view raised."""
    status = getattr(exception, "status", 500)
    if status >= 500:
        log.error("%s: %s", request.path, exception, exc_info=exception)
    return await response(datasette, request, status, _message(exception, status))


def _message(exception: Exception, status: int) -> str | None:
    """What helps the reader: our own words, or what SQLite says about a query that somebody wrote."""
    if isinstance(exception, Unknown):
        return str(exception)
    if status != 400:
        return None
    # Datasette's only message with markup is the one about time; it carries an inline script
    return _TOO_LONG if getattr(exception, "message_is_html", False) else str(getattr(exception, "message", exception))


async def response(datasette: Any, request: Any, status: int, message: str | None = None) -> Any:
    """An error page with its status."""
    title = _TITLES.get(status, _FAILURE)
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "status": status, "title": title, "error": message or title}, status=status)
    context = {"title": title, "message": message}
    return Response.html(await datasette.render_template("ratsarchiv_error.html", context, request), status=status)

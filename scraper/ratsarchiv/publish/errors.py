"""Error pages in German, or JSON where JSON was asked for."""

from __future__ import annotations

import logging
import re
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound, Response
from datasette.views.base import DatasetteError

log = logging.getLogger("ratsarchiv")

_TITLES = {
    400: "Diese Anfrage ist nicht verständlich",
    403: "Dieser Zugriff ist nicht erlaubt",
    404: "Diese Seite gibt es nicht",
    503: "Diese Suche dauert zu lange",
}
_FAILURE = "Beim Erstellen der Seite ist ein Fehler aufgetreten"
_TOO_LONG = "Die Abfrage hat länger als eine Sekunde gedauert und wurde abgebrochen."
_SORTING = (
    (re.compile(r"Cannot sort table by (.*)", re.DOTALL), r"Nach „\1“ lässt sich diese Tabelle nicht sortieren."),
    (re.compile(r"Cannot use _sort and _sort_desc at .*"), "_sort und _sort_desc gehen nicht zugleich."),
)
"""What Datasette calls the server's fault, in English."""


class Refused(Exception):
    """A query that we don't answer."""

    status = 400


class TooLarge(Refused):
    """A result that would fill the memory."""

    def __init__(self) -> None:
        super().__init__("Das Ergebnis ist zu groß. Bitte weniger Zeilen oder Spalten abfragen.")


class TooSlow(Refused):
    """A search that takes longer than one may."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "Die Suche wurde abgebrochen. Mit einem selteneren Wort oder einem Filter mehr geht sie schneller."
        )


class Denied(Refused):
    """A query of tables that are not public."""

    def __init__(self) -> None:
        super().__init__("Diese Abfrage liest Tabellen, die nicht öffentlich sind.")


class Unknown(NotFound):  # type: ignore[misc]
    """A page that we don't have; its text is German and may be shown."""


async def answer(datasette: Any, request: Any, exception: Exception) -> Any:
    """The page for an exception that a view raised."""
    exception = _of_the_visitor(exception)
    status = getattr(exception, "status", 500)
    if status >= 500 and not isinstance(exception, Refused):
        log.error("%s: %s", request.path, exception, exc_info=exception)
    return await response(datasette, request, status, _message(exception, status))


def _of_the_visitor(exception: Exception) -> Exception:
    """The exception, or a refusal in its place where Datasette takes a wrong request for its own failure."""
    if isinstance(exception, QueryInterrupted):
        return Refused(_TOO_LONG)
    if isinstance(exception, DatasetteError) and exception.status == 500:
        for pattern, german in _SORTING:
            if found := pattern.fullmatch(exception.message):
                return Refused(found.expand(german))
    return exception


def _message(exception: Exception, status: int) -> str | None:
    """What helps the reader: our own words, or what SQLite says about a query that somebody wrote."""
    if isinstance(exception, (Unknown, Refused)):
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

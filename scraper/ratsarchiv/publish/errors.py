"""What goes wrong when a page is asked for: our own refusals, and what Datasette's failures mean."""

from __future__ import annotations

import re

from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound
from datasette.views.base import DatasetteError

TOO_LONG = "Die Abfrage hat länger als eine Sekunde gedauert und wurde abgebrochen."

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


def of_the_visitor(exception: Exception) -> Exception:
    """The exception, or a refusal in its place where Datasette takes a wrong request for its own failure."""
    if isinstance(exception, QueryInterrupted):
        return Refused(TOO_LONG)
    if isinstance(exception, DatasetteError) and exception.status == 500:
        for pattern, german in _SORTING:
            if found := pattern.fullmatch(exception.message):
                return Refused(found.expand(german))
    return exception


def message(exception: Exception, status: int) -> str | None:
    """What helps the reader: our own words, or what SQLite says about a query that somebody wrote."""
    if isinstance(exception, (Unknown, Refused)):
        return str(exception)
    if status != 400:
        return None
    # Datasette's only message with markup is the one about time; it carries an inline script
    return TOO_LONG if getattr(exception, "message_is_html", False) else str(getattr(exception, "message", exception))

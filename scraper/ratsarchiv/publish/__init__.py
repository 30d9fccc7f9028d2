"""The Datasette plugin: German pages beside Datasette's own. Only hooks that Datasette 0.65 and 1.0 both have."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any

from pluggy import HookimplMarker

from ratsarchiv.publish import (
    answer,
    beschriftung,
    cells,
    connection,
    fehlerseite,
    german,
    headers,
    leaflet,
    routes,
    tafeln,
)

if TYPE_CHECKING:
    from markupsafe import Markup

hookimpl = HookimplMarker("datasette")
"""Datasette's own marker, but typed."""


@hookimpl
def register_routes() -> routes.Routes:
    """Our pages, and a wall before Datasette's pages about its own insides."""
    return routes.ROUTES


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[headers.App], headers.App]:
    """Security headers for every answer, and no answer to anything but reading."""

    def tiles() -> str:
        karte = answer.database(datasette).website.karte
        return karte.herkunft if karte else ""

    return partial(headers.guarded, tiles=tiles, refusal=partial(fehlerseite.refuse, datasette))


@hookimpl
def prepare_connection(conn: Any) -> None:
    """Limits for SQL that visitors write."""
    connection.limit(conn)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """German dates, numbers and labels as filters of the templates; where the map's programs are."""
    env.filters.update(german.FILTERS | beschriftung.FILTERS | cells.FILTERS)
    env.globals["leaflet"] = leaflet.ORDNER


@hookimpl
def extra_template_vars(datasette: Any, request: Any, view_name: str | None) -> dict[str, Any]:
    """What the operator says about the website, for the head and foot of every page; and what Datasette's own need."""
    return {"website": answer.database(datasette).website, **tafeln.variables(datasette, request, view_name)}


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """A few rules for Datasette's own pages."""
    return [datasette.urls.static_plugins("ratsarchiv", "datasette.css")]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """Links from tables and query results to our pages."""
    return cells.link(row, value, column, table)


@hookimpl
def forbidden(datasette: Any, request: Any) -> Callable[[], Awaitable[Any]]:
    """A German page for what may not be seen."""
    return lambda: fehlerseite.response(datasette, request, 403)


@hookimpl(wrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, Any]:
    """A German page for every error, and not Datasette's: where rich is installed, that prints all local variables."""
    yield
    return [lambda: fehlerseite.answered(datasette, request, exception)]

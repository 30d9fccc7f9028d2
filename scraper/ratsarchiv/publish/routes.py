"""Every address of ours, and what answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import dokument, errors, headers, start, suchseiten, vorgang, vorlage

if TYPE_CHECKING:
    from collections.abc import Callable

Routes = list[tuple[str, "Callable[..., Any]"]]


async def robots() -> Any:
    """`/robots.txt`: lists of people are not for search engines."""
    return Response.text(headers.ROBOTS)


async def no_page() -> Any:
    """Datasette's pages about its own insides: not on a public site."""
    raise errors.Unknown


ROUTES: Routes = [
    (r"^/$", start.page),
    (r"^/vorlagen/(?P<id>[^/]+)$", vorlage.page),
    (r"^/vorgaenge/(?P<id>[^/]+)$", vorgang.page),
    (r"^/dokumente/(?P<id>[^/]+)$", dokument.page),
    (r"^/seiten/(?P<id>[^/]+)$", dokument.page_of),
    (r"^/suche$", suchseiten.page),
    (r"^/suche\.json$", suchseiten.data),
    (r"^/vorschlaege\.json$", suchseiten.vorschlaege),
    (r"^/robots\.txt$", robots),
    (r"^/-/(?!static/|static-plugins/)", no_page),
]

"""How our pages answer: from which database, under which address, by which template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response

from ratsarchiv.publish import metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratsarchiv.publish.paging import PagedDatabase

_HOST = re.compile(r"[a-z0-9.-]+(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?", re.IGNORECASE)


def database(datasette: Any) -> PagedDatabase:
    """The public database, with the folder that it lies in and what the operator says about the website."""
    found: PagedDatabase = datasette.get_database(metadata.DATABASE)
    return found


def kennung(request: Any, name: str = "id") -> str:
    """The id in the address."""
    decoded: str = tilde_decode(request.url_vars[name])
    return decoded


def base(datasette: Any, request: Any) -> str:
    """The site's address without a slash at its end: as the operator set it, else as this visitor wrote it."""
    if adresse := database(datasette).website.adresse:
        return adresse
    host = request.host if _HOST.fullmatch(request.host or "") else "localhost"
    return f"{request.scheme}://{host}"


async def page(
    datasette: Any, request: Any, template: str, context: Mapping[str, Any], *, status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Any:  # fmt: skip
    """A page of ours. Its template knows `base` and `canonical` besides its context."""
    address = base(datasette, request)
    frame = {"base": address, "canonical": address + request.path}
    html = await datasette.render_template(template, frame | dict(context), request)
    return Response.html(html, status=status, headers=dict(headers or {}))

"""Headers that every answer carries, and which requests are answered at all."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette.utils import tilde_decode

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refusal = Callable[[Scope, int, "str | None"], Awaitable[Any]]
"""What makes the page for a request that is not answered."""

_READING = {"GET", "HEAD", "OPTIONS"}

_FRAME = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
STRICT = f"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; {_FRAME}"

LONGEST_QUERY = 8192
"""Bytes after the question mark. Datasette reads what stands there with expressions that take the square of its length."""

_UNINDEXED = (
    "/abrufe/", "/dokumente/", "/original", "/personen/", "/ratsarchiv/mitgliedschaften", "/ratsarchiv/personen",
    "/ratsarchiv/seiten", "/seiten/", "/suche", "/teilen/", "/vorschlaege.json",
)  # fmt: skip
"""Pages about people, the wording of documents, copies and searches for any of them stay out of search engines."""
_OLD = re.compile(r"/vorlagen/[^/]+/fassungen/")

_EXPENSIVE = (
    "/*?", "/*.bib$", "/*.csv$", "/*.json$", "/karte.json", "/ratsarchiv/", "/ratsarchiv.", "/ratsarchiv?",
    "/vorlagen/*/fassungen/",
)  # fmt: skip
"""Filtered lists, the same data in other shapes, and tables whose rows all stand on pages of ours."""

ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in sorted({*_UNINDEXED, *_EXPENSIVE}))


def guarded(app: App, tiles: Callable[[], str], refusal: Refusal) -> App:
    """The application behind our headers; whatever is not reading is refused before it is looked at.

    Pages with a map may load images from the origin that `tiles` gives; where that is empty, from nowhere else.
    """

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_ours(message.get("headers", []), scope, tiles())}
            await send(message)

        if scope["method"] not in _READING:
            await (await refusal(scope, 405, None)).asgi_send(send_with_headers)
        elif len(scope["query_string"]) > LONGEST_QUERY:
            await (await refusal(scope, 400, "Diese Abfrage ist zu lang.")).asgi_send(send_with_headers)
        else:
            await app(scope, receive, send_with_headers)

    return guard


_OWN = {b"content-security-policy", b"x-frame-options"}
"""Headers that a page may set for itself: one that shows or is a page from the archive."""


def _with_ours(headers: list[tuple[bytes, bytes]], scope: Scope, tiles: str) -> list[tuple[bytes, bytes]]:
    path: str = scope["path"]
    ours = {
        b"content-security-policy": _policy(path, tiles).encode(),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"no-referrer",
        b"x-frame-options": b"DENY",
    }
    for name in _OWN & {name.lower() for name, _ in headers}:
        del ours[name]
    if _unindexed(tilde_decode(path).lower(), bool(scope["query_string"])):
        ours[b"x-robots-tag"] = b"noindex"
    return [*((name, value) for name, value in headers if name.lower() not in ours), *ours.items()]


_WITH_MAP = ("/karte", "/vorlagen/")


def _policy(path: str, tiles: str) -> str:
    if tiles and path.startswith(_WITH_MAP):
        return STRICT.replace("img-src 'self' data:", f"img-src 'self' data: {tiles}")
    return STRICT


def _unindexed(path: str, queried: bool) -> bool:
    """Whether search engines may not list it: also every filtered or written query of the tables, which may list people."""
    of_tables = path == "/ratsarchiv" or path.startswith(("/ratsarchiv/", "/ratsarchiv."))
    return path.startswith(_UNINDEXED) or bool(_OLD.match(path)) or (queried and of_tables)

"""Headers that every answer carries, and which requests are answered at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils import tilde_decode

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_READING = {"GET", "HEAD", "OPTIONS"}

_FRAME = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
STRICT = f"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; {_FRAME}"
DATASETTE = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; connect-src 'self'; "
    f"img-src 'self' data:; {_FRAME}"
)
"""Datasette's pages carry inline scripts and styles of their own."""

LONGEST_QUERY = 8192
"""Bytes after the question mark. Datasette reads what stands there with expressions that take the square of its length."""

_UNINDEXED = (
    "/ratsarchiv/personen", "/ratsarchiv/mitgliedschaften", "/ratsarchiv/seiten", "/dokumente/", "/suche",
    "/vorschlaege.json",
)  # fmt: skip
"""Lists of people, the wording of documents and searches for either stay out of search engines."""

ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in (*_UNINDEXED, "/ratsarchiv?sql="))


def guarded(app: App, tiles: Callable[[], str]) -> App:
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

        await (_refusal(scope) or app)(scope, receive, send_with_headers)

    return guard


def _refusal(scope: Scope) -> App | None:
    if scope["method"] not in _READING:
        return _read_only
    return _too_long if len(scope["query_string"]) > LONGEST_QUERY else None


async def _too_long(_scope: Scope, _receive: Receive, send: Send) -> None:
    header = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 400, "headers": header})
    await send({"type": "http.response.body", "body": b"Diese Abfrage ist zu lang.\n"})


async def _read_only(_scope: Scope, _receive: Receive, send: Send) -> None:
    header = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", ", ".join(sorted(_READING)).encode())]
    await send({"type": "http.response.start", "status": 405, "headers": header})
    await send({"type": "http.response.body", "body": "Hier lässt sich nur lesen.\n".encode()})


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
    if tilde_decode(path).lower().startswith(_UNINDEXED) or _is_sql(scope["query_string"]):
        ours[b"x-robots-tag"] = b"noindex"
    return [*((name, value) for name, value in headers if name.lower() not in ours), *ours.items()]


_WITH_MAP = ("/karte", "/vorlagen/")


def _policy(path: str, tiles: str) -> str:
    if _is_datasettes(path):
        return DATASETTE
    if tiles and path.startswith(_WITH_MAP):
        return STRICT.replace("img-src 'self' data:", f"img-src 'self' data: {tiles}")
    return STRICT


def _is_sql(query: bytes) -> bool:
    """Whether a visitor wrote the query, which may list people as well."""
    return len(query) <= LONGEST_QUERY and any(key == "sql" for key, _ in parse_qsl(query.decode("latin-1")))


def _is_datasettes(path: str) -> bool:
    return path == "/ratsarchiv" or path.startswith(("/ratsarchiv/", "/ratsarchiv."))

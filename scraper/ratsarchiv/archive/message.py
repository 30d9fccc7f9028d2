"""The heads of requests and answers as the archive keeps them: without what tells of a session, in plain ASCII."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO, Any
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders

Headers = Sequence[tuple[str, str]]
Message = tuple[str, Headers, bytes]
"""First line, headers and body of a request; the body as it was sent, without chunks."""
Answer = tuple[str, Headers, bytes | IO[bytes]]
"""The same of an answer; a body that is a file is read from its beginning."""

PRIVATE = frozenset({"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"})
"""HTTP headers that no capture and no file of ours carries."""

_DROPPED = PRIVATE | {"transfer-encoding"}
_READABLE = frozenset({"HTTP/1.0", "HTTP/1.1"})
"""Other programs that read WARC files refuse `HTTP/2 200`."""
_SEEN = "".join(map(chr, range(0x21, 0x7F)))
_PRINTABLE = "\t " + _SEEN
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def answer(line: str, headers: Headers, *, coding: str | None = None) -> Any:
    """The head of an answer, from its first line; `coding` puts another content encoding in place of its own."""
    protocol, _, status = line.partition(" ")
    kept = _kept(headers, _DROPPED if coding is None else _DROPPED | {"content-encoding"})
    if coding:
        kept.append(("Content-Encoding", coding))
    return StatusAndHeaders(ascii_text(status), kept, protocol=protocol if protocol in _READABLE else "HTTP/1.1")


def request(line: str, headers: Headers) -> Any:
    """The head of a request."""
    return StatusAndHeaders(ascii_text(line), _kept(headers, PRIVATE), is_http_request=True)


def plain(headers: Headers) -> dict[str, str]:
    """HTTP headers by small name, repeated ones joined, those left out that tell of a session."""
    found: dict[str, str] = {}
    for name, value in headers:
        if (key := name.lower()) not in PRIVATE:
            found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def address(url: str) -> str:
    """An address that fits into one header: what is no visible ASCII character is percent-encoded."""
    return quote(url, safe=_SEEN, errors="replace")


def ascii_text(value: str) -> str:
    """A header with its bytes beyond ASCII escaped; warcio would escape the colons of an address as well."""
    if value.isascii() and value.isprintable():
        return value
    try:
        return quote(value.encode("latin-1"), safe=_PRINTABLE)
    except UnicodeEncodeError:
        return quote(value, safe=_PRINTABLE, errors="replace")


def _kept(headers: Headers, dropped: frozenset[str]) -> list[tuple[str, str]]:
    return [
        (name, ascii_text(value)) for name, value in headers if name.lower() not in dropped and _NAME.fullmatch(name)
    ]

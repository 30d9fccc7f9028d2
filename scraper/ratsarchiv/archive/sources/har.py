"""HAR: what the developer tools of a browser have recorded.

A browser hands texts on decoded. They are encoded again as the page says that it was, so that the archived bytes agree
with its declaration; they need not be those that were sent.
"""

from __future__ import annotations

import base64
import codecs
import re
from typing import TYPE_CHECKING, Any

from ratsarchiv.archive.records import Bad, tell
from ratsarchiv.archive.sources import found
from ratsarchiv.archive.sources.json_text import Span, children, member, opened, whole
from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratsarchiv.archive.records import Report, Stored

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_META = 4096
_LATIN = frozenset({"iso8859-1", "ascii"})
"""What browsers read as windows-1252."""
_CODECS = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "koi8-r", "mac-roman", "iso8859-15"}) | {
    f"{family}{number}" for family in ("cp125", "iso8859-") for number in range(9)
}
_WITHOUT_BODY = frozenset({204, 205, 301, 302, 303, 307, 308})


def answers(path: Path, report: Report | None) -> Iterator[tuple[Path, Stored]]:
    """The answers to GET that it holds with their bodies; of others is told why they are left out."""
    with opened(path) as data:
        for entry in _entries(path, whole(data)):
            try:
                yield path, _answer(path, entry)
            except Bad as bad:
                tell(bad, report)


def _entries(path: Path, top: Span) -> Iterator[Span]:
    log = member(top, "log")
    entries = member(log, "entries") if log is not None and log.kind == b"{" else None
    if entries is None or entries.kind != b"[":
        raise WrongUse(f"{path}: no HAR file (its log has no entries)")
    yield from children(entries)


def _answer(path: Path, entry: Span) -> Stored:
    url = ""
    try:
        said = entry.value()
        asked, got = said["request"], said["response"]
        url = found.address(_text(asked["url"]))
        _get(asked["method"])
        headers = [(_text(each["name"]), _text(each["value"])) for each in got.get("headers") or ()]
        status = _status(got["status"])
        return found.answer(
            url, found.point(_text(said["startedDateTime"])), _body(got.get("content") or {}, headers, status),
            f"HAR {path.name}", line=f"HTTP/1.1 {status:03} {got.get('statusText') or ''}".strip(),
            headers=_typed(headers, got.get("content") or {}), offset=entry.start,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        why = f"{error} is missing" if isinstance(error, KeyError) else error
        raise found.bad(url, path, f"entry at byte {entry.start}", why) from error


def _get(method: Any) -> None:
    if method != "GET":
        raise ValueError(f"the answer to {str(method)[:20]} is not what the address alone would give")


def _status(said: Any) -> int:
    status = int(said)
    if status == 304:
        raise ValueError("the browser had this page already (HTTP 304): record with its cache switched off")
    if not 200 <= status < 600:
        raise ValueError(f"{status} is no status of an answer")
    return status


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} is no text")
    return value


def _body(content: dict[str, Any], headers: list[tuple[str, str]], status: int) -> bytes:
    """The bytes of the answer; ValueError: the browser did not record them."""
    text = content.get("text")
    if text is None or (text == "" and content.get("size")):
        if status in _WITHOUT_BODY:
            return b""
        raise ValueError("the browser has not recorded what was in the answer")
    if content.get("encoding") == "base64":
        return base64.b64decode(_text(text), validate=True)
    if content.get("encoding"):
        raise ValueError(f"unknown encoding {str(content['encoding'])[:40]!r}")
    return _encoded(
        _text(text), [content.get("mimeType") or "", *(v for n, v in headers if n.lower() == "content-type")]
    )


def _encoded(text: str, declared: list[str]) -> bytes:
    """The text as its page says that it is encoded; as UTF-8 where it says nothing, or where that can't hold it."""
    for said in (*declared, text[:_META]):
        if match := _CHARSET.search(said):
            try:
                return text.encode(_codec(match[1]))
            except (LookupError, UnicodeError):
                break
    return text.encode("utf-8", "replace")


def _codec(name: str) -> str:
    """The codec that browsers use for a charset; LookupError: there is none."""
    codec = codecs.lookup(name).name
    if codec not in _CODECS | _LATIN:
        raise LookupError(name)
    return "cp1252" if codec in _LATIN else codec


def _typed(headers: list[tuple[str, str]], content: dict[str, Any]) -> list[tuple[str, str]]:
    """The headers, with a type where only the content names one."""
    if any(name.lower() == "content-type" for name, _ in headers) or not isinstance(content.get("mimeType"), str):
        return headers
    return [*headers, ("Content-Type", content["mimeType"])]

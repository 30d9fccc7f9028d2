"""Whether two answers show the same page: what a system writes anew into each answer is left out of the comparison."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from ratsarchiv.parse import address

if TYPE_CHECKING:
    from ratsarchiv.model import Page

_TEMPORARY = re.compile(r"(___tmp/)(?:[^/\"'<>\s?#]+/)*?(?=\d+-Anlagen/|[^/\"'<>\s?#]*(?:[\"'<>\s?#]|$))")
"""`___tmp/tmp/45-181-136/<40 letters>/<9 letters>/13-Anlagen/01/name.pdf`: a folder made for one view of one page."""
_NAME = re.compile(r"(___tmp/(?:[^/\"'<>\s?#]+/)*)(?:[^/\"'<>\s?#:]|:(?!\s|$))+")
"""The last part of such an address; a message may go on behind it with a colon."""

_ANEW: dict[bytes, re.Pattern[bytes]] = {
    sign: re.compile(pattern)
    for sign, pattern in (
        (b"___tmp/", rb"(___tmp/)(?:[^/\"'<>\s?#]+/)*?(?=\d+-Anlagen/|[^/\"'<>\s?#]*[\"'<>\s?#])"),  # see above
        (b"NAVM_", rb"NAVM_\w+\"[^>]{0,40}value=\"[^\"]*\""),  # a hidden input in each form: name and value by chance
        (b"sid=", rb"(sid=)[0-9a-f]{8,64}"),  # of the addresses of feeds: the visitor's session
        (b";jsessionid=", rb"(;jsessionid=)[\w.!-]+"),
        (b" sec", rb"<!--\s*\d+[.,]\d+ sec(?:onds)?\s*-->"),  # how long the page took
        (b"Wicket", rb"(=\"#?id)[0-9a-f]{1,8}(?=\")|(\?)\d+(?=-\d+\.\d*-)"),  # elements and views, counted up
    )
}
"""What a system writes anew into each answer, and the bytes without which a page has none of it."""


_FOOT = b'id="risfoot"'
_CLOCK = re.compile(rb"\d\d\.\d\d\.\d{4},? +\d\d:\d\d(?::\d\d)?(?: Uhr)?")
"""The time of day at the foot of the frame; in texts it means something."""


def fingerprint(page: Page) -> str:
    """A digest that is equal for two answers which show the same page at the same address."""
    body = page.body
    for sign, anew in _ANEW.items():
        if sign in body:
            body = anew.sub(_kept, body)
    if (foot := body.rfind(_FOOT)) > 0:
        body = body[:foot] + _CLOCK.sub(b"", body[foot:])
    digest = sha256(address.canonical(page.url).encode())
    digest.update(b"\0%d\0" % page.status)
    digest.update(body)
    return digest.hexdigest()


def nameless(text: str) -> str:
    """A text with addresses of temporary files, without the files' names: they repeat titles that may be hidden one day."""
    return _NAME.sub(r"\1", text) if "___tmp/" in text else text


def sessionless(url: str) -> str:
    """The address of a temporary file without the folder that was made for one view: equal for each view of its page."""
    return _TEMPORARY.sub(r"\1", url, count=1) if "___tmp/" in url else url


def _kept(found: re.Match[bytes]) -> bytes:
    return next((part for part in found.groups() if part is not None), b"")

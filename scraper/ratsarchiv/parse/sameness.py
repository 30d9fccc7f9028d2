"""Whether two answers show the same page: what a system writes anew into each answer is left out of the comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratsarchiv.model import Page

_ANYWHERE: dict[bytes, re.Pattern[bytes]] = {
    b";jsessionid=": re.compile(rb"(;jsessionid=)[\w.!-]+"),
    b" sec": re.compile(rb"<!--\s*\d+[.,]\d+ sec(?:onds)?\s*-->"),  # how long the page took
}
"""What any system may write anew into each answer, and the bytes without which a page has none of it."""

_FOOT = b'id="risfoot"'
_CLOCK = re.compile(rb"\d\d\.\d\d\.\d{4},? +\d\d:\d\d(?::\d\d)?(?: Uhr)?")
"""The time of day at the foot of the frame; in texts it means something."""


def fingerprint(page: Page, place: str, anew: Mapping[bytes, re.Pattern[bytes]]) -> str:
    """A digest that is equal for two answers which show the same page at the same place."""
    body = page.body
    for sign, pattern in (*_ANYWHERE.items(), *anew.items()):
        if sign in body:
            body = pattern.sub(_kept, body)
    if (foot := body.rfind(_FOOT)) > 0:
        body = body[:foot] + _CLOCK.sub(b"", body[foot:])
    digest = sha256(place.encode())
    digest.update(b"\0%d\0" % page.status)
    digest.update(body)
    return digest.hexdigest()


def _kept(found: re.Match[bytes]) -> bytes:
    return next((part for part in found.groups() if part is not None), b"")

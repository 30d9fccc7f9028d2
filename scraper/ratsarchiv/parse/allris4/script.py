"""What a page's script asks for: a second answer that brings the page's table."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

from ratsarchiv.model import Link
from ratsarchiv.parse.allris4 import addresses
from ratsarchiv.parse.allris4.sheet import Sheet

_ASKED = re.compile(r'"u":"([^"<>\s]{1,500})"')
_NEAR = 1_000
"""Characters behind the name of a script's command in which its address stands."""

_MOST = 50
"""Commands of a page's scripts that are looked at."""


def asked(sheet: Sheet) -> None:
    """Notes the address that a page's script asks for its table: valid for this view of the page alone."""
    program = sheet.seitenart.removesuffix("_x")
    found = _timer(sheet, program) or _counted(sheet, program)
    if found:
        sheet.links.append(Link(url=found, seitenart=f"{program}_x", sofort=True))


def _timer(sheet: Sheet, program: str) -> str | None:
    for start in islice(re.finditer(r"Wicket\.Timer", sheet.source), _MOST):
        found = _ASKED.search(sheet.source, start.end(), start.end() + _NEAR)
        url = sheet.absolute(unescape(found[1])) if found else None
        if url and addresses.seitenart(url) == f"{program}_x":
            return url
    return None


def _counted(sheet: Sheet, program: str) -> str | None:
    """The address made of the count of views, which stands in the addresses of the page's forms."""
    count = re.search(rf"\b{program}\?(\d{{1,9}}-\d{{1,9}})\.\d", sheet.source)
    query = sheet.url.partition("?")[2]
    return f"{sheet.folder}{program}?{count[1]}.0-{f'&{query}' if query else ''}" if count else None

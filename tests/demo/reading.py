"""How the tests read a page: by lxml alone, apart from Ratsarchiv's own parsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import requests
from lxml import html

if TYPE_CHECKING:
    from ratsarchiv.demo import DemoServer


NOISE = (
    r"___tmp/tmp/45-181-136\d*/\w+/(?:[A-Za-z]{9}/)?",
    r"\bsid=[0-9a-f]{32}",
    r'name="NAVM_\w{16}" value="\w{16}"',
    r"Stand: \d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d Uhr",
    r"<!-- \d,\d{4} sec -->",
)


def without_noise(text: str) -> str:
    """The page as it is on every view."""
    for pattern in NOISE:
        text = re.sub(pattern, "", text)
    return text


def ask(server: DemoServer, address: str, **kwargs: Any) -> requests.Response:
    """One answer, as it comes, for a visitor without cookies."""
    with requests.Session() as session:
        session.trust_env = False
        return session.get(server.url + address, timeout=10, allow_redirects=False, **kwargs)


def page(visitor: requests.Session, server: DemoServer, address: str) -> html.HtmlElement:
    return html.fromstring(visitor.get(server.url + address).content.decode("cp1252").partition("?>")[2])


def rows(root: html.HtmlElement) -> list[html.HtmlElement]:
    return [row for row in root.cssselect("table.tl1 tr") if row.get("class") in {"zl11", "zl12"}]

"""How the tests read a page: by lxml alone, apart from Ratsarchiv's own parsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    import requests

    from ratsarchiv.demo import DemoServer


def page(visitor: requests.Session, server: DemoServer, address: str) -> html.HtmlElement:
    return html.fromstring(visitor.get(server.url + address).content.decode("cp1252").partition("?>")[2])


def rows(root: html.HtmlElement) -> list[html.HtmlElement]:
    return [row for row in root.cssselect("table.tl1 tr") if row.get("class") in {"zl11", "zl12"}]

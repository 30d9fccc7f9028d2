"""SD.NET RIM 4 (Sternberg): one function for each page type, found by the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ratsarchiv.errors import Gate, ParseError
from ratsarchiv.model import Page, Parsed
from ratsarchiv.parse import answers, html
from ratsarchiv.parse.product import Product, Rolle
from ratsarchiv.parse.sdnet import addresses, listen, tops, vorgang
from ratsarchiv.parse.sdnet.sheet import Sheet, lay_open

PAGES: Mapping[str, Callable[[Sheet], Parsed]] = {
    "tops": tops.sitzung,
    "vorgang": vorgang.vorlage,
    "gremium": listen.liste,
    "termine": listen.liste,
    "vorlagen": listen.liste,
    "gremien": listen.liste,
}
_ROLLEN: dict[str, Rolle] = {
    "tops": "sitzung", "vorgang": "vorlage", "gremium": "gremium", "termine": "kalender", "termine.ics": "termine",
    "vorlagen": "vorlagenliste", "gremien": "gremienliste",
}  # fmt: skip
# Hosted systems answer programs so, before the system itself is asked: `*.ratsinfomanagement.net` to every cloud.
_FIREWALL_STATUS = {403, 503}
_FIREWALL = re.compile(
    r"firewall|access denied|request (?:was )?(?:blocked|rejected)|you have been blocked|captcha|forbidden"
    r"|zugriff (?:wurde )?(?:verweigert|blockiert)",
    re.IGNORECASE,
)


def read(page: Page) -> Parsed:
    """What the page says."""
    kind = addresses.seitenart(page.url) or ""
    text = html.of(page)
    if page.status in _FIREWALL_STATUS and "div-content" not in text and _FIREWALL.search(text[:20_000]):
        raise Gate(f"{page.kommune}: a firewall stands before {page.url} and turns programs away; it is left alone")
    if refusal := answers.recognise(page, text, broken=page.status >= 400):
        return Parsed(url=page.url, seitenart=kind, ergebnis=refusal)
    if page.status >= 400:
        raise ParseError(f"the server answered {page.status}")
    if kind == "termine.ics":
        return listen.kalenderdatei(page, kind)
    return PAGES[kind](lay_open(page, kind, text))


PRODUCT = Product(
    name="sdnet",
    unterscheidet=False,
    seitenart=addresses.seitenart,
    kennt=addresses.kennt,
    parse=read,
    rollen=_ROLLEN,
    canonical=addresses.canonical,
    objekt=addresses.objekt,
    nameless=addresses.nameless,
    start=("termine/", "termine/ics/SD.NET_RIM.ics", "vorlagen/", "gremien/"),
    anew={
        b"DTSTAMP": re.compile(rb"DTSTAMP[^\r\n]{0,60}"),
        b"csrftoken": re.compile(rb'(name="csrftoken" value=)"[^"<>]{0,200}"'),
    },
)

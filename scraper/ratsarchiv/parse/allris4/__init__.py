"""ALLRIS 4 (Java/Wicket): one function for each page type, found by the address."""

from __future__ import annotations

import re
from collections.abc import Callable

from ratsarchiv.errors import ParseError, SiteStopped
from ratsarchiv.model import Page, Parsed
from ratsarchiv.parse import answers, html
from ratsarchiv.parse.allris4 import addresses, auszug, gremium, kalender, listen, person, sitzung, vorlage
from ratsarchiv.parse.allris4.sheet import Sheet, lay_open
from ratsarchiv.parse.product import Product, Rolle

PAGES: dict[str, Callable[[Sheet], Parsed]] = {
    "vo020": vorlage.vorlage,
    "to010": sitzung.sitzung,
    "to020": auszug.auszug,
    "si010": kalender.kalender,
    "si010_x": kalender.kalender,
    "si018": listen.sitzungsliste,
    "si018_x": listen.sitzungsliste,
    "gr010": listen.gremienliste,
    "gr010_x": listen.gremienliste,
    "vo040": listen.vorlagenliste,
    "vo040_x": listen.vorlagenliste,
    "gr020": gremium.gremium,
    "kp020": person.person,
}

_ROLLEN: dict[str, Rolle] = {
    "vo020": "vorlage", "to010": "sitzung", "to020": "auszug", "si010": "kalender", "si018": "sitzungsliste",
    "gr010": "gremienliste", "vo040": "vorlagenliste", "gr020": "gremium", "kp020": "person",
}  # fmt: skip
_PASSWORD = re.compile(r"""<input\b[^>]{0,300}\btype=["']?password""", re.IGNORECASE)


def read(page: Page) -> Parsed:
    """What the page says."""
    text = html.of(page)
    kind = addresses.seitenart(page.url) or ""
    if refusal := answers.recognise(page, text, broken=page.status >= 400):
        return Parsed(url=page.url, seitenart=kind, ergebnis=refusal)
    if page.status >= 300:
        raise ParseError(f"the server answered {page.status}")
    try:
        return kalender.termine(page) if kind == "ics" else PAGES[kind](lay_open(page, kind, text))
    except ParseError:
        # A refusal comes in the frame of a page, menus and all.
        if refusal := answers.recognise(page, text, broken=True):
            return Parsed(url=page.url, seitenart=kind, ergebnis=refusal)
        if _PASSWORD.search(text):
            raise SiteStopped(
                f"{page.kommune}: {page.url} asks for a login; nothing that it shows is believed"
            ) from None
        raise


PRODUCT = Product(
    name="allris4",
    seitenart=addresses.seitenart,
    kennt=addresses.knows,
    parse=read,
    rollen={kind: _ROLLEN[kind.partition("_")[0]] for kind in PAGES} | {"ics": "termine"},
    canonical=addresses.canonical,
    objekt=addresses.objekt,
    monat=addresses.monat,
    adresse=addresses.of,
    start=("si010", "gr010", "vo040", "si018", "ics/SiKalAbo.ics"),
    kopf=addresses.headers,
    bleibend=addresses.lasting,
    anew={
        # Elements and views, counted up in each session.
        b"icket": re.compile(
            rb"(?<=[\"'#_])()id[0-9a-f]{1,8}(?=[\"']|--ajax)|([a-z]{2}\d{3}\?)\d{1,9}-\d{0,9}(?:\.\d{0,4})?-"
        ),
        b"sectoken": re.compile(rb"(\"sectoken\"[^<>]{0,80}?value=\")[0-9a-f]{1,128}"),  # of the search form
        b";jsessionid=": re.compile(rb"(;jsessionid=)[\w.!-]+"),
        b"ALLRIS net Version": re.compile(rb"(ALLRIS net Version)[^\"<>]{0,60}"),  # with the day of the build
        b"-ver-": re.compile(rb"(-ver-)[0-9A-F]{32}"),  # of pictures and scripts
        b"NOLIS_Kalenderdates": re.compile(rb"(NOLIS_Kalenderdates=)\{[^{}]*\}"),  # of a town's CMS: days with events
    },
)

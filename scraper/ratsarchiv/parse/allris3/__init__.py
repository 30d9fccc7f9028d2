"""ALLRIS classic ("ALLRIS net 3.x", ASP): one function for each page type, found by the address."""

from __future__ import annotations

import re
from collections.abc import Callable

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Page, Parsed
from ratsarchiv.parse import answers, html
from ratsarchiv.parse.allris3 import addresses, auszug, gremium, kalender, listen, person, responsive, sitzung, vorlage
from ratsarchiv.parse.allris3.sheet import Sheet, lay_open
from ratsarchiv.parse.product import Product, Rolle

PAGES: dict[str, Callable[[Sheet], Parsed]] = {
    "vo020": vorlage.vorlage,
    "vo020_r": responsive.vorlage,
    "vo040": listen.vorlagenliste,
    "to010": sitzung.sitzung,
    "to010_r": responsive.sitzung,
    "to020": auszug.auszug,
    "si010": kalender.kalender,
    "si010_a": kalender.kalender,
    "si010_e": kalender.kalender,
    "si010_j": kalender.kalender,
    "si010_r": responsive.kalender,
    "au010": listen.gremienliste,
    "fr010": listen.gremienliste,
    "pa010": listen.gremienliste,
    "au020": gremium.gremium,
    "fr020": gremium.gremium,
    "pa020": gremium.gremium,
    "pa021": gremium.gremium,
    "kp020": person.person,
    "pa000": listen.auswahl,
    "allris.net": listen.menue,
}

_ROLLEN: dict[str, Rolle] = {
    "vo020": "vorlage", "vo040": "vorlagenliste", "to010": "sitzung", "to020": "auszug", "si010": "kalender",
    "au010": "gremienliste", "fr010": "gremienliste", "pa010": "gremienliste", "au020": "gremium", "fr020": "gremium",
    "pa020": "gremium", "pa021": "gremienliste", "kp020": "person", "pa000": "objekt", "allris.net": "start",
}  # fmt: skip


def seitenart(url: str) -> str | None:
    """Which parser reads pages of this address: `vo020`, `to010_r`, …, or None."""
    program = addresses.program(url)
    return program if program in PAGES else None


def read(page: Page) -> Parsed:
    """What the page says."""
    text = html.of(page)
    kind = seitenart(page.url) or ""
    if refusal := answers.recognise(page, text, broken=page.status >= 400):
        return Parsed(url=page.url, seitenart=kind, ergebnis=refusal)
    if page.status >= 400:
        raise ParseError(f"the server answered {page.status}")
    try:
        sheet = lay_open(page, kind, text)
        return PAGES[_shown(sheet)](sheet)
    except ParseError:
        if refusal := answers.recognise(page, text, broken=True):
            return Parsed(url=page.url, seitenart=kind, ergebnis=refusal)
        raise


def _shown(sheet: Sheet) -> str:
    """The program that the page says it is: a choice of council may stand in the place of what was asked for."""
    names = (sheet.main.get("class") or "").split()
    says = names[0] if names else ""
    if says == sheet.seitenart.partition("_")[0] or says not in PAGES:
        return sheet.seitenart
    if says == "pa000":
        return says
    raise ParseError(f"the address asks for {sheet.seitenart}, but the page is {says}")


PRODUCT = Product(
    name="allris3",
    seitenart=seitenart,
    kennt=lambda url: addresses.program(url) is not None or "___tmp/" in url,
    parse=read,
    rollen={kind: _ROLLEN[kind.partition("_")[0]] for kind in PAGES},
    canonical=addresses.canonical,
    objekt=addresses.objekt,
    monat=addresses.monat,
    adresse=addresses.of,
    start=("allris.net.asp",),
    ohne_menue=("si010_e.asp", "vo040.asp", "au010.asp", "fr010.asp", "pa021.asp"),
    bleibend=addresses.sessionless,
    nameless=addresses.nameless,
    anew={
        b"___tmp/": re.compile(rb"(___tmp/)(?:[^/\"'<>\s?#]+/)*?(?=\d+-Anlagen/|[^/\"'<>\s?#]*[\"'<>\s?#])"),
        b"NAVM_": re.compile(
            rb"NAVM_\w+\"[^>]{0,40}value=\"[^\"]*\""
        ),  # a hidden input in each form: name and value by chance
        b"sid=": re.compile(rb"(sid=)[0-9a-f]{8,64}"),  # of the addresses of feeds: the visitor's session
    },
)

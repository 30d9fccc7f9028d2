"""SessionNet 5 (Somacos; layouts 4, 5 and 6, `.php` and `.asp`): one function for each page type, found by the address."""

from __future__ import annotations

import re
from collections.abc import Callable

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Page, Parsed
from ratsarchiv.parse import html
from ratsarchiv.parse.product import Product, Rolle
from ratsarchiv.parse.sessionnet import (
    addresses,
    answers,
    auszug,
    beratungen,
    gremium,
    kalender,
    listen,
    person,
    sitzung,
    vorlage,
)
from ratsarchiv.parse.sessionnet.sheet import Sheet, lay_open

PAGES: dict[str, tuple[Rolle, Callable[[Sheet], Parsed]]] = {
    "info": ("start", listen.start),
    "si0040": ("kalender", kalender.kalender),
    "si0046": ("sitzungsliste", kalender.sitzungsliste),
    "si0050": ("sitzung", sitzung.informationen),
    "si0056": ("sitzung", sitzung.sitzung),
    "si0057": ("sitzung", sitzung.sitzung),
    "to0040": ("sitzung", sitzung.sitzung),
    "to0050": ("auszug", auszug.auszug),
    "vo0040": ("vorlagenliste", listen.vorlagenliste),
    "vo0042": ("vorlagenliste", listen.vorlagenliste),
    "vo0050": ("vorlage", vorlage.vorlage),
    "vo0053": ("beratungen", beratungen.beratungsfolge),
    "gr0040": ("gremienliste", listen.gremienliste),
    "kp0041": ("gremienliste", listen.personenliste),
    "kp0040": ("gremium", gremium.gremium),
    "kp0050": ("person", person.person),
    "kp0051": ("person", person.person),
    "pe0051": ("person", person.person),
}


def seitenart(url: str) -> str | None:
    """Which parser reads pages of this address: `vo0050`, `si0057`, …, or None."""
    program = addresses.program(url)
    return program if program in PAGES and not addresses.is_past(url) else None


def read(page: Page) -> Parsed:
    """What the page says."""
    text = html.of(page)
    kind = seitenart(page.url) or ""
    if refusal := answers.recognise(page, text):
        return Parsed(url=page.url, seitenart=kind, ergebnis=refusal)
    if page.status >= 300:
        raise ParseError(f"the server answered {page.status}")
    sheet = lay_open(page, kind, text)
    _check(kind, answers.shown(text))
    return PAGES[kind][1](sheet)


def _check(asked: str, says: str | None) -> None:
    """ParseError where the page says that it is another: two programs may show a Person alike."""
    if says in PAGES and PAGES[says][0] != PAGES[asked][0]:
        raise ParseError(f"the address asks for {asked}, but the page is {says}")


PRODUCT = Product(
    name="sessionnet",
    seitenart=seitenart,
    kennt=lambda url: addresses.program(url) is not None,
    parse=read,
    rollen={kind: rolle for kind, (rolle, _) in PAGES.items()},
    canonical=addresses.canonical,
    objekt=addresses.objekt,
    monat=addresses.monat,
    start=("info.php",),
    ohne_menue=("si0040.php", "gr0040.php", "vo0042.php?__cwpall=1"),
    anew={
        b"smcGlobalGKI2": re.compile(rb"smcGlobalGKI2\(\)\{return '[^'<>]{0,40}';\}"),
        b"Letzte ": re.compile(  # when the site was changed, not the page
            rb"Letzte (?:&Auml;|\xc3\x84)nderung:(?:&nbsp;|\xc2\xa0|\s){0,8}\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d"
        ),
        b"<!--": re.compile(rb"<!--[^<>]{0,200}-->"),  # the maker's notes to itself
        b"smcrowt": re.compile(rb"\s?\bsmcrowt\b"),  # the row of today
    },
)

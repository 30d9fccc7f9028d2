"""Page → records. Pure: no network, no clock, no disk; the same page gives the same records for ever.

Which product a page belongs to is told by its address: no two products write them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from ratsarchiv.errors import ParseError, UnknownPage
from ratsarchiv.model import Link, Page, Parsed
from ratsarchiv.parse import address, allris3, allris4, answers, html, oparl, rubin, sameness, sdnet, sessionnet
from ratsarchiv.parse.product import Product, Rolle

__all__ = [
    "PRODUCTS",
    "Rolle",
    "canonical",
    "fingerprint",
    "kopf",
    "monat",
    "nameless",
    "objekt",
    "parse",
    "product",
    "rolle",
    "seitenart",
    "seitenarten",
    "sessionless",
    "since",
    "system",
]

PRODUCTS: tuple[Product, ...] = (
    allris3.PRODUCT,
    oparl.PRODUCT,  # before the others: its addresses may be written as theirs are
    allris4.PRODUCT,
    sessionnet.PRODUCT,
    sdnet.PRODUCT,
    rubin.PRODUCT,
)

_BY_NAME = {each.name: each for each in PRODUCTS}
_ROLLEN: dict[str, Rolle] = {kind: rolle for each in PRODUCTS for kind, rolle in each.rollen.items()}
_REDIRECTS = {301, 302, 303, 307, 308}


def product(name: str) -> Product | None:
    """The product of that name; None for one that we can't read."""
    return _BY_NAME.get(name)


@lru_cache(maxsize=4096)
def _of(url: str) -> Product | None:
    """The product whose page or file stands at an address."""
    pages = (each for each in PRODUCTS if each.seitenart(url) is not None)
    return next(pages, None) or next((each for each in PRODUCTS if each.kennt(url)), None)


def system(url: str) -> str | None:
    """The name of the product whose page or file stands at an address."""
    found = _of(url)
    return found.name if found else None


def seitenart(url: str) -> str | None:
    """Which parser reads pages of this address: `vo020`, `si0057`, …, or None."""
    found = _of(url)
    return found.seitenart(url) if found else None


def rolle(kind: str | None) -> Rolle | None:
    """What pages of a kind are for; None for what is no page."""
    return _ROLLEN.get(kind or "")


def seitenarten(*rollen: Rolle) -> frozenset[str]:
    """The kinds of page that are for one of these."""
    return frozenset(kind for kind, rolle in _ROLLEN.items() if rolle in rollen)


def canonical(url: str) -> str:
    """The address in the form that we compare and ask for."""
    found = _of(url)
    return found.canonical(url) if found else address.plain(url)


def objekt(url: str, kommune: str) -> tuple[str, str] | None:
    """Table and id of the object whose own page the address names; None for lists, calendars and anything else."""
    found = _of(url)
    named = found.objekt(url) if found else None
    return (named[0], f"{kommune}-{named[1]}") if named else None


def monat(url: str) -> tuple[int, int] | None:
    """Year and month that a calendar's address asks for."""
    found = _of(url)
    return found.monat(url) if found else None


def kopf(url: str) -> Mapping[str, str]:
    """Headers that an address has to be asked with."""
    found = _of(url)
    return found.kopf(url) if found else {}


def since(url: str, time: str) -> str | None:
    """The address that answers only what was changed since a time (ISO 8601); None where a list has to be read whole."""
    found = _of(url)
    return found.since(url, time) if found else None


def sessionless(url: str) -> str:
    """The address without what is made for one view of one page: equal for each view."""
    found = _of(url)
    return found.bleibend(url) if found else url


def nameless(text: str) -> str:
    """A text without the names of files in addresses: they repeat titles that may be hidden one day."""
    for each in PRODUCTS:
        text = each.nameless(text)
    return text


def fingerprint(page: Page) -> str:
    """A digest that is equal for two answers which show the same page at the same address."""
    found = _of(page.url)
    place = canonical(sessionless(page.url))
    return sameness.fingerprint(page, place, found.anew if found else {})


def parse(page: Page) -> Parsed:
    """What the page says.

    Raises UnknownPage where no parser knows its address, ParseError where the page isn't what its address promises, and
    SiteStopped where it asks us to stop. A refusal (not public) is no error: `ergebnis` says it.
    """
    found = _of(page.url)
    if found and page.status in _REDIRECTS and (refusal := _refused_by_redirect(found, page)):
        return refusal
    kind = seitenart(page.url)
    if found is None or kind is None or page.status in _REDIRECTS:
        return _no_page(page, kind)
    if address.absolute(page.url, "") is None:
        raise UnknownPage(f"{page.url}: no parser knows pages of this address")
    try:
        return replace(found.parse(page), system=found.name)
    except ParseError as error:
        raise ParseError(f"{page.kommune}: {page.url}: {error}") from error


def _refused_by_redirect(found: Product, page: Page) -> Parsed | None:
    """A product's own way to refuse what was asked for, a file too: it sends us to its error page."""
    try:
        parsed = found.parse(page)
    except ParseError:
        return None
    return replace(parsed, system=found.name) if parsed.ergebnis == "nicht_oeffentlich" else None


def _no_page(page: Page, kind: str | None) -> Parsed:
    """What an answer says that no parser reads: a refusal, a redirect."""
    text = html.of(page)
    if refusal := answers.recognise(page, text, broken=page.status >= 400):
        return Parsed(url=page.url, seitenart=kind or "noauth", ergebnis=refusal)
    if page.status not in _REDIRECTS:
        raise UnknownPage(f"{page.url}: no parser knows pages of this address")
    location = page.header.get("location")
    target = address.absolute(page.url, location) if location else None
    links = (Link(url=target, seitenart=seitenart(target)),) if target else ()
    return Parsed(url=page.url, seitenart="weiterleitung", links=links)

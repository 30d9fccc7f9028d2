"""Page → records. Pure: no network, no clock, no disk; the same page gives the same records for ever."""

from __future__ import annotations

from ratsarchiv.errors import ParseError, UnknownPage
from ratsarchiv.model import Link, Page, Parsed
from ratsarchiv.parse import address, allris3, answers, html
from ratsarchiv.parse.address import canonical
from ratsarchiv.parse.identity import monat, objekt
from ratsarchiv.parse.sameness import fingerprint, nameless, sessionless
from ratsarchiv.parse.sheet import Sheet, charset, lay_open

__all__ = ["canonical", "fingerprint", "monat", "nameless", "objekt", "parse", "seitenart", "sessionless"]

_REDIRECTS = {301, 302, 303, 307, 308}


def seitenart(url: str) -> str | None:
    """Which parser reads pages of this address: `vo020`, `to010`, …, or None."""
    program = address.program(url)
    return program if program in allris3.PAGES else None


def parse(page: Page) -> Parsed:
    """What the page says.

    Raises UnknownPage where no parser knows its address, ParseError where the page isn't what its address promises, and
    SiteStopped where it asks us to stop. A refusal (not public) is no error: `ergebnis` says it.
    """
    text = html.decode(page.body, charset(page))
    refusal = answers.recognise(page, text, broken=page.status >= 400)
    kind = seitenart(page.url)
    if refusal:
        return Parsed(url=page.url, seitenart=kind or "noauth", ergebnis=refusal)
    if page.status in _REDIRECTS:
        return _redirect(page)
    if kind is None or address.absolute(page.url, "") is None:
        raise UnknownPage(f"{page.url}: no parser knows pages of this address")
    if page.status >= 400:
        raise ParseError(f"{page.url}: the server answered {page.status}")
    try:
        sheet = lay_open(page, kind, text)
        return allris3.PAGES[_shown(sheet)](sheet)
    except ParseError as error:
        if refusal := answers.recognise(page, text, broken=True):
            return Parsed(url=page.url, seitenart=kind, ergebnis=refusal)
        raise ParseError(f"{page.kommune}: {page.url}: {error}") from error


def _shown(sheet: Sheet) -> str:
    """The program that the page says it is: a choice of council may stand in the place of what was asked for."""
    names = (sheet.main.get("class") or "").split()
    says = names[0] if names else ""
    if says == sheet.seitenart.partition("_")[0] or says not in allris3.PAGES:
        return sheet.seitenart
    if says == "pa000":
        return says
    raise ParseError(f"the address asks for {sheet.seitenart}, but the page is {says}")


def _redirect(page: Page) -> Parsed:
    location = page.header.get("location")
    target = address.absolute(page.url, location) if location else None
    links = (Link(url=target, seitenart=seitenart(target)),) if target else ()
    return Parsed(url=page.url, seitenart="weiterleitung", links=links)

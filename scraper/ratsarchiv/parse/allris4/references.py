"""What a page says in passing about objects that have pages of their own: a link, and a row to fill until it is visited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ratsarchiv.model import Gremium, Person, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import address, html
from ratsarchiv.parse.allris4 import addresses
from ratsarchiv.parse.allris4.sheet import Sheet
from ratsarchiv.parse.html import Element


def _common(sheet: Sheet, tabelle: str, number: str, kind: str = "") -> dict[str, Any]:
    url = addresses.of(sheet.folder, tabelle, kind + number)
    return {"id": sheet.id(number, kind), "kommune": sheet.kommune, "url": url}


def links(scope: Element, program: str, parameter: str) -> Iterator[tuple[str, Element]]:
    """The links inside an element that lead to one of the system's programs, each with the number that it names."""
    for anchor in scope.iter("a"):
        href = anchor.get("href") or ""
        number = address.number(href, parameter) if addresses.seitenart(href) == program else None
        if number:
            yield number, anchor


def link(scope: Element, program: str, parameter: str) -> tuple[str | None, Element | None]:
    """The first such link; (None, None) where there is none."""
    return next(links(scope, program, parameter), (None, None))


def vorlage(sheet: Sheet, number: str, **says: Any) -> Vorlage:
    """The Vorlage with this VOLFDNR, its link noted."""
    found = Vorlage(**_common(sheet, "vorlagen", number), **says)
    sheet.link("vo020", found)
    return found


def sitzung(sheet: Sheet, number: str, *, folgen: bool = True, **says: Any) -> Sitzung:
    """The Sitzung with this SILFDNR, its link noted; not to be visited where `folgen` is False."""
    found = Sitzung(**_common(sheet, "sitzungen", number), **says)
    sheet.link("to010", found, folgen=folgen)
    return found


def tagesordnungspunkt(sheet: Sheet, number: str, *, folgen: bool = True, **says: Any) -> Tagesordnungspunkt:
    """The Tagesordnungspunkt with this TOLFDNR, the link to its Auszug noted."""
    found = Tagesordnungspunkt(**_common(sheet, "tagesordnungspunkte", number), **says)
    sheet.link("to020", found, folgen=folgen)
    return found


def person(sheet: Sheet, number: str, name: str | None) -> Person:
    """The Person with this KPLFDNR, their link noted."""
    found = Person(**_common(sheet, "personen", number), name=name)
    sheet.link("kp020", found)
    return found


def gremien(sheet: Sheet, scope: Element, **says: Any) -> list[Gremium]:
    """The Gremien that links inside an element lead to, their links noted."""
    found = []
    for number, anchor in links(scope, "gr020", "GRLFDNR"):
        gremium = Gremium(**_common(sheet, "gremien", number, "gr"), name=html.text(anchor) or None, **says)
        sheet.link("gr020", gremium)
        found.append(gremium)
    return found

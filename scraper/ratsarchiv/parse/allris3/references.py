"""What a page says in passing about objects that have pages of their own: a link, and a row to fill until it is visited."""

from __future__ import annotations

from typing import Any

from ratsarchiv.model import Gremium, Person, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import html
from ratsarchiv.parse.allris3 import forms
from ratsarchiv.parse.allris3.sheet import Sheet
from ratsarchiv.parse.html import Element

GREMIUM_PROGRAMS = {
    "au020": ("AULFDNR", "au", "Ausschuss"),
    "pa020": ("PALFDNR", "pa", "Rat"),
    "fr020": ("FRLFDNR", "fr", "Fraktion"),
}
"""Program → its parameter, the kind in our ids (each program counts for itself), and what it shows."""


def _common(sheet: Sheet, program: str, parameter: str, number: str, kind: str = "") -> dict[str, Any]:
    url = f"{sheet.folder}{program}{sheet.variant}.asp?{parameter}={number}"
    return {"id": sheet.id(number, kind), "kommune": sheet.page.kommune, "url": url}


def vorlage(sheet: Sheet, number: str, **says: Any) -> Vorlage:
    """The Vorlage with this VOLFDNR, its link noted."""
    found = Vorlage(**_common(sheet, "vo020", "VOLFDNR", number), **says)
    sheet.link("vo020", found)
    return found


def sitzung(sheet: Sheet, number: str, *, folgen: bool = True, **says: Any) -> Sitzung:
    """The Sitzung with this SILFDNR, its link noted; not to be visited where `folgen` is False."""
    found = Sitzung(**_common(sheet, "to010", "SILFDNR", number), **says)
    sheet.link("to010", found, folgen=folgen)
    return found


def tagesordnungspunkt(sheet: Sheet, number: str, *, folgen: bool = True, **says: Any) -> Tagesordnungspunkt:
    """The Tagesordnungspunkt with this TOLFDNR, the link to its Auszug noted."""
    found = Tagesordnungspunkt(**_common(sheet, "to020", "TOLFDNR", number), **says)
    sheet.link("to020", found, folgen=folgen)
    return found


def person(sheet: Sheet, number: str, name: str | None) -> Person:
    """The Person with this KPLFDNR, their link noted."""
    found = Person(**_common(sheet, "kp020", "KPLFDNR", number), name=name)
    sheet.link("kp020", found)
    return found


def gremien(sheet: Sheet, ways: forms.Ways, **says: Any) -> list[Gremium]:
    """The Gremien that links (or, without one, buttons) lead to, their links noted."""
    found = []
    for program, (parameter, kind, art) in GREMIUM_PROGRAMS.items():
        for number, anchor in _targets(ways, program, parameter):
            name = html.text(anchor) or None if anchor is not None else None
            gremium = Gremium(**_common(sheet, program, parameter, number, kind), name=name, art=art, **says)
            sheet.link(program, gremium)
            found.append(gremium)
    return found


def _targets(ways: forms.Ways, program: str, parameter: str) -> list[tuple[str, Element | None]]:
    linked = [(number, anchor) for anchor in ways.links(program) if (number := forms.number_in(anchor, parameter))]
    pressed = ways.button(program) if not linked else None
    number = pressed.number(parameter) if pressed else None
    return [*linked, (number, None)] if number else [*linked]

"""What a product is to the rest of the program: the meaning of its addresses, and how its pages are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ratsarchiv.model import Page, Parsed

Rolle = Literal[
    "start", "kalender", "termine", "sitzungsliste", "vorlagenliste", "gremienliste", "liste",
    "vorlage", "beratungen", "sitzung", "auszug", "gremium", "person", "objekt",
]  # fmt: skip
"""What a page is for. `kalender` is one month; `termine` all Sitzungen in one file; `vorlagenliste` and `liste` go on
from page to page; `beratungen` is a part of a Vorlage with an address of its own; `objekt` anything else that is read."""


def _nothing(_url: str) -> dict[str, str]:
    return {}


def _no_month(_url: str) -> None:
    return None


def _no_since(_url: str, _time: str) -> None:
    return None


def _no_address(_base: str, _tabelle: str, _number: str) -> None:
    return None


def _never(_url: str) -> bool:
    return False


def _as_it_is(url: str) -> str:
    return url


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One vendor's product. All functions are pure; those that take an address are only asked about its own."""

    name: str
    """As a council's TOML names it: `allris4`."""
    schnittstelle: bool = False
    """Whether it is an interface for programs, which leaves out much of what pages show."""
    seitenart: Callable[[str], str | None]
    """What kind of page stands at an address; None for an address of another product, and for what is never read."""
    unterscheidet: bool = True
    """Whether it tells what is not public from what doesn't exist."""
    kennt: Callable[[str], bool] = _never
    """Whether an address that is no page is the product's all the same: a file, a refusal."""
    parse: Callable[[Page], Parsed]
    """What an answer says, whatever its status: a refusal too. Raises ParseError or SiteStopped."""
    rollen: Mapping[str, Rolle]
    """What each Seitenart is for."""
    canonical: Callable[[str], str]
    """The form in which addresses are compared and asked for: only parameters with a meaning, in a fixed order."""
    objekt: Callable[[str], tuple[str, str] | None]
    """Table and number (with its kind before it: `gr12`) of the object whose own page the address names."""
    monat: Callable[[str], tuple[int, int] | None] = _no_month
    """Year and month that a calendar's address asks for."""
    adresse: Callable[[str, str, str], str | None] = _no_address
    """The address of an object's own page, by base folder, table and number: the reverse of `objekt`."""
    start: tuple[str, ...]
    """Where a visit begins, below the base folder."""
    ohne_menue: tuple[str, ...] = ()
    """Where it goes on if these lead to no list and no calendar."""
    kopf: Callable[[str], Mapping[str, str]] = _nothing
    """Headers that an address has to be asked with."""
    bleibend: Callable[[str], str] = _as_it_is
    """The address without what is made for one view of one page: equal for each view."""
    nameless: Callable[[str], str] = _as_it_is
    """A text without the names of files in the product's addresses: they repeat titles that may be hidden one day."""
    since: Callable[[str, str], str | None] = _no_since
    """The address that answers only what was changed since a time (ISO 8601); None where a list has to be read whole."""
    anew: Mapping[bytes, re.Pattern[bytes]] = field(default_factory=dict)
    """What is written anew into each answer, and the bytes without which a page has none of it. Of a match the first
    group that took part is kept; without groups all of it goes."""

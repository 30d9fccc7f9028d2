"""What can be asked, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Marken = tuple[tuple[int, int], ...]
"""Where in a text the words stand that were searched: beginnings and ends, in order, none within another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anfrage:
    """What somebody is looking for."""

    text: str
    filter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """`kommune`, `gremium`, `art`, `jahr`, `federfuehrend`: values as the facets name them; one of several is enough."""
    von: date | None = None
    bis: date | None = None
    sortierung: Literal["relevanz", "neueste", "aelteste"] = "relevanz"
    seite: int = 1
    groesse: int = 20
    stellen: bool = True
    """Whether passages are wanted: without them one page may be long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stelle:
    """A passage of a text, not longer than `stellen.BREITE`."""

    tabelle: str
    objekt: str
    text: str
    marken: Marken
    datei: str | None = None
    seite: int | None = None
    titel: str | None = None
    """Of the document, where the passage stands in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treffer:
    """A Vorlage that was found (or a Tagesordnungspunkt or Sitzung, where there is none), with its best passages."""

    tabelle: str
    objekt: str
    kommune: str
    nummer: str | None
    betreff: str
    art: str | None
    datum: str | None
    betreff_marken: Marken
    stellen: tuple[Stelle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facettenwert:
    """One value by which the results can be narrowed."""

    wert: str
    name: str
    anzahl: int
    gewaehlt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ergebnis:
    """One page of results, and what is to be said about all of them."""

    treffer: tuple[Treffer, ...] = ()
    anzahl: int = 0
    mindestens: bool = False
    """There are more results than were counted."""
    facetten: Mapping[str, tuple[Facettenwert, ...]] = field(default_factory=dict)
    nur_neueste: int | None = None
    """So many texts were ranked, the newest ones: the words stand in very many."""
    gesucht: tuple[str, ...] = ()
    """What was looked for besides, as people write it: synonyms, compounds, other spellings."""
    statt: str | None = None
    """The query with its slips corrected: it is what the results answer."""

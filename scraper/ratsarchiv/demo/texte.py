"""What Musterstadt's papers say: sentences of `texte.toml` with streets, figures and dates filled in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ratsarchiv.demo.world import Absatz

if TYPE_CHECKING:
    from random import Random

_DATEN: dict[str, Any] = tomllib.loads(files("ratsarchiv.demo").joinpath("texte.toml").read_text("utf-8"))
RAEUME: list[str] = _DATEN["raeume"]
ORTE: list[str] = _DATEN["orte"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thema:
    """What a Vorlage can be about."""

    amt: str
    gremium: int
    titel: list[str]
    bv: list[str]
    sv: list[str]
    recht: list[str]
    liste: list[str] = field(default_factory=list)
    tabelle: list[list[str]] = field(default_factory=list)


THEMEN = [Thema(**each) for each in _DATEN["thema"]]


class Worte(dict[str, str]):
    """Values for one Vorlage: its streets stay, its figures are drawn anew each time."""

    def __init__(self, rng: Random, tag: date, ref: str | None = None) -> None:
        ort, ort2 = rng.sample(ORTE, k=2)
        super().__init__(ort=ort, ort2=ort2, ref=ref or "", jahr=str(tag.year + 1))
        self.rng = rng
        self.tag = tag

    def __missing__(self, key: str) -> str:
        rng = self.rng
        if key == "tag":
            return f"{self.tag - timedelta(days=rng.randrange(10, 90)):%d.%m.%Y}"
        if key == "betrag":
            return f"{rng.randrange(20, 2400) * 1000:,}".replace(",", ".")
        bereich = {"klein": (800, 9000), "anzahl": (21, 480), "kleinzahl": (3, 28)}[key]
        return str(rng.randrange(*bereich))

    def fuelle(self, text: str) -> str:
        """The sentence with its gaps filled."""
        return text.format_map(self)

    def eins(self, topf: str) -> str:
        """A sentence from one of the pots that serve every Thema (`finanziell`, `fuellung`, …)."""
        return self.fuelle(self.rng.choice(_DATEN[topf]))


def p(text: str) -> Absatz:
    """A paragraph."""
    return Absatz(art="p", zeilen=((text,),))


def h(text: str) -> Absatz:
    """A heading within a text."""
    return Absatz(art="h", zeilen=((text,),))


def aufzaehlung(zeilen: list[str], art: str = "ul") -> Absatz:
    """A list, numbered where `art` is `ol`."""
    return Absatz(art="ol" if art == "ol" else "ul", zeilen=tuple((each,) for each in zeilen))


def tabelle(zeilen: list[list[str]]) -> Absatz:
    """A table."""
    return Absatz(art="table", zeilen=tuple(tuple(each) for each in zeilen))


LEER = Absatz(art="leer")


def beschlussvorschlag(thema: Thema, worte: Worte) -> list[Absatz]:
    """What the council is asked to decide."""
    saetze = [worte.fuelle(each) for each in thema.bv]
    return [p(saetze[0])] if len(saetze) == 1 else [aufzaehlung(saetze, "ol")]


def sachverhalt(thema: Thema, worte: Worte) -> list[Absatz]:
    """The reasons: the Thema's own sentences, its list and table, something general, a reference."""
    absaetze: list[Absatz] = []
    for n, satz in enumerate(thema.sv):
        absaetze.append(p(worte.fuelle(satz)))
        if thema.liste and n == 1:
            absaetze.append(aufzaehlung([worte.fuelle(each) for each in thema.liste]))
    absaetze += [p(worte.eins("fuellung")), LEER]
    if thema.tabelle:
        absaetze.append(tabelle([[worte.fuelle(each) for each in zeile] for zeile in thema.tabelle]))
    if worte["ref"]:
        absaetze.append(p(worte.eins("verweise")))
    return absaetze

"""Musterstadt from a seed: the same arguments give the same council, whenever it is asked for."""

from __future__ import annotations

from itertools import count
from random import Random
from typing import TYPE_CHECKING

from ratsarchiv.demo.beratungsgang import Beratungsgang
from ratsarchiv.demo.geheim import verstecken
from ratsarchiv.demo.protokolle import Protokoll
from ratsarchiv.demo.rat import gremien, mitgliedschaften, personen
from ratsarchiv.demo.tagesordnung import tagesordnungen
from ratsarchiv.demo.termine import sitzungen
from ratsarchiv.demo.vorlagen import vorlagen
from ratsarchiv.demo.world import Dokument, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

KLEINSTE = {"vorlagen": 60, "sitzungen": 40, "personen": 12}
"""Smaller councils lack situations that tests rely on."""


def musterstadt(
    seed: int = 1,
    *,
    stichtag: date,
    vorlagen: int = 300,
    sitzungen: int = 120,
    personen: int = 40,
    geheim: bool = False,
    grosses_dokument: int = 0,
) -> World:
    """A made-up council as its information system shows it on `stichtag`; ValueError for sizes below `KLEINSTE`.

    With `geheim` it is full of things that are not public, named in `world.geheim`. With `grosses_dokument` the newest
    public Vorlage has one more document, of so many bytes, which are made while they are sent.
    """
    for name, value in (("vorlagen", vorlagen), ("sitzungen", sitzungen), ("personen", personen)):
        if value < KLEINSTE[name]:
            raise ValueError(f"Musterstadt needs at least {KLEINSTE[name]} {name}, not {value}")
    world, nummern = _bauen(seed, stichtag, vorlagen, sitzungen, personen)
    if geheim:
        verstecken(world, Random(f"{seed} geheim"), nummern)  # noqa: S311 - a secret of nobody's
    if grosses_dokument:
        neueste = world.oeffentliche_vorlagen[-1]
        neueste.dokumente.append(
            Dokument(nummer=next(nummern), titel="Gutachten", zeilen=("Gutachten",), groesse=grosses_dokument)
        )
    return world


def _bauen(
    seed: int, stichtag: date, anzahl_vorlagen: int, anzahl_sitzungen: int, anzahl_personen: int
) -> tuple[World, Iterator[int]]:
    def rng(was: str) -> Random:
        return Random(f"{seed} {was}")  # noqa: S311 - nothing here is secret

    nummern = count(130001)
    alle_gremien = gremien(stichtag)
    nach_schluessel = {each.schluessel: each for each in alle_gremien}
    alle_personen = personen(rng("personen"), anzahl_personen)
    kalender = sitzungen(rng("sitzungen"), stichtag, anzahl_sitzungen, nach_schluessel)
    papiere = vorlagen(rng("vorlagen"), stichtag, anzahl_vorlagen, alle_personen, nummern)
    gang = Beratungsgang(rng("beratungen"), stichtag, kalender, nach_schluessel)
    gang.alle(papiere)
    nach_id = {each.id: each for each, _ in papiere}
    tagesordnungen(kalender, nach_id, nummern)
    for beratung, top in gang.paare:
        beratung.top = top.id
    Protokoll(rng("protokolle"), nach_id, alle_personen, nummern).alle(kalender)
    world = World(
        seed=seed,
        stichtag=stichtag,
        gremien=alle_gremien,
        personen=alle_personen,
        mitgliedschaften=mitgliedschaften(rng("mitgliedschaften"), stichtag, alle_gremien, alle_personen),
        sitzungen=kalender,
        vorlagen=[each for each, _ in papiere],
    )
    return world, nummern

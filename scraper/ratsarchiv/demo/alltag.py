"""A day of the council at work: new Vorlagen, changed agendas, published minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from ratsarchiv.demo.beratungsgang import GEWICHTE, KENNTNIS
from ratsarchiv.demo.geschehen import Geschehen, si, to, vo
from ratsarchiv.demo.protokolle import Protokoll
from ratsarchiv.demo.vorlagen import KENNTNISNAHMEN, weitere
from ratsarchiv.demo.world import Beratung, Dokument, Sitzung, Top, Vorlage, World

if TYPE_CHECKING:
    from collections.abc import Iterator

FRISCH = timedelta(weeks=12)
"""Only meetings of the last twelve weeks, and coming ones, are changed."""


def a_day(
    world: World, seed: int = 0, *, vorlagen: int = 5, tagesordnungen: int = 3, niederschriften: int = 2
) -> Geschehen:
    """Let a day pass in this world, and say what happened; ValueError where it has too few meetings for that.

    The first Vorlagen come onto the agendas that are changed, as Nachtrag; the others are announced without a meeting.
    Agendas are changed in turn: an item added, an item retitled, the meeting moved to another hour and room. Minutes bring a
    document, Auszüge, and results on agendas and in the Beratungsfolgen of public Vorlagen.
    """
    world.stichtag += timedelta(days=1)
    tag = _Tag(world, Random(f"{world.seed} {seed} {world.stichtag}"), _nummern(world), _top_nummern(world))  # noqa: S311
    offen = [each for each in _frische(world) if each.datum < world.stichtag and not each.protokoll]
    fertig = offen[-niederschriften:] if niederschriften else []
    andere = [each for each in _frische(world) if each not in fertig and _aenderbar(each)][::-1][:tagesordnungen]
    if len(fertig) < niederschriften or len(andere) < tagesordnungen:
        raise ValueError(f"only {len(fertig)} meetings wait for minutes, and {len(andere)} agendas can change")
    for sitzung in fertig:
        tag.niederschrift(sitzung)
    neue = [tag.neue_vorlage() for _ in range(vorlagen)]
    for n, sitzung in enumerate(andere):
        tag.tagesordnung(sitzung, n, neue[n] if n < len(neue) else None)
    for vorlage in neue[len(andere) :]:
        vorlage.beratungen = [Beratung(schritt=0, gremium="au3", rolle="Entscheidung")]
    world.geaendert()
    tag.was.seiten_geaendert -= tag.was.seiten_neu
    return tag.was


def _frische(world: World) -> list[Sitzung]:
    return [each for each in world.oeffentliche_sitzungen if each.datum >= world.stichtag - FRISCH]


def _aenderbar(sitzung: Sitzung) -> bool:
    return any(each.oeffentlich and not each.vorlage and not each.bezug_sitzung for each in sitzung.tops)


def _nummern(world: World) -> Iterator[int]:
    """Numbers that no document and no text has."""
    belegt = [each.nummer for alle in (world.vorlagen, world.sitzungen) for one in alle for each in one.dokumente]
    belegt += [teil.nummer for each in world.vorlagen for teil in each.teile]
    belegt += [each.anlagen_teil for each in world.vorlagen]
    belegt += [teil.nummer for each in world.sitzungen for top in each.tops if top.auszug for teil in top.auszug.teile]
    return count(max(belegt) + 1)


def _top_nummern(world: World) -> Iterator[int]:
    return count(max(world.top) + 3, 3)


@dataclass(slots=True)
class _Tag:
    world: World
    rng: Random
    nummern: Iterator[int]
    tops: Iterator[int]
    was: Geschehen = field(default_factory=Geschehen)

    def neue_vorlage(self) -> Vorlage:
        neu = weitere(self.rng, self.world.vorlagen, self.world.stichtag, self.world.personen, self.nummern)
        self.world.vorlagen.append(neu)
        self.was.vorlagen_neu.append(neu.id)
        self.was.seiten_neu.add(vo(neu.id))
        self.was.dokumente_neu += [each.nummer for each in neu.dokumente]
        self.was.anlagen_neu += [(neu.id, each.nummer) for each in neu.anlagen]
        return neu

    def tagesordnung(self, sitzung: Sitzung, n: int, neu: Vorlage | None) -> None:
        """Change the agenda in the n-th way, and put the new Vorlage onto it."""
        self.was.tagesordnungen.append(sitzung.id)
        self.was.seiten_geaendert.add(si(sitzung.id))
        if neu:
            self._nachtrag(sitzung, neu)
        if n % 3 == 1:
            self._umbenennen(sitzung)
        elif n % 3 == 2:
            self._verlegen(sitzung)

    def _nachtrag(self, sitzung: Sitzung, neu: Vorlage) -> None:
        top = Top(id=next(self.tops), betreff=neu.betreff, vorlage=neu.id, nachtrag=True)
        top.nummer = f"Ö {max(int(each.nummer.split()[1].split('.')[0]) for each in sitzung.tops) + 1}"
        sitzung.tops.append(top)
        neu.beratungen = [
            Beratung(
                schritt=0,
                gremium=sitzung.gremien[0],
                rolle="Entscheidung",
                status="Geplant",
                sitzung=sitzung.id,
                top=top.id,
            )
        ]
        self.was.tops_neu.append(top.id)
        self._dokument(sitzung, "Bekanntmachung Nachtrag", (neu.betreff.replace("\n", " "),))

    def _dokument(self, sitzung: Sitzung, titel: str, zeilen: tuple[str, ...]) -> None:
        kopf = (titel, f"{sitzung.name}, {sitzung.datum:%d.%m.%Y}")
        neu = Dokument(nummer=next(self.nummern), titel=titel, zeilen=kopf + zeilen)
        sitzung.dokumente.append(neu)
        self.was.dokumente_neu.append(neu.nummer)

    def _umbenennen(self, sitzung: Sitzung) -> None:
        top = next(each for each in sitzung.tops if each.oeffentlich and not each.vorlage and not each.bezug_sitzung)
        top.betreff = f"{top.betreff} (neu gefasst)"
        self._auszuege_aendern([top])

    def _verlegen(self, sitzung: Sitzung) -> None:
        """Another hour and another room: the date would change the Vorlagen's pages as well."""
        sitzung.beginn, sitzung.raum = "18:15", "Aula der Realschule am Südwall"
        sitzung.ende = None
        self._auszuege_aendern(sitzung.tops)

    def _auszuege_aendern(self, tops: list[Top]) -> None:
        self.was.seiten_geaendert |= {to(each.id) for each in tops if each.auszug and each.oeffentlich}

    def niederschrift(self, sitzung: Sitzung) -> None:
        """Publish the minutes."""
        self.was.niederschriften.append(sitzung.id)
        self.was.seiten_geaendert.add(si(sitzung.id))
        sitzung.protokoll = True
        for top in sitzung.tops:
            if top.vorlage:
                self._beschliessen(sitzung, top)
        redner = [each for each in self.world.personen if not each.gesperrt]
        Protokoll(self.rng, self.world.vorlage, redner, self.nummern).alle([sitzung])
        neue = [each.id for each in sitzung.tops if each.auszug and each.oeffentlich]
        self.was.auszuege_neu += neue
        self.was.seiten_neu |= {to(each) for each in neue}
        betreffe = tuple(each.betreff.replace("\n", " ") for each in sitzung.tops if each.oeffentlich)
        self._dokument(sitzung, "Niederschrift öffent. Teil", betreffe)

    def _beschliessen(self, sitzung: Sitzung, top: Top) -> None:
        papier = self.world.vorlage[top.vorlage or 0]
        kenntnis = papier.art in KENNTNISNAHMEN
        top.beschluss = KENNTNIS if kenntnis else self.rng.choices(list(GEWICHTE), weights=list(GEWICHTE.values()))[0]
        for beratung in papier.beratungen:
            if beratung.sitzung == sitzung.id and beratung.top == top.id:
                beratung.beschluss, beratung.status = top.beschluss, "Erledigt"
                if papier.zugang == "oeffentlich":
                    self.was.seiten_geaendert.add(vo(papier.id))

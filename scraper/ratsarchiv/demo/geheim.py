"""What Musterstadt must not see published: things that are not public, each with a word that occurs nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Literal

from ratsarchiv.demo.ereignisse import nichtoeffentlich
from ratsarchiv.demo.geschehen import Geschehen, gr, kp, si, to, vo
from ratsarchiv.demo.texte import p
from ratsarchiv.demo.world import Auszug, Dokument, Gremium, Mitgliedschaft, Person, Privat, Teil, Top

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from ratsarchiv.demo.world import Sitzung, Vorlage, World

SILBEN = ("ba", "do", "fi", "gu", "ka", "lo", "mi", "nu", "pe", "ra", "so", "tu", "va", "wi", "xo", "ze")
SITZUNGEN = 40
SPAETERE = 20
GREMIEN = 3
PERSONEN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Geheim:
    """A word that occurs nowhere else and must not be found in what the archive shows."""

    marker: str
    art: str
    """`n_top`, `n_nummer`, `n_dokument`, `n_auszug`, `vorlage`, `spaeter`, `gremium`, `sitzung`, `person`, `kontakt`."""
    wo: str
    """The address, relative to the base folder, that says it, or would say it if it were public."""
    ab: Literal["sofort", "spaeter"] = "sofort"
    """`spaeter`: public until `alle_verschliessen` has turned its Vorlage non-public."""


def verstecken(world: World, rng: Random, nummern: Iterator[int]) -> None:
    """Put non-public things of every kind into the world, and name them in `world.geheim`."""
    world.schwatzhaft = True
    versteck = _Versteck(world, rng, nummern, count(max(each.id for s in world.sitzungen for each in s.tops) + 3, 3))
    vorlagen = [each for each in world.vorlagen if each.zugang != "oeffentlich"]
    for vorlage in vorlagen:
        versteck.vorlage(vorlage)
    papiere = [each for each in vorlagen if each.zugang == "noauth" and not _genannt(world, each)]
    sitzungen = [each for each in world.oeffentliche_sitzungen if each.tops][-SITZUNGEN:]
    for n, sitzung in enumerate(sitzungen):
        versteck.tagesordnung(sitzung, n, papiere[n % len(papiere)] if papiere else None)
    for n in range(GREMIEN):
        versteck.gremium(n)
    for sitzung in [each for each in world.sitzungen if not each.oeffentlich and not each.abgesagt][-SITZUNGEN:]:
        versteck.sitzung(sitzung)
    for person in world.personen:
        versteck.kontakt(person)
    for n in range(PERSONEN):
        versteck.person(n)
    for vorlage in [each for each in world.oeffentliche_vorlagen if not each.bezug and not _kinder(world, each)][
        -SPAETERE:
    ]:
        versteck.spaeter(vorlage)
    world.geaendert()


def _genannt(world: World, vorlage: Vorlage) -> bool:
    """Whether a public item or a later Vorlage names it, so that its number and title are printed anyway."""
    return _kinder(world, vorlage) or any(
        top.oeffentlich and top.vorlage == vorlage.id for each in world.sitzungen for top in each.tops
    )


def _kinder(world: World, vorlage: Vorlage) -> bool:
    return any(vorlage.id in {each.bezug, each.verweis} for each in world.vorlagen)


def alle_verschliessen(world: World) -> Geschehen:
    """Turn every Vorlage non-public whose words are secret from later on; from now on all of `world.geheim` is."""
    was = Geschehen()
    for wo in sorted({each.wo for each in world.geheim if each.ab == "spaeter"}):
        was |= nichtoeffentlich(world, int(wo.rpartition("=")[2]))
    return was


@dataclass(slots=True)
class _Versteck:
    world: World
    rng: Random
    nummern: Iterator[int]
    tops: Iterator[int]
    laufend: Iterator[int] = field(default_factory=lambda: count(1))

    def marker(self, art: str, wo: str, *, spaeter: bool = False) -> str:
        """A new word: `Zyqkadofi`; its first syllables are its number, so that none occurs twice."""
        n = next(self.laufend)
        wort = "Zyq" + "".join(SILBEN[n >> stelle & 15] for stelle in (8, 4, 0)) + self.rng.choice("lmnrst")
        self.merken(wort, art, wo, spaeter=spaeter)
        return wort

    def merken(self, wort: str, art: str, wo: str, *, spaeter: bool = False) -> None:
        self.world.geheim.append(Geheim(marker=wort, art=art, wo=wo, ab="spaeter" if spaeter else "sofort"))

    def vorlage(self, papier: Vorlage) -> None:
        """A Vorlage without page: its texts and files, and its title where no public item says it."""
        if not _genannt(self.world, papier):
            papier.betreff = f"Grundstück {self.marker('vorlage', vo(papier.id))}\n{papier.betreff}"
        self._text(papier, "vorlage", spaeter=False)

    def _text(self, papier: Vorlage, art: str, *, spaeter: bool) -> None:
        wort = self.marker(art, vo(papier.id), spaeter=spaeter)
        teil = next((each for each in papier.teile if each.nummer), papier.teile[0])
        teil.absaetze.append(p(f"Eigentümerin ist Frau {wort}."))
        wort = self.marker(art, vo(papier.id), spaeter=spaeter)
        for dokument in papier.dokumente:
            dokument.zeilen = (*dokument.zeilen, f"Vermerk {wort}")

    def spaeter(self, papier: Vorlage) -> None:
        """A public Vorlage that will be non-public."""
        wort = self.marker("spaeter", vo(papier.id), spaeter=True)
        alt, papier.betreff = papier.betreff, f"Vorhaben {wort}: {papier.betreff}"
        for sitzung in self.world.sitzungen:
            for top in sitzung.tops:
                if top.vorlage == papier.id and top.oeffentlich:
                    top.betreff = papier.betreff
        for dokument in papier.dokumente:
            dokument.zeilen = tuple(each.replace(alt.replace("\n", " "), papier.betreff) for each in dokument.zeilen)
        if papier.anlagen:
            papier.anlagen[0].name += f" {self.marker('spaeter', vo(papier.id), spaeter=True)}"
        self._text(papier, "spaeter", spaeter=True)

    def tagesordnung(self, sitzung: Sitzung, n: int, papier: Vorlage | None) -> None:
        """Two N items with printed titles: at the end, at the beginning, or between public ones."""
        erster, zweiter = self._top(sitzung, None), self._top(sitzung, papier if n % 2 else None)
        stellen = [(len(sitzung.tops), len(sitzung.tops)), (0, 0), (1, len(sitzung.tops)), (0, 1)][n % 4]
        sitzung.tops.insert(stellen[1], zweiter)
        sitzung.tops.insert(stellen[0], erster)

    def _top(self, sitzung: Sitzung, papier: Vorlage | None) -> Top:
        hier = si(sitzung.id)
        n = next(self.tops)
        top = Top(
            id=n, nummer=f"N {n % 90 + 10}", betreff=f"Personalsache {self.marker('n_top', hier)}", oeffentlich=False
        )
        top.zusatz = f"(Bewerbung {self.marker('n_top', hier)})" if n % 2 else None
        if papier:
            top.verraten = True
            top.beschluss = "ungeändert beschlossen"
            top.vorlage = papier.id
            if "Zyq" not in papier.nummer:
                papier.nummer = f"{papier.nummer}/{self.marker('n_nummer', hier)}"
            top.niederschrift = self._dokument(hier)
            top.auszug = self._auszug(n)
        return top

    def _dokument(self, hier: str) -> Dokument:
        titel = f"Gutachten {self.marker('n_dokument', hier)}"
        zeilen = (titel, self.marker("n_dokument", hier))
        return Dokument(nummer=next(self.nummern), titel=titel, zeilen=zeilen, verschlossen=True)

    def _auszug(self, nummer: int) -> Auszug:
        text = p(f"Herr {self.marker('n_auszug', to(nummer))} wird eingestellt.")
        return Auszug(teile=[Teil(code="WP", nummer=next(self.nummern), absaetze=[text])])

    def gremium(self, n: int) -> None:
        """A Gremium that no list names."""
        nummer = 90 + n
        name = f"Unterausschuss {self.marker('gremium', gr(f'au{nummer}'))}"
        von = self.world.gremien[0].von
        neu = Gremium(art="Ausschuss", nummer=nummer, name=name, sitzungsname=f"Sitzung des {name}", von=von)
        neu.verborgen = neu.nichtoeffentlich = True
        self.world.gremien.append(neu)

    def sitzung(self, sitzung: Sitzung) -> None:
        """The agenda of a Sitzung without page."""
        for _ in range(2):
            n = next(self.tops)
            betreff = f"Beratung über {self.marker('sitzung', si(sitzung.id))}"
            sitzung.tops.append(Top(id=n, nummer=f"N {n % 90 + 10}", betreff=betreff, oeffentlich=False))

    def kontakt(self, person: Person) -> None:
        """What the page of a member prints about the private life."""
        hier = kp(person.nummer)
        n = next(self.laufend)
        geboren = date(1921, 1, 1) + timedelta(days=n)
        privat = Privat(
            strasse=f"{self.marker('kontakt', hier)}weg {n % 90 + 1}",
            telefon=f"0240 77{n:05d}",
            mobil=f"0179 88{n:05d}",
            mail=f"{self.marker('kontakt', hier).lower()}@privat.example",
            geboren=geboren,
            beruf=f"Meisterin bei {self.marker('kontakt', hier)}",
        )
        for wort in (privat.telefon, privat.mobil, f"{geboren:%d.%m.%Y}", geboren.isoformat()):
            self.merken(wort, "kontakt", hier)
        self.merken(privat.mail, "kontakt", hier)
        person.privat = privat

    def person(self, n: int) -> None:
        """Somebody whose name the Gremium withholds, with a page that refuses."""
        nummer = 9001 + n
        name = f"{self.marker('person', kp(nummer))}, Vera"
        neu = Person(nummer=nummer, name=name, fraktion=None, gesperrt=True)
        self.world.personen.append(neu)
        gremium = [each for each in self.world.gremien if each.art == "Ausschuss" and not each.bis][n % 6]
        self.world.mitgliedschaften.append(
            Mitgliedschaft(
                person=nummer,
                gremium=gremium.schluessel,
                rolle="Sachkundige Bürgerin",
                zusatz="",
                von=gremium.von,
                name_genannt=False,
            )
        )

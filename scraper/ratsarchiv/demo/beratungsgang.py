"""The way of each Vorlage through the Gremien: its Beratungsfolge, and the items that it puts on agendas."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratsarchiv.demo.termine import naechste_woche
from ratsarchiv.demo.vorlagen import KENNTNISNAHMEN, KOMMENDE
from ratsarchiv.demo.world import Beratung, Gremium, Sitzung, Top, Vorlage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from ratsarchiv.demo.texte import Thema

GEWICHTE = {
    "ungeändert beschlossen": 45,
    "geändert beschlossen": 12,
    "beschlossen": 10,
    "vertagt": 8,
    "abgelehnt": 7,
    "überwiesen": 4,
    "zurückgestellt": 4,
    "zurückgezogen": 3,
    "an den Ausschuss verwiesen": 1,
    "abgesetzt": 1,
    "erledigt": 1,
}
KENNTNIS = "zur Kenntnis genommen"
OFFEN = "(offen)"
BESCHLUSSARTEN = (*GEWICHTE, KENNTNIS, OFFEN)
"""Every wording that Musterstadt prints."""
ENDE = frozenset({"abgelehnt", "zurückgezogen", "zurückgestellt", "abgesetzt", "erledigt"})
NIE_OEFFENTLICH = "Grundstücksangelegenheiten", "Personalangelegenheiten", "(nichtöffentlich)"
FRIST = timedelta(days=9)


@dataclass(slots=True)
class Beratungsgang:
    """Sends Vorlagen through the calendar; every wording is used once before chance decides."""

    rng: Random
    stichtag: date
    sitzungen: list[Sitzung]
    gremien: dict[str, Gremium]
    wuensche: deque[str] = field(default_factory=lambda: deque(GEWICHTE))
    paare: list[tuple[Beratung, Top]] = field(default_factory=list)
    """Which item belongs to which Beratung, until items have numbers."""

    def alle(self, vorlagen: list[tuple[Vorlage, Thema]]) -> None:
        """Fill the Beratungsfolge of every Vorlage and the agendas."""
        kommende = len(vorlagen) - KOMMENDE
        for n, (vorlage, thema) in enumerate(vorlagen):
            if n >= kommende:
                self._weg(vorlage, [("au3", "Entscheidung")], naechste_woche(self.stichtag))
            elif n % 23 == 5:
                vorlage.beratungen = [Beratung(schritt=0, gremium=f"au{thema.gremium}", rolle="Entscheidung")]
            else:
                self._weg(vorlage, self._schritte(vorlage, thema), vorlage.angelegt + FRIST)

    def _schritte(self, vorlage: Vorlage, thema: Thema) -> list[tuple[str, str]]:
        ausschuss = f"au{thema.gremium}"
        if vorlage.art in KENNTNISNAHMEN:
            return [(ausschuss, "Kenntnisnahme")]
        if vorlage.art in {"Antrag", "Bürgerantrag"} and self.rng.random() < 0.5:
            return [("pa1", ""), (ausschuss, "Entscheidung")]
        wege = [
            [(ausschuss, "Entscheidung")],
            [(ausschuss, "Vorberatung"), ("pa1", "Entscheidung")],
            [(ausschuss, "Anhörung"), ("au1", "Vorberatung"), ("pa1", "Entscheidung")],
        ]
        return self.rng.choice(wege[: 2 if ausschuss == "au1" else 3])

    def _weg(self, vorlage: Vorlage, schritte: list[tuple[str, str]], ab: date) -> None:
        for schritt, (gremium, rolle) in enumerate(schritte):
            letzte = self._schritt(vorlage, schritt, gremium, rolle, ab)
            if letzte.beschluss in ENDE:
                return
            if letzte.beschluss in {None, "vertagt"}:
                rest = enumerate(schritte[schritt + 1 :], schritt + 1)
                vorlage.beratungen += [Beratung(schritt=n, gremium=g, rolle=r) for n, (g, r) in rest]
                return
            ab = self._datum(letzte) + timedelta(days=1)

    def _schritt(self, vorlage: Vorlage, schritt: int, gremium: str, rolle: str, ab: date) -> Beratung:
        while True:
            beratung = Beratung(schritt=schritt, gremium=gremium, rolle=rolle)
            vorlage.beratungen.append(beratung)
            sitzung = next(self._termine(gremium, ab), None)
            if sitzung is None:
                if len(vorlage.beratungen) > 1 and vorlage.beratungen[-2].schritt == schritt:
                    vorlage.beratungen.pop()
                return vorlage.beratungen[-1]
            self._auf_die_tagesordnung(vorlage, beratung, sitzung)
            if beratung.beschluss != "vertagt" or self.rng.random() < 0.25:
                return beratung
            ab = sitzung.datum + timedelta(days=1)

    def _termine(self, gremium: str, ab: date) -> Iterator[Sitzung]:
        return (each for each in self.sitzungen if gremium in each.gremien and each.datum >= ab and not each.abgesagt)

    def _auf_die_tagesordnung(self, vorlage: Vorlage, beratung: Beratung, sitzung: Sitzung) -> None:
        intern = vorlage.zugang == "noauth" and vorlage.id % 3 != 2
        top = Top(
            betreff=NIE_OEFFENTLICH[len(self.paare) % 3] if intern else vorlage.betreff,
            oeffentlich=not intern,
            vorlage=vorlage.id,
            zusatz=None if intern or vorlage.id % 8 else "(Eine Ergänzung folgt.)",
            nachtrag=self.rng.random() < 0.08,
        )
        sitzung.tops.append(top)
        self.paare.append((beratung, top))
        beratung.sitzung, beratung.status = sitzung.id, "Geplant"
        intern_beraten = self.gremien[beratung.gremium].nichtoeffentlich and sitzung.datum < self.stichtag
        if sitzung.protokoll or intern_beraten:
            beratung.beschluss, beratung.status = self._beschluss(vorlage, sitzung), "Erledigt"
            top.beschluss = beratung.beschluss

    def _beschluss(self, vorlage: Vorlage, sitzung: Sitzung) -> str:
        if vorlage.art in KENNTNISNAHMEN:
            return KENNTNIS
        if self.wuensche and sitzung.oeffentlich and vorlage.zugang == "oeffentlich":
            return self.wuensche.popleft()
        return self.rng.choices(list(GEWICHTE), weights=list(GEWICHTE.values()))[0]

    def _datum(self, beratung: Beratung) -> date:
        return next(each.datum for each in self.sitzungen if each.id == beratung.sitzung)

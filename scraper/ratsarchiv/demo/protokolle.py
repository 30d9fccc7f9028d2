"""The minutes: an Auszug for most items of meetings that are over, with votes in every form that councils print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ratsarchiv.demo.beratungsgang import KENNTNIS
from ratsarchiv.demo.rat import FRAKTIONEN
from ratsarchiv.demo.texte import LEER, Worte, h, p, tabelle
from ratsarchiv.demo.world import Absatz, Anlage, Auszug, Person, Sitzung, Teil, Top, Vorlage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

ABSTIMMUNGEN = frozenset({"ungeändert beschlossen", "geändert beschlossen", "beschlossen", "abgelehnt"})


@dataclass(slots=True)
class Protokoll:
    """Writes the minutes of all meetings."""

    rng: Random
    vorlagen: dict[int, Vorlage]
    personen: list[Person]
    nummern: Iterator[int]

    def alle(self, sitzungen: list[Sitzung]) -> None:
        """Give every public item of a meeting with published minutes its Auszug; a few have none."""
        for sitzung in sitzungen:
            worte = Worte(self.rng, sitzung.datum)
            for n, top in enumerate(sitzung.tops):
                if sitzung.protokoll and top.oeffentlich and not _ohne_auszug(top, n):
                    top.auszug = self._auszug(worte, top)
                    top.auszug.anlagen = _anlagen(sitzung, top)

    def _auszug(self, worte: Worte, top: Top) -> Auszug:
        vorlage = self.vorlagen.get(top.vorlage or 0)
        wp = Teil(code="WP", nummer=next(self.nummern), absaetze=self._wortprotokoll(worte))
        if top.beschluss is None:
            return Auszug(teile=[wp, *(Teil(code=each, nummer=0) for each in ("BS", "AN", "AE"))])
        bs = Teil(code="BS", nummer=next(self.nummern), absaetze=_beschluss(top, vorlage))
        ae, stimmen = _abstimmung(self.rng, top, self.nummern)
        teile = [wp, bs, Teil(code="AN", nummer=0), ae]
        if vorlage and vorlage.art == "Anfrage":
            antwort = [h("Antwort der Verwaltung:"), p(worte.eins("fuellung")), p(worte.eins("finanziell"))]
            teile.append(Teil(code="RE", nummer=next(self.nummern), absaetze=antwort))
        return Auszug(teile=teile, stimmen=stimmen)

    def _wortprotokoll(self, worte: Worte) -> list[Absatz]:
        absaetze: list[Absatz] = []
        for _ in range(self.rng.choice([1, 2, 2, 3])):
            person = self.rng.choice(self.personen[1:])
            worte["person"] = f"Ratsmitglied {person.name.split(',')[0]}"
            worte["fraktion"] = FRAKTIONEN[int((person.fraktion or "fr1")[2:])]
            absaetze += [p(worte.eins("wortmeldungen")), LEER]
        return absaetze


def _ohne_auszug(top: Top, n: int) -> bool:
    ueberschrift = top.betreff in {"Anträge und Vorlagen", "Berichte der Verwaltung"}
    return ueberschrift or n == 0 or (top.beschluss == "ungeändert beschlossen" and top.id % 8 == 5)


def _beschluss(top: Top, vorlage: Vorlage | None) -> list[Absatz]:
    if top.beschluss in ABSTIMMUNGEN and vorlage:
        vorschlag = next((each for each in vorlage.teile if each.code == "BV"), vorlage.teile[0])
        text = next((each for each in vorschlag.absaetze if each.art in {"p", "ol"}), p("Der Vorlage wird gefolgt."))
        return [h("Beschluss:"), text]
    if top.beschluss == KENNTNIS:
        return [p("Der Ausschuss nimmt die Vorlage zur Kenntnis.")]
    return [p(f"Die Angelegenheit wird {top.beschluss}.")]


def _abstimmung(rng: Random, top: Top, nummern: Iterator[int]) -> tuple[Teil, tuple[int, int, int] | None]:
    if top.beschluss not in ABSTIMMUNGEN or rng.random() < 0.2:
        return Teil(code="AE", nummer=0), None
    mehr, weniger, enthaltung = rng.randrange(9, 30), rng.randrange(9), rng.randrange(4)
    ja, nein = (weniger, mehr) if top.beschluss == "abgelehnt" else (mehr, weniger)
    form = next(nummern)
    absaetze, gezaehlt = _wortlaut(form, ja, nein, enthaltung)
    return Teil(code="AE", nummer=form, absaetze=absaetze), (ja, nein, enthaltung) if gezaehlt else None


def _wortlaut(form: int, ja: int, nein: int, enthaltung: int) -> tuple[list[Absatz], bool]:
    """The result in one of five forms, and whether it has figures."""
    match form % 5:
        case 0:
            zeilen = [["Zustimmung:", str(ja)], ["Ablehnung:", str(nein)], ["Enthaltung:", str(enthaltung)]]
            return [h("Abstimmungsergebnis:"), tabelle(zeilen)], True
        case 1:
            zellen = ["Dafür:", str(ja), "Dagegen:", str(nein), "Enthaltungen:", str(enthaltung)]
            return [tabelle([zellen])], True
        case 2:
            return [p(f"Abstimmung: Dafür: {ja} Dagegen: {nein} Enthaltungen: {enthaltung}")], True
        case 3:
            mehrzahl = "" if enthaltung == 1 else "en"
            stimmen = f"{ja} Ja-Stimmen, {nein} Nein-Stimmen und {enthaltung} Enthaltung{mehrzahl}"
            return [h("Abstimmungsergebnis:"), p(f"Mit {stimmen}.")], True
        case _ if nein > ja:
            return [p("Mehrheitlich abgelehnt.")], False
        case _:
            return [h("Abstimmungsergebnis:"), p("Einstimmig, bei zwei Enthaltungen.")], False


def _anlagen(sitzung: Sitzung, top: Top) -> list[Anlage]:
    if top.id % 23:
        return []
    stand = datetime.combine(sitzung.datum + timedelta(days=12), datetime.min.time()).replace(hour=9, minute=41)
    zeilen = ("Redebeitrag zum Tagesordnungspunkt", top.betreff.replace("\n", " "))
    return [Anlage(nummer=1, name="Anlage zum Protokoll", stand=stand, zeilen=zeilen)]

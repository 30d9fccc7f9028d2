"""How a Vorlage's text is cut: everything under headings in one part, or a part for each section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.texte import LEER, Thema, Worte, aufzaehlung, beschlussvorschlag, h, p, sachverhalt
from ratsarchiv.demo.world import Teil

if TYPE_CHECKING:
    from collections.abc import Iterator


def in_einem(thema: Thema, worte: Worte, nummern: Iterator[int]) -> list[Teil]:
    """One part SV that holds all sections under headings of their own."""
    absaetze = [h("Beschlussvorschlag:"), *beschlussvorschlag(thema, worte), LEER]
    absaetze += [h("Sachlage:"), *sachverhalt(thema, worte), LEER]
    absaetze += [h("Rechtslage:"), p(worte.fuelle(thema.recht[0])), p(worte.eins("rechtslage")), LEER]
    absaetze += [h("Personelle Auswirkungen:"), p(worte.eins("personell")), LEER]
    absaetze += [h("Finanzielle/Bilanzielle Auswirkungen:"), p(worte.eins("finanziell")), LEER]
    absaetze += [h("Soziale Auswirkungen:"), p(worte.eins("sozial")), LEER, LEER, LEER]
    absaetze += [p("Im Auftrag:"), p("gez. Dr. Beispiel"), LEER, LEER]
    return [Teil(code="SV", nummer=next(nummern), absaetze=absaetze)]


def geteilt(thema: Thema, worte: Worte, nummern: Iterator[int], anlagen: list[str], *, neu: bool) -> list[Teil]:
    """Parts BV, SV, FA and AN; `neu` as version 23.4 of the converter orders and titles them."""
    bv = Teil(code="BV", nummer=next(nummern), absaetze=beschlussvorschlag(thema, worte))
    sv = Teil(code="SV", nummer=next(nummern), absaetze=[h("Sachverhalt:"), *sachverhalt(thema, worte)])
    fa = Teil(code="FA", nummer=next(nummern), absaetze=[h("Finanzielle Auswirkungen:"), p(worte.eins("finanziell"))])
    if worte.rng.random() < 0.4:
        sv.absaetze += [h("Klimatische Auswirkungen:"), p(worte.eins("klima"))]
    if neu:
        bv.titel, sv.titel, fa.titel = "Beschlussvorschlag:", "", ""
    teile = [bv, sv, fa] if neu else [sv, bv, fa]
    return [*teile, _anlagen(nummern, anlagen, neu=neu)]


def anfrage(thema: Thema, worte: Worte, nummern: Iterator[int]) -> list[Teil]:
    """A question in part SV and nothing to decide."""
    fragen = [
        f"Wie viele Beschwerden sind der Verwaltung zum Bereich {worte['ort']} bekannt?",
        f"Welche Maßnahmen sind bis {worte['jahr']} vorgesehen?",
        "Welche Kosten entstehen dadurch?",
    ]
    absaetze = [h("Sachverhalt:"), p(worte.fuelle(thema.sv[0])), p("Wir fragen die Verwaltung:")]
    absaetze += [aufzaehlung(fragen, "ol"), LEER]
    return [Teil(code="SV", nummer=next(nummern), absaetze=absaetze), Teil(code="AN", nummer=0)]


def _anlagen(nummern: Iterator[int], anlagen: list[str], *, neu: bool) -> Teil:
    if not anlagen:
        return Teil(code="AN", nummer=0)
    absaetze = [h("Anlage/n:"), *(p(each) for each in anlagen)]
    return Teil(code="AN", nummer=next(nummern), absaetze=absaetze, titel="" if neu else None)

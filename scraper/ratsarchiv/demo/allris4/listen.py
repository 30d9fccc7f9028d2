"""`si018`, `gr010` and `vo040`: the lists of Sitzungen and Gremien come by Ajax, that of Vorlagen with the page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ratsarchiv.demo.allris4.bausteine import streifen, tabelle
from ratsarchiv.demo.allris4.rahmen import Ansicht, ajax, attr, seite
from ratsarchiv.demo.allris4.si010 import platz, zeitgeber
from ratsarchiv.demo.nummern import gremium_nummer

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Gremium, Sitzung, Vorlage

SITZUNGEN = 25
VORLAGEN = 50
RUECKSCHAU, VORSCHAU = timedelta(days=366), timedelta(days=92)
"""The list of Sitzungen covers about fifteen months."""
MENUES = {"Rat": "Rat", "Ausschüsse": "Ausschuss", "Fraktionen": "Fraktion"}
WEITER = "navigator-next"


def sitzungen_huelle(ansicht: Ansicht) -> str:
    """`si018` without its rows."""
    suche = attr(ansicht.lauscher("form-searchPanel-search", "0"))
    inhalt = (
        f'<div id="head">\n<form id="{ansicht.id()}" method="post" action="{suche}">\n</form>\n</div>\n'
        f'<div id="mainContent">\n{platz(ansicht)}</div>\n'
    )
    return seite(ansicht, "Sitzungen", "Sitzungen - Übersicht", inhalt, zeitgeber(ansicht))


def sitzungen(ansicht: Ansicht) -> str:
    """The Ajax answer of `si018`: 25 Sitzungen, the newest first; after the last page it comes again."""
    alle = _zeitraum(ansicht)
    ab = ansicht.stand.ab
    zeilen = "".join(_sitzung(ansicht, n, each) for n, each in enumerate(alle[ab : ab + SITZUNGEN]))
    spalten = {"dateCol": "Datum", "time": "Uhrzeit", "textCol": "Sitzung", "raum": "Raum"}
    weiter = ansicht.lauscher(WEITER, "1")
    skript = f'Wicket.Ajax.ajax({{"u":"{weiter}","c":"next","e":"click","pd":true}});'
    inhalt = tabelle(ansicht, "Sitzungen", "hoverRow", spalten, zeilen)
    return ajax(ansicht, f"{inhalt}{_navigator('#', ab, SITZUNGEN, len(alle))}", skript)


def blaettern(ansicht: Ansicht) -> None:
    """Move a list on by one page; from the last one it doesn't move."""
    sitzungen = ansicht.stand.programm == "si018"
    anzahl = len(_zeitraum(ansicht)) if sitzungen else len(ansicht.world.oeffentliche_vorlagen)
    je_seite = SITZUNGEN if sitzungen else VORLAGEN
    if ansicht.stand.ab + je_seite < anzahl:
        ansicht.stand.ab += je_seite
    ansicht.stand.bild += not sitzungen


def _zeitraum(ansicht: Ansicht) -> list[Sitzung]:
    heute, gremium = ansicht.world.stichtag, ansicht.stand.felder.get("GRLFDNR")
    alle = [
        each
        for each in ansicht.world.sitzungen
        if heute - RUECKSCHAU <= each.datum <= heute + VORSCHAU
        and (gremium is None or gremium in {str(gremium_nummer(wer)) for wer in each.gremien})
    ]
    return sorted(alle, key=lambda each: (each.datum, each.beginn or "", each.id), reverse=True)


def _sitzung(ansicht: Ansicht, n: int, treffen: Sitzung) -> str:
    ziel = f' href="./to010?SILFDNR={treffen.id}&amp;refresh=false"' if treffen.oeffentlich else ""
    return (
        f'<tr id="{ansicht.id()}" class="{streifen(n)}">\n<td class="dateCol">\n<div>{ansicht.datum(treffen.datum)}</div>\n'
        f'</td><td class="time">\n<div>{treffen.beginn or ""}</div>\n</td><td class="textCol">\n<div>\n'
        f'<a{ziel} id="silink_{treffen.id}">{attr(treffen.kalendername)}</a>\n</div>\n</td><td class="raum">\n'
        f"<div>{attr(treffen.raum or '')}</div>\n</td>\n</tr>"
    )


def _navigator(ziel: str, ab: int, je_seite: int, anzahl: int) -> str:
    bis = min(ab + je_seite, anzahl)
    weiter = f'<a id="next" href="{ziel}" title="nächste Seite">&gt;</a>' if ziel else "<span>&gt;</span>"
    return f'<div class="navigator">\n<span>{min(ab + 1, anzahl)} - {bis} von {anzahl}</span>\n{weiter}\n</div>\n'


def gremien_huelle(ansicht: Ansicht) -> str:
    """`gr010` without its rows."""
    inhalt = f'<div id="mainContent">\n{platz(ansicht)}</div>\n'
    return seite(ansicht, "Gremien", "Gremien", inhalt, zeitgeber(ansicht))


def gremien(ansicht: Ansicht) -> str:
    """The Ajax answer of `gr010`: the Gremien of a menu, or all, each with its last Sitzung."""
    menue = unquote(ansicht.stand.felder.get("menu", ""))
    art = MENUES.get(menue)
    alle = [each for each in ansicht.world.gremien if not each.verborgen and (art is None or each.art == art)]
    zeilen = "".join(_gremium(ansicht, n, each) for n, each in enumerate(alle))
    spalten = {"grname": "Gremium", "grlast": "Letzte Sitzung"}
    return ajax(ansicht, tabelle(ansicht, "Gremien", "hoverRow", spalten, zeilen), "")


def _gremium(ansicht: Ansicht, n: int, gremium: Gremium) -> str:
    nummer = gremium_nummer(gremium.schluessel)
    vorbei = [
        each
        for each in ansicht.world.sitzungen
        if gremium.schluessel in each.gremien and each.datum < ansicht.world.stichtag and not each.abgesagt
    ]
    letzte = ""
    if vorbei:
        ziel = f' href="./to010?SILFDNR={vorbei[-1].id}"' if vorbei[-1].oeffentlich else ""
        letzte = f'\n<a{ziel} id="grLast_{nummer}">{ansicht.datum(vorbei[-1].datum)}</a>\n'
    return (
        f'<tr id="{ansicht.id()}" class="{streifen(n)}">\n<td class="grname">\n<div>\n'
        f'<a href="./gr020?GRLFDNR={nummer}" id="gr_{nummer}">{attr(gremium.name)}</a>\n</div>\n'
        f'</td><td class="grlast">\n<div>{letzte}</div>\n</td>\n</tr>'
    )


def vorlagen(ansicht: Ansicht) -> str:
    """`vo040`: fifty Vorlagen, the newest first; the link to the next ones is good for this version of the page."""
    alle = sorted(ansicht.world.oeffentliche_vorlagen, key=lambda each: (each.angelegt, each.id), reverse=True)
    ab = ansicht.stand.ab
    zeilen = "".join(_vorlage(ansicht, n, each) for n, each in enumerate(alle[ab : ab + VORLAGEN]))
    spalten = {"voname": "Vorlage", "vobetr": "Betreff", "vodat": "Datum", "voart": "Vorlageart"}
    weiter = attr(ansicht.lauscher(WEITER)) if ab + VORLAGEN < len(alle) else ""
    inhalt = (
        f'<div id="mainContent">\n{tabelle(ansicht, "Vorlagen", "hoverRow", spalten, zeilen)}'
        f"{_navigator(weiter, ab, VORLAGEN, len(alle))}</div>\n"
    )
    return seite(ansicht, "Vorlagen", "Vorlagen - Übersicht", inhalt)


def _vorlage(ansicht: Ansicht, n: int, papier: Vorlage) -> str:
    auf = f'<a href="./vo020?VOLFDNR={papier.id}&amp;refresh=false"'
    return (
        f'<tr id="{ansicht.id()}" class="{streifen(n)}">\n<td class="voname">\n<div>\n{auf} id="vo_{papier.id}">'
        f'{attr(papier.nummer)}</a>\n</div>\n</td><td class="vobetr">\n<div>\n{auf}>{attr(papier.betreff)}</a>\n</div>\n'
        f'</td><td class="vodat">\n<div>{ansicht.datum(papier.angelegt)}</div>\n</td><td class="voart">\n'
        f"<div>{attr(papier.art)}</div>\n</td>\n</tr>"
    )

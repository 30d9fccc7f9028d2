"""`vo020`: one Vorlage with its Beratungsfolge, its texts and its documents."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ratsarchiv.demo.allris4 import bausteine, wort
from ratsarchiv.demo.allris4.bausteine import Feld, streifen, zeile
from ratsarchiv.demo.allris4.rahmen import Ansicht, absatz, attr, seite

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Beratung, Vorlage

FARBEN = {"Geplant": "#73D216", "Bereit": "#EDD400", "Erledigt": "#FFFFFF"}
SPALTEN = {"colorCol": "Status", "-datum": "Datum", "-gremium": "Gremium", "-beschluss": "Beschluss", "toLink": "NA"}
LEER = "<div> </div>"


def vorlage(ansicht: Ansicht, nummer: int) -> str:
    """The page of a Vorlage."""
    papier = ansicht.world.vorlage[nummer]
    rechts = bausteine.dokumente(ansicht, papier.dokumente) + bausteine.anlagen_kurz(ansicht, papier.anlagen)
    teile = "".join(
        wort.teil_panel(ansicht, each, stumm=wort.mit_eigener_ueberschrift(each))
        for each in papier.teile
        if each.nummer
    )
    inhalt = (
        f'{bausteine.kopf(ansicht, _angaben(ansicht, papier), rechts)}<div id="mainContent">\n'
        f"{_beratungsfolge(ansicht, papier)}{teile}{bausteine.anlagen_lang(ansicht, papier.anlagen)}"
        f'<div id="{ansicht.id()}"><div><img alt="Loading..." src="{bausteine.WARTEN}"/></div></div>\n{ansicht.leer()}'
        "</div>\n"
    )
    return seite(ansicht, "Vorlage", f"{papier.art} - {papier.nummer}", inhalt)


def _angaben(ansicht: Ansicht, papier: Vorlage) -> str:
    stand = ' <span class="text4" id="vostat">\n<a> (Vorlage freigegeben)</a>\n</span>'
    felder = [
        Feld("Betreff:", "vobetreff", absatz(papier.betreff), "text1"),
        None,
        Feld("Status:", "vostatus", "öffentlich", zusatz=stand),
        None,
        Feld("Vorlageart:", "voart", attr(papier.art)),
        _angabe("Federführend:", "vofamt", papier.federfuehrend),
        _angabe("Beteiligt:", "vobamt", papier.beteiligt),
        _angabe("Bearbeiter:", "vosb", papier.bearbeiter),
        _angabe("Verfasser:", "voverfasser1", papier.verfasser),
        _angabe("Berichterstatter/in:", "voverfasser2", papier.berichterstatter),
        None,
    ]
    return "".join(zeile(ansicht, each, verweis=True) for each in felder)


def _angabe(name: str, kennung: str, wert: str | None) -> Feld | None:
    return Feld(name, kennung, attr(wert)) if wert else None


def _beratungsfolge(ansicht: Ansicht, papier: Vorlage) -> str:
    zeilen: list[str] = []
    for _, gruppe in groupby(papier.beratungen, key=lambda each: each.schritt):
        beratungen = list(gruppe)
        zeilen.append(_kopfzeile(ansicht, beratungen[-1]))
        if not ansicht.world.gremium[beratungen[-1].gremium].nichtoeffentlich:
            zeilen += [_sitzungszeile(ansicht, each) for each in beratungen if each.sitzung]
    if not zeilen:
        return ansicht.leer()
    rows = "".join(f'<tr id="{ansicht.id()}" class="{streifen(n)}">\n{each}\n</tr>' for n, each in enumerate(zeilen))
    tabelle = bausteine.tabelle(ansicht, "Beratungsfolge", "bfTable nonStickyHeader", SPALTEN, rows)
    return bausteine.panel(
        ansicht, "Beratungsfolge", f'<div id="bfTable" class="tree-theme-human">\n{tabelle}</div>\n\n'
    )


def _zellen(farbe: str, datum: str, *weitere: str) -> str:
    """The five cells; a date has a class, an empty last one has no `div`."""
    tag = f'</td><td class="date">\n<div>{datum}</div>\n' if datum else f"</td><td>\n{LEER}\n"
    gremium, beschluss, auszug = weitere
    return (
        f'<td class="colorCol">\n<div>{farbe}</div>\n{tag}</td><td>\n<div>{gremium}</div>\n</td><td>\n'
        f'<div>{beschluss}</div>\n</td><td class="toLink">\n{auszug}\n</td>'
    )


def _kopfzeile(ansicht: Ansicht, beratung: Beratung) -> str:
    gremium = ansicht.world.gremium[beratung.gremium]
    name = attr(gremium.name) + (" (nicht-öffentlich)" if gremium.nichtoeffentlich else "")
    farbe = (
        f'\n<span class="wfcolorDescIcon" data-iconcolor="{FARBEN[beratung.status]}">●</span>\n'
        f'<span class="wfcolorDesc">{beratung.status}</span>\n'
    )
    return _zellen(farbe, "", name, attr(beratung.rolle), LEER)


def _sitzungszeile(ansicht: Ansicht, beratung: Beratung) -> str:
    sitzung = ansicht.world.sitzung[beratung.sitzung or 0]
    top = ansicht.world.top[beratung.top or 0][1]
    name, auszug = attr(sitzung.name), ""
    ergebnis = f"\n<a>{attr(beratung.beschluss or '')}</a>\n"
    if sitzung.oeffentlich:
        ziel = f"./to010?SILFDNR={sitzung.id}&amp;TOLFDNR={top.id}"
        name = f'\n<a href="{ziel}">{name}</a>\n'
    if sitzung.oeffentlich and top.auszug and top.oeffentlich:
        ziel = f"./to020?TOLFDNR={top.id}"
        ergebnis = f'\n<a href="{ziel}">{attr(beratung.beschluss or "")}</a>\n'
        auszug = f'<div>\n<a href="{ziel}" class="objAnchor">NA</a>\n</div>'
    return _zellen(" ", ansicht.datum(sitzung.datum), name, ergebnis, auszug)

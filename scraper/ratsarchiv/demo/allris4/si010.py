"""`si010`: the calendar, a shell at first; its month comes with the Ajax answer that the shell's timer asks for."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from ratsarchiv.demo.allris4.bausteine import WARTEN
from ratsarchiv.demo.allris4.rahmen import Ansicht, ajax, attr, seite
from ratsarchiv.demo.allris4.to010 import wochentag
from ratsarchiv.demo.ferien import feiertag, schulferien
from ratsarchiv.demo.markup import MONATE

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung

TAGE = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPALTEN = {"dateCol": "Datum", "time": "Uhrzeit", "textCol": "Sitzung", "raum": "Raum"}


def huelle(ansicht: Ansicht) -> str:
    """The page without its month."""
    jahr, monat = _zeitraum(ansicht)
    inhalt = (
        f'<div id="head">\n<form id="{ansicht.id()}" method="post" action="{attr(ansicht.lauscher("form"))}">\n'
        f"{_navigation(ansicht, jahr, monat)}</form>\n</div>\n"
        f'<div id="mainContent">\n<h2>{MONATE[monat - 1]} {jahr}</h2>\n{platz(ansicht)}</div>\n'
    )
    return seite(ansicht, "Kalender", "Sitzungskalender", inhalt, zeitgeber(ansicht))


def platz(ansicht: Ansicht) -> str:
    """The place that the Ajax answer will fill."""
    ansicht.stand.ziel = ansicht.id()
    return f'<div id="{ansicht.stand.ziel}"><div><img alt="Loading..." src="{WARTEN}"/></div></div>\n'


def zeitgeber(ansicht: Ansicht) -> str:
    """The script that asks for the content as soon as the page is there."""
    ziel, adresse = ansicht.stand.ziel, attr(ansicht.lauscher("", "0"))
    return f'Wicket.Timer.set(\'{ziel}\', function(){{Wicket.Ajax.ajax({{"u":"{adresse}","c":"{ziel}"}});}}, 10);\n'


def monat(ansicht: Ansicht) -> str:
    """The Ajax answer: a row for each day, and for each Sitzung of a day that is free or has another one."""
    jahr, monat = _zeitraum(ansicht)
    tage = [date(jahr, monat, tag) for tag in range(1, monthrange(jahr, monat)[1] + 1)]
    zeilen = "".join(_tag(ansicht, tag) for tag in tage)
    koepfe = "".join(f'<th class="{name}" scope="col"><span>{text}</span></th>\n\n' for name, text in SPALTEN.items())
    tabelle = (
        f'<table id="{ansicht.id()}" class="calenderView hoverRow stickyHeader">\n<caption>Kalender</caption>\n<thead>\n\n'
        f'<tr class="headers">\n\n{koepfe}</tr>\n\n</thead>\n<tbody>\n{zeilen}\n</tbody>\n</table>\n'
    )
    skript = "".join(
        f"(function(){{$('#si_{each.id}').on('click', function(){{ \n"
        f"sessionStorage.setItem('customfocused', 'si_{each.id}')}}); \n}})();"
        for each in ansicht.world.sitzungen
        if (each.datum.year, each.datum.month) == (jahr, monat)
    )
    return ajax(ansicht, tabelle, skript)


def _zeitraum(ansicht: Ansicht) -> tuple[int, int]:
    heute = ansicht.world.stichtag
    wert = {
        name: int(zahl)
        for name, zahl in ansicht.stand.felder.items()
        if zahl.isascii() and zahl.isdigit() and len(zahl) < 5
    }
    monat, jahr = wert.get("MM", heute.month), wert.get("YY", heute.year)
    return (jahr, monat) if 1 <= monat <= 12 and 1900 <= jahr <= 2099 else (heute.year, heute.month)


def _navigation(ansicht: Ansicht, jahr: int, monat: int) -> str:
    jahre = "".join(
        f'<a href="{attr(ansicht.lauscher(f"form-calNav-years-{n}-yearlink"))}">{each}</a>\n'
        for n, each in enumerate(range(jahr - 2, jahr + 3))
    )
    monate = "".join(
        f'<a href="{attr(ansicht.lauscher(f"form-calNav-months-{n}-monthlink"))}">{name[:3]}</a>\n'
        for n, name in enumerate(MONATE)
        if n != monat - 1
    )
    return f'<div id="calNav">\n<div class="years">\n{jahre}</div>\n<div class="months">\n{monate}</div>\n</div>\n'


def _tag(ansicht: Ansicht, tag: date) -> str:
    treffen = [each for each in ansicht.world.sitzungen if each.datum == tag]
    treffen.sort(key=lambda each: (each.beginn or "", each.id))
    ferien = "Schulferien" if schulferien(tag) and tag.weekday() < 5 else ""
    frei = feiertag(tag) or ferien
    klasse = f"{TAGE[tag.weekday()]} {'odd' if tag.day % 2 else 'even'}"
    klasse += " freeholiday" if feiertag(tag) else " holiday" if ferien else ""
    kopf = f'<span class="dow">{ansicht.wochentag(tag)}</span><span class="dom">{tag:%d}</span>'
    zeilen = [] if treffen and not frei else [f'<td colspan="3">\n<div>{frei or " "}</div>\n</td>']
    zeilen += [_sitzung(each) for each in treffen]
    return "".join(
        f'<tr class="{"sameday " if n else ""}{klasse}{" emptyRow" if "colspan" in zeile else ""}">\n'
        f'<td class="nowrapContent">{"" if n else kopf}</td>\n{zeile}\n</tr>'
        for n, zeile in enumerate(zeilen)
    )


def _sitzung(treffen: Sitzung) -> str:
    """The three cells of a Sitzung; its name has an address only where it has a page."""
    name = f'<a id="si_{treffen.id}">{attr(treffen.kalendername)}</a>'
    if treffen.oeffentlich:
        uhr = f" um {treffen.beginn} Uhr" if treffen.beginn else ""
        name = (
            f'<a href="./to010?SILFDNR={treffen.id}&amp;refresh=false" id="si_{treffen.id}" data-simpletooltip-text=" am '
            f'{wochentag(treffen.datum)}{uhr}." class="js-simple-tooltip tooltipProvider">{attr(treffen.kalendername)}</a>'
        )
    return (
        f'<td class="time">\n<div>{treffen.beginn or ""}</div>\n</td><td class="textCol" data-bordercolor="transparent">\n'
        f'<div>\n{name}\n</div>\n</td><td class="raum">\n<div>{attr(treffen.raum or "")}</div>\n</td>'
    )

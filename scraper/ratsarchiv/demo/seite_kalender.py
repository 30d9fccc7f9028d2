"""`si010_e`: the calendar of one month, a row for each day and for each further Sitzung of a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from ratsarchiv.demo.ferien import feiertag, schulferien
from ratsarchiv.demo.markup import MONATE, WOCHENTAGE, esc, knopf, verborgen
from ratsarchiv.demo.rahmen import Ansicht, Seite

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung

TABELLE = '<table class="tl1" cellspacing="0" cellpadding="1" border="0">\n'
LEER = "<td>&nbsp;</td>\n"
OHNE_TAG = "\t\t<td>&nbsp;</td>\n\t\t<td>&nbsp;</td>\n"
RAND = 'align="center" style="border: 1px solid #888a85;"'
ICS = "Sitzungstermin im Outlook-kompatiblen Format exportieren"


def kalender(ansicht: Ansicht, jahr: int, monat: int) -> Seite:
    """The page of a month."""
    tage = [date(jahr, monat, tag) for tag in range(1, monthrange(jahr, monat)[1] + 1)]
    zeilen = "".join(_tag(ansicht, tag) for tag in tage)
    kopf = (
        '\t<tr class="zw1"><th colspan="2">Datum</th><th>Uhrzeit</th><th>&nbsp;</th>'
        '<th colspan="4" width="65%">Sitzung</th><th>Raum</th>\t</tr>\n'
    )
    return Seite(
        programm="si010",
        adresse=f"si010_e.asp?MM={monat}&YY={jahr}",
        titel="Sitzungskalender",
        h1="Sitzungskalender",
        abo=True,
        deko="spir",
        inhalt=f"{_navigation(ansicht, jahr, monat)}{TABELLE}{kopf}{zeilen}</table>\n",
    )


def _navigation(ansicht: Ansicht, jahr: int, monat: int) -> str:
    jahre = "".join(
        f'\t\t<td {RAND}><a href="/bi/si010_e.asp?MM={monat}&amp;YY={j}" title="{MONATE[monat - 1]} {j}" '
        f'style="display: block;">{j}</a></td>'
        for j in range(jahr - 2, jahr + 3)
        if j != jahr
    )
    monate = "".join(
        f'\t\t<td {RAND} width="8%"><a href="/bi/si010_e.asp?MM={m}&amp;YY={jahr}" title="{name} {jahr}" '
        f'style="display: block;">{name[:3]}</a></td>'
        for m, name in enumerate(MONATE, 1)
        if m != monat
    )
    letzter = monthrange(jahr, monat)[1]
    felder = verborgen("SEL_PAGE_N", "SI010") + verborgen(ansicht.rauschen.feld, ansicht.rauschen.wert)
    return (
        '\t<table width="100%" cellspacing="0" cellpadding="0" border="0">\n\t<tr>\n\t\t<td width="50%">&nbsp;</td>'
        f'\t\t<td nowrap="nowrap"><h2 align="center">{MONATE[monat - 1]}&nbsp;{jahr}</h2>\t\t</td>'
        '\t\t<td width="50%">&nbsp;</td>\t</tr>\n\t</table>\n'
        f'\t<table width="100%" cellspacing="2" cellpadding="1" border="0">\n\t<tr>\n{jahre}'
        '\t\t<td align="right" colspan="5">'
        '<form method="post" action="/bi/si010_e.asp" name="kaldatform" id="kaldatform" '
        'style="margin:0">Zeitraum:&nbsp;'
        f'<input type="text" size="9" name="kaldatvon" value="01.{monat:02}.{jahr}"  /> - '
        f'<input type="text" size="9" name="kaldatbis" value="{letzter}.{monat:02}.{jahr}"  />\n'
        f"{felder}</form></td>\t</tr>\n\t<tr>\n{monate}\t</tr>\n\t</table>\n"
    )


def _tag(ansicht: Ansicht, tag: date) -> str:
    treffen = [each for each in ansicht.world.sitzungen if each.datum == tag]
    treffen.sort(key=lambda each: (each.beginn or "", each.id))
    frei = feiertag(tag) or ("Schulferien" if schulferien(tag) and tag.weekday() < 5 else "")
    klasse = _klasse(tag)
    kopf = f'<td class="text2" width="20">{WOCHENTAGE[tag.weekday()]}</td><td class="text2" width="20">'
    kopf += f"{tag.day:>2}</td>\n".replace(" ", "&nbsp;&nbsp;")
    zeilen = [_frei(frei)] * bool(frei) + [_sitzung(each) for each in treffen]
    if not zeilen:
        return f'\t<tr class="{klasse}">\n{kopf}\t\t<td colspan="8">&nbsp;</td>\n\t</tr>\n'
    return "".join(
        f'\t<tr class="{klasse}" valign="top">\n{OHNE_TAG if n else kopf}{zeile}\t</tr>\n'
        for n, zeile in enumerate(zeilen)
    )


def _klasse(tag: date) -> str:
    if feiertag(tag) or tag.weekday() == 6:
        return "zl17"
    if tag.weekday() == 5:
        return "zl16"
    return "zl1m" if schulferien(tag) else ("zl12" if tag.day % 2 else "zl11")


def _frei(name: str) -> str:
    return (
        f'\t\t<td class="text2">&nbsp;</td>\n{LEER * 2}<td>{name}</td>\n{LEER * 2}\n\t\t<td class="text4">&nbsp;</td>\n'
    )


def _sitzung(treffen: Sitzung) -> str:
    """A plain name where there is no page; the ics form carries the number all the same."""
    zeit = " - ".join(each for each in (treffen.beginn, treffen.ende) if each)
    to, protokoll, name = LEER, LEER, esc(treffen.kalendername)
    if treffen.oeffentlich:
        to = f"<td>{knopf('to010.asp', {'SILFDNR': treffen.id}, 'il1_to', 'TO', 'Tagesordnung')}</td>\n"
        name = f'<a href="to010.asp?SILFDNR={treffen.id}">{name}</a>'
    if treffen.protokoll:
        form = knopf("si016.asp?SELECT=1", {"SILFDNR": treffen.id}, "il1_ns", "Pro", "Niederschrift")
        protokoll = f"<td>{form}</td>\n"
    return (
        f'\t\t<td class="text2">{zeit}&nbsp;</td>\n<td>{_ics(treffen)}</td>\n{to}<td>{name}</td>\n{protokoll}{LEER}\n'
        f'\t\t<td class="text4">{esc(treffen.raum) if treffen.raum else "&nbsp;"}</td>\n'
    )


def _ics(treffen: Sitzung) -> str:
    felder = {"SILFDNR": treffen.id, "selfaction": "Termin exportieren", "template": "ics"}
    hidden = "".join(verborgen(name, value) for name, value in felder.items())
    bild = f'<input type="image" class="il1" src="images/calexp.gif" alt="{ICS}" title="{ICS}"  />'
    return f'<form action="to010.asp" method="post" style="margin:0">{hidden}{bild}</form>'


def rss(ansicht: Ansicht) -> bytes:
    """The coming meetings as a feed, with the hour at which it was made."""
    kommend = [each for each in ansicht.world.oeffentliche_sitzungen if each.datum >= ansicht.world.stichtag]
    items = "".join(
        f"<item><title>{esc(each.kalendername)}, {each.datum:%d.%m.%Y}</title>"
        f"<link>{ansicht.basis}to010.asp?SILFDNR={each.id}</link></item>"
        for each in kommend
    )
    stand = f"{ansicht.rauschen.uhr:%d.%m.%Y %H:%M:%S}"
    kopf = f"<title>Aktuelle Sitzungen</title><lastBuildDate>{stand}</lastBuildDate>"
    xml = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{kopf}{items}</channel></rss>\n'
    return xml.encode()


def ics(treffen: Sitzung, basis: str) -> bytes:
    """The Sitzung as a calendar file."""
    uhr = (treffen.beginn or "0:00").rjust(5, "0").replace(":", "")
    zeilen = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Musterstadt//Ratsarchiv//DE",
        "BEGIN:VEVENT",
        f"UID:ALLRIS-Sitzung-{treffen.id}",
        f"DTSTART;TZID=Europe/Berlin:{treffen.datum:%Y%m%d}T{uhr}00",
        f"SUMMARY:{treffen.kalendername}",
        f"DESCRIPTION:{basis}to010.asp?SILFDNR={treffen.id}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(zeilen).encode()

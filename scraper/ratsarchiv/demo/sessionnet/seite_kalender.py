"""`si0040`: the calendar of a month, a row for each day and each further Sitzung; `si0046`: Sitzungen in rows of their own."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from ratsarchiv.demo.markup import MONATE, WOCHENTAGE
from ratsarchiv.demo.sessionnet import dokumente, gremien
from ratsarchiv.demo.sessionnet.markup import entitaeten, esc, link, ort, tabelle, uhrzeit
from ratsarchiv.demo.sessionnet.rahmen import Ansicht, Seite

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung

TABS = (("si0040.php", "Kalender"), ("si0046.php", "Termine"))
NAMEN = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
LEER = '<td data-label="&nbsp;" class="{klasse}"></td>'
TAG_991 = "smc-table-cell-block-991 smc-table-cell-heading smc_fct_day_991"


def kalender(ansicht: Ansicht, jahr: int, monat: int) -> Seite:
    """The page of a month."""
    tage = [date(jahr, monat, tag) for tag in range(1, monthrange(jahr, monat)[1] + 1)]
    zeilen = "\n".join(_tag(ansicht, tag) for tag in tage)
    return Seite(
        programm="si0040",
        h1=f"Kalender {jahr} {MONATE[monat - 1]}",
        tabs=TABS,
        filter=_filter(ansicht, jahr, monat),
        inhalt=tabelle("si0040", "smctablesitzungen", "", f"\n\n{zeilen}"),
    )


def _monat(jahr: int, monat: int, text: str, klasse: str, titel: str = "") -> str:
    ziel = f"si0040.php?__cjahr={jahr}&__cmonat={monat}&__canz=1&__cselect=0"
    return link(ziel, titel or f"Jahr: {jahr} Monat: {monat}", text, f"smce-a-u {klasse}")


def _filter(ansicht: Ansicht, jahr: int, monat: int) -> str:
    monate = "".join(
        _monat(jahr, m, entitaeten(name), _gewaehlt("dropdown-item smcfiltermenumonth debug_l6_b", ja=m == monat))
        for m, name in enumerate(MONATE, 1)
    )
    heute = ansicht.world.stichtag
    erstes = min((each.datum.year for each in ansicht.world.sitzungen), default=heute.year)
    jahre = "".join(
        _monat(j, monat, str(j), _gewaehlt("dropdown-item smcfiltermenuyear", ja=j == jahr))
        for j in range(heute.year + 2, erstes - 1, -1)
    )
    zurueck, weiter = ((jahr - (monat == 1), (monat - 2) % 12 + 1), (jahr + (monat == 12), monat % 12 + 1))
    pfeil = '<i class="fa fa-chevron-circle-{} smcfontawesome"></i>'
    punkte = (
        _monat(*zurueck, pfeil.format("left"), "nav-link smcfiltermenuprev"),
        f'{_ausklappen("Monat", MONATE[monat - 1])}<div class="smcfiltermenumonth debug_l6_e dropdown-menu">{monate}</div>',
        f'{_ausklappen("Jahr", str(jahr))}<div class="smcfiltermenuyear dropdown-menu">{jahre}</div>',
        _monat(*weiter, pfeil.format("right"), "nav-link smcfiltermenunext debug_l6_13"),
        _monat(heute.year, heute.month, "Aktuell", "nav-link smcfiltermenunow smcdebugnow3", "Monat: Aktuell"),
    )
    liste = "".join(f'<li class="nav-item">{each}</li>' for each in punkte)
    return (
        '\n<div id="smcfiltermenu" class="smcnoprint smc-filter-bar"><ul class="nav nav-pills">\n\n'
        f"<!-- filtermenu.si40.1 -->{liste}\n<!-- filtermenu.group.3.SI40 -->\n</ul>\n</div>\n<br />"
    )


def _gewaehlt(klasse: str, *, ja: bool) -> str:
    return f"{klasse} smcfiltermenuselected" if ja else klasse


def _ausklappen(was: str, text: str) -> str:
    return (
        f'<a x="y" title="{was} auswählen" role="button" data-toggle="dropdown" class="nav-link dropdown-toggle" '
        f'href="#">{text} <span class="caret"></span></a>'
    )


def _tag(ansicht: Ansicht, tag: date) -> str:
    treffen = [each for each in ansicht.world.sitzungen if each.datum == tag]
    treffen.sort(key=lambda each: (each.beginn or "", each.id))
    kopf = _tageszellen(ansicht, tag, klein="" if treffen else " smc-table-cell-small")
    if not treffen:
        return f"<tr>{kopf}{_leer()}\n\n</tr>\n"
    ohne = "".join(
        LEER.format(klasse=each) for each in (TAG_991, "smc-t-cn991 smc_fct_day", "smc-t-cn991 smc_fct_daytext")
    )
    return "\n".join(f"<tr>{ohne if n else kopf}{_sitzung(ansicht, each)}\n\n</tr>\n" for n, each in enumerate(treffen))


def _tageszellen(ansicht: Ansicht, tag: date, *, klein: str) -> str:
    """The day once for narrow screens and twice for wide ones."""
    klasse = "holiday smc-status-holiday" if tag.weekday() >= 5 else "weekday"
    name = f'<a title="{NAMEN[tag.weekday()]}" class="{klasse}">{WOCHENTAGE[tag.weekday()]}</a>'
    heute = " smcrowt" if tag == ansicht.world.stichtag else ""
    zahl = f'<span class="weekday">{tag.day}</span>'
    zellen = {
        TAG_991: f"{zahl} {name}",
        f"smc-t-cn991{klein} smc_fct_day{heute}": zahl,
        f"smc-t-cn991{klein} smc_fct_daytext{heute}": name,
    }
    return "".join(f'<td data-label="&nbsp;" class="{klasse}">{inhalt}</td>' for klasse, inhalt in zellen.items())


def _leer() -> str:
    zellen = {"Sitzung": "silink", "Mandant": "pagel pagel1", "Termin": "sitermin", "Dokumente": "sidocs"}
    return "".join(f'<td data-label="{name}" class="smc-t-cn991 {klasse}"></td>' for name, klasse in zellen.items())


def _sitzung(ansicht: Ansicht, treffen: Sitzung) -> str:
    """The cells of a Sitzung; without link and number where it is not released."""
    world = ansicht.world
    wer, dateien = f"{esc(gremien.name(world, treffen))}{gremien.UNVERLINKT}", ""
    if treffen.oeffentlich:
        klasse = "smce-a-u smc-link-normal smc_doc smc_datatype_si"
        ziel, text = f"si0057.php?__ksinr={treffen.id}", esc(gremien.name(world, treffen))
        wer = link(ziel, gremien.tipp(world, treffen), text, klasse)
        eigene = [each for each in dokumente.der_sitzung(treffen) if each.titel in dokumente.ARTEN]
        dateien = dokumente.in_zelle(eigene, "col-lg-12")
    angaben = "".join(f'<li class="list-inline-item">{each}</li>' for each in (uhrzeit(treffen), ort(treffen)) if each)
    return (
        f'<td data-label="Sitzung" class="smc-t-cl991 silink"><div class="smc-el-h ">{wer}</div>'
        f'<ul class="list-inline smc-detail-list">{angaben}</ul></td>'
        '<td data-label="Mandant" class="smc-t-cl991 pagel pagel3"></td>'
        '<td data-label="Termin" class="smc-t-cl991 sitermin"></td>'
        f'<td data-label="Dokumente" class="smc-t-cl991 sidocs">{dateien}</td>'
    )


def termine(ansicht: Ansicht, treffen: list[Sitzung]) -> Seite:
    """The list of these Sitzungen, the latest first, each with its day."""
    treffen = sorted(treffen, key=lambda each: (each.datum, each.beginn or "", each.id), reverse=True)
    zeilen = "".join(
        f'<tr class="smc-t-r-l"><td data-label="Datum" class="smc-t-cl991 sidat">{each.datum:%d.%m.%Y}</td>'
        f"{_sitzung(ansicht, each)}\n</tr>\n"
        for each in treffen
    )
    inhalt = tabelle("si0046", "smctablesitzungen", "", zeilen)
    return Seite(programm="si0046", h1="Termine", tabs=TABS, inhalt=inhalt, saetze=len(treffen))

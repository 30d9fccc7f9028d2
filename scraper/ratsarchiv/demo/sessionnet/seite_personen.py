"""`kp0041`: the list of members; `kp0050` and `pe0051`: the seats of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.sessionnet.markup import esc, link, tabelle
from ratsarchiv.demo.sessionnet.rahmen import Ansicht, Seite, zeitraum
from ratsarchiv.demo.sessionnet.seite_gremien import person as name

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Mitgliedschaft, Person

ARTEN = {"Rat": "Rat", "Ausschuss": "Ausschüsse", "Fraktion": "Fraktionen"}
SPALTEN = {"grname": "Gremium", "amname": "Art der Mitarbeit", "mgadat": "von", "mgedat": "bis"}


def personen(ansicht: Ansicht, *, alles: bool) -> Seite:
    """Everybody with a seat, today or ever, who has a page."""
    zeilen = [_zeile(ansicht, wer, _sitze(ansicht, wer, alles=alles)) for wer in ansicht.world.personen]
    zeilen = [each for each in zeilen if each]
    kopf = '<th class="pename">Name</th><th class="pepartei">Mitgliedschaft</th><th class="mgedat">Zeitraum</th>'
    return Seite(
        programm="kp0041",
        h1="Mandatsträger",
        filter=zeitraum(ansicht, "kp0041", "", alles=alles),
        inhalt=tabelle("kp0041", "xxx", kopf, "".join(zeilen)),
        saetze=len(zeilen),
    )


def _sitze(ansicht: Ansicht, wer: Person, *, alles: bool) -> list[Mitgliedschaft]:
    """The seats of a Person that may be shown, those that have ended only on demand."""
    world = ansicht.world
    eigene = [each for each in world.mitgliedschaften if each.person == wer.nummer and each.name_genannt]
    offene = [each for each in eigene if not world.gremium[each.gremium].verborgen]
    return [each for each in offene if alles or each.bis is None or each.bis >= world.stichtag]


def _zeile(ansicht: Ansicht, wer: Person, sitze: list[Mitgliedschaft]) -> str:
    if not sitze or wer.gesperrt:
        return ""
    enden = [each.bis for each in sitze if each.bis]
    bis = f"bis {max(enden):%d.%m.%Y}" if len(enden) == len(sitze) else ""
    fraktion = ansicht.world.gremium[wer.fraktion].name if wer.fraktion else ""
    return (
        f'<tr class="smc-t-r-l"><td data-label="Name" class="pename">{name(ansicht, wer.nummer)}</td>'
        f'<td data-label="Mitgliedschaft" class="smc-t-cn991 pepartei">{esc(fraktion)}</td>'
        f'<td data-label="Zeitraum" class="smc-t-cl991 mgedat">{bis}</td>\n</tr>\n'
    )


def person(ansicht: Ansicht, wer: Person, programm: str, *, alles: bool) -> Seite:
    """The seats of a Person, those that have ended only on demand."""
    sitze = _sitze(ansicht, wer, alles=alles)
    zeilen = "".join(_art(ansicht, art, sitze) for art in ARTEN)
    kopf = "".join(f'<th class="{klasse}">{titel}</th>' for klasse, titel in SPALTEN.items())
    return Seite(
        programm=programm,
        h1=wer.rufname,
        filter=zeitraum(ansicht, programm, f"__kpenr={wer.nummer}", alles=alles),
        inhalt=tabelle(programm, "xxx", kopf, zeilen),
        saetze=len(sitze),
    )


def _art(ansicht: Ansicht, art: str, sitze: list[Mitgliedschaft]) -> str:
    eigene = [each for each in sitze if ansicht.world.gremium[each.gremium].art == art]
    kopf = (
        '<tr class="smc-t-r-l"><td class="smc-t-cl991 smc-table-cell-th-991 smcfield_puname" '
        f'colspan="{len(SPALTEN) + 1}">{ARTEN[art]}</td>\n</tr>\n'
    )
    return kopf + "".join(_sitz(ansicht, each) for each in eigene) if eigene else ""


def _sitz(ansicht: Ansicht, sitz: Mitgliedschaft) -> str:
    """A row; its last cell says the period once more in words."""
    gremium = ansicht.world.gremium[sitz.gremium]
    ziel = f"kp0040.php?__kgrnr={gremium_nummer(gremium.schluessel)}"
    wer = link(ziel, f"Details anzeigen: {gremium.name}", esc(gremium.name), "smce-a-u smc-link-normal")
    von, bis = f"{sitz.von:%d.%m.%Y}", f"{sitz.bis:%d.%m.%Y}" if sitz.bis else ""
    return (
        f'<tr class="smc-t-r-l"><td data-label="Gremium" class="grname">{wer}</td>'
        f'<td data-label="Mitarbeit" class="smc-t-cn991 amname">{esc(sitz.rolle)}</td>'
        f'<td data-label="von" class="smc-t-cn991 mgadat">{von}</td><td data-label="bis" class="smc-t-cn991 mgedat">{bis}</td>'
        f'<td data-label="Zeit" class="smc-table-cell-block-991 mgadat">von {von}{f" bis {bis}" if bis else ""}</td>\n</tr>\n'
    )

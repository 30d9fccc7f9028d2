"""`gr0040`: the list of Gremien; `kp0040`: the members of one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.sessionnet import gremien as namen
from ratsarchiv.demo.sessionnet.markup import esc, link, tabelle
from ratsarchiv.demo.sessionnet.rahmen import Ansicht, Seite, zeitraum

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Gremium, Mitgliedschaft, Sitzung

LISTE = "si0046.php?smccont=85&__cselect=65536&__cfid=65536&__canz=12&__cmonat=1&__osidat=d"
SPALTEN = {"silast": "Letzte Sitzung", "sinext": "Nächste Sitzung"}
DOPPELT = "smc-t-cl991 smc-table-cell-thtd smc-table-cell-block-991"
MITGLIED = {"pename": "Name", "pepartei": "Mitgliedschaft", "amname": "Art der Mitarbeit"}


def gremien(ansicht: Ansicht, *, alles: bool) -> Seite:
    """The list: Gremien of the running term, or also those that were dissolved."""
    heute = ansicht.world.stichtag
    alle = [each for each in ansicht.world.gremien if not each.verborgen]
    if not alles:
        alle = [each for each in alle if each.bis is None or each.bis >= heute]
    kopf = "".join(
        f'<th class="{klasse}">{name}</th>'
        for klasse, name in {"grname": "Name", **SPALTEN, "si2": "Sitzungen"}.items()
    )
    return Seite(
        programm="gr0040",
        h1="Gremien",
        filter=zeitraum(ansicht, "gr0040", "", alles=alles),
        inhalt=tabelle("gr0040", "smctablegremien", kopf, "".join(_zeile(ansicht, each) for each in alle)),
        saetze=len(alle),
    )


def _zeile(ansicht: Ansicht, gremium: Gremium) -> str:
    nummer = gremium_nummer(gremium.schluessel)
    name = link(
        f"kp0040.php?__kgrnr={nummer}&",
        f"Details anzeigen: {gremium.name}",
        esc(gremium.name),
        "smce-a-u smc-link-normal",
    )
    letzte, naechste = _sitzungen(ansicht, gremium)
    return (
        f'<tr class="smc-t-r-l"><td data-label="" class="smc-t-cl991 grname">{name}</td>'
        f"{_termin(ansicht, 'silast', letzte)}{_termin(ansicht, 'sinext', naechste)}{_liste(gremium, nummer)}\n</tr>\n"
    )


def _sitzungen(ansicht: Ansicht, gremium: Gremium) -> tuple[Sitzung | None, Sitzung | None]:
    """The last and the next one; Fraktionen show none."""
    alle = [] if gremium.art == "Fraktion" else ansicht.world.sitzungen
    eigene = sorted(
        (each for each in alle if gremium.schluessel in each.gremien and not each.abgesagt), key=lambda each: each.datum
    )
    vorbei = [each for each in eigene if each.datum < ansicht.world.stichtag]
    kommend = [each for each in eigene if each.datum >= ansicht.world.stichtag]
    return (vorbei[-1] if vorbei else None, kommend[0] if kommend else None)


def _termin(ansicht: Ansicht, klasse: str, treffen: Sitzung | None) -> str:
    """The day, linked where the Sitzung is released, and once more for narrow screens."""
    if treffen is None:
        return f'<td data-label="" class="smc-t-cn991 {klasse}"></td>'
    tag = f"{treffen.datum:%d.%m.%Y}"
    text = f"{tag}{namen.UNVERLINKT}"
    if treffen.oeffentlich:
        art = "smce-a-u smc-link-normal smc_doc smc_datatype_si"
        text = link(f"si0057.php?__ksinr={treffen.id}", namen.tipp(ansicht.world, treffen), tag, art)
    return (
        f'<td data-label="" class="smc-t-cn991 {klasse}">{text}</td><td data-label="" class="{DOPPELT} {klasse}">'
        f'<p class="smc_field_{klasse}"><strong>{SPALTEN[klasse]}:</strong> {text}</p></td>'
    )


def _liste(gremium: Gremium, nummer: int) -> str:
    if gremium.art == "Fraktion":
        return '<td data-label="" class="smc-t-cn991 smc-link-si2"></td>'
    bild = '<i class="smc smc-calendar" aria-hidden="true"></i>'
    verweis = link(f"{LISTE}&__ksigrnr={nummer}", "Sitzungsliste anzeigen", bild, "smce-a-u smc-config-color-a")
    return f'<td class="smc-t-cl991 smc-link-si2">{verweis}</td>'


def gremium(ansicht: Ansicht, wer: Gremium, *, alles: bool) -> Seite:
    """The members on the stichtag and, on demand, below them those who have left."""
    nummer, world = gremium_nummer(wer.schluessel), ansicht.world
    sitze = [each for each in world.mitglieder(wer.schluessel) if each.name_genannt]
    inhalt = _tabelle(ansicht, "Mandatstr&auml;ger:", sitze, nummer=1)
    if alles:
        eigene = [each for each in world.mitgliedschaften if each.gremium == wer.schluessel and each.name_genannt]
        ehemalige = [each for each in eigene if each.bis is not None and each.bis < world.stichtag]
        inhalt += _tabelle(ansicht, "Mitgliedschaft beendet:", ehemalige, nummer=2) if ehemalige else ""
        sitze += ehemalige
    return Seite(
        programm="kp0040",
        h1=wer.name,
        tabs=((f"kp0040.php?__kgrnr={nummer}", "Mitglieder"), (f"{LISTE}&__kgsgrnr={nummer}", "Sitzungen")),
        filter=zeitraum(ansicht, "kp0040", f"__kgrnr={nummer}", alles=alles),
        inhalt=inhalt,
        saetze=len(sitze),
    )


def _tabelle(ansicht: Ansicht, titel: str, sitze: list[Mitgliedschaft], *, nummer: int) -> str:
    """Members in sections; who has left with dates in place of the vote. The body of the table stays open."""
    letzte = {"mgadat": "von", "mgedat": "bis"} if nummer == 2 else {"mgfunk": "Funktion"}
    spalten = {**MITGLIED, **letzte}
    kopf = "".join(f'<th class="{klasse}">{name}</th>' for klasse, name in spalten.items())
    zeilen = ""
    for abschnitt, gruppe in groupby(sitze, key=_abschnitt):
        zeilen += (
            '<tr class="smc-t-r-l"><td data-label="Personenüberschrift" class="smc-t-cl991 smc-table-cell-th-991 '
            f'smc-table-cell-th-z smcfield_puname" colspan="{len(spalten)}">{esc(abschnitt)}</td>\n</tr>\n'
        )
        zeilen += "".join(_mitglied(ansicht, each, beendet=nummer == 2) for each in gruppe)
    liste = tabelle("kp0040", "xxx", kopf, zeilen, nummer=nummer).replace("</tbody>\n", "")
    return f'<h2 class="smc_h2">{titel}</h2>\n{liste}'


def _abschnitt(sitz: Mitgliedschaft) -> str:
    if "orsitz" in sitz.rolle or "Bürgermeister" in sitz.rolle:
        return "Vorsitz:"
    if "Vertretung" in sitz.rolle:
        return "Stellvertretende Mitglieder:"
    return f"Mitglieder {sitz.zusatz}".strip()


def _mitglied(ansicht: Ansicht, sitz: Mitgliedschaft, *, beendet: bool) -> str:
    """A row; party, role and vote stand twice, the second time for narrow screens."""
    partei, rolle = esc(sitz.zusatz), esc(sitz.rolle)
    zellen = (
        f'<td data-label="Name" class="pename">{person(ansicht, sitz.person)}</td>'
        f'<td data-label="Mitgliedschaft" class="smc-t-cn991 pepartei">{partei}</td>'
        f'<td data-label="Mitgliedschaft" class="smc-table-cell-block-991 pepartei">{f"{partei} {rolle}".strip()}</td>'
        f'<td data-label="Mitarbeit" class="smc-t-cn991 amname">{rolle}</td>'
    )
    return f'<tr class="smc-t-r-l">{zellen}{_zeit(sitz) if beendet else _stimme(sitz)}\n</tr>\n'


def _zeit(sitz: Mitgliedschaft) -> str:
    von, bis = f"{sitz.von:%d.%m.%Y}", f"{sitz.bis:%d.%m.%Y}" if sitz.bis else ""
    return (
        f'<td data-label="von" class="smc-t-cn991 mgadat">{von}</td><td data-label="bis" class="smc-t-cn991 mgedat">{bis}</td>'
        f'<td data-label="Zeit" class="smc-table-cell-block-991 mgadat">von {von} bis {bis}</td>'
    )


def _stimme(sitz: Mitgliedschaft) -> str:
    if "Vertretung" in sitz.rolle:
        return '<td data-label="Funktion" class="smc-t-cn991 mgfunk"></td>'
    text = "stimmberechtigtes Mitglied"
    doppelt = "smc-t-cl991 smc-table-cell-block-991 smc-table-cell-thtd mgfunk"
    return (
        f'<td data-label="Funktion" class="smc-t-cn991 mgfunk">{text}</td>'
        f'<td data-label="Funktion" class="{doppelt}">{text}</td>'
    )


def person(ansicht: Ansicht, nummer: int) -> str:
    """A Person's name, linked where they have a page."""
    wer = ansicht.world.person[nummer]
    if wer.gesperrt:
        return esc(wer.rufname)
    return link(
        f"pe0051.php?__kpenr={nummer}", f"Details anzeigen: {wer.rufname}", esc(wer.rufname), "smce-a-u smc-link-normal"
    )

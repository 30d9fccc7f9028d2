"""`si0057`: a Sitzung with its agenda; `si0050`: the same without."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ratsarchiv.demo.sessionnet import dokumente, gremien
from ratsarchiv.demo.sessionnet.markup import (
    angaben,
    esc,
    kasten,
    klappkasten,
    link,
    ort,
    tabelle,
    uhrzeit,
    zeilenweise,
)
from ratsarchiv.demo.sessionnet.rahmen import Ansicht, Seite

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung, Top

TEILE = {True: "&Ouml;ffentlicher Teil:", False: "Nicht &ouml;ffentlicher Teil:"}
STIMMEN = ("Ja", "Nein", "Enthaltung")
VORLAGE = "smce-a-u smc-link-procedure smc_doc smc_field_voname smcnowrap smc_datatype_vo"


def informationen(ansicht: Ansicht, treffen: Sitzung) -> Seite:
    """The page with what is known of a Sitzung but for its agenda."""
    dateien = dokumente.der_sitzung(treffen)
    unten = kasten(dokumente.auf_seite(dateien), "card card-light smc-pr-n smcbox") if dateien else ""
    inhalt = f'<div class="row">\n\n{kasten(_angaben(ansicht, treffen, "si0050"))}{unten}</div><!-- /meta-row -->\n'
    return Seite(programm="si0050", h1=_titel(ansicht, treffen), tabs=_tabs(treffen), inhalt=inhalt)


def sitzung(ansicht: Ansicht, treffen: Sitzung) -> Seite:
    """The page of a Sitzung with its agenda below two closed boxes."""
    dateien = dokumente.der_sitzung(treffen)
    kaesten = klappkasten(1, "Informationen", _angaben(ansicht, treffen, "si0057"))
    if dateien:
        anzahl = f"{len(dateien)} Dokument{'e' if len(dateien) > 1 else ''}"
        kaesten += klappkasten(2, anzahl, dokumente.auf_seite(dateien), "card card-light smc-pr-n")
    agenda = tabelle("si0057", "smctablesitzung", "", _tagesordnung(ansicht, treffen), nummer=2)
    inhalt = f'<div class="row">\n\n{kaesten}</div><!-- /meta-row -->\n{agenda}'
    return Seite(programm="si0057", h1=_titel(ansicht, treffen), tabs=_tabs(treffen), inhalt=inhalt)


def _titel(ansicht: Ansicht, treffen: Sitzung) -> str:
    zeit = uhrzeit(treffen).replace("&nbsp;", "\xa0")
    teile = (gremien.name(ansicht.world, treffen), f"{treffen.datum:%d.%m.%Y}", zeit)
    return " - ".join(each for each in teile if each)


def _tabs(treffen: Sitzung) -> tuple[tuple[str, str], ...]:
    namen = {"si0050": "Informationen", "si0057": "Tagesordnung"}
    return tuple((f"{programm}.php?__ksinr={treffen.id}", name) for programm, name in namen.items())


def _angaben(ansicht: Ansicht, treffen: Sitzung, programm: str) -> str:
    felder = (
        ("siname", "Sitzung", esc(treffen.kennung)),
        ("sigrname", "Gremium", esc(gremien.name(ansicht.world, treffen))),
        ("siort", "Raum", ort(treffen)),
        ("sidat", "Datum", f"{treffen.datum:%d.%m.%Y}"),
        ("yytime", "Zeit", uhrzeit(treffen)),
    )
    return angaben(programm, [each for each in felder if each[2]])


def _tagesordnung(ansicht: Ansicht, treffen: Sitzung) -> str:
    """The items in their order; a heading wherever the public or the non-public part begins."""
    zeilen = ""
    for n, (oeffentlich, tops) in enumerate(groupby(treffen.tops, key=lambda each: each.oeffentlich)):
        kopf = f'<h2 id="smc_dv_next{treffen.id * 10 + n}">{TEILE[oeffentlich]}</h2>'
        zeilen += f'<tr class="smc-t-r-l"><td class="totrenn" colspan="4">{kopf}</td>\n</tr>\n'
        zeilen += "".join(_top(ansicht, each) for each in tops)
    return zeilen


def _top(ansicht: Ansicht, top: Top) -> str:
    """A row of an item; a non-public one has its title alone, unless the world tells more by mistake."""
    offen = top.oeffentlich or top.verraten
    nummer = esc(top.nummer).replace("Ö", "&Ouml;")
    titel = f'<div class="margin-bottom smc-card-header-title-simple">{zeilenweise(top.betreff)}</div>'
    dateien = dokumente.in_zelle(dokumente.des_tops(ansicht.world, top)) if offen else ""
    return (
        f'<tr class="smc-t-r-l"><td class="tofnum"><span class="badge">{nummer}</span></td>'
        f'<td class="tolink">{titel}{_ergebnis(top) if offen else ""}</td>{_vorlage(ansicht, top if offen else None)}'
        f'<td class="smc-t-cl991 sidocs">{dateien}</td>\n</tr>\n'
    )


def _ergebnis(top: Top) -> str:
    felder = {"beschluss": ("Beschluss", esc(top.beschluss or "")), "abstimmung": ("Abstimmung", _stimmen(top))}
    zeilen = "".join(
        f'<p class="smc_field_smcdv0_box2_{name} margin-bottom-0 margin-top-0"><strong>{titel}:</strong> {wert}</p>'
        for name, (titel, wert) in felder.items()
        if wert
    )
    return f'\n<div class="smc-table-cell-box-normal">{zeilen}</div>' if zeilen else ""


def _stimmen(top: Top) -> str:
    """The figures of the vote after a further blank; who did not occur is not counted."""
    zahlen = zip(STIMMEN, (top.auszug and top.auszug.stimmen) or (), strict=False)
    text = ", ".join(f"{name}:&nbsp;{zahl}" for name, zahl in zahlen if zahl)
    return f" {text}" if text else ""


def _vorlage(ansicht: Ansicht, top: Top | None) -> str:
    papier = ansicht.world.vorlage.get(top.vorlage or 0) if top else None
    if papier is None:
        return '<td class="toxx">&nbsp;</td>'
    titel = f"Vorlage anzeigen: {papier.betreff}"
    verweis = link(f"vo0050.php?__kvonr={papier.id}", titel, esc(papier.nummer), VORLAGE)
    return f'<td data-label="Vorlage" class="smc-t-cl991 tovo"> {verweis}</td>'

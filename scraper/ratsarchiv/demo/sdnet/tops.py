"""`tops`: one Sitzung and its Tagesordnung."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ratsarchiv.demo.sdnet.kennung import token
from ratsarchiv.demo.sdnet.rahmen import PLATZ, Ansicht, anlagen, attr, dateien, seite, text, zeile
from ratsarchiv.demo.sdnet.vorgang import dokumente

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung, Top

SPALTEN = {"topnrtext": "Nummer", "bezeichnung": "Übersicht", "nummer": "Vorlagennummer", "dokumente": "Dokumente"}
TEILE = {True: ("I.", "Öffentliche Sitzung", "oeff"), False: ("II.", "Nichtöffentliche Sitzung", "noeff")}
ICONS = '<i class="fa-top"></i><i class="fa-bottom"></i>'


def tops(ansicht: Ansicht, treffen: Sitzung) -> bytes:
    """The page of a Sitzung."""
    export = "Den aktuellen Termin in einen lokalen Kalender exportieren"
    ics = f"{ansicht.basis}tops/ics/?__={token('tops', treffen.id)}"
    inhalt = (
        f'            <h1 class="heading">Tagesordnung</h1><div class="outlook papers-hidden"><a role="button" href="{ics}" '
        f'title="{export}" aria-label="{export}"><span class="hide-text">{export}</span></a></div>\n'
        '            <div id="papers-add" class="sst-table-container papers-hidden">\n'
        f'                    <table class="table-details">\n{_angaben(ansicht, treffen)}        </table>\n        </div>\n'
        f"{_tagesordnung(ansicht, treffen)}"
    )
    return seite(ansicht, "Sitzungstermin", "tops", inhalt)


def nummer(ansicht: Ansicht, treffen: Sitzung) -> int:
    """Which Sitzung of its Gremien it is, from the first that the system knows."""
    gleiche = [each for each in ansicht.world.sitzungen if each.gremien == treffen.gremien]
    return 1 + sum((each.datum, each.id) < (treffen.datum, treffen.id) for each in gleiche)


def _angaben(ansicht: Ansicht, treffen: Sitzung) -> str:
    gremien = ", ".join(ansicht.gremium(ansicht.world.gremium[each]) for each in treffen.gremien)
    zeilen = zeile("Sitzung", f"{gremien}, {nummer(ansicht, treffen)}. Sitzung") + zeile(
        "Termin", ansicht.termin(treffen)
    )
    if wo := [each for each in (treffen.ort, treffen.raum) if each]:
        zeilen += zeile("Ort", "".join(f"{text(each)}<br />\n" for each in wo))
    niederschriften = [each for each in treffen.dokumente if "niederschrift" in each.titel.lower()]
    andere = [each for each in treffen.dokumente if each not in niederschriften]
    einladung = dateien(andere, "einladung-link", treffen.datum)
    einladung += anlagen(treffen.anlagen, "tops", treffen.id, "einladung-link")
    for name, liste in (
        ("Einladung", einladung),
        ("Niederschrift", dateien(niederschriften, "niederschrift-link", treffen.datum)),
    ):
        if liste:
            zeilen += zeile(name, "".join(ansicht.dokument(each) for each in liste), "document-icon-margin")
    return zeilen


def _tagesordnung(ansicht: Ansicht, treffen: Sitzung) -> str:
    koepfe = "".join(
        f'<th class="column-{name}-header table-col-pos-{n}" scope="col" role="columnheader">{wort}</th>'
        for n, (name, wort) in enumerate(SPALTEN.items())
    )
    zeilen = ""
    for oeffentlich, gruppe in groupby(treffen.tops, key=lambda each: each.oeffentlich):
        roemisch, name, kurz = TEILE[oeffentlich]
        leer = {"topnrtext": roemisch, "bezeichnung": name, "nummer": "&nbsp;", "dokumente": PLATZ * 4}
        zeilen += _zeile(f"ebene1-0 top-{kurz}-head", f"200_{treffen.id}", leer)
        for n, top in enumerate(gruppe, 1):
            kennung = f"505_{top.vorlage}" if top.vorlage else f"200_{top.id}"
            zeilen += _zeile(f"ebene1-{n} top-{kurz}-data", kennung, _zellen(ansicht, top))
    return (
        '<div class="sst-table-container papers-hidden"><table id="table0" class="table-data table-top table-cols-4">'
        '<caption class="caption">Tagesordnungspunkte</caption><colgroup span="4"></colgroup>'
        f'<thead style="display:none;"><tr>{koepfe}</tr></thead><tbody>{zeilen}</tbody></table></div>\n'
    )


def _zeile(klassen: str, kennung: str, zellen: dict[str, str]) -> str:
    """A row; the second quotation mark behind its number is version 26.2.1's."""
    inhalt = "\n".join(f'<td class="column-{name}">{wert}</td>' for name, wert in zellen.items())
    return f'<tr class="row-1 original {klassen}"  data-vorgang-id="{kennung}"" data-ivs-id="">\n{inhalt}\n</tr>\n\n'


def _zellen(ansicht: Ansicht, top: Top) -> dict[str, str]:
    """A row's four cells. Of a non-public item all is printed but its documents."""
    papier = ansicht.world.vorlage.get(top.vorlage or 0)
    gedruckt = top.nummer.removeprefix("Ö ").removeprefix("N ")
    return {
        "topnrtext": gedruckt if "." in gedruckt or not gedruckt else f"{gedruckt}.",
        "bezeichnung": text(top.betreff),
        "nummer": text(papier.nummer) if papier else "&nbsp;",
        "dokumente": (_plaetze(ansicht, top) if top.oeffentlich else PLATZ * 4) + _vorgang(ansicht, top),
    }


def _adresse(ansicht: Ansicht, top: Top) -> str:
    return (
        ansicht.adresse("vorgang", "vorgang", top.vorlage) if top.vorlage else ansicht.adresse("vorgang", "top", top.id)
    )


def _vorgang(ansicht: Ansicht, top: Top) -> str:
    name = f"{attr(top.betreff)} - Vorgang"
    return (
        f'<a aria-label="{name}. Vorgang öffnen" role="button" class="link-element" href="{_adresse(ansicht, top)}" '
        f'title="{name}. Vorgang öffnen"><span aria-hidden="true" class="vorgang-link fa-sst-folder-open fa-icon">{ICONS}'
        f'</span><span aria-hidden="true"  class="hide-text">{name}</span></a>'
    )


def _plaetze(ansicht: Ansicht, top: Top) -> str:
    """The four slots: Vorlage, its attachments, Beschluss, its attachments. Several attachments lead to the Vorgang."""
    papier = ansicht.world.vorlage.get(top.vorlage or 0)
    vorlage, beilagen = dokumente(papier) if papier and papier.zugang == "oeffentlich" else ([], [])
    minutes = (
        dateien([top.niederschrift], "beschluss-attachment-link", ansicht.world.stichtag) if top.niederschrift else []
    )
    erste = "".join(ansicht.dokument(each, offen=False) for each in vorlage) or PLATZ
    zweite = "".join(ansicht.dokument(each, offen=False) for each in beilagen) or PLATZ
    if len(beilagen) > 1:
        namen = "\n".join(each.gedruckt for each in beilagen)
        zweite = (
            f'<a aria-hidden="true" tabindex="-1" href="{_adresse(ansicht, top)}" title="{namen.replace(chr(34), "&quot;")}">'
            f'<span aria-hidden="true" class="attachment-link vorlage-attachment-link fa-icon">{ICONS}</span>'
            f'<span aria-hidden="true" class="hide-text">{text(namen)}</span></a>'
        )
    return erste + zweite + PLATZ + ("".join(ansicht.dokument(each, offen=False) for each in minutes) or PLATZ)

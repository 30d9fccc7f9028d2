"""`vorgang`: one Vorlage with its documents and its Beratungsfolge, without a word of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.sdnet.rahmen import Ansicht, Datei, anlagen, dateien, seite, text, zeile

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Beratung, Vorlage

SPALTEN = {"beginn": "Termin", "gremium": "Gremium", "beschluss": "Beschluss", "ergebnis": "Abstimmung"}


def vorgang(ansicht: Ansicht, papier: Vorlage) -> bytes:
    """The page of a Vorlage."""
    alle = [each for teil in dokumente(papier) for each in teil]
    links = "".join(ansicht.dokument(each) for each in alle)
    zeilen = (
        zeile(text(papier.art), f"\n                    {text(papier.nummer)}                ")
        + zeile("Betreff", text(papier.betreff))
        + zeile("Federführung", text(papier.federfuehrend))
        + (zeile("Dokument", links, "document-icon-margin") if links else "")
    )
    koepfe = "".join(
        f'<th class="column-{name}-header table-col-pos-{n}" scope="col" role="columnheader">{wort}</th>'
        for n, (name, wort) in enumerate(SPALTEN.items())
    )
    folge = "".join(_zeile(ansicht, each, n) for n, each in enumerate(papier.beratungen, 1))
    inhalt = (
        f'    <h1 class="heading">Vorgang {text(papier.nummer)}</h1>\n    <p class="description">Diese Ansicht enthält '
        f"Informationen zum Vorgang: {text(papier.art)} {text(papier.nummer)}</p>\n    \n"
        f'    <div class="sst-table-container">\n        <table class="table-details">\n{zeilen}        </table>\n    </div>\n'
        '\n<div class="sst-table-container papers-hidden"><table id="table0" class="table-data table-vorgang table-cols-4">'
        '<caption class="caption">Beratungsfolge</caption><colgroup span="4"></colgroup>'
        f"<thead><tr>{koepfe}</tr></thead><tbody>{folge}</tbody></table></div>\n"
    )
    return seite(ansicht, f"Vorgang {papier.nummer}", "vorgang", inhalt)


def dokumente(papier: Vorlage) -> tuple[list[Datei], list[Datei]]:
    """The document of a Vorlage, and what goes with it."""
    eigene = dateien(papier.dokumente, "vorlage-link", papier.freigegeben)
    return eigene, anlagen(papier.anlagen, "vorgang", papier.id, "attachment-link vorlage-attachment-link")


def _zeile(ansicht: Ansicht, beratung: Beratung, n: int) -> str:
    """A step of the Beratungsfolge. Its result stands in the Beschluss alone, as a document that this council never offers."""
    treffen = ansicht.world.sitzung.get(beratung.sitzung or 0)
    zellen = {
        "beginn": ansicht.termin(treffen) if treffen else "",
        "gremium": ansicht.gremium(ansicht.world.gremium[beratung.gremium]),
        "beschluss": "",
        "ergebnis": "",
    }
    inhalt = "\n".join(f'<td class="column-{name}">{wert}</td>' for name, wert in zellen.items())
    return f'<tr class="row-{n % 2}"  data-vorgang-id="200_{beratung.top or 0}">\n{inhalt}\n</tr>\n\n'

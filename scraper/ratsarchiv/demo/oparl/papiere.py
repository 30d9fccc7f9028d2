"""Papers with their Files and Consultations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.oparl import dateien
from ratsarchiv.demo.oparl.koerperschaft import BODY, amt_adresse, gremium_adresse
from ratsarchiv.demo.oparl.objekt import Objekt, Pfad, eigen, objekt, seite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.demo.world import Beratung, Vorlage, World


def papers(world: World) -> Iterator[Objekt]:
    """The public Vorlagen."""
    for papier in world.oeffentliche_vorlagen:
        yield _paper(world, papier)


def _paper(world: World, papier: Vorlage) -> Objekt:
    dokumente = [dateien.dokument(each) for each in papier.dokumente]
    frueher = world.vorlage.get(papier.bezug or 0)
    return objekt(
        "Paper",
        eigen("papers", id=papier.id),
        body=BODY,
        name=papier.betreff,
        reference=papier.nummer,
        date=papier.angelegt.isoformat(),
        paperType=papier.art,
        relatedPaper=[eigen("papers", id=frueher.id)] if frueher and frueher.zugang == "oeffentlich" else None,
        mainFile=dokumente[0] if dokumente else None,
        auxiliaryFile=dokumente[1:] + dateien.anlagen(dateien.VORLAGE, papier.id, papier.anlagen),
        underDirectionOf=[amt_adresse(papier.federfuehrend)],
        consultation=[_consultation(world, papier, n, each) for n, each in enumerate(papier.beratungen)],
        web=seite("vo020", "VOLFDNR", papier.id),
    )


def beratung_adresse(papier: Vorlage, stelle: int) -> Pfad:
    """The Consultation at that place of the Beratungsfolge."""
    return eigen("consultations", id=papier.id * 100 + stelle)


def _consultation(world: World, papier: Vorlage, stelle: int, beratung: Beratung) -> Objekt:
    sitzung = world.sitzung.get(beratung.sitzung or 0)
    _, top = world.top.get(beratung.top or 0, (None, None))
    gezeigt = sitzung is not None and sitzung.zugang != "geloescht"
    oeffentlich = sitzung is not None and sitzung.oeffentlich and top is not None and top.oeffentlich
    gremium = world.gremium[beratung.gremium]
    return objekt(
        "Consultation",
        beratung_adresse(papier, stelle),
        agendaItem=eigen("agendaItems", id=beratung.top) if oeffentlich else None,
        meeting=eigen("meetings", id=beratung.sitzung) if gezeigt else None,
        organization=None if gremium.verborgen else [gremium_adresse(beratung.gremium)],
        authoritative=beratung.rolle == "Entscheidung",
        role=beratung.rolle,
    )

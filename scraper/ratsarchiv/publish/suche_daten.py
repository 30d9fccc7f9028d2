"""The results of a search as data: JSON, CSV and the entries of a feed. Their shapes are described in `docs/daten.md`."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import german
from ratsarchiv.publish.feed import Entry
from ratsarchiv.publish.suche import FACETTEN, Fund, of_passage, weiter

if TYPE_CHECKING:
    from ratsarchiv.store.suche.anfrage import Stelle, Treffer

Row = dict[str, Any]

COLUMNS = ("kommune", "tabelle", "objekt", "nummer", "betreff", "art", "datum", "adresse")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell begins that a spreadsheet would calculate."""
_BEGINNING = "1970-01-01"


def als_json(fund: Fund) -> Row:
    """The results as one object."""
    anfrage, ergebnis = fund.anfrage, fund.ergebnis
    return {
        "anzahl": ergebnis.anzahl,
        "mindestens": ergebnis.mindestens,
        "nur_neueste": ergebnis.nur_neueste,
        "gesucht": ergebnis.gesucht,
        "statt": ergebnis.statt,
        "treffer": [_treffer(each, fund) for each in ergebnis.treffer],
        "facetten": {
            name: [
                {"wert": each.wert, "name": each.name, "anzahl": each.anzahl, "gewaehlt": each.gewaehlt}
                for each in ergebnis.facetten.get(name, ())
            ]
            for name in FACETTEN
        },
        "kommunen": {each.kommune: fund.kommunen.get(each.kommune) for each in ergebnis.treffer},
        "weiter": weiter(anfrage, ergebnis, "/suche.json"),
    }


def _treffer(treffer: Treffer, fund: Fund) -> Row:
    fields = ("tabelle", "objekt", "kommune", "nummer", "betreff", "art", "datum", "betreff_marken")
    stellen = [_stelle(each, of_passage(each, treffer, fund)) for each in treffer.stellen]
    said = {field: getattr(treffer, field) for field in fields}
    return said | {"adresse": fund.adresse(treffer), "stellen": stellen}


def _stelle(stelle: Stelle, of: Row | None) -> Row:
    fields = ("tabelle", "objekt", "text", "marken", "seite", "titel")
    said = {field: getattr(stelle, field) for field in fields}
    return said | {"dokument": of and of["id"], "adresse": of and of["adresse"]}


def als_csv(fund: Fund, base: str, *, excel: bool) -> str:
    """The results as lines; for Excel with semicolons, and no cell that it would calculate."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";" if excel else ",")
    writer.writerow(COLUMNS)
    for each in fund.ergebnis.treffer:
        row = [fund.kommune(each), each.tabelle, each.objekt, each.nummer, each.betreff, each.art, each.datum]
        cells = [*((cell or "") for cell in row), base + fund.adresse(each)]
        writer.writerow(map(_safe, cells) if excel else cells)
    return ("\ufeff" if excel else "") + target.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def entries(fund: Fund) -> list[Entry]:
    """The results as a feed's entries."""
    return [
        Entry(
            id=fund.adresse(each),
            title=each.betreff or each.nummer or "Ohne Betreff",
            address=fund.adresse(each),
            updated=(each.datum or "")[:10] or _BEGINNING,
            summary="\n".join(
                [" · ".join(filter(None, (german.short_date(each.datum), each.nummer, each.art, fund.kommune(each))))]
                + [stelle.text for stelle in each.stellen]
            ),
        )
        for each in fund.ergebnis.treffer
    ]

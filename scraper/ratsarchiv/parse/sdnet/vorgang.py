"""`vorgang`: one Vorlage with its documents and its Beratungsfolge. Its text stands in the documents alone."""

from __future__ import annotations

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Beratung, Parsed, Vorlage
from ratsarchiv.parse import html, wortlaut
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sdnet import dokumente
from ratsarchiv.parse.sdnet.sheet import Sheet, moment

_COLUMNS = {"beginn", "gremium", "beschluss", "ergebnis"}
_DOCUMENTS = {"Dokument", "Dokumente"}
_KNOWN = {"Betreff", "Federführung"} | _DOCUMENTS


def vorlage(sheet: Sheet) -> Parsed:
    """A Vorlage. Of a Beratung the page shows neither the role nor the Tagesordnungspunkt's number."""
    found = sheet.labels()
    if _is_withheld(found):
        return Parsed(url=sheet.page.url, seitenart=sheet.seitenart, ergebnis="nicht_oeffentlich")
    record = _record(sheet, found)
    sheet.records.append(record)
    owner, position = dokumente.Owner("vorlage", sheet.own_number), 0
    for label in sorted(_DOCUMENTS & found.keys()):
        position = dokumente.read(sheet, owner, found[label], position)
    _beratungsfolge(sheet, record, owner, position)
    sheet.lists_all("dokumente", "vorlage", record.id)
    return sheet.parsed()


def _is_withheld(found: dict[str, Element]) -> bool:
    """Whether the kind or another label says that the Vorlage isn't public; its Betreff may tell of other things."""
    about = (f"{label} {html.text(cell)}" for label, cell in found.items() if label not in _KNOWN)
    return any(wortlaut.names_non_public(each) for each in about)


def _beratungsfolge(sheet: Sheet, vorlage: Vorlage, owner: dokumente.Owner, position: int) -> None:
    """Notes the steps, and the documents of what was decided. They are all only where each is understood."""
    rows = [cells for _, cells in sheet.rows("table-vorgang")]
    known = [cells for cells in rows if {"beginn", "gremium"} <= cells.keys() <= _COLUMNS]
    for place, cells in enumerate(known, 1):
        sheet.records.append(_beratung(sheet, vorlage, place, cells))
        if "beschluss" in cells:
            position = _beschluss(sheet, owner, cells["beschluss"], position)
    if len(known) < len(rows):
        sheet.problem(
            "unbekannte_beschriftung", f"{len(rows) - len(known)} Zeilen der Beratungsfolge mit anderen Spalten"
        )
    elif known:
        sheet.lists_all("beratungen", "vorlage", vorlage.id)


def _record(sheet: Sheet, found: dict[str, Element]) -> Vorlage:
    if "Betreff" not in found:
        raise ParseError("the table with Betreff is missing")
    title = html.text(html.one(sheet.main, ".//h1")).removeprefix("Vorgang").strip()
    others = {label: html.text(cell) for label, cell in found.items() if label not in _KNOWN}
    # The kind of a paper is the label of its number: no other page says how a council's kinds are called.
    art = next((label for label, value in others.items() if value and title.startswith(value)), None)
    for label in others:
        if label != art:
            sheet.problem("unbekannte_beschriftung", f"Beschriftung {label[:80]!r}")
    return Vorlage(
        id=sheet.id(sheet.own_number),
        kommune=sheet.kommune,
        url=sheet.url,
        nummer=others[art] if art else None,
        betreff=html.lines(found["Betreff"]) or None,
        art=art,
        federfuehrend=(html.text(found["Federführung"]) or None) if "Federführung" in found else None,
    )


def _beratung(sheet: Sheet, vorlage: Vorlage, position: int, cells: dict[str, Element]) -> Beratung:
    gremium, gremium_name = sheet.gremien(cells["gremium"])
    datum, beginn = moment(html.text(cells["beginn"]))
    meetings = {url for _, url in sheet.anchors(cells["beginn"], "tops")}
    says = {"gremium": gremium, "gremium_name": gremium_name, "datum": datum, "beginn": beginn}
    sitzung = sheet.sitzung(min(meetings), **says).id if len(meetings) == 1 else None
    beschluss = html.text(cells["ergebnis"]) or None if "ergebnis" in cells else None
    return Beratung(
        id=f"{vorlage.id}-b{position}",
        kommune=sheet.kommune,
        url=vorlage.url,
        vorlage=vorlage.id,
        position=position,
        gremium=gremium,
        gremium_name=gremium_name or html.text(cells["gremium"]) or None,
        datum=datum,
        sitzung=sitzung,
        beschluss=beschluss,
        beschlussart=sheet.beschlussart(beschluss),
    )


def _beschluss(sheet: Sheet, owner: dokumente.Owner, cell: Element, position: int) -> int:
    """The Beschluss of a Sitzung is a document; words beside it were never seen."""
    inside = "".join(html.text(anchor) for anchor in cell.iter("a"))
    if len(html.text(cell).replace(" ", "")) > len(inside.replace(" ", "")):
        sheet.problem("unbekannte_beschriftung", "Worte neben dem Dokument eines Beschlusses")
    return dokumente.read(sheet, owner, cell, position)

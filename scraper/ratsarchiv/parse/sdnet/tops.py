"""`tops`: one Sitzung and its Tagesordnung."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import german, html
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sdnet import addresses, dokumente
from ratsarchiv.parse.sdnet.sheet import Sheet, moment

_PART = {"top-oeff-data": True, "top-noeff-data": False}
_LETTERS = {True: ("Ö ", "oe"), False: ("N ", "n"), None: ("", "")}
_HEADINGS = {"top-oeff-head": True, "top-noeff-head": False}
_COLUMNS = {"topnrtext", "bezeichnung", "nummer", "dokumente"}
_DOCUMENTS = {"Einladung", "Niederschrift", "Sitzungspaket"}


def sitzung(sheet: Sheet) -> Parsed:
    """A Sitzung and its agenda. Of non-public items only the number is read."""
    found = sheet.labels()
    record = _record(sheet, found)
    sheet.records.append(record)
    owner, position = dokumente.Owner("sitzung", sheet.own_number), 0
    for label, cell in found.items():
        if label in _DOCUMENTS:
            position = dokumente.read(sheet, owner, cell, position)
        elif label not in {"Sitzung", "Termin", "Ort"}:
            sheet.problem("unbekannte_beschriftung", f"Beschriftung {label[:80]!r}")
    if _agenda(sheet, record):
        sheet.lists_all("tagesordnungspunkte", "sitzung", record.id)
    sheet.lists_all("dokumente", "sitzung", record.id)
    return sheet.parsed()


def _record(sheet: Sheet, found: dict[str, Element]) -> Sitzung:
    if not {"Sitzung", "Termin"} <= found.keys():
        raise ParseError("the table with Sitzung and Termin is missing")
    gremium, gremium_name = sheet.gremien(found["Sitzung"])
    datum, beginn = moment(html.text(found["Termin"]))
    if datum is None:
        raise ParseError(f"{html.text(found['Termin'])[:80]!r} holds no date")
    place = html.lines(found["Ort"]) if "Ort" in found else ""
    return Sitzung(
        id=sheet.id(sheet.own_number),
        kommune=sheet.kommune,
        url=sheet.url,
        gremium=gremium,
        gremium_name=gremium_name,
        name=html.text(found["Sitzung"]) or None,
        datum=datum,
        beginn=beginn,
        ort=", ".join(line for line in place.split("\n") if line) or None,
    )


def _agenda(sheet: Sheet, sitzung: Sitzung) -> int:
    """Notes the items; how many there are."""
    position, part = 0, True
    for row, cells in sheet.rows("table-top"):
        names = set((row.get("class") or "").split())
        if names & _HEADINGS.keys():
            part = all(_HEADINGS[name] for name in names & _HEADINGS.keys())
            continue
        position += 1
        if cells.keys() != _COLUMNS:
            sheet.problem("unbekannte_beschriftung", f"Zeile {position} der Tagesordnung hat andere Spalten")
        public = next((_PART[name] for name in sorted(names & _PART.keys())), None)
        if public is None:
            sheet.problem(
                "unbekannter_wortlaut", f"Zeile {position} der Tagesordnung sagt nicht, ob sie öffentlich ist"
            )
        _item(sheet, sitzung, position, cells, public and part)
    return position


def _item(sheet: Sheet, sitzung: Sitzung, position: int, cells: dict[str, Element], public: bool | None) -> None:
    printed = html.text(cells["topnrtext"]).rstrip(". ")[:40] if "topnrtext" in cells else ""
    said = german.top_number(printed)
    if said and said.oeffentlich is False:
        printed, public = said.text.removeprefix("N "), False
    letter, short = _LETTERS[public]
    own = f"{sheet.own_number}-{short}{printed}" if printed else f"{sheet.own_number}-p{position}"
    item = Tagesordnungspunkt(
        id=sheet.id(own),
        kommune=sheet.kommune,
        url=sheet.url,
        sitzung=sitzung.id,
        position=position,
        nummer=f"{letter}{printed}" if printed else None,
        oeffentlich=public,
        **_public_item(sheet, cells) if public else {},
    )
    if not sheet.record_once(item):
        sheet.problem("zaehlung", f"TOP {item.nummer} steht zweimal auf der Tagesordnung")
        own = f"{sheet.own_number}-p{position}"
        item = replace(item, id=sheet.id(own))
        sheet.records.append(item)
    if public:
        _documents(sheet, item, own, cells)


def _public_item(sheet: Sheet, cells: dict[str, Element]) -> dict[str, Any]:
    betreff = html.lines(cells["bezeichnung"]) or None if "bezeichnung" in cells else None
    nummer = html.text(cells["nummer"]) or None if "nummer" in cells else None
    return {"betreff": betreff, "vorlage": _vorlage(sheet, cells, nummer), "vorlage_nummer": nummer}


def _vorlage(sheet: Sheet, cells: dict[str, Element], nummer: str | None) -> str | None:
    """The paper of an item. An item without one has a Vorgang too, which says no more than the item."""
    urls = (
        {url for _, url in sheet.anchors(cells["dokumente"], "vorgang")} if nummer and "dokumente" in cells else set()
    )
    named = addresses.objekt(min(urls)) if len(urls) == 1 else None
    if named is None:
        if nummer:
            sheet.problem("unbekannte_beschriftung", f"Vorlage {nummer[:80]!r} mit {len(urls)} Vorgängen")
        return None
    # An item's title is its own: the paper's Betreff stands on the paper's page.
    papier = Vorlage(id=sheet.id(named[1]), kommune=sheet.kommune, url=min(urls), nummer=nummer)
    sheet.links.append(Link(url=papier.url, seitenart="vorgang", platzhalter=papier))
    return papier.id


def _documents(sheet: Sheet, item: Tagesordnungspunkt, own: str, cells: dict[str, Element]) -> None:
    """Four slots: Vorlage, its attachments, Beschluss, its attachments. Those of a paper stand whole on its own page."""
    if "dokumente" not in cells:
        return
    cell = cells["dokumente"]
    hidden = [anchor for anchor, _ in sheet.anchors(cell, "vorgang") if "attachment-link" in dokumente.icons(anchor)]
    if hidden and not item.vorlage:
        sheet.problem("unbekannte_beschriftung", f"mehrere Anlagen von TOP {item.nummer}, die nur der Vorgang nennt")
    owner = dokumente.Owner("tagesordnungspunkt", own, sitzung=item.sitzung)
    dokumente.read(sheet, owner, cell, 0, without="vorlage-" if item.vorlage else "none")

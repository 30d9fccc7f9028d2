"""`to010`: one Sitzung and its Tagesordnung."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Parsed, Sitzung, Tagesordnungspunkt
from ratsarchiv.parse import german, html, wortlaut
from ratsarchiv.parse.allris4 import addresses, dates, dokumente, head, references
from ratsarchiv.parse.allris4.sheet import Sheet, lines
from ratsarchiv.parse.html import Element

_KNOWN = {
    "sibetreff", "sigremium", "sidatum", "sistatus", "sistat", "sizeit", "sianlass", "siraum", "siort", "sizusatz",
}  # fmt: skip
_OWN = re.compile(r"(?:link|betreff|vo)_(\d{1,18})")


def sitzung(sheet: Sheet) -> Parsed:
    """A Sitzung and its agenda. Of non-public items only the number is read."""
    record = _record(sheet)
    sheet.records.append(record)
    head.complain(sheet, _KNOWN)
    _agenda(sheet, record)
    sheet.records += sheet.abschnitte("sitzung", record.id, "auszug")
    dokumente.read(sheet, dokumente.Owner("sitzung", record.id, sheet.own_number))
    if sheet.field("toTreeTable") is not None or not sheet.closed:
        sheet.lists_all("tagesordnungspunkte", "sitzung", record.id)
    return sheet.all()


def _record(sheet: Sheet) -> Sitzung:
    day = dates.day(sheet.line("sidatum") or "")
    if day is None:
        raise ParseError("the page doesn't say when the Sitzung is")
    cell = sheet.field("sigremium")
    gremien = references.gremien(sheet, cell) if cell is not None else []
    beginn, ende = german.span(day, sheet.line("sizeit") or "")
    name = sheet.line("sibetreff") or sheet.title.partition(" - ")[0]
    return Sitzung(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=sheet.url,
        gremium=gremien[0].id if len(gremien) == 1 else None,
        gremium_name="; ".join(each.name for each in gremien if each.name) or sheet.line("sigremium"),
        name=name,
        datum=day,
        beginn=beginn,
        ende=ende,
        raum=sheet.line("siraum"),
        ort=sheet.line("siort"),
        zusatz=sheet.line("sizusatz"),
        status=sheet.line("sistatus"),
        anlass=sheet.line("sianlass"),
        abgesagt=True if wortlaut.is_cancelled(name) else None,
    )


@dataclass
class _Row:
    """A row of the agenda: its cells by the class that names their column."""

    element: Element
    cells: dict[str, Element]

    def text(self, name: str) -> str:
        return html.text(self.cells[name]) if name in self.cells else ""

    def own_number(self) -> str | None:
        """The item's TOLFDNR, from its number's link, its subject's or its Vorlage's."""
        for anchor in self.element.iter("a"):
            if found := _OWN.fullmatch(anchor.get("id") or ""):
                return found[1]
        return references.link(self.element, "to020", "TOLFDNR")[0]


def _agenda(sheet: Sheet, sitzung: Sitzung) -> None:
    table = sheet.field("toTreeTable")
    part: bool | None = None
    position = 0
    for element in table.iter("tr") if table is not None else ():
        row = _Row(element, {(cell.get("class") or "").partition(" ")[0]: cell for cell in html.cells(element)})
        if "beratung" in (element.get("class") or "").split():
            part = _part(row.text("tobetreff"))
        elif row.text("tonr") or row.own_number():
            position += 1
            _item(sheet, sitzung, position, row, part)
        elif says := row.text("tobetreff"):
            # Its words are repeated nowhere: they may stand in the part that isn't public, or begin it.
            part = False if _part(says) is False else part
            sheet.problem("unbekannte_beschriftung", f"Zeile der Tagesordnung ohne Nummer hinter Zeile {position}")


def _part(heading: str) -> bool | None:
    """Whether the items below a heading are public: `Öffentlicher Teil (19:30 - 20:40 Uhr)`; None where it doesn't say."""
    if wortlaut.names_non_public(heading):
        return False
    return True if "öffentlich" in heading.lower() else None


def _item(sheet: Sheet, sitzung: Sitzung, position: int, row: _Row, part: bool | None) -> None:
    number = german.top_number(row.text("tonr"))
    public = _is_public(sheet, number, part)
    own = row.own_number()
    url = addresses.of(sheet.folder, "tagesordnungspunkte", own) if own else None
    item = Tagesordnungspunkt(
        id=sheet.id(own) if own else _id_by_place(sitzung, position, _printed(number, public=public)),
        kommune=sheet.kommune,
        url=url or sheet.url,
        sitzung=sitzung.id,
        position=position,
        nummer=_printed(number, public=public),
        oeffentlich=public,
        **_public_item(sheet, row) if public else {},
    )
    sheet.records.append(item)
    if public and own:
        if references.link(row.element, "to020", "TOLFDNR")[0]:
            sheet.links.append(Link(url=item.url, seitenart="to020"))
        _documents(sheet, sitzung, item, own, row)


def _is_public(sheet: Sheet, number: german.TopNumber | None, part: bool | None) -> bool | None:
    """What the number says, or else the part that the item stands in; what contradicts itself isn't public."""
    says = number.oeffentlich if number else None
    if says is None and part is None:
        sheet.problem(
            "unbekannter_wortlaut", f"TOP {number.text if number else '–'!r} sagt nicht, ob er öffentlich ist"
        )
        return None
    if says and part is False:
        sheet.problem("unbekannter_wortlaut", f"TOP {number.text if number else ''!r} steht im nichtöffentlichen Teil")
        return False
    return part if says is None else says


def _printed(number: german.TopNumber | None, *, public: bool | None) -> str | None:
    """`Ö 3.1`: a bare number gets the letter of the part that it stands in."""
    if number is None or number.oeffentlich is not None or public is None:
        return number.text if number else None
    return f"{'Ö' if public else 'N'} {number.text}"


def _id_by_place(sitzung: Sitzung, position: int, nummer: str | None) -> str:
    if nummer is None:
        return f"{sitzung.id}-p{position}"
    return f"{sitzung.id}-{nummer.lower().replace('ö', 'oe').replace(' ', '')}"


def _public_item(sheet: Sheet, row: _Row) -> dict[str, Any]:
    beschluss = row.text("tobanr") or None
    betreff, zusatz = _subject(row.cells.get("tobetreff"))
    vorlage, vorlage_nummer, bezug = _paper(sheet, row.cells.get("tovonr"))
    return {
        "betreff": betreff,
        "zusatz": zusatz,
        "vorlage": vorlage,
        "vorlage_nummer": vorlage_nummer,
        "bezug_sitzung": bezug,
        "beschluss": beschluss,
        "beschlussart": sheet.beschlussart(beschluss),
    }


def _subject(cell: Element | None) -> tuple[str | None, str | None]:
    """(Betreff, Zusatzinfo) of the cell that holds both."""
    if cell is None:
        return None, None
    extra = [each for each in cell.iter("span") if "zusatzinfo" in (each.get("class") or "").split()]
    zusatz = "; ".join(filter(None, (html.lines(each) for each in extra)))
    for each in extra:
        each[:] = []
        each.text = None
    inner = next(cell.iter("a"), cell)
    return lines(inner) or lines(cell) or None, zusatz.removeprefix("(").removesuffix(")") or None


def _paper(sheet: Sheet, cell: Element | None) -> tuple[str | None, str | None, str | None]:
    """(Vorlage, its number as printed, the Sitzung whose minutes are approved)."""
    if cell is None:
        return None, None, None
    number, anchor = references.link(cell, "vo020", "VOLFDNR")
    if number and anchor is not None:
        printed = html.text(anchor) or None
        return references.vorlage(sheet, number, nummer=printed).id, printed, None
    meeting, _ = references.link(cell, "to010", "SILFDNR")
    if meeting:
        return None, None, references.sitzung(sheet, meeting).id
    return None, html.text(cell) or None, None


def _documents(sheet: Sheet, sitzung: Sitzung, item: Tagesordnungspunkt, own: str, row: _Row) -> None:
    """The item's own documents; the collected one of its Vorlage is listed on the Vorlage's page."""
    owner = dokumente.Owner("tagesordnungspunkt", item.id, own, sitzung=sitzung.id)
    position = 0
    for anchor in row.element.iter("a"):
        of_vorlage = item.vorlage and wortlaut.dokumentart(dokumente.says(anchor)) == "sammeldokument"
        if dokumente.is_file(anchor) and not of_vorlage:
            position += dokumente.of_link(sheet, owner, anchor, position + 1)

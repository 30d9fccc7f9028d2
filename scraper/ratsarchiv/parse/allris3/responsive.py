"""`vo020_r`, `to010_r`, `si010_r`: the pages for small screens, in the manner of ALLRIS 4 but with classic addresses.

Their markup is broken in known ways (`<table><caption>` opened twice, `<div>` left open in `td.tobetreff`), which lxml mends.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Beratung, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import address, german, html, wortlaut
from ratsarchiv.parse.allris3 import dokumente, forms, references
from ratsarchiv.parse.allris3.kalender import day_of, month_links, note_meeting, shown_month
from ratsarchiv.parse.allris3.sheet import Sheet
from ratsarchiv.parse.html import Element

_KNOWN_FIELDS = {
    "vobetreff", "vostatus", "voart", "voverfasser", "voamt", "vobearbeiter", "sigremium", "sidatum", "sistat", "sizeit",
    "siraum", "siort", "sianlass", "sibetreff", "sizusatz",
}  # fmt: skip


def _fields(sheet: Sheet) -> dict[str, Element]:
    """The values at the head by their ids; a filled one that we don't know is a problem."""
    found = {span.get("id") or "": span for span in html.every(sheet.main, ".//span[@id]")}
    for name, span in found.items():
        if re.fullmatch(r"(?:vo|si)[a-z]+\d*", name) and name not in _KNOWN_FIELDS and html.text(span):
            sheet.problem("unbekannte_beschriftung", f"Feld {name!r}")
    return found


def _line(fields: dict[str, Element], name: str) -> str | None:
    span = fields.get(name)
    return "; ".join(line for line in html.lines(span).split("\n") if line) or None if span is not None else None


def vorlage(sheet: Sheet) -> Parsed:
    """`vo020_r`: as `vo020`."""
    fields = _fields(sheet)
    if "vobetreff" not in fields:
        raise ParseError("the field vobetreff is missing")
    status = _line(fields, "vostatus")
    if wortlaut.names_non_public(status or ""):
        return Parsed(url=sheet.page.url, seitenart=sheet.seitenart, ergebnis="nicht_oeffentlich")
    record = Vorlage(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=sheet.url,
        nummer=html.text(sheet.title).partition(" - ")[0] or None,
        betreff=html.lines(fields["vobetreff"]) or None,
        art=_line(fields, "voart"),
        status=status,
        federfuehrend=_line(fields, "voamt"),
        verfasser=_line(fields, "voverfasser"),
        bearbeiter=_line(fields, "vobearbeiter"),
    )
    sheet.records.append(record)
    _beratungsfolge(sheet, record)
    sheet.records += sheet.abschnitte("vorlage", record.id, "vorlage")
    _documents(sheet, dokumente.Owner("vorlage", record.id, sheet.own_number))
    for table in ("abschnitte", "beratungen", "dokumente"):
        sheet.lists_all(table, "vorlage", record.id)
    return sheet.all()


def _documents(sheet: Sheet, owner: dokumente.Owner) -> None:
    anchors = html.every(sheet.main, ".//aside[@id='dokumenteHeaderPanel']//a[contains(@class,'doclink')]")
    for position, anchor in enumerate(anchors, 1):
        href = anchor.get("href") or ""
        number = address.number(href, "DOLFDNR")
        parameters = {name: value for name in ("options", "typ", "annots") if (value := address.number(href, name))}
        title = html.text(anchor)
        dokument = dokumente.by_number(sheet, owner, number, title, title, position, parameters)
        if dokument:
            sheet.records.append(dokument)


def _beratungsfolge(sheet: Sheet, vorlage: Vorlage) -> None:
    """Pairs of rows: a head (Gremium, role) and what followed (date, Sitzung, result); a head may stand alone."""
    steps: list[list[Element]] = []
    for row in html.every(sheet.main, ".//*[@id='bfTable']//tr[td]"):
        if row.find("td[@class='date']") is None:
            steps.append([row])
        elif steps:
            steps[-1].append(row)
    position = 0
    for head, *meetings in steps:
        rows: list[Element | None] = [*meetings] or [None]
        for meeting in rows:
            position += 1
            sheet.records.append(_beratung(sheet, vorlage, position, head, meeting))


def _beratung(sheet: Sheet, vorlage: Vorlage, position: int, head: Element, meeting: Element | None) -> Beratung:
    cells = html.cells(head)
    if len(cells) < 4:
        raise ParseError(f"a row of the Beratungsfolge has {len(cells)} cells, expected 5")
    said = html.cells(meeting) if meeting is not None else []
    day = german.first_date(html.text(said[1])) if len(said) > 1 else None
    beschluss = (html.text(said[3]) or None) if len(said) > 3 else None
    colour = next((each for each in cells[0].iter("div") if each.get("aria-label")), None)
    sitzung = _linked_meeting(sheet, said[2], day) if len(said) > 2 else None
    return Beratung(
        id=f"{vorlage.id}-b{position}",
        kommune=sheet.kommune,
        url=vorlage.url,
        vorlage=vorlage.id,
        position=position,
        gremium_name=html.text(cells[2]) or None,
        rolle=html.text(cells[3]) or None,
        status=colour.get("aria-label") if colour is not None else None,
        datum=day,
        sitzung=sitzung.id if sitzung else None,
        sitzungsname=(html.text(said[2]) or None) if len(said) > 2 else None,
        tagesordnungspunkt=_linked_top(sheet, vorlage, sitzung, meeting) if meeting is not None else None,
        beschluss=beschluss,
        beschlussart=sheet.beschlussart(beschluss),
    )


def _linked_meeting(sheet: Sheet, cell: Element, day: date | None) -> Sitzung | None:
    number = forms.Ways(cell).number("to010", "SILFDNR")
    return references.sitzung(sheet, number, name=html.text(cell) or None, datum=day) if number else None


def _linked_top(sheet: Sheet, vorlage: Vorlage, sitzung: Sitzung | None, row: Element) -> str | None:
    number = forms.Ways(row).number("to020", "TOLFDNR")
    if number is None or sitzung is None:
        return None
    return references.tagesordnungspunkt(
        sheet, number, sitzung=sitzung.id, vorlage=vorlage.id, vorlage_nummer=vorlage.nummer
    ).id


def sitzung(sheet: Sheet) -> Parsed:
    """`to010_r`: as `to010`."""
    fields = _fields(sheet)
    day = german.first_date(_line(fields, "sidatum") or "")
    if day is None:
        raise ParseError("the field sidatum is missing, or holds no date")
    beginn, ende = german.span(day, _line(fields, "sizeit") or "")
    cell = fields.get("sigremium")
    gremien = references.gremien(sheet, forms.Ways(cell)) if cell is not None else []
    name = _line(fields, "sibetreff") or html.text(sheet.title)
    record = Sitzung(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=sheet.url,
        gremium=gremien[0].id if len(gremien) == 1 else None,
        gremium_name=_line(fields, "sigremium"),
        name=name or None,
        datum=day,
        beginn=beginn,
        ende=ende,
        raum=_line(fields, "siraum"),
        ort=_line(fields, "siort"),
        zusatz=_line(fields, "sizusatz"),
        status=_line(fields, "sistat"),
        anlass=_line(fields, "sianlass"),
        abgesagt=True if wortlaut.is_cancelled(name) else None,
    )
    sheet.records.append(record)
    rows = html.every(sheet.main, ".//table[contains(@class,'toTable')]//tr[td[contains(@class,'tonr')]]")
    for position, row in enumerate(rows, 1):
        sheet.records.append(_item(sheet, record, position, row))
    _documents(sheet, dokumente.Owner("sitzung", record.id, sheet.own_number))
    for table in ("tagesordnungspunkte", "dokumente"):
        sheet.lists_all(table, "sitzung", record.id)
    return sheet.all()


def _item(sheet: Sheet, sitzung: Sitzung, position: int, row: Element) -> Tagesordnungspunkt:
    number_cell = html.one(row, "td[contains(@class,'tonr')]")
    number = german.top_number(html.text(number_cell))
    anchor = next(iter(number_cell.iter("a")), None)
    own = address.number(anchor.get("href") or "", "TOLFDNR") if anchor is not None else None
    oeffentlich = number.oeffentlich if number else None
    if oeffentlich is None:
        sheet.problem("unbekannter_wortlaut", f"TOP {html.text(number_cell)!r} sagt nicht, ob er öffentlich ist")
    return Tagesordnungspunkt(
        id=sheet.id(own) if own else f"{sitzung.id}-p{position}",
        kommune=sheet.kommune,
        url=sheet.address_of("to020", TOLFDNR=own) if own else sheet.url,
        sitzung=sitzung.id,
        position=position,
        nummer=number.text if number else None,
        oeffentlich=oeffentlich,
        nachtrag="Nachtrag" in (anchor.get("data-simpletooltip-text") or "") if anchor is not None else False,
        **_public(sheet, row, own) if oeffentlich else {},
    )


def _public(sheet: Sheet, row: Element, own: str | None) -> dict[str, Any]:
    subject = html.maybe(row, "td[contains(@class,'tobetreff')]")
    paper = html.maybe(row, "td[contains(@class,'tovonr')]")
    ways = forms.Ways(row)
    number = ways.number("vo020", "VOLFDNR")
    printed = html.text(paper) or None if paper is not None else None
    if own and ways.link("to020") is not None:
        sheet.link("to020", TOLFDNR=own)
    return {
        "betreff": html.lines(subject) or None if subject is not None else None,
        "vorlage": references.vorlage(sheet, number, nummer=printed).id if number else None,
        "vorlage_nummer": printed,
    }


def kalender(sheet: Sheet) -> Parsed:
    """`si010_r`: as `si010`. A Sitzung without a link has no number here, so nothing is known to keep it by."""
    year, month = shown_month(sheet)
    rows = html.every(sheet.main, ".//table[contains(@class,'calenderView')]//tr")
    if not rows:
        raise ParseError("the calendar's table is missing")
    day: date | None = None
    for row in rows:
        printed = "".join(html.text(span) for span in row.iter("span") if span.get("class") == "dom")
        if printed:
            day = day_of(year, month, printed)
        anchor = forms.Ways(row).link("to010")
        number = forms.number_in(anchor, "SILFDNR") if anchor is not None else None
        if number and anchor is not None:
            says = {"name": html.text(anchor), "room": _cell(row, "raum")}
            note_meeting(sheet, number, day, _cell(row, "time"), public=True, **says)
    month_links(sheet)
    return sheet.all()


def _cell(row: Element, name: str) -> str:
    return next((html.text(cell) for cell in html.cells(row) if cell.get("class") == name), "")

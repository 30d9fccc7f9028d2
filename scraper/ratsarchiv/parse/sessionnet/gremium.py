"""`kp0040`: one Gremium and its members."""

from __future__ import annotations

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Gremium, Mitgliedschaft, Parsed, Person
from ratsarchiv.parse import german
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet.sheet import Sheet, first, line

_TABLES = (1, 2)
"""The present members, and in some towns those who left."""


def gremium(sheet: Sheet) -> Parsed:
    """A Gremium and the Mitgliedschaften that its page lists; checked against the number of rows at its foot."""
    name = sheet.heading
    if not name:
        raise ParseError("the page doesn't say which Gremium it shows")
    record = Gremium(id=sheet.id(sheet.own_number, "gr"), kommune=sheet.kommune, url=sheet.url, name=name)
    sheet.records.append(record)
    tables = [table for number in _TABLES if (table := sheet.table(number)) is not None]
    rows = [row for table in tables for row in table.iter("tr") if first(row, "pename", "td") is not None]
    for position, row in enumerate(rows, 1):
        sheet.record_once(_member(sheet, record, position, row))
    if sheet.counts(len(rows)) and tables:
        sheet.lists_all("mitgliedschaften", "gremium", record.id)
    return sheet.all()


def _member(sheet: Sheet, gremium: Gremium, position: int, row: Element) -> Mitgliedschaft:
    """A seat. A name without a page of its own has no number, and is not kept."""
    anchor = sheet.anchor_to(row, Person)
    person = None
    if anchor is not None:
        person = sheet.refer(anchor, Person, name=line(row, "pename", "td"), fraktion=line(row, "pepartei", "td"))
    number = person.id.removeprefix(f"{sheet.kommune}-") if person else f"o{position}"
    bis = german.first_date(line(row, "mgedat", "td") or "")
    return Mitgliedschaft(
        id=f"{gremium.id}-{number}{f'-{bis.isoformat()}' if bis else ''}",
        kommune=sheet.kommune,
        url=gremium.url,
        person=person.id if person else None,
        gremium=gremium.id,
        rolle=line(row, "amname", "td"),
        zusatz=line(row, "mgfunk", "td"),
        von=german.first_date(line(row, "mgadat", "td") or ""),
        bis=bis,
    )

"""`kp020`: one Person and the Gremien that they sit or sat in. Address, telephone and e-mail are never read."""

from __future__ import annotations

from ratsarchiv.model import Link, Mitgliedschaft, Parsed, Person
from ratsarchiv.parse import html
from ratsarchiv.parse.allris4 import dates, head, references, tables
from ratsarchiv.parse.allris4.sheet import Sheet

_COLUMNS: tables.Columns = {
    "gremium": ("gremium", "name"),
    "rolle": ("art der mitarbeit", "mitarbeit", "funktion", "rolle"),
    "von": ("von", "seit", "beginn"),
    "bis": ("bis", "ende"),
}


def person(sheet: Sheet) -> Parsed:
    """A Person and their Mitgliedschaften with periods."""
    fraktion = next((html.text(each.value) for each in head.labels(sheet) if each.printed.lower() == "fraktion"), None)
    record = Person(id=sheet.own_id, kommune=sheet.kommune, url=sheet.url, name=sheet.title, fraktion=fraktion or None)
    sheet.records.append(record)
    for row in (row for table in sheet.main.iter("table") for row in tables.rows(table, _COLUMNS)):
        _membership(sheet, record, row)
    return sheet.all()


def _membership(sheet: Sheet, person: Person, row: tables.Row) -> None:
    """Notes the seat of a row; a Gremium that isn't shown to the public has no link."""
    cell = row.cell("gremium")
    named = references.gremien(sheet, cell) if cell is not None else []
    if not named:
        return
    von, bis = dates.day(row.text("von") or ""), dates.day(row.text("bis") or "")
    seat = Mitgliedschaft(
        id=f"{named[0].id}-{sheet.own_number}{f'-{bis.isoformat()}' if bis else ''}",
        kommune=sheet.kommune,
        url=person.url if bis else named[0].url,
        person=person.id,
        gremium=named[0].id,
        rolle=row.text("rolle"),
        von=von,
        bis=bis,
    )
    if bis is None:
        # The Gremium's own page lists its present members; this one only adds since when.
        sheet.links.append(Link(url=seat.url, seitenart="gr020", platzhalter=seat))
    else:
        sheet.record_once(seat)

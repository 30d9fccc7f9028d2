"""`kp020`: one Person and the Gremien that they sit or sat in. Address, telephone and e-mail are never read."""

from __future__ import annotations

import re
from datetime import date

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Gremium, Link, Mitgliedschaft, Parsed, Person
from ratsarchiv.parse import german, html
from ratsarchiv.parse.allris3 import addresses, forms, references
from ratsarchiv.parse.allris3.sheet import Sheet
from ratsarchiv.parse.html import Element

_STOP = "Auskünfte gemäß"
_PERIOD = re.compile(
    r"^(?:seit\s+)?\d{1,2}\.\d{1,2}\.\d{4}(?:\s*-\s*(?:\d{1,2}\.\d{1,2}\.\d{4})?)?$|^bis\s+\d{1,2}\.\d{1,2}\.\d{4}$"
)


def person(sheet: Sheet) -> Parsed:
    """A Person and their Mitgliedschaften with periods."""
    name = html.text(sheet.title)
    if not name:
        raise ParseError("the page doesn't say whom it shows")
    record = Person(id=sheet.own_id, kommune=sheet.kommune, url=sheet.url, name=name)
    sheet.records.append(record)
    gremium: Gremium | None = None
    for row in sheet.main.iter("tr"):
        if _STOP in html.text(row):
            break
        # Only a Gremium's first row has its button; further periods follow without, until the next heading.
        gremium = _gremium(sheet, row) or (gremium if row.find("th") is None else None)
        _membership(sheet, record, gremium, row)
    return sheet.all()


def _gremium(sheet: Sheet, row: Element) -> Gremium | None:
    # A row that holds tables of its own is the page's frame.
    if row.find(".//table") is not None:
        return None
    found = references.gremien(sheet, forms.Ways(row))
    return found[0] if found else None


def _membership(sheet: Sheet, person: Person, gremium: Gremium | None, row: Element) -> None:
    texts = [html.text(cell) for cell in html.cells(row)]
    period = next((text for text in texts if _PERIOD.match(text)), None)
    if gremium is None or period is None:
        return
    von, bis = _period(period)
    rolle = texts[2] if len(texts) > 2 and not _PERIOD.match(texts[2]) else ""
    seat = Mitgliedschaft(
        id=f"{gremium.id}-{sheet.own_number}{f'-{bis.isoformat()}' if bis else ''}",
        kommune=sheet.kommune,
        url=person.url if bis else gremium.url,
        person=person.id,
        gremium=gremium.id,
        rolle=rolle or None,
        von=von,
        bis=bis,
    )
    if bis is None:
        # The Gremium's own page lists its present members; this one only adds since when.
        sheet.links.append(Link(url=gremium.url, seitenart=addresses.program(gremium.url), platzhalter=seat))
    else:
        sheet.record_once(seat)


def _period(text: str) -> tuple[date | None, date | None]:
    """`14.07.1999 - 13.12.1999`, `seit 01.11.2020`, `bis 31.10.2020`"""
    before, dash, after = text.partition("-")
    if dash:
        return german.first_date(before), german.first_date(after)
    day = german.first_date(text)
    return (None, day) if text.startswith("bis") else (day, None)

"""`kp0050`, `kp0051`, `pe0051`: one Person and the Gremien that they sit or sat in. Address and telephone are never read.

No real page of this kind was at hand: the markup is as others describe it.
"""

from __future__ import annotations

import re
from datetime import date

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Gremium, Link, Mitgliedschaft, Parsed, Person
from ratsarchiv.parse import german, html
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet.sheet import Sheet, line

_PERIOD = re.compile(
    r"(?:von|seit)\s+(\d{1,2}\.\d{1,2}\.\d{4})(?:\s+bis\s+(\d{1,2}\.\d{1,2}\.\d{4}))?|bis\s+(\d{1,2}\.\d{1,2}\.\d{4})"
)


def person(sheet: Sheet) -> Parsed:
    """A Person and their Mitgliedschaften with periods."""
    if not sheet.heading:
        raise ParseError("the page doesn't say whom it shows")
    record = Person(id=sheet.own_id, kommune=sheet.kommune, url=sheet.url, name=sheet.heading)
    sheet.records.append(record)
    for row in sheet.main.iter("tr"):
        anchor = sheet.anchor_to(row, Gremium)
        gremium = sheet.refer(anchor, Gremium, name=html.text(anchor) or None) if anchor is not None else None
        if gremium:
            _seat(sheet, record, gremium, row)
    return sheet.all()


def _seat(sheet: Sheet, person: Person, gremium: Gremium, row: Element) -> None:
    von, bis = _period(row)
    seat = Mitgliedschaft(
        id=f"{gremium.id}-{sheet.own_number}{f'-{bis.isoformat()}' if bis else ''}",
        kommune=sheet.kommune,
        url=person.url if bis else gremium.url,
        person=person.id,
        gremium=gremium.id,
        rolle=line(row, "amname", "td"),
        von=von,
        bis=bis,
    )
    if bis is None:
        # The Gremium's own page lists its present members; this one only adds since when.
        sheet.links.append(Link(url=gremium.url, seitenart="kp0040", platzhalter=seat))
    else:
        sheet.record_once(seat)


def _period(row: Element) -> tuple[date | None, date | None]:
    """The cells from and to; where a narrow window has them in one, `von 01.11.2020 bis 31.10.2025`."""
    von, bis = (german.first_date(line(row, name, "td") or "") for name in ("mgadat", "mgedat"))
    said = next((found for cell in html.cells(row) if (found := _PERIOD.search(html.text(cell)))), None)
    if said and not von and not bis:
        return german.first_date(said[1] or ""), german.first_date(said[2] or said[3] or "")
    return von, bis

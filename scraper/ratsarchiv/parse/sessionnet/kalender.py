"""`si0040`: the calendar of one month; `si0046`: a list of Sitzungen. They write no Sitzung, they link to them."""

from __future__ import annotations

import re
from datetime import date

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Parsed, Sitzung
from ratsarchiv.parse import address, german, html
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet import addresses
from ratsarchiv.parse.sessionnet.sheet import Sheet, line, marked
from ratsarchiv.parse.sessionnet.sitzung import cancelled

_DETAILS = re.compile(r"Details anzeigen:\s*(.{0,500}?)\s*(\d{1,2}\.\d{1,2}\.\d{4})\s*")
_HEADING = re.compile(r"(\d{4})\s+([A-ZÄ]\w+)")


def kalender(sheet: Sheet) -> Parsed:
    """Links to the month's Sitzungen, each with what the calendar says of it.

    A Sitzung that is no link is not noted: its agenda isn't released, and without its number nothing can be said of it.
    """
    shown = _shown_month(sheet)
    day: date | None = None
    for row in sheet.main.iter("tr"):
        printed = line(row, "smc_fct_day", "td")
        if printed and printed.isdecimal() and len(printed) <= 2 and shown:
            day = _day_of(*shown, printed)
        _meeting(sheet, row, day)
    _month_links(sheet)
    return sheet.all()


def sitzungsliste(sheet: Sheet) -> Parsed:
    """Links to Sitzungen, and to other months of the list's kind."""
    for row in sheet.main.iter("tr"):
        _meeting(sheet, row, german.first_date(line(row, "sidat", "td") or ""))
    _month_links(sheet)
    return sheet.all()


def _shown_month(sheet: Sheet) -> tuple[int, int] | None:
    """(year, month) as the heading, the table's summary or the address says."""
    table = sheet.table(1)
    summary = (table.get("summary") or "") if table is not None else ""
    for text in (sheet.heading, summary):
        turned = _HEADING.search(text)
        found = german.month(text) or (german.month(f"{turned[2]} {turned[1]}") if turned else None)
        if found:
            return found
    asked = addresses.monat(sheet.page.url)
    return asked if asked and 1 <= asked[1] <= 12 else None


def _day_of(year: int, month: int, printed: str) -> date:
    try:
        return date(year, month, int(printed))
    except (ValueError, OverflowError) as error:
        raise ParseError(f"{printed!r} is no day of {month}/{year}") from error


def _meeting(sheet: Sheet, row: Element, day: date | None) -> None:
    """Notes the Sitzung of a row. Its title has the date, and the Gremium's name where the text has the Sitzung's."""
    cell = next(iter([*marked(row, "silink", "td"), *marked(row, "smc_field_silink", "td")]), None)
    anchor = sheet.anchor_to(cell if cell is not None else row, Sitzung)
    if anchor is None:
        return
    said = _DETAILS.fullmatch(german.blanks(anchor.get("title") or ""))
    day = german.first_date(said[2]) if said else day
    gremium, name = (said[1] if said else None), html.text(anchor)
    when, room = _when_and_where(row, cell)
    beginn, ende = german.span(day, when)
    sheet.refer(
        anchor,
        Sitzung,
        gremium_name=gremium or None,
        name=name if name != gremium and german.first_date(name) is None else None,
        datum=day,
        beginn=beginn,
        ende=ende,
        raum=room or None,
        abgesagt=any(cancelled(text) for text in (name, line(row, "tename") or "")),
    )


def _when_and_where(row: Element, cell: Element | None) -> tuple[str, str]:
    """`17:30 Uhr` and the room: two entries of a list below the name; in layout 4 a cell of its own."""
    entries = [html.text(each) for each in cell.iter("li")] if cell is not None else []
    when = next((each for each in entries if german.times(each)[0]), "")
    room = "; ".join(each for each in entries if each != when)
    return when or line(row, "smc_field_yytime", "td") or line(row, "yytime", "td") or "", room


def _month_links(sheet: Sheet) -> None:
    """Notes the other months, and the calendars of other tenants of the system, that the page leads to, each once."""
    seen: set[str] = set()
    for anchor in sheet.main.iter("a"):
        way = sheet.way(anchor)
        if way and way[0] == sheet.seitenart and way[1] not in seen and _chooses(way[1]):
            seen.add(way[1])
            sheet.links.append(Link(url=way[1], seitenart=way[0]))


def _chooses(url: str) -> bool:
    is_month = address.number(url, "__cjahr") and address.number(url, "__cmonat")
    return bool(is_month or address.number(url, "__cpanr"))

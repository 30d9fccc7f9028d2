"""`si010`, `si010_e`, `si010_j`, `si010_a`: the Sitzungskalender of one month. It writes no Sitzung, it links to them."""

from __future__ import annotations

from datetime import date

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Parsed
from ratsarchiv.parse import address, german, html, wortlaut
from ratsarchiv.parse.allris3 import addresses, forms, references
from ratsarchiv.parse.allris3.sheet import Sheet


def kalender(sheet: Sheet) -> Parsed:
    """Links to the month's Sitzungen, each with what the calendar says of it; holidays and empty days give nothing."""
    year, month = shown_month(sheet)
    tables = sheet.tables("tl1")
    if not tables:
        raise ParseError("the calendar's table is missing")
    day: date | None = None
    for row in forms.rows(tables):
        if len(row.cells) < 3:
            continue
        printed = html.text(row.cells[1])
        if printed.isdecimal() and len(printed) <= 2:
            day = day_of(year, month, printed)
        _meeting(sheet, day, row)
    month_links(sheet)
    return sheet.all()


def shown_month(sheet: Sheet) -> tuple[int, int]:
    """(year, month) as the heading says, or else the address."""
    for heading in sheet.main.iter("h2"):
        found = german.month(html.text(heading))
        if found:
            return found
    year, month = address.number(sheet.page.url, "YY"), address.number(sheet.page.url, "MM")
    if year and month and 1 <= int(month) <= 12:
        return int(year), int(month)
    raise ParseError("neither the page nor its address says which month this is")


def day_of(year: int, month: int, printed: str) -> date:
    """A day of the shown month; ParseError where it has no such day."""
    try:
        return date(year, month, int(printed))
    except (ValueError, OverflowError) as error:
        raise ParseError(f"{printed!r} is no day of {month}/{year}") from error


def _meeting(sheet: Sheet, day: date | None, row: forms.Row) -> None:
    number = row.number("to010", "SILFDNR")
    if number is None:
        return
    room = name = ""
    for cell in row.cells[3:]:
        if cell.get("class") == "text4":
            room = room or html.text(cell)
        else:
            name = name or html.text(cell)
    public = row.link("to010") is not None
    note_meeting(sheet, number, day, html.text(row.cells[2]), name=name, room=room, public=public)


def note_meeting(sheet: Sheet, number: str, day: date | None, when: str, *, name: str, room: str, public: bool) -> None:
    """Notes a Sitzung of the calendar. One without a public agenda is noted too, but not to be visited."""
    if day is None:
        raise ParseError("a Sitzung stands before the first day of the month")
    beginn, ende = german.span(day, when)
    says = {"name": name or None, "datum": day, "beginn": beginn, "ende": ende, "raum": room or None}
    references.sitzung(sheet, number, folgen=public, abgesagt=wortlaut.is_cancelled(name), **says)


def month_links(sheet: Sheet) -> None:
    """Notes the other months that the calendar leads to."""
    seen: set[str] = set()
    for anchor in sheet.main.iter("a"):
        href = anchor.get("href") or ""
        month, year = address.number(href, "MM"), address.number(href, "YY")
        program = addresses.program(href) if month and year and href not in seen else None
        if program and program.startswith("si010") and not address.number(href, "DD"):
            seen.add(href)
            council = {name: number for name in ("PALFDNR", "PA") if (number := address.number(href, name))}
            url = sheet.address_of(program.removesuffix("_r"), MM=month or "", YY=year or "", **council)
            sheet.links.append(Link(url=url, seitenart=program))

"""`si010` and the answer to its script: the Sitzungen of one month. They write no Sitzung, they link to them."""

from __future__ import annotations

import re
from datetime import date

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Page, Parsed, Sitzung
from ratsarchiv.parse import address, german, html, ics, wortlaut
from ratsarchiv.parse.allris4 import addresses, dates, references, script
from ratsarchiv.parse.allris4.sheet import Sheet
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.html import Element

_OWN = re.compile(r"si_(\d{1,18})")
_UID = re.compile(r"ALLRIS-Sitzung-(\d{1,18})")
_DECEMBER = 12


def kalender(sheet: Sheet) -> Parsed:
    """Links to the month's Sitzungen, to the months around it, and to the answer of a page that has no table yet."""
    tables = _tables(sheet)
    shown = _month(sheet, tables)
    for table in tables:
        _rows(sheet, table, shown)
    if not tables:
        script.asked(sheet)
    if not sheet.links and not tables:
        raise ParseError("the calendar has neither a table nor the address of one")
    _month_links(sheet, shown)
    return sheet.all()


def _tables(sheet: Sheet) -> list[Element]:
    return [each for each in sheet.main.iter("table") if "calenderView" in (each.get("class") or "").split()]


def _month(sheet: Sheet, tables: list[Element]) -> tuple[int, int] | None:
    """(year, month) as the address asks, or else as a heading or a Sitzung's tooltip says."""
    asked = addresses.monat(sheet.page.url)
    if asked and 1 <= asked[1] <= _DECEMBER and 1 <= asked[0] <= date.max.year:
        return asked
    for heading in sheet.main.iter("h1", "h2", "h3", "caption"):
        if found := german.month(html.text(heading)):
            return found
    for anchor in (anchor for table in tables for anchor in table.iter("a")):
        if day := dates.day(anchor.get("data-simpletooltip-text") or ""):
            return day.year, day.month
    return None


def _rows(sheet: Sheet, table: Element, shown: tuple[int, int] | None) -> None:
    number: str | None = None
    for row in table.iter("tr"):
        # A second Sitzung of a day comes without the day.
        number = next((html.text(each) for each in row.iter("span") if each.get("class") == "dom"), number)
        cells = {(cell.get("class") or "").partition(" ")[0]: cell for cell in html.cells(row)}
        if "textCol" in cells:
            _meeting(sheet, cells, number, shown)


def _meeting(sheet: Sheet, cells: dict[str, Element], number: str | None, shown: tuple[int, int] | None) -> None:
    anchor = next(cells["textCol"].iter("a"), None)
    own = _OWN.fullmatch(anchor.get("id") or "") if anchor is not None else None
    linked, _ = references.link(cells["textCol"], "to010", "SILFDNR")
    silfdnr = linked or (own[1] if own else None)
    if silfdnr is None or anchor is None:
        if html.text(cells["textCol"]):
            sheet.problem("unbekannte_beschriftung", "Sitzung im Kalender ohne Nummer")
        return
    day = dates.day(anchor.get("data-simpletooltip-text") or "") or _day(shown, number)
    name, room = html.text(anchor), html.text(cells["raum"]) if "raum" in cells else ""
    beginn, ende = german.span(day, html.text(cells["time"]) if "time" in cells else "")
    says = {"name": name or None, "datum": day, "beginn": beginn, "ende": ende, "raum": room or None}
    references.sitzung(sheet, silfdnr, folgen=linked is not None, abgesagt=wortlaut.is_cancelled(name), **says)


def _day(shown: tuple[int, int] | None, number: str | None) -> date:
    if shown is None or number is None:
        raise ParseError("neither the page nor its address says on which day a Sitzung is")
    try:
        return date(*shown, int(number))
    except (ValueError, OverflowError) as error:
        raise ParseError(f"{number[:20]!r} is no day of {shown[1]}/{shown[0]}") from error


def _month_links(sheet: Sheet, shown: tuple[int, int] | None) -> None:
    """Notes the months before and after the shown one, and all others that the page leads to."""
    found: list[tuple[int, int] | None] = [_before(shown), shown, _after(shown)] if shown else []
    for anchor in sheet.main.iter("a"):
        href = anchor.get("href") or ""
        if addresses.seitenart(href) == "si010" and not address.parameter(href, "DD"):
            found.append(addresses.monat(href))
    here = addresses.monat(sheet.page.url)
    for month in dict.fromkeys(found):
        if month and month != here and 1 <= month[0] <= date.max.year and 1 <= month[1] <= _DECEMBER:
            url = f"{sheet.folder}si010?MM={month[1]}&YY={month[0]}"
            sheet.links.append(Link(url=url, seitenart="si010"))


def _before(month: tuple[int, int]) -> tuple[int, int]:
    return (month[0], month[1] - 1) if month[1] > 1 else (month[0] - 1, _DECEMBER)


def _after(month: tuple[int, int]) -> tuple[int, int]:
    return (month[0], month[1] + 1) if month[1] < _DECEMBER else (month[0] + 1, 1)


def termine(page: Page) -> Parsed:
    """`ics/SiKalAbo.ics`: links to all Sitzungen of about a year; one without an agenda leads to the calendar only."""
    findings = Findings(page=page, seitenart="ics", url=addresses.canonical(page.url))
    folder = address.folder(page.url).removesuffix("ics/")
    for termin in ics.termine(page.body):
        number = _UID.fullmatch(termin.uid)
        if number is None:
            findings.problem("unbekannte_beschriftung", f"Termin ohne Nummer einer Sitzung: {termin.uid[:80]!r}")
            continue
        url = addresses.of(folder, "sitzungen", number[1])
        public = any("to010?" in said for said in (termin.url or "", termin.beschreibung or ""))
        _note(findings, number[1], url or page.url, termin, public=public)
    return findings.parsed()


def _note(findings: Findings, number: str, url: str, termin: ics.Termin, *, public: bool) -> None:
    sitzung = Sitzung(
        id=findings.id(number),
        kommune=findings.kommune,
        url=url,
        name=termin.titel or None,
        datum=termin.datum,
        beginn=termin.beginn,
        ende=termin.ende,
        raum=termin.ort,
        abgesagt=termin.abgesagt,
    )
    findings.links.append(Link(url=url, seitenart="to010", platzhalter=sitzung, folgen=public))

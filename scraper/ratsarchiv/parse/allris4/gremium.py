"""`gr020`: one Gremium and its members. Addresses and telephone numbers are never read."""

from __future__ import annotations

from ratsarchiv.model import Gremium, Mitgliedschaft, Parsed
from ratsarchiv.parse import html
from ratsarchiv.parse.allris4 import dates, head, references, tables
from ratsarchiv.parse.allris4.sheet import Sheet
from ratsarchiv.parse.html import Element

_COLUMNS: tables.Columns = {
    "name": ("name", "mitglied", "person"),
    "mitarbeit": ("art der mitarbeit", "status", "mitarbeit", "art"),
    "funktion": ("funktion", "rolle"),
    "fraktion": ("fraktion", "partei", "gruppe"),
    "von": ("mitglied seit", "seit", "beginn", "von"),
    "bis": ("bis", "ende"),
}
_KIND = ("gremienart", "art", "gremiumart")


def gremium(sheet: Sheet) -> Parsed:
    """A Gremium and the Mitgliedschaften that its page lists."""
    art = next((html.text(each.value) for each in head.labels(sheet) if each.printed.lower() in _KIND), None)
    record = Gremium(
        id=sheet.id(sheet.own_number, "gr"),
        kommune=sheet.kommune,
        url=sheet.url,
        name=sheet.line("grname") or sheet.title,
        art=art or None,
    )
    sheet.records.append(record)
    lists = [each for each in sheet.main.iter("table") if _lists_members(each)]
    rows = [row for table in lists for row in tables.rows(table, _COLUMNS)]
    for position, row in enumerate(rows, 1):
        _member(sheet, record, position, row)
    if lists:
        sheet.lists_all("mitgliedschaften", "gremium", record.id)
    return sheet.all()


def _lists_members(table: Element) -> bool:
    rows = tables.rows(table, _COLUMNS)
    return any("name" in row.columns for row in rows) and any(_number(row) for row in rows)


def _number(row: tables.Row) -> str | None:
    return references.link(row.element, "kp020", "KPLFDNR")[0]


def _member(sheet: Sheet, gremium: Gremium, position: int, row: tables.Row) -> None:
    number, anchor = references.link(row.element, "kp020", "KPLFDNR")
    # A withheld name has no link, but its row has a role.
    if number is None and not (row.text("name") or row.text("mitarbeit")):
        return
    bis = dates.day(row.text("bis") or "")
    rolle, zusatz = row.text("mitarbeit"), row.text("funktion")
    if "fraktion" in row.columns:
        rolle, zusatz = zusatz or rolle, row.text("fraktion")
    seat = Mitgliedschaft(
        id=f"{gremium.id}-{number or f'o{position}'}{f'-{bis.isoformat()}' if bis else ''}",
        kommune=sheet.kommune,
        url=gremium.url,
        person=references.person(sheet, number, html.text(anchor) or None).id
        if anchor is not None and number
        else None,
        gremium=gremium.id,
        rolle=rolle,
        zusatz=zusatz,
        von=dates.day(row.text("von") or ""),
        bis=bis,
    )
    if not sheet.record_once(seat):
        sheet.problem("zaehlung", f"Person {number} steht zweimal in der Liste")

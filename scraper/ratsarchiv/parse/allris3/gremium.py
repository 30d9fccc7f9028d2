"""`au020`, `fr020`, `pa020`, `pa021`: one Gremium and its members. The address block is never read."""

from __future__ import annotations

import re

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Gremium, Mitgliedschaft, Parsed
from ratsarchiv.parse import address, german, html
from ratsarchiv.parse.allris3 import forms, references
from ratsarchiv.parse.allris3.sheet import Sheet
from ratsarchiv.parse.html import Element

_COUNT = re.compile(r"Anzahl:\s*(\d{1,9})\b")
_COLUMNS = {
    "name": ("name",),
    "mitarbeit": ("art der mitarbeit", "status", "mitarbeit"),
    "funktion": ("funktion",),
    "fraktion": ("fraktion", "partei", "gruppe"),
    "von": ("mitglied seit", "seit", "beginn", "von"),
}


def gremium(sheet: Sheet) -> Parsed:
    """A Gremium and the Mitgliedschaften that its page lists; checked against the printed `Anzahl`."""
    program = f"{sheet.seitenart[:4]}0"
    parameter, kind, art = references.GREMIUM_PROGRAMS[program]
    number = _number(sheet, parameter)
    name = html.text(sheet.title)
    if not name:
        raise ParseError("the page doesn't say which Gremium it shows")
    # The same council has two pages, pa020 and pa021; its row names the one that Sitzungen lead to.
    url = sheet.address_of(program, **{parameter: number}) if number else sheet.url
    id_ = sheet.id(number, kind) if number else sheet.id(kind)
    record = Gremium(id=id_, kommune=sheet.kommune, url=url, name=name, art=art)
    sheet.records.append(record)
    tables = sheet.tables("tl1")
    read = sum(_members(sheet, record, table) for table in tables)
    if tables:
        sheet.lists_all("mitgliedschaften", "gremium", record.id)
    said = next((found for cell in sheet.main.iter("th") if (found := _COUNT.search(html.text(cell)))), None)
    if said and int(said[1]) != read:
        sheet.problem("zaehlung", f"{name}: Anzahl {said[1]}, gelesen wurden {read}")
    return sheet.all()


def _number(sheet: Sheet, parameter: str) -> str | None:
    """The Gremium's number; the page of an only council has none in its address, but in its links."""
    if sheet.seitenart.startswith("pa02") and address.number(sheet.page.url, parameter) is None:
        named = {address.number(anchor.get("href") or "", parameter) for anchor in sheet.main.iter("a")} - {None}
        return named.pop() if len(named) == 1 else None
    if sheet.seitenart.startswith("pa02"):
        return address.number(sheet.page.url, parameter)
    return sheet.own_number


def _members(sheet: Sheet, gremium: Gremium, table: Element) -> int:
    """Notes the members that a table lists, and says how many."""
    columns = _column_of(table)
    rows = [row for row in forms.rows([table]) if _is_member(row, columns)]
    for position, row in enumerate(rows, 1):
        _member(sheet, gremium, position, row, columns)
    return len(rows)


def _column_of(table: Element) -> dict[str, int]:
    """Which column holds what, by the headings of the table's first row."""
    heading = next((row for row in table.iter("tr") if row.find("th") is not None), None)
    found: dict[str, int] = {}
    position = 0
    for cell in heading.findall("th") if heading is not None else []:
        printed = html.text(cell).lower()
        for name, words in _COLUMNS.items():
            if name not in found and printed.startswith(words):
                found[name] = position
        span = cell.get("colspan") or "1"
        position += int(span) if span.isascii() and span.isdigit() and len(span) < 3 else 1
    return found


def _is_member(row: forms.Row, columns: dict[str, int]) -> bool:
    if row.link("kp020") is not None or row.button("kp020"):
        return True
    # A withheld name has no link, but its row has a role.
    return len(row.cells) > max(columns.values(), default=9) and bool(html.text(row.element))


def _member(sheet: Sheet, gremium: Gremium, position: int, row: forms.Row, columns: dict[str, int]) -> None:
    def column(name: str) -> str | None:
        at = columns.get(name)
        return html.text(row.cells[at]) or None if at is not None and at < len(row.cells) else None

    number, anchor = row.number("kp020", "KPLFDNR"), row.link("kp020")
    name = html.text(anchor) or None if anchor is not None else column("name")
    rolle, zusatz = column("mitarbeit"), column("funktion")
    if "fraktion" in columns:
        # pa021: Status, Funktion and Fraktion are three columns, where pa020 has the role and the Fraktion.
        rolle, zusatz = zusatz or rolle, column("fraktion")
    sheet.records.append(
        Mitgliedschaft(
            id=f"{gremium.id}-{number or f'o{position}'}",
            kommune=sheet.kommune,
            url=gremium.url,
            person=references.person(sheet, number, name).id if number else None,
            gremium=gremium.id,
            rolle=rolle,
            zusatz=zusatz,
            von=german.first_date(column("von") or ""),
        )
    )

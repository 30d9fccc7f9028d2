"""Lists that lead to other pages: `vo040`, `au010`, `fr010`, `pa010`, `pa000`, and the start page's menu."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Parsed
from ratsarchiv.parse import address, german, html
from ratsarchiv.parse.allris3 import addresses, forms, references
from ratsarchiv.parse.allris3.sheet import Sheet

_RESULTS = re.compile(r"Ergebnisse\s+(\d{1,9})\s*-\s*(\d{1,9})\s+von")
_MENU = re.compile(r"allris\.net|(?:pa0[012][01]|au010|fr010|si010|vo040)(?:_[a-z])?")


def vorlagenliste(sheet: Sheet) -> Parsed:
    """`vo040`: links to 50 Vorlagen with number, Betreff, date and kind, and to the list's next page in this session."""
    for row in _rows(sheet):
        _listed_vorlage(sheet, row)
    _check_count(sheet)
    for anchor in forms.Ways(sheet.main).links("vo040"):
        if address.parameter(anchor.get("href") or "", "shownext"):
            url = sheet.address_of("vo040", shownext="true")
            sheet.links.append(Link(url=url, seitenart="vo040", sofort=True))
    return sheet.all()


def _rows(sheet: Sheet) -> list[forms.Row]:
    tables = sheet.tables("tl1")
    if not tables:
        raise ParseError("the list's table is missing")
    return forms.rows(tables)


def _listed_vorlage(sheet: Sheet, row: forms.Row) -> None:
    anchor = row.link("vo020")
    number = forms.number_in(anchor, "VOLFDNR") if anchor is not None else None
    if anchor is None or number is None:
        return
    # Number and Betreff are parted by the first no-break space alone; some Vorlagen have no number.
    whole = html.raw(anchor)
    printed, separator, rest = whole.partition("\xa0")
    numbered = separator and any(sign.isdigit() for sign in printed)
    nummer, betreff = (printed.strip(), rest) if numbered else ("", whole)
    plain = [html.text(cell) for cell in row.cells if cell.get("class") == "text2"]
    day = german.first_date(plain[0]) if plain else None
    references.vorlage(
        sheet,
        number,
        nummer=nummer or None,
        betreff=html.tidy(betreff) or None,
        datum=day,
        art=(plain[-1] or None) if len(plain) > 1 else None,
    )


def _check_count(sheet: Sheet) -> None:
    found = _RESULTS.search(html.text(sheet.main))
    listed = sum(1 for link in sheet.links if link.seitenart and link.seitenart.startswith("vo020"))
    expected = int(found[2]) - int(found[1]) + 1 if found else listed
    if expected != listed:
        sheet.problem("zaehlung", f"Die Liste sagt {expected} Vorlagen, gelesen wurden {listed}")


def gremienliste(sheet: Sheet) -> Parsed:
    """`au010`, `fr010`, `pa010`: links to Gremien with their names; of former ones also their end."""
    for row in _rows(sheet):
        printed = (html.text(cell) for cell in row.cells)
        ended = next((text for text in printed if text.startswith("(bis")), "")
        references.gremien(sheet, row, bis=german.first_date(ended))
    return sheet.all()


def auswahl(sheet: Sheet) -> Parsed:
    """`pa000`: several councils in one system; links to the page that was asked for, once for each council."""
    numbers = {
        number for anchor in sheet.main.iter("a") if (number := address.number(anchor.get("href") or "", "PALFDNR"))
    }
    if not numbers:
        raise ParseError("the choice of council offers none")
    for anchor in sheet.main.iter("a"):
        url = sheet.absolute(anchor.get("href") or "")
        program = addresses.program(url) if url else None
        if url and program and address.number(url, "PALFDNR"):
            sheet.links.append(Link(url=addresses.canonical(url), seitenart=program))
    asked = address.parameter(sheet.page.url, "REDIRTO")
    # Encoded twice: %252Fbi%252Fsi010%255Fa%252Easp%253FMM%253D9
    target = sheet.absolute(unquote(unquote(asked))) if asked else None
    if target:
        for number in sorted(numbers, key=int):
            url = addresses.canonical(f"{target}{'&' if '?' in target else '?'}PALFDNR={number}")
            sheet.links.append(Link(url=url, seitenart=addresses.program(url)))
    return sheet.all()


def menue(sheet: Sheet) -> Parsed:
    """`allris.net`: the released programs, as the menu says; it tells which calendar this council has."""
    for anchor in sheet.main.getroottree().getroot().iter("a"):
        url = sheet.absolute(anchor.get("href") or "")
        program = addresses.program(url) if url else None
        if url and program and _MENU.fullmatch(program):
            sheet.links.append(Link(url=addresses.canonical(url), seitenart=program))
    return sheet.all()

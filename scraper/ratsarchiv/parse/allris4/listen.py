"""Lists that lead to other pages: `si018`, `gr010`, `vo040`; their tables may come as answers to the page's script."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Parsed
from ratsarchiv.parse import address, german, html, wortlaut
from ratsarchiv.parse.allris4 import addresses, dates, references, script, tables
from ratsarchiv.parse.allris4.sheet import Sheet
from ratsarchiv.parse.html import Element

_NEXT = re.compile(r"""["']([^"'<>\s]{1,500}-navigator-next[^"'<>\s]{0,300})["']""")
_SITZUNG = re.compile(r"(?:silink|si)_(\d{1,18})")
_KINDS = {"Rat": "Rat", "Ausschüsse": "Ausschuss", "Fraktionen": "Fraktion"}
"""Our kind of Gremium for what the menu calls its list."""
_MEETINGS: tables.Columns = {
    "datum": ("datum",), "zeit": ("uhrzeit", "zeit", "beginn"), "name": ("sitzung", "betreff", "bezeichnung"),
    "gremium": ("gremium",), "raum": ("raum",), "ort": ("ort",),
}  # fmt: skip
_PAPERS: tables.Columns = {
    "art": ("art", "vorlageart", "typ"),
    "nummer": ("vorlage-nr", "vorlagennummer", "nummer", "nr", "vorlage", "drucksache"),
    "betreff": ("betreff",),
    "datum": ("datum", "angelegt", "erstellt", "freigabe"),
    "federfuehrend": ("federführ",),
}


def sitzungsliste(sheet: Sheet) -> Parsed:
    """`si018`: links to 25 Sitzungen with day, time and name, and to the list's next page in this session."""
    for row in _rows(sheet, _MEETINGS):
        _meeting(sheet, row)
    return _list(sheet)


def vorlagenliste(sheet: Sheet) -> Parsed:
    """`vo040`: links to Vorlagen with number, Betreff, date and kind, and to the list's next page in this session."""
    for row in _rows(sheet, _PAPERS):
        number, anchor = references.link(row.element, "vo020", "VOLFDNR")
        if number and anchor is not None:
            nummer = row.text("nummer") or (html.text(anchor) if "betreff" in row.columns else "")
            references.vorlage(
                sheet,
                number,
                nummer=nummer or None,
                betreff=row.lines("betreff"),
                datum=dates.day(row.text("datum") or ""),
                art=row.text("art"),
                federfuehrend=row.text("federfuehrend"),
            )
    return _list(sheet)


def gremienliste(sheet: Sheet) -> Parsed:
    """`gr010`: links to Gremien with their names, and to the lists of other kinds of Gremien."""
    menu = unquote(unquote(address.parameter(sheet.page.url, "menu") or ""))  # encoded twice
    for table in _tables(sheet):
        references.gremien(sheet, table, art=_KINDS.get(menu))
    for anchor in sheet.main.getroottree().getroot().iter("a"):
        url = sheet.absolute(anchor.get("href") or "")
        if url and addresses.seitenart(url) == "gr010" and (place := addresses.canonical(url)) != sheet.url:
            sheet.links.append(Link(url=place, seitenart="gr010"))
    return _list(sheet)


def _tables(sheet: Sheet) -> list[Element]:
    return [each for each in sheet.main.iter("table") if "dataTable" in (each.get("class") or "").split()]


def _rows(sheet: Sheet, columns: tables.Columns) -> list[tables.Row]:
    return [row for table in _tables(sheet) for row in tables.rows(table, columns)]


def _meeting(sheet: Sheet, row: tables.Row) -> None:
    linked, anchor = references.link(row.element, "to010", "SILFDNR")
    ids = (_SITZUNG.fullmatch(each.get("id") or "") for each in row.element.iter("a"))
    number = linked or next((found[1] for found in ids if found), None)
    if number is None:
        return
    day = dates.day(row.text("datum") or html.text(row.element))
    beginn, ende = german.span(day, row.text("zeit") or "")
    name = row.text("name") or (html.text(anchor) if anchor is not None else "")
    says = {"name": name or None, "datum": day, "beginn": beginn, "ende": ende}
    places = {"raum": row.text("raum"), "ort": row.text("ort"), "gremium_name": row.text("gremium")}
    references.sitzung(sheet, number, folgen=linked is not None, abgesagt=wortlaut.is_cancelled(name), **says, **places)


def _list(sheet: Sheet) -> Parsed:
    """The list; ParseError where the page has neither a table nor the address of one."""
    if not _tables(sheet):
        script.asked(sheet)
        if not sheet.links:
            raise ParseError("the list has neither a table nor the address of one")
        return sheet.all()
    if found := _NEXT.search(sheet.source):
        url = sheet.absolute(unescape(found[1]))
        kind = addresses.seitenart(url) if url else None
        if url and kind and kind.partition("_")[0] == sheet.seitenart.partition("_")[0]:
            sheet.links.append(Link(url=url, seitenart=kind, sofort=True))
    return sheet.all()

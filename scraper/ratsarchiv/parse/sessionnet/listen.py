"""Lists that lead to other pages: the start page's menu, `vo0040`, `vo0042`, `gr0040`, `kp0041`."""

from __future__ import annotations

from ratsarchiv.model import Gremium, Link, Parsed, Person, Sitzung, Vorlage
from ratsarchiv.parse import address, german, html
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet.sheet import Sheet, first, line

_MENU = {"si0040", "si0046", "vo0042", "gr0040", "kp0041"}
"""What a start page may lead to; `vo0040` only shows a form."""


def start(sheet: Sheet) -> Parsed:
    """`info`: the released programs, as the menu says."""
    seen: set[str] = set()
    for anchor in sheet.root.iter("a"):
        way = sheet.way(anchor)
        if way and way[0] in _MENU and way[1] not in seen:
            seen.add(way[1])
            sheet.links.append(Link(url=way[1], seitenart=way[0]))
    return sheet.all()


def vorlagenliste(sheet: Sheet) -> Parsed:
    """`vo0042`, `vo0040`: links to Vorlagen with number, Betreff, date and kind, as far as their cells have classes."""
    read = 0
    for row in sheet.main.iter("tr"):
        anchor = sheet.anchor_to(row, Vorlage)
        if anchor is None:
            continue
        read += 1
        betreff = first(row, "vobetr", "td")
        sheet.refer(
            anchor,
            Vorlage,
            nummer=line(row, "voname", "td"),
            betreff=html.lines(betreff) or None if betreff is not None else None,
            art=line(row, "vovaname", "td"),
            datum=german.first_date(line(row, "vodat", "td") or ""),
        )
    if read:
        sheet.counts(read)
    return sheet.all()


def gremienliste(sheet: Sheet) -> Parsed:
    """`gr0040`: links to Gremien, and to their last and next Sitzungen; the list of all Wahlperioden too."""
    rows = [row for row in sheet.main.iter("tr") if first(row, "grname", "td") is not None]
    for row in rows:
        gremium = _listed_gremium(sheet, row)
        for name in ("silast", "sinext"):
            _listed_sitzung(sheet, row, name, gremium)
    sheet.counts(len(rows))
    _all_periods(sheet)
    return sheet.all()


def _listed_gremium(sheet: Sheet, row: Element) -> Gremium | None:
    """A Gremium; one without a link has its number in the address of its Sitzungen."""
    name = line(row, "grname", "td")
    anchor = sheet.anchor_to(row, Gremium)
    if anchor is not None:
        return sheet.refer(anchor, Gremium, name=name)
    hrefs = [each.get("href") or "" for each in row.iter("a")]
    number = next((each for href in hrefs if (each := address.number(href, "__ksigrnr"))), None)
    if number is None:
        return None
    url = sheet.address_of("kp0040", __kgrnr=number)
    found = Gremium(id=sheet.id(number, "gr"), kommune=sheet.kommune, url=url, name=name)
    sheet.links.append(Link(url=url, seitenart="kp0040", platzhalter=found, folgen=False))
    return found


def _listed_sitzung(sheet: Sheet, row: Element, name: str, gremium: Gremium | None) -> None:
    cell = first(row, name, "td")
    anchor = sheet.anchor_to(cell, Sitzung) if cell is not None else None
    if cell is not None and anchor is not None and gremium:
        day = german.first_date(html.text(cell))
        sheet.refer(anchor, Sitzung, gremium=gremium.id, gremium_name=gremium.name, datum=day)


def _all_periods(sheet: Sheet) -> None:
    """Notes the same list without a limit to one Wahlperiode: it has the Gremien that are no more."""
    for anchor in sheet.main.iter("a"):
        way = sheet.way(anchor)
        if way and way[0] == sheet.seitenart and address.number(way[1], "__cwpall") and way[1] != sheet.url:
            sheet.links.append(Link(url=way[1], seitenart=way[0]))
            return


def personenliste(sheet: Sheet) -> Parsed:
    """`kp0041`: links to Personen with their party or group."""
    for row in sheet.main.iter("tr"):
        anchor = sheet.anchor_to(row, Person)
        if anchor is not None:
            sheet.refer(anchor, Person, name=html.text(anchor) or None, fraktion=line(row, "pepartei", "td"))
    _all_periods(sheet)
    return sheet.all()

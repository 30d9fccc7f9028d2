"""The agenda of a Sitzung in its three forms: the table of layouts 5 and 6, that of layout 4 (`to0040`), and cards (`si0056`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ratsarchiv.model import Auszug, Link, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import german, html, wortlaut
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet import dokumente
from ratsarchiv.parse.sessionnet.sheet import Sheet, first, line, marked

_ROW_ID = re.compile(r"smc_contol_to_\d{1,9}_(\d{1,18})")
_OWN_NUMBER = re.compile(r"[?&](?:__ktonr|smctonr)=(\d{1,18})\b")
_BOX = "smc_field_smcdv0_box2_"
_CARDS = ("smc-panel-text-title", "smc-card-text-title")
_CLOSED = re.compile(r"nichtoeff|nicht oeff|\b(?:vertraulich|geschlossen)")
_BEFANGEN = re.compile(r"\bBefangen(?:e|heit)?:\s*(\d{1,6})\b", re.IGNORECASE)


@dataclass(kw_only=True)
class _Row:
    """What one item of the agenda shows, whatever its markup."""

    printed: str
    """The number as printed: `Ö 3.1`, `3.1`, nothing."""
    is_public_part: bool | None
    """What the heading above it says; None where there is none."""
    element: Element
    title: Element | None
    own: str | None = None
    """The item's own number (ktonr)."""
    nachtrag: bool | None = None
    results: dict[str, str] = field(default_factory=dict)
    """Label in small letters → text: `beschluss`, `abstimmung`."""

    def number(self) -> german.TopNumber:
        """The number with its letter, and whether the item is public: only where nothing says otherwise."""
        said = german.top_number(self.printed) or german.TopNumber("", None)
        known = [each for each in (said.oeffentlich, self.is_public_part) if each is not None]
        public = all(known) if known else None
        if said.oeffentlich is None and said.text and public is not None:
            return german.TopNumber(f"{'Ö' if public else 'N'} {said.text.rstrip('.')}", public)
        return german.TopNumber(said.text, public)


def is_public(heading: str) -> bool | None:
    """What a heading of the agenda says of the items below it; None where it says nothing of that."""
    lower = heading.lower()
    if wortlaut.names_non_public(lower) or _CLOSED.search(lower):
        return False
    return "nicht" not in lower if "öffentlich" in lower else None


def read(sheet: Sheet, sitzung: str) -> set[Element]:
    """Notes the items of a Sitzung with their results, Vorlagen and documents; the elements that show the agenda."""
    table = table_of(sheet)
    shown = {table} if table is not None else set()
    for position, row in enumerate(_rows(sheet, table), 1):
        shown.add(row.element)
        if row.title is row.element and (around := row.element.getparent()) is not None:
            shown.add(around)  # a card without a frame: what stands beside its title may be its own
        top = _item(sheet, sitzung, position, row)
        is_new = sheet.record_once(top)
        if not is_new and not row.own:
            # A continued Sitzung begins to count anew: there the place stands for the number.
            top = replace(top, id=f"{sitzung}-p{position}")
            is_new = sheet.record_once(top)
        if is_new and top.oeffentlich:
            _auszug(sheet, top, row)
            dokumente.read(sheet, dokumente.of_top(sheet, top), [row.element])
    return shown


def table_of(sheet: Sheet) -> Element | None:
    """The agenda's table; None where the page has none."""
    return next((each for each in (sheet.table(2), sheet.table(1)) if each is not None and each.tag == "table"), None)


def _rows(sheet: Sheet, table: Element | None) -> Iterator[_Row]:
    if table is None:
        return _cards(sheet)
    return _old(table) if marked(table, "smc_tophn", "td") else _new(sheet, table)


def _new(sheet: Sheet, table: Element) -> Iterator[_Row]:
    public: bool | None = None
    for row in table.iter("tr"):
        heading, number = first(row, "totrenn"), first(row, "tofnum", "td")
        if heading is not None:
            said = is_public(html.text(heading))
            public = said if said is not None else public
        elif number is not None:
            cell = _first_of(row, "tolink", "tobetr")
            title = first(row, "smc-card-header-title-simple")
            # What is approved or decided stands below the title in the same cell.
            yield _Row(
                printed=html.text(number), is_public_part=public, element=row,
                title=title if title is not None else cell, own=_own_number(row), results=boxes(row),
            )  # fmt: skip
        elif (says := html.text(row)) and row.find("th") is None:
            # Its words are not repeated: it may stand in the part that isn't public, or begin it.
            public = False if is_public(says) is False else public
            sheet.problem("unbekannte_beschriftung", "Zeile der Tagesordnung ohne Nummer")


def _first_of(row: Element, *names: str) -> Element | None:
    return next((found for name in names if (found := first(row, name, "td")) is not None), None)


def boxes(scope: Element) -> dict[str, str]:
    """The results below a title: `<p class="smc_field_smcdv0_box2_beschluss"><strong>Beschluss:</strong> …`."""
    found = {}
    for box in html.every(scope, f".//p[contains(@class, '{_BOX}')]"):
        label = next(box.iter("strong"), None)
        printed = html.text(label) if label is not None else ""
        if printed:
            found[printed.rstrip(": ").lower()] = html.lines(box)[len(printed) :].strip()
    return found


def _old(table: Element) -> Iterator[_Row]:
    """Layout 4: an item, and a row for each of its results."""
    public: bool | None = None
    row: _Row | None = None
    for element in table.iter("tr"):
        names = (element.get("class") or "").split()
        if "smc-table-group" in names:
            said = is_public(html.text(element))
            public = said if said is not None else public
        elif "smc_toph" in names:
            if row:
                yield row
            row = _old_row(element, public)
        elif "smc_tophz" in names and row and (label := first(element, "smc_topr", "td")) is not None:
            value = label.getnext()
            row.results[html.text(label).rstrip(": ").lower()] = html.lines(value) if value is not None else ""
    if row:
        yield row


def _old_row(element: Element, public: bool | None) -> _Row:
    number = first(element, "smc_tophn", "td")
    supplement = line(element, "smcf_tondat", "span")
    star = line(element, "smcf_tondat_star", "span") or ""
    printed = html.text(number) if number is not None else ""
    return _Row(
        printed=printed.partition(supplement)[0].strip() if supplement else printed.removesuffix(star).strip(),
        is_public_part=public, element=element, title=first(element, "smc_topht", "td"),
        own=_own_number(element), nachtrag=bool(supplement),
    )  # fmt: skip


def _own_number(element: Element) -> str | None:
    """The item's number: of the row, of the link to its Auszug, or of the script that loads its text."""
    if row := _ROW_ID.fullmatch(element.get("id") or ""):
        return row[1]
    ways = (each.get(name) or "" for each in element.iter("a", "div", "button") for name in ("href", "onclick"))
    return next((found[1] for way in ways if (found := _OWN_NUMBER.search(way[:500]))), None)


def _cards(sheet: Sheet) -> Iterator[_Row]:
    """`si0056`, as others describe it: one card for each item, its number on a badge."""
    seen: set[Element] = set()
    for title in (each for name in _CARDS for each in marked(sheet.main, name)):
        card = next((each for each in title.iterancestors("div") if _is_card(each)), title)
        if card in seen:
            continue
        seen.add(card)
        badges = (html.text(badge) for badge in marked(card, "badge"))
        printed = next(
            (each for each in badges if (said := german.top_number(each)) and said.oeffentlich is not None), ""
        )
        yield _Row(
            printed=printed, is_public_part=None, element=card, title=title, own=_own_number(card),
            results=boxes(card),
        )  # fmt: skip


def _is_card(element: Element) -> bool:
    return not {"card", "panel"}.isdisjoint((element.get("class") or "").split())


def _item(sheet: Sheet, sitzung: str, position: int, row: _Row) -> Tagesordnungspunkt:
    """One item. Of one that isn't public, or doesn't say that it is, only the number is read."""
    number = row.number()
    if number.oeffentlich is None:
        sheet.problem("unbekannter_wortlaut", f"TOP {number.text!r} sagt nicht, ob er öffentlich ist")
    says = _public_item(sheet, row) if number.oeffentlich else {}
    anchor = sheet.anchor_to(row.element, Tagesordnungspunkt) if number.oeffentlich else None
    way = sheet.way(anchor) if anchor is not None else None
    return Tagesordnungspunkt(
        id=_id(sheet, sitzung, position, row, number.text),
        kommune=sheet.kommune,
        url=way[1] if way else sheet.url,
        sitzung=sitzung,
        position=position,
        nummer=number.text or None,
        oeffentlich=number.oeffentlich,
        nachtrag=row.nachtrag,
        **says,
    )


def _id(sheet: Sheet, sitzung: str, position: int, row: _Row, number: str) -> str:
    """The item's own number, or what it is known by without one: letter and number, or its place."""
    if row.own:
        return sheet.id(row.own)
    return top_id(sitzung, number) if number else f"{sitzung}-p{position}"


def top_id(sitzung: str, number: str) -> str:
    """`<Sitzung>-oe3.1` for `Ö 3.1`."""
    letter, _, rest = number.rpartition(" ")
    return f"{sitzung}-{letter.lower().replace('ö', 'oe')}{rest}"


def _public_item(sheet: Sheet, row: _Row) -> dict[str, str | None]:
    anchor = sheet.anchor_to(row.element, Vorlage)
    nummer = html.text(anchor) or None if anchor is not None else None
    # The title of the link is the Vorlage's Betreff, which isn't always the item's.
    betreff = (anchor.get("title") or "").partition("Vorlage anzeigen:")[2] if anchor is not None else ""
    named = (
        sheet.refer(anchor, Vorlage, nummer=nummer, betreff=german.blanks(betreff) or None)
        if anchor is not None
        else None
    )
    beschluss = row.results.pop("beschluss", None) or row.results.pop("ergebnis", None) or None
    return {
        "betreff": html.lines(row.title) or None if row.title is not None else None,
        "zusatz": row.results.pop("bemerkung", None) or None,
        "vorlage": named.id if named else None,
        "vorlage_nummer": nummer,
        "beschluss": beschluss,
        "beschlussart": sheet.beschlussart(beschluss),
    }


def _auszug(sheet: Sheet, top: Tagesordnungspunkt, row: _Row) -> None:
    """The vote, as an Auszug; where that has a page of its own, in passing."""
    printed = row.results.pop("abstimmung", None)
    for label, value in row.results.items():
        if value:
            sheet.problem("unbekannte_beschriftung", f"Beschriftung {label!r} unter TOP {top.nummer!r}")
    found = vote(sheet, top, printed) if printed else None
    if top.url != sheet.url:
        sheet.links.append(Link(url=top.url, seitenart="to0050", platzhalter=found))
    elif found:
        sheet.records.append(found)


def vote(sheet: Sheet, top: Tagesordnungspunkt, printed: str) -> Auszug:
    """The Auszug of an item with the figures of `Ja: 20, Nein: 4, Enthaltung: 22, Befangen: 0`; those left out stay unsaid."""
    votes, biased = german.votes(printed), _BEFANGEN.findall(printed)
    return Auszug(
        id=top.id,
        kommune=sheet.kommune,
        url=top.url,
        tagesordnungspunkt=top.id,
        abstimmung=printed,
        ja=votes.ja,
        nein=votes.nein,
        enthaltung=votes.enthaltung,
        befangen=int(biased[0]) if len(biased) == 1 else None,
    )

"""The documents beside an object: PDFs that the system makes, and attachments in a panel and in a table.

The number of `doc1502509.pdf` counts with those of the texts (`htm1502506`): it lasts, its address doesn't.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ratsarchiv.model import Dokument, Link
from ratsarchiv.parse import address, german, html, wortlaut
from ratsarchiv.parse.allris4 import addresses, tables
from ratsarchiv.parse.allris4.sheet import OWNER_KIND, Sheet, panel_of
from ratsarchiv.parse.html import Element

_FILE = re.compile(r"/doc(\d{1,18})\.pdf(?:;|\?|$)", re.IGNORECASE)
_SAYS = re.compile(r"'([^']{1,300})'")
_OF_VORLAGE = "zur Vorlage"
_NUMBER, _NAME, _SIZE = "nummer", "name", "groesse"
_COLUMNS = {_NUMBER: ("nr",), _NAME: ("name",), _SIZE: ("größe", "size")}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose documents these are."""

    spalte: str
    """`vorlage`, `sitzung`, `tagesordnungspunkt`"""
    id: str
    number: str
    sitzung: str | None = None
    """The Sitzung whose page shows a Tagesordnungspunkt's document."""

    def columns(self) -> dict[str, str]:
        """The Dokument's columns that name its owner."""
        return {self.spalte: self.id} | ({"sitzung": self.sitzung} if self.sitzung else {})

    def prefix(self, sheet: Sheet) -> str:
        """What the ids of its documents begin with."""
        return sheet.id(self.number, OWNER_KIND[self.spalte])


def read(sheet: Sheet, owner: Owner) -> None:
    """Notes all documents on a page: the PDFs of the panel first, then the attachments."""
    position = 0
    panel = sheet.field("dokumenteHeaderPanel")
    for anchor in panel.iter("a") if panel is not None else ():
        position += of_link(sheet, owner, anchor, position + 1)
    for n, entry in enumerate(_attachments(sheet), position + 1):
        _attachment(sheet, owner, entry, n, n - position)
    # Of a Tagesordnungspunkt the Sitzung's page shows documents too: its Auszug doesn't list them all.
    if owner.spalte != "tagesordnungspunkt":
        sheet.lists_all("dokumente", owner.spalte, owner.id)


def says(anchor: Element) -> str:
    """What a document's link calls it: its text, and what its tooltip quotes."""
    quoted = _SAYS.search(anchor.get("data-simpletooltip-text") or "")
    return german.blanks(f"{html.text(anchor)} {quoted[1] if quoted else ''}")


def is_file(anchor: Element) -> bool:
    """Whether a link offers a document; the same list leads to the page's texts, and to a form for choosing some."""
    classes = (anchor.get("class") or "").split()
    return "doclink" in classes and "anchor" not in classes and anchor.get("id") != "sammeldoc"


def of_link(sheet: Sheet, owner: Owner, anchor: Element, position: int) -> bool:
    """Notes the document of one link; False where it offers none that is new and public."""
    href, title = anchor.get("href") or "", html.text(anchor) or says(anchor)
    if not is_file(anchor) or wortlaut.names_non_public(says(anchor)):
        return False
    number, url = _lasting(href), sheet.absolute(href)
    if number is None or url is None:
        sheet.problem("unbekannte_beschriftung", f"Dokument {title[:80]!r} ohne Nummer")
        return False
    return _note(sheet, owner, url, number, position, art=wortlaut.dokumentart(says(anchor)), titel=title)


def _lasting(href: str) -> str | None:
    """A document's number, by which the system keeps it."""
    found = _FILE.search(href)
    return found[1] if found else address.number(href, "DOLFDNR")


def _note(sheet: Sheet, owner: Owner, url: str, number: str, position: int, **columns: str | None) -> bool:
    is_lasting = addresses.program(url) == "doc"
    place = addresses.canonical(url) if is_lasting else sheet.url
    dokument = Dokument(
        id=f"{owner.prefix(sheet)}-do{number}",
        kommune=sheet.kommune,
        url=place,
        position=position,
        nummer=number,
        **columns,  # type: ignore[arg-type]
        **owner.columns(),  # type: ignore[arg-type]
    )
    new = sheet.record_once(dokument)
    if new:
        address_ = place if is_lasting else url
        sheet.links.append(Link(url=address_, seitenart="dokument", dokument=dokument.id, sofort=not is_lasting))
    return new


@dataclass(frozen=True, slots=True)
class _Listed:
    """An attachment as the panel or the table shows it."""

    anchor: Element
    number: str | None = None
    size: str | None = None


def _attachments(sheet: Sheet) -> list[_Listed]:
    """The object's own attachments: of the table at the foot, which numbers them; of the panel where there is none."""
    table = [
        _Listed(anchor, row.text(_NUMBER), row.text(_SIZE))
        for each in sheet.main.iter("table")
        if "attachmentTable" in (each.get("class") or "").split() and not _is_of_vorlage(sheet, each)
        for row in tables.rows(each, _COLUMNS)
        for anchor in _attlinks(row.element)[:1]
    ]
    panel = sheet.field("anlagenHeaderPanel")
    if table or panel is None or _OF_VORLAGE in (panel.get("data-jumplink") or html.text(panel)[:60]):
        return table
    return [_Listed(anchor) for anchor in _attlinks(panel)]


def _is_of_vorlage(sheet: Sheet, table: Element) -> bool:
    """Under a Tagesordnungspunkt the Vorlage's attachments are listed again."""
    panel = panel_of(table)
    return panel is not None and _OF_VORLAGE in sheet.headings.get(panel, "")


def _attlinks(scope: Element) -> list[Element]:
    return [each for each in scope.iter("a") if "attlink" in (each.get("class") or "").split() and each.get("href")]


def _attachment(sheet: Sheet, owner: Owner, entry: _Listed, position: int, count: int) -> None:
    name, href = html.text(entry.anchor), entry.anchor.get("href") or ""
    url = sheet.absolute(href)
    if url is None or not name or wortlaut.names_non_public(f"{says(entry.anchor)} {entry.anchor.get('title') or ''}"):
        return
    if lasting := _lasting(href):
        _note(sheet, owner, url, lasting, position, art="anlage", titel=name, groesse=entry.size)
        return
    number = entry.number if entry.number and entry.number.isdecimal() else str(count)
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    dokument = Dokument(
        id=f"{owner.prefix(sheet)}-an{number}-{digest}",
        kommune=sheet.kommune,
        url=sheet.url,
        position=position,
        art="anlage",
        titel=name,
        nummer=number,
        groesse=entry.size,
        **owner.columns(),  # type: ignore[arg-type]
    )
    if sheet.record_once(dokument):
        sheet.links.append(Link(url=url, seitenart="dokument", dokument=dokument.id, sofort=True))

"""The documents on a page: links to files below `sdnetrim/`, whose kind an icon's class tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from ratsarchiv.model import Dokument, Link
from ratsarchiv.parse import html, wortlaut
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sdnet import addresses
from ratsarchiv.parse.sdnet.sheet import Sheet

_TITLE = re.compile(r"(.*?)(?:\s*\(exportiert: [^()]{0,80}\))?(?:\s*\((\d[\d.,]* [KMG]?B)\))?")
"""`Vorlage 12/26 (exportiert: 18.09.2026, aktualisiert: 02.10.2026) (1.590 KB)`"""
_ARTEN = {
    "vorlage-link": "vorlage",
    "vorlage-nachtrag-link": "vorlage",
    "vorlage-attachment-link": "anlage",
    "beschluss-link": "sonstiges",
    "beschluss-attachment-link": "anlage",
    "einladung-link": "einladung",
    "einladung-nachtrag-link": "einladung",
    "niederschrift-link": "niederschrift",
    "gesamte-sitzungsunterlagen-link": "sammeldokument",
}
_KIND = {"vorlage": "vo", "sitzung": "si", "tagesordnungspunkt": "to"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose documents these are."""

    spalte: str
    """`vorlage`, `sitzung`, `tagesordnungspunkt`"""
    number: str
    sitzung: str | None = None
    """The Sitzung whose page shows a Tagesordnungspunkt's document."""


def icons(anchor: Element) -> set[str]:
    """The classes of a link's signs: `vorlage-link`, `attachment-link`, …"""
    return {name for icon in anchor.iter("span") for name in (icon.get("class") or "").split()}


def read(sheet: Sheet, owner: Owner, cell: Element, position: int, *, without: str = "none") -> int:
    """Notes the documents of a cell, but those whose signs begin with `without`; the position of the last one."""
    for anchor in cell.iter("a"):
        url = sheet.href(anchor)
        token = addresses.file_token(url)
        if token and not any(name.startswith(without) for name in icons(anchor)):
            position += _note(sheet, owner, anchor, url, token, position + 1)
    return position


def _note(sheet: Sheet, owner: Owner, anchor: Element, url: str, token: str, position: int) -> bool:
    printed = html.text(anchor)[:1_000]
    # The file's name in the address repeats the title that the document has inside the system.
    name = unquote(url.rpartition("/")[2]).replace("_", " ")
    if any(wortlaut.names_non_public(each) for each in (printed, anchor.get("title") or "", name)):
        return False
    said = _TITLE.fullmatch(printed)
    titel = said[1] if said else printed
    columns = {owner.spalte: sheet.id(owner.number)} | ({"sitzung": owner.sitzung} if owner.sitzung else {})
    dokument = Dokument(
        id=f"{sheet.id(owner.number, _KIND[owner.spalte])}-do{addresses.digest(token)}",
        kommune=sheet.kommune,
        url=url,
        position=position,
        art=_art(sheet, anchor, titel),
        titel=titel,
        groesse=said[2] if said else None,
        **columns,  # type: ignore[arg-type]
    )
    if not sheet.record_once(dokument):
        return False
    sheet.links.append(Link(url=url, seitenart="dokument", dokument=dokument.id))
    return True


def _art(sheet: Sheet, anchor: Element, titel: str) -> str:
    """What the icon says; an Einladung's icon stands beside a Bekanntmachung too."""
    known = sorted(icons(anchor) & _ARTEN.keys())
    if not known:
        sheet.problem("unbekannte_beschriftung", f"Dokument {titel[:80]!r} ohne bekanntes Zeichen")
        return wortlaut.dokumentart(titel)
    art = _ARTEN[known[0]]
    named = wortlaut.dokumentart(titel)
    return named if art == "einladung" and named != "sonstiges" else art

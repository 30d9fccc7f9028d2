"""The documents beside a Vorlage, a Sitzung or a Tagesordnungspunkt: `getfile` and a number for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ratsarchiv.model import Dokument, Link, Tagesordnungspunkt
from ratsarchiv.parse import address, html, wortlaut
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet.sheet import Sheet, line, marked

_BY_CLASS = {"2": "vorlage", "3": "einladung", "5": "niederschrift", "7": "tagesordnung"}
"""The number in `smc_field_danr_2`, the same in every town."""
_BY_SHORT_NAME = {
    "VO": "vorlage", "V": "vorlage", "EI": "einladung", "E": "einladung", "TO": "tagesordnung", "TÖ": "tagesordnung",
    "BM": "bekanntmachung", "N": "niederschrift", "NÖ": "niederschrift", "ÖN": "niederschrift",
}  # fmt: skip
"""The letters on a document's icon, each town's own: these were seen with their meaning."""
_ALWAYS = {"sammeldokument", "bekanntmachung", "einladung", "niederschrift", "tagesordnung"}
"""Kinds that a Sitzung's attachment has by its title alone."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose documents these are."""

    spalte: str
    """`vorlage`, `sitzung`, `tagesordnungspunkt`"""
    kind: str
    """What stands before the number in a document's id, since a Vorlage and a Sitzung may have the same one."""
    id: str
    number: str
    sitzung: str | None = None
    """The Sitzung whose page shows a Tagesordnungspunkt's document."""

    def columns(self) -> dict[str, str]:
        """The Dokument's columns that name its owner."""
        return {self.spalte: self.id} | ({"sitzung": self.sitzung} if self.sitzung else {})


def of_vorlage(sheet: Sheet) -> Owner:
    """The Vorlage that the page shows."""
    return Owner("vorlage", "vo", sheet.own_id, sheet.own_number)


def of_sitzung(sheet: Sheet) -> Owner:
    """The Sitzung that the page shows."""
    return Owner("sitzung", "si", sheet.own_id, sheet.own_number)


def of_top(sheet: Sheet, top: Tagesordnungspunkt) -> Owner:
    """An item of an agenda; without a number of its own it is known by the Sitzung's and its place there."""
    return Owner("tagesordnungspunkt", "to", top.id, top.id.removeprefix(f"{sheet.kommune}-"), top.sitzung)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A document as the page shows it."""

    number: str
    url: str
    title: str
    art: str
    size: str | None
    tooltip: str


def read(sheet: Sheet, owner: Owner, scopes: list[Element]) -> None:
    """Notes the documents below some elements: each file once, and none whose title says that it isn't public."""
    position = 0
    for listed in _listed(sheet, owner, scopes):
        if wortlaut.names_non_public(f"{listed.title} {listed.tooltip}"):
            continue
        position += 1
        dokument = Dokument(
            id=f"{sheet.id(owner.number, owner.kind)}-do{listed.number}",
            kommune=sheet.kommune,
            url=listed.url,
            position=position,
            art=listed.art,
            titel=listed.title,
            nummer=listed.number,
            groesse=listed.size,
            **owner.columns(),  # type: ignore[arg-type]
        )
        if sheet.record_once(dokument):
            sheet.links.append(Link(url=listed.url, seitenart="dokument", dokument=dokument.id))


def _listed(sheet: Sheet, owner: Owner, scopes: list[Element]) -> Iterator[_Listed]:
    """The files, each once: of the two links to it the one with a name, not the button."""
    seen: set[str] = set()
    signs = _signs(scopes)
    # Lists may stand in one another: each link is looked at once.
    for anchor in dict.fromkeys(each for scope in scopes for each in scope.iter("a")):
        way = sheet.way(anchor)
        number = address.number(way[1], "id") if way and way[0] == "getfile" else None
        size = line(anchor, "smcdosize")
        title = html.text(anchor).removesuffix(size or "").rstrip()
        if way and number and title and number not in seen:
            seen.add(number)
            url, art = sheet.address_of("getfile", id=number, type="do"), _art(owner, anchor, title, signs)
            yield _Listed(number, url, title, art, size, anchor.get("title") or "")


def _entry(element: Element) -> Element | None:
    return next((each for each in element.iterancestors("div") if "smc-d-el" in _classes(each)), None)


def _signs(scopes: list[Element]) -> dict[Element, Element]:
    """The first icon of each entry of the lists."""
    found: dict[Element, Element] = {}
    for icon in dict.fromkeys(each for scope in scopes for each in marked(scope, "smc-doc-symbol", "i")):
        if (entry := _entry(icon)) is not None:
            found.setdefault(entry, icon)
    return found


def _art(owner: Owner, anchor: Element, title: str, signs: dict[Element, Element]) -> str:
    element = _entry(anchor)
    icon = signs.get(element) if element is not None else None
    if icon is not None and (known := _of_icon(icon)):
        return known
    art = wortlaut.dokumentart(title)
    is_attachment = element is not None and "smc-d-ex" in _classes(element)
    # Beside a Sitzung its invitation has the class of attachments too; a Vorlage's may be called anything.
    names = _ALWAYS if owner.spalte == "sitzung" else {"sammeldokument"}
    return "anlage" if is_attachment and art not in names else art


def _of_icon(icon: Element) -> str | None:
    for name in _classes(icon):
        if art := _BY_CLASS.get(name.removeprefix("smc_field_danr_")):
            return art
    return _BY_SHORT_NAME.get(html.text(icon))


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()

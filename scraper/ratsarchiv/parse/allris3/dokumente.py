"""The documents beside a Vorlage or a Sitzung: buttons to `do027`, and attachments listed twice, short and long."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ratsarchiv.model import Dokument, Link
from ratsarchiv.parse import german, html, wortlaut
from ratsarchiv.parse.allris3 import forms
from ratsarchiv.parse.allris3.labels import Labels
from ratsarchiv.parse.allris3.sheet import OWNER_KIND, Sheet
from ratsarchiv.parse.html import Element

_SIZE = re.compile(r"Größe:\s*([\d.,]+\s*[KMG]?B)")
_NUMBER = re.compile(r"Anlage (\d+)")
_SIZE_BEHIND_NAME = re.compile(r"\s*\(([\d.,]+\s*[KMG]?B)\)$")


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


def read(sheet: Sheet, owner: Owner, labels: Labels) -> None:
    """Notes all documents on a page: those of buttons first, then the attachments."""
    position = 0
    panel = sheet.cells("me1")
    for pressed in forms.Ways(panel[0]).buttons if panel else ():
        if pressed.program == "do027":
            position += of_button(sheet, owner, pressed, position + 1)
    for dokument, href in _attachments(sheet, owner, labels, position):
        url = sheet.absolute(href)
        if sheet.record_once(dokument) and url:
            sheet.links.append(Link(url=url, seitenart="dokument", dokument=dokument.id, sofort=True))
    # Of a Tagesordnungspunkt the Sitzung's page shows documents too: its Auszug doesn't list them all.
    if owner.spalte != "tagesordnungspunkt":
        sheet.lists_all("dokumente", owner.spalte, owner.id)


def of_button(sheet: Sheet, owner: Owner, pressed: forms.Button, position: int) -> bool:
    """Notes the document of one `do027` button; False where it offers none that is new and public."""
    dokument = _of_button(sheet, owner, pressed, position)
    return dokument is not None and sheet.record_once(dokument)


def _of_button(sheet: Sheet, owner: Owner, pressed: forms.Button, position: int) -> Dokument | None:
    number = pressed.number("DOLFDNR")
    parameters = {
        name: pressed.hidden[name.upper()] for name in ("options", "typ", "annots") if name.upper() in pressed.hidden
    }
    says = pressed.title.partition(" (Öffnet")[0]
    # An icon has no room for more than `Pro` or `Pro2`; its title says what it stands for.
    title = pressed.value if len(pressed.value) > 4 or not says else says
    return by_number(sheet, owner, number, title, f"{pressed.value} {pressed.title}", position, parameters)


def by_number(
    sheet: Sheet, owner: Owner, number: str | None, title: str, says: str, position: int, parameters: dict[str, str]
) -> Dokument | None:
    """The Dokument that `do027` delivers for a number, its link noted; None where its title says that it isn't public."""
    if number is None:
        sheet.problem("unbekannte_beschriftung", f"Dokument {title!r} ohne Nummer")
        return None
    if wortlaut.names_non_public(says):
        return None
    url = sheet.address_of("do027", DOLFDNR=number, **parameters)
    dokument = Dokument(
        id=f"{sheet.id(owner.number, OWNER_KIND[owner.spalte])}-do{number}",
        kommune=sheet.kommune,
        url=url,
        position=position,
        art=wortlaut.dokumentart(says),
        titel=title,
        nummer=number,
        **owner.columns(),  # type: ignore[arg-type]
    )
    sheet.links.append(Link(url=url, seitenart="dokument", dokument=dokument.id))
    return dokument


@dataclass(frozen=True, slots=True)
class _Listed:
    """An attachment as one of the two lists shows it."""

    name: str
    href: str
    title: str
    number: str | None
    size: str | None


def _attachments(sheet: Sheet, owner: Owner, labels: Labels, position: int) -> list[tuple[Dokument, str]]:
    """The attachments, from the long list at the foot where there is one, with the dates of the short one."""
    lists = [[_listed(row) for row in table.iter("tr")] for table in labels.tables_below("Anlagen")]
    filled = [[entry for entry in entries if entry] for entries in lists]
    long = next((entries for entries in filled if any(entry.size for entry in entries)), None)
    short = next((entries for entries in filled if entries is not long and entries), [])
    shown = long or short
    stamps = _stamps(shown, short)
    return [
        _attachment(sheet, owner, entry, position + n, stamps.get(n))
        for n, entry in enumerate(shown, 1)
        if not _secret(entry)
    ]


def _secret(entry: _Listed) -> bool:
    return wortlaut.names_non_public(entry.name) or "(nichtöffentlich" in entry.title.lower()


def _listed(row: Element) -> _Listed | None:
    anchor = next((each for each in row.iter("a") if (each.get("href") or "").find("___tmp") >= 0), None)
    if anchor is None:
        return None
    shown, title = html.text(anchor), anchor.get("title") or ""
    behind = _SIZE_BEHIND_NAME.search(shown) if shown.endswith("B)") else None
    size = _SIZE.search(title)
    cell = next((each for each in anchor.iterancestors("td")), None)
    before = cell.getprevious() if cell is not None else None
    number = html.text(before) if before is not None else ""
    return _Listed(
        name=shown[: behind.start()] if behind else shown,
        href=anchor.get("href") or "",
        title=title,
        number=number if number.isdigit() else None,
        size=size[1] if size else behind[1] if behind else None,
    )


def _stamps(shown: list[_Listed], short: list[_Listed]) -> dict[int, str]:
    """The titles of the short list, which hold the dates, by position; none where the two lists don't go together."""
    if [entry.name for entry in shown] != [entry.name for entry in short]:
        return {}
    return {n: entry.title for n, entry in enumerate(short, 1)}


def _attachment(sheet: Sheet, owner: Owner, entry: _Listed, position: int, stamp: str | None) -> tuple[Dokument, str]:
    said = _NUMBER.search(stamp or entry.title)
    number = entry.number or (said[1] if said else str(position))
    digest = hashlib.sha256(entry.name.encode()).hexdigest()[:8]
    dokument = Dokument(
        id=f"{sheet.id(owner.number, OWNER_KIND[owner.spalte])}-an{number}-{digest}",
        kommune=sheet.kommune,
        url=sheet.url,
        position=position,
        art="anlage",
        titel=entry.name,
        nummer=number,
        stand=german.moment(stamp) if stamp else None,
        groesse=entry.size,
        **owner.columns(),
    )
    return dokument, entry.href

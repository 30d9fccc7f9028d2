"""Contact blocks, blanked on the page that prints them: addresses, telephone numbers, birthdays of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ratsarchiv.parse import html

if TYPE_CHECKING:
    from ratsarchiv.parse.html import Element

HIDDEN = "[Kontaktdaten verborgen]"
_WORDS = (
    r"tel(?:efon)?(?:nummer|nr)?|telefax|fax(?:nummer)?|mobil(?:telefon|nummer|funk)?|handy|e-?mails?(?:-?adressen?)?|mail"
    r"|(?:privat|post|wohn|dienst|liefer)?-?anschrift(?:en)?|adresse|stra(?:ß|ss)e|hausnummer|plz|postleitzahl|wohnort|wohnhaft"
    r"|geburtsdatum|geburtstag|geburtsort|geburtsjahr|geboren(?: am)?|geb|kontakt(?:daten)?|erreichbarkeit|foto|bild"
    r"|homepage|internet|webseite|website|beruf|familienstand|bankverbindung|iban"
)
_LABEL = re.compile(rf"\W*(?:{_WORDS})\b[\w .()/-]{{0,30}}\W*", re.IGNORECASE)
_BLOCK = re.compile(
    r"\W*(?:(?:privat|post)?-?anschrift(?:en)?|adresse|kontakt(?:daten)?|erreichbarkeit|persönliche\w* (?:daten|angaben))\W*",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend")
_LONGEST_LABEL = 60


def blank_contacts(root: Element) -> None:
    """Blanks rows and fields that are labelled as a contact, and the blocks below such a heading."""
    for heading in list(root.iter(*_HEADINGS)):
        if _BLOCK.fullmatch(_label(heading)):
            _block(heading)
    for table in list(root.iter("table")):
        _columns(table)
    for row in list(root.iter("tr")):
        _row(row)
    for term in list(root.iter("dt")):
        if _is_contact(term):
            for value in term.itersiblings():
                if value.tag == "dt":
                    break
                _hide(value)
    for each in list(root.iter(etree.Element)):
        _labelled(each)


def _block(heading: Element) -> None:
    """What follows a heading, up to the next; of a table's caption the table."""
    if heading.tag in {"caption", "legend"}:
        for each in heading.itersiblings():
            _hide(each)
        return
    for each in heading.itersiblings():
        if each.tag in _HEADINGS:
            break
        _hide(each)


def _columns(table: Element) -> None:
    """Columns whose head is a contact's label."""
    rows = list(html.every(table, "./tr | ./*[self::thead or self::tbody or self::tfoot]/tr"))
    heads = rows[0].iterchildren("th", "td") if len(rows) > 1 and rows[0].find("th") is not None else ()
    contacts = [at for at, cell in enumerate(heads) if _is_contact(cell)]
    for row in rows[1:] if contacts else ():
        cells = list(row.iterchildren("td", "th"))
        for at in contacts:
            if at < len(cells):
                _hide(cells[at])


def _row(row: Element) -> None:
    """Cells behind a cell that is a contact's label."""
    cells = list(row.iterchildren("td", "th"))
    for at, cell in enumerate(cells[:-1]):
        if _is_contact(cell):
            _hide(cells[at + 1])


def _labelled(element: Element) -> None:
    """An element whose own title says that it is a contact: `<span title="Telefon 4">`."""
    title = (element.get("title") or element.get("aria-label") or "")[: _LONGEST_LABEL + 1]
    is_text = element.tag in {"span", "td", "div", "p", "li", "dd", "address"}
    if element.tag == "address" or (title and is_text and _LABEL.fullmatch(title)):
        _hide(element)
    itemprop = element.get("itemprop") or ""
    if itemprop in {"telephone", "email", "faxNumber", "address", "streetAddress", "postalCode", "birthDate"}:
        _hide(element)


def _is_contact(cell: Element) -> bool:
    return _LABEL.fullmatch(_label(cell)) is not None


def _label(cell: Element) -> str:
    """What a cell says, by its text or by the words of its picture."""
    said = html.text(cell)
    if not said:
        said = next((each.get("alt") or each.get("title") or "" for each in cell.iter("img")), "")
    return said if len(said) <= _LONGEST_LABEL else ""


def _hide(element: Element) -> None:
    if not html.text(element) and next(element.iter("img", "a"), None) is None:
        return
    for child in list(element):
        element.remove(child)
    element.text = HIDDEN

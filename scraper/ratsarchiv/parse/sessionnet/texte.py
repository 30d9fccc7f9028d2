"""The texts of a page, written by a word processor: `div.smcdocmsword`, without heading or kind.

What kind of Abschnitt one is, only its own words say; a heading inside it that we know begins one of its own.
"""

from __future__ import annotations

from lxml import etree

from ratsarchiv.model import Abschnitt
from ratsarchiv.parse import parts, wortlaut
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet.sheet import Sheet, marked

_OWNERS = {"vorlage": "vo", "sitzung": "si", "tagesordnungspunkt": "to"}


def abschnitte(sheet: Sheet, owner: str, owner_id: str, context: wortlaut.Context) -> list[Abschnitt]:
    """The page's texts as numbered Abschnitte of one owner."""
    found: list[Abschnitt] = []
    for block in marked(sheet.main, "smcdocmsword", "div"):
        part = parts.Part("", None, _inner(block))
        for passage in parts.passages(part, context, None):
            position = len(found) + 1
            found.append(
                Abschnitt(
                    id=f"{owner_id}-{_OWNERS[owner]}-t{position}",
                    kommune=sheet.kommune,
                    url=_place(sheet, block),
                    position=position,
                    code=None,
                    art=passage.art,
                    ueberschrift=passage.ueberschrift,
                    text=passage.text,
                    html=passage.html,
                    **{owner: owner_id},
                )
            )
    return found


def _place(sheet: Sheet, block: Element) -> str:
    anchor = block.get("id") or ""
    return f"{sheet.url}#{anchor}" if anchor.isalnum() and anchor.isascii() else sheet.url


def _inner(block: Element) -> str:
    for element in block.iter("span"):
        # Word's `mso-bidi-font-weight: bold` is meant for other scripts than ours.
        styles = (each for each in (element.get("style") or "").split(";") if not each.strip().startswith("mso-"))
        element.set("style", ";".join(styles))
    return etree.tostring(block, method="html", encoding="unicode", with_tail=False)

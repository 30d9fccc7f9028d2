"""`to020`: the Auszug of one Tagesordnungspunkt – what was said, decided and voted."""

from __future__ import annotations

import re

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Parsed, Vorlage
from ratsarchiv.parse import german, html, wortlaut
from ratsarchiv.parse.allris4 import dates, dokumente, head, references
from ratsarchiv.parse.allris4.sheet import Sheet, lines

_KNOWN = {
    "toname", "sibetreff", "sigremium", "bvstatus", "bvztermin", "sidatum", "sistatus", "sistat", "sizeit", "sianlass",
    "siraum", "siort", "vobetreff", "vostatus", "vostat", "voart", "vofamt", "vobamt", "vosb", "toBeschlussart", "tobetreff",
    "tozusatz", "sizusatz", "anunterstuetzer",
}  # fmt: skip
_AUTHOR = "voverfasser"
_NUMBERED = re.compile(r"(\S{0,40}\d\S{0,40}|\S{1,12} \S{0,20}\d\S{0,20}/\S{1,20}) (\S.*)", re.DOTALL)
"""`26/093 Betreff`, `DRS. 25/161 Betreff`"""


def auszug(sheet: Sheet) -> Parsed:
    """An Auszug; of its Tagesordnungspunkt, Sitzung and Vorlage only what fills a placeholder."""
    number = german.top_number(sheet.line("toname") or "")
    if number is None and sheet.field("sibetreff") is None:
        raise ParseError("the page says neither which TOP it shows nor of which Sitzung")
    if number is None or not number.oeffentlich:
        return _withheld(sheet, number)
    cell = sheet.field("sigremium")
    if cell is not None:
        references.gremien(sheet, cell)
    _placeholders(sheet, number)
    head.complain(sheet, _KNOWN | {each.name for each in head.labels(sheet) if each.name.startswith(_AUTHOR)})
    texts = sheet.abschnitte("tagesordnungspunkt", sheet.own_id, "auszug")
    if texts or sheet.line("toBeschlussart"):
        sheet.records.append(sheet.auszug(sheet.own_id, texts))
    sheet.records += texts
    dokumente.read(sheet, dokumente.Owner("tagesordnungspunkt", sheet.own_id, sheet.own_number))
    if not sheet.closed:
        sheet.lists_all("abschnitte", "tagesordnungspunkt", sheet.own_id)
    return sheet.all()


def _withheld(sheet: Sheet, number: german.TopNumber | None) -> Parsed:
    """Nothing of an item that isn't public, or doesn't say that it is; the latter is noted."""
    if number is None or number.oeffentlich is None:
        sheet.problem("unbekannter_wortlaut", "Der TOP sagt nicht, ob er öffentlich ist")
    return Parsed(
        url=sheet.page.url, seitenart=sheet.seitenart, ergebnis="nicht_oeffentlich", problems=tuple(sheet.problems)
    )


def _placeholders(sheet: Sheet, number: german.TopNumber) -> None:
    """What the head says of the item, its Sitzung and its Vorlage. The title is cut short: a Vorlage's Betreff isn't."""
    sitzung, vorlage = _sitzung(sheet), _vorlage(sheet)
    beschluss = sheet.line("toBeschlussart")
    references.tagesordnungspunkt(
        sheet,
        sheet.own_number,
        folgen=False,
        sitzung=sitzung,
        nummer=number.text,
        betreff=sheet.lines("tobetreff") or _title(sheet, number),
        oeffentlich=True,
        vorlage=vorlage.id if vorlage else None,
        vorlage_nummer=vorlage.nummer if vorlage else None,
        beschluss=beschluss,
        beschlussart=sheet.beschlussart(beschluss),
    )


def _title(sheet: Sheet, number: german.TopNumber) -> str | None:
    """What stands behind day and number in `11.12.2025 - 3.1.12 Haushaltssatzung`; None where it is cut short."""
    plain = sheet.title.partition(" - ")[2].removeprefix(number.text).removeprefix(number.text[2:]).strip()
    return plain if plain and not plain.endswith("...") else None


def _sitzung(sheet: Sheet) -> str | None:
    cell = sheet.field("sibetreff")
    number, anchor = references.link(cell, "to010", "SILFDNR") if cell is not None else (None, None)
    if number is None or anchor is None:
        return None
    day = dates.day(sheet.line("sidatum") or "")
    return references.sitzung(sheet, number, name=lines(anchor).replace("\n", "; ") or None, datum=day).id


def _vorlage(sheet: Sheet) -> Vorlage | None:
    """The paper's block: its link reads `<number> <Betreff>`, and its labels stand beside the Sitzung's."""
    cell = sheet.field("vobetreff")
    number, anchor = references.link(cell, "vo020", "VOLFDNR") if cell is not None else (None, None)
    hidden = any(wortlaut.names_non_public(sheet.line(name) or "") for name in ("vostatus", "vostat", "voart"))
    if number is None or anchor is None or hidden:
        return None
    found = _NUMBERED.fullmatch(lines(anchor) or html.lines(anchor))
    nummer, betreff = (found[1], found[2]) if found else (None, None)
    return references.vorlage(
        sheet, number, nummer=nummer, betreff=betreff, art=sheet.line("voart"), federfuehrend=sheet.line("vofamt")
    )

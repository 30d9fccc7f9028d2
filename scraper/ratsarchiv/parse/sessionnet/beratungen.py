"""`vo0053`: the Beratungsfolge of a Vorlage, in one of two forms: a table, or a panel to unfold for each step.

No real page of this kind was at hand: the markup is as others describe it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ratsarchiv.model import Beratung, Link, Parsed, Sitzung, Vorlage
from ratsarchiv.parse import address, german, html
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet import tagesordnung
from ratsarchiv.parse.sessionnet.sheet import Sheet, line, marked

_TABLE = ".//table[contains(@summary, 'Beratungen der Vorlage')]"
_PANEL = re.compile(r"smcpanel\d{1,6}")
_STEP = re.compile(
    r"(?:(\d{1,2}\.\d{1,2}\.\d{4})\s+)?(\S.{0,300}?)(?:\s+TOP\s+((?:[ÖN]\s*)?\d[\w.]{0,30}))?"
    r"\s+((?:nicht[ -]?)?öffentlich)(?:\s+-\s+(.{1,300}))?"
)
_ROLLEN = {
    "entscheidung", "vorberatung", "beratung", "kenntnisnahme", "zur kenntnis", "beschlussfassung", "beschluss", "anhörung",
    "information", "empfehlung", "beschlussempfehlung", "stellungnahme", "mitberatung", "erstberatung",
}  # fmt: skip
"""What stands behind a step's dash: its role, as long as there is no result."""
_KNOWN_CELLS = {"grname", "txname", "bfost", "sidat", "tofnum", "beschluss"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Schritt:
    """One step, whatever its markup."""

    element: Element
    datum: date | None
    gremium: str | None
    top: str | None
    oeffentlich: bool
    rolle: str | None = None
    beschluss: str | None = None


def beratungsfolge(sheet: Sheet) -> Parsed:
    """The Beratungen of a Vorlage; of the Vorlage itself only the link."""
    vorlage = Vorlage(id=sheet.own_id, kommune=sheet.kommune, url=sheet.address_of("vo0050", __kvonr=sheet.own_number))
    sheet.links.append(Link(url=vorlage.url, seitenart="vo0050", platzhalter=vorlage))
    read(sheet, vorlage.id)
    return sheet.all()


def places(sheet: Sheet) -> set[Element]:
    """The elements that show a Beratungsfolge."""
    panels = (each for each in sheet.main.iter("div") if _PANEL.fullmatch(each.get("id") or ""))
    return {*html.every(sheet.main, _TABLE), *(each for each in panels if _is_step(_heading(each)))}


def _is_step(printed: str) -> bool:
    """Whether a panel's heading tells of a step, in words that are understood or not."""
    return _STEP.fullmatch(printed) is not None or tagesordnung.is_public(printed) is not None


def read(sheet: Sheet, vorlage: str) -> None:
    """Notes the Beratungen that a page lists."""
    tables = html.every(sheet.main, _TABLE)
    steps = _of_rows(sheet, tables) if tables else _of_panels(sheet)
    for position, step in enumerate(steps, 1):
        sheet.records.append(_beratung(sheet, vorlage, position, step))
    sheet.lists_all("beratungen", "vorlage", vorlage)


def _of_panels(sheet: Sheet) -> list[_Schritt]:
    found = []
    for panel in sheet.main.iter("div"):
        if not _PANEL.fullmatch(panel.get("id") or ""):
            continue
        printed = _heading(panel)
        step = _STEP.fullmatch(printed)
        if step is None:
            sheet.problem("unbekannte_beschriftung", "Schritt der Beratungsfolge in anderen Worten")
            continue
        day, gremium, top, public, rest = step.groups()
        is_role = rest is not None and rest.lower() in _ROLLEN
        found.append(
            _Schritt(
                element=panel,
                datum=german.first_date(day or ""),
                gremium=gremium,
                top=top,
                oeffentlich=not public.startswith("nicht"),
                rolle=rest if is_role else None,
                beschluss=None if is_role else rest,
            )
        )
    return found


def _heading(panel: Element) -> str:
    """The panel's button without the badge that counts documents."""
    button = next(panel.iter("button"), None)
    if button is None:
        return ""
    badges = set(marked(button, "smc-badges"))
    texts = [button.text or ""]
    for each in button.iter():
        if each is not button and badges.isdisjoint({each, *each.iterancestors()}):
            texts.append(each.text or "")
        if each is not button and badges.isdisjoint(each.iterancestors()):
            texts.append(each.tail or "")
    return german.blanks(" ".join(texts))[:1000]


def _of_rows(sheet: Sheet, tables: list[Element]) -> list[_Schritt]:
    found = []
    for row in (each for table in tables for each in table.iter("tr")):
        cells = html.cells(row)
        if not marked(row, "grname", "td"):
            if cells and html.text(row):
                sheet.problem("unbekannte_beschriftung", f"Zeile der Beratungsfolge {html.text(row)[:80]!r}")
            continue
        _complain(sheet, cells)
        titles = " ".join([anchor.get("title") or "" for anchor in row.iter("a")])
        gremium = line(row, "grname", "td")
        found.append(
            _Schritt(
                element=row,
                datum=german.first_date(f"{line(row, 'sidat', 'td') or ''} {gremium} {titles}"),
                gremium=gremium,
                top=line(row, "tofnum", "td"),
                rolle=line(row, "txname", "td"),
                oeffentlich=tagesordnung.is_public(line(row, "bfost", "td") or "") is True,
                beschluss=line(row, "beschluss", "td"),
            )
        )
    return found


def _complain(sheet: Sheet, cells: list[Element]) -> None:
    for cell in cells:
        names = set((cell.get("class") or "").split())
        if html.text(cell) and names.isdisjoint(_KNOWN_CELLS):
            sheet.problem("unbekannte_beschriftung", f"Spalte {' '.join(sorted(names))!r} der Beratungsfolge")


def _beratung(sheet: Sheet, vorlage: str, position: int, step: _Schritt) -> Beratung:
    anchor = sheet.anchor_to(step.element, Sitzung)
    sitzung = sheet.refer(anchor, Sitzung, gremium_name=step.gremium, datum=step.datum) if anchor is not None else None
    return Beratung(
        id=f"{vorlage}-b{position}",
        kommune=sheet.kommune,
        url=sheet.url,
        vorlage=vorlage,
        position=position,
        gremium_name=step.gremium,
        rolle=step.rolle,
        datum=step.datum,
        sitzung=sitzung.id if sitzung else None,
        tagesordnungspunkt=_top(sheet, step, sitzung) if sitzung else None,
        beschluss=step.beschluss,
        beschlussart=sheet.beschlussart(step.beschluss),
    )


def _top(sheet: Sheet, step: _Schritt, sitzung: Sitzung) -> str | None:
    """The item's id: by its number, or as `si0057` makes it; other programs give items numbers that don't stand here."""
    own = next(
        (number for each in step.element.iter("a") if (number := address.number(each.get("href") or "", "__ktonr"))), ""
    )
    if own:
        return sheet.id(own)
    if not step.top or "/si0057." not in sitzung.url:
        return None
    letter = "Ö" if step.oeffentlich else "N"
    return tagesordnung.top_id(sitzung.id, f"{letter} {step.top.lstrip('ÖN ').rstrip('.')}")

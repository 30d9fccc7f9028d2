"""`vo020`: one Vorlage with its Beratungsfolge, texts, documents and relatives."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Literal

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Beratung, Parsed, Verweis, Vorlage
from ratsarchiv.parse import address, html, wortlaut
from ratsarchiv.parse.allris4 import dates, dokumente, head, references, tables
from ratsarchiv.parse.allris4.sheet import Sheet
from ratsarchiv.parse.html import Element

_OF_ID = {
    "voart": "art", "vofamt": "federfuehrend", "vobamt": "beteiligt", "vosb": "bearbeiter", "voaz": "aktenzeichen",
}  # fmt: skip
_OF_LABEL = {
    "verfass": "verfasser", "vorstand": "verfasser", "antragstell": "antragsteller", "bearbeit": "bearbeiter",
    "aktenzeichen": "aktenzeichen", "beteiligt": "beteiligt", "federführ": "federfuehrend",
}  # fmt: skip
"""What a label begins with, and the column that it names: of `voverfasser1` each council chooses the label itself."""
_RELATION = ("bezüglich", "bezug")
_REMARK = re.compile(r" \(nicht[- ]?öffentlich\)$", re.IGNORECASE)
"""Stands behind the name of a Gremium whose Sitzungen are not shown."""
_NO_FIELDS = {"vobetreff", "vostatus", "vostat", "anunterstuetzer"}
_STAMMBAUM = ("Stammbaum", "Stammbaum der Vorlage")
_RELATIVES: tables.Columns = {
    "art": ("art", "vorlageart"),
    "nummer": ("vorlage", "nummer", "drucksache", "name"), "betreff": ("betreff",), "federfuehrend": ("federführ",),
}  # fmt: skip


def vorlage(sheet: Sheet) -> Parsed:
    """A Vorlage. One that says `nichtöffentlich` of itself is not read, whatever the page shows."""
    if sheet.field("vobetreff") is None and sheet.field("vostatus") is None:
        raise ParseError("the page has neither Betreff nor Status")
    if any(wortlaut.names_non_public(sheet.line(name) or "") for name in ("vostatus", "vostat", "voart")):
        return Parsed(url=sheet.page.url, seitenart=sheet.seitenart, ergebnis="nicht_oeffentlich")
    record = _record(sheet)
    sheet.records.append(record)
    _beratungsfolge(sheet, record)
    _related(sheet, record)
    sheet.records += sheet.abschnitte("vorlage", record.id, "vorlage")
    dokumente.read(sheet, dokumente.Owner("vorlage", record.id, sheet.own_number))
    if not sheet.closed:
        sheet.lists_all("abschnitte", "vorlage", record.id)
    if sheet.field("bfTable") is not None or not sheet.closed:
        sheet.lists_all("beratungen", "vorlage", record.id)
    return sheet.all()


def _record(sheet: Sheet) -> Vorlage:
    says = _fields(sheet)
    return Vorlage(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=sheet.url,
        nummer=_nummer(sheet.title, says.get("art")),
        betreff=sheet.lines("vobetreff"),
        status=sheet.line("vostatus"),
        **says,  # type: ignore[arg-type]
    )


def _fields(sheet: Sheet) -> dict[str, str]:
    """The labelled values that are columns, by column; those that nobody knows are noted."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    known = set(_NO_FIELDS)
    for label in head.labels(sheet):
        column = _OF_ID.get(label.name) or _column(label.printed)
        value = html.lines(label.value).replace("\n", "; ")
        if label.printed.lower().startswith(_RELATION):
            known.add(label.name)
        elif column and label.name not in _NO_FIELDS and value:
            found[column].append(value)
            known.add(label.name)
    head.complain(sheet, known)
    return {column: "; ".join(dict.fromkeys(values)) for column, values in found.items()}


def _column(printed: str) -> str | None:
    lower = printed.lower()
    if "berichterstatt" in lower:  # "1. Berichterstattung"
        return "berichterstatter"
    return next((column for words, column in _OF_LABEL.items() if lower.startswith(words)), None)


def _nummer(title: str, art: str | None) -> str | None:
    """What stands behind the kind in `Antrag - 469/2026`."""
    if art and title.startswith(f"{art} - "):
        return title.removeprefix(f"{art} - ")
    return title.partition(" - ")[2] or None


def _beratungsfolge(sheet: Sheet, vorlage: Vorlage) -> None:
    """Head rows (Gremium and role), each with the rows of its Sitzungen; a head alone is a step without a date yet."""
    table = sheet.field("bfTable")
    if table is None:
        return
    steps: list[list[list[Element]]] = []
    for row in table.iter("tr"):
        cells = html.cells(row)
        if len(cells) >= 4 and not _is_meeting(cells):
            steps.append([cells])
        elif cells and steps and _is_meeting(cells):
            steps[-1].append(cells)
        elif cells:
            sheet.problem("unbekannte_beschriftung", "Zeile der Beratungsfolge ohne Gremium")
    position = 0
    for gremium, *meetings in steps:
        rows: list[list[Element] | None] = [*meetings] or [None]
        for meeting in rows:
            position += 1
            sheet.records.append(_beratung(sheet, vorlage, position, gremium, meeting))


def _is_meeting(cells: list[Element]) -> bool:
    """Even and odd run over all rows: only the class of the date's cell tells them apart."""
    return any("date" in (cell.get("class") or "").split() for cell in cells)


def _beratung(
    sheet: Sheet, vorlage: Vorlage, position: int, head_: list[Element], meeting: list[Element] | None
) -> Beratung:
    gremien = references.gremien(sheet, head_[2])
    status = [each for each in head_[0].iter("span") if each.get("class") == "wfcolorDesc"]
    beschluss = html.text(meeting[3]) or None if meeting and len(meeting) > 3 else None
    return Beratung(
        id=f"{vorlage.id}-b{position}",
        kommune=sheet.kommune,
        url=vorlage.url,
        vorlage=vorlage.id,
        position=position,
        gremium=gremien[0].id if len(gremien) == 1 else None,
        gremium_name=_REMARK.sub("", html.text(head_[2])) or None,
        rolle=html.text(head_[3]) or None,
        status=(html.text(status[0]) or None) if status else None,
        datum=dates.day(html.text(meeting[1])) if meeting and len(meeting) > 1 else None,
        beschluss=beschluss,
        beschlussart=sheet.beschlussart(beschluss),
        **(_meeting(sheet, vorlage, meeting) if meeting and len(meeting) > 2 else {}),
    )


def _meeting(sheet: Sheet, vorlage: Vorlage, cells: list[Element]) -> dict[str, str | None]:
    """The Sitzung and the Tagesordnungspunkt of a row; ids only where they are linked."""
    name = html.text(cells[2]) or None
    number, anchor = references.link(cells[2], "to010", "SILFDNR")
    if number is None or anchor is None:
        return {"sitzungsname": name}
    sitzung = references.sitzung(sheet, number, name=name, datum=dates.day(html.text(cells[1])))
    shown = next((found for cell in cells[3:] if (found := references.link(cell, "to020", "TOLFDNR")[0])), None)
    known = shown or address.number(anchor.get("href") or "", "TOLFDNR")
    if known:
        references.tagesordnungspunkt(
            sheet, known, folgen=bool(shown), sitzung=sitzung.id, vorlage=vorlage.id, vorlage_nummer=vorlage.nummer
        )
    return {
        "sitzungsname": name,
        "sitzung": sitzung.id,
        "tagesordnungspunkt": sheet.id(known) if known else None,
    }


def _related(sheet: Sheet, vorlage: Vorlage) -> None:
    """`Bezüglich:` at the head, and the Stammbaum (a table of relatives) in a panel of its own."""
    label = next((each for each in head.labels(sheet) if each.printed.lower().startswith(_RELATION)), None)
    panel = sheet.panel(*_STAMMBAUM)
    for number, anchor in references.links(label.cell, "vo020", "VOLFDNR") if label else ():
        _verweis(sheet, vorlage, "bezug", number, {"nummer": html.text(anchor) or None})
    for row in tables.rows(panel, _RELATIVES) if panel is not None else ():
        other, anchor_ = references.link(row.element, "vo020", "VOLFDNR")
        if other and anchor_ is not None:
            says = {name: row.lines(name) for name in _RELATIVES}
            _verweis(
                sheet, vorlage, "stammbaum", other, says | {"nummer": says["nummer"] or html.text(anchor_) or None}
            )
    if label or panel is not None:
        sheet.lists_all("verweise", "von", vorlage.id)


def _verweis(
    sheet: Sheet, vorlage: Vorlage, kind: Literal["bezug", "stammbaum"], number: str, says: dict[str, str | None]
) -> None:
    if sheet.id(number) == vorlage.id:
        return
    other = references.vorlage(sheet, number, **says)
    verweis = Verweis(
        id=f"{vorlage.id}-{kind}-{number}",
        kommune=sheet.kommune,
        url=vorlage.url,
        von=vorlage.id,
        nach=other.id,
        nummer=other.nummer,
        art=kind,
    )
    sheet.record_once(verweis)

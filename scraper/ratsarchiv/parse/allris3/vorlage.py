"""`vo020`: one Vorlage with its Beratungsfolge, texts, documents and relatives."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Beratung, Parsed, Verweis, Vorlage
from ratsarchiv.parse import address, german, html, wortlaut
from ratsarchiv.parse.allris3 import dokumente, forms, references
from ratsarchiv.parse.allris3.labels import Label, Labels, art_names
from ratsarchiv.parse.allris3.sheet import Sheet
from ratsarchiv.parse.html import Element

_TITLE = re.compile(r"^[^-]*?-\s*(.*)$", re.DOTALL)


def vorlage(sheet: Sheet) -> Parsed:
    """A Vorlage. One that says `nichtöffentlich` of itself is not read, whatever the page shows."""
    labels = Labels(sheet)
    betreff = labels.text("betreff")
    status = labels.line("status")
    if betreff is None and status is None:
        raise ParseError("the table with Betreff and Status is missing")
    if wortlaut.names_non_public(status or ""):
        return Parsed(url=sheet.page.url, seitenart=sheet.seitenart, ergebnis="nicht_oeffentlich")
    record = _record(sheet, labels, betreff, status)
    sheet.records.append(record)
    _beratungsfolge(sheet, record, labels.take("beratungsfolge"))
    _related(sheet, record, labels)
    labels.complain(sheet)
    sheet.records += sheet.abschnitte("vorlage", record.id, "vorlage")
    dokumente.read(sheet, dokumente.Owner("vorlage", record.id, sheet.own_number), labels)
    for table in ("abschnitte", "beratungen"):
        sheet.lists_all(table, "vorlage", record.id)
    sheet.lists_all("verweise", "von", record.id)
    return sheet.all()


def _record(sheet: Sheet, labels: Labels, betreff: str | None, status: str | None) -> Vorlage:
    return Vorlage(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=sheet.url,
        nummer=_nummer(sheet),
        betreff=betreff,
        status=status,
        art=labels.line(*art_names()),
        federfuehrend=labels.line("federführend", "federführung", "federführendes amt"),
        beteiligt=labels.line("beteiligt", "beteiligte", "beteiligte ämter"),
        verfasser=labels.line("verfasser", "verfasserin", "verfasser/in", "verfasser/-in", "vorstand"),
        antragsteller=labels.line("antragsteller", "antragstellerin", "antragsteller/in", "antragsteller/-in"),
        berichterstatter=labels.line(
            "berichterstatter/in", "berichterstatter", "berichterstatterin", "berichterstatter/-in"
        ),
        bearbeiter=labels.line("bearbeiter/-in", "bearbeiter", "bearbeiterin", "bearbeiter/in"),
    )


def _nummer(sheet: Sheet) -> str | None:
    """What stands behind `Vorlage - ` in the title; some Vorlagen have no number."""
    title = html.text(sheet.title)
    found = _TITLE.match(title)
    return found[1].strip() or None if found else None


def _beratungsfolge(sheet: Sheet, vorlage: Vorlage, label: Label | None) -> None:
    """Head rows (Gremium and role), each with the rows of its Sitzungen; a head alone is a step without a date yet."""
    table = _table_of(label) if label else None
    if table is None:
        return
    steps: list[list[Element]] = []
    for row in table.iter("tr"):
        kind = _kind(row)
        if kind == "text1":
            steps.append([row])
        elif kind == "text2" and steps:
            steps[-1].append(row)
        elif kind or (row.get("class") and html.text(row)):
            sheet.problem("unbekannte_beschriftung", f"Zeile der Beratungsfolge {html.text(row)[:80]!r}")
    position = 0
    for head, *meetings in steps:
        rows: list[Element | None] = [*meetings] or [None]
        for meeting in rows:
            position += 1
            sheet.records.append(_beratung(sheet, vorlage, position, head, meeting))


def _table_of(label: Label) -> Element | None:
    """The table in the next row, or (Alsdorf, Berlin) in the cell beside the label."""
    row = next(label.cell.iterancestors("tr"), None)
    following = row.getnext() if row is not None else None
    for place in (label.value, following):
        table = place.find(".//table") if place is not None else None
        if table is not None:
            return table
    return None


def _kind(row: Element) -> str | None:
    cells = html.cells(row)
    return cells[1].get("class") if len(cells) > 1 else None


def _beratung(sheet: Sheet, vorlage: Vorlage, position: int, head: Element, meeting: Element | None) -> Beratung:
    cells = html.cells(head)
    when = html.cells(meeting) if meeting is not None else []
    day = german.first_date(html.text(when[1])) if len(when) > 1 else None
    sitzung, name, top = _meeting(sheet, vorlage, meeting, day) if meeting is not None else (None, None, None)
    beschluss = next((html.text(cell) for cell in when if cell.get("class") == "text3"), "") or None
    return Beratung(
        id=f"{vorlage.id}-b{position}",
        kommune=sheet.kommune,
        url=vorlage.url,
        vorlage=vorlage.id,
        position=position,
        gremium_name=html.text(cells[1]) or None,
        rolle=(html.text(cells[2]) or None) if len(cells) > 2 else None,
        status=(when[0] if when else cells[0]).get("title") or None,
        datum=day,
        sitzung=sitzung,
        sitzungsname=name,
        tagesordnungspunkt=top,
        beschluss=beschluss,
        beschlussart=sheet.beschlussart(beschluss),
    )


def _meeting(
    sheet: Sheet, vorlage: Vorlage, row: Element, day: date | None
) -> tuple[str | None, str | None, str | None]:
    """The ids of the Sitzung and the Tagesordnungspunkt of a row, and the Sitzung's name; ids only where it is public."""
    ways = forms.Ways(row)
    number, top_number = ways.number("to010", "SILFDNR"), ways.number("to020", "TOLFDNR")
    pressed, link = ways.button("to010"), ways.link("to010")
    selected = address.number(pressed.action, "topSelected") if pressed else None
    cells = html.cells(row)
    name = html.text(link) if link is not None else html.text(cells[3]) if len(cells) > 3 else ""
    if number is None:
        return None, name or None, None
    sitzung = references.sitzung(sheet, number, name=name or None, datum=day)
    known = top_number or selected
    if known is None:
        return sitzung.id, sitzung.name, None
    public = top_number is not None
    top = references.tagesordnungspunkt(
        sheet, known, folgen=public, sitzung=sitzung.id, vorlage=vorlage.id, vorlage_nummer=vorlage.nummer
    )
    return sitzung.id, sitzung.name, top.id


def _related(sheet: Sheet, vorlage: Vorlage, labels: Labels) -> None:
    """`Bezüglich:` above the Beratungsfolge, and the Stammbaum (a table of relatives) below the texts."""
    label = labels.take("bezüglich", "bezug")
    if label and label.value is not None:
        for anchor in forms.Ways(label.value).links("vo020"):
            _verweis(sheet, vorlage, "bezug", anchor, nummer=html.text(anchor))
    for row in forms.rows(labels.tables_below("Stammbaum")):
        link = row.link("vo020")
        if link is not None:
            _verweis(sheet, vorlage, "stammbaum", link, **_relative(row))


def _relative(row: forms.Row) -> dict[str, str]:
    """What a row of seven cells says: number, –, Betreff, –, Federführend, –, Art."""
    cells = [html.lines(cell) for cell in row.cells]
    if len(cells) != 7:
        return {"nummer": cells[0]} if cells else {}
    return {"nummer": cells[0], "betreff": cells[2], "federfuehrend": cells[4], "art": cells[6]}


def _verweis(sheet: Sheet, vorlage: Vorlage, kind: Literal["bezug", "stammbaum"], anchor: Element, **says: str) -> None:
    number = forms.number_in(anchor, "VOLFDNR")
    if number is None or sheet.id(number) == vorlage.id:
        return
    other = references.vorlage(sheet, number, **{name: value or None for name, value in says.items()})
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

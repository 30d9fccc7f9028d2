"""`to010`: one Sitzung and its Tagesordnung."""

from __future__ import annotations

from typing import Any

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Parsed, Sitzung, Tagesordnungspunkt
from ratsarchiv.parse import german, html, wortlaut
from ratsarchiv.parse.allris3 import dokumente, forms, references
from ratsarchiv.parse.allris3.labels import Labels
from ratsarchiv.parse.allris3.sheet import Sheet


def sitzung(sheet: Sheet) -> Parsed:
    """A Sitzung and its agenda. Of non-public items only the number is read."""
    labels = Labels(sheet)
    record = _record(sheet, labels)
    sheet.records.append(record)
    labels.complain(sheet)
    _agenda(sheet, record)
    sheet.records += sheet.abschnitte("sitzung", record.id, "auszug")
    dokumente.read(sheet, dokumente.Owner("sitzung", record.id, sheet.own_number), labels)
    sheet.lists_all("tagesordnungspunkte", "sitzung", record.id)
    sheet.lists_all("abschnitte", "sitzung", record.id)
    return sheet.all()


def _record(sheet: Sheet, labels: Labels) -> Sitzung:
    title = html.text(sheet.title).partition(" - ")[2]
    name = labels.line("bezeichnung") or title or None
    gremium, gremium_name = _gremium(sheet, labels)
    day_text = labels.line("datum")
    if day_text is None:
        raise ParseError("the table with Gremium and Datum is missing")
    day = german.first_date(day_text)
    if day is None:
        raise ParseError(f"{day_text!r} holds no date")
    beginn, ende = german.span(day, labels.line("zeit") or "")
    return Sitzung(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=sheet.url,
        gremium=gremium,
        gremium_name=gremium_name,
        name=name,
        datum=day,
        beginn=beginn,
        ende=ende,
        raum=labels.line("raum"),
        ort=labels.line("ort"),
        zusatz=labels.line("zusatz"),
        status=labels.line("status"),
        anlass=labels.line("anlass"),
        abgesagt=True if name and wortlaut.is_cancelled(name) else None,
    )


def _gremium(sheet: Sheet, labels: Labels) -> tuple[str | None, str | None]:
    """The Gremium's id and name; `Gremien:` of a joint Sitzung gives names alone."""
    label = labels.take("gremium", "gremien")
    if label is None or label.value is None:
        return None, None
    found = references.gremien(sheet, forms.Ways(label.value))
    names = "; ".join(line for line in html.lines(label.value).split("\n") if line)
    return (found[0].id if len(found) == 1 else None), names or None


def _agenda(sheet: Sheet, sitzung: Sitzung) -> None:
    last: Tagesordnungspunkt | None = None
    position = 0
    for row in forms.rows(sheet.tables("tl1")):
        if len(row.cells) < 5:
            continue
        number = german.top_number(html.text(row.cells[0]))
        if number:
            position += 1
            last = _item(sheet, sitzung, position, number, row)
            sheet.records.append(last)
        elif row.buttons or html.text(row.element):
            _continuation(sheet, sitzung, last, row.button("do027"), html.text(row.element))


_PAPERS = {"vo020", "to010"}
"""What the cell behind the subject leads to: a Vorlage, or the Sitzung whose minutes are approved."""


def _continuation(
    sheet: Sheet, sitzung: Sitzung, item: Tagesordnungspunkt | None, pressed: forms.Button | None, says: str
) -> None:
    """A row without number belongs to the item above: the minutes that are approved there, as a document."""
    if pressed is None or item is None:
        sheet.problem("unbekannte_beschriftung", f"Zeile der Tagesordnung ohne Nummer: {says[:80]!r}")
    elif item.oeffentlich:
        number = item.id.removeprefix(f"{sheet.kommune}-")
        owner = dokumente.Owner("tagesordnungspunkt", item.id, number, sitzung=sitzung.id)
        dokumente.of_button(sheet, owner, pressed, 1)


def _item(
    sheet: Sheet, sitzung: Sitzung, position: int, number: german.TopNumber, row: forms.Row
) -> Tagesordnungspunkt:
    """One item. Only the number says whether it is public: non-public ones are printed with titles and links too."""
    anchor = next(row.cells[0].iter("a"), None)
    own = (forms.number_in(anchor, "TOLFDNR") if anchor is not None else None) or row.number("to020", "TOLFDNR")
    if number.oeffentlich is None:
        sheet.problem("unbekannter_wortlaut", f"TOP {number.text!r} sagt nicht, ob er öffentlich ist")
    url = f"{sheet.folder}to020{sheet.variant}.asp?TOLFDNR={own}" if own else sheet.url
    if number.oeffentlich and own and row.leads_to("to020"):
        sheet.links.append(Link(url=url, seitenart=f"to020{sheet.variant}"))
    return Tagesordnungspunkt(
        # Without a number of its own an item is known by its place in the agenda.
        id=sheet.id(own) if own else f"{sitzung.id}-p{position}",
        kommune=sheet.kommune,
        url=url,
        sitzung=sitzung.id,
        position=position,
        nummer=number.text,
        oeffentlich=number.oeffentlich,
        nachtrag=anchor is not None and "Nachtrags-TOP" in (anchor.get("title") or ""),
        **_public_item(sheet, row) if number.oeffentlich else {},
    )


def _public_item(sheet: Sheet, row: forms.Row) -> dict[str, Any]:
    beschluss = row.title("to020")
    zusatz, betreff = _subject(row)
    vorlage, vorlage_nummer = _vorlage(sheet, row)
    return {
        "betreff": betreff,
        "zusatz": zusatz,
        "vorlage": vorlage,
        "vorlage_nummer": vorlage_nummer,
        "bezug_sitzung": _approved(sheet, row),
        "beschluss": beschluss,
        "beschlussart": sheet.beschlussart(beschluss),
    }


def _approved(sheet: Sheet, row: forms.Row) -> str | None:
    """The Sitzung in the place of the Vorlage: its minutes are approved under this item."""
    for anchor in row.links("to010"):
        # The item's own number is a link to the page itself.
        number = forms.number_in(anchor, "SILFDNR") if "TOLFDNR=" not in (anchor.get("href") or "") else None
        if number:
            return references.sitzung(sheet, number).id
    return None


def _subject(row: forms.Row) -> tuple[str | None, str | None]:
    """(Zusatzinfo, Betreff) of the cell that holds both: the first with a text that is no paper's number."""
    for cell in row.cells[1:]:
        betreff = html.lines(cell) if len(cell) or not (cell.text or " ").isspace() else ""
        if betreff:
            break
    else:
        return None, None
    if not len(cell):
        return None, betreff
    first = next(cell.iterchildren("a"), None)
    if first is not None and any(anchor is first and program in _PAPERS for program, anchor in row.anchors):
        return None, None
    extra = [span for span in cell.iter("span") if span.get("title") == "Zusatzinfo"]
    if not extra:
        return None, betreff
    zusatz = "; ".join(html.lines(span) for span in extra)
    for span in extra:
        span[:] = []
        span.text = None
    return (zusatz.removeprefix("(").removesuffix(")") or None), (html.lines(cell) or None)


def _vorlage(sheet: Sheet, ways: forms.Ways) -> tuple[str | None, str | None]:
    anchor = ways.link("vo020")
    printed = html.text(anchor) or None if anchor is not None else None
    number = ways.number("vo020", "VOLFDNR")
    return (references.vorlage(sheet, number, nummer=printed).id if number else None), printed

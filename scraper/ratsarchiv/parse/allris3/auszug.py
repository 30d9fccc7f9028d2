"""`to020`: the Auszug of one Tagesordnungspunkt – what was said, decided and voted."""

from __future__ import annotations

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Parsed, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import german, html
from ratsarchiv.parse.allris3 import dokumente, forms, references
from ratsarchiv.parse.allris3.labels import Labels, art_names
from ratsarchiv.parse.allris3.sheet import Sheet


def auszug(sheet: Sheet) -> Parsed:
    """An Auszug; of its Tagesordnungspunkt, Sitzung and Vorlage only what fills a placeholder."""
    labels = Labels(sheet)
    number = german.top_number(labels.line("top") or "")
    if number is None:
        raise ParseError("the table with TOP and Gremium is missing")
    if not number.oeffentlich:
        return _withheld(sheet, number)
    head = sheet.cells("ko1")
    ways = forms.Ways(head[0] if head else sheet.main)
    references.gremien(sheet, ways)
    top = _top(sheet, labels, number, _sitzung(sheet, ways), _vorlage(sheet, ways, labels))
    labels.ignore("gremium", "gremien", "datum", "zeit", "status", "anlass", "raum", "ort", "zusatz", "bezeichnung")
    labels.complain(sheet)
    texts = sheet.abschnitte("tagesordnungspunkt", top.id, "auszug")
    sheet.records += [sheet.auszug(sheet.own_id, texts), *texts]
    dokumente.read(sheet, dokumente.Owner("tagesordnungspunkt", top.id, sheet.own_number), labels)
    sheet.lists_all("abschnitte", "tagesordnungspunkt", top.id)
    return sheet.all()


def _withheld(sheet: Sheet, number: german.TopNumber) -> Parsed:
    """Nothing of an item that isn't public, or doesn't say that it is; the latter is noted."""
    if number.oeffentlich is None:
        sheet.problem("unbekannter_wortlaut", f"TOP {number.text!r} sagt nicht, ob er öffentlich ist")
    return Parsed(
        url=sheet.page.url, seitenart=sheet.seitenart, ergebnis="nicht_oeffentlich", problems=tuple(sheet.problems)
    )


def _top(
    sheet: Sheet, labels: Labels, number: german.TopNumber, sitzung: str | None, vorlage: Vorlage | None
) -> Tagesordnungspunkt:
    title = html.lines(sheet.title).partition(" - ")[2]
    beschluss = labels.line("beschlussart", "beschluss")
    return references.tagesordnungspunkt(
        sheet,
        sheet.own_number,
        folgen=False,
        sitzung=sitzung,
        nummer=number.text,
        betreff=title or None,
        oeffentlich=number.oeffentlich,
        vorlage=vorlage.id if vorlage else None,
        vorlage_nummer=vorlage.nummer if vorlage else None,
        beschluss=beschluss,
        beschlussart=sheet.beschlussart(beschluss),
    )


def _sitzung(sheet: Sheet, ways: forms.Ways) -> str | None:
    number, anchor = ways.number("to010", "SILFDNR"), ways.link("to010")
    name = html.text(anchor) or None if anchor is not None else None
    return references.sitzung(sheet, number, name=name).id if number else None


def _vorlage(sheet: Sheet, ways: forms.Ways, labels: Labels) -> Vorlage | None:
    """The paper's block: its link reads `<number> <Betreff>`, and its labels stand beside the Sitzung's."""
    art = labels.line(*art_names())
    federfuehrend = labels.line("federführend", "federführung")
    labels.ignore("verfasser", "verfasserin", "berichterstatter/in", "bearbeiter/-in", "beteiligt", "antragsteller/in")
    number, anchor = ways.number("vo020", "VOLFDNR"), ways.link("vo020")
    if number is None:
        return None
    # A date in the Betreff is a link of its own, and ends the one around it: only the cell has the whole text.
    cell = next(anchor.iterancestors("td"), anchor) if anchor is not None else None
    first, _, rest = (html.lines(cell) if cell is not None else "").partition(" ")
    nummer, betreff = (first, rest) if rest and any(sign.isdigit() for sign in first) else (None, None)
    return references.vorlage(sheet, number, nummer=nummer, betreff=betreff, art=art, federfuehrend=federfuehrend)

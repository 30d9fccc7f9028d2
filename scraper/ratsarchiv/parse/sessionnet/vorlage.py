"""`vo0050`: one Vorlage with its texts and documents. Its Beratungsfolge has a page of its own, `vo0053`."""

from __future__ import annotations

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Parsed, Verweis, Vorlage
from ratsarchiv.parse import german, html
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet import beratungen, dokumente, texte
from ratsarchiv.parse.sessionnet.felder import Felder
from ratsarchiv.parse.sessionnet.sheet import Sheet, marked

_RELATED = ("referenzvorlage", "untergeordnete vorlage(n)", "anträge zur vorlage", "bezug", "bezugsvorlage")


def vorlage(sheet: Sheet) -> Parsed:
    """A Vorlage. One that says `nichtöffentlich` of itself is not read, whatever the page shows."""
    felder = Felder(sheet)
    is_withheld = felder.names_non_public()
    betreff, nummer, status = (
        felder.text("vobetr", "betreff"),
        felder.line("voname", "vorlage", "name"),
        felder.line("status"),
    )
    if betreff is None and nummer is None:
        raise ParseError("the table with Betreff and Vorlage is missing")
    if is_withheld:
        return Parsed(url=sheet.page.url, seitenart=sheet.seitenart, ergebnis="nicht_oeffentlich")
    record = _record(sheet, felder, betreff, nummer, status)
    sheet.records.append(record)
    if _related(sheet, record, felder):
        sheet.lists_all("verweise", "von", record.id)
    felder.complain()
    sheet.records += texte.abschnitte(sheet, "vorlage", record.id, "vorlage")
    dokumente.read(sheet, dokumente.of_vorlage(sheet), _documents(sheet))
    for tabelle in ("abschnitte", "dokumente"):
        sheet.lists_all(tabelle, "vorlage", record.id)
    _beratungsfolge(sheet, record.id)
    return sheet.all()


def _record(sheet: Sheet, felder: Felder, betreff: str | None, nummer: str | None, status: str | None) -> Vorlage:
    return Vorlage(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=sheet.url,
        nummer=nummer,
        betreff=betreff,
        status=status,
        art=felder.line("vovaname", "art"),
        aktenzeichen=felder.line("voakz", "aktenzeichen"),
        datum=german.first_date(felder.line("vodat", "datum") or ""),
        federfuehrend=felder.line("federführend", "federführung", "federführendes amt"),
        beteiligt=felder.line("beteiligt", "beteiligte ämter"),
        verfasser=felder.line("verfasser", "verfasserin", "verfasser/in"),
        antragsteller=felder.line("antragsteller", "antragstellerin", "antragsteller/in"),
        berichterstatter=felder.line("berichterstatter", "berichterstatter/in"),
        bearbeiter=felder.line("bearbeiter", "bearbeiter/in", "bearbeiter/-in"),
    )


def _documents(sheet: Sheet) -> list[Element]:
    """The lists of documents that belong to no step of a Beratungsfolge on the same page."""
    lists = [*marked(sheet.main, "smc-documents"), *marked(sheet.main, "smcdocbox", "table")]
    steps = beratungen.places(sheet)
    return [each for each in lists if steps.isdisjoint(each.iterancestors())]


def _beratungsfolge(sheet: Sheet, vorlage: str) -> None:
    """The address of the tab with the Beratungsfolge; layout 4 may show it here."""
    tab = sheet.tab("vo0053")
    if tab:
        sheet.links.append(Link(url=tab, seitenart="vo0053"))
    elif beratungen.places(sheet):
        beratungen.read(sheet, vorlage)


def _related(sheet: Sheet, vorlage: Vorlage, felder: Felder) -> bool:
    """Notes the Vorlagen that labels of layout 4 lead to; False where the page has none of these labels."""
    is_shown = False
    while (value := felder.take(*_RELATED)) is not None:
        is_shown = True
        for anchor in value.iter("a"):
            other = sheet.refer(anchor, Vorlage, nummer=html.text(anchor) or None)
            if other and other.id != vorlage.id:
                sheet.record_once(_verweis(sheet, vorlage, other))
    return is_shown


def _verweis(sheet: Sheet, vorlage: Vorlage, other: Vorlage) -> Verweis:
    return Verweis(
        id=f"{vorlage.id}-bezug-{other.id.removeprefix(f'{sheet.kommune}-')}",
        kommune=sheet.kommune,
        url=vorlage.url,
        von=vorlage.id,
        nach=other.id,
        nummer=other.nummer,
        art="bezug",
    )

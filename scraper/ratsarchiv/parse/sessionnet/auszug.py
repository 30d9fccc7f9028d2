"""`to0050`: the Auszug of one Tagesordnungspunkt. No real page of this kind was at hand: it is read by the classes of others."""

from __future__ import annotations

from dataclasses import replace

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Abschnitt, Auszug, Link, Parsed, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import german, html
from ratsarchiv.parse.sessionnet import dokumente, tagesordnung, texte
from ratsarchiv.parse.sessionnet.felder import Felder
from ratsarchiv.parse.sessionnet.sheet import Sheet, line, marked


def auszug(sheet: Sheet) -> Parsed:
    """An Auszug; of its Tagesordnungspunkt, Sitzung and Vorlage only what fills a placeholder."""
    felder = Felder(sheet)
    number = german.top_number(felder.line("tofnum", "top") or line(sheet.main, "tofnum") or "")
    if number is None:
        raise ParseError("the page doesn't say which Tagesordnungspunkt it shows")
    if not number.oeffentlich or felder.names_non_public():
        return _withheld(sheet, number)
    top = _top(sheet, felder, number)
    sheet.links.append(Link(url=sheet.url, seitenart=sheet.seitenart, folgen=False, platzhalter=top))
    felder.take("sigrname", "gremium"), felder.take("sidat", "datum"), felder.take("siname", "sitzung")
    felder.complain()
    texts = texte.abschnitte(sheet, "tagesordnungspunkt", top.id, "auszug")
    sheet.records += [_record(sheet, top, texts), *texts]
    dokumente.read(sheet, dokumente.of_top(sheet, top), marked(sheet.main, "smc-documents"))
    sheet.lists_all("abschnitte", "tagesordnungspunkt", top.id)
    return sheet.all()


def _withheld(sheet: Sheet, number: german.TopNumber) -> Parsed:
    """Nothing of an item that isn't public, or doesn't say that it is; the latter is noted."""
    if number.oeffentlich is None:
        sheet.problem("unbekannter_wortlaut", f"TOP {number.text!r} sagt nicht, ob er öffentlich ist")
    return Parsed(
        url=sheet.page.url, seitenart=sheet.seitenart, ergebnis="nicht_oeffentlich", problems=tuple(sheet.problems)
    )


def _top(sheet: Sheet, felder: Felder, number: german.TopNumber) -> Tagesordnungspunkt:
    meeting, paper = sheet.anchor_to(sheet.main, Sitzung), sheet.anchor_to(sheet.main, Vorlage)
    sitzung = sheet.refer(meeting, Sitzung) if meeting is not None else None
    nummer = html.text(paper) or None if paper is not None else None
    vorlage = sheet.refer(paper, Vorlage, nummer=nummer) if paper is not None else None
    beschluss = tagesordnung.boxes(sheet.main).get("beschluss")
    felder.take("voname", "vorlage")
    return Tagesordnungspunkt(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=sheet.url,
        sitzung=sitzung.id if sitzung else None,
        nummer=number.text,
        betreff=felder.text("tobetr", "betreff") or sheet.heading or None,
        oeffentlich=True,
        vorlage=vorlage.id if vorlage else None,
        vorlage_nummer=nummer,
        beschluss=beschluss,
        beschlussart=sheet.beschlussart(beschluss),
    )


def _record(sheet: Sheet, top: Tagesordnungspunkt, texts: list[Abschnitt]) -> Auszug:
    def joined(art: str) -> str | None:
        return "\n".join(each.text for each in texts if each.art == art) or None

    printed = tagesordnung.boxes(sheet.main).get("abstimmung") or joined("abstimmungsergebnis")
    record = tagesordnung.vote(sheet, top, printed or joined("beschluss") or "")
    return replace(record, abstimmung=printed, protokoll=joined("protokoll"), beschlusstext=joined("beschluss"))

"""`Paper` and `Consultation`: a Vorlage, its Beratungen, documents and relatives."""

from __future__ import annotations

from typing import Literal

from ratsarchiv.model import Absage, Beratung, Verweis, Vorlage
from ratsarchiv.parse import wortlaut
from ratsarchiv.parse.oparl.meetings import is_withheld
from ratsarchiv.parse.oparl.references import columns, files, first, id_of, page_of, refer
from ratsarchiv.parse.oparl.said import Said

_RELATIVES: dict[str, Literal["bezug", "stammbaum"]] = {
    "relatedPaper": "bezug",
    "superordinatedPaper": "bezug",
    "subordinatedPaper": "stammbaum",
}


def paper(said: Said, own: str) -> None:
    """A Vorlage with all that is embedded in it. One that says that it isn't public is not read."""
    if said.flag("public") is False or wortlaut.names_non_public(said.line("paperType") or ""):
        hidden = Absage(tabelle="vorlagen", id=id_of(said.findings, "Paper", own), art="nichtoeffentlich")
        said.findings.absagen.append(hidden)
        return
    record = Vorlage(
        **columns(said, "Paper", own),
        nummer=said.line("reference"),
        betreff=said.lines("name"),
        art=said.line("paperType"),
        datum=said.day("date"),
        federfuehrend=said.names("underDirectionOf"),
        verfasser=said.names("originatorPerson", "originatorOrganization"),
    )
    said.findings.records.append(record)
    page_of(said)
    _beratungsfolge(said, record)
    for name, art in _RELATIVES.items():
        for each in said.entries(name):
            _verweis(said, record, art, each)
    files(said, {"vorlage": record.id}, ("mainFile", "auxiliaryFile"))


def consultation(said: Said, _own: str) -> None:
    """A Beratung by itself doesn't say which of its Vorlage's it is, but which Tagesordnungspunkt dealt with it."""
    if vorlage := first(said, "paper"):
        _item(said, id_of(said.findings, "Paper", vorlage), None)


def _beratungsfolge(said: Said, vorlage: Vorlage) -> None:
    said.follow("consultation")
    for position, step in enumerate(said.entries("consultation"), 1):
        if isinstance(step, Said):
            said.findings.records.append(_beratung(step, vorlage, position))
    if said.whole("consultation"):
        said.findings.lists_all("beratungen", "vorlage", vorlage.id)


def _beratung(step: Said, vorlage: Vorlage, position: int) -> Beratung:
    meeting = next(iter(step.objects("meeting")), None)
    item = next(iter(step.objects("agendaItem")), None)
    beschluss = item.line("result") if item and not is_withheld(item) else None
    return Beratung(
        id=f"{vorlage.id}-b{position}",
        kommune=vorlage.kommune,
        url=vorlage.url,
        vorlage=vorlage.id,
        position=position,
        gremium=refer(step.findings, "Organization", first(step, "organization")),
        gremium_name=step.names("organization"),
        rolle=step.line("role"),
        datum=meeting.day("start") if meeting else None,
        sitzung=refer(step.findings, "Meeting", first(step, "meeting")),
        sitzungsname=meeting.line("name") if meeting else None,
        tagesordnungspunkt=_item(step, vorlage.id, vorlage.nummer),
        beschluss=beschluss,
        beschlussart=step.findings.beschlussart(beschluss),
    )


def _item(step: Said, vorlage: str, nummer: str | None) -> str | None:
    """The Tagesordnungspunkt of a step, with what it deals with: the agenda itself only names the step."""
    url = first(step, "agendaItem")
    meeting = first(step, "meeting")
    sitzung = id_of(step.findings, "Meeting", meeting) if meeting else None
    if any(is_withheld(each) for each in step.objects("agendaItem")):
        return refer(step.findings, "AgendaItem", url, sitzung=sitzung, oeffentlich=False)
    return refer(step.findings, "AgendaItem", url, sitzung=sitzung, vorlage=vorlage, vorlage_nummer=nummer)


def _verweis(said: Said, vorlage: Vorlage, art: Literal["bezug", "stammbaum"], other: Said | str) -> None:
    url = other.own if isinstance(other, Said) else other
    nummer = other.line("reference") if isinstance(other, Said) else None
    if url is None or id_of(said.findings, "Paper", url) == vorlage.id:
        return
    nach = refer(said.findings, "Paper", url, nummer=nummer) or ""
    verweis = Verweis(
        id=f"{vorlage.id}-{art}-{nach.removeprefix(said.findings.id(''))}",
        kommune=vorlage.kommune,
        url=vorlage.url,
        von=vorlage.id,
        nach=nach,
        nummer=nummer,
        art=art,
    )
    said.findings.record_once(verweis)

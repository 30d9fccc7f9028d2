"""A Vorlage as a Tagesordnungspunkt shows it (`submission`), and its Beratungsfolge (`consultations`)."""

from __future__ import annotations

from ratsarchiv.model import Beratung, Link, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import wortlaut
from ratsarchiv.parse.oparl.said import Said
from ratsarchiv.parse.rubin import addresses, gremien, sitzung, tagesordnung

_RELEASED = 1


def vorlage(said: Said) -> Vorlage | None:
    """The Vorlage, which is noted with its Beratungsfolge; None where it is not released, or not public."""
    own = said.line("id")
    if own is None or said.count("Status") != _RELEASED or sitzung.is_draft(said):
        said.findings.problem("unbekannter_wortlaut", f"eine Vorlage mit dem Status {said.count('Status')}")
        return None
    kind = next(iter(said.objects("type")), None)
    art = kind.line("name") if kind else None
    if wortlaut.names_non_public(art or ""):
        return None
    record = Vorlage(
        id=said.findings.id(addresses.key(own)),
        kommune=said.findings.kommune,
        # No page of its own is named: its document is what a paper is.
        url=gremien.page_of(said, "documentUrl", f"vorlage-{addresses.key(own)}"),
        nummer=said.line("alias"),
        betreff=said.lines("name"),
        art=art,
        datum=said.day("erstellungsdatum"),
    )
    said.findings.records.append(record)
    for position, step in enumerate(tagesordnung.in_order(said.objects("consultations")), 1):
        said.findings.records.append(_beratung(step, record, position))
    if isinstance(said.raw.get("consultations"), list):
        said.findings.lists_all("beratungen", "vorlage", record.id)
    return record


def _beratung(step: Said, vorlage: Vorlage, position: int) -> Beratung:
    gremium, gremium_name = _gremium(step)
    meeting = next(iter(step.objects("meeting")), None)
    where = sitzung.genannt(meeting) if meeting else None
    item = next(iter(step.objects("agendaItem")), None)
    public = tagesordnung.is_public(step, "topstatus") and (item is None or tagesordnung.part(item)[0])
    beschluss = tagesordnung.beschluss(item) if item and public else None
    return Beratung(
        id=f"{vorlage.id}-b{position}",
        kommune=vorlage.kommune,
        url=vorlage.url,
        vorlage=vorlage.id,
        position=position,
        gremium=gremium,
        gremium_name=gremium_name,
        rolle=step.line("beratungsstatus_lang"),
        status=step.line("status"),
        datum=step.day("sitzungsdatum"),
        sitzung=where.id if where else None,
        sitzungsname=where.name if where else None,
        tagesordnungspunkt=_item(item, where, vorlage) if item and where and public else None,
        beschluss=beschluss,
        beschlussart=step.findings.beschlussart(beschluss),
    )


def _gremium(step: Said) -> tuple[str | None, str | None]:
    """The Gremium's id, and its name where the step describes it."""
    kuerzel, name = step.line("gremium"), None
    for each in step.objects("committee"):
        kuerzel, name = gremien.committee(each) or (kuerzel, name)
    return (gremien.gremium_id(step.findings, kuerzel) if kuerzel else None), name


def _item(item: Said, where: Sitzung, vorlage: Vorlage) -> str | None:
    """The id of the Tagesordnungspunkt that dealt with a Vorlage, which is named."""
    number = tagesordnung.number(item)
    if number is None:
        return None
    top = Tagesordnungspunkt(
        id=item.findings.id(number),
        kommune=where.kommune,
        url=where.url,
        sitzung=where.id,
        vorlage=vorlage.id,
        vorlage_nummer=vorlage.nummer,
    )
    item.findings.links.append(Link(url=where.url, folgen=False, platzhalter=top))
    return top.id

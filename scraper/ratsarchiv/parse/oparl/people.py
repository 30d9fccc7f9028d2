"""`Organization`, `Person`, `Membership`: who sits where. Of a Person nothing but the name is read."""

from __future__ import annotations

from ratsarchiv.model import Gremium, Mitgliedschaft, Person
from ratsarchiv.parse.oparl.references import columns, first, page_of, refer
from ratsarchiv.parse.oparl.said import Said


def organization(said: Said, own: str) -> None:
    """A Gremium. Its members are addresses alone: Persons embed their Mitgliedschaften."""
    record = Gremium(
        **columns(said, "Organization", own),
        name=said.line("name") or said.line("shortName"),
        art=said.line("classification") or said.line("organizationType"),
        von=said.day("startDate"),
        bis=said.day("endDate"),
    )
    said.findings.records.append(record)
    page_of(said)
    for seat in said.objects("membership"):
        _seat(seat, first(seat, "person"), own, record.url)


def person(said: Said, own: str) -> None:
    """A Person and their Mitgliedschaften."""
    record = Person(**columns(said, "Person", own), name=said.line("name") or _name(said))
    said.findings.records.append(record)
    page_of(said)
    said.follow("membership")
    for seat in said.objects("membership"):
        _seat(seat, own, first(seat, "organization"), record.url)


def membership(said: Said, own: str) -> None:
    """A Mitgliedschaft by itself."""
    _seat(said, first(said, "person"), first(said, "organization"), own)


def _name(said: Said) -> str | None:
    return " ".join(each for each in (said.line("givenName"), said.line("familyName")) if each) or None


def _seat(seat: Said, person: str | None, organization: str | None, url: str) -> None:
    findings = seat.findings
    who, where = refer(findings, "Person", person), refer(findings, "Organization", organization)
    if who is None or where is None:
        findings.problem("unbekannte_beschriftung", "Mitgliedschaft ohne Person oder Gremium")
        return
    bis = seat.day("endDate")
    record = Mitgliedschaft(
        id=f"{where}-{who.removeprefix(findings.id(''))}{f'-{bis.isoformat()}' if bis else ''}",
        kommune=findings.kommune,
        url=url,
        person=who,
        gremium=where,
        rolle=seat.line("role"),
        zusatz=seat.names("onBehalfOf"),
        von=seat.day("startDate"),
        bis=bis,
    )
    findings.record_once(record)

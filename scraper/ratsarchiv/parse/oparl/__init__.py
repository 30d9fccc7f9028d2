"""OParl 1.0 and 1.1, the interface that several vendors offer: System → Body → lists of full objects.

Of a Body only four lists are asked for. Meetings embed their agendas, Papers their Consultations, Persons their
Memberships, all of them their Files: the lists that 1.1 added name the same objects once more, and would double the
requests. What a server names by address where it should embed is asked for one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Absage, Link, Page, Parsed
from ratsarchiv.parse import answers, html
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.oparl import addresses, answer, meetings, papers, people
from ratsarchiv.parse.oparl.references import id_of
from ratsarchiv.parse.oparl.said import Said
from ratsarchiv.parse.product import Product

_LISTS = ("organization", "person", "paper", "meeting")
_SIGNS = {
    "Body": {"legislativeTerm", "ags", "rgs"},
    "Paper": {"reference", "paperType", "mainFile"},
    "AgendaItem": {"order", "result", "public"},
    "Meeting": {"start", "agendaItem", "meetingState"},
    "Person": {"familyName", "givenName", "formOfAddress"},
    "Organization": {"organizationType", "classification"},
    "File": {"accessUrl", "mimeType"},
}
"""Properties that only objects of one type have, for those that don't say which they are."""


def _system(said: Said, _own: str) -> None:
    bodies = said.entries("body")
    for each in bodies:
        if isinstance(each, str):
            said.findings.links.append(Link(url=each, seitenart="oparl_body"))
        elif each.own:
            _body(each, each.own)


def _body(said: Said, _own: str) -> None:
    for each in _LISTS:
        if url := said.address(each):
            said.findings.links.append(Link(url=url, seitenart="oparl_liste"))


def _unread(_said: Said, _own: str) -> None:
    """Files stand in what they belong to; places and terms are not kept."""


_READERS: dict[str, Callable[[Said, str], None]] = {
    "System": _system,
    "Body": _body,
    "Paper": papers.paper,
    "Consultation": papers.consultation,
    "Meeting": meetings.meeting,
    "AgendaItem": meetings.agenda_item,
    "Organization": people.organization,
    "Person": people.person,
    "Membership": people.membership,
    "File": _unread,
    "Location": _unread,
    "LegislativeTerm": _unread,
}


def read(page: Page) -> Parsed:
    """What the answer says: one object, or the page of a list."""
    try:
        found = answer.read(page)
    except ParseError:
        if refusal := answers.recognise(page, html.of(page), broken=True):
            return Parsed(url=page.url, seitenart="oparl", ergebnis=refusal, teilweise=True)
        raise
    findings = Findings(page=page, seitenart="oparl", url=addresses.canonical(page.url))
    types = {_take(findings, each, found) for each in found.objects}
    if found.next:
        findings.links.append(Link(url=found.next, seitenart="oparl_liste"))
    findings.seitenart = _seitenart(page.url, types, is_list=found.is_list)
    findings.links = list(dict.fromkeys(findings.links))
    findings.problems = list(dict.fromkeys(findings.problems))
    return findings.parsed(partial=True)


def _seitenart(url: str, types: set[str | None], *, is_list: bool) -> str:
    if "System" in types and not is_list:
        return "oparl_system"
    # Bodies are few and never change: their list is not asked for changes alone.
    if "Body" in types or (is_list and not types and addresses.type_of(url) == "Body"):
        return "oparl_body"
    return "oparl_liste" if is_list else "oparl_objekt"


def _take(findings: Findings, value: Any, found: answer.Answer) -> str | None:
    """Reads one object of an answer, and says its type. What is wrong with one says nothing about the others."""
    try:
        if isinstance(value, dict):
            return _read(Said(value, findings))
        _named(findings, value)
    except ParseError as error:
        if not found.is_list:
            raise
        findings.problem("nicht_verstanden", str(error))
    return None


def _named(findings: Findings, value: Any) -> None:
    """An address in the place of an object."""
    links = Said({"id": value}, findings)
    if links.own is None:
        raise ParseError(f"an entry ({type(value).__name__}) is neither an object nor an address")
    links.follow("id")


def _read(said: Said) -> str:
    own = said.own
    if own is None:
        raise ParseError("an object without an address of its own")
    type_ = _type(said, own)
    if type_ is None:
        raise ParseError(f"{own} doesn't say what it is")
    if not said.deleted:
        _READERS[type_](said, own)
    elif type_ in addresses.TABLES:
        absage = Absage(tabelle=addresses.TABLES[type_], id=id_of(said.findings, type_, own), art="weg")
        said.findings.absagen.append(absage)
    return type_


def _type(said: Said, own: str) -> str | None:
    """What an object says it is, else what its address says, the list's that it stands in, or its properties."""
    says = (said.line("type") or "").rstrip("/").rpartition("/")[2]
    if says in _READERS:
        return says
    named = addresses.type_of(own) or addresses.type_of(said.findings.page.url)
    return named or next((type_ for type_, signs in _SIGNS.items() if signs & said.raw.keys()), None)


PRODUCT = Product(
    name="oparl",
    unterscheidet=False,
    schnittstelle=True,
    seitenart=addresses.seitenart,
    kennt=addresses.belongs,
    parse=read,
    rollen={
        "oparl": "objekt",
        "oparl_system": "start",
        "oparl_body": "gremienliste",
        "oparl_liste": "liste",
        "oparl_objekt": "objekt",
    },
    canonical=addresses.canonical,
    objekt=addresses.objekt,
    start=(),
    since=addresses.since,
)

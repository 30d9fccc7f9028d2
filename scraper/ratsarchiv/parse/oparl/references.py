"""What all kinds of objects share: ids, official pages, references to others, files."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from ratsarchiv.model import Dokument, Gremium, Link, Person, Record, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import wortlaut
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.oparl import addresses
from ratsarchiv.parse.oparl.said import Said

_RECORDS: dict[str, type[Record]] = {
    "Paper": Vorlage, "Meeting": Sitzung, "AgendaItem": Tagesordnungspunkt, "Organization": Gremium, "Person": Person,
}  # fmt: skip
_TELLING = {"sammeldokument", "bekanntmachung", "einladung", "niederschrift", "tagesordnung"}
"""Kinds of document that a name tells for certain; else the place where the file stands tells more."""
_KIND_BY_PLACE = {
    "mainFile": "vorlage", "invitation": "einladung", "resultsProtocol": "niederschrift",
    "verbatimProtocol": "niederschrift", "resolutionFile": "niederschrift", "auxiliaryFile": "anlage",
}  # fmt: skip


def id_of(findings: Findings, type_: str, url: str) -> str:
    """Our id of the object at an address."""
    return findings.id(addresses.name(type_, url))


def columns(said: Said, type_: str, own: str) -> dict[str, str]:
    """`id`, `kommune` and `url`: the official page if one is named, else the object itself."""
    findings = said.findings
    return {
        "id": id_of(findings, type_, own),
        "kommune": findings.kommune,
        "url": said.address("web") or own,
    }


def page_of(said: Said) -> None:
    """Notes the link to an object's official page."""
    if web := said.address("web"):
        said.findings.links.append(Link(url=web))


def refer(findings: Findings, type_: str, url: str | None, **says: Any) -> str | None:
    """The id of another object, which is not asked for: the lists name it too. None without an address."""
    if url is None:
        return None
    record = _RECORDS[type_](id=id_of(findings, type_, url), kommune=findings.kommune, url=url, **says)
    findings.links.append(Link(url=url, seitenart="oparl_objekt", folgen=False, platzhalter=record))
    return record.id


def first(said: Said, name: str) -> str | None:
    """The first address of a property."""
    return next(iter(said.addresses(name)), None)


def files(said: Said, owner: dict[str, str], places: tuple[str, ...]) -> None:
    """Notes the files of an object: `owner` is the column that names it, and its id."""
    found = [(place, each) for place in places for each in said.objects(place)]
    for position, (place, file) in enumerate(found, 1):
        _file(file, owner, place, position)
    for place in places:
        if any(isinstance(each, str) for each in said.entries(place)):
            said.findings.problem("unbekannte_beschriftung", f"{place} nennt Dateien nur als Adresse")
    spalte, id_ = next(iter(owner.items()))
    # Of a Tagesordnungspunkt other pages show files too.
    if found and spalte != "tagesordnungspunkt" and all(said.whole(place) for place in places if place in said.raw):
        said.findings.lists_all("dokumente", spalte, id_)


def _file(said: Said, owner: dict[str, str], place: str, position: int) -> None:
    findings = said.findings
    url = said.address("accessUrl") or said.address("downloadUrl")
    own = said.own or url
    titel = said.line("name") or said.line("fileName") or _KIND_BY_PLACE[place].capitalize()
    file = unquote((url or "").partition("?")[0].rpartition("/")[2]).replace("_", " ")
    names = (titel, (said.line("fileName") or "").replace("_", " "), file)
    if own is None or any(wortlaut.names_non_public(each) for each in names):
        return
    spalte, owner_id = next(iter(owner.items()))
    number = addresses.name("File", own)
    kind = {"vorlage": "vo", "sitzung": "si", "tagesordnungspunkt": "to"}[spalte]
    dokument = Dokument(
        id=f"{findings.id(owner_id.removeprefix(findings.id('')), kind)}-do{number}",
        kommune=findings.kommune,
        url=url or own,
        position=position,
        art=_kind(titel, place),
        titel=titel,
        nummer=number if number.isdigit() else None,
        groesse=_size(said.count("size")),
        **owner,  # type: ignore[arg-type]
    )
    if findings.record_once(dokument) and url:
        findings.links.append(Link(url=url, seitenart="dokument", dokument=dokument.id))


def _kind(titel: str, place: str) -> str:
    said = wortlaut.dokumentart(titel)
    if place == "mainFile" and said != "sammeldokument":
        return "vorlage"
    return said if said in _TELLING else _KIND_BY_PLACE[place]


def _size(count: int | None) -> str | None:
    """`81,0 KB`; interfaces say 0 where they don't know."""
    return f"{count / 1024:.1f} KB".replace(".", ",") if count else None

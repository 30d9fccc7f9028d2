"""The documents of a Sitzung, a Vorlage or a Tagesordnungspunkt: their addresses last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ratsarchiv.model import Dokument, Link
from ratsarchiv.parse import wortlaut
from ratsarchiv.parse.oparl.said import Said
from ratsarchiv.parse.rubin import addresses

_ARTEN = {1: "bekanntmachung", 4: "vorlage", 5: "sonstiges", 13: "anlage", 14: "anlage"}
"""Bekanntmachung, Vorlage, Beschluss zum TOP, Anlage zur Vorlage, Anlage zum TOP."""
_OF_VORLAGE = {4, 13}
_PUBLIC = 1
_KIND = {"sitzung": "si", "vorlage": "vo", "tagesordnungspunkt": "to"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose documents these are."""

    spalte: str
    """`vorlage`, `sitzung`, `tagesordnungspunkt`"""
    id: str
    known: frozenset[str]
    """What addresses may call it, and what it belongs to."""
    sitzung: str | None = None
    """The Sitzung whose answer shows a Tagesordnungspunkt's document."""


def named(said: Said, *columns: str) -> Iterator[str]:
    """The names of an object, in the form that lasts."""
    return (addresses.lasting(each) for name in columns if (each := said.line(name)))


def read(said: Said, owner: Owner) -> bool:
    """Notes the documents of an object; whether it lists them at all."""
    _note_all(said.objects("documents"), owner)
    return isinstance(said.raw.get("documents"), list)


def read_item(said: Said, item: Owner, vorlage: Owner | None) -> bool:
    """Notes the documents of a Tagesordnungspunkt, among which are those of its Vorlage; whether it lists them at all."""
    found = said.objects("documents")
    _note_all((each for each in found if _type(each)[0] not in _OF_VORLAGE), item)
    if vorlage:
        paper = said.objects("submission")[:1]
        _note_all([*paper, *(each for each in found if _type(each)[0] in _OF_VORLAGE)], vorlage)
    return isinstance(said.raw.get("documents"), list)


def _note_all(found: Iterable[Said], owner: Owner) -> None:
    position = 0
    for each in found:
        position += _note(each, owner, position + 1)


def _note(said: Said, owner: Owner, position: int) -> bool:
    """Notes a document; False for one that is noted already, or is not public, or has no address that we know."""
    findings, (number, printed) = said.findings, _type(said)
    url = said.address("documentUrl")
    name = addresses.file_name(url, owner.known) if url else None
    titel = _titel(said) or printed
    if not _is_public(said, f"{printed or ''} {titel or ''}"):
        return False
    if url is None or name is None or titel is None:
        findings.problem("unbekannte_beschriftung", f"ein Dokument der Art {number} ohne Titel oder bekannte Adresse")
        return False
    dokument = Dokument(
        id=f"{findings.id(owner.id.removeprefix(findings.id('')), _KIND[owner.spalte])}-do{name}",
        kommune=findings.kommune,
        url=url,
        position=position,
        art=_art(said, number, printed),
        titel=titel,
        groesse=_size(said.count("documentSize")),
        **{owner.spalte: owner.id} | ({"sitzung": owner.sitzung} if owner.sitzung else {}),  # type: ignore[arg-type]
    )
    if not findings.record_once(dokument):
        return False
    findings.links.append(Link(url=url, seitenart="dokument", dokument=dokument.id))
    return True


def _type(said: Said) -> tuple[int | None, str | None]:
    kind = next(iter(said.objects("documentType")), None)
    return (kind.count("id"), kind.line("name")) if kind else (None, None)


def _is_public(said: Said, titel: str) -> bool:
    """Whether a document says in every way that it is public."""
    status = said.count("documentPublicStatusId")
    if status != _PUBLIC:
        said.findings.problem("unbekannter_wortlaut", f"ein Dokument mit documentPublicStatusId {status}")
    return (
        status == _PUBLIC
        and said.flag("is_draft") is not True
        and not wortlaut.names_non_public(titel.replace("_", " "))
    )


def _titel(said: Said) -> str | None:
    titel, ending = said.line("documentName"), said.line("documentExtension")
    return titel.removesuffix(f".{ending}") if titel and ending else titel


def _art(said: Said, number: int | None, printed: str | None) -> str:
    """Our kind for the number of a kind, else for its name."""
    art = _ARTEN.get(number or 0) or wortlaut.dokumentart(printed or "")
    if number not in _ARTEN and art == "sonstiges":
        said.findings.problem("unbekannter_wortlaut", f"Dokumentart {number} {(printed or '')[:80]!r}")
    return art


def _size(count: int | None) -> str | None:
    """`64,4 KB`"""
    return f"{count / 1024:.1f} KB".replace(".", ",") if count else None

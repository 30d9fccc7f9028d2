"""The agenda of a Sitzung. Of non-public items only the number is read."""

from __future__ import annotations

import re
from typing import Any

from ratsarchiv.model import Auszug, Sitzung, Tagesordnungspunkt, Vorlage
from ratsarchiv.parse import german, wortlaut
from ratsarchiv.parse.oparl.said import Said
from ratsarchiv.parse.rubin import dokumente, vorlage

_PUBLIC = {1: True, 2: False}
_LETTERS = {True: ("Ö ", "oe"), False: ("N ", "n"), None: ("", "")}
_KINDS = {"at", "vl", "zt"}
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,5}(?:\.?[a-z])?")


def agenda(said: Said, sitzung: Sitzung, owner: dokumente.Owner) -> bool:
    """Notes the items; whether they and their documents are listed whole."""
    listed = True
    for position, item in enumerate(in_order(said.objects("agenda_items")), 1):
        listed &= _item(item, sitzung, position, owner)
    if not isinstance(said.raw.get("agenda_items"), list):
        return False
    said.findings.lists_all("tagesordnungspunkte", "sitzung", sitzung.id)
    return listed


def in_order(found: list[Said]) -> list[Said]:
    """By `folge`; as they are listed where one has none."""
    order = [each.count("folge") for each in found]
    places = sorted(range(len(found)), key=lambda place: order[place] or 0) if None not in order else range(len(found))
    return [found[place] for place in places]


def is_public(said: Said, column: str) -> bool | None:
    """What a status says; None, and a problem, where its number isn't known."""
    public = _PUBLIC.get(said.count(column) or 0)
    if public is None:
        said.findings.problem("unbekannter_wortlaut", f"{column} {said.count(column)} sagt nicht, ob öffentlich")
    return public


def number(said: Said) -> str | None:
    """An item's own number, the same wherever it is named."""
    found = said.count("ai_id")
    return str(found) if found else None


def beschluss(said: Said) -> str | None:
    """The result of an item: the text of its vote where that is a wording for results."""
    text = said.line("abstimmungstext")
    return text if text and wortlaut.beschlussart(text) else None


def _item(said: Said, sitzung: Sitzung, position: int, sitzung_owner: dokumente.Owner) -> bool:
    """Notes an item; whether its documents are listed whole."""
    findings, (public, printed) = said.findings, part(said)
    letter, short = _LETTERS[public]
    own = number(said)
    paper = _paper(said) if public else None
    top = Tagesordnungspunkt(
        id=findings.id(own) if own else f"{sitzung.id}-{short}{printed}" if printed else f"{sitzung.id}-p{position}",
        kommune=findings.kommune,
        url=sitzung.url,
        sitzung=sitzung.id,
        position=position,
        nummer=f"{letter}{printed}" if printed else None,
        oeffentlich=public,
        **_public_item(said, paper) if public else {},
    )
    if not findings.record_once(top):
        findings.problem("zaehlung", f"TOP {top.nummer} steht zweimal auf der Tagesordnung")
        return False
    if not public:
        return True
    _minutes(said, top)
    known = sitzung_owner.known.union(dokumente.named(said, "id", "ai_id", "vorlagennummer"))
    owner = dokumente.Owner("tagesordnungspunkt", top.id, known, sitzung=sitzung.id)
    return dokumente.read_item(said, owner, dokumente.Owner("vorlage", paper.id, known) if paper else None)


def part(said: Said) -> tuple[bool | None, str | None]:
    """Whether an item is public, and its number; where a status and a number's letter differ, the one that says no."""
    public = is_public(said, "status")
    found = german.top_number((said.line("number") or said.line("topnummer") or "").removeprefix("TOP ").rstrip(". "))
    if found is None:
        return public, None
    printed = found.text.removeprefix("Ö ").removeprefix("N ")
    if not _NUMBER.fullmatch(printed):
        said.findings.problem(
            "unbekannter_wortlaut", f"TOP {number(said)} hat keine übliche Nummer: er wird nicht gelesen"
        )
        return None, None
    return (False if found.oeffentlich is False else public), printed


def _paper(said: Said) -> Vorlage | None:
    """The Vorlage of an item, which is noted."""
    kind, found = said.line("topart"), said.objects("submission")
    if kind not in _KINDS or (kind == "vl") != bool(found):
        said.findings.problem(
            "unbekannter_wortlaut", f"TOP {number(said)}: unbekannte topart, oder eine mit {len(found)} Vorlagen"
        )
    return vorlage.vorlage(found[0]) if found else None


def _public_item(said: Said, paper: Vorlage | None) -> dict[str, Any]:
    result = beschluss(said)
    return {
        "betreff": said.lines("title"),
        "vorlage": paper.id if paper else None,
        "vorlage_nummer": paper.nummer if paper else None,
        "beschluss": result,
        "beschlussart": said.findings.beschlussart(result),
    }


def _minutes(said: Said, top: Tagesordnungspunkt) -> None:
    """How was voted. `votings` has been empty wherever it was seen."""
    if said.raw.get("votings"):
        said.findings.problem("unbekannte_beschriftung", f"TOP {top.nummer}: Abstimmungen (votings)")
    text = said.lines("abstimmungstext")
    if text:
        votes = german.votes(text)
        auszug = Auszug(
            id=top.id,
            kommune=top.kommune,
            url=top.url,
            tagesordnungspunkt=top.id,
            abstimmung=text,
            ja=votes.ja,
            nein=votes.nein,
            enthaltung=votes.enthaltung,
        )
        said.findings.records.append(auszug)

"""Gremien, and the municipalities that a system is shared by. Of people only numbers are named, and none is read."""

from __future__ import annotations

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Gremium
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.oparl.said import Said
from ratsarchiv.parse.rubin.addresses import key

_NOWHERE = ("http:///", "https:///")
"""Some systems forget their own host in what they name as their page."""


def page_of(said: Said, name: str, own: str) -> str:
    """An object's official page; its place in this answer where none is named."""
    named = None if (said.line(name) or "").startswith(_NOWHERE) else said.address(name)
    return named or f"{said.findings.url}#{own}"


def gremium_id(findings: Findings, kuerzel: str) -> str:
    """Our id of the Gremium with that Kürzel."""
    return findings.id(key(kuerzel), "gr")


def committee(said: Said) -> tuple[str, str | None] | None:
    """Kürzel and name of a Gremium, which is noted; None where it has no Kürzel."""
    kuerzel = said.line("id") or said.line("Kuerzel")
    if kuerzel is None:
        said.findings.problem("unbekannte_beschriftung", "ein Gremium ohne Kürzel")
        return None
    name = said.line("name") or said.line("Bezeichnung")
    record = Gremium(
        id=gremium_id(said.findings, kuerzel),
        kommune=said.findings.kommune,
        url=page_of(said, "risUrl", f"gremium-{key(kuerzel)}"),
        name=name,
    )
    said.findings.record_once(record)
    return kuerzel, name


def body(said: Said) -> None:
    """A municipality, which has Gremien of its own. Its numbers are no Kürzel of Gremien: `ko` stands before them."""
    own = said.line("id")
    if own is None:
        raise ParseError("a municipality without an id")
    record = Gremium(
        id=said.findings.id(key(own), "ko"),
        kommune=said.findings.kommune,
        url=f"{said.findings.url}#koerperschaft-{key(own)}",
        name=said.line("name"),
        art="Körperschaft",
    )
    if not said.findings.record_once(record):
        said.findings.problem("zaehlung", f"Körperschaft {key(own)} steht zweimal in der Liste")

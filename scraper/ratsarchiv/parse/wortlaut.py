"""Printed wording → our codes, by the tables beside this file."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any, Literal

from ratsarchiv.parse.german import blanks


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


def _codes(table: dict[str, list[str]]) -> dict[str, str]:
    return {wording: code for code, wordings in table.items() for wording in wordings}


_BESCHLUSSARTEN = _codes(_table("beschlussarten.toml"))
_DOKUMENTE = _table("dokumentarten.toml")
_NON_PUBLIC = re.compile("|".join(_DOKUMENTE["nichtoeffentlich"]))
_UEBERSCHRIFTEN = _table("ueberschriften.toml")
_HEADINGS = {context: _codes(_UEBERSCHRIFTEN[context]) for context in ("vorlage", "auszug")}

Context = Literal["vorlage", "auszug"]


def beschlussart(printed: str) -> str | None:
    """Our code for a printed result, or None for wording that no table knows."""
    return _BESCHLUSSARTEN.get(blanks(printed[:200]).strip("()[] .").lower())


def dokumentart(title: str) -> str:
    """Our kind of document for what its button says; `sonstiges` where no word is known."""
    lower = title.lower()
    for art, words in _DOKUMENTE["arten"].items():
        if any(word in lower for word in words):
            return str(art)
    return "sonstiges"


def names_non_public(title: str) -> bool:
    """Whether a document's own title says that it isn't for the public."""
    lower = title.lower()
    for phrase in _DOKUMENTE["beides"]:
        lower = lower.replace(phrase, "")
    return bool(_NON_PUBLIC.search(lower))


def abschnittsart(heading: str, context: Context) -> str | None:
    """Our kind of Abschnitt for a heading, or None where the words are no heading that we know."""
    key = blanks(heading).rstrip(":. ").lower().lstrip("0123456789.) ")
    return _HEADINGS[context].get(key)


def art_of_code(code: str | None) -> str:
    """Our kind of Abschnitt for the vendor's code of a text part."""
    return str(_UEBERSCHRIFTEN["code"].get(code, "sonstiges"))


_CANCELLED = re.compile(
    r"^\W*(?:entfällt|ausfall|abgesagt|fällt aus|abgesetzt|absage)\b|\b(?:entfällt|fällt aus|abgesagt)\W*$|\(vertagt auf\b",
    re.IGNORECASE,
)


def is_cancelled(name: str) -> bool:
    """Whether a Sitzung's name says that it doesn't take place: `ENTFÄLLT! …`, `AUSFALL - …`, `… (vertagt auf …)`."""
    return bool(_CANCELLED.search(name))

"""The words that decide, read once from `woerter.toml`."""

from __future__ import annotations

import re
import tomllib
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from ratsarchiv.text.orte.schreibung import falte

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE = (files(__package__) / "woerter.toml").read_text("utf-8")
_WOERTER: dict[str, list[str]] = tomllib.loads(_FILE)
REGELN = f"1-{sha256(_FILE.encode()).hexdigest()[:12]}"
"""Changes where texts may be understood otherwise than before: count it up with the code."""


def _any(words: Iterable[str]) -> str:
    """A pattern for each of the words, spaces as they come."""
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


ALLTAG = frozenset(map(falte, _WOERTER["alltag"]))
STAEDTE = frozenset(_WOERTER["staedte"])
ANREDEN = frozenset(_WOERTER["anreden"])
KENNWOERTER = frozenset(_WOERTER["kennwoerter"])
BRIEFKOPF = frozenset(_WOERTER["briefkopf"])
PARTEI, RECHTSFORM = (_any(_WOERTER[key]) for key in ("parteien", "rechtsformen"))
VORNAMEN = frozenset(
    name
    for line in (files("ratsarchiv.privacy") / "vornamen.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for name in line.split()
)

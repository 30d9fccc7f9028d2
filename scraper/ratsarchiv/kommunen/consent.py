"""Who has agreed to be visited although robots.txt forbids it: `consent.toml`, beside the operator's `kommunen/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ratsarchiv.errors import WrongUse
from ratsarchiv.kommunen.strict import check, council_key, toml

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

FILE = "consent.toml"
_KEYS = {"kommune": str, "wer": str, "am": date, "pfade": list}
_PFAD = re.compile(r"/[!$&'()*+,\-./0-9:=@A-Z_a-z~%]*")
_STEP = re.compile(r"/\.{1,2}(/|$)|%2e|%2f|%5c|\\|//", re.IGNORECASE)
"""What a server may read as another path than it looks like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zustimmung:
    """An agreement: for these paths, and for nothing else, robots.txt does not count."""

    wer: str
    """Who agreed, in which office."""
    am: date
    pfade: tuple[str, ...]
    """`/bi/` is everything below it; `/bi/vo020.asp` is that program alone."""

    def covers(self, url: str) -> bool:
        """Whether the agreement is about the address."""
        path = urlsplit(url).path
        if _STEP.search(path):
            return False
        return any(path.startswith(pfad) if pfad.endswith("/") else path == pfad for pfad in self.pfade)


def read(path: Path, known: Collection[str]) -> dict[str, tuple[Zustimmung, ...]]:
    """The agreements of each council, by its key; none where there is no file."""
    if not path.is_file():
        return {}
    table = toml(path)
    check(table, {"zustimmung": list}, path)
    found: dict[str, tuple[Zustimmung, ...]] = {}
    for number, each in enumerate(table.get("zustimmung", []), 1):
        kommune, zustimmung = _zustimmung(each, path, f"zustimmung[{number}].")
        if kommune not in known:
            raise WrongUse(f"{path}: `zustimmung[{number}].kommune`: unknown council {kommune!r}")
        found[kommune] = (*found.get(kommune, ()), zustimmung)
    return found


def _zustimmung(table: Any, path: Path, prefix: str) -> tuple[str, Zustimmung]:
    check(table, _KEYS, path, prefix, required=tuple(_KEYS))
    if not table["wer"].strip():
        raise WrongUse(f"{path}: `{prefix}wer` must say who agreed")
    pfade = table["pfade"]
    if not pfade or not all(
        isinstance(pfad, str) and _PFAD.fullmatch(pfad) and not _STEP.search(pfad) for pfad in pfade
    ):
        raise WrongUse(f'{path}: `{prefix}pfade` must be a list of paths like "/bi/", without query, not {pfade!r}')
    kommune = council_key(table["kommune"], f"{path}: `{prefix}kommune`")
    return kommune, Zustimmung(wer=table["wer"].strip(), am=table["am"], pfade=tuple(pfade))

"""Tables read strictly: a key that nobody knows is a mistake, and is told with its file."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KINDS = {
    str: "a string",
    list: "a list",
    dict: "a table",
    bool: "true or false",
    int: "a whole number",
    date: "a date like 2026-03-01",
}


def toml(path: Path) -> dict[str, Any]:
    """What a TOML file says; WrongUse where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"{path}: no TOML: {error}") from error


def check(
    table: Any, kinds: Mapping[str, Any], path: Path, prefix: str = "", *, required: tuple[str, ...] = ()
) -> None:
    """Nothing; WrongUse names the file and the key that is unknown, of the wrong kind, or missing."""
    if not isinstance(table, dict):
        raise WrongUse(f"{path}: `{prefix.rstrip('.')}` must be a table")
    for key, value in table.items():
        if key not in kinds:
            raise WrongUse(f"{path}: unknown key `{prefix}{key}`")
        if not _is(value, kinds[key]):
            raise WrongUse(f"{path}: `{prefix}{key}` must be {_KINDS.get(kinds[key], 'a number')}, not {value!r}")
    for key in required:
        if key not in table:
            raise WrongUse(f"{path}: `{prefix}{key}` is missing")


def _is(value: Any, kind: Any) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind) and not isinstance(value, datetime)


def council_key(name: str, where: str) -> str:
    """The name, if it can be a council's key."""
    if not _KEY.fullmatch(name):
        raise WrongUse(f"{where}: {name!r} is no council's key (small letters, digits and single hyphens)")
    return name

"""`metadata.yml`: what tables, columns and queries are called and mean."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils import parse_metadata

from ratsarchiv.store import statistik

if TYPE_CHECKING:
    from ratsarchiv.store.statistik import Frage

DATABASE = "ratsarchiv"


def path(package: Path = Path(__file__).parent) -> Path:
    """Where the file is: in the package, where a wheel puts it, or at the root of the source tree."""
    inside = package / "metadata.yml"
    return inside if inside.is_file() else package.parents[2] / "metadata.yml"


SHARED = "gemeinsame_spalten"


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    content: dict[str, Any] = parse_metadata(path().read_text("utf-8"))
    content["databases"][DATABASE]["queries"] |= {frage.name: _query(frage) for frage in statistik.FRAGEN}
    return content


def _query(frage: Frage) -> dict[str, Any]:
    """A question of the statistics as one that visitors may ask, and change."""
    description = f"{frage.zaehlung} Für nur eine Kommune deren Kennung eintragen; sonst stehen alle da."
    return {"title": frage.titel, "description": description, "params": ["kommune"], "sql": frage.sql}


def load() -> dict[str, Any]:
    """All that Datasette reads of it."""
    return {key: value for key, value in _file().items() if key != SHARED}


def shared_columns() -> dict[str, str]:
    """The columns that all tables of council objects have, and what they mean."""
    columns: dict[str, str] = _file()[SHARED]
    return columns


def tables() -> dict[str, dict[str, Any]]:
    """Every shown table's title, description and columns, in the order in which a reader needs them."""
    described: dict[str, dict[str, Any]] = load()["databases"][DATABASE]["tables"]
    return {name: table for name, table in described.items() if not table.get("hidden")}


def hidden() -> set[str]:
    """Tables and views that are not for readers, though some may be read."""
    described: dict[str, dict[str, Any]] = load()["databases"][DATABASE]["tables"]
    return {name for name, table in described.items() if table.get("hidden")}


def queries() -> dict[str, dict[str, Any]]:
    """The questions that are answered ready-made."""
    described: dict[str, dict[str, Any]] = load()["databases"][DATABASE]["queries"]
    return described

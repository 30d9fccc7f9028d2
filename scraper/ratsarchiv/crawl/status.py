"""How fresh and how complete the archive of a council is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ratsarchiv import parse
from ratsarchiv.store.bestand import Bestand
from ratsarchiv.store.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from ratsarchiv.kommunen import Kommune

LISTED = {
    "vorlagen": parse.seitenarten("vorlage"),
    "sitzungen": parse.seitenarten("sitzung"),
    "dokumente": {"dokument"},
}
"""What calendars, lists and pages name, and the table in which it is found once it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of one council. Times are ISO 8601."""

    kommune: str
    erfolg: str | None
    """When the newest run that came to its end did so."""
    alter_stunden: float | None
    """Hours since then."""
    offen: int
    """Addresses that an unfinished visit has still to ask for, or that wait for another try."""
    bestand: dict[str, int]
    """Objects known from their own pages, by table."""
    genannt: dict[str, dict[str, int]]
    """By table: how many the source's lists and pages name, how many of them gave an answer."""
    lauf: dict[str, Any]
    """The newest run, as it is on record."""
    probleme: dict[str, dict[str, int]]
    """Its problems, by kind and by kind of page."""
    robots: list[dict[str, str | None]]
    """What the robots.txt of each host said last."""
    unter_erwartung: dict[str, dict[str, int]]
    """Tables with fewer rows than the council's TOML expects."""


def status(kommunen: Iterable[Kommune], data: Path, now: datetime) -> list[Status]:
    """The state of every council that was ever visited or imported."""
    if not (data / "ratsarchiv.db").is_file():
        return []
    bestand = Bestand(data / "ratsarchiv.db")
    return [_one(kommune, bestand, data, now) for kommune in kommunen if bestand.last_run(kommune.id)]


def _one(kommune: Kommune, bestand: Bestand, data: Path, now: datetime) -> Status:
    success, lauf = bestand.last_success(kommune.id), bestand.last_run(kommune.id)
    counts = bestand.counts(kommune.id)
    with Queue(data / "intern.db", kommune.id) as queue:
        offen, named = queue.offen, queue.counts()
    return Status(
        kommune=kommune.id,
        erfolg=success.isoformat() if success else None,
        alter_stunden=round((now - success).total_seconds() / 3600, 1) if success else None,
        offen=offen,
        bestand=counts,
        genannt={tabelle: _named(named, kinds) for tabelle, kinds in LISTED.items() if named.keys() & kinds},
        lauf=bestand.run(lauf),
        probleme=bestand.problems(lauf),
        robots=[
            {"host": host, "datum": day, "ergebnis": verdict, "regel": rule}
            for host, day, verdict, rule in bestand.robots(kommune.id)
        ],
        unter_erwartung={
            tabelle: {"erwartet": least, "vorhanden": counts[tabelle]}
            for tabelle, least in kommune.expect.items()
            if counts[tabelle] < least
        },
    )


def _named(named: Mapping[str, tuple[int, int]], kinds: Collection[str]) -> dict[str, int]:
    found = [numbers for kind, numbers in named.items() if kind in kinds]
    return {"genannt": sum(known for known, _ in found), "beantwortet": sum(asked for _, asked in found)}

"""Gremien keep their ids when their council changes its system: the new one numbers them anew, and prints the same names.

A Gremium that comes with a new id is the one that the other systems know by its name, if there is exactly one such.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ratsarchiv.model import Gremium, Mitgliedschaft

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from ratsarchiv.model import Absage, Link, Liste, Parsed, Record


class Gleiche:
    """The ids under which a council's Gremien are kept."""

    def __init__(self, connection: sqlite3.Connection, kommune: str, system: str | None) -> None:
        self._connection, self._kommune, self._system = connection, kommune, system
        several = system and connection.execute(SEVERAL, (kommune, system)).fetchone()
        self._ids: dict[str, str] | None = dict(connection.execute(KNOWN, (kommune,))) if several else None

    def kept(self, parsed: Parsed) -> Parsed:
        """What the page says, of Gremien by the ids that they have had."""
        if self._ids is None:
            return parsed
        named = (*parsed.records, *(link.platzhalter for link in parsed.links))
        for gremium in (each for each in named if isinstance(each, Gremium)):
            self._learn(gremium)
        if not self._ids:
            return parsed
        return replace(
            parsed,
            records=tuple(_renamed(record, self._ids) for record in parsed.records),
            links=tuple(_with_renamed(link, self._ids) for link in parsed.links),
            vollstaendig=tuple(_of_renamed(liste, self._ids) for liste in parsed.vollstaendig),
        )

    def refused(self, absagen: Sequence[Absage]) -> Sequence[Absage]:
        """Refusals, of Gremien by the ids that they have had."""
        ids = self._ids
        return [replace(each, id=ids.get(each.id, each.id)) for each in absagen] if ids else absagen

    def _learn(self, gremium: Gremium) -> None:
        if self._ids is None or gremium.id in self._ids or not gremium.name:
            return
        if self._connection.execute(THERE, (gremium.id,)).fetchone():
            return
        found = self._connection.execute(SAME_NAME, (self._kommune, gremium.name, self._system)).fetchall()
        if len(found) == 1 and found[0][0] not in self._ids.values():
            self._ids[gremium.id] = found[0][0]
            self._connection.execute(KEEP, (self._kommune, gremium.id, found[0][0]))


def _renamed(record: Record, ids: Mapping[str, str]) -> Record:
    changed: dict[str, Any] = {}
    if isinstance(record, Gremium) and record.id in ids:
        changed["id"] = ids[record.id]
    gremium: str | None = getattr(record, "gremium", None)
    if gremium is not None and gremium in ids:
        changed["gremium"] = ids[gremium]
        if isinstance(record, Mitgliedschaft):
            changed["id"] = ids[gremium] + record.id.removeprefix(gremium)
    return replace(record, **changed) if changed else record


def _with_renamed(link: Link, ids: Mapping[str, str]) -> Link:
    platzhalter = link.platzhalter and _renamed(link.platzhalter, ids)
    return link if platzhalter is link.platzhalter else replace(link, platzhalter=platzhalter)


def _of_renamed(liste: Liste, ids: Mapping[str, str]) -> Liste:
    return replace(liste, id=ids[liste.id]) if liste.spalte == "gremium" and liste.id in ids else liste


SEVERAL = "SELECT 1 FROM abrufe WHERE kommune = ?1 AND (system < ?2 OR system > ?2) LIMIT 1"
"""Whether a council has been read from another product too."""
KNOWN = "SELECT neu, alt FROM _gleich WHERE kommune = ?"
THERE = "SELECT 1 FROM gremien WHERE id = ?"
SAME_NAME = (
    "SELECT g.id FROM gremien g JOIN abrufe a ON a.id = g.abruf"
    " WHERE g.kommune = ?1 AND g.name = ?2 AND a.system IS NOT ?3 LIMIT 2"
)
KEEP = "INSERT INTO _gleich (kommune, neu, alt) VALUES (?, ?, ?)"

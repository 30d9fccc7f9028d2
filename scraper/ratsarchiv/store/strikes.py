"""When an object counts as gone: the source has refused it twice, a day or more apart, and not shown it since.

`verschwunden_seit` is the first refusal: since then nobody could see the object. Every refusal since the object's
newest own page is kept in `_vermisst`, so that a page which comes in late, between two of them, still clears the first.
A Dokument's own page is the answer that delivers its file; what a Tagesordnungspunkt's own page shows is its Auszug.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ratsarchiv.store.veil import Curtain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from ratsarchiv.model import Absage
    from ratsarchiv.store.merge import Reading, Row
    from ratsarchiv.store.tables import Table

APART = timedelta(days=1)
OWN_PAGE = frozenset({"vorlagen", "sitzungen", "gremien", "personen", "auszuege"})
"""Tables whose rows have a page of their own; a Dokument has its file."""
REFUSABLE = OWN_PAGE | {"dokumente"}
REASONS = {
    "nichtoeffentlich": "Das Ratsinformationssystem zeigt die Seite nicht öffentlich.",
    "weg": "Das Ratsinformationssystem kennt die Seite nicht mehr (HTTP {status}).",
    "gestrichen": "Das Ratsinformationssystem führt das Objekt als gelöscht.",
}


@dataclass(slots=True)
class Refusal:
    """What a refusal does to a row."""

    row: Row | None
    """None of an object that no page has named yet."""
    gone: str | None


def gone(strikes: Collection[str]) -> str | None:
    """Since when an object that was refused at these times is gone; None while one refusal alone says so."""
    if not strikes:
        return None
    first, last = min(strikes), max(strikes)
    return first if datetime.fromisoformat(last) - datetime.fromisoformat(first) >= APART else None


def take(
    connection: sqlite3.Connection, absage: Absage, table: Table, reading: Reading, curtain: Curtain, status: int
) -> Refusal:
    """Keep a refusal and hide what it withdraws; what the row's `verschwunden_seit` is by now."""
    row = table.read(connection, [absage.id]).get(absage.id)
    shown = _shown(row)
    if shown and reading.zeitpunkt <= shown:
        return Refusal(None, None)
    connection.execute(STRIKE, (table.name, absage.id, reading.zeitpunkt, reading.abruf))
    times = since(connection, table.name, [absage.id])[absage.id]
    lost = min(times) if absage.endgueltig else gone(times)
    art = "nichtoeffentlich" if absage.mehrdeutig and curtain.is_closed_too((table.name, absage.id)) else absage.art
    reason = REASONS["gestrichen" if absage.endgueltig and art == "weg" else art].format(status=status)
    if art == "nichtoeffentlich":
        curtain.close((table.name, absage.id), "nichtoeffentlich", reason, min(times))
    elif lost:
        curtain.close((table.name, absage.id), "zurueckgezogen", reason, lost)
    return Refusal(row if row and shown else None, lost)


def _shown(row: Row | None) -> str | None:
    """When the source showed the object the last time."""
    if row is None or row.eigen is None:
        return None
    if "datei" not in row.felder:
        return row.eigen
    return row.nennungen.get("datei", row.gesagt) if row.felder["datei"] else row.zuerst


def since(connection: sqlite3.Connection, tabelle: str, ids: Collection[str]) -> Mapping[str, list[str]]:
    """When each of these objects was refused, as far as it was."""
    found: dict[str, list[str]] = {}
    for objekt, time in connection.execute(STRIKES, (tabelle, json.dumps(list(ids)))):
        found.setdefault(objekt, []).append(time)
    return found


def clear(connection: sqlite3.Connection, tabelle: str, ids: Collection[str], seen: str) -> None:
    """Forget refusals of objects that the source has shown since."""
    connection.executemany(CLEAR, [(tabelle, id_, seen) for id_ in ids])
    if tabelle == "vorlagen":
        connection.executemany(BACK, [(id_,) for id_ in ids])


STRIKE = "INSERT INTO _vermisst (tabelle, objekt, zeitpunkt, abruf) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
STRIKES = (
    "SELECT objekt, zeitpunkt FROM _vermisst WHERE tabelle = ? AND objekt IN (SELECT value FROM json_each(?))"
    " ORDER BY objekt, zeitpunkt"
)
CLEAR = "DELETE FROM _vermisst WHERE tabelle = ? AND objekt = ? AND zeitpunkt <= ?"
BACK = "DELETE FROM _verdacht WHERE vorlage = ? AND grund = 'weg'"

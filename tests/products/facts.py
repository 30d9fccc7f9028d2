"""What an archive holds of a council, told without ids: the same from whatever product it was read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Row = dict[str, object]
Facts = dict[str, dict[tuple[object, ...], Row]]
"""By table, by natural key."""

SITZUNG = "s.datum AS sitzung_am, s.beginn AS sitzung_um, replace(s.gremium_name, '; ', ', ') AS sitzung_von"
KEY_SITZUNG = ("sitzung_am", "sitzung_um", "sitzung_von")
QUERIES: dict[str, tuple[tuple[str, ...], str]] = {
    "vorlagen": (
        ("nummer",),
        "SELECT nummer, betreff, art, status, datum, federfuehrend, beteiligt, verfasser, berichterstatter, bearbeiter,"
        " letzte_beratung, naechste_beratung, ergebnis FROM vorlagen WHERE abruf IS NOT NULL",
    ),
    "sitzungen": (
        KEY_SITZUNG,
        f"SELECT {SITZUNG}, s.name, s.ende, s.raum, s.ort, s.zusatz, s.status, s.anlass, s.abgesagt FROM sitzungen s"
        " WHERE s.abruf IS NOT NULL",
    ),
    "tagesordnungspunkte": (
        (*KEY_SITZUNG, "nummer", "position"),
        f"SELECT {SITZUNG}, t.nummer, t.position, t.betreff, t.zusatz, t.oeffentlich, v.nummer AS vorlage,"
        " t.beschluss, t.beschlussart, t.nachtrag"
        " FROM tagesordnungspunkte t JOIN sitzungen s ON s.id = t.sitzung LEFT JOIN vorlagen v ON v.id = t.vorlage"
        " WHERE t.abruf IS NOT NULL",
    ),
    "beratungen": (
        ("vorlage", "position"),
        "SELECT v.nummer AS vorlage, b.position, b.gremium_name, g.name AS gremium, b.rolle, b.status, b.datum,"
        " b.sitzungsname, t.nummer AS top, b.beschluss, b.beschlussart"
        " FROM beratungen b JOIN vorlagen v ON v.id = b.vorlage LEFT JOIN gremien g ON g.id = b.gremium"
        " LEFT JOIN tagesordnungspunkte t ON t.id = b.tagesordnungspunkt",
    ),
    "auszuege": (
        (*KEY_SITZUNG, "nummer"),
        f"SELECT {SITZUNG}, t.nummer, a.protokoll, a.beschlusstext, a.abstimmung, a.ja, a.nein, a.enthaltung"
        " FROM auszuege a JOIN tagesordnungspunkte t ON t.id = a.tagesordnungspunkt JOIN sitzungen s ON s.id = t.sitzung",
    ),
    "dokumente": (
        ("vorlage", *KEY_SITZUNG, "top", "titel"),
        f"SELECT v.nummer AS vorlage, {SITZUNG}, t.nummer AS top, d.titel, d.art, d.nummer, d.stand, d.groesse, d.datei"
        " FROM dokumente d LEFT JOIN vorlagen v ON v.id = d.vorlage"
        " LEFT JOIN tagesordnungspunkte t ON t.id = d.tagesordnungspunkt"
        " LEFT JOIN sitzungen s ON s.id = coalesce(d.sitzung, t.sitzung)",
    ),
    "abschnitte": (
        ("vorlage", *KEY_SITZUNG, "top", "position"),
        f"SELECT v.nummer AS vorlage, {SITZUNG}, t.nummer AS top, a.position, a.art, a.ueberschrift, a.text"
        " FROM abschnitte a LEFT JOIN vorlagen v ON v.id = a.vorlage"
        " LEFT JOIN tagesordnungspunkte t ON t.id = a.tagesordnungspunkt"
        " LEFT JOIN sitzungen s ON s.id = coalesce(a.sitzung, t.sitzung)",
    ),
    "gremien": (("name",), "SELECT name, art, von, bis FROM gremien WHERE name IS NOT NULL"),
    "personen": (("name",), "SELECT name, fraktion FROM personen WHERE name IS NOT NULL"),
    "mitgliedschaften": (
        ("person", "gremium", "bis"),
        "SELECT p.name AS person, g.name AS gremium, m.rolle, m.zusatz, m.von, m.bis FROM mitgliedschaften m"
        " JOIN personen p ON p.id = m.person JOIN gremien g ON g.id = m.gremium",
    ),
    "verweise": (
        ("von", "nach", "art"),
        "SELECT a.nummer AS von, b.nummer AS nach, w.art, w.nummer FROM verweise w JOIN vorlagen a ON a.id = w.von"
        " LEFT JOIN vorlagen b ON b.id = w.nach WHERE w.art <> 'text'",
    ),
}


def facts(data: Path) -> Facts:
    """All of it."""
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as db:
        db.row_factory = sqlite3.Row
        return {table: _table(db, key, sql) for table, (key, sql) in QUERIES.items()}


def _table(db: sqlite3.Connection, key: tuple[str, ...], sql: str) -> dict[tuple[object, ...], Row]:
    found: dict[tuple[object, ...], Row] = {}
    for row in map(dict, db.execute(sql)):
        place = tuple(row.pop(name) for name in key)
        while place in found:
            place = (*place, "noch einmal")
        found[place] = row
    return found


def columns_that_differ(
    one: Mapping[tuple[object, ...], Row], other: Mapping[tuple[object, ...], Row]
) -> dict[str, int]:
    """In how many of the rows that both have each column differs."""
    differ: dict[str, int] = {}
    for place in one.keys() & other.keys():
        for name, value in one[place].items():
            if other[place].get(name) != value:
                differ[name] = differ.get(name, 0) + 1
    return differ

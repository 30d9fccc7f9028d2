"""The texts from which references and places are read, and which of them have been read already."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Quelltext:
    """One text of one row, as it is public."""

    tabelle: str
    """`vorlagen`, `abschnitte`, `tagesordnungspunkte`, `auszuege` or `seiten`."""
    objekt: str
    kommune: str
    art: str
    """`betreff`, `beschlussvorschlag`, `text` or `dokument`."""
    text: str
    vorlagen: tuple[str, ...]
    """The Vorlagen that it belongs to: none for the minutes of a Sitzung."""


def ungelesen(connection: sqlite3.Connection, zweck: str, kommune: str) -> Iterator[Quelltext]:
    """A council's texts that have not been read for this purpose (`verweise`, `orte`), in no order to rely on."""
    for sql in (VORLAGEN, ABSCHNITTE, TAGESORDNUNGSPUNKTE, AUSZUEGE, SEITEN):
        for tabelle, objekt, art, text, vorlagen in connection.execute(sql, {"zweck": zweck, "kommune": kommune}):
            yield Quelltext(tabelle, objekt, kommune, art, text, tuple(sorted(set(json.loads(vorlagen)) - {None})))


def gelesen(connection: sqlite3.Connection, zweck: str, quelltexte: Iterable[Quelltext]) -> None:
    """Remember that these have been read for the purpose."""
    rows = ((zweck, each.tabelle, each.objekt, each.kommune) for each in quelltexte)
    connection.executemany("INSERT INTO _gelesen VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)


def vergessen(connection: sqlite3.Connection, zweck: str, kommune: str) -> None:
    """Take away all that was read from a council's texts for the purpose: it is to be read anew."""
    connection.execute(DERIVED[zweck], (kommune,))
    connection.execute("DELETE FROM _gelesen WHERE zweck = ? AND kommune = ?", (zweck, kommune))


DERIVED = {
    "verweise": "DELETE FROM verweise WHERE kommune = ? AND quelle IS NOT NULL",
    "orte": "DELETE FROM ortsnennungen WHERE kommune = ?",
}
_READ = "SELECT objekt FROM _gelesen WHERE zweck = :zweck AND tabelle = '{0}' AND kommune = :kommune"
_UNREAD = f"(SELECT id FROM {{0}} WHERE kommune = :kommune EXCEPT {_READ})"
"""Asked for before any text is looked at: long texts lie on pages of their own."""

VORLAGEN = f"""
SELECT 'vorlagen', v.id, 'betreff', v.betreff, json_array(v.id) FROM vorlagen v
WHERE v.id IN {_UNREAD.format("vorlagen")} AND v.betreff <> ''
"""
ABSCHNITTE = f"""
SELECT 'abschnitte', a.id, iif(a.art = 'beschlussvorschlag', a.art, 'text'), a.text,
    json_array(a.vorlage, (SELECT t.vorlage FROM tagesordnungspunkte t WHERE t.id = a.tagesordnungspunkt))
FROM abschnitte a WHERE a.id IN {_UNREAD.format("abschnitte")} AND a.text <> '' AND a.verschwunden_seit IS NULL
"""
TAGESORDNUNGSPUNKTE = f"""
SELECT 'tagesordnungspunkte', t.id, 'betreff', t.betreff, json_array(t.vorlage) FROM tagesordnungspunkte t
WHERE t.id IN {_UNREAD.format("tagesordnungspunkte")} AND t.betreff <> '' AND t.verschwunden_seit IS NULL
"""
AUSZUEGE = f"""
SELECT 'auszuege', a.id, 'text', trim(coalesce(a.beschlusstext, '') || char(10) || coalesce(a.protokoll, ''), char(10)),
    json_array(t.vorlage)
FROM auszuege a JOIN tagesordnungspunkte t ON t.id = a.tagesordnungspunkt
WHERE a.id IN {_UNREAD.format("auszuege")} AND (a.beschlusstext <> '' OR a.protokoll <> '') AND a.verschwunden_seit IS NULL
"""
SEITEN = f"""
SELECT 'seiten', s.id, 'dokument', s.text, d.vorlagen
FROM (
    SELECT d.datei, json_group_array(coalesce(d.vorlage, t.vorlage)) AS vorlagen
    FROM dokumente d LEFT JOIN tagesordnungspunkte t ON t.id = d.tagesordnungspunkt
    WHERE d.kommune = :kommune AND d.datei IS NOT NULL GROUP BY d.datei
) d CROSS JOIN seiten s ON s.datei = d.datei
WHERE s.id NOT IN ({_READ.format("seiten")}) AND s.text <> ''
"""

"""What the public database holds of a council: for visits that go on, and for the report on its state."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ratsarchiv.errors import WrongUse
from ratsarchiv.model import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

OBJECTS = tuple(record.tabelle for record in RECORD_TYPES)


class Bestand:
    """Reads the database at `path`; WrongUse where it can't be read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def newest(self, kommune: str, url: str) -> tuple[str, int, datetime] | None:
        """File, offset and time of the newest answer from an address."""
        sql = "SELECT warc, offset, zeitpunkt FROM abrufe WHERE kommune = ? AND url = ? ORDER BY zeitpunkt DESC LIMIT 1"
        found = self._rows(sql, kommune, url)
        return (found[0][0], found[0][1], datetime.fromisoformat(found[0][2])) if found else None

    def last_run(self, kommune: str) -> int:
        """The number of the council's newest run; 0 where there was none."""
        return int(self._rows("SELECT max(id) FROM laeufe WHERE kommune = ?", kommune)[0][0] or 0)

    def counts(self, kommune: str) -> dict[str, int]:
        """How many objects of each kind are known from their own pages, and still shown."""
        sql = "SELECT count(*) FROM {} WHERE kommune = ? AND abruf IS NOT NULL AND verschwunden_seit IS NULL"
        return {name: int(self._rows(sql.format(name), kommune)[0][0]) for name in OBJECTS}

    def vorlagen_of(self, tops: Collection[str]) -> list[str]:
        """The addresses of the Vorlagen that have these Tagesordnungspunkte in their Beratungsfolge."""
        sql = (
            "SELECT DISTINCT v.url FROM beratungen b JOIN vorlagen v ON v.id = b.vorlage"
            " WHERE b.tagesordnungspunkt IN (SELECT value FROM json_each(?)) AND v.url IS NOT NULL"
        )
        return [url for (url,) in self._rows(sql, json.dumps(list(tops)))]

    def documents(self, kommune: str) -> list[tuple[str, str]]:
        """Address and id of every Dokument; of one without an address of its own, the address of its page."""
        sql = "SELECT url, id FROM dokumente WHERE kommune = ? AND url IS NOT NULL"
        return [(url, id_) for url, id_ in self._rows(sql, kommune)]

    def last_success(self, kommune: str) -> datetime | None:
        """When the newest run that came to its end did so."""
        sql = "SELECT max(ende) FROM laeufe WHERE kommune = ? AND ergebnis IN ('fertig', 'mit_problemen')"
        found = self._rows(sql, kommune)[0][0]
        return datetime.fromisoformat(found) if found else None

    def run(self, lauf: int) -> dict[str, Any]:
        """What is on record of a run."""
        columns = ("befehl", "beginn", "ende", "seiten", "neu", "geaendert", "unveraendert", "anfragen", "ergebnis")
        found = self._rows(f"SELECT {', '.join(columns)} FROM laeufe WHERE id = ?", lauf)  # noqa: S608
        return dict(zip(columns, found[0], strict=True)) if found else {}

    def problems(self, lauf: int) -> dict[str, dict[str, int]]:
        """How many problems a run had, by kind and by kind of page."""
        sql = (
            "SELECT p.art, coalesce(a.seitenart, '-'), count(*) FROM probleme p LEFT JOIN abrufe a ON a.id = p.abruf"
            " WHERE p.lauf = ? GROUP BY 1, 2 ORDER BY 1, 2"
        )
        found: dict[str, dict[str, int]] = {}
        for art, seitenart, number in self._rows(sql, lauf):
            found.setdefault(art, {})[seitenart] = number
        return found

    def robots(self, kommune: str) -> list[tuple[str, str, str, str | None]]:
        """What the robots.txt of each of the council's hosts said last: host, day, verdict, and the rule that forbids."""
        sql = (
            "SELECT host, substr(max(zeitpunkt), 1, 10), ergebnis, regel FROM robots WHERE kommune = ?"
            " GROUP BY host ORDER BY host"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._rows(sql, kommune)]

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        try:
            with closing(sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
                return connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise WrongUse(f"{self._path} is no Ratsarchiv database that can be read: {error}") from error

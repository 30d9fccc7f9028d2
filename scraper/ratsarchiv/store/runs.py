"""What runs leave behind: when they ran, what they brought, what went wrong, what robots.txt said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ratsarchiv.store.captures import utc

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from ratsarchiv.model import Problem
    from ratsarchiv.store.page import Counts

Verdict = Literal["erlaubt", "verboten", "zustimmung", "ausgefallen"]


def begin(connection: sqlite3.Connection, kommune: str, befehl: str, beginn: datetime) -> int:
    """The run's number, the same for the same run; whatever the council had open before was broken off."""
    since = utc(beginn)
    connection.execute(ABANDON, (kommune, since))
    if known := connection.execute(RUN, (kommune, befehl, since)).fetchone():
        return int(known[0])
    return int(connection.execute(BEGIN, (kommune, befehl, since)).fetchone()[0])


def end(connection: sqlite3.Connection, lauf: int, ende: datetime, *, anfragen: int, ergebnis: str) -> None:
    """How it ended."""
    sql = "UPDATE laeufe SET ende = ?, anfragen = ?, ergebnis = ? WHERE id = ?"
    connection.execute(sql, (utc(ende), anfragen, ergebnis, lauf))


def count(connection: sqlite3.Connection, lauf: int, counts: Counts, *, seiten: int) -> None:
    """Adds what a page brought."""
    sql = (
        "UPDATE laeufe SET seiten = seiten + ?, neu = neu + ?, geaendert = geaendert + ?,"
        " unveraendert = unveraendert + ? WHERE id = ?"
    )
    connection.execute(sql, (seiten, counts.neu, counts.geaendert, counts.unveraendert, lauf))


def problem(connection: sqlite3.Connection, lauf: int, kommune: str, said: Problem, abruf: int | None) -> None:
    """Keeps a problem, once per run and page."""
    connection.execute(PROBLEM, (lauf, kommune, said.url, said.art, said.meldung, abruf))


def robots(
    connection: sqlite3.Connection,
    kommune: str,
    host: str,
    zeitpunkt: datetime,
    *,
    http_status: int | None,
    verdict: Verdict,
    regel: str | None,
) -> None:
    """Keeps what a host's robots.txt said at that time."""
    connection.execute(ROBOTS, (kommune, host, utc(zeitpunkt), http_status, verdict, regel))


BEGIN = (
    "INSERT INTO laeufe (kommune, befehl, beginn, seiten, neu, geaendert, unveraendert)"
    " VALUES (?, ?, ?, 0, 0, 0, 0) RETURNING id"
)
RUN = "SELECT id FROM laeufe WHERE kommune = ? AND befehl = ? AND beginn = ?"
ABANDON = "UPDATE laeufe SET ergebnis = 'abgebrochen' WHERE kommune = ? AND ergebnis IS NULL AND beginn < ?"
PROBLEM = (
    "INSERT INTO probleme (id, lauf, kommune, url, art, meldung, abruf)"
    " SELECT (SELECT max(0, coalesce(max(id), 0)) + 1 FROM probleme), ?1, ?2, ?3, ?4, ?5, ?6"
    " WHERE NOT EXISTS (SELECT 1 FROM probleme WHERE lauf = ?1 AND url = ?3 AND art = ?4 AND meldung = ?5)"
)
ROBOTS = (
    "INSERT INTO robots (kommune, host, zeitpunkt, http_status, ergebnis, regel) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (kommune, host, zeitpunkt) DO UPDATE SET http_status = excluded.http_status,"
    " ergebnis = excluded.ergebnis, regel = excluded.regel"
)

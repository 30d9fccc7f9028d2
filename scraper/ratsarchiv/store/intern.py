"""`intern.db`: what is never served – the queue of addresses, cookies, takedowns, the originals of what is hidden."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from ratsarchiv.errors import WrongUse
from ratsarchiv.store.database import alone, opened

if TYPE_CHECKING:
    from pathlib import Path

MIGRATIONS = Migrations("ratsarchiv-intern")
"""Whoever keeps something here adds migrations of its own; a released one is never edited."""


def connect(path: Path) -> sqlite3.Connection:
    """The database at `path`, made where missing, with every table that the imported modules need."""
    connection = opened(path)
    try:
        with alone(path.parent):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            MIGRATIONS.apply(Database(connection))
    except sqlite3.DatabaseError as error:
        connection.close()
        raise WrongUse(f"{path}: is no SQLite database ({error})") from error
    return connection


@MIGRATIONS(name="0001_adressen")
def _adressen(db: Database) -> None:
    """The queue: every address that a council's pages have named, when it was asked, when it is due again."""
    db.execute(
        """
        CREATE TABLE adressen (
            kommune TEXT NOT NULL,
            schluessel TEXT NOT NULL,
            url TEXT NOT NULL,
            weiter TEXT,
            spruenge INTEGER NOT NULL DEFAULT 0,
            seitenart TEXT,
            dokument TEXT,
            traeger TEXT,
            tag TEXT,
            vorrang INTEGER NOT NULL,
            reihe INTEGER NOT NULL,
            offen INTEGER NOT NULL,
            warten TEXT,
            versuche INTEGER NOT NULL DEFAULT 0,
            gefragt TEXT,
            faellig TEXT,
            gelistet TEXT,
            abgesagt INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (kommune, schluessel)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX adressen_offen ON adressen (kommune, vorrang, reihe) WHERE offen")
    db.execute("CREATE INDEX adressen_faellig ON adressen (kommune, faellig)")
    db.execute("CREATE INDEX adressen_traeger ON adressen (kommune, traeger) WHERE traeger IS NOT NULL")


@MIGRATIONS(name="0002_besuche")
def _besuche(db: Database) -> None:
    """Visits, the position up to which a council's archive has been taken in, and the session with its site."""
    db.execute(
        """
        CREATE TABLE besuche (
            id INTEGER PRIMARY KEY, kommune TEXT NOT NULL, befehl TEXT NOT NULL, beginn TEXT NOT NULL, ende TEXT
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE staende (
            kommune TEXT PRIMARY KEY, warc TEXT, offset INTEGER, cookies TEXT, unterwegs TEXT
        ) STRICT, WITHOUT ROWID
        """
    )

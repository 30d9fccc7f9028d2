"""Opening the database file, and transactions in it."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlite_utils import Database

from ratsarchiv.errors import WrongUse
from ratsarchiv.store import schema_kennzahlen, schema_texte
from ratsarchiv.store.schema import MIGRATIONS
from ratsarchiv.store.suche import schema as schema_suche
from ratsarchiv.store.suche.worte import register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30.0
"""Seconds to wait for another program that is writing."""
PARTS = (schema_texte, schema_suche, schema_kennzahlen)
"""Modules that add migrations of their own."""
NAMES = frozenset(migration.name for migration in MIGRATIONS.pending(Database(memory=True)))
"""Every migration that this program knows."""


def opened(path: Path) -> sqlite3.Connection:
    """The file at `path` as a database, made where missing; nothing is asked of it yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise WrongUse(f"{path}: cannot be opened as a database ({error})") from error
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """The database at `path`, made where missing, in its newest shape, ready to be written."""
    connection = opened(path)
    try:
        with alone(path.parent):
            _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process prepares a database in the folder meanwhile: SQLite's own lock has gaps between two migrations."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    database = Database(connection)
    try:
        tables = set(database.table_names())
    except sqlite3.DatabaseError as error:
        raise WrongUse(f"{path}: is no SQLite database ({error})") from error
    if tables and MIGRATIONS.migrations_table not in tables:
        raise WrongUse(f"{path}: is another program's database, not Ratsarchiv's")
    if newer := [each.name for each in MIGRATIONS.applied(database) if each.name not in NAMES]:
        raise WrongUse(f"{path}: was written by a newer Ratsarchiv ({newer[-1]}); update the program")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    # a page dirties some sixty of SQLite's: the defaults (1000, 2 MB) would copy the log back every fifteen pages
    connection.execute("PRAGMA wal_autocheckpoint = 16000")
    connection.execute("PRAGMA cache_size = -64000")
    # what was taken out of a row is nowhere in the file, not even on free pages
    connection.execute("PRAGMA secure_delete = ON")
    register(connection)
    MIGRATIONS.apply(database)
    connection.execute("PRAGMA foreign_keys = ON")


def close(connection: sqlite3.Connection) -> None:
    """Bring everything into the one file, so that others can open it read-only, and let go of it."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise

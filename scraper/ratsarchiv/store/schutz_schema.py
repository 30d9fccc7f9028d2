"""Tables of `intern.db` about what must not be shown: takedowns, releases, and the originals of what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.store.intern import MIGRATIONS

if TYPE_CHECKING:
    from sqlite_utils import Database


@MIGRATIONS(name="schutz_0001")
def _schutz(db: Database) -> None:
    for statement in _TABLES:
        db.execute(statement)


_TABLES = (
    # `wert`: an id, a sha256, or the wording itself, which is forgotten when the takedown is lifted
    """
    CREATE TABLE sperren (
        id INTEGER PRIMARY KEY,
        art TEXT NOT NULL CHECK (art IN ('objekt', 'dokument', 'wortlaut')),
        tabelle TEXT, wert TEXT, pruefsumme TEXT NOT NULL, grund TEXT NOT NULL, am TEXT NOT NULL, aufgehoben TEXT
    ) STRICT
    """,
    """
    CREATE TABLE betroffen (
        sperre INTEGER NOT NULL REFERENCES sperren (id), tabelle TEXT NOT NULL, objekt TEXT NOT NULL, kommune TEXT, url TEXT,
        PRIMARY KEY (sperre, tabelle, objekt)
    ) STRICT, WITHOUT ROWID
    """,
    # `art` objekt: what the council withdrew; masken: what is masked in an object; fund: a wording that is no secret
    """
    CREATE TABLE freigaben (
        id INTEGER PRIMARY KEY, art TEXT NOT NULL CHECK (art IN ('objekt', 'masken', 'fund')),
        tabelle TEXT, wert TEXT NOT NULL, am TEXT NOT NULL, aufgehoben TEXT
    ) STRICT
    """,
    # `gezeigt`: digest of what the public database holds instead, so that an original is never put in a wrong place
    """
    CREATE TABLE originale (
        tabelle TEXT NOT NULL, objekt TEXT NOT NULL, feld TEXT NOT NULL, gezeigt TEXT NOT NULL,
        original TEXT NOT NULL, grund TEXT NOT NULL, eigen INTEGER NOT NULL, seit TEXT NOT NULL,
        PRIMARY KEY (tabelle, objekt, feld, gezeigt)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX originale_grund ON originale (grund)",
    # counts every change of the rules; a public database that has followed them has it as its `user_version`
    "CREATE TABLE regelstand (eins INTEGER PRIMARY KEY CHECK (eins = 1), stand INTEGER NOT NULL) STRICT",
    "INSERT INTO regelstand VALUES (1, 1)",
)

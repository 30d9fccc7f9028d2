"""What stands in texts and looks like a number of a Vorlage: more than is shown, until there is such a Vorlage."""

from __future__ import annotations

FUNDE = (
    """
    CREATE TABLE _funde (
        id TEXT PRIMARY KEY, kommune TEXT NOT NULL, von TEXT, schluessel TEXT NOT NULL, nummer TEXT NOT NULL,
        textstelle TEXT NOT NULL, stichwort INTEGER NOT NULL, quelle_tabelle TEXT NOT NULL, quelle TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX idx_funde_quelle ON _funde (quelle, quelle_tabelle)",
    "CREATE INDEX idx_funde_kommune ON _funde (kommune)",
    """
    CREATE TRIGGER gelesen_funde AFTER DELETE ON _gelesen WHEN OLD.zweck = 'verweise' BEGIN
        DELETE FROM _funde WHERE quelle = OLD.objekt AND quelle_tabelle = OLD.tabelle AND kommune = OLD.kommune;
    END
    """,
)
"""Statements that make the table, and let it forget what a text said together with the mark that it was read."""

"""Numbers about the archive that no page can count while somebody waits, and the indexes that pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.store import schema_texte  # noqa: F401 - its tables come first
from ratsarchiv.store.schema import MIGRATIONS
from ratsarchiv.store.suche import schema as schema_suche  # noqa: F401 - its tables come first

if TYPE_CHECKING:
    from sqlite_utils import Database

INDEXES = {
    "aenderungen": ("objekt zeitpunkt",),
    "beratungen": ("gremium datum", "kommune datum beschlussart verschwunden_seit", "zuerst_gesehen"),
    "dokumente": ("url", "zuerst_gesehen"),
    "kennzahlen": ("frage wert",),
    "ortsnennungen": ("ort vorlage",),
    "sitzungen": ("gremium datum", "kommune datum", "zuerst_gesehen"),
    "suchziele": ("datum facette",),
    "tagesordnungspunkte": ("sitzung oeffentlich verschwunden_seit", "zuerst_gesehen"),
    "vorlagen": ("kommune datum", "kommune letzte_beratung", "zuerst_gesehen"),
}
"""By table: columns that our pages look up or sort by."""


@MIGRATIONS(name="0017_kennzahlen")
def _kennzahlen(db: Database) -> None:
    db.execute(
        "CREATE TABLE kennzahlen (kommune TEXT NOT NULL REFERENCES kommunen (id), frage TEXT NOT NULL, a TEXT NOT NULL,"
        " b TEXT NOT NULL, wert REAL NOT NULL, PRIMARY KEY (kommune, frage, a, b)) STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE INDEX idx_kennzahlen_frage ON kennzahlen (frage)")
    for table, indexes in INDEXES.items():
        for columns in indexes:
            db.table(table).create_index(columns.split(), if_not_exists=True)

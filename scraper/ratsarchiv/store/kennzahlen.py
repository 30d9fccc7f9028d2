"""Numbers about the archive, counted once at the end of a run: each is the answer to a question in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.store import ortszahlen, statistik, vollstaendigkeit

if TYPE_CHECKING:
    import sqlite3

BESTAND = (
    "vorlagen", "abschnitte", "beratungen", "sitzungen", "tagesordnungspunkte", "auszuege", "gremien", "personen",
    "mitgliedschaften", "dokumente", "verweise", "orte", "ortsnennungen", "vorgaenge", "abrufe", "laeufe",
)  # fmt: skip
"""Tables with a council's rows."""

FRAGEN: dict[str, str] = {
    "bestand": " union all ".join(
        f"select kommune, '{tabelle}' as a, '' as b, count(*) as wert from {tabelle} group by kommune"
        for tabelle in BESTAND
    ),
    **{frage.name: frage.gezaehlt() for frage in statistik.FRAGEN},
    **ortszahlen.FRAGEN,
    **vollstaendigkeit.FRAGEN,
}
"""By name: SQL that gives the columns kommune, a, b and wert; nothing in it but numbers and names of groups."""


def aktualisieren(connection: sqlite3.Connection) -> None:
    """Count everything anew; inside the caller's transaction. What is as it was is not written."""
    for frage, sql in FRAGEN.items():
        counted = "SELECT kommune, a, b, CAST(wert AS REAL) AS wert FROM (" + sql + ")"
        connection.execute("CREATE TEMP TABLE neu AS " + counted, {"kommune": ""})
        connection.execute("CREATE UNIQUE INDEX temp.idx_neu ON neu (kommune, a, b)")
        connection.execute(_GONE, {"frage": frage})
        connection.execute(_NEW, {"frage": frage})
        connection.execute("DROP TABLE neu")
    connection.execute(
        "DELETE FROM kennzahlen WHERE frage NOT IN (" + ", ".join("?" * len(FRAGEN)) + ")", tuple(FRAGEN)
    )


_GONE = """
DELETE FROM kennzahlen WHERE frage = :frage AND NOT EXISTS (
    SELECT 1 FROM neu WHERE neu.kommune = kennzahlen.kommune AND neu.a = kennzahlen.a AND neu.b = kennzahlen.b
)
"""
_NEW = """
INSERT INTO kennzahlen (kommune, frage, a, b, wert) SELECT kommune, :frage, a, b, wert FROM neu WHERE true
ON CONFLICT DO UPDATE SET wert = excluded.wert WHERE wert != excluded.wert
"""

"""Which places are named how often, and where last: a question for `kennzahlen`, whose answer `/karte` shows."""

from __future__ import annotations

ZU_SEHEN = """(n.tabelle <> 'seiten' OR EXISTS (
    SELECT 1 FROM seiten s JOIN dokumente d ON d.datei = s.datei
    WHERE s.id = n.objekt AND d.verschwunden_seit IS NULL AND d.titel IS NOT NULL
))"""
"""Whether a mention `n` stands in a text that is shown: what was read from other texts goes with them, by trigger."""

FRAGEN = {
    # the table is read in its own order: by an index it takes ten times as long
    "orte": f"""
        SELECT kommune, ort AS a, substr(zuletzt, instr(zuletzt, ' ') + 1) AS b, wert FROM (
            SELECT n.kommune, n.ort, count(DISTINCT n.vorlage) AS wert,
                max(coalesce(v.letzte_beratung, v.datum, '') || ' ' || n.vorlage) AS zuletzt
            FROM ortsnennungen n NOT INDEXED CROSS JOIN vorlagen v ON v.id = n.vorlage
            WHERE v.verschwunden_seit IS NULL AND {ZU_SEHEN} GROUP BY n.kommune, n.ort
        )
    """,  # noqa: S608 - our own words
}
"""`orte`: in how many Vorlagen a place is named, and the latest of them."""

"""What is known of a council and what of it is here: questions for `kennzahlen`, whose answers `/status` shows."""

from __future__ import annotations

MIT_EIGENER_SEITE = ("vorlagen", "sitzungen", "gremien", "personen")
"""Objects that have a page of their own, which may be missing here though other pages name them."""


def _stand(tabelle: str) -> str:
    """SQL that counts every object of a table once."""
    hidden = f"""EXISTS (
        SELECT 1 FROM hinweise h
        WHERE h.tabelle = '{tabelle}' AND h.objekt = t.id AND h.art = 'nichtoeffentlich' AND h.bis IS NULL
    )"""  # noqa: S608 - our own words
    return f"""
        SELECT t.kommune, '{tabelle}' AS a, CASE
            WHEN t.verschwunden_seit IS NOT NULL THEN iif({hidden}, 'nicht_oeffentlich', 'verschwunden')
            WHEN t.abruf IS NOT NULL THEN 'gelesen'
            WHEN {hidden} THEN 'nicht_oeffentlich'
            WHEN EXISTS (SELECT 1 FROM abrufe a WHERE a.url = t.url AND a.ergebnis = 'fehler') THEN 'nicht_verstanden'
            ELSE 'genannt'
        END AS b, count(*) AS wert FROM {tabelle} t GROUP BY 1, 3
    """  # noqa: S608 - our own words


_TEXT = "EXISTS (SELECT 1 FROM seiten s WHERE s.datei = d.datei AND s.quelle IN ('text', 'ocr'))"

FRAGEN = {
    "seiten": " UNION ALL ".join(map(_stand, MIT_EIGENER_SEITE)),
    "antworten": (
        "SELECT kommune, coalesce(seitenart, '') AS a, ergebnis AS b, count(*) AS wert FROM abrufe GROUP BY 1, 2, 3"
    ),
    "dokumente": f"""
        SELECT d.kommune, CASE
            WHEN d.verschwunden_seit IS NOT NULL THEN 'verschwunden'
            WHEN d.datei IS NULL THEN 'nicht_geholt'
            WHEN {_TEXT} THEN 'mit_text'
            WHEN f.fehler IS NOT NULL OR EXISTS (SELECT 1 FROM seiten s WHERE s.datei = d.datei) THEN 'ohne_text'
            ELSE 'ungelesen'
        END AS a, iif({_TEXT}, '', coalesce(f.fehler, '')) AS b, count(*) AS wert
        FROM dokumente d LEFT JOIN dateien f ON f.sha256 = d.datei
        WHERE d.titel IS NOT NULL GROUP BY 1, 2, 3
    """,  # noqa: S608 - our own words
    "verborgen": (
        "SELECT kommune, art AS a, tabelle AS b, count(*) AS wert FROM hinweise WHERE bis IS NULL GROUP BY 1, 2, 3"
    ),
}
"""`seiten`: a table and `gelesen`, `genannt` (only other pages name it), `nicht_oeffentlich`, `nicht_verstanden` or
`verschwunden`; every object counts once. `antworten`: kind of page and what became of the answer. `dokumente`:
`mit_text`, `ohne_text` with the reason, `ungelesen`, `nicht_geholt` or `verschwunden`. `verborgen`: kind of notice
and table."""

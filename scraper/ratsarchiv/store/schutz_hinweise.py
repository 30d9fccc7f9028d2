"""The visible side of a takedown: rows of `hinweise` that say since when something is not shown, and never what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_AFFECTED = """
SELECT b.kommune, b.tabelle, b.objekt, min(s.grund), substr(s.am, 1, 10) AS datum,
    CASE WHEN sum(s.aufgehoben IS NULL) THEN NULL ELSE max(substr(s.aufgehoben, 1, 10)) END
FROM betroffen b JOIN sperren s ON s.id = b.sperre
WHERE b.kommune IS NOT NULL
GROUP BY b.tabelle, b.objekt, datum ORDER BY b.tabelle, b.objekt, datum
"""
_NOTICE = """
INSERT INTO hinweise (kommune, tabelle, objekt, art, grund, datum, bis)
SELECT ?1, ?2, ?3, 'sperre', ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM kommunen WHERE id = ?1)
ON CONFLICT (tabelle, objekt, art, datum) DO UPDATE SET grund = excluded.grund, bis = excluded.bis
WHERE (excluded.grund, excluded.bis) IS NOT (grund, bis)
"""
_RELEASED = """
UPDATE hinweise SET bis = ?3 WHERE tabelle = ?1 AND objekt = ?2 AND art = 'zurueckgezogen' AND bis IS NULL
"""


def write_notices(public: sqlite3.Connection, intern: sqlite3.Connection) -> None:
    """Write what the takedowns have struck, inside the caller's transaction; a second time changes nothing."""
    public.executemany(_NOTICE, intern.execute(_AFFECTED).fetchall())
    released = "SELECT tabelle, wert, substr(am, 1, 10) FROM freigaben WHERE art = 'objekt' AND aufgehoben IS NULL"
    public.executemany(_RELEASED, intern.execute(released).fetchall())

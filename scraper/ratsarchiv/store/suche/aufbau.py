"""Putting into the index what is to be found: all of it, or what a run has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.store.suche.schema import SPALTEN, TEXTE, TOKENS, removal
from ratsarchiv.store.suche.worte import VERSION

if TYPE_CHECKING:
    import sqlite3

FEW = 2_000
"""New texts of a table whose words alone are looked at: to ask the index for all its words takes seconds."""
IN_MEMORY = 64 << 20
"""Bytes of words that are gathered before a piece of the index is written."""


def aktualisieren(connection: sqlite3.Connection) -> int:
    """Make the index what the tables say, inside the caller's transaction; how many texts were put in.

    The triggers have taken out what has changed. Where the program counts words in another way than the one that built
    the index, all of it is built anew.
    """
    if connection.execute("SELECT fassung FROM suchstand").fetchone()[0] != VERSION:
        for statement in EMPTY:
            connection.execute(statement)
    for statement in WANTED:
        connection.execute(statement)
    for (tabelle,) in connection.execute("SELECT DISTINCT tabelle FROM temp.umzuege").fetchall():
        for statement in removal(tabelle, f"(SELECT objekt FROM temp.umzuege WHERE tabelle = '{tabelle}')"):
            connection.execute(statement)
    connection.execute("INSERT INTO suchindex (suchindex, rank) VALUES ('hashsize', ?)", (IN_MEMORY,))
    numbers = [_insert(connection, tabelle) for tabelle in TEXTE]
    number = sum(numbers)
    entfernt = connection.execute("SELECT entfernt FROM suchstand").fetchone()[0]
    if number or entfernt:
        _words(connection, "temp.neuworte" if max(numbers) <= FEW else "suchworte", whole=bool(entfernt))
    for statement in DONE:
        connection.execute(statement)
    connection.execute("UPDATE suchstand SET fassung = ?, entfernt = 0", (VERSION,))
    return number


def _insert(connection: sqlite3.Connection, tabelle: str) -> int:
    """Put in the texts of a table that are not there yet. Newer ones get higher numbers."""
    connection.execute(NUMBER, {"tabelle": tabelle})
    words = ", ".join(f"worte(t.{column})" for column in SPALTEN)
    texts = (
        f"(rowid, {', '.join(SPALTEN)}) SELECT n.id, {words} FROM temp.neuliste n"
        f" CROSS JOIN ({TEXTE[tabelle]}) t ON t.objekt = n.objekt ORDER BY n.id"
    )
    connection.execute(f"INSERT INTO suchindex {texts}")
    put = connection.execute(
        "INSERT INTO suche (id, tabelle, objekt, ziel) SELECT id, ?, objekt, ziel FROM temp.neuliste", (tabelle,)
    )
    if put.rowcount <= FEW:
        connection.execute(f"INSERT INTO temp.neuindex {texts}")
    connection.execute("DELETE FROM temp.neuliste")
    return put.rowcount


def _words(connection: sqlite3.Connection, new: str, *, whole: bool) -> None:
    """Bring the list of the index's words up to date by those in `new`; with `whole` it loses those that are gone."""
    if whole:
        # what has been taken out is not even left in the index's older pieces
        connection.execute("INSERT INTO suchindex (suchindex) VALUES ('optimize')")
        gone = "SELECT id, wort FROM suchbegriffe WHERE wort NOT IN (SELECT term FROM suchworte)"
        rows = connection.execute(gone).fetchall()
        connection.executemany("INSERT INTO suchteile (suchteile, rowid, wort) VALUES ('delete', ?, ?)", rows)
        connection.executemany("DELETE FROM suchbegriffe WHERE id = ?", [(id_,) for id_, _ in rows])
    last = connection.execute("SELECT coalesce(max(id), 0) FROM suchbegriffe").fetchone()[0]
    connection.execute(f"INSERT INTO suchbegriffe (wort) SELECT term FROM {new} WHERE true ON CONFLICT DO NOTHING")
    connection.execute("INSERT INTO suchteile (rowid, wort) SELECT id, wort FROM suchbegriffe WHERE id > ?", (last,))


YEAR = 32
"""A text's number has its year above this bit: the newest can be asked for first, and numbers lie close together."""

ZIELE = """
SELECT 'vorlagen' AS tabelle, v.id AS objekt, v.kommune, coalesce(v.art, '') AS art,
    coalesce(v.datum, (SELECT min(b.datum) FROM beratungen b WHERE b.vorlage = v.id), '') AS datum,
    coalesce(v.federfuehrend, '') AS federfuehrend,
    (
        SELECT json_group_array(gremium) FROM (
            SELECT DISTINCT b.gremium FROM beratungen b
            WHERE b.vorlage = v.id AND b.gremium IS NOT NULL AND b.verschwunden_seit IS NULL ORDER BY 1
        )
    ) AS gremien
FROM vorlagen v WHERE v.betreff IS NOT NULL OR v.nummer IS NOT NULL
UNION ALL
SELECT 'sitzungen', s.id, s.kommune, 'Sitzung', coalesce(s.datum, ''), '',
    iif(s.gremium IS NULL, '[]', json_array(s.gremium))
FROM sitzungen s WHERE s.id IN (SELECT d.sitzung FROM dokumente d WHERE d.datei IS NOT NULL)
UNION ALL
SELECT 'tagesordnungspunkte', p.id, p.kommune, 'Tagesordnungspunkt', coalesce(s.datum, ''), '',
    iif(s.gremium IS NULL, '[]', json_array(s.gremium))
FROM tagesordnungspunkte p LEFT JOIN sitzungen s ON s.id = p.sitzung
WHERE p.id IN (SELECT d.tagesordnungspunkt FROM dokumente d WHERE d.datei IS NOT NULL)
    OR p.id IN (SELECT a.tagesordnungspunkt FROM auszuege a)
"""
"""What a result may lead to."""
_JAHR = "CAST(substr(z.datum, 1, 4) AS INTEGER)"
_FACETTE = (
    "f.kommune = z.kommune AND f.art = z.art AND f.jahr = z.jahr AND f.federfuehrend = z.federfuehrend"
    " AND f.gremien = z.gremien"
)
_TARGET = "SELECT z.schluessel FROM temp.zielliste z WHERE z.schluessel = '{} ' || {}"
_OF_TOP = f"""coalesce(
    ({_TARGET.format(1, "(SELECT p.vorlage FROM tagesordnungspunkte p WHERE p.id = {0})")}), ({_TARGET.format(2, "{0}")})
)"""
"""Minutes and documents of an agenda item are found under the Vorlage that it deals with."""
WANTED = (
    "CREATE TEMP TABLE zielliste (schluessel TEXT PRIMARY KEY, tabelle TEXT, objekt TEXT, kommune TEXT, art TEXT, datum TEXT,"
    " federfuehrend TEXT, gremien TEXT, jahr INTEGER)",
    "INSERT INTO temp.zielliste SELECT iif(z.tabelle = 'vorlagen', 1, iif(z.tabelle = 'sitzungen', 3, 2)) || ' ' || z.objekt,"
    f" z.*, {_JAHR} FROM ({ZIELE}) z",
    f"""
    INSERT INTO suchfacetten (kommune, art, jahr, federfuehrend, gremien)
    SELECT DISTINCT z.kommune, z.art, z.jahr, z.federfuehrend, z.gremien FROM temp.zielliste z
    WHERE NOT EXISTS (SELECT 1 FROM suchfacetten f WHERE {_FACETTE})
    """,
    f"""
    INSERT INTO suchziele (tabelle, objekt, datum, facette)
    SELECT z.tabelle, z.objekt, z.datum, f.id FROM temp.zielliste z JOIN suchfacetten f ON {_FACETTE} WHERE true
    ON CONFLICT (objekt, tabelle) DO UPDATE SET datum = excluded.datum, facette = excluded.facette
    WHERE datum <> excluded.datum OR facette <> excluded.facette
    """,
    "CREATE TEMP TABLE sollliste (tabelle TEXT, objekt TEXT, ziel INTEGER, jahr INTEGER, datum TEXT,"
    " PRIMARY KEY (objekt, tabelle))",
    f"""
    INSERT INTO temp.sollliste
    SELECT u.tabelle, u.objekt, t.id, z.jahr, z.datum FROM (
        SELECT 'vorlagen' AS tabelle, v.id AS objekt, '1 ' || v.id AS ziel FROM vorlagen v
        UNION ALL
        SELECT 'auszuege', a.id, {_OF_TOP.format("a.tagesordnungspunkt")} FROM auszuege a
        WHERE a.verschwunden_seit IS NULL AND (a.protokoll <> '' OR a.beschlusstext <> '')
        UNION ALL
        SELECT 'seiten', b.id, c.ziel FROM (
            SELECT d.datei, min(coalesce(
                ({_TARGET.format(1, "d.vorlage")}), {_OF_TOP.format("d.tagesordnungspunkt")},
                ({_TARGET.format(3, "d.sitzung")})
            )) AS ziel
            FROM dokumente d WHERE d.datei IS NOT NULL AND d.verschwunden_seit IS NULL GROUP BY d.datei
        ) c CROSS JOIN seiten b ON b.datei = c.datei
    ) u CROSS JOIN temp.zielliste z ON z.schluessel = u.ziel
        CROSS JOIN suchziele t ON t.objekt = z.objekt AND t.tabelle = z.tabelle
    """,
    # texts that are found elsewhere now, or in another year
    "CREATE TEMP TABLE umzuege (tabelle TEXT, objekt TEXT)",
    f"""
    INSERT INTO temp.umzuege SELECT s.tabelle, s.objekt FROM suche s
    LEFT JOIN temp.sollliste w ON w.objekt = s.objekt AND w.tabelle = s.tabelle
    WHERE w.ziel IS NOT s.ziel OR w.jahr <> s.id >> {YEAR}
    """,
    "CREATE TEMP TABLE neuliste (id INTEGER PRIMARY KEY, objekt TEXT, ziel INTEGER)",
    f"CREATE VIRTUAL TABLE temp.neuindex USING fts5({', '.join(SPALTEN)}, content='', columnsize=0, {TOKENS})",
    "CREATE VIRTUAL TABLE temp.neuworte USING fts5vocab(temp, neuindex, row)",
)
"""Temporary tables of what the index should hold, and the targets brought up to date."""
NUMBER = f"""
INSERT INTO temp.neuliste
SELECT coalesce(
        (SELECT max(s.id) FROM suche s WHERE s.id >= w.jahr << {YEAR} AND s.id < (w.jahr + 1) << {YEAR}), w.jahr << {YEAR}
    ) + row_number() OVER (PARTITION BY w.jahr ORDER BY w.datum, w.objekt), w.objekt, w.ziel
FROM temp.sollliste w WHERE w.tabelle = :tabelle
    AND NOT EXISTS (SELECT 1 FROM suche s WHERE s.tabelle = w.tabelle AND s.objekt = w.objekt)
"""
DONE = (
    "DROP TABLE temp.zielliste",
    "DROP TABLE temp.sollliste",
    "DROP TABLE temp.neuliste",
    "DROP TABLE temp.umzuege",
    "DROP TABLE temp.neuworte",
    "DROP TABLE temp.neuindex",
    "DELETE FROM suchziele WHERE id NOT IN (SELECT ziel FROM suche)",
    "DELETE FROM suchfacetten WHERE id NOT IN (SELECT facette FROM suchziele)",
)
EMPTY = (
    "INSERT INTO suchindex (suchindex) VALUES ('delete-all')",
    "INSERT INTO suchteile (suchteile) VALUES ('delete-all')",
    *(f"DELETE FROM {name}" for name in ("suche", "suchziele", "suchfacetten", "suchbegriffe")),
)

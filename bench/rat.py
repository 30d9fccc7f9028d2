"""What a council has beside its papers, put into an archive that `bench.erzeugen` made: what the website's pages read.

`python -m bench.rat FILE`: Sitzungen with their agendas, members, captures, changes, places, references, the index of the
search. It is done once; 200,000 Vorlagen take some minutes.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ratsarchiv.store import derive, kennzahlen
from ratsarchiv.store.database import close, connect, transaction
from ratsarchiv.store.suche.aufbau import aktualisieren

if TYPE_CHECKING:
    from sqlite3 import Connection

TODAY: Final = date(2026, 3, 1)
_SEEN = "strftime('%Y-%m-%dT%H:%M:%S+00:00', '2026-03-01 06:00', '-' || ({}) || ' minutes')"
_AGE = "10 * ((SELECT max(rowid) FROM vorlagen) - rowid)"
_NUMBERS = "WITH RECURSIVE zahlen (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM zahlen WHERE n < {})"
_OWN = "kommune, zuerst_gesehen, zuletzt_gesehen"

STATEMENTS: Final = (
    # a capture of every Vorlage, and of every document
    f"""
    INSERT INTO abrufe (id, kommune, url, zeitpunkt, http_status, mime, sha256, groesse, warc, offset, laenge, seitenart,
        ergebnis, system)
    SELECT rowid, kommune, 'https://' || kommune || '.example/bi/vo020.asp?VOLFDNR=' || rowid, {_SEEN.format("rowid")},
        200, 'text/html', printf('%064x', rowid), 9000, kommune || '/1.warc.gz', rowid, 3000, 'vo020', 'geparst', 'allris3'
    FROM vorlagen
    """,
    f"""
    INSERT INTO abrufe (id, kommune, url, zeitpunkt, http_status, mime, sha256, groesse, warc, offset, laenge, seitenart,
        ergebnis, system)
    SELECT 10000000 + rowid, kommune, 'https://' || kommune || '.example/bi/do027.asp?DOLFDNR=' || rowid,
        {_SEEN.format("rowid")}, 200, 'application/pdf', datei, 9000, kommune || '/2.warc.gz', rowid, 3000, 'do027',
        'dokument', 'allris3'
    FROM dokumente
    """,
    """
    UPDATE dokumente SET abruf = 10000000 + rowid, groesse = '120,5 KB',
        url = 'https://' || kommune || '.example/bi/do027.asp?DOLFDNR=' || rowid
    """,
    f"""
    UPDATE vorlagen SET url = 'https://' || kommune || '.example/bi/vo020.asp?VOLFDNR=' || rowid, abruf = rowid,
        status = 'öffentlich', verfasser = 'Ada Muster', zuerst_gesehen = {_SEEN.format(_AGE)}
    """,
    """
    INSERT INTO adressen (kommune, url, tabelle, objekt, system) SELECT kommune, url, 'vorlagen', id, 'allris3' FROM vorlagen
    """,
    "UPDATE abschnitte SET html = '<p>' || text || '</p>'",
    # each Gremium meets once in every month in which it has something to talk about
    """
    UPDATE beratungen SET sitzung = kommune || '-si' || substr(gremium, length(kommune) + 2) || '-' || substr(datum, 1, 7)
    """,
    f"""
    INSERT OR IGNORE INTO sitzungen (id, gremium, datum, {_OWN})
    SELECT sitzung, gremium, substr(datum, 1, 7) || '-15', {_OWN} FROM beratungen GROUP BY sitzung
    """,
    """
    UPDATE sitzungen SET gremium_name = g.name, name = 'Sitzung: ' || g.name, beginn = datum || 'T17:00:00+01:00',
        url = 'https://' || sitzungen.kommune || '.example/bi/to010.asp?SILFDNR=' || sitzungen.rowid, raum = 'Ratssaal',
        status = 'öffentlich/nichtöffentlich', abgesagt = 0
    FROM gremien g WHERE g.id = sitzungen.gremium
    """,
    f"""
    INSERT INTO tagesordnungspunkte (id, sitzung, vorlage, vorlage_nummer, betreff, {_OWN})
    SELECT b.id || '-to', b.sitzung, v.id, v.nummer, v.betreff, b.kommune, b.zuerst_gesehen, b.zuletzt_gesehen
    FROM beratungen b JOIN vorlagen v ON v.id = b.vorlage
    WHERE NOT EXISTS (SELECT 1 FROM tagesordnungspunkte t WHERE t.vorlage = b.vorlage AND t.sitzung = b.sitzung)
    """,
    """
    UPDATE tagesordnungspunkte SET position = place.number, nummer = 'Ö ' || place.number, oeffentlich = 1,
        beschluss = iif(tagesordnungspunkte.rowid % 5, 'ungeändert beschlossen', 'vertagt'),
        beschlussart = iif(tagesordnungspunkte.rowid % 5, 'ungeaendert', 'vertagt')
    FROM (SELECT id, row_number() OVER (PARTITION BY sitzung ORDER BY id) AS number FROM tagesordnungspunkte) AS place
    WHERE place.id = tagesordnungspunkte.id
    """,
    """
    UPDATE beratungen SET datum = s.datum, sitzungsname = s.name, tagesordnungspunkt = t.id, status = 'Erledigt',
        rolle = iif(beratungen.position = 1, 'Vorberatung', 'Entscheidung'), beschluss = t.beschluss,
        beschlussart = t.beschlussart
    FROM sitzungen s, tagesordnungspunkte t
    WHERE s.id = beratungen.sitzung AND t.sitzung = s.id AND t.vorlage = beratungen.vorlage
    """,
    # all of it was seen with its Vorlage
    *(
        f"UPDATE {table} SET zuerst_gesehen = v.zuerst_gesehen FROM vorlagen v WHERE v.id = {table}.vorlage"
        for table in ("abschnitte", "beratungen", "dokumente", "tagesordnungspunkte")
    ),
    """
    UPDATE sitzungen SET zuerst_gesehen = coalesce(
        (SELECT min(t.zuerst_gesehen) FROM tagesordnungspunkte t WHERE t.sitzung = sitzungen.id), zuerst_gesehen
    )
    """,
    # people
    f"""
    {_NUMBERS.format(80)}
    INSERT INTO personen (id, name, fraktion, url, {_OWN})
    SELECT id || '-kp' || n, 'Muster ' || n || ', Ada', 'Fraktion ' || n % 6, 'https://' || id || '.example/kp?' || n, id,
        '2020', '2026'
    FROM kommunen, zahlen
    """,
    f"""
    {_NUMBERS.format(60)}
    INSERT INTO mitgliedschaften (id, person, gremium, rolle, von, bis, {_OWN})
    SELECT g.id || '-' || n, g.kommune || '-kp' || (1 + (n * 7 + g.rowid) % 80), g.id, 'Mitglied',
        2005 + n / 20 * 5 || '-11-01', iif(n >= 40, NULL, 2010 + n / 20 * 5 || '-10-31'), g.kommune, '2020', '2026'
    FROM gremien g, zahlen
    """,
    # what has changed
    """
    INSERT INTO aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf)
    SELECT 'vorlagen', id, 'federfuehrend', 'FB 0 - Allgemeines', federfuehrend, zuerst_gesehen, abruf FROM vorlagen
    """,
    """
    INSERT INTO aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf)
    SELECT 'abschnitte', a.id, 'text', 'Erste Fassung. ' || substr(a.text, 20), a.text, v.zuerst_gesehen, v.abruf
    FROM abschnitte a JOIN vorlagen v ON v.id = a.vorlage WHERE a.position = 1
    """,
    # places, and where they are named
    f"""
    {_NUMBERS.format(300)}
    INSERT INTO orte (id, kommune, name, art, lat, lon, herkunft)
    SELECT id || '-ort-' || n, id, 'Straße ' || n, 'strasse', 51 + n % 17 / 100.0, 9 + n % 19 / 100.0, 'erfunden'
    FROM kommunen, zahlen
    """,
    f"""
    {_NUMBERS.format(3)}
    INSERT INTO ortsnennungen (id, kommune, vorlage, ort, tabelle, objekt, anfang, ende, textstelle, grad)
    SELECT id || '-on-' || n, kommune, id, kommune || '-ort-' || (1 + (vorlagen.rowid * n * 7) % 300), 'vorlagen', id, 0, 5,
        betreff, iif(n = 1, 'betreff', 'erwaehnt')
    FROM vorlagen, zahlen
    """,
    # references, and Vorgänge of two Vorlagen
    f"""
    INSERT INTO verweise (id, von, nach, nummer, art, textstelle, quelle_tabelle, quelle, {_OWN})
    SELECT id || '-text', id, nach, nummer, 'text', 'siehe ' || nummer, 'vorlagen', id, {_OWN}
    FROM (SELECT *, lag(id, 3) OVER (PARTITION BY kommune ORDER BY rowid) AS nach, rowid AS zahl FROM vorlagen)
    WHERE zahl % 2 = 0 AND nach IS NOT NULL
    """,
    """
    INSERT INTO vorgaenge (id, kommune, titel, vorlagen, von, bis)
    SELECT id || '-vg', kommune, betreff, 2, datum, datum FROM vorlagen WHERE rowid % 8 = 0
    """,
    """
    INSERT OR IGNORE INTO vorgang_vorlagen (vorgang, vorlage)
    SELECT g.id, w.von FROM vorgaenge g JOIN verweise w ON w.id = substr(g.id, 1, length(g.id) - 3) || '-text'
    UNION ALL
    SELECT g.id, w.nach FROM vorgaenge g JOIN verweise w ON w.id = substr(g.id, 1, length(g.id) - 3) || '-text'
    """,
    # visits
    f"""
    {_NUMBERS.format(300)}
    INSERT INTO laeufe (kommune, befehl, beginn, ende, seiten, neu, geaendert, unveraendert, anfragen, ergebnis)
    SELECT id, 'crawl', {_SEEN.format("1440 * n")}, {_SEEN.format("1440 * n - 90")}, 900, 5, 9, 886, 900, 'fertig'
    FROM kommunen, zahlen
    """,
)


def besetzen(path: Path) -> None:
    """Put it all in, unless it is there."""
    connection = connect(path)
    if connection.execute("SELECT 1 FROM personen LIMIT 1").fetchone() is None:
        with transaction(connection):
            _fill(connection)
    close(connection)


def _fill(connection: Connection) -> None:
    connection.execute("PRAGMA defer_foreign_keys = ON")  # Beratungen name their Sitzungen first
    for statement in STATEMENTS:
        connection.execute(statement)
    connection.execute(derive.VORLAGEN, {"today": TODAY.isoformat()})
    aktualisieren(connection)
    kennzahlen.aktualisieren(connection)


if __name__ == "__main__":
    besetzen(Path(sys.argv[1]))

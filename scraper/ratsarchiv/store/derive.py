"""Columns that follow from other rows, as of a day. Each statement writes only the rows that change."""

BERATUNGEN = """
UPDATE beratungen SET gremium = found.gremium
FROM (
    SELECT b.id, coalesce(
        iif(s.gremium_name LIKE '%; %', NULL, s.gremium),
        b.gremium,
        (
            SELECT id FROM (
                SELECT g.id, max(g.zuletzt_gesehen) FROM gremien g LEFT JOIN abrufe a ON a.id = g.abruf
                WHERE g.kommune = b.kommune AND g.name = b.gremium_name
                GROUP BY g.name HAVING count(*) = 1 OR count(*) = count(DISTINCT a.system)
            )
        )
    ) AS gremium
    FROM beratungen b LEFT JOIN sitzungen s ON s.id = b.sitzung
) AS found
WHERE found.id = beratungen.id AND found.gremium IS NOT beratungen.gremium
"""
"""A Beratung's Gremium is its Sitzung's, unless several met together; else the only one of that name,
or of those that a council's systems show under different numbers, one each, the one that was seen last."""

SITZUNGEN_BY_REFERENCE = """
UPDATE sitzungen SET gremium_name = g.name
FROM gremien g, abrufe a
WHERE g.id = sitzungen.gremium AND a.id = sitzungen.abruf AND a.mime LIKE '%json%'
    AND sitzungen.gremium_name IS NULL AND g.name IS NOT NULL
"""
BERATUNGEN_BY_REFERENCE = """
UPDATE beratungen SET
    datum = found.datum, sitzungsname = found.sitzungsname, gremium_name = found.gremium_name, beschluss = found.beschluss,
    beschlussart = found.beschlussart
FROM (
    SELECT b.id, s.datum, s.name AS sitzungsname, coalesce(g.name, s.gremium_name) AS gremium_name, t.beschluss, t.beschlussart
    FROM beratungen b JOIN abrufe a ON a.id = b.abruf AND a.mime LIKE '%json%'
        LEFT JOIN sitzungen s ON s.id = b.sitzung LEFT JOIN gremien g ON g.id = b.gremium
        LEFT JOIN tagesordnungspunkte t ON t.id = b.tagesordnungspunkt
) AS found
WHERE found.id = beratungen.id AND (
    found.datum IS NOT beratungen.datum OR found.sitzungsname IS NOT beratungen.sitzungsname
    OR found.gremium_name IS NOT beratungen.gremium_name OR found.beschluss IS NOT beratungen.beschluss
    OR found.beschlussart IS NOT beratungen.beschlussart
)
"""
"""What pages print beside a link an interface says by the link alone: it stands with the object that is linked."""

PERSONEN = """
WITH sitze AS (
    SELECT m.person, g.name, m.von,
        m.verschwunden_seit IS NULL AND coalesce(m.von, :today) <= :today AND coalesce(m.bis, :today) >= :today AS jetzt
    FROM mitgliedschaften m JOIN gremien g ON g.id = m.gremium
    WHERE g.art IN ('Fraktion', 'Gruppe') AND g.name IS NOT NULL AND m.person IS NOT NULL
)
UPDATE personen SET fraktion = found.name
FROM (
    SELECT DISTINCT s.person, (
        SELECT j.name FROM sitze j WHERE j.person = s.person AND j.jetzt ORDER BY j.von DESC, j.name LIMIT 1
    ) AS name
    FROM sitze s
) AS found
WHERE found.person = personen.id AND found.name IS NOT personen.fraktion
"""
"""Whoever sits or sat in a Fraktion is of the one that they sit in today, or of none."""

VORLAGEN = """
WITH gueltig AS NOT MATERIALIZED (
    SELECT b.vorlage, b.datum, b.beschlussart, b.position
    FROM beratungen b LEFT JOIN sitzungen s ON s.id = b.sitzung
    WHERE b.verschwunden_seit IS NULL AND s.abgesagt IS NOT 1
)
UPDATE vorlagen SET
    letzte_beratung = found.letzte, naechste_beratung = found.naechste, ergebnis = found.ergebnis
FROM (
    SELECT v.id,
        (SELECT max(g.datum) FROM gueltig g WHERE g.vorlage = v.id AND g.datum <= :today) AS letzte,
        (SELECT min(g.datum) FROM gueltig g WHERE g.vorlage = v.id AND g.datum > :today) AS naechste,
        (
            SELECT g.beschlussart FROM gueltig g
            WHERE g.vorlage = v.id AND g.datum <= :today AND g.beschlussart IS NOT NULL
            ORDER BY g.datum DESC, g.position DESC LIMIT 1
        ) AS ergebnis
    FROM vorlagen v
) AS found
WHERE found.id = vorlagen.id AND (
    found.letzte IS NOT vorlagen.letzte_beratung
    OR found.naechste IS NOT vorlagen.naechste_beratung
    OR found.ergebnis IS NOT vorlagen.ergebnis
)
"""
"""Of the Beratungen that are still listed and were not called off: the last, the next, and the last decision."""

LATE = """
    SELECT t.id FROM tagesordnungspunkte t
    JOIN _tagesordnungen o ON o.sitzung = t.sitzung
    JOIN sitzungen s ON s.id = t.sitzung
    WHERE t.abruf IS NOT NULL AND t.zuerst_gesehen > o.zuerst
        AND unixepoch(t.zuerst_gesehen) < unixepoch(coalesce(s.beginn, s.datum))
"""
"""Items that joined an agenda after it had first been seen, and before the Sitzung began."""

NO_NACHTRAG = f"""
UPDATE tagesordnungspunkte SET nachtrag = n.gesagt
FROM _nachtraege n
WHERE n.tagesordnungspunkt = tagesordnungspunkte.id AND n.tagesordnungspunkt NOT IN ({LATE})
"""  # noqa: S608
NO_LONGER_LATE = f"DELETE FROM _nachtraege WHERE tagesordnungspunkt NOT IN ({LATE})"  # noqa: S608
NEWLY_LATE = f"""
INSERT INTO _nachtraege (tagesordnungspunkt, gesagt)
SELECT id, nachtrag FROM tagesordnungspunkte WHERE nachtrag IS NOT 1 AND id IN ({LATE})
ON CONFLICT (tagesordnungspunkt) DO UPDATE SET gesagt = excluded.gesagt
"""  # noqa: S608
NACHTRAG = """
UPDATE tagesordnungspunkte SET nachtrag = 1
FROM _nachtraege n
WHERE n.tagesordnungspunkt = tagesordnungspunkte.id AND nachtrag IS NOT 1
"""
"""A Nachtrag is what its page calls one, or what came late; what the page says is kept beside it."""

STATEMENTS = (
    SITZUNGEN_BY_REFERENCE, BERATUNGEN, BERATUNGEN_BY_REFERENCE, PERSONEN, VORLAGEN, NO_NACHTRAG, NO_LONGER_LATE,
    NEWLY_LATE, NACHTRAG,
)  # fmt: skip

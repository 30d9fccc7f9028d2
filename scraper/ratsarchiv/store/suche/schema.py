"""The search index's tables, and the triggers that take out of it at once what is no longer to be found.

A row of `suche` says: the index holds the words of this text as the view `suchtexte` shows it now. Before any of these
texts changes, a trigger takes the words and the row out; `aufbau.aktualisieren` puts the new ones in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.store.schema import MIGRATIONS, Columns, create_table

if TYPE_CHECKING:
    from sqlite_utils import Database

SPALTEN = ("dokument", "text", "beschluss", "betreff", "nummer")
"""The index's columns. The first costs least, and documents are most of what there is."""
TOKENS = "tokenize='unicode61 remove_diacritics 2'"

TEXTE = {
    "vorlagen": """
SELECT 'vorlagen' AS tabelle, v.id AS objekt, NULL AS dokument,
    (
        SELECT group_concat(coalesce(ueberschrift || char(10), '') || text, char(10)) FROM (
            SELECT ueberschrift, text FROM abschnitte
            WHERE vorlage = v.id AND art <> 'beschlussvorschlag' AND verschwunden_seit IS NULL ORDER BY position, id
        )
    ) AS text,
    (
        SELECT group_concat(text, char(10)) FROM (
            SELECT text FROM abschnitte
            WHERE vorlage = v.id AND art = 'beschlussvorschlag' AND verschwunden_seit IS NULL ORDER BY position, id
        )
    ) AS beschluss,
    v.betreff AS betreff, v.nummer AS nummer
FROM vorlagen v WHERE (v.betreff IS NOT NULL OR v.nummer IS NOT NULL)""",
    "auszuege": """
SELECT 'auszuege' AS tabelle, a.id AS objekt, NULL AS dokument, a.protokoll AS text, a.beschlusstext AS beschluss,
    p.betreff AS betreff, NULL AS nummer
FROM auszuege a JOIN tagesordnungspunkte p ON p.id = a.tagesordnungspunkt
WHERE a.verschwunden_seit IS NULL AND (a.protokoll <> '' OR a.beschlusstext <> '')""",
    "seiten": """
SELECT 'seiten' AS tabelle, b.id AS objekt, b.text AS dokument,
    iif(
        b.seite = 1, (SELECT min(d.titel) FROM dokumente d WHERE d.datei = b.datei AND d.verschwunden_seit IS NULL), NULL
    ) AS text,
    NULL AS beschluss, NULL AS betreff, NULL AS nummer
FROM seiten b WHERE EXISTS (SELECT 1 FROM dokumente d WHERE d.datei = b.datei AND d.verschwunden_seit IS NULL)""",
}
"""What is found, by the table that it stands in, as it is public now; a condition on `SCHLUESSEL` can be appended."""
SCHLUESSEL = {"vorlagen": "v.id", "auszuege": "a.id", "seiten": "b.id"}
SUCHTEXTE = "CREATE VIEW suchtexte AS" + "\nUNION ALL".join(TEXTE.values())


@MIGRATIONS(name="0016_suche")
def _suche(db: Database) -> None:
    said: Columns = {"kommune": "kommunen", "art": str, "jahr": int, "federfuehrend": str, "gremien": str}
    create_table(db, "suchfacetten", {"id": int, **said}, said)
    db.table("suchfacetten").create_index(list(said), unique=True)
    target: Columns = {"tabelle": str, "objekt": str, "datum": str, "facette": int}
    create_table(db, "suchziele", {"id": int, **target}, target, ["facette"])
    unit: Columns = {"tabelle": str, "objekt": str, "ziel": int}
    create_table(db, "suche", {"id": int, **unit}, unit, ["ziel"])
    db.table("suchziele").create_index(["objekt", "tabelle"], unique=True)
    db.table("suche").create_index(["objekt", "tabelle"], unique=True)
    create_table(db, "suchbegriffe", {"id": int, "wort": str}, ["wort"])
    db.table("suchbegriffe").create_index(["wort"], unique=True)
    db.execute(
        "CREATE TABLE suchstand (eins INTEGER PRIMARY KEY CHECK (eins = 1), fassung TEXT, entfernt INTEGER) STRICT"
    )
    db.execute("INSERT INTO suchstand VALUES (1, '', 0)")
    columns = ", ".join(SPALTEN)
    db.execute(f"CREATE VIRTUAL TABLE suchindex USING fts5({columns}, content='', {TOKENS})")
    db.execute("CREATE VIRTUAL TABLE suchworte USING fts5vocab('suchindex', 'row')")
    db.execute(
        "CREATE VIRTUAL TABLE suchteile USING fts5(wort, content='suchbegriffe', content_rowid='id', tokenize='trigram',"
        " detail='none', columnsize=0)"
    )
    db.execute(SUCHTEXTE)
    for statement in _triggers():
        db.execute(statement)


def removal(tabelle: str, objekte: str) -> tuple[str, str, str]:
    """Statements that take some texts of a table out of the index; `objekte` is SQL for a set of ids."""
    words = ", ".join(f"worte(t.{column})" for column in SPALTEN)
    units = f"s.tabelle = '{tabelle}' AND s.objekt IN {objekte}"
    return (
        f"INSERT INTO suchindex (suchindex, rowid, {', '.join(SPALTEN)}) SELECT 'delete', s.id, {words}"
        f" FROM suche s JOIN ({TEXTE[tabelle]} AND {SCHLUESSEL[tabelle]} IN {objekte}) t ON t.objekt = s.objekt WHERE {units}",
        f"UPDATE suchstand SET entfernt = entfernt + 1 WHERE EXISTS (SELECT 1 FROM suche s WHERE {units})",
        f"DELETE FROM suche WHERE tabelle = '{tabelle}' AND objekt IN {objekte}",
    )


def _remove(tabelle: str, objekte: str) -> str:
    return "; ".join(removal(tabelle, objekte)) + "; "


def _triggers() -> list[str]:
    """Before a text changes it leaves the index."""
    old_vorlage, new_vorlage = _remove("vorlagen", "(OLD.vorlage)"), _remove("vorlagen", "(NEW.vorlage)")
    own = _remove("vorlagen", "(OLD.id)")
    minutes = "(SELECT id FROM auszuege WHERE tagesordnungspunkt = OLD.id)"
    first = "(SELECT id FROM seiten WHERE datei = {}.datei AND seite = 1)"
    pages = "(SELECT id FROM seiten WHERE datei = {}.datei)"
    found: dict[str, str] = {
        "UPDATE OF nummer, betreff ON vorlagen": own,
        "DELETE ON vorlagen": own,
        "INSERT ON abschnitte": new_vorlage,
        "UPDATE OF vorlage, position, art, ueberschrift, text, verschwunden_seit ON abschnitte": old_vorlage
        + new_vorlage,
        "DELETE ON abschnitte": old_vorlage,
        "UPDATE OF betreff ON tagesordnungspunkte": _remove("auszuege", minutes),
        "UPDATE OF protokoll, beschlusstext, verschwunden_seit, tagesordnungspunkt ON auszuege": _remove(
            "auszuege", "(OLD.id)"
        ),
        "DELETE ON auszuege": _remove("auszuege", "(OLD.id)"),
        "UPDATE OF text, seite, datei ON seiten": _remove("seiten", "(OLD.id)"),
        "DELETE ON seiten": _remove("seiten", "(OLD.id)"),
        "UPDATE OF titel ON dokumente": _remove("seiten", first.format("OLD")),
        "UPDATE OF datei, verschwunden_seit ON dokumente": _remove("seiten", pages.format("OLD"))
        + _remove("seiten", pages.format("NEW")),
        "INSERT ON dokumente": _remove("seiten", pages.format("NEW")),
        "DELETE ON dokumente": _remove("seiten", pages.format("OLD")),
    }
    made = []
    for number, (event, statements) in enumerate(found.items(), 1):
        name = event.rsplit(" ", 1)[1]
        made.append(f"CREATE TRIGGER {name}_suche_{number} BEFORE {event} {_when(event)} BEGIN {statements} END")
    return made


def _when(event: str) -> str:
    """An update that writes what is there already takes nothing out."""
    if not event.startswith("UPDATE OF "):
        return ""
    columns = event.removeprefix("UPDATE OF ").split(" ON ")[0].split(", ")
    return "WHEN " + " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)

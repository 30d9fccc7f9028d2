"""What follows from the texts: pages of documents, references, places, groups of Vorlagen, and how they stay true.

All of it is a function of the other public tables. A text that changes, is hidden or goes loses at once, by trigger,
what was derived from it, and its mark in `_gelesen`: then it is read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.store.schema import MIGRATIONS, create_table
from ratsarchiv.store.schema_verweise import FUNDE

if TYPE_CHECKING:
    from sqlite_utils import Database


@MIGRATIONS(name="0015_texte")
def _texte(db: Database) -> None:
    create_table(
        db,
        "seiten",
        {"id": str, "datei": "dateien", "seite": int, "text": str, "quelle": str},
        ["datei", "seite", "text", "quelle"],
        ["datei seite", "quelle"],
    )
    verweise = db.table("verweise")
    for column, kind in (("quelle_tabelle", str), ("quelle", str), ("seite", int)):
        verweise.add_column(column, kind)
    verweise.transform(not_null={"von": False})
    verweise.create_index(["quelle", "quelle_tabelle"])
    place = {"name": str, "art": str, "lat": float, "lon": float, "herkunft": str}
    create_table(db, "orte", {"id": str, "kommune": "kommunen", **place}, ["kommune", "name", "art"], ["name", "art"])
    where = {"tabelle": str, "objekt": str, "anfang": int, "ende": int, "textstelle": str, "grad": str}
    create_table(
        db,
        "ortsnennungen",
        {"id": str, "kommune": "kommunen", "vorlage": "vorlagen", "ort": "orte", **where},
        ["kommune", "vorlage", "ort", *where],
        ["objekt tabelle", "grad"],
    )
    group = {"titel": str, "vorlagen": int, "von": str, "bis": str}
    create_table(db, "vorgaenge", {"id": str, "kommune": "kommunen", **group}, ["kommune", "vorlagen"], ["von", "bis"])
    db.execute(
        "CREATE TABLE vorgang_vorlagen (vorgang TEXT NOT NULL REFERENCES vorgaenge (id),"
        " vorlage TEXT NOT NULL REFERENCES vorlagen (id), PRIMARY KEY (vorgang, vorlage)) STRICT"
    )
    db.table("vorgang_vorlagen").create_index(["vorlage"], unique=True)
    db.execute(
        "CREATE TABLE _gelesen (zweck TEXT NOT NULL, tabelle TEXT NOT NULL, objekt TEXT NOT NULL, kommune TEXT NOT NULL,"
        " PRIMARY KEY (zweck, tabelle, objekt, kommune)) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE _muster (kommune TEXT NOT NULL, zweck TEXT NOT NULL, pruefsumme TEXT NOT NULL,"
        " PRIMARY KEY (kommune, zweck)) STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE TABLE _seiten (datei TEXT PRIMARY KEY, pruefsumme TEXT NOT NULL) STRICT, WITHOUT ROWID")
    for statement in (*FUNDE, *_forgetting()):
        db.execute(statement)


TEXTS = {
    "vorlagen": ("betreff",),
    "abschnitte": ("text", "verschwunden_seit", "vorlage", "art"),
    "tagesordnungspunkte": ("betreff", "vorlage", "verschwunden_seit"),
    "auszuege": ("protokoll", "beschlusstext", "verschwunden_seit", "tagesordnungspunkt"),
    "seiten": ("text", "datei"),
}
"""Where texts stand, with the columns on which what is read from them depends."""


def _forget(tabelle: str, objekte: str) -> str:
    """Statements that take away what was read from some texts of a table; `objekte` is SQL for a set of ids."""
    return f"""
        DELETE FROM verweise WHERE quelle IN {objekte} AND quelle_tabelle = '{tabelle}';
        DELETE FROM ortsnennungen WHERE objekt IN {objekte} AND tabelle = '{tabelle}';
        DELETE FROM _gelesen WHERE zweck IN ('orte', 'verweise') AND tabelle = '{tabelle}' AND objekt IN {objekte};
    """


def _forget_pages(dateien: str) -> str:
    """The same for all pages of some files; `dateien` is SQL."""
    return _forget("seiten", f"(SELECT id FROM seiten WHERE datei IN ({dateien}))")


def _forgetting() -> list[str]:
    """Triggers: what is derived from a text goes when the text changes, moves or goes."""
    made = []
    for name, columns in TEXTS.items():
        differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
        what = _forget(name, "(OLD.id)")
        made.append(
            f"CREATE TRIGGER {name}_vergessen AFTER UPDATE OF {', '.join(columns)} ON {name} WHEN {differs} BEGIN {what} END"
        )
        made.append(f"CREATE TRIGGER {name}_vergessen_weg BEFORE DELETE ON {name} BEGIN {what} END")
    parts = "(SELECT id FROM {} WHERE tagesordnungspunkt = OLD.id)"
    forgotten = " ".join(_forget(name, parts.format(name)) for name in ("auszuege", "abschnitte"))
    files = "SELECT datei FROM dokumente WHERE tagesordnungspunkt = OLD.id"
    made.append(
        "CREATE TRIGGER tagesordnungspunkte_umgehaengt AFTER UPDATE OF vorlage ON tagesordnungspunkte"
        f" WHEN OLD.vorlage IS NOT NEW.vorlage BEGIN {forgotten} {_forget_pages(files)} END"
    )
    owner = "vorlage, tagesordnungspunkt, sitzung, datei"
    made.append(
        f"CREATE TRIGGER dokumente_vergessen AFTER UPDATE OF {owner} ON dokumente"
        " WHEN OLD.datei IS NOT NEW.datei OR OLD.vorlage IS NOT NEW.vorlage"
        " OR OLD.tagesordnungspunkt IS NOT NEW.tagesordnungspunkt OR OLD.sitzung IS NOT NEW.sitzung"
        f" BEGIN {_forget_pages('OLD.datei')} {_forget_pages('NEW.datei')} {_unnamed('OLD.datei')} END"
    )
    made.append(
        "CREATE TRIGGER dokumente_vergessen_neu AFTER INSERT ON dokumente WHEN NEW.datei IS NOT NULL"
        f" BEGIN {_forget_pages('NEW.datei')} END"
    )
    made.append(
        f"CREATE TRIGGER dokumente_vergessen_weg AFTER DELETE ON dokumente WHEN OLD.datei IS NOT NULL"
        f" BEGIN {_forget_pages('OLD.datei')} {_unnamed('OLD.datei')} END"
    )
    made.append(
        "CREATE TRIGGER vorlagen_vorgang AFTER UPDATE OF betreff ON vorlagen WHEN OLD.betreff IS NOT NEW.betreff BEGIN"
        " UPDATE vorgaenge SET titel = NULL WHERE id IN (SELECT vorgang FROM vorgang_vorlagen WHERE vorlage = OLD.id); END"
    )
    return made


def _unnamed(datei: str) -> str:
    """The pages of a file that no Dokument names any more are not to be shown."""
    unnamed = f"datei = {datei} AND NOT EXISTS (SELECT 1 FROM dokumente d WHERE d.datei = {datei})"
    return f"DELETE FROM seiten WHERE {unnamed}; DELETE FROM _seiten WHERE {unnamed};"

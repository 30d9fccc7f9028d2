"""The public database's shape: declared once, changed by numbered migrations only.

A migration that was released is never edited; the next one says what changes. Tables that begin with `_` are the
store's own and are shown to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("ratsarchiv")

Columns = Mapping[str, type | str]
"""Each column's type, or the name of the table that it refers to."""
KEYS: Mapping[str, tuple[str, type]] = {"abrufe": ("id", int), "laeufe": ("id", int), "dateien": ("sha256", str)}
"""Of the tables that are not found by a text `id`."""
OWNERS: Columns = {"vorlage": "vorlagen", "sitzung": "sitzungen", "tagesordnungspunkt": "tagesordnungspunkte"}


def create_table(
    db: Database, name: str, columns: Columns, required: Collection[str] = (), indexes: Collection[str] = ()
) -> None:
    """A strict table, its first column the key, with an index for every reference and entry of `indexes` ("a b")."""
    pk = next(iter(columns))
    references = {column: other for column, other in columns.items() if isinstance(other, str)}
    types = {column: KEYS.get(of, ("id", str))[1] if isinstance(of, str) else of for column, of in columns.items()}
    keys = [(column, other, KEYS.get(other, ("id", str))[0]) for column, other in references.items()]
    made = db.table(name)
    made.create(types, pk=pk, foreign_keys=keys, not_null={pk, *required}, strict=True)
    covered = {index.split()[0] for index in indexes}
    for index in (*(column for column in references if column not in covered), *indexes):
        made.create_index(index.split())


def _objects(
    db: Database, name: str, columns: Columns, required: Collection[str] = (), indexes: Collection[str] = ()
) -> None:
    """A table of what pages show. Of an object that is only referred to, nothing but its id and Kommune is known."""
    times = dict.fromkeys(("zuerst_gesehen", "zuletzt_gesehen", "verschwunden_seit"), str)
    create_table(
        db,
        name,
        {"id": str, "kommune": "kommunen", "url": str, **columns, "abruf": "abrufe", **times},
        ["kommune", "zuerst_gesehen", "zuletzt_gesehen", *required],
        indexes,
    )


@MIGRATIONS(name="0001_kommunen_abrufe")
def _kommunen_abrufe(db: Database) -> None:
    names = ("id", "name", "ags", "art", "system", "adresse", "lizenz", "impressum")
    create_table(db, "kommunen", dict.fromkeys(names, str), ["name"])
    answer = {"url": str, "zeitpunkt": str, "http_status": int, "mime": str, "sha256": str, "groesse": int}
    place = {"warc": str, "offset": int, "laenge": int}
    create_table(
        db,
        "abrufe",
        {"id": int, "kommune": "kommunen", **answer, **place, "seitenart": str, "ergebnis": str},
        ["kommune", "url", "zeitpunkt", "http_status", "sha256", "groesse", "warc", "offset", "laenge", "ergebnis"],
        ["sha256", "zeitpunkt", "seitenart", "ergebnis"],
    )
    db.table("abrufe").create_index(["url", "zeitpunkt", "sha256"], unique=True)


@MIGRATIONS(name="0002_laeufe_probleme_aenderungen")
def _laeufe_probleme_aenderungen(db: Database) -> None:
    counts = ("seiten", "neu", "geaendert", "unveraendert")
    run: Columns = {
        "befehl": str,
        "beginn": str,
        "ende": str,
        **dict.fromkeys(counts, int),
        "anfragen": int,
        "ergebnis": str,
    }
    create_table(
        db,
        "laeufe",
        {"id": int, "kommune": "kommunen", **run},
        ["kommune", "befehl", "beginn", *counts],
        ["beginn", "ergebnis"],
    )
    problem: Columns = {"url": str, "art": str, "meldung": str, "abruf": "abrufe"}
    create_table(
        db,
        "probleme",
        {"id": int, "lauf": "laeufe", "kommune": "kommunen", **problem},
        ["lauf", "kommune", "url", "art", "meldung"],
        ["art"],
    )
    change = dict.fromkeys(("tabelle", "objekt", "feld", "alt", "neu", "zeitpunkt"), str)
    create_table(
        db,
        "aenderungen",
        {"id": int, **change, "abruf": "abrufe"},
        ["tabelle", "objekt", "feld", "zeitpunkt", "abruf"],
        ["objekt", "zeitpunkt", "tabelle", "feld"],
    )


@MIGRATIONS(name="0003_gremien_personen")
def _gremien_personen(db: Database) -> None:
    period = {"von": str, "bis": str}
    _objects(db, "gremien", {"name": str, "art": str, **period}, indexes=["kommune name", "name", "art"])
    _objects(db, "personen", {"name": str, "fraktion": str}, indexes=["name", "fraktion"])
    seat: Columns = {"person": "personen", "gremium": "gremien", "rolle": str, "zusatz": str, **period}
    _objects(db, "mitgliedschaften", seat, ["gremium"], ["rolle"])


@MIGRATIONS(name="0004_vorlagen_sitzungen")
def _vorlagen_sitzungen(db: Database) -> None:
    people = ("federfuehrend", "beteiligt", "verfasser", "antragsteller", "berichterstatter", "bearbeiter")
    derived = ("letzte_beratung", "naechste_beratung", "ergebnis")
    _objects(
        db,
        "vorlagen",
        dict.fromkeys(("nummer", "betreff", "art", "status", "datum", *people, *derived), str),
        indexes=["nummer", "art", "status", "datum", "federfuehrend", *derived],
    )
    names = ("gremium_name", "name", "datum", "beginn", "ende", "raum", "ort", "zusatz", "status", "anlass")
    meeting: Columns = {"gremium": "gremien", **dict.fromkeys(names, str), "abgesagt": int}
    _objects(db, "sitzungen", meeting, indexes=["datum", "abgesagt"])


@MIGRATIONS(name="0005_tagesordnungspunkte_auszuege")
def _tagesordnungspunkte_auszuege(db: Database) -> None:
    item = {"nummer": str, "betreff": str, "zusatz": str, "oeffentlich": int}
    references: Columns = {"vorlage": "vorlagen", "vorlage_nummer": str, "bezug_sitzung": "sitzungen"}
    result = {"beschluss": str, "beschlussart": str, "nachtrag": int}
    _objects(
        db,
        "tagesordnungspunkte",
        {"sitzung": "sitzungen", "position": int, **item, **references, **result},
        indexes=["sitzung position", "beschlussart", "oeffentlich"],
    )
    texts = dict.fromkeys(("protokoll", "beschlusstext", "abstimmung"), str)
    votes = dict.fromkeys(("ja", "nein", "enthaltung"), int)
    owner = {"tagesordnungspunkt": "tagesordnungspunkte"}
    _objects(db, "auszuege", {**owner, **texts, **votes}, ["tagesordnungspunkt"])


@MIGRATIONS(name="0006_beratungen")
def _beratungen(db: Database) -> None:
    who: Columns = {"gremium": "gremien", "gremium_name": str, "rolle": str, "status": str}
    when: Columns = {
        "datum": str,
        "sitzung": "sitzungen",
        "sitzungsname": str,
        "tagesordnungspunkt": "tagesordnungspunkte",
    }
    _objects(
        db,
        "beratungen",
        {"vorlage": "vorlagen", "position": int, **who, **when, "beschluss": str, "beschlussart": str},
        ["vorlage", "position"],
        ["vorlage position", "datum", "beschlussart", "rolle", "status"],
    )


@MIGRATIONS(name="0007_abschnitte_dokumente_verweise")
def _abschnitte_dokumente_verweise(db: Database) -> None:
    text = dict.fromkeys(("code", "art", "ueberschrift", "text", "html"), str)
    required = ["position", "art", "text", "html"]
    _objects(db, "abschnitte", {**OWNERS, "position": int, **text}, required, ["vorlage position", "art"])
    create_table(
        db,
        "dateien",
        {"sha256": str, "mime": str, "groesse": int, "seiten": int, "textquelle": str, "fehler": str},
        ["groesse"],
        ["mime"],
    )
    printed = dict.fromkeys(("art", "titel", "nummer", "stand", "groesse"), str)
    file: Columns = {**OWNERS, "position": int, **printed, "datei": "dateien"}
    _objects(db, "dokumente", file, indexes=["vorlage position", "art"])
    pointer: Columns = {"von": "vorlagen", "nach": "vorlagen", "nummer": str, "art": str, "textstelle": str}
    _objects(db, "verweise", pointer, ["von", "art"], ["art"])


@MIGRATIONS(name="0008_nennungen")
def _nennungen(db: Database) -> None:
    """When a field was said, where that is not when the row's own page was read: JSON `{field: time}` per object."""
    db.execute(
        "CREATE TABLE _nennungen (tabelle TEXT NOT NULL, objekt TEXT NOT NULL, felder TEXT NOT NULL,"
        " PRIMARY KEY (tabelle, objekt)) STRICT, WITHOUT ROWID"
    )


@MIGRATIONS(name="0009_inhalt_herkunft")
def _inhalt_herkunft(db: Database) -> None:
    """What makes a page the same page as before, and where an imported capture came from."""
    for column in ("inhalt", "herkunft"):
        db.execute(f"ALTER TABLE abrufe ADD COLUMN {column} TEXT")
    db.table("abrufe").create_index(["kommune", "inhalt"])
    db.table("probleme").create_index(["url", "lauf"])


@MIGRATIONS(name="0010_robots_hinweise")
def _robots_hinweise(db: Database) -> None:
    verdict = {"host": str, "zeitpunkt": str, "http_status": int, "ergebnis": str, "regel": str}
    create_table(
        db,
        "robots",
        {"id": int, "kommune": "kommunen", **verdict},
        ["kommune", "host", "zeitpunkt", "ergebnis"],
        ["zeitpunkt", "ergebnis"],
    )
    db.table("robots").create_index(["kommune", "host", "zeitpunkt"], unique=True)
    notice = dict.fromkeys(("tabelle", "objekt", "art", "grund", "datum", "bis"), str)
    create_table(
        db,
        "hinweise",
        {"id": int, "kommune": "kommunen", **notice},
        ["kommune", "tabelle", "objekt", "art", "datum"],
        ["objekt", "art", "datum", "tabelle"],
    )
    db.table("hinweise").create_index(["tabelle", "objekt", "art", "datum"], unique=True)


@MIGRATIONS(name="0011_vermisst")
def _vermisst(db: Database) -> None:
    """Every time the source refused an object since it last showed it."""
    db.execute(
        "CREATE TABLE _vermisst (tabelle TEXT NOT NULL, objekt TEXT NOT NULL, zeitpunkt TEXT NOT NULL,"
        " abruf INTEGER NOT NULL REFERENCES abrufe (id), PRIMARY KEY (tabelle, objekt, zeitpunkt)) STRICT, WITHOUT ROWID"
    )


@MIGRATIONS(name="0012_nachtraege")
def _nachtraege(db: Database) -> None:
    """When a Sitzung's agenda was first seen; the items that are late by that alone, and what their page says."""
    db.execute("CREATE TABLE _tagesordnungen (sitzung TEXT PRIMARY KEY, zuerst TEXT NOT NULL) STRICT, WITHOUT ROWID")
    db.execute("CREATE TABLE _nachtraege (tagesordnungspunkt TEXT PRIMARY KEY, gesagt INTEGER) STRICT, WITHOUT ROWID")


@MIGRATIONS(name="0013_neu_lesen")
def _neu_lesen(db: Database) -> None:
    """Captures with hidden parts: their page is read again when it comes again, though it says the same."""
    db.execute("CREATE TABLE _neu_lesen (abruf INTEGER PRIMARY KEY REFERENCES abrufe (id)) STRICT")


@MIGRATIONS(name="0014_quellen")
def _quellen(db: Database) -> None:
    """Several sources of one council: which read what, who says which fields, every address that an object ever had."""
    new = (("abrufe", "system", "TEXT"), ("vorlagen", "aktenzeichen", "TEXT"), ("auszuege", "befangen", "INTEGER"))
    for table, column, kind in new:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    db.table("abrufe").create_index(["kommune", "system"])
    which = dict.fromkeys(("tabelle", "objekt", "system"), str)
    said: Columns = {"kommune": "kommunen", **which, "abruf": "abrufe", "felder": str, "abweichend": str}
    create_table(db, "quellen", {"id": int, **said}, ["kommune", *which], ["objekt", "system", "tabelle"])
    db.table("quellen").create_index(list(which), unique=True)
    db.execute(
        "CREATE TABLE _gesagt (tabelle TEXT NOT NULL, objekt TEXT NOT NULL, system TEXT NOT NULL, felder TEXT NOT NULL,"
        " teile TEXT, PRIMARY KEY (tabelle, objekt, system)) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE _gleich (kommune TEXT NOT NULL, neu TEXT NOT NULL, alt TEXT NOT NULL, PRIMARY KEY (kommune, neu))"
        " STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE _verdacht (vorlage TEXT NOT NULL, grund TEXT NOT NULL, PRIMARY KEY (vorlage, grund)) STRICT, WITHOUT ROWID"
    )
    place: Columns = {"kommune": "kommunen", "url": str, **which}
    create_table(
        db, "adressen", {"id": int, **place}, ["kommune", "url", "tabelle", "objekt"], ["objekt", "system", "tabelle"]
    )
    db.table("adressen").create_index(["url", "kommune", "objekt"], unique=True)

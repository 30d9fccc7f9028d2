"""Bringing a public database in line with the rules: takedown, lift, release and healing are all this one thing.

Every value of every row is taken as it truly is (its original, where something is hidden), shown as the rules of now
want it, and written where that differs from what is there.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ratsarchiv.store.database import transaction
from ratsarchiv.store.schutz import ZEILE, Key, Original, Schutz, aenderung_id, digest
from ratsarchiv.store.schutz_felder import ORDNUNG, SCHLUESSEL, TEXTE
from ratsarchiv.store.schutz_regeln import ENTFERNT, Grund

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ratsarchiv.store.merge import Value

Row = dict[str, "Value"]
WITHDRAWN = "zurueckgezogen"
_OTHERS = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
_OWN = frozenset(
    {
        "_sqlite_migrations",
        "hinweise",
        "_gelesen",
        "_muster",
        "suche",
        "suchziele",
        "suchfacetten",
        "suchbegriffe",
        "suchstand",
    }
)
"""Tables that say nothing of their own: the index follows the texts by triggers."""


@dataclass(slots=True)
class Abgleich:
    """One pass over a public database, inside its caller's transaction on `public`."""

    public: sqlite3.Connection
    schutz: Schutz
    zeilen: Counter[str] = field(default_factory=Counter)
    """How many rows of which table have to change."""
    _spent: set[Key] = field(default_factory=set)
    _kept: set[Key] = field(default_factory=set)
    _hidden_files: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Write every row as the rules of now want it; the originals of what they hide are pending in `schutz`."""
        self.public.execute("PRAGMA defer_foreign_keys = ON")
        present = [name for (name,) in self.public.execute(_OTHERS) if name not in _OWN]
        for table in ORDNUNG:
            if table in present:
                self._objects(table)
        for table in present:
            if table == "aenderungen":
                self._history()
            elif table not in ORDNUNG:
                self._others(table)
        self._files(present)

    def forget_spent(self) -> None:
        """After the commit: originals that are shown again, or elsewhere, need not be kept."""
        with transaction(self.schutz.intern):
            self.schutz.intern.executemany(_FORGET, self._spent - self._kept)

    def _objects(self, table: str) -> None:
        """A table of objects: its texts are scanned, its objects may be hidden."""

        def redact(row: Row) -> tuple[Row, dict[str, Grund]]:
            return self.schutz.regeln.redact(table, str(row["id"]), row)

        self._table(table, ["id"], lambda row: str(row["id"]), redact)

    def _others(self, table: str) -> None:
        """Any other table: wordings are replaced in its texts, and `TEXTE` are scanned."""
        if not (self.schutz.regeln.wortlaute or table in TEXTE or self._originals(table)):
            return
        keys = [name for name, _, pk in self._columns(table) if pk] or ["rowid"]
        skip = SCHLUESSEL.union(keys)

        def redact(row: Row) -> tuple[Row, dict[str, Grund]]:
            said = {name: value for name, value in row.items() if name not in skip}
            return self.schutz.regeln.redact(table, str(row.get("url")), said)

        # a problem's number is another one after a rebuild
        names = ["url"] if table == "probleme" else keys
        self._table(table, keys, lambda row: "/".join(str(row[name]) for name in names), redact)

    def _history(self) -> None:
        def redact(row: Row) -> tuple[Row, dict[str, Grund]]:
            tabelle, objekt, feld = str(row["tabelle"]), str(row["objekt"]), str(row["feld"])
            shown, reasons = dict(row), {}
            for side in ("alt", "neu"):
                may, why = self.schutz.regeln.redact(tabelle, objekt, {feld: row[side]})
                shown[side] = may[feld]
                if why:
                    reasons[side] = why[feld]
            return shown, reasons

        def key(row: Row) -> str:
            return aenderung_id(*(str(row[name]) for name in ("tabelle", "objekt", "feld", "zeitpunkt")))

        self._changes_again(redact)
        self._table("aenderungen", ["id"], key, redact)

    def _changes_again(self, redact: Callable[[Row], tuple[Row, dict[str, Grund]]]) -> None:
        """Changes that were no longer to be seen, as a rebuild wouldn't have them, are news again."""
        for objekt, fields in self._originals("aenderungen").items():
            for (feld, gezeigt), original in fields.items():
                row = json.loads(json.loads(original.wert)) if feld.startswith(ZEILE) else None
                if row is None or not self.public.execute(_SAME_CAPTURE, row).fetchone():
                    continue
                shown, reasons = redact(row)
                if not reasons or shown["alt"] != shown["neu"]:
                    self._insert("aenderungen", row)
                    self._spent.add(Key("aenderungen", objekt, feld, gezeigt))

    def _table(
        self,
        table: str,
        keys: list[str],
        name: Callable[[Row], str],
        redact: Callable[[Row], tuple[Row, dict[str, Grund]]],
    ) -> None:
        """Write what the rules change in one table."""
        originals = self._originals(table)
        changes: list[tuple[Row, Row]] = []
        gone: list[tuple[str, Row]] = []
        for now in _rows(self.public, f'SELECT {"rowid," if keys == ["rowid"] else ""} * FROM "{table}"'):  # noqa: S608
            objekt = name(now)
            true = self._true(table, objekt, now, originals.get(objekt, {}))
            shown, reasons = redact(true)
            self._remember(table, objekt, true, shown, reasons)
            if table == "aenderungen" and reasons and shown["alt"] == shown["neu"]:
                gone.append((objekt, true))
            elif different := {feld: shown[feld] for feld in shown if shown[feld] != now[feld]}:
                changes.append(({key: now[key] for key in keys}, different))
        for where, different in changes:
            self._write(table, where, different)
        for objekt, row in gone:
            self.schutz.hide(
                (table, objekt), f"{ZEILE}{digest_of(row)}", (json.dumps(row), None), "sperre", eigen=False
            )
            self.public.execute("DELETE FROM aenderungen WHERE id = ?", (row["id"],))
        self.zeilen[table] += len(changes) + len(gone)

    def _true(self, table: str, objekt: str, now: Row, originals: Mapping[tuple[str, str], Original]) -> Row:
        """The row without anything hidden in it."""
        true = dict(now)
        if originals:
            free = self._is_free(table, objekt, now)
            for (feld, gezeigt), original in originals.items():
                withdrawn = free and gezeigt == f"{WITHDRAWN}:" and now.get(feld) in {None, ""}
                if feld in now and (withdrawn or gezeigt == digest(now[feld])):
                    true[feld] = json.loads(original.wert)
                    self._spent.add(Key(table, objekt, feld, gezeigt))
        if table == "aenderungen":
            self._true_history(true)
        return true

    def _true_history(self, true: Row) -> None:
        """History that was written while its object hid something says what the object said."""
        tabelle, objekt, feld = str(true["tabelle"]), str(true["objekt"]), str(true["feld"])
        for side in ("alt", "neu"):
            value = true[side]
            if isinstance(value, str) and (" verborgen]" in value or ENTFERNT in value):
                found = self.schutz.original(Key(tabelle, objekt, feld, digest(value)))
                true[side] = json.loads(found.wert) if found else value

    def _is_free(self, table: str, objekt: str, now: Row) -> bool:
        if table == "aenderungen":
            table, objekt = str(now["tabelle"]), str(now["objekt"])
        return self.schutz.regeln.is_released(table, objekt, now)

    def _remember(self, table: str, objekt: str, true: Row, shown: Row, reasons: Mapping[str, Grund]) -> None:
        for feld, grund in reasons.items():
            key = self.schutz.hide((table, objekt), feld, (true[feld], shown[feld]), grund, eigen=False)
            self._kept.add(key)
            if table != "aenderungen":
                self.schutz.affect(grund, table, objekt, true)
            if table == "dokumente" and feld == "datei":
                self._hidden_files.add(str(true[feld]))

    def _files(self, present: list[str]) -> None:
        """Rows about files that no document may name any more go; those that one names again come back."""
        if "dateien" not in present:
            return
        named = {sha for (sha,) in self.public.execute("SELECT DISTINCT datei FROM dokumente WHERE datei IS NOT NULL")}
        there = {sha for (sha,) in self.public.execute("SELECT sha256 FROM dateien")}
        blocked = self.schutz.regeln.dateien.keys()
        dependent = [table for table in present if table != "dokumente" and self._refers_to_files(table)]
        for sha in sorted(((self._hidden_files - named) | blocked) & there):
            for table, column in (*((each, self._refers_to_files(each)) for each in dependent), ("dateien", "sha256")):
                self._remove(table, str(column), sha)
            self.schutz.affect(
                self.schutz.regeln.dateien.get(sha, "sperre"), "dateien", sha, {"kommune": self._kommune(sha)}
            )
        for table in ("dateien", *dependent):
            self._bring_back(table, named - there)

    def _remove(self, table: str, column: str, sha: str) -> None:
        for row in _rows(self.public, f'SELECT * FROM "{table}" WHERE "{column}" = ?', sha):  # noqa: S608
            self.schutz.hide((table, sha), f"{ZEILE}{digest_of(row)}", (json.dumps(row), None), "sperre", eigen=False)
            self.zeilen[table] += 1
        self.public.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (sha,))  # noqa: S608

    def _bring_back(self, table: str, shas: set[str]) -> None:
        for sha in sorted(shas):
            sql = "SELECT feld, gezeigt, original FROM originale WHERE tabelle = ? AND objekt = ? AND feld LIKE '*%'"
            kept = self.schutz.intern.execute(sql, (table, sha)).fetchall()
            for feld, gezeigt, original in kept:
                self._insert(table, json.loads(json.loads(original)))
                self._spent.add(Key(table, sha, feld, gezeigt))
            if table == "dateien" and not kept:
                self.public.execute(_FILE_AS_CAPTURED, (sha,))
                self.zeilen[table] += 1

    def _insert(self, table: str, row: Row) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        sql = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))}) ON CONFLICT DO NOTHING'  # noqa: S608
        self.public.execute(sql, list(row.values()))
        self.zeilen[table] += 1

    def _kommune(self, sha: str) -> str | None:
        found = self.public.execute("SELECT kommune FROM abrufe WHERE sha256 = ? LIMIT 1", (sha,)).fetchone()
        return found[0] if found else None

    def _originals(self, table: str) -> dict[str, dict[tuple[str, str], Original]]:
        found: dict[str, dict[tuple[str, str], Original]] = {}
        sql = "SELECT objekt, feld, gezeigt, original, grund, eigen, seit FROM originale WHERE tabelle = ?"
        for objekt, feld, gezeigt, *rest in self.schutz.intern.execute(sql, (table,)):
            found.setdefault(objekt, {})[feld, gezeigt] = Original(rest[0], rest[1], bool(rest[2]), rest[3])
        return found

    def _write(self, table: str, where: Row, different: Row) -> None:
        sets = ", ".join(f'"{feld}" = ?' for feld in different)
        keys = " AND ".join(f'"{key}" IS ?' if key != "rowid" else "rowid = ?" for key in where)
        self.public.execute(f'UPDATE "{table}" SET {sets} WHERE {keys}', [*different.values(), *where.values()])  # noqa: S608

    def _columns(self, table: str) -> list[tuple[str, str, int]]:
        return self.public.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()

    def _refers_to_files(self, table: str) -> str | None:
        sql = 'SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = \'dateien\''
        found = self.public.execute(sql, (table,)).fetchone()
        return found[0] if found else None


def digest_of(row: Row) -> str:
    """A row's own name among the rows of one file."""
    return digest(json.dumps(row, ensure_ascii=False))


def _rows(connection: sqlite3.Connection, sql: str, *values: Value) -> Iterator[Row]:
    cursor = connection.execute(sql, values)
    titles = [each[0] for each in cursor.description]
    return (dict(zip(titles, row, strict=True)) for row in cursor.fetchall())


_SAME_CAPTURE = "SELECT 1 FROM abrufe WHERE id = :abruf AND zeitpunkt = :zeitpunkt"
"""After a rebuild in between numbers mean something else: then the next rebuild brings the history back."""
_FORGET = "DELETE FROM originale WHERE tabelle = ? AND objekt = ? AND feld = ? AND gezeigt = ?"
_FILE_AS_CAPTURED = (
    "INSERT INTO dateien (sha256, mime, groesse) SELECT sha256, mime, groesse FROM abrufe WHERE sha256 = ? LIMIT 1"
)

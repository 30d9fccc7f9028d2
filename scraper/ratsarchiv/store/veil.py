"""What leaves the public file when the source withdraws an object, and stays out of it whatever other pages print.

A `hinweis` that is in force hides fields of the object and of its parts: of a Vorlage that is not public any more its
Betreff, names, texts and documents, of one that is gone its texts and documents. The originals are handed to the
`Schutz`. When the object's own page is public again the page itself brings everything back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ratsarchiv.store.tables import REQUIRED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence, Set

    from ratsarchiv.store.merge import Row, Said, Value
    from ratsarchiv.store.statements import Statements
    from ratsarchiv.store.tables import Table

Key = tuple[str, str]
"""(table, id): several tables count their objects alike."""


class Schutz(Protocol):
    """What may be shown, and where that is kept which may not."""

    def public(
        self,
        record_table: str,
        id: str,  # noqa: A002
        values: Mapping[str, Value],
        *,
        zeitpunkt: str = "",
        eigen: bool = True,
    ) -> dict[str, Value]:
        """What may be shown of these values."""

    def remember(self, tabelle: str, objekt: str, feld: str, original: Value, grund: str) -> None:
        """Keeps what is about to be hidden."""

    def released(self, tabelle: str, objekt: str) -> str | None:
        """Since when the operator shows again what the source has withdrawn."""

    def keep(self) -> None:
        """Makes what was to be remembered last."""

    def forget(self) -> None:
        """Drops it: nothing came of it."""


class Part(NamedTuple):
    """Rows of one table that belong to an object, and their fields that are hidden with it."""

    tabelle: str
    spalte: str
    """The column that names the object."""
    felder: tuple[str, ...]


TEXT = ("ueberschrift", "text", "html")
PEOPLE = ("federfuehrend", "beteiligt", "verfasser", "antragsteller", "berichterstatter", "bearbeiter")
PAPER = ("betreff", "status", *PEOPLE)
RESULT = ("beschluss", "beschlussart")
ITEM = ("betreff", "zusatz", "vorlage", "vorlage_nummer", "bezug_sitzung", *RESULT)
MINUTES = ("protokoll", "beschlusstext", "abstimmung", "ja", "nein", "enthaltung")
FILE = ("titel", "nummer", "stand", "groesse", "datei", "url")


def _of_item(file: tuple[str, ...]) -> tuple[Part, ...]:
    owner = "tagesordnungspunkt"
    return Part("auszuege", owner, MINUTES), Part("abschnitte", owner, TEXT), Part("dokumente", owner, file)


_MINUTES = _of_item(FILE)
HIDDEN: Mapping[str, Mapping[str, tuple[Part, ...]]] = {
    "nichtoeffentlich": {
        "vorlagen": (
            Part("vorlagen", "id", PAPER), Part("abschnitte", "vorlage", TEXT), Part("dokumente", "vorlage", FILE),
            Part("verweise", "von", ("textstelle",)), Part("beratungen", "vorlage", RESULT),
        ),
        "sitzungen": (
            Part("sitzungen", "id", ("zusatz", "anlass")), Part("abschnitte", "sitzung", TEXT),
            Part("dokumente", "sitzung", FILE), Part("tagesordnungspunkte", "sitzung", ITEM),
        ),
        "tagesordnungspunkte": (Part("tagesordnungspunkte", "id", ITEM), *_MINUTES),
        "auszuege": _MINUTES,
        "dokumente": (Part("dokumente", "id", FILE),),
    },
    "zurueckgezogen": {
        "vorlagen": (Part("abschnitte", "vorlage", TEXT), Part("dokumente", "vorlage", ("datei",))),
        "sitzungen": (Part("abschnitte", "sitzung", TEXT), Part("dokumente", "sitzung", ("datei",))),
        "auszuege": _of_item(("datei",)),
        "dokumente": (Part("dokumente", "id", ("datei",)),),
    },
}  # fmt: skip
"""Which parts go with which object, by the hinweis's `art`."""


@dataclass(slots=True)
class Veil:
    """What is hidden of one page's statements, and what was hidden until this page or one shortly before it."""

    hidden: dict[Key, set[str]] = field(default_factory=dict)
    """Objects, with the reasons (`art`) that hide them."""
    lifted: dict[Key, dict[str, str]] = field(default_factory=dict)
    """Objects, with the reasons that hid them, and until when."""

    def __bool__(self) -> bool:
        return bool(self.hidden or self.lifted)

    def hides(self, tabelle: str, id_: str, said: Said) -> dict[str, str]:
        """The hidden fields of this row, each with the reason."""
        return {
            feld: art
            for key, art, felder in _owners(tabelle, id_, said)
            if art in self.hidden.get(key, ())
            for feld in felder
        }

    def shows(self, tabelle: str, row: Row, said: Said) -> set[str]:
        """The fields that this row has got back since its own page was read the last time."""
        found: set[str] = set()
        for key, art, felder in _owners(tabelle, row.id, said):
            until = self.lifted.get(key, {}).get(art)
            if until and (row.eigen is None or row.eigen <= until):
                found.update(felder)
        return found


def _owners(tabelle: str, id_: str, said: Said) -> Iterator[tuple[Key, str, tuple[str, ...]]]:
    """The objects that may hide this row, each with the reason and the fields."""
    for root, art, part in OWNERS.get(tabelle, ()):
        owner = id_ if part.spalte == "id" else said.get(part.spalte)
        if owner is not None:
            yield (root, str(owner)), art, part.felder


OWNERS: dict[str, list[tuple[str, str, Part]]] = {}
"""Per table: which objects (by table and reason) hide its rows."""
for _art, _roots in HIDDEN.items():
    for _root, _parts in _roots.items():
        for _part in _parts:
            OWNERS.setdefault(_part.tabelle, []).append((_root, _art, _part))


def drop(connection: sqlite3.Connection, curtain: Curtain, statements: Statements, seen: str) -> Veil:
    """The veil over a page that was seen then. Items that it calls non-public are hidden, objects that it shows are not."""
    made = Veil()
    items = statements.own["tagesordnungspunkte"]
    closed = {id_ for id_, said in items.items() if said["oeffentlich"] == 0}
    for id_ in _ids(connection, TURNED, closed, seen):
        curtain.close(("tagesordnungspunkte", id_), "nichtoeffentlich", NON_PUBLIC_ITEM, seen)
    owners = _owner_ids(connection, statements)
    if connection.execute(ANY).fetchone():
        ids = statements.ids() | {id_ for found in owners.values() for id_ in found}
        for tabelle, objekt, art, since, until in connection.execute(NOTICES, (json.dumps(sorted(ids)),)).fetchall():
            key = (tabelle, objekt)
            if until is not None:
                made.lifted.setdefault(key, {})[art] = until
            elif _is_shown(connection, statements, key, since, seen):
                curtain.lift(key, seen)
                made.lifted.setdefault(key, {})[art] = seen
            else:
                made.hidden.setdefault(key, set()).add(art)
    public = items.keys() - closed
    for id_ in closed | set(_ids(connection, CLOSED, owners.get("tagesordnungspunkt", set()) - public)):
        made.hidden.setdefault(("tagesordnungspunkte", id_), set()).add("nichtoeffentlich")
    return made


def known_items(connection: sqlite3.Connection, items: Mapping[str, Said]) -> set[str]:
    """Those of a page's items that the tables know already."""
    return set(_ids(connection, KNOWN_ITEMS, items.keys())) if items else set()


def _is_shown(connection: sqlite3.Connection, statements: Statements, key: Key, since: str, seen: str) -> bool:
    """Whether the page shows what was hidden until now, and nothing later refuses it."""
    tabelle, id_ = key
    own = statements.own[tabelle].get(id_)
    if tabelle == "dokumente":
        shown = id_ in statements.geliefert
    elif tabelle == "tagesordnungspunkte":
        shown = own is not None and own["oeffentlich"] == 1
    else:
        shown = own is not None
    return shown and since < seen and not connection.execute(REFUSED_LATER, (*key, seen)).fetchone()


def _owner_ids(connection: sqlite3.Connection, statements: Statements) -> dict[str, set[str]]:
    """Whose parts the page shows or delivers: ids by the column that names the owner."""
    found: dict[str, set[str]] = {}
    for tabelle in ("abschnitte", "auszuege", "dokumente"):
        for said in statements.own[tabelle].values():
            if owner := said.get("tagesordnungspunkt"):
                found.setdefault("tagesordnungspunkt", set()).add(str(owner))
    for dokument in statements.geliefert:
        stored = connection.execute(OWNERS_OF_FILE, (dokument,)).fetchone() or (None, None, None)
        for column, owner in zip(("vorlage", "sitzung", "tagesordnungspunkt"), stored, strict=True):
            if owner:
                found.setdefault(column, set()).add(owner)
    return found


def _ids(connection: sqlite3.Connection, sql: str, ids: Set[str], *more: str) -> list[str]:
    return [id_ for (id_,) in connection.execute(sql, (json.dumps(sorted(ids)), *more))] if ids else []


@dataclass(slots=True)
class Curtain:
    """Takes withdrawn fields out of the tables, inside its caller's transaction."""

    connection: sqlite3.Connection
    schutz: Schutz | None
    kommune: str

    def close(self, key: Key, art: str, grund: str, seen: str) -> None:
        """Hide the object and its parts for this reason, unless the operator has released it; a second time: nothing."""
        if self.connection.execute(KNOWN, (*key, art)).fetchone():
            return
        released = self.schutz.released(*key) if self.schutz and art == "zurueckgezogen" else None
        made = self.connection.execute(NOTICE, (self.kommune, *key, art, grund, seen, released))
        if made.rowcount and released is None:
            self._suspect(key, art, grund, seen)
            self._hide(key, art, grund, seen)

    def is_closed_too(self, key: Key) -> bool:
        """Whether a Vorlage that is gone, for whatever reason, was dealt with by an item that is non-public now; kept."""
        if key[0] != "vorlagen":
            return False
        self.connection.execute(SUSPECT, (key[1], "weg"))
        return self.connection.execute(SUSPECTED, (key[1], "punkt")).fetchone() is not None

    def _suspect(self, key: Key, art: str, grund: str, seen: str) -> None:
        """The Vorlagen of an item that has become non-public; what has gone before has gone for that reason."""
        if key[0] != "tagesordnungspunkte" or art != "nichtoeffentlich":
            return
        for (vorlage,) in self.connection.execute(DEALT_WITH, (key[1],)).fetchall():
            self.connection.execute(SUSPECT, (vorlage, "punkt"))
            if self.connection.execute(SUSPECTED, (vorlage, "weg")).fetchone():
                self.close(("vorlagen", vorlage), art, grund, seen)

    def lift(self, key: Key, seen: str) -> None:
        """The object is shown again."""
        self.connection.execute(LIFT, (seen, *key))

    def remember(self, tabelle: str, objekt: str, feld: str, original: Value, grund: str) -> None:
        """Hand an original over, where somebody keeps them."""
        if self.schutz and original not in (None, ""):
            self.schutz.remember(tabelle, objekt, feld, original, grund)

    def shown(self, entry: Sequence[Value]) -> tuple[Value, ...]:
        """What may be shown of a row of history."""
        if self.schutz is None:
            return tuple(entry)
        return tuple(self.schutz.public("aenderungen", "", dict(zip(ENTRY, entry, strict=True))).values())

    def _hide(self, key: Key, art: str, grund: str, seen: str) -> None:
        root, id_ = key
        for part in HIDDEN[art].get(root, ()):
            self._hide_rows(part, id_, art)
        if root == "sitzungen" and art == "nichtoeffentlich":
            for (item,) in self.connection.execute(ITEMS, (id_,)).fetchall():
                self.close(("tagesordnungspunkte", item), art, grund, seen)
        if root in COMPLAINTS:
            self._silence(root, id_, art)

    def _hide_rows(self, part: Part, owner: str, art: str) -> None:
        names = ", ".join(f'"{feld}"' for feld in part.felder)
        empty = ", ".join(f'"{feld}" = {_EMPTY[feld in REQUIRED]}' for feld in part.felder)
        where = f'FROM {part.tabelle} WHERE "{part.spalte}" = ?'
        rows = self.connection.execute(f"SELECT id, abruf, {names} {where}", (owner,)).fetchall()
        for id_, abruf, *values in rows:
            for feld, value in zip(part.felder, values, strict=True):
                self.remember(part.tabelle, id_, feld, value, art)
            self._hide_history(part.tabelle, id_, part.felder, art)
            if abruf is not None:
                self.connection.execute(READ_AGAIN, (abruf,))
        self.connection.execute(f'UPDATE {part.tabelle} SET {empty} WHERE "{part.spalte}" = ?', (owner,))  # noqa: S608

    def _hide_history(self, tabelle: str, id_: str, felder: tuple[str, ...], art: str) -> None:
        """That a field changed stays on record, what it said does not."""
        found = self.connection.execute(HISTORY, (tabelle, id_, json.dumps(felder))).fetchall()
        for _, feld, time, alt, neu in found:
            name = json.dumps([tabelle, id_, feld, time], ensure_ascii=False)
            self.remember("aenderungen", name, "alt", alt, art)
            self.remember("aenderungen", name, "neu", neu, art)
        self.connection.executemany(EMPTY_HISTORY, [(number,) for number, *_ in found])

    def forget_history(self, tabelle: str, id_: str) -> None:
        """Take out what the item's fields said before."""
        self._hide_history(tabelle, id_, ITEM, "nichtoeffentlich")

    def _silence(self, root: str, id_: str, art: str) -> None:
        """Problems cite the pages that they are about."""
        for number, meldung in self.connection.execute(COMPLAINTS[root], (id_,)).fetchall():
            self.remember("probleme", json.dumps([number]), "meldung", meldung, art)
            self.connection.execute(SILENCED, (WITHHELD, number))


NON_PUBLIC_ITEM = "Die Tagesordnung führt den Punkt als nichtöffentlich."
ENTRY = ("tabelle", "objekt", "feld", "alt", "neu", "zeitpunkt", "abruf")
"""A row of history."""
WITHHELD = "(zurückgehalten)"
_EMPTY = {True: "''", False: "NULL"}
ANY = "SELECT 1 FROM hinweise LIMIT 1"
NOTICES = (
    "SELECT tabelle, objekt, art, datum, bis FROM hinweise WHERE +art IN ('nichtoeffentlich', 'zurueckgezogen')"
    " AND objekt IN (SELECT value FROM json_each(?)) ORDER BY datum"
)
REFUSED_LATER = "SELECT 1 FROM _vermisst WHERE tabelle = ? AND objekt = ? AND zeitpunkt > ?"
OWNERS_OF_FILE = "SELECT vorlage, sitzung, tagesordnungspunkt FROM dokumente WHERE id = ?"
CLOSED = (
    "SELECT t.id FROM tagesordnungspunkte t WHERE t.id IN (SELECT value FROM json_each(?)) AND (t.oeffentlich = 0"
    " OR EXISTS (SELECT 1 FROM hinweise h WHERE h.tabelle = 'sitzungen' AND h.objekt = t.sitzung"
    " AND h.art = 'nichtoeffentlich' AND h.bis IS NULL))"
)
KNOWN_ITEMS = "SELECT id FROM tagesordnungspunkte WHERE abruf IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
TURNED = (
    "SELECT t.id FROM tagesordnungspunkte t LEFT JOIN abrufe a ON a.id = t.abruf"
    " WHERE t.id IN (SELECT value FROM json_each(?1)) AND (t.oeffentlich = 1 OR t.betreff IS NOT NULL)"
    " AND (a.zeitpunkt IS NULL OR a.zeitpunkt < ?2)"
)
KNOWN = "SELECT 1 FROM hinweise WHERE tabelle = ? AND objekt = ? AND art = ? AND bis IS NULL"
NOTICE = (
    "INSERT INTO hinweise (kommune, tabelle, objekt, art, grund, datum, bis) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (tabelle, objekt, art, datum) DO NOTHING"
)
LIFT = (
    "UPDATE hinweise SET bis = ? WHERE tabelle = ? AND objekt = ? AND bis IS NULL"
    " AND art IN ('nichtoeffentlich', 'zurueckgezogen')"
)
DEALT_WITH = (
    "SELECT vorlage FROM tagesordnungspunkte WHERE id = ?1 AND vorlage IS NOT NULL"
    " UNION SELECT vorlage FROM beratungen WHERE tagesordnungspunkt = ?1"
)
SUSPECT = "INSERT INTO _verdacht (vorlage, grund) VALUES (?, ?) ON CONFLICT DO NOTHING"
SUSPECTED = "SELECT 1 FROM _verdacht WHERE vorlage = ? AND grund = ?"
ITEMS = "SELECT id FROM tagesordnungspunkte WHERE sitzung = ?"
HISTORY = (
    "SELECT id, feld, zeitpunkt, alt, neu FROM aenderungen WHERE objekt = ?2 AND +tabelle = ?1"
    " AND +feld IN (SELECT value FROM json_each(?3)) AND (alt IS NOT NULL OR neu IS NOT NULL)"
)
EMPTY_HISTORY = "UPDATE aenderungen SET alt = NULL, neu = NULL WHERE id = ?"
READ_AGAIN = "INSERT INTO _neu_lesen (abruf) VALUES (?) ON CONFLICT DO NOTHING"
"""What was taken out has to be read again: the page may not count as unchanged."""
COMPLAINTS = {
    root: f"SELECT p.id, p.meldung FROM {root} o JOIN probleme p ON p.url = o.url WHERE o.id = ?"  # noqa: S608
    for root in ("vorlagen", "auszuege")
}
SILENCED = "UPDATE probleme SET meldung = ? WHERE id = ?"
RESTORABLE = {"aenderungen": {"alt", "neu"}, "probleme": {"meldung"}}


def restore(
    connection: sqlite3.Connection, tables: Mapping[str, Table], tabelle: str, objekt: str, felder: Mapping[str, Value]
) -> None:
    """Put these values back into a row."""
    known = set(tables[tabelle].felder) if tabelle in tables else RESTORABLE.get(tabelle, set())
    if unknown := felder.keys() - known:
        raise ValueError(f"{tabelle} has no {', '.join(sorted(unknown))} to restore")
    for feld, value in felder.items():
        connection.execute(f'UPDATE {tabelle} SET "{feld}" = ? WHERE id = ?', (value, objekt))  # noqa: S608

"""References in texts: what they name, where, and which Vorlage that is. A function of the tables.

What is found in a text is kept in `_funde`; `verweise` shows of it what a word calls a Vorlage, and what is one. So a
Vorlage that comes later is found in texts that were read long before.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from ratsarchiv.store import quelltexte
from ratsarchiv.store.database import transaction
from ratsarchiv.store.textstelle import textstelle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from ratsarchiv.store.quelltexte import Quelltext

ZWECK = "verweise"
AT_A_TIME = 32_000_000
"""Characters that are read in one transaction."""


class Fund(Protocol):
    """A number in a text."""

    @property
    def nummer(self) -> str:
        """As printed."""

    @property
    def schluessel(self) -> str:
        """What all its spellings have in common."""

    @property
    def anfang(self) -> int:
        """Where it begins in the text."""

    @property
    def ende(self) -> int:
        """Where it ends."""

    @property
    def stichwort(self) -> bool:
        """Whether words call it a Vorlage."""


class Nummern(Protocol):
    """What a council's numbers look like."""

    @property
    def pruefsumme(self) -> str:
        """Differs where something else may be found."""

    def find(self, text: str) -> Sequence[Fund]:
        """The numbers in a text."""

    def schluessel(self, nummer: str) -> str:
        """What all spellings of a number have in common."""


def numbers(connection: sqlite3.Connection, kommune: str) -> list[str]:
    """All numbers of a council's Vorlagen: what patterns are learnt from."""
    return [nummer for (nummer,) in connection.execute(NUMBERS, (kommune,))]


def derive(connection: sqlite3.Connection, kommune: str, nummern: Nummern) -> int:
    """Make the references in a council's texts what they should be; how many rows of `verweise` were written or deleted."""
    with transaction(connection):
        _forget_what_other_patterns_found(connection, kommune, nummern.pruefsumme)
    while texte := _some(quelltexte.ungelesen(connection, ZWECK, kommune)):
        with transaction(connection):
            connection.executemany(FOUND, (row for text in texte for row in _rows(text, nummern)))
            quelltexte.gelesen(connection, ZWECK, texte)
    with transaction(connection):
        return _settle(connection, kommune, nummern)


def _forget_what_other_patterns_found(connection: sqlite3.Connection, kommune: str, pruefsumme: str) -> None:
    known = connection.execute("SELECT pruefsumme FROM _muster WHERE kommune = ? AND zweck = ?", (kommune, ZWECK))
    if known.fetchone() == (pruefsumme,):
        return
    connection.execute("DELETE FROM _funde WHERE kommune = ?", (kommune,))
    quelltexte.vergessen(connection, ZWECK, kommune)
    connection.execute("INSERT OR REPLACE INTO _muster VALUES (?, ?, ?)", (kommune, ZWECK, pruefsumme))


def _some(texte: Iterator[Quelltext]) -> list[Quelltext]:
    """The next ones, as many as are read in one transaction."""
    some, size = [], 0
    for text in texte:
        some.append(text)
        size += len(text.text) + 500
        if size > AT_A_TIME:
            break
    return some


def _rows(text: Quelltext, nummern: Nummern) -> Iterator[tuple[object, ...]]:
    """What a text names: each number once for each Vorlage that it belongs to, where a word calls it so if anywhere."""
    first: dict[str, Fund] = {}
    for fund in nummern.find(text.text):
        known = first.setdefault(fund.schluessel, fund)
        if fund.stichwort and not known.stichwort:
            first[fund.schluessel] = fund
    for fund in first.values():
        where = textstelle(text.text, fund.anfang, fund.ende)
        for von in text.vorlagen or (None,):
            id_ = _id(text.kommune, von or "", fund.schluessel, text.tabelle, text.objekt)
            said = (fund.schluessel, fund.nummer, where, int(fund.stichwort))
            yield id_, text.kommune, von, *said, text.tabelle, text.objekt


def _id(kommune: str, *place: str) -> str:
    return f"{kommune}-t{blake2b('|'.join(place).encode(), digest_size=12).hexdigest()}"


def _settle(connection: sqlite3.Connection, kommune: str, nummern: Nummern) -> int:
    """Bring into `verweise` what of the finds is a reference, as of now, and write only what differs."""
    for statement in TEMPORARY:
        connection.execute(statement)
    # the last that is put under a key stays: of several Vorlagen with one number the one that `VORLAGEN` names last
    keys = [(id_, nummern.schluessel(nummer)) for id_, nummer in connection.execute(VORLAGEN, (kommune,))]
    connection.executemany("INSERT INTO temp.eigene VALUES (?, ?)", keys)
    connection.executemany("INSERT OR REPLACE INTO temp.ziele VALUES (?, ?)", ((key, id_) for id_, key in keys))
    connection.execute(WANTED, (kommune,))
    gone = connection.execute(GONE, (kommune,)).rowcount
    return gone + connection.execute(CHANGED).rowcount + connection.execute(NEW).rowcount


NUMBERS = "SELECT nummer FROM vorlagen WHERE kommune = ? AND nummer <> ''"
VORLAGEN = """
SELECT id, nummer FROM vorlagen WHERE kommune = ? AND nummer <> ''
ORDER BY verschwunden_seit IS NULL, betreff IS NOT NULL, coalesce(datum, letzte_beratung), id
"""
"""Where two have one number, it is the one that is still shown, has a Betreff, and is the newest."""
FOUND = "INSERT INTO _funde VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
TEMPORARY = (
    "CREATE TEMP TABLE IF NOT EXISTS eigene (vorlage TEXT PRIMARY KEY, schluessel TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TEMP TABLE IF NOT EXISTS ziele (schluessel TEXT PRIMARY KEY, vorlage TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TEMP TABLE IF NOT EXISTS soll (id TEXT PRIMARY KEY, kommune, url, von, nach, nummer, textstelle,"
    " quelle_tabelle, quelle, seite, zuerst_gesehen, zuletzt_gesehen) WITHOUT ROWID",
    "DELETE FROM temp.eigene",
    "DELETE FROM temp.ziele",
    "DELETE FROM temp.soll",
)


def _of_source(column: str, which: str) -> str:
    """SQL: a column of the Vorlage that a find belongs to; without one, of the row that it stands in, or of its Dokument."""
    rows = " ".join(
        f"WHEN '{table}' THEN (SELECT q.{column} FROM {table} q WHERE q.id = f.quelle)"  # noqa: S608 - our own words
        for table in ("vorlagen", "abschnitte", "tagesordnungspunkte", "auszuege")
    )
    dokument = f"(SELECT {which}(d.{column}) FROM dokumente d WHERE d.datei = s.datei AND d.kommune = f.kommune)"  # noqa: S608
    return f"iif(v.id IS NOT NULL, v.{column}, CASE f.quelle_tabelle {rows} ELSE {dokument} END)"


WANTED = f"""
INSERT INTO temp.soll
SELECT f.id, f.kommune, {_of_source("url", "min")}, f.von, z.vorlage, f.nummer, f.textstelle,
    f.quelle_tabelle, f.quelle, s.seite, {_of_source("zuerst_gesehen", "min")}, {_of_source("zuletzt_gesehen", "max")}
FROM _funde f
    LEFT JOIN temp.ziele z ON z.schluessel = f.schluessel
    LEFT JOIN temp.eigene e ON e.vorlage = f.von
    LEFT JOIN vorlagen v ON v.id = f.von
    LEFT JOIN seiten s ON s.id = f.quelle AND f.quelle_tabelle = 'seiten'
WHERE f.kommune = ? AND (f.stichwort OR z.vorlage IS NOT NULL) AND e.schluessel IS NOT f.schluessel
"""  # noqa: S608
GONE = "DELETE FROM verweise WHERE kommune = ? AND quelle IS NOT NULL AND id NOT IN (SELECT id FROM temp.soll)"
_SAID = (
    "url", "von", "nach", "nummer", "textstelle", "quelle_tabelle", "quelle", "seite", "zuerst_gesehen", "zuletzt_gesehen",
)  # fmt: skip
CHANGED = f"""
UPDATE verweise SET {", ".join(f"{each} = s.{each}" for each in _SAID)} FROM temp.soll s
WHERE s.id = verweise.id AND ({" OR ".join(f"s.{each} IS NOT verweise.{each}" for each in _SAID)})
"""  # noqa: S608
NEW = f"""
INSERT INTO verweise (id, kommune, art, {", ".join(_SAID)})
SELECT id, kommune, 'text', {", ".join(_SAID)} FROM temp.soll s
WHERE NOT EXISTS (SELECT 1 FROM verweise w WHERE w.id = s.id)
"""  # noqa: S608

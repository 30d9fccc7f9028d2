"""The texts of documents: read once and kept in `intern.db`, shown page by page where a Dokument names the file."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from hashlib import sha256 as digest
from typing import TYPE_CHECKING

from ratsarchiv.store.database import transaction
from ratsarchiv.store.intern import MIGRATIONS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from ratsarchiv.store.schutz import Schutz

AT_A_TIME = 100
"""Files that are shown in one transaction."""


@MIGRATIONS(name="texte_0001")
def _texte(db: Database) -> None:
    db.execute(
        "CREATE TABLE texte (sha256 TEXT PRIMARY KEY, mime TEXT, seiten INTEGER NOT NULL, quelle TEXT, fehler TEXT,"
        " meldung TEXT, ohne_text INTEGER NOT NULL, ocr INTEGER NOT NULL, inhalt BLOB NOT NULL, pruefsumme TEXT NOT NULL) STRICT"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Datei:
    """A file that a Dokument names, and where the archive has it."""

    sha256: str
    kommune: str
    url: str
    mime: str | None
    """As the council's server called it."""
    warc: str
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What was read from one file."""

    mime: str | None
    """By its content."""
    seiten: Sequence[tuple[str, str]]
    """Text and source (`text`, `ocr`, `keine`, `fehler`) of each page."""
    fehler: str | None = None
    meldung: str | None = None
    ocr: bool = False
    """Whether pages without text were looked at by OCR."""

    @property
    def quelle(self) -> str:
        """`text`, `ocr`, `gemischt` or `keine`: where the words come from."""
        found = {quelle for _, quelle in self.seiten} & {"text", "ocr"}
        return "gemischt" if len(found) > 1 else next(iter(found), "keine")


def unread(public: sqlite3.Connection, intern: sqlite3.Connection, *, ocr: bool, again: bool = False) -> list[Datei]:
    """The files that are still to be read; with `ocr`, those with pages that only it can read."""
    known = set() if again else {sha for (sha,) in intern.execute(KNOWN, (ocr,))}
    return [
        Datei(**dict(zip(Datei.__slots__, row, strict=True))) for row in public.execute(FILES) if row[0] not in known
    ]


def keep(intern: sqlite3.Connection, sha256: str, text: Text) -> None:
    """Remember what was read from a file; it is not read again."""
    inhalt = json.dumps([list(seite) for seite in text.seiten], ensure_ascii=False).encode("utf-8", "surrogatepass")
    said = json.dumps([text.mime, text.fehler, text.meldung], ensure_ascii=False).encode()
    row = (sha256, text.mime, len(text.seiten), text.quelle, text.fehler, text.meldung)
    ohne_text = sum(quelle == "keine" for _, quelle in text.seiten)
    with transaction(intern):
        intern.execute(
            KEEP, (*row, ohne_text, int(text.ocr), zlib.compress(inhalt, 6), digest(said + inhalt).hexdigest())
        )


def show(public: sqlite3.Connection, schutz: Schutz) -> int:
    """Make `seiten` what it should be: the pages of all files that a Dokument names, as far as they may be shown."""
    with transaction(public):
        for statement in UNNAMED:
            public.execute(statement)
        shown = dict(public.execute("SELECT datei, pruefsumme FROM _seiten").fetchall())
        named = [
            sha for (sha,) in public.execute("SELECT DISTINCT datei FROM dokumente WHERE datei IS NOT NULL ORDER BY 1")
        ]
    read = dict(schutz.intern.execute("SELECT sha256, pruefsumme FROM texte").fetchall())
    todo = [sha for sha in named if sha in read and read[sha] != shown.get(sha)]
    for first in range(0, len(todo), AT_A_TIME):
        _show(public, schutz, todo[first : first + AT_A_TIME])
    return len(todo)


def _show(public: sqlite3.Connection, schutz: Schutz, files: Iterable[str]) -> None:
    try:
        with transaction(public):
            for sha in files:
                _show_file(public, schutz, sha)
            schutz.keep()
    except BaseException:
        schutz.forget()
        raise


def _show_file(public: sqlite3.Connection, schutz: Schutz, sha: str) -> None:
    inhalt, mime, number, quelle, fehler, meldung, pruefsumme = schutz.intern.execute(READ, (sha,)).fetchone()
    public.execute("DELETE FROM seiten WHERE datei = ?", (sha,))
    for seite, (text, source) in enumerate(json.loads(zlib.decompress(inhalt)), 1):
        id_ = f"{sha[:32]}-{seite}"
        allowed = schutz.public("seiten", id_, {"text": text})["text"] or ""
        public.execute(
            "INSERT INTO seiten (id, datei, seite, text, quelle) VALUES (?, ?, ?, ?, ?)",
            (id_, sha, seite, allowed, source),
        )
    public.execute(ABOUT, (mime, number, quelle, fehler, sha))
    public.execute("DELETE FROM probleme WHERE id < 0 AND abruf IN (SELECT id FROM abrufe WHERE sha256 = ?)", (sha,))
    if fehler or meldung:
        _complain(public, schutz, sha, ": ".join(filter(None, (fehler, meldung))))
    public.execute(
        "INSERT INTO _seiten VALUES (?, ?) ON CONFLICT DO UPDATE SET pruefsumme = excluded.pruefsumme",
        (sha, pruefsumme),
    )


def _complain(public: sqlite3.Connection, schutz: Schutz, sha: str, meldung: str) -> None:
    """One row a file, under the number of its capture, so that a rebuild numbers it alike."""
    abruf, url = public.execute(FIRST, (sha,)).fetchone()
    allowed = schutz.public("probleme", url, {"meldung": meldung})["meldung"]
    public.execute(PROBLEM, {"abruf": abruf, "meldung": allowed})


KNOWN = "SELECT sha256 FROM texte WHERE ohne_text = 0 OR ocr OR NOT ?"
FILES = """
SELECT d.datei, a.kommune, a.url, a.mime, a.warc, a.offset
FROM (SELECT DISTINCT datei FROM dokumente WHERE datei IS NOT NULL) d
    JOIN abrufe a ON a.id = (SELECT min(b.id) FROM abrufe b WHERE b.sha256 = d.datei AND b.ergebnis = 'dokument')
ORDER BY a.warc, a.offset
"""
KEEP = """
INSERT INTO texte (
    sha256, mime, seiten, quelle, fehler, meldung, ohne_text, ocr, inhalt, pruefsumme
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (sha256) DO UPDATE SET
    mime = excluded.mime, seiten = excluded.seiten, quelle = excluded.quelle, fehler = excluded.fehler,
    meldung = excluded.meldung, ohne_text = excluded.ohne_text, ocr = excluded.ocr, inhalt = excluded.inhalt,
    pruefsumme = excluded.pruefsumme
"""
READ = "SELECT inhalt, mime, seiten, quelle, fehler, meldung, pruefsumme FROM texte WHERE sha256 = ?"
ABOUT = "UPDATE dateien SET mime = coalesce(?, mime), seiten = ?, textquelle = ?, fehler = ? WHERE sha256 = ?"
_NAMED = "(SELECT datei FROM dokumente WHERE datei IS NOT NULL)"
UNNAMED = (
    f"DELETE FROM seiten WHERE datei NOT IN {_NAMED}",
    f"DELETE FROM _seiten WHERE datei NOT IN {_NAMED}",
    f"DELETE FROM probleme WHERE id < 0 AND abruf NOT IN (SELECT id FROM abrufe WHERE sha256 IN {_NAMED})",
)
PROBLEM = """
INSERT INTO probleme (id, lauf, kommune, url, art, meldung, abruf)
SELECT -a.id, coalesce(
    (SELECT max(l.id) FROM laeufe l WHERE l.kommune = a.kommune AND l.beginn <= a.zeitpunkt),
    (SELECT min(l.id) FROM laeufe l WHERE l.kommune = a.kommune)
), a.kommune, a.url, 'dokument', :meldung, a.id
FROM abrufe a WHERE a.id = :abruf
"""
FIRST = "SELECT id, url FROM abrufe WHERE sha256 = ? AND ergebnis = 'dokument' ORDER BY id LIMIT 1"

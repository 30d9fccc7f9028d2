"""Carrying the rules out: one transaction, and then no old page left in the file. Killed in between, the next one ends it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from ratsarchiv.store import database, kennzahlen
from ratsarchiv.store.schutz_abgleich import Abgleich
from ratsarchiv.store.schutz_hinweise import write_notices
from ratsarchiv.store.suche.aufbau import aktualisieren
from ratsarchiv.store.texte import show

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from ratsarchiv.store.schutz import Schutz


def settle(path: Path, schutz: Schutz) -> None:
    """Bring the public database at `path` in line where it isn't: before a run, after it, and after a rebuild."""
    with closing(database.connect(path)) as public:
        if is_pending(public, schutz):
            finish(public, schutz)
        else:
            with database.transaction(public):
                write_notices(public, schutz.intern)


def is_pending(public: sqlite3.Connection, schutz: Schutz) -> bool:
    """Whether this file has yet to follow a rule, or to lose what it held before."""
    return _stand(schutz) != int(public.execute("PRAGMA user_version").fetchone()[0])


def _stand(schutz: Schutz) -> int:
    return int(schutz.intern.execute("SELECT stand FROM regelstand").fetchone()[0])


def enforce(public: sqlite3.Connection, schutz: Schutz) -> Counter[str]:
    """Make every row what the rules want, at once; how many rows of which table changed. Rules unchanged: none."""
    with database.transaction(public):
        schutz.reload()
        rows = Abgleich(public, schutz)
        rows.run()
        schutz.keep()
        write_notices(public, schutz.intern)
    rows.forget_spent()
    return +rows.zeilen


def would_change(public: sqlite3.Connection, schutz: Schutz) -> Counter[str]:
    """What `enforce` would do by the rules that `schutz.intern` holds in its open transaction."""
    rows = Abgleich(public, schutz)
    public.execute("BEGIN IMMEDIATE")
    try:
        schutz.reload()
        rows.run()
    finally:
        public.execute("ROLLBACK")
        schutz.forget()
    return +rows.zeilen


def scrub(public: sqlite3.Connection) -> bool:
    """Write the file anew, so that nothing of what rows held before is left in it; False where readers prevent that."""
    try:
        public.execute("VACUUM")
        busy = public.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        return False
    return not busy


def finish(public: sqlite3.Connection, schutz: Schutz) -> tuple[Counter[str], bool]:
    """Follow the rules and leave nothing behind; the rows that changed, and whether the file is clean."""
    stand = _stand(schutz)
    changed = enforce(public, schutz)
    show(public, schutz)
    with database.transaction(public):
        aktualisieren(public)
        kennzahlen.aktualisieren(public)
    clean = scrub(public)
    if clean:
        public.execute(f"PRAGMA user_version = {stand}")
    return changed, clean

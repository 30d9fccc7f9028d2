"""The operator's word: take down, lift, release, and what looks private. Plain values in and out."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from ratsarchiv.errors import WrongUse
from ratsarchiv.privacy import WORDS, find, mask
from ratsarchiv.store import database
from ratsarchiv.store.schutz import Schutz, digest
from ratsarchiv.store.schutz_felder import ORDNUNG
from ratsarchiv.store.schutz_vollzug import finish, is_pending, would_change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

GRUENDE = ("personenbezug", "urheberrecht", "gericht", "sonstiges")
"""Reason classes: all that is on record of why."""
KUERZESTE = 8
"""Letters and digits of the shortest wording: shorter ones would strike half the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sperre:
    """A takedown as it is on record: without the content."""

    nummer: int
    art: str
    objekt: str | None
    """`vorlagen/musterdorf-1`, or a file's sha256; None for a wording."""
    pruefsumme: str
    """sha256 of the object's name, or of the wording."""
    grund: str
    am: str
    aufgehoben: str | None
    betroffen: int
    """How many objects it struck so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wirkung:
    """What a command did to the public database, or would do."""

    nummer: int | None = None
    zeilen: dict[str, int] = field(default_factory=dict)
    """Rows by table."""
    offen: bool = False
    """Old pages may still be in the file: somebody was reading. `finish` ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fundstelle:
    """Something that looks private, masked in the public database."""

    kommune: str
    tabelle: str
    objekt: str
    feld: str
    url: str
    """The official page."""
    art: str
    wortlaut: str
    """As it stands in the original: for the operator's eyes only."""
    umgebung: str
    """What stands around it, masked."""


class Sperren:
    """The archive in the folder `data`, whose public database may be missing."""

    def __init__(self, data: Path) -> None:
        self._public = data / "ratsarchiv.db"
        self._schutz = Schutz(data / "intern.db")
        self._intern = self._schutz.intern

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._schutz.close()

    def add(self, art: str, wert: str, grund: str, am: datetime, *, dry_run: bool = False) -> Wirkung:
        """Take down an `objekt` (`vorlagen/<id>`, or an id that only one table has), a `dokument` (sha256) or a `wortlaut`."""
        if grund not in GRUENDE:
            raise WrongUse(f"{grund}: no reason class; one of {', '.join(GRUENDE)}")
        tabelle, wert = self._checked(art, wert)
        name = f"{tabelle}/{wert}" if tabelle else wert
        rule = (art, tabelle, wert, sha256(name.encode()).hexdigest(), grund, am.isoformat())
        return self._preview(_ADD, rule) if dry_run else self._changed(_ADD, rule)

    def list(self) -> tuple[Sperre, ...]:
        """All takedowns, lifted ones among them."""
        return tuple(
            Sperre(
                nummer=nummer, art=art, objekt=None if art == "wortlaut" else f"{tabelle}/{wert}" if tabelle else wert,
                pruefsumme=pruefsumme, grund=grund, am=am, aufgehoben=aufgehoben, betroffen=betroffen,
            )
            for nummer, art, tabelle, wert, pruefsumme, grund, am, aufgehoben, betroffen in self._intern.execute(_LIST)
        )  # fmt: skip

    def lift(self, nummer: int, am: datetime) -> Wirkung:
        """Show again what takedown `nummer` hid."""
        row = self._intern.execute("SELECT aufgehoben FROM sperren WHERE id = ?", (nummer,)).fetchone()
        if row is None or row[0]:
            raise WrongUse(f"takedown {nummer}: {'was lifted on ' + row[0][:10] if row else 'there is none'}")
        effect = self._changed("UPDATE sperren SET aufgehoben = ? WHERE id = ? RETURNING id", (am.isoformat(), nummer))
        with database.transaction(self._intern):
            self._intern.execute("UPDATE sperren SET wert = NULL WHERE id = ? AND art = 'wortlaut'", (nummer,))
        return effect

    def release(self, objekt: str, am: datetime, *, masken: bool = False) -> Wirkung:
        """Show what the council withdrew of an object; with `masken`, what is masked in it instead."""
        tabelle, id_ = self._object(objekt)
        if not masken and self._ask(_NON_PUBLIC, tabelle, id_):
            raise WrongUse(f"{objekt}: is not public, says the council; only what it withdrew can be released")
        return self._changed(_RELEASE, ("masken" if masken else "objekt", tabelle, id_, am.isoformat()))

    def release_wording(self, wortlaut: str, am: datetime) -> Wirkung:
        """Show one telephone number, address, … wherever it stands: an office's, say."""
        if not find(wortlaut) and len(re.sub(r"\W", "", wortlaut)) < KUERZESTE:
            raise WrongUse(f"{wortlaut!r}: nothing of this kind is masked")
        return self._changed(_RELEASE, ("fund", None, wortlaut, am.isoformat()))

    def finish(self) -> Wirkung:
        """Do what a killed command, or one that somebody's reading blocked, has left."""
        if not self._public.is_file():
            return Wirkung()
        with self._opened() as public:
            pending = is_pending(public, self._schutz)
        return self._enforced() if pending else Wirkung()

    def privacy_list(self, kommune: str | None = None) -> Iterator[Fundstelle]:
        """What is masked now, object by object."""
        if not self._public.is_file():
            return
        with self._opened() as public:
            for tabelle in ORDNUNG:
                for objekt, feld, gezeigt, original in self._intern.execute(_HIDDEN, (tabelle,)).fetchall():
                    sql = f'SELECT kommune, url, "{feld}" FROM {tabelle} WHERE id = ?'  # noqa: S608 - our own names
                    row = public.execute(sql, (objekt,)).fetchone()
                    if row and kommune in {None, row[0]} and digest(row[2]) == gezeigt:
                        place = {
                            "kommune": row[0],
                            "tabelle": tabelle,
                            "objekt": objekt,
                            "feld": feld,
                            "url": row[1] or "",
                        }
                        yield from self._finds(json.loads(original), place)

    def _finds(self, text: object, place: dict[str, str]) -> Iterator[Fundstelle]:
        if not isinstance(text, str):
            return
        for fund in find(text):
            wording = text[fund.start : fund.end]
            if not self._schutz.regeln.is_free(wording):
                around = text[max(0, fund.start - 40) : fund.start] + WORDS[fund.art] + text[fund.end : fund.end + 40]
                shown, _ = self._schutz.regeln.without_wordings(mask(around)[0])
                yield Fundstelle(**place, art=fund.art, wortlaut=wording, umgebung=" ".join(shown.split()))

    def _checked(self, art: str, wert: str) -> tuple[str | None, str]:
        """The table, where there is one, and the value that the rule keeps; WrongUse for what nothing is known of."""
        if art == "objekt":
            return self._object(wert)
        if art == "dokument":
            sha = wert.strip().lower()
            if not self._ask(
                "SELECT 1 FROM abrufe WHERE sha256 = ?1 UNION SELECT 1 FROM dateien WHERE sha256 = ?1", sha
            ):
                raise WrongUse(f"{wert}: no archived file has this sha256")
            return None, sha
        if art != "wortlaut":
            raise WrongUse(f"{art}: takedowns are by objekt, dokument or wortlaut")
        wording = " ".join(wert.split())
        if len(re.sub(r"[\W_]", "", wording)) < KUERZESTE:
            raise WrongUse(
                f"the wording has fewer than {KUERZESTE} letters and digits: it would strike other texts too"
            )
        return None, wording

    def _object(self, name: str) -> tuple[str, str]:
        """Table and id; WrongUse where no object, or one of several tables, has it."""
        table, _, id_ = name.rpartition("/")
        if table and table not in ORDNUNG:
            raise WrongUse(f"{table}: no table of objects; one of {', '.join(ORDNUNG)}")
        known = "SELECT 1 FROM {} WHERE id = ?"
        found = [each for each in ORDNUNG if table in {"", each} and self._ask(known.format(each), id_)]
        if len(found) != 1:
            several = f"several objects have this id; say {' or '.join(f'{each}/{id_}' for each in found)}"
            raise WrongUse(f"{name}: {several if found else 'no object has this id'}")
        return found[0], id_

    def _ask(self, sql: str, *values: str) -> bool:
        if not self._public.is_file():
            raise WrongUse(f"{self._public}: there is no database yet")
        with closing(sqlite3.connect(f"{self._public.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, values).fetchone() is not None

    def _changed(self, sql: str, values: tuple[object, ...]) -> Wirkung:
        """Commit a changed rule, and then what follows from it."""
        with database.transaction(self._intern):
            nummer = self._ruled(sql, values)
        return replace(self._enforced(), nummer=nummer)

    def _ruled(self, sql: str, values: tuple[object, ...]) -> int:
        nummer = int(self._intern.execute(sql, values).fetchone()[0])
        self._intern.execute("UPDATE regelstand SET stand = stand + 1")
        return nummer

    def _preview(self, sql: str, values: tuple[object, ...]) -> Wirkung:
        """What would follow from a rule, which is then forgotten."""
        self._intern.execute("BEGIN IMMEDIATE")
        try:
            self._ruled(sql, values)
            with self._opened() as public:
                return Wirkung(zeilen=dict(would_change(public, self._schutz)))
        finally:
            self._intern.execute("ROLLBACK")
            self._schutz.reload()

    def _enforced(self) -> Wirkung:
        if not self._public.is_file():
            return Wirkung()
        with self._opened() as public:
            zeilen, clean = finish(public, self._schutz)
            return Wirkung(zeilen=dict(zeilen), offen=not clean)

    def _opened(self) -> closing[sqlite3.Connection]:
        return closing(database.connect(self._public))


_ADD = "INSERT INTO sperren (art, tabelle, wert, pruefsumme, grund, am) VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
_RELEASE = "INSERT INTO freigaben (art, tabelle, wert, am) VALUES (?, ?, ?, ?) RETURNING id"
_NON_PUBLIC = "SELECT 1 FROM hinweise WHERE tabelle = ? AND objekt = ? AND art = 'nichtoeffentlich' AND bis IS NULL"
_HIDDEN = """
SELECT objekt, feld, gezeigt, original FROM originale
WHERE tabelle = ? AND feld <> 'html' AND feld NOT LIKE '*%' ORDER BY objekt, feld
"""
_LIST = """
SELECT s.id, s.art, s.tabelle, s.wert, s.pruefsumme, s.grund, s.am, s.aufgehoben,
    (SELECT count(*) FROM betroffen b WHERE b.sperre = s.id)
FROM sperren s ORDER BY s.id
"""

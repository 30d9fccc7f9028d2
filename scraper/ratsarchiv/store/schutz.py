"""What may be shown of what was read: the store passes every value through here before it writes it.

What is hidden is remembered in `intern.db` before the public database is written. Begin the public transaction before
the first `public`, and `keep` before its end: then no takedown can slip in between.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, Self

from ratsarchiv.store import schutz_schema
from ratsarchiv.store.database import transaction
from ratsarchiv.store.intern import connect
from ratsarchiv.store.schutz_regeln import Grund, Objekt, Regeln

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from ratsarchiv.store.merge import Value

__all__ = ["Schutz", "aenderung_id", "digest", "schutz_schema"]

ZEILE = "*"
"""Instead of a field: the whole row, as JSON."""


class Key(NamedTuple):
    """Where an original belongs, and what is shown instead of it."""

    tabelle: str
    objekt: str
    feld: str
    gezeigt: str


class Original(NamedTuple):
    """A value that is not shown."""

    wert: str
    """As JSON."""
    grund: str
    """The reason class of a takedown, `maskiert`, `zurueckgezogen`, `nichtoeffentlich`."""
    eigen: bool
    seit: str


class Schutz:
    """The rules in `intern.db` at `path`, and the originals of what they hide."""

    def __init__(self, path: Path) -> None:
        self.intern = connect(path)
        self.regeln = Regeln.of(self.intern)
        self._fresh = True
        self._originals: dict[Key, Original] = {}
        self._affected: dict[tuple[int, str, str], tuple[str | None, str | None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was not kept is forgotten."""
        self.intern.close()

    def public(
        self,
        record_table: str,
        id: str,  # noqa: A002
        values: Mapping[str, Value],
        *,
        zeitpunkt: str = "",
        eigen: bool = True,
    ) -> dict[str, Value]:
        """What may be shown of these values; the others are pending originals until `keep`.

        `zeitpunkt` and `eigen` (said by the object's own page) decide between originals that look alike when hidden:
        the newest of its own page is kept. History needs no asking: it is written from what is shown.
        """
        self._refresh()
        if record_table == "dateien":
            return self._file(id, values)
        shown, reasons = self.regeln.redact(record_table, id, values)
        for feld, grund in reasons.items():
            self.hide((record_table, id), feld, (values[feld], shown[feld]), grund, zeitpunkt=zeitpunkt, eigen=eigen)
            self.affect(grund, record_table, id, values)
        return shown

    def remember(self, tabelle: str, objekt: str, feld: str, original: Value, grund: str) -> None:
        """Keep what the store itself is about to empty (`zurueckgezogen`, `nichtoeffentlich`)."""
        if original not in {None, ""}:
            true = self.original(Key(tabelle, objekt, feld, digest(original)))
            wert = json.dumps(original, ensure_ascii=False) if true is None else true.wert
            self._originals[Key(tabelle, objekt, feld, f"{grund}:")] = Original(wert, grund, True, "")

    def released(self, tabelle: str, objekt: str) -> str | None:
        """The day on which the operator has released an object; None where it stays as the council wants it."""
        self._refresh()
        return self.regeln.freie_objekte.get((tabelle, objekt))

    def keep(self) -> None:
        """Commit the pending originals to `intern.db`; a second time changes nothing."""
        if self._originals or self._affected:
            with transaction(self.intern):
                self.intern.executemany(
                    _KEEP,
                    [
                        (*key, *original[:2], int(original.eigen), original.seit)
                        for key, original in self._originals.items()
                    ],
                )
                self.intern.executemany(_AFFECT, [(*key, *about) for key, about in self._affected.items()])
        self._originals.clear()
        self._affected.clear()
        self._fresh = False

    def forget(self) -> None:
        """Drop the pending originals: the transaction that they belong to has failed."""
        self._originals.clear()
        self._affected.clear()
        self._fresh = False

    def hide(
        self,
        objekt: Objekt,
        feld: str,
        values: tuple[Value, Value],
        grund: Grund,
        *,
        zeitpunkt: str = "",
        eigen: bool = True,
    ) -> Key:
        """Remember that of a field's two `values`, as it is and as it is shown, only the second may be public."""
        wert, shown = values
        key = Key(*objekt, feld, digest(shown))
        reason = grund if isinstance(grund, str) else "sperre"
        new = Original(json.dumps(wert, ensure_ascii=False), reason, eigen, zeitpunkt)
        known = self._originals.get(key)
        if known is None or (new.eigen, new.seit) >= (known.eigen, known.seit):
            self._originals[key] = new
        return key

    def original(self, key: Key) -> Original | None:
        """What is hidden there, if it is."""
        if found := self._originals.get(key):
            return found
        sql = "SELECT original, grund, eigen, seit FROM originale WHERE tabelle = ? AND objekt = ? AND feld = ? AND gezeigt = ?"
        row = self.intern.execute(sql, key).fetchone()
        return Original(row[0], row[1], bool(row[2]), row[3]) if row else None

    def reload(self) -> None:
        """Read the rules anew."""
        self.regeln = Regeln.of(self.intern)
        self._fresh = True

    def _refresh(self) -> None:
        """Another program may have changed the rules since the last transaction."""
        if not self._fresh:
            if self.intern.execute("SELECT stand FROM regelstand").fetchone()[0] != self.regeln.stand:
                self.reload()
            self._fresh = True

    def affect(self, grund: Grund, tabelle: str, objekt: str, values: Mapping[str, Value]) -> None:
        """Remember that a takedown struck an object, whose `values` say of which Kommune it is and on which page."""
        if isinstance(grund, int):
            kommune, url = (None if values.get(name) is None else str(values[name]) for name in ("kommune", "url"))
            self._affected[grund, tabelle, objekt] = (kommune, url)
            self.regeln.page_of(grund, tabelle, objekt, url)

    def _file(self, sha: str, values: Mapping[str, Value]) -> dict[str, Value]:
        sperre = self.regeln.dateien.get(sha)
        if sperre is None:
            return dict(values)
        self.affect(sperre, "dateien", sha, values)
        return {**values, "sha256": None}


def digest(shown: Value) -> str:
    """By which a shown value is known again."""
    return sha256(json.dumps(shown, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def aenderung_id(tabelle: str, objekt: str, feld: str, zeitpunkt: str) -> str:
    """What names a row of history in every rebuild."""
    return json.dumps([tabelle, objekt, feld, zeitpunkt], ensure_ascii=False)


_KEEP = """
INSERT INTO originale (tabelle, objekt, feld, gezeigt, original, grund, eigen, seit) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (tabelle, objekt, feld, gezeigt) DO UPDATE
SET original = excluded.original, grund = excluded.grund, eigen = excluded.eigen, seit = excluded.seit
WHERE (excluded.eigen, excluded.seit) >= (originale.eigen, originale.seit)
"""
_AFFECT = "INSERT INTO betroffen (sperre, tabelle, objekt, kommune, url) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"

"""A council's places and where its texts name them: rows that follow from the gazetteer and the public texts alone."""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from ratsarchiv.store.quelltexte import Quelltext, gelesen, ungelesen, vergessen
from ratsarchiv.store.textstelle import textstelle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

ZWECK = "orte"
AUF_EINMAL = 500
Ort = tuple[str, str, str, float, float, str]
"""Its id, name, kind, latitude, longitude, and who says so."""
Fund = tuple[str, int, int, str]
"""A place's id, where its name begins and ends in the text, and the grade."""
Zeile = tuple[str, str, str, str, str, str, int, int, str, str]


def load(connection: sqlite3.Connection, kommune: str, orte: Iterable[Ort], regeln: str = "") -> bool:
    """Makes the table `orte` say what a council's gazetteer says; whether anything changed.

    Then, or when the rules by which places are found (`regeln`) have changed, all texts are to be read anew.
    """
    wanted = {id_: (id_, kommune, *said) for id_, *said in orte}
    found = connection.execute(
        "SELECT id, kommune, name, art, lat, lon, herkunft FROM orte WHERE kommune = ?", (kommune,)
    )
    known = {row[0]: row for row in found}
    digest = sha256(repr((regeln, sorted(wanted.values()))).encode()).hexdigest()
    said = connection.execute(
        "SELECT pruefsumme FROM _muster WHERE kommune = ? AND zweck = ?", (kommune, ZWECK)
    ).fetchone()
    if known == wanted and (said == (digest,) or not (said or wanted)):
        return False
    vergessen(connection, ZWECK, kommune)
    connection.executemany("DELETE FROM orte WHERE id = ?", [(id_,) for id_ in known.keys() - wanted.keys()])
    connection.executemany(UPSERT, [row for id_, row in wanted.items() if row != known.get(id_)])
    connection.execute(
        "INSERT INTO _muster (kommune, zweck, pruefsumme) VALUES (?, ?, ?)"
        " ON CONFLICT (kommune, zweck) DO UPDATE SET pruefsumme = excluded.pruefsumme",
        (kommune, ZWECK, digest),
    )
    return True


UPSERT = """
INSERT INTO orte (id, kommune, name, art, lat, lon, herkunft) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, art = excluded.art, lat = excluded.lat, lon = excluded.lon, herkunft = excluded.herkunft
"""


def derive(connection: sqlite3.Connection, kommune: str, find: Callable[[str, str], Sequence[Fund]]) -> int:
    """Reads every text that was not read for places yet, and keeps what `find(text, art)` finds; how many rows it wrote."""
    texts, written = ungelesen(connection, ZWECK, kommune), 0
    while some := list(islice(texts, AUF_EINMAL)):
        rows = [row for each in some if each.vorlagen for row in _zeilen(each, find(each.text, each.art))]
        connection.executemany(
            "INSERT INTO ortsnennungen"
            " (id, kommune, vorlage, ort, tabelle, objekt, anfang, ende, textstelle, grad)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        gelesen(connection, ZWECK, some)
        written += len(rows)
    return written


def _zeilen(text: Quelltext, funde: Sequence[Fund]) -> Iterator[Zeile]:
    """A row for each Vorlage and each time that a place is named."""
    for ort, anfang, ende, grad in funde:
        stelle = textstelle(text.text, anfang, ende)
        for vorlage in text.vorlagen:
            what = "|".join((text.tabelle, text.objekt, vorlage, ort, str(anfang)))
            id_ = f"{text.kommune}-nennung-{sha256(what.encode()).hexdigest()[:16]}"
            yield id_, text.kommune, vorlage, ort, text.tabelle, text.objekt, anfang, ende, stelle, grad

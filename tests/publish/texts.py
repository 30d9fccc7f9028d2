"""What is read from the made-up council's texts: pages, references, places, a Vorgang, and the search's index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ratsarchiv.store.suche import aufbau, worte

from . import council

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ratsarchiv.model import Record

K = council.K
LAGEPLAN, NIEDERSCHRIFT, GUTACHTEN = "a" * 64, "b" * 64, "c" * 64
ANLAGE = f"{K}-100-do1"
PROTOKOLL = f"{K}-si503-do9"
LANG = f"{K}-200-do1"
VORGANG = f"{K}-200-vg"
PAGES = 90
WORTLAUT = "Die Brücke ersetzt die Furt, die nach der Vorlage 2024/0090 oft gesperrt ist."

_DOKUMENTE = (
    (PROTOKOLL, None, f"{K}-503", "Niederschrift", NIEDERSCHRIFT, f"{council.BI}getfile.asp?id=9"),
    (LANG, f"{K}-200", None, "Gutachten zur Furt", GUTACHTEN, f"{council.BI}getfile.asp?id=10"),
)
_SEITEN = (
    (LAGEPLAN, 1, "Lageplan der Radbrücke\nMaßstab 1:500", "text"),
    (LAGEPLAN, 2, "", "keine"),
    (LAGEPLAN, 3, WORTLAUT, "ocr"),
    (NIEDERSCHRIFT, 1, "Der Stadtrat spricht über die Vorlage 2025/0417 und die Eichenallee.", "text"),
    *((GUTACHTEN, number, f"Messung {number} des Wasserstandes", "text") for number in range(1, PAGES + 1)),
)
_VERWEISE = (
    ("t1", f"{K}-100", f"{K}-200", "2024/0090", WORTLAUT, "seiten", f"{LAGEPLAN}-3", 3),
    ("t2", None, f"{K}-100", "2025/0417", "… die Vorlage 2025/0417 …", "seiten", f"{NIEDERSCHRIFT}-1", 1),
    ("t3", f"{K}-400", f"{K}-100", "2025/0417", "Zum Neubau siehe 2025/0417.", "vorlagen", f"{K}-400", None),
)
_ORTE = (("o1", "Lohmeufer", "strasse"), ("o2", "Talstraße", "strasse"), ("o3", "Furt", "bruecke"))
_NENNUNGEN = (
    (f"{K}-100", "o3", "abschnitte", f"{K}-100-vo-2", "Die Furt ist oft gesperrt.", "erwaehnt"),
    (f"{K}-100", "o3", "seiten", f"{LAGEPLAN}-3", WORTLAUT, "erwaehnt"),
    (f"{K}-100", "o1", "vorlagen", f"{K}-100", "über die Lohme", "betreff"),
    (f"{K}-400", "o2", "vorlagen", f"{K}-400", "Umbenennung der Talstraße", "betreff"),
)


def build(path: Path, pages: list[list[Record]] | None = None) -> Path:
    """The council's database with all of it."""
    council.build(path, pages or [])
    with changing(path) as connection:
        fill(connection)
    return path


def changing(path: Path) -> AbstractContextManager[sqlite3.Connection]:
    """A connection that may write as the store's does; the index is brought up to date when it closes."""
    return _Changing(path)


class _Changing:
    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        worte.register(self._connection)

    def __enter__(self) -> sqlite3.Connection:
        self._connection.execute("begin")
        return self._connection

    def __exit__(self, *_: object) -> None:
        with closing(self._connection):
            aufbau.aktualisieren(self._connection)
            self._connection.execute("commit")


def fill(connection: sqlite3.Connection) -> None:
    """Put it in."""
    connection.executemany(
        "insert into dateien (sha256, mime, groesse) values (?, 'application/pdf', 1)",
        [(LAGEPLAN,), (NIEDERSCHRIFT,), (GUTACHTEN,)],
    )
    connection.executemany(
        "insert into dokumente (id, kommune, vorlage, sitzung, titel, datei, url, position, zuerst_gesehen, zuletzt_gesehen)"
        f" values (?, '{K}', ?, ?, ?, ?, ?, 1, '2026', '2026')",
        _DOKUMENTE,
    )
    connection.execute("update dokumente set datei = ? where id = ?", (LAGEPLAN, ANLAGE))
    seiten = [(f"{datei}-{seite}", datei, seite, text, quelle) for datei, seite, text, quelle in _SEITEN]
    connection.executemany("insert into seiten (id, datei, seite, text, quelle) values (?, ?, ?, ?, ?)", seiten)
    connection.executemany(
        "insert into verweise (id, von, nach, nummer, textstelle, quelle_tabelle, quelle, seite, kommune, art,"
        f" zuerst_gesehen, zuletzt_gesehen) values (?, ?, ?, ?, ?, ?, ?, ?, '{K}', 'text', '2026', '2026')",
        _VERWEISE,
    )
    connection.executemany(
        f"insert into orte (id, kommune, name, art, lat, lon, herkunft) values (?, '{K}', ?, ?, 51, 9, 'OpenStreetMap')",
        _ORTE,
    )
    connection.executemany(
        "insert into ortsnennungen (id, kommune, vorlage, ort, tabelle, objekt, anfang, ende, textstelle, grad)"
        f" values (?, '{K}', ?, ?, ?, ?, 0, 4, ?, ?)",
        list(_numbered(_NENNUNGEN)),
    )
    connection.execute(
        f"insert into vorgaenge (id, kommune, titel, vorlagen, von, bis)"
        f" values (?, '{K}', 'Antrag: Furt sperren', 2, '2024-06-12', '2026-02-25')",
        (VORGANG,),
    )
    connection.executemany(
        "insert into vorgang_vorlagen (vorgang, vorlage) values (?, ?)", [(VORGANG, f"{K}-100"), (VORGANG, f"{K}-200")]
    )


def _numbered(rows: tuple[tuple[Any, ...], ...]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows):
        yield (f"n{number}", *row)

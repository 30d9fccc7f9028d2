"""The numbers about completeness and places that are counted at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratsarchiv.store import database, kennzahlen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

SEEN = "'2026-01-01', '2026-01-01'"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = database.connect(tmp_path / "ratsarchiv.db")
    opened.execute("insert into kommunen (id, name) values ('k', 'K')")
    yield opened
    opened.close()


def counted(connection: sqlite3.Connection, frage: str) -> dict[tuple[str, str], int]:
    connection.execute("begin")
    kennzahlen.aktualisieren(connection)
    connection.execute("commit")
    found = connection.execute("select a, b, wert from kennzahlen where kommune = 'k' and frage = ?", (frage,))
    return {(a, b): int(wert) for a, b, wert in found}


def capture(connection: sqlite3.Connection, url: str, ergebnis: str, art: str | None = "vo020") -> int | None:
    return connection.execute(
        "insert into abrufe (kommune, url, zeitpunkt, http_status, sha256, groesse, warc, offset, laenge, ergebnis, seitenart)"
        " values ('k', ?, '2026-01-01', 200, ?, 1, 'w', 0, 1, ?, ?)",
        (url, url, ergebnis, art),
    ).lastrowid


def vorlage(connection: sqlite3.Connection, id_: str, *, abruf: int | None = None, gone: str | None = None) -> None:
    connection.execute(
        f"insert into vorlagen (id, kommune, url, abruf, verschwunden_seit, zuerst_gesehen, zuletzt_gesehen)"
        f" values (?, 'k', ?, ?, ?, {SEEN})",
        (id_, id_, abruf, gone),
    )


def hidden(connection: sqlite3.Connection, id_: str, bis: str | None = None) -> None:
    connection.execute(
        "insert into hinweise (kommune, tabelle, objekt, art, datum, bis)"
        " values ('k', 'vorlagen', ?, 'nichtoeffentlich', '2026', ?)",
        (id_, bis),
    )


def test_every_vorlage_has_exactly_one_state(connection: sqlite3.Connection) -> None:
    vorlage(connection, "named")
    vorlage(connection, "read", abruf=capture(connection, "read", "geparst"))
    vorlage(connection, "hidden")
    hidden(connection, "hidden")
    vorlage(connection, "hidden-once")
    hidden(connection, "hidden-once", bis="2026-02-01")
    vorlage(connection, "hidden-later", abruf=capture(connection, "hidden-later", "geparst"), gone="2026-02-01")
    hidden(connection, "hidden-later")
    vorlage(connection, "gone", abruf=capture(connection, "gone", "geparst"), gone="2026-02-01")
    vorlage(connection, "broken")
    capture(connection, "broken", "fehler")
    assert counted(connection, "seiten") == {
        ("vorlagen", "genannt"): 2,
        ("vorlagen", "gelesen"): 1,
        ("vorlagen", "nicht_oeffentlich"): 2,
        ("vorlagen", "verschwunden"): 1,
        ("vorlagen", "nicht_verstanden"): 1,
    }
    assert counted(connection, "antworten") == {("vo020", "geparst"): 3, ("vo020", "fehler"): 1}
    assert counted(connection, "verborgen") == {("nichtoeffentlich", "vorlagen"): 2}


def dokument(
    connection: sqlite3.Connection,
    id_: str,
    *,
    datei: str | None = None,
    titel: str | None = "D",
    gone: str | None = None,
) -> None:
    connection.execute(
        f"insert into dokumente (id, kommune, titel, datei, verschwunden_seit, zuerst_gesehen, zuletzt_gesehen)"
        f" values (?, 'k', ?, ?, ?, {SEEN})",
        (id_, titel, datei, gone),
    )


def datei(connection: sqlite3.Connection, sha: str, fehler: str | None, *pages: str) -> str:
    connection.execute("insert into dateien (sha256, groesse, fehler) values (?, 1, ?)", (sha, fehler))
    for number, quelle in enumerate(pages, 1):
        connection.execute("insert into seiten values (?, ?, ?, '', ?)", (f"{sha}-{number}", sha, number, quelle))
    return sha


def test_every_document_has_exactly_one_state(connection: sqlite3.Connection) -> None:
    for sha in (datei(connection, "text", None, "keine", "text"), datei(connection, "half", "zeit", "ocr", "fehler")):
        dokument(connection, sha, datei=sha)
    dokument(connection, "plan", datei=datei(connection, "plan", None, "keine"))
    dokument(connection, "locked", datei=datei(connection, "locked", "verschluesselt"))
    dokument(connection, "unread", datei=datei(connection, "unread", None))
    dokument(connection, "missing")
    dokument(connection, "gone", datei="text", gone="2026-02-01")
    dokument(connection, "nameless", datei="text", titel=None)
    assert counted(connection, "dokumente") == {
        ("mit_text", ""): 2,
        ("ohne_text", ""): 1,
        ("ohne_text", "verschluesselt"): 1,
        ("ungelesen", ""): 1,
        ("nicht_geholt", ""): 1,
        ("verschwunden", ""): 1,
    }


def named(connection: sqlite3.Connection, *mentions: tuple[str, str, str]) -> None:
    for number, (papier, tabelle, objekt) in enumerate(mentions):
        connection.execute(
            "insert into ortsnennungen values (?, 'k', ?, 'o', ?, ?, 0, 1, 'Stelle', 'erwaehnt')",
            (f"n{number}", papier, tabelle, objekt),
        )


def test_a_place_counts_the_vorlagen_that_are_shown(connection: sqlite3.Connection) -> None:
    connection.execute("insert into orte (id, kommune, name, art) values ('o', 'k', 'Ort', 'platz')")
    days = {
        "v1": "2026-01-01",
        "v2": "2026-03-01",
        "v3": None,
        "v4": "2026-02-01",
        "v5": "2026-04-01",
        "v6": "2026-05-01",
    }
    for id_, day in days.items():
        vorlage(connection, id_, gone="2026-06-01" if id_ == "v5" else None)
        connection.execute("update vorlagen set letzte_beratung = ? where id = ?", (day, id_))
    datei(connection, "shown", None, "text")
    datei(connection, "withdrawn", None, "text")
    dokument(connection, "d1", datei="shown")
    dokument(connection, "d2", datei="withdrawn", gone="2026-02-01")
    named(
        connection,
        ("v1", "vorlagen", "v1"), ("v1", "abschnitte", "a"), ("v2", "seiten", "shown-1"), ("v3", "vorlagen", "v3"),
        ("v4", "vorlagen", "v4"), ("v5", "vorlagen", "v5"), ("v6", "seiten", "withdrawn-1"),
    )  # fmt: skip
    assert counted(connection, "orte") == {("o", "v2"): 4}

"""The index of captures (`abrufe`): which answers there are, and which say nothing new."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from ratsarchiv.store.merge import Reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ratsarchiv.model import Capture


class Kept(NamedTuple):
    """A capture in the index."""

    reading: Reading
    neu: bool
    """False where it was there already."""


def utc(time: datetime) -> str:
    """A time as the tables keep it, so that texts sort as times do."""
    if time.tzinfo is None:
        raise ValueError(f"{time}: a time without its zone")
    return time.astimezone(UTC).isoformat()


def keep(
    connection: sqlite3.Connection,
    capture: Capture,
    *,
    seitenart: str | None,
    ergebnis: str,
    inhalt: str | None = None,
    system: str | None = None,
) -> Kept:
    """The capture's row, made where missing."""
    seen = utc(capture.zeitpunkt)
    row = (
        capture.kommune, capture.url, seen, capture.http_status, capture.mime, capture.sha256, capture.groesse,
        capture.warc, capture.offset, capture.laenge, seitenart, ergebnis, inhalt, capture.herkunft, system,
    )  # fmt: skip
    made = connection.execute(INSERT, row).fetchone()
    (abruf,) = made or connection.execute(KNOWN, (capture.url, seen, capture.sha256)).fetchone()
    return Kept(_reading(connection, capture.url, abruf, seen), made is not None)


def _reading(connection: sqlite3.Connection, url: str, abruf: int, seen: str) -> Reading:
    davor = connection.execute(BEFORE, (url, seen)).fetchone() or (None, None)
    danach = connection.execute(AFTER, (url, seen)).fetchone() or (None, None)
    if danach[1] is None or danach[1] != davor[1]:
        return Reading(abruf, seen, davor[0], danach[0])
    earlier = connection.execute(EARLIER, (url, seen))
    return Reading(abruf, seen, davor[0], danach[0], _same(earlier, danach[1]))


def _same(earlier: Iterable[tuple[str, str | None]], inhalt: str) -> frozenset[str]:
    """The times of the newest captures, one after the other, that show the same page."""
    times = set()
    for time, said in earlier:
        if said != inhalt:
            break
        times.add(time)
    return frozenset(times)


def unchanged_since(connection: sqlite3.Connection, capture: Capture, inhalt: str) -> int | None:
    """The capture of the same page that this one repeats; None if it is news, comes in late, or follows a refusal."""
    where = (capture.kommune, capture.url, utc(capture.zeitpunkt))
    if connection.execute(LATER, where).fetchone():
        return None
    for abruf, ergebnis, status, said in connection.execute(LAST, where):
        if ergebnis == "geparst":
            return int(abruf) if said == inhalt else None
        if status < 500:
            return None
    return None


def refused_in_a_row(connection: sqlite3.Connection, capture: Capture, most: int) -> int:
    """How many pages that were shown before were refused since anything was, up to `most`; 0 if this one never was."""
    refused = {capture.url}
    if not connection.execute(SHOWN_BEFORE, (capture.url, utc(capture.zeitpunkt))).fetchone():
        return 0
    for url, seen, ergebnis in connection.execute(NEWEST, (capture.kommune,)):
        if ergebnis in {"geparst", "dokument"} or len(refused) >= most:
            break
        if ergebnis in {"nicht_oeffentlich", "fehlt"} and connection.execute(SHOWN_BEFORE, (url, seen)).fetchone():
            refused.add(url)
    return len(refused)


def twin(connection: sqlite3.Connection, kommune: str, *, inhalt: str | None, sha256: str) -> tuple[str, int] | None:
    """(file, offset) of the earliest answer with the same bytes, or else of the same page."""
    same = connection.execute(SAME_BYTES, (sha256, kommune)).fetchone()
    if same is None and inhalt is not None:
        same = connection.execute(SAME_PAGE, (kommune, inhalt)).fetchone()
    return same and (str(same[0]), int(same[1]))


INSERT = (
    "INSERT INTO abrufe (kommune, url, zeitpunkt, http_status, mime, sha256, groesse, warc, offset, laenge, seitenart,"
    " ergebnis, inhalt, herkunft, system) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (url, zeitpunkt, sha256) DO NOTHING RETURNING id"
)
KNOWN = "SELECT id FROM abrufe WHERE url = ? AND zeitpunkt = ? AND sha256 = ?"
SAYS = "iif(EXISTS (SELECT 1 FROM _neu_lesen n WHERE n.abruf = abrufe.id), NULL, inhalt)"
"""The page, unless it has to be read again whatever it says."""
EARLIER = (
    f"SELECT zeitpunkt, {SAYS} FROM abrufe WHERE url = ? AND zeitpunkt < ? AND ergebnis = 'geparst'"  # noqa: S608
    " ORDER BY zeitpunkt DESC"
)
BEFORE = f"{EARLIER} LIMIT 1"
AFTER = (
    f"SELECT zeitpunkt, {SAYS} FROM abrufe WHERE url = ? AND zeitpunkt > ? AND ergebnis = 'geparst'"  # noqa: S608
    " ORDER BY zeitpunkt LIMIT 1"
)
LATER = "SELECT 1 FROM abrufe WHERE kommune = ? AND url = ? AND zeitpunkt > ? LIMIT 1"
LAST = (
    f"SELECT id, ergebnis, http_status, {SAYS} FROM abrufe"  # noqa: S608
    " WHERE kommune = ? AND url = ? AND zeitpunkt < ?"
    " ORDER BY zeitpunkt DESC"
)
SHOWN_BEFORE = (
    "SELECT 1 FROM abrufe WHERE url = ? AND zeitpunkt < ?"
    " AND ergebnis IN ('geparst', 'dokument', 'nicht_gelesen') ORDER BY zeitpunkt LIMIT 1"
)
"""A document's address sends us on when it shows something."""
NEWEST = "SELECT url, zeitpunkt, ergebnis FROM abrufe WHERE kommune = ? ORDER BY id DESC"
SAME_BYTES = "SELECT warc, offset FROM abrufe WHERE sha256 = ? AND +kommune = ? ORDER BY id LIMIT 1"
SAME_PAGE = "SELECT warc, offset FROM abrufe WHERE kommune = ? AND inhalt = ? ORDER BY id LIMIT 1"

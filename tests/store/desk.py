"""Pages of a made-up council, put into the store by hand, and the tables as anybody reads them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from ratsarchiv.model import (
    RECORD_TYPES,
    Absage,
    Abschnitt,
    Auszug,
    Beratung,
    Capture,
    Dokument,
    Gremium,
    Link,
    Liste,
    Mitgliedschaft,
    Parsed,
    Person,
    Problem,
    Record,
    Sitzung,
    Tagesordnungspunkt,
    Verweis,
    Vorlage,
    columns,
)
from ratsarchiv.store import Counts, Store, dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ratsarchiv.store.schutz import Schutz as Tresor
    from ratsarchiv.store.veil import Schutz

K = "musterdorf"
START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
TODAY = date(2026, 3, 15)
Row = dict[str, Any]

OBJECTS = (
    "gremien", "personen", "mitgliedschaften", "vorlagen", "sitzungen", "tagesordnungspunkte", "auszuege",
    "beratungen", "abschnitte", "dokumente", "verweise",
)  # fmt: skip


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def seen(minute: int) -> str:
    """A time as the tables keep it."""
    return at(minute).isoformat()


def capture(minute: int, url: str, body: bytes = b"page", **other: Any) -> Capture:
    answer: dict[str, Any] = {
        "kommune": K,
        "url": url,
        "zeitpunkt": at(minute),
        "http_status": 200,
        "mime": "text/html",
        "header": {},
        "body": body,
        "anfang": body[:64],
        "groesse": len(body),
        "sha256": sha256(body + url.encode()).hexdigest(),
        "warc": f"{K}/a.warc.gz",
        "offset": minute,
        "laenge": 9,
    }
    return Capture(**answer | other)


OTHERS = {record.tabelle: {name for name, anderswo in columns(record) if anderswo} for record in RECORD_TYPES}
"""What other pages print."""


def vorlage(number: int = 1, **said: Any) -> Vorlage:
    return Vorlage(id=f"{K}-{number}", kommune=K, url=f"vo{number}", **said)


def beratung(position: int, number: int = 1, **said: Any) -> Beratung:
    return Beratung(
        id=f"{K}-{number}-b{position}",
        kommune=K,
        url=f"vo{number}",
        vorlage=f"{K}-{number}",
        position=position,
        **said,
    )


def dokument(position: int, number: int = 1) -> Dokument:
    return Dokument(
        id=f"{K}-vo{number}-do{position}",
        kommune=K,
        url=f"vo{number}",
        vorlage=f"{K}-{number}",
        position=position,
        art="anlage",
        titel=f"Anlage {position}",
    )


def sitzung(number: int = 70, **said: Any) -> Sitzung:
    return Sitzung(id=f"{K}-{number}", kommune=K, url=f"to{number}", **said)


def item(number: int, meeting: int = 70, **said: Any) -> Tagesordnungspunkt:
    ids: Row = {"id": f"{K}-{number}", "sitzung": f"{K}-{meeting}"}
    return Tagesordnungspunkt(kommune=K, url=f"top{number}", **ids, **said)


def auszug(number: int, **said: Any) -> Auszug:
    return Auszug(id=f"{K}-{number}", kommune=K, url=f"top{number}", tagesordnungspunkt=f"{K}-{number}", **said)


def abschnitt(text: str, number: int = 1, **owner: str) -> Abschnitt:
    said: Row = owner or {"vorlage": f"{K}-{number}"}
    return Abschnitt(
        id=f"{K}-{number}-{'-'.join(owner)}-1", kommune=K, url=f"vo{number}", position=1, code=None, art="sachverhalt",
        ueberschrift="Sachverhalt", text=text, html=f"<p>{text}</p>", **said,
    )  # fmt: skip


def verweis(number: int, other: int, textstelle: str | None) -> Verweis:
    ids: Row = {"von": f"{K}-{number}", "nach": f"{K}-{other}", "nummer": f"{other}/2026"}
    return Verweis(
        id=f"{K}-{number}-text-{other}", kommune=K, url=f"vo{number}", art="text", textstelle=textstelle, **ids
    )


def gremium(number: int = 1, **said: Any) -> Gremium:
    return Gremium(id=f"{K}-au{number}", kommune=K, url=f"au{number}", **said)


def person(number: int = 5, **said: Any) -> Person:
    return Person(id=f"{K}-{number}", kommune=K, url=f"kp{number}", **said)


def mitgliedschaft(committee: int = 1, member: int = 5, **said: Any) -> Mitgliedschaft:
    ids: Row = {"person": f"{K}-{member}", "gremium": f"{K}-au{committee}"}
    return Mitgliedschaft(id=f"{K}-au{committee}-{member}", kommune=K, url=f"au{committee}", **ids, **said)


def passing(*records: Record) -> tuple[Link, ...]:
    """Links that say something in passing."""
    return tuple(Link(url=record.url, platzhalter=record) for record in records)


def beratungen_of(number: int = 1) -> Liste:
    return Liste(tabelle="beratungen", spalte="vorlage", id=f"{K}-{number}")


class Desk:
    """A store, one run in it, and a reader beside it."""

    def __init__(self, path: Path, schutz: Schutz | None = None) -> None:
        self.path = path
        self.store = Store(path, schutz)
        self.lauf = self.store.begin_run(K, "import", START)

    def read(
        self, minute: int, url: str, *records: Record, links: Sequence[Link] = (), lists: Sequence[Liste] = ()
    ) -> Counts:
        """A page of `url` that was captured at `minute`."""
        parsed = Parsed(url=url, seitenart="vo020", records=records, links=tuple(links), vollstaendig=tuple(lists))
        return self.save(capture(minute, url), parsed)

    def unchanged(self, minute: int, url: str, inhalt: str) -> Counts | None:
        """A page of `url` that was captured at `minute` and looks as `inhalt` says."""
        return self.store.save_unchanged(capture(minute, url), inhalt, lauf=self.lauf, seitenart="vo020")

    def look(
        self,
        minute: int,
        url: str,
        inhalt: str,
        *records: Record,
        links: Sequence[Link] = (),
        lists: Sequence[Liste] = (),
    ) -> Counts:
        """The page as a run takes it in: read only if it is not what it was."""
        known = self.unchanged(minute, url, inhalt)
        if known is not None:
            return known
        parsed = Parsed(url=url, seitenart="vo020", records=records, links=tuple(links), vollstaendig=tuple(lists))
        return self.store.save_page(
            capture(minute, url), parsed, lauf=self.lauf, ergebnis="geparst", seitenart="vo020", inhalt=inhalt
        )

    def refuse(self, minute: int, record: Record, art: Literal["nichtoeffentlich", "weg"] = "weg") -> Counts:
        """An answer at `minute` that doesn't show the object."""
        absage = Absage(tabelle=record.tabelle, id=record.id, art=art)
        ergebnis, status = ("fehler", 404) if art == "weg" else ("nicht_oeffentlich", 200)
        page = capture(minute, record.url, art.encode(), http_status=status)
        return self.store.save_page(page, None, lauf=self.lauf, ergebnis=ergebnis, seitenart="vo020", absagen=[absage])

    def save(self, page: Capture, parsed: Parsed | None, *problems: Problem, ergebnis: str = "geparst") -> Counts:
        return self.store.save_page(
            page, parsed, lauf=self.lauf, problems=problems, ergebnis=ergebnis, seitenart="vo020"
        )

    def query(self, sql: str, *values: Any) -> list[Row]:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            rows = [dict(row) for row in connection.execute(sql, values)]
            connection.commit()
        return rows

    def rows(self, table: str) -> list[Row]:
        return self.query(f'SELECT * FROM "{table}" ORDER BY 1')

    def row(self, record: Record) -> Row:
        """The one row of this record's id."""
        (row,) = self.query(f"SELECT * FROM {record.tabelle} WHERE id = ?", record.id)
        return row

    def news(self) -> list[tuple[Any, ...]]:
        """The history: object, field, old, new."""
        found = self.query("SELECT objekt, feld, alt, neu FROM aenderungen ORDER BY id")
        return [(row["objekt"].removeprefix(f"{K}-"), row["feld"], row["alt"], row["neu"]) for row in found]

    def told(self) -> list[tuple[Any, ...]]:
        """The history, sorted: field, old, new, minute."""
        minutes = {seen(minute): minute for minute in range(60)}
        found = self.query("SELECT feld, alt, neu, zeitpunkt FROM aenderungen")
        told = [(row["feld"], row["alt"], row["neu"], minutes[row["zeitpunkt"]]) for row in found]
        return sorted(told, key=repr)

    def forbid(self, event: str) -> None:
        """Let every write of this kind (`UPDATE OF betreff ON vorlagen`) fail from now on."""
        name = event.replace(" ", "_").replace(",", "_")
        self.query(f"CREATE TRIGGER forbid_{name} BEFORE {event} BEGIN SELECT RAISE(ABORT, 'written'); END")


def public(desk: Desk) -> str:
    """All that the file holds."""
    return "\n".join(repr(row) for row in dump(desk.path))


def kept(vault: Tresor) -> dict[tuple[str, str, str], Any]:
    """The originals: by table, object and field."""
    found = vault.intern.execute("SELECT tabelle, objekt, feld, original FROM originale")
    return {(tabelle, objekt, feld): json.loads(original) for tabelle, objekt, feld, original in found}


def notices(desk: Desk) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in ("tabelle", "objekt", "art", "datum", "bis")) for row in desk.rows("hinweise")]


def came_back(pages: Sequence[tuple[str, Sequence[Record]]]) -> set[str]:
    """Objects that their page (address, what it shows; in the order of time) shows, then doesn't, and shows again."""
    found = set()
    for url in {url for url, _ in pages}:
        shown = [{record.id for record in records} for other, records in pages if other == url]
        for id_ in set().union(*shown):
            there = [id_ in each for each in shown]
            first, last = there.index(True), len(there) - there[::-1].index(True)
            found |= set() if all(there[first:last]) else {id_}
    return found


def own_history(history: Iterable[Row], but: set[str]) -> list[tuple[str, ...]]:
    """The history of what objects' own pages say, sorted, but for these objects."""
    return sorted(
        tuple(str(row[name]) for name in ("tabelle", "objekt", "feld", "zeitpunkt", "abruf", "alt", "neu"))
        for row in history
        if row["objekt"] not in but and row["feld"] not in OTHERS[row["tabelle"]] | {"verschwunden_seit"}
    )

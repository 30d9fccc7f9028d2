"""What happened on a day: what is new, what has changed and what has gone, of objects that are shown today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import gegenstand, german
from ratsarchiv.publish.verlauf import FELDER as FELDER_DER_VORLAGE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

Row = dict[str, Any]

MOST = 500
"""New rows and changes of each table that are looked at on one day."""
MOST_DAYS = 40
"""Days that are looked at for one page: most of a small council's are empty."""
LONGEST = 200
"""Letters of a value that is shown."""

GONE = "verschwunden_seit"
NEU = ""
"""Stands in the place of a field where a whole row is new."""
FELDER = FELDER_DER_VORLAGE | {
    "sitzungen": {
        "name": "Name", "gremium_name": "Gremium", "datum": "Termin", "beginn": "Beginn", "ende": "Ende", "raum": "Raum",
        "ort": "Ort", "status": "Status", "abgesagt": "Abgesagt",
    },
    "tagesordnungspunkte": {"nummer": "Nummer", "betreff": "Betreff", "beschluss": "Beschluss"},
    "auszuege": {"protokoll": "Niederschrift", "beschlusstext": "Wortlaut des Beschlusses", "abstimmung": "Abstimmung"},
}  # fmt: skip
"""The changes that are told, by table and column."""
_MIT_WERT = frozenset(
    {("vorlagen", "nummer"), ("vorlagen", "art"), ("vorlagen", "status"), ("vorlagen", "datum"), ("vorlagen", "federfuehrend"),
     ("beratungen", "gremium_name"), ("beratungen", "rolle"), ("beratungen", "status"), ("beratungen", "datum"),
     ("beratungen", "beschluss"), ("sitzungen", "datum"), ("sitzungen", "beginn"), ("sitzungen", "ende"),
     ("sitzungen", "raum"), ("sitzungen", "ort"), ("sitzungen", "status"), ("tagesordnungspunkte", "nummer"),
     ("tagesordnungspunkte", "beschluss")}
)  # fmt: skip
"""Fields of which the values are told. Of texts only that they changed: the Vorlage's own history shows what may be shown."""
_FOLGT_AUS = {"html": "text", "groesse": "datei", "status": "beschluss", "beginn": "datum", "ende": "beginn"}
"""Changes that say nothing besides another one of the same moment."""


@dataclass(slots=True)
class Gruppe:
    """What happened to one object on one day."""

    tabelle: str
    objekt: str
    titel: str
    nummer: str | None
    kommune: str
    adresse: str
    zeitpunkt: str
    neu: bool = False
    weg: bool = False
    datum: str | None = None
    zeilen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tag:
    """One day, in groups, each the newest first."""

    tag: date
    neu: list[Gruppe]
    """Vorlagen."""
    vorlagen: list[Gruppe]
    sitzungen: list[Gruppe]
    gremien: list[Gruppe]
    weg: list[Gruppe]
    """Vorlagen that are no longer public: without their Betreff."""
    mehr: bool
    """Whether more happened than was looked at."""

    @property
    def gruppen(self) -> list[Gruppe]:
        """All of them, the newest first."""
        together = [*self.neu, *self.vorlagen, *self.sitzungen, *self.gremien, *self.weg]
        return sorted(together, key=lambda gruppe: gruppe.zeitpunkt, reverse=True)


def tage(
    connection: sqlite3.Connection, von: date, kommune: str | None, gruppen: int, days: int
) -> tuple[list[Tag], date | None]:
    """The days on which something happened, from `von` back, until they have so many groups; and where to go on."""
    found: list[Tag] = []
    day = _newest(connection, von + timedelta(days=1))
    for _ in range(MOST_DAYS):
        if day is None or len(found) == days or sum(len(tag.gruppen) for tag in found) >= gruppen:
            return found, day
        tag = _tag(connection, day, kommune)
        if tag.gruppen:
            found.append(tag)
        day = _newest(connection, day)
    return found, day


def _newest(connection: sqlite3.Connection, before: date) -> date | None:
    """The last day before that one with anything new."""
    (moment,) = connection.execute(gegenstand.NEWEST, {"vor": _midnight(before)}).fetchone()
    return day_of(moment)


def day_of(moment: str | None) -> date | None:
    """The day of a moment in Germany; None for what is none."""
    try:
        return datetime.fromisoformat(moment or "").astimezone(german.ZONE).date()
    except ValueError:
        return None


def day_range(day: date) -> tuple[str, str]:
    """When a day begins and ends in Germany, as the tables write it."""
    return _midnight(day), _midnight(day + timedelta(days=1))


def _midnight(day: date) -> str:
    return datetime.combine(day, time.min, german.ZONE).astimezone(UTC).isoformat()


def _tag(connection: sqlite3.Connection, day: date, kommune: str | None) -> Tag:
    start, end = day_range(day)
    values = {"von": start, "bis": end, "most": MOST, "longest": LONGEST}
    rows = [dict(row) for row in connection.execute(gegenstand.EREIGNISSE, values)]
    mine = [row for row in rows if kommune in (None, row["kommune"])]
    gruppen = _grouped(_told(mine), start)
    of = {name: [each for each in gruppen if each.tabelle == name] for name in ("vorlagen", "sitzungen", "gremien")}
    neu = [each for each in of["vorlagen"] if each.neu and not each.weg]
    neu.sort(key=lambda gruppe: (gruppe.datum or "", gruppe.nummer or ""), reverse=True)
    return Tag(
        tag=day,
        neu=neu,
        vorlagen=[each for each in of["vorlagen"] if not each.neu and not each.weg],
        sitzungen=of["sitzungen"],
        gremien=of["gremien"],
        weg=[each for each in of["vorlagen"] if each.weg],
        mehr=max(Counter(row["tabelle"] if row["feld"] == NEU else "" for row in rows).values(), default=0) >= MOST,
    )


def _told(rows: list[Row]) -> Iterator[Row]:
    """The changes that readers want to know, each once."""
    at_once = {(row["zeitpunkt"], row["tabelle"], row["objekt"], row["feld"]) for row in rows}
    for row in rows:
        tabelle, feld = row["tabelle"], row["feld"]
        told = feld in (NEU, GONE) or feld in FELDER.get(tabelle, {})
        cause = (row["zeitpunkt"], tabelle, row["objekt"], _FOLGT_AUS.get(feld))
        undecided = feld == "beschluss" and row["alt"] is None and (row["neu"] or "").strip("()") == "offen"
        if told and cause not in at_once and not undecided:
            yield row


def _grouped(rows: Iterable[Row], start: str) -> list[Gruppe]:
    groups: dict[tuple[str, str], Gruppe] = {}
    for row in rows:
        owner = gegenstand.of(row)
        own = owner is not None and owner[0] == row["tabelle"]
        if owner is None or (row["feld"] == NEU and not own and row["owner_seit"] >= start):
            continue
        text = _zeile(row, own=own)
        if not text:
            continue
        group = groups.get(owner) or groups.setdefault(owner, _group(owner, row))
        group.neu = group.neu or (own and row["feld"] == NEU)
        if text not in group.zeilen:
            group.zeilen.append(text)
    return list(groups.values())


def _group(owner: tuple[str, str], row: Row) -> Gruppe:
    weg = bool(owner[0] == "vorlagen" and not row["gezeigt"])
    titel = gegenstand.titel(owner[0], row) if not weg else row["v_nummer"] or "Eine Vorlage"
    nummer = row["v_nummer"] if owner[0] == "vorlagen" and not weg and row["v_betreff"] else None
    return Gruppe(
        tabelle=owner[0], objekt=owner[1], titel=titel, nummer=nummer, kommune=row["kommune_name"] or row["kommune"],
        adresse=gegenstand.adresse(*owner), zeitpunkt=row["zeitpunkt"], weg=weg, datum=row["v_datum"],
    )  # fmt: skip


def _zeile(row: Row, *, own: bool) -> str | None:
    """One change in words; None for what says nothing."""
    tabelle, feld = row["tabelle"], row["feld"]
    if tabelle == "vorlagen" and not row["gezeigt"] and feld != GONE:
        return None
    what = None if own else gegenstand.teil(row)
    if feld == NEU:
        said = {"vorlagen": "neu im Archiv", "sitzungen": "neu im Kalender"}.get(tabelle, "neu")
    elif feld == GONE:
        said = _gone(row)
    elif feld == "abgesagt":
        said = "abgesagt" if row["neu"] == "1" else "findet nun doch statt"
    else:
        said = _changed(row, FELDER[tabelle][feld])
    return f"{what} – {said}" if what else said


def _gone(row: Row) -> str:
    if row["neu"] is None:
        return "wieder da"
    if row["tabelle"] == "vorlagen":
        return f"nicht mehr öffentlich seit {german.long_date(row['neu'])}"
    return "auf der Seite der Kommune nicht mehr genannt"


def _changed(row: Row, wort: str) -> str:
    feld = row["feld"]
    if (row["tabelle"], feld) not in _MIT_WERT or (row["alt"] is None and row["neu"] is None):
        return f"{wort} geändert"
    alt, neu = (_readable(row[side], feld) for side in ("alt", "neu"))
    if not alt:
        return f"{wort}: {neu}"
    return f"{wort} von „{alt}“ auf „{neu}“ geändert" if neu else f"{wort} „{alt}“ entfernt"


def _readable(value: str | None, feld: str) -> str:
    match feld:
        case "datum":
            return german.long_date(value)
        case "beginn" | "ende":
            return german.clock(value) or german.long_time(value)
        case _:
            return german.one_line(value)

"""What has changed in a Vorlage since it was first read, in words, and never what is not to be shown any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from ratsarchiv.publish import german, vorlage_teile, wortdiff
from ratsarchiv.publish.wortdiff import Aufwand, Stueck

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from ratsarchiv.publish.vorlage_teile import Teile

Row = dict[str, Any]

MOST = 200
"""Changes on one page."""
LONGEST = 200_000
"""Letters of a value that are looked at."""
LONGEST_SHOWN = 6_000
SHORT = 240
"""Letters of a change that needs no fold."""

FELDER = {
    "vorlagen": {
        "nummer": "Nummer", "betreff": "Betreff", "art": "Art", "status": "Status", "aktenzeichen": "Aktenzeichen",
        "datum": "Datum", "federfuehrend": "Federführend", "beteiligt": "Beteiligt", "verfasser": "Verfasst von",
        "antragsteller": "Antrag von", "berichterstatter": "Berichterstattung",
    },
    "abschnitte": {"ueberschrift": "Überschrift", "text": "Text", "html": "Gestaltung"},
    "beratungen": {
        "gremium_name": "Gremium", "rolle": "Art", "status": "Stand", "datum": "Termin", "sitzungsname": "Sitzung",
        "beschluss": "Beschluss",
    },
    "dokumente": {"titel": "Titel", "stand": "Stand", "groesse": "Größe", "datei": "Datei"},
}  # fmt: skip
"""The changes that are told, by table and column."""
_ORDER = tuple(FELDER)
GONE = "verschwunden_seit"
_WITHOUT_VALUE = {"html", "datei", GONE}
_ONCE = {"html": "text", "groesse": "datei", "status": "beschluss"}
"""Changes that follow from another one of the same moment."""
_GEGANGEN = {
    "vorlagen": "nicht mehr öffentlich", "abschnitte": "steht nicht mehr auf der Seite", "beratungen": "nicht mehr genannt",
    "dokumente": "wird nicht mehr angeboten",
}  # fmt: skip

_AENDERUNGEN = f"""
select c.id, c.tabelle, c.objekt, c.feld, c.zeitpunkt, c.abruf,
       iif(c.feld in ('html', 'datei'), null, substr(c.alt, 1, {LONGEST})) as alt,
       iif(c.feld in ('html', 'datei'), null, substr(c.neu, 1, {LONGEST})) as neu,
       c.alt is null and c.neu is null as leer,
       max(length(coalesce(c.alt, '')), length(coalesce(c.neu, ''))) > {LONGEST} as gekuerzt
from json_each(:keys) j
cross join aenderungen c on c.objekt = j.value ->> 1 and +c.tabelle = j.value ->> 0
order by c.zeitpunkt desc, c.id desc
limit {MOST + 1}
"""  # noqa: S608 - our own words


class Aenderung(NamedTuple):
    """One thing that changed."""

    was: str
    """`Abschnitt „Sachlage“`"""
    wort: str
    """`Text geändert`"""
    stuecke: tuple[Stueck, ...] = ()
    """The difference, where it may be shown."""

    @property
    def kurz(self) -> bool:
        """Whether it can be read in one line."""
        return sum(len(each.text) for each in self.stuecke) <= SHORT


@dataclass(frozen=True, slots=True)
class Stand:
    """What was seen at one time."""

    zeitpunkt: str
    fassung: int | None
    """The capture of the Vorlage's own page with which it was seen."""
    aenderungen: list[Aenderung] = field(default_factory=list)

    @property
    def stempel(self) -> str:
        """The time in the version's address."""
        return vorlage_teile.stempel(self.zeitpunkt)


@dataclass(frozen=True, slots=True)
class Verlauf:
    """The history of a Vorlage, newest first."""

    staende: list[Stand]
    erster: Stand | None
    """When it was first read."""
    geprueft: str | None
    """When its page was last read."""
    mehr: bool
    """Whether there are more changes than are told."""


def read(connection: sqlite3.Connection, teile: Teile) -> Verlauf:
    """The history of the Vorlage that has these parts."""
    rows = [dict(row) for row in connection.execute(_AENDERUNGEN, {"keys": teile.keys})]
    events = [*_told(rows[:MOST]), *_added(teile)]
    events.sort(key=lambda row: _ORDER.index(row["tabelle"]))
    events.sort(key=lambda row: row["zeitpunkt"], reverse=True)
    captures = {abruf.zeitpunkt: abruf.id for abruf in teile.abrufe}
    aufwand = Aufwand()
    staende = [
        Stand(time, captures.get(time), [_aenderung(row, teile, aufwand) for row in group])
        for time, group in groupby(events[:MOST], key=lambda row: str(row["zeitpunkt"]))
    ]
    first = Stand(teile.abrufe[-1].zeitpunkt, teile.abrufe[-1].id) if teile.abrufe else None
    newest = teile.abrufe[0].zeitpunkt if teile.abrufe else None
    return Verlauf(staende, first, newest, len(rows) > MOST or len(events) > MOST)


def _told(rows: Iterable[Row]) -> Iterator[Row]:
    """The changes that readers want to know, each once."""
    rows = list(rows)
    at_once = {(row["zeitpunkt"], row["tabelle"], row["objekt"], row["feld"]) for row in rows}
    for row in rows:
        told = row["feld"] == GONE or row["feld"] in FELDER[row["tabelle"]]
        cause = (row["zeitpunkt"], row["tabelle"], row["objekt"], _ONCE.get(row["feld"]))
        if told and cause not in at_once:
            yield row


def _added(teile: Teile) -> Iterator[Row]:
    """Parts that the first reading of the page didn't show."""
    first = teile.abrufe[-1].zeitpunkt if teile.abrufe else None
    for tabelle, id_ in teile.teile:
        time = teile.teile[tabelle, id_]["zuerst_gesehen"]
        if first and time > first and tabelle != "vorlagen":
            yield {"tabelle": tabelle, "objekt": id_, "feld": "", "zeitpunkt": time}


def _aenderung(row: Row, teile: Teile, aufwand: Aufwand) -> Aenderung:
    key = (row["tabelle"], row["objekt"])
    was = _name(teile, key)
    if not row["feld"]:
        return Aenderung(was, "neu")
    if row["feld"] == GONE:
        return Aenderung(was, "wieder da" if row["neu"] is None else _GEGANGEN[row["tabelle"]])
    word = FELDER[row["tabelle"]][row["feld"]]
    if row["feld"] in _WITHOUT_VALUE:
        return Aenderung(was, f"{word} {'ersetzt' if row['feld'] == 'datei' else 'geändert'}")
    if row["leer"] or teile.sealed(key):
        return Aenderung(was, f"{word} geändert; was dort stand, wird nicht mehr gezeigt")
    alt, neu = (_readable(row[side], row["feld"]) for side in ("alt", "neu"))
    pieces = wortdiff.gekuerzt(wortdiff.wortdiff(alt, neu, aufwand), LONGEST_SHOWN)
    verb = "ergänzt" if not alt else "entfernt" if not neu else "geändert"
    return Aenderung(was, f"{word} {verb}", tuple(pieces))


def _readable(value: str | None, feld: str) -> str:
    """A value as readers know it."""
    match feld:
        case "datum":
            return german.long_date(value)
        case "stand":
            return german.long_time(value)
        case _:
            return value or ""


def _name(teile: Teile, key: tuple[str, str]) -> str:
    """What a part is called; what is not shown any more has no name."""
    teil = teile.teile[key]
    wort = None if teile.sealed(key) else german.one_line(teil["wort"])
    match key[0]:
        case "abschnitte":
            heading = german.one_line(german.heading({"ueberschrift": wort, "art": teil["art"]}))
            return "Ein Abschnitt" if teile.sealed(key) else f"Abschnitt „{heading}“"
        case "dokumente":
            return f"Dokument „{wort}“" if wort else "Ein Dokument"
        case "beratungen":
            where = f"Beratung im Gremium „{wort}“" if wort else "Eine Beratung"
            return f"{where} am {german.long_date(teil['datum'])}" if wort and teil["datum"] else where
    return "Vorlage"

"""All record types on one page, frozen. A field is named as the column that keeps it.

`id` is `<kommune>-<the system's own number>`; where a system counts several kinds of object in number spaces of their
own (committees, parties and councils all begin at 1), the kind stands before the number: `musterstadt-au12`.
A field marked `ANDERSWO` is printed on other pages than the object's own; None in it means "not said here".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, ClassVar, Literal

ANDERSWO: Mapping[str, bool] = {"anderswo": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every row has: which object of which council, and its official page."""

    tabelle: ClassVar[str]

    id: str
    kommune: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vorlage(Record):
    """A paper laid before the council: Vorlage, Drucksache, Antrag, Anfrage."""

    tabelle: ClassVar[str] = "vorlagen"

    nummer: str | None = None
    betreff: str | None = None
    art: str | None = None
    status: str | None = None
    """As printed: `öffentlich`."""
    aktenzeichen: str | None = None
    datum: date | None = field(default=None, metadata=ANDERSWO)
    """Date of creation or release; only lists print it."""
    federfuehrend: str | None = None
    beteiligt: str | None = None
    verfasser: str | None = None
    antragsteller: str | None = None
    berichterstatter: str | None = None
    bearbeiter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Abschnitt(Record):
    """One text with its heading: of a Vorlage, of a Tagesordnungspunkt's Auszug, or of a Sitzung."""

    tabelle: ClassVar[str] = "abschnitte"

    vorlage: str | None = None
    sitzung: str | None = None
    tagesordnungspunkt: str | None = None
    position: int
    code: str | None
    """The vendor's: `SV`, `BV`, `FA`, `AN`, `WP`, `BS`, `AE`, `RE`."""
    art: str
    """Our word: `beschlussvorschlag`, `sachverhalt`, …, `sonstiges`."""
    ueberschrift: str | None
    """As printed, without its colon."""
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beratung(Record):
    """One line of a Vorlage's Beratungsfolge: a Gremium that dealt with it, or will."""

    tabelle: ClassVar[str] = "beratungen"

    vorlage: str
    position: int
    gremium: str | None = field(default=None, metadata=ANDERSWO)
    gremium_name: str | None = None
    rolle: str | None = None
    """As printed: `Entscheidung`, `Vorberatung`, `Kenntnisnahme`, …"""
    status: str | None = None
    """As printed: `Geplant`, `Bereit`, `Erledigt`."""
    datum: date | None = None
    sitzung: str | None = None
    sitzungsname: str | None = None
    tagesordnungspunkt: str | None = None
    beschluss: str | None = None
    """As printed: `ungeändert beschlossen`."""
    beschlussart: str | None = None
    """Our code for it: `ungeaendert`; None while open or unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitzung(Record):
    """A meeting of one Gremium, or of several together."""

    tabelle: ClassVar[str] = "sitzungen"

    gremium: str | None = None
    gremium_name: str | None = None
    """All names, joined by `; `, where several Gremien meet together."""
    name: str | None = None
    datum: date | None = None
    beginn: datetime | None = None
    ende: datetime | None = None
    raum: str | None = None
    ort: str | None = None
    zusatz: str | None = None
    status: str | None = None
    """As printed: `öffentlich/nichtöffentlich`."""
    anlass: str | None = None
    abgesagt: bool | None = field(default=None, metadata=ANDERSWO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagesordnungspunkt(Record):
    """One line of a Sitzung's agenda. Of a non-public one only its number is kept, whatever the page prints."""

    tabelle: ClassVar[str] = "tagesordnungspunkte"

    sitzung: str | None = None
    position: int | None = None
    nummer: str | None = None
    """`Ö 5.1`, `N 2`"""
    betreff: str | None = None
    zusatz: str | None = None
    oeffentlich: bool | None = None
    vorlage: str | None = None
    vorlage_nummer: str | None = None
    bezug_sitzung: str | None = None
    """The Sitzung whose minutes are approved here."""
    beschluss: str | None = None
    beschlussart: str | None = None
    nachtrag: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Auszug(Record):
    """What was said, decided and voted under one Tagesordnungspunkt."""

    tabelle: ClassVar[str] = "auszuege"

    tagesordnungspunkt: str
    protokoll: str | None = None
    beschlusstext: str | None = None
    abstimmung: str | None = None
    """As printed."""
    ja: int | None = None
    nein: int | None = None
    enthaltung: int | None = None
    befangen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gremium(Record):
    """A council, committee, party group or office."""

    tabelle: ClassVar[str] = "gremien"

    name: str | None = None
    art: str | None = None
    """`Rat`, `Ausschuss`, `Fraktion`"""
    von: date | None = field(default=None, metadata=ANDERSWO)
    bis: date | None = field(default=None, metadata=ANDERSWO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody with a mandate. No address, telephone, e-mail, birthday or photo is ever read."""

    tabelle: ClassVar[str] = "personen"

    name: str | None = None
    fraktion: str | None = field(default=None, metadata=ANDERSWO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitgliedschaft(Record):
    """A Person's seat in a Gremium. The Gremium's page lists the present ones, the Person's page says since when.

    A seat that was given up is a row of its own, which the Person's page lists: its id ends in the day of its end.
    """

    tabelle: ClassVar[str] = "mitgliedschaften"

    person: str | None
    """None where the page withholds the name."""
    gremium: str
    rolle: str | None = None
    zusatz: str | None = None
    von: date | None = field(default=None, metadata=ANDERSWO)
    bis: date | None = field(default=None, metadata=ANDERSWO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dokument(Record):
    """A file offered beside a Vorlage, Sitzung or Tagesordnungspunkt; never named by its temporary address."""

    tabelle: ClassVar[str] = "dokumente"

    vorlage: str | None = None
    sitzung: str | None = None
    tagesordnungspunkt: str | None = None
    position: int
    art: str
    """`vorlage`, `sammeldokument`, `anlage`, `einladung`, `bekanntmachung`, `niederschrift`, `tagesordnung`, `sonstiges`"""
    titel: str
    nummer: str | None = None
    """The system's own number (DOLFDNR), or the attachment's."""
    stand: datetime | None = None
    """When the attachment was put in place, as its title says."""
    groesse: str | None = None
    """As printed: `460,8 KB`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verweis(Record):
    """One Vorlage points to another."""

    tabelle: ClassVar[str] = "verweise"

    von: str
    nach: str | None
    nummer: str | None
    """As printed."""
    art: Literal["bezug", "stammbaum", "text"]
    textstelle: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as the archive gave it back."""

    url: str
    body: bytes
    kommune: str
    status: int = 200
    header: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another page that this one points to, and what it says in passing about the object there."""

    url: str
    seitenart: str | None = None
    """`vo020`, `to010`, …; `dokument` for a file; None for what no parser reads."""
    folgen: bool = True
    """False where the page shows that nothing public stands behind the address."""
    platzhalter: Record | None = None
    """Fills empty columns of a row, and never overwrites what the object's own page said."""
    dokument: str | None = None
    """The id of the Dokument that this address delivers."""
    sofort: bool = False
    """Valid in this session only: to be fetched right after the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something on a page that we don't understand: kept, counted, shown."""

    art: str
    """`nicht_verstanden`, `unbekannte_beschriftung`, `unbekannter_wortlaut`, `zaehlung`, `abruf`, …"""
    meldung: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Liste:
    """All rows of `tabelle` whose column `spalte` names the object `id`."""

    tabelle: str
    spalte: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absage:
    """The source says that an object which we knew is not to be seen (any more)."""

    tabelle: str
    id: str
    art: Literal["nichtoeffentlich", "weg"]
    """`nichtoeffentlich`: noauth, "Keine Information verfügbar"; `weg`: 404, 410."""
    endgueltig: bool = False
    """Said in as many words: once is enough."""
    mehrdeutig: bool = False
    """`weg`, of a source that doesn't tell what is gone from what is not public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one page says. Not public means: the system refused, and that is an answer, not a problem."""

    url: str
    seitenart: str
    ergebnis: Literal["geparst", "nicht_oeffentlich"] = "geparst"
    records: tuple[Record, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    vollstaendig: tuple[Liste, ...] = ()
    """What the page lists completely: a stored row of these that is missing in `records` has vanished."""
    absagen: tuple[Absage, ...] = ()
    """Objects of which the page says that they are gone."""
    teile: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By object (table, id): a digest of what was said of its parts and left to a better source."""
    teilweise: bool = False
    """Whether None in a record means "not said here" for every field: an interface that leaves out what it doesn't know."""
    system: str | None = None
    """The product that the page was read as: `allris3`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One archived answer: when it was given, and where its bytes lie."""

    kommune: str
    url: str
    zeitpunkt: datetime
    http_status: int
    mime: str | None
    header: Mapping[str, str]
    """Names in lower case, without cookies."""
    body: bytes | None
    """None where it is larger than any page may be: the archive streams it."""
    anfang: bytes
    """Its first bytes, by which a kind of file is known."""
    groesse: int
    """Bytes of the body, its content encoding undone."""
    sha256: str
    warc: str
    """The file's path below the data folder's `warc/`."""
    offset: int
    laenge: int
    herkunft: str | None = None
    """What it was imported from; None for an answer that was given to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notiz:
    """What the archive keeps beside answers: how a run began and ended, and what went wrong without an answer."""

    kommune: str
    art: Literal["beginn", "ende", "problem"]
    zeitpunkt: datetime
    inhalt: Mapping[str, Any]
    """Plain JSON values."""
    warc: str
    offset: int
    laenge: int


RECORD_TYPES: tuple[type[Record], ...] = (
    Vorlage, Abschnitt, Beratung, Sitzung, Tagesordnungspunkt, Auszug, Gremium, Person, Mitgliedschaft, Dokument, Verweis,
)  # fmt: skip


def columns(record: type[Record]) -> Iterator[tuple[str, bool]]:
    """The columns that a record fills, each with whether it is `ANDERSWO`."""
    for each in fields(record):
        yield each.name, bool(each.metadata.get("anderswo"))


def as_dict(record: Record) -> dict[str, Any]:
    """A record as plain values: dates and times as ISO 8601 text."""
    return {name: _plain(getattr(record, name)) for name, _ in columns(type(record))}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

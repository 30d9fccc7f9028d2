"""What is true in Musterstadt: the council that the pages are made from, and that an archive of them must find again.

Everything here is invented. The records may be changed between two requests, to play a council at work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ratsarchiv.demo.geheim import Geheim

Zugang = Literal["oeffentlich", "noauth", "keine_information", "geloescht"]
"""How the system answers: with the page, a redirect to noauth.asp, "Keine Information verfügbar", or status 404."""


@dataclass(slots=True, kw_only=True)
class Gremium:
    """The Rat, an Ausschuss or a Fraktion. Each kind has numbers of its own, so they collide, as in real systems."""

    art: Literal["Rat", "Ausschuss", "Fraktion"]
    nummer: int
    name: str
    sitzungsname: str
    """`Sitzung des Kulturausschusses`"""
    von: date
    bis: date | None = None
    nichtoeffentlich: bool = False
    verborgen: bool = False
    """Neither listed nor with a page; its meetings stand in the calendar under another name."""

    @property
    def schluessel(self) -> str:
        """`pa1`, `au3`, `fr2`: what tells it from all others."""
        return {"Rat": "pa", "Ausschuss": "au", "Fraktion": "fr"}[self.art] + str(self.nummer)


@dataclass(slots=True, kw_only=True)
class Privat:
    """What a Person's page prints that nobody may keep."""

    strasse: str
    telefon: str
    mobil: str
    mail: str
    geboren: date
    beruf: str


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody with a mandate; KPLFDNR is its number."""

    nummer: int
    name: str
    """`Nachname, Vorname`"""
    fraktion: str | None
    """The Fraktion's key; None for the Bürgermeisterin and experts."""
    privat: Privat | None = None
    gesperrt: bool = False
    """Without a page: the number leads to noauth.asp."""

    @property
    def rufname(self) -> str:
        """`Vorname Nachname`."""
        nachname, vorname = self.name.split(", ")
        return f"{vorname} {nachname}"


@dataclass(slots=True, kw_only=True)
class Mitgliedschaft:
    """A Person's seat in a Gremium."""

    person: int
    gremium: str
    rolle: str
    zusatz: str
    """What the last column says: the Fraktion's name."""
    von: date
    bis: date | None = None
    name_genannt: bool = True
    """False where the Gremium's page withholds the name."""


@dataclass(slots=True, kw_only=True)
class Absatz:
    """One block of a text: `p` paragraph, `h` heading, `ul` and `ol` lists, `table` with cells, `leer` a blank line."""

    art: Literal["p", "h", "ul", "ol", "table", "leer"]
    zeilen: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True, kw_only=True)
class Teil:
    """One nested document of a page: SV, BV, FA, AN, WP, BS, AE or RE. Number 0 means that there is none."""

    code: str
    nummer: int
    absaetze: list[Absatz] = field(default_factory=list)
    titel: str | None = None
    """Printed in the part's own `<h4>` by version 23.4 of the converter; None for version 19.1, which has none."""

    @property
    def abschnitte(self) -> list[tuple[str | None, list[str]]]:
        """The headings, without colon, each with its lines of text."""
        found: list[tuple[str | None, list[str]]] = [(self.titel.rstrip(":") if self.titel else None, [])]
        for absatz in self.absaetze:
            if absatz.art == "h":
                found.append((absatz.zeilen[0][0].rstrip(":"), []))
            else:
                found[-1][1].extend(cell for zeile in absatz.zeilen for cell in zeile)
        return [each for each in found if each[0] or each[1]]


@dataclass(slots=True, kw_only=True)
class Dokument:
    """A PDF behind a do027 form; DOLFDNR is its number."""

    nummer: int
    titel: str
    zeilen: tuple[str, ...]
    typ: int | None = None
    groesse: int | None = None
    """The bytes of a file that is made while it is sent; None: as many as the lines need."""
    verschlossen: bool = False
    """The form is there, and leads to noauth.asp."""


@dataclass(slots=True, kw_only=True)
class Anlage:
    """A file below `___tmp`, at another address on every view of its page."""

    nummer: int
    name: str
    stand: datetime
    zeilen: tuple[str, ...]
    """The text of the file; none for a scan."""
    groesse: int | None = None


@dataclass(slots=True, kw_only=True)
class Beratung:
    """One line of a Beratungsfolge. Several in a row with the same `schritt` stand below one head."""

    schritt: int
    gremium: str
    rolle: str
    status: Literal["Geplant", "Bereit", "Erledigt"] = "Bereit"
    sitzung: int | None = None
    """None: a head without meeting."""
    top: int | None = None
    beschluss: str | None = None


@dataclass(slots=True, kw_only=True)
class Vorlage:
    """A paper; VOLFDNR is its `id`."""

    id: int
    nummer: str
    betreff: str
    art: str
    zugang: Zugang
    angelegt: date
    federfuehrend: str
    beteiligt: str | None = None
    verfasser: str | None = None
    berichterstatter: str | None = None
    bearbeiter: str | None = None
    bezug: int | None = None
    """The earlier Vorlage that this one belongs to (`Bezüglich:`)."""
    verweis: int | None = None
    """The Vorlage that the text names."""
    teile: list[Teil] = field(default_factory=list)
    anlagen_teil: int = 0
    """The number in the comment before the list of attachments."""
    beratungen: list[Beratung] = field(default_factory=list)
    dokumente: list[Dokument] = field(default_factory=list)
    anlagen: list[Anlage] = field(default_factory=list)

    @property
    def freigegeben(self) -> date:
        """The date that the list shows after `VO040COL4=vofdat`."""
        return self.angelegt + timedelta(days=self.id % 5)


@dataclass(slots=True, kw_only=True)
class Auszug:
    """The minutes of one Tagesordnungspunkt."""

    teile: list[Teil]
    stimmen: tuple[int, int, int] | None = None
    """Ja, Nein, Enthaltungen, where the page prints the three as figures."""
    anlagen: list[Anlage] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Top:
    """A line of an agenda; TOLFDNR is its `id`."""

    id: int = 0
    nummer: str = ""
    betreff: str
    """As printed, also in N items: some print `(nichtöffentlich)`, some a title that an archive must not keep."""
    zusatz: str | None = None
    oeffentlich: bool = True
    vorlage: int | None = None
    bezug_sitzung: int | None = None
    niederschrift: Dokument | None = None
    """Shown in a row of its own below the item."""
    beschluss: str | None = None
    nachtrag: bool = False
    auszug: Auszug | None = None
    verraten: bool = False
    """An N item whose row has buttons and links all the same, as if it were public."""


@dataclass(slots=True, kw_only=True)
class Sitzung:
    """A meeting; SILFDNR is its `id`."""

    id: int
    kennung: str
    """`SI/2025/065`"""
    gremien: list[str]
    name: str
    datum: date
    beginn: str | None
    ende: str | None = None
    raum: str | None = None
    ort: str | None = None
    zusatz: str | None = None
    zugang: Zugang = "oeffentlich"
    """`noauth`: the calendar prints the name as plain text, and only the ics form carries the number."""
    abgesagt: bool = False
    kalendername: str = ""
    """As the calendar prints it: `ENTFÄLLT! Sitzung des Kulturausschusses`."""
    protokoll: bool = False
    """Whether the minutes have been published."""
    tops: list[Top] = field(default_factory=list)
    dokumente: list[Dokument] = field(default_factory=list)
    anlagen: list[Anlage] = field(default_factory=list)

    @property
    def oeffentlich(self) -> bool:
        """Whether the meeting has a page of its own."""
        return self.zugang == "oeffentlich"


@dataclass(kw_only=True)
class World:
    """Musterstadt on its `stichtag`."""

    seed: int
    stichtag: date
    gremien: list[Gremium]
    personen: list[Person]
    mitgliedschaften: list[Mitgliedschaft]
    sitzungen: list[Sitzung]
    vorlagen: list[Vorlage]
    geheim: list[Geheim] = field(default_factory=list)
    """Every word that must never be found; filled by `musterstadt(…, geheim=True)`."""
    schwatzhaft: bool = False
    """The body of a redirect to noauth.asp goes on with the page, as of programs that forget to stop."""

    @property
    def kommune(self) -> dict[str, str]:
        """What a council's TOML says about Musterstadt, but for the server's address."""
        return {
            "id": "musterstadt",
            "name": "Musterstadt",
            "ags": "00000000",
            "art": "Stadt",
            "system": "allris3",
            "adresse": "Marktplatz 1, 00000 Musterstadt",
            "impressum": "Stadt Musterstadt, Die Bürgermeisterin, Marktplatz 1, 00000 Musterstadt (erfunden)",
            "lizenz": "CC0-1.0",
        }

    @cached_property
    def vorlage(self) -> dict[int, Vorlage]:
        """Vorlagen by VOLFDNR."""
        return {each.id: each for each in self.vorlagen}

    @cached_property
    def sitzung(self) -> dict[int, Sitzung]:
        """Sitzungen by SILFDNR."""
        return {each.id: each for each in self.sitzungen}

    @cached_property
    def gremium(self) -> dict[str, Gremium]:
        """Gremien by key (`au3`)."""
        return {each.schluessel: each for each in self.gremien}

    @cached_property
    def person(self) -> dict[int, Person]:
        """Personen by KPLFDNR."""
        return {each.nummer: each for each in self.personen}

    @cached_property
    def top(self) -> dict[int, tuple[Sitzung, Top]]:
        """Tagesordnungspunkte by TOLFDNR, each with its Sitzung."""
        return {top.id: (sitzung, top) for sitzung in self.sitzungen for top in sitzung.tops}

    @cached_property
    def dokument(self) -> dict[int, Dokument]:
        """Documents by DOLFDNR, of public objects only."""
        alle = [each.dokumente for each in self.oeffentliche_vorlagen]
        alle += [each.dokumente for each in self.oeffentliche_sitzungen]
        alle += [[top.niederschrift] for each in self.oeffentliche_sitzungen for top in each.tops if top.niederschrift]
        return {each.nummer: each for dokumente in alle for each in dokumente}

    def geaendert(self) -> None:
        """To be called after objects were added or taken away, before the next page."""
        for name in ("vorlage", "sitzung", "gremium", "person", "top", "dokument"):
            self.__dict__.pop(name, None)

    @property
    def oeffentliche_vorlagen(self) -> list[Vorlage]:
        """The Vorlagen that have a page."""
        return [each for each in self.vorlagen if each.zugang == "oeffentlich"]

    @property
    def oeffentliche_sitzungen(self) -> list[Sitzung]:
        """The Sitzungen that have a page."""
        return [each for each in self.sitzungen if each.oeffentlich]

    @property
    def auszuege(self) -> list[Top]:
        """The Tagesordnungspunkte that have a page."""
        return [top for each in self.oeffentliche_sitzungen for top in each.tops if top.auszug and top.oeffentlich]

    def mitglieder(self, gremium: str) -> list[Mitgliedschaft]:
        """Those who sit in a Gremium on the stichtag, in the order of its page."""
        return [each for each in self.mitgliedschaften if each.gremium == gremium and self._laeuft(each)]

    def _laeuft(self, mitgliedschaft: Mitgliedschaft) -> bool:
        return mitgliedschaft.bis is None or mitgliedschaft.bis >= self.stichtag

    def stammbaum(self, vorlage: Vorlage) -> list[Vorlage]:
        """The family that a Vorlage belongs to by `Bezüglich`, eldest first; empty where it stands alone."""
        kopf = vorlage.bezug or vorlage.id
        familie = [each for each in self.vorlagen if kopf in {each.id, each.bezug}]
        return familie if len(familie) > 1 else []

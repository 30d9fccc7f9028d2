"""What reading one page has found so far: records, links, problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ratsarchiv.model import Absage, Abschnitt, Auszug, Link, Liste, Page, Parsed, Problem, Record
from ratsarchiv.parse import german, wortlaut


@dataclass(kw_only=True)
class Findings:
    """Collects what a parser finds on one page."""

    page: Page
    seitenart: str
    url: str
    """The page's address in the form that rows keep."""
    records: list[Record] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lists: list[Liste] = field(default_factory=list)
    absagen: list[Absage] = field(default_factory=list)
    _once: set[str] = field(default_factory=set)

    @property
    def kommune(self) -> str:
        """The council's key."""
        return self.page.kommune

    def id(self, number: str, kind: str = "") -> str:
        """`<kommune>-<kind><number>`"""
        return f"{self.page.kommune}-{kind}{number}"

    def problem(self, art: str, meldung: str) -> None:
        """Notes something that isn't understood."""
        self.problems.append(Problem(art=art, meldung=meldung, url=self.page.url))

    def record_once(self, record: Record) -> bool:
        """Keeps a record that a page may show twice; False where one with its id was kept this way before."""
        if record.id in self._once:
            return False
        self._once.add(record.id)
        self.records.append(record)
        return True

    def beschlussart(self, printed: str | None) -> str | None:
        """Our code for a printed result; unknown wording is noted."""
        if not printed:
            return None
        code = wortlaut.beschlussart(printed)
        if code is None:
            self.problem("unbekannter_wortlaut", f"Beschluss {printed!r}")
        return code

    def auszug(self, id_: str, texts: Sequence[Abschnitt]) -> Auszug:
        """The Auszug of a Tagesordnungspunkt that these texts make: what was said, decided and voted."""

        def joined(art: str) -> str | None:
            return "\n".join(each.text for each in texts if each.art == art) or None

        beschlusstext, abstimmung = joined("beschluss"), joined("abstimmungsergebnis")
        votes = german.votes(abstimmung or beschlusstext or "")
        return Auszug(
            id=id_,
            kommune=self.kommune,
            url=self.url,
            tagesordnungspunkt=id_,
            protokoll=joined("protokoll"),
            beschlusstext=beschlusstext,
            abstimmung=abstimmung,
            ja=votes.ja,
            nein=votes.nein,
            enthaltung=votes.enthaltung,
        )

    def lists_all(self, tabelle: str, spalte: str, id: str) -> None:  # noqa: A002 - the column's name
        """Notes that the page lists all rows of a table that belong to an object."""
        self.lists.append(Liste(tabelle=tabelle, spalte=spalte, id=id))

    def parsed(self, *, whole: bool = True, partial: bool = False) -> Parsed:
        """All that was found. `whole`: no list of it was cut off; `partial`: what is None was not said."""
        return Parsed(
            url=self.page.url,
            seitenart=self.seitenart,
            records=tuple(self.records),
            links=tuple(self.links),
            problems=tuple(self.problems),
            vollstaendig=tuple(self.lists) if whole else (),
            absagen=tuple(self.absagen),
            teilweise=partial,
        )

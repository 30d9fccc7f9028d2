"""One event of the archive after the other into the tables: a visit, an import and a rebuild differ in nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ratsarchiv import parse
from ratsarchiv.crawl.reading import GONE, Reading, absage, failed, fingerprint, missing, read, robots_said
from ratsarchiv.crawl.sources import is_retired
from ratsarchiv.errors import Doubt, SiteStopped
from ratsarchiv.fetch import address, is_document, redirect, verdict
from ratsarchiv.model import Absage, Parsed, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratsarchiv.crawl.report import Report
    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Capture, Link, Notiz
    from ratsarchiv.store import Store
    from ratsarchiv.store.queue import Document

EMPTY = 2
"""So many Sitzungen known in a month that the calendar shows without any: it is the calendar that is wrong."""
REFUSED = 5
"""So many pages in a row that were shown before and are refused now: it may be the site that is wrong."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one answer, and what it leads to."""

    ergebnis: str
    parsed: Parsed | None = None
    weiter: str | None = None
    """Where the answer sends us."""
    unveraendert: bool = False
    """The page is as it was, and was not read again."""
    objekte: frozenset[tuple[str, str]] = frozenset()
    """Table and id of all objects that are new or changed."""
    problem: str | None = None
    """What kind of problem the whole answer is."""
    stop: SiteStopped | None = None


@dataclass(slots=True)
class _Documents:
    """Which Dokumente an address delivers, as the pages have said: one file may be offered in several places."""

    now: dict[str, tuple[str, ...]] = field(default_factory=dict)
    of_page: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def page(self, url: str, links: Iterable[Link]) -> None:
        """Takes in what a page offers; what is temporary returns with each view of the page."""
        temporary: dict[str, tuple[str, ...]] = {}
        for link in links:
            if link.dokument:
                self.add(temporary if link.sofort else self.now, link.url, link.dokument)
        self.of_page.pop(url, None)
        if temporary:
            self.of_page[url] = temporary
            self.again(url)

    def again(self, url: str) -> None:
        """The page was seen: what it offers for a time is there."""
        self.now.update(self.of_page.get(url, {}))

    def is_named_anew(self, url: str) -> bool:
        """Whether some of what the page offers for a time may be offered at an address that we can't know."""
        return any(parse.seitenart(each) is None and "/wicket/" in each for each in self.of_page.get(url, ()))

    @staticmethod
    def add(places: dict[str, tuple[str, ...]], url: str, dokument: str) -> None:
        """One more Dokument that an address delivers."""
        known = places.get(_place(url), ())
        if dokument not in known:
            places[_place(url)] = tuple(sorted((*known, dokument)))


class Intake:
    """Takes the events of one council in."""

    def __init__(self, store: Store, kommune: Kommune, report: Report, lauf: int = 0) -> None:
        """`lauf` is the run that was going on when the last one was killed."""
        self._store, self._kommune, self._report = store, kommune, report
        self._lauf = lauf
        self._documents = _Documents()
        self._seen: tuple[str, str, str | None] | None = None

    def _share_documents(self, capture: Capture, links: Iterable[Link]) -> None:
        """A file that was fetched for another page is not fetched again."""
        for link in links:
            if link.dokument and not link.sofort and len(offered := self._documents.now[_place(link.url)]) > 1:
                others = [each for each in offered if each != link.dokument]
                self._store.share_document(capture, link.dokument, others, lauf=self._lauf)

    def know(self, named: Iterable[tuple[str, str]], queued: Iterable[Document]) -> None:
        """What earlier visits learned: the addresses of Dokumente, and what the queue knows of them."""
        known = self._documents
        for url, dokument in named:
            if parse.seitenart(url) is None:  # a file without an address of its own is known by its page
                known.add(known.now, url, dokument)
        for url, weiter, dokument, traeger, offen in queued:
            if traeger:
                known.add(known.of_page.setdefault(traeger, {}), url, dokument)
            if offen or not traeger:
                known.add(known.now, url, dokument)
            if weiter:
                known.now[_place(weiter)] = known.now[_place(url)]

    def note(self, notiz: Notiz) -> None:
        """A run's beginning or end, or a problem without an answer."""
        said = notiz.inhalt
        if notiz.art == "beginn":
            self._lauf = self._store.begin_run(self._kommune.id, str(said["befehl"]), notiz.zeitpunkt)
        elif notiz.art == "ende":
            self._store.derive(notiz.zeitpunkt.astimezone().date())
            ergebnis, anfragen = str(said["ergebnis"]), int(said["anfragen"])
            self._store.end_run(self._lauf, notiz.zeitpunkt, anfragen=anfragen, ergebnis=ergebnis)
        else:
            meldung, url = (parse.nameless(str(said[name])) for name in ("meldung", "url"))
            problem = Problem(art=str(said["art"]), meldung=meldung, url=url)
            self._report.probleme[problem.art] += 1
            self._store.problem(self._lauf, self._kommune.id, problem)

    def twin(self, capture: Capture) -> tuple[str, int] | None:
        """Where an earlier answer lies that says the same."""
        inhalt = self._fingerprint(capture)
        return self._store.twin(self._kommune.id, inhalt=inhalt, sha256=capture.sha256)

    def take(self, capture: Capture, reading: Reading | None = None) -> Taken:
        """Stores what an answer says; `reading` where it has been read already."""
        self._lauf = self._lauf or self._store.begin_run(self._kommune.id, "crawl", capture.zeitpunkt)
        if urlsplit(capture.url).path == "/robots.txt":
            self._robots(capture)
        dokumente = self._documents.now.get(_place(capture.url), ())
        if dokumente and capture.http_status == 200 and is_document(capture.anfang, capture.mime):
            for dokument in dokumente:
                self._store.save_document(_nameless(capture), dokument, lauf=self._lauf)
            self._report.dokumente += 1
            return Taken("dokument")
        weiter = redirect(capture.url, capture.http_status, capture.header.get("location"))
        inhalt = self._fingerprint(capture)
        if inhalt and not dokumente and (unchanged := self._unchanged(capture, inhalt)):
            return unchanged
        reading = self._known_refused(capture, reading or read(capture, self._kommune))
        if dokumente and not reading.stop:
            reading = self._no_document(capture, reading, dokumente, weiter)
        reading = self._no_empty_calendar(capture, reading)
        reading = self._no_refusal_of_everything(capture, reading)
        return self._save(capture, reading, inhalt, weiter if reading.ergebnis == "nicht_gelesen" else None)

    def again(self, capture: Capture) -> Parsed | None:
        """A page that is as it was: its temporary addresses are new, and so is its list's next page."""
        return read(capture, self._kommune).parsed

    def _robots(self, capture: Capture) -> None:
        """What a host lets us ask for, as far as the council's start is concerned."""
        said = robots_said(capture)
        host = urlsplit(capture.url).netloc
        for quelle in self._kommune.quellen:
            if urlsplit(quelle.url).netloc.lower() == host.lower():
                found = verdict(said, quelle.url)
                agreed = found.ergebnis == "verboten" and self._kommune.zugestimmt(quelle.url)
                self._store.save_robots(
                    self._kommune.id,
                    host,
                    capture.zeitpunkt,
                    http_status=capture.http_status,
                    verdict="zustimmung" if agreed else found.ergebnis,
                    regel=found.regel,
                )

    def _fingerprint(self, capture: Capture) -> str | None:
        """Asked for twice in a visit, made once."""
        if not self._seen or self._seen[:2] != (capture.url, capture.sha256):
            self._seen = capture.url, capture.sha256, fingerprint(capture, self._kommune)
        return self._seen[2]

    def _unchanged(self, capture: Capture, inhalt: str) -> Taken | None:
        counts = self._store.save_unchanged(
            _lasting(capture),
            inhalt,
            lauf=self._lauf,
            seitenart=parse.seitenart(capture.url) or "",
            system=parse.system(capture.url),
        )
        if counts is None:
            return None
        self._offered_again(capture)
        self._report.seiten += 1
        self._report.unveraendert += counts.unveraendert
        return Taken("geparst", unveraendert=True)

    def _offered_again(self, capture: Capture) -> None:
        """The documents that a page offers as before; where even their names are new each time, they are read again."""
        place = _place(capture.url)
        if self._documents.is_named_anew(place) and (parsed := self.again(capture)):
            self._documents.page(place, parsed.links)
        else:
            self._documents.again(place)

    def _no_document(
        self, capture: Capture, reading: Reading, dokumente: tuple[str, ...], weiter: str | None
    ) -> Reading:
        """A redirect hands the document's name on; a refusal is an answer; anything else is a failed download."""
        if reading.ergebnis == "nicht_oeffentlich":
            absagen = tuple(Absage(tabelle="dokumente", id=each, art="nichtoeffentlich") for each in dokumente)
            return Reading("nicht_oeffentlich", reading.parsed, absagen=absagen)
        if weiter:
            self._documents.now[_place(weiter)] = dokumente
            return Reading("nicht_gelesen")
        if capture.http_status in GONE and parse.sessionless(capture.url) == capture.url:
            absagen = tuple(Absage(tabelle="dokumente", id=each, art="weg") for each in dokumente)
            return missing(capture, absagen)
        capture = _nameless(capture)
        got = f"{capture.groesse} Bytes {capture.mime or 'ohne Typ'}, HTTP {capture.http_status}"
        return failed(capture, "abruf", f"Dokument {dokumente[0]}: die Antwort ist keines ({got})")

    def _known_refused(self, capture: Capture, reading: Reading) -> Reading:
        """A refusal at an address that names its object only to those who have seen it there; of a source that was
        switched off nothing is a refusal."""
        if reading.ergebnis not in {"nicht_oeffentlich", "fehlt", "fehler"}:
            return reading
        if is_retired(self._kommune, capture.url):
            return replace(reading, absagen=())
        known = self._store.objekt_at(self._kommune.id, parse.canonical(capture.url))
        if reading.absagen or known is None:
            return reading
        if reading.ergebnis == "nicht_oeffentlich":
            return replace(reading, absagen=(absage(capture.url, known, "nichtoeffentlich"),))
        if capture.http_status in GONE:
            return missing(capture, (absage(capture.url, known, "weg"),))
        return reading

    def _no_empty_calendar(self, capture: Capture, reading: Reading) -> Reading:
        """A month without any Sitzung, where several are known, is no news about them: something is wrong."""
        parsed, asked = reading.parsed, parse.monat(capture.url)
        if parsed is None or asked is None or parse.rolle(parsed.seitenart) != "kalender":
            return reading
        if any(link.sofort or parse.rolle(link.seitenart) == "sitzung" for link in parsed.links):
            return reading
        if (known := self._store.sitzungen_im_monat(self._kommune.id, *asked)) < EMPTY:
            return reading
        why = f"{capture.url}: the calendar shows none of the {known} Sitzungen that are known in this month"
        return failed(capture, "gestoppt", why, stop=SiteStopped(why))

    def _no_refusal_of_everything(self, capture: Capture, reading: Reading) -> Reading:
        """A refusal after many others is no news about its object before something else is shown."""
        if (
            not reading.absagen
            or reading.ergebnis == "geparst"
            or self._store.refused_in_a_row(capture, REFUSED) < REFUSED
        ):
            return reading
        why = f"{capture.url}: the site refuses {REFUSED} pages in a row that it has shown before"
        return failed(capture, "verdacht", why, stop=Doubt(why))

    def _save(self, capture: Capture, reading: Reading, inhalt: str | None, weiter: str | None) -> Taken:
        parsed, report = reading.parsed, self._report
        problems = (*(parsed.problems if parsed else ()), *((reading.problem,) if reading.problem else ()))
        counts = self._store.save_page(
            _lasting(_nameless(capture)),
            parsed,
            lauf=self._lauf,
            problems=problems,
            ergebnis=reading.ergebnis,
            seitenart=parsed.seitenart if parsed else parse.seitenart(capture.url),
            inhalt=None if reading.problem else inhalt,
            absagen=reading.absagen,
        )
        if parsed:
            self._documents.page(_place(capture.url), parsed.links)
            self._share_documents(capture, parsed.links)
        report.seiten += 1
        report.neu += counts.neu
        report.geaendert += counts.geaendert
        report.unveraendert += counts.unveraendert
        report.probleme.update(problem.art for problem in problems)
        return Taken(
            reading.ergebnis,
            parsed,
            weiter=weiter,
            objekte=frozenset(counts.objekte),
            problem=reading.problem.art if reading.problem else None,
            stop=reading.stop,
        )


def _nameless(capture: Capture) -> Capture:
    """The capture as the tables name it: the address of a temporary file without the file's name."""
    url = parse.nameless(capture.url)
    return capture if url == capture.url else replace(capture, url=url)


def _lasting(capture: Capture) -> Capture:
    """The capture of a page under an address that is the same for each view."""
    url = parse.sessionless(capture.url) if parse.seitenart(capture.url) else capture.url
    return capture if url == capture.url else replace(capture, url=url)


def _place(url: str) -> str:
    """The address by which a page is known to offer a document."""
    return parse.sessionless(address(url))

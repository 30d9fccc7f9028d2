"""Looks at an unknown system: which product it is, where its lists are, what its robots.txt allows; eight requests."""

from __future__ import annotations

import time
import zlib
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ratsarchiv.crawl.befund import Befund, answered
from ratsarchiv.errors import FetchError, Gate, Paused, SiteStopped, Unwanted, WrongUse
from ratsarchiv.fetch import PAGE, Brake, Budget, Clock, Fetcher, address
from ratsarchiv.fetch.servers import hostname, registrable
from ratsarchiv.kommunen import SHORTEST_DELAY, is_loopback
from ratsarchiv.model import Page
from ratsarchiv.parse import answers, html
from ratsarchiv.parse.kennung import Kennung, kennung, nach_adresse, weiterleitung
from ratsarchiv.parse.produktseiten import BEISPIEL, HAEUFIG, SCHNITTSTELLE, START, TERMINE

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.fetch import Answer

MOST = 8
"""Requests, robots.txt and redirects included."""
OUT_OF_ORDER = frozenset({400, 404, 410, 500, 502})
"""One page failed, which says nothing of the others; after 403, 429 and 503 nothing more is tried."""


def probe(url: str, data: Path, *, contact: str | None, private: bool = False, clock: Clock = time) -> Befund:
    """What stands at the address; SiteStopped where the site turns us away, FetchError where it gives no answer."""
    try:
        parts = urlsplit(url := address(url))
        host = parts.hostname
    except ValueError as error:
        raise WrongUse(f"{url}: no address: {error}") from error
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise WrongUse(f"{url}: an address with http:// or https:// is needed")
    fetcher = Fetcher(
        {parts.netloc},
        delay=0 if private and is_loopback(host) else SHORTEST_DELAY,
        contact=contact,
        private=private,
        clock=clock,
        brake=Brake(data / "bremse", clock=clock),
        budget=Budget(requests=MOST, clock=clock),
    )
    with closing(fetcher):
        return _Look(fetcher, url).look()


class _Forbidden(Exception):
    """robots.txt forbids an address."""

    def __init__(self, place: str, regel: str) -> None:
        super().__init__(place)
        self.place, self.regel = place, regel


class _Look:
    """One look at an address and at what belongs to it."""

    def __init__(self, fetcher: Fetcher, url: str) -> None:
        self._fetcher, self._url = fetcher, url
        self._domain = registrable(hostname(urlsplit(url).netloc))
        self._spent = False
        self._gefragt: dict[str, str] = {}

    def look(self) -> Befund:
        """What was found; nothing is asked that robots.txt forbids."""
        try:
            befund = self._seen()
        except _Forbidden as forbidden:
            befund = self._unseen(forbidden.place, forbidden.regel)
        return replace(befund, gefragt=self._gefragt, anfragen=self._fetcher.requests, erschoepft=self._spent)

    def _seen(self) -> Befund:
        page = self._first()
        found = kennung(page)
        self._stop_at_gates(page, found)
        if found is None and page.status in OUT_OF_ORDER and (guess := nach_adresse(page.url)):
            found = self._known(guess.basis + START.get(guess.system, ""))
        if found is None:
            robots = "erlaubt" if self._allows(page.url) else "unbekannt"
            return Befund(url=self._url, robots=robots, antwort=answered(page))
        found = self._behind_the_door(found)
        if found.ist_oparl:
            return self._told(found, self._named(found))
        oparl = self._interface(found)
        return self._told(self._completed(found), oparl)

    def _unseen(self, place: str, regel: str) -> Befund:
        """The page is forbidden: its address says something, and an interface may be open."""
        found = nach_adresse(place) or nach_adresse(self._url)
        around = found or Kennung(system=HAEUFIG, basis=urljoin(place, "./"))
        oparl = None if around.ist_oparl else self._interface(around)
        return Befund(url=self._url, kennung=found, oparl=oparl, robots="verboten", regel=regel, ungesehen=True)

    def _first(self) -> Page:
        """The page that is asked about, or the one that it sends its readers to."""
        page = self._asked(self._url)
        if page is None:
            raise FetchError(f"{self._url}: no answer within {MOST} requests")
        onward = weiterleitung(page)
        if kennung(page) is None and onward and self._is_ours(onward):
            return self._asked(onward) or page
        return page

    def _behind_the_door(self, found: Kennung) -> Kennung:
        """What a frame, a members' login or an OParl list leads to; the door itself where nothing answers behind it."""
        return (self._known(found.weiter) if found.weiter else None) or found

    def _completed(self, found: Kennung) -> Kennung:
        """With what the start page and the calendar file add, if the page was not the start page."""
        wege = dict(found.wege)
        if "kalender" not in wege and (start := self._known(found.basis + START[found.system])):
            wege |= start.wege if start.system == found.system else {}
            found = replace(found, version=found.version or start.version, name=found.name or start.name)
        if "ics" not in wege and found.system in TERMINE and self._is_calendar(found.basis + TERMINE[found.system]):
            wege["ics"] = found.basis + TERMINE[found.system]
        return replace(found, wege=wege)

    def _interface(self, found: Kennung) -> Kennung | None:
        """OParl, where its path is open and answers."""
        places = (found.wege["oparl"],) if "oparl" in found.wege else SCHNITTSTELLE[found.system]
        for place in dict.fromkeys(urljoin(found.basis, each) for each in places):
            oparl = self._known(place)
            self._gefragt[place] = "keine Antwort" if self._allows(place) else "von robots.txt verboten"
            if oparl and oparl.ist_oparl:
                return self._named(oparl)
        return None

    def _named(self, oparl: Kennung) -> Kennung:
        """With the council's name and AGS, where the System has one Body."""
        bodies = oparl.wege.get("koerperschaften")
        body = self._known(bodies) if bodies else None
        if body is None or not body.ist_oparl:
            return oparl
        return replace(oparl, name=body.name or oparl.name, ags=body.ags, lizenz=oparl.lizenz or body.lizenz)

    def _told(self, found: Kennung, oparl: Kennung | None) -> Befund:
        """With what robots.txt says of the folder, and of the pages that a visit needs."""
        places = [found.basis, *(found.basis + each for each in BEISPIEL.get(found.system, ()))]
        said = [self._fetcher.verdict(each) for each in places]
        regel = next((each.regel for each in said if each and each.ergebnis == "verboten"), None)
        allowed = all(each is not None and each.ergebnis == "erlaubt" for each in said)
        robots = "verboten" if regel else "erlaubt" if allowed else "unbekannt"
        unseen = found.weiter is not None
        return Befund(url=self._url, kennung=found, oparl=oparl, robots=robots, regel=regel, ungesehen=unseen)

    def _allows(self, url: str) -> bool:
        said = self._fetcher.verdict(url)
        return said is not None and said.ergebnis == "erlaubt"

    def _known(self, url: str) -> Kennung | None:
        page = self._optional(url)
        return kennung(page) if page is not None and page.status == 200 else None

    def _is_calendar(self, url: str) -> bool:
        page = self._optional(url)
        return page is not None and page.status == 200 and page.body.lstrip()[:15] == b"BEGIN:VCALENDAR"

    def _optional(self, url: str) -> Page | None:
        """What an address answers; None where it may not be asked, or gives nothing."""
        try:
            page = self._asked(url)
        except (_Forbidden, FetchError):
            return None
        if page is not None:
            self._stop_at_gates(page, None)
        return page

    def _asked(self, url: str) -> Page | None:
        """The last answer, after redirects within the site; None where the requests are used up."""
        place, page = address(url), None
        if not self._is_ours(place) or self._spent:
            return None
        self._admit(place)
        try:
            for answer in self._fetcher.answers(place):
                if answer.location:
                    self._admit(answer.location)
                if answer.url == place:
                    page, place = _page(answer), answer.location or place
        except Paused:
            self._spent = True
        except Unwanted as error:
            raise FetchError(f"{url} leads to another website: probe {place} instead") from error
        except SiteStopped as error:
            said = self._fetcher.verdict(place)
            if said is None or said.ergebnis != "verboten":
                raise
            raise _Forbidden(place, said.regel or "") from error
        return page

    def _admit(self, url: str) -> None:
        """Another host of the same site may be asked too."""
        if self._is_ours(url):
            self._fetcher.hosts |= {urlsplit(url).netloc.lower()}

    def _is_ours(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            return parts.scheme in {"http", "https"} and registrable(hostname(parts.netloc)) == self._domain
        except ValueError:
            return False

    def _stop_at_gates(self, page: Page, found: Kennung | None) -> None:
        if found and found.weiter:
            return
        try:
            answers.recognise(page, html.of(page))
        except Gate as gate:
            raise self._fetcher.block(page.url, "it turns programs away") from gate


def _page(answer: Answer) -> Page:
    body = answer.body.read(PAGE)
    if (answer.header("content-encoding") or "identity").strip().lower() not in {"identity", ""}:
        try:
            body = zlib.decompressobj(wbits=47).decompress(body, PAGE)
        except zlib.error as error:
            raise FetchError(f"{answer.url}: what it sent can't be unpacked: {error}") from error
    return Page(answer.url, body, "probe", answer.status, {key.lower(): value for key, value in answer.headers})

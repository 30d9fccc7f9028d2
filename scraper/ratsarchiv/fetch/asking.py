"""Whom we ask, and what we may: the hosts of one council, their robots.txt, their redirects."""

from __future__ import annotations

import random
import time
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ratsarchiv.errors import FetchError, Forbidden, SiteStopped, Unwanted, WrongUse
from ratsarchiv.fetch.address import address, is_gate
from ratsarchiv.fetch.body import PAGE
from ratsarchiv.fetch.brake import Brake
from ratsarchiv.fetch.budget import Budget
from ratsarchiv.fetch.exchange import NONE, Exchange
from ratsarchiv.fetch.robots import LARGEST, RobotsSaid, Verdict, unreadable, verdict
from ratsarchiv.fetch.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

    from ratsarchiv.fetch.answer import Answer
    from ratsarchiv.fetch.clock import Clock

MOST_REDIRECTS = 5
DAY = 24 * 3600.0


class Fetcher:
    """Asks the hosts of one council, one request at a time."""

    def __init__(  # noqa: PLR0913 - each is something that the caller knows and we can't
        self,
        hosts: Iterable[str],
        *,
        delay: float,
        contact: str | None = None,
        private: bool = False,
        clock: Clock = time,
        brake: Brake | None = None,
        budget: Budget | None = None,
        known_robots: Callable[[str], RobotsSaid | None] = lambda _: None,
        consent: Callable[[str], bool] = lambda _: False,
        dice: Callable[[], float] = random.random,
    ) -> None:
        """`hosts` with their ports; `private` allows addresses of this machine and its network.

        `brake` belongs to this Fetcher alone and meets others in its folder. `known_robots` gives an answer to the
        address of a robots.txt that was had before; `consent` says whether the council has agreed to an address.
        """
        self.hosts = frozenset(host.lower() for host in hosts)
        self._clock, self._known_robots, self._consent = clock, known_robots, consent
        self._said: dict[str, RobotsSaid] = {}
        self._brake = brake or Brake(clock=clock)
        self._session = Session(contact, private=private)
        self._exchange = Exchange(self._session, self._brake, budget or Budget(clock=clock), clock, dice)
        self._exchange.delay = delay
        if not (contact or private):
            raise WrongUse("without a contact no council is asked: `fetch.kontakt` in its TOML, or --contact")

    @property
    def requests(self) -> int:
        """How many were sent."""
        return self._exchange.requests

    @property
    def delay(self) -> float:
        """Seconds between two requests, at least."""
        return self._exchange.delay

    def answers(self, url: str, limit: int = PAGE, kopf: Mapping[str, str] = NONE) -> Iterator[Answer]:
        """The answer to an address, and to those that it redirects to; before them a new host's robots.txt.

        `kopf`: headers that go with the address itself, and with no other.
        FetchError: no answer after all tries, or a redirect to a stranger. SiteStopped: the site refuses us, or did
        lately. Paused: the budget is spent. An answer can be read until the next one is asked for.
        """
        url = address(url)
        for _ in range(MOST_REDIRECTS + 1):
            host = self._own(url)
            yield from self._enter(url, host)
            if (refusal := self.refusal(url)) is not None:
                raise Forbidden(f"{url}: robots.txt forbids it: {refusal}")
            with closing(self._exchange.patiently(url, limit, kopf)) as answer:
                yield answer
            if answer.location is None:
                return
            url, kopf = self._onward(url, answer.location), NONE
        raise FetchError(f"{url}: more than {MOST_REDIRECTS} redirects")

    def refusal(self, url: str) -> str | None:
        """The line of its host's robots.txt that forbids the address; None if it was not read, or consent lifts it."""
        said = self.verdict(url)
        if said and said.ergebnis == "ausgefallen":
            raise SiteStopped(f"{urlsplit(url).netloc}: {said.regel}")
        return None if said is None or said.ergebnis == "erlaubt" or self._consent(url) else said.regel

    def verdict(self, url: str) -> Verdict | None:
        """What its host's robots.txt says of the address, consent or not; None while it was not read."""
        said = self._said.get(urlsplit(url).netloc.lower())
        return verdict(said, url) if said else None

    def block(self, url: str, reason: str) -> SiteStopped:
        """Leaves the address's server alone for hours, in every later run too; what is to be raised."""
        bis = self._brake.block(urlsplit(url).netloc, reason)
        return SiteStopped(f"{url}: {reason}; not asked before {bis:%Y-%m-%d %H:%M} UTC", bis)

    def cookies(self) -> str:
        """The session's cookies, as JSON, to go on with it after a restart."""
        return self._session.dump()

    def set_cookies(self, text: str) -> None:
        """The cookies that `cookies` gave; WrongUse where it didn't."""
        self._session.restore(text)

    def let_go(self) -> None:
        """The connection closed, and the server free for others, while there is something else to do."""
        self._brake.let_go()

    def close(self) -> None:
        """The connection closed for good."""
        self._brake.let_go()
        self._session.close()

    def _own(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or parts.netloc.lower() not in self.hosts:
            raise Unwanted(f"{url}: not an address of this council ({', '.join(sorted(self.hosts))})")
        return parts.netloc.lower()

    def _onward(self, url: str, target: str) -> str:
        if is_gate(target):
            raise self.block(url, f"it sends us to a gate ({target})")
        return target

    def _enter(self, url: str, host: str) -> Iterator[Answer]:
        """Reads a host's robots.txt, once a day: none is consent, one that the host fails to give is a refusal."""
        if host in self._said and self._fresh(self._said[host]):
            return
        said = yield from self._robots(urljoin(url, "/robots.txt"))
        self._said[host] = said
        if unreadable(said) is None:
            self._exchange.delay = max(self.delay, verdict(said, url).delay)

    def _robots(self, place: str) -> Generator[Answer, None, RobotsSaid]:
        """What a host says to the question for its robots.txt; strangers that it sends us to are not asked."""
        for _ in range(MOST_REDIRECTS + 1):
            said = self._remembered(place) or (yield from self._asked_for(place))
            if said.location is None or urlsplit(said.location).netloc.lower() not in self.hosts:
                break
            place = self._onward(place, said.location)
        return said

    def _asked_for(self, place: str) -> Generator[Answer, None, RobotsSaid]:
        try:
            answer = self._exchange.patiently(place, PAGE)
        except FetchError as error:
            raise SiteStopped(f"{error}; a host that can't say what it allows is not asked") from error
        with closing(answer):
            said = _said(answer)
            yield answer
        return said

    def _remembered(self, place: str) -> RobotsSaid | None:
        said = self._known_robots(place)
        if said is None or not self._fresh(said) or unreadable(said):
            return None
        return None if 300 <= said.status < 400 and not said.location else said

    def _fresh(self, said: RobotsSaid) -> bool:
        return 0 <= self._clock.time() - said.zeitpunkt.timestamp() < DAY


def _said(answer: Answer) -> RobotsSaid:
    body = answer.body.read(LARGEST)
    answer.body.seek(0)
    return RobotsSaid(
        status=answer.status,
        body=body,
        content_encoding=answer.header("content-encoding"),
        zeitpunkt=answer.zeitpunkt,
        location=answer.location,
    )

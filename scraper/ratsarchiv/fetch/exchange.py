"""One question and its answer: in turn, timed, limited, and asked again where that may help."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, InvalidHeader, MaxRetryError
from urllib3.util.retry import Retry

from ratsarchiv.errors import FetchError, SiteStopped
from ratsarchiv.fetch.answer import Answer
from ratsarchiv.fetch.body import received
from ratsarchiv.fetch.brakefile import LONGEST_PAUSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratsarchiv.fetch.brake import Brake
    from ratsarchiv.fetch.budget import Budget
    from ratsarchiv.fetch.clock import Clock
    from ratsarchiv.fetch.session import Session

TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and between any two pieces."""
SLOW = 5.0
"""A server that takes so long to begin its answer is asked less often."""
BUSY = frozenset({429, 503})
JITTER = 0.5
NONE: Mapping[str, str] = MappingProxyType({})
RETRY = Retry(
    total=4,
    backoff_factor=2,
    status_forcelist=(429, 500, 502, 503, 504),
    raise_on_status=False,
    retry_after_max=1 << 31,
)


class Exchange:
    """Asks over one connection, as often and as fast as the brake and the budget allow."""

    def __init__(self, session: Session, brake: Brake, budget: Budget, clock: Clock, dice: Callable[[], float]) -> None:
        self.delay = 0.0
        self.requests = 0
        self._session, self._brake, self._budget, self._clock, self._dice = session, brake, budget, clock, dice
        self._server: tuple[str, str] | None = None
        brake.hang_up = session.close

    def patiently(self, url: str, limit: int, kopf: Mapping[str, str] = NONE) -> Answer:
        """Asks until there is an answer worth keeping; the last one where there is none."""
        retry = RETRY
        while True:
            answer, failure = self._tried(url, limit, kopf)
            asked = answer.header("retry-after") if answer else None
            if answer and not retry.is_retry("GET", answer.status, has_retry_after=bool(asked)):
                return answer
            try:
                retry = retry.increment("GET", url, error=failure or HTTPError(f"HTTP {answer and answer.status}"))
            except MaxRetryError as error:
                if answer:
                    return answer
                raise FetchError(f"{url}: {failure}") from error
            if answer:
                answer.close()
            pause = self._pause(retry, asked, url)
            self._brake.answered(self.delay, strained=None, wait=pause)

    def _tried(self, url: str, limit: int, kopf: Mapping[str, str]) -> tuple[Answer | None, Exception | None]:
        try:
            return self._once(url, limit, kopf), None
        except requests.exceptions.SSLError as error:
            raise FetchError(f"{url}: its certificate is not valid: {error}") from error
        except (requests.ConnectionError, requests.Timeout, HTTPError) as error:
            return None, error
        except requests.RequestException as error:
            raise FetchError(f"{url}: {error}") from error

    def _once(self, url: str, limit: int, kopf: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        if self._server != (parts.scheme, parts.netloc):
            self._session.close()  # another host may be the same server, which has one connection of ours
            self._server = (parts.scheme, parts.netloc)
        asked = self._session.prepare_request(
            requests.Request("GET", url, headers=kopf)
        )  # before the pause ends, not after it
        self._brake.turn(parts.netloc, self.delay)
        self._budget.spend()
        self.requests += 1
        zeitpunkt, begin = datetime.fromtimestamp(self._clock.time(), UTC), self._clock.monotonic()
        strained: bool | None = None
        try:
            response = self._session.send(asked, stream=True, allow_redirects=False, timeout=TIMEOUT)
            strained = response.status_code in BUSY or self._clock.monotonic() - begin > SLOW
            body = received(response, limit)
        finally:
            self._brake.answered(self.delay, strained=strained)
        raw = response.raw
        return Answer(
            url=url,
            zeitpunkt=zeitpunkt,
            protocol="HTTP/1.0" if raw.version == 10 else "HTTP/1.1",
            status=response.status_code,
            reason=response.reason or "",
            headers=tuple(raw.headers.items()),
            body=body,
            request=(f"GET {asked.path_url} HTTP/1.1", tuple(asked.headers.items()), b""),
        )

    def _pause(self, retry: Retry, asked: str | None, url: str) -> float:
        """Seconds until the next try; SiteStopped where the server asks for more than we hold out."""
        try:
            seconds = retry.parse_retry_after(asked) if asked else 0.0
        except (InvalidHeader, ValueError, OverflowError):  # the last two: a date that no calendar has
            seconds = 0.0
        if seconds > LONGEST_PAUSE:
            reason = f"it asked us to come back in {seconds:g} seconds"
            bis = self._brake.block(urlsplit(url).netloc, reason, seconds)
            raise SiteStopped(f"{url}: {reason}", bis)
        return max(seconds, retry.get_backoff_time() * (1 + JITTER * self._dice()))

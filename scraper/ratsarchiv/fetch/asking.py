"""The polite loop: ask once, wait, ask again where that may help, give up where it doesn't."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urljoin, urlsplit

import requests
from requests.utils import requote_uri
from urllib3.exceptions import HTTPError, InvalidHeader, MaxRetryError
from urllib3.util.retry import Retry

from ratsarchiv import __version__
from ratsarchiv.errors import FetchError, SiteStopped, WrongUse
from ratsarchiv.fetch.connection import PublicOnly
from ratsarchiv.fetch.robots import Rules, robots_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = 20 << 20
DOCUMENT = 200 << 20
TIMEOUT = (10.0, 60.0)
LONGEST_ANSWER = 600.0
LONGEST_PAUSE = 600.0
MOST_REDIRECTS = 5
PIECE = 1 << 16
ZLIB_OR_GZIP, BARE_DEFLATE = 47, -15
"""How zlib is told what it unpacks; what calls itself `deflate` may be either."""
RETRY = Retry(
    total=4,
    backoff_factor=2,
    status_forcelist=(429, 500, 502, 503, 504),
    raise_on_status=False,
    retry_after_max=1 << 31,
)
PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
REDIRECTS = frozenset({301, 302, 303, 307, 308})

Headers = tuple[tuple[str, str], ...]


class Clock(Protocol):
    """What we need of the module `time`."""

    def time(self) -> float:
        """Seconds since 1970."""

    def monotonic(self) -> float:
        """Seconds since whenever."""

    def sleep(self, seconds: float, /) -> None:
        """Waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said to one request, unread."""

    url: str
    zeitpunkt: datetime
    """When we asked."""
    protocol: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    """As it was sent, without chunks, its content encoding not undone."""
    request: tuple[str, Headers, bytes]
    """First line, headers and body."""

    @property
    def response(self) -> tuple[str, Headers, bytes]:
        """First line, headers and body."""
        return f"{self.protocol} {self.status} {self.reason}".strip(), self.headers, self.body

    @property
    def location(self) -> str | None:
        """Where it sends us, as a complete address."""
        return redirect(self.url, self.status, self.header("location"))

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def address(url: str) -> str:
    """The address as it is asked for and archived: percent-encoded, without its fragment."""
    return str(requote_uri(url.partition("#")[0]))


def redirect(url: str, status: int, location: str | None) -> str | None:
    """Where an answer sends us, as a complete address; None for one that sends us nowhere, or to no address."""
    if not location or status not in REDIRECTS:
        return None
    plain = quote(location.strip().encode("latin-1", "replace"), safe=PRINTABLE)
    try:
        return address(urljoin(url, plain))
    except ValueError:
        return None


class Fetcher:
    """Asks the hosts of one council, one request at a time."""

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        delay: float,
        contact: str | None = None,
        private: bool = False,
        clock: Clock = time,
    ) -> None:
        """`hosts` with their ports; `private` allows addresses of this machine and its network."""
        self.hosts = frozenset(host.lower() for host in hosts)
        self.delay = delay
        self.requests = 0
        self._clock = clock
        self._next = clock.monotonic()
        self._rules: dict[str, Rules | SiteStopped] = {}
        self._session = _session(contact, private=private)
        if not (contact or private):
            raise WrongUse("without a contact no council is asked: `fetch.kontakt` in its TOML, or --contact")

    def answers(self, url: str, limit: int = PAGE) -> Iterator[Answer]:
        """The answer to an address, and to those that it redirects to; before them a new host's robots.txt.

        FetchError: no answer after all tries, or a redirect to a stranger. SiteStopped: the site refuses us.
        """
        url = address(url)
        for _ in range(MOST_REDIRECTS + 1):
            host = self._own(url)
            if host not in self._rules:
                yield from self._enter(url, host)
            if refusal := self.refusal(url):
                raise SiteStopped(f"{url}: robots.txt forbids it: {refusal}")
            answer = self._patiently(url, limit)
            yield answer
            if answer.location is None:
                return
            url = answer.location
        raise FetchError(f"{url}: more than {MOST_REDIRECTS} redirects")

    def refusal(self, url: str) -> str | None:
        """The line of its host's robots.txt that forbids the address; None while that was not read."""
        rules = self._rules.get(urlsplit(url).netloc.lower())
        if isinstance(rules, SiteStopped):
            raise rules
        return rules.refusal(url) if rules else None

    def close(self) -> None:
        """The connection closed."""
        self._session.close()

    def _own(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or parts.netloc.lower() not in self.hosts:
            raise FetchError(f"{url}: not an address of this council ({', '.join(sorted(self.hosts))})")
        return parts.netloc.lower()

    def _enter(self, url: str, host: str) -> Iterator[Answer]:
        """Reads a host's robots.txt: none is consent, one that the host fails to give is a refusal."""
        self._rules[host] = SiteStopped(f"{host}: robots.txt could not be read")
        place: str | None = urljoin(url, "/robots.txt")
        for _ in range(MOST_REDIRECTS + 1):
            if place is None or urlsplit(place).netloc.lower() not in self.hosts:
                break
            answer = self._patiently(place, PAGE)
            yield answer
            place = answer.location
        if answer.status >= 500 or answer.status == 429:
            self._rules[host] = SiteStopped(f"{answer.url}: HTTP {answer.status}; a host that can't say is not asked")
            return
        rules = Rules(robots_text(answer.body, answer.header("content-encoding")) if answer.status == 200 else "")
        if rules.delay > LONGEST_PAUSE:
            self._rules[host] = SiteStopped(f"{answer.url}: asks for {rules.delay:g} seconds between two requests")
            return
        self._rules[host] = rules
        self.delay = max(self.delay, rules.delay)

    def _patiently(self, url: str, limit: int) -> Answer:
        """Asks until there is an answer worth keeping; the last one where there is none."""
        retry = RETRY
        while True:
            answer, failure = self._tried(url, limit)
            wait = answer.header("retry-after") if answer else None
            if answer and not retry.is_retry("GET", answer.status, has_retry_after=bool(wait)):
                return answer
            try:
                retry = retry.increment("GET", url, error=failure or HTTPError(f"HTTP {answer and answer.status}"))
            except MaxRetryError as error:
                if answer:
                    return answer
                raise FetchError(f"{url}: {failure}") from error
            self._next = self._clock.monotonic() + max(self.delay, self._pause(retry, wait, url))

    def _tried(self, url: str, limit: int) -> tuple[Answer | None, Exception | None]:
        try:
            return self._once(url, limit), None
        except requests.exceptions.SSLError as error:
            raise FetchError(f"{url}: its certificate is not valid: {error}") from error
        except (requests.ConnectionError, requests.Timeout, HTTPError) as error:
            return None, error
        except requests.RequestException as error:
            raise FetchError(f"{url}: {error}") from error

    def _once(self, url: str, limit: int) -> Answer:
        self._wait()
        self.requests += 1
        zeitpunkt = datetime.fromtimestamp(self._clock.time(), UTC)
        try:
            response = self._session.get(url, stream=True, allow_redirects=False, timeout=TIMEOUT)
            body = self._body(response, limit)
        finally:
            self._next = self._clock.monotonic() + self.delay
        raw, asked = response.raw, response.request
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

    def _body(self, response: requests.Response, limit: int) -> bytes:
        """The body as it was sent; FetchError where it, or what it unpacks to, is over the limit."""
        pieces = []
        limits = _Limits(response, limit, self._clock)
        try:
            for piece in response.raw.stream(PIECE, decode_content=False):
                limits.check(piece)
                pieces.append(piece)
        except BaseException:
            response.close()  # only here: it would end a connection that can still be used
            raise
        return b"".join(pieces)

    def _wait(self) -> None:
        if (pause := self._next - self._clock.monotonic()) > 0:
            self._clock.sleep(pause)

    def _pause(self, retry: Retry, wait: str | None, url: str) -> float:
        """Seconds until the next try; SiteStopped where the server asks for more than we hold out."""
        try:
            asked = retry.parse_retry_after(wait) if wait else 0.0
        except (InvalidHeader, ValueError, OverflowError):  # the last two: a date that no calendar has
            asked = 0.0
        if asked > LONGEST_PAUSE:
            raise SiteStopped(f"{url}: asks us to come back in {asked:g} seconds")
        return max(asked, retry.get_backoff_time())


class _Limits:
    """Counts a body's bytes, and those that it unpacks to: a small answer must not fill the memory later."""

    def __init__(self, response: requests.Response, limit: int, clock: Clock) -> None:
        packed = response.headers.get("Content-Encoding", "").strip().lower() in {"gzip", "deflate"}
        self._forms = [ZLIB_OR_GZIP, BARE_DEFLATE] if packed else []
        self._unpack = zlib.decompressobj(wbits=ZLIB_OR_GZIP) if packed else None
        self._url, self._limit, self._clock = response.url, limit, clock
        self._end = clock.monotonic() + LONGEST_ANSWER
        self._size = self._unpacked = 0

    def check(self, piece: bytes) -> None:
        """Takes note of some more bytes; FetchError where they are too many, or came too late."""
        self._size += len(piece)
        while self._unpack and piece and self._unpacked <= self._limit:
            piece = self._rest(self._unpack, piece)
        if max(self._size, self._unpacked) > self._limit:
            raise FetchError(f"{self._url}: larger than {self._limit:,} bytes")
        if self._clock.monotonic() > self._end:
            raise FetchError(f"{self._url}: took longer than {LONGEST_ANSWER:g} seconds")

    def _rest(self, unpack: zlib._Decompress, piece: bytes) -> bytes:
        """Counts what a piece unpacks to; what is left of it belongs to the next member, or is to be read otherwise."""
        try:
            self._unpacked += len(unpack.decompress(piece))
        except zlib.error:
            self._forms = [] if self._unpacked else self._forms[1:]
            self._unpack = zlib.decompressobj(wbits=self._forms[0]) if self._forms else None
            return piece
        if not unpack.eof:
            return b""
        self._unpack = zlib.decompressobj(wbits=self._forms[0])
        return unpack.unused_data


class _Session(requests.Session):
    """Leaves redirects alone: requests reads them even when told not to follow, and fails on those in Latin-1."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        return None


def _session(contact: str | None, *, private: bool) -> requests.Session:
    """A session that says who we are, takes no settings from the environment, and reaches whom it may."""
    session = _Session()
    session.trust_env = False
    name = f"ratsarchiv/{__version__}"
    session.headers.update(
        {
            "User-Agent": f"{name} (+{_printable(contact)})" if contact else name,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "de",
        }
    )
    if not private:
        session.mount("http://", PublicOnly())
        session.mount("https://", PublicOnly())
    return session


def _printable(contact: str) -> str:
    if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()"):
        raise WrongUse(f"the contact {contact!r} must be plain ASCII without brackets: it goes into the User-Agent")
    return contact

"""Which answers of a foreign file are the council's: a browser that saved it may have seen anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ratsarchiv import archive, parse
from ratsarchiv.errors import ParseError, SiteStopped, WrongUse
from ratsarchiv.fetch import address, redirect
from ratsarchiv.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratsarchiv.archive import Source
    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Capture

REDIRECTS = 10
"""So many in a row, within one host, still belong together."""

MOST_BAD = 1000
"""So many records of a file may be bad; each of them is told."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of one file is taken in."""

    source: Source
    taken: int
    leave: frozenset[int]
    """The numbers of the answers that are not the council's."""
    bad: tuple[tuple[str, str], ...]
    """Addresses of the council's records that can't be read, each with the reason."""
    foreign: int
    """How many records are left out, the unreadable ones included."""


def choose(source: Source, kommune: Kommune) -> Choice:
    """What of a file is the council's: by its sources, or for a council known by name alone by what pages name.

    A dump of OParl holds nothing but what it was made for, so all of it is.
    """
    bad: list[tuple[str, str]] = []
    named = _Named()
    urls: list[str | None] = []
    for capture in archive.read(source, kommune.id, report=lambda url, why: bad.append((url, why))):
        dump = (capture.herkunft or "").startswith(archive.OPARL)
        urls.append(None if dump else capture.url)
        if not kommune.quellen:
            named.see(capture)
    own = _test(kommune) if kommune.quellen else named.test()
    leave = frozenset(number for number, url in enumerate(urls) if url is not None and not own(url))
    told = tuple((url, why) for url, why in bad if not url or own(url) or _page(url, kommune))
    if len(told) > MOST_BAD:
        raise WrongUse(f"{source.path}: more than {MOST_BAD:,} of its records can't be read; the first: {told[0][1]}")
    return Choice(source, len(urls) - len(leave), leave, told, len(leave) + len(bad) - len(told))


def _test(kommune: Kommune) -> Callable[[str], bool]:
    """Whether an address is of the council's sources; a visit keeps the robots.txt of their hosts as well."""
    robots = {urljoin(quelle.url, "/robots.txt") for quelle in kommune.quellen}
    return lambda url: url in robots or kommune.owns(url)


def _page(url: str, kommune: Kommune) -> bool:
    """Whether the address is a page's, of a council without sources."""
    return not kommune.quellen and parse.seitenart(url) is not None


class _Named:
    """The addresses that belong to a council without sources."""

    def __init__(self) -> None:
        self._urls: set[str] = set()
        self._documents: set[str] = set()
        self._moves: list[tuple[str, str]] = []

    def see(self, capture: Capture) -> None:
        """Takes in what an answer tells of itself and of others."""
        if target := redirect(capture.url, capture.http_status, capture.header.get("location")):
            self._moves.append((capture.url, target))
        if parse.seitenart(capture.url) is None or capture.body is None:
            return
        self._urls.add(capture.url)
        page = Page(capture.url, capture.body, capture.kommune, capture.http_status, capture.header)
        try:
            links = parse.parse(page).links
        except (ParseError, SiteStopped):
            return
        self._documents.update(address(link.url) for link in links if link.dokument)

    def test(self) -> Callable[[str], bool]:
        """Whether an address is among them: pages, the documents that they name, redirects to and from these."""
        own = {address(url) for url in self._urls} | self._documents
        moves = [(address(url), target) for url, target in self._moves if _host(url) == _host(target)]
        for _ in range(REDIRECTS):
            own |= {end for move in moves if own.intersection(move) for end in move}
        return lambda url: address(url) in own


def _host(url: str) -> str | None:
    return urlsplit(url).hostname

"""What an answer says: pure, so that a rebuild can read many at once, and reads what the visit read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ratsarchiv import parse
from ratsarchiv.crawl.sources import outline
from ratsarchiv.errors import ParseError, SiteStopped, UnknownPage
from ratsarchiv.fetch import RobotsSaid, redirect
from ratsarchiv.model import Absage, Page, Parsed, Problem

if TYPE_CHECKING:
    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Capture

GONE = frozenset({404, 410})
MOVED = range(300, 400)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one answer."""

    ergebnis: str
    """What `abrufe.ergebnis` says."""
    parsed: Parsed | None = None
    problem: Problem | None = None
    absagen: tuple[Absage, ...] = ()
    stop: SiteStopped | None = None
    """Why the visit that got this answer has to end."""


def page(capture: Capture) -> Page | None:
    """The answer as a parser takes it; None for what is larger than any page."""
    if capture.body is None:
        return None
    return Page(capture.url, capture.body, capture.kommune, capture.http_status, capture.header)


def fingerprint(capture: Capture, kommune: Kommune) -> str | None:
    """What is equal for two answers that show the same page, or send us on alike; None for what no parser reads."""
    whole = page(capture)
    shown = capture.http_status == 200 and parse.seitenart(capture.url) is not None
    if whole is None or not (shown or capture.http_status in MOVED):
        return None
    return parse.fingerprint(whole) if _is_own(capture, kommune) else None


def read(capture: Capture, kommune: Kommune) -> Reading:
    """What the answer says, whatever it is."""
    whole = page(capture)
    if whole is None or not _is_own(capture, kommune):
        return Reading("nicht_gelesen")
    try:
        return _said(capture, outline(parse.parse(whole), kommune))
    except UnknownPage:
        return Reading("nicht_gelesen")
    except SiteStopped as stop:
        return failed(capture, "gestoppt", str(stop), stop=stop)
    except ParseError as error:
        return _not_understood(capture, str(error))


def _said(capture: Capture, parsed: Parsed) -> Reading:
    if parsed.ergebnis == "nicht_oeffentlich":
        return Reading("nicht_oeffentlich", parsed, absagen=_absagen(capture, "nichtoeffentlich"))
    if 300 <= capture.http_status < 400:
        return _not_understood(capture, "")
    return Reading("geparst", parsed, absagen=tuple(_told(each, capture.url) for each in parsed.absagen))


def robots_said(capture: Capture) -> RobotsSaid:
    """An archived answer to the question for a robots.txt, its packing undone."""
    return RobotsSaid(
        status=capture.http_status,
        body=capture.body or b"",
        content_encoding=None,
        zeitpunkt=capture.zeitpunkt,
        location=redirect(capture.url, capture.http_status, capture.header.get("location")),
    )


def failed(capture: Capture, art: str, meldung: str, *, stop: SiteStopped | None = None) -> Reading:
    """An answer that is a problem."""
    return Reading("fehler", problem=Problem(art=art, meldung=meldung, url=parse.nameless(capture.url)), stop=stop)


def missing(capture: Capture, absagen: tuple[Absage, ...]) -> Reading:
    """An answer that says that there is nothing (any more)."""
    problem = Problem(art="fehlt", meldung=f"HTTP {capture.http_status}", url=parse.nameless(capture.url))
    return Reading("fehlt", problem=problem, absagen=absagen)


def _is_own(capture: Capture, kommune: Kommune) -> bool:
    return not kommune.quellen or kommune.owns(capture.url)


def _not_understood(capture: Capture, meldung: str) -> Reading:
    """A redirect needs no understanding, it is followed; of an error page its status says enough."""
    if 300 <= capture.http_status < 400:
        return Reading("nicht_gelesen")
    if capture.http_status in GONE and (absagen := _absagen(capture, "weg")):
        return missing(capture, absagen)
    if capture.http_status >= 400:
        return failed(capture, "abruf", f"HTTP {capture.http_status}")
    return failed(capture, "nicht_verstanden", meldung)


def _absagen(capture: Capture, art: Literal["nichtoeffentlich", "weg"]) -> tuple[Absage, ...]:
    found = parse.objekt(capture.url, capture.kommune)
    return (absage(capture.url, found, art),) if found else ()


def absage(url: str, objekt: tuple[str, str], art: Literal["nichtoeffentlich", "weg"]) -> Absage:
    """What a refusal at an address says of an object."""
    return Absage(tabelle=objekt[0], id=objekt[1], art=art, mehrdeutig=art == "weg" and not _tells(url))


def _told(said: Absage, url: str) -> Absage:
    return replace(said, endgueltig=True, mehrdeutig=not _tells(url))


def _tells(url: str) -> bool:
    """Whether the system at an address tells what is gone from what is not public."""
    product = parse.product(parse.system(url) or "")
    return product is None or product.unterscheidet

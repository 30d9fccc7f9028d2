"""An answer out of the archive, and whether it may be shown. What reads files blocks: it is called in a thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from ratsarchiv import parse
from ratsarchiv.archive.shelf import Shelf
from ratsarchiv.errors import ParseError, RatsarchivError, SiteStopped
from ratsarchiv.model import Page, Tagesordnungspunkt
from ratsarchiv.parse.ansicht import LARGEST, ansicht
from ratsarchiv.publish import answer, errors
from ratsarchiv.store.einsicht import Verwehrt, einsicht

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ratsarchiv.model import Parsed
    from ratsarchiv.publish.paging import PagedDatabase

Row = dict[str, Any]

INTERN = "intern.db"
WARC = "warc"
_ROLLEN = frozenset(
    {
        "vorlage", "beratungen", "sitzung", "auszug", "kalender", "sitzungsliste", "vorlagenliste", "gremienliste",
        "gremium", "start",
    }
)  # fmt: skip
"""What the pages are for that are shown; a person's never is."""
_LISTS_OF_PEOPLE = frozenset({"kp0041"})
_HTML = frozenset({"text/html", "application/xhtml+xml"})

GRUENDE: Mapping[str, str] = {
    "sperre": "Der Betreiber dieses Archivs hat etwas gesperrt, das auf dieser Seite steht.",
    "nichtoeffentlich": "Die Kommune führt die Seite, oder etwas darauf, inzwischen als nichtöffentlich.",
    "zurueckgezogen": "Die Kommune hat die Seite, oder etwas darauf, zurückgezogen.",
    "verschwunden": "Die Kommune hat inzwischen etwas von dieser Seite entfernt.",
    "maskiert": "Darin stehen private Angaben. Der Text ist ohne sie zu lesen, die Datei selbst wird nicht herausgegeben.",
    "person": "Seiten über einzelne Personen zeigt dieses Archiv nicht im Wortlaut: Dort stehen oft Anschriften und"
    " Telefonnummern.",
    "unverstanden": "Diese Antwort hat das Programm nicht als Seite verstanden. Was darin steht, ist nicht geprüft; deshalb"
    " wird sie nicht gezeigt.",
    "andere_art": "Das ist eine Weiterleitung, eine Datendatei oder eine andere Antwort, die keine Seite zum Lesen ist.",
    "unsicher": "Auf der Tagesordnung stehen nichtöffentliche Punkte, die sich nicht sicher ausblenden lassen.",
    "zu_gross": "Die Seite ist zu groß, um sie anzuzeigen.",
    "ohne_archiv": "Auf diesem Rechner liegt nur die Datenbank, nicht das Archiv der Originale.",
    "fehlt": "Die Archivdatei, in der diese Antwort liegt, fehlt auf diesem Rechner.",
    "beschaedigt": "Die Antwort lässt sich nicht aus dem Archiv lesen, oder sie stimmt nicht mit ihrer Prüfsumme überein.",
    "ohne_regeln": "Auf diesem Rechner ist nicht hinterlegt, was nicht gezeigt werden darf. Deshalb wird nichts gezeigt.",
    "ungelesen": "Der Text dieser Datei ließ sich nicht lesen und deshalb nicht auf private Angaben prüfen.",
    "unbekannt": "Zu dieser Datei gibt es kein Dokument, das die Kommune noch zeigt.",
}
"""Why something is not shown, for the reader."""


_ABRUF = "select a.*, k.name as kommune_name from abrufe a left join kommunen k on k.id = a.kommune where a.id = ?"


@dataclass(frozen=True, slots=True)
class Seite:
    """A page as it may be shown."""

    titel: str
    html: str


async def read(datasette: Any, request: Any) -> Row:
    """The capture that the address names."""
    id_ = answer.kennung(request)
    known = id_.isascii() and id_.isdigit() and len(id_) < 16
    found = (await answer.database(datasette).execute(_ABRUF, [int(id_)])).rows if known else []
    if not found:
        raise errors.Unknown("Einen Abruf mit dieser Nummer gibt es im Archiv nicht.")
    return dict(found[0])


def seite(database: PagedDatabase, abruf: Row, prefix: str) -> Seite | Verwehrt:
    """The page of a capture, or why it is not shown; its links go to `prefix` and the address."""
    if why := _at_once(database.folder, abruf):
        return Verwehrt(why, abruf["zeitpunkt"] if why == "nichtoeffentlich" else None)
    page = _page(database.folder, abruf)
    if isinstance(page, Verwehrt):
        return page
    try:
        parsed = parse.parse(page)
        if parsed.ergebnis != "geparst":
            return Verwehrt("nichtoeffentlich", abruf["zeitpunkt"])
        return _shown(database, abruf, page, parsed, prefix)
    except (ParseError, SiteStopped):
        return Verwehrt("unverstanden")


def _at_once(folder: Path, abruf: Row) -> str | None:
    """Why a capture is not shown whatever is in it."""
    rolle = parse.rolle(abruf["seitenart"])
    if abruf["ergebnis"] == "nicht_oeffentlich":
        return "nichtoeffentlich"
    if rolle == "person" or abruf["seitenart"] in _LISTS_OF_PEOPLE:
        return "person"
    if abruf["ergebnis"] not in {"geparst", "nicht_gelesen"}:
        return "unverstanden"
    if abruf["ergebnis"] != "geparst" or rolle not in _ROLLEN or abruf["mime"] not in _HTML:
        return "andere_art"
    return "zu_gross" if abruf["groesse"] > LARGEST else missing(folder, abruf)


def missing(folder: Path, abruf: Row) -> str | None:
    """Which part of the archive is not on this machine."""
    if not (folder / WARC).is_dir():
        return "ohne_archiv"
    if not (folder / INTERN).is_file():
        return "ohne_regeln"
    return None if (folder / WARC / abruf["warc"]).is_file() else "fehlt"


def _page(folder: Path, abruf: Row) -> Page | Verwehrt:
    """The answer as it was served, if it is the one that the index means."""
    try:
        capture = Shelf(folder / WARC).get(abruf["warc"], abruf["offset"])
    except (RatsarchivError, OSError):
        return Verwehrt("beschaedigt")
    if capture.sha256 != abruf["sha256"] or capture.body is None:
        return Verwehrt("beschaedigt")
    if len(capture.body) > LARGEST:
        return Verwehrt("zu_gross")
    return Page(capture.url, capture.body, abruf["kommune"], capture.http_status, capture.header)


def _shown(database: PagedDatabase, abruf: Row, page: Page, parsed: Parsed, prefix: str) -> Seite | Verwehrt:
    own = {urlsplit(each).netloc.lower() for each in (abruf["url"], page.url)}
    followed: set[str] = set()
    view = ansicht(page, _linking(own, prefix, followed))
    named = (parse.objekt(each, page.kommune) for each in followed)
    secret = [each for each in parsed.records if isinstance(each, Tagesordnungspunkt) and not each.oeffentlich]
    if view.verborgen < len(secret):
        return Verwehrt("unsicher")
    with einsicht(Path(database.path), database.folder / INTERN) as rules:
        if rules is None:
            return Verwehrt("ohne_regeln")
        if why := rules.seite(parsed, abruf["url"], {each for each in named if each}):
            return why
        html = rules.gezeigt(view.html)
        return Seite(rules.gezeigt(view.titel) or "", html) if html is not None else Verwehrt("sperre")


def _linking(own: set[str], prefix: str, followed: set[str]) -> Callable[[str], str | None]:
    """Where links lead: on the council's host to our look-up, by what means something in them alone; else outside.

    `followed` learns every address that is asked about.
    """

    def link(url: str) -> str | None:
        followed.add(url)
        if urlsplit(url).netloc.lower() not in own:
            return url if url == unquote(url) and "@" not in url else None
        plain = parse.nameless(parse.canonical(url))
        known = parse.seitenart(plain) is not None or plain == parse.canonical(url)
        return prefix + quote(plain, safe="") if known and parse.system(plain) else None

    return link

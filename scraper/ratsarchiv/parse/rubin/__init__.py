"""more!rubin (`<town>.gremien.info`): JSON from one program, told apart by its shape.

No visit begins here by itself: nobody has seen the program's addresses but the calendar's. A council's TOML may name a `start`
(`api.php?id=calendar`); what a browser saved is imported. OParl, which these systems offer too, tells more.
The calendar file (`action=webcalendar`) is none: its events were never seen, and a Sitzung is known by a number that only the
JSON is known to hold. Answers at other addresses come with imports from somebody's browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Page, Parsed
from ratsarchiv.parse import address, answers, html, jsontext
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.oparl.said import Said
from ratsarchiv.parse.product import Product
from ratsarchiv.parse.rubin import addresses, gremien, sitzung

_KALENDER = {"first_day", "last_day", "meetings"}
_SITZUNG = {"nummer", "nummer_si", "gremium_1"}
_GREMIEN = {"committees_count", "factions_count"}


def read(page: Page) -> Parsed:
    """What the answer says: a calendar, a Sitzung, or the municipalities that share the system."""
    kind = addresses.seitenart(page.url) or "api"
    try:
        value = _value(page)
    except ParseError:
        if refusal := answers.recognise(page, html.of(page), broken=True):
            return Parsed(url=page.url, seitenart=kind, ergebnis=refusal)
        raise
    return _taken(Findings(page=page, seitenart=kind, url=address.plain(page.url)), value)


def _value(page: Page) -> Any:
    if page.status >= 400:
        raise ParseError(f"the server answered {page.status}")
    return jsontext.value(page.body)


def _taken(findings: Findings, value: Any) -> Parsed:
    """By the shape of the answer. Calendar and list leave out what they don't know: None means nothing there."""
    if isinstance(value, list) and value and all(_has(each, _GREMIEN) for each in value):
        findings.seitenart = "rubin_gremien"
        _each(findings, value, gremien.body)
    elif _has(value, _KALENDER) and isinstance(value["meetings"], list):
        findings.seitenart = "rubin_kalender"
        _each(findings, value["meetings"], sitzung.termin)
    elif _has(value, _SITZUNG):
        findings.seitenart = "rubin_sitzung"
        said = Said(value, findings)
        if sitzung.is_draft(said):
            return Parsed(url=findings.page.url, seitenart="rubin_sitzung", ergebnis="nicht_oeffentlich")
        sitzung.sitzung(said)
    else:
        raise ParseError("the JSON is no calendar, no Sitzung and no list of municipalities of more!rubin")
    findings.records = list(dict.fromkeys(findings.records))
    findings.links = list(dict.fromkeys(findings.links))
    findings.problems = list(dict.fromkeys(findings.problems))
    return findings.parsed(partial=findings.seitenart != "rubin_sitzung")


def _has(value: Any, signs: set[str]) -> bool:
    return isinstance(value, dict) and signs <= value.keys()


def _each(findings: Findings, values: Iterable[Any], reader: Callable[[Said], None]) -> None:
    """Reads the entries of a list: what is wrong with one says nothing about the others."""
    for each in values:
        if not isinstance(each, dict):
            findings.problem("nicht_verstanden", "an entry of the list is no object")
            continue
        try:
            reader(Said(each, findings))
        except ParseError as error:
            findings.problem("nicht_verstanden", str(error))


PRODUCT = Product(
    name="rubin",
    schnittstelle=True,
    seitenart=addresses.seitenart,
    kennt=addresses.kennt,
    parse=read,
    rollen={
        "api": "objekt",
        "rubin_kalender": "termine",
        "rubin_sitzung": "sitzung",
        "rubin_gremien": "gremienliste",
    },
    canonical=address.plain,
    objekt=addresses.objekt,
    start=(),
)

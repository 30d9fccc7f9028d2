"""The calendar file, which knows all Sitzungen, and pages whose markup nobody has seen: they are only searched for links."""

from __future__ import annotations

import re

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Page, Parsed, Sitzung
from ratsarchiv.parse import html
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.ics import Termin, termine
from ratsarchiv.parse.sdnet import addresses
from ratsarchiv.parse.sdnet.sheet import Sheet

_AGENDA = re.compile(r"Link zur Tagesordnung: (https?://\S{1,500})")
_MOST_LINKS = 20_000


def kalenderdatei(page: Page, kind: str) -> Parsed:
    """`termine/ics/SD.NET_RIM.ics`: a link to each Sitzung, with what the calendar says of it; its end stands nowhere else."""
    found = Findings(page=page, seitenart=kind, url=addresses.canonical(page.url))
    homeless = 0
    for termin in termine(page.body):
        agenda = _AGENDA.search(termin.beschreibung or "")
        url = addresses.canonical(agenda[1]) if agenda else ""
        named = addresses.objekt(url)
        if named is None or named[0] != "sitzungen":
            homeless += 1
            continue
        sitzung = Sitzung(id=found.id(named[1]), kommune=page.kommune, url=url, **_says(termin))  # type: ignore[arg-type]
        found.links.append(Link(url=url, seitenart="tops", platzhalter=sitzung))
    if homeless:
        found.problem("nicht_verstanden", f"{homeless} Termine nennen keine Tagesordnung")
    return found.parsed()


def _says(termin: Termin) -> dict[str, object]:
    return {
        "gremium_name": termin.titel or None,
        "name": termin.titel or None,
        "datum": termin.datum,
        "beginn": termin.beginn,
        "ende": termin.ende,
        "ort": " ".join(termin.ort.split()) if termin.ort else None,
        "abgesagt": termin.abgesagt or None,
    }


def liste(sheet: Sheet) -> Parsed:
    """`termine/`, `vorlagen/`, `gremien/`, the page of a Gremium: links to pages of kinds that we know, each once."""
    seen: set[str] = {sheet.url}
    for anchor in sheet.main.iter("a"):
        url = sheet.href(anchor)
        kind = addresses.seitenart(url)
        if url in seen or addresses.objekt(url) is None:
            continue
        seen.add(url)
        if len(seen) > _MOST_LINKS:
            raise ParseError(f"a page with more than {_MOST_LINKS:,} links is not read")
        if kind == "gremium" and sheet.seitenart == "gremien":
            sheet.gremium(url, html.text(anchor)[:200])
        else:
            sheet.links.append(Link(url=url, seitenart=kind))
    return sheet.parsed()

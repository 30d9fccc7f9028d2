"""The sources of a council: where a visit begins, which are asked no more, and which only complete another."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ratsarchiv import parse
from ratsarchiv.fetch import address
from ratsarchiv.model import Gremium, Link, Person, Sitzung, Vorlage, as_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.kommunen.quelle import Quelle
    from ratsarchiv.model import Parsed, Record

WHOLE = (Vorlage, Sitzung, Gremium, Person)
"""What an interface says beside a council's pages; the parts of a Vorlage or Sitzung are better read on their page."""
OWNERS = {"vorlage": "vorlagen", "sitzung": "sitzungen"}


def starts(kommune: Kommune) -> list[str]:
    """Where a visit begins."""
    return [url for quelle in kommune.besucht for url in _starts(quelle)]


def _starts(quelle: Quelle) -> list[str]:
    found = parse.product(quelle.system)
    if found is None:  # known by name, not to be read yet
        return []
    below = [address(urljoin(quelle.basis, each)) for each in quelle.start or found.start]
    return below or ([] if quelle.url.endswith("/") else [address(quelle.url)])


def without_menu(kommune: Kommune) -> list[str]:
    """Where it goes on if that leads to no list and no calendar."""
    found = ((quelle, parse.product(quelle.system)) for quelle in kommune.besucht)
    return [address(urljoin(quelle.basis, each)) for quelle, product in found if product for each in product.ohne_menue]


def page_of(kommune: Kommune, tabelle: str, number: str) -> str | None:
    """The address of an object's own page in the newest source whose addresses hold its number."""
    for quelle in reversed(kommune.besucht):
        found = parse.product(quelle.system)
        url = found.adresse(quelle.basis, tabelle, number) if found else None
        if url:
            return address(url)
    return None


def is_retired(kommune: Kommune, url: str) -> bool:
    """Whether an address belongs only to sources that were switched off: what they answer now says nothing."""
    holding = [quelle for quelle in kommune.quellen if quelle.holds(url)]
    system = parse.system(url)
    own = [quelle for quelle in holding if quelle.system == system] or holding
    return bool(own) and all(quelle.bis for quelle in own)


def is_asked(kommune: Kommune, url: str) -> bool:
    """Whether an address belongs to what is visited: a page to a source of its own product, a file to any."""
    system, page = parse.system(url), parse.seitenart(url) is not None
    return any(quelle.holds(url) and (not page or quelle.system == system) for quelle in kommune.besucht)


def outline(parsed: Parsed, kommune: Kommune) -> Parsed:
    """What counts of an interface's answer where the council's pages are read too: the objects without their parts."""
    if not parsed.teilweise or not _has_pages(kommune):
        return parsed
    kept = tuple(record for record in parsed.records if isinstance(record, WHOLE))
    left: dict[tuple[str, str], list[str]] = {(r.tabelle, r.id): [] for r in kept if isinstance(r, Vorlage | Sitzung)}
    for record in parsed.records:
        if (owner := _owner(record)) in left:
            left[owner].append(json.dumps(as_dict(record), sort_keys=True))
    teile = {owner: sha256("\n".join(sorted(said)).encode()).hexdigest()[:16] for owner, said in left.items()}
    whole = {record.tabelle for record in kept}
    lists = tuple(liste for liste in parsed.vollstaendig if liste.tabelle in whole)
    links = (*(each for each in parsed.links if each.seitenart != "dokument"), *_pages(kept, kommune))
    return replace(parsed, records=kept, links=links, vollstaendig=lists, teile=teile)


def _has_pages(kommune: Kommune) -> bool:
    found = (parse.product(quelle.system) for quelle in kommune.besucht)
    return any(product and not product.schnittstelle for product in found)


def _owner(record: Record) -> tuple[str, str] | None:
    for column, tabelle in OWNERS.items():
        if owner := getattr(record, column, None):
            return tabelle, owner
    return None


def _pages(records: tuple[Record, ...], kommune: Kommune) -> Iterator[Link]:
    """The objects' own pages."""
    for record in records:
        if isinstance(record, Vorlage | Sitzung):
            url = page_of(kommune, record.tabelle, record.id.removeprefix(f"{kommune.id}-"))
            if url:
                yield Link(url=url, seitenart=parse.seitenart(url), platzhalter=replace(record, url=url))

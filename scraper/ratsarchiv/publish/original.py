"""Where an official address leads in this archive: an old one too, with another scheme or order, pasted without its host."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_plus, urlsplit

from datasette.utils import tilde_encode
from datasette.utils.asgi import Response

from ratsarchiv import kommunen, parse
from ratsarchiv.publish import answer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

LONGEST = 2_000
"""Characters of an address; no system writes longer ones."""
LONGEST_MS = 1_000
CAPTURES = 30
"""Captures of an address that leads nowhere else."""
FOLDER = "kommunen"
"""The operator's own councils, beside the database."""

_NOWHERE = "https://ratsarchiv.invalid"
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?::\d{1,5})?/\S*", re.IGNORECASE)
_HTTP = re.compile(r"https?://", re.IGNORECASE)

_OBJEKTE = "select tabelle, objekt from adressen where url in (select value from json_each(?)) limit 20"
_DOKUMENTE = "select id from dokumente where url in (select value from json_each(?)) limit 20"
_ABRUFE = """
select id, zeitpunkt, http_status from abrufe where url in (select value from json_each(?)) order by zeitpunkt desc limit ?
"""
_NACHBAR = "select kommune from abrufe where url >= ?1 and url < ?1 || char(1114111) limit 1"
_BEKANNT = "select id, name, system from kommunen order by name"
_GELESEN = "select 1 from abrufe where kommune = ? and system = ? limit 1"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fund:
    """What is known of an address."""

    ziele: tuple[tuple[str, str], ...] = ()
    """Where it leads: the council's name, and the path of a page of ours."""
    amtlich: str | None = None
    """The address itself, where it lies on a known council's host."""
    abrufe: list[Row] = field(default_factory=list)


async def ziel(database: Any, text: str) -> str | None:
    """The path for a text that looks like an official address, else None; of one that is not known, the page that says so."""
    address = _as_address(text)
    if address is None or (not _ADDRESS.fullmatch(text.strip()) and parse.system(address) is None):
        return None
    found = await _look_up(database, address)
    if len(found.ziele) == 1:
        return found.ziele[0][1]
    return f"/original?url={quote(text.strip(), safe='')}"


async def page(datasette: Any, request: Any) -> Any:
    """`/original?url=`: to our page of an official address; where that is not one page, a choice or what is archived of it."""
    text = asked(request.query_string)
    address = _as_address(text)
    found = await _look_up(answer.database(datasette), address) if address else Fund()
    if len(found.ziele) == 1:
        return Response.redirect(datasette.urls.path(found.ziele[0][1]))
    context = {"text": text, "fund": found}
    return await answer.page(
        datasette, request, "ratsarchiv_original.html", context, status=404 if text and not found.ziele else 200
    )


def asked(query: str) -> str:
    """The address after `url=`, all of it where it was pasted as it is, with its own `&` and `=`."""
    _, mark, said = f"&{query}".partition("&url=")
    if not mark:
        return ""
    plain = said if "?" in said else said.partition("&")[0]
    return unquote_plus(plain)[: LONGEST + 1].strip()


def _as_address(text: str) -> str | None:
    """A web address; one without its host lies nowhere. None for a text that is none."""
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable():
        return None
    if _ADDRESS.fullmatch(text):
        address = text
    elif _HOST.fullmatch(text):
        address = f"https://{text}"
    elif " " not in text and "://" not in text and (text.startswith("/") or "?" in text):
        address = f"{_NOWHERE}/{text.lstrip('/.')}"
    else:
        return None
    try:
        return address if urlsplit(address).hostname else None
    except ValueError:
        return None


async def _look_up(database: Any, address: str) -> Fund:
    found: Fund = await database.read(lambda connection: finden(connection, database.folder, address), LONGEST_MS)
    return found


def finden(connection: sqlite3.Connection, folder: Path, address: str) -> Fund:
    """What the archive knows of an address."""
    spellings = json.dumps(sorted(_spellings(address)))
    councils = {row["id"]: row for row in map(dict, connection.execute(_BEKANNT))}
    paths = _paths(connection, connection.execute(_OBJEKTE, (spellings,)).fetchall())
    paths += _paths(connection, [("dokumente", id_) for (id_,) in connection.execute(_DOKUMENTE, (spellings,))])
    owners = _owners(connection, folder, address, councils)
    if not paths and parse.system(address):
        paths = _paths(connection, list(_named(connection, folder, address, owners, councils)))
    paths += [(owner, kalender) for owner in owners if (kalender := _kalender(address, owner))]
    first = dict(reversed(paths))
    ziele = tuple((councils.get(kommune, {}).get("name") or kommune, path) for kommune, path in sorted(first.items()))
    abrufe = [] if ziele else [dict(row) for row in connection.execute(_ABRUFE, (spellings, CAPTURES))]
    return Fund(ziele, address if owners and not address.startswith(_NOWHERE) else None, abrufe)


def _kalender(address: str, kommune: str) -> str | None:
    """The month that a calendar's address asks for."""
    month = parse.monat(address) if parse.rolle(parse.seitenart(address)) == "kalender" else None
    if month is None or not (1900 <= month[0] <= 2999 and 1 <= month[1] <= 12):
        return None
    return f"/kalender?monat={month[0]}-{month[1]:02}&kommune={quote(kommune)}"


def _spellings(address: str) -> set[str]:
    """The forms in which the archive may know it: with http or https, with the parameters that mean something."""
    forms = {address, address.partition("#")[0], parse.canonical(address), parse.canonical(parse.sessionless(address))}
    return {f"{scheme}://{_HTTP.sub('', each, count=1)}" for each in forms for scheme in ("http", "https")}


def _owners(connection: sqlite3.Connection, folder: Path, address: str, councils: Iterable[str]) -> tuple[str, ...]:
    """The councils that the address may belong to: by their sources, or by other addresses in the same folder."""
    if address.startswith(_NOWHERE):
        return ()
    listed = {each.id for each in _registry(folder / FOLDER) if each.owns(address)}
    above = parse.canonical(address).partition("?")[0].rpartition("/")[0] + "/"
    for scheme in ("http://", "https://"):
        listed.update(row[0] for row in connection.execute(_NACHBAR, (scheme + _HTTP.sub("", above, count=1),)))
    return tuple(sorted(listed.intersection(councils)))


def _named(
    connection: sqlite3.Connection, folder: Path, address: str, owners: tuple[str, ...], councils: dict[str, Row]
) -> Iterator[tuple[str, str]]:
    """Table and id of the object that the address's number names, for each council that it may be of."""
    system = parse.system(address)
    sources = {each.id: {quelle.system for quelle in each.quellen} for each in _registry(folder / FOLDER)}
    anywhere = address.startswith(_NOWHERE)
    for kommune in councils if anywhere else owners:
        reads = system in {councils[kommune]["system"], *sources.get(kommune, ())}
        named = parse.objekt(address, kommune)
        if named and (reads or connection.execute(_GELESEN, (kommune, system)).fetchone()):
            yield named


def _paths(connection: sqlite3.Connection, objekte: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Council and path of a page of ours, for each of these objects that has one."""
    found = (_PATHS[tabelle](connection, id_) for tabelle, id_ in objekte if tabelle in _PATHS)
    return [each for each in found if each]


def pfad(connection: sqlite3.Connection, tabelle: str, id_: str) -> str | None:
    """The path of our page of an object, or the place where it stands; None where there is none."""
    found = _paths(connection, [(tabelle, id_)])
    return found[0][1] if found else None


def _own(tabelle: str) -> Callable[[sqlite3.Connection, str], tuple[str, str] | None]:
    sql = f"select kommune from {tabelle} where id = ?"  # noqa: S608 - our own words

    def path(connection: sqlite3.Connection, id_: str) -> tuple[str, str] | None:
        row = connection.execute(sql, (id_,)).fetchone()
        return (row[0], f"/{tabelle}/{tilde_encode(id_)}") if row else None

    return path


_PUNKT = "select kommune, sitzung, vorlage from tagesordnungspunkte where id = ?"
_DOKUMENT = """
select kommune, vorlage, sitzung, tagesordnungspunkt, titel is not null and datei is not null and verschwunden_seit is null
from dokumente where id = ?
"""


def _punkt(connection: sqlite3.Connection, id_: str) -> tuple[str, str] | None:
    """Its place in the Sitzung's agenda; an Auszug has its Tagesordnungspunkt's id."""
    row = connection.execute(_PUNKT, (id_,)).fetchone()
    if row is None or not (row[1] or row[2]):
        return None
    kommune, sitzung, vorlage = row
    place = f"/sitzungen/{tilde_encode(sitzung)}#top-{quote(id_)}" if sitzung else f"/vorlagen/{tilde_encode(vorlage)}"
    return kommune, place


def _dokument(connection: sqlite3.Connection, id_: str) -> tuple[str, str] | None:
    """Its text, else the page of what it belongs to."""
    row = connection.execute(_DOKUMENT, (id_,)).fetchone()
    if row is None:
        return None
    kommune, vorlage, sitzung, punkt, shown = row
    if shown:
        return kommune, f"/dokumente/{tilde_encode(id_)}"
    if vorlage:
        return kommune, f"/vorlagen/{tilde_encode(vorlage)}"
    return _punkt(connection, punkt) if punkt else (kommune, f"/sitzungen/{tilde_encode(sitzung)}") if sitzung else None


_PATHS: dict[str, Callable[[sqlite3.Connection, str], tuple[str, str] | None]] = {
    **{tabelle: _own(tabelle) for tabelle in ("vorlagen", "sitzungen", "gremien", "personen")},
    "tagesordnungspunkte": _punkt,
    "auszuege": _punkt,
    "dokumente": _dokument,
}


def _registry(folder: Path) -> tuple[kommunen.Kommune, ...]:
    """Every known council with its addresses, read again when the operator's folder changes."""
    return _read(folder, folder.stat().st_mtime_ns if folder.is_dir() else 0)


@lru_cache(maxsize=8)
def _read(folder: Path, _changed: int) -> tuple[kommunen.Kommune, ...]:
    return tuple(kommunen.load_all([folder]))

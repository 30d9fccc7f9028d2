"""What search engines are told: which pages there are and when they last changed, and which they had better not ask for."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_encode
from datasette.utils.asgi import Response

from ratsarchiv.publish import answer, errors, headers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

PAGES = ("/", "/gremien", "/kalender", "/aenderungen", "/karte", "/statistik", "/status", "/ratsarchiv")
"""Pages that are always there: the first part of the sitemap."""

PARTS = {"gremien": 20_000, "sitzungen": 2_000, "vorlagen": 10_000}
"""By table: rows of one part, so that it is read within a second. A sitemap may hold 50,000."""

LONGEST_MS = 8_000
"""A part takes a fifth of that where the disk has to be read; crawlers wait, and ask again if it is not enough."""

_CHANGED = """coalesce((
    select zeitpunkt from aenderungen a where a.objekt = {0}.id and a.tabelle = '{1}' order by a.zeitpunkt desc limit 1), '')"""
_PART_CHANGED = """coalesce((
    select max(max(t.zuerst_gesehen, {changed})) from {table} t where t.{column} = o.id), '')"""

_SHOWN_WITH = {
    "gremien": "coalesce((select zuerst_gesehen from sitzungen s where s.gremium = o.id order by datum desc limit 1), '')",
    "sitzungen": _PART_CHANGED.format(
        changed=_CHANGED.format("t", "tagesordnungspunkte"), table="tagesordnungspunkte", column="sitzung"
    ),
    "vorlagen": _PART_CHANGED.format(
        changed=_CHANGED.format("t", "beratungen"), table="beratungen", column="vorlage"
    ),
}  # fmt: skip
"""By table: when that last changed which stands on a row's page besides the row."""

_ROWS = """
select o.id, max(o.zuerst_gesehen, {changed}, {shown_with})
from {table} o
where o.id >= :first and (o.id < :end or :end is null) and o.abruf is not null and o.verschwunden_seit is null
  and not exists (
    select 1 from hinweise h
    where h.tabelle = '{table}' and h.objekt = o.id and h.bis is null and h.art <> 'maskiert')
order by o.id
limit 50000
"""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Part = tuple[str, str, "str | None"]
"""Table, first id, and the id that the next part begins with."""


async def index(datasette: Any, request: Any) -> Any:
    """`/sitemap.xml`: where the parts are."""
    base = answer.base(datasette, request)
    count = 1 + len(await answer.database(datasette).read(_parts, LONGEST_MS))
    entries = (f"<sitemap><loc>{escape(base)}/sitemaps/{number}.xml</loc></sitemap>" for number in range(1, count + 1))
    return _xml("sitemapindex", entries)


async def part(datasette: Any, request: Any) -> Any:
    """`/sitemaps/<n>.xml`: pages with the day of their last change."""
    base, number = answer.base(datasette, request), int(request.url_vars["n"])
    if number == 1:
        return _xml("urlset", (_entry(base + path, None) for path in PAGES))
    rows = await answer.database(datasette).read(lambda connection: _rows(connection, number - 2), LONGEST_MS)
    return _xml("urlset", (_entry(base + path, changed) for path, changed in rows))


async def robots(datasette: Any) -> Any:
    """`/robots.txt`: what crawlers should leave alone, and where the sitemap is."""
    adresse = answer.database(datasette).website.adresse
    return Response.text(headers.ROBOTS + (f"\nSitemap: {adresse}/sitemap.xml\n" if adresse else ""))


def _parts(connection: sqlite3.Connection) -> list[Part]:
    """Every part after the first, in steps along the index of ids."""
    return [
        (table, first, end)
        for table, size in PARTS.items()
        for first, end in pairwise([*_starts(connection, table, size), None])
        if first is not None
    ]


def _starts(connection: sqlite3.Connection, table: str, size: int) -> Iterator[str]:
    found = connection.execute(f"select min(id) from {table}").fetchone()  # noqa: S608 - our own words
    step = f"select id from {table} where id >= ? order by id limit 1 offset {size}"  # noqa: S608
    while found and found[0] is not None:
        yield found[0]
        found = connection.execute(step, (found[0],)).fetchone()


def _rows(connection: sqlite3.Connection, number: int) -> list[tuple[str, str | None]]:
    """Paths and days of a part."""
    parts = _parts(connection)
    if number >= len(parts):
        raise errors.Unknown("So viele Teile hat die Sitemap nicht.")
    table, first, end = parts[number]
    sql = _ROWS.format(table=table, changed=_CHANGED.format("o", table), shown_with=_SHOWN_WITH[table])
    found = connection.execute(sql, {"first": first, "end": end})
    return [(f"/{table}/{tilde_encode(id_)}", changed) for id_, changed in found]


def _entry(address: str, changed: str | None) -> str:
    day = _DAY.match(changed or "")
    lastmod = f"<lastmod>{day[0]}</lastmod>" if day else ""
    return f"<url><loc>{escape(address)}</loc>{lastmod}</url>"


def _xml(root: str, entries: Iterable[str]) -> Any:
    body = "\n".join([f"<{root} {_XMLNS}>", *entries, f"</{root}>\n"])
    return Response(_HEAD + body, content_type="application/xml; charset=utf-8")

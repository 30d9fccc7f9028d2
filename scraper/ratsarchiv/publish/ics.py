"""Calendars that programs subscribe to (RFC 5545): of one Sitzung, of one Gremium, of a Kommune, of all."""

from __future__ import annotations

import asyncio
import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_encode
from datasette.utils.asgi import Response
from icalendar import Calendar, Event, Timezone

from ratsarchiv.publish import answer, errors, german, kalender

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Row = dict[str, Any]

LONGEST_MS = 2_000
BACK = timedelta(days=366)
"""How far a calendar of many Sitzungen reaches back."""
LONGEST_TEXT = 500
AGAIN = timedelta(hours=12)
"""When a program is to ask again."""

_TYPE = "text/calendar; charset=utf-8"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

_SITZUNGEN = """
select s.*, (
    select max(c.zeitpunkt) from aenderungen c where c.objekt = s.id and +c.tabelle = 'sitzungen'
) as geaendert, (
    select count(*) from aenderungen c where c.objekt = s.id and +c.tabelle = 'sitzungen'
) as aenderungen, a.zeitpunkt as abgerufen
from sitzungen s
left join abrufe a on a.id = s.abruf
where {which} s.datum is not null and s.verschwunden_seit is null
order by s.datum desc, s.id desc
limit :most
"""


async def der_sitzung(datasette: Any, request: Any) -> Any:
    """`/sitzungen/<id>.ics`: one Sitzung."""
    id_ = answer.kennung(request)
    sql = _SITZUNGEN.format(which="s.id = :id and")
    found = await answer.database(datasette).read(lambda connection: _rows(connection, sql, id=id_), LONGEST_MS)
    if not found:
        raise errors.Unknown("Eine Sitzung mit dieser Kennung und einem Termin ist im Archiv nicht bekannt.")
    return await _response(found, {}, answer.base(datasette, request), id_)


async def des_gremiums(datasette: Any, request: Any) -> Any:
    """`/gremien/<id>.ics`: the Sitzungen of a Gremium, of the last year and to come."""
    return await _many(datasette, request, {"gremium": answer.kennung(request)})


async def page(datasette: Any, request: Any) -> Any:
    """`/kalender.ics?kommune=&gremium=`: the Sitzungen of the last year and to come."""
    return await _many(datasette, request, request.args)


async def _many(datasette: Any, request: Any, args: Any) -> Any:
    since = german.today() - BACK

    def read(connection: sqlite3.Connection) -> tuple[kalender.Auswahl, list[Row]]:
        chosen = kalender.auswahl(connection, args)
        sql = _SITZUNGEN.format(which=f"{chosen.which} s.datum >= :since and")
        return chosen, _rows(connection, sql, since=since.isoformat(), **chosen.values)

    database = answer.database(datasette)
    chosen, found = await database.read(read, LONGEST_MS)
    words = {
        "name": _line(f"Sitzungen: {chosen.name or database.website.name}"),
        "description": f"Sitzungen seit {german.long_date(since.isoformat())} und künftige, "
        f"höchstens {german.number(kalender.MOST_TERMINE)}",
    }
    file = chosen.gremium or chosen.kommune or "kalender"
    return await _response(reversed(found), words, answer.base(datasette, request), file)


def _rows(connection: sqlite3.Connection, sql: str, **values: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, {"most": kalender.MOST_TERMINE} | values)]


async def _response(rows: Iterable[Row], words: dict[str, str], base: str, name: str) -> Any:
    file = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-")[:80] or "sitzung"
    # a calendar of many Sitzungen takes the library half a second, in which others want to be answered
    body = await asyncio.to_thread(lambda: _calendar(rows, words, base).to_ical())
    return Response(body, headers={"content-disposition": f'inline; filename="{file}.ics"'}, content_type=_TYPE)


def _calendar(rows: Iterable[Row], words: dict[str, str], base: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Ratsarchiv//Sitzungen//DE")
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for word, text in words.items():
        calendar.add(word, text)
        calendar.add({"name": "x-wr-calname", "description": "x-wr-caldesc"}[word], text)
    calendar.add_component(_zone())
    for row in rows:
        if event := _event(row, base):
            calendar.add_component(event)
    return calendar


@lru_cache(maxsize=1)
def _zone() -> Timezone:
    return Timezone.from_tzid("Europe/Berlin", first_date=date(1980, 1, 1), last_date=date(2050, 1, 1))


def _event(row: Row, base: str) -> Event | None:
    """A Sitzung as an event; None where its day is none."""
    begin = _moment(row["beginn"]) or _day(row["datum"])
    stamp = datetime.fromisoformat(max(filter(None, (row["geaendert"], row["abgerufen"] or row["zuerst_gesehen"]))))
    if begin is None:
        return None
    event = Event()
    event.add("uid", f"sitzung-{tilde_encode(row['id'])}@ratsarchiv")
    event.add("dtstamp", stamp)
    event.add("sequence", row["aenderungen"])
    event.add("dtstart", begin)
    end = _moment(row["ende"])
    if end and isinstance(begin, datetime) and end > begin:
        event.add("dtend", end)
    name = _line(row["name"] or row["gremium_name"] or "Sitzung")
    event.add("summary", f"Abgesagt: {name}" if row["abgesagt"] else name)
    event.add("status", "CANCELLED" if row["abgesagt"] else "CONFIRMED")
    if place := ", ".join(filter(None, map(_line, (row["raum"], row["ort"])))):
        event.add("location", place)
    event.add("url", f"{base}/sitzungen/{tilde_encode(row['id'])}")
    event.add("description", _description(row, base))
    return event


def _description(row: Row, base: str) -> str:
    """The Gremium, the Sitzung's status, our page and the official one: a line for each."""
    official = german.web_address(row["url"])
    lines = (
        _line(row["gremium_name"]),
        _line(row["status"]),
        f"Tagesordnung: {base}/sitzungen/{tilde_encode(row['id'])}",
        f"Original: {_CONTROL.sub('', official)}" if official else "",
    )
    return "\n".join(filter(None, lines))


def _line(text: str | None) -> str:
    """One line that no program stumbles over."""
    line = _CONTROL.sub("", german.one_line(text))
    return line if len(line) <= LONGEST_TEXT else line[:LONGEST_TEXT] + "…"


def _moment(text: str | None) -> datetime | None:
    """A time of day in Germany, where one is known."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.astimezone(german.ZONE) if moment.tzinfo else moment.replace(tzinfo=german.ZONE)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

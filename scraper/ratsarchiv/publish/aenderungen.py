"""What has changed lately: day by day to read, and as a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ratsarchiv.publish import answer, errors, german, neuigkeiten, suche
from ratsarchiv.publish.feed import Entry, feed

if TYPE_CHECKING:
    from datetime import date

    from ratsarchiv.publish.neuigkeiten import Gruppe, Tag

Row = dict[str, Any]

LONGEST_MS = 1_000
GRUPPEN = 40
"""With so many objects on a page no further day is begun."""
TAGE = 7
SHOWN = 60
"""New Vorlagen of one day that are named."""
LINES = 6
"""Changes of one object that stand open."""
FEED = {"gruppen": 50, "days": 20}

_KOMMUNEN = "select id, name from kommunen order by name limit 500"
_STAND = "select max(zeitpunkt) from abrufe"


async def page(datasette: Any, request: Any) -> Any:
    """`/aenderungen`: what is new, has changed or has gone, by day."""
    kommune, tag = request.args.get("kommune") or None, _day(request.args.get("tag") or "")
    database = answer.database(datasette)
    kommunen = await known(database, kommune)
    days, further = await read(database, tag or german.today(), kommune, GRUPPEN, TAGE)
    context = {
        "tage": [_of_day(day) for day in days],
        "lines": LINES,
        "tag": tag,
        "kommune": kommune,
        "kommunen": kommunen,
        "aeltere": _address(kommune, further) if further else None,
        "neueste": _address(kommune) if tag else None,
        "feed": _address(kommune, path="/aenderungen.atom"),
    }
    return await answer.page(datasette, request, "ratsarchiv_aenderungen.html", context)


async def atom(datasette: Any, request: Any) -> Any:
    """`/aenderungen.atom`: the same as a feed."""
    kommune = request.args.get("kommune") or None
    database = answer.database(datasette)
    kommunen = await known(database, kommune)
    days, _ = await read(database, german.today(), kommune, **FEED)
    news = [_entry(day, group) for day in days for group in day.gruppen]
    stand = (await database.execute(_STAND)).first()[0]
    title = f"Änderungen: {kommunen[kommune]}" if kommune else "Änderungen"
    address = _address(kommune, path="/aenderungen.atom")
    return feed(
        datasette, request, id=address, title=title, address=_address(kommune), self_address=address,
        updated=news[0].updated if news else stand or "1970-01-01", entries=news,
    )  # fmt: skip


async def known(database: Any, kommune: str | None) -> dict[str, str]:
    """The Kommunen's names by id; the one that was asked for is among them."""
    kommunen: dict[str, str] = dict(tuple(row) for row in (await database.execute(_KOMMUNEN)).rows)
    if kommune is not None and kommune not in kommunen:
        raise errors.Refused("Diese Kommune gibt es in diesem Archiv nicht.")
    return kommunen


async def read(database: Any, von: date, kommune: str | None, gruppen: int, days: int) -> tuple[list[Tag], date | None]:
    """The days with news from `von` back, and the day with which to go on."""
    found: tuple[list[Tag], date | None] = await database.read(
        lambda connection: neuigkeiten.tage(connection, von, kommune, gruppen, days), LONGEST_MS
    )
    return found


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    if (day := suche.tag(text)) is None or not 1900 <= day.year < 2200:
        raise errors.Refused("Das ist kein Datum. Verständlich sind zum Beispiel 4.3.2026 und 2026-03-04.")
    return day


def _of_day(day: Tag) -> Row:
    """A day as its page shows it, in the order in which it is read."""
    return {
        "tag": day.tag.isoformat(),
        "mehr": day.mehr,
        "neu": day.neu[:SHOWN],
        "neu_anzahl": len(day.neu),
        "tabelle": f"/ratsarchiv/vorlagen?{urlencode(_range(day.tag))}",
        "teile": [
            (wort, groups)
            for wort, groups in (
                ("Geänderte Vorlagen", day.vorlagen),
                ("Sitzungen", day.sitzungen),
                ("Gremien", day.gremien),
                ("Nicht mehr öffentlich", day.weg),
            )
            if groups
        ],
    }


def _range(day: date) -> dict[str, str]:
    start, end = neuigkeiten.day_range(day)
    return {"zuerst_gesehen__gte": start, "zuerst_gesehen__lt": end}


def _address(kommune: str | None, tag: date | None = None, path: str = "/aenderungen") -> str:
    pairs = {"kommune": kommune, "tag": tag and tag.isoformat()}
    said = {name: value for name, value in pairs.items() if value}
    return f"{path}?{urlencode(said)}" if said else path


def _entry(day: Tag, group: Gruppe) -> Entry:
    word = "Neu" if group.neu and not group.weg else "Nicht mehr öffentlich" if group.weg else "Geändert"
    return Entry(
        id=f"{_address(None, day.tag)}#{urlencode({group.tabelle: group.objekt})}",
        title=f"{word}: {group.titel}" + (f" ({group.nummer})" if group.nummer else ""),
        address=group.adresse,
        updated=group.zeitpunkt,
        summary="\n".join([group.kommune, *group.zeilen]),
    )

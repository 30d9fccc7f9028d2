"""The calendar: the Sitzungen of one month, of all Kommunen, of one of them, or of one Gremium."""

from __future__ import annotations

import re
from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ratsarchiv.publish import answer, errors, german, gremien

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Row = dict[str, Any]

LONGEST_MS = 1_500
MOST = 1_000
"""Sitzungen in one month."""
MOST_GREMIEN = 500
MOST_TERMINE = 1_000
"""Sitzungen in one calendar to subscribe to; where there are more, the oldest are left out."""

WOCHENTAGE = (
    ("Mo", "Montag"), ("Di", "Dienstag"), ("Mi", "Mittwoch"), ("Do", "Donnerstag"), ("Fr", "Freitag"),
    ("Sa", "Samstag"), ("So", "Sonntag"),
)  # fmt: skip

_MONTH = re.compile(r"((?:19|20|21)\d\d)-(0[1-9]|1[0-2])", re.ASCII)

_GREMIUM = "select id, name, kommune from gremien where id = ? and verschwunden_seit is null"
_GREMIEN = """
select id, name from gremien
where kommune = ? and verschwunden_seit is null and name is not null
order by name, id limit ?
"""
_SITZUNGEN = """
select id, kommune, datum, beginn, name, gremium_name, abgesagt from sitzungen s
where {which} datum >= :von and datum <= :bis and verschwunden_seit is null
order by datum, beginn is null, beginn, gremium_name, id
limit :most
"""
_NAECHSTE = """
select datum from sitzungen s where {which} datum {sign} :day and verschwunden_seit is null order by datum {way} limit 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Auswahl:
    """Whose Sitzungen are asked for; None means all."""

    kommune: str | None
    gremium: str | None
    gremium_name: str | None
    kommunen: dict[str, str]

    @property
    def which(self) -> str:
        """SQL that narrows the sitzungen `s` to it, by an index."""
        if self.gremium:
            return "s.gremium = :gremium and"
        return "s.kommune = :kommune and" if self.kommune else ""

    @property
    def values(self) -> dict[str, str | None]:
        """What that SQL names."""
        return {"gremium": self.gremium} if self.gremium else {"kommune": self.kommune} if self.kommune else {}

    @property
    def name(self) -> str | None:
        """Of what it is the calendar."""
        kommune = self.kommunen.get(self.kommune or "")
        return ", ".join(filter(None, (self.gremium_name, kommune))) or None

    def adresse(self, path: str, **more: str) -> str:
        """The address of a page of ours for this choice."""
        pairs = more | {"kommune": self.kommune or "", "gremium": self.gremium or ""}
        query = urlencode({name: value for name, value in pairs.items() if value})
        return f"{path}?{query}" if query else path


def auswahl(connection: sqlite3.Connection, args: Any) -> Auswahl:
    """What an address asks for. A Gremium of another Kommune than the chosen one is no longer meant."""
    kommunen = {row["id"]: row["name"] for row in connection.execute(gremien.KOMMUNEN)}
    kommune, gremium = args.get("kommune") or None, args.get("gremium") or None
    if kommune is not None and kommune not in kommunen:
        raise errors.Unknown("Eine Kommune mit dieser Kennung ist im Archiv nicht bekannt.")
    found = connection.execute(_GREMIUM, [gremium]).fetchone() if gremium else None
    if gremium and found is None:
        raise errors.Unknown("Ein Gremium mit dieser Kennung ist im Archiv nicht bekannt.")
    if found is not None and kommune not in (None, found["kommune"]):
        found = None
    return Auswahl(
        kommune=found["kommune"] if found is not None else kommune,
        gremium=found["id"] if found is not None else None,
        gremium_name=german.one_line(found["name"]) if found is not None else None,
        kommunen=kommunen,
    )


async def page(datasette: Any, request: Any) -> Any:
    """`/kalender?monat=2026-03&kommune=&gremium=`: the Sitzungen of a month."""
    today = german.today()
    month = _month(request.args.get("monat") or f"{today:%Y-%m}")
    found = await answer.database(datasette).read(
        lambda connection: _read(connection, auswahl(connection, request.args), month, today), LONGEST_MS
    )
    return await answer.page(datasette, request, "ratsarchiv_kalender.html", found | {"today": today.isoformat()})


def _month(text: str) -> date:
    if not (found := _MONTH.fullmatch(text)):
        raise errors.Refused("Diesen Monat gibt es nicht. Verständlich ist zum Beispiel monat=2026-03.")
    return date(int(found[1]), int(found[2]), 1)


def _read(connection: sqlite3.Connection, chosen: Auswahl, month: date, today: date) -> Row:
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    last = max(day for day in weeks[-1] if day.month == month.month)
    values = {"von": month.isoformat(), "bis": last.isoformat(), "most": MOST + 1} | chosen.values
    rows = [dict(row) for row in connection.execute(_SITZUNGEN.format(which=chosen.which), values)]
    kommune = chosen.kommune or (next(iter(chosen.kommunen)) if len(chosen.kommunen) == 1 else None)
    return {
        "auswahl": chosen,
        "monat": f"{month:%Y-%m}",
        "monatsname": german.month(month),
        "wochentage": WOCHENTAGE,
        "wochen": _filled(weeks, month, rows[:MOST]),
        "anzahl": len(rows[:MOST]),
        "gekuerzt": len(rows) > MOST,
        "gremien": connection.execute(_GREMIEN, [kommune, MOST_GREMIEN]).fetchall() if kommune else [],
        "davor": _near(connection, chosen, "<", "desc", month),
        "danach": _near(connection, chosen, ">", "asc", last),
        "heute": chosen.adresse("/kalender") if (month.year, month.month) != (today.year, today.month) else None,
        "alle_gremien": f"/gremien?{urlencode({'kommune': kommune})}" if kommune else "/gremien",
        "hoechstens": MOST_TERMINE,
        "abonnieren": chosen.adresse("/kalender.ics"),
    }


def _filled(weeks: Iterable[Iterable[date]], month: date, rows: Iterable[Row]) -> list[list[Row | None]]:
    """Weeks of days with their Sitzungen; None for days of the months around."""
    by_day: dict[str, list[Row]] = {}
    for row in rows:
        by_day.setdefault(row["datum"][:10], []).append(row)
    return [
        [
            {"datum": day.isoformat(), "tag": day.day, "sitzungen": by_day.get(day.isoformat(), [])}
            if day.month == month.month
            else None
            for day in week
        ]
        for week in weeks
    ]


def _near(connection: sqlite3.Connection, chosen: Auswahl, sign: str, way: str, day: date) -> Row | None:
    """The nearest month before or after with a Sitzung: what crawlers follow ends where the archive does."""
    sql = _NAECHSTE.format(which=chosen.which, sign=sign, way=way)
    found = connection.execute(sql, {"day": day.isoformat()} | chosen.values).fetchone()
    if found is None or not _MONTH.fullmatch(found["datum"][:7]):
        return None
    there = _month(found["datum"][:7])
    return {"name": german.month(there), "adresse": chosen.adresse("/kalender", monat=f"{there:%Y-%m}")}

"""Which places are asked for, and how often Vorlagen name them: counted before, or now in the newest Beratungen."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ratsarchiv.store.ortszahlen import ZU_SEHEN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

Row = dict[str, Any]

MOST_BERATUNGEN = 3_000
"""Beratungen that a filter looks at, the newest first."""

_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Auswahl:
    """What narrows the places."""

    kommune: str = ""
    gremium: str = ""
    von: date | None = None
    bis: date | None = None

    @property
    def gefiltert(self) -> bool:
        """Whether only some Beratungen count."""
        return bool(self.gremium or self.von or self.bis)

    def adresse(self, path: str = "/karte", **more: object) -> str:
        """The address that asks for this."""
        said = {name: getattr(self, name) for name in ("kommune", "gremium", "von", "bis")} | more
        pairs = {name: str(value) for name, value in said.items() if value}
        return f"{path}?{urlencode(pairs)}" if pairs else path


def gefragt(args: Any) -> tuple[Auswahl, tuple[str, ...]]:
    """What an address asks for, and the dates in it that are none."""
    days = {name: _day(args.get(name) or "") for name in ("von", "bis")}
    wrong = tuple(args.get(name) for name, day in days.items() if day is None and (args.get(name) or "").strip())
    return Auswahl(kommune=args.get("kommune") or "", gremium=args.get("gremium") or "", **days), wrong


def _day(text: str) -> date | None:
    """A day as `2026-03-04` or `4.3.2026`."""
    german = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, reversed(german.groups()))) if german else date.fromisoformat(text.strip())
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gezaehlt:
    """Places with the number of Vorlagen that name them and the latest of these, the most named first."""

    orte: Sequence[tuple[str, int, str]]
    anzahl: int
    """All of them, not only those asked for."""
    nur_neueste: bool = False
    """Whether older Beratungen were left out."""


def zaehlen(connection: sqlite3.Connection, auswahl: Auswahl, ab: int, most: int) -> Gezaehlt:
    """The places `ab`, `ab` + 1, …, at most so many."""
    return (_beraten if auswahl.gefiltert else _alle)(connection, auswahl, ab, most)


_MEISTE = (
    "select a, cast(wert as integer), b from kennzahlen where frage = 'orte' {} order by wert desc, a limit ? offset ?"
)
_ANZAHL = "select count(*) from kennzahlen where frage = 'orte' {}"


def _alle(connection: sqlite3.Connection, auswahl: Auswahl, ab: int, most: int) -> Gezaehlt:
    where, values = ("and kommune = ?", (auswahl.kommune,)) if auswahl.kommune else ("", ())
    orte = [tuple(row) for row in connection.execute(_MEISTE.format(where), (*values, most, ab))]
    anzahl = connection.execute(_ANZAHL.format(where), values).fetchone()[0]
    return Gezaehlt(orte=orte, anzahl=anzahl)


_BERATUNGEN = """
select vorlage, datum from beratungen
where {} datum between :von and :bis and verschwunden_seit is null order by datum desc limit :most
"""
_NENNUNGEN = f"""
select n.ort, n.vorlage
from json_each(:vorlagen) j
join vorlagen v on v.id = j.value and v.verschwunden_seit is null
join ortsnennungen n on n.vorlage = v.id
where {ZU_SEHEN}
group by j.key, n.ort
order by j.key
"""  # noqa: S608 - our own words


def _beraten(connection: sqlite3.Connection, auswahl: Auswahl, ab: int, most: int) -> Gezaehlt:
    """Counted over the newest Beratungen that match."""
    column = "gremium" if auswahl.gremium else "kommune" if auswahl.kommune else None
    values = {
        "gremium": auswahl.gremium,
        "kommune": auswahl.kommune,
        "von": (auswahl.von or date.min).isoformat(),
        "bis": (auswahl.bis or date.max).isoformat(),
        "most": MOST_BERATUNGEN,
    }
    sql = _BERATUNGEN.format(f"{column} = :{column} and" if column else "")
    beratungen = connection.execute(sql, values).fetchall()
    vorlagen = list(dict.fromkeys(row[0] for row in beratungen))
    genannt: dict[str, list[str]] = defaultdict(list)
    for ort, vorlage in connection.execute(_NENNUNGEN, {"vorlagen": json.dumps(vorlagen)}):
        genannt[ort].append(vorlage)
    orte = sorted(((ort, len(found), found[0]) for ort, found in genannt.items()), key=lambda each: (-each[1], each[0]))
    return Gezaehlt(
        orte=orte[ab : ab + most],
        anzahl=len(orte),
        nur_neueste=len(beratungen) == MOST_BERATUNGEN,
    )

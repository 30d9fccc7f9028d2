"""What `/status` shows: how fresh and how complete the archive of each council is, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from ratsarchiv import parse
from ratsarchiv.publish import answer, dokument, errors
from ratsarchiv.store.vollstaendigkeit import MIT_EIGENER_SEITE

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]
Zahlen = dict[str, dict[tuple[str, str], int]]
"""By question: what `kennzahlen` says, by its columns a and b."""

MOST_KOMMUNEN = 500
OLDEST = timedelta(days=3)
"""A visit each night, and two that may fail."""
LONGEST_MS = 1_500

ARTEN = {"vorlagen": "Vorlagen", "sitzungen": "Sitzungen", "gremien": "Gremien", "personen": "Personen"}
STAENDE = ("gelesen", "genannt", "nicht_oeffentlich", "nicht_verstanden", "verschwunden")
SEITEN = {
    "vorlage": "Vorlagen",
    "beratungen": "Beratungsfolgen",
    "sitzung": "Sitzungen mit Tagesordnung",
    "auszug": "Tagesordnungspunkte und Beschlüsse",
    "gremium": "Gremien",
    "person": "Personen",
    "kalender": "Kalender und Listen",
    "objekt": "Andere Seiten",
}
"""Kinds of page by what they are for; lists of any kind count as calendars."""
_LISTEN = {"start", "kalender", "termine", "sitzungsliste", "vorlagenliste", "gremienliste", "liste"}
ANTWORTEN = ("geparst", "nicht_oeffentlich", "fehlt", "fehler")
"""What became of an archived answer, as far as the table of pages says it; the rest are documents and other files."""

PROBLEME = {
    "nicht_verstanden": "Seiten, die das Programm nicht lesen konnte",
    "unbekannte_beschriftung": "Angaben mit einer Beschriftung, die das Programm nicht kennt",
    "unbekannter_wortlaut": "Wörter, deren Bedeutung das Programm nicht kennt, zum Beispiel ein Beschlussergebnis",
    "zaehlung": "Listen mit weniger Einträgen, als die Seite selbst angibt",
    "abruf": "Adressen, die nicht geantwortet haben",
    "ertrag": "Weniger Seiten, als bei dieser Kommune zu erwarten sind",
    "robots": "Adressen, die die robots.txt der Kommune sperrt",
    "fehlt": "Seiten und Dateien, die es bei der Kommune nicht mehr gibt",
    "dokument": "Dokumente, deren Text sich nicht oder nicht ganz lesen ließ",
    "gestoppt": "Das Ratsinformationssystem hat den Besuch abgewiesen",
}
ERGEBNISSE = {
    "fertig": "zu Ende gekommen",
    "mit_problemen": "zu Ende gekommen, mit Problemen",
    "gestoppt": "vom Ratsinformationssystem abgewiesen",
    "angehalten": "mit Absicht unterbrochen; der Rest folgt",
    "abgebrochen": "abgebrochen",
}
ROBOTS = {
    "erlaubt": "erlaubt die Abrufe",
    "verboten": "verbietet die Abrufe; deshalb wird hier nicht gefragt",
    "zustimmung": "verbietet die Abrufe, aber die Kommune hat zugestimmt",
    "ausgefallen": "war nicht zu bekommen; deshalb wird hier nicht gefragt",
}
VERBORGEN = {
    "zurueckgezogen": "von der Kommune zurückgezogen",
    "nichtoeffentlich": "nicht öffentlich",
    "sperre": "auf Verlangen gesperrt",
    "maskiert": "private Angaben unkenntlich gemacht",
}

_KOMMUNEN = "select id, name, art, system, adresse, lizenz from kommunen order by name, id limit ?"
_ZAHLEN = """
select frage, a, b, wert from kennzahlen
where kommune = ? and frage in ('antworten', 'bestand', 'dokumente', 'seiten', 'verborgen')
"""
_LAUF = "select * from laeufe where kommune = ? order by id desc limit 1"
_ERFOLG = """
select ende from laeufe where kommune = ? and ergebnis in ('fertig', 'mit_problemen') order by id desc limit 1
"""
_PROBLEME = "select art, count(*) as anzahl from probleme where lauf = ? group by art order by 2 desc, 1"
_ROBOTS = """
select host, max(zeitpunkt) as zeitpunkt, ergebnis, regel from robots where kommune = ? group by host order by host limit 50
"""


async def page(datasette: Any, request: Any) -> Any:
    """`/status`: the state of one council, or of all in short."""
    found = await _found(datasette, request)
    words = {"arten": ARTEN, "seitenarten": SEITEN, "robots": ROBOTS, "verborgen": VERBORGEN, "fehler": dokument.FEHLER}
    context = {"kommunen": found, "worte": words | {"probleme": PROBLEME, "ergebnisse": ERGEBNISSE}}
    return await answer.page(datasette, request, "ratsarchiv_status.html", context)


async def data(datasette: Any, request: Any) -> Any:
    """`/status.json`: the same as data."""
    return Response.json({"kommunen": await _found(datasette, request)})


async def _found(datasette: Any, request: Any) -> list[Row]:
    kommune, now = request.args.get("kommune") or None, datetime.now(UTC)
    found = await answer.database(datasette).read(lambda each: read(each, kommune, now), LONGEST_MS)
    if kommune and not found:
        raise errors.Unknown("Diese Kommune ist im Archiv nicht bekannt.")
    return found


def read(connection: sqlite3.Connection, kommune: str | None, now: datetime) -> list[Row]:
    """The state of that council, or of each."""
    rows = [dict(row) for row in connection.execute(_KOMMUNEN, (MOST_KOMMUNEN,))]
    return [_kommune(connection, row, now) for row in rows if kommune in (None, row["id"])]


def _kommune(connection: sqlite3.Connection, row: Row, now: datetime) -> Row:
    id_ = row["id"]
    zahlen: Zahlen = defaultdict(dict)
    for frage, a, b, wert in connection.execute(_ZAHLEN, (id_,)):
        zahlen[frage][a, b] = int(wert)
    lauf = next((dict(each) for each in connection.execute(_LAUF, (id_,))), None)
    erfolg = next((each[0] for each in connection.execute(_ERFOLG, (id_,))), None)
    age = now - datetime.fromisoformat(erfolg) if erfolg else None
    return row | {
        "erfolg": erfolg,
        "alter": in_words(age) if age is not None else None,
        "veraltet": age is None or age > OLDEST,
        "lauf": lauf,
        "probleme": [dict(each) for each in connection.execute(_PROBLEME, (lauf["id"],))] if lauf else [],
        "robots": [dict(each) for each in connection.execute(_ROBOTS, (id_,))],
        "gezaehlt": bool(zahlen["seiten"]),
        "objekte": {tabelle: _objekte(zahlen, tabelle, id_) for tabelle in MIT_EIGENER_SEITE},
        "seiten": _seiten(zahlen),
        "dokumente": _dokumente(zahlen, id_),
        "verborgen": _summe(zahlen["verborgen"]),
        "bestand": {a: wert for (a, _), wert in sorted(zahlen["bestand"].items())},
    }


def in_words(age: timedelta) -> str:
    """`vor 3 Tagen`, `vor 2 Stunden`, `gerade eben`."""
    hours, days = int(age.total_seconds() // 3600), age.days
    if days >= 2:
        return f"vor {days} Tagen"
    if hours >= 1:
        return f"vor {hours} {'Stunde' if hours == 1 else 'Stunden'}"
    minutes = int(age.total_seconds() // 60)
    return f"vor {minutes} {'Minute' if minutes == 1 else 'Minuten'}" if minutes > 0 else "gerade eben"


def _objekte(zahlen: Zahlen, tabelle: str, kommune: str) -> Row:
    """How many are known, and what of them is here."""
    found = {stand: zahlen["seiten"].get((tabelle, stand), 0) for stand in STAENDE}
    fehlen = {"kommune__exact": kommune, "abruf__isnull": 1, "verschwunden_seit__isnull": 1}
    return {"bekannt": sum(found.values()), **found, "fehlende": f"/ratsarchiv/{tabelle}?{urlencode(fehlen)}"}


def _seiten(zahlen: Zahlen) -> dict[str, dict[str, int]]:
    """By what pages are for: how many answers are archived, and what became of them."""
    found: dict[str, dict[str, int]] = {}
    for (kind, ergebnis), wert in zahlen["antworten"].items():
        rolle = parse.rolle(kind)
        if rolle is None or ergebnis not in ANTWORTEN:
            continue
        counts = found.setdefault("kalender" if rolle in _LISTEN else rolle, dict.fromkeys(("alle", *ANTWORTEN), 0))
        counts[ergebnis] += wert
        counts["alle"] += wert
    return {rolle: found[rolle] for rolle in SEITEN if rolle in found}


def _dokumente(zahlen: Zahlen, kommune: str) -> Row:
    """How many are known, fetched and read, and why the others are not."""
    found = _summe(zahlen["dokumente"])
    gruende = {b or "kein_text": wert for (a, b), wert in sorted(zahlen["dokumente"].items()) if a == "ohne_text"}
    bekannt = sum(found.values())
    weg, nicht_geholt = found.get("verschwunden", 0), found.get("nicht_geholt", 0)
    fehlen = {"kommune__exact": kommune, "datei__isnull": 1, "verschwunden_seit__isnull": 1}
    return {
        "bekannt": bekannt,
        "verschwunden": weg,
        "nicht_geholt": nicht_geholt,
        "geholt": bekannt - weg - nicht_geholt,
        "mit_text": found.get("mit_text", 0),
        "ungelesen": found.get("ungelesen", 0),
        "ohne_text": gruende,
        "fehlende": f"/ratsarchiv/dokumente?{urlencode(fehlen)}",
    }


def _summe(zahlen: dict[tuple[str, str], int]) -> dict[str, int]:
    """By a alone."""
    found: dict[str, int] = defaultdict(int)
    for (a, _), wert in sorted(zahlen.items()):
        found[a] += wert
    return dict(found)

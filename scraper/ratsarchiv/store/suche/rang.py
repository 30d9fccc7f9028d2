"""Ranking in the index: which results there are, the best of them in order, their texts, and the facets' counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ratsarchiv.store.suche.facetten import FACETTEN, Filter, counting

if TYPE_CHECKING:
    import sqlite3

    from ratsarchiv.store.suche.anfrage import Anfrage
    from ratsarchiv.store.suche.stufen import Gesucht

RANKED = 20_000
"""So many texts are ranked all; of more only the newest `NEWEST`: bm25 costs some 6 µs a text."""
NEWEST = 4_000
COMPOUNDS = 2_000
"""Texts with compounds of the words that are ranked, the newest ones."""
EXCLUDED = 50_000
"""Texts with an excluded word, the newest ones, whose Vorlagen are left out whole; of older ones only the text is."""
WEIGHTS = "1.0, 2.0, 4.0, 8.0, 20.0"
"""Of documents, texts, Beschlussvorschlag, Betreff and number, as `schema.SPALTEN` has them."""
AGEING = 0.02
"""How much a result counts less for each year of its age."""
OTHERS = 0.25
"""How much a result counts less that is no Vorlage: meetings, and agenda items without one."""
STUFE = 1_000_000
"""More than any score of bm25: what keeps the typed word before compounds of it, and its number before both."""
TEXTS = 3
"""Of one result, the best ones."""
ORDER = {"relevanz": "2, t.datum DESC, w.ziel", "neueste": "t.datum DESC, w.wert, w.ziel"}
ORDER["aelteste"] = "t.datum = '', t.datum, w.wert, w.ziel"


@dataclass(slots=True)
class Ziel:
    """A result: its rank is `stufe` (-1 exact number, 0 typed words, 1 compounds), then `wert`, lower is better."""

    id: int
    tabelle: str
    objekt: str
    stufe: int
    wert: float
    texte: list[tuple[str, str]] = field(default_factory=list)
    """Table and id of those of its texts that fit best."""


@dataclass(slots=True)
class Rang:
    """What the index says to a query."""

    ziele: list[Ziel] = field(default_factory=list)
    anzahl: int = 0
    mindestens: bool = False
    nur_neueste: int | None = None
    gezaehlt: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(frozen=True, slots=True)
class Stufen:
    """What is looked for, by steps: the typed words, then compounds, if any; and Vorlagen with exactly that number."""

    direkt: Gesucht
    weiter: Gesucht | None
    nummern: str
    """Ids of Vorlagen as JSON."""


def anzahl_texte(connection: sqlite3.Connection, gesucht: Gesucht, bedingung: Filter) -> int:
    """How many texts fit, counted to no more than one above `RANKED`."""
    narrow = gesucht.ohne or bedingung.aktiv or bedingung.von or bedingung.bis
    source = _source(bedingung, "direkt", gesucht) if narrow else "WHERE i.suchindex MATCH :direkt"
    statement = f"SELECT count(*) FROM (SELECT 1 FROM suchindex i {source} LIMIT :n)"
    values = {**bedingung.values, **_expressions(gesucht, "direkt"), "n": RANKED + 1}
    return int(connection.execute(statement, values).fetchone()[0])


def rang(
    connection: sqlite3.Connection,
    anfrage: Anfrage,
    stufen: Stufen,
    bedingung: Filter,
    texte: int,
    start: int,
    end: int,
) -> Rang:
    """The results from `start` to `end` in order, and counts of all; `texte` are the texts that fit."""
    limit = NEWEST if texte > RANKED else RANKED
    values = {**bedingung.values, **_expressions(stufen.direkt, "direkt"), "nummern": stufen.nummern}
    values |= _expressions(stufen.weiter, "weiter") if stufen.weiter else {}
    values |= {"limit": limit, "compounds": COMPOUNDS, "start": start, "number": end - start}
    values["jahr_heute"] = _newest_year(connection)
    oldest = anfrage.sortierung == "aelteste"
    legs = _legs(stufen, bedingung, oldest=oldest)
    free = [name for name in FACETTEN if name not in bedingung.aktiv]
    statement = ANSWER.format(legs=legs, order=ORDER[anfrage.sortierung], facets=_facets(free))
    found = _read(connection.execute(statement, values))
    for name in bedingung.aktiv:
        legs = _legs(stufen, bedingung, oldest=oldest, ohne=name, score="0.0")
        for row in connection.execute(COUNTS.format(legs=legs, facets=counting(name)), values):
            found.gezaehlt[name][row[1]] = row[2]
    if limit == NEWEST:
        found.mindestens, found.nur_neueste = True, None if oldest else NEWEST
    return found


def _newest_year(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) >> 32 FROM suche").fetchone()[0])


def _expressions(gesucht: Gesucht, name: str) -> dict[str, str | int]:
    return {name: gesucht.ausdruck, f"nicht_{name}": gesucht.ausschluss}


def _source(bedingung: Filter, name: str, gesucht: Gesucht, ohne: str = "") -> str:
    """Everything after `FROM suchindex i`: the texts that fit."""
    source = f"CROSS JOIN suche s ON s.id = i.rowid {bedingung.join(ohne=ohne)} i.suchindex MATCH :{name}"
    source += " AND i.rowid >= :unten AND i.rowid < :oben" if bedingung.years and ohne != "jahr" else ""
    return source + (f" AND s.ziel NOT IN ({LEFT_OUT.format(name)})" if gesucht.ohne else "")


def _legs(stufen: Stufen, bedingung: Filter, *, oldest: bool, ohne: str = "", score: str = "") -> str:
    """The texts that fit, by steps, with their score."""
    score = score or SCORE
    order = "ASC" if oldest else "DESC"
    legs = [
        f"SELECT * FROM (SELECT i.rowid, s.ziel, {score} FROM suchindex i"
        f" {_source(bedingung, 'direkt', stufen.direkt, ohne)} ORDER BY i.rowid {order} LIMIT :limit)"
    ]
    if stufen.weiter:
        legs.append(
            f"SELECT * FROM (SELECT i.rowid, s.ziel, {STUFE} + {score} FROM suchindex i"
            f" {_source(bedingung, 'weiter', stufen.weiter, ohne)} ORDER BY i.rowid {order} LIMIT :compounds)"
        )
    if stufen.nummern != "[]":
        legs.append(
            f"SELECT s.id, s.ziel, -{STUFE} - (s.id >> 32) FROM json_each(:nummern) e CROSS JOIN suche s"
            f" ON s.objekt = e.value AND s.tabelle = 'vorlagen' {bedingung.join(ohne=ohne)} true"
        )
    return " UNION ALL ".join(legs)


def _facets(names: list[str]) -> str:
    return "".join(f" UNION ALL {counting(name)}" for name in names)


def _read(rows: sqlite3.Cursor) -> Rang:
    found = Rang()
    ziele: dict[int, Ziel] = {}
    for kind, first, second, tabelle, objekt, _ in map(tuple, rows):
        if kind == "ziel":
            stufe = round(second / STUFE)
            ziele[first] = Ziel(first, tabelle, objekt, stufe, second - stufe * STUFE)
        elif kind == "text":
            ziele[first].texte.append((tabelle, objekt))
        elif kind == "anzahl":
            found.anzahl = first
        else:
            found.gezaehlt[kind][first] = second
    found.ziele = list(ziele.values())
    return found


LEFT_OUT = (
    "SELECT x.ziel FROM suchindex y CROSS JOIN suche x ON x.id = y.rowid WHERE y.suchindex MATCH :nicht_{} "
    f"ORDER BY y.rowid DESC LIMIT {EXCLUDED}"
)
SCORE = f"bm25(suchindex, {WEIGHTS}) / (1.0 + {AGEING} * max(0, :jahr_heute - (i.rowid >> 32)))"
_TEXTS = "k(id, ziel, wert) AS MATERIALIZED ({legs}), w(ziel, wert) AS MATERIALIZED (SELECT ziel, min(wert) FROM k GROUP BY ziel)"
_SAID = (
    "f AS MATERIALIZED (SELECT f.kommune, f.art, f.jahr, f.federfuehrend, f.gremien"
    " FROM w CROSS JOIN suchziele t ON t.id = w.ziel CROSS JOIN suchfacetten f ON f.id = t.facette)"
)
COUNTS = f"WITH {_TEXTS}, {_SAID} {{facets}}"
VALUE = f"w.wert + iif(t.tabelle = 'vorlagen', 0.0, {OTHERS} * abs(w.wert - {STUFE} * round(w.wert / {STUFE})))"
ANSWER = f"""
WITH {_TEXTS}, {_SAID},
best AS MATERIALIZED (
    SELECT w.ziel, {VALUE} AS wert, t.tabelle, t.objekt FROM w CROSS JOIN suchziele t ON t.id = w.ziel
    ORDER BY {{order}} LIMIT :number OFFSET :start
)
SELECT 'ziel', ziel, wert, tabelle, objekt, NULL FROM best
UNION ALL SELECT 'anzahl', count(*), NULL, NULL, NULL, NULL FROM w
UNION ALL SELECT 'text', r.ziel, r.wert, s.tabelle, s.objekt, NULL FROM (
    SELECT id, ziel, wert, row_number() OVER (PARTITION BY ziel ORDER BY wert, id DESC) AS nr
    FROM k WHERE ziel IN (SELECT ziel FROM best)
) r CROSS JOIN suche s ON s.id = r.id WHERE r.nr <= {TEXTS}{{facets}}
"""

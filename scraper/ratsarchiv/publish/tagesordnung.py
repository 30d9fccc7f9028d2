"""The agenda of a Sitzung: its public and its non-public part, each item with what was decided and said."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import german, unterlagen

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

MOST = 5_000
"""Agenda items on one page."""

LONGEST = 3_000_000
"""Characters of Auszüge on one page."""

_PUNKTE = """
select t.id, t.nummer, t.betreff, t.zusatz, t.oeffentlich, t.beschluss, t.beschlussart, t.nachtrag,
       b.id as bezug, b.datum as bezug_datum, t.url, v.id as vorlage, coalesce(v.nummer, t.vorlage_nummer) as vorlage_wort,
       z.beschlusstext, z.protokoll, z.abstimmung, z.ja, z.nein, z.enthaltung, z.befangen
from tagesordnungspunkte t
left join vorlagen v on v.id = coalesce(t.vorlage, (
    select iif(count(*) = 1, min(n.id), null) from vorlagen n
    where n.nummer = t.vorlage_nummer and +n.kommune = t.kommune and n.verschwunden_seit is null
))
left join sitzungen b on b.id = t.bezug_sitzung and b.verschwunden_seit is null
left join auszuege z on z.tagesordnungspunkt = t.id and z.verschwunden_seit is null
where t.sitzung = :id and t.verschwunden_seit is null
order by t.position, t.id
limit :most
"""

_TEXTE = """
select a.tagesordnungspunkt, a.art, a.ueberschrift, a.html
from tagesordnungspunkte t
join abschnitte a on a.tagesordnungspunkt = t.id
where t.sitzung = :id and t.oeffentlich is not 0 and t.verschwunden_seit is null
  and a.verschwunden_seit is null and a.text <> ''
order by t.position, t.id, a.position
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teil:
    """Agenda items that follow one another and are alike in this."""

    oeffentlich: bool | None
    """None where the council's page doesn't say."""
    punkte: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagesordnung:
    """An agenda in the order in which it is printed."""

    teile: list[Teil]
    gekuerzt: bool


LEER = Tagesordnung(teile=[], gekuerzt=False)


def lesen(connection: sqlite3.Connection, sitzung: str) -> Tagesordnung:
    """The agenda of a Sitzung; of a non-public item nothing but its number."""
    found = [dict(row) for row in connection.execute(_PUNKTE, {"id": sitzung, "most": MOST + 1})]
    texte, complete = _texte(connection, sitzung)
    own, papers = unterlagen.der_punkte(connection, sitzung), unterlagen.der_vorlagen(connection, sitzung)
    teile = groupby(found[:MOST], key=lambda row: row["oeffentlich"])
    return Tagesordnung(
        teile=[
            Teil(
                oeffentlich=None if public is None else bool(public),
                punkte=[_verborgen(row) if public == 0 else _punkt(row, texte, own, papers) for row in rows],
            )
            for public, rows in teile
        ],
        gekuerzt=not complete or len(found) > MOST,
    )


def _verborgen(row: Row) -> Row:
    return {"id": row["id"], "nummer": row["nummer"]}


def _punkt(row: Row, texte: dict[str, list[Row]], own: dict[str, list[Row]], papers: dict[str, list[Row]]) -> Row:
    """An item with its Auszug's texts, its own files and those of its Vorlage."""
    return row | {
        "texte": texte.get(row["id"]) or _wortlaut(row),
        "dokumente": own.get(row["id"], []),
        "anlagen": papers.get(row["vorlage"], []),
    }


def _wortlaut(auszug: Row) -> list[Row]:
    """An Auszug's texts, where the page has no Abschnitte of it."""
    named = {"Beschlusstext": "beschlusstext", "Protokoll": "protokoll", "Abstimmung": "abstimmung"}
    return [{"ueberschrift": word, "text": auszug[name]} for word, name in named.items() if auszug[name]]


def _texte(connection: sqlite3.Connection, sitzung: str) -> tuple[dict[str, list[Row]], bool]:
    """The Abschnitte by agenda item, and whether these are all: the page ends somewhere."""
    found: dict[str, list[Row]] = {}
    room = LONGEST
    for row in connection.execute(_TEXTE, {"id": sitzung}):
        room -= len(row["html"])
        if room < 0:
            return found, False
        text = {"ueberschrift": german.heading(row), "html": row["html"]}
        found.setdefault(row["tagesordnungspunkt"], []).append(text)
    return found, True

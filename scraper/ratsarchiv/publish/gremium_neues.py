"""The feed of a Gremium: its newest Sitzungen, and what they deal with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_encode

from ratsarchiv.publish import answer, errors, feed, german
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

LONGEST_MS = 1_500
_GREMIUM = "select id, name, zuerst_gesehen from gremien where id = :id and verschwunden_seit is null"

_CHANGED = """
coalesce((select max(c.zeitpunkt) from aenderungen c where c.objekt = {0}.id and +c.tabelle = '{1}'), {0}.zuerst_gesehen)
    as geaendert
"""

_SITZUNGEN = f"""
select s.id, s.datum, s.name, s.gremium_name, s.abgesagt, s.raum, s.beginn, {_CHANGED.format("s", "sitzungen")}
from sitzungen s
where s.gremium = :id and s.datum is not null and s.verschwunden_seit is null
order by s.datum desc limit 20
"""  # noqa: S608 - our own words

_BERATUNGEN = f"""
select b.id, b.datum, b.rolle, b.beschluss, v.id as vorlage, v.nummer, v.betreff, {_CHANGED.format("b", "beratungen")}
from beratungen b
join vorlagen v on v.id = b.vorlage and {gezeigt("v")}
where b.gremium = :id and b.datum is not null and b.verschwunden_seit is null
order by b.datum desc limit 40
"""  # noqa: S608 - our own words


async def page(datasette: Any, request: Any) -> Any:
    """`/gremien/<id>.atom`: what is new of one Gremium."""
    id_ = answer.kennung(request)
    found = await answer.database(datasette).read(lambda connection: _read(connection, id_), LONGEST_MS)
    if found is None:
        raise errors.Unknown("Ein Gremium mit dieser Kennung ist im Archiv nicht bekannt.")
    gremium, entries = found
    path = f"/gremien/{tilde_encode(id_)}"
    return feed.feed(
        datasette, request, id=path, title=f"{gremium['name'] or 'Gremium'}: Sitzungen und Beratungen", address=path,
        self_address=f"{path}.atom", updated=entries[0].updated if entries else gremium["zuerst_gesehen"],
        entries=entries,
    )  # fmt: skip


def _read(connection: sqlite3.Connection, id_: str) -> tuple[Row, list[feed.Entry]] | None:
    gremium, sitzungen, beratungen = (
        [dict(row) for row in connection.execute(sql, {"id": id_})] for sql in (_GREMIUM, _SITZUNGEN, _BERATUNGEN)
    )
    if not gremium:
        return None
    entries = [*map(_sitzung, sitzungen), *map(_beratung, beratungen)]
    return gremium[0], sorted(entries, key=lambda entry: entry.updated, reverse=True)


def _sitzung(row: Row) -> feed.Entry:
    name = german.one_line(row["name"] or row["gremium_name"] or "Sitzung")
    day = german.long_date(row["datum"])
    facts = (day, german.clock(row["beginn"]), row["raum"], "abgesagt" if row["abgesagt"] else "")
    address = f"/sitzungen/{tilde_encode(row['id'])}"
    return feed.Entry(
        id=address, title=f"{'Abgesagt: ' if row['abgesagt'] else ''}{name} am {day}", address=address,
        updated=row["geaendert"], summary=", ".join(filter(None, facts)),
    )  # fmt: skip


def _beratung(row: Row) -> feed.Entry:
    named = filter(None, (row["nummer"], german.one_line(row["betreff"])))
    facts = (german.long_date(row["datum"]), row["rolle"], row["beschluss"])
    return feed.Entry(
        id=f"/ratsarchiv/beratungen/{tilde_encode(row['id'])}", title=" – ".join(named) or "Vorlage",
        address=f"/vorlagen/{tilde_encode(row['vorlage'])}", updated=row["geaendert"],
        summary=": ".join(filter(None, facts)),
    )  # fmt: skip

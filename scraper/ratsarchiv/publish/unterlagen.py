"""The files of a Sitzung and of its agenda: where the original, our text of it and our copy are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratsarchiv.publish.dokument import SHOWN
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

MOST = 4_000
"""Files on one page."""

_SPALTEN = f"""
d.id, d.titel, d.url, d.tagesordnungspunkt, d.datei, coalesce(d.groesse, f.groesse) as groesse, f.seiten,
{SHOWN.format("d")} and exists (select 1 from seiten s where s.datei = d.datei) as gelesen,
c.id as kopie, c.zeitpunkt as kopie_vom
"""  # noqa: S608 - our own words
_DATEI = """
left join dateien f on f.sha256 = d.datei
left join abrufe c on c.id = (select max(x.id) from abrufe x where x.sha256 = d.datei and +x.kommune = d.kommune)
"""

_DER_SITZUNG = f"""
select {_SPALTEN}
from dokumente d
{_DATEI}
where d.sitzung = :id and d.tagesordnungspunkt is null and d.verschwunden_seit is null and d.titel is not null
order by d.position, d.id
limit :most
"""  # noqa: S608 - our own words

_GENEHMIGT = f"""
select {_SPALTEN}
from tagesordnungspunkte t
join dokumente d on d.tagesordnungspunkt = t.id
{_DATEI}
where t.bezug_sitzung = :id and t.oeffentlich is not 0 and t.verschwunden_seit is null and +d.art = 'niederschrift'
  and d.verschwunden_seit is null and d.titel is not null
order by d.position, d.id
limit :most
"""  # noqa: S608 - our own words
"""Minutes that are only on the agenda on which they were approved."""

_DER_PUNKTE = f"""
select {_SPALTEN}
from tagesordnungspunkte t
join dokumente d on d.tagesordnungspunkt = t.id
{_DATEI}
where t.sitzung = :id and t.oeffentlich is not 0 and t.verschwunden_seit is null
  and d.verschwunden_seit is null and d.titel is not null
order by t.position, d.position, d.id
limit :most
"""  # noqa: S608 - our own words

_DER_VORLAGEN = f"""
select t.vorlage, d.id, d.titel, coalesce(d.url, v.url) as url, coalesce(d.groesse, f.groesse) as groesse,
       {SHOWN.format("d")} and exists (select 1 from seiten s where s.datei = d.datei) as gelesen
from tagesordnungspunkte t
join vorlagen v on v.id = t.vorlage and {gezeigt("v")}
join dokumente d on d.vorlage = v.id
left join dateien f on f.sha256 = d.datei
where t.sitzung = :id and t.oeffentlich is not 0 and t.verschwunden_seit is null
  and d.verschwunden_seit is null and d.titel is not null
order by t.position, d.position, d.id
limit :most
"""  # noqa: S608 - our own words


def der_sitzung(connection: sqlite3.Connection, id_: str) -> list[Row]:
    """The Sitzung's own files, and its minutes where a later Sitzung approved them."""
    own, later = _rows(connection, _DER_SITZUNG, id_), _rows(connection, _GENEHMIGT, id_)
    there = {row["datei"] for row in own if row["datei"]} | {row["url"] for row in own}
    return own + [row for row in later if row["datei"] not in there and row["url"] not in there]


def der_punkte(connection: sqlite3.Connection, id_: str) -> dict[str, list[Row]]:
    """The files of a Sitzung's public agenda items, by item."""
    return _by("tagesordnungspunkt", _rows(connection, _DER_PUNKTE, id_))


def der_vorlagen(connection: sqlite3.Connection, id_: str) -> dict[str, list[Row]]:
    """The files of the Vorlagen on a Sitzung's public agenda, by Vorlage."""
    return _by("vorlage", _rows(connection, _DER_VORLAGEN, id_))


def _by(column: str, rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row[column], {})[row["id"]] = row
    return {owner: list(files.values()) for owner, files in found.items()}


def _rows(connection: sqlite3.Connection, sql: str, id_: str) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, {"id": id_, "most": MOST})]

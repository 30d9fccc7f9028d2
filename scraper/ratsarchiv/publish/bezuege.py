"""References between Vorlagen, in both directions, each with the passages that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import fundstelle
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Row = dict[str, Any]

MOST = 400
"""References of a Vorlage, in either direction, that its page shows."""

ALIKE = 60
"""Passages that begin with so many same characters are one: a Vorlage is often a Dokument of its own as well."""

_STELLE = fundstelle.columns("w", "quelle_tabelle")
_QUELLE = fundstelle.joins("w.quelle_tabelle", "w.quelle", "w.von")

_GENANNT = f"""
select w.art, 1 as gezeigt, 0 as zurueck, z.id, coalesce(z.nummer, w.nummer) as nummer, z.betreff, {_STELLE}
from verweise w
left join vorlagen z on z.id = w.nach
{_QUELLE}
where w.von = :id and w.nach is not w.von and w.verschwunden_seit is null
order by nummer, z.id, w.seite, w.id
limit :most
"""  # noqa: S608 - our own words

_NENNEND = f"""
select w.art, {gezeigt("z")} as gezeigt, 1 as zurueck, z.id, z.nummer, z.betreff, {_STELLE}
from verweise w
left join vorlagen z on z.id = w.von
{_QUELLE}
where w.nach = :id and w.von is not w.nach and w.verschwunden_seit is null
order by z.nummer is null, z.nummer, z.id, qt.datum desc, w.seite, w.id
limit :most
"""  # noqa: S608 - our own words

_VORGANG = f"""
select w.art, {gezeigt("v")} as gezeigt, w.von, w.nach, {_STELLE}
from vorgang_vorlagen m
join vorlagen v on v.id = m.vorlage
join verweise w on w.von = v.id
join vorgang_vorlagen n on n.vorlage = w.nach and n.vorgang = m.vorgang
{_QUELLE}
where m.vorgang = :id and w.von <> w.nach and w.verschwunden_seit is null
order by w.art = 'text', w.seite, w.id
limit :most
"""  # noqa: S608 - our own words

_WORTE = {
    ("bezug", 0): "Bezieht sich auf",
    ("bezug", 1): "Darauf bezieht sich",
    ("text", 0): "Im Text genannt",
    ("text", 1): "Genannt in",
    ("stammbaum", 0): "Verwandte Vorlagen",
    ("stammbaum", 1): "Verwandte Vorlagen",
}
_BAND = {"bezug": "bezieht sich auf", "stammbaum": "ist verwandt mit", "text": "nennt"}


def read(connection: sqlite3.Connection, vorlage: str, *, shown: bool) -> tuple[dict[str, list[Row]], bool]:
    """Related Vorlagen under the headings that say how, and whether there are more. A withdrawn one's own text is silent."""
    values = {"id": vorlage, "most": MOST + 1}
    forth, back = [[dict(row) for row in connection.execute(sql, values)] for sql in (_GENANNT, _NENNEND)]
    groups = _grouped([row for row in [*forth[:MOST], *back[:MOST]] if shown or row["zurueck"] or row["art"] != "text"])
    return groups, max(len(forth), len(back)) > MOST


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Each Vorlage, number or Sitzung once under a heading, with its first passages."""
    groups: dict[str, dict[Any, Row]] = {word: {} for word in _WORTE.values()}
    for row in rows:
        sitzung = None if row["id"] or row["nummer"] else fundstelle.sitzung(row)
        if not (row["id"] or row["nummer"] or sitzung):
            continue
        group = groups[_WORTE[row["art"], row["zurueck"]]]
        named = {name: row[name] for name in ("id", "nummer", "betreff")}
        _add(group.setdefault(row["id"] or row["nummer"] or sitzung, _new(named | {"sitzung": sitzung})), row)
    return {word: list(group.values()) for word, group in groups.items() if group}


def _new(said: Row) -> Row:
    return said | {"stellen": [], "weitere": 0}


def _add(item: Row, row: Row) -> None:
    """Add a row's passage to what it is a passage of."""
    passage = fundstelle.stelle(row) if row["gezeigt"] else None
    if passage is None or any(passage["text"][:ALIKE] == other["text"][:ALIKE] for other in item["stellen"]):
        return
    if len(item["stellen"]) < fundstelle.MOST:
        item["stellen"].append(passage)
    else:
        item["weitere"] += 1


async def im_vorgang(database: Any, vorgang: str, order: list[str], most: int) -> dict[str, list[Row]]:
    """What ties the Vorlagen of a Vorgang, under the Vorlage that refers; relatives stand under the later one."""
    place = {vorlage: number for number, vorlage in enumerate(order)}
    ties: dict[tuple[str, str], Row] = {}
    for row in (await database.execute(_VORGANG, {"id": vorgang, "most": most})).rows:
        von, nach = row["von"], row["nach"]
        if von not in place or nach not in place:
            continue
        if row["art"] == "stammbaum" and place[von] < place[nach]:
            von, nach = nach, von
        tie = ties.setdefault((von, nach), _new({"von": von, "nach": nach, "worte": []}))
        if _BAND[row["art"]] not in tie["worte"]:
            tie["worte"].append(_BAND[row["art"]])
        _add(tie, dict(row))
    found: dict[str, list[Row]] = {}
    for tie in ties.values():
        found.setdefault(tie["von"], []).append(tie)
    return found

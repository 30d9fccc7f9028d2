"""One version of a Vorlage: its fields and texts as they stood with a capture, as far as they may still be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import abschnitte, answer, errors, vorlage_teile
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ratsarchiv.publish.vorlage_teile import Teile

Row = dict[str, Any]

LONGEST_MS = 2_000
MOST = 2_000
"""Changes that are undone for one version; with more of them it is not shown."""

_VORLAGE = f"""
select v.*, k.name as kommune_name, {gezeigt("v")} as gezeigt
from vorlagen v left join kommunen k on k.id = v.kommune where v.id = :id
"""  # noqa: S608 - our own words

_ABSCHNITTE = f"""
select id, position, ueberschrift, art, text, html, zuerst_gesehen, verschwunden_seit from abschnitte
where vorlage = :id order by position limit {vorlage_teile.MOST_PARTS}
"""  # noqa: S608 - our own words

_SPAETER = f"""
select c.tabelle, c.objekt, c.feld, c.alt, c.neu from json_each(:keys) j
cross join aenderungen c on c.objekt = j.value ->> 1 and +c.tabelle = j.value ->> 0
where c.zeitpunkt > :zeitpunkt and j.value ->> 0 in ('vorlagen', 'abschnitte')
order by c.zeitpunkt desc, c.id desc
limit {MOST + 1}
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Fassung:
    """A version of a Vorlage."""

    vorlage: Row
    abruf: int
    zeitpunkt: str
    abschnitte: list[Row]
    hinweise: dict[str, str]
    ausgelassen: bool
    """Whether something of it is not shown any more."""
    heute: bool
    """Whether it is the newest one."""


async def page(datasette: Any, request: Any) -> Any:
    """`/vorlagen/<id>/fassungen/<Zeit>`: the Vorlage as it stood when it was read then."""
    id_, stempel = answer.kennung(request), answer.kennung(request, "zeit")
    database = answer.database(datasette)
    found = await database.read(lambda connection: read(connection, id_, stempel), LONGEST_MS)
    if found is None:
        raise errors.Unknown("Diese Fassung der Vorlage zeigt dieses Archiv nicht.")
    today = answer.base(datasette, request) + vorlage_teile.adresse(id_)
    context = {"fassung": found, "vorlage": found.vorlage, "canonical": today}
    return await answer.page(
        datasette, request, "ratsarchiv_fassung.html", context, headers={"x-robots-tag": "noindex"}
    )


def read(connection: sqlite3.Connection, vorlage: str, stempel: str) -> Fassung | None:
    """The version that was read at a time; None where it is none of this Vorlage's, or nothing of it may be shown."""
    values: dict[str, Any] = {"id": vorlage}
    row = connection.execute(_VORLAGE, values).fetchone()
    if not row or not row["gezeigt"]:
        return None
    teile = vorlage_teile.read(connection, vorlage)
    then = next((each for each in teile.abrufe if vorlage_teile.stempel(each.zeitpunkt) == stempel), None)
    if teile.closed or then is None:
        return None
    values |= {"keys": teile.keys, "zeitpunkt": then.zeitpunkt}
    later = connection.execute(_SPAETER, values).fetchall()
    if len(later) > MOST:
        return None
    rows = {("vorlagen", vorlage): dict(row)}
    rows |= {("abschnitte", each["id"]): dict(each) for each in connection.execute(_ABSCHNITTE, values)}
    lost = _undo(rows, later, teile)
    texts = [each for (tabelle, _), each in rows.items() if tabelle == "abschnitte" and _stood(each, then.zeitpunkt)]
    texts.sort(key=lambda each: each["position"])
    shown = [each for each in texts if not teile.sealed(("abschnitte", each["id"])) and each["text"]]
    return Fassung(
        vorlage=rows["vorlagen", vorlage],
        abruf=then.id,
        zeitpunkt=then.zeitpunkt,
        abschnitte=abschnitte.gegliedert(shown),
        hinweise=teile.notices(),
        ausgelassen=lost or len(shown) < len(texts),
        heute=teile.abrufe[0] is then,
    )


def _undo(rows: dict[tuple[str, str], Row], later: Iterable[Any], teile: Teile) -> bool:
    """Take later changes back, the newest first; whether one of them is withheld. What is sealed stays as it is today."""
    lost = False
    for change in later:
        key, feld = (change["tabelle"], change["objekt"]), change["feld"]
        row = rows.get(key)
        if row is None or feld not in row or (teile.sealed(key) and feld != "verschwunden_seit"):
            lost = lost or row is None or feld in row
            continue
        lost = lost or (change["alt"] is None and change["neu"] is None)
        row[feld] = change["alt"] if feld != "position" else int(change["alt"] or 0)
    return lost


def _stood(row: Row, zeitpunkt: str) -> bool:
    """Whether the page showed this Abschnitt then."""
    gone = row["verschwunden_seit"]
    return row["zuerst_gesehen"] <= zeitpunkt and (gone is None or gone > zeitpunkt)

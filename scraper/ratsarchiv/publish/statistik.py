"""What the statistics' pages show: questions with their answers, their SQL and their CSV."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import answer, auswertung, diagramm, errors
from ratsarchiv.publish.auswertung import Blick, Zahl
from ratsarchiv.store import statistik

if TYPE_CHECKING:
    import sqlite3

    from ratsarchiv.store.statistik import Frage

LONGEST_MS = 5000
_MOST = 200_000
"""Numbers of one question, of all Kommunen together."""

_ZUSAMMEN = """
select '', a, b, sum(wert) from kennzahlen where frage = :frage group by a, b limit :most
"""
_JE_KOMMUNE = """
select kommune, a, b, wert from kennzahlen where frage = :frage limit :most
"""
_EINER_KOMMUNE = """
select kommune, a, b, wert from kennzahlen where kommune = :kommune and frage = :frage limit :most
"""
_STAND = """
select ende from laeufe where ende is not null order by id desc limit 1
"""
_STAND_EINER = """
select ende from laeufe where kommune = :kommune and ende is not null order by id desc limit 1
"""
_KOMMUNEN = """
select id, name from kommunen order by name, id limit 1000
"""
_KEIN_JAHR = "Für dieses Jahr gibt es dazu keine Zahlen."
_APART = {"dauer_je_gremium", "federfuehrend_im_jahr"}
"""Questions whose groups are of one Kommune each, and aren't summed."""


async def page(datasette: Any, request: Any) -> Any:
    """`/statistik`: all questions."""
    return await _answered(datasette, request, statistik.FRAGEN, "ratsarchiv_statistik.html", None)


async def one(datasette: Any, request: Any) -> Any:
    """`/statistik/<frage>`: one question, with all its numbers or those of one year."""
    jahr = request.args.get("jahr") or None
    if jahr and not re.fullmatch(r"[12]\d{3}", jahr, re.ASCII):
        raise errors.Unknown(_KEIN_JAHR)
    return await _answered(datasette, request, [_frage(request)], "ratsarchiv_statistik_frage.html", jahr)


async def table(datasette: Any, request: Any) -> Any:
    """`/statistik/<frage>.csv`: the numbers behind a page, all of them, named as in its SQL."""
    frage = _frage(request)

    def read(connection: sqlite3.Connection) -> list[Zahl]:
        kommune = _chosen(_kommunen(connection), request)
        return _zahlen(connection, frage, kommune, apart=True)

    rows = await answer.database(datasette).read(read, LONGEST_MS)
    name = f'attachment; filename="{frage.name}.csv"'
    return Response(_csv(frage, rows), headers={"content-disposition": name}, content_type="text/csv; charset=utf-8")


def _frage(request: Any) -> Frage:
    frage = statistik.BY_NAME.get(answer.kennung(request, "frage"))
    if frage is None:
        raise errors.Unknown("Diese Frage stellt die Statistik nicht.")
    return frage


async def _answered(datasette: Any, request: Any, fragen: Any, template: str, jahr: str | None) -> Any:
    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        kommunen = _kommunen(connection)
        kommune = _chosen(kommunen, request)
        return {
            "kommunen": kommunen, "kommune": kommune, "jahr": jahr, "stand": _stand(connection, kommune),
            "antworten": _antworten(connection, fragen, kommunen, kommune, jahr),
        }  # fmt: skip

    found = await answer.database(datasette).read(read, LONGEST_MS)
    if jahr and jahr not in found["antworten"][0][1].jahre:
        raise errors.Unknown(_KEIN_JAHR)
    return await answer.page(datasette, request, template, found | {"muster": diagramm.MUSTER, "probe": diagramm.probe})


def _antworten(
    connection: sqlite3.Connection, fragen: Any, kommunen: dict[str, str], kommune: str | None, jahr: str | None
) -> list[tuple[Frage, auswertung.Antwort]]:
    names = {} if kommune or len(kommunen) == 1 else kommunen
    blick = Blick(allein=len(fragen) == 1, jahr=jahr, kommunen=names)
    return [
        (frage, auswertung.antwort(frage.name, _zahlen(connection, frage, kommune, apart=frage.name in _APART), blick))
        for frage in fragen
    ]


def _zahlen(connection: sqlite3.Connection, frage: Frage, kommune: str | None, *, apart: bool) -> list[Zahl]:
    sql = _EINER_KOMMUNE if kommune else _JE_KOMMUNE if apart else _ZUSAMMEN
    values = {"frage": frage.name, "kommune": kommune, "most": _MOST}
    return [tuple(row) for row in connection.execute(sql, values)]


def _kommunen(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute(_KOMMUNEN).fetchall())


def _chosen(kommunen: dict[str, str], request: Any) -> str | None:
    """The Kommune that the address names; None for all."""
    kommune: str | None = request.args.get("kommune") or None
    if kommune is not None and kommune not in kommunen:
        raise errors.Unknown("Diese Kommune ist nicht im Archiv.")
    return kommune


def _stand(connection: sqlite3.Connection, kommune: str | None) -> str | None:
    """When the newest run ended, which counted."""
    row = connection.execute(_STAND_EINER if kommune else _STAND, {"kommune": kommune}).fetchone()
    return row[0] if row else None


def _csv(frage: Frage, zahlen: list[Zahl]) -> str:
    """One line for each combination of the groups."""
    rows: dict[tuple[str, ...], dict[str, float]] = {}
    for kommune, a, b, wert in zahlen:
        key: tuple[str, ...] = (kommune, a)
        key, name = ((*key, b), frage.werte[0]) if len(frage.gruppen) == 2 else (key, b)
        rows.setdefault(key, {})[name] = wert
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("kommune", *frage.gruppen, *frage.werte))
    for key in sorted(rows):
        writer.writerow((*key, *(f"{rows[key].get(name, 0):.10g}" for name in frage.werte)))
    return text.getvalue()

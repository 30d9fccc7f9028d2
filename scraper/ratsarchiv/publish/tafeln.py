"""What Datasette's own pages show besides what Datasette gives their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_encode

from ratsarchiv.publish import answer, metadata

if TYPE_CHECKING:
    from collections.abc import Callable

_BESTAND = "select a, sum(wert) from kennzahlen where frage = 'bestand' group by a"
_VIEWS = ("database", "table", "row")


def variables(datasette: Any, request: Any, view: str | None) -> dict[str, Any]:
    """For the templates of Datasette's own pages: their one address, and what each has to look up."""
    if view not in _VIEWS or request is None:
        return {}
    return {
        "canonical": None if request.query_string else answer.base(datasette, request) + request.path,
        "bestand": _bestand(datasette),
        "schluessel": _schluessel(datasette),
        "beispiele": BEISPIELE,
    }


def _bestand(datasette: Any) -> Callable[[], Any]:
    async def counted() -> dict[str, int]:
        """How many rows the large tables had at the end of the last run."""
        return {row[0]: int(row[1]) for row in await answer.database(datasette).execute(_BESTAND)}

    return counted


def _schluessel(datasette: Any) -> Callable[[str, Any], Any]:
    async def read(table: str, row: Any) -> dict[str, tuple[str, str]]:
        """The rows of other tables that a row names: by column, their address and label."""
        found = {}
        for key in await answer.database(datasette).foreign_keys_for_table(table):
            column, value = key["column"], row[key["column"]]
            if value is not None:
                labels = await datasette.expand_foreign_keys(metadata.DATABASE, table, column, [value])
                path = datasette.urls.row(metadata.DATABASE, key["other_table"], tilde_encode(str(value)))
                found[column] = (path, labels.get((column, value)) or str(value))
        return found

    return read


BEISPIELE = (
    (
        "Vorlagen je Jahr und Art",
        "select substr(letzte_beratung, 1, 4) as jahr, art, count(*) as vorlagen\n"
        "from vorlagen\nwhere letzte_beratung >= date('now', '-3 years')\ngroup by jahr, art\norder by jahr desc, vorlagen desc",
    ),
    (
        "Worüber ein Gremium beraten hat",
        "select b.datum, v.nummer, v.betreff, b.beschluss, '/vorlagen/' || v.id as vorlage_seite\n"
        "from beratungen b\njoin vorlagen v on v.id = b.vorlage\njoin gremien g on g.id = b.gremium\n"
        "where g.name = :gremium\norder by b.datum desc\nlimit 100",
    ),
    (
        "Vorlagen mit den meisten Dokumenten seit einem Jahr",
        "select v.nummer, v.betreff, count(*) as dokumente, '/vorlagen/' || v.id as vorlage_seite\n"
        "from vorlagen v\njoin dokumente d on d.vorlage = v.id\nwhere v.letzte_beratung >= date('now', '-1 year')\n"
        "group by v.id\norder by dokumente desc\nlimit 20",
    ),
)
"""Questions to begin with, for those who write SQL."""

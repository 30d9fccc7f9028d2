"""The parts of a Vorlage that have a history, what of them may be shown, and the times at which its page was read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from datasette.utils import tilde_encode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

Row = dict[str, Any]
Key = tuple[str, str]
"""(table, id): several tables count their objects alike."""

MOST_PARTS = 2_000
MOST_CAPTURES = 1_000

_TEILE = f"""
select 'vorlagen' as tabelle, id, null as art, null as wort, null as datum, zuerst_gesehen, verschwunden_seit
from vorlagen where id = :id
union all select * from (
    select 'abschnitte', id, art, ueberschrift, null, zuerst_gesehen, verschwunden_seit
    from abschnitte where vorlage = :id limit {MOST_PARTS})
union all select * from (
    select 'beratungen', id, null, gremium_name, datum, zuerst_gesehen, verschwunden_seit
    from beratungen where vorlage = :id limit {MOST_PARTS})
union all select * from (
    select 'dokumente', id, art, titel, null, zuerst_gesehen, verschwunden_seit
    from dokumente where vorlage = :id limit {MOST_PARTS})
"""  # noqa: S608 - our own words

_HINWEISE = """
select h.tabelle, h.objekt, h.art, h.datum from json_each(:keys) j
cross join hinweise h on h.tabelle = j.value ->> 0 and h.objekt = j.value ->> 1
where h.bis is null
"""

ADRESSEN = """
    select url from vorlagen where id = :id
    union select url from adressen where +tabelle = 'vorlagen' and objekt = :id
    union select x.url from vorlagen v join abrufe x on x.id = v.abruf where v.id = :id
"""
"""The pages that a Vorlage was read from: its own, or the list in which an interface delivers it."""

_ABRUFE = f"""
select a.id, a.zeitpunkt from ({ADRESSEN}) u
cross join abrufe a on a.url = u.url
where +a.ergebnis = 'geparst'
order by a.zeitpunkt desc, a.id desc
limit {MOST_CAPTURES}
"""  # noqa: S608 - our own words

_SEALING = {"nichtoeffentlich", "zurueckgezogen", "sperre"}


def adresse(vorlage: str, gelesen: str | None = None) -> str:
    """The address of a Vorlage, or of its version as it was read at that time."""
    path = f"/vorlagen/{tilde_encode(vorlage)}"
    return path if gelesen is None else f"{path}/fassungen/{stempel(gelesen)}"


def stempel(zeitpunkt: str) -> str:
    """The time in an address: `20261122T224836.769195Z`. A capture's number may be another after a rebuild; its time isn't."""
    return zeitpunkt.replace("-", "").replace(":", "").replace("+0000", "Z")


class Abruf(NamedTuple):
    """One time at which the page of the Vorlage was read."""

    id: int
    zeitpunkt: str


@dataclass(frozen=True, slots=True)
class Teile:
    """A Vorlage's parts with the notices about them that are in force."""

    teile: Mapping[Key, Row]
    hinweise: Mapping[Key, Mapping[str, str]]
    """Why something is not shown, and since when: by object and `hinweise.art`."""
    abrufe: tuple[Abruf, ...]
    """The newest first."""

    def sealed(self, key: Key) -> bool:
        """Whether nothing that this object said earlier may be shown."""
        return bool(self.teile[key]["verschwunden_seit"]) or not _SEALING.isdisjoint(self.hinweise.get(key, ()))

    @property
    def closed(self) -> bool:
        """Whether the council does not show the Vorlage itself: then it has no history to be told."""
        own = next((notices for (tabelle, _), notices in self.hinweise.items() if tabelle == "vorlagen"), {})
        return not {"nichtoeffentlich", "zurueckgezogen"}.isdisjoint(own)

    def notices(self) -> dict[str, str]:
        """By their `art`: since when. That a part alone is not public says nothing of the Vorlage."""
        found: dict[str, str] = {}
        for (tabelle, _), of_object in self.hinweise.items():
            for art, day in of_object.items():
                if tabelle == "vorlagen" or art != "nichtoeffentlich":
                    found[art] = min(day, found.get(art, day))
        return found

    @property
    def keys(self) -> str:
        """All objects as JSON, for a query."""
        return json.dumps(list(self.teile))


def read(connection: sqlite3.Connection, vorlage: str) -> Teile:
    """The Vorlage itself and its Abschnitte, Beratungen and Dokumente, with those that are gone."""
    values = {"id": vorlage}
    rows = [dict(row) for row in connection.execute(_TEILE, values)]
    teile = {(row["tabelle"], row["id"]): row for row in rows}
    hinweise: dict[Key, dict[str, str]] = {}
    for tabelle, objekt, art, day in connection.execute(_HINWEISE, {"keys": json.dumps(list(teile))}):
        known = hinweise.setdefault((tabelle, objekt), {})
        known[art] = min(day, known.get(art, day))
    abrufe = tuple(Abruf(*row) for row in connection.execute(_ABRUFE, values))
    return Teile(teile, hinweise, abrufe)

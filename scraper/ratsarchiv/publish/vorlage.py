"""What the page of a Vorlage shows: nothing that has vanished from the council's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import (
    abschnitte,
    anlagen,
    answer,
    beratungsfolge,
    bezuege,
    errors,
    german,
    orte,
    teilen,
    verlauf,
    vorlage_teile,
    zitat,
)
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from ratsarchiv.publish.verlauf import Verlauf

Row = dict[str, Any]

LONGEST_MS = 3_000

_VORLAGE = f"""
select v.*, k.name as kommune_name, a.zeitpunkt as abgerufen, {gezeigt("v")} as gezeigt
from vorlagen v
left join kommunen k on k.id = v.kommune
left join abrufe a on a.id = v.abruf
where v.id = :id
"""  # noqa: S608 - our own words

_VORGANG = """
select g.id, g.titel, g.vorlagen from vorgang_vorlagen m join vorgaenge g on g.id = m.vorgang
where m.vorlage = :id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seite:
    """The page of one Vorlage, in the order in which it is read."""

    vorlage: Row
    hinweise: dict[str, str]
    """Why something is not shown, and since when: by `hinweise.art`."""
    gezeigt: bool
    letzte_beratung: str | None
    naechste_beratung: str | None
    """As of today: the table's columns of these names are as old as the last run."""
    oeffentlichkeit: str | None
    """`öffentlich` or `nichtöffentlich`, where it is known of the last Beratung."""
    abschnitte: list[Row]
    dokumente: list[Row]
    stationen: list[Row]
    mehr_stationen: bool
    bezuege: dict[str, list[Row]]
    mehr_bezuege: bool
    """Whether there are more than are shown."""
    vorgang: Row | None
    """The group of Vorlagen that it belongs to."""
    orte: list[Row]
    verlauf: Verlauf | None

    @property
    def freigegeben(self) -> bool:
        """Whether the operator shows a Vorlage that the council withdrew."""
        return self.gezeigt and self.vorlage["verschwunden_seit"] is not None

    @property
    def erste_beratung(self) -> str | None:
        """The day on which it was first dealt with."""
        return min((row["datum"] for row in self.stationen if row["datum"]), default=None)

    @property
    def inhalt(self) -> list[tuple[str, str]]:
        """Its table of contents: anchors and headings; empty where it has but few texts."""
        parts = (
            ("dokumente", "Anlagen und Dokumente", self.dokumente),
            ("beratungsfolge", "Beratungsfolge", True),
            ("bezuege", "Andere Vorlagen", self.bezuege),
            ("orte", "Genannte Orte", self.orte),
            ("verlauf", "Was sich geändert hat", self.verlauf),
            ("teilen", "Teilen und zitieren", True),
        )
        if len(self.abschnitte) < 3:
            return []
        texts = [(row["anker"], row["titel"]) for row in self.abschnitte]
        return texts + [(anchor, heading) for anchor, heading, there in parts if there]


async def page(datasette: Any, request: Any) -> Any:
    """`/vorlagen/<id>`: one Vorlage to read."""
    database, id_ = answer.database(datasette), answer.kennung(request)
    found = await database.read(lambda connection: read(connection, id_, german.today()), LONGEST_MS)
    if found is None:
        raise errors.Unknown("Eine Vorlage mit dieser Kennung ist im Archiv nicht bekannt.")
    context = _about(found, answer.base(datasette, request), database.website.name)
    return await answer.page(datasette, request, "ratsarchiv_vorlage.html", context)


def _about(seite: Seite, base: str, website: str) -> Row:
    """The page with what tells others about it."""
    vorlage = seite.vorlage
    address = base + vorlage_teile.adresse(vorlage["id"])
    cited = zitat.of(
        vorlage, base=base, website=website, fassung=vorlage["abgerufen"] if seite.gezeigt else None,
        stand=vorlage["abgerufen"], beraten=seite.erste_beratung,
    )  # fmt: skip
    return {
        "seite": seite,
        "vorlage": vorlage,
        "canonical": address,
        "zitat": cited,
        "beschreibung": zitat.beschreibung(seite.abschnitte),
        "schema_org": zitat.schema_org(cited, address, vorlage, seite.orte),
        "teilen": teilen.links(cited.titel, address),
    }


def read(connection: sqlite3.Connection, id_: str, today: date) -> Seite | None:
    """The page of a Vorlage, or None where none is known. A withdrawn one shows neither texts nor documents."""

    def rows(sql: str) -> list[Row]:
        return [dict(row) for row in connection.execute(sql, {"id": id_})]

    found = rows(_VORLAGE)
    if not found:
        return None
    shown = bool(found[0]["gezeigt"])
    teile = vorlage_teile.read(connection, id_)
    stationen, more_stations = beratungsfolge.read(connection, id_, today)
    related, more = bezuege.read(connection, id_, shown=shown)
    letzte, naechste = beratungsfolge.umgebung(stationen, today)
    return Seite(
        vorlage=found[0],
        hinweise=teile.notices(),
        gezeigt=shown,
        letzte_beratung=letzte,
        naechste_beratung=naechste,
        oeffentlichkeit=beratungsfolge.oeffentlichkeit([row for row in stationen if row["datum"] == letzte]),
        abschnitte=abschnitte.gegliedert(rows(abschnitte.ABSCHNITTE)) if shown else [],
        dokumente=rows(anlagen.ANLAGEN) if shown else [],
        stationen=stationen,
        mehr_stationen=more_stations,
        bezuege=related,
        mehr_bezuege=more,
        vorgang=next(iter(rows(_VORGANG)), None),
        orte=orte.read(connection, id_) if shown else [],
        verlauf=verlauf.read(connection, teile) if shown and teile.abrufe and not teile.closed else None,
    )

"""An archive of Musterstadt put together from what is true there, without a visit: the same on every day."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from ratsarchiv.demo import musterstadt
from ratsarchiv.store import database
from ratsarchiv.store.suche import aufbau

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ratsarchiv.demo import World
    from ratsarchiv.demo.world import Sitzung, Teil, Top, Vorlage

SEEN = "2026-11-20T06:00:00+00:00"
STRASSEN = ("Lindenstraße", "Lindenweg", "Am Stadtgraben")
LINES_OF_A_PAGE = 24
ARTEN = {"BV": "beschlussvorschlag", "SV": "sachverhalt"}


def welt() -> World:
    """Musterstadt as it is on the day on which the queries were judged."""
    return musterstadt(stichtag=date(2026, 11, 20), vorlagen=300, sitzungen=120)


class Musterarchiv:
    """Writes the world's records as a visit would leave them."""

    def __init__(self, path: Path, world: World) -> None:
        self.connection = database.connect(path)
        self.world = world
        self.number = 0

    def write(self) -> None:
        with database.transaction(self.connection):
            self.row("kommunen", id="musterstadt", name="Musterstadt")
            for gremium in self.world.gremien:
                self.thing("gremien", f"g-{gremium.schluessel}", name=gremium.name, art=gremium.art)
            for name in STRASSEN:
                self.row("orte", id=f"o-{name}", kommune="musterstadt", name=name, art="strasse")
            for sitzung in self.world.oeffentliche_sitzungen:
                self.sitzung(sitzung)
            for vorlage in self.world.oeffentliche_vorlagen:
                self.vorlage(vorlage)
            public = {vorlage.id for vorlage in self.world.oeffentliche_vorlagen}
            for sitzung in self.world.oeffentliche_sitzungen:
                for top in sitzung.tops:
                    self.top(sitzung, top, public)
            aufbau.aktualisieren(self.connection)
        database.close(self.connection)

    def row(self, table: str, **values: object) -> None:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))

    def thing(self, table: str, id_: str, **values: object) -> None:
        seen = {"zuerst_gesehen": SEEN, "zuletzt_gesehen": SEEN}
        self.row(table, id=id_, kommune="musterstadt", **values, **seen)

    def sitzung(self, sitzung: Sitzung) -> None:
        gremium = f"g-{sitzung.gremien[0]}" if sitzung.gremien else None
        known = {f"g-{each.schluessel}" for each in self.world.gremien}
        gremium = gremium if gremium in known else None
        self.thing("sitzungen", f"s-{sitzung.id}", gremium=gremium, name=sitzung.name, datum=sitzung.datum.isoformat())
        for dokument in sitzung.dokumente:
            self.dokument(dokument.titel, dokument.zeilen, sitzung=f"s-{sitzung.id}")

    def vorlage(self, vorlage: Vorlage) -> None:
        id_ = f"v-{vorlage.id}"
        self.thing(
            "vorlagen",
            id_,
            nummer=vorlage.nummer,
            betreff=vorlage.betreff,
            art=vorlage.art,
            datum=vorlage.angelegt.isoformat(),
            federfuehrend=vorlage.federfuehrend,
        )
        for position, (code, kopf, text) in enumerate(abschnitte(vorlage.teile)):
            self.thing(
                "abschnitte",
                f"{id_}-{position}",
                vorlage=id_,
                position=position,
                art=ARTEN.get(code, "sonstiges"),
                ueberschrift=kopf,
                text=text,
                html="",
            )
        for position, beratung in enumerate(vorlage.beratungen):
            self.thing(
                "beratungen", f"{id_}-b{position}", vorlage=id_, position=position, gremium=f"g-{beratung.gremium}"
            )
        for dokument in vorlage.dokumente:
            self.dokument(dokument.titel, dokument.zeilen, vorlage=id_)
        for anlage in vorlage.anlagen:
            self.dokument(anlage.name, anlage.zeilen, vorlage=id_)

    def top(self, sitzung: Sitzung, top: Top, public: set[int]) -> None:
        id_ = f"t-{top.id}"
        vorlage = f"v-{top.vorlage}" if top.vorlage in public else None
        betreff = top.betreff if top.oeffentlich else None
        self.thing(
            "tagesordnungspunkte",
            id_,
            sitzung=f"s-{sitzung.id}",
            betreff=betreff,
            oeffentlich=int(top.oeffentlich),
            vorlage=vorlage,
        )
        if top.auszug and top.oeffentlich:
            teile = abschnitte(top.auszug.teile)
            beschluss = "\n".join(text for code, _, text in teile if code == "BS")
            protokoll = "\n".join(text for code, _, text in teile if code == "WP")
            self.thing("auszuege", f"a-{top.id}", tagesordnungspunkt=id_, protokoll=protokoll, beschlusstext=beschluss)
        if top.niederschrift:
            self.dokument(top.niederschrift.titel, top.niederschrift.zeilen, tagesordnungspunkt=id_)

    def dokument(self, titel: str, zeilen: Iterable[str], **of: str) -> None:
        self.number += 1
        datei = f"{self.number:064x}"
        lines = [zeile for zeile in zeilen if zeile]
        self.row("dateien", sha256=datei, groesse=1)
        self.thing("dokumente", f"d-{self.number}", **of, titel=titel, datei=datei)
        for seite, first in enumerate(range(0, len(lines), LINES_OF_A_PAGE), 1):
            text = "\n".join(lines[first : first + LINES_OF_A_PAGE])
            self.row("seiten", id=f"{datei}-{seite}", datei=datei, seite=seite, text=text, quelle="text")


def abschnitte(teile: Sequence[Teil]) -> list[tuple[str, str | None, str]]:
    """Code, heading and text of each Abschnitt."""
    return [(teil.code, kopf, "\n".join(lines)) for teil in teile for kopf, lines in teil.abschnitte if lines]


def opened(path: Path) -> sqlite3.Connection:
    """As the website opens it: nothing can be written."""
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)

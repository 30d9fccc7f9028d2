"""Musterstadt visited on two days, its documents read: one attachment alone tells of lizards, one Vorlage was taken down."""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from ratsarchiv import demo
from ratsarchiv.cli import main
from ratsarchiv.crawl import crawl, read_texts
from ratsarchiv.demo.world import Dokument
from ratsarchiv.kommunen import Kommune, Quelle
from ratsarchiv.text import orte

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.demo import World

NAME = "musterstadt"
WORT = "Zauneidechsenkartierung"
STELLE = f"Die {WORT} fand im Mai statt."
TITEL = "Artenschutzgutachten"
KACHELN = "https://kacheln.example"
WEBSITE = f"""\
name = "Ratsarchiv"
kontakt = "post@ratsarchiv.example"
impressum = "https://ratsarchiv.example/impressum"
datenschutz = "https://ratsarchiv.example/datenschutz"
anlagen = "immer"

[karte]
kacheln = "{KACHELN}/{{z}}/{{x}}/{{y}}.png"
quelle = "© OpenStreetMap-Mitwirkende"
quelle_adresse = "https://www.openstreetmap.org/copyright"
anbieter = "Kacheln e. V."
datenschutz = "{KACHELN}/datenschutz"
"""
_TO_HIDE = """
select id from vorlagen v where abruf is not null and exists (select 1 from dokumente d where d.vorlage = v.id)
order by id limit 1 offset 3
"""


def einmal(data: Path) -> Path:
    """Its database, in a data folder with everything: built by the first process that asks for it, for all to read."""
    data.mkdir(exist_ok=True)
    with (data / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / "website.toml").exists():
            _bauen(data)
    return data / "ratsarchiv.db"


def _bauen(data: Path) -> None:
    world = demo.musterstadt(stichtag=datetime.now().astimezone().date() - timedelta(days=1), vorlagen=60, sitzungen=80)
    _report(world)
    given = orte.auszug_lesen((files("ratsarchiv.demo") / "orte.csv").read_bytes(), "Musterstadt, erfunden")
    orte.schreiben(orte.pfad(data, NAME), orte.aufnehmen((), given, NAME).orte)
    with demo.serve(world) as server:
        quellen = (Quelle(system="allris3", url=server.url),)
        kommune = Kommune(id=NAME, name="Musterstadt", quellen=quellen, delay=0, loopback_erlaubt=True, expect={})
        crawl(kommune, data)
        demo.a_day(world, tagesordnungen=1)
        crawl(kommune, data, befehl="update")
    read_texts(data)
    _hide(data)
    (data / "website.toml").write_text(WEBSITE, encoding="utf-8")


def _report(world: World) -> None:
    """An attachment of a Vorlage that was on several agendas."""
    number = max(each.nummer for vorlage in world.vorlagen for each in vorlage.dokumente) + 1_000_000
    vorlage = max(world.oeffentliche_vorlagen, key=lambda each: sum(b.top is not None for b in each.beratungen))
    vorlage.dokumente.append(Dokument(nummer=number, titel=TITEL, zeilen=(TITEL, STELLE, "Sie kam zu einem Ergebnis.")))


def _hide(data: Path) -> None:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as connection:
        (hidden,) = connection.execute(_TO_HIDE).fetchone()
    command = ["takedown", "add", "--id", f"vorlagen/{hidden}", "--reason", "personenbezug", "--data", str(data)]
    assert main(command) == 0

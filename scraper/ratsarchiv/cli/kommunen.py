"""`kommunen`: the registry of councils, whole or in part, for people and as a table."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from ratsarchiv import kommunen
from ratsarchiv.cli.options import data_option, folders
from ratsarchiv.cli.telling import plain_text
from ratsarchiv.errors import WrongUse
from ratsarchiv.kommunen.eintrag import as_csv
from ratsarchiv.kommunen.laender import vorwahl
from ratsarchiv.kommunen.quelle import SYSTEMS
from ratsarchiv.store.bestand import Bestand

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.kommunen import Kommune

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for windows-1252."""


@click.command("kommunen", short_help="List the known councils.")
@click.option("--produkt", type=click.Choice(sorted(SYSTEMS)), help="Those that run this product today.")
@click.option("--land", metavar="LAND", help="Those of a Land: its name, its abbreviation, or how the AGS begins.")
@click.option("--suche", metavar="TEXT", help="Those whose name, key, AGS, address or note contains the text.")
@click.option("--oparl/--ohne-oparl", "oparl", default=None, help="Those with, or without, an OParl interface.")
@click.option("--csv", "as_table", is_flag=True, help="Print the registry as CSV.")
@data_option
def kommunen_command(
    produkt: str | None, land: str | None, suche: str | None, oparl: bool | None, as_table: bool, data: Path
) -> None:
    """List the known councils: key, system, last run, name and address."""
    beginn = vorwahl(land) if land else ""
    if beginn is None:
        raise WrongUse(f"--land {land!r} is no Land, and no AGS begins so")
    known = [
        each
        for each in kommunen.load_all(folders(data))
        if (not produkt or produkt in _systems(each))
        and (each.ags or "").startswith(beginn)
        and (not suche or suche.casefold() in _searched(each))
        and (oparl is None or oparl is each.hat_oparl)
    ]
    runs = _last_runs(data / "ratsarchiv.db")
    seen = [_with_last_verdict(each, data) if each.id in runs else each for each in known]
    if as_table:
        click.echo(BOM + as_csv(seen), nl=False)
        return
    for kommune in seen:
        click.echo(plain_text(_line(kommune, runs.get(kommune.id, "never visited"))))


def _line(kommune: Kommune, last: str) -> str:
    where = ", ".join(each.url for each in kommune.besucht) or "no address known"
    systems = "+".join(dict.fromkeys(each.system for each in kommune.besucht)) or "unknown"
    robots = "; robots.txt forbids it" if kommune.robots == "verboten" else ""
    return f"{kommune.id:24} {systems:16} {last:32} {kommune.name} <{where}>{robots}"


def _with_last_verdict(kommune: Kommune, data: Path) -> Kommune:
    """With what robots.txt of the hosts that are visited said last, where that is newer than the TOML."""
    hosts = {host for quelle in kommune.besucht for host in quelle.hosts}
    said = [each for each in Bestand(data / "ratsarchiv.db").robots(kommune.id) if each[0] in hosts]
    day = max((each[1] for each in said), default="")
    if day <= (kommune.robots_am or ""):
        return kommune
    verdicts = {each[2] for each in said}
    robots = "verboten" if "verboten" in verdicts else "erlaubt" if verdicts == {"erlaubt"} else "unbekannt"
    return replace(kommune, robots=robots, robots_am=day)


def _systems(kommune: Kommune) -> set[str]:
    return {each.system for each in kommune.besucht}


def _searched(kommune: Kommune) -> str:
    addresses = (each.url for each in kommune.quellen)
    return "\n".join((kommune.id, kommune.name, kommune.ags or "", kommune.hinweis or "", *addresses)).casefold()


def _last_runs(database: Path) -> dict[str, str]:
    """When each council was last visited, and how that ended."""
    if not database.is_file():
        return {}
    sql = "SELECT kommune, max(beginn), ergebnis FROM laeufe GROUP BY kommune"
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute(sql).fetchall()
        except sqlite3.DatabaseError as error:
            raise WrongUse(f"{database} is no Ratsarchiv database that can be read: {error}") from error
    return {kommune: f"{beginn[:16]} {ergebnis or 'running'}" for kommune, beginn, ergebnis in rows}

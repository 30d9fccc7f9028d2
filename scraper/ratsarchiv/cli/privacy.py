"""`takedown`, `release` and `privacy`: what must not be shown, what may be again, what looks private."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratsarchiv import crawl
from ratsarchiv.cli.options import data_option
from ratsarchiv.cli.telling import plain_text
from ratsarchiv.errors import WrongUse
from ratsarchiv.store.sperren import GRUENDE, Sperren

if TYPE_CHECKING:
    from ratsarchiv.store.sperren import Wirkung


@click.group("takedown", short_help="Take something off the public pages, for good.")
def takedown_group() -> None:
    """Take a text, a document or an object off the public database, at once and through every later run and rebuild."""


@takedown_group.command("add")
@click.option("--id", "objekt", metavar="ID", help="An object: its id, or TABLE/ID where several tables have it.")
@click.option("--document", metavar="SHA256", help="A file, by the sha256 in the table dateien.")
@click.option(
    "--text", "wortlaut", metavar="WORDING", help="A wording, wherever it stands; - reads it from standard input."
)
@click.option("--reason", type=click.Choice(GRUENDE), required=True, help="The class of reason that goes on record.")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@data_option
def takedown_add(
    objekt: str | None, document: str | None, wortlaut: str | None, reason: str, dry_run: bool, data: Path
) -> int:
    """Take down one object, one document or one wording. On record stay the class of reason and the day, no content."""
    given = [(art, wert) for art, wert in (("objekt", objekt), ("dokument", document), ("wortlaut", wortlaut)) if wert]
    if len(given) != 1:
        raise WrongUse("give one of --id, --document and --text")
    art, wert = given[0]
    if (art, wert) == ("wortlaut", "-"):
        wert = sys.stdin.read().strip()
    with Sperren(_existing(data)) as sperren:
        done = sperren.add(art, wert, reason, datetime.now(UTC), dry_run=dry_run)
    return _told(done, "would change") if dry_run else _followed(done, data)


@takedown_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@data_option
def takedown_list(as_json: bool, data: Path) -> None:
    """List all takedowns: number, kind, reason, day, and the object's id or the wording's digest."""
    with Sperren(_existing(data)) as sperren:
        found = sperren.list()
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
        return
    for each in found:
        state = f"lifted {each.aufgehoben[:10]}" if each.aufgehoben else "in force"
        what = each.objekt or each.pruefsumme[:16]
        text = (
            f"{each.nummer:4} {each.art:9} {each.grund:14} {each.am[:10]} {state:18} {each.betroffen} objects  {what}"
        )
        click.echo(plain_text(text))


@takedown_group.command("lift")
@click.argument("number", type=int)
@data_option
def takedown_lift(number: int, data: Path) -> int:
    """Show again what takedown NUMBER hid."""
    with Sperren(_existing(data)) as sperren:
        done = sperren.lift(number, datetime.now(UTC))
    return _followed(done, data)


@takedown_group.command("finish")
@data_option
def takedown_finish(data: Path) -> int:
    """Finish what somebody's reading blocked, or what was killed on its way."""
    with Sperren(_existing(data)) as sperren:
        done = sperren.finish()
    return _followed(done, data)


@click.command("release", short_help="Show again what the council withdrew, or what was masked.")
@click.argument("objekt", metavar="ID", required=False)
@click.option("--masks", is_flag=True, help="Not what the council withdrew, but what was masked in the object.")
@click.option("--text", "wortlaut", metavar="WORDING", help="Show one masked number or address, wherever it stands.")
@data_option
def release_command(objekt: str | None, masks: bool, wortlaut: str | None, data: Path) -> int:
    """Show the object ID again that the council withdrew, or what was masked in it.

    What the council calls non-public can't be released.
    """
    if bool(objekt) == bool(wortlaut):
        raise WrongUse("give an ID, or --text")
    with Sperren(_existing(data)) as sperren:
        now = datetime.now(UTC)
        done = sperren.release(objekt, now, masken=masks) if objekt else sperren.release_wording(wortlaut or "", now)
    return _followed(done, data)


@click.command("privacy", short_help="List what looks private and is masked.")
@click.option("--kommune", metavar="K", help="Of this council alone.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@data_option
def privacy_command(kommune: str | None, as_json: bool, data: Path) -> None:
    """List what looks private: bank accounts, telephone numbers, private mail, birth dates, homes. For your eyes only."""
    with Sperren(_existing(data)) as sperren:
        for each in sperren.privacy_list(kommune):
            if as_json:
                click.echo(json.dumps(asdict(each), ensure_ascii=False))
            else:
                where = f"{each.tabelle}/{each.objekt}.{each.feld}"
                click.echo(plain_text(f"{each.art:14} {where}: {each.wortlaut}  <{each.url}>"))


def _existing(data: Path) -> Path:
    if not (data / "ratsarchiv.db").is_file():
        raise WrongUse(f"{data}: no archive here; --data says where it is")
    return data


def _followed(done: Wirkung, data: Path) -> int:
    """Brings along what follows from the texts, and says what a command did."""
    crawl.follow_texts(data)
    return _told(done, "changed")


def _told(done: Wirkung, verb: str) -> int:
    """Says what a command did; exit code 1 where it has yet to be finished."""
    rows = ", ".join(f"{tabelle} {number}" for tabelle, number in done.zeilen.items()) or "nothing"
    number = f"takedown {done.nummer}: " if done.nummer else ""
    click.echo(f"{number}{verb}: {rows}")
    if done.offen:
        click.echo(
            "ratsarchiv: somebody is reading the database, so old bytes may still lie in its files;"
            " stop the site for a moment and say `ratsarchiv takedown finish`",
            err=True,
        )
    return int(done.offen)

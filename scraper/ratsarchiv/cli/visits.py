"""`crawl`, `update`, `import` and `rebuild`: everything that brings something into the archive or out of it again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ratsarchiv import crawl, kommunen
from ratsarchiv.cli.options import (
    archived,
    contact_option,
    data_option,
    folders,
    known_or_named,
    quiet_option,
    verbose_option,
    with_contact,
)
from ratsarchiv.cli.telling import shown, told
from ratsarchiv.cli.text import read
from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratsarchiv.kommunen import Kommune


def bounds_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how much a run may ask for."""
    for option in (
        click.option(
            "--window", metavar="HH:MM-HH:MM", help="Ask within this part of the day only; it may span midnight."
        ),
        click.option(
            "--max-minutes", type=click.FloatRange(0, min_open=True), help="Stop in order after so many minutes."
        ),
        click.option("--max-requests", type=click.IntRange(1), help="Stop in order after so many requests."),
    ):
        command = option(command)
    return command


@click.command("crawl", short_help="Visit councils and keep what they show.")
@click.argument("names", metavar="KOMMUNE...", nargs=-1, required=True)
@contact_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Leave out what is dated before this day.")
@click.option(
    "--backfill-ids",
    metavar="FROM-TO",
    help="Ask for Vorlagen by number that no page names: with the council's permission (data/consent.toml) only.",
)
@bounds_options
@data_option
@quiet_option
@verbose_option
def crawl_command(
    names: tuple[str, ...], contact: str | None, since: datetime | None, data: Path, loudness: int, **options: Any
) -> int:
    """Visit each KOMMUNE: archive every page and document, and store what they say.

    A visit that was interrupted goes on where it was; one that was finished begins anew.
    """
    chosen = [with_contact(kommunen.load(name, folders(data)), contact) for name in names]
    numbers, day = options.pop("backfill_ids"), since.date() if since else None
    return max(visit(each, data, loudness, since=day, numbers=numbers, bounds=_bounds(**options)) for each in chosen)


@click.command("update", short_help="Ask councils for what has changed.")
@click.argument("names", metavar="[KOMMUNE]...", nargs=-1)
@contact_option
@bounds_options
@data_option
@quiet_option
@verbose_option
def update_command(names: tuple[str, ...], contact: str | None, data: Path, loudness: int, **options: Any) -> int:
    """Ask each KOMMUNE, or every one that was visited before, for what may have changed since.

    New Vorlagen, recent and coming Sitzungen, and of everything else what was not seen for long.
    """
    known = [kommunen.load(name, folders(data)) for name in names] or [each for each in archived(data) if each.quellen]
    chosen, bounds = [with_contact(each, contact) for each in known], _bounds(**options)
    return max((visit(each, data, loudness, befehl="update", bounds=bounds) for each in chosen), default=0)


@click.command("import", short_help="Take saved pages in.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kommune", required=True, metavar="K", help="Whose pages these are; a council without a TOML may be named."
)
@click.option(
    "--saved",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    help="When it was saved, where the files don't say it: OParl dumps, folders without times.",
)
@data_option
@quiet_option
@verbose_option
def import_command(files: tuple[Path, ...], kommune: str, saved: datetime | None, data: Path, loudness: int) -> int:
    """Take FILEs in: WARC, WACZ, HAR, folders of saved pages, dumps of OParl JSON.

    Their answers are copied into the archive, each with its own date, and what the pages say is stored.
    """
    whose = known_or_named(kommune, data)
    with shown(whose.id, loudness) as progress:
        when = saved.astimezone() if saved else None
        report = crawl.import_files(files, whose, data, zeitpunkt=when, progress=progress)
    return max(told(report, loudness), read(data, loudness))


@click.command("rebuild", short_help="Make the database again from the archive.")
@click.option("--processes", type=click.IntRange(1), help="So many read at the same time; as many as there are cores.")
@data_option
@quiet_option
@verbose_option
def rebuild_command(processes: int | None, data: Path, loudness: int) -> int:
    """Make ratsarchiv.db again from the WARC files alone, without network; what was taken down stays down."""
    known = archived(data)
    if not known:
        raise WrongUse(f"{data / 'warc'}: no archive here; --data says where it is")
    with shown("rebuild", loudness) as progress:
        report = crawl.rebuild(known, data, processes=processes, progress=progress)
    told(report, loudness)
    return read(data, loudness, processes=processes)


def _bounds(*, max_requests: int | None, max_minutes: float | None, window: str | None) -> crawl.Bounds:
    return crawl.Bounds(requests=max_requests, minutes=max_minutes, fenster=window)


def visit(kommune: Kommune, data: Path, loudness: int, **options: Any) -> int:
    """One council visited; the exit code."""
    with shown(kommune.id, loudness) as progress:
        report = crawl.crawl(kommune, data, progress=progress, **options)
    return max(told(report, loudness), read(data, loudness))

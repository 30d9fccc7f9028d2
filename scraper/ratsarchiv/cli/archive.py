"""`archive check` and `archive index`: whether the archive's files are whole, and the table that finds things in them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from ratsarchiv import archive, crawl
from ratsarchiv.cli.options import archived, data_option, quiet_option, verbose_option
from ratsarchiv.cli.telling import plain_text, shown, told
from ratsarchiv.errors import WrongUse


@click.group("archive", short_help="Check the archive's files, index them again.")
def archive_group() -> None:
    """Look after the WARC files."""


@archive_group.command("check")
@click.argument("kommune", required=False)
@data_option
def check_command(kommune: str | None, data: Path) -> int:
    """Read every record, and compare it with its digest; exit code 1 if anything is wrong."""
    root = data / "warc"
    if not root.is_dir() or (kommune and not (root / kommune).is_dir()):
        raise WrongUse(f"{root / (kommune or '')}: no archive here; --data says where it is")
    counts, wrong = Counter[str](), 0
    for finding in archive.check(root, kommune, counts=counts):
        wrong += 1
        click.echo(plain_text(f"{finding.warc}: {finding.meldung}"), err=True)
    click.echo(f"{counts['dateien']} files, {counts['bytes']:,} bytes, {counts['records']} records; {wrong} wrong")
    return int(bool(wrong))


@archive_group.command("index")
@data_option
@quiet_option
@verbose_option
def index_command(data: Path, loudness: int) -> int:
    """Take in what the files hold and the table `abrufe` does not."""
    with shown("index", loudness) as progress:
        report = crawl.index(archived(data), data, progress=progress)
    told(report, loudness)
    return 0

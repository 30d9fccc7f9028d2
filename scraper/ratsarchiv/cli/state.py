"""`status`: how fresh and how complete what we have of the councils is."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from ratsarchiv import crawl
from ratsarchiv.cli.options import archived, data_option
from ratsarchiv.cli.telling import plain_text
from ratsarchiv.errors import WrongUse


@click.command("status", short_help="How fresh and how complete the archive is.")
@click.argument("names", metavar="[KOMMUNE]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@data_option
def status_command(names: tuple[str, ...], as_json: bool, data: Path) -> int:
    """Tell of each KOMMUNE, or of all: last success, what the source names and what we have of it, problems.

    Exit code 1 if a council has less than its TOML expects, or its last run ended with problems.
    """
    known = {each.id: each for each in archived(data)}
    if unknown := [name for name in names if name not in known]:
        raise WrongUse(f"{', '.join(unknown)}: never visited or imported here; known: {', '.join(known) or 'none'}")
    found = crawl.status([known[name] for name in names or known], data, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    for each in found if not as_json else ():
        for text in _told(each):
            click.echo(plain_text(text))
    return int(any(each.unter_erwartung or each.lauf["ergebnis"] not in {"fertig", "angehalten"} for each in found))


def _told(status: crawl.Status) -> list[str]:
    """What a person wants to know, the name first."""
    age = "no run has come to its end" if status.alter_stunden is None else f"{status.alter_stunden:g} hours ago"
    run = status.lauf
    lines = [
        f"{status.kommune}: last success {age}; last run: {run['befehl']} {run['beginn'][:16]}"
        f" {run['ergebnis'] or 'not ended'}; {status.offen} addresses to go"
    ]
    for tabelle, number in status.genannt.items():
        named, answered = number["genannt"], number["beantwortet"]
        lines.append(
            f"  {tabelle}: {status.bestand[tabelle]} here; the source names {named}, {answered} of them answered"
        )
    for tabelle, number in status.unter_erwartung.items():
        lines.append(f"  {tabelle}: {number['vorhanden']} instead of at least {number['erwartet']}")
    for art, kinds in status.probleme.items():
        where = ", ".join(f"{seitenart} {number}" for seitenart, number in kinds.items())
        lines.append(f"  problem {art}: {where}")
    lines += [
        f"  robots.txt of {each['host']}: {each['ergebnis']} {each['regel'] or ''}".rstrip() for each in status.robots
    ]
    return lines

"""How commands say what they do: a bar, one line a minute, a summary; and nothing that a terminal would obey."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ratsarchiv.crawl import Report

MINUTE = 60.0


@contextmanager
def shown(name: str, loudness: int) -> Iterator[Callable[[Report], None]]:
    """Shows how a run goes: every address, a bar on a terminal, or one line a minute elsewhere."""
    if not loudness:
        yield lambda _: None
    elif loudness > 1:
        yield lambda report: click.echo(plain_text(f"{name}: {report.zuletzt}"), err=True)
    elif sys.stderr.isatty():
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Bar(*columns, console=Console(stderr=True)) as bar:
            task, begin = bar.add_task(name, rate=""), time.monotonic()
            yield lambda report: bar.update(
                task, completed=_done(report), total=_done(report) + report.offen, rate=_rate(report, begin)
            )
    else:
        yield _Minutes(name)


class _Minutes:
    """One line a minute."""

    def __init__(self, name: str) -> None:
        self._name, self._begin = name, time.monotonic()
        self._next = self._begin + MINUTE

    def __call__(self, report: Report) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + MINUTE
            rate = _rate(report, self._begin)
            click.echo(f"{self._name}: {_done(report)} answers, {rate}, {report.offen} to go", err=True)


def _rate(report: Report, begin: float) -> str:
    return f"{_done(report) / max(time.monotonic() - begin, 1e-3):.1f}/s"


def _done(report: Report) -> int:
    return report.seiten + report.dokumente + report.gelesen


def told(report: Report, loudness: int) -> int:
    """Says how a run ended; its exit code."""
    if loudness:
        click.echo(
            f"{report.kommune}: {report.seiten} pages, {report.dokumente} documents, {report.anfragen} requests;"
            f" records: {report.neu} new, {report.geaendert} changed, {report.unveraendert} unchanged"
        )
    if report.fremd:
        click.echo(f"{report.kommune}: left out {report.fremd} record(s) that are not this council's", err=not loudness)
    for art, number in sorted(report.probleme.items()):
        click.echo(f"{report.kommune}: {number} × {art} (see the table `probleme`)", err=True)
    if report.gestoppt:
        click.echo(plain_text(f"ratsarchiv: {report.kommune}: stopped: {report.gestoppt}"), err=True)
    if report.angehalten:
        click.echo(f"{report.kommune}: paused: {report.angehalten}; {report.offen} addresses to go", err=not loudness)
    if report.wartend:
        when = f"{report.wartend.astimezone():%d.%m. %H:%M}"
        click.echo(f"{report.kommune}: some addresses gave no answer and wait for a run after {when}", err=not loudness)
    return report.exit_code


def line(error: BaseException) -> str:
    """What an error says, on one line."""
    return plain_text(" ".join(str(error).split()))


def plain_text(text: str) -> str:
    """The text without what a terminal would obey."""
    return "".join(character for character in text if character.isprintable())

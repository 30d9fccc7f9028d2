"""The commands: read arguments, call one function, say how it went. The only file that prints."""

from __future__ import annotations

import json
import socket
import sqlite3
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from ratsarchiv import __version__, crawl, kommunen
from ratsarchiv.errors import ParseError, RatsarchivError, UnknownPage, WrongUse
from ratsarchiv.model import Page, Parsed, Problem, Record, as_dict
from ratsarchiv.parse import parse as parse_page
from ratsarchiv.parse import seitenart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ratsarchiv.crawl import Report
    from ratsarchiv.kommunen import Kommune

DEMO = "musterstadt"
DEMO_TOML = """\
# Written by `ratsarchiv demo`: where the made-up council answered last.
{about}

[[quellen]]
system = "allris3"
url = "{url}"

[fetch]
delay = 0
loopback_erlaubt = true

[expect]
vorlagen = 40
sitzungen = 20
"""
MINUTE = 60.0

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default="data",
    envvar="RATSARCHIV_DATA",
    show_default=True,
    show_envvar=True,
    help="The folder of the archive: ratsarchiv.db, warc/ and your own kommunen/.",
)
quiet_option = click.option(
    "-q", "--quiet", "loudness", flag_value=0, type=int, default=1, help="Say nothing but what went wrong."
)
verbose_option = click.option(
    "-v", "--verbose", "loudness", flag_value=2, type=int, help="Name every address on standard error."
)
host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
port_option = click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, envvar="PORT", show_default=True, help="0 takes a free one."
)


def main(args: Sequence[str] | None = None) -> int:
    """Runs the command line; its exit code: 0 done, 1 done with problems, 2 wrong use, 3 stopped by the site."""
    try:
        return int(cli.main(args, standalone_mode=False) or 0)
    except click.Abort:
        click.echo("ratsarchiv: interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except RatsarchivError as error:
        click.echo(f"ratsarchiv: {_line(error)}", err=True)
        return error.exit_code
    except sqlite3.Error as error:
        click.echo(f"ratsarchiv: the database: {_line(error)}", err=True)
        return 2
    except OSError as error:
        click.echo(_plain_text(f"ratsarchiv: {error.filename or 'system'}: {error.strerror or error}"), err=True)
        return 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ratsarchiv")
def cli() -> None:
    """Read council information systems, keep what they served, and publish it as tables and pages.

    Exit codes: 0 done, 1 done with problems, 2 wrong use, 3 stopped by the site.
    """


@cli.command("kommunen", short_help="List the known councils.")
@data_option
def list_kommunen(data: Path) -> None:
    """List the known councils: key, system, last run, name and address."""
    runs = _last_runs(data / "ratsarchiv.db")
    for kommune in kommunen.load_all(_folders(data)):
        quelle = kommune.quellen[-1]
        last = runs.get(kommune.id, "never visited")
        click.echo(_plain_text(f"{kommune.id:24} {quelle.system:8} {last:32} {kommune.name} <{quelle.url}>"))


@cli.command("crawl", short_help="Visit councils and keep what they show.")
@click.argument("names", metavar="KOMMUNE...", nargs=-1, required=True)
@click.option(
    "--contact", envvar="RATSARCHIV_CONTACT", show_envvar=True, help="Your page and mail, for the User-Agent."
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Leave out what is dated before this day.")
@data_option
@quiet_option
@verbose_option
def crawl_command(
    names: tuple[str, ...], contact: str | None, since: datetime | None, data: Path, loudness: int
) -> int:
    """Visit each KOMMUNE: archive every page and document, and store what they say."""
    chosen = [kommunen.load(name, _folders(data)) for name in names]
    day = since.date() if since else None
    return max(_crawl(_with(each, contact), data, day, loudness) for each in chosen)


@cli.command("import", short_help="Take WARC files in.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kommune", required=True, metavar="K", help="Whose pages these are; a council without a TOML may be named."
)
@data_option
@quiet_option
@verbose_option
def import_command(files: tuple[Path, ...], kommune: str, data: Path, loudness: int) -> int:
    """Take WARC FILEs in: copy their answers into the archive, and store what the pages say."""
    whose = _known_or_named(kommune, data)
    with _shown(whose.id, loudness) as progress:
        report = crawl.import_files(files, whose, data, progress=progress)
    return _told(report, loudness)


@cli.command("parse", short_help="Read one saved page, as JSON.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", required=True, help="The page's own address; it says which kind of page this is.")
@click.option("--kommune", metavar="K", help="Whose page this is, where the address doesn't tell.")
@data_option
def parse_command(file: Path, url: str, kommune: str | None, data: Path) -> int:
    """Read one saved page, and print what it says as JSON."""
    body = file.read_bytes()
    whose = _known_or_named(kommune, data) if kommune else kommunen.find_by_url(url, _folders(data))
    if whose is None:
        raise WrongUse(f"{url}: no known council has this address; say whose it is with --kommune")
    try:
        parsed = parse_page(Page(url, body, whose.id))
    except UnknownPage:
        raise
    except ParseError as error:
        problem = Problem(art="nicht_verstanden", meldung=str(error), url=url)
        parsed = Parsed(url=url, seitenart=seitenart(url) or "", problems=(problem,))
        _print_json(parsed, "fehler")
        click.echo(f"ratsarchiv: {_line(error)}", err=True)
        return error.exit_code
    _print_json(parsed, parsed.ergebnis)
    return 0


@cli.command("serve", short_help="Serve the website.")
@host_option
@port_option
@data_option
def serve_command(host: str, port: int, data: Path) -> None:
    """Serve the website, until interrupted."""
    _serve(data, host, port)


@cli.command("demo", short_help="Visit the made-up Musterstadt.")
@click.option("--serve/--no-serve", "then_serve", default=False, help="Serve the website on 127.0.0.1 afterwards.")
@click.option("--vorlagen", type=click.IntRange(60), default=300, show_default=True, help="How large the council is.")
@port_option
@data_option
@quiet_option
@verbose_option
def demo_command(then_serve: bool, vorlagen: int, port: int, data: Path, loudness: int) -> int:
    """Visit Musterstadt, a made-up council on this machine, over HTTP, and store what its pages say."""
    from ratsarchiv import demo  # noqa: PLC0415 - only this command needs it

    today = datetime.now().astimezone().date()
    world = demo.musterstadt(stichtag=today, vorlagen=vorlagen, sitzungen=max(40, vorlagen * 2 // 5))
    with demo.serve(world, port=_last_port(data)) as server:
        click.echo(f"Musterstadt answers at {server.url}", err=not loudness)
        _write_toml(data, server.url, world.kommune)
        code = _crawl(kommunen.load(DEMO, _folders(data)), data, None, loudness)
        if then_serve:
            _serve(data, "127.0.0.1", port)
    return code


def _crawl(kommune: Kommune, data: Path, since: date | None, loudness: int) -> int:
    with _shown(kommune.id, loudness) as progress:
        report = crawl.crawl(kommune, data, since=since, progress=progress)
    return _told(report, loudness)


def _serve(data: Path, host: str, port: int) -> None:
    from ratsarchiv.publish.site import serve  # noqa: PLC0415 - Datasette takes longer to import than `parse` to run

    serve(data / "ratsarchiv.db", host, port, listening=lambda url: click.echo(f"Ratsarchiv is served at {url}"))


def _folders(data: Path) -> tuple[Path, ...]:
    """Where the operator's own TOMLs lie."""
    return (data / "kommunen",)


def _known_or_named(name: str, data: Path) -> Kommune:
    known = {each.id for each in kommunen.load_all(_folders(data))}
    return kommunen.load(name, _folders(data)) if name in known else kommunen.named(name)


def _with(kommune: Kommune, contact: str | None) -> Kommune:
    return replace(kommune, kontakt=contact) if contact else kommune


@contextmanager
def _shown(name: str, loudness: int) -> Iterator[Callable[[Report], None]]:
    """Shows how a run goes: every address, a bar on a terminal, or one line a minute elsewhere."""
    if not loudness:
        yield lambda _: None
    elif loudness > 1:
        yield lambda report: click.echo(_plain_text(f"{name}: {report.zuletzt}"), err=True)
    elif sys.stderr.isatty():
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bar(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(name)
            yield lambda report: bar.update(task, completed=_done(report), total=_done(report) + report.offen)
    else:
        yield _Minutes(name)


class _Minutes:
    """One line a minute."""

    def __init__(self, name: str) -> None:
        self._name, self._next = name, time.monotonic() + MINUTE

    def __call__(self, report: Report) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + MINUTE
            click.echo(f"{self._name}: {_done(report)} answers, {report.offen} to go", err=True)


def _done(report: Report) -> int:
    return report.seiten + report.dokumente


def _told(report: Report, loudness: int) -> int:
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
        click.echo(_plain_text(f"ratsarchiv: {report.kommune}: stopped: {report.gestoppt}"), err=True)
    return report.exit_code


def _print_json(parsed: Parsed, ergebnis: str) -> None:
    page = {
        "url": parsed.url,
        "seitenart": parsed.seitenart,
        "ergebnis": ergebnis,
        "records": [_plain(record) for record in parsed.records],
        "links": [
            asdict(link) | {"platzhalter": _plain(link.platzhalter) if link.platzhalter else None}
            for link in parsed.links
        ],
        "problems": [asdict(problem) for problem in parsed.problems],
    }
    click.echo(json.dumps(page, ensure_ascii=False, indent=2))


def _plain(record: Record) -> dict[str, Any]:
    return {"type": type(record).__name__} | as_dict(record)


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


def _last_port(data: Path) -> int:
    """Where Musterstadt answered last time, so that its addresses stay the same; 0 for any."""
    try:
        quelle = kommunen.load(DEMO, _folders(data)).quellen[-1]
    except WrongUse:
        return 0
    port = urlsplit(quelle.url).port or 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def _write_toml(data: Path, url: str, about: Mapping[str, str]) -> None:
    path = data / "kommunen" / f"{DEMO}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = ("name", "ags", "art", "lizenz", "impressum")
    lines = "\n".join(f"{key} = {json.dumps(about[key], ensure_ascii=False)}" for key in keys)
    path.write_text(DEMO_TOML.format(about=lines, url=url), encoding="utf-8")


def _line(error: BaseException) -> str:
    return _plain_text(" ".join(str(error).split()))


def _plain_text(text: str) -> str:
    """The text without what a terminal would obey."""
    return "".join(character for character in text if character.isprintable())

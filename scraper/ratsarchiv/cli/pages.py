"""`parse` and `serve`: one page as JSON, all of them as a website."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ratsarchiv import kommunen
from ratsarchiv.cli.options import data_option, folders, host_option, known_or_named, port_option
from ratsarchiv.cli.telling import line
from ratsarchiv.errors import ParseError, UnknownPage, WrongUse
from ratsarchiv.model import Page, Parsed, Problem, Record, as_dict
from ratsarchiv.parse import parse as parse_page
from ratsarchiv.parse import seitenart


@click.command("parse", short_help="Read one saved page, as JSON.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", required=True, help="The page's own address; it says which kind of page this is.")
@click.option("--kommune", metavar="K", help="Whose page this is, where the address doesn't tell.")
@data_option
def parse_command(file: Path, url: str, kommune: str | None, data: Path) -> int:
    """Read one saved page, and print what it says as JSON."""
    body = file.read_bytes()
    whose = known_or_named(kommune, data) if kommune else kommunen.find_by_url(url, folders(data))
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
        click.echo(f"ratsarchiv: {line(error)}", err=True)
        return error.exit_code
    _print_json(parsed, parsed.ergebnis)
    return 0


@click.command("serve", short_help="Serve the website.")
@host_option
@port_option
@data_option
def serve_command(host: str, port: int, data: Path) -> None:
    """Serve the website, until interrupted."""
    serve_site(data, host, port)


def serve_site(data: Path, host: str, port: int) -> None:
    """Serves the website, until interrupted."""
    from ratsarchiv.publish.site import serve  # noqa: PLC0415 - Datasette takes longer to import than `parse` to run

    serve(data / "ratsarchiv.db", host, port, listening=lambda url: click.echo(f"Ratsarchiv is served at {url}"))


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

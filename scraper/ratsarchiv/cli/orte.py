"""`orte`: the streets, squares and districts of a council, from files or from OpenStreetMap."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from ratsarchiv import crawl, kommunen
from ratsarchiv.cli.options import contact_option, data_option, folders, known_or_named
from ratsarchiv.cli.telling import plain_text
from ratsarchiv.errors import FetchError, SiteStopped, WrongUse
from ratsarchiv.fetch import Brake, Clock, Fetcher
from ratsarchiv.kommunen import SHORTEST_DELAY, is_loopback
from ratsarchiv.text import orte

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.text.orte import Angabe

LARGEST = 100 << 20
BY_HAND = "or ask by hand: paste what `ratsarchiv orte fetch --query` prints into overpass-turbo.eu, and `orte import` its export"

kommune_option = click.option("--kommune", required=True, metavar="K", help="Whose places these are.")


@click.group("orte", short_help="Take in a council's streets, squares and districts.")
def orte_group() -> None:
    """Take in a council's places, so that texts can be searched for them. They lie in orte/<kommune>.csv of the archive."""


@orte_group.command("import", short_help="From files: Overpass JSON, GeoJSON, CSV.")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@kommune_option
@data_option
def orte_import(files: tuple[Path, ...], kommune: str, data: Path) -> None:
    """Take places in from FILEs: Overpass JSON, GeoJSON, or CSV with the columns name, art, lat and lon.

    Many ways of one street become one place. What was known stays, and keeps its id.
    """
    whose = known_or_named(kommune, data)
    _kept(whose.id, data, [each for file in files for each in _read(file)])


@orte_group.command("fetch", short_help="From OpenStreetMap, through an Overpass server.")
@kommune_option
@click.option("--overpass", default=orte.SERVER, metavar="URL", show_default=True, help="The server's interpreter.")
@click.option("--query", is_flag=True, help="Print the question, and ask nobody.")
@click.option("--loopback", is_flag=True, help="The server may be on this machine or its network.")
@contact_option
@data_option
def orte_fetch(kommune: str, overpass: str, query: bool, loopback: bool, contact: str | None, data: Path) -> None:
    """Ask an Overpass server once for the council's streets, squares, districts, public buildings, parks and waters."""
    whose = kommunen.load(kommune, folders(data))
    if whose.ags is None or len(whose.ags) < 5:
        raise WrongUse(f"{whose.id}: no `ags` in its TOML, by which OpenStreetMap knows it; import a file instead")
    if query:
        click.echo(orte.frage(whose.ags), nl=False)
        return
    answer = fetched(whose, overpass, data, contact=contact, private=loopback)
    _kept(whose.id, data, orte.auszug_lesen(answer, overpass))


def fetched(
    kommune: Kommune, server: str, data: Path, *, contact: str | None, private: bool = False, clock: Clock = time
) -> bytes:
    """What an Overpass server answers to the question for a council's places; FetchError where it gives none."""
    host = urlsplit(server).netloc
    if urlsplit(server).scheme not in {"http", "https"} or not host or "?" in server:
        raise WrongUse(f"{server}: the address of an Overpass interpreter is needed, without a question")
    fetcher = Fetcher(
        {host},
        delay=0 if private and is_loopback(urlsplit(server).hostname) else SHORTEST_DELAY,
        contact=contact or kommune.kontakt,
        private=private,
        clock=clock,
        brake=Brake(data / "bremse", clock=clock),
    )
    status, body = 0, b""
    with closing(fetcher):
        try:
            for answer in fetcher.answers(
                orte.adresse(kommune.ags or "", server), LARGEST, {"Accept-Encoding": "identity"}
            ):
                if "?" in answer.url:
                    status, body = answer.status, answer.body.read(LARGEST)
        except SiteStopped as error:
            raise SiteStopped(f"{error}; name another server by --overpass, {BY_HAND}", error.bis) from error
    if status != 200:
        raise FetchError(f"{server}: HTTP {status}; wait and try again, name another server by --overpass, {BY_HAND}")
    return body


def _read(file: Path) -> Sequence[Angabe]:
    if file.stat().st_size > orte.LARGEST:
        raise WrongUse(f"{file}: larger than {orte.LARGEST >> 20} MB; take an extract of the council alone")
    return orte.auszug_lesen(file.read_bytes(), file.name)


def _kept(kommune: str, data: Path, angaben: Sequence[Angabe]) -> None:
    """The places written into the gazetteer, and said how many."""
    path = orte.pfad(data, kommune)
    done = orte.aufnehmen(orte.lesen(path), angaben, kommune)
    orte.schreiben(path, done.orte)
    counts = Counter(each.art for each in done.orte)
    kinds = ", ".join(f"{counts[art]} {name}" for art, name in orte.ARTEN.items() if counts[art])
    click.echo(plain_text(f"{kommune}: {len(done.orte)} places ({kinds}); {done.neu} new, {done.geaendert} changed"))
    click.echo(plain_text(str(path)))
    crawl.follow_texts(data, [kommune])

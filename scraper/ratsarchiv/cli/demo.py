"""`demo`: Musterstadt, a made-up council on this machine, visited over HTTP."""

from __future__ import annotations

import json
import socket
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import click

from ratsarchiv import kommunen
from ratsarchiv.cli.options import data_option, folders, port_option, quiet_option, verbose_option
from ratsarchiv.cli.pages import serve_site
from ratsarchiv.cli.visits import visit
from ratsarchiv.demo.produkte import ALLRIS3, DATEIEN, PRODUKTE
from ratsarchiv.errors import WrongUse
from ratsarchiv.text import orte

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEMO = "musterstadt"
ORTE = files("ratsarchiv.demo") / "orte.csv"
DEMO_TOML = """\
# Written by `ratsarchiv demo`: where the made-up council answered last.
{about}

[[quellen]]
system = "{produkt}"
url = "{url}"
{auch}
[fetch]
delay = 0
loopback_erlaubt = true

[expect]
vorlagen = 40
sitzungen = 20
"""


@click.command("demo", short_help="Visit the made-up Musterstadt.")
@click.option("--serve/--no-serve", "then_serve", default=False, help="Serve the website on 127.0.0.1 afterwards.")
@click.option("--vorlagen", type=click.IntRange(60), default=300, show_default=True, help="How large the council is.")
@click.option(
    "--produkt",
    type=click.Choice(PRODUKTE),
    default=ALLRIS3,
    show_default=True,
    help="Which product the council runs.",
)
@port_option
@data_option
@quiet_option
@verbose_option
def demo_command(then_serve: bool, vorlagen: int, produkt: str, port: int, data: Path, loudness: int) -> int:
    """Visit Musterstadt, a made-up council on this machine, over HTTP, and store what its pages say.

    It is visited as it was yesterday, then once more after a day's work, so that there is something that has changed.
    """
    from ratsarchiv import demo  # noqa: PLC0415 - only this command needs it

    yesterday = datetime.now().astimezone().date() - timedelta(days=1)
    sitzungen = max(80, vorlagen * 2 // 5)
    world = demo.musterstadt(stichtag=yesterday, vorlagen=vorlagen, sitzungen=sitzungen)
    known_already = (data / "warc" / DEMO).is_dir()
    agendas = 3 if sitzungen >= 120 else 1  # on some days a smaller council has no more that could change
    if known_already:
        demo.a_day(world, tagesordnungen=agendas)
    other, folder = DATEIEN.get(produkt, (produkt, ""))
    with demo.serve(world, port=_last_port(data), produkte={produkt, other}) as server:
        url = server.url_of(produkt)
        click.echo(f"Musterstadt answers at {url}", err=not loudness)
        _write_toml(data, produkt, url, folder, world.kommune)
        _write_places(data)
        kommune = kommunen.load(DEMO, folders(data))
        code = visit(kommune, data, loudness)
        if not known_already:
            demo.a_day(world, tagesordnungen=agendas)
            code = max(code, visit(kommune, data, loudness, befehl="update"))
        if then_serve:
            serve_site(data, "127.0.0.1", port)
    return code


def _write_places(data: Path) -> None:
    """Musterstadt's gazetteer, unless there is one already."""
    path = orte.pfad(data, DEMO)
    if not path.is_file():
        given = orte.auszug_lesen(ORTE.read_bytes(), "Musterstadt, erfunden")
        orte.schreiben(path, orte.aufnehmen((), given, DEMO).orte)


def _last_port(data: Path) -> int:
    """Where Musterstadt answered last time, so that its addresses stay the same; 0 for any."""
    try:
        quelle = kommunen.load(DEMO, folders(data)).quellen[-1]
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


def _write_toml(data: Path, produkt: str, url: str, folder: str, about: Mapping[str, str]) -> None:
    path = data / "kommunen" / f"{DEMO}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = ("name", "ags", "art", "lizenz", "impressum")
    lines = "\n".join(f"{key} = {json.dumps(about[key], ensure_ascii=False)}" for key in keys)
    auch = f'auch = ["{urljoin(url, folder)}"]\n' if folder else ""
    path.write_text(DEMO_TOML.format(about=lines, produkt=produkt, url=url, auch=auch), encoding="utf-8")

"""The website: Datasette with safe settings on one database, which it only ever reads."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import uvicorn
from datasette.app import Datasette

from ratsarchiv.errors import WrongUse
from ratsarchiv.publish import metadata, website
from ratsarchiv.publish.paging import PagedDatabase
from ratsarchiv.store.suche import synonyme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 1000,  # a CSV comes in pages of so many rows, each within connection.LARGEST_RESULT
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 200,
    "facet_suggest_time_limit_ms": 50,
    "suggest_facets": False,
    "default_allow_sql": True,
    "allow_download": False,
    "allow_csv_stream": True,
    "max_csv_mb": 0,  # with any limit, a CSV that is too long ends in a line of text, with status 200
    "truncate_cells_html": 300,
    "template_debug": False,
    "trace_debug": False,
}


SYNONYMS = "synonyme.toml"
"""The operator's own, beside the database."""


def site(database: Path) -> Datasette:
    """The configured Datasette. The file is opened read-only, not `immutable`: a crawl may add to it meanwhile."""
    _check(database)
    datasette = Datasette(files=[str(database)], metadata=metadata.load(), settings=SETTINGS)
    datasette.remove_database(database.stem)
    words = synonyme(database.with_name(SYNONYMS))
    ours = PagedDatabase(datasette, database, words, website.load(database.parent))
    datasette.add_database(ours, name=metadata.DATABASE)
    return datasette


def serve(database: Path, host: str, port: int, *, listening: Callable[[str], None] = lambda _: None) -> None:
    """Serve the website until interrupted. `listening` is told the address when it answers; port 0 is any free one."""
    application = site(database).app()
    with _listen(host, port) as listener:
        listening(f"http://{_printed(host)}:{listener.getsockname()[1]}/")
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False, lifespan="on"))
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            return


def _check(database: Path) -> None:
    if not database.is_file():
        raise WrongUse(f"{database}: no such database; run `ratsarchiv crawl` or `ratsarchiv import` first")
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("select 1 from vorlagen limit 1")
            if not connection.execute("select 1 from sqlite_master where name = 'kennzahlen'").fetchone():
                raise WrongUse(f"{database} was made by an older Ratsarchiv: run `ratsarchiv text` once, then serve it")
    except sqlite3.DatabaseError as error:
        raise WrongUse(f"{database} is no Ratsarchiv database that can be read: {error}") from None


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise WrongUse(f"can't listen on port {port}: ports go from 0 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise WrongUse(f"can't listen on {host}, port {port}: {error}") from None


def _printed(host: str) -> str:
    return f"[{host}]" if ":" in host else host

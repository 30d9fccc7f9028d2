"""The commands: read arguments, call one function, say how it went. The only part that prints."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import click

from ratsarchiv import __version__
from ratsarchiv.cli.archive import archive_group
from ratsarchiv.cli.demo import demo_command
from ratsarchiv.cli.kommunen import kommunen_command
from ratsarchiv.cli.orte import orte_group
from ratsarchiv.cli.pages import parse_command, serve_command
from ratsarchiv.cli.privacy import privacy_command, release_command, takedown_group
from ratsarchiv.cli.probe import probe_command
from ratsarchiv.cli.state import status_command
from ratsarchiv.cli.telling import line, plain_text
from ratsarchiv.cli.text import text_command
from ratsarchiv.cli.visits import crawl_command, import_command, rebuild_command, update_command
from ratsarchiv.errors import RatsarchivError

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        click.echo(f"ratsarchiv: {line(error)}", err=True)
        return error.exit_code
    except sqlite3.Error as error:
        click.echo(f"ratsarchiv: the database: {line(error)}", err=True)
        return 2
    except OSError as error:
        click.echo(plain_text(f"ratsarchiv: {error.filename or 'system'}: {error.strerror or error}"), err=True)
        return 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ratsarchiv")
def cli() -> None:
    """Read council information systems, keep what they served, and publish it as tables and pages.

    Exit codes: 0 done, 1 done with problems, 2 wrong use, 3 stopped by the site.
    """


for command in (
    kommunen_command, probe_command, crawl_command, update_command, import_command, rebuild_command, text_command,
    orte_group, status_command, parse_command, serve_command, archive_group, takedown_group, release_command,
    privacy_command, demo_command,
):  # fmt: skip
    cli.add_command(command)

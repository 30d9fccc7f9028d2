"""Options that several commands take, and what they stand for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratsarchiv import kommunen

if TYPE_CHECKING:
    from ratsarchiv.kommunen import Kommune

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
contact_option = click.option(
    "--contact", envvar="RATSARCHIV_CONTACT", show_envvar=True, help="Your page and mail, for the User-Agent."
)


def folders(data: Path) -> tuple[Path, ...]:
    """Where the operator's own TOMLs lie."""
    return (data / "kommunen",)


def known_or_named(name: str, data: Path) -> Kommune:
    """The council of that key, with or without a TOML."""
    known = {each.id for each in kommunen.load_all(folders(data))}
    return kommunen.load(name, folders(data)) if name in known else kommunen.named(name)


def archived(data: Path) -> list[Kommune]:
    """Every council that the archive holds something of."""
    root = data / "warc"
    return (
        [known_or_named(each.name, data) for each in sorted(root.iterdir()) if each.is_dir()] if root.is_dir() else []
    )


def with_contact(kommune: Kommune, contact: str | None) -> Kommune:
    """The council, asked in the name of whoever gave a contact."""
    return replace(kommune, kontakt=contact) if contact else kommune

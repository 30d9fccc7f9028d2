"""`text`: documents become text that can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ratsarchiv import crawl
from ratsarchiv.cli.options import data_option, quiet_option, verbose_option
from ratsarchiv.cli.telling import shown
from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from pathlib import Path


@click.command("text", short_help="Read the documents, and make everything findable.")
@click.option("--processes", type=click.IntRange(1), help="So many read at the same time; as many as there are cores.")
@click.option("--ocr/--no-ocr", default=None, help="Read pages without text by OCR; by default where it is installed.")
@click.option(
    "--again", is_flag=True, help="Read documents that were read before, too: after an update of the program."
)
@data_option
@quiet_option
@verbose_option
def text_command(processes: int | None, ocr: bool | None, again: bool, data: Path, loudness: int) -> int:
    """Read the archived documents that were not read yet, and bring search, references and places up to date.

    `crawl`, `update` and `import` do this at their end. One that was interrupted goes on where it was.
    """
    if not (data / "ratsarchiv.db").is_file():
        raise WrongUse(
            f"{data / 'ratsarchiv.db'}: no such database; run `ratsarchiv crawl` or `ratsarchiv import` first"
        )
    if ocr and not crawl.ocr_available():
        raise WrongUse(
            "OCR needs pip install 'ratsarchiv[ocr]', and Tesseract with its German data (tesseract-ocr-deu)"
        )
    return read(data, loudness, processes=processes, ocr=ocr, again=again, always=True)


def read(
    data: Path,
    loudness: int,
    *,
    processes: int | None = None,
    ocr: bool | None = None,
    again: bool = False,
    always: bool = False,
) -> int:
    """The documents read that were not yet; the exit code. Nothing is said of nothing, unless `always`."""
    with shown("text", loudness) as progress:
        report = crawl.read_texts(data, processes=processes, ocr=ocr, again=again, progress=progress)
    if loudness and (report.gelesen or always):
        click.echo(f"text: {report.gelesen} documents read")
    if number := report.probleme["dokument"]:
        click.echo(f"text: {number} documents could not be read (see the table `probleme`)", err=True)
    if number := report.probleme["archiv"]:
        click.echo(
            f"text: {number} documents are not to be had from the archive: run `ratsarchiv archive check`", err=True
        )
    return int(bool(report.probleme["archiv"]))

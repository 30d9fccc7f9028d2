"""Real pages, which are looked at where they are present and never copied: their addresses, and how to read them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from ratsarchiv.model import Page

SHARED = Path(__file__).resolve().parents[3] / "shared"
# Pages that came without an address, each with one of its own kind.
ADDRESSES = {
    "lk-osnabrueck/vo020_r": "vo020_r.asp?VOLFDNR=4010",
    "lk-osnabrueck/to010_r": "to010_r.asp?SILFDNR=1543",
    "lk-osnabrueck/si010_r": "si010_r.asp?MM=9&YY=2026",
    "regensburg/si010": "si010.asp?MM=9&YY=2026",
    "regensburg/to010": "to010.asp?SILFDNR=2667",
    "regensburg/vo020": "vo020.asp?VOLFDNR=22820",
    "start/allris.net": "allris.net.asp",
}


class Saved(NamedTuple):
    """A real page."""

    name: str
    """`hamburg-altona/vo020`"""
    page: Page

    @property
    def kind(self) -> str:
        """`vo020`"""
        return self.name.rpartition("/")[2].removeprefix("2-")


def saved() -> list[Saved]:
    """Every real page of ALLRIS classic; none where the folder is absent."""
    index = SHARED / "pages" / "INDEX.tsv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8", newline="") as lines:
        rows = [
            row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row["product"] == "allris3"
        ]
    return [_saved(row["file"], row["address"]) for row in rows]


def _saved(file: str, address: str) -> Saved:
    path = SHARED / file
    name = f"{path.parent.name}/{path.stem}"
    url = address or f"https://ratsinfo.example/bi/{ADDRESSES[name]}"
    return Saved(name, Page(url=url, body=path.read_bytes(), kommune=path.parent.name))


def pages() -> list[Page]:
    """The real pages alone."""
    return [each.page for each in saved()]

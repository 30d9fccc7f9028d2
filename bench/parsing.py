"""How fast pages become records, beside lxml's and BeautifulSoup's trees of the very same pages.

`python -m bench.parsing [repeats]`: real pages where ../shared is present, else the fixtures; the ways in turns.
BeautifulSoup builds its tree with lxml, and with the standard library's parser, which it takes where lxml is missing.
"""

from __future__ import annotations

import csv
import gc
import json
import sys
import warnings
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from lxml.html import fromstring

from ratsarchiv.errors import RatsarchivError
from ratsarchiv.model import Page
from ratsarchiv.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared"
FIXTURES = ROOT / "tests" / "pages"
OF_FROMSTRING, OF_SOUP = 0.35, 8.0
"""Promised: parse's rate as a share of fromstring's, and as a multiple of BeautifulSoup's."""


class Way(NamedTuple):
    """One way to read a page, and the processor's seconds that all pages took, once per repeat."""

    name: str
    read: Callable[[Page], object]
    seconds: list[float]


def real_pages() -> list[Page]:
    """The real pages that came with an address; none where the folder is absent."""
    index = REAL / "pages" / "INDEX.tsv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8", newline="") as lines:
        rows = [
            row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row["product"] == "allris3"
        ]
    return [Page(row["address"], (REAL / row["file"]).read_bytes(), "stadt") for row in rows if row["address"]]


def fixtures() -> list[Page]:
    """The project's own pages."""
    asked = ((path, json.loads(path.read_text("utf-8"))) for path in sorted(FIXTURES.rglob("*.json")))
    return [Page(said["url"], path.with_suffix(".html").read_bytes(), "stadt") for path, said in asked]


def readable(pages: Iterable[Page]) -> list[Page]:
    """The pages that all ways can read."""
    return [page for page in pages if _is_readable(page)]


def _is_readable(page: Page) -> bool:
    try:
        return parse(page).ergebnis == "geparst"
    except RatsarchivError:
        return False


def measure(pages: Sequence[Page], repeats: int) -> list[Way]:
    """Each way over all pages, in turns."""
    ways = [
        Way("fromstring", lambda page: fromstring(page.body), []),
        Way("parse", parse, []),
        Way("soup (lxml)", lambda page: BeautifulSoup(page.body, "lxml"), []),
        Way("soup (own)", lambda page: BeautifulSoup(page.body, "html.parser"), []),
    ]
    for _ in range(repeats):
        for way in ways:
            way.seconds.append(_seconds(way.read, pages))
    return ways


def _seconds(read: Callable[[Page], object], pages: Sequence[Page]) -> float:
    # Each way sweeps up what it leaves behind, and nothing of the others.
    gc.collect()
    gc.freeze()
    begun = process_time()
    for page in pages:
        read(page)
    gc.collect()
    seconds = process_time() - begun
    gc.unfreeze()
    return seconds


def report(ways: Sequence[Way], pages: Sequence[Page], source: str) -> Iterable[str]:
    """One line per way, and one per promise."""
    size = sum(len(page.body) for page in pages)
    yield f"{len(pages)} {source}, {size / len(pages) / 1000:.1f} kB each, {len(ways[0].seconds)} repeats"
    yield f"{'way':14} {'pages/s':>9} {'MB/s':>7}"
    for way in ways:
        seconds = median(way.seconds)
        yield f"{way.name:14} {len(pages) / seconds:9.0f} {size / seconds / 1e6:7.1f}"
    whole, own, *soups = ways
    yield f"parse : {whole.name:12} {_ratio(own, whole):6.2f}   promised ≥ {OF_FROMSTRING}"
    for soup in soups:
        yield f"parse : {soup.name:12} {_ratio(own, soup):6.2f}   promised ≥ {OF_SOUP:g}"


def _ratio(one: Way, other: Way) -> float:
    """How many times the rate of `other` the rate of `one` is: the median over the repeats."""
    return median(theirs / ours for ours, theirs in zip(one.seconds, other.seconds, strict=True))


def main(repeats: int = 15) -> None:
    """Measure and print."""
    warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
    real = readable(real_pages())
    pages = real or readable(fixtures())
    for line in report(measure(pages, repeats), pages, "real pages" if real else "fixtures"):
        print(line)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

"""How fast documents become pages of text, beside a bare loop over PDFium's pages, pdftotext and pdfminer.six.

`python -m bench.texts [repeats]`: PDF files that are made here; the ways in turns. One core: the processor's seconds.
Two cores: 1,000 documents by the clock, through two reading processes, beside the bare loop in this one.
"""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
from tests.text import pdfs

from ratsarchiv.text.processes import Readers
from ratsarchiv.text.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DIFFERENT, DOCUMENTS, WORDS = 20, 1_000, 3_200
OF_BARE, OF_BARE_ON_TWO = 0.9, 1.7
"""Promised: our rate as a share of the bare loop's on one core, and that of two processes."""


class Way(NamedTuple):
    """One way to read documents, and the seconds that they took, once per repeat."""

    name: str
    read: Callable[[Sequence[Path]], object]
    seconds: list[float]


def corpus(folder: Path) -> list[Path]:
    """German documents of eight pages or so: justified, in an embedded font, hyphenated, in two columns, a table."""
    makers: list[Callable[[list[str]], bytes]] = [
        pdfs.flowing,
        lambda words: pdfs.flowing(words, pdfs.EMBEDDED),
        pdfs.hyphenated,
        pdfs.columns,
        lambda words: pdfs.table([words[n : n + 6] for n in range(0, len(words), 6)]),
    ]
    paths = []
    for n in range(DIFFERENT):
        paths.append(folder / f"{n}.pdf")
        paths[-1].write_bytes(makers[n % len(makers)](pdfs.worte(WORDS, n)))
    return paths


def bare(paths: Sequence[Path]) -> int:
    """PDFium's text of each page; the number of pages."""
    return sum(_bare(path) for path in paths)


def _bare(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_range()
        return len(document)


def ours(paths: Sequence[Path]) -> int:
    """The same by our reader in this process."""
    return sum(len(read(path).seiten) for path in paths)


def pooled(paths: Sequence[Path]) -> int:
    """The same by two reading processes, their start included."""
    with Readers(processes=2) as readers:
        return sum(len(gelesen.seiten) for _, gelesen in readers.read((path, path, None) for path in paths))


def measure(ways: Sequence[Way], paths: Sequence[Path], repeats: int, clock: Callable[[], float]) -> None:
    """Each way over all documents, in turns."""
    for _ in range(repeats):
        for way in ways:
            gc.collect()
            begun = clock()
            way.read(paths)
            way.seconds.append(clock() - begun)


def others(paths: Sequence[Path]) -> Iterator[str]:
    """What other programs make of some of the documents, by the clock, where they are installed."""
    if shutil.which("pdftotext"):
        yield _once(
            "pdftotext", paths, lambda path: subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True)
        )
    else:
        yield "pdftotext is not installed (apt: poppler-utils)"
    if find_spec("pdfminer"):
        from pdfminer.high_level import extract_text  # noqa: PLC0415 - an extra

        yield _once("pdfminer.six", paths[:3], extract_text)
    else:
        yield "pdfminer.six is not installed (pip install 'ratsarchiv[bench]')"


def _once(name: str, paths: Sequence[Path], one: Callable[[Path], object]) -> str:
    begun = perf_counter()
    for path in paths:
        one(path)
    seconds = perf_counter() - begun
    return _line(name, bare(paths), seconds)


def _line(name: str, pages: int, seconds: float) -> str:
    return f"{name:24} {pages / seconds:8.0f}"


def report(paths: Sequence[Path], folder: Path, repeats: int) -> Iterator[str]:
    """One line per way, and one per promise."""
    ways = [Way("bare pypdfium2", bare, []), Way("our reader", ours, [])]
    bare(paths)
    ours(paths)
    measure(ways, paths, repeats, process_time)
    pages = bare(paths)
    yield f"{len(paths)} PDF files of {pages / len(paths):.1f} pages, {repeats} repeats"
    yield f"{'way':24} {'pages/s':>8}"
    yield from (_line(way.name, pages, median(way.seconds)) for way in ways)
    yield from others(paths)
    many = [Path(shutil.copy(paths[n % len(paths)], folder / f"copy-{n}.pdf")) for n in range(DOCUMENTS)]
    two = [Way("bare, one core", bare, []), Way("ours, two processes", pooled, [])]
    measure(two, many, max(repeats // 7, 1), perf_counter)
    yield from (_line(way.name, pages * DOCUMENTS // len(paths), median(way.seconds)) for way in two)
    yield f"ours : bare, one core    {_ratio(*ways):8.2f}   promised ≥ {OF_BARE}"
    yield f"ours : bare, two cores   {_ratio(*two):8.2f}   promised ≥ {OF_BARE_ON_TWO}"


def _ratio(whole: Way, own: Way) -> float:
    """How many times the rate of `whole` our own rate is: the median over the repeats."""
    return median(theirs / mine for theirs, mine in zip(whole.seconds, own.seconds, strict=True))


def main(repeats: int = 15) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for line in report(corpus(Path(folder)), Path(folder), repeats):
            print(line)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

"""What a visit costs beside the server's own time, and how fast it goes without a pause: `python -m bench.crawling`.

Musterstadt answers on loopback from a process of its own, as a council's system does. `bare` is a loop of requests over
the same addresses that keeps nothing; the visit also archives every answer (synced to disk), parses and stores it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import requests

from ratsarchiv.archive import Archive
from ratsarchiv.crawl import Bounds, crawl
from ratsarchiv.kommunen import Kommune, Quelle
from ratsarchiv.model import Capture

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS, REQUESTS, DELAY = 3, 1000, 0.05
OF_BARE, OVERHEAD = 0.3, 1.05
"""Promised: the visit's rate as a share of the bare loop's, and its time as a multiple of pauses and server together."""
SERVER = """
import sys
from datetime import date
from ratsarchiv.demo import musterstadt, serve
with serve(musterstadt(stichtag=date(2026, 11, 22), vorlagen=150, sitzungen=60)) as server:
    print(server.url, flush=True)
    sys.stdin.readline()
    print(sum(each.dauer for each in server.log), flush=True)
"""


@contextmanager
def serving(seconds: list[float]) -> Iterator[str]:
    """The address of a server in another process; at the end the seconds that it needed for all answers are added."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdout.readline().strip()
        process.stdin.write("\n")
        process.stdin.flush()
        seconds.append(float(process.stdout.readline()))


def visit(url: str, data: Path, delay: float) -> tuple[int, float]:
    """Requests and seconds of a visit."""
    quelle = Quelle(system="allris3", url=url)
    kommune = Kommune(
        id="musterstadt", name="Musterstadt", quellen=(quelle,), delay=delay, loopback_erlaubt=True, expect={}
    )
    begin = time.perf_counter()
    report = crawl(kommune, data, bounds=Bounds(requests=REQUESTS))
    return report.anfragen, time.perf_counter() - begin


def bare(urls: list[str]) -> tuple[int, float]:
    """Requests and seconds of a loop that only reads the same addresses; a temporary file of then is an error page now."""
    with requests.Session() as session:
        begin = time.perf_counter()
        for url in urls:
            session.get(url, allow_redirects=False)
        return len(urls), time.perf_counter() - begin


def asked(data: Path) -> list[str]:
    """The addresses that a visit asked for, in their order."""
    with Archive(data / "warc") as archive:
        return [event.url for event in archive.events("musterstadt") if isinstance(event, Capture)]


def without_delay() -> None:
    """Prints the median rates of some rounds, and their ratio."""
    rates: dict[str, list[float]] = {"visit": [], "bare": []}
    for _ in range(ROUNDS):
        with serving([]) as url, tempfile.TemporaryDirectory() as data:
            for name, (number, seconds) in (
                ("visit", visit(url, Path(data), 0.0)),
                ("bare", bare(asked(Path(data)))),
            ):
                rates[name].append(number / seconds)
    medians = {name: median(found) for name, found in rates.items()}
    for name, rate in medians.items():
        print(f"{name:6} {rate:7.0f} requests a second")
    print(f"visit : bare {medians['visit'] / medians['bare']:8.2f}   promised ≥ {OF_BARE}")


def with_delay() -> None:
    """Prints how long a visit takes beside its pauses and the server's own time."""
    needed: list[float] = []
    with serving(needed) as url, tempfile.TemporaryDirectory() as data:
        number, seconds = visit(url, Path(data), DELAY)
    least = number * DELAY + needed[0]
    print(
        f"{number} requests, {1000 * DELAY:.0f} ms apart: {seconds:.1f} s, of them {least:.1f} s pauses and server:"
        f" {seconds / least:.3f}   promised ≤ {OVERHEAD}"
    )


def main() -> None:
    """Both reports."""
    without_delay()
    with_delay()


if __name__ == "__main__":
    main()

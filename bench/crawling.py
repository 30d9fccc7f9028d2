"""How fast a visit goes against a bare loop of requests over the same addresses: `python -m bench.crawling`.

Both ask Musterstadt on loopback, without a delay, one after the other, in one process with its server. The visit also
archives every answer (synced to disk), parses it and stores it.
"""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

import requests

from ratsarchiv.crawl import crawl
from ratsarchiv.demo import DemoServer, musterstadt, serve
from ratsarchiv.kommunen import Kommune, Quelle

ROUNDS = 3


def visit(server: DemoServer) -> tuple[int, float]:
    """Requests and seconds of a whole visit."""
    quelle = Quelle(system="allris3", url=server.url)
    kommune = Kommune(
        id="musterstadt", name="Musterstadt", quellen=(quelle,), delay=0, loopback_erlaubt=True, expect={}
    )
    with tempfile.TemporaryDirectory() as data:
        begin = time.perf_counter()
        report = crawl(kommune, Path(data))
        return report.anfragen, time.perf_counter() - begin


def bare(server: DemoServer, paths: list[str]) -> tuple[int, float]:
    """Requests and seconds of a loop that only reads the same addresses; a temporary file of then is an error page now."""
    base = server.url.removesuffix("/bi/")
    with requests.Session() as session:
        begin = time.perf_counter()
        for path in paths:
            session.get(base + path, allow_redirects=False)
        return len(paths), time.perf_counter() - begin


def main() -> None:
    """Prints the median rates of some rounds, and their ratio."""
    rates: dict[str, list[float]] = {"visit": [], "bare": []}
    with serve(musterstadt(stichtag=date(2026, 11, 22), vorlagen=100, sitzungen=40)) as server:
        for _ in range(ROUNDS):
            before = len(server.log)
            asked, seconds = visit(server)
            rates["visit"].append(asked / seconds)
            asked, seconds = bare(server, [entry.pfad for entry in server.log[before:]])
            rates["bare"].append(asked / seconds)
    medians = {name: median(found) for name, found in rates.items()}
    for name, rate in medians.items():
        print(f"{name:6} {rate:7.0f} requests a second")
    print(f"visit : bare {medians['visit'] / medians['bare']:8.2f}")


if __name__ == "__main__":
    main()

"""What the tools of others make of a demo visit's files: warcio's check, and a replay in pywb."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.archive import Archive, check
from ratsarchiv.archive.records import at
from ratsarchiv.crawl import crawl
from ratsarchiv.demo import serve
from ratsarchiv.model import Capture

if TYPE_CHECKING:
    from tests.conftest import MakeKommune

    from ratsarchiv.demo import World

PYWB = Path(sys.prefix) / "pywb" / "bin"
"""Where `make test` puts it: its libraries are older than ours, so it has an environment of its own."""

MIMES = ("application/pdf", "text/html")


@dataclass
class Visited:
    """Musterstadt's archive after two visits."""

    root: Path
    counts: Counter[str]
    captures: list[Capture]


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory, make_kommune: MakeKommune, module_world: World) -> Visited:
    data, counts = tmp_path_factory.mktemp("zweimal"), Counter[str]()
    with serve(module_world) as server:
        for _ in range(2):
            crawl(make_kommune(server.url), data)
    with Archive(data / "warc") as archive:
        events = list(archive.events("musterstadt"))
    assert list(check(data / "warc", counts=counts)) == []
    return Visited(data / "warc", counts, [event for event in events if isinstance(event, Capture)])


def test_two_visits_hold_answers_revisits_and_notes(visited: Visited) -> None:
    assert min(visited.counts[kind] for kind in ("response", "revisit", "metadata", "request")) > 0
    assert visited.counts["dateien"] == 2


def test_warcio_finds_no_fault(visited: Visited) -> None:
    files = [str(path) for path in sorted(visited.root.rglob("*.warc.gz"))]
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    passed = visited.counts["records"] - visited.counts["revisit"]
    assert done.stdout.count("digest pass") == passed
    assert done.stdout.count("not checked (revisit)") == visited.counts["revisit"]


def test_pywb_shows_the_same_bytes(visited: Visited, tmp_path: Path) -> None:
    if not (PYWB / "wb-manager").is_file():
        pytest.skip("pywb is not installed; `make test` does it where a compiler is there")
    files = [str(path) for path in sorted(visited.root.rglob("*.warc.gz"))]
    for arguments in (["init", "ratsarchiv"], ["add", "ratsarchiv", *files]):
        subprocess.run([PYWB / "wb-manager", *arguments], cwd=tmp_path, capture_output=True, timeout=120, check=True)
    chosen = _chosen(visited)
    kinds = {_kind(visited, each) for each in chosen}
    assert (len(chosen) >= 20, kinds) == (True, {(mime, kind) for mime in MIMES for kind in ("response", "revisit")})
    lines = "".join(f"{json.dumps(_path(each))}\n" for each in chosen)
    replay = [PYWB / "python", Path(__file__).with_name("replay.py")]
    done = subprocess.run(replay, cwd=tmp_path, input=lines, capture_output=True, text=True, timeout=120, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[2")]
    assert answers == [[200, sha256(each.body or b"").hexdigest()] for each in chosen]


def _kind(visited: Visited, capture: Capture) -> tuple[str | None, str]:
    with at(visited.root / capture.warc, capture.offset) as stored:
        return capture.mime, stored.kind


def _chosen(visited: Visited) -> list[Capture]:
    """Pages and documents of the first visit, and what the second one has instead of their bodies."""
    seen: dict[tuple[str, str], Capture] = {}
    for each in visited.captures:
        if each.http_status == 200:
            seen[each.url, f"{each.zeitpunkt:%Y%m%d%H%M%S}"] = each
    alone = [each for each in seen.values() if sum(other.url == each.url for other in visited.captures) <= 2]
    documents, pages = ([each for each in alone if each.mime == mime] for mime in MIMES)
    return [*documents[:5], *documents[-5:], *pages[:20], *pages[-20:]]


def _path(capture: Capture) -> str:
    return f"/ratsarchiv/{capture.zeitpunkt:%Y%m%d%H%M%S}id_/{capture.url}"

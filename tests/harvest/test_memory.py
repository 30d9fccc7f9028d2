"""Two thousand pages and a document of 300 MB, in little memory."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from tests.crawl.seeing import rows
from tests.harvest.ground import PATIENCE, write_toml

from ratsarchiv.demo import musterstadt, serve, serve_hostile

if TYPE_CHECKING:
    from pathlib import Path

PAGES, DOCUMENT, MEMORY = 2000, 300 << 20, 200
"""Pages, bytes, and megabytes of memory at most."""
PROGRAM = """
import sys
from pathlib import Path
from ratsarchiv.cli import main
code = main(sys.argv[1:])
print(code, Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def crawl_apart(data: Path, *options: str) -> tuple[int, float]:
    """A visit in a process of its own: its exit code, and the most memory that it held at once, in megabytes."""
    words = [sys.executable, "-c", PROGRAM, "crawl", "musterstadt", "--data", str(data), "-q", *options]
    done = subprocess.run(words, text=True, capture_output=True, timeout=2 * PATIENCE, check=True)
    code, kilobytes = done.stdout.split()[-2:]
    return int(code), int(kilobytes) / 1024


def test_many_pages_and_a_huge_document_need_little_memory(tmp_path: Path) -> None:
    today = datetime.now().astimezone().date()
    with serve(musterstadt(stichtag=today, vorlagen=220, sitzungen=90, grosses_dokument=DOCUMENT)) as server:
        write_toml(tmp_path, server.url)
        code, megabytes = crawl_apart(tmp_path)
    [(pages,)] = rows(tmp_path, "select count(*) from abrufe")
    print(f"\n{pages} answers, {megabytes:.0f} MB")
    assert code == 0
    assert pages >= PAGES
    assert rows(tmp_path, "select groesse from dateien order by groesse desc limit 1") == [(DOCUMENT,)]
    assert megabytes < MEMORY


def test_a_hostile_site_gets_no_more_of_it(tmp_path: Path) -> None:
    traps = ("zehn_gigabyte", "zehn_gigabyte_chunked", "gzip_bombe", "dreissig_megabyte", "hunderttausend_links")
    with serve_hostile(traps) as server:
        write_toml(tmp_path, server.url)
        code, megabytes = crawl_apart(tmp_path, "--max-requests", "100")
    print(f"\n{megabytes:.0f} MB")
    assert code == 1
    assert megabytes < MEMORY

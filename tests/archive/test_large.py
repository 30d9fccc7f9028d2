"""A document of 300 MB goes through the archive, and its pages stay small, without either filling the memory."""

from __future__ import annotations

import subprocess
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

from ratsarchiv.archive import Archive

PAGES = Path(__file__).resolve().parents[1] / "pages"

LARGE = """
import os, resource, sys, tempfile
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from ratsarchiv.archive import Archive

SIZE, PIECE = 300 << 20, os.urandom(1 << 16) + bytes(15 << 16)

def resident():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

root = Path(sys.argv[1])
digest = sha256()
with tempfile.TemporaryFile(dir=root) as body, Archive(root / "warc") as archive:
    for number in range(SIZE >> 20):
        piece = number.to_bytes(8, "big") + PIECE[8:]
        digest.update(piece)
        body.write(piece)
    before = resident()
    response = ("HTTP/1.1 200 OK", (("Content-Type", "application/pdf"),), body)
    request = ("GET /gross.pdf HTTP/1.1", (), b"")
    url, when = "http://ratsinfo.example/gross.pdf", datetime(2026, 3, 29, tzinfo=UTC)
    kept = archive.write("musterstadt", url, when, request=request, response=response)
    assert (kept.body, kept.groesse, kept.sha256) == (None, SIZE, digest.hexdigest())
    [again] = archive.events("musterstadt")
    assert again == kept
    with closing(archive.open(again)) as whole:
        assert sum(len(piece) for piece in iter(lambda: whole.read(1 << 16), b"")) == SIZE
    print(resident() - before)
"""


def test_a_document_of_300_mb_is_never_in_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", LARGE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) < 40  # MB


def test_a_page_costs_little_more_than_its_packed_body(tmp_path: Path) -> None:
    headers = (
        ("Cache-Control", "private"), ("Content-Type", "text/html"), ("Server", "Microsoft-IIS/8.5"),
        ("X-Powered-By", "ASP.NET"), ("Date", "Sun, 29 Mar 2026 01:30:00 GMT"), ("Content-Length", "12345"),
    )  # fmt: skip
    asked = (
        ("User-Agent", "ratsarchiv/0.1 (+https://example.org/ratsarchiv; archiv@example.org)"), ("Accept", "*/*"),
        ("Accept-Encoding", "gzip, deflate"), ("Connection", "keep-alive"), ("Host", "ratsinfo.musterstadt.example"),
    )  # fmt: skip
    costs: list[float] = []
    with Archive(tmp_path) as archive:
        for number, page in enumerate(sorted(PAGES.rglob("*.html"))):
            body, url = page.read_bytes(), f"http://ratsinfo.musterstadt.example/bi/vo020.asp?VOLFDNR={number}"
            request = (f"GET /bi/vo020.asp?VOLFDNR={number} HTTP/1.1", asked, b"")
            response = ("HTTP/1.1 200 OK", headers, body)
            begin = _size(tmp_path)
            archive.write("musterstadt", url, datetime(2026, 3, 29, tzinfo=UTC), request=request, response=response)
            packer = zlib.compressobj(6, wbits=31)
            packed = len(packer.compress(body) + packer.flush())
            costs.append(_size(tmp_path) - begin - 1.05 * packed if begin else 0)
            assert costs[-1] <= 1000, page
    assert len(costs) > 50
    assert mean(costs) < 800


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.warc.gz"))

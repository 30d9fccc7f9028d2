"""Documents are read side by side by processes that are watched, replaced, and gone in the end."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.text import bombs, bombs_office, mutations

from ratsarchiv.errors import RatsarchivError
from ratsarchiv.text.limits import Limits
from ratsarchiv.text.processes import Readers
from ratsarchiv.text.read import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.text.document import Gelesen

ORIGINALS = mutations.originals()
PATIENCE = 30
PROGRAM = """
import sys
from pathlib import Path
from ratsarchiv.text.processes import Readers
with Readers(1) as readers:
    for _ in readers.read((path, Path(path), None) for path in sys.argv[1:]):
        print("read", flush=True)
"""

Asked = tuple[str, Path, str | None]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The originals, and some that are worse."""
    raws = {
        **ORIGINALS,
        "slow": bombs.slow_pdf(),
        "crash": bombs_office.sparse_xlsx(ORIGINALS["sheet.xlsx"]),
        "long": "Straße\n".encode() * 30_000,
    }
    for name, raw in raws.items():
        (tmp_path / name).write_bytes(raw)
    return {name: tmp_path / name for name in raws}


def asked(files: dict[str, Path], *names: str) -> Iterator[Asked]:
    return ((name, files[name], None) for name in names)


def children(of: int | None = None) -> set[int]:
    """The reading processes that this one has now."""
    own = of or os.getpid()
    pids = {int(pid) for task in Path(f"/proc/{own}/task").iterdir() for pid in (task / "children").read_text().split()}
    return {pid for pid in pids if b"ratsarchiv.text.child" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def text(gelesen: Gelesen) -> str:
    return "\n".join(seite.text for seite in gelesen.seiten)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_what_they_read_is_what_one_would_read_oneself(processes: int, files: dict[str, Path]) -> None:
    with Readers(processes) as readers:
        found = dict(readers.read(asked(files, *ORIGINALS)))
    assert found == {name: read(files[name]) for name in ORIGINALS}


def test_the_expected_type_arrives(files: dict[str, Path], tmp_path: Path) -> None:
    page = tmp_path / "error"
    page.write_text("<html><body>Sitzung abgelaufen</body></html>")
    with Readers(1) as readers:
        [(_, gelesen)] = readers.read([("page", page, "application/pdf")])
    assert gelesen.fehler == "falscher_typ"


def test_files_are_taken_as_they_are_needed_and_may_go_with_their_result(tmp_path: Path) -> None:
    there: set[str] = set()

    def made() -> Iterator[Asked]:
        for number in range(40):
            path = tmp_path / str(number)
            path.write_bytes(ORIGINALS["plain.pdf"])
            there.add(path.name)
            assert len(there) <= 4
            yield path.name, path, None

    with Readers(2) as readers:
        for key, gelesen in readers.read(made()):
            assert mutations.SATZ in text(gelesen)
            (tmp_path / key).unlink()
            there.remove(key)
    assert not there


def test_no_files_need_no_process() -> None:
    with Readers() as readers:
        assert list(readers.read(())) == []
        assert children() == set()


def test_a_crash_costs_the_one_document_and_nobody_sees_it(
    files: dict[str, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """The reader of spreadsheets asks for all memory at once and says so; it has read others before."""
    names = ["packed.pdf", "crash", "plain.pdf", "word.docx"]
    with Readers(1) as readers:
        found = dict(readers.read(asked(files, *names)))
    assert {name for name, gelesen in found.items() if gelesen.fehler} == {"crash"}
    assert found["crash"].fehler in {"abgestuerzt", "speicher"}  # by how much of the memory it had got when it died
    assert "SIGABRT" in (found["crash"].meldung or "")
    assert capfd.readouterr() == ("", "")


def test_a_document_is_not_blamed_for_what_others_did_to_its_process(files: dict[str, Path]) -> None:
    found = []
    with Readers(1) as readers:
        for key, gelesen in readers.read(asked(files, "packed.pdf", "long", "long", "plain.pdf", "word.docx")):
            found.append((key, gelesen.fehler))
            if len(found) == 1:
                for pid in children():
                    os.kill(pid, signal.SIGKILL)
    assert found == [(key, None) for key in ("packed.pdf", "long", "long", "plain.pdf", "word.docx")]


def test_a_document_that_takes_too_long_is_given_up(files: dict[str, Path]) -> None:
    begun = time.monotonic()
    with Readers(1, limits=Limits(seconds=1, per_page=0.5)) as readers:
        found = dict(readers.read(asked(files, "slow", "packed.pdf")))
    assert found["slow"].fehler == "zeit"
    assert found["slow"].meldung == "it takes longer than 1.5 seconds"
    assert found["packed.pdf"].fehler is None
    assert time.monotonic() - begun < PATIENCE


def test_its_pages_give_a_document_more_time(tmp_path: Path) -> None:
    path = tmp_path / "slow"
    path.write_bytes(bombs.slow_pdf(12_000_000))
    begun = time.monotonic()
    with Readers(1, limits=Limits(seconds=0.7, per_page=PATIENCE)) as readers:
        [(_, gelesen)] = readers.read([("slow", path, None)])
    assert gelesen.fehler is None
    assert time.monotonic() - begun > 0.7


def test_pages_more_than_the_most_give_no_more_time() -> None:
    limits = Limits()
    assert limits.allowance(0, ocr=False) == 60
    assert limits.allowance(10, ocr=False) == 65
    assert limits.allowance(10**9, ocr=False) == 60 + 2500
    assert limits.allowance(10, ocr=True) > 65 + 10 * 4.1


def test_what_the_caller_does_is_not_the_documents_time(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text waits in a full pipe while the caller is busy for an hour."""
    clock, ahead = time.monotonic, 0
    monkeypatch.setattr(time, "monotonic", lambda: clock() + ahead)
    found = []
    with Readers(1) as readers:
        for key, gelesen in readers.read(asked(files, "packed.pdf", "long", "long", "plain.pdf")):
            found.append((key, gelesen.fehler))
            ahead += 3600
    assert found == [("packed.pdf", None), ("long", None), ("long", None), ("plain.pdf", None)]


def test_without_room_a_document_is_given_up(tmp_path: Path) -> None:
    """Python says so itself, where a library would abort."""
    path = tmp_path / "text"
    path.write_bytes(b"Stra\xdfe " * 7_000_000)
    with Readers(1, limits=Limits(memory=100 << 20)) as readers:
        [(_, gelesen)] = readers.read([("text", path, None)])
    assert (gelesen.fehler, gelesen.meldung) == ("speicher", "it needs more memory than a document may")


def test_more_text_than_is_taken_is_given_up(files: dict[str, Path]) -> None:
    with Readers(1, limits=Limits(text=100_000)) as readers:
        found = dict(readers.read(asked(files, "packed.pdf", "long", "plain.pdf")))
    assert {key: gelesen.fehler for key, gelesen in found.items()} == {
        "packed.pdf": None,
        "long": "speicher",
        "plain.pdf": None,
    }


def test_a_process_is_replaced_after_its_share(files: dict[str, Path]) -> None:
    seen: set[int] = set()
    with Readers(1, limits=Limits(documents=2)) as readers:
        for _, gelesen in readers.read(asked(files, *["packed.pdf"] * 6)):
            assert gelesen.fehler is None
            seen |= children()
    assert len(seen) == 3


def test_processes_serve_one_list_after_the_other(files: dict[str, Path]) -> None:
    with Readers(1) as readers:
        list(readers.read(asked(files, "packed.pdf")))
        before = children()
        list(readers.read(asked(files, "plain.pdf")))
        assert children() == before


def test_whoever_stops_listening_halfway_gets_nothing_old(files: dict[str, Path]) -> None:
    with Readers(2) as readers:
        next(iter(readers.read(asked(files, "packed.pdf", "slow", "slow", "slow"))))
        assert [key for key, _ in readers.read(asked(files, "plain.pdf"))] == ["plain.pdf"]
    assert children() == set()


def test_a_process_that_cannot_start_is_no_documents_fault(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with Readers(1) as readers, pytest.raises(RatsarchivError, match="does not start"):
        list(readers.read(asked(files, "packed.pdf")))
    assert children() == set()


@pytest.mark.parametrize(
    ("says", "fehler"),
    [
        (r"b\0\0\0\0" + "Unsinn Unsinn", "abgestuerzt"),
        (r"b\0\0\0\0e\0\0\0\002[]", "abgestuerzt"),
        (r"b\0\0\0\0T\0\377\377\377", None),
        (r"b\0\0\0\0T\377\377\377\377", "speicher"),
        (r"b\0\0\0\0u\0\0\0\0049999u\0\0\0\0049999b\0\0\0\0", "zeit"),
    ],
)
def test_a_process_that_a_document_took_over_is_stopped(
    says: str, fehler: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program in its place says what ours never would, and then nothing more."""
    stranger = tmp_path / "stranger"
    stranger.write_text(f"#!/bin/sh\nread line\nprintf '{says}'\nread line\nread line\n")
    stranger.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(stranger))
    with Readers(1, limits=Limits(seconds=0.2, per_page=0.1, pages=10)) as readers:
        [(_, gelesen)] = readers.read([("any", stranger, None)])
    assert gelesen.fehler == (fehler or "zeit")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_its_parent(how: signal.Signals, files: dict[str, Path], tmp_path: Path) -> None:
    """Not even a process that has nothing to tell yet. Ctrl-C comes to the parent's whole group, and it alone complains."""
    endless = tmp_path / "endless"
    endless.write_bytes(bombs.chained_xref_pdf())
    command = [sys.executable, "-c", PROGRAM, str(files["packed.pdf"]), str(endless)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"read\n"
        [pid] = children(parent.pid)
        watched = os.pidfd_open(pid)
        os.killpg(parent.pid, how)
        _, err = parent.communicate(timeout=PATIENCE)
        gone, _, _ = select.select([watched], [], [], 2)
        os.close(watched)
    assert gone
    assert err.count(b"Traceback") == (how == signal.SIGINT)

"""A disk that is full or can't be written: told in one line, nothing before is damaged, and the next run goes on."""

from __future__ import annotations

import resource
import signal
import subprocess
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.crawl.seeing import content
from tests.harvest.ground import finished, sound, write_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harvest.conftest import Ground, Undisturbed

CRAWL = ("crawl", "musterstadt", "-q")
TOLD = ("No space", "too large", "full", "Read-only", "read-only", "readonly", "disk I/O")
SIZES = (1_600_000, 14_000_000)
"""Bytes of a file: enough for a run to begin, too little for it to end."""


def no_larger_than(size: int) -> None:
    """From now on no file of this process may be larger."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@contextmanager
def mounted(*words: str, at: Path) -> Iterator[None]:
    """Something mounted there; the test is skipped where that is not allowed."""
    at.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", *words, str(at)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def is_told(code: int, said: str) -> None:
    """Asserts that a run ended with one clear line."""
    assert code not in {0, -signal.SIGXFSZ}
    assert "Traceback" not in said
    [line] = said.splitlines() or [""]
    assert line.startswith("ratsarchiv: ")
    assert any(words in line for words in TOLD), line


@pytest.mark.parametrize("size", SIZES)
def test_files_that_may_grow_no_more_end_the_run_and_the_next_one_goes_on(
    undisturbed: Undisturbed, tmp_path: Path, size: int
) -> None:
    write_toml(tmp_path, undisturbed.url)
    first = len(undisturbed.server.log)
    is_told(*finished(*CRAWL, data=tmp_path, preexec_fn=partial(no_larger_than, size)))
    sound(tmp_path)
    begin = len(undisturbed.server.log)
    print(f"\n{size:,} bytes: the first run asked {begin - first} times")
    assert finished(*CRAWL, data=tmp_path) == (0, "")
    assert content(tmp_path, undisturbed.url) == content(undisturbed.data, undisturbed.url)
    assert len(undisturbed.server.log) - first <= len(undisturbed.log) + 3
    sound(tmp_path)


def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(undisturbed: Undisturbed, tmp_path: Path) -> None:
    data = tmp_path / "disk"
    with mounted("-t", "tmpfs", "-o", "size=3m", "tmpfs", at=data):
        write_toml(data, undisturbed.url)
        is_told(*finished(*CRAWL, data=data))
        is_told(*finished(*CRAWL, data=data))
        subprocess.run(["mount", "-o", "remount,size=200m", str(data)], check=True)
        sound(data)
        assert finished(*CRAWL, data=data) == (0, "")
        assert content(data, undisturbed.url) == content(undisturbed.data, undisturbed.url)
        sound(data)


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_asked(ground: Ground) -> None:
    write_toml(ground.data, ground.server.url)
    before, begin = _bytes(ground.data), len(ground.server.log)
    with mounted("--bind", str(ground.data), at=ground.data):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(ground.data)], check=True)
        is_told(*finished("update", "musterstadt", "-q", data=ground.data))
    assert _bytes(ground.data) == before
    assert len(ground.server.log) == begin
    assert finished("update", "musterstadt", "-q", data=ground.data) == (0, "")


def _bytes(data: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}

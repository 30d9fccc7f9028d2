"""A reader for bytes that a test made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from ratsarchiv.text.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.text.document import Gelesen


class ReadBytes(Protocol):
    """What `read` says of a file with these bytes."""

    def __call__(self, raw: bytes, *, erwartet: str | None = None, ocr: bool = False) -> Gelesen: ...


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadBytes:
    def reading(raw: bytes, *, erwartet: str | None = None, ocr: bool = False) -> Gelesen:
        path = tmp_path / "datei"
        path.write_bytes(raw)
        return read(path, erwartet=erwartet, ocr=ocr)

    return reading

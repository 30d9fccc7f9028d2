"""What we keep: every answer in a WARC file, byte for byte, and every WARC file read back."""

from __future__ import annotations

from ratsarchiv.archive.reading import read
from ratsarchiv.archive.writing import Archive

__all__ = ["Archive", "read"]

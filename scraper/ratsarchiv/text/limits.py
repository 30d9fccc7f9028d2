"""What reading one document may cost, and how a process binds itself to it."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from dataclasses import dataclass

MOST_PAGES = 5_000
MOST_FILES = 64
"""Open files of one process: what Python and its libraries need, and the document."""
LONGEST_FILE = 1 << 28
"""Bytes of a file that it may write: a page's picture on its way to Tesseract."""
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost."""

    memory: int = 1 << 30
    """Bytes of address space."""
    seconds: float = 60.0
    per_page: float = 0.5
    per_scan: float = 10.0
    """Seconds more for each page where pages without text go through OCR, which takes three to four on an idle core."""
    pages: int = MOST_PAGES
    text: int = 80 << 20
    """Bytes of text taken from one document: room for 20 million characters."""
    documents: int = 500
    """A process is replaced after so many, for what its libraries leak."""

    def allowance(self, pages: int, *, ocr: bool) -> float:
        """Seconds for a document of so many pages; 0 for one whose pages nobody has counted yet."""
        return self.seconds + min(pages, self.pages) * (self.per_page + (self.per_scan if ocr else 0.0))


def restrict(memory: int) -> None:
    """Binds this process and those that it starts for good, and its life to that of the thread that started it."""
    most = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: MOST_FILES,
        resource.RLIMIT_FSIZE: LONGEST_FILE,
    }
    for kind, value in most.items():
        _, allowed = resource.getrlimit(kind)
        bound = value if allowed == resource.RLIM_INFINITY else min(value, allowed)
        resource.setrlimit(kind, (bound, bound))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

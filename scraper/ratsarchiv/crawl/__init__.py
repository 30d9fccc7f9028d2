"""The loop: fetch, archive, parse, store. The only place that sees several stages."""

from __future__ import annotations

from ratsarchiv.crawl.asker import Bounds
from ratsarchiv.crawl.files import import_files
from ratsarchiv.crawl.rebuild import index, rebuild
from ratsarchiv.crawl.report import Report
from ratsarchiv.crawl.status import Status, status
from ratsarchiv.crawl.texts import follow_texts, read_texts
from ratsarchiv.crawl.visit import crawl
from ratsarchiv.text.ocr import available as ocr_available

__all__ = [
    "Bounds", "Report", "Status", "crawl", "follow_texts", "import_files", "index", "ocr_available", "read_texts", "rebuild",
    "status",
]  # fmt: skip

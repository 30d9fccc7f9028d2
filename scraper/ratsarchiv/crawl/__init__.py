"""The loop: fetch, archive, parse, store. The only place that sees several stages."""

from __future__ import annotations

from ratsarchiv.crawl.asker import Bounds
from ratsarchiv.crawl.files import import_files
from ratsarchiv.crawl.rebuild import index, rebuild
from ratsarchiv.crawl.report import Report
from ratsarchiv.crawl.status import Status, status
from ratsarchiv.crawl.visit import crawl

__all__ = ["Bounds", "Report", "Status", "crawl", "import_files", "index", "rebuild", "status"]

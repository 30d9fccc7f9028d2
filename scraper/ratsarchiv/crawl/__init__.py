"""The loop: fetch, archive, parse, store. The only place that sees several stages."""

from __future__ import annotations

from ratsarchiv.crawl.files import import_files
from ratsarchiv.crawl.report import Report
from ratsarchiv.crawl.visit import crawl

__all__ = ["Report", "crawl", "import_files"]

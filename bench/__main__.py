"""`python -m bench`: all reports, one after the other."""

from __future__ import annotations

from bench import crawling, parsing, saving, seiten, suche, texts

for report in (parsing, saving, crawling, texts, suche, seiten):
    report.main()
    print()

"""The parsers: golden pages, intent tests in words, real pages, damaged pages."""

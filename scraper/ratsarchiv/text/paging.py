"""Lines → pages, for files that have none of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 6_000
"""Characters of a page that no file asked for: what one looks through when a search has found something in it."""


def paged(lines: Iterable[str], longest: int = LONGEST) -> Iterator[str]:
    r"""Pages end at a form feed (`\f`), or between two lines where they get longer than `longest`; blank ones are left out."""
    page: list[str] = []
    length = 0
    for line, begins in _pieces(lines, longest):
        if begins or length + len(line) > longest:
            yield from _filled(page)
            page, length = [], 0
        page.append(line)
        length += len(line) + 1
    yield from _filled(page)


def _filled(page: list[str]) -> Iterator[str]:
    text = "\n".join(page)
    if text and not text.isspace():
        yield text


def _pieces(lines: Iterable[str], longest: int) -> Iterator[tuple[str, bool]]:
    """Pieces of lines, each shorter than a page, and whether a page begins with it."""
    for line in lines:
        for n, part in enumerate(line.split("\f")):
            start, begins = 0, n > 0
            while len(part) - start > longest:
                end = part.rfind(" ", start + longest // 2, start + longest) + 1 or start + longest
                yield part[start:end], begins
                start, begins = end, False
            yield part[start:], begins

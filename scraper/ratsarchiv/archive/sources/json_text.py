"""Large JSON, one value after the other, without ever holding all of it."""

from __future__ import annotations

import json
import mmap
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 1 << 30
"""Bytes of a file."""
VALUE, MARKS, DEPTH = 64 << 20, 200_000, 100
"""Bytes, brackets and commas, and nesting of a value that is taken as a whole."""
_MARK = re.compile(rb'["\[\]{},]')
_KEY = re.compile(rb'\s*+("(?:[^"\\]++|\\.){0,200}+")\s*+:\s*+', re.DOTALL)
_SPACE = re.compile(rb"\s*+")
_BOM = b"\xef\xbb\xbf"
_OPEN, _CLOSE, _QUOTE, _COMMA, _BACKSLASH = b"[{", b"]}", ord('"'), ord(","), ord("\\")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in its file, and what it would cost to take it in."""

    data: mmap.mmap
    key: str | None
    start: int
    end: int
    marks: int
    depth: int

    @property
    def kind(self) -> bytes:
        """Its first byte: `{`, `[`, `"`, …"""
        return self.data[self.start : self.start + 1]

    def text(self) -> bytes:
        """Its bytes; ValueError: there are too many."""
        if self.end - self.start > VALUE:
            raise ValueError(f"{self.end - self.start:,} bytes are more than we take at once")
        return self.data[self.start : self.end].rstrip()

    def value(self) -> Any:
        """What it says; ValueError: it is no JSON, or too large. Control characters within texts are let pass."""
        if self.marks > MARKS or self.depth > DEPTH:
            raise ValueError("more values within each other than we take")
        return json.loads(self.text(), strict=False)


@contextmanager
def opened(path: Path) -> Iterator[mmap.mmap]:
    """The bytes of a file, as they are needed."""
    if not 0 < (size := path.stat().st_size) <= LARGEST:
        raise WrongUse(f"{path}: {size:,} bytes; empty, or more than we take")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def values(data: mmap.mmap) -> Iterator[Span]:
    """The values that stand one behind the other: one in JSON, one a line in JSONL."""
    at = _begin(data)
    while at < len(data):
        if data[at] not in _OPEN:
            yield Span(data, None, at, len(data), 0, 0)
            return
        marks, deepest, end = 0, 0, len(data)
        for place, depth in _marks(data, at, len(data)):
            marks, deepest = marks + 1, max(deepest, depth)
            if depth <= 0:
                end = place + 1
                break
        yield Span(data, None, at, end, marks, deepest)
        at = _skip(data, end)


def whole(data: mmap.mmap) -> Span:
    """The one value of a file, its end unseen."""
    return Span(data, None, _begin(data), len(data), 0, 0)


def member(of: Span, key: str) -> Span | None:
    """The value of that key in an object, as soon as it begins: its end is not looked for."""
    for begin, _, _, _ in _places(of):
        found = _KEY.match(of.data, begin, of.end)
        if found and found[1][1:-1] == key.encode():
            return Span(of.data, key, found.end(), of.end, 0, 0)
    return None


def children(of: Span) -> Iterator[Span]:
    """The values in an array or object, the latter with their keys."""
    last: tuple[int, int, int, int] | None = None
    for place in _places(of):
        if last is not None:
            yield from _child(of, last[0], place[1], place[2], place[3])
        last = place


def _places(of: Span) -> Iterator[tuple[int, int, int, int]]:
    """Where each value in an array or object begins; where, with how many marks and how deep the one before ended.

    The last one begins nothing.
    """
    marks, deepest = 0, 0
    for place, depth in _marks(of.data, of.start, of.end):
        marks, deepest = marks + 1, max(deepest, depth)
        if depth == 0 or place == of.start or (depth == 1 and of.data[place] == _COMMA):
            yield place + 1, place, marks, deepest
            marks, deepest = 0, 0
        if depth <= 0:
            return


def _marks(data: mmap.mmap, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Each bracket and comma outside texts, and how deep it stands."""
    depth = 0
    while found := _MARK.search(data, at, end):
        at = found.end()
        mark = data[found.start()]
        if mark == _QUOTE:
            at = _text_end(data, at, end)
            continue
        depth += (mark in _OPEN) - (mark in _CLOSE)
        yield found.start(), depth


def _text_end(data: mmap.mmap, at: int, end: int) -> int:
    """Behind the quote that ends a text."""
    while (quote := data.find(b'"', at, end)) >= 0:
        before = quote
        while data[before - 1] == _BACKSLASH:
            before -= 1
        at = quote + 1
        if not (quote - before) % 2:
            return at
    return end


def _begin(data: mmap.mmap) -> int:
    return _skip(data, len(_BOM) if data[:3] == _BOM else 0)


def _child(of: Span, begin: int, end: int, marks: int, deepest: int) -> Iterator[Span]:
    """The value between two commas; none where nothing stands there."""
    key = None
    if of.kind == b"{" and (found := _KEY.match(of.data, begin, end)):
        key, begin = found[1].decode("utf-8", "replace")[1:-1], found.end()
    begin = min(_skip(of.data, begin), end)
    if begin < end:
        yield Span(of.data, key, begin, end, marks, deepest)


def _skip(data: mmap.mmap, at: int) -> int:
    found = _SPACE.match(data, at)
    return found.end() if found else at

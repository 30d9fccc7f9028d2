"""Replacing characters of a text, or of the text within sanitised HTML, whose tags stay."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TOKEN = re.compile(r"<[/a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>?|&(?:#?\w{1,31};)|[^<&]+|[<&]")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_INLINE = frozenset(
    ["a", "abbr", "b", "big", "em", "font", "i", "s", "small", "span", "strike", "strong", "sub", "sup", "u"]
)
_TAGS = _INLINE | frozenset(
    [
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "blockquote",
        "pre",
        "div",
    ]
)
"""What sanitised HTML may hold; whatever else stands in angle brackets is text."""


class Piece(NamedTuple):
    """Characters `start` to `end` (exclusive) give way to `instead`."""

    start: int
    end: int
    instead: str


@dataclass(slots=True)
class _Plain:
    """HTML as a reader sees it, and where in the HTML each character stands."""

    text: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    tags: list[tuple[int, int]] = field(default_factory=list)

    def add(self, characters: str, start: int, end: int) -> None:
        """Characters that all stand for the same place, or each for one."""
        self.text.append(characters)
        if len(characters) == end - start:
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))
        else:
            self.starts.extend([start] * len(characters))
            self.ends.extend([end] * len(characters))


def _plain(html: str) -> _Plain:
    plain = _Plain()
    for token in _TOKEN.finditer(html):
        said, (start, end) = token[0], token.span()
        name = _NAME.match(said) if said[-1] == ">" else None
        if name and name[1].lower() in _TAGS:
            plain.tags.append((start, end))
            if name[1].lower() not in _INLINE:
                plain.add("\n", end, end)
        elif said[0] == "&" and len(said) > 1:
            plain.add(unescape(said), start, end)
        else:
            plain.add(said, start, end)
    return plain


def replaced_in_text(text: str, pieces: Sequence[Piece]) -> str:
    """The text with its pieces replaced; they are in order and apart."""
    shown, at = [], 0
    for piece in pieces:
        shown += [text[at : piece.start], piece.instead]
        at = piece.end
    return "".join([*shown, text[at:]])


def replaced_in_html(html: str, search: Callable[[str], Iterable[Piece]]) -> str:
    """The HTML with what `search` finds in its text replaced, wherever tags stand in between, and in attributes."""
    plain = _plain(html)
    cuts: list[Piece] = []
    for piece in search("".join(plain.text)):
        cuts += _cuts(plain, piece)
    for start, end in plain.tags:
        if "=" in html[start:end] and any(True for _ in search(unescape(html[start:end]))):
            name = _NAME.match(html[start:end])
            cuts.append(Piece(start, end, f"<{name[1]}>" if name else ""))
    return replaced_in_text(html, sorted(cuts))


def _cuts(plain: _Plain, piece: Piece) -> list[Piece]:
    """The stretches of HTML, between tags, that hold the piece; the first is replaced, the others go."""
    cuts: list[Piece] = []
    for start, end in zip(plain.starts[piece.start : piece.end], plain.ends[piece.start : piece.end], strict=True):
        if cuts and cuts[-1].end >= start:
            cuts[-1] = cuts[-1]._replace(end=max(end, cuts[-1].end))
        elif start < end:
            cuts.append(Piece(start, end, "" if cuts else piece.instead))
    return cuts

"""A text as it is read: words that a line's end broke are whole again, and every position can be found back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

_BRUCH = re.compile(r"[\xad‐-](?:[ \t\r]{0,9}\n[ \t]{0,40}(?=[a-zäöüß])(?!(?:und|oder|bzw|sowie|bis)\b)|(?<=\xad))")
"""A hyphen at a line's end that the next line doesn't keep, or a soft one."""
_ZERLEGT = re.compile(_BRUCH.pattern + r"|\w[\u0300-\u036f]{1,4}")


class Lesefassung:
    """The text to read, and the way back to the text as it is stored."""

    __slots__ = ("_here", "_there", "text")

    def __init__(self, original: str) -> None:
        pattern = _BRUCH if unicodedata.is_normalized("NFC", original) else _ZERLEGT
        pieces, end, read = [], 0, 0
        self._here, self._there = [0], [0]
        """Where each piece begins, in the reading and in the stored text."""
        for match in pattern.finditer(original):
            whole = unicodedata.normalize("NFC", match[0]) if match[0][0].isalnum() else ""
            pieces += [original[end : match.start()], whole]
            read += match.start() - end + len(whole)
            end = match.end()
            self._here.append(read)
            self._there.append(end)
        self.text = "".join([*pieces, original[end:]]) if pieces else original

    def stelle(self, position: int) -> int:
        """Where a character of the reading is in the stored text."""
        if len(self._here) == 1:
            return position
        piece = bisect_right(self._here, position) - 1
        return self._there[piece] + position - self._here[piece]

"""What libraries give as a page's text → what a person reads there. Every step looks at each character once."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

_ODD = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u2000-\u2011\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff"
    r"\ufb00-\ufb06\ufeff\ufffe\uffff"
)
_LINE_END = (
    r"(?<=\w[-‐\xad\x02\ufffe])(?:(?<![-‐])|[^\S\n]*+\n)\s*+"
    r"(?:(?=(und|oder|bzw|sowie|bis)\b)|(?=([a-zäöüß]))|(?=(\w)))"
)
"""After a hyphen. PDFium writes U+FFFE for hyphen and line end together; older versions of it wrote U+0002."""
_JOINED = ("- ", "", "-")
"""Before those words it stands for what two words share; before other small letters it goes; else it was printed."""
_IN_TEXT, _IN_DIVIDED = re.compile(f"[{_ODD}]"), re.compile(f"[-{_ODD}](?:{_LINE_END})?")
_MENDED = {
    **dict.fromkeys("\xa0\u202f\u205f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    **dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"),
    **dict.fromkeys("-\x02\u2010\u2011\ufffe", "-"),
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
"""Blanks, line ends, hyphens and ligatures; whatever else is odd can't be seen."""
_INDENTS = re.compile("\n +")
_BLANKS = re.compile("  +")
_EMPTY_LINES = re.compile("\n\n\n+")


def clean(text: str, *, divided: bool = False) -> str:
    """The text in NFC, without what can't be seen; blanks single, none at a line's ends.

    Where words are `divided` at line ends they are put together; "Geh-" before "und Radweg" keeps its hyphen.
    """
    text = (_IN_DIVIDED if divided else _IN_TEXT).sub(_mend, text)
    text = "\n".join(map(str.rstrip, text.splitlines()))
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    if "\n " in text:
        text = _INDENTS.sub("\n", text)
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    return (_EMPTY_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip("\n ")


def _mend(odd: re.Match[str]) -> str:
    return _JOINED[odd.lastindex - 1] if odd.lastindex else _MENDED.get(odd[0], "")

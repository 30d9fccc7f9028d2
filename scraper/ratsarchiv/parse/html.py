"""A page's bytes → a tree and its text as a reader sees it; lookups that say how much they expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from bs4.dammit import EncodingDetector
from lxml import etree

from ratsarchiv.errors import ParseError
from ratsarchiv.parse.german import blanks

Element = etree._Element

_NOT_TEXT = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)


def decode(body: bytes, declared: str | None = None) -> str:
    """The page's text. UTF-8 where the bytes are UTF-8; else what is declared, ISO-8859-1 read as windows-1252."""
    plain = body.translate(None, _NOT_TEXT)
    try:
        return plain.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return _decode_legacy(plain, declared)


def _decode_legacy(body: bytes, declared: str | None) -> str:
    name = (declared or EncodingDetector.find_declared_encoding(body, is_html=True) or "iso-8859-1").lower()
    if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "utf-8", "utf8"}:
        name = "cp1252"
    try:
        return body.decode(name)
    except (LookupError, UnicodeDecodeError):
        # Five bytes mean nothing in windows-1252; browsers keep them as control characters.
        return body.decode("cp1252", "replace")


def tree(text: str) -> Element:
    """The page as lxml's HTML parser mends it, without scripts and styles; ParseError where there is nothing."""
    try:
        root = etree.fromstring(_XML_DECLARATION.sub("", text).encode(), _PARSER)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"no HTML: {error}") from error
    if root is None:
        raise ParseError("the page is empty")
    etree.strip_elements(root, "script", "style", with_tail=False)
    return root


@lru_cache(maxsize=256)
def _xpath(expression: str) -> etree.XPath:
    return etree.XPath(expression)


def every(scope: Element, expression: str) -> list[Element]:
    """All elements that `expression` (XPath) finds from `scope`."""
    found = _xpath(expression)(scope)
    return list(found)  # type: ignore[arg-type]


def maybe(scope: Element, expression: str) -> Element | None:
    """The only element that matches, or None; ParseError where there are several."""
    found = every(scope, expression)
    if len(found) > 1:
        raise ParseError(f"{expression!r} matched {len(found)} elements, expected at most 1")
    return found[0] if found else None


def one(scope: Element, expression: str) -> Element:
    """The only element that matches; ParseError otherwise."""
    found = maybe(scope, expression)
    if found is None:
        raise ParseError(f"{expression!r} matched nothing, expected 1 element")
    return found


def text(element: Element) -> str:
    """The element's text in one line, spans joined without blanks."""
    return " ".join(raw(element).split())


def raw(element: Element) -> str:
    """The element's text with its white space."""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def cells(row: Element) -> list[Element]:
    """A row's cells."""
    return [child for child in row if child.tag == "td"]


def lines(element: Element) -> str:
    """The element's text with its line breaks: `<br>`, and the line feeds that the council typed into a Betreff."""
    broken = "".join(_in_order(element)) if next(element.iter("br"), None) is not None else raw(element)
    return tidy(broken) if "\n" in broken else blanks(broken)


def _in_order(element: Element) -> Iterator[str]:
    if element.tag == "br":
        yield "\n"
    if element.text:
        yield element.text
    for child in element:
        yield from _in_order(child)
        if child.tail:
            yield child.tail


def tidy(text: str) -> str:
    """Lines without blanks at their ends; runs of blanks as one; at most one empty line in a row, none at the ends."""
    return _squeezed([" ".join(line.split()) for line in text.split("\n")])


_CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
_ROW_END = re.compile(r"(?:\t\s*)+</tr>")
_BLOCK_END = re.compile(r"<br>|<hr>|</(?:p|li|tr|div|h[1-6]|ul|ol|table|blockquote|pre|dt|dd)>|<(?:ul|ol|table)>")
_TAG = re.compile(r"<[^>]*>")


def reading_text(clean: str) -> str:
    """The text of sanitised HTML: paragraphs, `<br>` and list items as lines, table rows as lines with tabs between cells."""
    folded = " ".join(clean.split())
    if "<table" in folded:
        folded = _CELL.sub(lambda cell: _BLOCK_END.sub(" ", cell[1]).strip() + "\t", folded)
        folded = _ROW_END.sub("</tr>", folded)
    broken = unescape(_TAG.sub("", _BLOCK_END.sub("\n", folded)))
    rows = [_row(line) if "\t" in line else " ".join(line.split()) for line in broken.split("\n")]
    return _squeezed(rows)


def _row(line: str) -> str:
    return "\t".join([" ".join(cell.split()) for cell in line.split("\t")]).rstrip()


def _squeezed(rows: list[str]) -> str:
    kept = [row for row, before in zip(rows, ["", *rows], strict=False) if row or before]
    return "\n".join(kept).strip("\n")

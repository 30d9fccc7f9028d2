"""A page's bytes → a tree and its text as a reader sees it; lookups that say how much they expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from bs4.dammit import EncodingDetector
from lxml import etree

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Page
from ratsarchiv.parse.german import blanks

Element = etree._Element

_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_ONLY_WINDOWS = bytes(range(0x80, 0xA0))
"""Letters and dashes in windows-1252, where ISO-8859-1 has none."""
_OTHERS = {"iso-8859-15", "iso-8859-2", "windows-1250", "utf-16", "utf-16le", "utf-16be"}
"""Encodings that are taken at their word; whatever else a page declares, it is windows-1252."""
_ENDS = re.compile("</(?:body|html)>", re.IGNORECASE)
_OPENING = re.compile(r"""<[a-zA-Z](?:[^"'<>]++|"[^"]*+"|'[^']*+')*+""")
_LARGE, _LONGEST_TAG = 300_000, 100_000
_PARSER = etree.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True, no_network=True)


def decode(body: bytes, declared: str | None = None) -> str:
    """The page's text. UTF-8 where the bytes are UTF-8; else what is declared, ISO-8859-1 read as windows-1252."""
    is_plain = len(body.translate(None, _CONTROLS + _ONLY_WINDOWS)) == len(body)
    clean = body if is_plain else body.translate(None, _CONTROLS)
    try:
        return clean.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        name = (declared or _declared(clean)).lower()
    if name in _OTHERS:
        return clean.decode(name, "replace")
    # Where the two differ, five bytes mean nothing in windows-1252.
    return clean.decode("latin-1") if is_plain else clean.decode("cp1252", "replace")


def of(page: Page) -> str:
    """The text of an answer, in the encoding that it declares."""
    _, found, name = page.header.get("content-type", "").partition("charset=")
    return decode(page.body, name.strip(" \"';") if found else None)


def _declared(body: bytes) -> str:
    if b'encoding="iso-8859-1"' in body[:100]:
        return "iso-8859-1"
    return EncodingDetector.find_declared_encoding(body[:2048], is_html=True) or "iso-8859-1"


def tree(text: str) -> Element:
    """The page as lxml's HTML parser mends it, without scripts and styles; ParseError where there is nothing."""
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :]
    text = _one_document(text)
    if len(text) > _LARGE and any(found.end() - found.start() > _LONGEST_TAG for found in _OPENING.finditer(text)):
        raise ParseError("a tag is longer than any page needs")  # libxml2 compares each attribute with all before it
    try:
        root = etree.fromstring(text.encode(), _PARSER)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"no HTML: {error}") from error
    if root is None:
        raise ParseError("the page is empty")
    etree.strip_elements(root, "script", "style", with_tail=False)
    return root


def _one_document(text: str) -> str:
    """The page as one document: a town's CMS puts whole ones into one another, and libxml2 stops at the first's end."""
    end = "</HTML>" if "<HTML" in text[:1000] else "</html>"
    if text.find(end, 0, -len(end) - 8) < 0:
        return text
    return _ENDS.sub("", text)


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
    return list(row.iterchildren("td"))


def lines(element: Element) -> str:
    """The element's text with its line breaks: `<br>`, and the line feeds that the council typed into a Betreff."""
    has_breaks = len(element) and next(element.iter("br"), None) is not None
    broken = "".join(_in_order(element)) if has_breaks else raw(element)
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
_BLOCK_END = re.compile(r"<br>|<hr>|</(?:p|li|tr|div|h[1-6]|ul|ol|table|blockquote|pre|dt|dd)>|<(?:ul|ol|table)>")
_HEADING_END = re.compile(r"</h[1-6]>\s?<p>")
_LINES = (
    ("<li><p>", "<li>"), ("</p></li>", "</li>"), ("</p><p>", "\n"), ("</p> <p>", "\n"), ("<p>", "\n"), ("</p>", "\n"),
    ("<br>", "\n"), ("&nbsp;", " "),
)  # fmt: skip
"""What ends a line, in the order in which it is replaced."""
_TAG = re.compile(r"<[^>]*>")


def reading_text(clean: str) -> str:
    """The text of sanitised HTML: paragraphs, `<br>` and list items as lines, table rows as lines with tabs in them."""
    text = " ".join(clean.split())
    if "<table" in text:
        text = _CELL.sub(lambda cell: _BLOCK_END.sub(" ", cell[1]).replace("<p>", "").strip() + "\t", text)
        text = "</tr>".join([row.rstrip() for row in text.split("</tr>")])
    if "</h" in text:
        text = _HEADING_END.sub("</p><p>", text)
    for markup, shown in _LINES:
        text = text.replace(markup, shown)
    if "<" in text:
        text = _TAG.sub("", _BLOCK_END.sub("\n", text))
    if "&" in text:
        text = unescape(text)
    return _squeezed([_row(line) if "\t" in line else " ".join(line.split()) for line in text.split("\n")])


def _row(line: str) -> str:
    return "\t".join([" ".join(cell.split()) for cell in line.split("\t")]).rstrip()


def _squeezed(rows: list[str]) -> str:
    if all(rows):
        return "\n".join(rows)
    kept = [row for row, before in zip(rows, ["", *rows], strict=False) if row or before]
    return "\n".join(kept).strip("\n")

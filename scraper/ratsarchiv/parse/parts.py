"""The texts of a page: each a complete document of its own, written by a word processor, between the page's own markup.

`<!-- ### SV1401264.rtf -->`, an anchor `<a name="allrisSV">` and a nested `<html>` make one part. Its markup is reduced to
what a reader needs and sanitised; headings inside it that we know begin an Abschnitt of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3

from ratsarchiv.errors import ParseError
from ratsarchiv.parse import wortlaut
from ratsarchiv.parse.html import reading_text

_MARK = re.compile(
    r'<!-- ### (?P<code>[A-Z]{2})(?P<number>\d+)\.rtf -->(?:\s*<a name="allris(?P=code)"\s*(?:/>|>\s*</a>))?'
    r'|<a name="allris(?P<anchor>[A-Z]{2})"\s*(?:/>|>\s*</a>)'
)
_CALENDAR = re.compile(r"/si010\w{0,4}\.asp", re.IGNORECASE)


def _outside(_tag: str, name: str, value: str) -> str | None:
    """Keeps links that lead out of the system: it makes one to its calendar of every date, in titles and texts too."""
    return None if name == "href" and _CALENDAR.search(value) else value


_CLEANER = nh3.Cleaner(
    tags={
        "p", "br", "hr", "b", "strong", "i", "em", "u", "s", "sub", "sup", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
        "table", "thead", "tbody", "tr", "td", "th", "caption", "blockquote", "pre", "a",
    },
    clean_content_tags={"script", "style", "title", "head"},
    attributes={"*": set(), "a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    url_relative="deny",
    attribute_filter=_outside,
    link_rel="nofollow noopener noreferrer",
    strip_comments=True,
)  # fmt: skip

# No pattern may look further than the next `<`: a page with 200,000 openings and no end must not cost 200,000 searches.
_DIVISION_TAG = re.compile(r"<(/?)div[^<>]*>")
"""Becomes a paragraph, so that what stands in two of them isn't read as one word; empty ones go."""
_BOLD = re.compile(r'<span style="[^"<>]{0,500}?font-weight:\s?bold[^"<>]{0,500}">([^<]*)</span>')
_SPAN = re.compile(r"<span[^<>]*>")
_STYLE = re.compile(r' style="[^"<>]*"')
_FORMATTING = re.compile(r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\s[^<>]*>", re.IGNORECASE)
"""An HTML parser opens each of these again in every paragraph that follows; without attributes, three of a kind at most."""
_BARE_LINK = re.compile(r'<a rel="[^"]*">(.*?)</a>', re.DOTALL)
_EMPTY = re.compile(r"<(p|h[1-6]|b|i|u|strong|em)>(?:\s|&nbsp;|\xa0|<br>)*</\1>")
_EMPTY_ROUNDS = 8
_LONGEST = 2_000_000
_MOST_OPEN = 5_000


@dataclass(frozen=True, slots=True)
class Part:
    """One text document of a page."""

    code: str
    number: str | None
    """Its document number; None where only an anchor marks it."""
    html: str
    """As served, without the document around its body."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a part under one heading."""

    code: str
    art: str
    ueberschrift: str | None
    text: str
    html: str


def split(page: str) -> tuple[str, list[Part]]:
    """The page without its text documents, and these in order. A part with number 0 doesn't exist and is not among them."""
    frame: list[str] = []
    parts: list[Part] = []
    last = 0
    marks = list(_MARK.finditer(page))
    for mark, end in zip(marks, [*(following.start() for following in marks[1:]), len(page)], strict=False):
        frame.append(page[last : mark.start()])
        inner, last = _document(page, mark.end(), end)
        if inner is not None:
            parts.append(Part(mark["code"] or mark["anchor"], mark["number"], inner))
    frame.append(page[last:])
    return "".join(frame), parts


_DOCUMENT = re.compile(r"\s*(?:<\?xml[^<>]*\?>\s*)?(?:<!DOCTYPE[^<>]*>\s*)?<html[^<>]*>", re.IGNORECASE)


def _document(page: str, start: int, end: int) -> tuple[str | None, int]:
    """The body of the nested document that follows a mark, and where the page goes on behind it."""
    if not _DOCUMENT.match(page, start, end):
        return None, start
    close = page.find("</html>", start, end)
    stop = close + len("</html>") if close >= 0 else end
    body = page.find(">", page.find("<body", start, stop), stop) + 1
    last = page.rfind("</body>", body, stop) if body else -1
    inner = page[body : last if last >= 0 else (close if close >= 0 else end)] if body else ""
    whole = close >= 0 and page.find("</html>", stop) >= 0
    return (inner if whole else _before_page_goes_on(inner)), stop


_DIVISION = re.compile(r"<(/?)div\b", re.IGNORECASE)


def _before_page_goes_on(inner: str) -> str:
    """What comes before the page closes the division around a document: `_r` pages serve documents without their end."""
    depth = 0
    for mark in _DIVISION.finditer(inner):
        depth += -1 if mark[1] else 1
        if depth < 0:
            return inner[: mark.start()]
    return inner


def sanitised(html: str) -> str:
    """A part's markup without the word processor's styling, safe to show: a few tags, no attributes but links' and cells'.

    ParseError where it is too long, or nested too deep, to be anybody's text.
    """
    plain = _BOLD.sub(r"<b>\1</b>", html)
    plain = _STYLE.sub("", _SPAN.sub("", plain)).replace("</span>", "").replace("</b><b>", "")
    plain = _FORMATTING.sub(r"<\1>", _DIVISION_TAG.sub(r"<\1p>", plain))
    if len(plain) > _LONGEST:
        raise ParseError(f"a text of {len(plain):,} characters is not read")
    if plain.count("<") - 2 * plain.count("</") - plain.count("<br") > _MOST_OPEN:
        raise ParseError("a text whose tags are not closed is not read")
    clean = _CLEANER.clean(plain)
    if '<a rel="' in clean:
        clean = _BARE_LINK.sub(r"\1", clean)
    for _ in range(_EMPTY_ROUNDS):
        emptied = _EMPTY.sub("", clean)
        if emptied == clean:
            break
        clean = emptied
    return _trimmed(clean)


_EDGES = re.compile(r"(?:\s|<br>|<hr>|&nbsp;)*")
_EDGES_REVERSED = re.compile(r"(?:\s|>rb<|>rh<|;psbn&)*")


def _trimmed(html: str) -> str:
    """Without line breaks, rules and blanks at the ends."""
    start = _edge(_EDGES, html)
    stop = len(html) - _edge(_EDGES_REVERSED, html[::-1])
    return html[start:stop] if start < stop else ""


def _edge(pattern: re.Pattern[str], html: str) -> int:
    found = pattern.match(html)
    return found.end() if found else 0


_LINE = re.compile(r"<(p|h[1-6])>")
_NESTING = re.compile(r"<(/?)(?!br>|hr>)[a-z]")
_RUN_IN = re.compile(r"((?:<[biu]>|<strong>|<em>)*[^<:]{3,60}:(?:</[biu]>|</strong>|</em>)*)(?:\s|&nbsp;)*(?=[^\s<])")
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    stop: int
    printed: str
    art: str
    inside: bool
    """The text goes on in the same paragraph: `<p>Beschluss:<br>Der Rat …</p>`, `<p>Anlage/n: keine</p>`."""


def passages(part: Part, context: wortlaut.Context, label: str | None) -> list[Passage]:
    """The part's Abschnitte: one before the first heading that we know, and one for each heading. None is empty."""
    clean = sanitised(part.html)
    found: list[Passage] = []
    art, heading, begin, inside = wortlaut.art_of_code(part.code), label, 0, False
    for known in _headings(clean, context):
        found.append(_passage(part.code, art, heading, clean[begin : known.start], inside))
        art, heading, begin, inside = known.art, known.printed, known.stop, known.inside
    found.append(_passage(part.code, art, heading, clean[begin:], inside))
    return [passage for passage in found if passage.text]


def _passage(code: str, art: str, heading: str | None, html: str, inside: bool) -> Passage:
    if inside:
        paragraph, end, rest = html.partition("</p>")
        html = _CLEANER.clean(f"<p>{paragraph}{end}") + rest
    trimmed = _trimmed(html)
    return Passage(code, art, heading, reading_text(trimmed), trimmed)


def _headings(clean: str, context: wortlaut.Context) -> list[_Heading]:
    """The paragraphs that are, or begin with, a heading that we know; not inside tables, lists or anything else."""
    found = []
    open_elements = walked = 0
    for opened in _LINE.finditer(clean):
        heading = _heading(clean, opened, context)
        if heading:
            open_elements += _depth(clean, walked, opened.start())
            walked = opened.start()
            if not open_elements:
                found.append(heading)
    return found


def _heading(clean: str, opened: re.Match[str], context: wortlaut.Context) -> _Heading | None:
    start = opened.end()
    end = clean.find(f"</{opened[1]}>", start)
    # Longer than a heading with its markup: only its beginning matters.
    head = clean[start : min(end, start + 2 * _LONGEST_HEADING)]
    first, line_break, _ = head.partition("<br>")
    run_in = _RUN_IN.match(first) if not line_break and ":" in first else None
    if not run_in and not line_break and start + len(head) < end:
        return None
    printed = reading_text(run_in[1] if run_in else first)
    art = wortlaut.abschnittsart(printed, context) if 0 < len(printed) <= _LONGEST_HEADING else None
    if art is None:
        return None
    stop = start + (run_in.end() if run_in else len(first) + len(line_break))
    inside = stop < end
    return _Heading(opened.start(), stop if inside else end + len(opened[0]) + 1, printed.rstrip(": "), art, inside)


def _depth(clean: str, start: int, stop: int) -> int:
    """How many more elements are open at `stop` than at `start`."""
    return sum(-1 if mark[1] else 1 for mark in _NESTING.finditer(clean, start, stop))

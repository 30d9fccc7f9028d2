"""Pages made to cost much: each is read, or refused, in a time that grows no faster than the page."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ratsarchiv.errors import ParseError
from ratsarchiv.parse import html

ATTACKS = {
    "a row of empty cells": "<table><tr>" + "<td></td>" * 400 + "<td>x</td></tr></table>",
    "tabs in cells": "<table><tr><td>" + "\t" * 200_000 + "x</td></tr></table>",
    "openings of spans": "<span " * 150_000,
    "openings of divisions": "<div " * 150_000,
    "openings of links": "<a " * 200_000,
    "links that never end": "<a x>" * 150_000,
    "links to the calendar": '<a href="/si010.asp?">' * 40_000,
    "one very bold span": '<span style="' + "font-weight:bold " * 60_000,
    "empty elements in one another": "<u>" * 4_000 + "</u>" * 4_000,
    "formatting that is opened again": "".join(f"<b id={n}><p>" for n in range(4_900)),
    "fonts that are opened again": "".join(f"<font color={n}><p>" for n in range(4_900)),
    "many headings": "<p>Sachverhalt:</p><p>x</p>" * 35_000,
    "rules at the end": "x" + "<br>" * 200_000,
    "blanks": "x" + "&nbsp; " * 100_000,
    "blockquotes": "<blockquote>" * 40_000,
    "a text as long as a book": "<p>bla blub</p>" * 300_000,
}
FRAMES = {
    "blanks behind a mark": "<!-- ### SV1.rtf -->" + " " * 20_000,
    "small parts": "<!-- ### SV1.rtf --><html><body><p>x</p></body></html>" * 15_000,
    "labels of attachments": '<table><tr><td class="kb1">Anlagen:</td></tr>' + '<tr><td class="kb1">Anlagen:</td></tr>' * 10_000,
    "labels of relatives": '<table><tr><td class="kb1">Stammbaum:</td></tr>' + '<tr><td class="kb1">Stammbaum:</td></tr>' * 9_000,
    "buttons": '<td class="me1">' + "".join(
        f'<form action="do027.asp"><input type="hidden" name="DOLFDNR" value="{n}"><input type="submit" value="Plan"></form>'
        for n in range(10_000)
    ),
}  # fmt: skip
READ = """
import sys
from ratsarchiv.errors import ParseError
from ratsarchiv.model import Page
from ratsarchiv.parse import parse
head = '<html><body><div id="allriscontainer"><h1>Vorlage - 1</h1><table><tr><td class="kb1">Betreff:</td><td>x</td></tr></table>'
body = head + sys.stdin.read() + '</div></body></html>'
try:
    parse(Page("http://ris.example/bi/vo020.asp?VOLFDNR=1", body.encode(), "stadt"))
except ParseError as error:
    print(error)
"""


def within_half_a_minute(content: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ], input=content, text=True, timeout=30, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("name", ATTACKS)
def test_a_text(name: str) -> None:
    within_half_a_minute(f"<!-- ### SV1.rtf --><html><body>{ATTACKS[name]}</body></html>")


@pytest.mark.parametrize("name", FRAMES)
def test_a_page(name: str) -> None:
    within_half_a_minute(FRAMES[name])


def test_a_tag_with_attributes_without_end_is_refused_before_it_is_read() -> None:
    """libxml2 compares each attribute with all before it: this one would take it minutes."""
    tag = "<div " + " ".join(f'a{number}=">"' for number in range(60_000)) + ">"
    with pytest.raises(ParseError, match="longer than any page"):
        html.tree(f"<html><body>{tag}x</div></body></html>")
    assert html.text(html.tree("<html><body>" + '<p title="a>b">x</p>' * 20_000 + "</body></html>")).startswith("x")

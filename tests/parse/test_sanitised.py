"""The HTML of an Abschnitt is safe to show: few tags, no styling, no scripts, no links but to the outside."""

from __future__ import annotations

import re

import pytest

from .building import passage

TAGS = re.compile(r"<\s*/?\s*([a-z0-9]+)", re.IGNORECASE)
ALLOWED = {
    "p", "br", "hr", "b", "strong", "i", "em", "u", "s", "sub", "sup", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
    "li", "table", "thead", "tbody", "tr", "td", "th", "caption", "blockquote", "pre", "a",
}  # fmt: skip
HOSTILE = [
    '<table><tr><td onclick="alert(1)" style="x">x</td></tr></table>', '<ol onclick="alert(1)"><li id="y">x</li></ol>',
    "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", '<p onclick="alert(1)">x</p>', "<p onmouseover=alert(1)>x</p>",
    "<style>p{background:url(//evil.example)}</style>", '<p style="background:url(javascript:alert(1))">x</p>',
    '<iframe src="http://evil.example"></iframe>', "<iframe srcdoc='&lt;script&gt;'>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>", "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    '<img src="x" onerror="alert(1)">',
    '<form action="/x"><input name="q"><button formaction="javascript:alert(1)">b</button></form>',
    '<base href="http://evil.example/">', '<meta http-equiv="refresh" content="0;url=//evil.example">',
    '<link rel="stylesheet" href="x">', '<object data="x"></object><embed src="y">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<textarea><img src=x onerror=alert(1)></textarea>", "<xmp><img src=x onerror=alert(1)></xmp>",
    "<!--><img src=x onerror=alert(1)>-->", "<template><script>alert(1)</script></template>",
    "<p><a href='x' href='javascript:alert(1)'>x</a></p>", "<video src=x onerror=alert(1)>",
    "<details ontoggle=alert(1) open>", "<b><script>alert(1)</b></script>",
    '<a name="x" id="y" class="z" target="_blank">x</a>',
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_that_acts_or_asks_others_is_left(body: str) -> None:
    html = passage(f"<p>Davor</p>{body}<p>Danach</p>").html
    assert {name.lower() for name in TAGS.findall(html)} <= ALLOWED
    tags = re.findall(r"<[^>]*>", html)
    assert not [
        tag
        for tag in tags
        if re.search(r"\bon\w+\s*=|style\s*=|src\s*=|javascript:|data:|\bid\s*=|class\s*=", tag, re.IGNORECASE)
    ]
    assert html.startswith("<p>Davor</p>")


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)","JaVaScRiPt:alert(1)"," javascript:alert(1)","java&#10;script:alert(1)","&#106;avascript:alert(1)","vbscript:x","data:text/html,x","file:///etc/passwd","mailto:privat@musterstadt.example","//evil.example/x","ftp://example.org/"],
)  # fmt: skip
def test_a_link_that_leads_to_no_web_page_is_text(href: str) -> None:
    assert passage(f'<p>Ein <a href="{href}">Wort</a> mehr</p>').html == "<p>Ein Wort mehr</p>"


@pytest.mark.parametrize(
    "href",
    [
        "si010_j.asp?YY=2020&amp;MM=06&amp;DD=18",
        "/bi/si010_e.asp?YY=2020&amp;MM=06&amp;DD=18",
        "http://ratsinfo.musterstadt.example/bi/si010_e.asp?YY=2020&amp;MM=06&amp;DD=18",
        "https://ratsinfo.musterstadt.example/bi/si010.asp?MM=6",
    ],
)
def test_a_date_that_the_system_linked_to_its_calendar_is_a_date(href: str) -> None:
    only = passage(f'<p>am <a href="{href}" title="Sitzungskalender 06/2020 anzeigen">18.06.2020</a> beschlossen</p>')
    assert only.html == "<p>am 18.06.2020 beschlossen</p>"
    assert only.text == "am 18.06.2020 beschlossen"


def test_a_link_to_the_outside_is_kept_and_says_nothing_of_us() -> None:
    only = passage('<p>Siehe <a href="https://example.org/a?b=1&amp;c=2" target="_blank" class="x">dort</a>.</p>')
    assert (
        only.html
        == '<p>Siehe <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">dort</a>.</p>'
    )
    assert only.text == "Siehe dort."


@pytest.mark.parametrize("decoy", ["title='href=\"https://example.org/\"'", 'href="https://example.org/" '])
def test_a_decoy_beside_a_hostile_address_hides_nothing(decoy: str) -> None:
    html = passage(f"<p><a {decoy} href='javascript:alert(1)' onclick='alert(1)'>dort</a></p>").html
    assert "javascript" not in html
    assert "onclick" not in html


def test_a_link_to_another_page_of_the_system_is_text() -> None:
    assert passage('<p><a href="vo020.asp?VOLFDNR=7">2025/0391</a></p>').html == "<p>2025/0391</p>"


def test_the_word_processors_styling_is_gone_and_what_it_means_is_kept() -> None:
    body = (
        '<div style="x"><p style="margin:0pt" class="Standard" lang="de-DE">'
        '<span style="font-family:Calibri; font-weight:bold">Fett</span>'
        '<span style="font-family:Calibri; -aw-import:ignore">&#xa0;</span><i>schräg</i> H<sub>2</sub>O</p></div>'
    )
    assert passage(body).html == "<p><b>Fett</b>&nbsp;<i>schräg</i> H<sub>2</sub>O</p>"


def test_a_table_keeps_its_spans_and_a_list_its_beginning() -> None:
    table = '<table width="9" border="1"><tr><td colspan="2" rowspan="3" style="x" width="5">a</td></tr></table>'
    body = f'{table}<ol start="4" type="1"><li>b</li></ol>'
    assert (
        passage(body).html
        == '<table><tbody><tr><td colspan="2" rowspan="3">a</td></tr></tbody></table><ol start="4"><li>b</li></ol>'
    )


def test_empty_paragraphs_rules_and_breaks_at_the_ends_are_gone() -> None:
    assert passage("<hr /><p>&#xa0;</p><p><b> </b></p><br /><p>Text</p><p><br /></p><hr />").html == "<p>Text</p>"


def test_escaped_markup_stays_text() -> None:
    only = passage("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
    assert only.html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert only.text == "<script>alert(1)</script>"


def test_an_image_leaves_nothing() -> None:
    assert passage('<p>Vor<img src="SV1.001.png" alt="Plan" />nach</p>').html == "<p>Vornach</p>"

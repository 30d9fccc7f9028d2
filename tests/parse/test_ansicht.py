"""An archived page as it may be shown: what goes, and what stays."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from ratsarchiv import parse
from ratsarchiv.errors import ParseError
from ratsarchiv.model import Page, Tagesordnungspunkt
from ratsarchiv.parse.ansicht import Ansicht, ansicht

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://rat.example/bi/to010.asp?SILFDNR=1"


def shown(body: str, url: str = URL) -> Ansicht:
    return ansicht(Page(url, f"<html><body>{body}</body></html>".encode(), "k"), lambda each: f"/x?{each}")


def words(view: Ansicht) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", view.html).split())


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)' style='background:url(//evil.example/x)'>",
        "<iframe src='//evil.example'></iframe>",
        "<object data='x'></object><embed src='x'>",
        "<form action='https://evil.example'><input value='geheim'><button>geheim</button></form>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<base href='https://evil.example/'>",
        "<a href='javascript:alert(1)'>klick</a>",
        "<a href=' java&#10;script:alert(1)'>klick</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>klick</a>",
        "<img src='https://evil.example/zaehler.gif' onerror='alert(1)'>",
        "<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<link rel=stylesheet href='//evil.example/x.css'><style>@import '//evil.example'</style>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<template><img src=x onerror=alert(1)></template>",
        "<p hidden>geheim</p><div style='display: none'>geheim</div><!-- geheim -->",
        "<video src=x><source src=y></video><audio src=z></audio>",
        "<a href='//evil.example/' target=_blank ping='//evil.example'>x</a>",
    ],
)
def test_nothing_runs_asks_or_hides(hostile: str) -> None:
    html = shown(f"<p>vorher</p>{hostile}<p>nachher</p>").html
    assert "vorher" in html
    assert "nachher" in html
    assert not re.search(
        r"<(?!/?(?:p|div|a|span)\b)|\son\w+=|style=|src=|(?:java\s*script|data):|geheim", html, re.IGNORECASE
    )
    assert re.findall(r'href="([^"]*)"', html) in ([], ["/x?https://evil.example/"])


def test_links_are_asked_for_by_their_full_address_and_a_base_elsewhere_counts_nothing() -> None:
    view = shown("<base href='https://evil.example/'><a href='vo020.asp?VOLFDNR=2'>Vorlage</a>")
    assert '<a href="/x?https://rat.example/bi/vo020.asp?VOLFDNR=2">Vorlage</a>' in view.html
    view = shown("<base href='/neu/'><a href='vo020.asp'>Vorlage</a>")
    assert "https://rat.example/neu/vo020.asp" in view.html


@pytest.mark.parametrize(
    "contact",
    [
        "<a href='mailto:erika@geheim.example'>Erika Geheim schreiben</a>",
        "<a href='tel:+4924199'>Geheim</a>",
        "<table><tr><td>Telefon:</td><td>0241 Geheim</td></tr></table>",
        "<table><tr><td><img src=t.gif alt='Tel. privat'></td><td>0241 Geheim</td></tr></table>",
        "<table><tr><th>Name</th><th>Anschrift</th></tr><tr><td>Erika</td><td>Geheimweg 1</td></tr></table>",
        "<dl><dt>E-Mail</dt><dd>geheim</dd><dt>Fraktion</dt><dd>keine</dd></dl>",
        "<h3>Anschrift</h3><p>Erika</p><table><tr><td>Geheimweg 1</td></tr></table><h3>Sonstiges</h3>",
        "<span title='Telefon 4'>Geheim</span>",
        "<address>Geheimweg 1</address>",
        "<p itemprop='telephone'>Geheim</p>",
        "<table><tr><td>Geburtsdatum</td><td>geheim</td></tr></table>",
    ],
)
def test_contacts_are_blanked(contact: str) -> None:
    view = shown(f"<p>vorher</p>{contact}<p>nachher</p>")
    assert "geheim" not in view.html.lower()
    assert words(view).startswith("vorher")
    assert words(view).endswith("nachher")


AGENDA = """<table><tr><th>TOP</th><th>Betreff</th><th>Vorlage</th></tr>
<tr><td><a href="#1">Ö 1</a></td><td>Radweg</td><td>1/26</td></tr>
<tr><td>N 2</td><td>Geheimer Verkauf <img alt="geheim"></td><td><a href="vo020.asp?VOLFDNR=9" title="geheim">2/26</a></td></tr>
<tr><td></td><td>Geheimes Gutachten</td><td></td></tr>
<tr><td>Ö 3</td><td>Spielplatz</td><td></td></tr><tr><td></td><td>Niederschrift</td><td></td></tr></table><p>Ende</p>"""


def test_of_non_public_items_only_the_number_is_left() -> None:
    view = shown(AGENDA)
    assert view.verborgen == 1
    assert words(view) == "TOP Betreff Vorlage Ö 1 Radweg 1/26 N 2 Ö 3 Spielplatz Niederschrift Ende"
    assert "VOLFDNR=9" not in view.html
    listed = shown("<ul><li>Ö 1 Radweg</li><li>N 2 Geheimer Verkauf</li></ul>")
    assert words(listed) == "Ö 1 Radweg N 2"


def test_behind_the_heading_of_the_non_public_part_nothing_is_left() -> None:
    rows = "<tr><td>1</td><td>Radweg</td></tr><tr><td colspan=2>Nichtöffentlicher Teil</td></tr>"
    view = shown(
        f"<table>{rows}<tr><td>2</td><td>Geheim</td></tr></table><p>Geheimes</p><h2>Öffentliche Sitzung</h2><p>Ende</p>"
    )
    assert words(view) == "1 Radweg Nichtöffentlicher Teil 2 Öffentliche Sitzung Ende"
    assert view.verborgen == 1


def test_a_document_whose_title_says_that_it_is_not_public_is_not_named() -> None:
    view = shown(
        "<ul><li><a href='x.pdf'>Anlage (nichtöffentlich) Geheim</a></li><li><a href='y.pdf'>Anlage 2</a></li></ul>"
    )
    assert words(view) == "Anlage 2"


def test_marks_that_turn_the_reading_direction_go() -> None:
    assert (
        shown("<p>a\u202eb\u2066c</p>").html == "<div><p>abc</p></div>" or "abc" in shown("<p>a\u202eb\u2066c</p>").html
    )


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ParseError):
        ansicht(Page(URL, b"", "k"), lambda _: None)


def test_real_agendas_keep_every_public_title_and_lose_every_non_public_row(shared: Path) -> None:
    seen = 0
    with (shared / "pages" / "INDEX.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["address"] and row["file"].endswith(".html")]
    for row in rows:
        page = Page(row["address"], (shared / row["file"]).read_bytes(), "k")
        try:
            items = [each for each in parse.parse(page).records if isinstance(each, Tagesordnungspunkt)]
        except ParseError:
            continue
        view = ansicht(page, lambda _: None)
        plain = "".join(words(view).replace("&amp;", "&").replace("&nbsp;", " ").split())
        assert view.verborgen >= sum(not each.oeffentlich for each in items), row["file"]
        for each in items:
            assert "".join((each.betreff or "").split())[:40] in plain, row["file"]
        seen += len(items)
    assert seen > 100

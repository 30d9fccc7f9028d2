from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratsarchiv import kommunen
from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[[zustimmung]]
kommune = "leipzig"
wer = "Stadt Leipzig, Büro für Ratsangelegenheiten, Frau Beispiel"
am = 2026-03-01
pfade = ["/bi/", "/ics.asp"]
"""
BASE = "https://ratsinfo.leipzig.de"


def folder(data: Path, text: str) -> list[Path]:
    (data / "consent.toml").write_text(text, encoding="utf-8")
    return [data / "kommunen"]


def test_who_agreed_is_told_with_the_council(tmp_path: Path) -> None:
    folders = folder(tmp_path, GOOD)
    (agreed,) = kommunen.load("leipzig", folders).zustimmungen
    assert (agreed.am, agreed.pfade) == (date(2026, 3, 1), ("/bi/", "/ics.asp"))
    assert "Frau Beispiel" in agreed.wer
    assert kommunen.load("hamburg-nord", folders).zustimmungen == ()
    assert [each.id for each in kommunen.load_all(folders) if each.zustimmungen] == ["leipzig"]


def test_without_a_file_nobody_agreed(tmp_path: Path) -> None:
    assert kommunen.load("leipzig", [tmp_path / "kommunen"]).zustimmungen == ()
    assert not kommunen.load("leipzig").zugestimmt(f"{BASE}/bi/")


@pytest.mark.parametrize(
    ("url", "agreed"),
    [
        (f"{BASE}/bi/vo020.asp?VOLFDNR=1", True),
        (f"{BASE}/bi/", True),
        (f"{BASE}/ics.asp?x=1", True),
        (f"{BASE}/bi", False),
        (f"{BASE}/bix/", False),
        (f"{BASE}/BI/vo020.asp", False),
        (f"{BASE}/ics.asp/mehr", False),
        (f"{BASE}/", False),
        (f"{BASE}/ri/vo020.asp?/bi/", False),
        (f"{BASE}/bi/../intern/", False),
        (f"{BASE}/bi/%2e%2e/intern/", False),
        (f"{BASE}/bi/..%2fintern/", False),
        (f"{BASE}/bi/..\\intern/", False),
        ("https://boese.example/bi/", False),
        (f"{BASE}:8080/bi/", False),
        ("https://[kaputt/bi/", False),
    ],
)
def test_an_agreement_is_for_its_paths_on_the_councils_hosts(tmp_path: Path, url: str, *, agreed: bool) -> None:
    assert kommunen.load("leipzig", folder(tmp_path, GOOD)).zugestimmt(url) is agreed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("zustimmung = 1", "`zustimmung` must be a list"),
        ("zustimmung = [1]", "`zustimmung[1]` must be a table"),
        ('kommune = "leipzig"', "unknown key `kommune`"),
        (GOOD.replace("wer", "name"), "unknown key `zustimmung[1].name`"),
        (GOOD.replace("am = 2026-03-01\n", ""), "`zustimmung[1].am` is missing"),
        (GOOD.replace("2026-03-01", '"März"'), "`zustimmung[1].am` must be a date like 2026-03-01, not 'März'"),
        (GOOD.replace("2026-03-01", "2026-03-01T10:00:00"), "must be a date like 2026-03-01"),
        (GOOD.replace("Stadt Leipzig, Büro für Ratsangelegenheiten, Frau Beispiel", " "), "must say who agreed"),
        (GOOD.replace('["/bi/", "/ics.asp"]', "[]"), "must be a list of paths"),
        (GOOD.replace('"/bi/"', '"bi/"'), "must be a list of paths"),
        (GOOD.replace('"/bi/"', '"/bi/?a=1"'), "must be a list of paths"),
        (GOOD.replace('"/bi/"', '"/../"'), "must be a list of paths"),
        (GOOD.replace('"/bi/"', "7"), "must be a list of paths"),
        (GOOD.replace('"leipzig"', '"leipzich"'), "unknown council 'leipzich'"),
        (GOOD.replace('"leipzig"', '"../leipzig"'), "is no council's key"),
        ("[[zustimmung", "no TOML"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(WrongUse) as caught:
        kommunen.load_all(folder(tmp_path, text))
    assert str(tmp_path / "consent.toml") in str(caught.value)
    assert says in str(caught.value)

"""The month view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.publish import kalender
from ratsarchiv.store import Store

from . import council, meetings
from .reading import links, text, texts, tree

K, RAT = council.K, meetings.RAT.id


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    late = meetings.meeting(640, date(2026, 8, 31), beginn=None, name="Sitzung im August")
    return council.build(tmp_path_factory.mktemp("kalender") / "ratsarchiv.db", [*meetings.meetings(), [late]])


@pytest.fixture
def get(open_site: Callable[[Path], Any], path: Path) -> Any:
    return open_site(path)


@pytest.fixture
def page(get: Any) -> Callable[[str], Any]:
    def opened(query: str) -> Any:
        answer = get(f"/kalender{query}")
        assert answer.status_code == 200, answer.text
        return tree(answer.text)

    return opened


def day(page: Any, iso: str) -> str:
    return texts(page, f"//td[.//time[@datetime='{iso}']]")[0]


def test_a_month_is_a_table_of_weeks(page: Callable[[str], Any]) -> None:
    march = page("?monat=2026-03")
    assert texts(march, "//h1") == ["Sitzungen im März 2026"]
    assert march.xpath("//thead//th/@abbr") == [
        "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
    ]  # fmt: skip
    assert march.xpath("//th[not(@scope='col')] | //table[not(caption)]") == []
    weeks = march.xpath("//tbody/tr")
    assert {len(week.xpath("td")) for week in weeks} == {7}
    assert texts(weeks[0], "td")[:6] == [""] * 6
    assert len(march.xpath("//td//time")) == 31


def test_each_day_lists_its_sitzungen(page: Callable[[str], Any]) -> None:
    march = page("?monat=2026-03")
    assert day(march, "2026-03-11") == "Mittwoch, 11. März 2026 17:30 Uhr Stadtrat"
    assert day(march, "2026-03-18").endswith("Bau- und Verkehrsausschuss abgesagt")
    assert march.xpath("//td[.//time[@datetime='2026-03-11']]//a/@href") == [f"/sitzungen/{K}-504"]
    assert day(page("?monat=2026-08"), "2026-08-31") == "Montag, 31. August 2026 Stadtrat"


def test_today_is_marked_and_the_month_of_today_is_shown_unasked(page: Callable[[str], Any]) -> None:
    now = page("")
    assert texts(now, "//h1") == ["Sitzungen im März 2026"]
    assert texts(now, "//td[@aria-current='date']") == ["Mittwoch, 4. März 2026 heute"]
    assert page("?monat=2026-02").xpath("//td[@aria-current]") == []


def test_the_months_before_and_after_are_those_with_sitzungen(page: Callable[[str], Any]) -> None:
    march = page(f"?monat=2026-03&kommune={K}")
    before, after = march.xpath("(//nav[@aria-label='Monate'])[1]/a")
    assert (text(before), before.get("href")) == ("← Februar 2026", f"/kalender?monat=2026-02&kommune={K}")
    assert (text(after), after.get("href")) == ("August 2026 →", f"/kalender?monat=2026-08&kommune={K}")
    assert page("?monat=2026-08").xpath("//a[@rel='next']") == []


def test_an_empty_month_says_so_and_leads_to_the_nearest(page: Callable[[str], Any]) -> None:
    empty = page("?monat=2026-05")
    assert empty.xpath("//table") == []
    (note,) = empty.xpath("//p[@role='note']")
    assert text(note).startswith("Keine Sitzungen. Im Mai 2026 ist keine Sitzung bekannt.")
    assert links(note) == {"März 2026": "/kalender?monat=2026-03", "August 2026": "/kalender?monat=2026-08"}


def test_a_gremium_narrows_it_and_its_calendar_can_be_subscribed_to(page: Callable[[str], Any]) -> None:
    february = page(f"?monat=2026-02&gremium={RAT}")
    assert february.xpath("//td//a/@href") == [f"/sitzungen/{K}-610", f"/sitzungen/{K}-611"]
    assert texts(february, "//p[@class='vorspann']") == ["Stadtrat, Stadt Buchenried"]
    assert february.xpath("//option[@selected]/@value") == [RAT]
    subscription = links(february)["Diese Auswahl als Kalender abonnieren (.ics)"]
    assert subscription == f"/kalender.ics?kommune={K}&gremium={RAT}"


@pytest.mark.parametrize(
    "wrong", ["2026-13", "2026-00", "26-03", "2026-3", "März", "0001-01", "9999-12", "2026-03-04", "20٢٦-03"]
)
def test_a_month_that_is_none_is_refused_in_german(get: Any, wrong: str) -> None:
    answer = get(f"/kalender?monat={wrong}")
    assert answer.status_code == 400
    assert "Diesen Monat gibt es nicht." in answer.text


def test_an_unknown_choice_is_refused_and_an_empty_one_means_all(get: Any) -> None:
    assert get("/kalender?kommune=nirgendwo").status_code == 404
    assert get("/kalender?gremium=keins").status_code == 404
    assert get("/kalender?monat=&kommune=&gremium=").status_code == 200


def test_a_month_with_too_many_sitzungen_ends_and_says_so(
    page: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kalender, "MOST", 1)
    march = page("?monat=2026-03")
    assert len(march.xpath("//td//a")) == 1
    assert "In diesem Monat gibt es mehr als 1 Sitzungen" in text(march)


def test_of_several_kommunen_one_is_chosen(open_site: Callable[[Path], Any], path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ratsarchiv.db"
    copy.write_bytes(path.read_bytes())
    with Store(copy) as store:
        store.kommune(id="anderswo", name="Anderswo <b>")
    get = open_site(copy)
    both = tree(get("/kalender?monat=2026-03").text)
    assert texts(both, "//select[@id='kommune']/option") == ["Alle Kommunen", "Anderswo <b>", "Stadt Buchenried"]
    assert both.xpath("//select[@id='gremium']") == []
    assert day(both, "2026-03-11").endswith("Stadtrat Stadt Buchenried")
    assert tree(get("/kalender?monat=2026-03&kommune=anderswo").text).xpath("//table") == []
    other = tree(get(f"/kalender?monat=2026-02&kommune=anderswo&gremium={RAT}").text)
    assert texts(other, "//p[@class='vorspann']") == ["Anderswo <b>"]

"""Dates, times, agenda numbers and votes, in the words of the pages."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from ratsarchiv.errors import ParseError
from ratsarchiv.parse import german

NOVEMBER = date(2025, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Mo, 03.11.2025",
        "3.11.2025",
        "Mo., 03.11.2025",
        "03. 11. 2025",
        "seit 03.11.2025",
        "03.11.2025\xa0",
        "03.11.2025 bis 04.11.2025",
    ],
)
def test_the_first_day_in_a_text(text: str) -> None:
    assert german.first_date(text) == NOVEMBER


@pytest.mark.parametrize("text", ["", "\xa0", "03.11.25", "November 2025", "2025-11-03", "1.2.3.2025x", "103.11.2025"])
def test_a_text_without_a_day_is_no_day(text: str) -> None:
    assert german.first_date(text) is None


@pytest.mark.parametrize("text", ["31.02.2026", "29.02.2027", "00.11.2025", "01.13.2025", "01.01.0000"])
def test_a_day_that_no_calendar_has_is_an_error_and_never_another_day(text: str) -> None:
    with pytest.raises(ParseError, match="no day of the calendar"):
        german.first_date(text)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("18:00 - 21:14", time(18), time(21, 14)),
        ("17:00-18:26 Uhr", time(17), time(18, 26)),
        ("18:00", time(18), None),
        ("9:00", time(9), None),
        ("18.30 Uhr", time(18, 30), None),
        ("18:00\xa0-\xa018:38\xa0", time(18), time(18, 38)),
        ("18:00:30 - 19:00:00", time(18), time(19)),
        ("24:00", time(0), None),
        ("", None, None),
        ("\xa0", None, None),
        ("nach der Sitzung des Rates", None, None),
    ],
)
def test_beginning_and_end(text: str, begin: time | None, end: time | None) -> None:
    assert german.times(text) == (begin, end)


@pytest.mark.parametrize("text", ["25:00", "18:60", "99:99", "18:00 - 31:00"])
def test_a_time_that_no_clock_shows_is_an_error(text: str) -> None:
    with pytest.raises(ParseError, match="no time of day"):
        german.times(text)


def test_a_sitzung_in_summer_and_one_in_winter_have_different_offsets() -> None:
    summer, _ = german.span(date(2026, 7, 1), "18:00")
    winter, _ = german.span(date(2026, 1, 1), "18:00")
    assert summer
    assert winter
    assert summer.isoformat() == "2026-07-01T18:00:00+02:00"
    assert winter.isoformat() == "2026-01-01T18:00:00+01:00"


def test_a_sitzung_over_midnight_ends_on_the_next_day() -> None:
    beginn, ende = german.span(date(2026, 10, 24), "22:30 - 03:15")
    assert beginn
    assert ende
    assert beginn.isoformat() == "2026-10-24T22:30:00+02:00"
    # The clocks went back in that night.
    assert ende.isoformat() == "2026-10-25T03:15:00+01:00"


def test_a_sitzung_until_24_00_ends_at_the_next_midnight() -> None:
    _, ende = german.span(NOVEMBER, "18:00 - 24:00")
    assert ende == datetime.combine(NOVEMBER + timedelta(days=1), time(0), german.BERLIN)


def test_without_a_day_or_a_beginning_there_is_no_time() -> None:
    assert german.span(None, "18:00 - 19:00") == (None, None)
    assert german.span(NOVEMBER, "") == (None, None)


def test_after_the_last_day_of_the_calendar_comes_an_error() -> None:
    with pytest.raises(ParseError, match="no day follows"):
        german.span(date.max, "22:00 - 01:00")


def test_the_moment_in_an_attachments_title() -> None:
    found = german.moment("Anlage 1 (öffentlich; 07.07.2026 16:09:37) öffnen")
    assert found
    assert found.isoformat() == "2026-07-07T16:09:37+02:00"
    assert german.moment("Anlage 1 öffnen") is None
    assert german.moment("Anlage vom 07.07.2026") is None
    with pytest.raises(ParseError):
        german.moment("07.07.2026 25:00:00")


def test_the_month_of_a_calendar() -> None:
    assert german.month("Oktober\xa02023") == (2023, 10)
    assert german.month("Sitzungskalender März 2026") == (2026, 3)
    assert german.month("Sitzungskalender") is None


@pytest.mark.parametrize(
    ("printed", "text", "oeffentlich"),
    [
        ("Ö\xa08.2", "Ö 8.2", True),
        ("Ö8.2", "Ö 8.2", True),
        (" Ö  1 ", "Ö 1", True),
        ("Ö 3.2.1", "Ö 3.2.1", True),
        ("Ö 5.1.", "Ö 5.1", True),
        ("Ö 5a", "Ö 5a", True),
        ("N\xa010", "N 10", False),
        ("N 3.1", "N 3.1", False),
        ("8.2", "8.2", None),
        ("TOP 5", "TOP 5", None),
        ("N 10 (neu)", "N 10", False),
    ],
)
def test_the_number_of_an_item_says_whether_it_is_public(printed: str, text: str, oeffentlich: bool | None) -> None:
    assert german.top_number(printed) == german.TopNumber(text, oeffentlich)


@pytest.mark.parametrize("printed", ["", "\xa0", "\r\n\t"])
def test_no_number(printed: str) -> None:
    assert german.top_number(printed) is None


@pytest.mark.parametrize(
    ("text", "ja", "nein", "enthaltung"),
    [
        ("Dafür: 25 Dagegen: 8 Enthaltungen: 0", 25, 8, 0),
        ("Abstimmung:\nDafür:\t25\nDagegen:\t8\nEnthaltungen:\t0", 25, 8, 0),
        ("Zustimmung: 4\nAblehnung: 9\nEnthaltung: 1", 4, 9, 1),
        ("Ja: 12, Nein: 0, Enthaltung: 3", 12, 0, 3),
        ("Ja-Stimmen: 12 Nein-Stimmen: 3 Enthaltungen: 2", 12, 3, 2),
        ("Ja = 12, Nein = 3", 12, 3, None),
        ("23 Ja-Stimmen, 4 Nein-Stimmen, 1 Enthaltung", 23, 4, 1),
        ("12 dafür, 3 dagegen, 0 Enthaltungen", 12, 3, 0),
        ("12 dafür 3 dagegen 0 Enthaltungen", 12, 3, 0),
        ("dafür 12 dagegen 3 Enthaltungen 0", 12, 3, 0),
        ("Dafür\t25\nDagegen\t8\nEnthaltungen\t0", 25, 8, 0),
        ("mit 12 Stimmen dafür und 3 Stimmen dagegen", 12, 3, None),
        ("mit zwölf Ja-Stimmen gegen elf Nein-Stimmen", 12, 11, None),
        ("Mehrheitlich beschlossen bei zwei Gegenstimmen.", None, 2, None),
        ("3 Gegenstimmen, 2 Stimmenthaltungen", None, 3, 2),
        ("mehrheitlich bei keiner Enthaltung", None, None, 0),
        ("mit einer Gegenstimme", None, 1, None),
    ],
)
def test_the_figures_of_one_vote(text: str, ja: int | None, nein: int | None, enthaltung: int | None) -> None:
    assert german.votes(text) == german.Votes(ja, nein, enthaltung)


@pytest.mark.parametrize(
    ("text", "enthaltung"),
    [("einstimmig", None), ("Einstimmig bei einer Enthaltung beschlossen", 1), ("einstimmig mit zwei Enthaltungen", 2)],
)
def test_a_unanimous_vote_has_no_votes_against(text: str, enthaltung: int | None) -> None:
    assert german.votes(text) == german.Votes(None, 0, enthaltung)


@pytest.mark.parametrize(
    "text",
    ["einstimmig abgelehnt", "Einstimmig wird der Antrag abgelehnt.", "nicht einstimmig", "Einstimmige Ablehnung"],
)
def test_a_unanimous_refusal_is_no_vote_without_votes_against(text: str) -> None:
    assert german.votes(text) == german.Votes()


@pytest.mark.parametrize(
    "text",
    [
        "Ziffer 1: Ja: 12 Nein: 3\nZiffer 2: Ja: 10 Nein: 5",
        "Ziffer 1 einstimmig, Ziffer 2: Dafür: 25 Dagegen: 8, Ziffer 3: Dafür: 20 Dagegen: 13",
        "23 Ja-Stimmen, 4 Nein-Stimmen; danach 20 Ja-Stimmen, 7 Nein-Stimmen",
    ],
)
def test_of_several_votes_no_figure_is_taken(text: str) -> None:
    assert german.votes(text) == german.Votes()


@pytest.mark.parametrize(
    "text",
    ["", "Der Ausschuss stimmt zu.", "Die Ja-Fraktion: 3 Anträge", "Abstimmung über Punkt 12", "Enthaltungen: 1234567"],
)
def test_a_text_without_a_vote_has_no_figures(text: str) -> None:
    assert german.votes(text) == german.Votes()


@pytest.mark.parametrize(
    ("printed", "text", "oeffentlich"),
    [
        ("N 2 Verkauf Wiesenweg 4", "N 2", False),
        ("Ö 5.1 Bericht", "Ö 5.1", True),
        ("TOP 7 Verkauf", "TOP 7", None),
        ("12.1", "12.1", None),
        ("IV. Verkauf", "IV.", None),
        ("Verkauf des Grundstücks", "Verkauf", None),
    ],
)
def test_a_title_in_the_cell_of_the_number_is_no_number(printed: str, text: str, oeffentlich: bool | None) -> None:
    assert german.top_number(printed) == german.TopNumber(text, oeffentlich)

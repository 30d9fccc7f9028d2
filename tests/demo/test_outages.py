"""Outages and gates: what the server says in place of a page, and where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from tests.demo.reading import ask

from ratsarchiv.demo import Faults, World, serve
from ratsarchiv.errors import SiteStopped
from ratsarchiv.model import Page
from ratsarchiv.parse import parse


def test_unavailable_with_and_without_retry_after(world: World) -> None:
    with serve(world, faults=Faults(unavailable=1.0, times=None)) as server:
        answer = ask(server, "vo040.asp")
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, None)
        server.faults = Faults(unavailable=1.0, times=None, retry_after=120)
        assert ask(server, "vo040.asp").headers["Retry-After"] == "120"
        server.faults = Faults(unavailable=1.0, times=None, retry_after=timedelta(hours=2))
        until = parsedate_to_datetime(ask(server, "vo040.asp").headers["Retry-After"])
        assert timedelta(minutes=119) < until - datetime.now(UTC) <= timedelta(hours=2)
        assert ask(server, "../robots.txt").status_code == 200


def test_every_page_is_the_login_page(world: World) -> None:
    with serve(world, faults=Faults(login=1.0, times=None)) as server:
        for address in ("vo040.asp", "si010_e.asp", f"vo020.asp?VOLFDNR={world.vorlagen[0].id}", "do027.asp?DOLFDNR=1"):
            answer = ask(server, address)
            assert answer.status_code == 200
            assert '<form action="logon.asp" method="post" name="logon">' in answer.text
            assert "Location" not in answer.headers


def test_redirects_to_login_and_gate_end_there(world: World) -> None:
    for fault, place, sign in (
        ("login_redirect", "/bi/logon.asp", 'type="password"'),
        ("gate_redirect", "/_gate/", "<altcha-widget"),
    ):
        with serve(world, faults=Faults(times=None, **{fault: 1.0})) as server:  # type: ignore[arg-type]
            answer = ask(server, "vo040.asp")
            assert (answer.status_code, answer.headers["Location"]) == (302, place)
            there = ask(server, f"..{place}")
            assert there.status_code == 200
            assert sign in there.text


def test_the_gate_asks_the_parser_to_stop(world: World) -> None:
    with serve(world, faults=Faults(gate=["vo040.asp"])) as server:
        answer = ask(server, "vo040.asp")
        with pytest.raises(SiteStopped):
            parse(Page(url=f"{server.url}vo040.asp", body=answer.content, kommune="musterstadt"))


def test_an_empty_calendar_keeps_its_days_and_holidays(world: World) -> None:
    with serve(world, faults=Faults(empty_calendar=1.0, times=None)) as server:
        url = f"{server.url}si010_e.asp?MM=10&YY=2025"
        answer = ask(server, "si010_e.asp?MM=10&YY=2025")
        assert "SILFDNR" not in answer.text
        assert "Schulferien" in answer.text
        assert answer.text.count('<td class="text2" width="20">') == 62
        assert not [
            each
            for each in parse(Page(url=url, body=answer.content, kommune="musterstadt")).links
            if "SILFDNR" in each.url
        ]
        assert "SILFDNR" in ask(server, f"to010.asp?SILFDNR={world.oeffentliche_sitzungen[0].id}").text


def test_gone_at_an_address(world: World) -> None:
    gone, still = (f"vo020.asp?VOLFDNR={each.id}" for each in world.oeffentliche_vorlagen[:2])
    with serve(world, faults=Faults(gone=[gone], times=None)) as server:
        assert [ask(server, each).status_code for each in (gone, still, gone)] == [404, 200, 404]
        server.faults = Faults(gone=[gone], gone_status=410)
        assert ask(server, gone).status_code == 410


def test_robots_alone_fail(world: World) -> None:
    with serve(world, faults=Faults(robots_error=1.0, times=None)) as server:
        assert ask(server, "../robots.txt").status_code == 503
        assert ask(server, "vo040.asp").status_code == 200


def test_a_day_of_one_outage_after_another_by_request_numbers(world: World) -> None:
    faults = Faults(unavailable=range(2, 4), login=range(4, 6), gate=range(6, 7))
    with serve(world, faults=faults) as server:
        for _ in range(7):
            ask(server, "vo040.asp")
        found = [each.fault for each in server.log]
    assert found == [None, "unavailable", "unavailable", "login", "login", "gate", None]


def test_robots_can_be_set(world: World) -> None:
    text = "User-agent: *\nCrawl-delay: 2\nDisallow: /bi/kp020.asp\n"
    with serve(world, robots=text) as server:
        assert ask(server, "../robots.txt").text == text
        server.robots = None
        assert ask(server, "../robots.txt").status_code == 404

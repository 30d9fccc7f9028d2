"""Every fault really occurs, where it was asked for, and ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import requests
from tests.demo.reading import without_noise

from ratsarchiv.demo import Faults, World, serve
from ratsarchiv.demo.faults import ARTEN

if TYPE_CHECKING:
    from ratsarchiv.demo import DemoServer

LISTE = "vo040.asp"


@pytest.fixture
def vorlage(world: World) -> str:
    return f"vo020.asp?VOLFDNR={world.oeffentliche_vorlagen[0].id}"


def ask(server: DemoServer, address: str = LISTE) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(server.url + address, timeout=5)


def test_reset_by_number(world: World) -> None:
    with serve(world, faults=Faults(reset={2})) as server:
        assert ask(server).ok
        with pytest.raises(requests.ConnectionError, match="reset by peer"):
            ask(server)
        assert ask(server).ok
        assert [(each.status, each.fault) for each in server.log] == [(200, None), (0, "reset"), (200, None)]


def test_error_at_an_address_ends_after_its_times(world: World, vorlage: str) -> None:
    with serve(world, faults=Faults(error={vorlage}, times=2)) as server:
        assert ask(server).status_code == 200
        assert [ask(server, vorlage).status_code for _ in range(4)] == [500, 500, 200, 200]


def test_without_limit_it_never_ends(world: World, vorlage: str) -> None:
    with serve(world, faults=Faults(error=["vo020.asp*"], times=None)) as server:
        assert [ask(server, vorlage).status_code for _ in range(3)] == [500, 500, 500]
        assert ask(server).status_code == 200


def test_a_slow_answer_comes_late_but_whole(world: World) -> None:
    with serve(world, faults=Faults(slow=[LISTE], seconds=0.3)) as server:
        times = []
        for _ in range(2):
            begin = time.monotonic()
            assert "Ergebnisse" in ask(server).text
            times.append(time.monotonic() - begin)
    assert times[0] >= 0.3 > times[1]


def test_a_slow_answer_does_not_keep_the_server_from_stopping(world: World) -> None:
    begin = time.monotonic()
    with serve(world, faults=Faults(slow=[LISTE], seconds=60)) as server, pytest.raises(requests.ReadTimeout):
        requests.get(server.url + LISTE, timeout=0.1)
    assert time.monotonic() - begin < 10


def test_a_truncated_body_is_half_of_what_was_promised(world: World) -> None:
    with serve(world, faults=Faults(truncated=[LISTE])) as server:
        with pytest.raises(requests.exceptions.ChunkedEncodingError) as broken:
            ask(server)
        whole = len(ask(server).content)
    assert f"IncompleteRead({whole // 2} bytes read, {whole - whole // 2} more expected)" in str(broken.value)


def test_zu_viele_zugriffe_for_a_phase(world: World) -> None:
    with serve(world, faults=Faults(too_many=range(3, 6))) as server:
        answers = [ask(server) for _ in range(7)]
    blocked = ["Zu viele Zugriffe" in each.text for each in answers]
    assert blocked == [False, False, True, True, True, False, False]
    assert 'class="message_text"' in answers[2].text
    assert answers[2].status_code == 200


def test_a_page_without_its_table(world: World, vorlage: str) -> None:
    tables = {vorlage: 'class="kb1">Betreff:', LISTE: '<table class="tl1"', "si010_e.asp": '<tr class="zw1">'}
    with serve(world, faults=Faults(tableless=list(tables))) as server:
        for address, sign in tables.items():
            broken, whole = ask(server, address).text, ask(server, address).text
            assert sign not in broken
            assert sign in whole
            assert "<h1>" in broken
            assert broken.rstrip().endswith("</html>")


def test_an_agenda_without_its_head_still_has_its_rows(world: World) -> None:
    address = f"to010.asp?SILFDNR={world.oeffentliche_sitzungen[0].id}"
    with serve(world, faults=Faults(tableless=[address])) as server:
        broken = ask(server, address).text
    assert "Bezeichnung:" not in broken
    assert '<table class="tl1"' in broken


def test_utf_8_that_is_only_declared(world: World) -> None:
    with serve(world, faults=Faults(utf8_declared=[LISTE])) as server:
        wrong, right = ask(server), ask(server)
    assert (wrong.headers["Content-Type"], right.headers["Content-Type"]) == ("text/html; charset=utf-8", "text/html")
    with pytest.raises(UnicodeDecodeError):
        wrong.content.decode("utf-8")


def test_utf_8_that_is_not_declared(world: World) -> None:
    with serve(world, faults=Faults(utf8_encoded=[LISTE])) as server:
        wrong, right = ask(server), ask(server)
    assert wrong.headers["Content-Type"] == "text/html"
    assert b"charset=iso-8859-1" in wrong.content
    assert without_noise(wrong.content.decode("utf-8")) == without_noise(right.content.decode("cp1252"))


@pytest.mark.parametrize("art", [each for each in ARTEN if each not in {"robots_error", "empty_calendar"}])
def test_a_rate_hits_about_as_often_as_it_says_and_each_address_once(world: World, art: str) -> None:
    with serve(world, faults=Faults(seconds=0, seed=3, **{art: 0.3})) as server:  # type: ignore[arg-type]
        for vorlage in world.oeffentliche_vorlagen[:20]:
            for _ in range(2):
                try:
                    ask(server, f"vo020.asp?VOLFDNR={vorlage.id}")
                except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
                    assert art in {"reset", "truncated"}
        hits = [each.pfad for each in server.log if each.fault]
    assert {each.fault for each in server.log} == {None, art}
    assert len(hits) == len(set(hits))
    assert 3 <= len(hits) <= 18


def test_the_same_seed_hits_the_same_requests(world: World) -> None:
    faults = Faults(error=0.2, seed=11)
    runs = []
    for _ in range(2):
        with serve(world, faults=faults) as server:
            runs.append([ask(server, f"kp020.asp?KPLFDNR={each.nummer}").status_code for each in world.personen])
    assert runs[0] == runs[1]
    assert 500 in runs[0]


def test_robots_are_spared_by_rates_but_not_by_name(world: World) -> None:
    with serve(world, faults=Faults(error=1.0, times=None)) as server:
        assert ask(server, "../robots.txt").status_code == 200
    with serve(world, faults=Faults(error=["robots.txt"])) as server:
        assert ask(server, "../robots.txt").status_code == 500


def test_faults_can_be_exchanged_while_the_server_runs(world: World) -> None:
    with serve(world) as server:
        assert ask(server).ok
        server.faults = Faults(error=[LISTE])
        assert ask(server).status_code == 500


@pytest.mark.parametrize("wann", [1.5, -0.1, 7, LISTE])
def test_a_rate_that_is_none_is_refused(wann: float | str) -> None:
    with pytest.raises(ValueError, match="reset: a rate"):
        Faults(reset=wann)

"""What the log tells of connections, sessions and times."""

from __future__ import annotations

import time
from itertools import pairwise

import requests

from ratsarchiv.demo import Faults, World, serve


def test_one_visitor_holds_one_connection_and_one_session(world: World, visitor: requests.Session) -> None:
    with serve(world) as server:
        for _ in range(5):
            visitor.get(f"{server.url}vo040.asp")
        assert {(each.verbindung, each.offen, each.besuch) for each in server.log} == {(1, 1, 1)}
        assert (server.oeffnungen, server.gleichzeitig) == (1, 1)


def test_two_visitors_at_once_are_seen(
    world: World, visitor: requests.Session, other_visitor: requests.Session
) -> None:
    with serve(world) as server:
        for each in (visitor, other_visitor, visitor):
            each.get(f"{server.url}vo040.asp")
        assert [(each.verbindung, each.offen, each.besuch) for each in server.log] == [(1, 1, 1), (2, 2, 2), (1, 2, 1)]
        assert server.gleichzeitig == 2


def test_one_after_the_other_is_never_two(world: World) -> None:
    with serve(world) as server:
        for _ in range(30):
            requests.get(f"{server.url}allris.net.asp", timeout=5)
        assert server.oeffnungen == 30
        assert server.gleichzeitig == 1
        assert {each.offen for each in server.log} == {1}


def test_times_of_arrival_and_end(world: World, visitor: requests.Session) -> None:
    with serve(world, faults=Faults(slow={2}, seconds=0.2)) as server:
        begin = time.monotonic()
        for _ in range(3):
            visitor.get(f"{server.url}vo040.asp")
        end = time.monotonic()
        log = server.log
    assert [each.fertig is not None for each in log] == [True] * 3
    assert log[1].dauer >= 0.2 > max(log[0].dauer, log[2].dauer) > 0
    assert sum(each.dauer for each in log) < end - begin
    assert all(one.fertig <= another.zeit for one, another in pairwise(log) if one.fertig)


def test_a_reset_ends_its_connection(world: World, visitor: requests.Session) -> None:
    with serve(world, faults=Faults(reset={1})) as server:
        for _ in range(2):
            try:
                visitor.get(f"{server.url}vo040.asp")
            except requests.ConnectionError:
                continue
        assert [(each.verbindung, each.offen) for each in server.log] == [(1, 1), (2, 1)]

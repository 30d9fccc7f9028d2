"""Killed at any moment, and started again: nothing that was received is lost or asked for again."""

from __future__ import annotations

import shutil
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from tests.crawl.seeing import content, numbers, rows
from tests.harvest.ground import answers, finished, lasting, payloads, same, small_world, sound, write_toml
from tests.harvest.killing import Killer

from ratsarchiv.crawl import rebuild
from ratsarchiv.demo import a_day, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.conftest import MakeKommune
    from tests.harvest.conftest import Undisturbed

    from ratsarchiv.demo import DemoServer
    from ratsarchiv.demo.server import Eintrag
    from ratsarchiv.kommunen import Kommune

KILLS, AT_START = 30, 4
WRITING = 0.03
"""Seconds within which an answer is received, kept, read and stored."""
LIST, NEXT_OF_LIST = "vo040.asp", "vo040.asp?shownext=true"
CRAWL = ("crawl", "musterstadt", "-q")
UPDATE = ("update", "musterstadt", "-q")


def reached(number: int) -> Callable[[Eintrag], bool]:
    return lambda eintrag: eintrag.nummer >= number


def killed_again_and_again(server: DemoServer, data: Path, requests: int) -> Killer:
    """A visit that is killed 30 times: before an answer, in its midst, while it is stored, and at its own beginning."""
    killer, dice, before = Killer(server), Random(3), len(server.log)
    starts = set(dice.sample(range(1, KILLS), AT_START))
    for number, at in enumerate(sorted(dice.sample(range(2, requests), KILLS))):
        if number in starts:
            assert killer.after(dice.uniform(0.2, 2.0), *CRAWL, data=data) < 0
        else:
            later = dice.uniform(0.0, WRITING) if number % 5 else 0.0
            assert killer.at(*CRAWL, data=data, when=reached(before + at), later=later) < 0
    return killer


def assert_asked_once(killer: Killer, disturbed: Iterable[Eintrag], undisturbed: Iterable[Eintrag]) -> None:
    """No address was asked for again but those under way at a kill, and a list whose place the site alone knows."""
    asked, needed = (Counter(lasting(each.pfad) for each in log) for log in (disturbed, undisturbed))
    print(f"\n{asked.total()} requests, {needed.total()} of them needed; {killer.in_flight.total()} kills")
    assert needed - asked == Counter()
    again = asked - needed - killer.in_flight
    assert {path: n for path, n in again.items() if not path.startswith(LIST)} == {}
    assert again.total() <= 2 * killer.in_flight[NEXT_OF_LIST]


def assert_archived_once(killer: Killer, disturbed: Path, undisturbed: Path, url: str) -> None:
    """No answer was kept twice but those of a list that was walked again."""
    kept, needed = answers(disturbed, url), answers(undisturbed, url)
    assert needed - kept == Counter()
    assert {path for path, _, _ in kept - needed} <= {LIST, NEXT_OF_LIST}
    assert (kept - needed).total() <= 2 * killer.in_flight[NEXT_OF_LIST]
    assert payloads(disturbed) == payloads(undisturbed)
    assert content(disturbed, url) == content(undisturbed, url)


def assert_rebuild_is_the_same(data: Path, kommune: Kommune) -> None:
    live = data / "live.db"
    shutil.copy(data / "ratsarchiv.db", live)
    rebuild([kommune], data, processes=2)
    same(live, data / "ratsarchiv.db")


def test_a_visit_that_was_killed_thirty_times_is_as_good_as_any(undisturbed: Undisturbed, tmp_path: Path) -> None:
    server, before = undisturbed.server, len(undisturbed.server.log)
    write_toml(tmp_path, server.url)
    killer = killed_again_and_again(server, tmp_path, len(undisturbed.log) - 50)
    assert finished(*CRAWL, data=tmp_path) == (0, "")
    sound(tmp_path)
    assert_asked_once(killer, server.log[before:], undisturbed.log)
    assert_archived_once(killer, tmp_path, undisturbed.data, server.url)
    assert rows(tmp_path, "select count(*) from laeufe where ergebnis = 'fertig'") == [(1,)]
    assert_rebuild_is_the_same(tmp_path, undisturbed.kommune)


def test_a_list_whose_next_page_was_under_way_is_walked_from_its_beginning(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    server, before = undisturbed.server, len(undisturbed.server.log)
    write_toml(tmp_path, server.url)
    killer = Killer(server)
    assert killer.at(*CRAWL, data=tmp_path, when=lambda each: each.pfad.endswith(NEXT_OF_LIST)) < 0
    assert finished(*CRAWL, data=tmp_path) == (0, "")
    assert_asked_once(killer, server.log[before:], undisturbed.log)
    assert_archived_once(killer, tmp_path, undisturbed.data, server.url)
    more = answers(tmp_path, server.url) - answers(undisturbed.data, server.url)
    assert set(more) == {(LIST, "geparst", 200)}


def test_an_update_that_was_killed_finds_what_another_finds(tmp_path: Path, make_kommune: MakeKommune) -> None:
    killed, other = tmp_path / "killed", tmp_path / "other"
    world = small_world()
    with serve(world) as server:
        write_toml(killed, server.url)
        assert finished(*CRAWL, data=killed) == (0, "")
        shutil.copytree(killed, other)
        was, before = a_day(world, tagesordnungen=1, niederschriften=0), len(server.log)
        assert finished(*UPDATE, data=other) == (0, "")
        needed = server.log[before:]
        killer, dice, begun = Killer(server), Random(4), len(server.log)
        for at in range(5, len(needed), 12):
            later = dice.uniform(0.0, WRITING)
            assert killer.at(*UPDATE, data=killed, when=reached(begun + at), later=later) < 0
        assert finished(*UPDATE, data=killed) == (0, "")
        log, url = server.log[begun:], server.url
    assert was.seiten <= {lasting(each.pfad) for each in log}
    assert_asked_once(killer, log, needed)
    assert_archived_once(killer, killed, other, url)
    sound(killed)
    assert_rebuild_is_the_same(killed, make_kommune(url))


def test_an_update_that_was_killed_over_the_list_still_walks_as_far_as_there_is_news(
    tmp_path: Path, make_kommune: MakeKommune
) -> None:
    world = small_world()
    with serve(world) as server:
        write_toml(tmp_path, server.url)
        assert finished(*CRAWL, data=tmp_path) == (0, "")
        new = set(a_day(world, vorlagen=55, tagesordnungen=1, niederschriften=0).vorlagen_neu)
        killer = Killer(server)
        assert killer.at(*UPDATE, data=tmp_path, when=lambda each: each.pfad.endswith(NEXT_OF_LIST)) < 0
        assert finished(*UPDATE, data=tmp_path) == (0, "")
    assert len(new) == 55
    assert new <= numbers(tmp_path, "select id from vorlagen where abruf is not null")

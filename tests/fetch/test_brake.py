from __future__ import annotations

import fcntl
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.errors import SiteStopped, WrongUse
from ratsarchiv.fetch import Brake
from ratsarchiv.fetch.brakefile import SIZE, State
from ratsarchiv.fetch.servers import server_keys

from .asking import Clock

if TYPE_CHECKING:
    from pathlib import Path

HOUR = 3600
ADDRESSES = {
    "nord.hamburg.de": frozenset({"192.0.2.1"}),
    "altona.hamburg.de": frozenset({"192.0.2.2"}),
    "rat.dorf.de": frozenset({"192.0.2.2", "2001:db8::2"}),
    "fern.example": frozenset({"192.0.2.9"}),
}


def make(folder: Path, clock: Clock) -> Brake:
    return Brake(folder, clock, lambda host: ADDRESSES.get(host, frozenset()))


def ask(brake: Brake, host: str = "nord.hamburg.de", delay: float = 2, *, strained: bool | None = False) -> None:
    """One request, of one second."""
    brake.turn(host, delay)
    brake._clock.sleep(1)
    brake.answered(delay, strained=strained)


def files(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.json")}


def is_free(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.mark.parametrize(
    ("host", "addresses", "keys"),
    [
        ("sitzungsdienst-nord.hamburg.de:443", {"192.0.2.1"}, {"hamburg.de", "192.0.2.1"}),
        ("a.b.co.uk", set(), {"b.co.uk"}),
        ("rat.github.io", set(), {"github.io"}),
        ("LOCALHOST:80", {"127.0.0.1", "::1"}, {"localhost", "127.0.0.1", "__1"}),
        ("127.0.0.1:8080", {"127.0.0.1"}, {"127.0.0.1"}),
        ("[2001:db8::1]:80", {"2001:0db8::1"}, {"2001_db8__1"}),
        ("rat.de", {"::ffff:192.0.2.1"}, {"rat.de", "192.0.2.1"}),
        ("de", set(), {"de"}),
    ],
)
def test_a_server_is_a_domain_and_addresses(host: str, addresses: set[str], keys: set[str]) -> None:
    assert set(server_keys(host, frozenset(addresses))) == keys


def test_the_pause_is_kept_by_whoever_comes_next(tmp_path: Path, clock: Clock) -> None:
    first, second = make(tmp_path, clock), make(tmp_path, clock)
    ask(first)
    first.let_go()
    clock.slept.clear()
    second.turn("nord.hamburg.de", 3)
    assert clock.slept == [3]  # its own pause, as it is the longer one


@pytest.mark.parametrize("killed", [True, False])
def test_the_longer_pause_of_two_councils_counts(tmp_path: Path, clock: Clock, *, killed: bool) -> None:
    first, second = make(tmp_path, clock), make(tmp_path, clock)
    first.turn("nord.hamburg.de", 5)
    if not killed:
        first.answered(5)
    first.let_go()
    second.turn("nord.hamburg.de", 1)
    assert clock.slept == [5]


@pytest.mark.parametrize(("other", "shared"), [("altona.hamburg.de", True), ("fern.example", False)])
def test_hosts_of_one_domain_share_it(tmp_path: Path, clock: Clock, other: str, *, shared: bool) -> None:
    first, second = make(tmp_path, clock), make(tmp_path, clock)
    ask(first)
    first.let_go()
    clock.slept.clear()
    second.turn(other, 2)
    assert clock.slept == ([2] if shared else [])


def test_hosts_of_one_address_share_it(tmp_path: Path, clock: Clock) -> None:
    first, second = make(tmp_path, clock), make(tmp_path, clock)
    ask(first, "altona.hamburg.de")
    first.let_go()
    clock.slept.clear()
    second.turn("rat.dorf.de", 2)
    assert clock.slept == [2]
    assert files(tmp_path) == {"hamburg.de", "192.0.2.2", "dorf.de", "2001_db8__2"}


def test_one_at_a_time(tmp_path: Path, clock: Clock) -> None:
    first, second = make(tmp_path, clock), make(tmp_path, clock)
    order: list[str] = []
    first.hang_up = lambda: order.append("first hangs up")

    def meanwhile() -> None:
        if len(clock.slept) == 20 and first._keys:
            first.let_go()

    ask(first)
    clock.slept.clear()
    clock.meanwhile = meanwhile
    second.turn("nord.hamburg.de", 2)
    assert order == ["first hangs up"]
    assert len(clock.slept) >= 20


def test_who_never_lets_go_ends_the_wait_of_the_other(tmp_path: Path, clock: Clock) -> None:
    first, second = make(tmp_path, clock), make(tmp_path, clock)
    ask(first)
    with pytest.raises(SiteStopped, match="6 hours"):
        second.turn("nord.hamburg.de", 2)
    first.let_go()
    second.turn("nord.hamburg.de", 2)


def test_it_is_held_between_requests_and_given_away_when_somebody_waits(tmp_path: Path, clock: Clock) -> None:
    brake = make(tmp_path, clock)
    hung_up: list[float] = []
    brake.hang_up = lambda: hung_up.append(clock.now)
    while clock.now < 100:
        ask(brake)
        assert not is_free(tmp_path / "hamburg.de.json")
    assert hung_up == []
    with (tmp_path / "hamburg.de.warten").open("rb") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        clock.meanwhile = lambda: fcntl.flock(waiting, fcntl.LOCK_UN)
        ask(brake)
    assert len(hung_up) == 1


def test_nobody_holds_a_connection_through_a_long_pause(tmp_path: Path, clock: Clock) -> None:
    brake = make(tmp_path, clock)
    ask(brake)
    brake.answered(2, wait=30)
    free: list[bool] = []
    clock.slept.clear()
    clock.meanwhile = lambda: free.append(is_free(tmp_path / "hamburg.de.json"))
    brake.turn("nord.hamburg.de", 2)
    assert clock.slept == [30]
    assert free == [True]


def test_who_was_overtaken_in_a_long_pause_waits_again(tmp_path: Path, clock: Clock) -> None:
    first, second = make(tmp_path, clock), make(tmp_path, clock)
    ask(first)
    first.answered(2, wait=30)
    clock.slept.clear()

    def overtake() -> None:
        clock.meanwhile = lambda: None
        second.turn("nord.hamburg.de", 4)
        second.let_go()

    clock.meanwhile = overtake
    first.turn("nord.hamburg.de", 2)
    assert clock.slept == [30, 4]


def test_strain_lengthens_the_pause_and_calm_shortens_it(tmp_path: Path, clock: Clock) -> None:
    brake = make(tmp_path, clock)
    pauses: list[float] = []

    def pause_after(strained: bool | None) -> float:
        ask(brake, strained=strained)
        clock.slept.clear()
        brake.turn("nord.hamburg.de", 2)
        pauses.append(sum(clock.slept))
        return pauses[-1]

    assert [pause_after(True) for _ in range(7)] == [4, 8, 16, 32, 60, 60, 60]
    assert pause_after(None) == 60
    calm = [pause_after(False) for _ in range(40)]
    assert calm == sorted(calm, reverse=True)
    assert 50 < calm[0] < 60
    assert calm[-1] == 2


def test_a_pause_is_remembered_by_the_next_run(tmp_path: Path, clock: Clock) -> None:
    first, second = make(tmp_path, clock), make(tmp_path, clock)
    for _ in range(3):
        ask(first, strained=True)
    first.let_go()
    clock.slept.clear()
    second.turn("nord.hamburg.de", 2)
    assert clock.slept == [16]


def test_a_block_holds_for_hours_in_every_run_and_for_all_of_the_server(tmp_path: Path, clock: Clock) -> None:
    bis = make(tmp_path, clock).block("nord.hamburg.de", "Zu viele Zugriffe")
    assert bis.timestamp() == clock.time() + 6 * HOUR
    for host in ("nord.hamburg.de", "altona.hamburg.de"):
        with pytest.raises(SiteStopped, match="Zu viele Zugriffe") as caught:
            make(tmp_path, clock).turn(host, 2)
        assert caught.value.bis == bis
        assert is_free(tmp_path / "hamburg.de.json")
    clock.now += 6 * HOUR
    make(tmp_path, clock).turn("nord.hamburg.de", 2)


def test_blocks_soon_after_another_grow_up_to_two_days(tmp_path: Path, clock: Clock) -> None:
    hours = []
    for _ in range(5):
        bis = make(tmp_path, clock).block("nord.hamburg.de", "Zu viele Zugriffe")
        hours.append((bis.timestamp() - clock.time()) / HOUR)
        clock.now = bis.timestamp() - 1_800_000_000 + 47 * HOUR
    assert hours == [6, 12, 24, 48, 48]
    clock.now += 2 * HOUR
    bis = make(tmp_path, clock).block("nord.hamburg.de", "Zu viele Zugriffe")
    assert bis.timestamp() == clock.time() + 6 * HOUR


def test_a_block_during_a_block_is_the_same_one(tmp_path: Path, clock: Clock) -> None:
    first = make(tmp_path, clock).block("nord.hamburg.de", "Zu viele Zugriffe")
    clock.now += HOUR
    assert make(tmp_path, clock).block("altona.hamburg.de", "Zu viele Zugriffe") == first


@pytest.mark.parametrize(
    "raw",
    [
        b"kaputt",
        b"\x00\xff" * 600,
        b"[" * SIZE,
        b"[]",
        b"7",
        b"{}",
        b'{"grund": "", "naechste": "bald"}',
        b'{"grund": "", "naechste": 1' + b"0" * 600 + b"}",
        b'{"grund": "", "fremd": 1}',
        b'{"grund": 1}x',
    ],
    ids=["text", "binary", "deep", "list", "number", "empty", "word", "huge", "unknown", "tail"],
)
def test_a_file_that_can_not_be_read_counts_as_asked_just_now(tmp_path: Path, clock: Clock, raw: bytes) -> None:
    (tmp_path / "hamburg.de.json").write_bytes(raw)
    make(tmp_path, clock).turn("nord.hamburg.de", 2)
    assert clock.slept == [2]
    assert State.read((tmp_path / "hamburg.de.json").read_bytes()[:SIZE], clock.time()).zuletzt == clock.time()


@pytest.mark.parametrize("raw", [b"", b"\0" * SIZE])
def test_an_empty_file_knows_nothing(tmp_path: Path, clock: Clock, raw: bytes) -> None:
    (tmp_path / "hamburg.de.json").write_bytes(raw)
    make(tmp_path, clock).turn("nord.hamburg.de", 2)
    assert clock.slept == []


def test_a_clock_that_was_put_back_stops_nobody_for_long(tmp_path: Path, clock: Clock) -> None:
    ahead = Clock(now=10**9)
    brake = make(tmp_path, ahead)
    ask(brake)
    brake.let_go()
    make(tmp_path, clock).turn("nord.hamburg.de", 2)
    assert clock.slept == [600]


@pytest.mark.parametrize("bad", ["folder is a file", "file is a folder", "file is a link"])
def test_where_the_brake_can_not_be_kept_nothing_is_asked(tmp_path: Path, clock: Clock, bad: str) -> None:
    folder = tmp_path / "bremse"
    if bad == "folder is a file":
        folder.touch()
    else:
        folder.mkdir()
        spot = folder / "hamburg.de.json"
        spot.mkdir() if bad == "file is a folder" else spot.symlink_to(tmp_path / "anderswo")
    brake = make(folder, clock)
    with pytest.raises(WrongUse, match="nothing is asked"):
        brake.turn("nord.hamburg.de", 2)
    brake.let_go()


NUMBER = st.floats() | st.integers()


@given(zuletzt=NUMBER, naechste=NUMBER, pause=NUMBER, gesperrt_bis=NUMBER, stunden=NUMBER, grund=st.text(max_size=2000))
def test_what_is_written_fits_and_is_read_as_something_possible(grund: str, **numbers: float) -> None:
    now = 1_800_000_000.0
    raw = State(grund=grund, **numbers).written()
    state = State.read(raw, now)
    assert len(raw) == SIZE
    assert state.zuletzt <= now
    assert 0 <= state.naechste <= now + 600
    assert 0 <= state.pause <= 60
    assert 0 <= state.gesperrt_bis <= now + 7 * 24 * HOUR


@given(
    st.binary(max_size=SIZE)
    | st.recursive(st.none() | NUMBER | st.text(), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_no_bytes_can_break_it(raw: bytes) -> None:
    assert State.read(raw, 1e9).naechste <= 1e9 + 600


def test_without_a_folder_it_remembers_for_itself(clock: Clock) -> None:
    brake = Brake(None, clock)
    for _ in range(3):
        ask(brake, "rat.invalid")
    assert clock.slept == [1, 2, 1, 2, 1]
    brake.block("rat.invalid", "Zu viele Zugriffe")
    with pytest.raises(SiteStopped):
        brake.turn("rat.invalid", 2)


def test_names_are_looked_up_once_an_hour(tmp_path: Path, clock: Clock) -> None:
    asked: list[str] = []

    def resolve(host: str) -> frozenset[str]:
        asked.append(host)
        return frozenset({"192.0.2.1"})

    brake = Brake(tmp_path, clock, resolve)
    for _ in range(5):
        ask(brake, "nord.hamburg.de:443")
    assert asked == ["nord.hamburg.de"]
    clock.now += 2 * HOUR
    ask(brake, "nord.hamburg.de:443")
    assert len(asked) == 2

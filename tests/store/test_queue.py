"""The queue: what is asked next, what is remembered, what a killed visit goes on with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratsarchiv.model import Notiz
from ratsarchiv.store.queue import AT_ONCE, LIST, PAGE, Address, Queue, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=100)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with Queue(tmp_path / "intern.db", "musterdorf") as queue:
        yield queue


def page(key: str, **fields: object) -> Address:
    return Address(schluessel=key, url=f"https://x/{key}", **fields)  # type: ignore[arg-type]


def event(offset: int) -> Notiz:
    return Notiz(
        kommune="musterdorf", art="problem", zeitpunkt=NOW, inhalt={}, warc="m/1.warc.gz", offset=offset, laenge=1
    )


def drain(queue: Queue, now: datetime = NOW) -> list[str]:
    """The keys in the order in which they are asked for, each answered at once."""
    found = []
    while task := queue.next(now):
        found.append(task.schluessel)
        queue.answered(task, now, now + timedelta(days=90))
    return found


def test_what_only_this_session_can_have_comes_first_then_documents_lists_and_pages(queue: Queue) -> None:
    for key, vorrang in (("a", PAGE), ("b", LIST), ("c", PAGE), ("d", AT_ONCE), ("e", 1)):
        queue.put(page(key, vorrang=vorrang), offen=True)
    assert queue.offen == 5
    assert drain(queue) == ["d", "e", "b", "a", "c"]
    assert queue.offen == 0


def test_a_known_address_is_not_asked_again_in_the_same_visit(queue: Queue) -> None:
    queue.put(page("a"), offen=True)
    queue.put(page("a"), offen=True)
    assert queue.offen == 1
    assert drain(queue) == ["a"]
    assert queue.next(NOW) is None


def killed(queue: Queue, task: Task) -> None:
    """A step that does not come to its end."""
    with queue.step(event(7)):
        queue.answered(task, NOW, None)
        raise KeyboardInterrupt


def test_a_step_that_fails_leaves_everything_as_it_was(queue: Queue) -> None:
    queue.put(page("a"), offen=True)
    task = queue.next(NOW)
    assert task
    with pytest.raises(KeyboardInterrupt):
        killed(queue, task)
    assert queue.position is None
    assert queue.next(NOW) == task


def test_another_process_goes_on_where_the_first_was_killed(queue: Queue, tmp_path: Path) -> None:
    visit = queue.visit("crawl", NOW)
    queue.put(page("a"), offen=True)
    queue.put(page("b"), offen=True)
    queue.cookies = '{"c": 1}'
    task = queue.next(NOW)
    assert task
    with queue.step(event(7)):
        queue.answered(task, NOW, None)
    with Queue(tmp_path / "intern.db", "musterdorf") as second:
        again = second.visit("update", LATER)
        assert (again.befehl, again.beginn, again.neu) == ("crawl", visit.beginn, False)
        assert (second.position, second.offen, second.cookies) == (("m/1.warc.gz", 7), 1, '{"c": 1}')
        assert drain(second) == ["b"]


def test_a_visit_that_was_ended_is_not_gone_on_with_and_a_crawl_asks_for_all_again(queue: Queue) -> None:
    queue.visit("crawl", NOW)
    queue.put(page("a"), offen=True)
    queue.put(page("held back"), offen=False)
    queue.put(page("attachment", traeger="a", dokument="d"), offen=True)
    drain(queue)
    queue.end_visit(NOW)
    assert queue.visit("crawl", LATER).neu
    assert drain(queue, LATER) == ["a"]


def test_an_update_asks_for_what_is_due_and_for_the_page_of_an_attachment_that_is(queue: Queue) -> None:
    queue.visit("crawl", NOW)
    for key in ("due", "not due", "carrier", "attachment"):
        carrier = {"traeger": "carrier", "dokument": "d"} if key == "attachment" else {}
        queue.put(page(key, **carrier), offen=True)
        task = queue.next(NOW)
        assert task
        days = 1 if key in {"due", "attachment"} else 90
        queue.answered(task, NOW, NOW + timedelta(days=days))
    queue.end_visit(NOW)
    queue.visit("update", NOW + timedelta(days=2))
    assert drain(queue, NOW + timedelta(days=2)) == ["due", "carrier"]


def test_an_address_without_an_answer_waits(queue: Queue) -> None:
    queue.put(page("a"), offen=True)
    queue.put(page("b"), offen=True)
    first = queue.next(NOW)
    assert first
    queue.postponed(first, NOW + timedelta(hours=2))
    assert drain(queue) == ["b"]
    assert (queue.offen, queue.waiting()) == (1, NOW + timedelta(hours=2))
    task = queue.next(NOW + timedelta(hours=2))
    assert task
    assert (task.schluessel, task.versuche) == ("a", 1)


def test_a_redirect_is_followed_next_and_the_address_is_asked_anew_after_a_failure(queue: Queue) -> None:
    queue.put(page("a"), offen=True)
    queue.put(page("b"), offen=True)
    task = queue.next(NOW)
    assert task
    queue.redirected(task, "https://x/elsewhere")
    onward = queue.next(NOW)
    assert onward
    assert (onward.schluessel, onward.url, onward.spruenge) == ("a", "https://x/elsewhere", 1)
    assert queue.find("https://x/elsewhere") == onward
    queue.postponed(onward, NOW)
    assert [task.url for task in iter(lambda: _answer(queue), None) if task] == ["https://x/a", "https://x/b"]


def _answer(queue: Queue) -> Task | None:
    task = queue.next(NOW)
    if task:
        queue.answered(task, NOW, None)
    return task


def test_a_lost_attachment_sends_us_back_to_its_page(queue: Queue) -> None:
    queue.put(page("p"), offen=True)
    drain(queue)
    queue.put(page("p-an1", traeger="p", dokument="d", vorrang=AT_ONCE), offen=True)
    task = queue.next(NOW)
    assert task
    queue.lost(task, NOW, again=True)
    assert drain(queue) == ["p"]
    assert queue.has_attachments("p")


def test_a_list_whose_place_is_lost_is_walked_from_its_beginning(queue: Queue) -> None:
    visit = queue.visit("crawl", NOW)
    queue.put(page("list"), offen=True)
    drain(queue)
    queue.put(page("next", traeger="list", vorrang=LIST), offen=True)
    assert queue.listed(["list"], visit) == 1
    queue.unterwegs = "next"
    queue.begin_list_again("next", visit)
    assert queue.listed(["list"], visit) == 1
    assert (drain(queue), queue.offen) == (["list"], 0)


def test_what_was_asked_and_refused_is_known(queue: Queue) -> None:
    queue.put(page("a"), offen=True)
    task = queue.next(NOW)
    assert task
    assert not task.gezeigt
    queue.answered(task, NOW, NOW)
    queue.end_visit(NOW)
    queue.visit("update", NOW)
    shown = queue.next(NOW)
    assert shown
    assert shown.gezeigt
    queue.refused(shown, NOW, LATER)
    assert queue.state("a") == (NOW, LATER, False, None)


def test_two_councils_share_the_file_and_nothing_else(queue: Queue, tmp_path: Path) -> None:
    queue.put(page("a"), offen=True)
    with Queue(tmp_path / "intern.db", "nachbarort") as other:
        assert (other.offen, other.next(NOW), other.state("a")) == (0, None, None)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["put", "close", "reopen", "answer", "wait"]), st.sampled_from("abcd")), max_size=40
    )
)
def test_the_number_of_open_addresses_is_always_right(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("queue") / "intern.db"
    with Queue(path, "musterdorf") as queue:
        for move, key in moves:
            if move == "put":
                queue.put(page(key), offen=True)
            elif move == "close":
                queue.put(page(key), offen=False)
            elif move == "reopen":
                queue.reopen(key)
            elif task := queue.next(NOW):
                if move == "answer":
                    queue.answered(task, NOW, None)
                else:
                    queue.postponed(task, NOW + timedelta(days=1))
        counted = queue.offen
    with Queue(path, "musterdorf") as again:
        assert again.offen == counted


def test_a_list_that_was_left_long_ago_is_known(queue: Queue) -> None:
    queue.put(page("list"), offen=True)
    drain(queue)
    assert queue.stale_list(LATER) is None
    queue.put(page("next", traeger="list", vorrang=LIST), offen=True)
    assert queue.stale_list(NOW) is None
    assert queue.stale_list(NOW + timedelta(seconds=1)) == "next"

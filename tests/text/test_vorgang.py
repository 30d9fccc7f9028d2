"""Groups of Vorlagen that point to each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.text.vorgang import groups

PAIRS = st.lists(st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij")), max_size=15)


def test_whoever_is_tied_belongs_together() -> None:
    assert groups([("b", "a"), ("d", "c"), ("c", "b"), ("x", "y")], []) == [{"a", "b", "c", "d"}, {"x", "y"}]


def test_whoever_names_another_belongs_to_it() -> None:
    assert groups([("a", "b")], [("c", "b"), ("c", "b")]) == [{"a", "b", "c"}]


def test_one_alone_is_no_group() -> None:
    assert groups([("a", "a")], [("b", "b")]) == []


def test_what_many_name_ties_them_only_where_the_system_says_so() -> None:
    many = [(f"v{count}", "satzung") for count in range(21)]
    assert groups([], many) == []
    assert groups([], many[:20]) == [{"satzung", *(von for von, _ in many[:20])}]
    assert groups([("v3", "satzung")], many) == [{"satzung", "v3"}]


def test_what_many_name_belongs_to_what_it_names_itself() -> None:
    assert groups([], [*((f"v{count}", "b") for count in range(30)), ("b", "a")]) == [{"a", "b"}]


def test_a_long_chain_is_one_group() -> None:
    chain = [(f"{count:06d}", f"{count + 1:06d}") for count in range(50_000)]
    assert [len(group) for group in groups(reversed(chain), [])] == [50_001]


def reached(pairs: list[tuple[str, str]], start: str) -> set[str]:
    """By walking: all that hang together with `start`."""
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        near = {b if a == here else a for a, b in pairs if here in {a, b}} - found
        found |= near
        todo += near
    return found


@given(PAIRS, PAIRS, st.integers(0, 3), st.randoms())
def test_groups_are_what_walking_reaches_in_any_order(tied, named, most, rng) -> None:  # type: ignore[no-untyped-def]
    naming = {nach: {von for von, other in named if other == nach and von != nach} for _, nach in named}
    pairs = tied + [(von, nach) for von, nach in named if len(naming[nach]) <= most]
    expected = {frozenset(reached(pairs, each)) for pair in pairs for each in pair}
    found = groups(tied, named, most=most)
    assert {frozenset(group) for group in found} == {group for group in expected if len(group) > 1}
    assert found == groups(rng.sample(tied, len(tied)), rng.sample(named, len(named)), most=most)

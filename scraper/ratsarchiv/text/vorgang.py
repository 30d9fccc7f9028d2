"""Vorgang: Vorlagen that belong together, because one points to the other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Pair = tuple[str, str]
"""Which Vorlage points to which."""
MOST = 20
"""Whatever more Vorlagen than these name in their texts, a Hauptsatzung, doesn't tie them together."""


def groups(tied: Iterable[Pair], named: Iterable[Pair], *, most: int = MOST) -> list[set[str]]:
    """All groups of two and more: who is `tied`, and who is `named` by no more than `most` others. In a fixed order."""
    naming: defaultdict[str, set[str]] = defaultdict(set)
    for von, nach in named:
        naming[nach].add(von)
    leaders: dict[str, str] = {}
    for one, other in tied:
        _join(leaders, one, other)
    for nach, several in naming.items():
        if len(several - {nach}) <= most:
            for von in several:
                _join(leaders, von, nach)
    members: defaultdict[str, set[str]] = defaultdict(set)
    for each in leaders:
        members[_leader(leaders, each)].add(each)
    return sorted((group for group in members.values() if len(group) > 1), key=min)


def _join(leaders: dict[str, str], one: str, other: str) -> None:
    first, second = _leader(leaders, one), _leader(leaders, other)
    leaders[max(first, second)] = min(first, second)


def _leader(leaders: dict[str, str], each: str) -> str:
    """Who speaks for the group of this one; the way there is halved for the next time."""
    leaders.setdefault(each, each)
    while leaders[each] != each:
        leaders[each] = each = leaders[leaders[each]]
    return each

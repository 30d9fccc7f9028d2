"""Vorgänge: groups of Vorlagen that point to each other, each under the name of the earliest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ratsarchiv.store.database import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

Pair = tuple[str, str]
Vorgang = tuple[str, int, str | None, str | None]
"""Title, number of Vorlagen, first and last day."""


class Groups(Protocol):
    """Puts together who is tied to whom, and who names whom."""

    def __call__(self, tied: Iterable[Pair], named: Iterable[Pair]) -> list[set[str]]:
        """All groups of two and more."""


@dataclass(frozen=True, slots=True)
class _Vorlage:
    id: str
    nummer: str | None
    betreff: str
    datum: str | None
    letzte_beratung: str | None

    @property
    def age(self) -> tuple[str, str, str]:
        """The smaller the earlier; whatever has no day comes last."""
        return self.datum or self.letzte_beratung or "~", self.nummer or "~", self.id


def derive(connection: sqlite3.Connection, kommune: str, groups: Groups) -> int:
    """Make a council's Vorgänge what they should be by `verweise`; how many rows were written or deleted."""
    with transaction(connection):
        found = groups(connection.execute(TIED, (kommune,)), connection.execute(NAMED, (kommune,)))
        wanted, members = _wanted(found, {row[0]: _Vorlage(*row) for row in connection.execute(VORLAGEN, (kommune,))})
        known = {id_: tuple(said) for id_, *said in connection.execute(KNOWN, (kommune,))}
        before = set(connection.execute(MEMBERS, (kommune,)))
        written = [(id_, kommune, *said) for id_, said in wanted.items() if known.get(id_) != said]
        connection.executemany(LEAVE, sorted(before - members))
        connection.executemany(END, [(id_,) for id_ in known.keys() - wanted.keys()])
        connection.executemany(WRITE, written)
        connection.executemany(JOIN, sorted(members - before))
    return len(before ^ members) + len(written) + len(known.keys() - wanted.keys())


def _wanted(found: Iterable[Collection[str]], vorlagen: Mapping[str, _Vorlage]) -> tuple[dict[str, Vorgang], set[Pair]]:
    """The rows of both tables."""
    wanted, members = {}, set()
    for group in found:
        together = sorted((vorlagen[id_] for id_ in group), key=lambda each: each.age)
        days = [day for each in together for day in (each.datum, each.letzte_beratung) if day]
        id_ = f"{together[0].id}-vg"
        titel = together[0].betreff.strip().splitlines()[0]
        wanted[id_] = (titel, len(together), min(days, default=None), max(days, default=None))
        members |= {(id_, each.id) for each in together}
    return wanted, members


_BOTH = (
    " JOIN vorlagen a ON a.id = w.von AND a.kommune = w.kommune AND trim(a.betreff, char(9, 10, 13, 32)) <> ''"
    " JOIN vorlagen b ON b.id = w.nach AND b.kommune = w.kommune AND trim(b.betreff, char(9, 10, 13, 32)) <> ''"
)
"""Of hidden ones nothing but the id is left: they belong to no group."""
TIED = (
    f"SELECT w.von, w.nach FROM verweise w {_BOTH}"  # noqa: S608
    " WHERE w.kommune = ? AND w.art IN ('bezug', 'stammbaum') AND w.verschwunden_seit IS NULL"
)
NAMED = (
    f"SELECT w.von, w.nach FROM verweise w JOIN _funde f ON f.id = w.id {_BOTH}"  # noqa: S608
    " WHERE w.kommune = ? AND w.art = 'text' AND f.stichwort AND w.quelle_tabelle IN ('vorlagen', 'abschnitte', 'auszuege')"
)
"""What a Vorlage's own texts call a Vorlage; its attachments list many that have nothing to do with it."""
VORLAGEN = "SELECT id, nummer, betreff, datum, letzte_beratung FROM vorlagen WHERE kommune = ? AND betreff <> ''"
KNOWN = "SELECT id, titel, vorlagen, von, bis FROM vorgaenge WHERE kommune = ?"
MEMBERS = "SELECT m.vorgang, m.vorlage FROM vorgang_vorlagen m JOIN vorgaenge g ON g.id = m.vorgang WHERE g.kommune = ?"
LEAVE = "DELETE FROM vorgang_vorlagen WHERE vorgang = ? AND vorlage = ?"
END = "DELETE FROM vorgaenge WHERE id = ?"
WRITE = (
    "INSERT INTO vorgaenge (id, kommune, titel, vorlagen, von, bis) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
    " titel = excluded.titel, vorlagen = excluded.vorlagen, von = excluded.von, bis = excluded.bis"
)
JOIN = "INSERT INTO vorgang_vorlagen (vorgang, vorlage) VALUES (?, ?)"

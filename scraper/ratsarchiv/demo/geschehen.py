"""What an event in the council's life has changed, told so that a test can compare."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Geschehen:
    """What changed, by the system's numbers."""

    vorlagen_neu: list[int] = field(default_factory=list)
    """VOLFDNR, in the order of their creation."""
    tagesordnungen: list[int] = field(default_factory=list)
    """SILFDNR of the meetings whose agenda was changed."""
    niederschriften: list[int] = field(default_factory=list)
    """SILFDNR of the meetings whose minutes were published."""
    tops_neu: list[int] = field(default_factory=list)
    auszuege_neu: list[int] = field(default_factory=list)
    """TOLFDNR of the items that have a page now."""
    dokumente_neu: list[int] = field(default_factory=list)
    """DOLFDNR."""
    dokumente_geaendert: list[int] = field(default_factory=list)
    """DOLFDNR of files with other bytes under the old number."""
    anlagen_neu: list[tuple[int, int]] = field(default_factory=list)
    """VOLFDNR and number of the attachment, new or with a new file."""
    seiten_neu: set[str] = field(default_factory=set)
    """Addresses of objects that had no page: `vo020.asp?VOLFDNR=10003`."""
    seiten_geaendert: set[str] = field(default_factory=set)
    """Addresses of objects whose page says something else than before."""
    seiten_weg: set[str] = field(default_factory=set)
    """Addresses of objects that had a page and refuse now."""

    @property
    def seiten(self) -> set[str]:
        """Every object's own page that is not what it was."""
        return self.seiten_neu | self.seiten_geaendert | self.seiten_weg

    @property
    def objekte(self) -> int:
        """How many objects are new or changed: those with a page, and their files."""
        return len(self.seiten) + len(self.dokumente_neu) + len(self.dokumente_geaendert) + len(self.anlagen_neu)

    def __or__(self, other: Geschehen) -> Geschehen:
        """Both, one after the other."""
        both = Geschehen(
            **{name: getattr(self, name) + getattr(other, name) for name in _LISTEN},
            **{name: getattr(self, name) | getattr(other, name) for name in _MENGEN},
        )
        both.seiten_geaendert -= both.seiten_neu
        return both


_LISTEN = (
    "vorlagen_neu", "tagesordnungen", "niederschriften", "tops_neu", "auszuege_neu", "dokumente_neu", "dokumente_geaendert",
    "anlagen_neu",
)  # fmt: skip
_MENGEN = ("seiten_neu", "seiten_geaendert", "seiten_weg")


def vo(nummer: int) -> str:
    """The address of a Vorlage."""
    return f"vo020.asp?VOLFDNR={nummer}"


def si(nummer: int) -> str:
    """The address of a Sitzung."""
    return f"to010.asp?SILFDNR={nummer}"


def to(nummer: int) -> str:
    """The address of an Auszug."""
    return f"to020.asp?TOLFDNR={nummer}"


def kp(nummer: int) -> str:
    """The address of a Person."""
    return f"kp020.asp?KPLFDNR={nummer}"


def gr(schluessel: str) -> str:
    """The address of a Gremium: `au020.asp?AULFDNR=3`."""
    return f"{schluessel[:2]}020.asp?{schluessel[:2].upper()}LFDNR={schluessel[2:]}"

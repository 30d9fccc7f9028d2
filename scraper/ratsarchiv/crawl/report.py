"""What a run has done so far, and how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ratsarchiv.errors import SiteStopped

SERIOUS = frozenset({"nicht_verstanden", "abruf", "ertrag", "gestoppt"})
"""Kinds of problems that make the exit code 1; the others are things to look at."""


@dataclass(kw_only=True)
class Report:
    """How a run goes; it grows while the run lasts."""

    kommune: str
    offen: int = 0
    """Addresses that are known and not yet visited."""
    zuletzt: str = ""
    """The address that was visited last."""
    anfragen: int = 0
    seiten: int = 0
    """Answers that are no document: pages, redirects, refusals."""
    dokumente: int = 0
    fremd: int = 0
    """Records of a file that are not the council's: neither kept nor named anywhere."""
    gelesen: int = 0
    """Documents whose text was read now."""
    neu: int = 0
    geaendert: int = 0
    unveraendert: int = 0
    probleme: Counter[str] = field(default_factory=Counter)
    gestoppt: SiteStopped | None = None
    """Why the site stopped us."""
    angehalten: str | None = None
    """Why the run was ended by those who began it: the night is over, or the requests are spent."""
    wartend: datetime | None = None
    """When the first of the addresses that gave no answer may be asked again."""

    @property
    def ergebnis(self) -> str:
        """What `laeufe.ergebnis` says."""
        if self.gestoppt:
            return "gestoppt"
        if self.angehalten:
            return "angehalten"
        return "mit_problemen" if SERIOUS & self.probleme.keys() else "fertig"

    @property
    def exit_code(self) -> int:
        """0 done, 1 done with problems, 3 stopped by the site."""
        if self.gestoppt:
            return SiteStopped.exit_code
        return int(bool(SERIOUS & self.probleme.keys()))


Progress = Callable[[Report], None]
"""Told after every answer."""


def silent(_: Report) -> None:
    """Nobody watches."""

"""In which products Musterstadt is served: ALLRIS classic at `/bi/`, and others beside it or in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ratsarchiv.demo import allris4, oparl, sdnet, sessionnet
from ratsarchiv.demo.programme import BASIS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ratsarchiv.demo.antwort import Antwort
    from ratsarchiv.demo.world import World


class Produkt(Protocol):
    """The information system of one council in one product, without its network."""

    world: World
    ursprung: str

    @property
    def basis(self) -> str:
        """The folder that it answers below."""
        ...

    def antwort(self, adresse: str, kopf: Mapping[str, str]) -> Antwort:
        """The answer to a path with its query; `kopf` are the request's headers, names in lower case."""
        ...


ALLRIS3 = "allris3"
ANDERE: dict[str, Callable[[World], Produkt]] = {
    "allris4": allris4.System,
    "sessionnet": sessionnet.System,
    "sdnet": sdnet.System,
    "oparl": oparl.System,
}
PRODUKTE = (ALLRIS3, *ANDERE)
EINGANG = {"oparl": "system"}
"""Where a product is entered, if not at its folder."""

DATEIEN = {"oparl": ("allris4", "/public/")}
"""Where a product's files lie in another's folder: that product, and its folder."""


class Haus:
    """All products of one council."""

    def __init__(self, world: World, namen: Iterable[str]) -> None:
        self.offen = set(namen)
        """The products that answer; may be changed at any time."""
        self.andere = {name: machen(world) for name, machen in ANDERE.items()}

    def zeige(self, world: World) -> None:
        """Show this council from now on."""
        for produkt in self.andere.values():
            produkt.world = world

    def steht_in(self, ursprung: str) -> None:
        """Scheme, host and port of the server."""
        for produkt in self.andere.values():
            produkt.ursprung = ursprung

    def produkt(self, adresse: str) -> Produkt | None:
        """Whose an address is, the deepest folder first; None for ALLRIS classic and what is nobody's."""
        offen = (self.andere[name] for name in self.andere if name in self.offen)
        treffer = [each for each in offen if adresse.startswith(each.basis)]
        return max(treffer, key=lambda each: len(each.basis), default=None)

    def ist_zu(self, adresse: str) -> bool:
        """Whether an address belongs to ALLRIS classic and that is switched off."""
        return ALLRIS3 not in self.offen and adresse.startswith(BASIS)

    def eingang(self, name: str) -> str:
        """Where a product is entered: its path."""
        basis = BASIS if name == ALLRIS3 else self.andere[name].basis
        return basis + EINGANG.get(name, "")
